import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { ABSENT, same, shorten, type Bilingual } from '../../model/index.js';
import { certificateFacts } from '../x509/index.js';

/** Signatures that only the holder of a private key can make (RFC 8725, 3.1 and 3.2). */
export const ALGORITHMS: readonly string[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** How far the clocks of issuer and server may be apart. */
export const CLOCK_SKEW_S = 60;

/** Bearer tokens are short-lived (RFC 6750, 5.3). */
const LONGEST_LIFE_S = 3600;

/** More keys of one issuer are not tried. */
const MOST_KEYS = 100;

/** What is judged of a token, each by itself. */
export type TokenCheck =
  'form' | 'algorithm' | 'key' | 'signature' | 'issuer' | 'audience' | 'expiry' | 'not-before' | 'claims' | 'binding' | 'lifetime' | 'type';

/** Checks that a server does not refuse for. */
export const ADVICE: ReadonlySet<TokenCheck> = new Set(['lifetime', 'type']);

/** What a token shall be; what is absent is not judged. */
export interface Expected {
  /** now, for the token */
  at: Date;
  issuer?: string;
  /** the names of the server: one of them is enough */
  audience?: readonly string[];
  /** public keys of the issuer */
  keys?: readonly JWK[];
  /** the certificate that the client showed, as `thumbprintOf` names it; `undefined`: it showed none */
  client?: { thumbprint: string | undefined };
}

export interface CheckedToken {
  check: TokenCheck;
  holds: boolean;
  /** what it is about: `header.alg`, `payload.exp` */
  path: string;
  expected: Bilingual;
  actual: Bilingual;
}

export interface JudgedToken {
  checks: CheckedToken[];
  header?: Readonly<Record<string, unknown>>;
  claims?: Readonly<Record<string, unknown>>;
}

/** Judges an access token that is a JWT (RFC 9068) without asking anybody. Never throws: what cannot be read has a form that does not hold. */
export async function judgeToken(token: string, expected: Expected): Promise<JudgedToken> {
  const read = readToken(token);
  if (!read) return { checks: [checked('form', false, 'token', A_JWT, shorten(token))] };
  const { header, claims } = read;
  const checks = [
    checked('form', true, 'token', A_JWT, A_JWT),
    ...judgeType(header),
    ...(await judgeSignature(token, header, expected.keys)),
    ...judgeNames(claims, expected),
    ...judgeTimes(claims, expected.at),
    ...judgeClaims(claims),
    ...judgeBinding(claims, expected.client),
  ];
  return { checks, header, claims };
}

/** SHA-256 of a PEM certificate as `cnf` names it (RFC 8705, 3.1); undefined when it is none. */
export function thumbprintOf(pem: string): string | undefined {
  const facts = certificateFacts(pem);
  return facts && Buffer.from(facts.fingerprint, 'hex').toString('base64url');
}

type Members = Record<string, unknown>;

function readToken(token: string): { header: Members; claims: Members } | undefined {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    // whatever jose objects to, it is not a JWT
    return undefined;
  }
}

/** Types of a JWT that is an access token; an ID token or a logout token may have a type of its own. */
const TYPES = ['at+jwt', 'application/at+jwt', 'jwt'];

function judgeType({ typ }: Members): CheckedToken[] {
  const named = typeof typ === 'string' ? typ.toLowerCase() : undefined;
  if (typ !== undefined && (named === undefined || !TYPES.includes(named)))
    return [checked('form', false, 'header.typ', same('at+jwt'), shown(typ))];
  return [checked('type', named?.endsWith('at+jwt') ?? false, 'header.typ', same('at+jwt'), shown(typ))];
}

async function judgeSignature(token: string, header: Members, keys: readonly JWK[] | undefined): Promise<CheckedToken[]> {
  const { alg, kid } = header;
  const isAllowed = typeof alg === 'string' && ALGORITHMS.includes(alg);
  const algorithm = checked('algorithm', isAllowed, 'header.alg', same(ALGORITHMS.join(' | ')), shown(alg));
  if (!isAllowed || !keys) return [algorithm];
  const fitting = keys.slice(0, MOST_KEYS).filter((key) => fits(key, alg, kid));
  const known = checked(
    'key',
    fitting.length > 0,
    'header.kid',
    {
      fr: `une clé de l’émetteur pour ${alg}\u00A0: ${namesOf(keys)}`,
      en: `a key of the issuer for ${alg}: ${namesOf(keys)}`,
    },
    shown(kid),
  );
  if (fitting.length === 0) return [algorithm, known];
  const isSigned = (await Promise.all(fitting.map((key) => verifies(token, key, alg)))).includes(true);
  return [algorithm, known, checked('signature', isSigned, 'signature', SIGNED, NOT_SIGNED)];
}

const KEY_TYPES: Readonly<Record<string, string>> = { RS: 'RSA', PS: 'RSA', ES: 'EC', Ed: 'OKP' };

function fits(key: JWK, alg: string, kid: unknown): boolean {
  if (kid !== undefined && key.kid !== kid) return false;
  if (key.kty !== KEY_TYPES[alg.slice(0, 2)] || (key.alg !== undefined && key.alg !== alg)) return false;
  return key.use === undefined || key.use === 'sig';
}

const namesOf = (keys: readonly JWK[]): string => shorten(keys.map(({ kid = '–' }) => kid).join(', '));

async function verifies(token: string, key: JWK, alg: string): Promise<boolean> {
  try {
    await compactVerify(token, await importJWK(key, alg), { algorithms: [alg] });
    return true;
  } catch {
    return false;
  }
}

function judgeNames({ iss, aud }: Members, { issuer, audience }: Expected): CheckedToken[] {
  const names =
    typeof aud === 'string' ? [aud]
    : Array.isArray(aud) ? (aud as unknown[])
    : [];
  return [
    ...(issuer === undefined ? [] : [checked('issuer', iss === issuer, 'payload.iss', same(issuer), shown(iss))]),
    ...(audience === undefined ?
      []
    : [
        checked(
          'audience',
          names.some((name) => audience.includes(String(name))),
          'payload.aud',
          same(audience.join(' | ')),
          shown(aud),
        ),
      ]),
  ];
}

function judgeTimes({ exp, nbf, iat }: Members, at: Date): CheckedToken[] {
  const now = at.getTime() / 1000;
  const beginnings: [string, unknown][] = [
    ['nbf', nbf],
    ['iat', iat],
  ];
  const [name, begins] = beginnings.find(([, value]) => value !== undefined && !(isTime(value) && value <= now + CLOCK_SKEW_S)) ?? [];
  const isOver = !isTime(exp) || exp <= now - CLOCK_SKEW_S;
  return [
    checked('expiry', !isOver, 'payload.exp', { fr: `après ${at.toISOString()}`, en: `after ${at.toISOString()}` }, timeShown(exp)),
    checked(
      'not-before',
      name === undefined,
      `payload.${name ?? 'nbf'}`,
      { fr: `au plus tard ${at.toISOString()}`, en: `not later than ${at.toISOString()}` },
      timeShown(begins),
    ),
    ...(isTime(exp) && isTime(iat) ?
      [checked('lifetime', exp - iat <= LONGEST_LIFE_S, 'payload.exp', same(`exp − iat ≤ ${LONGEST_LIFE_S} s`), same(`${exp - iat} s`))]
    : []),
  ];
}

/** Claims that an access token has (RFC 9068, 2.2); exp, iss and aud are judged by themselves as well. */
const CLAIMS = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'];

function judgeClaims(claims: Members): CheckedToken[] {
  const lacking = CLAIMS.filter((name) => claims[name] === undefined || claims[name] === null || claims[name] === '');
  const odd = [
    ...['iss', 'sub', 'client_id', 'jti', 'scope'].filter((name) => claims[name] !== undefined && typeof claims[name] !== 'string'),
  ];
  const wrong = [...lacking, ...odd];
  return [
    checked(
      'claims',
      wrong.length === 0,
      `payload${wrong[0] === undefined ? '' : `.${wrong[0]}`}`,
      same(CLAIMS.join(', ')),
      wrong.length === 0 ?
        same(CLAIMS.join(', '))
      : { fr: `absents ou d’un autre type\u00A0: ${wrong.join(', ')}`, en: `absent or of another type: ${wrong.join(', ')}` },
    ),
  ];
}

function judgeBinding({ cnf }: Members, client: Expected['client']): CheckedToken[] {
  if (cnf === undefined || !client) return [];
  const bound = typeof cnf === 'object' && cnf !== null ? (cnf as Members)['x5t#S256'] : undefined;
  const { thumbprint } = client;
  // a binding that is not by certificate is one that nobody here can check
  const holds = typeof bound === 'string' && bound === thumbprint;
  return [
    checked('binding', holds, 'payload.cnf', thumbprint === undefined ? NO_CERTIFICATE : same(`x5t#S256 = ${thumbprint}`), shown(cnf)),
  ];
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** A time as people read it, where it is one. */
function timeShown(value: unknown): Bilingual {
  if (!isTime(value) || Math.abs(value) > 8.64e12) return shown(value);
  return same(new Date(value * 1000).toISOString());
}

const shown = (value: unknown): Bilingual =>
  value === undefined ? ABSENT : same(shorten(typeof value === 'string' ? value : JSON.stringify(value)));

function checked(check: TokenCheck, holds: boolean, path: string, expected: Bilingual, actual: Bilingual | string): CheckedToken {
  return { check, holds, path, expected, actual: typeof actual === 'string' ? same(actual) : actual };
}

const A_JWT: Bilingual = {
  fr: 'un JWT signé\u00A0: en-tête, contenu et signature en base64url',
  en: 'a signed JWT: header, content and signature in base64url',
};
const SIGNED: Bilingual = { fr: 'une signature par une clé de l’émetteur', en: 'a signature by a key of the issuer' };
const NOT_SIGNED: Bilingual = { fr: 'une signature qui n’est pas de cette clé', en: 'a signature that is not of this key' };
const NO_CERTIFICATE: Bilingual = {
  fr: 'un jeton sans cnf\u00A0: le client n’a pas montré de certificat',
  en: 'a token without cnf: the client showed no certificate',
};
