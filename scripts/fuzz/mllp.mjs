/** Sends changed HL7 v2 messages to one endpoint over MLLP, and judges what comes back. */
import { connect } from 'node:net';
import { DOORS } from './doors.mjs';
import { memoryOf } from './endpoint.mjs';
import { changedFrame, framed } from './er7-mutations.mjs';
import { HL7_MESSAGES } from './hl7-messages.mjs';
import { firstProblem, isNameless, needed, readPlain } from './hl7-oracle.mjs';
import { load } from './product.mjs';
import { Random } from './random.mjs';
import { LONGEST_MS } from './wire.mjs';

const AT_A_TIME = 6;
/** Meanwhile the server may have given up a frame that this process, busy with others, was slow to send. */
const SLOW_MS = 1000;

/** What is sent for one case: the last message of a connection is changed; how many bytes go at a time. */
export function mllpCase(door, seed, number) {
  const random = new Random(seed, door, number);
  const lists = HL7_MESSAGES[door](`F${seed}n${number}`);
  const list = random.pick(lists);
  const { wire, done } = changedFrame(list.at(-1), random);
  const text = list.slice(0, -1).map(framed).join('') + wire;
  const atATime = random.chance(0.2) && text.length < 20_000 ? 1 + random.below(300) : undefined;
  return { text, done, atATime, wire: Buffer.from(text, 'latin1') };
}

/** Frames as HL7 tells them apart, read once more: each whole one, and each that another begins in. */
export function framesOf(text) {
  const frames = [];
  let start;
  for (const { 0: mark, index } of text.matchAll(/\x0b|\x1c\r/g)) {
    if (mark === '\x0b') {
      if (start !== undefined) frames.push({ broken: true });
      start = index + 1;
    } else if (start !== undefined) {
      frames.push({ content: text.slice(start, index) });
      start = undefined;
    }
  }
  return frames;
}

/** A server hangs up on who begins so many frames one after the other without an end. */
const MOST_BROKEN = 1000;
/** The frames that a server hears before it hangs up. */
function heardOf(frames) {
  let inARow = 0;
  const last = frames.findIndex(({ broken }) => (inARow = broken ? inARow + 1 : 0) === MOST_BROKEN);
  return last < 0 ? frames : frames.slice(0, last + 1);
}

/** Does MSH-15 or MSH-16 hold a condition, whatever else is wrong? */
const asksForModes = (content) =>
  content
    .split('\r', 1)[0]
    .split(content.replace(/^\xef\xbb\xbf/, '')[3] || '|', 16)
    .slice(14)
    .some((mode) => /^(?:AL|NE|SU|ER)/.test(mode));

/** Sends bytes, says that no more come, and waits until the server has closed. */
export function converse({ hostname, port }, wire, atATime) {
  const began = performance.now();
  return new Promise((done) => {
    const pieces = [];
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const finish = (hung) => {
      clearTimeout(timer);
      socket.destroy();
      done({ hung, text: Buffer.concat(pieces).toString('latin1'), ms: performance.now() - began });
    };
    const timer = setTimeout(() => finish(true), LONGEST_MS);
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
    const feed = async () => {
      for (let from = 0; from < wire.length && !socket.destroyed; from += atATime ?? wire.length) {
        const sent = new Promise((next) => socket.write(wire.subarray(from, from + (atATime ?? wire.length)), next));
        await sent;
      }
      socket.end();
    };
    void feed();
  });
}

/** @returns counts of answers by kind, the slowest answer in ms, the most memory in MB */
export async function fuzzMllp(house, door, { seed, numbers, told }) {
  const [{ validator }, { Artefact }] = await Promise.all([load('validators/hl7v2/index.js'), load('src/model/index.js')]);
  const errorsOf = async (text) => {
    const artefact = new Artefact('x', Buffer.from(text, 'latin1'), { mediaType: 'x-application/hl7-v2+er7' });
    const { findings } = await validator.validate(artefact, { at: new Date(), trust: { anchors: [], crls: [] }, parameters: {} });
    return findings.filter(({ severity }) => severity === 'error');
  };
  const { actor } = DOORS[door];
  let server = await house.server(door);
  const counts = {};
  let [slowest, memory, findings] = [0, 0, 0];
  const tell = (number, problem, { done, wire }) => {
    findings++;
    told({ number, problem, done, wire });
  };
  const healthy = async (when) => {
    const [list] = HL7_MESSAGES[door](`H${when}${Math.floor(performance.now())}`);
    const { text } = await converse(server.urls[actor], Buffer.from(list.map(framed).join(''), 'latin1'));
    return text.includes('MSA|AA|') ? undefined : `a valid message is not accepted: ${text || 'no answer'}`;
  };

  /** What is wrong with the answers to what was sent, and what kind of answer the last one is. */
  const judge = async ({ text }, answered) => {
    const frames = heardOf(framesOf(text));
    const answers = framesOf(answered.text);
    if (answered.text.replace(/\x0b[^\x0b\x1c]*\x1c\r/g, '') !== '')
      return { kind: 'unframed', problem: 'bytes outside frames are answered' };
    const asked = frames.filter(({ broken }) => !broken).map(({ content }) => ({ content, plain: readPlain(content) }));
    const isEnhanced = asked.some(({ content }) => asksForModes(content));
    if (isEnhanced ? answers.length > 2 * frames.length : answers.length !== frames.length)
      return { kind: 'miscounted', problem: `${frames.length} frames, ${answers.length} answers` };
    let kind = 'silence';
    for (const [i, { content }] of answers.entries()) {
      const answer = readPlain(content);
      const [, code, id] = answer.segments?.find(([name]) => name === 'MSA') ?? [];
      kind = code ?? 'no MSA';
      if (!/^[AC][AER]$/.test(kind)) return { kind, problem: `an answer without MSA-1: ${content.slice(0, 300)}` };
      const wrong = await answerProblem(content, kind, answer, isEnhanced ? frames : [frames[i]]);
      if (wrong !== undefined) return { kind, problem: `a wrong answer: ${wrong}` };
      if (kind !== 'AA' && kind !== 'CA') continue;
      const candidates = isEnhanced ? asked.filter(({ plain }) => plain.id === id) : [frames[i]].filter(({ broken }) => !broken);
      const problems = await Promise.all(candidates.map(async (one) => await acceptedProblem(one.content, kind)));
      if (problems.length === 0 || problems.every((problem) => problem !== undefined))
        return { kind, problem: `a wrong ${kind}: ${problems[0] ?? 'no message has this control id'}` };
    }
    return { kind };
  };
  const answerProblem = async (content, code, answer, requests) => {
    const unsound = firstProblem(answer);
    if (unsound) return unsound;
    const errors = answer.segments.filter(([name]) => name === 'ERR');
    if (/E$|R$/.test(code) && !errors.some((fields) => fields.slice(1).join('') !== '')) return 'a refusal that does not say why';
    const unnamed = requests.some(({ broken, content: asked }) => {
      const plain = broken ? {} : readPlain(asked);
      return isNameless(plain) || firstProblem(plain) !== undefined;
    });
    const found = (await errorsOf(content)).filter(
      ({ rule, place }) =>
        // the question is told again as it was asked, whatever is wrong with it
        !/^(?:QPD|QAK-[13])/.test(place.path)
        // so are the names that its sender gives to itself and to us
        && !(/^MSH-[3-6]/.test(place.path) && /^HL7-5/.test(rule))
        // and a message without a name cannot be named
        && !(unnamed && rule === 'HL7-32'),
    );
    return found.length > 0 ?
        `${found[0].rule} ${found[0].place.path} ${found[0].actual?.en ?? ''} in ${content.slice(0, 700)}`
      : undefined;
  };
  /** Why a message should not have been accepted. */
  const acceptedProblem = async (content, code) => {
    const plain = readPlain(content);
    const problem = firstProblem(plain) ?? (code === 'AA' ? needed(door, plain) : undefined);
    if (problem) return problem;
    const found = (await errorsOf(content)).filter(({ rule }) => /^HL7-(?:0|2[2-4])/.test(rule));
    return found.length > 0 ? `${found[0].rule} ${found[0].place.path} ${found[0].actual?.en ?? ''}` : undefined;
  };

  const before = await healthy('b');
  if (before !== undefined) throw new Error(`${door}: ${before}`);
  const unanswered = [];
  const count = async (number, made, answer) => {
    if (answer.text === '' && server.ended === undefined) await new Promise((done) => setTimeout(done, 20));
    const { kind, problem } =
      server.ended !== undefined ? { kind: 'crash', problem: `the process ended (${server.ended}): ${server.errors}` }
      : answer.hung ? { kind: 'hung', problem: 'the connection stays open' }
      : await judge(made, answer);
    if (problem !== undefined) tell(number, problem, made);
    counts[kind] = (counts[kind] ?? 0) + 1;
    slowest = Math.max(slowest, answer.ms);
  };
  const waiting = numbers.values();
  const batch = async () => {
    for (const number of waiting) {
      if (server.ended !== undefined) server = await house.server(door);
      const made = mllpCase(door, seed, number);
      const answer = await converse(server.urls[actor], made.wire, made.atATime);
      if (answer.hung || answer.ms > SLOW_MS) unanswered.push([number, made]);
      else await count(number, made, answer);
      if (number % 100 === 0) memory = Math.max(memory, memoryOf(server.pid));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, batch));
  // what waited for another, or for a machine that had other things to do, is answered when it comes alone
  for (const [number, made] of unanswered) {
    if (server.ended !== undefined) server = await house.server(door);
    await count(number, made, await converse(server.urls[actor], made.wire, made.atATime));
  }
  memory = Math.max(memory, memoryOf(server.pid));
  const after = await healthy('a');
  if (after !== undefined) tell('after', after, { done: [], wire: Buffer.alloc(0) });
  return { counts, slowest: Math.round(slowest), memory, findings };
}
