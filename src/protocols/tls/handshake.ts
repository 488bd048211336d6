/**
 * Reads what a TLS peer says in clear text before encryption begins (RFC 8446, 4.1 and RFC 5246, 7.4), from the bytes of
 * one direction. What cannot be read is left out: it never throws.
 */

/** What a client offers. */
export interface ClientHello {
  /** `TLSv1.3`, newest first; a version without a name as its hexadecimal number */
  versions: string[];
  /** numbers of IANA: `0xc02f` */
  suites: string[];
  serverName?: string;
}

/** What a server answers before encryption. */
export interface ServerFlight {
  /** the version it chose; undefined when it sent no ServerHello */
  version?: string;
  /** the last alert it sent in clear text */
  alert?: number;
  /** TLS 1.2 and older: it asks for a client certificate, of one of these authorities (DER names); empty: of any */
  certificateRequest?: { authorities: Uint8Array[] };
}

const HANDSHAKE = 22;
const ALERT = 21;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const CERTIFICATE_REQUEST = 13;
const SERVER_NAME = 0;
const SUPPORTED_VERSIONS = 43;

const VERSION: Record<number, string> = {
  0x0300: 'SSLv3',
  0x0301: 'TLSv1',
  0x0302: 'TLSv1.1',
  0x0303: 'TLSv1.2',
  0x0304: 'TLSv1.3',
};
const hex = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;
const versionName = (value: number): string => VERSION[value] ?? hex(value);
/** Numbers that clients offer so that servers do not choke on what they do not know (RFC 8701). */
const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

/** The bytes end before what they announce does. */
class Truncated extends Error {}

/** Reads bytes in order. @throws Truncated */
class Reader {
  #at = 0;
  constructor(readonly bytes: Buffer) {}
  get left(): number {
    return this.bytes.length - this.#at;
  }
  number(size: 1 | 2 | 3): number {
    if (size > this.left) throw new Truncated();
    const value = this.bytes.readUIntBE(this.#at, size);
    this.#at += size;
    return value;
  }
  take(size: number): Buffer {
    if (size > this.left) throw new Truncated();
    this.#at += size;
    return this.bytes.subarray(this.#at - size, this.#at);
  }
  /** a vector with its length in front */
  vector(lengthSize: 1 | 2 | 3): Reader {
    return new Reader(this.take(this.number(lengthSize)));
  }
  numbers(): number[] {
    const values: number[] = [];
    while (this.left >= 2) values.push(this.number(2));
    return values;
  }
}

/** Reads the ClientHello at the beginning of what a client sent; undefined when there is none. */
export function readClientHello(received: Uint8Array): ClientHello | undefined {
  const body = messagesOf(received).messages.find(({ type }) => type === CLIENT_HELLO)?.body;
  return body && attempt(() => clientHello(new Reader(body)));
}

function clientHello(hello: Reader): ClientHello {
  const legacy = hello.number(2);
  hello.take(32);
  hello.vector(1);
  const suites = hello.vector(2).numbers();
  hello.vector(1);
  const extensions = extensionsOf(hello);
  const supported = extensions.get(SUPPORTED_VERSIONS);
  const versions = (supported && attempt(() => supported.vector(1).numbers())) ?? [legacy];
  const name = extensions.get(SERVER_NAME);
  const serverName = name && attempt(() => serverNameOf(name));
  return {
    versions: versions.filter((value) => !isGrease(value)).map(versionName),
    suites: suites.filter((value) => !isGrease(value)).map(hex),
    ...(serverName !== undefined && { serverName }),
  };
}

/** Reads what a server sent before encryption. */
export function readServerFlight(received: Uint8Array): ServerFlight {
  const { messages, alert } = messagesOf(received);
  const hello = messages.find(({ type }) => type === SERVER_HELLO)?.body;
  const version = hello && attempt(() => serverVersion(new Reader(hello)));
  const request = messages.find(({ type }) => type === CERTIFICATE_REQUEST)?.body;
  const certificateRequest = request && attempt(() => ({ authorities: authoritiesOf(new Reader(request), version) }));
  return {
    ...(version !== undefined && { version }),
    ...(alert !== undefined && { alert }),
    ...(certificateRequest && { certificateRequest }),
  };
}

function serverVersion(hello: Reader): string {
  const legacy = hello.number(2);
  hello.take(32);
  hello.vector(1);
  hello.number(2);
  hello.number(1);
  return versionName(extensionsOf(hello).get(SUPPORTED_VERSIONS)?.number(2) ?? legacy);
}

function authoritiesOf(request: Reader, version: string | undefined): Uint8Array[] {
  request.vector(1);
  if (version === 'TLSv1.2') request.vector(2);
  const names = request.vector(2);
  const authorities: Uint8Array[] = [];
  while (names.left > 0) authorities.push(names.vector(2).bytes);
  return authorities;
}

function serverNameOf(extension: Reader): string | undefined {
  const names = extension.vector(2);
  return names.number(1) === 0 ? names.vector(2).bytes.toString('latin1') : undefined;
}

function extensionsOf(hello: Reader): Map<number, Reader> {
  const found = new Map<number, Reader>();
  if (hello.left < 2) return found;
  const extensions = hello.vector(2);
  while (extensions.left > 0) found.set(extensions.number(2), extensions.vector(2));
  return found;
}

/** The handshake messages and the last alert in clear text, put together from their records. */
function messagesOf(received: Uint8Array): { messages: { type: number; body: Buffer }[]; alert?: number } {
  const records = new Reader(Buffer.from(received.buffer, received.byteOffset, received.byteLength));
  const fragments: Buffer[] = [];
  let alert: number | undefined;
  attempt(() => {
    while (records.left >= 5) {
      const type = records.number(1);
      if (type !== HANDSHAKE && type !== ALERT) return;
      records.number(2);
      const fragment = records.vector(2);
      if (type === HANDSHAKE) fragments.push(fragment.bytes);
      else if (fragment.left === 2) alert = fragment.bytes[1];
    }
  });
  const handshake = new Reader(Buffer.concat(fragments));
  const messages: { type: number; body: Buffer }[] = [];
  attempt(() => {
    while (handshake.left >= 4) messages.push({ type: handshake.number(1), body: handshake.vector(3).bytes });
  });
  return { messages, ...(alert !== undefined && { alert }) };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Truncated) return undefined;
    throw error;
  }
}
