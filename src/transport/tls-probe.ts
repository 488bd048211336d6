import type { X509Certificate } from 'node:crypto';
import { connect as netConnect, isIP } from 'node:net';
import { connect as tlsConnect, type TLSSocket } from 'node:tls';
import type { Credentials, TlsVersion } from '../model/index.js';
import { readServerFlight, type ServerFlight } from '../protocols/tls/index.js';
import { Tap } from './tap.js';
import { peerChain } from './tls-evidence.js';
import { credentialOptions } from './tls-faults.js';

export interface ProbeOptions {
  host: string;
  port: number;
  /** for the whole attempt, in milliseconds */
  timeoutMs: number;
  minVersion: TlsVersion;
  maxVersion: TlsVersion;
  /** OpenSSL's list */
  ciphers: string;
  /** absent: no client certificate */
  identity?: Credentials;
  /**
   * what to do once the handshake is over, since with TLS 1.3 a client certificate is refused only then: ask for a path in
   * HTTP, or wait whether the server leaves the connection open
   */
  afterwards?: { path: string } | 'wait';
}

/** How far an attempt to speak TLS got. */
export interface Probed {
  /** what ended it: nothing did when it came to its end */
  failure?: { stage: 'tcp' | 'tls' | 'http'; code: string; alert?: number };
  /** of a handshake that came to its end */
  protocol?: string;
  cipher?: string;
  /** leaf first */
  chain: X509Certificate[];
  /** what the server said before encryption */
  flight: ServerFlight;
  /** the first bytes that came, whatever they are */
  received: Uint8Array;
  /** HTTP status, when it was asked */
  status?: number;
  /** the connection was still open a moment after the handshake, when that was waited for */
  stayed?: true;
}

/** What stands between us and a server that never ends, or never says TLS. */
const MAX_RECEIVED = 256 * 1024;
/** A server that refuses a certificate says so within this. */
const REFUSAL_MS = 500;

/** Tries one handshake, and what comes after it if wanted. Never throws: what the server does wrong is told in `failure`. */
export async function probeTls(options: ProbeOptions): Promise<Probed> {
  return await new Promise((done) => new Probe(options, done).start());
}

class Probe {
  readonly #received: Uint8Array[] = [];
  #size = 0;
  #stage: 'tcp' | 'tls' | 'http' = 'tcp';
  #secured: TLSSocket | undefined;
  #facts: Pick<Probed, 'protocol' | 'cipher' | 'chain'> = { chain: [] };
  #timer: NodeJS.Timeout | undefined;
  #over = false;
  readonly #socket;

  constructor(
    readonly options: ProbeOptions,
    readonly done: (probed: Probed) => void,
  ) {
    const { host, port } = options;
    this.#socket = netConnect({ host, port, noDelay: true });
  }

  start(): void {
    this.#timer = setTimeout(() => this.#fail({ code: 'TIMEOUT' }), this.options.timeoutMs);
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.once('connect', () => {
      try {
        this.#speak();
      } catch (error) {
        // our own key does not load
        this.#fail(error as Error);
      }
    });
  }

  #speak(): void {
    this.#stage = 'tls';
    const { host, minVersion, maxVersion, ciphers, identity } = this.options;
    const below = new Tap(this.#socket, { received: (chunk) => this.#hear(chunk) });
    below.on('error', (error) => this.#fail(error));
    this.#secured = tlsConnect({
      socket: below,
      ...(identity && credentialOptions(identity)),
      ...(isIP(host) === 0 && { servername: host }),
      minVersion,
      maxVersion,
      ciphers,
      rejectUnauthorized: false,
    });
    this.#secured.on('error', (error: Error & { code?: string }) => this.#fail(error));
    this.#secured.once('close', () => this.#fail({ code: 'CLOSED' }));
    this.#secured.once('secureConnect', () => this.#secure(this.#secured!));
  }

  #hear(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > MAX_RECEIVED) this.#fail({ code: 'ENDLESS' });
    else this.#received.push(Uint8Array.from(chunk));
  }

  #secure(secured: TLSSocket): void {
    const protocol = secured.getProtocol();
    this.#facts = { ...(protocol !== null && { protocol }), cipher: secured.getCipher().standardName, chain: peerChain(secured) };
    const { afterwards, host, port, timeoutMs } = this.options;
    if (afterwards === undefined) {
      this.#end({});
      return;
    }
    if (afterwards === 'wait') {
      setTimeout(() => this.#end({ stayed: true }), Math.min(REFUSAL_MS, timeoutMs / 2));
      secured.resume();
      return;
    }
    this.#stage = 'http';
    let answer = '';
    secured.on('data', (chunk: Buffer) => {
      answer = (answer + chunk.toString('latin1')).slice(0, 64);
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
      if (status !== undefined) this.#end({ status: Number(status) });
      else if (answer.length >= 12) this.#fail({ code: 'NOT_HTTP' });
    });
    secured.write(`GET ${afterwards.path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`);
  }

  #fail({ code, message = '' }: { code?: string; message?: string }): void {
    const alert = /SSL alert number (\d{1,3})/.exec(message)?.[1];
    this.#end({ failure: { stage: this.#stage, code: code ?? message, ...(alert !== undefined && { alert: Number(alert) }) } });
  }

  #end(outcome: Pick<Probed, 'failure' | 'status' | 'stayed'>): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    const received = Buffer.concat(this.#received);
    const flight = readServerFlight(received);
    const { failure } = outcome;
    const alert = failure?.alert ?? (this.#stage === 'tls' ? flight.alert : undefined);
    this.#secured?.destroy();
    this.#socket.destroy();
    this.done({
      ...this.#facts,
      ...outcome,
      ...(failure && { failure: { ...failure, ...(alert !== undefined && { alert }) } }),
      flight,
      received: received.subarray(0, 512),
    });
  }
}
