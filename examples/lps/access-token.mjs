import { exchange } from './post.mjs';

/** What this LPS does with agendas: search slots, with whom they are and where. */
const SCOPE = ['Slot', 'Schedule', 'Practitioner', 'PractitionerRole', 'Location', 'HealthcareService']
  .map((type) => `system/${type}.rs`)
  .join(' ');
const CLIENT = { id: 'addax', secret: 'addax-secret' };

/** Tokens that were given, by the session and the server that they are for. */
const kept = new WeakMap();
const keptBy = (session) => {
  if (!kept.has(session)) kept.set(session, new Map());
  return kept.get(session);
};

/**
 * A token for a FHIR server: the one that this session has, else a new one (client credentials, by a library of others).
 * @param {string} base address of the server
 * @returns {Promise<string | undefined>} undefined where no authorization server is declared
 * @throws {Error} when none can be had
 */
export async function accessToken(session, base) {
  if (!session.tokenIssuer) return undefined;
  const tokens = keptBy(session);
  const attempts = session.breaks('tokenAttempts', 1);
  for (let asked = 1; !tokens.has(base); asked += 1)
    try {
      tokens.set(base, await newToken(session, base));
    } catch (error) {
      if (asked < attempts) continue;
      if (session.breaks('goesOnWithoutToken', false)) return undefined;
      throw Object.assign(new Error(`pas de jeton d’accès : ${error.error_description ?? error.message}`), { code: 'NO_TOKEN' });
    }
  return tokens.get(base);
}

/** A token that a server refused is not shown again. */
export const dropToken = (session, base) => void keptBy(session).delete(base);

async function newToken(session, base) {
  // loaded by those who need tokens only
  const oidc = await import('openid-client');
  const { id, secret } = session.input.client ?? CLIENT;
  const fetch = async (address, { method, headers, body }) => {
    const text = await new Response(body).text();
    const answer = await exchange(address, { method, headers, body: text }, session.tls, { timeoutMs: session.patience.timeoutMs });
    return new Response(answer.body, { status: answer.status, headers: { 'content-type': answer.headers['content-type'] ?? '' } });
  };
  const issuer = new URL(session.tokenIssuer);
  const options = { algorithm: 'oauth2', [oidc.customFetch]: fetch };
  const known = await oidc.discovery(issuer, id, {}, oidc.ClientSecretBasic(secret), options);
  const { access_token: token } = await oidc.clientCredentialsGrant(known, { scope: SCOPE, resource: base });
  return token;
}
