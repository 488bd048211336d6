/**
 * ITI-41, ITI-18 and ITI-43 at 1, 10 and 100 clients, against what answers them called directly in the same run: the stores
 * of registry and repository. `ADDAX_BENCH_SHORT=1`: fewer messages.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { identifierOf, IDENTIFIER, readStoredQuery } from '../dist/src/protocols/ebxml/index.js';
import { readXml } from '../dist/src/protocols/xml/index.js';
import { answer } from '../dist/simulators/document-registry/query.js';
import { RegistryStore } from '../dist/simulators/document-registry/store.js';
import { DocumentStore } from '../dist/simulators/document-repository/document-store.js';
import { ms, timed } from './latency.mjs';
import { agent, folder, startRepository } from './support.mjs';
import { findDocuments, provide, retrieve, send, submissions } from './xds.mjs';

export const title = 'ITI-41, ITI-18 and ITI-43 with documents of 10 kB: messages per second and latency by number of clients';

const short = process.env.ADDAX_BENCH_SHORT !== undefined;
const COUNT = short ? 300 : 2000;
const CLIENTS = [1, 10, 100];

export async function run() {
  const store = join(folder, `store-${randomUUID()}`);
  const server = await startRepository(['--store', store]);
  const lots = [...submissions((CLIENTS.length + 1) * COUNT)];
  const uniqueIds = lots.map((objects) =>
    identifierOf(
      objects.find(({ kind }) => kind === 'ExtrinsicObject'),
      IDENTIFIER.entryUniqueId,
    ),
  );
  const measures = [];
  for (const [round, clients] of CLIENTS.entries()) {
    const through = agent(clients);
    const made = lots.slice(round * COUNT, (round + 1) * COUNT).map(provide);
    const submit = (i) => send('ITI-41', server.url, made[i].body, through, made[i].attachments);
    measures.push(['ITI-41', clients, await timed(clients, COUNT, submit)]);
    measures.push([
      'ITI-18 FindDocuments',
      clients,
      await timed(clients, COUNT, (i) => send('ITI-18', server.registry, findDocuments(i), through)),
    ]);
    measures.push(['ITI-43', clients, await timed(clients, COUNT, (i) => send('ITI-43', server.url, retrieve(uniqueIds[i]), through))]);
    through.destroy();
  }
  await server.stop();
  const registry = new RegistryStore(join(store, 'document-registry.sqlite'));
  const documents = new DocumentStore(join(store, 'document-repository.sqlite'));
  const own = lots.slice(CLIENTS.length * COUNT);
  const bytes = own.map((objects) => provide(objects).attachments[0].bytes);
  const queries = own.map((_, i) => readStoredQuery(readXml(Buffer.from(findDocuments(i).markup)).root));
  const direct = {
    'ITI-41': await timed(1, COUNT, (i) => {
      registry.register(own[i], { newUuid: randomUUID, isKnownPatient: () => true, now: () => new Date() });
      documents.keep([{ uniqueId: `${i}`, mimeType: 'text/xml', sha1: '', bytes: bytes[i] }]);
    }),
    'ITI-18 FindDocuments': await timed(1, COUNT, (i) => answer(registry, queries[i])),
    'ITI-43': await timed(1, COUNT, (i) => documents.get(uniqueIds[i])),
  };
  registry.close();
  documents.close();
  for (const gone of [store, server.evidence]) rmSync(gone, { recursive: true, force: true });
  return measures.map(([transaction, clients, { rate, p50, p95 }]) => ({
    transaction,
    clients,
    'messages/s': rate.toFixed(0),
    'p50, ms': ms(p50),
    'p95, ms': ms(p95),
    'store alone, /s': direct[transaction].rate.toFixed(0),
    'store / wire': (direct[transaction].rate / rate).toFixed(1),
  }));
}
