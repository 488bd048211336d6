import { Artefact, type Bilingual, type SimulatorContext, type WireMessage } from '../model/index.js';
import { HL7_MEDIA_TYPE, MllpReader } from '../protocols/hl7v2/index.js';
import { Deadline, openLine, PeerError } from './client-line.js';
import type { Connections, Line } from './connections.js';
import type { ActiveFaults } from './faults.js';
import { limitsOf } from './limits.js';
import { sendFrames } from './mllp-send.js';
import { Tap } from './tap.js';
import { tlsFaultOf, tlsOptions } from './tls-faults.js';

export interface MllpCall {
  actor: string;
  context: SimulatorContext;
  /** `mllp://host:port`, or `mllps://host:port` with TLS */
  url: string;
  /** the message, without its frame */
  message: Uint8Array;
  /** another message that leaves before it in the same packet; `isAnswer` tells its answer apart */
  ahead?: Uint8Array;
  transaction: string;
  within?: string;
  /** for the whole exchange; absent: 120 s */
  timeoutMs?: number;
  /** absent: the connection is opened for this message and closed after it */
  connections?: Connections;
  /** what to do wrong with this message, which is then recorded as the exchange they name */
  faults?: ActiveFaults;
  /** an accept acknowledgement of enhanced mode is not what is waited for; absent: the first message is the answer */
  isAnswer?: (message: Artefact) => boolean;
}

export interface MllpCalled {
  /** id of the exchange recorded */
  exchange: string;
  /** the answer without its frame, when one came whole */
  artefact?: Artefact;
  /** what the peer did wrong: refused, cut, timed out, bytes outside frames */
  error?: Bilingual;
}

const DEFAULT_TIMEOUT_MS = 120_000;

const CLOSED: Bilingual = { fr: 'le serveur a fermé la connexion sans répondre', en: 'the server closed the connection without an answer' };
const CUT: Bilingual = {
  fr: 'le serveur a fermé la connexion avant la fin de la réponse',
  en: 'the server closed the connection before the end of the answer',
};
const LATE: Bilingual = { fr: 'délai dépassé\u00A0: pas de réponse', en: 'time-out: no answer' };
const MORE: Bilingual = { fr: 'des octets suivent la réponse', en: 'bytes follow the answer' };
const OUTSIDE: Bilingual = { fr: 'la réponse n’est pas dans une trame MLLP', en: 'the answer is not in an MLLP frame' };

/**
 * Sends one message over MLLP and keeps everything of it as evidence, twice where a fault says so. Whatever the peer does
 * wrong is told in `error` and in the exchange record.
 * @throws TypeError when the URL is none of MLLP, Error when our own key cannot be read, SimulatorError when there is no
 * identity that is wrong as a fault asks
 */
export async function callMllp(call: MllpCall): Promise<MllpCalled> {
  const url = new URL(call.url);
  if ((url.protocol !== 'mllp:' && url.protocol !== 'mllps:') || url.port === '')
    throw new TypeError(`not an MLLP address (mllp://host:port, mllps://host:port): ${call.url}`);
  const { faults, ...plain } = call;
  if (faults?.take('duplicate') !== undefined) await new Calling(plain, url).run();
  return await new Calling(call, url).run();
}

class Calling {
  readonly #exchange: string;
  readonly #deadline: Deadline;
  readonly #received: Uint8Array[] = [];
  #size = 0;
  #connection = '';
  #request: WireMessage | undefined;
  #answer: WireMessage | undefined;

  constructor(
    readonly call: MllpCall,
    readonly url: URL,
  ) {
    this.#exchange = call.faults?.exchange ?? call.context.recorder.nextId('x');
    this.#deadline = new Deadline(call.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  }

  async run(): Promise<MllpCalled> {
    const { connections } = this.call;
    const address = this.url.href;
    let line: Line | undefined;
    let called: MllpCalled = { exchange: this.#exchange };
    try {
      line = connections?.take(address) ?? (await this.#connect());
      this.#connection = line.id;
      const { answer, error } = await this.#exchangeOver(line.tap);
      called = {
        ...called,
        ...(answer && {
          artefact: new Artefact(this.#exchange, answer, { mediaType: HL7_MEDIA_TYPE, transaction: this.call.transaction }),
        }),
        ...(error && { error }),
      };
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      called.error = error.text;
    }
    // a fault may have closed our direction
    const usable = line?.tap.writable && line.tap.inner.writable;
    if (line && usable && connections && called.artefact && !called.error) connections.give(address, line);
    else line?.tap.destroy();
    this.#record(called.error);
    return called;
  }

  async #connect(): Promise<Line> {
    const { actor, context, within } = this.call;
    const { hostname, port, protocol } = this.url;
    const id = (this.#connection = context.recorder.nextId('c'));
    // what is sent for the sake of another message is sent as it should be
    const fault = within === undefined ? tlsFaultOf(context.faults.map((planned) => planned.fault)) : undefined;
    const secure = protocol === 'mllps:';
    // what cannot be shown is the configuration's fault, not something that the peer did
    if (secure && context.tls) tlsOptions(context.tls, 'client', fault);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const stream = await openLine({
      actor,
      context,
      host,
      port: Number(port),
      secure,
      id,
      exchange: this.#exchange,
      fault,
      deadline: this.#deadline,
    });
    return { id, tap: new Tap(stream, {}) };
  }

  async #exchangeOver(tap: Tap): Promise<{ answer?: Uint8Array; error?: Bilingual }> {
    const { call } = this;
    const { context, faults } = call;
    const reader = new MllpReader(limitsOf(context).maxFrame);
    const startedAt = context.now().toISOString();
    let firstAt: string | undefined;
    let settle: (outcome: { answer?: Uint8Array; error?: Bilingual }) => void = () => undefined;
    const outcome = new Promise<{ answer?: Uint8Array; error?: Bilingual }>((resolve) => (settle = resolve));
    const onData = (chunk: Uint8Array): void => {
      firstAt ??= context.now().toISOString();
      this.#received.push(chunk);
      this.#size += chunk.length;
      let answer: Uint8Array | undefined;
      let error: Bilingual | undefined;
      for (const event of reader.push(chunk)) {
        if (answer) error = MORE;
        else if (event.kind !== 'frame') error ??= OUTSIDE;
        else if (this.#isAnswer(event.content)) answer = event.content;
      }
      if (answer && reader.isWithin) error = MORE;
      if (answer) settle({ answer, ...(error && { error }) });
      else if (error) settle({ error });
    };
    const onEnd = (): void => settle({ error: this.#size > 0 ? CUT : CLOSED });
    tap.on('data', onData);
    for (const event of ['end', 'close', 'error']) tap.on(event, onEnd);
    // one that carried a message before was paused after it
    tap.resume();
    const sent = await this.#deadline.within(sendFrames(tap, [...(call.ahead ? [call.ahead] : []), call.message], faults, 'end'), LATE);
    this.#request = this.#wire(sent.bytes, startedAt, sent.whole);
    if (faults?.take('half-close') !== undefined) tap.end();
    try {
      const settled = await this.#deadline.within(outcome, LATE);
      if (this.#size > 0) this.#answer = this.#wire(Buffer.concat(this.#received), firstAt ?? startedAt, settled.answer !== undefined);
      return settled;
    } catch (error) {
      if (this.#size > 0) this.#answer = this.#wire(Buffer.concat(this.#received), firstAt ?? startedAt, false);
      throw error;
    } finally {
      // what comes unasked waits for the next message on this connection, which then tells it
      tap.pause();
      tap.off('data', onData);
      for (const event of ['end', 'close', 'error']) tap.off(event, onEnd);
    }
  }

  #isAnswer(content: Uint8Array): boolean {
    const { isAnswer } = this.call;
    return isAnswer === undefined || isAnswer(new Artefact(this.#exchange, content, { mediaType: HL7_MEDIA_TYPE }));
  }

  #wire(bytes: Uint8Array, startedAt: string, complete: boolean): WireMessage {
    const { recorder, now } = this.call.context;
    return { blob: recorder.keep(bytes), size: bytes.length, headSize: 0, complete, startedAt, endedAt: now().toISOString() };
  }

  #record(error: Bilingual | undefined): void {
    const { actor, context, transaction, within } = this.call;
    context.recorder.record({
      kind: 'exchange',
      id: this.#exchange,
      connection: this.#connection,
      actor,
      side: 'client',
      framing: 'mllp',
      transaction,
      ...(within !== undefined && { within }),
      ...(this.#request && { request: this.#request }),
      ...(this.#answer && { answer: this.#answer }),
      ...(error !== undefined && { error }),
      ...(this.#deadline.passed && { late: true as const }),
    });
  }
}
