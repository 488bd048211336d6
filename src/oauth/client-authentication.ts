import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SimulatorContext } from '../model/index.js';
import { badParameter, fileOf } from './parameters.js';

/** Test clients that the authorization server of Addax knows from the start. */
export const TEST_CLIENT = { id: 'addax', secret: 'addax-secret' } as const;
/** The one that authenticates by the certificate which Addax shows as a client. */
export const TEST_TLS_CLIENT = 'addax-tls';
/** The one that signs with the key of that certificate. */
export const TEST_JWT_CLIENT = 'addax-jwt';

/** How a client says who it is to the authorization server. */
export interface ClientAuthentication {
  id: string;
  /** by the certificate of its TLS connection */
  isByTls: boolean;
  /** what goes into the token request */
  put(audience: string, now: Date): Promise<{ headers: Record<string, string>; form: Record<string, string> }>;
}

/**
 * Parameters `oauth-client`, and `oauth-secret` (client_secret_basic) or `oauth-client-key` (PEM file: private_key_jwt);
 * with neither the TLS certificate speaks for the client (tls_client_auth). Without any, a test client of Addax.
 * @throws SimulatorError when a parameter cannot be used
 */
export function clientAuthentication({ parameters, tls }: SimulatorContext): ClientAuthentication {
  const { 'oauth-client': id, 'oauth-secret': secret, 'oauth-client-key': keyFile } = parameters;
  if (secret !== undefined) return bySecret(id ?? TEST_CLIENT.id, secret);
  if (keyFile !== undefined) return byKey(id ?? TEST_JWT_CLIENT, readKey(keyFile));
  if (!tls && id === undefined) return bySecret(TEST_CLIENT.id, TEST_CLIENT.secret);
  if (!tls)
    throw badParameter('oauth-secret', {
      fr: `sans TLS, le client ${id} s’authentifie par un secret ou une clé (oauth-client-key)`,
      en: `without TLS, the client ${id} authenticates by a secret or a key (oauth-client-key)`,
    });
  const name = id ?? TEST_TLS_CLIENT;
  return { id: name, isByTls: true, put: () => Promise.resolve({ headers: {}, form: { client_id: name } }) };
}

function bySecret(id: string, secret: string): ClientAuthentication {
  // each half is written as in a form (RFC 6749, 2.3.1)
  const encoded = [id, secret].map((part) => new URLSearchParams([['', part]]).toString().slice(1)).join(':');
  const headers = { Authorization: `Basic ${Buffer.from(encoded).toString('base64')}` };
  return { id, isByTls: false, put: () => Promise.resolve({ headers, form: {} }) };
}

/** RFC 7523, 2.2. */
function byKey(id: string, { key, alg }: { key: KeyObject; alg: string }): ClientAuthentication {
  return {
    id,
    isByTls: false,
    put: async (audience, now) => {
      const issued = Math.floor(now.getTime() / 1000);
      const assertion = await new SignJWT()
        .setProtectedHeader({ alg })
        .setIssuer(id)
        .setSubject(id)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt(issued)
        .setExpirationTime(issued + 60)
        .sign(key);
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      return { headers: {}, form: { client_id: id, client_assertion_type: type, client_assertion: assertion } };
    },
  };
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

function readKey(file: string): { key: KeyObject; alg: string } {
  const pem = fileOf('oauth-client-key', file);
  try {
    const key = createPrivateKey(pem);
    const { namedCurve = '' } = key.asymmetricKeyDetails ?? {};
    const alg = key.asymmetricKeyType === 'rsa' ? 'RS384' : CURVES[namedCurve];
    if (alg !== undefined) return { key, alg };
  } catch {
    // told below
  }
  throw badParameter('oauth-client-key', {
    fr: `«\u00A0${file}\u00A0» n’est pas une clé privée PEM, RSA ou sur une courbe P-256, P-384 ou P-521`,
    en: `“${file}” is no private key in PEM, RSA or on one of the curves P-256, P-384, P-521`,
  });
}
