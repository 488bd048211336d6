import { createHmac, createPublicKey, generateKeyPairSync, randomUUID, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { base64url, decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import type { Bilingual } from '../../model/index.js';
import type { TokenCheck } from './judge-token.js';
import { LONGEST_TOKEN, type PresentationProblem } from './presented.js';

type Members = Record<string, unknown>;

/** A request as far as a token concerns it. */
export interface Carried {
  url: string;
  headers: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * One wrong token, told apart by what is wrong with it. It goes wrong at the one stage that it names: what the issuer
 * writes, which only who has its key can do; what anybody makes of a token; how it is sent.
 */
export interface TokenAttack {
  id: string;
  title: Bilingual;
  /** what a server shall say: the check that tells it, or what is wrong with how the token is shown */
  told: TokenCheck | PresentationProblem | 'scope';
  clause: string;
  /** the content as the issuer signs it, from a right one */
  claims?: (claims: Members, now: number) => Members;
  /** made of a right token, and where `byKeys` says so of the public keys of its issuer */
  forge?: (token: string, keys: readonly JWK[]) => string;
  byKeys?: true;
  /** sent otherwise than in one header Authorization */
  send?: (token: string, message: Carried) => Carried;
}

const RFC_9068 = 'RFC 9068, 4';
const RFC_8725 = 'RFC 8725, 3.1';
const RFC_6750 = 'RFC 6750, 2';
const HOUR = 3600;

/** Every wrong token that we know how to make. */
export const TOKEN_ATTACKS: readonly TokenAttack[] = [
  {
    id: 'alg-none',
    title: { fr: 'non signé (alg none)', en: 'not signed (alg none)' },
    told: 'algorithm',
    clause: RFC_8725,
    forge: (token) => `${encoded({ ...headerOf(token), alg: 'none' })}.${partOf(token, 1)}.`,
  },
  {
    id: 'hs256-public-key',
    title: {
      fr: 'signé en HS256, la clé publique de l’émetteur servant de secret',
      en: 'signed by HS256 with the public key of the issuer as the secret',
    },
    told: 'algorithm',
    clause: RFC_8725,
    byKeys: true,
    forge: (token, keys) => {
      const secret = publicKeyOf(token, keys).export({ type: 'spki', format: 'pem' });
      const input = `${encoded({ ...headerOf(token), alg: 'HS256' })}.${partOf(token, 1)}`;
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    },
  },
  {
    id: 'wrong-signature',
    title: { fr: 'signature abîmée', en: 'damaged signature' },
    told: 'signature',
    clause: RFC_9068,
    forge: (token) => {
      const signature = base64url.decode(partOf(token, 2));
      signature[0] = (signature[0] ?? 0) ^ 1;
      return `${partOf(token, 0)}.${partOf(token, 1)}.${base64url.encode(signature)}`;
    },
  },
  {
    id: 'altered',
    title: { fr: 'contenu modifié après la signature', en: 'content altered after the signature' },
    told: 'signature',
    clause: RFC_9068,
    forge: (token) => `${partOf(token, 0)}.${encoded({ ...decodeJwt(token), scope: 'system/*.cruds' })}.${partOf(token, 2)}`,
  },
  {
    id: 'unknown-key',
    title: { fr: 'signé par une clé inconnue, sous un nom inconnu (kid)', en: 'signed by an unknown key, of an unknown name (kid)' },
    told: 'key',
    clause: RFC_9068,
    forge: (token) => resigned(token, { kid: `unknown-${randomUUID()}` }),
  },
  {
    id: 'other-key',
    title: {
      fr: 'signé par une autre clé, sous le nom (kid) de celle de l’émetteur',
      en: 'signed by another key, under the name (kid) of the issuer’s',
    },
    told: 'signature',
    clause: RFC_9068,
    forge: (token) => resigned(token, {}),
  },
  {
    id: 'embedded-key',
    title: { fr: 'signé par une clé que le jeton apporte lui-même (jwk)', en: 'signed by a key that the token itself brings (jwk)' },
    told: 'signature',
    clause: 'RFC 8725, 3.10',
    forge: (token) => resigned(token, {}, true),
  },
  {
    id: 'expired',
    title: { fr: 'expiré', en: 'expired' },
    told: 'expiry',
    clause: RFC_9068,
    claims: (claims, now) => ({ ...claims, iat: now - 2 * HOUR, exp: now - HOUR }),
  },
  {
    id: 'no-expiry',
    title: { fr: 'sans date d’expiration', en: 'without a date of expiry' },
    told: 'expiry',
    clause: 'RFC 9068, 2.2',
    claims: ({ exp: _exp, ...claims }) => claims,
  },
  {
    id: 'not-yet-valid',
    title: { fr: 'pas encore valable', en: 'not yet valid' },
    told: 'not-before',
    clause: 'RFC 7519, 4.1.5',
    claims: (claims, now) => ({ ...claims, nbf: now + HOUR, exp: now + HOUR + HOUR / 2 }),
  },
  {
    id: 'other-issuer',
    title: { fr: 'au nom d’un autre émetteur', en: 'in the name of another issuer' },
    told: 'issuer',
    clause: RFC_9068,
    claims: (claims) => ({ ...claims, iss: 'https://autre-emetteur.example' }),
  },
  {
    id: 'other-audience',
    title: { fr: 'pour un autre serveur', en: 'for another server' },
    told: 'audience',
    clause: RFC_9068,
    claims: (claims) => ({ ...claims, aud: 'https://autre-serveur.example/fhir' }),
  },
  {
    id: 'insufficient-scope',
    title: { fr: 'pour autre chose que ce qui est demandé (scope)', en: 'for something else than what is asked (scope)' },
    told: 'scope',
    clause: 'RFC 6750, 3.1',
    claims: (claims) => ({ ...claims, scope: 'system/Substance.r' }),
  },
  {
    id: 'other-certificate',
    title: { fr: 'lié au certificat d’un autre client', en: 'bound to the certificate of another client' },
    told: 'binding',
    clause: 'RFC 8705, 3',
    // SHA-256 of nothing: the certificate of nobody
    claims: (claims) => ({ ...claims, cnf: { 'x5t#S256': '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' } }),
  },
  {
    id: 'malformed',
    title: { fr: 'qui n’est pas un JWT', en: 'that is no JWT' },
    told: 'form',
    clause: RFC_9068,
    forge: (token) => partOf(token, 1),
  },
  {
    id: 'oversized',
    title: { fr: 'démesuré', en: 'oversized' },
    told: 'oversized',
    clause: RFC_6750,
    forge: (token) => `${partOf(token, 0)}.${encoded({ ...decodeJwt(token), padding: 'A'.repeat(2 * LONGEST_TOKEN) })}.${partOf(token, 2)}`,
  },
  {
    id: 'absent',
    title: { fr: 'absent', en: 'absent' },
    told: 'none',
    clause: RFC_6750,
    send: (_token, message) => message,
  },
  {
    id: 'other-scheme',
    title: { fr: 'présenté comme un mot de passe (Basic)', en: 'shown as a password (Basic)' },
    told: 'other-scheme',
    clause: RFC_6750,
    send: (token, { url, headers }) => ({ url, headers: { ...headers, Authorization: `Basic ${base64url.encode(`addax:${token}`)}` } }),
  },
  {
    id: 'in-query',
    title: { fr: 'dans l’adresse (access_token)', en: 'in the address (access_token)' },
    told: 'query',
    clause: 'RFC 6750, 5.3',
    send: (token, { url, headers }) => ({ url: `${url}${url.includes('?') ? '&' : '?'}access_token=${token}`, headers }),
  },
  {
    id: 'two-headers',
    title: { fr: 'dans deux en-têtes Authorization', en: 'in two headers Authorization' },
    told: 'several',
    clause: RFC_6750,
    send: (token, { url, headers }) => ({ url, headers: { ...headers, Authorization: [`Bearer ${token}`, `Bearer ${token}`] } }),
  },
];

/** The attack of this name. */
export const tokenAttack = (id: string): TokenAttack | undefined => TOKEN_ATTACKS.find((attack) => attack.id === id);

const partOf = (token: string, number: number): string => token.split('.')[number] ?? '';
const headerOf = (token: string): Members => ({ ...decodeProtectedHeader(token) });
const encoded = (members: object): string => base64url.encode(JSON.stringify(members));

/** The token signed again, by a key that nobody knows. */
function resigned(token: string, header: Members, withKey = false): string {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = withKey ? { jwk: publicKey.export({ format: 'jwk' }) } : {};
  const input = `${encoded({ ...headerOf(token), alg: 'RS256', ...header, ...jwk })}.${partOf(token, 1)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

/** The key that a token is signed with, or the first one. @throws Error when the issuer has none */
function publicKeyOf(token: string, keys: readonly JWK[]): KeyObject {
  const { kid } = headerOf(token);
  const key = keys.find((one) => one.kid === kid) ?? keys[0];
  if (!key) throw new Error('no public key of the issuer');
  return createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
}
