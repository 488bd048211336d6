import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import type { RecordOf, SimulatorContext } from '../../src/model/index.js';
import { keysOf, judgeToken, thumbprintOf, TOKEN_ATTACKS } from '../../src/protocols/oauth/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { AuthorizationServer } from './index.js';

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

const running: AuthorizationServer[] = [];
const agents: Agent[] = [];
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.destroy();
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

const SERVER = 'https://localhost:7831/agenda-manager';
const FORM = 'application/x-www-form-urlencoded';

async function started(more: Partial<SimulatorContext> = {}, identity = 'lps-auth') {
  const context = bench.context(more);
  const simulator = new AuthorizationServer();
  running.push(simulator);
  const [endpoint] = await simulator.start(context);
  const { url } = endpoint!;
  const { key, certificate } = bench.identity(identity);
  const agent = new Agent({ key, cert: certificate, ca: bench.pki['authority.pem']!, servername: 'localhost', keepAlive: true });
  agents.push(agent);
  const send = (method: string, address: string, body = '', headers: Record<string, string> = {}): Promise<Response> =>
    new Promise((done, failed) => {
      const asked = request(address, { agent, method, headers }, (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('end', () =>
          done(
            new Response(Buffer.concat(pieces), {
              status: answer.statusCode!,
              headers: answer.headers as Record<string, string>,
            }),
          ),
        );
      });
      asked.on('error', failed);
      asked.end(body);
    });
  /** what openid-client sends goes over mutual TLS */
  const fetched: oidc.CustomFetch = async (address, { method, headers, body }) =>
    send(method, address, await new Response(body as BodyInit | null | undefined).text(), headers);
  const discover = (id: string, authentication: oidc.ClientAuth, algorithm: 'oauth2' | 'oidc' = 'oauth2') =>
    oidc.discovery(new URL(url), id, {}, authentication, { algorithm, [oidc.customFetch]: fetched });
  const keys = async () => keysOf(await (await send('GET', `${url}/jwks`)).text())!;
  const exchanges = () => context.recorder.events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange');
  /** a token request of the test client by secret */
  const ask = async (form: Record<string, string>, secret = 'addax:addax-secret') => {
    const answer = await send('POST', `${url}/token`, new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(), {
      'Content-Type': FORM,
      Authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
    });
    return { status: answer.status, ...((await answer.json()) as { access_token?: string; error?: string; scope?: string }) };
  };
  return { url, context, send, discover, keys, exchanges, ask };
}

describe('a client of others, openid-client', () => {
  test('by secret: discovers, gets a token for a server, and finds its key', async () => {
    const { url, discover, keys, exchanges } = await started();
    const configuration = await discover('addax', oidc.ClientSecretBasic('addax-secret'));
    expect(configuration.serverMetadata()).toMatchObject({
      issuer: url,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      grant_types_supported: ['client_credentials'],
    });
    const token = await oidc.clientCredentialsGrant(configuration, { scope: 'system/Slot.rs system/Appointment.cu', resource: SERVER });
    expect([token.token_type, token.expires_in, token.scope]).toEqual(['bearer', 300, 'system/Slot.rs system/Appointment.cu']);
    const { checks, claims } = await judgeToken(token.access_token, {
      at: new Date(),
      issuer: url,
      audience: [SERVER],
      keys: await keys(),
    });
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(claims).toMatchObject({ sub: 'addax', client_id: 'addax', scope: 'system/Slot.rs system/Appointment.cu' });
    expect(exchanges().map(({ transaction, side }) => [transaction, side])).toEqual([
      ['ITI-103', 'server'],
      ['ITI-71', 'server'],
      ['JWKS', 'server'],
    ]);
  });

  test('by certificate: the token is bound to it', async () => {
    const { discover } = await started();
    const configuration = await discover('addax-tls', oidc.TlsClientAuth(), 'oidc');
    const token = await oidc.clientCredentialsGrant(configuration, { scope: 'system/Patient.rs', resource: SERVER });
    expect(decodeJwt(token.access_token)['cnf']).toEqual({ 'x5t#S256': thumbprintOf(bench.pki['lps-auth.pem']!) });
  });

  test('by the certificate of another: refused', async () => {
    const { discover } = await started({}, 'lps-sign');
    const configuration = await discover('addax-tls', oidc.TlsClientAuth());
    await expect(oidc.clientCredentialsGrant(configuration, { scope: 'system/Patient.rs', resource: SERVER })).rejects.toMatchObject({
      error: 'invalid_client',
    });
  });

  test('by its key, and not twice with one assertion', async () => {
    const { discover, send, url, exchanges, context } = await started();
    const pem = bench.pki['lps-auth.key']!.replace(/-----[A-Z ]+-----|\s/g, '');
    const key = await crypto.subtle.importKey('pkcs8', Buffer.from(pem, 'base64'), { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    const configuration = await discover('addax-jwt', oidc.PrivateKeyJwt(key));
    const token = await oidc.clientCredentialsGrant(configuration, { scope: 'system/Patient.rs', resource: SERVER });
    expect(decodeJwt(token.access_token)['client_id']).toBe('addax-jwt');
    const { blob, headSize } = exchanges().at(-1)!.request!;
    const sent = Buffer.from(context.recorder.read(blob)!).subarray(headSize).toString();
    const again = await send('POST', `${url}/token`, sent, { 'Content-Type': FORM });
    expect([again.status, await again.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  });
});

test('what a client may have bounds what it gets; what is wrong has its error', async () => {
  const clients = join(bench.folder, 'clients.yaml');
  writeFileSync(clients, '- { id: lps, secret: s3cret, scopes: [system/Slot.rs] }\n- { id: tls, keys: lps-auth.pem }\n');
  const { ask, send, url } = await started({ parameters: { clients, audiences: `${SERVER}, https://b.example`, 'token-seconds': '60' } });
  const own = 'lps:s3cret';
  expect(await ask({ scope: 'system/Slot.r system/Slot.u system/Patient.r' }, own)).toMatchObject({ status: 200, scope: 'system/Slot.r' });
  expect(await ask({ scope: 'system/Slot.u' }, own)).toMatchObject({ status: 400, error: 'invalid_scope' });
  expect(await ask({ resource: SERVER }, own)).toMatchObject({ status: 400, error: 'invalid_scope' });
  expect(await ask({ scope: 'system/Slot.r', resource: 'https://c.example' }, own)).toMatchObject({ status: 400, error: 'invalid_target' });
  expect(await ask({ scope: 'system/Slot.r' }, 'lps:other')).toMatchObject({ status: 401, error: 'invalid_client' });
  expect(await ask({ scope: 'system/Slot.r' })).toMatchObject({ status: 401, error: 'invalid_client' });
  expect(await ask({ grant_type: 'password', username: 'a', password: 'b' }, own)).toMatchObject({ status: 400 });
  for (const [method, path, body, type] of [
    ['POST', '/token', '{', 'application/json'],
    ['POST', '/token', 'a=%ff%00&'.repeat(9000), FORM],
    ['GET', '/auth?client_id=lps', '', FORM],
    ['GET', '/%ff%00/../x', '', FORM],
  ] as const)
    expect((await send(method, `${url}${path}`, body, { 'Content-Type': type })).status).toBeGreaterThanOrEqual(400);
  expect(await ask({ scope: 'system/Slot.r' }, own)).toMatchObject({ status: 200, expires_in: 60 });
});

test.each([
  ['clients', '- { id: a }', /clients/],
  ['clients', '- { id: a, subject: nobody }', /clients/],
  ['clients', '- { id: a, secret: b }\n- { id: a, secret: c }', /twice/],
  ['clients', '[', /clients/],
  ['signing-keys', '{"keys":[{"kty":"RSA"}]}', /signing-keys/],
])('a file of %s that cannot be used is told at the start: %s', async (name, content, told) => {
  const file = join(bench.folder, 'bad.yaml');
  writeFileSync(file, content);
  await expect(started({ parameters: { [name]: file } })).rejects.toMatchObject({
    owner: 'configuration',
    message: expect.stringMatching(told) as unknown,
  });
  await expect(started({ parameters: { [name]: `${file}.none` } })).rejects.toMatchObject({ owner: 'configuration' });
});

test('each wrong token that an issuer can make, on demand: the judge names what is wrong', async () => {
  const { ask, keys, url } = await started();
  const at = new Date();
  const known = await keys();
  for (const { id, told, send } of TOKEN_ATTACKS) {
    const { access_token: token = '' } = await ask({ scope: 'system/Slot.rs', resource: SERVER, addax_token: id });
    const client = { thumbprint: thumbprintOf(bench.pki['lps-auth.pem']!) };
    const { checks } = await judgeToken(token, { at, issuer: url, audience: [SERVER], keys: known, client });
    const wrong = checks.filter(({ holds }) => !holds).map(({ check }) => check);
    // how a token is sent is not the affair of its issuer; what it is for and how long it is, are seen by who is shown it
    if (send || told === 'scope' || told === 'oversized') expect([id, wrong.filter((check) => check !== 'signature')]).toEqual([id, []]);
    else expect([id, wrong[0]]).toEqual([id, told]);
  }
});

test('a server that keeps the keys of an issuer meets them again when it is started again', async () => {
  const [first, again] = [await (await started()).keys(), await (await started()).keys()];
  expect(again).toEqual(first);
  expect(first).toHaveLength(1);
  expect(first[0]!.d).toBeUndefined();
});

test('a fault does the same, for who comes as it says', async () => {
  const { ask, context } = await started({ faults: [{ fault: { token: 'expired' }, first: 1 }] });
  const form = { scope: 'system/Slot.rs', resource: SERVER };
  const seconds = async (): Promise<number> => decodeJwt((await ask(form)).access_token!).exp! - Date.now() / 1000;
  expect(await seconds()).toBeLessThan(0);
  expect(await seconds()).toBeGreaterThan(0);
  expect(context.recorder.events.filter(({ kind }) => kind === 'fault')).toMatchObject([{ fault: { token: 'expired' } }]);
  expect(decodeProtectedHeader((await ask(form)).access_token!)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
  await expect(started({ faults: [{ fault: { token: 'in-query' } }] })).rejects.toMatchObject({ owner: 'configuration' });
});
