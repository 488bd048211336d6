import { createHash } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { FhirRefusal } from './fhir-search.mjs';

/** Signatures that only who has a private key can make. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const LONGEST_TOKEN = 8192;

const refusal = (status, error, message, code = 'login') =>
  new FhirRefusal(status, code, message, { 'WWW-Authenticate': `Bearer realm="pdqm"${error ? `, error="${error}"` : ''}` });

/** The token of a request: in one header Authorization, and nowhere else. */
function tokenOf({ url, rawHeaders }) {
  const headers = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1].toLowerCase() === 'authorization');
  if (/[?&]access_token=/.test(url)) throw refusal(400, 'invalid_request', 'Un jeton ne se donne pas dans l’adresse.', 'security');
  if (headers.length > 1) throw refusal(400, 'invalid_request', 'Un seul en-tête Authorization est attendu.', 'security');
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(headers[0] ?? '') ?? [];
  if (!token) throw refusal(401, undefined, 'Un jeton d’accès est attendu.');
  if (token.length > LONGEST_TOKEN) throw refusal(401, 'invalid_token', 'Le jeton est trop long.');
  return token;
}

/** Is a token bound to a certificate, it is that of the client (RFC 8705). */
function isShownByItsOwner({ cnf }, { socket }) {
  const bound = cnf?.['x5t#S256'];
  const { raw } = socket.getPeerCertificate();
  return bound === undefined || (raw !== undefined && bound === createHash('sha256').update(raw).digest('base64url'));
}

const allows = ({ scope = '' }) =>
  scope.split(' ').some((one) => /^system\/(?:Patient|\*)\.(?:read|\*|c?r?u?d?s?)$/.test(one) && /r|\*/.test(one.split('.')[1]));

/**
 * Who may ask by FHIR: whoever has the TLS certificate of a partner, and once an issuer of tokens was declared, a token of it
 * (RFC 6750, RFC 9068) for this server and for reading patients.
 */
export function openGate(breaks) {
  let issuer, keys;
  return {
    /** @param {{issuer?: string, jwks?: object}} declared without an issuer no token is wanted any more */
    declare(declared) {
      issuer = declared.issuer;
      keys = issuer && createLocalJWKSet(declared.jwks);
    },
    /** @throws FhirRefusal */
    async check(request, base) {
      if (!issuer || !breaks('bearers', true)) return;
      const token = tokenOf(request);
      const expected = { issuer, audience: base, algorithms: ALGORITHMS, requiredClaims: ['exp'], clockTolerance: 60 };
      const { payload } = await jwtVerify(token, keys, expected).catch((error) => {
        throw refusal(401, 'invalid_token', `Le jeton est refusé : ${error.message}.`);
      });
      if (!isShownByItsOwner(payload, request)) throw refusal(401, 'invalid_token', 'Le jeton est celui d’un autre client.');
      if (!breaks('bearerScope', allows(payload)))
        throw refusal(403, 'insufficient_scope', 'Le jeton ne permet pas de lire des patients.', 'forbidden');
      breaks('rightBearer', payload);
    },
  };
}
