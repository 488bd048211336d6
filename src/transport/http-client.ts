import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Artefact, type Bilingual, type WireMessage } from '../model/index.js';
import { HttpFraming, MAX_HTTP_HEAD } from '../protocols/http/index.js';
import { MessageCapture } from './capture.js';
import { Deadline, openLine, PeerError } from './client-line.js';
import type { Line } from './connections.js';
import { limitsOf } from './limits.js';
import { Tap } from './tap.js';
import { alertIn } from './tls-evidence.js';
import { tlsFaultOf, type TlsFault, tlsOptions } from './tls-faults.js';
import type { Posted, PostOptions } from './types.js';

const DEFAULT_TIMEOUT_MS = 120_000;

/**
 * Sends one request, a POST unless it is said, and keeps everything of it as evidence: the handshake, the request as it left, the answer as it came.
 * Whatever the peer does wrong is told in `error` and in the exchange record.
 * @throws TypeError when the URL is none, Error when our own key cannot be read, SimulatorError when there is no identity
 * that is wrong as a fault asks: the configuration's fault
 */
export async function post(options: PostOptions): Promise<Posted> {
  const url = new URL(options.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`not an http or https address: ${options.url}`);
  return await new Posting(options, url).run();
}

class Posting {
  readonly #exchange: string;
  #connection = '';
  #request: MessageCapture | undefined;
  #requestDone: WireMessage | undefined;
  #answer: MessageCapture | undefined;
  #answerDone: WireMessage | undefined;
  #framingError: Bilingual | undefined;
  readonly #deadline: Deadline;

  constructor(
    readonly options: PostOptions,
    readonly url: URL,
  ) {
    this.#exchange = options.faults?.exchange ?? options.context.recorder.nextId('x');
    this.#deadline = new Deadline(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  }

  async run(): Promise<Posted> {
    const { context } = this.options;
    // what cannot be shown is the configuration's fault, not something that the peer did
    if (context.tls) tlsOptions(context.tls, 'client', this.#fault());
    const requests = new HttpFraming('request', {
      begin: () => (this.#request = new MessageCapture(context.recorder, context.now)),
      bytes: (chunk) => this.#request?.write(chunk),
      head: (size) => this.#request?.head(size),
      end: (complete) => (this.#requestDone = this.#request?.finish(complete)),
    });
    const limit = limitsOf(context).maxBody;
    const answers = new HttpFraming('answer', {
      begin: () => (this.#answer ??= new MessageCapture(context.recorder, context.now, limit + 4 * MAX_HTTP_HEAD)),
      bytes: (chunk) => this.#answer?.write(chunk),
      head: (size) => this.#answer?.head(size),
      end: (complete, problem) => {
        this.#answerDone ??= this.#answer?.finish(complete);
        this.#framingError ??= problem;
      },
    });
    let posted: Posted = { exchange: this.#exchange };
    const { connections } = this.options;
    let line: Line | undefined;
    try {
      line = connections?.take(this.url.host) ?? (await this.#connect());
      this.#connection = line.id;
      line.tap.show({ received: (chunk) => answers.push(chunk), sent: (chunk) => requests.push(chunk) });
      posted = { ...posted, ...(await this.#exchangeOver(line.tap, limit)) };
    } catch (error) {
      posted = { ...posted, error: textOf(error) };
    }
    const reusable = line && connections && posted.error === undefined && posted.headers?.['connection'] !== 'close';
    if (!reusable) line?.tap.destroy();
    requests.close();
    answers.close();
    if (reusable && this.#answerDone?.complete) connections.give(this.url.host, line!);
    else line?.tap.destroy();
    if (this.#answerDone && !this.#answerDone.complete)
      posted.error ??= this.#framingError ?? { fr: 'la réponse est incomplète', en: 'the answer is incomplete' };
    this.#record(posted.error);
    return posted;
  }

  #record(error: Bilingual | undefined): void {
    const { actor, context, transaction, within } = this.options;
    context.recorder.record({
      kind: 'exchange',
      id: this.#exchange,
      connection: this.#connection,
      actor,
      side: 'client',
      transaction,
      ...(within !== undefined && { within }),
      ...(this.#requestDone && { request: this.#requestDone }),
      ...(this.#answerDone && { answer: this.#answerDone }),
      ...(error !== undefined && { error }),
      ...(this.#deadline.passed && { late: true as const }),
    });
  }

  /** Resolves once the peer can be spoken HTTP to. */
  async #connect(): Promise<Line> {
    const { actor, context } = this.options;
    const { protocol, hostname, port } = this.url;
    const secure = protocol === 'https:';
    const id = (this.#connection = context.recorder.nextId('c'));
    const stream = await openLine({
      actor,
      context,
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || (secure ? 443 : 80)),
      secure,
      id,
      exchange: this.#exchange,
      fault: this.#fault(),
      deadline: this.#deadline,
    });
    return { id, tap: new Tap(stream, {}) };
  }

  /** What is sent for the sake of another message is sent as it should be: the fault is for the system under test. */
  #fault(): TlsFault | undefined {
    const { context, within } = this.options;
    return within === undefined ? tlsFaultOf(context.faults.map(({ fault }) => fault)) : undefined;
  }

  async #exchangeOver(tap: Tap, limit: number): Promise<Omit<Posted, 'exchange'>> {
    const { options, url } = this;
    const size = options.body.reduce((sum, piece) => sum + piece.length, 0);
    const { faults } = options;
    const contentType = faults?.take('content-type');
    const cut = faults?.take('cut-after-bytes');
    const halfClose = faults?.take('half-close');
    if (cut !== undefined) tap.cutAfter(cut, 'end');
    const request = httpRequest({
      method: options.method ?? 'POST',
      host: url.host,
      path: `${url.pathname}${url.search}`,
      setHost: false,
      headers: {
        Host: url.host,
        ...(options.headers as OutgoingHttpHeaders),
        ...(contentType !== undefined && { 'Content-Type': contentType }),
        ...(options.method !== 'GET' && { 'Content-Length': size }),
        Connection: options.connections ? 'keep-alive' : 'close',
      },
      createConnection: () => tap,
      maxHeaderSize: MAX_HTTP_HEAD,
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.on('error', (error: Error & { code?: string }) => reject(new PeerError(told(error))));
      request.once('close', () => reject(new PeerError(NO_ANSWER)));
    });
    for (const piece of options.body) request.write(piece);
    request.end(() => {
      if (halfClose !== undefined) tap.end();
    });
    const incoming = await this.#deadline.within(answered, { fr: 'délai dépassé : pas de réponse', en: 'time-out: no answer' });
    const body = await this.#deadline.within(readAnswer(incoming, limit), {
      fr: 'délai dépassé : réponse inachevée',
      en: 'time-out: answer unfinished',
    });
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(incoming.headers))
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    const status = incoming.statusCode ?? 0;
    const mediaType = headers['content-type'];
    return {
      status,
      headers,
      body,
      artefact: new Artefact(this.#exchange, body, {
        headers,
        status,
        transaction: options.transaction,
        ...(mediaType !== undefined && { mediaType }),
      }),
    };
  }
}

const NO_ANSWER: Bilingual = {
  fr: 'le serveur a fermé la connexion sans répondre',
  en: 'the server closed the connection without an answer',
};

function textOf(error: unknown): Bilingual {
  if (error instanceof PeerError) return error.text;
  const said = error instanceof Error ? error.message : String(error);
  return { fr: `l’envoi a échoué (${said})`, en: `sending failed (${said})` };
}

function told(error: Error & { code?: string }): Bilingual {
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return NO_ANSWER;
  if (error.code?.startsWith('HPE_')) {
    return { fr: `la réponse n’est pas du HTTP/1.1 (${error.message})`, en: `the answer is not HTTP/1.1 (${error.message})` };
  }
  // with TLS 1.3 a client certificate is refused after the handshake
  const answered = alertIn(error.message);
  if (answered) return answered;
  return { fr: `l’échange a échoué (${error.message})`, en: `the exchange failed (${error.message})` };
}

async function readAnswer(incoming: IncomingMessage, limit: number): Promise<Uint8Array> {
  const announced = Number(incoming.headers['content-length'] ?? Number.NaN);
  if (announced > limit) {
    throw new PeerError({
      fr: `la réponse annonce ${announced} octets, au-delà de la limite de ${limit}`,
      en: `the answer announces ${announced} bytes, more than the limit of ${limit}`,
    });
  }
  const whole = Number.isNaN(announced) ? undefined : Buffer.allocUnsafeSlow(announced);
  const pieces: Uint8Array[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      if (size + chunk.length > limit) {
        reject(
          new PeerError({
            fr: `la réponse dépasse la limite de ${limit} octets`,
            en: `the answer exceeds the limit of ${limit} bytes`,
          }),
        );
        return;
      }
      if (whole) chunk.copy(whole, size);
      else pieces.push(chunk);
      size += chunk.length;
    });
    incoming.once('end', resolve);
    const cut = (): void =>
      reject(
        new PeerError({
          fr: 'le serveur a fermé la connexion avant la fin de la réponse',
          en: 'the server closed the connection before the end of the answer',
        }),
      );
    incoming.on('aborted', cut);
    incoming.on('error', cut);
    incoming.on('close', cut);
  });
  return whole ?? Buffer.concat(pieces);
}
