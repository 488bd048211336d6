import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { connect as netConnect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { Bundle, BundleWriter } from '../evidence/index.js';
import type { RecordOf, SimulatorContext } from '../model/index.js';
import { parseHttpMessage } from '../protocols/http/index.js';
import { type TestPki } from '../protocols/x509/index.js';
import { HttpServer, post, type HttpAnswer, type HttpRequest, type Listening } from './index.js';
import { pkiOfNow } from '../../test/support/pki.js';

let pki: TestPki;
beforeAll(async () => {
  pki = await pkiOfNow();
});

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listening) => listening.close()));
});

class Bench {
  readonly writer = new BundleWriter(mkdtempSync(join(tmpdir(), 'addax-')));
  readonly requests: HttpRequest[] = [];
  listening!: Listening;

  constructor(readonly more: Partial<SimulatorContext> = {}) {}

  static tls(client = 'lps-auth', requireClientCertificate = true): Pick<SimulatorContext, 'tls'> {
    return {
      tls: {
        server: { key: pki['platform.key']!, certificate: pki['platform.pem']! },
        client: { key: pki[`${client}.key`]!, certificate: pki[`${client}.pem`]! },
        authorities: [pki['authority.pem']!],
        crls: [pki['crl.pem'] ?? pki['authority.crl.pem'] ?? ''].filter((pem) => pem !== ''),
        requireClientCertificate,
      },
    };
  }

  get context(): SimulatorContext {
    return {
      recorder: this.writer,
      listen: { host: '127.0.0.1', port: 0 },
      faults: [],
      peers: {},
      parameters: {},
      now: () => new Date(),
      ...this.more,
    };
  }

  async start(handle?: (request: HttpRequest) => Promise<HttpAnswer>): Promise<this> {
    this.listening = await HttpServer.listen({
      actor: 'server',
      context: this.context,
      path: '/service',
      handle:
        handle
        ?? ((request) => {
          this.requests.push(request);
          const text = `n${this.requests.length}:${request.body.length}`;
          return Promise.resolve({
            status: 200,
            headers: { 'Content-Type': 'text/plain' },
            body: [Buffer.from(text)],
            transaction: 'ITI-41',
          });
        }),
    });
    open.push(this.listening);
    return this;
  }

  records<K extends 'exchange' | 'connection' | 'fault' | 'error'>(kind: K): RecordOf<K>[] {
    return new Bundle(this.writer.directory).events.filter((event): event is RecordOf<K> => event.kind === kind);
  }

  blob(hash: string | undefined): string {
    return Buffer.from(new Bundle(this.writer.directory).blob(hash!)!).toString('latin1');
  }

  async exchanges(count: number, side = 'server'): Promise<RecordOf<'exchange'>[]> {
    for (let i = 0; i < 200; i++) {
      const found = this.records('exchange').filter((record) => record.side === side);
      if (found.length >= count) return found;
      await pause(20);
    }
    throw new Error(`only ${this.records('exchange').length} exchanges`);
  }

  raw(): Promise<RawClient> {
    return RawClient.open(this.listening.port);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

class RawClient {
  received = '';
  closed = false;
  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => (this.received += chunk.toString('latin1')));
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => undefined);
  }
  static async open(port: number): Promise<RawClient> {
    const socket = netConnect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    return new RawClient(socket);
  }
  async until(pattern: RegExp): Promise<string> {
    for (let i = 0; i < 300; i++) {
      if (pattern.test(this.received)) return this.received;
      await pause(10);
    }
    throw new Error(`never received ${pattern}: ${JSON.stringify(this.received)}`);
  }
  async untilClosed(): Promise<string> {
    for (let i = 0; i < 300 && !this.closed; i++) await pause(10);
    if (!this.closed) throw new Error('still open');
    return this.received;
  }
}

const head = (length: number | string, more = ''): string =>
  `POST /service HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n${more}\r\n`;

describe('a request over mutual TLS', () => {
  test('is answered, and both sides keep the same bytes and the handshake', async () => {
    const bench = await new Bench(Bench.tls()).start();
    const body = Buffer.alloc(300_000, 'é');
    const posted = await post({
      actor: 'client',
      context: bench.context,
      url: bench.listening.url,
      headers: { 'Content-Type': 'text/plain' },
      body: [body.subarray(0, 10), body.subarray(10)],
      transaction: 'ITI-41',
    });
    expect([posted.status, Buffer.from(posted.body!).toString(), posted.error]).toEqual([200, 'n1:300000', undefined]);
    const [server] = await bench.exchanges(1);
    const [client] = await bench.exchanges(1, 'client');
    expect(server!.request!.blob).toBe(client!.request!.blob);
    expect(server!.answer!.blob).toBe(client!.answer!.blob);
    expect([server!.request!.complete, server!.answer!.complete, server!.error, server!.transaction]).toEqual([
      true,
      true,
      undefined,
      'ITI-41',
    ]);
    const message = parseHttpMessage(new Bundle(bench.writer.directory).blob(server!.request!.blob)!);
    expect(Buffer.from(message.body).equals(body)).toBe(true);
    expect(message.headSize).toBe(server!.request!.headSize);
    const connections = bench.records('connection');
    expect(connections.map((record) => [record.side, record.tls?.protocol, record.tls?.authorized, record.error])).toEqual(
      expect.arrayContaining([
        ['server', 'TLSv1.3', true, undefined],
        ['client', 'TLSv1.3', true, undefined],
      ]),
    );
    const accepted = connections.find((record) => record.side === 'server')!;
    // record 22, handshake type 1: the ClientHello
    expect(bench.blob(accepted.tls!.received)).toMatch(/^\x16\x03[\s\S]{3}\x01/);
    expect(accepted.tls!.peerChain[0]).toContain('BEGIN CERTIFICATE');
    expect(bench.requests[0]!.peer.tls!.authorized).toBe(true);
  });
  test.each([
    ['stranger-auth', 'unknown-authority', /^client refusé : l’autorité « .* ».* n’est pas connue$/],
    ['expired-sign', 'expired', /^client refusé : le certificat « .* » a expiré le \S+Z$/],
    ['revoked-sign', 'revoked', /^client refusé : le certificat « .* » est révoqué depuis le \S+Z$/],
  ])('is refused with the certificate %s', async (identity, reason, why) => {
    const bench = await new Bench(Bench.tls(identity)).start();
    const posted = await post({
      actor: 'client',
      context: bench.context,
      url: bench.listening.url,
      headers: {},
      body: [],
      transaction: 'ITI-41',
    });
    expect(posted.error).toBeDefined();
    const refused = bench.records('connection').find((record) => record.side === 'server');
    expect(refused?.tls?.reason).toBe(reason);
    expect(refused?.error?.fr).toMatch(why);
    expect(refused?.error?.en).toMatch(/^client refused: the /);
    expect(refused?.tls?.peerChain[0]).toContain('BEGIN CERTIFICATE');
    expect(bench.requests).toHaveLength(0);
  });
  test('is refused without a certificate', async () => {
    const bench = await new Bench(Bench.tls()).start();
    const socket = tlsConnect({ port: bench.listening.port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('close', resolve));
    const [record] = bench.records('connection');
    expect(record?.error).toEqual({ fr: 'client refusé : aucun certificat', en: 'client refused: no certificate' });
    expect(record?.tls?.reason).toBe('no-certificate');
  });
});

describe('a server over TLS', () => {
  const call = async (bench: Bench): Promise<RecordOf<'connection'> | undefined> => {
    const posted = await post({
      actor: 'client',
      context: { ...bench.context, ...Bench.tls() },
      url: bench.listening.url.replace('http:', 'https:'),
      headers: {},
      body: [],
      transaction: 'ITI-41',
    });
    const refused = bench.records('connection').find((record) => record.side === 'client');
    expect(posted.error).toEqual(refused?.error);
    return refused;
  };
  test('that speaks clear HTTP is told from one that refuses', async () => {
    const refused = await call(await new Bench().start());
    expect(refused?.tls?.reason).toBe('other-protocol');
    expect(refused?.error?.fr).toMatch(/^la négociation TLS a échoué \(ERR_SSL_\w+\)$/);
  });
  test('with a certificate in another name is refused', async () => {
    const refused = await call(await new Bench({ ...Bench.tls(), listen: { host: '127.0.0.2', port: 0 } }).start());
    expect(refused?.tls?.reason).toBe('wrong-name');
    expect(refused?.error?.fr).toMatch(/^certificat du serveur refusé : il n’est pas au nom de 127\.0\.0\.2 \(.*\)$/);
  });
  test('with a certificate meant for a client is refused', async () => {
    const { tls } = Bench.tls();
    const refused = await call(await new Bench({ tls: { ...tls!, server: tls!.client } }).start());
    expect(refused?.tls?.reason).toBe('wrong-use');
    expect(refused?.error).toEqual({
      fr: 'certificat du serveur refusé : ce certificat n’est pas prévu pour authentifier un serveur',
      en: 'server certificate refused: this certificate is not meant for server authentication',
    });
  });
});

describe('a resumed TLS session', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('still knows its client: %s', async (version) => {
    const bench = await new Bench(Bench.tls()).start();
    const call = (session?: Buffer): Promise<{ text: string; session: Buffer | undefined; resumed: boolean }> =>
      new Promise((resolve, reject) => {
        const socket = tlsConnect({
          port: bench.listening.port,
          host: '127.0.0.1',
          ca: pki['authority.pem']!,
          cert: pki['lps-auth.pem']!,
          key: pki['lps-auth.key']!,
          maxVersion: version,
          ...(session && { session }),
        });
        let known: Buffer | undefined;
        let text = '';
        socket.on('session', (given) => (known = given));
        socket.on('data', (chunk: Buffer) => {
          text += chunk.toString('latin1');
          if (text.includes('n')) resolve({ text, session: known, resumed: socket.isSessionReused() });
          socket.end();
        });
        socket.on('error', reject);
        socket.write(`${head(1)}x`);
      });
    const first = await call();
    const second = await call(first.session);
    expect([second.resumed, second.text.startsWith('HTTP/1.1 200')]).toEqual([true, true]);
    expect(bench.requests.map(({ peer }) => [peer.tls!.authorized, peer.tls!.chain.length > 0])).toEqual([
      [true, true],
      [true, true],
    ]);
  });
});

describe('what is not TLS', () => {
  test.each([
    ['clear HTTP', 'POST /service HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['garbage', '\x00\xff\x13garbage\r\n'.repeat(20)],
  ])('%s ends in a connection record with the bytes', async (_, bytes) => {
    const bench = await new Bench(Bench.tls()).start();
    const client = await bench.raw();
    client.socket.write(bytes, 'latin1');
    await client.untilClosed();
    const [record] = bench.records('connection');
    expect(record!.error!.fr).toMatch(/^la négociation TLS a échoué \(ERR_SSL_\w+\)$/);
    expect(record!.tls!.reason).toBe('other-protocol');
    expect(bench.blob(record!.tls!.received)).toBe(bytes);
  });
  test('a client that leaves during the handshake is recorded', async () => {
    const bench = await new Bench(Bench.tls()).start();
    const client = await bench.raw();
    client.socket.write(Buffer.from('160301', 'hex'));
    await pause(50);
    client.socket.destroy();
    await pause(100);
    expect(bench.records('connection')[0]?.tls?.reason).toMatch(/^handshake-/);
    expect(bench.records('connection')[0]?.error?.fr).toMatch(/négociation TLS/);
  });

  test('a handshake that the end of the server cuts short is recorded before it has ended', async () => {
    const bench = await new Bench(Bench.tls()).start();
    await Promise.all(Array.from({ length: 20 }, () => bench.raw()));
    await pause(100);
    await bench.listening.close();
    // what comes after that finds a bundle that is closed
    const recorded = bench.records('connection');
    await pause(100);
    expect(recorded.length).toBeGreaterThan(0);
    expect(bench.records('connection')).toEqual(recorded);
  });
});

describe('connections in clear text', () => {
  test('keep-alive and pipelining: one exchange a request, with its own bytes', async () => {
    const bench = await new Bench().start();
    const client = await bench.raw();
    client.socket.write(`${head(3)}abc${head(5)}defgh`);
    await client.until(/n2:5/);
    client.socket.write(`POST /service HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwxyz\r\n0\r\n\r\n`);
    await client.until(/n3:4/);
    const exchanges = await bench.exchanges(3);
    expect(exchanges.map((exchange) => bench.blob(exchange.request!.blob))).toEqual([
      `${head(3)}abc`,
      `${head(5)}defgh`,
      'POST /service HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwxyz\r\n0\r\n\r\n',
    ]);
    expect(exchanges.map((exchange) => bench.blob(exchange.answer!.blob)).join('')).toBe(client.received);
    expect(exchanges.every((exchange) => exchange.request!.complete && exchange.answer!.complete && !exchange.error)).toBe(true);
    expect(new Set(exchanges.map((exchange) => exchange.connection)).size).toBe(1);
    client.socket.end();
  });
  test('a declared gigabyte is refused at once', async () => {
    const bench = await new Bench().start();
    const client = await bench.raw();
    client.socket.write(`${head(1_000_000_000)}some bytes`);
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 413 /);
    await client.untilClosed();
    const [exchange] = await bench.exchanges(1);
    expect(exchange!.request!.complete).toBe(false);
    expect(exchange!.error!.fr).toMatch(/dépasse la limite/);
    expect(bench.requests).toHaveLength(0);
  });
  test('a chunked body beyond the limit is refused', async () => {
    const bench = await new Bench({ parameters: { 'max-body-bytes': '1000' } }).start();
    const client = await bench.raw();
    client.socket.write('POST /service HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (let i = 0; i < 20; i++) client.socket.write(`64\r\n${'x'.repeat(100)}\r\n`);
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 413 /);
  });
  test('a client that stops sending gets a time-out and an exchange', async () => {
    const bench = await new Bench({ parameters: { 'idle-timeout-ms': '150' } }).start();
    const client = await bench.raw();
    client.socket.write(`${head(100)}only this`);
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 408 /);
    await client.untilClosed();
    const [exchange] = await bench.exchanges(1);
    expect(bench.blob(exchange!.request!.blob)).toBe(`${head(100)}only this`);
    expect([exchange!.request!.complete, exchange!.error]).toEqual([
      false,
      { fr: 'Délai dépassé : aucun octet depuis 150 ms.', en: 'Time-out: no byte for 150 ms.' },
    ]);
    expect(bench.blob(exchange!.answer!.blob)).toBe(client.received);
  });
  test('a client that drips is bounded by the total time', async () => {
    const bench = await new Bench({ parameters: { 'idle-timeout-ms': '200', 'total-timeout-ms': '400' } }).start();
    const client = await bench.raw();
    client.socket.write(head(100_000));
    const drip = setInterval(() => client.socket.write('x'), 30);
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 408 /);
    clearInterval(drip);
    const [exchange] = await bench.exchanges(1);
    expect(exchange!.error!.en).toBe('Time-out: request incomplete after 400 ms.');
  });
  test('a head that drips is bounded too', async () => {
    const bench = await new Bench({ parameters: { 'head-timeout-ms': '200' } }).start();
    const client = await bench.raw();
    client.socket.write('POST /service HT');
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 408 /);
    const [exchange] = await bench.exchanges(1);
    expect(bench.blob(exchange!.request!.blob)).toBe('POST /service HT');
  });
  test('a client that leaves in the middle is an exchange with its bytes', async () => {
    const bench = await new Bench().start();
    const client = await bench.raw();
    client.socket.write(`${head(100)}half`);
    await pause(50);
    client.socket.destroy();
    const [exchange] = await bench.exchanges(1);
    expect(bench.blob(exchange!.request!.blob)).toBe(`${head(100)}half`);
    expect(exchange!.request!.complete).toBe(false);
    expect(exchange!.error!.fr).toMatch(/a fermé la connexion/);
  });
  test.each([
    ['garbage', '\x00\x01\x02 not http at all\r\n\r\n', 400],
    ['a bad length', head('12x'), 400],
    ['two different lengths', head(3, 'Content-Length: 4\r\n'), 400],
    ['a huge head', `POST /service HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    ['another path', 'POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', 404],
    ['another method', 'GET /service HTTP/1.1\r\nHost: x\r\n\r\n', 405],
    ['an odd target', 'POST http://[::bad/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', 404],
  ])('%s is answered and recorded', async (_, bytes, status) => {
    const bench = await new Bench().start();
    const client = await bench.raw();
    client.socket.write(bytes, 'latin1');
    expect(await client.until(/\r\n\r\n/)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    client.socket.end();
    const [exchange] = await bench.exchanges(1);
    expect(exchange!.error).toBeDefined();
    expect(bytes.startsWith(bench.blob(exchange!.request!.blob).slice(0, 1000))).toBe(true);
    expect(bench.blob(exchange!.answer!.blob)).toBe(client.received);
  });
  test('an exception in the service is a 500 and an error of ours, and the server lives', async () => {
    const bench = await new Bench().start(() => Promise.reject(new Error('boom')));
    for (let i = 0; i < 2; i++) {
      const client = await bench.raw();
      client.socket.write(`${head(1)}x`);
      expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 500 /);
      client.socket.end();
    }
    expect(bench.records('error')).toHaveLength(2);
    expect(bench.records('error')[0]!.owner).toBe('tool');
  });
  test('what is still open when the simulator stops is recorded', async () => {
    const bench = await new Bench().start();
    const client = await bench.raw();
    client.socket.write(`${head(100)}half`);
    await pause(50);
    await bench.listening.close();
    expect(bench.records('exchange')).toHaveLength(1);
  });
});

describe('an answer reaches its client', () => {
  const request = (fields: string): string => `POST /service HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;
  // the types of TLS do not know this option
  const halfOpen = { allowHalfOpen: true };
  const over = async (bench: Bench, secure: boolean): Promise<{ socket: Socket; received: () => Promise<string> }> => {
    const socket =
      secure ?
        tlsConnect({
          port: bench.listening.port,
          host: '127.0.0.1',
          ca: pki['authority.pem']!,
          cert: pki['lps-auth.pem']!,
          key: pki['lps-auth.key']!,
          ...halfOpen,
        })
      : netConnect({ port: bench.listening.port, host: '127.0.0.1', ...halfOpen });
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    const ended = new Promise<string>((resolve, reject) => {
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    await new Promise((resolve) => socket.once(secure ? 'secureConnect' : 'connect', resolve));
    return { socket, received: () => ended };
  };
  const BODY = 'abc'.repeat(20_000);
  const broken: [string, string, string, RegExp][] = [
    ['two lengths', request('Content-Length: 3\r\nContent-Length: 4\r\n'), BODY, /^HTTP\/1.1 400 /],
    ['a length and chunks', request('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'), BODY, /^HTTP\/1.1 400 /],
    ['a negative length', request('Content-Length: -5\r\n'), BODY, /^HTTP\/1.1 400 /],
    ['a huge head', request(`X: ${'x'.repeat(100_000)}\r\n`), BODY, /^HTTP\/1.1 431 /],
    ['a length shorter than the body', request('Content-Length: 3\r\n'), BODY, /^HTTP\/1.1 200 [^]*n1:3HTTP\/1.1 400 /],
    ['chunks that break', request('Transfer-Encoding: chunked\r\n'), `zz\r\n${BODY}`, /^HTTP\/1.1 400 /],
  ];
  describe.each([
    ['in clear text', false],
    ['over TLS', true],
  ])('%s', (_, secure) => {
    test.each(broken)('when a request has %s', async (_name, first, rest, answer) => {
      const bench = await new Bench(secure ? Bench.tls() : {}).start();
      const { socket, received } = await over(bench, secure);
      socket.write(first);
      socket.write(rest.slice(0, 100));
      await pause(20);
      socket.write(rest.slice(100));
      const text = await received();
      expect(text).toMatch(answer);
      socket.end();
      const kept = await bench.exchanges(text.split('HTTP/1.1 ').length - 1);
      expect(kept.map((exchange) => bench.blob(exchange.answer?.blob)).join('')).toBe(text);
      for (const { error } of kept.slice(-1)) expect(error).toBeDefined();
    });
    test('when a client closes its direction after a whole request', async () => {
      const bench = await new Bench(secure ? Bench.tls() : {}).start(async () => {
        await pause(50);
        return { status: 200, headers: {}, body: [Buffer.from('late')] };
      });
      const { socket, received } = await over(bench, secure);
      socket.end(`${head(3)}abc`);
      expect(await received()).toMatch(/^HTTP\/1.1 200 [^]*late$/);
      const [exchange] = await bench.exchanges(1);
      expect([exchange!.answer!.complete, exchange!.error]).toEqual([true, undefined]);
    });
    test('when a client closes its direction before the end of its request', async () => {
      const bench = await new Bench(secure ? Bench.tls() : {}).start();
      const { socket, received } = await over(bench, secure);
      socket.end(`${head(100)}abc`);
      expect(await received()).toMatch(/^HTTP\/1.1 400 /);
    });
  });
});

describe('clients that vanish', () => {
  test.each([
    ['in clear text', false],
    ['over TLS', true],
  ])('by a reset at any moment, %s: the server lives and every request is an exchange', async (_, secure) => {
    const bench = await new Bench(secure ? Bench.tls() : {}).start(async (request) => {
      await pause(request.body.length % 7);
      return { status: 200, headers: {}, body: [Buffer.alloc(200_000)] };
    });
    const vanish = async (after: number, size: number): Promise<void> => {
      const socket = netConnect(bench.listening.port, '127.0.0.1');
      socket.on('error', () => undefined);
      // A client that gives up before the system has connected it never reaches the server.
      await new Promise((resolve) => socket.once('connect', resolve));
      const stream =
        secure ? tlsConnect({ socket, rejectUnauthorized: false, cert: pki['lps-auth.pem']!, key: pki['lps-auth.key']! }) : socket;
      stream.on('error', () => undefined);
      stream.write(head(size) + 'x'.repeat(Math.ceil(size * 0.8)));
      await pause(after);
      if (after % 2 === 0) stream.write('x'.repeat(Math.floor(size * 0.2)));
      await pause(after % 5);
      socket.resetAndDestroy();
    };
    await Promise.all(Array.from({ length: 40 }, (_unused, i) => vanish(i, (i * 997) % 20_000)));
    for (let i = 0; i < 200 && bench.records('connection').length < 40; i++) await pause(20);
    await pause(200);
    expect(bench.records('connection')).toHaveLength(40);
    const posted = await post({
      actor: 'client',
      context: bench.context,
      url: bench.listening.url,
      headers: {},
      body: [Buffer.from('still there')],
      transaction: 'ITI-41',
    });
    expect([posted.status, posted.error]).toEqual([200, undefined]);
    const connections = new Set(bench.records('exchange').map(({ connection }) => connection));
    for (const { id, error } of bench.records('connection')) if (error === undefined && !secure) expect(connections).toContain(id);
  });
});

describe('faults on purpose', () => {
  const call = async (bench: Bench): ReturnType<typeof post> =>
    await post({
      actor: 'client',
      context: { ...bench.context, faults: [] },
      url: bench.listening.url,
      headers: {},
      body: [Buffer.from('x')],
      transaction: 'ITI-41',
    });

  test('content-type and delay-ms, each second message', async () => {
    const bench = await new Bench({ faults: [{ every: 2, fault: { 'content-type': 'text/html', 'delay-ms': 80 } }] }).start();
    expect((await call(bench)).headers!['content-type']).toBe('text/plain');
    const began = performance.now();
    expect((await call(bench)).headers!['content-type']).toBe('text/html');
    expect(performance.now() - began).toBeGreaterThan(75);
    expect(bench.records('fault').map((record) => record.fault)).toEqual([{ 'delay-ms': 80 }, { 'content-type': 'text/html' }]);
  });
  test.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('every %s is each message', async (every) => {
    const bench = await new Bench({ faults: [{ every, fault: { 'content-type': 'text/html' } }] }).start();
    for (let i = 0; i < 2; i++) expect((await call(bench)).headers!['content-type']).toBe('text/html');
  });
  test('cut-after-bytes cuts the answer there', async () => {
    const bench = await new Bench({ faults: [{ every: 1, fault: { 'cut-after-bytes': 20 } }] }).start();
    const posted = await call(bench);
    expect(posted.error).toBeDefined();
    const [exchange] = await bench.exchanges(1);
    expect(bench.blob(exchange!.answer!.blob)).toBe('HTTP/1.1 200 OK\r\nCon');
    expect(exchange!.answer!.complete).toBe(false);
    expect(exchange!.error!.fr).toBe('réponse coupée après 20 octets, exprès');
    const [client] = await bench.exchanges(1, 'client');
    expect(client!.answer!.blob).toBe(exchange!.answer!.blob);
  });
});
