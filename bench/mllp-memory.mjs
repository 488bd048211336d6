/**
 * Memory of two servers while 1,000,000 messages pass through each, over 10 connections that stay open: a supplier that is
 * asked (ITI-21), and a manager that is told of 100 patients again and again (ITI-30) and asked for their identifiers
 * (ITI-9). Every message is another one. `ADDAX_BENCH_SHORT=1`: 20,000.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connections, message, question, startHl7 } from './hl7.mjs';
import { folder, root } from './support.mjs';

export const title = 'Memory of simulate, its heap bounded at 96 MB, while 1,000,000 messages of HL7 v2 pass through it (10 connections)';

const MANY = Number(process.env.ADDAX_BENCH_MESSAGES ?? (process.env.ADDAX_BENCH_SHORT === undefined ? 1_000_000 : 20_000));
/** Parts of the whole after which memory is read. */
const MARKS = [0.01, 0.1, 0.25, 0.5, 0.75, 1].map((share) => Math.round(MANY * share));
const CONNECTIONS = 10;
/** Messages that wait for their answer on one connection. */
const AT_A_TIME = 20;
/** Some three times what stays in use. Without a bound V8 lets garbage lie, and resident memory says little. */
const HEAP_MB = 96;
const PATIENTS = 100;

const HOSPITAL = 'CHU-NORD&2.25.110013372391416600993703546217915742552.1&ISO';
const head = (type, id, version) =>
  `MSH|^~\\&|BENCH|ADDAX|PIX|ADDAX|20261120101500+0100||${type}|${id}|T|${version}|||||FRA|UNICODE UTF-8|FR`;
const told = (i) =>
  message(
    head('ADT^A31^ADT_A05', i, '2.5^FRA^2.11'),
    'EVN||20261120101500+0100',
    `PID|1||B${i % PATIENTS}^^^${HOSPITAL}^PI||BOISVERT^ZOE^ZOE ANAIS^^^^L||20150602|F|||${i} RUE NEUVE^^BREST^^29200^FRA^H${'|'.repeat(21)}PROV`,
    'PV1|1|N',
  );
const wanted = (i) => message(head('QBP^Q23^QBP_Q21', i, '2.5'), `QPD|IHE PIX Query|T${i}|N1001^^^${HOSPITAL}^PI`, 'RCP|I');

const SERVERS = [
  ['patient-demographics-supplier', (i) => question(String(i))],
  ['patient-identifier-cross-reference-manager', (i) => (i % 2 === 0 ? told(i) : wanted(i))],
];

export async function run() {
  const measured = await Promise.all(SERVERS.map(([actor, messageOf]) => followed(actor, messageOf)));
  return measured.flat();
}

async function followed(actor, messageOf) {
  process.env.ADDAX_BENCH_MEMORY = join(folder, `memory-${actor}.json`);
  const file = process.env.ADDAX_BENCH_MEMORY;
  const options = [`--max-old-space-size=${HEAP_MB}`, '--expose-gc', '--import', join(root, 'bench/tell-memory.mjs')];
  const server = await startHl7(actor, options);
  const { ask, close } = await connections(server.port, CONNECTIONS, AT_A_TIME);
  const rows = [];
  const began = performance.now();
  let sent = 0;
  for (const mark of MARKS) {
    const first = sent;
    await ask(mark - sent, (i) => messageOf(first + i + 1));
    sent = mark;
    const { rss, heapUsed, external } = await memoryOf(server.pid, file);
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    rows.push({
      server: actor,
      messages: mark,
      'heap in use, MB': megabytes(heapUsed),
      'outside the heap, MB': megabytes(external),
      'resident, MB': megabytes(rss),
      'seconds since the start': seconds,
    });
    process.stderr.write(`${actor}: ${JSON.stringify(rows.at(-1))}\n`);
  }
  close();
  await server.stop();
  rmSync(server.evidence, { recursive: true, force: true });
  return rows;
}

/** What a server says of itself, its garbage collected. */
async function memoryOf(pid, file) {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await new Promise((done) => setTimeout(done, 20));
  return JSON.parse(readFileSync(file, 'utf8'));
}
