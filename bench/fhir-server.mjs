/**
 * The FHIR server of the agenda manager over HTTP in clear text: requests per second of read, search, create and transaction
 * against a bare hapi handler in the same run, then the searches of the volet with 10,000, 100,000 and 1,000,000 slots, one
 * client that stays connected. `ADDAX_BENCH_SHORT=1`: fewer requests and 10,000 slots; `ADDAX_BENCH_SIZES=10000,50000`: these.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { appointment, LONGEST, read, searches, transaction } from './fhir-server/requests.mjs';
import { ms, timed } from './latency.mjs';
import { addax, folder, peakMemory, pki, processorTime, root, start } from './support.mjs';

export const title = 'FHIR server: requests per second against a bare handler, and searches of agendas by size';

const short = process.env.ADDAX_BENCH_SHORT !== undefined;
const SIZES = (process.env.ADDAX_BENCH_SIZES ?? (short ? '10000' : '10000,100000,1000000')).split(',').map(Number);
const COUNT = short ? 300 : 2000;
const SEARCHES = short ? 100 : 500;
const CLIENTS = [1, 10];
const IN_A_TRANSACTION = 5;
const DAY = 86_400_000;

export async function run() {
  return [...(await against()), ...(await bySize())];
}

/** Each kind of request, asked of the server and of a handler that does nothing else. */
async function against() {
  const slots = 10_000;
  const server = await manager(slots);
  let bare;
  try {
    const free = await freeSlots(server.url);
    bare = await start([join(root, 'bench/fhir-server/bare.mjs'), JSON.stringify(await json(server.url, read(0, slots)))]);
    return await compared(slots, server, { ...bare, url: bare.said.url }, free);
  } finally {
    await Promise.all([server.stop(), bare?.stop()]);
    rmSync(server.evidence, { recursive: true, force: true });
  }
}

async function compared(slots, server, bare, free) {
  const take = (number) => {
    if (free.length < number) throw new Error('no free slot is left');
    return free.splice(0, number);
  };
  const search = searches(slots, server.firstDay)['free slots of an agenda from a date'];
  const creates = short ? 150 : 1000;
  const transactions = creates / IN_A_TRANSACTION;
  const kinds = [
    ['read', COUNT, () => (i) => ['GET', read(i, slots)]],
    ['search, a page of free slots', COUNT, () => (i) => ['GET', search(i)]],
    ['create, an appointment', creates, () => posted('/Appointment', take(creates).map(appointment))],
    [
      `transaction of ${IN_A_TRANSACTION} appointments`,
      transactions,
      () =>
        posted(
          '',
          Array.from({ length: transactions }, () => transaction(take(IN_A_TRANSACTION))),
        ),
    ],
  ];
  const rows = [];
  for (const [question, count, make] of kinds) {
    for (const clients of CLIENTS) {
      const asked = make();
      const ours = await ask(server, clients, count, asked);
      const least = await ask(bare, clients, count, asked);
      rows.push(row(slots, `${question}, clients: ${clients}`, ours, { bare: least }));
    }
  }
  return rows;
}

function posted(path, resources) {
  const bodies = resources.map((resource) => JSON.stringify(resource));
  return (i) => ['POST', path, bodies[i]];
}

async function bySize() {
  const rows = [];
  for (const slots of SIZES) {
    const store = join(folder, `agendas-${slots}`);
    const began = performance.now();
    const filled = await manager(slots, ['--store', store]);
    const loaded = (performance.now() - began) / 1000;
    const peak = peakMemory(filled.pid);
    await filled.stop();
    // what a server takes that finds its store filled
    const server = await manager(slots, ['--store', store]);
    rows.push(row(slots, 'read', await ask(server, 1, COUNT, (i) => ['GET', read(i, slots)])));
    for (const [question, path] of Object.entries(searches(slots, server.firstDay)))
      rows.push(row(slots, question, await ask(server, 1, question === LONGEST ? SEARCHES / 5 : SEARCHES, (i) => ['GET', path(i)])));
    process.stderr.write(
      `${slots} slots: filled in ${loaded.toFixed(0)} s with ${peak} MB at most; served with ${peakMemory(server.pid)} MB at most\n`,
    );
    await server.stop();
    for (const gone of [store, filled.evidence, server.evidence]) rmSync(gone, { recursive: true, force: true });
  }
  return rows;
}

/** An agenda manager with so many slots. */
async function manager(slots, more = []) {
  const evidence = join(folder, `evidence-${randomUUID()}`);
  const options = ['--no-tls', '--seed-data', String(slots), '--pki', pki, '--format', 'json', '--out', evidence, ...more];
  // ADDAX_BENCH_NODE: options of node, such as --cpu-prof
  const node = (process.env.ADDAX_BENCH_NODE ?? '').split(' ').filter((option) => option !== '');
  const server = await start([...node, addax, 'simulate', 'agenda-manager', ...options]);
  const { url } = server.said.endpoints.find(({ actor }) => actor === 'agenda-manager');
  const first = await json(url, '/Slot/s1');
  return { ...server, url, evidence, firstDay: Math.floor(Date.parse(first.start) / DAY) * DAY };
}

/** Slots that are free, as far as one after another in the pages of a search. */
async function freeSlots(url) {
  const slots = [];
  for (let next = '/Slot?status=free&_count=1000'; next;) {
    const { entry = [], link } = await json(url, next);
    slots.push(...entry.map(({ resource }) => resource));
    next = link.find(({ relation }) => relation === 'next')?.url.slice(url.length);
  }
  return slots;
}

async function json(url, path) {
  const answer = await fetch(`${url}${path}`);
  return answer.json();
}

/** Asks so many times with so many clients that stay connected; the first are not counted. */
async function ask({ url, pid }, clients, count, make) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const one = (i) => send(url, agent, ...make(i));
  // what is written can be written once
  if (make(0)[0] === 'GET') await timed(clients, Math.min(200, count / 5), one);
  const before = processorTime(pid);
  const measured = await timed(clients, count, one);
  agent.destroy();
  return { ...measured, processor: (processorTime(pid) - before) / count };
}

function send(url, agent, method, path, body) {
  return new Promise((done, failed) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/fhir+json', 'content-length': Buffer.byteLength(body) };
    const call = request(`${url}${path}`, { method, agent, headers }, (answer) => {
      answer.on('end', () => (answer.statusCode < 300 ? done() : failed(new Error(`${method} ${path}: ${answer.statusCode}`))));
      answer.resume();
    });
    call.on('error', failed);
    call.end(body);
  });
}

const row = (slots, question, { rate, p50, p95, p99, processor }, { bare } = {}) => ({
  slots,
  question,
  'requests/s': rate.toFixed(0),
  'p50, ms': ms(p50),
  'p95, ms': ms(p95),
  'p99, ms': ms(p99),
  'processor of the server, ms': ms(processor),
  'bare, /s': bare ? bare.rate.toFixed(0) : '',
  'bare processor, ms': bare ? ms(bare.processor) : '',
  'ours / bare, processor': bare ? (processor / bare.processor).toFixed(1) : '',
});
