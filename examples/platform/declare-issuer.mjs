/**
 * Tells the platform whose access tokens to ask for by FHIR, with the keys that the issuer publishes (IHE IUA, ITI-103).
 *   ADDAX_PKI=DIR ADDAX_ENDPOINT_AUTHORIZATION_SERVER=URL node declare-issuer.mjs PLATFORM
 * With ADDAX_INPUT='{"withdraws":true}' no token is asked for any more.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';

const file = (name) => readFileSync(join(process.env.ADDAX_PKI, name));
const tls = { ca: file('authority.pem'), cert: file('platform-client.pem'), key: file('platform-client.key') };

const call = (method, url, body) =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method, agent: false, ...tls }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`${url} : HTTP ${answer.statusCode}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });

async function published(address) {
  const base = address.replace(/\/$/, '');
  const { issuer, jwks_uri: keys } = JSON.parse(await call('GET', `${base}/.well-known/oauth-authorization-server`));
  return { issuer, jwks: JSON.parse(await call('GET', keys)) };
}

const { withdraws = false } = JSON.parse(process.env.ADDAX_INPUT || '{}');
const declared = withdraws ? {} : await published(process.env.ADDAX_ENDPOINT_AUTHORIZATION_SERVER);
await call('PUT', `${process.argv[2]}/issuers`, JSON.stringify(declared));
