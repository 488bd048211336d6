import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MedplumClient, OperationOutcomeError } from '@medplum/core';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IdentityStore, NOBODY, TEST_DOMAINS, TEST_PATIENTS, type Identity } from '../../src/identity/index.js';
import { type Artefact, packageRoot, type PlannedFault } from '../../src/model/index.js';
import { DefinitionSet, Shelf, shelve, type Definitions } from '../../src/protocols/fhir/index.js';
import { fhirDefinitions } from '../../src/packs/index.js';
import { ClientBench, type Started } from '../../test/support/client-simulator.js';
import { judgeExchanges } from '../../test/support/fhir-rest.js';
import { judgeResource } from '../../validators/fhir/judge-resource.js';
import { PatientDemographicsConsumer } from '../patient-demographics-consumer/index.js';
import { openFhirDoor } from './iti-78.js';

const SUPPLIER = 'patient-demographics-supplier';
const [NORTH, SOUTH] = TEST_DOMAINS;
const NIR = 'urn:oid:1.2.250.1.213.1.4.10';
const ZOE = '287033818504228';

/** Somebody with all that a Patient can tell. */
const PAUL: Identity = {
  ...NOBODY,
  identifiers: [{ value: 'N9001', authority: NORTH!, type: 'PI' }],
  names: [
    { family: 'DURAND', given: 'PAUL', givenList: 'PAUL YVES', use: 'L' },
    { family: 'Le Roy', given: 'PAUL', use: 'D' },
  ],
  birthDate: '19790328',
  sex: 'M',
  addresses: [
    { street: '3 rue des Essais', city: 'BREST', state: 'BZH', postalCode: '29200', country: 'FRA', type: 'H' },
    { city: 'QUIMPER', countyCode: '29232', type: 'BDL' },
  ],
  telecoms: [
    { number: '02 98 00 00 01', use: 'PRN', equipment: 'PH' },
    { email: 'paul@example.org', use: 'NET', equipment: 'Internet' },
  ],
  motherMaidenNames: [{ family: 'KERVELLA' }],
  multipleBirth: true,
  birthOrder: 2,
  deathDate: '20260102',
  reliability: ['PROV'],
};

let bench: ClientBench;
let store: IdentityStore;
const closing: (() => Promise<void>)[] = [];
/** evidence of doors that do nothing wrong on purpose */
const evidence: string[] = [];
let consumer: Started<PatientDemographicsConsumer>;

/** Opens the FHIR door of a supplier; returns its address. */
async function open(faults: PlannedFault[] = [], clear = false): Promise<string> {
  const { tls, ...context } = bench.context({ listen: { host: '127.0.0.1', port: 0, doors: { fhir: 0 } }, faults });
  const door = await openFhirDoor(SUPPLIER, { ...context, ...(!clear && { tls: tls! }) }, store, { mostMatches: 8 });
  if (faults.length === 0) evidence.push(context.recorder.directory);
  closing.push(() => door!.listening.close());
  return door!.endpoint.url.replace('127.0.0.1', 'localhost');
}

beforeAll(async () => {
  bench = await ClientBench.open();
  store = new IdentityStore();
  for (const domain of TEST_DOMAINS) store.addDomain(domain);
  for (const identity of [...TEST_PATIENTS, PAUL]) store.register(identity, { complete: true, at: '20260101' });
  // the other hospital has heard of a move
  store.register(
    { identifiers: TEST_PATIENTS[1]!.identifiers, addresses: [{ city: 'ROUEN', type: 'H' }] },
    { complete: true, at: '20260102' },
  );
  consumer = await bench.start(new PatientDemographicsConsumer(), { peers: { [`${SUPPLIER}-fhir`]: await open() } });
});
afterAll(async () => {
  await consumer.simulator.stop();
  for (const close of closing) await close();
  store.close();
  bench.close();
});

interface Bundle {
  resourceType: string;
  entry?: {
    resource: { resourceType: string; id: string; identifier?: { system: string; value: string }[]; issue?: { code: string }[] };
  }[];
}

const ask = (parameters: Record<string, string | string[]>, more: object = {}) => consumer.perform('ITI-78', { parameters, ...more });
const bundleOf = (answer: Artefact | undefined): Bundle => JSON.parse(Buffer.from(answer!.bytes).toString('utf8')) as Bundle;

/** The identifiers by which the first hospital knows those who were found. */
async function found(parameters: Record<string, string | string[]>): Promise<string[]> {
  const { values, answer } = await ask(parameters);
  expect(values['status']).toBe('200');
  return (bundleOf(answer).entry ?? []).map(({ resource }) => {
    const local = resource.identifier!.find(({ system }) => system === `urn:oid:${NORTH!.oid}`);
    return local?.value ?? resource.identifier![0]!.value;
  });
}

describe('ITI-78 searches', () => {
  test.each<[parameters: Record<string, string | string[]>, found: string[]]>([
    [{ family: 'armen' }, ['N1001']],
    [{ family: 'ARM*' }, ['N1001']],
    [{ family: 'GAUD' }, []],
    [{ 'family:contains': 'gaud' }, ['N1001']],
    [{ 'family:exact': 'armengaud' }, []],
    [{ 'family:exact': 'ARMENGAUD' }, ['N1001']],
    [{ 'family:exact': 'ARMEN' }, []],
    // the name at birth and the one that is used
    [{ family: 'vidal' }, ['N1002']],
    [{ family: 'de la tour blanche', given: 'marie helene' }, ['N1002']],
    [{ family: 'oeuvrard', given: 'loic' }, ['N1008']],
    [{ family: 'boisvert,kermadec' }, ['N1003', 'N1004', 'N1005']],
    [{ family: ['boisvert', 'kermadec'] }, []],
    [{ family: 'boisvert', given: 'lou' }, ['N1004']],
    [{ family: 'martin', gender: 'female' }, ['N1100', 'N1102', 'N1104']],
    [{ family: 'martin', gender: 'http://hl7.org/fhir/administrative-gender|male' }, ['N1101', 'N1103', 'N1105']],
    [{ family: 'martin', gender: 'urn:oid:1.2.3|male' }, []],
    [{ gender: 'other' }, []],
    [{ family: 'armengaud', birthdate: '1987-03-14' }, ['N1001']],
    [{ birthdate: '1987-03' }, ['N1001']],
    [{ birthdate: 'eq1987' }, ['N1001']],
    [{ birthdate: ['ge1981', 'lt1983'] }, ['N1101', 'N1102']],
    [{ birthdate: ['gt1981', 'le1983'] }, ['N1102', 'N1103']],
    [{ birthdate: ['sa1981-04-01', 'eb1983-04-01'] }, ['N1102']],
    [{ family: 'martin', birthdate: 'ne1982' }, ['N1100', 'N1101', 'N1103', 'N1104', 'N1105']],
    [{ family: 'boisvert', birthdate: 'ap2016' }, ['N1003', 'N1004']],
    [{ family: 'martin', birthdate: 'ap2016' }, []],
    [{ birthdate: '1982,1984' }, ['N1102', 'N1104']],
    // of whom only the year is known was perhaps born on that day, which FHIR does not take for a match
    [{ family: 'konate', birthdate: '1954' }, ['N1006']],
    [{ family: 'konate', birthdate: '1954-01-01' }, []],
    [{ 'address-city': 'brest' }, ['N9001']],
    [{ 'address-city': 'quimper' }, []],
    [{ 'address-city:exact': 'Brest' }, []],
    [{ 'address-postalcode': '29200', 'address-state': 'BZH', 'address-country': 'FRA' }, ['N9001']],
    [{ address: '3 rue' }, ['N9001']],
    [{ telecom: '0298000001' }, ['N9001']],
    [{ telecom: 'phone|02-98-00-00-01' }, ['N9001']],
    [{ telecom: 'email|0298000001' }, []],
    [{ telecom: 'email|paul@example.org' }, ['N9001']],
    [{ mothersMaidenName: 'kerv' }, ['N9001']],
    [{ identifier: `urn:oid:${NORTH!.oid}|N1005` }, ['N1005']],
    [{ identifier: `urn:oid:${SOUTH!.oid}|N1005` }, []],
    [{ identifier: 'N1005' }, ['N1005']],
    [{ identifier: '|N1005' }, []],
    [{ identifier: `${NIR}|${ZOE}` }, ['N1001']],
    [{ identifier: `urn:oid:${NORTH!.oid}|N1004,urn:oid:${NORTH!.oid}|N1005` }, ['N1004', 'N1005']],
    [{ identifier: [`${NIR}|${ZOE}`, `urn:oid:${SOUTH!.oid}|S2001`] }, ['N1001']],
    [{ identifier: [`${NIR}|${ZOE}`, `urn:oid:${SOUTH!.oid}|S2002`] }, []],
    // what one hospital says of her, though the other one was known first
    [{ identifier: `${NIR}|${ZOE}`, 'address-city': 'rouen' }, ['N1001']],
    [{ identifier: `${NIR}|${ZOE}`, 'address-city': 'nantes' }, []],
    [{ family: 'martin', active: 'false' }, []],
    [{ family: 'kermadec', active: 'true' }, ['N1005']],
    [{ _id: '1,3' }, ['N1001', 'N1002']],
    [{ _id: '1,3', family: 'vidal' }, ['N1002']],
    [{ _id: ['1,3', '3'] }, ['N1002']],
    [{ _id: 'x' }, []],
  ])('%j', async (parameters, expected) => expect(await found(parameters)).toEqual(expected));

  test('by POST, in XML, in pages, counted', async () => {
    const posted = await ask({ family: 'armengaud' }, { method: 'POST', format: 'xml' });
    expect(posted.exchange.error).toBeUndefined();
    expect(Buffer.from(posted.answer!.bytes).toString('utf8')).toMatch(/^<\?xml [^>]*>\s*<Bundle /);
    expect(posted.values).toMatchObject({ ins: ZOE, birthFamily: 'ARMENGAUD', given: 'ZOE', givenList: 'ZOE LOUISE', birthPlace: '38185' });
    expect((await ask({ family: 'martin', _summary: 'count' })).values).toMatchObject({ total: '6', patients: '0' });
    const pages = [(await ask({ family: 'martin', _count: '4' })).values];
    pages.push((await consumer.perform('ITI-78', { operation: 'continue' })).values);
    expect(pages.map(({ total, patients }) => [total, patients])).toEqual([
      ['6', '4'],
      ['6', '2'],
    ]);
    await expect(consumer.perform('ITI-78', { operation: 'continue' })).rejects.toThrow('no next page');
  });

  test('a domain alone tells whose identifiers are wanted', async () => {
    const { values, answer } = await ask({ family: 'armengaud', identifier: `urn:oid:${SOUTH!.oid}|` });
    expect(values['patients']).toBe('1');
    expect(bundleOf(answer).entry![0]!.resource.identifier!.map(({ value }) => value)).toEqual(['S2001']);
    expect((await ask({ family: 'kermadec', identifier: `urn:oid:${SOUTH!.oid}|` })).values).toMatchObject({ total: '0' });
  });

  test('a Patient is retrieved; unchanged, it is not sent again', async () => {
    await ask({ family: 'durand' });
    const { values, answer } = await consumer.perform('ITI-78', { operation: 'retrieve' });
    expect(values).toMatchObject({ status: '200', resourceType: 'Patient', birthFamily: 'DURAND', reliability: 'PROV' });
    expect(bundleOf(answer)).toMatchObject({
      active: true,
      multipleBirthInteger: 2,
      deceasedDateTime: '2026-01-02',
      telecom: [
        { system: 'phone', value: '02 98 00 00 01', use: 'home' },
        { system: 'email', value: 'paul@example.org' },
      ],
      address: [{ use: 'home', line: ['3 rue des Essais'], city: 'BREST', state: 'BZH', postalCode: '29200', country: 'FRA' }],
    });
    expect((await consumer.perform('ITI-78', { operation: 'retrieve', id: '999' })).values).toMatchObject({
      status: '404',
      issue: 'not-found',
    });
    expect((await consumer.perform('ITI-78', { operation: 'retrieve', id: '../1' })).values).toMatchObject({
      status: '400',
      issue: 'value',
    });
  });

  test.each<[parameters: Record<string, string>, status: string, issue: string]>([
    [{ identifier: 'urn:oid:2.999.4|1' }, '404', 'not-found'],
    [{ identifier: 'https://example.org/ids|' }, '404', 'not-found'],
    [{}, '403', 'too-costly'],
    [{ 'given:text': 'a' }, '400', 'not-supported'],
    [{ 'birthdate:missing': 'true' }, '400', 'not-supported'],
    [{ birthdate: '1987-02-30' }, '400', 'value'],
    [{ family: 'A*B' }, '400', 'value'],
    [{ family: 'martin', _page: '-1' }, '400', 'value'],
    [{ 'organization.name': 'x', _id: '1' }, '200', 'not-supported'],
    [{ family: 'martin', _sort: 'family' }, '200', 'not-supported'],
  ])('%j is answered %s with %s', async (parameters, status, issue) =>
    expect((await ask(parameters)).values).toMatchObject({ status, issue }),
  );

  test('a question with very many values is answered', async () => {
    const many = Array.from({ length: 500 }, (_, i) => `N${i}`).join(',');
    expect((await ask({ identifier: many, family: 'martin' })).values).toMatchObject({ status: '200', total: '0' });
    expect((await ask({ identifier: `${many},N9001` }, { method: 'POST' })).values).toMatchObject({ status: '403', issue: 'too-costly' });
    expect((await ask({ identifier: many.replace('N499', 'N9001') })).values).toMatchObject({ status: '200', total: '1' });
  });
});

const INS_RULES = ['FHIR-100', 'FHIR-101', 'FHIR-107', 'FHIR-109', 'FHIR-112', 'FHIR-116', 'FHIR-117'];
const AT = { at: new Date('2026-11-21T10:00:00Z'), insAuthority: 'test' };

/** Every patient, as an answer of ours tells them. */
async function everybody(definitions: Definitions): Promise<ReturnType<typeof judgeResource>[]> {
  const answers = await Promise.all(
    ['armengaud', 'de la tour', 'boisvert', 'kermadec,konate', 'santoni,oeuvrard,durand', 'martin'].map((family) => ask({ family })),
  );
  return answers.map(({ answer }) => judgeResource(answer!, definitions, { profiles: [], mustSupport: false }, AT));
}

test('answers are valid, and so are the INS in them', async () => {
  const judged = await everybody(fhirDefinitions([]));
  expect(judged.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'))).toEqual([]);
  expect(judged[0]!.evaluated).toEqual(expect.arrayContaining(INS_RULES));
});

const profiles = join(process.env['ADDAX_SAMPLES'] ?? '', 'frcore/conformance');

/** The profiles of fr-core are not ours to keep in the tree. */
(existsSync(profiles) ? test : test.skip)('answers are what fr-core-patient and fr-core-patient-ins want (ADDAX_SAMPLES)', async () => {
  const base = new Shelf(readFileSync(join(packageRoot, 'dist/fhir-r4.shelf')), 'hl7.fhir.r4.core:4.0.1');
  const french = readdirSync(profiles).map((name) => JSON.parse(readFileSync(join(profiles, name), 'utf8')) as unknown);
  const judged = await everybody(new DefinitionSet([base, new Shelf(shelve(french), 'fr-core')]));
  expect(judged.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'))).toEqual([]);
});

test('faults: an INS that is wrong is found by the validator, nobody is found, refused', async () => {
  const faulty = async (fault: PlannedFault['fault'], parameters: object) => {
    const client = await bench.start(new PatientDemographicsConsumer(), { peers: { [`${SUPPLIER}-fhir`]: await open([{ fault }]) } });
    const performed = await client.perform('ITI-78', { parameters });
    await client.simulator.stop();
    return performed;
  };
  const wrong = await faulty({ 'wrong-ins': 'key' }, { family: 'armengaud' });
  const { findings } = judgeResource(wrong.answer!, fhirDefinitions([]), { profiles: [], mustSupport: false }, AT);
  expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['FHIR-101']);
  const absent = await faulty({ 'wrong-ins': 'absent' }, { family: 'armengaud' });
  expect(absent.values).toMatchObject({ patients: '1', reliability: 'PROV' });
  expect(absent.values).not.toHaveProperty('ins');
  expect((await faulty({ 'empty-result': true }, { family: 'armengaud' })).values).toMatchObject({ status: '200', total: '0' });
  expect((await faulty({ 'operation-outcome': 'throttled' }, { family: 'x' })).values).toMatchObject({ status: '429', issue: 'throttled' });
});

test('the consumer takes what strangers answer, and goes on at the server that it asks only', async () => {
  const bundle = (next: string): string =>
    JSON.stringify({ resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'next', url: next }], entry: [{ resource: 1 }, {}] });
  const asked: string[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push(url!);
    const host = `http://${headers.host}`;
    const answers: Record<string, string> = {
      here: bundle(`${host}/fhir?_getpages=1`),
      elsewhere: bundle('http://127.0.0.1:9/fhir'),
      nowhere: bundle('::'),
      html: '<html>no</html>',
    };
    response.end(answers[new URL(url!, host).searchParams.get('family') ?? ''] ?? '');
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  const client = await bench.start(new PatientDemographicsConsumer(), { peers: { [SUPPLIER]: `http://127.0.0.1:${port}/fhir/` } });
  const go = (family: string) => client.perform('ITI-78', { parameters: { family } });
  const goOn = () => client.perform('ITI-78', { operation: 'continue' });
  expect((await go('here')).values).toMatchObject({ status: '200', resourceType: 'Bundle', patients: '0' });
  expect((await goOn()).values).toEqual({ status: '200' });
  for (const family of ['elsewhere', 'nowhere', 'html']) {
    await go(family);
    await expect(goOn()).rejects.toThrow('no next page');
  }
  await expect(client.perform('ITI-78', { operation: 'retrieve' })).rejects.toThrow('no patient');
  expect(asked).toEqual([
    '/fhir/Patient?family=here',
    '/fhir?_getpages=1',
    ...['elsewhere', 'nowhere', 'html'].map((one) => `/fhir/Patient?family=${one}`),
  ]);
  await client.simulator.stop();
  server.close();
});

test('a client of others searches, reads, goes through pages and is refused', async () => {
  const url = new URL(await open([], true));
  const client = new MedplumClient({ baseUrl: `${url.origin}/`, fhirUrlPath: SUPPLIER, fetch, cacheTime: 0 });
  const [zoe] = await client.searchResources('Patient', { identifier: `${NIR}|${ZOE}` });
  expect(zoe).toMatchObject({ birthDate: '1987-03-14', gender: 'female' });
  expect(await client.readResource('Patient', zoe!.id)).toMatchObject({ name: [{ use: 'official', family: 'ARMENGAUD', given: ['ZOE'] }] });
  const families: number[] = [];
  for await (const page of client.searchResourcePages('Patient', 'family=martin&_count=4')) families.push(page.length);
  expect(families).toEqual([4, 2]);
  const refused: unknown = await client.createResource({ resourceType: 'Patient' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(OperationOutcomeError);
  const metadata = (await (await fetch(`${url.href}/metadata`)).json()) as { rest: { resource: { searchParam: { name: string }[] }[] }[] };
  expect(metadata.rest[0]!.resource[0]!.searchParam.map(({ name }) => name).sort()).toEqual(
    [
      ...['_id', 'active', 'address', 'address-city', 'address-country', 'address-postalcode', 'address-state', 'birthdate'],
      ...['family', 'gender', 'given', 'identifier', 'mothersMaidenName', 'telecom'],
    ].sort(),
  );
});

test('all that the supplier answered is as FHIR has it', async () => {
  const outcomes = await Promise.all(evidence.map((directory) => judgeExchanges(directory)));
  expect(outcomes.flatMap(({ told }) => told)).toEqual([]);
  expect(outcomes.reduce((sum, { judged }) => sum + judged, 0)).toBeGreaterThan(50);
});
