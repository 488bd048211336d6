import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { Bilingual, RecordOf, SimulatorContext } from '../model/index.js';
import { peerRefusal } from './peer-trust.js';
import { Tap } from './tap.js';
import {
  failedFacts,
  HANDSHAKE_CLOSED,
  HANDSHAKE_TIMEOUT,
  HandshakeBytes,
  handshakeFailure,
  peerChain,
  tlsFacts,
  type TlsRefusal,
} from './tls-evidence.js';
import { type TlsFault, tlsFaultOf, TlsFaultPlan, tlsOptions } from './tls-faults.js';
import type { Peer, ServerLimits } from './types.js';

type ConnectionTls = RecordOf<'connection'>['tls'];

export interface DoorOptions {
  actor: string;
  context: SimulatorContext;
  limits: Pick<ServerLimits, 'maxConnections' | 'headTimeoutMs'>;
  /** speaks the protocol of the door over a connection that is recorded under this id */
  serve(stream: Duplex, id: string, peer: Peer): void;
}

/** One TCP port of an actor, with TLS or in clear text: who came, and how the handshake went, is evidence. */
export class ServerDoor {
  readonly #sockets = new Set<Socket>();
  readonly #tlsPlan: TlsFaultPlan;
  /** by fault: most connections meet none */
  readonly #secureContexts = new Map<string, SecureContext>();
  #net: Server | undefined;

  /** @throws Error when a key cannot be read, SimulatorError when there is no identity that is wrong as a fault asks */
  constructor(readonly options: DoorOptions) {
    const { context } = options;
    this.#tlsPlan = new TlsFaultPlan(context);
    // what cannot be shown or spoken is told when the door opens, not when someone knocks
    this.#contextOf(undefined);
    for (const { fault } of context.faults) this.#contextOf(tlsFaultOf([fault]));
  }

  /**
   * Opens it.
   * @returns where it is reached: the host as an address shows it, and the port that was free where 0 was asked for
   * @throws Error when the port is taken
   */
  async open({ host, port }: { host: string; port: number }): Promise<{ host: string; port: number }> {
    const net = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
    this.#net = net;
    net.maxConnections = this.options.limits.maxConnections;
    await new Promise<void>((resolve, reject) => {
      net.once('error', reject);
      net.listen(port, host, () => {
        net.removeListener('error', reject);
        resolve();
      });
    });
    const shown =
      host === '0.0.0.0' || host === '::' ? 'localhost'
      : host.includes(':') ? `[${host}]`
      : host;
    return { host: shown, port: (net.address() as AddressInfo).port };
  }

  /** Closes it and every connection; what there is to record of them is recorded by then. */
  async close(): Promise<void> {
    const closed = [new Promise<void>((resolve) => (this.#net ? this.#net.close(() => resolve()) : resolve()))];
    for (const socket of this.#sockets) {
      // the listener takes that for the end of a connection which the connection itself learns of a little later
      closed.push(new Promise((resolve) => socket.once('close', () => resolve())));
      socket.destroy();
    }
    await Promise.all(closed);
  }

  /** What a connection is secured with; undefined in clear text. */
  #contextOf(fault: TlsFault | undefined): SecureContext | undefined {
    const { tls } = this.options.context;
    if (!tls) return undefined;
    const key = JSON.stringify(fault ?? {});
    const made =
      this.#secureContexts.get(key)
      ?? createSecureContext({
        ...tlsOptions(tls, 'server', fault),
        ca: tls.authorities,
        honorCipherOrder: true,
        // without it OpenSSL refuses every resumed session once client certificates are asked for
        sessionIdContext: 'addax',
      });
    this.#secureContexts.set(key, made);
    return made;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const { recorder } = this.options.context;
    const id = recorder.nextId('c');
    const ends = {
      remote: `${socket.remoteAddress}:${socket.remotePort}`,
      local: `${socket.localAddress}:${socket.localPort}`,
    };
    const record = (tls: ConnectionTls, error?: Bilingual): void => {
      recorder.record({
        kind: 'connection',
        id,
        actor: this.options.actor,
        side: 'server',
        ...ends,
        ...(tls && { tls }),
        ...(error !== undefined && { error }),
      });
    };
    const fault = this.#tlsPlan.next();
    const secureContext = this.#contextOf(fault);
    if (secureContext) {
      if (fault) recorder.record({ kind: 'fault', actor: this.options.actor, fault });
      this.#secure(socket, secureContext, id, ends.remote, record);
    } else {
      record(undefined);
      this.options.serve(socket, id, { remote: ends.remote });
    }
  }

  #secure(
    socket: Socket,
    secureContext: SecureContext,
    id: string,
    remote: string,
    record: (tls: ConnectionTls, error?: Bilingual) => void,
  ): void {
    const { context } = this.options;
    const tls = context.tls!;
    const handshake = new HandshakeBytes();
    const below = new Tap(socket, handshake.events);
    // told by `close` as well, with what it means at that moment
    below.on('error', () => undefined);
    const secured = new TLSSocket(below, {
      isServer: true,
      secureContext,
      requestCert: true,
      rejectUnauthorized: false,
    });
    let settled = false;
    const fail = (failure: TlsRefusal): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      record(failedFacts(failure, handshake.keep(context.recorder)), failure.text);
      secured.destroy();
      below.destroy();
    };
    const timer = setTimeout(() => fail(HANDSHAKE_TIMEOUT), this.options.limits.headTimeoutMs);
    timer.unref();
    secured.on('error', (error: Error & { code?: string }) => fail(handshakeFailure(error)));
    secured.on('close', () => fail(HANDSHAKE_CLOSED));
    socket.on('end', () => fail(HANDSHAKE_CLOSED));
    socket.on('close', () => fail(HANDSHAKE_CLOSED));
    secured.on('secure', () => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      const chain = peerChain(secured);
      const refusal = peerRefusal(chain, 'client', tls, context.now());
      const facts = tlsFacts(secured, chain, refusal, handshake.keep(context.recorder));
      below.show({});
      const refused = refusal !== undefined && tls.requireClientCertificate;
      record(facts, refused ? { fr: `client refusé : ${refusal.text.fr}`, en: `client refused: ${refusal.text.en}` } : undefined);
      if (refused) {
        secured.destroy();
        return;
      }
      const { protocol, cipher, serverName, authorized, error } = facts;
      this.options.serve(secured, id, {
        remote,
        tls: {
          ...(protocol !== undefined && { protocol }),
          ...(cipher !== undefined && { cipher }),
          ...(serverName !== undefined && { serverName }),
          authorized,
          ...(error !== undefined && { error }),
          chain: facts.peerChain,
        },
      });
    });
  }
}
