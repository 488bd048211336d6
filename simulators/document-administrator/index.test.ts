import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SimulatorContext } from '../../src/model/index.js';
import { readRegistryResponse } from '../../src/protocols/ebxml/index.js';
import { openSoap } from '../../src/protocols/soap/index.js';
import { ClientBench, type Started } from '../../test/support/client-simulator.js';
import { DocumentConsumer } from '../document-consumer/index.js';
import { DocumentRegistry } from '../document-registry/index.js';
import { DocumentRepository } from '../document-repository/index.js';
import { DocumentSource } from '../document-source/index.js';
import { DocumentAdministrator } from './index.js';
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
const other = { ...patient, ins: '207058575627097', birthFamily: 'PATB-QUATRE', given: 'LAURENCE', birthDate: '19070525' };
const UNKNOWN = 'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446';

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

interface Platform {
  administrator: Started<DocumentAdministrator>;
  source: Started<DocumentSource>;
  consumer: Started<DocumentConsumer>;
  /** publishes a document; gives its entryUUID and what ITI-41 returned */
  publish(who?: typeof patient, replaces?: object): Promise<Record<string, string>>;
  /** what GetDocuments says of an entry */
  look(entryUuid: string, level?: string): Promise<Readonly<Record<string, string>>>;
}

async function withPlatform(use: (platform: Platform) => Promise<void>, parameters: Record<string, string> = {}): Promise<void> {
  const [registry, repository] = [new DocumentRegistry(), new DocumentRepository()];
  const addresses = (endpoints: { actor: string; url: string }[]) => Object.fromEntries(endpoints.map(({ actor, url }) => [actor, url]));
  try {
    const registered = addresses(await registry.start(bench.context({ parameters })));
    const peers = { ...registered, ...addresses(await repository.start(bench.context({ peers: registered }))) };
    const more: Partial<SimulatorContext> = { peers };
    const administrator = await bench.start(new DocumentAdministrator(), more);
    const source = await bench.start(new DocumentSource(), more);
    const consumer = await bench.start(new DocumentConsumer(), more);
    await use({
      administrator,
      source,
      consumer,
      publish: async (who = patient, replaces) => {
        const { values } = await source.perform('ITI-41', { patient: who, ...(replaces && { replaces }) });
        expect(values['status']).toBe('Success');
        const { values: found } = await consumer.perform('ITI-18', { patient: who, query: 'FindDocuments', uniqueId: values['uniqueId'] });
        return { ...values, entryUuid: found['entryUuid']! };
      },
      look: async (entryUuid) => (await consumer.perform('ITI-18', { patient, query: 'GetDocuments', entryUuid })).values,
    });
  } finally {
    await Promise.all([repository.stop(), registry.stop()]);
  }
}

const iti57 = async ({ administrator }: Platform, input: Record<string, unknown>) =>
  (await administrator.perform('ITI-57', { patient, ...input })).values;

test('the manifest names what the class does', async () => {
  expect(manifest.transactions.map(({ id }) => id)).toEqual(['ITI-57', 'ITI-62']);
  expect((await manifest.load())()).toBeInstanceOf(DocumentAdministrator);
});

describe('ITI-57 against our own registry', () => {
  test('masks, unmasks and makes visible: each time a new version, found in place of the one before', async () => {
    await withPlatform(async (platform) => {
      const { entryUuid: first, uniqueId } = await platform.publish();
      const codes = async (entryUuid: string) => {
        const { answer } = await platform.consumer.perform('ITI-18', { patient, query: 'GetDocuments', entryUuid });
        const { objects } = readRegistryResponse(openSoap(answer!).root!)!;
        return [...objects!.descendants('Classification')]
          .filter((one) => one.attribute('classificationScheme') === 'urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f')
          .map((one) => one.attribute('nodeRepresentation'));
      };
      const current = async () => {
        const { values } = await platform.consumer.perform('ITI-18', { patient, query: 'FindDocuments', uniqueId });
        expect(values['count']).toBe('1');
        return values['entryUuid']!;
      };
      const invisible = ['INVISIBLE_PATIENT', 'INVISIBLE_REPRESENTANTS_LEGAUX'].map((code) => ({
        code,
        scheme: '1.2.250.1.213.1.1.4.13',
        display: code,
      }));
      const normal = { code: 'N', scheme: '2.16.840.1.113883.5.25', display: 'Normal' };
      let entryUuid = first!;
      for (const [n, [input, expected]] of (
        [
          [{ operation: 'mask' }, ['N', 'MASQUE_PS']],
          [{ operation: 'unmask' }, ['N']],
          [
            { operation: 'update', set: { title: 'Autre titre', confidentialityCode: [normal, ...invisible] } },
            ['N', ...invisible.map(({ code }) => code)],
          ],
          [{ operation: 'make-visible', to: 'patient' }, ['N', 'INVISIBLE_REPRESENTANTS_LEGAUX']],
          [{ operation: 'make-visible' }, ['N']],
        ] as const
      ).entries()) {
        expect(await iti57(platform, { ...input, entryUuid })).toMatchObject({
          status: 'Success',
          logicalId: first,
          previousVersion: String(n + 1),
        });
        const before = entryUuid;
        entryUuid = await current();
        expect(entryUuid).not.toBe(before);
        expect(await codes(entryUuid)).toEqual(expected);
        expect((await platform.look(before))['count']).toBe('0');
      }
    });
  });

  test('archives, unarchives, deletes, deprecates and approves', async () => {
    await withPlatform(async (platform) => {
      const { entryUuid } = await platform.publish();
      for (const [operation, status] of [
        ['archive', 'Archived'],
        ['unarchive', 'Approved'],
        ['deprecate', 'Deprecated'],
        ['approve', 'Approved'],
        ['archive', 'Archived'],
      ]) {
        expect([operation, await iti57(platform, { operation, entryUuid })]).toEqual([
          operation,
          expect.objectContaining({ status: 'Success' }),
        ]);
        expect((await platform.look(entryUuid!))['status']).toBe(status);
      }
      expect((await iti57(platform, { operation: 'delete', from: 'archived', entryUuid }))['status']).toBe('Success');
      expect((await platform.look(entryUuid!))['status']).toBe('Deleted');
      const { values } = await platform.consumer.perform('ITI-18', { patient, query: 'FindDocuments' });
      expect(values['count']).toBe('0');
    });
  });

  test('what it sends is healthy to every validator', async () => {
    await withPlatform(async (platform) => {
      const { entryUuid } = await platform.publish();
      for (const input of [
        { operation: 'mask', entryUuid },
        { operation: 'archive', entryUuid },
      ]) {
        const { request } = await platform.administrator.perform('ITI-57', { patient, ...input });
        const { findings, evaluated } = await bench.judge(request, { patient: patient.ins, resourceUrn: 'urn:dmp' });
        expect(findings.filter(({ severity }) => severity !== 'information')).toEqual([]);
        expect(evaluated).toContain('VIHF-01');
      }
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['XDSMetadataVersionError', { operation: 'mask', previousVersion: 7 }],
    ['XDSMetadataUpdateError', { operation: 'update', set: { logicalId: UNKNOWN } }],
    ['XDSMetadataIdentifierError', { operation: 'update', set: { uniqueId: '1.2.250.1.999.7' } }],
    ['XDSObjectTypeError', { operation: 'update', set: { objectType: 'urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248' } }],
    ['UnmodifiableMetadataError', { operation: 'update', set: { hash: 'b'.repeat(40) } }],
    ['XDSMetadataUpdateError', { operation: 'unarchive' }],
    ['XDSMetadataUpdateError', { operation: 'delete', from: 'archived' }],
    ['UnresolvedReferenceException', { operation: 'archive', entryUuid: UNKNOWN }],
    ['XDSMetadataUpdateError', { operation: 'associate', association: 'hasMember' }],
  ])('is refused with %s: %j', async (error, input) => {
    await withPlatform(async (platform) => {
      const { entryUuid } = await platform.publish();
      const ends = input['operation'] === 'associate' ? { source: entryUuid, target: (await platform.publish())['entryUuid'] } : {};
      expect(await iti57(platform, { entryUuid, ...ends, ...input })).toMatchObject({ status: 'Failure', error });
      expect(await platform.look(entryUuid!)).toMatchObject({ count: '1', status: 'Approved' });
    });
  });

  test('a change of state for another patient, or of a version that is past, is refused', async () => {
    await withPlatform(async (platform) => {
      const { entryUuid } = await platform.publish(other);
      expect(await iti57(platform, { operation: 'archive', entryUuid })).toMatchObject({ error: 'XDSPatientIDReconciliationError' });
      const { entryUuid: own } = await platform.publish();
      expect((await iti57(platform, { operation: 'mask', entryUuid: own }))['status']).toBe('Success');
      expect(await iti57(platform, { operation: 'archive', entryUuid: own })).toMatchObject({ error: 'XDSMetadataVersionError' });
    });
  });

  test('a new association is submitted', async () => {
    await withPlatform(async (platform) => {
      const [one, two] = [await platform.publish(), await platform.publish()];
      const input = { operation: 'associate', association: 'appends', source: two['entryUuid'], target: one['entryUuid'] };
      expect((await iti57(platform, input))['status']).toBe('Success');
      expect(await iti57(platform, input)).toMatchObject({ error: 'XDSMetadataUpdateError' });
    });
  });

  test.each(['expired', 'unknown-authority', 'other-patient', 'unsigned', 'altered', 'none'])(
    'a VIHF that is %s changes nothing',
    async (vihf) => {
      await withPlatform(async (platform) => {
        const { entryUuid } = await platform.publish();
        expect(await iti57(platform, { operation: 'archive', entryUuid, vihf })).toMatchObject({ status: 'fault' });
        expect((await platform.look(entryUuid!))['status']).toBe('Approved');
      });
    },
  );
});

describe('ITI-62 against our own registry', () => {
  test('deletes a submission set with its document, and nothing else', async () => {
    await withPlatform(async (platform) => {
      const [one, two] = [await platform.publish(), await platform.publish()];
      const { values, request } = await platform.administrator.perform('ITI-62', { patient, submissionSet: one['submissionSetUniqueId'] });
      expect(values).toEqual({ status: 'Success', count: '3' });
      const { findings } = await bench.judge(request, { patient: patient.ins, resourceUrn: 'urn:dmp' });
      expect(findings).toEqual([]);
      expect((await platform.look(one['entryUuid']!))['count']).toBe('0');
      expect((await platform.look(two['entryUuid']!))['count']).toBe('1');
    });
  });

  test('removes whole or not at all', async () => {
    await withPlatform(async (platform) => {
      const { entryUuid } = await platform.publish();
      const refused = async (objects: string[]) => (await platform.administrator.perform('ITI-62', { patient, objects })).values;
      expect(await refused([entryUuid!])).toMatchObject({ status: 'Failure', error: 'ReferencesExistException' });
      expect(await refused([UNKNOWN, entryUuid!])).toMatchObject({ status: 'Failure', error: 'UnresolvedReferenceException' });
      expect((await platform.look(entryUuid!))['count']).toBe('1');
    });
  });

  test.each(['expired', 'other-patient', 'none'])('a VIHF that is %s deletes nothing', async (vihf) => {
    await withPlatform(async (platform) => {
      const { entryUuid } = await platform.publish();
      const { values } = await platform.administrator.perform('ITI-62', { patient, objects: [entryUuid], vihf });
      expect(values['status']).toBe('fault');
    });
  });
});

test.each([
  ['ITI-57', { operation: 'mask', patient }, 'entryUuid'],
  ['ITI-57', { operation: 'burn', patient }, 'operation'],
  ['ITI-57', { operation: 'update', patient, entryUuid: UNKNOWN, set: { colour: 'x' } }, 'set'],
  ['ITI-57', { operation: 'archive', patient, entryUuid: '{{entry}}' }, '{{entry}} is not known'],
  ['ITI-62', { patient }, 'either objects'],
  ['ITI-18', {}, 'does not send ITI-18'],
])('what is our own fault is told: %s %j', async (transaction, input, said) => {
  const { simulator } = await bench.start(new DocumentAdministrator(), { peers: { 'document-registry': 'https://127.0.0.1:9/registry' } });
  await expect(simulator.perform(transaction, input)).rejects.toThrow(said);
});

test('an entry that the registry does not return cannot be updated', async () => {
  await withPlatform(async (platform) => {
    await expect(iti57(platform, { operation: 'mask', entryUuid: UNKNOWN })).rejects.toThrow('did not return the entry');
    await expect(platform.administrator.perform('ITI-62', { patient, submissionSet: '1.2.3' })).rejects.toThrow('did not return');
  });
});
