/** Knocks at one door with so many changed messages, and tells what came of each. */
import { readFileSync } from 'node:fs';
import { DOORS, renewed } from './doors.mjs';
import { bodyOf, copyOf, wireOf } from './message.mjs';
import { mutated } from './message-mutations.mjs';
import { meaningOf, readAnswer, wrongSuccess } from './oracle.mjs';
import { Random } from './random.mjs';
import { send } from './wire.mjs';

/** So many at a time: some of them wait for a server that waits for them. */
const AT_A_TIME = 6;
/** After it is accepted, a message cannot be accepted again, however it is renewed. */
const ONCE = new Set(['ITI-57', 'ITI-62']);

/** What was done to the message of one case, and the bytes that are sent. */
export function caseOf(door, seed, number, messages) {
  const random = new Random(seed, door, number);
  const valid = renewed(random.pick(messages), random);
  const { message, done, http } = mutated(copyOf(valid), random);
  return { valid, message, done, http, wire: wireOf(message) };
}

/** Peak resident memory of a process, in MB; 0 where the system does not tell. */
export const memoryOf = (pid) => {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
};

/**
 * @param numbers the numbers of the cases
 * @param told called for each case that is a finding: number, problem, what was done, bytes
 * @returns counts of answers by kind, the slowest answer in ms, the most memory in MB
 */
export async function fuzzEndpoint(house, door, { seed, numbers, told }) {
  let server = await house.server(door);
  let messages = await house.messages(door);
  let stale = false;
  const counts = {};
  let [slowest, memory, findings] = [0, 0, 0];
  const healthy = async () => {
    const random = new Random(seed, door, 'healthy', performance.now());
    const valid = renewed(random.pick((messages = await house.messages(door))), random);
    const answer = await send(server.urls[DOORS[door].actor], wireOf(valid));
    const accepted = answer.status !== undefined && readAnswer(answer).kind === 'success';
    return accepted ? undefined : `a valid message is not accepted: ${answer.body ?? 'no answer'}`;
  };
  const tell = (number, problem, { done, wire }) => {
    findings++;
    told({ number, problem, done, wire });
  };
  const before = await healthy();
  if (before !== undefined) throw new Error(`${door}: ${before}`);
  if (ONCE.has(door)) messages = await house.messages(door);
  const waiting = numbers.values();
  const unanswered = [];
  const one = async (number) => {
    const made = caseOf(door, seed, number, messages);
    const answer = await send(server.urls[DOORS[door].actor], made.wire);
    if (answer.hung) unanswered.push([number, made]);
    else await count(number, made, answer);
  };
  const count = async (number, made, answer) => {
    // the end of a process is told a moment after that of its connections
    if (answer.status === undefined && server.ended === undefined) await new Promise((done) => setTimeout(done, 100));
    const kind = await judge(number, made, answer);
    counts[kind] = (counts[kind] ?? 0) + 1;
    slowest = Math.max(slowest, answer.ms);
  };
  const judge = async (number, made, answer) => {
    if (server.ended !== undefined) {
      tell(number, `the process ended (${server.ended}): ${server.errors}`, made);
      return 'crash';
    }
    if (answer.hung) {
      tell(number, 'no answer, and the connection stays open', made);
      return 'hung';
    }
    if (answer.status === undefined) {
      if (!made.http) tell(number, `the connection was closed ${answer.partial ? 'in the middle of' : 'without'} an answer`, made);
      return 'closed';
    }
    const read = readAnswer(answer);
    if (read.problem) tell(number, read.problem, made);
    if (read.kind !== 'success' && read.kind !== 'partial') return read.kind;
    if (ONCE.has(door)) stale = true;
    if (made.http && made.message.framing) return read.kind;
    const valid = meaningOf(made.valid, bodyOf(made.valid));
    const wrong = await wrongSuccess(door, made.message, made.message.rawBody ?? bodyOf(made.message), valid, made.valid, read);
    if (wrong) tell(number, `a wrong ${read.kind}: ${wrong}`, made);
    return read.kind;
  };
  const batch = async () => {
    while (!stale && server.ended === undefined) {
      const { value, done } = waiting.next();
      if (done) return;
      await one(value);
    }
  };
  for (let left = numbers.length; left > 0; left = numbers.length - Object.values(counts).reduce((a, b) => a + b, 0)) {
    await Promise.all(Array.from({ length: AT_A_TIME }, batch));
    // what waited for another, or for a machine that had other things to do, is answered when it comes alone
    for (const [number, made] of unanswered.splice(0)) await count(number, made, await send(server.urls[DOORS[door].actor], made.wire));
    memory = Math.max(memory, memoryOf(server.pid));
    const died = server.ended !== undefined;
    if (died) server = await house.server(door);
    if (stale || died) messages = await house.messages(door);
    stale = false;
  }
  const after = await healthy();
  if (after !== undefined) tell('after', after, { done: [], wire: Buffer.alloc(0) });
  return { counts, slowest: Math.round(slowest), memory, findings };
}
