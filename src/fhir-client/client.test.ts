import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SimulatorError, type RecordOf } from '../model/index.js';
import { AgendaManager } from '../../simulators/agenda-manager/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { FhirClient } from './index.js';

const SERVER = 'agenda-manager';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let bench: ClientBench;
let seen: Seen[] = [];
let respond: (response: ServerResponse, origin: string) => void;
let address: string;
/** a server that answers whatever a test wants */
const stranger = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    seen.push({ method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(pieces).toString('utf8') });
    respond(response, `http://${request.headers.host}`);
  });
});

beforeAll(async () => {
  bench = await ClientBench.open();
  await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/fhir/`;
});
afterAll(() => {
  stranger.close();
  bench.close();
});

const client = (peers: Record<string, string> = { [SERVER]: address }) => {
  const context = bench.context({ peers });
  return { context, client: new FhirClient('agenda-consumer', context, { server: SERVER }) };
};

/** Sends one request to the stranger, which answers with nothing; returns what it saw. */
async function sent(input: Record<string, unknown>): Promise<Seen> {
  seen = [];
  respond = (response) => response.end();
  await client().client.perform('GAP-2a', input);
  expect(seen).toHaveLength(1);
  return seen[0]!;
}

const slot = { resourceType: 'Slot', status: 'free' };

describe('what is sent', () => {
  test.each<[input: Record<string, unknown>, method: string, url: string, body: string, contentType: string | undefined]>([
    [{ operation: 'create', resource: slot }, 'POST', '/fhir/Slot', JSON.stringify(slot), 'application/fhir+json'],
    [
      { operation: 'create', resource: slot, format: 'xml' },
      'POST',
      '/fhir/Slot',
      '<?xml version="1.0" encoding="UTF-8"?>\n<Slot xmlns="http://hl7.org/fhir"><status value="free"/></Slot>',
      'application/fhir+xml',
    ],
    [{ operation: 'create', type: 'Slot', body: '{"resou' }, 'POST', '/fhir/Slot', '{"resou', 'application/fhir+json'],
    [{ operation: 'create', type: 'Slot', body: 'x', contentType: 'text/plain' }, 'POST', '/fhir/Slot', 'x', 'text/plain'],
    // a resource says its id; it is given where it lacks one
    [{ operation: 'update', id: 7, resource: slot }, 'PUT', '/fhir/Slot/7', JSON.stringify({ ...slot, id: '7' }), 'application/fhir+json'],
    [
      { operation: 'update', resource: { ...slot, id: '8' } },
      'PUT',
      '/fhir/Slot/8',
      JSON.stringify({ ...slot, id: '8' }),
      'application/fhir+json',
    ],
    [
      { operation: 'update', id: '9', resource: { ...slot, id: '8' } },
      'PUT',
      '/fhir/Slot/9',
      JSON.stringify({ ...slot, id: '8' }),
      'application/fhir+json',
    ],
    [
      { operation: 'update', conditional: true, parameters: { identifier: 'urn:oid:2.999|1' }, resource: slot },
      'PUT',
      '/fhir/Slot?identifier=urn%3Aoid%3A2.999%7C1',
      JSON.stringify(slot),
      'application/fhir+json',
    ],
    [
      { operation: 'patch', type: 'Slot', id: '1', operations: [{ op: 'remove', path: '/comment' }] },
      'PATCH',
      '/fhir/Slot/1',
      '[{"op":"remove","path":"/comment"}]',
      'application/json-patch+json',
    ],
    [
      { operation: 'patch', type: 'Slot', id: '1', resource: { resourceType: 'Parameters' } },
      'PATCH',
      '/fhir/Slot/1',
      '{"resourceType":"Parameters"}',
      'application/fhir+json',
    ],
    [{ operation: 'delete', type: 'Slot', id: '../é' }, 'DELETE', '/fhir/Slot/..%2F%C3%A9', '', undefined],
    [{ operation: 'delete', type: 'Slot', conditional: true, parameters: { _id: '1' } }, 'DELETE', '/fhir/Slot?_id=1', '', undefined],
    [{ operation: 'read', type: 'Slot', id: '\ud800' }, 'GET', '/fhir/Slot/%EF%BF%BD', '', undefined],
    [{ operation: 'vread', type: 'Slot', id: '1', versionId: '2' }, 'GET', '/fhir/Slot/1/_history/2', '', undefined],
    [{ operation: 'history', type: 'Slot', id: '1' }, 'GET', '/fhir/Slot/1/_history', '', undefined],
    [{ operation: 'history', parameters: { _count: 5 } }, 'GET', '/fhir/_history?_count=5', '', undefined],
    [
      { operation: 'search', type: 'Slot', parameters: { start: ['ge2027-01-01', 'lt2027-02-01'], status: 'free' } },
      'GET',
      '/fhir/Slot?start=ge2027-01-01&start=lt2027-02-01&status=free',
      '',
      undefined,
    ],
    [
      { operation: 'search', type: 'Slot', method: 'POST', parameters: { status: 'free' } },
      'POST',
      '/fhir/Slot/_search',
      'status=free',
      'application/x-www-form-urlencoded',
    ],
    [{ operation: 'search', parameters: { _type: 'Slot' } }, 'GET', '/fhir?_type=Slot', '', undefined],
    [
      { operation: 'transaction', resource: { resourceType: 'Bundle' } },
      'POST',
      '/fhir',
      '{"resourceType":"Bundle"}',
      'application/fhir+json',
    ],
    [{ operation: 'capabilities' }, 'GET', '/fhir/metadata', '', undefined],
  ])('%j', async (input, method, url, body, contentType) => {
    const request = await sent(input);
    expect([request.method, request.url, request.body, request.headers['content-type']]).toEqual([method, url, body, contentType]);
  });

  test('conditions, wishes and headers', async () => {
    const { headers } = await sent({
      operation: 'update',
      id: '1',
      resource: slot,
      ifMatch: 3,
      ifNoneExist: 'identifier=1',
      prefer: 'return=minimal',
      headers: { accept: 'text/html', 'X-Request-Id': 'x', 'Content-Type': '' },
    });
    expect(headers).toMatchObject({
      'if-match': 'W/"3"',
      'if-none-exist': 'identifier=1',
      prefer: 'return=minimal',
      accept: 'text/html',
      'x-request-id': 'x',
    });
    expect(headers['content-type']).toBeUndefined();
    expect((await sent({ operation: 'read', type: 'Slot', id: '1', format: 'xml', ifMatch: '"a"' })).headers).toMatchObject({
      'if-match': '"a"',
      accept: 'application/fhir+xml',
    });
  });

  test.each<[input: Record<string, unknown>, told: RegExp]>([
    [{}, /operation/],
    [{ operation: 'drop' }, /operation/],
    [{ operation: 'read', type: 'Slot' }, /id is not given/],
    [{ operation: 'read', type: 'Slot', id: '..' }, /id: value missing or malformed \(no part of an address/],
    [{ operation: 'create', resource: {} }, /type is not given/],
    [{ operation: 'create', type: 'Slot' }, /nothing to send/],
    [{ operation: 'create', type: 'Slot', resource: {}, format: 'xml' }, /without a resourceType/],
    [{ operation: 'update', conditional: true, resource: {} }, /type is not given/],
    [{ operation: 'continue' }, /no next page/],
    [{ operation: 'capabilities', headers: { 'Content-Length': '5' } }, /HTTP itself writes this header/],
    [{ operation: 'capabilities', headers: { 'X-A': 'a\r\nX-B: b' } }, /HTTP cannot write this/],
    [{ operation: 'capabilities', 'if-match': '1' }, /if-match: value missing or malformed \(it is written ifMatch\)/],
    [{ operation: 'capabilities', 'at-once': 501 }, /at-once/],
  ])('%j is refused before anything is sent', async (input, told) => {
    seen = [];
    const error: unknown = await client()
      .client.perform('GAP-2a', input)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SimulatorError);
    expect((error as SimulatorError).owner).toBe('configuration');
    expect((error as SimulatorError).text.en).toMatch(told);
    expect(seen).toEqual([]);
  });

  test('names that a scenario knows besides are left aside; an unknown server is told', async () => {
    expect((await sent({ operation: 'capabilities', endpoint: { a: 'b' }, patient: 1 })).url).toBe('/fhir/metadata');
    for (const peers of [{}, { [SERVER]: 'mllp://127.0.0.1:1' }, { [SERVER]: 'http://[' }] as Record<string, string>[])
      await expect(client(peers).client.perform('GAP-2a', { operation: 'capabilities' })).rejects.toThrow(`endpoints.${SERVER}`);
  });
});

describe('what is answered', () => {
  /** The values that the answer of a stranger gives. */
  async function told(answer: typeof respond, input: Record<string, unknown> = { operation: 'search', type: 'Slot' }) {
    respond = answer;
    const { client: asking, context } = client();
    const { values, exchange } = await asking.perform('GAP-4a', input);
    expect(context.recorder.events.filter((e) => e.kind === 'exchange').map(({ id }) => id)).toEqual([exchange]);
    return values;
  }
  const json =
    (body: unknown, headers: Record<string, string> = {}, status = 200): typeof respond =>
    (response) =>
      response
        .writeHead(status, { 'Content-Type': 'application/fhir+json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));

  test('a resource, by what it says or by its headers', async () => {
    expect(await told(json({ resourceType: 'Slot', id: '1', meta: { versionId: '4' } }, { ETag: 'W/"4"' }))).toEqual({
      status: '200',
      id: '1',
      versionId: '4',
      etag: 'W/"4"',
      resourceType: 'Slot',
    });
    const location = 'https://elsewhere.example/fhir/Slot/9/_history/2';
    expect(await told(json('', { Location: location }, 201))).toEqual({ status: '201', id: '9', versionId: '2', location });
    expect(await told(json('', { Location: 'Slot/9' }, 201))).toEqual({ status: '201', id: '9', location: 'Slot/9' });
  });

  test('a Bundle: its matches, and where it goes on', async () => {
    const bundle = {
      resourceType: 'Bundle',
      total: 12,
      link: [
        { relation: 'self', url: 'a' },
        { relation: 'next', url: 'b' },
      ],
      entry: [
        { resource: { resourceType: 'Slot', id: '1' }, search: { mode: 'match' } },
        { resource: { resourceType: 'Slot', id: '2' } },
        { resource: { resourceType: 'Schedule', id: '3' }, search: { mode: 'include' } },
        { resource: { resourceType: 'OperationOutcome', issue: [{ code: 'not-supported' }] } },
      ],
    };
    expect(await told(json(bundle))).toEqual({
      status: '200',
      resourceType: 'Bundle',
      total: '12',
      entries: '2',
      first: '1',
      next: 'b',
      issue: 'not-supported',
    });
    const xml =
      '<Bundle xmlns="http://hl7.org/fhir"><total value="1"/><entry><resource><Slot><id value="5"/></Slot></resource></entry></Bundle>';
    const values = await told((response) => response.writeHead(200, { 'Content-Type': 'application/fhir+xml' }).end(xml));
    expect(values).toMatchObject({ total: '1', entries: '1', first: '5' });
    const refused = {
      resourceType: 'Bundle',
      entry: [{ response: { outcome: { resourceType: 'OperationOutcome', issue: [{ code: 'value' }] } } }],
    };
    expect(await told(json(refused))).toMatchObject({ entries: '1', issue: 'value' });
  });

  test.each<[name: string, answer: typeof respond, values: object]>([
    ['no FHIR', (response) => response.writeHead(500).end('<html>'), { status: '500' }],
    ['broken JSON', json('{"resourceType":"Slot","id":"1'), { status: '200' }],
    ['no object', json('[1]'), { status: '200' }],
    ['very deep', json('{"a":'.repeat(100_000)), { status: '200' }],
    ['very long', json({ resourceType: 'Slot', id: 'x'.repeat(20_000) }), { status: '200', resourceType: 'Slot' }],
    ['odd types', json({ resourceType: 'Bundle', entry: [1, { resource: [] }, { search: 1 }], link: 'x', total: {} }), { status: '200' }],
    [
      'an entity',
      (response) => response.setHeader('Content-Type', 'text/xml').end('<!DOCTYPE a [<!ENTITY b "c">]><Slot>&b;</Slot>'),
      { status: '200' },
    ],
    ['a header that is no ETag', json('', { ETag: 'é"'.repeat(100), Location: '////' }, 201), { status: '201' }],
    ['nothing', (response) => response.destroy(), {}],
  ])('%s is evidence', async (_name, answer, values) => {
    const given = await told(answer);
    expect(given).toMatchObject(values);
    expect(Object.values(given).every((value) => value.length <= 16_000)).toBe(true);
  });

  test('it goes on at the server that it asks only', async () => {
    const { client: asking } = client();
    const next =
      (url: (origin: string) => string): typeof respond =>
      (response, origin) =>
        json({ resourceType: 'Bundle', link: [{ relation: 'next', url: url(origin) }] })(response, origin);
    respond = next((origin) => `${origin}/elsewhere?page=2`);
    await asking.perform('GAP-4a', { operation: 'search', type: 'Slot' });
    seen = [];
    respond = next(() => 'http://127.0.0.1:9/fhir');
    await asking.perform('GAP-4a', { operation: 'continue' });
    expect(seen[0]!.url).toBe('/elsewhere?page=2');
    await expect(asking.perform('GAP-4a', { operation: 'continue' })).rejects.toThrow('no next page');
    // nor does it follow where it is sent to
    respond = (response) => response.writeHead(302, { Location: 'http://127.0.0.1:9/fhir' }).end();
    expect((await asking.perform('GAP-4a', { operation: 'search', type: 'Slot' })).values).toMatchObject({ status: '302' });
  });

  test('faults: twice, under another type', async () => {
    const context = bench.context({
      peers: { [SERVER]: address },
      faults: [{ fault: { duplicate: true, 'content-type': 'text/html' }, transaction: 'GAP-2a' }],
    });
    const asking = new FhirClient('agenda-declarant', context, { server: SERVER });
    respond = (response) => response.end();
    seen = [];
    await asking.perform('GAP-2a', { operation: 'create', resource: slot });
    await asking.perform('GAP-2c', { operation: 'delete', type: 'Slot', id: '1' });
    expect(seen.map(({ method, headers }) => `${method} ${headers['content-type']}`)).toEqual([
      'POST application/fhir+json',
      'POST text/html',
      'DELETE undefined',
    ]);
  });
});

test('of fifty who want one slot one gets it; each has its own connection and evidence', async () => {
  const manager = new AgendaManager();
  const [endpoint] = await manager.start(bench.context({ now: () => new Date('2026-11-21T10:00:00Z') }));
  try {
    const { client: asking, context } = client({ [SERVER]: endpoint!.url.replace('127.0.0.1', 'localhost') });
    const { values: found } = await asking.perform('GAP-4a', {
      operation: 'search',
      type: 'Slot',
      parameters: { status: 'free', _sort: 'start', _count: 1 },
    });
    expect(found).toMatchObject({ status: '200', entries: '1' });
    const { root, values: read } = await asking.perform('GAP-4a', { operation: 'read', type: 'Slot', id: found['first'] });
    expect(read).toMatchObject({ id: found['first'], versionId: '1', resourceType: 'Slot' });
    const at = (name: string): string => root!.children.find((child) => child.name === name)!.value!;
    const { values, exchange, more } = await asking.perform('GAP-6a', {
      operation: 'create',
      format: 'xml',
      'at-once': 50,
      resource: {
        resourceType: 'Appointment',
        status: 'booked',
        slot: [{ reference: `Slot/${found['first']}` }],
        start: at('start'),
        end: at('end'),
        participant: [{ actor: { reference: 'PractitionerRole/1' }, status: 'accepted' }],
      },
    });
    expect(values).toMatchObject({ status: '201', statuses: '201 x1, 409 x49', created: '1', refused: '49', resourceType: 'Appointment' });
    const exchanges = [exchange, ...more!];
    const records = context.recorder.events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange' && e.transaction === 'GAP-6a');
    expect(records.map(({ id }) => id).sort()).toEqual(exchanges.sort());
    expect(new Set(records.map(({ connection }) => connection)).size).toBe(50);
    expect(new Set(exchanges).size).toBe(50);
    const { values: booked } = await asking.perform('GAP-4b', {
      operation: 'search',
      type: 'Appointment',
      parameters: { slot: found['first']! },
    });
    expect(booked).toMatchObject({ total: '1', first: values['id'] });
  } finally {
    await manager.stop();
  }
});
