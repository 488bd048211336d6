import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Bundle } from '../../src/evidence/index.js';
import type { RecordOf } from '../../src/model/index.js';
import { mllpFrame, MllpReader } from '../../src/protocols/hl7v2/index.js';
import { addax, temporaryFolder } from '../support/addax.js';
import { type Simulated, simulate } from '../support/wire.js';

const CONNECTIONS = 4;
const ANSWERS = 200;

const folder = temporaryFolder();
let supplier: Simulated;
const answers: string[] = [];

const question = (id: string): Uint8Array =>
  mllpFrame(
    Buffer.from(
      `MSH|^~\\&|LPS|CABINET|PDS|ADDAX|20261120101500||QBP^Q22^QBP_Q21|${id}|T|2.5|||||FRA|UNICODE UTF-8|FR\rQPD|IHE PDQ Query|T1|@PID.5.1.1^ARMENGAUD\rRCP|I\r`,
    ),
  );

/** Asks one question after the other, until the server is gone. */
async function ask(connection: number, enough: () => void): Promise<void> {
  const { hostname, port } = new URL(supplier.urls['patient-demographics-supplier'] ?? '');
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.on('error', () => undefined);
  const reader = new MllpReader(1e6);
  let asked = 0;
  socket.on('data', (chunk) => {
    for (const event of reader.push(chunk)) {
      answers.push(event.kind === 'frame' ? Buffer.from(event.content).toString('utf8') : event.kind);
      if (answers.length === ANSWERS) enough();
      socket.write(question(`C${connection}N${++asked}`));
    }
  });
  socket.on('connect', () => socket.write(question(`C${connection}N0`)));
  await new Promise((gone) => socket.once('close', gone));
}

beforeAll(async () => {
  supplier = await simulate('patient-demographics-supplier', folder.path);
  const gone = Array.from({ length: CONNECTIONS }, (_, i) => ask(i, () => void supplier.kill()));
  await Promise.all(gone);
}, 60_000);
afterAll(() => folder.remove());

describe('the evidence of a simulator that was killed at work', () => {
  test('lacks nothing but what each connection was about to record', () => {
    const bundle = new Bundle(supplier.evidence);
    expect(bundle.damage()).toBeUndefined();
    const exchanges = bundle.events.filter((event): event is RecordOf<'exchange'> => event.kind === 'exchange');
    const kept = exchanges.map(({ answer }) => Buffer.from(bundle.blob(answer!.blob)!).toString('utf8').slice(1, -2));
    expect(answers.length).toBeGreaterThanOrEqual(ANSWERS);
    expect(answers.every((answer) => answer.includes('MSA|AA|C'))).toBe(true);
    expect(answers.filter((answer) => !kept.includes(answer)).length).toBeLessThanOrEqual(CONNECTIONS);
    for (const { request } of exchanges) expect(Buffer.from(bundle.blob(request!.blob)!).toString('utf8')).toContain('QBP^Q22');
  });

  test('addax evidence lists its exchanges and gives their bytes', async () => {
    appendFileSync(join(supplier.evidence, 'events.jsonl'), '{"seq":9,"kind":"exch');
    const list = await addax(['evidence', supplier.evidence, '--lang', 'en']);
    expect([list.code, list.stderr]).toEqual([0, '']);
    const [first] = list.stdout.split('\n');
    const [, id, size] = /^(x\d+) {2}\S+ {2}patient-demographics-supplier {2}received {2}ITI-21 {2}\d+ → (\d+)$/.exec(first!)!;
    const answer = await addax(['evidence', supplier.evidence, id!, '--answer']);
    expect(answer.stdout).toMatch(/^\x0bMSH\|[^]*\rMSA\|AA\|C\dN0\r[^]*\x1c\r$/);
    expect(Buffer.byteLength(answer.stdout)).toBe(Number(size));
    expect((await addax(['evidence', supplier.evidence, id!])).stdout).toContain('QBP^Q22');
    expect((await addax(['evidence', supplier.evidence, 'x0'])).code).toBe(3);
    expect((await addax(['evidence', folder.path])).code).toBe(3);
  });
});
