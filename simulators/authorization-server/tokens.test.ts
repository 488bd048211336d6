import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import type { BundleWriter } from '../../src/evidence/index.js';
import type { RecordOf, Simulator, SimulatorContext } from '../../src/model/index.js';
import { TOKEN_ATTACKS } from '../../src/protocols/oauth/index.js';
import { ClientBench, type Started } from '../../test/support/client-simulator.js';
import { simulate } from '../../test/support/wire.js';
import { AgendaManager } from '../agenda-manager/index.js';
import { PatientDemographicsConsumer } from '../patient-demographics-consumer/index.js';
import { PatientDemographicsSupplier } from '../patient-demographics-supplier/index.js';
import { AuthorizationServer } from './index.js';

let bench: ClientBench;
const running: Simulator[] = [];
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(async () => {
  await Promise.all(running.map((simulator) => simulator.stop()));
  bench.close();
});

async function start(simulator: Simulator, more: Partial<SimulatorContext>) {
  const context = bench.context(more);
  running.push(simulator);
  const endpoints = await simulator.start(context);
  return { endpoints, context };
}
const exchanges = ({ recorder }: { recorder: BundleWriter }) =>
  recorder.events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange');

describe('tokens of our own authorization server, over mutual TLS', () => {
  let peers: Record<string, string>;
  let supplier: BundleWriter;
  const parameters = { oauth: 'required', mllp: 'clear' };
  beforeAll(async () => {
    const issuer = await start(new AuthorizationServer(), {});
    peers = { 'authorization-server': issuer.endpoints[0]!.url };
    const listen = { host: '127.0.0.1', port: 0, doors: { fhir: 0 } };
    const { endpoints, context } = await start(new PatientDemographicsSupplier(), { listen, peers, parameters });
    supplier = context.recorder;
    peers['patient-demographics-supplier-fhir'] = endpoints.find(({ transaction }) => transaction === 'ITI-78')!.url;
  });

  test('a client gets one, bound to its certificate, and uses it until it ends', async () => {
    const consumer = await bench.start(new PatientDemographicsConsumer(), { peers, parameters });
    running.push(consumer.simulator);
    const ask = async () => (await consumer.perform('ITI-78', { parameters: { family: 'ARMENGAUD' } })).values;
    expect(await ask()).toMatchObject({ status: '200', patients: '1' });
    expect(await ask()).toMatchObject({ status: '200' });
    const sent = exchanges(consumer.context);
    expect(sent.map(({ transaction }) => transaction)).toEqual(['ITI-103', 'ITI-71', 'ITI-78', 'ITI-78']);
    expect(sent[1]!.within).toBe(sent[2]!.id);
    // the server asked where the keys are, and for them, once
    const asked = supplier.events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange' && e.side === 'client');
    expect(asked.map(({ transaction }) => transaction)).toEqual(['ITI-103', 'JWKS']);
    const { values, answer } = await consumer.perform('ITI-78', { operation: 'capabilities' });
    expect(values['status']).toBe('200');
    const { rest } = JSON.parse(Buffer.from(answer!.bytes).toString()) as {
      rest: [{ security: { cors: boolean; service: [{ coding: [{ code: string }] }] } }];
    };
    expect([rest[0].security.cors, rest[0].security.service[0].coding[0].code]).toEqual([false, 'OAuth']);
  });

  describe('each wrong token is refused', () => {
    let consumer: Started<PatientDemographicsConsumer>;
    beforeAll(async () => {
      const faults = TOKEN_ATTACKS.map(({ id }, after) => ({ fault: { token: id }, after, first: 1 }));
      consumer = await bench.start(new PatientDemographicsConsumer(), { peers, parameters, faults });
      running.push(consumer.simulator);
    });
    const ask = () => consumer.perform('ITI-78', { parameters: { family: 'ARMENGAUD' } });

    test.each(TOKEN_ATTACKS.map(({ id, told }) => [id, told] as const))('%s', async (id, told) => {
      const { values, answer, faults } = await ask();
      expect(faults.map(({ fault }) => fault)).toEqual([{ token: id }]);
      const status =
        told === 'scope' ? '403'
        : told === 'query' || told === 'several' ? '400'
        : '401';
      expect([values['status'], values['issue']]).toEqual([status, { '403': 'forbidden', '400': 'invalid', '401': 'login' }[status]]);
      const error = { '403': 'insufficient_scope', '400': 'invalid_request', '401': 'invalid_token' }[status];
      const more = told === 'none' || told === 'other-scheme' ? '$' : `, error="${error}"`;
      expect(answer!.about.headers!['www-authenticate']).toMatch(new RegExp(`^Bearer realm="[a-z-]+"${more}`));
      // the transaction is told, so that a scenario finds it
      expect(exchanges({ recorder: supplier }).at(-1)!.transaction).toBe('ITI-78');
    });

    test('and a right one after them is not', async () => {
      expect((await ask()).values['status']).toBe('200');
    });
  });

  test('a client may also sign with its key, or give its secret', async () => {
    const statuses = async (more: Record<string, string>) => {
      const consumer = await bench.start(new PatientDemographicsConsumer(), { peers, parameters: { ...parameters, ...more } });
      running.push(consumer.simulator);
      return (await consumer.perform('ITI-78', { parameters: { family: 'ARMENGAUD' } })).values['status'];
    };
    expect(await statuses({ 'oauth-client-key': join(bench.folder, 'lps-auth.key') })).toBe('200');
    expect(await statuses({ 'oauth-secret': 'addax-secret', 'oauth-scope': 'system/*.*' })).toBe('200');
    expect(await statuses({ 'oauth-secret': 'addax-secret', 'oauth-scope': 'system/Slot.rs' })).toBe('403');
    expect(await statuses({ 'oauth-secret': 'addax-secret', 'oauth-audience': 'https://other.example' })).toBe('401');
  });

  test('what cannot be had is told: a wrong token of this name, a client that is not known, a server that is not there', async () => {
    const named = (more: Partial<SimulatorContext>) => bench.start(new PatientDemographicsConsumer(), { peers, parameters, ...more });
    await expect(named({ faults: [{ fault: { token: 'nonsense' } }] })).rejects.toMatchObject({ owner: 'configuration' });
    await expect(named({ faults: [{ fault: { token: 'expired' } }], peers: {} })).rejects.toMatchObject({ owner: 'configuration' });
    const ask = async (more: Partial<SimulatorContext>) => {
      const consumer = await named(more);
      running.push(consumer.simulator);
      return consumer.perform('ITI-78', { parameters: { family: 'A' } });
    };
    await expect(ask({ parameters: { ...parameters, 'oauth-client': 'nobody' } })).rejects.toMatchObject({ owner: 'peer' });
    await expect(ask({ peers: { ...peers, 'authorization-server': 'https://127.0.0.1:9' } })).rejects.toMatchObject({ owner: 'peer' });
    // somebody else's token cannot be signed again
    const own = { ...parameters, 'oauth-token': 'abc.def.ghi' };
    await expect(ask({ parameters: own, faults: [{ fault: { token: 'expired' } }] })).rejects.toMatchObject({ owner: 'configuration' });
    await expect(ask({ parameters: own, faults: [{ fault: { token: 'alg-none' } }] })).rejects.toMatchObject({ owner: 'configuration' });
  });
});

test('by the command line: an authorization server and a server that trusts it', async () => {
  mkdirSync(join(bench.folder, 'pki'));
  for (const [name, content] of Object.entries(bench.pki)) writeFileSync(join(bench.folder, 'pki', name), content);
  const issuer = await simulate('authorization-server', bench.folder);
  const ended = [issuer];
  try {
    const manager = await simulate('agenda-manager', bench.folder, ['--param', `oauth-issuer=${issuer.urls['authorization-server']}`]);
    ended.push(manager);
    const peers = { ...issuer.urls, 'patient-demographics-supplier-fhir': manager.urls['agenda-manager']! };
    const consumer = await bench.start(new PatientDemographicsConsumer(), {
      peers,
      parameters: { mllp: 'clear', 'oauth-secret': 'addax-secret' },
    });
    running.push(consumer.simulator);
    // it knows patients too: those of its appointments
    expect((await consumer.perform('ITI-78', { parameters: {} })).values['status']).toBe('200');
  } finally {
    expect(await Promise.all(ended.map((one) => one.stop()))).toEqual([0, 0]);
  }
  expect(issuer.exchanges().map(({ transaction }) => transaction)).toEqual(['ITI-103', 'ITI-71', 'ITI-103', 'JWKS']);
});

interface Answered {
  issue?: { code: string }[];
  entry?: { resource?: { resourceType: string } & Answered; response?: object }[];
}

describe('tokens of a foreign issuer, at an agenda manager', () => {
  const ISSUER = 'https://issuer.example';
  let url: string;
  let agent: Agent;
  let key: CryptoKey;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES384');
    key = pair.privateKey;
    const file = join(bench.folder, 'keys.json');
    writeFileSync(file, JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', use: 'sig' }] }));
    const parameters = { 'oauth-issuer': ISSUER, 'oauth-keys': file, 'oauth-audience': 'https://agenda.example, urn:agenda' };
    const { endpoints } = await start(new AgendaManager(), { parameters });
    url = endpoints[0]!.url;
    const { key: own, certificate } = bench.identity('lps-auth');
    agent = new Agent({ key: own, cert: certificate, ca: bench.pki['authority.pem']!, servername: 'localhost', keepAlive: true });
  });
  afterAll(() => agent.destroy());

  const signed = (claims: JWTPayload = {}, header: object = {}): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const right = {
      iss: ISSUER,
      aud: ['https://other.example', 'urn:agenda'],
      sub: 's',
      client_id: 'c',
      jti: 'j',
      iat: now,
      exp: now + 300,
    };
    return new SignJWT({ ...right, scope: 'openid system/Slot.read user/Schedule.rs', ...claims })
      .setProtectedHeader({ alg: 'ES384', kid: 'k1', typ: 'at+jwt', ...header })
      .sign(key);
  };
  const send = (path: string, token?: string, method = 'GET', body?: string, more: Record<string, string> = {}) =>
    new Promise<{ status: number; challenge: string; issue?: string; modes: string[]; json: Answered }>((done, failed) => {
      const headers = {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/fhir+json' }),
        ...more,
      };
      const asked = request(`${url}${path}`, { agent, method, headers }, (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('end', () => {
          const text = Buffer.concat(pieces).toString();
          const json = (text === '' ? {} : JSON.parse(text)) as Answered;
          const modes = (json.entry ?? []).flatMap(({ resource }) => resource?.resourceType ?? []);
          done({
            status: answer.statusCode!,
            challenge: answer.headers['www-authenticate'] ?? '',
            ...(json.issue && { issue: json.issue[0]!.code }),
            modes,
            json,
          });
        });
      });
      asked.on('error', failed);
      asked.end(body);
    });

  test('right ones open what they are for, in either form of scopes', async () => {
    const token = await signed();
    expect((await send('/Slot?_count=1', token)).status).toBe(200);
    expect((await send('/Schedule/1', token)).status).toBe(200);
    expect(await send('/Appointment', token)).toMatchObject({
      status: 403,
      issue: 'forbidden',
      challenge: expect.stringContaining('scope="system/Appointment.s"') as unknown,
    });
    expect(
      (await send('/Slot/_search', token, 'POST', 'status=free', { 'Content-Type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(200);
    expect((await send('/Schedule/1', token, 'DELETE')).status).toBe(403);
    expect((await send('/Schedule', token, 'POST', '{}')).status).toBe(403);
    expect((await send('/Schedule/1', await signed({ scope: 'system/Schedule.r?active=true' }))).status).toBe(403);
    expect((await send('/Schedule/1', await signed({ scope: 'patient/*.cruds' }))).status).toBe(403);
  });

  test('what is included along needs a scope of its own', async () => {
    const path = '/Slot?_count=1&_include=Slot:schedule';
    expect((await send(path, await signed())).modes).toEqual(['Slot', 'Schedule']);
    expect((await send(path, await signed({ scope: 'system/Slot.rs' }))).modes).toEqual(['Slot', 'OperationOutcome']);
    // what may not be read leads no further: which place an agenda is for stands in the agenda
    const further = '/Slot?_count=1&_include=Slot:schedule&_include=Schedule:actor';
    const withoutAgendas = await signed({ scope: 'system/Slot.rs system/PractitionerRole.rs' });
    expect((await send(further, withoutAgendas)).modes).toEqual(['Slot', 'OperationOutcome']);
    const withThem = await signed({ scope: 'system/Slot.rs system/Schedule.rs system/PractitionerRole.rs' });
    expect((await send(further, withThem)).modes).toEqual(['Slot', 'Schedule', 'PractitionerRole', 'OperationOutcome']);
  });

  const inBundle = (type: string, method: string, url: string, more: object = {}, resource?: object) =>
    JSON.stringify({
      resourceType: 'Bundle',
      type,
      entry: [{ request: { method, url, ...more }, ...(resource && { resource }) }],
    });

  test('in a Bundle too', async () => {
    const batch = inBundle('batch', 'GET', 'Slot?_count=1&_include=Slot:schedule');
    const included = async (token: string) => {
      const { json } = await send('/', token, 'POST', batch);
      return json.entry![0]!.resource!.entry!.map(({ resource }) => resource!.resourceType);
    };
    expect(await included(await signed())).toEqual(['Slot', 'Schedule']);
    expect(await included(await signed({ scope: 'system/Slot.rs' }))).toEqual(['Slot', 'OperationOutcome']);
  });

  describe('what a search only looks into needs a scope of its own', () => {
    const forbidden = (type: string) => ({
      status: 403,
      issue: 'forbidden',
      challenge: expect.stringMatching(`error="insufficient_scope".* scope="system/${type}\\.s"`) as unknown,
      json: {
        issue: [
          {
            details: { text: expect.stringContaining(`passe aussi par les ressources ${type}`) as unknown },
            diagnostics: expect.stringContaining(`also looks into resources ${type}`) as unknown,
          },
        ],
      },
    });
    const scopes = (...types: string[]) => types.map((type) => `system/${type}.read`).join(' ');

    test.each<[string, string[], string]>([
      ['/Slot?schedule.active=true', ['Slot'], 'Schedule'],
      ['/Slot?schedule.actor:PractitionerRole.specialty=SM26', ['Slot', 'Schedule'], 'PractitionerRole'],
      ['/Slot?schedule.actor:PractitionerRole.practitioner.family=MARTEL', ['Slot', 'Schedule', 'PractitionerRole'], 'Practitioner'],
      ['/Slot?schedule.actor=Practitioner/3', ['Slot'], 'Schedule'],
      ['/Slot?_has:Appointment:slot:status=booked', ['Slot'], 'Appointment'],
      ['/Slot?_has:Appointment:slot:patient.family=PATIENT', ['Slot', 'Appointment'], 'Patient'],
      ['/Schedule?actor:Location.organization:below=1', ['Schedule', 'Location'], 'Organization'],
      ['/Appointment?location:below=3', ['Appointment'], 'Location'],
    ])('%s with %j: %s too', async (path, held, missing) => {
      expect(await send(path, await signed({ scope: scopes(...held) }))).toMatchObject(forbidden(missing));
      const [address, form] = path.split('?');
      const asForm = { 'Content-Type': 'application/x-www-form-urlencoded' };
      expect(await send(`${address}/_search`, await signed({ scope: scopes(...held) }), 'POST', form, asForm)).toMatchObject(
        forbidden(missing),
      );
      // to read one of them by its id is not to search among them
      expect((await send(path, await signed({ scope: `${scopes(...held)} system/${missing}.r` }))).status).toBe(403);
      expect((await send(path, await signed({ scope: `${scopes(...held)} system/${missing}.s` }))).status).toBe(200);
      expect((await send(path, await signed({ scope: 'system/*.read' }))).status).toBe(200);
    });

    test('in entries and conditions of a Bundle', async () => {
      const search = inBundle('batch', 'GET', 'Slot?schedule.active=true');
      const { json } = await send('/', await signed({ scope: scopes('Slot') }), 'POST', search);
      expect(json.entry![0]!.response).toMatchObject({ status: '403 Forbidden', outcome: forbidden('Schedule').json });

      const write = async (scope: string, ...bundle: Parameters<typeof inBundle>) =>
        send('/', await signed({ scope }), 'POST', inBundle(...bundle));
      const patch = ['transaction', 'DELETE', 'Slot?schedule.actor=Practitioner/none'] as const;
      expect(await write('system/Slot.d', ...patch)).toMatchObject({ ...forbidden('Schedule'), json: {} });
      // who may not do it does not learn whether there is one
      const create = ['transaction', 'POST', 'Patient', { ifNoneExist: 'family=PATIENT' }, { resourceType: 'Patient' }] as const;
      expect(await write('system/Slot.d', ...create)).toMatchObject({ status: 403, issue: 'forbidden' });
      const refers = { resourceType: 'Schedule', actor: [{ reference: 'Practitioner?family=MARTEL' }] };
      expect(await write('system/Schedule.c', 'transaction', 'POST', 'Schedule', {}, refers)).toMatchObject({
        ...forbidden('Practitioner'),
        json: {},
      });
      // let in, it is looked up, and refused for what it lacks
      expect(await write('system/Schedule.c system/Practitioner.s', 'transaction', 'POST', 'Schedule', {}, refers)).not.toMatchObject({
        status: 403,
      });
    });
  });

  test('who is not let in learns nothing of what is there; /metadata is open', async () => {
    for (const path of ['/Slot', '/Slot/1', '/Slot/none', '/Nothing/1', '/Slot?nonsense=1', '/%ff', '/', '/Slot?_format=pdf', '/_history'])
      expect([path, await send(path)]).toEqual([
        path,
        { status: 401, challenge: 'Bearer realm="agenda-manager"', issue: 'login', modes: [], json: expect.anything() as unknown },
      ]);
    expect((await send('/', undefined, 'POST', '{"resourceType":"Bundle","type":"batch"}')).status).toBe(401);
    expect((await send('/', undefined, 'POST', '{')).status).toBe(401);
    expect((await send('/metadata')).status).toBe(200);
  });

  test.each<[string, JWTPayload, object, RegExp]>([
    ['another issuer', { iss: 'https://issuer.example/' }, {}, /another issuer/],
    ['no audience', { aud: undefined }, {}, /another server/],
    ['a part of the audience', { aud: 'urn:agend' }, {}, /another server/],
    ['an end that is text', { exp: 'tomorrow' as never }, {}, /expired/],
    ['a beginning to come', { nbf: 4_000_000_000 }, {}, /not yet valid/],
    ['issued in the time to come', { iat: 4_000_000_000 }, {}, /not yet valid/],
    ['no jti', { jti: undefined }, {}, /lacks/],
    ['bound to a key', { cnf: { jkt: 'x' } }, {}, /certificate of another/],
    ['bound to another certificate', { cnf: { 'x5t#S256': 'x' } }, {}, /certificate of another/],
    ['a key that is not known', {}, { kid: 'k2' }, /key is not one/],
    ['a logout token', {}, { typ: 'logout+jwt' }, /no signed JWT/],
  ])('%s: 401', async (_, claims, header, told) => {
    expect(await send('/Slot?_count=1', await signed(claims, header))).toMatchObject({
      status: 401,
      issue: 'login',
      challenge: expect.stringMatching(told) as unknown,
    });
  });

  test.each(['', '.', '..', 'a.b.c', '....', 'A'.repeat(30_000), 'eyJhbGciOiJFUzM4NCJ9..', 'é', 'W10.W10.', 'bnVsbA.bnVsbA.bnVsbA'])(
    'hostile token %#: 401, and the server goes on',
    async (token) => {
      const shown = await send('/Slot', Buffer.from(token).toString('latin1'));
      expect([shown.status, shown.issue]).toEqual([401, 'login']);
      expect((await send('/Slot?_count=1', await signed())).status).toBe(200);
    },
  );
});

test.each<[Record<string, string>, RegExp]>([
  [{ oauth: 'maybe' }, /oauth/],
  [{ oauth: 'required' }, /oauth-issuer/],
  [{ 'oauth-keys': 'x' }, /oauth-issuer/],
  [{ 'oauth-issuer': 'us' }, /oauth-keys/],
  [{ 'oauth-issuer': 'us', 'oauth-keys': '/nowhere' }, /oauth-keys/],
])('parameters %j of a server are refused', async (parameters, told) => {
  await expect(new AgendaManager().start(bench.context({ parameters }))).rejects.toMatchObject({
    owner: 'configuration',
    message: expect.stringMatching(told) as unknown,
  });
});

test('when the keys cannot be had, nobody is let in, and nobody is said to have a wrong token', async () => {
  const { endpoints } = await start(new AgendaManager(), { parameters: { 'oauth-issuer': 'http://127.0.0.1:9' }, tls: undefined });
  const answer = await fetch(`${endpoints[0]!.url}/Slot`, { headers: { Authorization: 'Bearer a.b.c' } });
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([503, null]);
});
