import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  FAULT_NAMES,
  FAULTS,
  faultsOf,
  packageRoot,
  readFault,
  type PlannedFault,
  type RecordOf,
  type Simulator,
} from '../../src/model/index.js';
import { readObjectList, readRegistryResponse } from '../../src/protocols/ebxml/index.js';
import { openSoap, WSSE, WST, XDSB } from '../../src/protocols/soap/index.js';
import type { Artefact } from '../../src/model/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { DocumentConsumer } from '../document-consumer/index.js';
import { DocumentRegistry } from '../document-registry/index.js';
import { manifest as registryManifest } from '../document-registry/manifest.js';
import { DocumentSource } from '../document-source/index.js';
import { manifest as sourceManifest } from '../document-source/manifest.js';
import { manifest as agendaManifest } from '../agenda-manager/manifest.js';
import { manifest as authorizationManifest } from '../authorization-server/manifest.js';
import { manifest as demographicsSupplierManifest } from '../patient-demographics-supplier/manifest.js';
import { manifest as crossReferenceManifest } from '../patient-identifier-cross-reference-manager/manifest.js';
import { manifest as identitySourceManifest } from '../patient-identity-source/manifest.js';
import { manifest as issuerManifest } from '../vihf-issuer/manifest.js';
import { DocumentRepository } from './index.js';
import { manifest } from './manifest.js';

const patient = {
  ins: '279035121518989',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  sex: 'F',
  birthDate: '19790328',
  birthPlace: '51215',
};
const REPOSITORY = '2.25.4242';

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

const running: Simulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

/** A platform and a client, each with its faults. */
async function play(faults: { repository?: PlannedFault[]; registry?: PlannedFault[]; source?: PlannedFault[] }) {
  const context = bench.context({ parameters: { 'repository-unique-id': REPOSITORY } });
  const peers: Record<string, string> = {};
  for (const [simulator, own] of [
    [new DocumentRegistry(), faults.registry],
    [new DocumentRepository(), faults.repository],
  ] as const) {
    running.push(simulator);
    for (const { actor, url } of await simulator.start({ ...context, peers, faults: own ?? [] })) peers[actor] = url;
  }
  const source = await bench.start(new DocumentSource(), { peers, faults: faults.source ?? [] });
  const consumer = await bench.start(new DocumentConsumer(), { peers });
  const search = (query = 'FindDocuments') => consumer.perform('ITI-18', { patient, query });
  return {
    publish: () => source.perform('ITI-41', { patient }),
    search,
    retrieve: (uniqueId: string) => consumer.perform('ITI-43', { patient, repositoryUniqueId: REPOSITORY, uniqueId }),
    /** the faults that the platform committed */
    committed: () => context.recorder.events.filter((e): e is RecordOf<'fault'> => e.kind === 'fault'),
    events: () => context.recorder.events,
  };
}

const errorsIn = (answer: Artefact | undefined): string[] =>
  (answer && openSoap(answer).root && readRegistryResponse(openSoap(answer).root!)?.errors.map(({ code }) => code)) ?? [];

describe('an answer to ITI-41', () => {
  test.each<[string, PlannedFault['fault'], { status: string; http?: number; more?: RegExp }]>([
    ['http-status', { 'http-status': 500 }, { status: 'none', http: 500 }],
    ['retry-after alone is 503', { 'retry-after': 7 }, { status: 'none', http: 503, more: /retry-after: 7/i }],
    ['half-close', { 'half-close': true }, { status: 'none', http: 0 }],
    ['cut-after-bytes', { 'cut-after-bytes': 300 }, { status: 'none', http: 0 }],
    ['duplicate', { duplicate: true }, { status: 'Success', http: 200 }],
    ['content-type', { 'content-type': 'text/html' }, { status: 'Success', http: 200, more: /content-type: text\/html/i }],
    ['registry-error', { 'registry-error': 'XDSRepositoryBusy' }, { status: 'Failure', http: 200, more: /XDSRepositoryBusy/ }],
    [
      'wsse subcode',
      { 'soap-fault': 'Sender/wsse:FailedCheck' },
      { status: 'fault', http: 400, more: new RegExp(`xmlns:wsse="${WSSE}">wsse:`) },
    ],
    ['wst subcode', { 'soap-fault': 'Sender wst:BadRequest' }, { status: 'fault', http: 400, more: new RegExp(`xmlns:wst="${WST}">wst:`) }],
    ['xds subcode', { 'soap-fault': 'Receiver/xds:Busy' }, { status: 'fault', http: 500, more: new RegExp(`xmlns:xds="${XDSB}">xds:`) }],
    ['wrong-message-id absent', { 'wrong-message-id': 'absent' }, { status: 'Success', more: /<\/wsa:Action><wsa:RelatesTo>/ }],
    ['wrong-message-id malformed', { 'wrong-message-id': 'malformed' }, { status: 'Success', more: /<wsa:MessageID>42</ }],
  ])('%s', async (_, fault, expected) => {
    const { publish, committed } = await play({ repository: [{ fault }] });
    const { values, exchange, answer } = await publish();
    expect(values['status']).toBe(expected.status);
    expect(exchange.answer?.complete === true ? answer!.about.status : 0).toBe(expected.http ?? 200);
    if (expected.more)
      expect(`${JSON.stringify(answer?.about.headers)} ${new TextDecoder().decode(answer!.bytes)}`.replaceAll('":"', ': ')).toMatch(
        expected.more,
      );
    if (expected.http === 0) expect(exchange.error).toBeDefined();
    expect(committed().map((record) => record.fault)).toEqual(Object.entries(fault).map(([name, value]) => ({ [name]: value })));
    expect(committed()[0]!.exchange).toMatch(/^x\d+$/);
  });

  test('wrong-relates-to and wrong-message-id, of the request', async () => {
    const { publish } = await play({ repository: [{ fault: { 'wrong-relates-to': true, 'wrong-message-id': 'repeated' } }] });
    const { request, answer } = await publish();
    const [asked, said] = [openSoap(request), openSoap(answer!)];
    expect(said.relatesTo).toMatch(/^urn:uuid:/);
    expect(said.relatesTo).not.toBe(asked.messageId);
    expect(said.messageId).toBe(asked.messageId);
  });
});

test('answers to ITI-18 and ITI-43 that bring nothing, too much, or the wrong thing', async () => {
  const { publish, search, retrieve, committed } = await play({
    repository: [
      { transaction: 'ITI-43', fault: { 'missing-part': true }, first: 1 },
      { transaction: 'ITI-43', fault: { 'wrong-part': 'altered' }, after: 1, first: 1 },
      { transaction: 'ITI-43', fault: { 'wrong-part': 'other' }, after: 2, first: 1 },
    ],
    registry: [
      { transaction: 'ITI-18', fault: { 'empty-result': true }, first: 1 },
      { transaction: 'ITI-18', fault: { 'result-count': 300 }, after: 1, first: 1 },
    ],
  });
  const { values: published } = await publish();
  expect(committed()).toEqual([]);
  expect((await search()).values['count']).toBe('0');
  const many = await search();
  expect(many.values['count']).toBe('300');
  const entries = readObjectList(readRegistryResponse(openSoap(many.answer!).root!)!.objects!).documentEntries;
  expect(new Set(entries.map(({ id }) => id)).size).toBe(300);
  expect((await bench.judge(many.answer!)).findings.filter(({ rule }) => /^(SOAP|XDS|SQ)/.test(rule))).toEqual([]);
  expect((await search()).values['count']).toBe('1');
  const missing = await retrieve(published['uniqueId']!);
  expect(openSoap(missing.answer!).parts).toHaveLength(1);
  for (const size of [Number(published['size']) + 1, undefined]) {
    const { answer } = await retrieve(published['uniqueId']!);
    const part = openSoap(answer!).parts[1]!.body;
    if (size === undefined) expect(new TextDecoder().decode(part)).toContain('autre envoi');
    else expect(part).toHaveLength(size);
  }
  expect((await retrieve(published['uniqueId']!)).values['sha1']).toBe(published['sha1']);
  expect(committed().map(({ actor }) => actor)).toEqual([
    ...Array<string>(2).fill('document-registry'),
    ...Array<string>(3).fill('document-repository'),
  ]);
});

test('the entries of an empty registry are made up, the answer is streamed and refused by no rule', async () => {
  const { search } = await play({ registry: [{ fault: { 'result-count': 3 } }] });
  const { values, answer } = await search();
  expect(values['count']).toBe('3');
  expect(answer!.about.headers!['transfer-encoding']).toBe('chunked');
  expect((await bench.judge(answer!)).findings.filter(({ rule }) => /^(SOAP|XDS|SQ)/.test(rule))).toEqual([]);
});

describe('a request of ITI-41', () => {
  test.each<[PlannedFault['fault'], { status: string; code?: string; found: string }]>([
    [{ resubmit: 'same' }, { status: 'Failure', code: 'XDSDuplicateUniqueIdInRegistry', found: '1' }],
    [{ resubmit: 'changed' }, { status: 'Failure', code: 'XDSNonIdenticalSize', found: '1' }],
    [{ 'missing-document': true }, { status: 'Failure', code: 'XDSMissingDocument', found: '0' }],
    [{ 'wrong-part': 'other' }, { status: 'Failure', code: 'XDSRepositoryMetadataError', found: '0' }],
    [{ 'missing-part': true }, { status: 'fault', found: '0' }],
    [{ 'content-type': 'text/plain' }, { status: 'fault', found: '0' }],
    [{ 'wrong-message-id': 'absent' }, { status: 'fault', found: '0' }],
    [{ vihf: 'expired' }, { status: 'fault', found: '0' }],
    [{ 'cut-after-bytes': 9000 }, { status: 'fault', found: '0' }],
    [{ 'half-close': true }, { status: 'Success', found: '1' }],
  ])('%j', async (fault, { status, code, found }) => {
    const { publish, search } = await play({ source: [{ fault }] });
    const { values, answer, faults } = await publish();
    expect(values['status']).toBe(status);
    if (code !== undefined) expect(errorsIn(answer)).toContain(code);
    expect((await search()).values['count']).toBe(found);
    expect(faults.map((record) => record.fault)).toEqual([fault]);
  });

  test('duplicate: the same bytes twice', async () => {
    const { publish, search, events } = await play({ source: [{ fault: { duplicate: true } }] });
    const { answer } = await publish();
    expect(errorsIn(answer)).toContain('XDSDuplicateUniqueIdInRegistry');
    expect((await search()).values['count']).toBe('1');
    const received = events().flatMap((e) => (e.kind === 'exchange' && e.transaction === 'ITI-41' ? e.request!.blob : []));
    expect([received.length, new Set(received).size]).toEqual([2, 1]);
  });
});

describe('when', () => {
  const hits = async (planned: Omit<PlannedFault, 'fault'>): Promise<string> => {
    const { search, events } = await play({ registry: [{ ...planned, fault: { 'empty-result': true } }] });
    for (let i = 0; i < 8; i++) await search();
    const served = events().flatMap((e) => (e.kind === 'exchange' && e.side === 'server' ? e.id : []));
    const met = new Set(events().flatMap((e) => (e.kind === 'fault' ? e.exchange : [])));
    return served.map((id) => (met.has(id) ? 'X' : '.')).join('');
  };

  test.each<[Omit<PlannedFault, 'fault'>, string]>([
    [{ every: 3 }, '..X..X..'],
    [{ first: 2 }, 'XX......'],
    [{ after: 5 }, '.....XXX'],
    [{ after: 1, every: 2, first: 4 }, '..X.X...'],
    [{ transaction: 'ITI-42' }, '........'],
  ])('%j', async (planned, expected) => {
    expect(await hits(planned)).toBe(expected);
  });

  test('a chance is repeated by its seed, which is in the evidence', async () => {
    const once = await hits({ probability: 0.5, seed: 42 });
    expect(once).toMatch(/X/);
    expect(once).toMatch(/\./);
    expect(await hits({ probability: 0.5, seed: 42 })).toBe(once);
    expect(await hits({ probability: 0.5, seed: 43 })).not.toBe(once);
    const { events } = await play({ registry: [{ fault: { duplicate: true }, probability: 0.5, seed: 42 }] });
    expect(events().filter((e) => e.kind === 'datum' && e.name === 'faults')).toMatchObject([
      { value: { actor: 'document-registry', faults: [{ fault: { duplicate: true }, probability: 0.5, seed: 42 }] } },
    ]);
  });
});

describe('the list of faults', () => {
  test.each(FAULT_NAMES)('%s: its example is one of it, an actor plays it', (name) => {
    expect(Object.keys(readFault(FAULTS[name].example)!)).toEqual([name]);
    const actors = [
      ...[manifest, registryManifest, sourceManifest, issuerManifest, crossReferenceManifest, identitySourceManifest],
      ...[demographicsSupplierManifest, agendaManifest, authorizationManifest],
    ];
    expect(actors.some(({ transactions }) => faultsOf(transactions).includes(name))).toBe(true);
  });

  test.each([
    '',
    'nothing',
    'constructor',
    'delay-ms',
    'delay-ms=-1',
    'half-close=no',
    'soap-fault=Nobody',
    'soap-fault=Sender/foo:Bar',
    'result-count=0',
    'http-status=200',
    'resubmit=twice',
  ])('%j is none', (given) => {
    expect(readFault(given)).toBeUndefined();
  });

  test.each(['fr', 'en'] as const)('is the table of the guide: %s', (language) => {
    const guide = readFileSync(join(packageRoot, 'docs', `guide.${language}.md`), 'utf8');
    for (const { example, effect } of Object.values(FAULTS)) expect(guide).toContain(`\n| \`${example}\` | ${effect[language]} |\n`);
  });

  test('an actor plays what its transactions allow', () => {
    expect(faultsOf(issuerManifest.transactions)).toEqual(expect.arrayContaining(['vihf', 'soap-fault', 'http-status']));
    expect(faultsOf(issuerManifest.transactions)).not.toContain('registry-error');
    expect(faultsOf(sourceManifest.transactions)).not.toContain('delay-ms');
  });
});
