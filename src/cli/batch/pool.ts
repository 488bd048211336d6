import { Worker } from 'node:worker_threads';
import { ConfigurationError, type Bilingual } from '../../model/index.js';
import { say } from '../language.js';
import { type FileTask, notJudged, type Outcome } from '../validate/judge.js';
import type { JudgeSetup } from '../validate/setup.js';
import type { Told } from './worker.js';

interface Order {
  task: FileTask;
  /** it needs all the memory there is */
  ample: boolean;
  done(outcome: Outcome): void;
  failed(error: unknown): void;
}

interface Seat {
  worker: Worker;
  /** its heap may grow as far as the machine lets it; kept for one file that needs it */
  ample: boolean;
  ready: boolean;
  /** the first is being judged; one more waits at hand, so that no thread waits for this one */
  orders: Order[];
  /** when the first began */
  began: number;
  timer?: NodeJS.Timeout | undefined;
  /** why it ends */
  reason?: Bilingual;
  outOfMemory?: boolean;
  retired?: boolean;
}

const ORDERS_AT_HAND = 2;
/**
 * What a worker may take. Left to itself its heap grows with the number of files; one file in thousands needs more, and
 * gets it. All official profiles and value sets are some 250 MB: near its limit a heap is collected without end. What is
 * made for one file is mostly gone before a young generation of this size is full; with the usual one, collectors take
 * a third of two processors.
 */
const LIMITS = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 192 };

/**
 * Worker threads that judge files. One that dies, or is too long over a file, costs that file its judgement, which is
 * told as a fault of Addax, and is replaced.
 */
export class Pool {
  readonly #seats = new Set<Seat>();
  readonly #waiting: Order[] = [];
  #closing = false;
  #broken: unknown;

  constructor(
    size: number,
    private readonly setup: JudgeSetup,
    private readonly limitMs: number,
  ) {
    for (let i = 0; i < size; i++) this.#seat();
  }

  /** @throws ConfigurationError when no file can be judged */
  judge(task: FileTask): Promise<Outcome> {
    return new Promise((done, failed) => {
      this.#waiting.push({ task, ample: false, done, failed });
      this.#serve();
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#seats].map(({ worker }) => worker.terminate()));
  }

  #seat(ample = false): void {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: this.setup,
      argv: process.argv.slice(2),
      ...(!ample && { resourceLimits: LIMITS }),
    });
    const seat: Seat = { worker, ample, ready: false, orders: [], began: 0 };
    this.#seats.add(seat);
    worker.on('message', (told: Told) => this.#hear(seat, told));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      seat.outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      seat.reason ??=
        seat.outOfMemory ?
          { fr: 'mémoire épuisée sur ce fichier', en: 'out of memory over this file' }
        : { fr: error.stack ?? error.message, en: error.stack ?? error.message };
    });
    worker.on('exit', () => this.#leave(seat));
  }

  #hear(seat: Seat, told: Told): void {
    if ('ready' in told) seat.ready = true;
    else if ('outcome' in told) {
      this.#finish(seat)?.done(told.outcome);
      if (seat.ample && seat.orders.length === 0 && !this.#waiting.some(({ ample }) => ample)) {
        seat.retired = true;
        void seat.worker.terminate();
      }
    } else if ('misconfigured' in told) {
      const { field, explanation, remedy } = told.misconfigured;
      this.#break(new ConfigurationError(field, explanation, remedy));
    } else this.#break(new Error(told.broken));
    this.#serve();
  }

  #serve(): void {
    if (this.#broken !== undefined) this.#break(this.#broken);
    for (let atHand = 0; atHand < ORDERS_AT_HAND; atHand++)
      for (const seat of this.#seats) {
        if (!seat.ready || seat.retired || seat.orders.length > atHand) continue;
        const next = this.#waiting.findIndex((order) => order.ample === seat.ample);
        if (next === -1) continue;
        const [order] = this.#waiting.splice(next, 1) as [Order];
        seat.orders.push(order);
        if (seat.orders.length === 1) this.#time(seat);
        seat.worker.postMessage(order.task);
      }
  }

  /** The first order of a seat begins. */
  #time(seat: Seat): void {
    seat.began = performance.now();
    seat.timer = setTimeout(() => {
      const seconds = this.limitMs / 1000;
      seat.reason = {
        fr: `plus de ${seconds} s sur ce fichier\u00A0: abandonné (voir --timeout)`,
        en: `more than ${seconds} s over this file: given up (see --timeout)`,
      };
      void seat.worker.terminate();
    }, this.limitMs);
  }

  /** The first order of a seat has ended. */
  #finish(seat: Seat): Order | undefined {
    clearTimeout(seat.timer);
    const order = seat.orders.shift();
    if (seat.orders.length > 0) this.#time(seat);
    return order;
  }

  #leave(seat: Seat): void {
    this.#seats.delete(seat);
    clearTimeout(seat.timer);
    const [order, ...others] = seat.orders.splice(0);
    if (this.#closing) return;
    this.#waiting.unshift(...others);
    if (order && seat.outOfMemory && !seat.ample) {
      this.#waiting.unshift({ ...order, ample: true });
      this.#seat(true);
      return;
    }
    const reason = seat.reason ?? { fr: 'le fil de travail s’est arrêté', en: 'the worker thread ended' };
    if (order)
      order.done({ state: 'judged', result: notJudged(order.task.file, 'tool', say(reason), Math.round(performance.now() - seat.began)) });
    // one that cannot even begin would be replaced for ever
    if (seat.ready) this.#seat();
    else this.#break(new Error(say(reason)));
  }

  /** No file can be judged any more. */
  #break(error: unknown): void {
    this.#broken = error;
    for (const seat of this.#seats) clearTimeout(seat.timer);
    for (const order of [...[...this.#seats].flatMap((seat) => seat.orders.splice(0)), ...this.#waiting.splice(0)]) order.failed(error);
  }
}
