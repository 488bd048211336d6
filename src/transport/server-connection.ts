import type { ServerResponse } from 'node:http';
import type { Bilingual, Recorder, WireMessage } from '../model/index.js';
import { HttpFraming, MAX_HTTP_HEAD } from '../protocols/http/index.js';
import { MessageCapture } from './capture.js';
import type { Tap } from './tap.js';
import type { ServerLimits, Peer } from './types.js';

/** One request and its answer while they are under way. */
export class OpenExchange {
  request: MessageCapture | undefined;
  requestDone: WireMessage | undefined;
  answer: MessageCapture | undefined;
  answerDone: WireMessage | undefined;
  method: string | undefined;
  transaction: string | undefined;
  within: string | undefined;
  error: Bilingual | undefined;
  /** HTTP could read the head of the request */
  handedOver = false;
  /** once the request is served */
  response: ServerResponse | undefined;
  readonly beganAt = performance.now();
  headEnded = false;

  constructor(readonly id: string) {}
}

/**
 * One connection of a client as evidence: its bytes cut into exchanges, each recorded when its answer is out or when the
 * connection ends, and its time limits.
 */
export class ServerConnection {
  /** in the order of the requests; an exchange leaves when it is recorded */
  readonly #open: OpenExchange[] = [];
  /** the request that is arriving; undefined between requests */
  #arriving: OpenExchange | undefined;
  readonly #requests: HttpFraming;
  readonly #answers: HttpFraming;
  #timer: NodeJS.Timeout | undefined;
  #progressAt = performance.now();
  #closed = false;
  tap: Tap | undefined;

  constructor(
    readonly id: string,
    readonly actor: string,
    readonly recorder: Recorder,
    readonly now: () => Date,
    readonly peer: Peer,
    readonly limits: ServerLimits,
    /** a time limit passed: answer what can be answered and close */
    readonly onExpired: (connection: ServerConnection, exchange: OpenExchange | undefined, reason: Bilingual) => void,
  ) {
    this.#requests = new HttpFraming('request', {
      begin: () => this.#beginRequest(),
      bytes: (chunk) => this.#arriving?.request?.write(chunk),
      head: (size, startLine) => {
        const exchange = this.#arriving!;
        exchange.request!.head(size);
        exchange.headEnded = true;
        exchange.method = startLine.split(' ', 1)[0]!;
      },
      end: (complete, problem) => {
        const exchange = this.#arriving!;
        exchange.requestDone = exchange.request!.finish(complete);
        if (problem) exchange.error ??= problem;
        this.#arriving = undefined;
        if (exchange.answerDone) this.#finish(exchange);
      },
    });
    this.#answers = new HttpFraming(
      'answer',
      {
        begin: () => {
          // an answer nobody asked for has no exchange; HTTP never writes one
          const exchange = this.#answering();
          if (exchange) exchange.answer = new MessageCapture(recorder, now);
        },
        bytes: (chunk) => this.#answering()?.answer?.write(chunk),
        head: (size) => this.#answering()?.answer?.head(size),
        end: (complete, problem) => {
          const exchange = this.#answering();
          if (!exchange?.answer) return;
          exchange.answerDone = exchange.answer.finish(complete);
          if (problem) exchange.error ??= problem;
          if (exchange.requestDone) this.#finish(exchange);
        },
      },
      () => this.#answering()?.method,
    );
    this.#watch();
  }

  readonly events = {
    received: (chunk: Uint8Array): void => {
      this.#progressAt = performance.now();
      this.#requests.push(chunk);
    },
    sent: (chunk: Uint8Array): void => this.#answers.push(chunk),
    progress: (): void => {
      this.#progressAt = performance.now();
    },
  };

  /** HTTP could read the head of the next request. */
  handOver(): void {
    const next = this.#open.find((exchange) => !exchange.handedOver);
    if (next) next.handedOver = true;
  }

  /** The exchange of the request that is served now. */
  take(response: ServerResponse): OpenExchange {
    const exchange = this.#open.find((candidate) => !candidate.response) ?? this.#beginRequest();
    exchange.response = response;
    return exchange;
  }

  /** The exchange that bytes belong to which HTTP could not read. */
  get current(): OpenExchange | undefined {
    return this.#open.find((exchange) => !exchange.handedOver) ?? this.#arriving ?? this.#open.at(-1);
  }

  /** The connection ended: everything still open is recorded as it stands, with why. */
  close(error: Bilingual): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#requests.close();
    this.#answers.close();
    for (const exchange of [...this.#open]) {
      exchange.error ??= error;
      this.#finish(exchange);
    }
  }

  #beginRequest(): OpenExchange {
    const exchange = new OpenExchange(this.recorder.nextId('x'));
    exchange.request = new MessageCapture(this.recorder, this.now, this.limits.maxBody + 4 * MAX_HTTP_HEAD);
    this.#open.push(exchange);
    this.#arriving = exchange;
    this.#watch();
    return exchange;
  }

  #answering(): OpenExchange | undefined {
    return this.#open.find((exchange) => !exchange.answerDone);
  }

  #finish(exchange: OpenExchange): void {
    const at = this.#open.indexOf(exchange);
    if (at === -1) return;
    this.#open.splice(at, 1);
    const { id, transaction, within, requestDone, answerDone, error } = exchange;
    const request = requestDone ?? exchange.request?.finish(false);
    const answer = answerDone ?? exchange.answer?.finish(false);
    this.recorder.record({
      kind: 'exchange',
      id,
      connection: this.id,
      actor: this.actor,
      side: 'server',
      ...(transaction !== undefined && { transaction }),
      ...(within !== undefined && { within }),
      ...(request && { request }),
      ...(answer && { answer }),
      ...(error !== undefined && { error }),
    });
  }

  /** One timer a connection, set again when a request begins or when it fires: nothing to do for each piece that arrives. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const { left, reason } = this.#deadline();
    if (left > 0) {
      this.#timer = setTimeout(() => this.#watch(), Math.max(5, left));
      this.#timer.unref();
      return;
    }
    const exchange = this.#arriving ?? this.#answering();
    if (exchange) exchange.error ??= reason;
    this.onExpired(this, exchange, reason);
  }

  #deadline(): { left: number; reason: Bilingual } {
    const { headTimeoutMs, idleTimeoutMs, totalTimeoutMs, keepAliveMs } = this.limits;
    const now = performance.now();
    const idle = {
      left: this.#progressAt + idleTimeoutMs - now,
      reason: {
        fr: `Délai dépassé : aucun octet depuis ${idleTimeoutMs} ms.`,
        en: `Time-out: no byte for ${idleTimeoutMs} ms.`,
      },
    };
    const arriving = this.#arriving;
    if (arriving) {
      const head = {
        left: arriving.headEnded ? Number.POSITIVE_INFINITY : arriving.beganAt + headTimeoutMs - now,
        reason: {
          fr: `Délai dépassé : en-tête HTTP incomplet après ${headTimeoutMs} ms.`,
          en: `Time-out: HTTP head incomplete after ${headTimeoutMs} ms.`,
        },
      };
      const total = {
        left: arriving.beganAt + totalTimeoutMs - now,
        reason: {
          fr: `Délai dépassé : requête incomplète après ${totalTimeoutMs} ms.`,
          en: `Time-out: request incomplete after ${totalTimeoutMs} ms.`,
        },
      };
      return [idle, head, total].reduce((soonest, next) => (next.left < soonest.left ? next : soonest));
    }
    const answering = this.#answering();
    if (answering?.answer) return idle;
    // our own handler is at work: the client waits for us, not we for it
    if (answering) return { left: idleTimeoutMs, reason: idle.reason };
    return {
      left: this.#progressAt + keepAliveMs - now,
      reason: { fr: 'Connexion inactive fermée.', en: 'Idle connection closed.' },
    };
  }
}
