import type { JWK } from 'jose';
import type { Bilingual, SimulatorContext } from '../model/index.js';
import { keysOf } from '../protocols/oauth/index.js';
import { post } from '../transport/index.js';

/** What is asked of an authorization server, and for whom. */
export interface Asking {
  actor: string;
  context: SimulatorContext;
  /** the exchange for whose sake it is asked */
  within: string;
}

/** An authorization server that does not answer as it should. What it did is in the evidence. */
export class IssuerError extends Error {
  constructor(readonly text: Bilingual) {
    super(text.en);
  }
}

/** What an authorization server tells of itself (RFC 8414, 2): the part that is used here. */
export interface IssuerMetadata {
  issuer: string;
  tokenEndpoint?: string;
  /** for clients that authenticate by their certificate (RFC 8705, 5) */
  tlsTokenEndpoint?: string;
  keysUri?: string;
  /** wrong tokens that it makes on demand: only that of Addax does */
  wrongTokens: readonly string[];
}

const TIMEOUT_MS = 15_000;

/**
 * Asks an authorization server what it offers (IHE IUA, ITI-103).
 * @throws IssuerError when it tells nothing usable, or in the name of another issuer
 */
export async function issuerMetadata(issuer: string, asking: Asking): Promise<IssuerMetadata> {
  const addresses = metadataAddresses(issuer);
  for (const [number, url] of addresses.entries()) {
    const { status, text } = await get(url, 'ITI-103', asking);
    if (status !== 200 && number < addresses.length - 1) continue;
    const read = status === 200 ? objectOf(text) : undefined;
    if (!read)
      throw new IssuerError({
        fr: `${url} ne rend pas les métadonnées du serveur d’autorisation (statut ${status ?? '–'})`,
        en: `${url} does not return the metadata of the authorization server (status ${status ?? '–'})`,
      });
    const { issuer: named, token_endpoint: token, jwks_uri: keys, addax_wrong_tokens: wrong } = read;
    // metadata in another name would let one issuer speak for another (RFC 8414, 3.3)
    if (named !== issuer)
      throw new IssuerError({
        fr: `les métadonnées sont celles de l’émetteur ${shown(named)}, et non ${issuer}`,
        en: `the metadata are those of the issuer ${shown(named)}, not ${issuer}`,
      });
    const aliases = read['mtls_endpoint_aliases'] as { token_endpoint?: unknown } | null | undefined;
    return {
      issuer,
      ...(isAddress(aliases?.token_endpoint) && { tlsTokenEndpoint: aliases.token_endpoint }),
      ...(isAddress(token) && { tokenEndpoint: token }),
      ...(isAddress(keys) && { keysUri: keys }),
      wrongTokens: Array.isArray(wrong) ? wrong.filter((one) => typeof one === 'string') : [],
    };
  }
  throw new Error('an issuer has addresses');
}

/** RFC 8414, 3.1, then OpenID Connect Discovery, 4. */
function metadataAddresses(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [`${origin}/.well-known/oauth-authorization-server${path}`, `${origin}${path}/.well-known/openid-configuration`];
}

/** The public keys at an address. @throws IssuerError when there are none */
export async function keysAt(url: string, asking: Asking): Promise<JWK[]> {
  const { status, text } = await get(url, 'JWKS', asking);
  const keys = status === 200 ? keysOf(text) : undefined;
  if (keys) return keys;
  throw new IssuerError({
    fr: `${url} ne rend pas de clés (statut ${status ?? '–'})`,
    en: `${url} returns no keys (status ${status ?? '–'})`,
  });
}

async function get(url: string, transaction: string, { actor, context, within }: Asking): Promise<{ status?: number; text: string }> {
  const posted = await post({
    actor,
    context,
    url,
    method: 'GET',
    headers: { Accept: 'application/json' },
    body: [],
    transaction,
    within,
    timeoutMs: TIMEOUT_MS,
  });
  if (posted.error) throw new IssuerError({ fr: `${url}\u00A0: ${posted.error.fr}`, en: `${url}: ${posted.error.en}` });
  return { ...(posted.status !== undefined && { status: posted.status }), text: Buffer.from(posted.body ?? []).toString('utf8') };
}

/** An object of JSON; undefined for anything else. */
export function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isAddress = (value: unknown): value is string => typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
const shown = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '–');
