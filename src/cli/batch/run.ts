import { availableParallelism, totalmem } from 'node:os';
import type { Judge, Outcome } from '../validate/judge.js';
import type { JudgeSetup } from '../validate/setup.js';
import type { Input } from './inputs.js';
import type { Entry } from './journal.js';

/** An input and what it came to; `entry`: its result was there before. */
export type Done =
  { input: Exclude<Input, { state: 'task' }> } | { input: Extract<Input, { state: 'task' }>; outcome: Outcome; entry?: Entry | undefined };

interface Judging {
  judge: Judge;
  /** how many files may be under way together */
  window: number;
  close(): Promise<void>;
}

/** So few files are judged before a thread has loaded what it judges by. */
const FEW = 16;
const WINDOW_PER_JOB = 16;
/** What a thread may come to take with all official rules in force. */
const BYTES_PER_JOB = 1024 ** 3;
/** bytes of archives that wait to be judged */
const MOST_HELD = 128 * 1024 ** 2;

/**
 * Judges everything, in order, with as many files under way as threads can be kept busy with, and no more: whatever the
 * number of files, so much is held and no more.
 * @param jobs threads; undefined: this one for a few files, for many one for each processor that there is memory for
 * @param recall the result of a file that may be there already
 * @throws ConfigurationError when no file can be judged
 */
export async function* judgeAll(
  inputs: AsyncIterable<Input>,
  {
    jobs,
    limitMs,
    setup,
    here,
    recall,
  }: {
    jobs: number | undefined;
    /** for one file, on a thread of its own */
    limitMs: number;
    setup: JudgeSetup;
    /** judges in this thread */
    here: () => Promise<Judge>;
    recall: (file: string) => Entry | undefined;
  },
): AsyncGenerator<Done> {
  const ahead = jobs === undefined ? await lookAhead(inputs) : { few: jobs === 1, inputs };
  const threads = jobs ?? threadsFor(availableParallelism(), memory());
  const judging: Judging =
    ahead.few || threads === 1 ? { judge: await here(), window: 1, close: async () => undefined } : await pooled(threads, setup, limitMs);
  try {
    yield* inOrder(ahead.inputs, judging, recall);
  } finally {
    await judging.close();
  }
}

/** One for each processor, and no more than memory (bytes) has room for. */
export const threadsFor = (processors: number, bytes: number): number =>
  Math.max(1, Math.min(processors, Math.floor(bytes / BYTES_PER_JOB)));

/** Of the machine, or what a container may have of it. */
function memory(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

async function pooled(threads: number, setup: JudgeSetup, limitMs: number): Promise<Judging> {
  // loaded only where there are many: a single file starts without it
  const { Pool } = await import('./pool.js');
  const pool = new Pool(threads, setup, limitMs);
  return { judge: (task) => pool.judge(task), window: threads * WINDOW_PER_JOB, close: () => pool.close() };
}

async function* inOrder(
  inputs: AsyncIterable<Input>,
  { judge, window }: Judging,
  recall: (file: string) => Entry | undefined,
): AsyncGenerator<Done> {
  const under: { done: Promise<Done>; bytes: number }[] = [];
  let held = 0;
  const next = (): Promise<Done> => {
    const { done, bytes } = under.shift()!;
    held -= bytes;
    return done;
  };
  for await (const input of inputs) {
    if (input.state !== 'task') under.push({ done: Promise.resolve({ input }), bytes: 0 });
    else {
      const { task } = input;
      const bytes = 'bytes' in task.from ? task.from.bytes.length : 0;
      const entry = recall(task.file);
      const done = judge({ ...task, known: entry?.sha256 }).then((outcome): Done => ({ input, outcome, entry }));
      // it is awaited in its turn; until then, nobody listens
      done.catch(() => undefined);
      under.push({ done, bytes });
      held += bytes;
    }
    while (under.length >= window || (held > MOST_HELD && under.length > 0)) yield await next();
  }
  while (under.length > 0) yield await next();
}

/** Whether there are only a few files, none of which is lost by looking. */
async function lookAhead(inputs: AsyncIterable<Input>): Promise<{ few: boolean; inputs: AsyncIterable<Input> }> {
  const iterator = inputs[Symbol.asyncIterator]();
  const seen: Input[] = [];
  let held = 0;
  let ended = false;
  while (seen.length <= FEW && held <= MOST_HELD) {
    const one = await iterator.next();
    if (one.done) {
      ended = true;
      break;
    }
    seen.push(one.value);
    if (one.value.state === 'task' && 'bytes' in one.value.task.from) held += one.value.task.from.bytes.length;
  }
  async function* again(): AsyncGenerator<Input> {
    for (let input = seen.shift(); input; input = seen.shift()) yield input;
    if (!ended) yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { few: ended, inputs: again() };
}
