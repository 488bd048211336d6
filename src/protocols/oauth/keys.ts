import type { JWK } from 'jose';

/** Keys of one issuer: more are left. */
const MOST = 100;

/** The public keys of a JWKS (RFC 7517, 5): those that sign. Undefined when the text is none. */
export function keysOf(text: string): JWK[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const keys = typeof read === 'object' && read !== null ? (read as { keys?: unknown }).keys : undefined;
  if (!Array.isArray(keys)) return undefined;
  // what this reader does not know is left, not refused (RFC 7517, 5)
  return keys.slice(0, MOST).filter(isPublicKey).map(withoutSecret);
}

const isPublicKey = (key: unknown): key is JWK =>
  typeof key === 'object' && key !== null && ['RSA', 'EC', 'OKP'].includes(String((key as JWK).kty));

/** Who publishes its private keys by mistake is not made worse by us: they are not kept. */
function withoutSecret({ d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, oth: _oth, ...key }: JWK): JWK {
  return key;
}
