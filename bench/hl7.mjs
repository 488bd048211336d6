/** What the benches of HL7 v2 over MLLP share: servers of `addax simulate`, and connections on which they are asked. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { mllpFrame, MllpReader } from '../dist/src/protocols/hl7v2/index.js';
import { timed } from './latency.mjs';
import { addax, folder, pki, start } from './support.mjs';

/** A message of its segments. */
export const message = (...segments) => Buffer.from(segments.map((segment) => `${segment}\r`).join(''));

/** ITI-21 by three traits that one test patient has. */
export const question = (id) =>
  message(
    `MSH|^~\\&|BENCH|ADDAX|PDS|ADDAX|20261120101500||QBP^Q22^QBP_Q21|${id}|T|2.5|||||FRA|UNICODE UTF-8|FR`,
    'QPD|IHE PDQ Query|T1|@PID.5.1.1^ARMENGAUD~@PID.5.2^ZOE~@PID.7^19870314',
    'RCP|I',
  );

/** `addax simulate ACTOR` over MLLP in clear text; `more` are options of it. */
export async function startHl7(actor, nodeOptions = [], more = []) {
  const evidence = join(folder, `${actor}-${randomUUID()}`);
  const options = ['simulate', actor, '--no-tls', '--pki', pki, '--format', 'json', '--out', evidence, ...more];
  const server = await start([...nodeOptions, addax, ...options]);
  return { ...server, evidence, port: Number(new URL(server.said.endpoints[0].url).port) };
}

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
  const ask = (bytes) =>
    new Promise((done, failed) => {
      waiting.push({ done, failed });
      socket.write(mllpFrame(bytes));
    });
  return { ask, close: () => socket.destroy() };
}

/**
 * So many connections, and who asks over them: `ask(count, messageOf)` wants AA to each message.
 * @param atATime how many wait for their answer on one connection
 */
export async function connections(port, number, atATime = 1) {
  const all = await Promise.all(Array.from({ length: number }, () => open(port)));
  const free = Array.from({ length: atATime }, () => all).flat();
  const ask = (count, messageOf) =>
    timed(free.length, count, async (i) => {
      const connection = free.pop();
      const answer = Buffer.from(await connection.ask(messageOf(i)));
      free.push(connection);
      if (!answer.includes('MSA|AA|')) throw new Error(`not accepted: ${answer.toString()}`);
    });
  return { ask, close: () => all.forEach((connection) => connection.close()) };
}
