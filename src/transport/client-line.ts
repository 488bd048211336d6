import type { X509Certificate } from 'node:crypto';
import { connect as netConnect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, connect as tlsConnect } from 'node:tls';
import { shorten, type Bilingual, type RecordOf, type SimulatorContext } from '../model/index.js';
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
import { type TlsFault, tlsOptions } from './tls-faults.js';

type ConnectionTls = RecordOf<'connection'>['tls'];

/** What the peer did wrong, in a few words. */
export class PeerError extends Error {
  constructor(readonly text: Bilingual) {
    super(text.en);
  }
}

class HandshakeError extends PeerError {
  constructor(readonly failure: TlsRefusal) {
    super(failure.text);
  }
}

/** The time that one message has, from the connection to the end of its answer. */
export class Deadline {
  readonly #at: number;
  #passed = false;

  constructor(milliseconds: number) {
    this.#at = performance.now() + milliseconds;
  }

  /** It passed while something was waited for. */
  get passed(): boolean {
    return this.#passed;
  }

  /** @throws PeerError with this text when the time is over before the promise is settled */
  async within<T>(promise: Promise<T>, late: Bilingual): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_, reject) => {
      const expire = (): void => {
        this.#passed = true;
        reject(new PeerError(late));
      };
      timer = setTimeout(expire, Math.max(0, this.#at - performance.now()));
    });
    promise.catch(() => undefined);
    try {
      return await Promise.race([promise, expiry]);
    } finally {
      clearTimeout(timer);
    }
  }
}

export interface LineTarget {
  actor: string;
  context: SimulatorContext;
  /** name or address, an IPv6 one without its brackets */
  host: string;
  port: number;
  secure: boolean;
  /** id of the connection, and of the exchange it is opened for */
  id: string;
  exchange: string;
  fault: TlsFault | undefined;
  deadline: Deadline;
}

/**
 * Connects to a peer, with TLS or in clear text, and records the connection whatever comes of it.
 * @returns a stream to speak over; who destroys it closes everything below it
 * @throws PeerError when the peer is not there, or its certificate is not trusted
 */
export async function openLine(target: LineTarget): Promise<Duplex> {
  const { host, port, deadline } = target;
  const socket = netConnect({ host, port, noDelay: true });
  try {
    await deadline.within(
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
      { fr: 'délai dépassé\u00A0: pas de connexion', en: 'time-out: no connection' },
    );
  } catch (error) {
    recordConnection(target, socket, undefined, (error as PeerError).text);
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
  socket.on('error', () => undefined);
  if (!target.secure) {
    recordConnection(target, socket, undefined);
    return socket;
  }
  try {
    return await secure(target, socket);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function secure(target: LineTarget, socket: Socket): Promise<Duplex> {
  const { actor, context, host, exchange, fault, deadline } = target;
  const { tls } = context;
  if (fault) context.recorder.record({ kind: 'fault', actor, exchange, fault });
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
  secured.on('close', () => socket.destroy());
  try {
    await deadline.within(
      new Promise<void>((resolve, reject) => {
        secured.once('secureConnect', resolve);
        secured.once('error', (error: Error & { code?: string }) => reject(new HandshakeError(handshakeFailure(error))));
        secured.once('close', () => reject(new HandshakeError(HANDSHAKE_CLOSED)));
      }),
      HANDSHAKE_TIMEOUT.text,
    );
  } catch (error) {
    const failure = error instanceof HandshakeError ? error.failure : HANDSHAKE_TIMEOUT;
    recordConnection(target, socket, failedFacts(failure, handshake.keep(context.recorder)), failure.text);
    secured.on('error', () => undefined);
    secured.destroy();
    throw error;
  }
  secured.on('error', () => undefined);
  const chain = peerChain(secured);
  const refusal = tls ? (peerRefusal(chain, 'server', tls, context.now()) ?? wrongName(host, chain[0]!)) : undefined;
  const facts = tlsFacts(secured, chain, refusal, handshake.keep(context.recorder));
  const refused = refusal && {
    fr: `certificat du serveur refusé\u00A0: ${refusal.text.fr}`,
    en: `server certificate refused: ${refusal.text.en}`,
  };
  below.show({});
  recordConnection(target, socket, facts, refused);
  if (refused) {
    secured.destroy();
    throw new PeerError(refused);
  }
  return secured;
}

function recordConnection({ actor, context, host, port, id }: LineTarget, socket: Socket, tls: ConnectionTls, error?: Bilingual): void {
  context.recorder.record({
    kind: 'connection',
    id,
    actor,
    side: 'client',
    remote: socket.remoteAddress === undefined ? `${host}:${port}` : `${socket.remoteAddress}:${socket.remotePort}`,
    local: socket.localAddress === undefined ? '' : `${socket.localAddress}:${socket.localPort}`,
    ...(tls && { tls }),
    ...(error !== undefined && { error }),
  });
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
