import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect, type ConnectionOptions, TLSSocket } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TlsSuite } from '../../model/index.js';
import { alertOf, openSslSuites, readClientHello, readServerFlight, SUITES_13 } from './index.js';
import { pkiOfNow } from '../../../test/support/pki.js';

const pki = await pkiOfNow();

/** The bytes of both directions of a handshake between OpenSSL and itself, cut where encryption begins or not. */
async function handshake(options: ConnectionOptions): Promise<{ client: Buffer; server: Buffer }> {
  const heard: { client: Buffer[]; server: Buffer[] } = { client: [], server: [] };
  const server: Server = createServer((socket: Socket) => {
    const between = new Duplex({
      read: () => socket.resume(),
      write: (chunk: Buffer, _encoding, done) => {
        heard.server.push(Buffer.from(chunk));
        socket.write(chunk, () => done());
      },
    });
    socket.on('data', (chunk: Buffer) => {
      heard.client.push(chunk);
      between.push(chunk);
    });
    socket.on('error', () => undefined);
    const secured = new TLSSocket(between, {
      isServer: true,
      key: pki['platform.key'],
      cert: pki['platform.pem'],
      ca: pki['authority.pem'],
      requestCert: true,
      rejectUnauthorized: false,
    });
    secured.on('error', () => socket.end());
    secured.resume();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, servername: 'platform.test', ...options });
  await new Promise((done) => client.once('secureConnect', done).once('error', done));
  client.destroy();
  server.close();
  return { client: Buffer.concat(heard.client), server: Buffer.concat(heard.server) };
}

const tls12 = await handshake({ maxVersion: 'TLSv1.2' });
const tls13 = await handshake({});
const old = await handshake({ minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });

describe('what a handshake says in clear text', () => {
  test('TLS 1.2: versions, suites, server name, and of which authorities a certificate is asked for', () => {
    const hello = readClientHello(tls12.client)!;
    expect([hello.versions, hello.serverName]).toEqual([['TLSv1.2'], 'platform.test']);
    expect(hello.suites).toContain('0xc02f');
    const flight = readServerFlight(tls12.server);
    expect(flight.version).toBe('TLSv1.2');
    expect(flight.certificateRequest?.authorities.map((name) => Buffer.from(name).includes('AC TEST ADDAX'))).toEqual([true]);
  });
  test('TLS 1.3: the rest is encrypted', () => {
    expect(readClientHello(tls13.client)!.versions).toEqual(['TLSv1.3', 'TLSv1.2']);
    expect(readServerFlight(tls13.server)).toEqual({ version: 'TLSv1.3' });
  });
  test('a refusal is an alert', () => {
    expect(readClientHello(old.client)!.versions).toEqual(['TLSv1']);
    expect(readServerFlight(old.server)).toEqual({ alert: 70 });
  });
});

describe('hostile bytes', () => {
  test('each beginning of a handshake is read as far as it goes', () => {
    for (const bytes of [tls12, tls13])
      for (let size = 0; size < 600; size++) {
        expect(readClientHello(bytes.client.subarray(0, size))?.versions ?? []).not.toContain('SSLv3');
        expect([undefined, 'TLSv1.2', 'TLSv1.3']).toContain(readServerFlight(bytes.server.subarray(0, size)).version);
      }
  });
  test('nothing makes a reader throw', () => {
    const mutated = fc.tuple(fc.boolean(), fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 20 }));
    fc.assert(
      fc.property(mutated, fc.uint8Array({ maxLength: 300 }), ([older, edits], noise) => {
        const { client, server } = older ? tls12 : tls13;
        for (const original of [client, server, Buffer.from(noise)]) {
          const bytes = Buffer.from(original);
          for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
          readClientHello(bytes);
          expect(readServerFlight(bytes)).toBeDefined();
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('every alert has its words, even one that nobody defined', () => {
  expect([alertOf(48).name, alertOf(116).name, alertOf(200).name]).toEqual(['unknown_ca', 'certificate_required', '200']);
});

test('OpenSSL knows every suite by its name', async () => {
  for (const suite of TlsSuite.options.filter((name) => !(SUITES_13 as readonly string[]).includes(name))) {
    const { client } = await handshake({ maxVersion: 'TLSv1.2', ciphers: `${openSslSuites([suite])}:@SECLEVEL=0` });
    // the last one only says that renegotiation is safe
    expect(readClientHello(client)!.suites).toHaveLength(2);
  }
});
