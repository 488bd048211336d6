/**
 * ITI-21 over MLLP in clear text at 1, 10 and 100 connections, against a bare server with the same framing in the same run;
 * reading and judging one message. `ADDAX_BENCH_SHORT=1`: fewer messages.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Artefact } from '../dist/src/model/index.js';
import { readHl7 } from '../dist/src/protocols/hl7v2/index.js';
import { validator } from '../dist/validators/hl7v2/index.js';
import { connections, question, startHl7 } from './hl7.mjs';
import { ms, timed } from './latency.mjs';
import { processorTime, root, start } from './support.mjs';

export const title = 'ITI-21 over MLLP: messages per second and latency by number of connections, against a bare server';

const COUNT = process.env.ADDAX_BENCH_SHORT === undefined ? 10_000 : 1000;
const CONNECTIONS = [1, 10, 100];
const QUESTION = question('42');

async function asked({ port, pid }, number) {
  const { ask, close } = await connections(port, number);
  const before = processorTime(pid);
  const measured = await ask(COUNT, () => QUESTION);
  close();
  return { ...measured, processor: (processorTime(pid) - before) / COUNT };
}

export async function run() {
  const [supplier, bare] = [await startHl7('patient-demographics-supplier'), await start([join(root, 'bench/bare-mllp.mjs')])];
  await asked(supplier, 10);
  const rows = [];
  for (const number of CONNECTIONS) {
    const ours = await asked(supplier, number);
    const least = await asked({ port: bare.said.port, pid: bare.pid }, number);
    rows.push(
      row(`ITI-21, ${number} connections`, ours, {
        processor: ms(ours.processor),
        bare: least.rate.toFixed(0),
        ratio: (least.rate / ours.rate).toFixed(1),
      }),
    );
  }
  await Promise.all([supplier.stop(), bare.stop()]);
  rmSync(supplier.evidence, { recursive: true, force: true });
  rows.push(
    row('readHl7 of the question, every field', await timed(1, COUNT, () => readHl7(QUESTION).segments.map(({ fields }) => fields.length))),
  );
  rows.push(row('validators/hl7v2 on the question', await timed(1, COUNT, judged)));
  return rows;
}

async function judged(i) {
  const { findings } = await validator.validate(new Artefact(`x${i}`, QUESTION, {}), {
    at: new Date(),
    trust: { anchors: [], crls: [] },
    parameters: {},
  });
  if (findings.length > 0) throw new Error(JSON.stringify(findings[0]));
}

const row = (what, { rate, p50, p95 }, { processor = '', bare = '', ratio = '' } = {}) => ({
  what,
  'messages/s': rate.toFixed(0),
  'p50, ms': ms(p50),
  'p95, ms': ms(p95),
  'processor of the server, ms': processor,
  'bare, /s': bare,
  'bare / ours': ratio,
});
