import { generateKeyPair, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import type { JWK as PublicKey } from 'jose';
import type { JWK, Provider } from 'oidc-provider';
import type { SimulatorContext } from '../../src/model/index.js';
import { badParameter, fileOf } from '../../src/oauth/index.js';
import { covers, isResourceScope, TOKEN_ATTACKS, tokenAttack } from '../../src/protocols/oauth/index.js';
import { certificateFacts, parseName, sameName } from '../../src/protocols/x509/index.js';
import type { Peer } from '../../src/transport/index.js';
import { clientsOf, type KnownClient } from './clients.js';
import { Memory } from './memory.js';

/** What is known of a request beside what HTTP says. */
export interface Caller {
  peer: Peer;
  /** the wrong token that it shall get */
  wrong?: string;
}

/** An authorization server, and the public keys by which its tokens can be checked. */
export interface Issuer {
  provider: Provider;
  keys: PublicKey[];
}

const SECONDS = { default: 300, most: 86_400 };

/**
 * Sets up oidc-provider for systems that speak for themselves: client credentials, JWT access tokens of RFC 9068 for the
 * server that `resource` names (RFC 8707), nothing that needs a person or a browser.
 * @param callers who sent a request, by the request
 * @throws SimulatorError when a parameter cannot be used
 */
export async function openProvider(issuer: string, context: SimulatorContext, callers: WeakMap<IncomingMessage, Caller>): Promise<Issuer> {
  const { parameters } = context;
  const { Provider: OidcProvider, errors } = await loadLibrary();
  const known = clientsOf(context);
  const clients = new Map(known.map(({ metadata }) => [metadata.client_id, metadata]));
  const scopesOf = new Map(known.map(({ metadata, scopes }) => [metadata.client_id, scopes]));
  const seconds = secondsIn(parameters['token-seconds']);
  const servers = parameters['audiences']?.split(',').map((one) => one.trim());
  const privateKeys = await signingKeys(parameters['signing-keys']);
  const callerOf = ({ req }: { req: IncomingMessage }): Caller | undefined => callers.get(req);
  const leafOf = (at: { req: IncomingMessage }): string | undefined => callerOf(at)?.peer.tls?.chain[0];
  const provider = new OidcProvider(issuer, {
    adapter: (kind) => new Memory(kind === 'Client' ? clients : undefined),
    jwks: { keys: privateKeys },
    clientDefaults: { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] },
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'tls_client_auth'],
    // SMART Backend Services has clients sign by RS384 or ES384
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'ES256', 'ES384', 'ES512', 'EdDSA'] },
    responseTypes: [],
    scopes: [],
    ttl: { ClientCredentials: seconds },
    discovery: { addax_wrong_tokens: TOKEN_ATTACKS.filter(({ send }) => !send).map(({ id }) => id) },
    routes: { token: '/token', jwks: '/jwks' },
    renderError: (ctx, out) => {
      ctx.type = 'json';
      ctx.body = out;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        selfSignedTlsClientAuth: false,
        getCertificate: (ctx) => leafOf(ctx),
        certificateAuthorized: (ctx) => callerOf(ctx)?.peer.tls?.authorized ?? false,
        certificateSubjectMatches: (ctx, property, expected) => {
          const facts = certificateFacts(leafOf(ctx) ?? '');
          const name = parseName(expected);
          return property === 'tls_client_auth_subject_dn' && facts !== undefined && name !== undefined && sameName(facts.subject, name);
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => {
          const [first] = servers ?? [];
          if (first === undefined) throw new errors.InvalidTarget('resource is required: the address of the server that the token is for');
          return first;
        },
        getResourceServerInfo: (ctx, resource, client) => {
          if (servers && !servers.includes(resource))
            throw new errors.InvalidTarget(`${resource} is not a server that tokens are issued for`);
          const scope = grantedScope(ctx.oidc.params?.['scope'], scopesOf.get(client.clientId));
          if (scope === '') throw new errors.InvalidScope('no scope that this client may have, such as system/Slot.rs, is requested', '');
          return {
            scope,
            audience: resource,
            accessTokenFormat: 'jwt',
            accessTokenTTL: seconds,
          };
        },
      },
    },
    formats: {
      customizers: {
        jwt: (ctx, _token, jwt) => {
          const { wrong = '' } = callerOf(ctx) ?? {};
          const made = tokenAttack(wrong)?.claims?.(jwt.payload, Math.floor(context.now().getTime() / 1000));
          if (!made) return;
          jwt.payload = made;
        },
      },
    },
  });
  // its address is that of our own door: what the request says of proxies was taken out
  provider.proxy = true;
  await checkClients(provider, known);
  return { provider, keys: privateKeys.map(publicPart) };
}

/** What is granted of what is asked: nothing, when it is nothing that this client may have. */
function grantedScope(given: unknown, allowed: readonly string[] | undefined): string {
  const asked = typeof given === 'string' ? given : '';
  const scopes = asked.split(' ').filter((scope) => isResourceScope(scope) && (!allowed || covers(allowed.join(' '), scope)));
  return scopes.join(' ');
}

/** Loads the library, which prints that it wants Node 22; what is used of it here is tested on ours. */
async function loadLibrary(): Promise<typeof import('oidc-provider')> {
  const { warn } = console;
  console.warn = (...said: unknown[]) => {
    if (!String(said[0]).includes('Unsupported runtime')) warn(...said);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

/** What the library objects to in a client is told at the start, not when the client comes. */
async function checkClients(provider: Provider, known: readonly KnownClient[]): Promise<void> {
  for (const { metadata } of known)
    try {
      await provider.Client.find(metadata.client_id);
    } catch (error) {
      const { message, error_description: description = message } = error as Error & { error_description?: string };
      throw badParameter('clients', { fr: `${metadata.client_id}\u00A0: ${description}`, en: `${metadata.client_id}: ${description}` });
    }
}

const generate = promisify(generateKeyPair);

/** One for the process: a server under test that keeps keys meets the same one in every variant of a run. */
let ownKey: Promise<JWK> | undefined;

async function newKey(): Promise<JWK> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: randomUUID(), alg: 'RS256', use: 'sig' };
}

/** The private keys of the parameter `signing-keys` (a JWKS file); without it, one that is made. */
async function signingKeys(file: string | undefined): Promise<JWK[]> {
  if (file === undefined) return [await (ownKey ??= newKey())];
  try {
    const { keys } = JSON.parse(fileOf('signing-keys', file)) as { keys: JWK[] };
    if (keys.length > 0 && keys.every((key) => key.d !== undefined)) return keys.map((key) => ({ kid: randomUUID(), ...key }));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw badParameter('signing-keys', {
    fr: `${file}\u00A0: un JWKS de clés privées est attendu`,
    en: `${file}: a JWKS of private keys is expected`,
  });
}

function publicPart({ d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...key }: JWK): PublicKey {
  return key as PublicKey;
}

function secondsIn(given: string | undefined): number {
  if (given === undefined) return SECONDS.default;
  if (/^[1-9]\d{0,4}$/.test(given) && Number(given) <= SECONDS.most) return Number(given);
  throw badParameter('token-seconds', {
    fr: `«\u00A0${given}\u00A0» n’est pas un nombre de secondes de 1 à ${SECONDS.most}`,
    en: `“${given}” is no number of seconds from 1 to ${SECONDS.most}`,
  });
}
