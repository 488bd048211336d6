/**
 * The identity store with 10,000, 100,000 and 1,000,000 patients: messages of PDQ, PIX and PAM from their bytes to the bytes of the
 * answer, without a socket, against the store asked directly, and PDQ over MLLP to `addax simulate` on the same file, in the same
 * run. `ADDAX_BENCH_SHORT=1`: 1,000 and 10,000;
 * `ADDAX_BENCH_SIZES=10000,50000`: these.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Continuations, EVERYBODY, exactly, HOSPITALS, personAt, seededIdentityStore } from '../dist/src/identity/index.js';
import { readHl7, writeHl7 } from '../dist/src/protocols/hl7v2/index.js';
import { answerPdq } from '../dist/simulators/patient-demographics-supplier/iti-21.js';
import { answerFeed } from '../dist/simulators/patient-identifier-cross-reference-manager/feed.js';
import { answerQ23 } from '../dist/simulators/patient-identifier-cross-reference-manager/iti-9.js';
import { connections, startHl7 } from './hl7.mjs';
import { ms, timed } from './latency.mjs';
import { folder, processorTime } from './support.mjs';

export const title = 'Identities: latency of one question, message to message, against the store asked directly';

const short = process.env.ADDAX_BENCH_SHORT !== undefined;
const sizes = process.env.ADDAX_BENCH_SIZES;
const SIZES =
  sizes !== undefined ? sizes.split(',').map(Number)
  : short ? [1000, 10_000]
  : [10_000, 100_000, 1_000_000];
const QUESTIONS = short ? 300 : 2000;
const SEED = 1;

export async function run() {
  const rows = [];
  for (const patients of SIZES) rows.push(...(await measure(patients)));
  return rows;
}

async function measure(patients) {
  const kept = join(folder, `identities-${patients}`);
  mkdirSync(kept);
  // where a simulator with --store looks for it
  const path = join(kept, 'identities.sqlite');
  const began = performance.now();
  const store = seededIdentityStore(path, { patients, seed: SEED }, () => undefined);
  const loaded = (performance.now() - began) / 1000;
  const context = { store, continuations: new Continuations(), now: new Date(), newId: () => randomBytes(10).toString('hex') };
  // the same persons in the same order, spread over the store; those whose day of birth is known, so that all three traits are whole
  const asked = Array.from({ length: patients }, (_, i) => (i * 7919) % patients)
    .slice(0, 2 * QUESTIONS)
    .map((n) => personAt(n, { seed: SEED })[0])
    .filter(({ birthDate }) => birthDate.length === 8);
  const person = (i) => asked[i % asked.length];
  const local = (i) => person(i).identifiers[0];
  const cx = ({ value, authority: { namespace, oid, type } }) => [value, '', '', [namespace, oid, type], 'PI'];
  const name = (i) => person(i).names[0];
  const traits = {
    '3 traits: name, given name, date of birth': (i) => [
      ['@PID.5.1.1', name(i).family],
      ['@PID.5.2', name(i).given],
      ['@PID.7', person(i).birthDate],
    ],
    '3 traits, beginning of the name': (i) => [
      ['@PID.5.1.1', `${name(i).family.slice(0, 4)}*`],
      ['@PID.5.2', name(i).given],
      ['@PID.7', person(i).birthDate],
    ],
    'name and given name': (i) => [
      ['@PID.5.1.1', name(i).family],
      ['@PID.5.2', name(i).given],
    ],
  };
  const q22 = (fields) => message(['QBP', 'Q22', 'QBP_Q21'], ['QPD', ['IHE PDQ Query'], 'T1', { repetitions: fields }], ['RCP', 'I']);
  const q23 = (i) => message(['QBP', 'Q23', 'QBP_Q21'], ['QPD', ['IHE PIX Query'], 'T1', cx(local(i))], ['RCP', 'I']);
  const a31 = (i) =>
    message(
      ['ADT', 'A31', 'ADT_A05'],
      ['EVN', '', '20261120'],
      [
        'PID',
        ...[
          '',
          '',
          { repetitions: [cx(local(i))] },
          '',
          [name(i).family, name(i).given, '', '', '', '', 'L'],
          '',
          person(i).birthDate,
          person(i).sex,
        ],
      ],
    );
  const query = (i) => ({
    ...EVERYBODY,
    names: [{ family: exactly(name(i).family), given: exactly(name(i).given) }],
    birthDate: { from: person(i).birthDate, to: person(i).birthDate },
  });
  const directly = await timed(1, QUESTIONS, (i) => found(store.search(query(i), 1000).keys.map((key) => store.presented(key)).length > 0));
  const questions = [
    ...Object.entries(traits).map(([question, fields]) => [`ITI-21, ${question}`, (i) => q22(fields(i)), answerPdq]),
    ['ITI-9, local identifier', q23, answerQ23],
    ['ITI-30, A31 of a known patient', a31, answerFeed],
  ];
  const rows = [];
  for (const [question, make, answer] of questions) {
    const messages = Array.from({ length: Math.min(QUESTIONS, asked.length) }, (_, i) => make(i));
    const before = process.cpuUsage();
    const measured = await timed(1, QUESTIONS, (i) => found(answer(readHl7(messages[i % messages.length]), context).code === 'AA'));
    const { user, system } = process.cpuUsage(before);
    const isSame = rows.length === 0;
    rows.push({
      patients,
      question,
      'message p50, ms': ms(measured.p50),
      'message p95, ms': ms(measured.p95),
      'processor, ms': ms((user + system) / 1000 / QUESTIONS),
      'store p50, ms': isSame ? ms(directly.p50) : '',
      'store p95, ms': isSame ? ms(directly.p95) : '',
    });
  }
  store.close();
  const three = traits[Object.keys(traits)[0]];
  rows.push(
    ...(await overMllp(
      patients,
      kept,
      asked.slice(0, QUESTIONS).map((_, i) => q22(three(i))),
    )),
  );
  process.stderr.write(
    `${patients} patients of ${HOSPITALS.length} hospitals: loaded in ${loaded.toFixed(0)} s, file of ${(statSync(path).size / 1e6).toFixed(0)} MB\n`,
  );
  rmSync(kept, { recursive: true });
  return rows;
}

/** The three traits asked of a Patient Demographics Supplier, one question at a time on each connection; the first are not counted. */
async function overMllp(patients, kept, messages) {
  const supplier = await startHl7('patient-demographics-supplier', [], ['--store', kept]);
  const rows = [];
  for (const number of [1, 10]) {
    const { ask, close } = await connections(supplier.port, number);
    await ask(100, (i) => messages[i % messages.length]);
    const before = processorTime(supplier.pid);
    const { p50, p95 } = await ask(QUESTIONS, (i) => messages[i % messages.length]);
    rows.push({
      patients,
      question: `ITI-21 over MLLP, the same 3 traits, connections: ${number}`,
      'message p50, ms': ms(p50),
      'message p95, ms': ms(p95),
      'processor, ms': ms((processorTime(supplier.pid) - before) / QUESTIONS),
    });
    close();
  }
  await supplier.stop();
  rmSync(supplier.evidence, { recursive: true, force: true });
  return rows;
}

const message = (type, ...segments) =>
  writeHl7([
    [
      'MSH',
      ...['BENCH', 'ADDAX', 'PDS', 'ADDAX', '20261120101500', '', type, '42', 'P', '2.5'],
      '',
      '',
      '',
      '',
      'FRA',
      'UNICODE UTF-8',
      'FR',
    ],
    ...segments,
  ]);

function found(isRight) {
  if (!isRight) throw new Error('not found');
}
