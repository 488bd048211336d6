import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordOf, Simulator } from '../../src/model/index.js';
import { httpArtefact } from '../../src/protocols/http/index.js';
import { openSoap } from '../../src/protocols/soap/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { DocumentAdministrator } from '../../simulators/document-administrator/index.js';
import { DocumentConsumer } from '../../simulators/document-consumer/index.js';
import { DocumentRegistry } from '../../simulators/document-registry/index.js';
import { DocumentRepository } from '../../simulators/document-repository/index.js';
import { standalone } from '../../simulators/document-repository/registration.js';
import { DocumentSource } from '../../simulators/document-source/index.js';
import { ClientBench } from '../support/client-simulator.js';

/** Folder of the ebRS 3.0 schemas as somebody else publishes them: lcm.xsd, query.xsd, rs.xsd and what they include. */
const schemas = process.env['ADDAX_XDS_SCHEMAS'] ?? '';
const SCHEMA_OF: Readonly<Record<string, string>> = {
  SubmitObjectsRequest: 'lcm.xsd',
  RemoveObjectsRequest: 'lcm.xsd',
  AdhocQueryRequest: 'query.xsd',
  AdhocQueryResponse: 'query.xsd',
  RegistryResponse: 'rs.xsd',
};

const why =
  !existsSync(join(schemas, 'lcm.xsd')) ? 'ADDAX_XDS_SCHEMAS names no folder with lcm.xsd'
  : spawnSync('xmllint', ['--version']).status !== 0 ? 'xmllint is not there'
  : undefined;

(why === undefined ? describe : describe.skip)(
  `every ebXML message is valid for xmllint${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let bench: ClientBench;
    const running: Simulator[] = [];
    const messages = new Map<string, XmlElement>();

    beforeAll(async () => {
      bench = await ClientBench.open();
      const context = bench.context({ parameters: { 'repository-unique-id': '2.25.4242' } });
      const peers: Record<string, string> = {};
      for (const simulator of [new DocumentRegistry(), new DocumentRepository()]) {
        running.push(simulator);
        for (const { actor, url } of await simulator.start({ ...context, peers: { ...peers } })) peers[actor] = url;
      }
      const patient = {
        ...{ ins: '279035121518989', oid: '1.2.250.1.213.1.4.10', birthFamily: 'PAT-TROIS', given: 'DOMINIQUE', sex: 'F' },
        ...{ birthDate: '19790328', birthPlace: '51215' },
      };
      const [source, consumer, administrator] = await Promise.all([
        bench.start(new DocumentSource(), { peers }),
        bench.start(new DocumentConsumer(), { peers }),
        bench.start(new DocumentAdministrator(), { peers }),
      ]);
      const { values } = await source.perform('ITI-41', { patient });
      const { uniqueId, submissionSetUniqueId: submissionSet } = values;
      const { values: found } = await consumer.perform('ITI-18', { patient, query: 'GetDocuments', uniqueId });
      await consumer.perform('ITI-43', { patient, repositoryUniqueId: '2.25.4242', uniqueId });
      await administrator.perform('ITI-57', { patient, operation: 'mask', entryUuid: found['entryUuid'] });
      await administrator.perform('ITI-57', { patient, operation: 'archive', entryUuid: found['entryUuid'] });
      await administrator.perform('ITI-62', { patient, submissionSet });
      const exchanges = context.recorder.events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange' && e.side === 'server');
      for (const { id, transaction, request, answer } of exchanges)
        for (const [side, wire] of Object.entries({ request, answer })) {
          const message = openSoap(httpArtefact(id, context.recorder.read(wire!.blob)!, {}));
          for (const name of Object.keys(SCHEMA_OF))
            for (const element of message.root!.descendants(name)) messages.set(`${transaction} ${side} ${id} ${name}`, element);
        }
    }, 60_000);
    afterAll(async () => {
      await Promise.all(running.map((simulator) => simulator.stop()));
      bench.close();
    });

    test('those that were sent and answered', () => {
      const names = [...messages.keys()].map((key) => key.split(' '));
      expect(new Set(names.map(([transaction]) => transaction))).toEqual(
        new Set(['ITI-41', 'ITI-42', 'ITI-18', 'ITI-43', 'ITI-57', 'ITI-62']),
      );
      expect(new Set(names.map((words) => words.at(-1)))).toEqual(new Set(Object.keys(SCHEMA_OF)));
      for (const [key, element] of messages) {
        const schema = join(schemas, SCHEMA_OF[element.local]!);
        const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, '-'], { input: standalone(element) });
        expect([key, status, status === 0 ? '' : stderr.toString()]).toEqual([key, 0, '']);
      }
      const [first] = messages.values();
      const wrong = standalone(first!).replace('RegistryObjectList', 'RegistryObjectLists');
      const { status } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', join(schemas, 'lcm.xsd'), '-'], { input: wrong });
      expect(status).not.toBe(0);
    });
  },
);
