import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SimulatorContext } from '../../src/model/index.js';
import { readStoredQuery, readRetrieveRequest, STATUS } from '../../src/protocols/ebxml/index.js';
import { openSoap } from '../../src/protocols/soap/index.js';
import { checks } from '../../validators/xds-metadata/checks.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { DocumentRegistry } from '../document-registry/index.js';
import { DocumentRepository } from '../document-repository/index.js';
import { DocumentSource } from '../document-source/index.js';
import { manifest } from './manifest.js';
import { DocumentConsumer } from './index.js';

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
const other = { ...patient, ins: '207058575627097', birthFamily: 'PATB-QUATRE', given: 'LAURENCE', birthDate: '19070525' };
const NOWHERE = { 'document-repository': 'https://127.0.0.1:9/repository', 'document-registry': 'https://127.0.0.1:9/registry' };
const context = { at: new Date(), trust: { anchors: [], crls: [] }, parameters: {} };

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

/** Both clients of a platform. */
const clients = async (peers: Record<string, string>, more: Partial<SimulatorContext> = {}) => ({
  source: await bench.start(new DocumentSource(), { peers, ...more }),
  consumer: await bench.start(new DocumentConsumer(), { peers, ...more }),
});

test('the manifest names what the class does', async () => {
  expect(manifest.transactions.map(({ id }) => id)).toEqual(['ITI-18', 'ITI-43']);
  expect((await manifest.load())()).toBeInstanceOf(DocumentConsumer);
});

describe('what it sends', () => {
  test.each([
    ['ITI-18', { query: 'FindDocuments' }],
    ['ITI-18', { query: 'FindDocuments', status: ['Approved', 'Deprecated'] }],
    ['ITI-18', { query: 'GetDocuments', uniqueId: '2.25.1' }],
    ['ITI-18', { query: 'GetDocuments', entryUuid: 'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446' }],
    ['ITI-43', { repositoryUniqueId: '2.25.2', uniqueId: '2.25.1' }],
  ])('is healthy to every validator: %s %j', async (transaction, input) => {
    await bench.withPlatform(undefined, async (peers) => {
      const { consumer } = await clients(peers);
      const { request } = await consumer.perform(transaction, { patient, ...input });
      const { findings, evaluated } = await bench.judge(request, { patient: patient.ins, resourceUrn: 'urn:dmp' });
      expect(findings).toEqual([]);
      expect(evaluated).toContain('VIHF-01');
    });
  });

  test('is the query asked for', async () => {
    const { consumer } = await clients(NOWHERE);
    const query = { query: 'FindDocuments', status: ['Approved', 'Deprecated'] };
    await expect(consumer.simulator.perform('ITI-18', query)).rejects.toThrow('patient');
    await bench.withPlatform(undefined, async (peers) => {
      const { consumer: speaking } = await clients(peers);
      const { request } = await speaking.perform('ITI-18', { patient, ...query });
      const { definition, parameters, returnType } = readStoredQuery(openSoap(request).root!)!;
      expect(definition!.name).toBe('FindDocuments');
      expect(returnType).toBe('LeafClass');
      expect(parameters.map(({ name, list, values }) => [name, list, values.map(({ value }) => value)])).toEqual([
        ['$XDSDocumentEntryPatientId', false, [`${patient.ins}^^^&${patient.oid}&ISO^NH`]],
        ['$XDSDocumentEntryStatus', true, [STATUS.approved, STATUS.deprecated]],
      ]);
      const { request: retrieval } = await speaking.perform('ITI-43', { patient, repositoryUniqueId: '2.25.2', uniqueId: '2.25.1' });
      expect(readRetrieveRequest(openSoap(retrieval).root!)!.requests).toMatchObject([
        { repositoryUniqueId: '2.25.2', documentUniqueId: '2.25.1' },
      ]);
    });
  });
});

describe('against the reference platform', () => {
  test('finds, retrieves and replaces what was published', async () => {
    await bench.withPlatform(undefined, async (peers) => {
      const { source, consumer } = await clients(peers);
      await source.perform('ITI-41', { patient: other });
      const { values: first } = await source.perform('ITI-41', { patient });
      const { values: found, answer } = await consumer.perform('ITI-18', { patient, query: 'FindDocuments', uniqueId: first['uniqueId'] });
      expect(found).toMatchObject({
        count: '1',
        response: 'Success',
        uniqueId: first['uniqueId'],
        status: 'Approved',
        hash: first['sha1'],
      });
      const asked = { patient: patient.ins, uniqueId: first['uniqueId'], status: 'Approved', times: 1 };
      expect(checks['found']!.evaluate(answer!, asked, context)).toEqual({ holds: true });

      const { repositoryUniqueId, uniqueId, entryUuid } = found;
      const { values: retrieved, answer: document } = await consumer.perform('ITI-43', { patient, repositoryUniqueId, uniqueId });
      expect(retrieved).toEqual({ status: 'Success', sha1: first['sha1'] });
      expect(checks['retrieved']!.evaluate(document!, { uniqueId, sha1: first['sha1'] }, context)).toEqual({ holds: true });

      const replaces = { uniqueId, entryUuid, setId: first['setId'], version: first['version'] };
      const { values: second, request } = await source.perform('ITI-41', { patient, replaces });
      expect(second).toMatchObject({ status: 'Success', version: '2', setId: first['setId'] });
      expect(checks['association']!.evaluate(request, 'RPLC', context)).toEqual({ holds: true });
      const { values: after } = await consumer.perform('ITI-18', { patient, query: 'GetDocuments', entryUuid });
      expect(after).toMatchObject({ count: '1', status: 'Deprecated' });
      const { values: both } = await consumer.perform('ITI-18', { patient, query: 'FindDocuments', status: ['Approved', 'Deprecated'] });
      expect(both['count']).toBe('2');
      const { values: approved } = await consumer.perform('ITI-18', { patient, query: 'FindDocuments' });
      expect(approved).toMatchObject({ count: '1', uniqueId: second['uniqueId'] });
    });
  });

  test('what is not there has no values', async () => {
    await bench.withPlatform(undefined, async (peers) => {
      const { consumer } = await clients(peers);
      expect((await consumer.perform('ITI-18', { patient, query: 'FindDocuments' })).values).toEqual({ count: '0', response: 'Success' });
      const retrieval = await consumer.perform('ITI-43', { patient, repositoryUniqueId: '2.25.2', uniqueId: '2.25.1' });
      expect(retrieval.values).toEqual({ status: 'Failure' });
    });
  });

  test.each(['expired', 'unknown-authority', 'unsigned', 'altered', 'none'])('a VIHF that is %s opens nothing', async (vihf) => {
    await bench.withPlatform(undefined, async (peers) => {
      const { consumer } = await clients(peers);
      const { values, faults } = await consumer.perform('ITI-18', { patient, query: 'FindDocuments', vihf });
      expect(values).toEqual({ count: '0', response: 'fault' });
      expect(faults[0]!.fault).toEqual({ vihf });
    });
  });
});

describe('against our own repository and registry', () => {
  const withOurs = async (use: (peers: Record<string, string>) => Promise<void>): Promise<void> => {
    const [registry, repository] = [new DocumentRegistry(), new DocumentRepository()];
    try {
      const endpoints = await registry.start(bench.context());
      const registered = Object.fromEntries(endpoints.map(({ actor, url }) => [actor, url]));
      const more = await repository.start(bench.context({ peers: registered }));
      await use({ ...registered, ...Object.fromEntries(more.map(({ actor, url }) => [actor, url])) });
    } finally {
      await Promise.all([repository.stop(), registry.stop()]);
    }
  };

  test('finds, retrieves and replaces what was published', async () => {
    await withOurs(async (peers) => {
      const { source, consumer } = await clients(peers);
      const { values: first } = await source.perform('ITI-41', { patient });
      expect(first['status']).toBe('Success');
      const { values: found } = await consumer.perform('ITI-18', { patient, query: 'FindDocuments', uniqueId: first['uniqueId'] });
      expect(found).toMatchObject({ count: '1', status: 'Approved', hash: first['sha1'] });
      const { repositoryUniqueId, uniqueId, entryUuid } = found;
      const { values: retrieved } = await consumer.perform('ITI-43', { patient, repositoryUniqueId, uniqueId });
      expect(retrieved).toEqual({ status: 'Success', sha1: first['sha1'] });
      const replaces = { uniqueId, entryUuid, setId: first['setId'], version: first['version'] };
      expect((await source.perform('ITI-41', { patient, replaces })).values).toMatchObject({ status: 'Success', version: '2' });
      const { values: after } = await consumer.perform('ITI-18', { patient, query: 'GetDocuments', entryUuid });
      expect(after).toMatchObject({ count: '1', status: 'Deprecated' });
    });
  });

  test('what is wrong on purpose is refused', async () => {
    await withOurs(async (peers) => {
      const { source } = await clients(peers);
      for (const vihf of ['expired', 'unknown-authority', 'other-patient', 'unsigned', 'altered', 'none'])
        expect([vihf, (await source.perform('ITI-41', { patient, vihf })).values['status']]).toEqual([vihf, 'fault']);
      expect((await source.perform('ITI-41', { patient, hash: 'wrong' })).values['status']).toBe('Failure');
    });
  });
});

test('what the platform does wrong is evidence', async () => {
  const { consumer } = await clients(NOWHERE);
  expect((await consumer.simulator.perform('ITI-18', { patient, query: 'FindDocuments' })).values).toEqual({
    count: '0',
    response: 'none',
  });
  const retrieval = await consumer.simulator.perform('ITI-43', { repositoryUniqueId: '2.25.2', uniqueId: '2.25.1' });
  expect(retrieval.values).toEqual({ status: 'none' });
});

test.each([
  ['ITI-18', { query: 'GetDocuments', patient }, 'GetDocuments needs'],
  ['ITI-18', { query: 'FindFolders', patient }, 'query'],
  ['ITI-43', { uniqueId: '2.25.1', repositoryUniqueId: '{{repository}}' }, '{{repository}} is not known'],
  ['ITI-41', {}, 'does not send ITI-41'],
])('what is our own fault is told: %s %j', async (transaction, input, said) => {
  const { consumer } = await clients(NOWHERE);
  await expect(consumer.simulator.perform(transaction, input)).rejects.toThrow(said);
});
