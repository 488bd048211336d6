import { createPublicKey, X509Certificate } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { ClientMetadata } from 'oidc-provider';
import { parse } from 'yaml';
import { z } from 'zod';
import type { SimulatorContext } from '../../src/model/index.js';
import { badParameter, fileOf, TEST_CLIENT, TEST_JWT_CLIENT, TEST_TLS_CLIENT } from '../../src/oauth/index.js';
import { isResourceScope, keysOf } from '../../src/protocols/oauth/index.js';
import { certificateFacts, parseName, readPkcs12 } from '../../src/protocols/x509/index.js';

/** More clients than this are no test. */
const MOST = 1000;

const About = {
  id: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  /** what it may ask for, at most; absent: anything */
  scopes: z.array(z.string().refine(isResourceScope, 'a scope such as system/Slot.rs')).optional(),
};

/** A client, told apart by how it authenticates. */
const ClientEntry = z.union([
  /** client_secret_basic */
  z.strictObject({ ...About, secret: z.string().min(1) }),
  /** tls_client_auth: the distinguished name of its certificate (RFC 4514) */
  z.strictObject({ ...About, subject: z.string().refine((text) => parseName(text) !== undefined, 'a distinguished name (RFC 4514)') }),
  /** private_key_jwt: a JWKS, or a PEM certificate or public key; the path is relative to this file */
  z.strictObject({ ...About, keys: z.string().min(1) }),
]);
const ClientsFile = z.array(ClientEntry).min(1).max(MOST);

/** A client as the authorization server knows it. */
export interface KnownClient {
  metadata: ClientMetadata;
  /** absent: any */
  scopes?: readonly string[];
}

/**
 * The clients of the parameter `clients` (a YAML or JSON file); without it, the test clients of Addax.
 * @throws SimulatorError when the file cannot be used
 */
export function clientsOf(context: SimulatorContext): KnownClient[] {
  const file = context.parameters['clients'];
  if (file === undefined) return testClients(context);
  const parsed = ClientsFile.safeParse(readYaml(file));
  if (!parsed.success) {
    const why = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\u00A0; ');
    throw bad(file, why, why);
  }
  const twice = parsed.data.find(({ id }, index) => parsed.data.findIndex((one) => one.id === id) < index);
  if (twice) throw bad(file, `le client ${twice.id} y est deux fois`, `the client ${twice.id} is there twice`);
  return parsed.data.map((entry) => {
    const scopes = entry.scopes && { scopes: entry.scopes };
    if ('secret' in entry) return { metadata: bySecret(entry.id, entry.secret), ...scopes };
    if ('subject' in entry) return { metadata: byCertificate(entry.id, entry.subject), ...scopes };
    return { metadata: byKeys(entry.id, keysIn(file, entry.keys)), ...scopes };
  });
}

function readYaml(file: string): unknown {
  const text = fileOf('clients', file);
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const { message } = error as Error;
    throw bad(file, message, message);
  }
}

/** By secret; and by certificate and key of what Addax shows as a client, where it has one. */
function testClients({ tls }: SimulatorContext): KnownClient[] {
  const known = [{ metadata: bySecret(TEST_CLIENT.id, TEST_CLIENT.secret) }];
  const { certificate, pkcs12, passphrase = '' } = tls?.client ?? {};
  const pem = certificate ?? (pkcs12 && readPkcs12(pkcs12, passphrase).certificate);
  const facts = pem === undefined ? undefined : certificateFacts(pem);
  if (!facts) return known;
  const key = facts.publicKey.export({ format: 'jwk' });
  return [...known, { metadata: byCertificate(TEST_TLS_CLIENT, facts.subjectText) }, { metadata: byKeys(TEST_JWT_CLIENT, [key]) }];
}

const bySecret = (id: string, secret: string): ClientMetadata => ({
  client_id: id,
  client_secret: secret,
  token_endpoint_auth_method: 'client_secret_basic',
});

/** Its tokens are bound to the certificate (RFC 8705, 3). */
const byCertificate = (id: string, subject: string): ClientMetadata => ({
  client_id: id,
  token_endpoint_auth_method: 'tls_client_auth',
  tls_client_auth_subject_dn: subject,
  tls_client_certificate_bound_access_tokens: true,
});

const byKeys = (id: string, keys: Record<string, unknown>[]): ClientMetadata => ({
  client_id: id,
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: keys.map((key) => ({ ...key })) },
});

function keysIn(clients: string, path: string): Record<string, unknown>[] {
  const file = resolve(dirname(clients), path);
  const text = fileOf('clients', file);
  const keys = keysOf(text) ?? pemKey(text);
  if (keys && keys.length > 0) return keys as Record<string, unknown>[];
  throw bad(file, 'ni JWKS, ni certificat, ni clé publique', 'neither a JWKS nor a certificate nor a public key');
}

function pemKey(text: string): unknown[] | undefined {
  try {
    const key = text.includes('BEGIN CERTIFICATE') ? new X509Certificate(text).publicKey : createPublicKey(text);
    return [key.export({ format: 'jwk' })];
  } catch {
    return undefined;
  }
}

const bad = (file: string, fr: string, en: string): Error => badParameter('clients', { fr: `${file}\u00A0: ${fr}`, en: `${file}: ${en}` });
