/**
 * Registries of 10,000, 100,000 and 1,000,000 documents: one client over mutual TLS that stays connected, against the same
 * file asked directly, in this process, in the same run. `ADDAX_BENCH_SHORT=1`: 1,000 and 10,000, fewer questions; `ADDAX_BENCH_SIZES=10000,50000`: these.
 */
import { rmSync, statSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readStoredQuery } from '../dist/src/protocols/ebxml/index.js';
import { readXml } from '../dist/src/protocols/xml/index.js';
import { answer } from '../dist/simulators/document-registry/query.js';
import { RegistryStore } from '../dist/simulators/document-registry/store.js';
import { ms, timed } from './latency.mjs';
import { addax, agent, folder, peakMemory, pki, processorTime, start } from './support.mjs';
import { findDocuments, getAll, getDocuments, register, send, submissions } from './xds.mjs';

export const title = 'Registry: latency over the wire, one client, against the same store called directly';

const short = process.env.ADDAX_BENCH_SHORT !== undefined;
const sizes = process.env.ADDAX_BENCH_SIZES;
const SIZES =
  sizes !== undefined ? sizes.split(',').map(Number)
  : short ? [1000, 10_000]
  : [10_000, 100_000, 1_000_000];
const QUESTIONS = short ? 200 : 2000;
const SUBMISSIONS = short ? 100 : 500;

export async function run() {
  const rows = [];
  for (const documents of SIZES) rows.push(...(await measure(documents)));
  return rows;
}

async function measure(documents) {
  const patients = Math.ceil(documents / 20);
  const store = join(folder, `store-${documents}`);
  const began = performance.now();
  const out = join(folder, `evidence-${randomUUID()}`);
  const server = await start([
    ...[addax, 'simulate', 'document-registry', '--pki', pki, '--format', 'json', '--out', out],
    ...['--store', store, '--seed-data', String(documents)],
  ]);
  const loaded = (performance.now() - began) / 1000;
  const loadedMB = peakMemory(server.pid);
  const { url } = server.said.endpoints[0];
  const through = agent(1);
  const ask = (body) => send('ITI-18', url, body, through);
  // the same patients in the same order, spread over the store
  const patientOf = (i) => (i * 7919) % patients;
  const ids = [];
  for (let i = 0; i < 20; i++) ids.push(/ExtrinsicObject id="([^"]+)"/.exec((await ask(findDocuments(patientOf(i)))).text)[1]);
  const fresh = [...submissions(2 * SUBMISSIONS, patients)];
  const served = async (count, act) => {
    const before = processorTime(server.pid);
    const measured = await timed(1, count, act);
    return { ...measured, processor: (processorTime(server.pid) - before) / count };
  };
  const wire = {
    FindDocuments: await served(QUESTIONS, (i) => ask(findDocuments(patientOf(i)))),
    GetDocuments: await served(QUESTIONS, (i) => ask(getDocuments(ids[i % ids.length]))),
    GetAll: await served(QUESTIONS / 4, (i) => ask(getAll(patientOf(i)))),
    'Register (ITI-42)': await served(SUBMISSIONS, (i) => send('ITI-42', url, register(fresh[i]), through)),
  };
  through.destroy();
  await server.stop();
  const path = join(store, 'document-registry.sqlite');
  const registry = new RegistryStore(path);
  const query = (body) => readStoredQuery(readXml(Buffer.from(body.markup)).root);
  const directly = async (count, queries) => await timed(1, count, (i) => found(answer(registry, queries[i % queries.length])));
  const questions = (make) => Array.from({ length: 100 }, (_, i) => query(make(i)));
  const direct = {
    FindDocuments: await directly(
      QUESTIONS,
      questions((i) => findDocuments(patientOf(i + 20))),
    ),
    GetDocuments: await directly(
      QUESTIONS,
      questions((i) => getDocuments(ids[i % ids.length])),
    ),
    GetAll: await directly(
      QUESTIONS / 4,
      questions((i) => getAll(patientOf(i + 20))),
    ),
    'Register (ITI-42)': await timed(1, SUBMISSIONS, (i) =>
      found(registry.register(fresh[SUBMISSIONS + i], { newUuid: randomUUID, isKnownPatient: () => true, now: () => new Date() })),
    ),
  };
  registry.close();
  const sizeMB = statSync(path).size / 1e6;
  for (const gone of [store, out]) rmSync(gone, { recursive: true, force: true });
  process.stderr.write(
    `${documents} documents: loaded in ${loaded.toFixed(0)} s, ${loadedMB} MB of memory, file of ${sizeMB.toFixed(0)} MB\n`,
  );
  return Object.keys(wire).map((question) => ({
    documents,
    question,
    'wire p50, ms': ms(wire[question].p50),
    'wire p95, ms': ms(wire[question].p95),
    'of the server’s processor, ms': ms(wire[question].processor),
    'store p50, ms': ms(direct[question].p50),
    'store p95, ms': ms(direct[question].p95),
    'wire / store, p50': (wire[question].p50 / direct[question].p50).toFixed(1),
  }));
}

function found(outcome) {
  if (!outcome.accepted || outcome.objects.length === 0) throw new Error(JSON.stringify(outcome).slice(0, 500));
}
