import { createServer as createHttpServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { server as createHapiServer, type Request, type ResponseToolkit } from '@hapi/hapi';
import { Artefact } from '../model/index.js';
import { MAX_HTTP_HEAD } from '../protocols/http/index.js';
import { FaultPlan } from './faults.js';
import { limitsOf } from './limits.js';
import { type OpenExchange, ServerConnection } from './server-connection.js';
import { ServerDoor } from './server-door.js';
import { Tap } from './tap.js';
import type { HttpAnswer, ServerLimits, HttpRequest, Listening, ListenOptions, Peer, Refusal, Refused } from './types.js';

/** How long a client that was refused early may go on sending before the connection is cut: it shall read the answer first. */
const LINGER_MS = 1000;

/** How many bytes of it are read, and kept, meanwhile. */
const LINGER_BYTES = 1024 * 1024;

const POST_ONLY = ['POST'];

/** What our side did wrong is not the client's message. */
class BodyError extends Error {
  constructor(
    readonly status: number,
    readonly reason: Refusal,
  ) {
    super(reason.en);
  }
}

/** An HTTP(S) server that keeps everything it hears and says as evidence. */
export class HttpServer {
  /**
   * Opens the door of an actor: one TCP port, one path. Below HTTP every byte is kept: of the handshake, of requests
   * and answers, of what never became a request.
   * @throws Error when the port is taken or the key cannot be read
   */
  static async listen(options: ListenOptions): Promise<Listening> {
    const server = new HttpServer(options);
    return await server.#open();
  }

  readonly #limits: ServerLimits;
  readonly #plan: FaultPlan;
  readonly #connections = new WeakMap<object, ServerConnection>();
  readonly #live = new Set<ServerConnection>();
  readonly #targets = new WeakMap<IncomingMessage, string>();
  /** the last request of each connection that HTTP could read, by its answer */
  readonly #handedOver = new WeakMap<Duplex, ServerResponse>();
  /** connections whose bytes HTTP reads no more */
  readonly #broken = new WeakSet<Duplex>();
  readonly #http = createHttpServer({
    maxHeaderSize: MAX_HTTP_HEAD,
    // time limits are those of ServerConnection: node's own need a socket, and a tap is not one
    headersTimeout: 0,
    requestTimeout: 0,
    keepAliveTimeout: 0,
  });
  readonly #door: ServerDoor;

  private constructor(readonly options: ListenOptions) {
    const { context, actor } = options;
    this.#limits = limitsOf(context);
    this.#plan = new FaultPlan(context, actor);
    this.#door = new ServerDoor({
      actor,
      context,
      limits: this.#limits,
      serve: (stream, id, peer) => this.#speakHttp(stream, id, peer),
    });
  }

  async #open(): Promise<Listening> {
    const { context, path } = this.options;
    const hapi = createHapiServer({
      listener: this.#http,
      autoListen: false,
      tls: true,
      operations: { cleanStop: false },
      debug: false,
      routes: {
        // the body is read here, within our limits, into one buffer
        payload: {
          parse: false,
          output: 'stream',
          maxBytes: Number.MAX_SAFE_INTEGER,
          timeout: false,
          override: 'application/octet-stream',
        },
        state: { parse: false, failAction: 'ignore' },
      },
    });
    // a client that has said all may close its direction: it still gets its answer
    Object.assign(this.#http, { httpAllowHalfOpen: true });
    this.#http.removeAllListeners('clientError');
    this.#http.on('clientError', (error: Error, socket: Duplex) => this.#onClientError(error, socket));
    const handler = async (request: Request, h: ResponseToolkit): Promise<symbol> => {
      await this.#serve(request.raw.req, request.raw.res);
      return h.abandon;
    };
    for (const method of ['*', 'GET'] as const) hapi.route({ method, path: '/{any*}', handler });
    // hapi refuses odd targets by itself: here they are an exchange like any other
    // node would answer by itself, outside the evidence
    this.#http.on('checkExpectation', (incoming: IncomingMessage, response: ServerResponse) =>
      this.#http.emit('request', incoming, response),
    );
    for (const event of ['request', 'checkContinue'])
      this.#http.prependListener(event, (incoming: IncomingMessage, response: ServerResponse) => {
        this.#handedOver.set(incoming.socket, response);
        this.#connections.get(incoming.socket)?.handOver();
        this.#targets.set(incoming, incoming.url ?? '');
        incoming.url = '/';
      });
    await hapi.start();

    const { host, port } = await this.#door.open(context.listen);
    return {
      url: `${context.tls ? 'https' : 'http'}://${host}:${port}${path}`,
      port,
      close: async () => {
        const closed = this.#door.close();
        for (const connection of this.#live) connection.close({ fr: 'le simulateur s’est arrêté', en: 'the simulator stopped' });
        await closed;
        await hapi.stop({ timeout: 0 });
      },
    };
  }

  #speakHttp(stream: Duplex, id: string, peer: Peer): void {
    const { context, actor } = this.options;
    const connection = new ServerConnection(id, actor, context.recorder, context.now, peer, this.#limits, (expired, exchange, reason) =>
      this.#onExpired(expired, exchange, reason),
    );
    const tap = new Tap(stream, connection.events);
    connection.tap = tap;
    this.#connections.set(tap, connection);
    this.#live.add(connection);
    tap.on('error', () => tap.destroy());
    tap.on('close', () => {
      connection.close({ fr: 'le client a fermé la connexion', en: 'the client closed the connection' });
      this.#live.delete(connection);
    });
    this.#http.emit('connection', tap);
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = this.#connections.get(incoming.socket);
    // the connection ended before its turn came
    if (!connection) return;
    const exchange = connection.take(response);
    let request: HttpRequest | undefined;
    let answer: HttpAnswer;
    try {
      const early = this.#refusalOf(incoming);
      if (early) throw early;
      const body = await readBody(incoming, this.#limits.maxBody);
      request = this.#requestOf(incoming, body, connection, exchange);
      answer = await this.options.handle(request);
    } catch (error) {
      if (error instanceof BodyError) {
        if (error.status === 0) return; // the client left: there is nobody to answer
        exchange.error ??= error.reason;
        answer = this.#refuse(error.status, error.reason);
      } else {
        const { message } = error as Error;
        exchange.error ??= { fr: `le simulateur a échoué : ${message}`, en: `the simulator failed: ${message}` };
        recordOwnFailure(this.options, exchange, error);
        answer = this.#refuse(500, {
          fr: 'Le simulateur a rencontré une erreur interne.',
          en: 'The simulator met an internal error.',
        });
      }
    }
    exchange.transaction = answer.transaction;
    exchange.within = answer.within;
    await this.#send(connection, exchange, incoming, response, answer, request);
  }

  /** What can be refused by its head alone. */
  #refusalOf(incoming: IncomingMessage): BodyError | undefined {
    const path = (this.#targets.get(incoming) ?? '').split('?', 1)[0];
    const { methods } = this.options;
    const isHere = path === this.options.path || (methods !== undefined && (path ?? '').startsWith(`${this.options.path}/`));
    if (!isHere)
      return new BodyError(404, {
        fr: `Rien à l’adresse ${path} : le service est à ${this.options.path}.`,
        en: `Nothing at ${path}: the service is at ${this.options.path}.`,
      });
    if (!(methods ?? POST_ONLY).includes(incoming.method ?? ''))
      return new BodyError(405, {
        fr: `La méthode ${incoming.method} n’est pas admise\u00A0: ${methods?.join(', ') ?? 'seule POST l’est'}.`,
        en: `The method ${incoming.method} is not allowed: ${methods?.join(', ') ?? 'only POST is'}.`,
      });
    const { expect } = incoming.headers;
    if (expect !== undefined && expect.toLowerCase() !== '100-continue')
      return new BodyError(417, {
        fr: `L’en-tête Expect « ${expect} » n’est pas pris en charge : seul 100-continue l’est.`,
        en: `The header Expect “${expect}” is not supported: only 100-continue is.`,
      });
    const length = incoming.headers['content-length'];
    if (length !== undefined && Number(length) > this.#limits.maxBody) return tooLarge(Number(length), this.#limits.maxBody);
    return undefined;
  }

  #requestOf(incoming: IncomingMessage, body: Uint8Array, connection: ServerConnection, exchange: OpenExchange): HttpRequest {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    // of several, node only tells the first: who sends two must not be let in by one of them
    const shown = incoming.headersDistinct['authorization'];
    if (shown && shown.length > 1) headers['authorization'] = shown.join(', ');
    const mediaType = headers['content-type'];
    return {
      method: incoming.method ?? '',
      path: this.#targets.get(incoming) ?? '',
      headers,
      body,
      artefact: new Artefact(exchange.id, body, { headers, ...(mediaType !== undefined && { mediaType }) }),
      exchange: exchange.id,
      peer: connection.peer,
      faults: this.#plan.next(exchange.id),
    };
  }

  #refuse(status: number, reason: Refusal): Refused {
    const made = this.options.refuse?.(status, reason);
    if (made) return made;
    const text = Buffer.from(`${reason.fr}\n${reason.en}\n`);
    return { status, headers: { 'Content-Type': 'text/plain; charset=UTF-8' }, body: [text] };
  }

  async #send(
    connection: ServerConnection,
    exchange: OpenExchange,
    incoming: IncomingMessage,
    response: ServerResponse,
    answer: HttpAnswer,
    request: HttpRequest | undefined,
  ): Promise<void> {
    const headers: Record<string, string> = { ...answer.headers };
    const delay = request?.faults.take('delay-ms');
    if (delay !== undefined) {
      // who closes while we make it wait has given up; who closed before has only said all
      const giveUp = (): void => void connection.tap?.destroy();
      connection.tap?.once('end', giveUp);
      await new Promise((resolve) => setTimeout(resolve, delay));
      connection.tap?.off('end', giveUp);
    }
    if (response.destroyed || response.headersSent || connection.tap?.destroyed) return;
    const contentType = request?.faults.take('content-type');
    if (contentType !== undefined) headers['Content-Type'] = contentType;
    const cut = request?.faults.take('cut-after-bytes');
    if (cut !== undefined) {
      exchange.error ??= { fr: `réponse coupée après ${cut} octets, exprès`, en: `answer cut after ${cut} bytes, on purpose` };
      connection.tap?.cutAfter(cut);
    }
    // 204 and 304 have no body to tell the length of (RFC 9110, 8.6)
    if (Array.isArray(answer.body) && answer.status !== 204 && answer.status !== 304)
      headers['Content-Length'] = String(sizeOf(answer.body as readonly Uint8Array[]));
    if (answer.status === 405) headers['Allow'] ??= (this.options.methods ?? POST_ONLY).join(', ');
    if (answer.status === 415) headers['Accept-Encoding'] = 'identity';
    if (request && connection.tap && this.#answersOddly(connection, connection.tap, exchange, request, { ...answer, headers })) return;
    const early = !incoming.complete;
    if (early) headers['Connection'] = 'close';
    response.writeHead(answer.status, headers);
    await writeBody(response, answer.body);
    if (early) this.#linger(connection);
  }

  /** Answers in a way that no HTTP server does by itself: not at all, or twice. */
  #answersOddly(connection: ServerConnection, tap: Tap, exchange: OpenExchange, { faults }: HttpRequest, answer: HttpAnswer): boolean {
    if (faults.take('half-close') !== undefined) {
      exchange.error ??= { fr: 'connexion à demi fermée sans réponse, exprès', en: 'connection half closed without an answer, on purpose' };
      tap.end();
      this.#linger(connection);
      return true;
    }
    if (!Array.isArray(answer.body) || faults.take('duplicate') === undefined) return false;
    const once = rawAnswer({ ...answer, body: answer.body as readonly Uint8Array[] });
    tap.write(once);
    tap.write(once);
    tap.end();
    this.#linger(connection);
    return true;
  }

  /** Lets a client that is still sending read the answer, then cuts. */
  #linger(connection: ServerConnection): void {
    const timer = setTimeout(() => connection.tap?.destroy(), LINGER_MS);
    timer.unref();
    connection.tap?.once('close', () => clearTimeout(timer));
  }

  /** Bytes that HTTP cannot read, or a client that left. */
  #onClientError(error: Error & { code?: string }, socket: Duplex): void {
    // HTTP tells it again with each piece that follows: one answer is enough
    if (this.#broken.has(socket)) return;
    this.#broken.add(socket);
    const connection = this.#connections.get(socket);
    const exchange = connection?.current;
    const left = error.code === 'ECONNRESET' || error.code === 'HPE_INVALID_EOF_STATE';
    if (exchange)
      exchange.error ??=
        left ?
          {
            fr: 'le client a fermé la connexion avant la fin de sa requête',
            en: 'the client closed the connection before the end of its request',
          }
        : { fr: `ce n’est pas du HTTP/1.1 (${error.message})`, en: `not HTTP/1.1 (${error.message})` };
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const tooBig = error.code === 'HPE_HEADER_OVERFLOW';
    const reason =
      tooBig ? { fr: 'L’en-tête HTTP est trop grand.', en: 'The HTTP head is too large.' }
      : left ? { fr: 'La connexion s’est fermée avant la fin de la requête.', en: 'The connection closed before the end of the request.' }
      : { fr: `Ce qui est arrivé n’est pas du HTTP/1.1 : ${error.message}.`, en: `What arrived is not HTTP/1.1: ${error.message}.` };
    this.#answerRaw(connection, socket, tooBig ? 431 : 400, reason, exchange);
  }

  #onExpired(connection: ServerConnection, exchange: OpenExchange | undefined, reason: Refusal): void {
    const { tap } = connection;
    if (!tap) return;
    if (!exchange || exchange.answer) tap.destroy();
    else this.#answerRaw(connection, tap, 408, reason, exchange);
  }

  /**
   * Answers below node's HTTP, which has no request to answer, or one that will never end. Whatever is being answered
   * already goes out first, and what still comes in is read: a connection closed on unread bytes is reset, and the reset
   * would take the answer with it.
   */
  #answerRaw(connection: ServerConnection | undefined, socket: Duplex, status: number, reason: Refusal, exchange?: OpenExchange): void {
    ignoreInput(socket);
    const earlier = this.#handedOver.get(socket);
    if (earlier && !earlier.destroyed && !earlier.writableFinished && (earlier.req.complete || earlier.headersSent)) {
      earlier.once('finish', () => this.#answerRaw(connection, socket, status, reason, exchange));
      return;
    }
    if (socket.writable && !exchange?.answer) {
      socket.write(rawAnswer({ ...this.#refuse(status, reason), status }));
    }
    socket.end();
    if (connection) this.#linger(connection);
  }
}

const sizeOf = (body: readonly Uint8Array[]): number => body.reduce((sum, piece) => sum + piece.length, 0);

/** An answer that is the last on its connection, as it crosses the wire. */
function rawAnswer({ status, headers, body }: Refused): Buffer {
  const fields = { ...headers, 'Content-Length': sizeOf(body), Connection: 'close' };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n`), ...body]);
}

/** Writes an answer to its end. What is made as it is sent waits for the client to read it. */
async function writeBody(response: ServerResponse, body: HttpAnswer['body']): Promise<void> {
  for (const piece of body) {
    if (response.destroyed) return;
    if (!response.write(piece) && !Array.isArray(body)) await ready(response);
  }
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.once('finish', resolve);
    if (response.closed) resolve();
    response.end();
  });
}

/** Resolves when the client took what was written, or left. */
const ready = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
    if (response.closed) done();
  });

/** Reads on without HTTP, so that what comes is kept as evidence and the client can read its answer; not without end. */
function ignoreInput(socket: Duplex): void {
  let size = 0;
  socket.removeAllListeners('data');
  socket.on('data', (chunk: Uint8Array) => {
    size += chunk.length;
    if (size > LINGER_BYTES) socket.destroy();
  });
  socket.resume();
}

/** A failure of ours is told beside the evidence, never as the product's fault. */
function recordOwnFailure(options: ListenOptions, exchange: OpenExchange, error: unknown): void {
  options.context.recorder.record({
    kind: 'error',
    owner: 'tool',
    message: {
      fr: `Le simulateur ${options.actor} a échoué sur l’échange ${exchange.id} : ${(error as Error).message}`,
      en: `The simulator ${options.actor} failed on exchange ${exchange.id}: ${(error as Error).message}`,
    },
  });
}

function tooLarge(size: number, limit: number): BodyError {
  return new BodyError(413, {
    fr: `Le corps annoncé ou reçu (${size} octets) dépasse la limite de ${limit} octets.`,
    en: `The body announced or received (${size} bytes) exceeds the limit of ${limit} bytes.`,
  });
}

/**
 * Reads a body once: into one buffer of the announced length, or piece by piece up to the limit.
 * @throws BodyError
 */
async function readBody(incoming: IncomingMessage, limit: number): Promise<Uint8Array> {
  const announced = incoming.headers['content-length'];
  const length = announced === undefined ? undefined : Number(announced);
  const whole = length === undefined ? undefined : Buffer.allocUnsafeSlow(length);
  const pieces: Uint8Array[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      if (size + chunk.length > limit) {
        incoming.removeAllListeners('data');
        incoming.resume();
        reject(tooLarge(size + chunk.length, limit));
        return;
      }
      if (whole) chunk.copy(whole, size);
      else pieces.push(chunk);
      size += chunk.length;
    });
    incoming.on('end', resolve);
    const left = (): void => reject(new BodyError(0, { fr: 'Le client est parti.', en: 'The client left.' }));
    incoming.on('aborted', left);
    incoming.on('error', left);
    incoming.on('close', left);
  });
  return whole ?? (pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
}
