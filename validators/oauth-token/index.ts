import {
  Checklist,
  same,
  shorten,
  type Artefact,
  type Bilingual,
  type Place,
  type Validation,
  type ValidationContext,
  type ValidationNote,
  type Validator,
} from '../../src/model/index.js';
import { covers, judgeToken, keysOf, scopeNeeded, type Expected } from '../../src/protocols/oauth/index.js';
import { askedOf, type Asked } from '../fhir-rest/exchange.js';
import { manifest } from './manifest.js';
import { RULE_OF, rules } from './rules.js';
import { looksLikeToken, subjectOf, type Subject } from './subject.js';

export { rules };

/**
 * Judges the access token of a request, as the FHIR servers of Addax do: what they would refuse is an error. Parameters:
 * `oauth-issuer`, `oauth-audience` (several with commas), `oauth-jwks` (the text of a JWKS: the public keys of the
 * issuer), `oauth-certificate` (x5t#S256 of the certificate that the client showed; `none`). What is not given is not judged.
 */
async function validate(artefact: Artefact, { at, parameters }: ValidationContext): Promise<Validation> {
  const checklist = new Checklist(rules);
  const subject = subjectOf(artefact);
  if (!subject || isOpen(subject)) return checklist.result;
  const { shown, request, place } = subject;
  const where = (path: string): Place => ({ ...place, path: `/Authorization/${path.replaceAll('.', '/')}` });
  const told = 'problem' in shown;
  if (request || told)
    checklist.expect('OAUTH-01', !told, where(''), () => ({ expected: ONE_HEADER, ...(told && { actual: shown.text }) }));
  if (told) return checklist.result;
  const { checks, claims } = await judgeToken(shown.token, expectedOf(at, parameters));
  for (const { check, holds, path, expected, actual } of checks)
    checklist.expect(
      RULE_OF[check],
      holds,
      () => where(path),
      () => ({ expected, actual }),
    );
  if (claims && request) judgeScope(checklist, claims['scope'], request, () => where('payload.scope'));
  const notes = unchecked(parameters);
  return { ...checklist.result, ...(notes.length > 0 && { notes }) };
}

/** What a server tells of itself needs no token. */
const isOpen = ({ request, shown }: Subject): boolean =>
  request !== undefined && 'problem' in shown && shown.problem === 'none' && askedOf(request)?.interaction === 'capabilities';

function expectedOf(at: Date, parameters: ValidationContext['parameters']): Expected {
  const { 'oauth-issuer': issuer, 'oauth-audience': audience, 'oauth-jwks': jwks, 'oauth-certificate': certificate } = parameters;
  const keys = jwks === undefined ? undefined : (keysOf(jwks) ?? []);
  return {
    at,
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience: audience.split(',').map((name) => name.trim()) }),
    ...(keys && { keys }),
    ...(certificate !== undefined && { client: { thumbprint: certificate === 'none' ? undefined : certificate } }),
  };
}

function judgeScope(checklist: Checklist, scope: unknown, request: Artefact, where: () => Place): void {
  const asked = askedOf(request);
  const needed = asked && scopeNeeded(interactionOf(asked), asked.type ?? '');
  if (needed === undefined) return;
  const granted = typeof scope === 'string' ? scope : '';
  checklist.expect('OAUTH-10', covers(granted, needed), where, () => ({
    expected: same(needed),
    actual: granted === '' ? NO_SCOPE : same(shorten(granted, 200)),
  }));
}

/** The name that FHIR has for it, with what it is about (FHIR R4, 3.1.0). */
function interactionOf({ interaction, type, id }: Asked): string {
  const about =
    interaction === 'search' ?
      type === undefined ?
        'system'
      : 'type'
    : interaction !== 'history' ? undefined
    : id !== undefined ? 'instance'
    : type === undefined ? 'system'
    : 'type';
  return about === undefined ? interaction : `${interaction}-${about}`;
}

function unchecked(parameters: ValidationContext['parameters']): ValidationNote[] {
  const missing = ['oauth-issuer', 'oauth-audience', 'oauth-jwks'].filter((name) => parameters[name] === undefined);
  if (missing.length === 0) return [];
  const names = missing.join(', ');
  return [
    {
      kind: 'unchecked',
      text: {
        fr: `Du jeton ne sont pas jugés, faute de paramètres (${names})\u00A0: ${missing.map((name) => UNCHECKED[name]!.fr).join(', ')}.`,
        en: `Of the token are not judged, for lack of parameters (${names}): ${missing.map((name) => UNCHECKED[name]!.en).join(', ')}.`,
      },
    },
  ];
}

const UNCHECKED: Readonly<Record<string, Bilingual>> = {
  'oauth-issuer': { fr: 'l’émetteur', en: 'the issuer' },
  'oauth-audience': { fr: 'le destinataire', en: 'the audience' },
  'oauth-jwks': { fr: 'la clé et la signature', en: 'the key and the signature' },
};

const ONE_HEADER: Bilingual = { fr: 'un en-tête Authorization: Bearer', en: 'one header Authorization: Bearer' };
const NO_SCOPE: Bilingual = { fr: 'aucune portée', en: 'no scope' };

export const validator: Validator = { kind: manifest.kind, title: manifest.title, rules, detect: looksLikeToken, validate };
