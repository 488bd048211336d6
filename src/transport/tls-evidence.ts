import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Bilingual, Recorder, RecordOf, TlsProblem } from '../model/index.js';
import { alertOf, readClientHello } from '../protocols/tls/index.js';

type TlsFacts = NonNullable<RecordOf<'connection'>['tls']>;

/** Why a handshake failed or a peer is not trusted: for rules, and for people. */
export interface TlsRefusal {
  reason: TlsProblem;
  text: Bilingual;
}

/** OpenSSL's words for a peer that speaks another protocol, or only other versions than TLS 1.2 and 1.3. */
const OTHER_PROTOCOL =
  /HTTP[_ ]REQUEST|WRONG[_ ]VERSION|UNSUPPORTED[_ ]PROTOCOL|UNKNOWN[_ ]PROTOCOL|VERSION[_ ]TOO[_ ]LOW|PROTOCOL[_ ]VERSION/i;

/** What OpenSSL or the socket said of a handshake that failed. */
export function handshakeFailure(error: Error & { code?: string; reason?: string }): TlsRefusal {
  const { code, message } = error;
  const said = code?.startsWith('ERR_') ? code : (error.reason ?? message);
  const reason = OTHER_PROTOCOL.test(`${code ?? ''} ${message}`) ? 'other-protocol' : 'handshake-failed';
  const answered = alertIn(message);
  if (answered)
    return {
      reason,
      text: { fr: `la négociation TLS a échoué, ${answered.fr}`, en: `TLS handshake failed, ${answered.en}` },
    };
  return {
    reason,
    text: { fr: `la négociation TLS a échoué (${said})`, en: `TLS handshake failed (${said})` },
  };
}

/** The alert of the other side that OpenSSL tells in an error, in words; undefined when it tells of none. */
export function alertIn(message: string): Bilingual | undefined {
  const number = /SSL alert number (\d{1,3})/.exec(message)?.[1];
  if (number === undefined) return undefined;
  const { name, meaning } = alertOf(Number(number));
  return {
    fr: `l’autre côté répond ${name} (alerte ${number})\u00A0: ${meaning.fr}`,
    en: `the other side answers ${name} (alert ${number}): ${meaning.en}`,
  };
}

export const HANDSHAKE_CLOSED: TlsRefusal = {
  reason: 'handshake-closed',
  text: {
    fr: 'la connexion s’est fermée pendant la négociation TLS',
    en: 'the connection closed during the TLS handshake',
  },
};

export const HANDSHAKE_TIMEOUT: TlsRefusal = {
  reason: 'handshake-timeout',
  text: { fr: 'délai dépassé : négociation TLS inachevée', en: 'time-out: TLS handshake unfinished' },
};

/** The facts of a handshake that failed. */
export function failedFacts(failure: TlsRefusal, bytes: Pick<TlsFacts, 'offered' | 'received' | 'sent'>): TlsFacts {
  return { peerChain: [], authorized: false, reason: failure.reason, error: failure.text, ...bytes };
}

/** What stands between a client and a server that never say TLS ends here. */
const MAX_HANDSHAKE = 256 * 1024;

/** Collects the bytes below TLS of both directions until the handshake ended. */
export class HandshakeBytes {
  readonly #received: Uint8Array[] = [];
  readonly #sent: Uint8Array[] = [];
  #size = 0;

  readonly events = {
    received: (chunk: Uint8Array): void => this.#add(this.#received, chunk),
    sent: (chunk: Uint8Array): void => this.#add(this.#sent, chunk),
  };

  #add(to: Uint8Array[], chunk: Uint8Array): void {
    if (this.#size >= MAX_HANDSHAKE) return;
    this.#size += chunk.length;
    to.push(Uint8Array.from(chunk));
  }

  keep(recorder: Recorder): Pick<TlsFacts, 'offered' | 'received' | 'sent'> {
    const hello = readClientHello(Buffer.concat(this.#received)) ?? readClientHello(Buffer.concat(this.#sent));
    return {
      ...(hello && { offered: { versions: hello.versions, suites: hello.suites } }),
      ...(this.#received.length > 0 && { received: recorder.keep(Buffer.concat(this.#received)) }),
      ...(this.#sent.length > 0 && { sent: recorder.keep(Buffer.concat(this.#sent)) }),
    };
  }
}

/** The certificates that the peer showed, leaf first. */
export function peerChain(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let next = socket.getPeerX509Certificate(); next && chain.length < 10; next = next.issuerCertificate) {
    const known = next.fingerprint256;
    if (chain.some((certificate) => certificate.fingerprint256 === known)) break;
    chain.push(next);
  }
  return chain;
}

/** The facts of a handshake that succeeded. `refusal`: why the peer's certificate is not trusted. */
export function tlsFacts(
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  refusal: TlsRefusal | undefined,
  bytes: Pick<TlsFacts, 'offered' | 'received' | 'sent'>,
): TlsFacts {
  const protocol = socket.getProtocol();
  const { standardName } = socket.getCipher();
  const serverName = (socket as { servername?: string | false }).servername;
  return {
    ...(protocol !== null && { protocol }),
    cipher: standardName,
    ...(typeof serverName === 'string' && { serverName }),
    peerChain: chain.map((certificate) => certificate.toString()),
    authorized: refusal === undefined,
    ...(refusal && { reason: refusal.reason, error: refusal.text }),
    ...bytes,
  };
}
