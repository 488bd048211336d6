/**
 * ITI-21 over MLLP in clear text at 1, 10 and 100 connections, against a bare server with the same framing in the same run;
 * reading and judging one message; and the resident memory of the server while 1,000,000 messages pass through it.
 * `ADDAX_BENCH_SHORT=1`: fewer messages, and 20,000.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Artefact } from '../dist/src/model/index.js';
import { mllpFrame, MllpReader, readHl7 } from '../dist/src/protocols/hl7v2/index.js';
import { validator } from '../dist/validators/hl7v2/index.js';
import { ms, timed } from './latency.mjs';
import { addax, folder, peakMemory, pki, root, start } from './support.mjs';

export const title = 'ITI-21 over MLLP: messages per second and latency by number of connections, against a bare server; memory';

const short = process.env.ADDAX_BENCH_SHORT !== undefined;
const COUNT = short ? 1000 : 10_000;
const MANY = Number(process.env.ADDAX_BENCH_MESSAGES ?? (short ? 20_000 : 1_000_000));
const CONNECTIONS = [1, 10, 100];
/** Some three times what stays in use. Without a bound V8 lets garbage lie, and resident memory says little. */
const HEAP_MB = 96;

const QUERY = Buffer.from(
  [
    'MSH|^~\\&|BENCH|ADDAX|PDS|ADDAX|20261120101500||QBP^Q22^QBP_Q21|42|T|2.5|||||FRA|UNICODE UTF-8|FR',
    'QPD|IHE PDQ Query|T1|@PID.5.1.1^ARMENGAUD~@PID.5.2^ZOE~@PID.7^19870314',
    'RCP|I',
  ]
    .map((segment) => `${segment}\r`)
    .join(''),
);
const FRAME = mllpFrame(QUERY);

/** A connection on which one question after the other is asked. */
async function open(port) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const reader = new MllpReader(1e7);
  const waiting = [];
  socket.on('data', (chunk) => {
    for (const { content } of reader.push(chunk)) waiting.shift()?.done(content);
  });
  socket.on('close', () => waiting.splice(0).forEach(({ failed }) => failed(new Error('the connection was closed'))));
  await new Promise((done, failed) => socket.once('connect', done).once('error', failed));
  const ask = () =>
    new Promise((done, failed) => {
      waiting.push({ done, failed });
      socket.write(FRAME);
    });
  return { ask, close: () => socket.destroy() };
}

/** Asks so many times over so many connections, one question at a time on each. */
async function asked(port, connections, count) {
  const free = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const all = [...free];
  const measured = await timed(connections, count, async () => {
    const connection = free.pop();
    const answer = await connection.ask();
    free.push(connection);
    if (!Buffer.from(answer).includes('MSA|AA|42')) throw new Error(`not accepted: ${Buffer.from(answer).toString()}`);
  });
  for (const connection of all) connection.close();
  return measured;
}

async function startSupplier(nodeOptions = []) {
  const evidence = join(folder, `mllp-${randomUUID()}`);
  const options = ['simulate', 'patient-demographics-supplier', '--no-tls', '--pki', pki, '--format', 'json', '--out', evidence];
  const server = await start([...nodeOptions, addax, ...options]);
  return { ...server, evidence, port: Number(new URL(server.said.endpoints[0].url).port) };
}

export async function run() {
  const [supplier, bare] = [await startSupplier(), await start([join(root, 'bench/bare-mllp.mjs')])];
  const rows = [];
  for (const connections of CONNECTIONS) {
    const ours = await asked(supplier.port, connections, COUNT);
    const least = await asked(bare.said.port, connections, COUNT);
    rows.push(
      row(`ITI-21, ${connections} connections`, ours, {
        'bare, /s': least.rate.toFixed(0),
        'bare / ours': (least.rate / ours.rate).toFixed(1),
      }),
    );
  }
  await Promise.all([supplier.stop(), bare.stop()]);
  rmSync(supplier.evidence, { recursive: true, force: true });
  rows.push(
    row('readHl7 of the question, every field', await timed(1, COUNT, () => readHl7(QUERY).segments.map(({ fields }) => fields.length))),
  );
  rows.push(row('validators/hl7v2 on the question', await timed(1, COUNT, judged)));
  return [...rows, ...(await growth())];
}

async function judged(i) {
  const { findings } = await validator.validate(new Artefact(`x${i}`, QUERY, {}), {
    at: new Date(),
    trust: { anchors: [], crls: [] },
    parameters: {},
  });
  if (findings.length > 0) throw new Error(JSON.stringify(findings[0]));
}

const row = (what, { rate, p50, p95 }, { 'bare, /s': bare = '', 'bare / ours': ratio = '', memory = '' } = {}) => ({
  what,
  'messages/s': rate.toFixed(0),
  'p50, ms': ms(p50),
  'p95, ms': ms(p95),
  'bare, /s': bare,
  'bare / ours': ratio,
  'resident, MB': memory,
});

async function growth() {
  const server = await startSupplier([`--max-old-space-size=${HEAP_MB}`]);
  const rows = [];
  for (let tenth = 1; tenth <= 10; tenth++) {
    const measured = await asked(server.port, 10, MANY / 10);
    const resident = Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024);
    rows.push(
      row(`message ${(tenth * MANY) / 10} of one server, heap ${HEAP_MB} MB`, measured, {
        memory: `${resident} (peak ${peakMemory(server.pid)})`,
      }),
    );
  }
  await server.stop();
  rmSync(server.evidence, { recursive: true, force: true });
  return rows;
}
