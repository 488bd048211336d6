import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeExchanges } from '../../test/support/fhir-rest.js';
import { judgeResource } from '../../validators/fhir/judge-resource.js';
import { BundleWriter } from '../evidence/index.js';
import { Artefact, type SimulatorContext } from '../model/index.js';
import { fhirDefinitions, fhirRest } from '../packs/index.js';
import { HttpServer, type Listening } from '../transport/index.js';
import { Capabilities, fhirServer, type Interaction, ResourceStore, SearchParameters } from './index.js';

const ALL: Interaction[] = [
  ...(['create', 'read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'history-type', 'search-type'] as const),
];
const TYPES = ['Patient', 'Practitioner', 'Organization', 'Observation', 'Schedule', 'Slot', 'Appointment', 'RiskAssessment', 'ValueSet'];

const evidence = mkdtempSync(join(tmpdir(), 'addax-'));
const context: SimulatorContext = {
  recorder: new BundleWriter(evidence),
  listen: { host: '127.0.0.1', port: 0 },
  faults: [],
  peers: {},
  parameters: {},
  now: () => new Date(),
};

type Json = Record<string, unknown>;
interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Json & {
    entry?: { resource: Json; fullUrl: string; search: { mode: string }; response: Json }[];
    total?: number;
    issue?: Json[];
    link?: { relation: string; url: string }[];
  };
}

const definitions = fhirDefinitions([]);
let listening: Listening;
let store: ResourceStore;

beforeAll(async () => {
  const rest = fhirRest();
  const parameters = new SearchParameters(rest);
  store = new ResourceStore(undefined, parameters);
  listening = await HttpServer.listen({
    actor: 'fhir',
    context,
    ...fhirServer({
      path: '/fhir',
      capabilities: new Capabilities({
        resourceType: 'CapabilityStatement',
        name: 'Everything',
        implementation: { description: 'Everything' },
        status: 'active',
        date: '2026-11-21',
        kind: 'instance',
        fhirVersion: '4.0.1',
        format: ['application/fhir+json', 'application/fhir+xml'],
        rest: [
          {
            mode: 'server',
            resource: [
              ...TYPES.map((type) => ({
                type,
                interaction: ALL.map((code) => ({ code })),
                updateCreate: true,
                conditionalCreate: true,
                conditionalUpdate: true,
                conditionalDelete: 'single' as const,
              })),
              { type: 'Location', interaction: [{ code: 'read' }, { code: 'update' }] },
            ],
            interaction: [{ code: 'transaction' }, { code: 'batch' }, { code: 'history-system' }],
          },
        ],
      }),
      store,
      parameters,
      definitions,
      summaries: rest.summaries,
      judge: (artefact) =>
        judgeResource(artefact, definitions, { profiles: [], mustSupport: false }, { at: new Date(), insAuthority: undefined }).findings,
      now: () => new Date(),
    }),
  });
});
afterAll(async () => {
  await listening.close();
  store.close();
});

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(`${listening.url}${path}`, {
    method,
    headers: { 'Content-Type': 'application/fhir+json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, headers: answer.headers, text, json: (isJson && text !== '' ? JSON.parse(text) : {}) as Answer['json'] };
}

const get = (path: string, headers?: Record<string, string>): Promise<Answer> => send('GET', path, undefined, headers);
const patient = (family: string, more: Json = {}): Json => ({ resourceType: 'Patient', name: [{ family }], ...more });
async function made(resource: Json): Promise<string> {
  const { status, json, text } = await send('POST', `/${String(resource['resourceType'])}`, resource);
  if (status !== 201) throw new Error(text);
  return String(json['id']);
}
const ids = ({ json }: Answer, mode = 'match'): string[] =>
  (json.entry ?? []).filter(({ search }) => search.mode === mode).map(({ resource }) => String(resource['id']));
const codes = ({ json }: Answer): unknown[] => (json.issue ?? []).map(({ code }) => code);
/** A value that no other test uses. */
const tag = (() => {
  let number = 0;
  return () => `t${(number += 1)}x`;
})();

describe('interactions', () => {
  test('create, read, update, vread, delete, history', async () => {
    const created = await send('POST', '/Patient', patient('PREMIER', { id: 'ignored' }));
    expect(created.status).toBe(201);
    const id = String(created.json['id']);
    expect(id).not.toBe('ignored');
    expect(created.headers.get('location')).toBe(`${listening.url}/Patient/${id}/_history/1`);
    expect(created.headers.get('etag')).toBe('W/"1"');
    const updated = await send('PUT', `/Patient/${id}`, patient('SECOND', { id }));
    expect([updated.status, updated.headers.get('etag')]).toEqual([200, 'W/"2"']);
    expect((await get(`/Patient/${id}`)).json['name']).toEqual([{ family: 'SECOND' }]);
    expect((await get(`/Patient/${id}/_history/1`)).json['name']).toEqual([{ family: 'PREMIER' }]);
    expect((await get(`/Patient/${id}/_history/9`)).status).toBe(404);
    expect((await send('DELETE', `/Patient/${id}`)).status).toBe(204);
    expect((await send('DELETE', `/Patient/${id}`)).status).toBe(204);
    const gone = await get(`/Patient/${id}`);
    expect([gone.status, ...codes(gone)]).toEqual([410, 'deleted']);
    expect((await get(`/Patient/${id}/_history/3`)).status).toBe(410);
    const history = await get(`/Patient/${id}/_history`);
    expect(history.json['type']).toBe('history');
    expect(history.json.entry!.map(({ response }) => response['status'])).toEqual(['204 No Content', '200 OK', '201 Created']);
    const firstPage = await get(`/Patient/${id}/_history?_count=2`);
    const next = firstPage.json.link!.find(({ relation }) => relation === 'next')!.url;
    expect(
      (await get(next.slice(listening.url.length))).json.entry!.map(({ resource }) => (resource['meta'] as Json)['versionId']),
    ).toEqual(['1']);
    expect((await get('/_history?_count=1')).json.entry).toHaveLength(1);
    expect((await get('/Patient/_history?_since=2999-01-01')).json.entry).toBeUndefined();
    // it can be brought back
    expect((await send('PUT', `/Patient/${id}`, patient('TROISIEME', { id }))).status).toBe(201);
  });

  test('versions: If-Match, If-None-Match, If-Modified-Since', async () => {
    const id = await made(patient('VERSION'));
    expect((await send('PUT', `/Patient/${id}`, patient('V2', { id }), { 'If-Match': 'W/"7"' })).status).toBe(412);
    expect((await send('PUT', `/Patient/${id}`, patient('V2', { id }), { 'If-Match': 'W/"1"' })).status).toBe(200);
    expect((await send('DELETE', `/Patient/${id}`, undefined, { 'If-Match': 'W/"1"' })).status).toBe(412);
    const known = await get(`/Patient/${id}`, { 'If-None-Match': 'W/"2"' });
    expect([known.status, known.text, known.headers.get('content-length')]).toEqual([304, '', null]);
    expect((await get(`/Patient/${id}`, { 'If-None-Match': 'W/"1"' })).status).toBe(200);
    expect((await get(`/Patient/${id}`, { 'If-Modified-Since': new Date(Date.now() + 60_000).toUTCString() })).status).toBe(304);
    expect((await get(`/Patient/${id}`, { 'If-Modified-Since': 'Mon, 01 Jan 2001 00:00:00 GMT' })).status).toBe(200);
    const head = await send('HEAD', `/Patient/${id}`);
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', 'W/"2"']);
  });

  test('conditions: create, update, patch, delete', async () => {
    const value = tag();
    const one = patient('CONDITION', { identifier: [{ system: 'urn:test', value }] });
    const condition = { 'If-None-Exist': `identifier=urn:test|${value}` };
    const first = await send('POST', '/Patient', one, condition);
    const again = await send('POST', '/Patient', one, condition);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json['id']).toBe(first.json['id']);
    const query = `/Patient?identifier=urn:test|${value}`;
    const update = await send('PUT', query, { ...one, gender: 'female' });
    expect([update.status, update.json['id']]).toEqual([200, first.json['id']]);
    expect((await send('PUT', query, { ...one, id: 'another' })).status).toBe(400);
    const operations = [{ op: 'replace', path: '/gender', value: 'male' }];
    const patched = await send('PATCH', query, operations, { 'Content-Type': 'application/json-patch+json' });
    expect(patched.json['gender']).toBe('male');
    await made(one);
    for (const method of ['PUT', 'DELETE'])
      expect(codes(await send(method, query, method === 'PUT' ? one : undefined))).toEqual(['multiple-matches']);
    expect((await send('POST', '/Patient', one, condition)).status).toBe(412);
    const nobody = tag();
    expect((await send('PUT', `/Patient?identifier=${nobody}`, patient('NEW'))).status).toBe(201);
    expect((await send('DELETE', `/Patient?identifier=${nobody}`)).status).toBe(204);
    expect(
      (await send('PATCH', `/Patient?identifier=${nobody}`, operations, { 'Content-Type': 'application/json-patch+json' })).status,
    ).toBe(404);
    // what is not known must not choose anybody
    expect(codes(await send('DELETE', '/Patient?unknown=1'))).toEqual(['not-supported']);
    expect((await send('DELETE', '/Patient')).status).toBe(412);
  });

  test('a JSON Patch makes nothing deeper than a resource may be', async () => {
    const id = await made(patient('PATCH'));
    const patch = (operations: string | Json[]) =>
      send('PATCH', `/Patient/${id}`, operations, { 'Content-Type': 'application/json-patch+json' });
    const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const inside = (levels: number): string => '/a'.repeat(levels);
    for (const operations of [
      `[{"op":"replace","path":"/gender","value":${nested(200_000)}}]`,
      `[{"op":"add","path":"/a","value":${nested(200)}},{"op":"add","path":"${inside(150)}/b","value":${nested(200)}}]`,
      [
        { op: 'add', path: '/a', value: JSON.parse(nested(200)) as Json },
        { op: 'copy', from: '/a', path: `${inside(100)}/b` },
      ],
    ]) {
      const refused = await patch(operations);
      expect([refused.status, codes(refused)]).toEqual([400, ['too-long']]);
    }
    // as deep as may be, and taken away again
    const there = await patch([
      { op: 'add', path: '/a', value: JSON.parse(nested(250)) as Json },
      { op: 'remove', path: '/a' },
      ...Array.from({ length: 20 }, () => ({ op: 'copy', from: '/name/0', path: '/name/0' })),
    ]);
    expect(there.status).toBe(200);
  });

  test('JSON Patch', async () => {
    const id = await made(patient('PATCH', { gender: 'female' }));
    const patch = (operations: unknown) => send('PATCH', `/Patient/${id}`, operations, { 'Content-Type': 'application/json-patch+json' });
    const done = await patch([
      { op: 'test', path: '/gender', value: 'female' },
      { op: 'add', path: '/name/0/given', value: ['Anne'] },
      { op: 'remove', path: '/gender' },
    ]);
    expect([done.status, done.json['name'], done.json['gender']]).toEqual([200, [{ family: 'PATCH', given: ['Anne'] }], undefined]);
    expect((await patch([{ op: 'test', path: '/gender', value: 'male' }])).status).toBe(422);
    expect((await patch([{ op: 'replace', path: '/gender', value: 'zzz' }])).status).toBe(422);
    expect((await patch([{ op: 'add', path: '/__proto__/polluted', value: 1 }])).status).toBe(400);
    expect((await patch([{ op: 'replace', path: '/id', value: 'other' }])).status).toBe(422);
    expect((await patch('{not json')).status).toBe(400);
    expect(
      (await patch(Array.from({ length: 90 }, () => ({ op: 'copy', from: '/name', path: '/name/0/extension' })))).status,
    ).toBeGreaterThanOrEqual(400);
    expect((await get(`/Patient/${id}`)).headers.get('etag')).toBe('W/"2"');
  });

  test('FHIRPath Patch', async () => {
    const id = await made(
      patient('FHIRPATH', {
        identifier: [
          { system: 'urn:a', value: '1' },
          { system: 'urn:b', value: '2' },
        ],
      }),
    );
    const patch = (...operations: Json[]) =>
      send('PATCH', `/Patient/${id}`, {
        resourceType: 'Parameters',
        parameter: operations.map(({ type, path, ...more }) => ({
          name: 'operation',
          part: [
            { name: 'type', valueCode: type },
            { name: 'path', valueString: path },
            ...Object.entries(more).map(([name, value]) => ({ name, ...(value as Json) })),
          ],
        })),
      });
    const done = await patch(
      { type: 'replace', path: "Patient.identifier.where(system = 'urn:b').value", value: { valueString: '3' } },
      { type: 'add', path: 'Patient', name: { valueString: 'birthDate' }, value: { valueDate: '1980-02-03' } },
      {
        type: 'add',
        path: 'Patient',
        name: { valueString: 'contact' },
        value: { part: [{ name: 'name', valueHumanName: { family: 'AMI' } }] },
      },
      {
        type: 'insert',
        path: 'Patient.identifier',
        index: { valueInteger: 0 },
        value: { valueIdentifier: { system: 'urn:c', value: '0' } },
      },
      { type: 'move', path: 'Patient.identifier', source: { valueInteger: 0 }, destination: { valueInteger: 2 } },
      { type: 'delete', path: 'Patient.name[0]' },
    );
    expect(done.status).toBe(200);
    expect(done.json['identifier']).toEqual([
      { system: 'urn:a', value: '1' },
      { system: 'urn:b', value: '3' },
      { system: 'urn:c', value: '0' },
    ]);
    expect([done.json['birthDate'], done.json['contact'], done.json['name']]).toEqual([
      '1980-02-03',
      [{ name: { family: 'AMI' } }],
      undefined,
    ]);
    expect((await patch({ type: 'replace', path: 'Patient.identifier', value: { valueString: 'x' } })).status).toBe(422);
    expect((await patch({ type: 'delete', path: 'Patient.name.foo(' })).status).toBe(400);
    const began = Date.now();
    const endless = await patch({
      type: 'delete',
      path: "Patient.identifier.where('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'.matches('^(a+)+$'))",
    });
    expect(endless.status).toBeGreaterThanOrEqual(200);
    expect(Date.now() - began).toBeLessThan(3000);
  });

  test('what is written is validated, with the place in what was sent', async () => {
    const wrong = await send('POST', '/Patient', '{"resourceType":"Patient",\n"gender":"zzz"}');
    expect(wrong.status).toBe(422);
    expect(JSON.stringify(wrong.json.issue)).toContain('line 2');
    expect(wrong.json.issue![0]!['expression']).toEqual(['Patient.gender']);
  });

  test('JSON and XML, both ways, with the digits of numbers', async () => {
    const observation = `<Observation xmlns="http://hl7.org/fhir"><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">Poids &amp; taille</div></text><status value="final"/><category><coding><code value="a"/></coding></category><code><text value="Poids"/></code><valueQuantity><value value="72.50"/></valueQuantity></Observation>`;
    const created = await send('POST', '/Observation', observation, {
      'Content-Type': 'application/fhir+xml',
      Accept: 'application/fhir+xml',
    });
    expect(created.status).toBe(201);
    expect(created.headers.get('content-type')).toBe('application/fhir+xml; charset=utf-8');
    expect(created.text).toContain('<value value="72.50"/>');
    const path = new URL(created.headers.get('location')!).pathname.replace('/fhir', '');
    const json = await get(path, { Accept: 'application/fhir+json' });
    expect(json.text).toContain('"value":72.50');
    expect(Array.isArray(json.json['category'])).toBe(true);
    expect((await get(`${path}?_format=xml`, { Accept: 'application/fhir+json' })).text).toContain('Poids &amp; taille');
    expect((await get(`${path}?_pretty=true`)).text.split('\n').length).toBeGreaterThan(10);
    expect((await get(path, { Accept: 'text/html' })).status).toBe(406);
    expect((await get(path, { Accept: 'application/fhir+json; fhirVersion=3.0' })).status).toBe(406);
    expect((await get(path, { Accept: 'text/html;q=0.9, application/fhir+xml;q=0.5, */*;q=0.1' })).headers.get('content-type')).toContain(
      'xml',
    );
  });

  test('what it answers is valid itself, in JSON and XML', async () => {
    const id = await made(patient('VALID'));
    await send('PUT', `/Patient/${id}`, patient('VALIDE', { id }));
    await send('DELETE', `/Patient/${await made(patient('GONE'))}`);
    const batch = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'GET', url: `Patient/${id}` } }, { request: { method: 'GET', url: 'Patient/none' } }],
    };
    for (const accept of ['application/fhir+json', 'application/fhir+xml'])
      for (const [method, path, body] of [
        ['GET', '/metadata'],
        ['GET', '/Patient?_count=3&_sort=-_lastUpdated&unknown=1'],
        ['GET', `/Patient?_id=${id}&_summary=true`],
        ['GET', '/_history?_count=5'],
        ['GET', '/Patient/none'],
        ['POST', '', batch],
      ] as const) {
        const { text } = await send(method, path, body, { Accept: accept });
        const { findings } = judgeResource(
          new Artefact('answer', Buffer.from(text)),
          definitions,
          { profiles: [], mustSupport: false },
          { at: new Date(), insAuthority: undefined },
        );
        expect([path, findings.filter(({ severity }) => severity === 'error').map(({ rule, place }) => `${rule} ${place.path}`)]).toEqual([
          path,
          [],
        ]);
      }
  });

  test('Prefer', async () => {
    const minimal = await send('POST', '/Patient', patient('PREFER'), { Prefer: 'return=minimal' });
    expect([minimal.status, minimal.text]).toEqual([201, '']);
    const outcome = await send('POST', '/Patient', patient('PREFER'), { Prefer: 'return=OperationOutcome' });
    expect([outcome.status, outcome.json['resourceType']]).toEqual([201, 'OperationOutcome']);
    expect((await get('/Patient?nothing=1', { Prefer: 'handling=strict' })).status).toBe(400);
    const lenient = await get('/Patient?nothing=1&_count=1');
    expect(lenient.json.entry!.at(-1)!.search.mode).toBe('outcome');
    expect(lenient.json.link![0]!.url).not.toContain('nothing');
  });

  test('/metadata says what is offered, and nothing else is', async () => {
    const { json, status } = await get('/metadata');
    expect([status, json['resourceType']]).toEqual([200, 'CapabilityStatement']);
    const refused = await send('DELETE', '/Location/1');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT']);
    // ids are the server's own
    const unknown = await send('PUT', '/Location/1', { resourceType: 'Location', id: '1', name: 'X' });
    // an address does not allow the method that it refuses
    expect([unknown.status, unknown.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const create = await send('POST', '/Location', { resourceType: 'Location', name: 'X' });
    expect([create.status, create.headers.get('allow')]).toEqual([405, '']);
    expect((await send('PUT', '/Patient/abc/_history', {})).headers.get('allow')).toBe('GET, HEAD');
    expect((await get('/Encounter')).status).toBe(404);
    expect((await send('PUT', '/metadata', {})).status).toBe(405);
  });
});

describe('search', () => {
  test('strings, tokens, dates, numbers, quantities, uris', async () => {
    const value = tag();
    const id = await made(
      patient('Lévêque-Œuf', {
        identifier: [{ system: 'urn:s', value }],
        birthDate: '1980-02-03',
        active: true,
        gender: 'female',
        telecom: [{ system: 'email', value: `${value}@example.org` }],
      }),
    );
    const finds = async (query: string): Promise<boolean> => ids(await get(`/Patient?identifier=${value}&${query}`)).includes(id);
    for (const query of [
      'family=leveque',
      'family:exact=L%C3%A9v%C3%AAque-%C5%92uf',
      'family:contains=que-oeuf',
      'name=LEV',
      `identifier=urn:s|${value}`,
    ])
      expect([query, await finds(query)]).toEqual([query, true]);
    for (const query of [
      'identifier=urn:s|',
      'gender=male,female',
      'gender:not=male',
      'active=true',
      'deceased=false',
      `email=${value}@example.org`,
    ])
      expect([query, await finds(query)]).toEqual([query, true]);
    for (const query of [
      'birthdate=1980',
      'birthdate=1980-02-03',
      'birthdate=ge1980-02-03',
      'birthdate=lt1980-02-04',
      'birthdate=ne1981',
      'birthdate=sa1979',
      'birthdate=eb1981',
      'birthdate:missing=false',
      'death-date:missing=true',
      '_lastUpdated=gt2020',
    ])
      expect([query, await finds(query)]).toEqual([query, true]);
    for (const query of [
      'family=eveque',
      'family:exact=leveque',
      `identifier=urn:t|${value}`,
      `identifier=|${value}`,
      'gender:not=female',
      'birthdate=1980-02-04',
      'birthdate=gt1980-02-03',
      'birthdate=lt1980-02-03',
      'birthdate:missing=true',
      'family=a%5C%2Cb',
    ])
      expect([query, await finds(query)]).toEqual([query, false]);
    const subject = { reference: `Patient/${id}` };
    const weight = await made({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'w' },
      subject,
      valueQuantity: { value: 72.5, system: 'http://unitsofmeasure.org', code: 'kg' },
    });
    const weighs = async (query: string): Promise<boolean> =>
      ids(await get(`/Observation?subject=${id}&value-quantity=${query}`)).includes(weight);
    for (const query of ['72.5', '72.5|http://unitsofmeasure.org|kg', 'gt72', 'ap70', 'le72.5||kg'])
      expect([query, await weighs(query)]).toEqual([query, true]);
    for (const query of ['72', '72.5||g', 'lt72.5']) expect([query, await weighs(query)]).toEqual([query, false]);
    const risk = await made({ resourceType: 'RiskAssessment', status: 'final', subject, prediction: [{ probabilityDecimal: 0.25 }] });
    expect(ids(await get('/RiskAssessment?probability=0.25'))).toEqual([risk]);
    const set = await made({ resourceType: 'ValueSet', status: 'draft', url: 'http://example.org/a/b' });
    expect(ids(await get('/ValueSet?url=http://example.org/a/b'))).toEqual([set]);
    expect(ids(await get('/ValueSet?url:below=http://example.org/a'))).toEqual([set]);
  });

  test('references, chains, reverse chains, includes', async () => {
    const value = tag();
    const organization = await made({ resourceType: 'Organization', name: `Org ${value}`, identifier: [{ value }] });
    const doctor = await made({ resourceType: 'Practitioner', name: [{ family: value }] });
    const person = await made(
      patient('CHAIN', {
        managingOrganization: { reference: `Organization/${organization}` },
        generalPractitioner: [{ reference: `Practitioner/${doctor}` }],
      }),
    );
    const schedule = await made({
      resourceType: 'Schedule',
      actor: [{ reference: `Practitioner/${doctor}` }, { identifier: { system: 'urn:x', value } }],
    });
    const slot = await made({
      resourceType: 'Slot',
      schedule: { reference: `Schedule/${schedule}` },
      status: 'free',
      start: '2026-12-01T09:00:00+01:00',
      end: '2026-12-01T09:20:00+01:00',
    });
    for (const query of [
      `organization=${organization}`,
      `organization=Organization/${organization}`,
      `organization=${listening.url}/Organization/${organization}`,
      `organization.name=org ${value}`,
      `general-practitioner:Practitioner.family=${value}`,
      `organization:Organization=${organization}`,
    ])
      expect([query, ids(await get(`/Patient?${query}`))]).toEqual([query, [person]]);
    expect(ids(await get(`/Slot?schedule.actor:Practitioner.family=${value}`))).toEqual([slot]);
    expect(ids(await get(`/Slot?schedule.actor.family=${value}`))).toEqual([slot]);
    expect(ids(await get(`/Schedule?actor:identifier=urn:x|${value}`))).toEqual([schedule]);
    expect(ids(await get(`/Organization?_has:Patient:organization:family=chain&identifier=${value}`))).toEqual([organization]);
    expect(ids(await get(`/Practitioner?_has:Schedule:actor:_has:Slot:schedule:status=free&family=${value}`))).toEqual([doctor]);
    expect(ids(await get(`/Practitioner?_has:Schedule:actor:_has:Slot:schedule:status=busy&family=${value}`))).toEqual([]);
    const included = await get(`/Slot?_id=${slot}&_include=Slot:schedule&_include=Schedule:actor`);
    expect(ids(included, 'include')).toEqual([schedule, doctor]);
    expect(ids(await get(`/Organization?_id=${organization}&_revinclude=Patient:organization`), 'include')).toEqual([person]);
    expect(ids(await get(`/Patient?_id=${person}&_include=*`), 'include').sort()).toEqual([organization, doctor].sort());
    for (const query of [
      'organization:Nothing-=1',
      'family.name=x',
      '_include=Patient:family',
      'birthdate=yesterday',
      'birthdate:exact=1980',
      '_sort=nothing',
      '_count=-1',
      '_total=maybe',
      '_page=zzz',
    ])
      expect([query, (await get(`/Patient?${query}`)).status]).toEqual([query, 400]);
  });

  test('pages, order, totals, summaries, parts', async () => {
    const value = tag();
    for (const [given, birthDate] of [
      ['C', '1970-01-01'],
      ['A', '1990-01-01'],
      ['B', '1980-01-01'],
      ['D', undefined],
    ] as const)
      await made({
        resourceType: 'Patient',
        name: [{ family: value, given: [given] }],
        gender: 'male',
        multipleBirthBoolean: false,
        text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
        ...(birthDate && { birthDate }),
      });
    const given = ({ json }: Answer): string =>
      (json.entry ?? []).map(({ resource }) => (resource['name'] as { given: string[] }[])[0]!.given[0]).join('');
    expect(given(await get(`/Patient?family=${value}&_sort=birthdate`))).toBe('CBAD');
    expect(given(await get(`/Patient?family=${value}&_sort=-birthdate,given`))).toBe('ABCD');
    expect(given(await get(`/Patient?family=${value}&_sort=given`))).toBe('ABCD');
    let page = await get(`/Patient?family=${value}&_sort=given&_count=3`);
    expect([given(page), page.json.total]).toEqual(['ABC', 4]);
    page = await get(page.json.link!.find(({ relation }) => relation === 'next')!.url.slice(listening.url.length));
    expect(given(page)).toBe('D');
    expect(page.json.link!.some(({ relation }) => relation === 'next')).toBe(false);
    const count = await get(`/Patient?family=${value}&_summary=count`);
    expect([count.json.total, count.json.entry]).toEqual([4, undefined]);
    expect((await get(`/Patient?family=${value}&_count=1000000000`)).json.entry).toHaveLength(4);
    const [summary] = (await get(`/Patient?family=${value}&_summary=true`)).json.entry!;
    expect([summary!.resource['text'], summary!.resource['multipleBirthBoolean']]).toEqual([undefined, undefined]);
    expect(summary!.resource['gender']).toBe('male');
    expect(JSON.stringify(summary!.resource['meta'])).toContain('SUBSETTED');
    const [part] = (await get(`/Patient?family=${value}&_elements=gender`)).json.entry!;
    expect(Object.keys(part!.resource).sort()).toEqual(['gender', 'id', 'meta', 'resourceType']);
    const [text] = (await get(`/Patient?family=${value}&_summary=text`)).json.entry!;
    expect(Object.keys(text!.resource).sort()).toEqual(['id', 'meta', 'resourceType', 'text']);
    const form = await send('POST', '/Patient/_search?_count=2', `family=${value}`, {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    expect([form.json.total, form.json.entry!.length]).toEqual([4, 2]);
  });
});

describe('transaction and batch', () => {
  const bundle = (type: string, entry: Json[]): Json => ({ resourceType: 'Bundle', type, entry });
  const urn = (number: number): string => `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

  test('references between entries, in circles too, are those to what they become', async () => {
    const value = tag();
    const done = await send(
      'POST',
      '',
      bundle('transaction', [
        {
          fullUrl: urn(1),
          resource: patient(value, {
            link: [{ other: { reference: urn(2) }, type: 'seealso' }],
            managingOrganization: { reference: urn(3) },
          }),
          request: { method: 'POST', url: 'Patient' },
        },
        {
          fullUrl: urn(2),
          resource: patient(value, { link: [{ other: { reference: urn(1) }, type: 'seealso' }] }),
          request: { method: 'POST', url: 'Patient' },
        },
        {
          fullUrl: urn(3),
          resource: { resourceType: 'Organization', identifier: [{ value }], name: 'X' },
          request: { method: 'POST', url: 'Organization', ifNoneExist: `identifier=${value}` },
        },
        { request: { method: 'GET', url: `Patient?family=${value}` } },
      ]),
    );
    expect([done.status, done.json['type']]).toEqual([200, 'transaction-response']);
    expect(done.json.entry!.map(({ response }) => response['status'])).toEqual(['201 Created', '201 Created', '201 Created', '200 OK']);
    const found = done.json.entry![3]!.resource as unknown as Answer['json'];
    expect(found.total).toBe(2);
    const [a, b] = found.entry!.map(({ resource }) => resource as Json & { link: { other: { reference: string } }[] });
    expect([a!.link[0]!.other.reference, b!.link[0]!.other.reference]).toEqual([
      `Patient/${String(b!['id'])}`,
      `Patient/${String(a!['id'])}`,
    ]);
    // a reference by a condition, and one to what is there already
    const again = await send(
      'POST',
      '',
      bundle('transaction', [
        {
          fullUrl: urn(3),
          resource: { resourceType: 'Organization', identifier: [{ value }], name: 'X' },
          request: { method: 'POST', url: 'Organization', ifNoneExist: `identifier=${value}` },
        },
        {
          resource: patient(`${value}c`, { managingOrganization: { reference: `Organization?identifier=${value}` } }),
          request: { method: 'POST', url: 'Patient' },
        },
        { resource: patient(`${value}d`, { managingOrganization: { reference: urn(3) } }), request: { method: 'POST', url: 'Patient' } },
      ]),
    );
    expect(again.json.entry!.map(({ response }) => response['status'])).toEqual(['200 OK', '201 Created', '201 Created']);
    expect((await get(`/Patient?organization.identifier=${value}`)).json.total).toBe(3);
  });

  test('all or nothing', async () => {
    const value = tag();
    const good = { resource: patient(value), request: { method: 'POST', url: 'Patient' } };
    for (const [bad, status] of [
      [{ resource: patient(value, { gender: 'zzz' }), request: { method: 'POST', url: 'Patient' } }, 422],
      [{ resource: patient(value, { managingOrganization: { reference: urn(77) } }), request: { method: 'POST', url: 'Patient' } }, 400],
      [
        {
          resource: patient(value, { managingOrganization: { reference: 'Organization?name=nobody-at-all' } }),
          request: { method: 'POST', url: 'Patient' },
        },
        412,
      ],
      [{ request: { method: 'GET', url: 'Patient/not-there' } }, 404],
      [{ request: { method: 'DELETE', url: '../../etc/passwd' } }, 400],
      [{ resource: patient(value), request: { method: 'PUT', url: 'Patient/p1', ifMatch: 'W/"9"' } }, 400],
      [{}, 400],
    ] as const) {
      const refused = await send('POST', '', bundle('transaction', [good, bad]));
      expect([JSON.stringify(bad), refused.status]).toEqual([JSON.stringify(bad), status]);
      expect(JSON.stringify(refused.json.issue)).toContain('Bundle.entry[1]');
    }
    const twice = { resource: patient(value, { id: 'twice' }), request: { method: 'PUT', url: 'Patient/twice' } };
    expect(codes(await send('POST', '', bundle('transaction', [twice, twice])))).toEqual(['duplicate']);
    // two entries make the same resource: an entry that refers to the second one would refer to nothing
    const named = { ...patient(value), identifier: [{ value }] };
    const made = (number: number, request: Json): Json => ({ fullUrl: urn(number), resource: named, request });
    const create = { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${value}` };
    const update = { method: 'PUT', url: `Patient?identifier=${value}` };
    const other = {
      resource: patient(value, { link: [{ other: { reference: urn(2) }, type: 'seealso' }] }),
      request: { method: 'POST', url: 'Patient' },
    };
    for (const [one, two] of [
      [create, create],
      [create, update],
      [update, update],
    ]) {
      const refused = await send('POST', '', bundle('transaction', [made(1, one!), made(2, two!), other]));
      expect([refused.status, codes(refused)]).toEqual([400, ['duplicate']]);
    }
    expect((await get(`/Patient?family=${value}`)).json.total).toBe(0);
  });

  test('a batch is done one by one', async () => {
    const value = tag();
    const done = await send(
      'POST',
      '',
      bundle('batch', [
        { resource: patient(value), request: { method: 'POST', url: 'Patient' } },
        { request: { method: 'GET', url: 'Patient/not-there' } },
        { request: { method: 'GET', url: `Patient?family=${value}` } },
      ]),
    );
    expect(done.json.entry!.map(({ response }) => response['status'])).toEqual(['201 Created', '404 Not Found', '200 OK']);
    expect((await send('POST', '', bundle('collection', []))).status).toBe(400);
    expect(
      (
        await send(
          'POST',
          '',
          bundle(
            'batch',
            Array.from({ length: 5001 }, () => ({})),
          ),
        )
      ).status,
    ).toBe(413);
  });
});

describe('hostile requests', () => {
  test.each<[string, string, string | undefined, Record<string, string>, number]>([
    ['POST', '/Patient', '{"resourceType":"Patient",', {}, 400],
    ['POST', '/Patient', '{"resourceType":"Patient","gender":"male","gender":"female"}', {}, 400],
    ['POST', '/Patient', '[]', {}, 400],
    ['POST', '/Patient', '', {}, 400],
    ['POST', '/Patient', '{"resourceType":"Practitioner"}', {}, 400],
    ['POST', '/Patient', '{"resourceType":"Patient"}', { 'Content-Type': 'text/plain' }, 415],
    ['POST', '/Patient', '{"resourceType":"Patient"}', { 'Content-Type': 'application/fhir+json; fhirVersion=3.0' }, 415],
    ['POST', '/Patient', '{"resourceType":"Patient"}', { 'Content-Type': 'application/fhir+json; charset=latin1' }, 415],
    [
      'POST',
      '/Patient',
      '<!DOCTYPE x [<!ENTITY a "b">]><Patient xmlns="http://hl7.org/fhir"/>',
      { 'Content-Type': 'application/fhir+xml' },
      400,
    ],
    ['POST', '/Patient', `{"resourceType":"Patient","extension":${'[{"extension":'.repeat(1000)}`, {}, 400],
    ['PUT', '/Patient/abc', '{"resourceType":"Patient","id":"def"}', {}, 400],
    ['PUT', '/Patient/abc', '{"resourceType":"Patient"}', {}, 400],
    ['GET', '/Patient/..%2f..%2fetc%2fpasswd', undefined, {}, 400],
    ['GET', '/Patient/%00', undefined, {}, 400],
    ['GET', '/Patient/%zz', undefined, {}, 400],
    ['GET', `/Patient/${'a'.repeat(65)}`, undefined, {}, 400],
    ['GET', "/Patient/1'%20OR%201=1", undefined, {}, 400],
    ['GET', `/Patient?${'name=a&'.repeat(100)}`, undefined, {}, 403],
    ['GET', `/Patient?name=${'a,'.repeat(600)}`, undefined, {}, 403],
    ['GET', `/Patient?${'link.'.repeat(12)}name=a`, undefined, {}, 403],
    ['GET', `/Patient?${'_has:Patient:link:'.repeat(12)}name=a`, undefined, {}, 403],
    ['GET', `/Patient?${'_include=Patient:link&'.repeat(30)}`, undefined, {}, 403],
    ['GET', '/Appointment?supporting-info.based-on.based-on.based-on.identifier=a', undefined, {}, 403],
    ['GET', '/', undefined, {}, 400],
    ['DELETE', '/', undefined, {}, 405],
    ['PATCH', '/Patient/abc/_history/1', undefined, {}, 405],
    ['OPTIONS', '/Patient', undefined, {}, 405],
  ])('%s, number %#', async (method, path, body, headers, status) => {
    const answer = await send(method, path, body, headers);
    expect(answer.status).toBe(status);
    expect(answer.json['resourceType']).toBe('OperationOutcome');
    expect(answer.json.issue!.length).toBeGreaterThan(0);
  });

  test('includes in circles end', async () => {
    const value = tag();
    const first = await made(patient(value));
    let last = first;
    for (let number = 0; number < 4; number++)
      last = await made(patient(value, { link: [{ other: { reference: `Patient/${last}` }, type: 'seealso' }] }));
    await send(
      'PUT',
      `/Patient/${first}`,
      patient(value, { id: first, link: [{ other: { reference: `Patient/${last}` }, type: 'seealso' }] }),
    );
    const found = await get(`/Patient?_id=${first}&_include:iterate=Patient:link&_revinclude:iterate=Patient:link`);
    expect(found.json.entry).toHaveLength(5);
  });
});

test('all that was answered is as FHIR has it', async () => {
  const { judged, told } = await judgeExchanges(evidence);
  expect(judged).toBeGreaterThan(200);
  expect(told).toEqual([]);
});
