import { shorten, type Bilingual } from '../../model/index.js';
import { type CertificateFacts, certificatesOf } from './certificate.js';
import { type RevocationList, revocationListsOf } from './crl.js';
import { sameName } from './name.js';
import { remembered } from './remembered.js';

export type ChainProblem =
  'unknown-authority' | 'not-an-authority' | 'bad-signature' | 'expired' | 'not-yet-valid' | 'revoked' | 'crl-missing' | 'crl-expired';

export type Chained =
  { ok: true; chain: CertificateFacts[] } | { ok: false; reason: ChainProblem; certificate: CertificateFacts; text: Bilingual };

/** Longer than any chain of the field. */
const MAX_CHAIN = 8;

/**
 * Builds the chain of a certificate up to a trusted authority and judges it at an instant: signatures, validity,
 * authority constraints, and revocation when there are revocation lists (`crls` not empty: then one that covers the
 * certificate must be there and be fresh).
 * @param anchors PEM texts, @param crls PEM texts; each may hold several
 */
export function chainTo(
  leaf: CertificateFacts,
  intermediates: readonly CertificateFacts[],
  anchors: readonly string[],
  crls: readonly string[],
  at: Date,
): Chained {
  const trusted = anchors.flatMap(anchorsOf);
  const lists = crls.flatMap(listsOf);
  const chain = [leaf];
  for (let current = leaf; ; current = chain.at(-1)!) {
    const untimely = validityProblem(current, at);
    if (untimely) return untimely;
    if (trusted.some((anchor) => anchor.fingerprint === current.fingerprint)) return { ok: true, chain };
    const named = [...trusted, ...intermediates].filter((candidate) => sameName(candidate.subject, current.issuer));
    const signers = named.filter((candidate) => current.isSignedBy(candidate) && !chain.includes(candidate));
    const issuer = signers.find((candidate) => mayIssue(candidate, chain.length - 1));
    if (!issuer || chain.length >= MAX_CHAIN) return broken(current, named.length > 0, signers.length > 0);
    if (crls.length > 0) {
      const revocation = revocationProblem(current, issuer, lists, at, current === leaf);
      if (revocation) return revocation;
    }
    chain.push(issuer);
  }
}

const date = (at: Date): string => at.toISOString().slice(0, 19) + 'Z';

function validityProblem(certificate: CertificateFacts, at: Date): Chained | undefined {
  const name = shorten(certificate.subjectText);
  if (at > certificate.notAfter)
    return problem('expired', certificate, {
      fr: `Le certificat « ${name} » a expiré le ${date(certificate.notAfter)}.`,
      en: `The certificate “${name}” expired on ${date(certificate.notAfter)}.`,
    });
  if (at < certificate.notBefore)
    return problem('not-yet-valid', certificate, {
      fr: `Le certificat « ${name} » n’est valable qu’à partir du ${date(certificate.notBefore)}.`,
      en: `The certificate “${name}” is only valid from ${date(certificate.notBefore)}.`,
    });
  return undefined;
}

function mayIssue(authority: CertificateFacts, below: number): boolean {
  return (
    authority.isAuthority
    && authority.keyUsage?.has('keyCertSign') !== false
    && (authority.pathLength === undefined || below <= authority.pathLength)
  );
}

function broken(certificate: CertificateFacts, named: boolean, signed: boolean): Chained {
  const [name, issuer] = [shorten(certificate.subjectText), shorten(certificate.issuerText)];
  if (signed)
    return problem('not-an-authority', certificate, {
      fr: `« ${issuer} », qui a signé « ${name} », n’a pas le droit d’émettre ce certificat.`,
      en: `“${issuer}”, which signed “${name}”, is not allowed to issue this certificate.`,
    });
  if (named)
    return problem('bad-signature', certificate, {
      fr: `« ${name} » se dit émis par « ${issuer} », mais la clé de cette autorité ne l’a pas signé.`,
      en: `“${name}” claims to be issued by “${issuer}”, but the key of that authority did not sign it.`,
    });
  return problem('unknown-authority', certificate, {
    fr: `L’autorité « ${issuer} », qui a émis « ${name} », n’est pas connue.`,
    en: `The authority “${issuer}”, which issued “${name}”, is not known.`,
  });
}

function revocationProblem(
  certificate: CertificateFacts,
  issuer: CertificateFacts,
  lists: readonly RevocationList[],
  at: Date,
  required: boolean,
): Chained | undefined {
  const genuine = lists.filter((list) => sameName(list.issuer, issuer.subject) && list.isSignedBy(issuer));
  const name = shorten(certificate.subjectText);
  const since = genuine.map((list) => list.revoked.get(certificate.serial)).find((when) => when !== undefined && when <= at);
  if (since)
    return problem('revoked', certificate, {
      fr: `Le certificat « ${name} » est révoqué depuis le ${date(since)}.`,
      en: `The certificate “${name}” has been revoked since ${date(since)}.`,
    });
  if (!required) return undefined;
  // a list of that name under another key is another authority's: a renewed one, or a namesake
  if (genuine.length === 0)
    return problem('crl-missing', certificate, {
      fr: `Aucune liste de révocation de « ${shorten(issuer.subjectText)} » n’est fournie : la révocation n’est pas vérifiable.`,
      en: `No revocation list of “${shorten(issuer.subjectText)}” is given: revocation cannot be checked.`,
    });
  const fresh = genuine.some((list) => list.nextUpdate === undefined || list.nextUpdate >= at);
  if (!fresh)
    return problem('crl-expired', certificate, {
      fr: `La liste de révocation de « ${shorten(issuer.subjectText)} » est périmée.`,
      en: `The revocation list of “${shorten(issuer.subjectText)}” is out of date.`,
    });
  return undefined;
}

function problem(reason: ChainProblem, certificate: CertificateFacts, text: Bilingual): Chained {
  return { ok: false, reason, certificate, text };
}

const anchorsOf = remembered(certificatesOf);
const listsOf = remembered(revocationListsOf);
