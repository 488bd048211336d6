import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Credentials, Recorder, RecordOf } from '../model/index.js';

type TlsFacts = NonNullable<RecordOf<'connection'>['tls']>;

/** The suites that the field's TLS 1.2 clients and servers agree on, then those of TLS 1.3. */
export const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES256-SHA384',
].join(':');

/** Options of node:tls for a key and its certificate. */
export function credentialOptions(credentials: Credentials): { key?: string; cert?: string; pfx?: Buffer; passphrase?: string } {
  const { key, certificate, pkcs12, passphrase } = credentials;
  return {
    ...(pkcs12 ?
      { pfx: Buffer.from(pkcs12) }
    : { ...(key !== undefined && { key }), ...(certificate !== undefined && { cert: certificate }) }),
    ...(passphrase !== undefined && { passphrase }),
  };
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

  keep(recorder: Recorder): Pick<TlsFacts, 'received' | 'sent'> {
    return {
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
  refusal: string | undefined,
  bytes: Pick<TlsFacts, 'received' | 'sent'>,
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
    ...(refusal !== undefined && { error: refusal }),
    ...bytes,
  };
}
