import { Artefact, type Bilingual, type SimulatorContext, type WireMessage } from '../model/index.js';
import { HL7_MEDIA_TYPE, mllpFrame, MllpReader, type MllpEvent } from '../protocols/hl7v2/index.js';
import { type ActiveFaults, FaultPlan } from './faults.js';
import { limitsOf } from './limits.js';
import { sendFrames } from './mllp-send.js';
import { ServerDoor } from './server-door.js';
import { Tap } from './tap.js';
import type { Listening, Peer, ServerLimits } from './types.js';
import type { Duplex } from 'node:stream';

/** A message whose frame arrived whole. */
export interface MllpRequest {
  /** the message without its frame */
  artefact: Artefact;
  /** id of the exchange that is recorded for it */
  exchange: string;
  peer: Peer;
  /** what to do wrong with this one */
  faults: ActiveFaults;
}

export interface MllpAnswer {
  /** messages, without their frames, in the order they leave: an accept acknowledgement may come before the answer */
  messages: readonly Uint8Array[];
  /** kept in the exchange record */
  transaction?: string;
  within?: string;
}

export interface MllpListenOptions {
  actor: string;
  context: SimulatorContext;
  handle(request: MllpRequest): Promise<MllpAnswer>;
  /** makes the answer to what never becomes a message (a frame begun anew before its end, one too long), or that `handle` failed on */
  refuse(reason: Bilingual, request?: Artefact): Uint8Array;
}

/** Frames that are begun, of all connections together, take no more than this many times the longest one. */
const FRAMES_IN_MEMORY = 8;
/** Of bytes outside frames, so many are kept as evidence at a time. */
const GARBAGE_KEPT = 64 * 1024;
/** Frames without end that a connection may begin one after the other: what follows is no MLLP. */
const MOST_BROKEN = 1000;
/** Who is hung up on may still be sending: so long is what comes read and dropped, so that the refusal is not lost with it. */
const LINGER_MS = 1000;

const GARBAGE: Bilingual = { fr: 'octets hors de toute trame MLLP', en: 'bytes outside any MLLP frame' };
const BROKEN: Bilingual = {
  fr: 'trame MLLP sans fin\u00A0: une autre commence avant 0x1C 0x0D',
  en: 'MLLP frame without end: another begins before 0x1C 0x0D',
};
const UNFINISHED: Bilingual = {
  fr: 'la connexion s’est fermée au milieu d’une trame MLLP',
  en: 'the connection closed in the middle of an MLLP frame',
};

/**
 * Opens the door of an actor that is spoken to over MLLP (HL7 Transport Specification, MLLP Release 1): each frame is an
 * exchange, those of one connection are answered in their order, and everything heard and said is evidence. The parameter
 * `mllp` (`clear`) opens it without TLS though there are certificates.
 * @throws Error when the port is taken or the key cannot be read
 */
export async function listenMllp(options: MllpListenOptions): Promise<Listening> {
  const { actor } = options;
  const { tls, ...clear } = options.context;
  // most of the field still speaks MLLP in clear text, inside its walls
  const context: SimulatorContext = clear.parameters['mllp'] === 'clear' || !tls ? clear : { ...clear, tls };
  const limits = limitsOf(context);
  const plan = new FaultPlan(context, actor);
  const live = new Set<MllpConnection>();
  const room = { left: FRAMES_IN_MEMORY * limits.maxFrame };
  const door = new ServerDoor({
    actor,
    context,
    limits,
    serve: (stream, id, peer) => {
      const connection = new MllpConnection(options, plan, limits, room, stream, id, peer, () => live.delete(connection));
      live.add(connection);
    },
  });
  const { host, port } = await door.open(context.listen);
  return {
    url: `${context.tls ? 'mllps' : 'mllp'}://${host}:${port}`,
    port,
    close: async () => {
      for (const connection of live) connection.close();
      await door.close();
      await Promise.all([...live].map((connection) => connection.ended));
    },
  };
}

/** One connection of a client: its bytes cut into frames, each answered before the next one is looked at. */
class MllpConnection {
  readonly #reader: MllpReader;
  readonly #tap: Tap;
  #timer: NodeJS.Timeout | undefined;
  #frameBegan: { at: string; mono: number } | undefined;
  #held = 0;
  /** how many in a row */
  #broken = 0;
  #isRefused = false;
  #work: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(
    readonly options: MllpListenOptions,
    readonly plan: FaultPlan,
    readonly limits: ServerLimits,
    /** bytes of frames under way that all connections together may still hold */
    readonly room: { left: number },
    stream: Duplex,
    readonly id: string,
    readonly peer: Peer,
    readonly onEnd: () => void,
  ) {
    this.#reader = new MllpReader(limits.maxFrame);
    this.#tap = new Tap(stream, {});
    this.#tap.on('data', (chunk: Uint8Array) => {
      // what comes meanwhile waits in the socket, and then at the client: nothing piles up here
      this.#tap.pause();
      this.#work = this.#work.then(() => this.#take(chunk)).then(() => void this.#tap.resume());
    });
    this.#tap.on('end', () => {
      this.#work = this.#work.then(() => void this.#tap.end());
    });
    this.#tap.on('error', () => this.#tap.destroy());
    this.#tap.on('close', () => this.#close(UNFINISHED));
    this.#watch();
  }

  /** Resolves once everything that arrived is recorded. */
  get ended(): Promise<void> {
    return this.#work;
  }

  close(): void {
    this.#tap.destroy();
  }

  async #take(chunk: Uint8Array): Promise<void> {
    if (this.#ended) return;
    // what takes time from here on is not the client's
    clearTimeout(this.#timer);
    const before = this.#now();
    for (const event of this.#reader.push(chunk)) {
      await this.#meet(event, before);
      if (this.#isRefused) return;
    }
    if (this.#reader.isWithin) this.#frameBegan ??= before;
    this.#hold(this.#reader.isWithin ? this.#reader.length : 0);
    if (this.room.left < 0)
      this.#refuse(this.#reader.pending, {
        fr: 'trop de trames MLLP inachevées à la fois\u00A0: celle-ci est abandonnée',
        en: 'too many unfinished MLLP frames at once: this one is given up',
      });
    this.#watch();
  }

  #hold(bytes: number): void {
    this.room.left += this.#held - bytes;
    this.#held = bytes;
  }

  async #meet(event: MllpEvent, now: { at: string; mono: number }): Promise<void> {
    const began = this.#frameBegan ?? now;
    this.#frameBegan = undefined;
    if (event.kind === 'frame') {
      this.#broken = 0;
      await this.#answer(event.content, began.at);
      return;
    }
    if (event.kind === 'garbage') {
      this.#record(
        this.options.context.recorder.nextId('x'),
        { request: this.#wire(event.bytes.subarray(0, GARBAGE_KEPT), began.at, false) },
        GARBAGE,
      );
      return;
    }
    if (event.kind === 'broken-frame') {
      if (++this.#broken === MOST_BROKEN) {
        this.#refuse(event.content, {
          fr: `${MOST_BROKEN} trames MLLP sans fin de suite`,
          en: `${MOST_BROKEN} MLLP frames without end in a row`,
        });
        return;
      }
      const refusal = this.options.refuse(BROKEN);
      const answer = this.#wire(mllpFrame(refusal), this.#now().at, true);
      this.#tap.write(mllpFrame(refusal));
      const request = this.#wire(Buffer.concat([Uint8Array.of(0x0b), event.content]), began.at, false);
      this.#record(this.options.context.recorder.nextId('x'), { request, answer }, BROKEN);
      return;
    }
    this.#refuse(new Uint8Array(), {
      fr: `trame MLLP de plus de ${this.limits.maxFrame} octets`,
      en: `MLLP frame of more than ${this.limits.maxFrame} bytes`,
    });
  }

  async #answer(content: Uint8Array, startedAt: string): Promise<void> {
    const { context, actor } = this.options;
    const exchange = context.recorder.nextId('x');
    const request = this.#wire(mllpFrame(content), startedAt, true);
    const faults = this.plan.next(exchange);
    const artefact = new Artefact(exchange, content, { mediaType: HL7_MEDIA_TYPE });
    let answered: MllpAnswer;
    let error: Bilingual | undefined;
    try {
      answered = await this.options.handle({ artefact, exchange, peer: this.peer, faults });
    } catch (failure) {
      const { message } = failure as Error;
      error = { fr: `le simulateur a échoué\u00A0: ${message}`, en: `the simulator failed: ${message}` };
      context.recorder.record({
        kind: 'error',
        owner: 'tool',
        message: {
          fr: `Le simulateur ${actor} a échoué sur l’échange ${exchange}\u00A0: ${message}`,
          en: `The simulator ${actor} failed on exchange ${exchange}: ${message}`,
        },
      });
      answered = { messages: [this.options.refuse(error, artefact)] };
    }
    const { messages, transaction, within } = answered;
    const delay = faults.take('delay-ms');
    if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
    let answer: WireMessage | undefined;
    if (faults.take('half-close') !== undefined) this.#tap.end();
    else if (faults.take('no-answer') === undefined && messages.length > 0 && !this.#tap.destroyed) {
      const sentAt = this.#now().at;
      const twice = faults.take('duplicate') !== undefined;
      // a client that does not take its answer is not waited for without end
      const stuck = setTimeout(() => this.#tap.destroy(), this.limits.totalTimeoutMs).unref();
      const sent = await sendFrames(this.#tap, twice ? [...messages, ...messages] : messages, faults, 'destroy');
      clearTimeout(stuck);
      answer = this.#wire(sent.bytes, sentAt, sent.whole);
    }
    this.#record(
      exchange,
      { request, ...(answer && { answer }), ...(transaction !== undefined && { transaction }), ...(within !== undefined && { within }) },
      error,
    );
  }

  /** Nothing that follows can be told apart: says so and hangs up. */
  #refuse(bytes: Uint8Array, reason: Bilingual): void {
    const refusal = mllpFrame(this.options.refuse(reason));
    const { at } = this.#now();
    const began = this.#frameBegan ?? { at };
    this.#frameBegan = undefined;
    this.#record(
      this.options.context.recorder.nextId('x'),
      { request: this.#wire(Buffer.concat([Uint8Array.of(0x0b), bytes]), began.at, false), answer: this.#wire(refusal, at, true) },
      reason,
    );
    this.#isRefused = true;
    this.#finish();
    this.#tap.end(refusal);
    this.#timer = setTimeout(() => this.#tap.destroy(), LINGER_MS).unref();
  }

  /** One timer a connection: a frame must end in its time, and a connection that says nothing for hours is closed. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    const { idleTimeoutMs, totalTimeoutMs, mllpKeepAliveMs } = this.limits;
    const began = this.#frameBegan;
    const left = began ? Math.min(idleTimeoutMs, began.mono + totalTimeoutMs - performance.now()) : mllpKeepAliveMs;
    this.#timer = setTimeout(
      () => {
        if (!this.#frameBegan) this.#tap.destroy();
        else
          this.#refuse(this.#reader.pending, {
            fr: `délai dépassé\u00A0: trame MLLP inachevée après ${Math.round(performance.now() - this.#frameBegan.mono)} ms`,
            en: `time-out: MLLP frame unfinished after ${Math.round(performance.now() - this.#frameBegan.mono)} ms`,
          });
      },
      Math.max(1, left),
    );
    this.#timer.unref();
  }

  #close(reason: Bilingual): void {
    if (!this.#ended && this.#reader.isWithin) {
      const began = this.#frameBegan ?? this.#now();
      const request = this.#wire(Buffer.concat([Uint8Array.of(0x0b), this.#reader.pending]), began.at, false);
      this.#record(this.options.context.recorder.nextId('x'), { request }, reason);
    }
    this.#finish();
    // a client that gave up leaves work behind, whose record is still to come
    void this.#work.then(this.onEnd);
  }

  #finish(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#hold(0);
  }

  #wire(bytes: Uint8Array, startedAt: string, complete: boolean): WireMessage {
    const { recorder } = this.options.context;
    return { blob: recorder.keep(bytes), size: bytes.length, headSize: 0, complete, startedAt, endedAt: this.#now().at };
  }

  #record(
    id: string,
    about: { request: WireMessage; answer?: WireMessage; transaction?: string; within?: string },
    error: Bilingual | undefined,
  ): void {
    const { recorder } = this.options.context;
    recorder.record({
      kind: 'exchange',
      id,
      connection: this.id,
      actor: this.options.actor,
      side: 'server',
      framing: 'mllp',
      ...about,
      ...(error && { error }),
    });
  }

  #now(): { at: string; mono: number } {
    return { at: this.options.context.now().toISOString(), mono: performance.now() };
  }
}
