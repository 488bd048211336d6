import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordOf, Simulator, SimulatorContext } from '../../src/model/index.js';
import { openSoap } from '../../src/protocols/soap/index.js';
import { readRegistryResponse, writeRetrieveRequest } from '../../src/protocols/ebxml/index.js';
import { callSoap, type SoapCalled } from '../../src/transport/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { DocumentAdministrator } from '../document-administrator/index.js';
import { DocumentConsumer } from '../document-consumer/index.js';
import { DocumentRegistry } from '../document-registry/index.js';
import { DocumentSource } from '../document-source/index.js';
import { DocumentRepository } from './index.js';

const patient = {
  ins: '279035121518989',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  givenList: 'DOMINIQUE MARIE-LOUISE',
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

async function platform(more: Partial<SimulatorContext> = {}, registry = true) {
  const context = bench.context({ parameters: { 'repository-unique-id': REPOSITORY }, ...more });
  const peers: Record<string, string> = {};
  if (registry) {
    const simulator = new DocumentRegistry();
    running.push(simulator);
    for (const { actor, url } of await simulator.start({ ...context, faults: [] })) peers[actor] = url;
  } else peers['document-registry'] = 'https://127.0.0.1:9/nobody';
  const repository = new DocumentRepository();
  running.push(repository);
  for (const { actor, url } of await repository.start({ ...context, peers })) peers[actor] = url;
  const source = await bench.start(new DocumentSource(), { peers });
  const consumer = await bench.start(new DocumentConsumer(), { peers });
  const exchanges = (): RecordOf<'exchange'>[] => context.recorder.events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange');
  return { context, peers, source, consumer, exchanges };
}

describe('ITI-41 then ITI-43', () => {
  test('registers with the registry, keeps the document and gives the same bytes back', async () => {
    const { source, consumer, exchanges } = await platform();
    const { values, answer } = await source.perform('ITI-41', { patient });
    expect(values['status']).toBe('Success');
    const { findings, evaluated } = await bench.judge(answer!);
    expect(findings.filter(({ rule }) => /^(SOAP|XDS)/.test(rule))).toEqual([]);
    expect(evaluated).toEqual(expect.arrayContaining(['SOAP-05-RELATESTO', 'SOAP-09-MTOM', 'SOAP-13']));

    const provided = exchanges().find((e) => e.transaction === 'ITI-41')!;
    const caused = exchanges().filter((e) => e.transaction === 'ITI-42');
    expect(caused.map(({ side, actor }) => `${actor} ${side}`).sort()).toEqual(['document-registry server', 'document-repository client']);
    expect(caused.find(({ side }) => side === 'client')!.within).toBe(provided.id);

    const { values: found } = await consumer.perform('ITI-18', { patient, query: 'FindDocuments' });
    expect(found).toMatchObject({ count: '1', uniqueId: values['uniqueId'], hash: values['sha1'], repositoryUniqueId: REPOSITORY });
    const { values: retrieved, answer: document } = await consumer.perform('ITI-43', {
      patient,
      repositoryUniqueId: REPOSITORY,
      uniqueId: values['uniqueId'],
    });
    expect(retrieved).toEqual({ status: 'Success', sha1: values['sha1'] });
    expect((await bench.judge(document!)).findings.filter(({ rule }) => /^SOAP/.test(rule))).toEqual([]);
  });

  test('a document asked of another repository, an unknown one, and a known one beside it', async () => {
    const { source, peers, context } = await platform({ vihf: undefined });
    const { values } = await source.perform('ITI-41', { patient });
    const ask = async (...requests: [repository: string, document: string][]) => {
      const called = await callSoap({
        actor: 'document-consumer',
        context,
        url: peers['document-repository']!,
        action: 'urn:ihe:iti:2007:RetrieveDocumentSet',
        body: writeRetrieveRequest(requests.map(([repositoryUniqueId, documentUniqueId]) => ({ repositoryUniqueId, documentUniqueId }))),
      });
      const response = readRegistryResponse(called.message!.root!)!;
      return [called.status, response.status.split(':').at(-1), ...response.errors.map(({ code }) => code)];
    };
    expect(await ask(['2.25.1', values['uniqueId']!])).toEqual([200, 'Failure', 'XDSUnknownRepositoryId']);
    expect(await ask([REPOSITORY, '2.25.9'])).toEqual([200, 'Failure', 'XDSDocumentUniqueIdError']);
    expect(await ask([REPOSITORY, '2.25.9'], [REPOSITORY, values['uniqueId']!])).toEqual([
      200,
      'PartialSuccess',
      'XDSDocumentUniqueIdError',
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    ['none', 'wsse:InvalidSecurity'],
    ['unsigned', 'wsse:FailedCheck'],
    ['altered', 'wsse:FailedCheck'],
    ['expired', 'wsse:FailedCheck'],
    ['unknown-authority', 'wsse:InvalidSecurityToken'],
    ['other-patient', 'wsse:FailedCheck'],
  ])('a VIHF: %s', async (vihf, subcode) => {
    const { source, exchanges } = await platform();
    const { values, answer } = await source.perform('ITI-41', { patient, vihf });
    expect(values['status']).toBe('fault');
    expect(openSoap(answer!).fault).toMatchObject({ code: 'Sender', subcode });
    expect((await bench.judge(answer!)).findings.filter(({ rule }) => rule.startsWith('SOAP'))).toEqual([]);
    expect(exchanges().some((e) => e.transaction === 'ITI-42')).toBe(false);
  });

  test('a hash that is not that of the document', async () => {
    const { source } = await platform();
    const { values, answer } = await source.perform('ITI-41', { patient, hash: 'wrong' });
    expect(values['status']).toBe('Failure');
    expect(readRegistryResponse(openSoap(answer!).root!)!.errors.map(({ code }) => code)).toEqual(['XDSRepositoryMetadataError']);
  });

  test('everything while the registry cannot be reached; nothing is kept', async () => {
    const { source, consumer } = await platform({}, false);
    const { values, answer } = await source.perform('ITI-41', { patient });
    expect(readRegistryResponse(openSoap(answer!).root!)!.errors[0]!.code).toBe('XDSRegistryNotAvailable');
    const again = await consumer.perform('ITI-43', { patient, repositoryUniqueId: REPOSITORY, uniqueId: values['uniqueId']! });
    expect(again.values['status']).toBe('Failure');
  });

  test.each<[string, Raw, string]>([
    ['an entry without its document', new Raw(''), 'XDSMissingDocument'],
    ['a document without an entry', new Raw('<xdsb:Document id="stray">eA==</xdsb:Document>'), 'XDSMissingDocumentMetadata'],
    ['a text beside the documents', new Raw('texte'), 'XDSRepositoryMetadataError'],
    [
      'a second submission',
      new Raw('<lcm:SubmitObjectsRequest xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"/>'),
      'XDSRepositoryMetadataError',
    ],
  ])('%s', async (_, documents, code) => {
    const { peers, context } = await platform({ vihf: undefined });
    const entry = code === 'XDSMissingDocument' ? '<rim:ExtrinsicObject id="d1" mimeType="text/xml"/>' : '';
    const called = await provide(context, peers, entry, documents);
    expect(readRegistryResponse(called.message!.root!)!.errors.map((error) => error.code)).toContain(code);
  });

  test('whatever the scenario says', async () => {
    const { source, context } = await platform({ faults: [{ every: 1, fault: { 'registry-error': 'XDSRepositoryBusy' } }] });
    const { answer } = await source.perform('ITI-41', { patient });
    expect(readRegistryResponse(openSoap(answer!).root!)!.errors[0]!.code).toBe('XDSRepositoryBusy');
    expect(context.recorder.events.some((e) => e.kind === 'fault')).toBe(true);
  });
  test('with a SOAP fault when the scenario says so', async () => {
    const { source } = await platform({ faults: [{ every: 1, fault: { 'soap-fault': 'Receiver' } }] });
    const { answer } = await source.perform('ITI-41', { patient });
    expect([openSoap(answer!).fault!.code, answer!.about.status]).toEqual(['Receiver', 500]);
  });
});

function provide(context: SimulatorContext, peers: Record<string, string>, entry: string, documents: Raw): Promise<SoapCalled> {
  return callSoap({
    actor: 'document-source',
    context,
    url: peers['document-repository']!,
    action: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b',
    body: new Raw(
      `<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="urn:ihe:iti:xds-b:2007"><lcm:SubmitObjectsRequest xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><rim:RegistryObjectList xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">${entry}</rim:RegistryObjectList></lcm:SubmitObjectsRequest>${documents.markup}</xdsb:ProvideAndRegisterDocumentSetRequest>`,
    ),
  });
}

describe('masking and rights of the DMP', () => {
  test('a masked document is retrieved by who may see it; an unknown requester changes nothing', async () => {
    const vihf = { ...bench.context().vihf!, required: false };
    const { source, consumer, peers, exchanges } = await platform({
      parameters: { 'repository-unique-id': REPOSITORY, masking: 'dmp', rights: 'dmp' },
      vihf,
    });
    const { values } = await source.perform('ITI-41', { patient });
    const uniqueId = values['uniqueId']!;
    const retrieve = async (as: string) => {
      const { values: got, answer } = await consumer.perform('ITI-43', { patient, repositoryUniqueId: REPOSITORY, uniqueId, vihf: as });
      const { errors } = readRegistryResponse(openSoap(answer!).root!)!;
      return [got['status'], got['sha1'] === values['sha1'], ...errors.map(({ code }) => code)];
    };
    expect(await retrieve('none')).toEqual(['Success', true]);
    const { values: found } = await consumer.perform('ITI-18', { query: 'GetDocuments', patient, uniqueId });
    const administrator = await bench.start(new DocumentAdministrator(), { peers });
    const mask = { operation: 'mask', patient, entryUuid: found['entryUuid'] };
    // a structure masks nothing: only who authenticates directly does
    for (const as of ['valid', 'none'])
      expect((await administrator.perform('ITI-57', { ...mask, vihf: as })).values['error']).toBe('LocalPolicyRestrictionError');

    const open = await platform({ parameters: { 'repository-unique-id': REPOSITORY, masking: 'dmp' }, vihf });
    const published = (await open.source.perform('ITI-41', { patient })).values;
    const entry = (await open.consumer.perform('ITI-18', { query: 'GetDocuments', patient, uniqueId: published['uniqueId'] })).values;
    const other = await bench.start(new DocumentAdministrator(), { peers: open.peers });
    const masked = await other.perform('ITI-57', { operation: 'mask', patient, entryUuid: entry['entryUuid'] });
    expect(masked.values['status']).toBe('Success');
    const wanted = { patient, repositoryUniqueId: REPOSITORY, uniqueId: published['uniqueId'] };
    const hidden = await open.consumer.perform('ITI-43', { ...wanted, vihf: 'none' });
    expect(readRegistryResponse(openSoap(hidden.answer!).root!)!.errors.map(({ code }) => code)).toEqual(['XDSDocumentUniqueIdError']);
    // the structure that wrote it
    expect((await open.consumer.perform('ITI-43', wanted)).values).toMatchObject({ status: 'Success', sha1: published['sha1'] });
    expect(
      exchanges()
        .filter((e) => e.transaction === 'ITI-18' && e.side === 'client')
        .map((e) => e.within !== undefined),
    ).toEqual([true]);
  });

  test('where the registry does not say who sees what, nothing is given', async () => {
    const { consumer } = await platform({ parameters: { 'repository-unique-id': REPOSITORY, masking: 'dmp' } }, false);
    const { answer } = await consumer.perform('ITI-43', { patient, repositoryUniqueId: REPOSITORY, uniqueId: '1.2.3' });
    expect(readRegistryResponse(openSoap(answer!).root!)!.errors.map(({ code }) => code)).toEqual(['XDSRegistryNotAvailable']);
  });
});
