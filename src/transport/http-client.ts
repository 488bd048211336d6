import type { X509Certificate } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect as netConnect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, connect as tlsConnect } from 'node:tls';
import { isIP } from 'node:net';
import { Artefact, shorten, type Bilingual, type RecordOf, type WireMessage } from '../model/index.js';
import { HttpFraming, MAX_HTTP_HEAD } from '../protocols/http/index.js';
import { MessageCapture } from './capture.js';
import type { Line } from './connections.js';
import { limitsOf } from './limits.js';
import { peerRefusal } from './peer-trust.js';
import { Tap } from './tap.js';
import {
  alertIn,
  failedFacts,
  HANDSHAKE_CLOSED,
  HANDSHAKE_TIMEOUT,
  HandshakeBytes,
  handshakeFailure,
  peerChain,
  tlsFacts,
  type TlsRefusal,
} from './tls-evidence.js';
import { tlsFaultOf, type TlsFault, tlsOptions } from './tls-faults.js';
import type { Posted, PostOptions } from './types.js';

type ConnectionTls = RecordOf<'connection'>['tls'];

const DEFAULT_TIMEOUT_MS = 120_000;

/**
 * Sends one POST and keeps everything of it as evidence: the handshake, the request as it left, the answer as it came.
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
  #socket: Socket | undefined;
  #late = false;
  readonly #deadline: number;

  constructor(
    readonly options: PostOptions,
    readonly url: URL,
  ) {
    this.#exchange = options.faults?.exchange ?? options.context.recorder.nextId('x');
    this.#deadline = performance.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
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
    if (!reusable) {
      line?.tap.destroy();
      this.#socket?.destroy();
    }
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
      ...(this.#late && { late: true as const }),
    });
  }

  #recordConnection(socket: Socket, tls: ConnectionTls, error?: Bilingual): void {
    const { actor, context } = this.options;
    const { url } = this;
    context.recorder.record({
      kind: 'connection',
      id: this.#connection,
      actor,
      side: 'client',
      remote: socket.remoteAddress === undefined ? url.host : `${socket.remoteAddress}:${socket.remotePort}`,
      local: socket.localAddress === undefined ? '' : `${socket.localAddress}:${socket.localPort}`,
      ...(tls && { tls }),
      ...(error !== undefined && { error }),
    });
  }

  /** Resolves once the peer can be spoken HTTP to. */
  async #connect(): Promise<Line> {
    this.#connection = this.options.context.recorder.nextId('c');
    return { id: this.#connection, tap: new Tap(await this.#open(), {}) };
  }

  async #open(): Promise<Duplex> {
    const { url } = this;
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const socket = netConnect({ host, port: Number(url.port || (secure ? 443 : 80)), noDelay: true });
    this.#socket = socket;
    try {
      await this.#within(
        new Promise<void>((resolve, reject) => {
          socket.once('connect', resolve);
          socket.once('error', (error: Error & { code?: string }) =>
            reject(
              new PeerError({
                fr: `pas de connexion (${error.code ?? error.message})`,
                en: `no connection (${error.code ?? error.message})`,
              }),
            ),
          );
        }),
        { fr: 'délai dépassé : pas de connexion', en: 'time-out: no connection' },
      );
    } catch (error) {
      this.#recordConnection(socket, undefined, textOf(error));
      throw error;
    }
    socket.on('error', () => undefined);
    if (!secure) {
      this.#recordConnection(socket, undefined);
      return socket;
    }
    return await this.#secure(socket, host);
  }

  async #secure(socket: Socket, host: string): Promise<Duplex> {
    const { actor, context } = this.options;
    const tls = context.tls;
    const fault = this.#fault();
    if (fault) context.recorder.record({ kind: 'fault', actor, exchange: this.#exchange, fault });
    const handshake = new HandshakeBytes();
    const below = new Tap(socket, handshake.events);
    const secured = tlsConnect({
      socket: below,
      ...(tls && tlsOptions(tls, 'client', fault)),
      ca: tls?.authorities ?? [],
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
    });
    below.on('error', () => undefined);
    try {
      await this.#within(
        new Promise<void>((resolve, reject) => {
          secured.once('secureConnect', resolve);
          secured.once('error', (error: Error & { code?: string }) => reject(new HandshakeError(handshakeFailure(error))));
          secured.once('close', () => reject(new HandshakeError(HANDSHAKE_CLOSED)));
        }),
        HANDSHAKE_TIMEOUT.text,
      );
    } catch (error) {
      const failure = error instanceof HandshakeError ? error.failure : HANDSHAKE_TIMEOUT;
      this.#recordConnection(socket, failedFacts(failure, handshake.keep(context.recorder)), failure.text);
      secured.on('error', () => undefined);
      secured.destroy();
      throw error;
    }
    secured.on('error', () => undefined);
    const chain = peerChain(secured);
    const refusal = tls ? (peerRefusal(chain, 'server', tls, context.now()) ?? wrongName(host, chain[0]!)) : undefined;
    const facts = tlsFacts(secured, chain, refusal, handshake.keep(context.recorder));
    const refused = refusal && {
      fr: `certificat du serveur refusé : ${refusal.text.fr}`,
      en: `server certificate refused: ${refusal.text.en}`,
    };
    below.show({});
    this.#recordConnection(socket, facts, refused);
    if (refused) {
      secured.destroy();
      throw new PeerError(refused);
    }
    return secured;
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
      method: 'POST',
      host: url.host,
      path: `${url.pathname}${url.search}`,
      setHost: false,
      headers: {
        Host: url.host,
        ...options.headers,
        ...(contentType !== undefined && { 'Content-Type': contentType }),
        'Content-Length': size,
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
    const incoming = await this.#within(answered, { fr: 'délai dépassé : pas de réponse', en: 'time-out: no answer' });
    const body = await this.#within(readAnswer(incoming, limit), {
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

  async #within<T>(promise: Promise<T>, late: Bilingual): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_, reject) => {
      const expire = (): void => {
        this.#late = true;
        reject(new PeerError(late));
      };
      timer = setTimeout(expire, Math.max(0, this.#deadline - performance.now()));
    });
    promise.catch(() => undefined);
    try {
      return await Promise.race([promise, expiry]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What the peer did wrong, in a few words. */
class PeerError extends Error {
  constructor(readonly text: Bilingual) {
    super(text.en);
  }
}

class HandshakeError extends PeerError {
  constructor(readonly failure: TlsRefusal) {
    super(failure.text);
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

function wrongName(host: string, leaf: X509Certificate): TlsRefusal | undefined {
  // from the certificate itself: the socket no longer tells it once its chain was walked
  if (!checkServerIdentity(host, leaf.toLegacyObject())) return undefined;
  const names = shorten(leaf.subjectAltName ?? leaf.subject);
  return {
    reason: 'wrong-name',
    text: { fr: `il n’est pas au nom de ${host} (${names})`, en: `it is not in the name of ${host} (${names})` },
  };
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
