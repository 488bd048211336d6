import type { Bilingual } from '../../model/index.js';

/** Tokens longer than this are not read. */
export const LONGEST_TOKEN = 16 * 1024;

/** How a request shows its token: the token, or why there is none to judge. */
export type Presented = { token: string } | { problem: PresentationProblem; text: Bilingual };

export type PresentationProblem = 'none' | 'other-scheme' | 'several' | 'query' | 'form' | 'malformed' | 'oversized';

/**
 * Finds the bearer token of a request (RFC 6750, 2).
 * @param authorization the header Authorization; several of them joined by commas
 * @param target of the request, with its query
 * @param form the body, when it is a form
 */
export function presentedToken(authorization: string | undefined, target = '', form = ''): Presented {
  // what stands in an address ends in logs (RFC 6750, 5.3)
  if (hasToken(target.split('?', 2)[1] ?? '')) return problem('query', QUERY);
  if (hasToken(form)) return problem('form', FORM);
  if (authorization === undefined || authorization.trim() === '') return problem('none', NONE);
  const [, scheme = '', rest = ''] = /^\s*([^\s,]{0,40}) *([^]*)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'bearer') return problem('other-scheme', OTHER_SCHEME);
  // no token has a comma: a comma joins two headers
  if (/,\s*bearer\s/i.test(rest)) return problem('several', SEVERAL);
  if (rest.length > LONGEST_TOKEN) return problem('oversized', OVERSIZED);
  return /^[A-Za-z0-9._~+/-]+=*$/.test(rest) ? { token: rest } : problem('malformed', MALFORMED);
}

const hasToken = (parameters: string): boolean => /(?:^|&)access_token=/.test(parameters);
const problem = (name: PresentationProblem, text: Bilingual): Presented => ({ problem: name, text });

const NONE: Bilingual = { fr: 'aucun jeton (en-tête Authorization absent)', en: 'no token (no header Authorization)' };
const OTHER_SCHEME: Bilingual = { fr: 'un en-tête Authorization qui n’est pas Bearer', en: 'a header Authorization that is not Bearer' };
const SEVERAL: Bilingual = { fr: 'plusieurs en-têtes Authorization', en: 'several headers Authorization' };
const QUERY: Bilingual = { fr: 'un jeton dans l’adresse (access_token)', en: 'a token in the address (access_token)' };
const FORM: Bilingual = { fr: 'un jeton dans le formulaire (access_token)', en: 'a token in the form (access_token)' };
const MALFORMED: Bilingual = {
  fr: 'un jeton qui a d’autres caractères que RFC 6750',
  en: 'a token with other characters than RFC 6750 has',
};
const OVERSIZED: Bilingual = {
  fr: `un jeton de plus de ${LONGEST_TOKEN} caractères`,
  en: `a token of more than ${LONGEST_TOKEN} characters`,
};
