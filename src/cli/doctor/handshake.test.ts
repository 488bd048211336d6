import { spawn, type ChildProcess } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certificateFacts, issueCertificate, type TestPki } from '../../protocols/x509/index.js';
import { serveCrl } from '../../transport/index.js';
import type { Check } from './check.js';
import { diagnose } from './handshake.js';
import { targetOf } from './target.js';
import { testPki } from '../../../test/support/pki.js';

const openssl = '/usr/bin/openssl';
const withOpenssl = existsSync(openssl) ? test : test.skip;
let pki: TestPki;
let folder: string;
let crl: Awaited<ReturnType<typeof serveCrl>>;
const open: Server[] = [];
const sockets = new Set<Socket>();
const children: ChildProcess[] = [];
/** the test PKI, written into `pki` and to `folder`; its certificates name the list that `crl` serves */
beforeAll(async () => {
  const reserved = await listen(createServer());
  reserved.server.close();
  pki = await testPki({ now: new Date(), crlUrl: `http://127.0.0.1:${reserved.port}/crl` });
  crl = await serveCrl(Buffer.from(pki['crl.pem']!.replace(/-----[^-]+-----/g, ''), 'base64'), { host: '127.0.0.1', port: reserved.port });
  folder = mkdtempSync(join(tmpdir(), 'addax-doctor-'));
  for (const [name, content] of Object.entries(pki)) writeFileSync(join(folder, name), content);
});
afterAll(async () => {
  for (const child of children) child.kill();
  for (const socket of sockets) socket.destroy();
  for (const server of open) server.close();
  await crl.close();
  rmSync(folder, { recursive: true });
});

async function listen(server: Server): Promise<{ server: Server; port: number }> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return { server, port: (server.address() as AddressInfo).port };
}

const identity = (name: string): { key: string; certificate: string } => ({ key: pki[`${name}.key`]!, certificate: pki[`${name}.pem`]! });

interface Seen {
  target?: string;
  client?: string;
  authorities?: string[];
  crls?: string[];
  timeoutMs?: number;
}

/** What the doctor finds, by field; `fr` and `en` of what is wrong, undefined for what is right. */
async function find(port: number, seen: Seen = {}): Promise<Record<string, Check>> {
  const { target = `127.0.0.1:${port}`, client = 'lps-auth', authorities = [pki['authority.pem']!], crls = [], timeoutMs = 5000 } = seen;
  const tls = { server: identity('platform'), client: identity(client), authorities, crls, requireClientCertificate: true };
  const checks = await diagnose(targetOf(target), tls, new Date(), timeoutMs);
  return Object.fromEntries(checks.map((check) => [check.field, check]));
}
/** Fields with something wrong, and how bad it is. */
const wrong = (found: Record<string, Check>): Record<string, string> =>
  Object.fromEntries(Object.entries(found).flatMap(([field, { problem }]) => (problem ? [[field, problem.severity]] : [])));

/** A server as the CI-SIS wants it, and what it does otherwise. */
async function platform(certificate: string, more: TlsOptions = {}): Promise<number> {
  const server = createTlsServer({
    key: pki[`${certificate}.key`],
    cert: pki[`${certificate}.pem`],
    ca: pki['authority.pem'],
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ciphers: 'TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES256-GCM-SHA384',
    ...more,
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n'));
  });
  return (await listen(server)).port;
}

/** `openssl s_server`, an implementation that is not ours, when it listens. */
async function sServer(certificate: string, ...args: string[]): Promise<number> {
  const { server, port } = await listen(createServer());
  server.close();
  const child = spawn(
    openssl,
    [
      's_server',
      '-accept',
      `127.0.0.1:${port}`,
      '-key',
      `${certificate}.key`,
      '-cert',
      `${certificate}.pem`,
      '-CAfile',
      'authority.pem',
      '-www',
      ...args,
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.push(child);
  let said = '';
  await new Promise<void>((ready) =>
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (said.includes('ACCEPT')) ready();
    }),
  );
  return port;
}

test('a server as the CI-SIS wants it has nothing wrong, and says whom it trusts', async () => {
  const found = await find(await platform('platform'));
  expect(wrong(found)).toEqual({});
  expect(Object.keys(found)).toEqual([
    'name',
    'port',
    'versions',
    'suites',
    'certificate',
    'certificate.dates',
    'certificate.name',
    'certificate.use',
    'certificate.authority',
    'certificate.revocation',
    'client.asked',
    'client.none',
    'client.ours',
  ]);
  expect(found['versions']!.title).toEqual({ fr: 'Versions acceptées\u00A0: TLS 1.2, TLS 1.3', en: 'Versions accepted: TLS 1.2, TLS 1.3' });
  expect(found['client.asked']!.title.en).toContain('AC TEST ADDAX');
  expect(found['client.none']!.title.en).toContain('certificate_required (alert 116)');
});

describe('a certificate', () => {
  test.each([
    ['expired-tls', { 'certificate.dates': 'failure' }, 'certificate.dates', /est expiré depuis 1 jour/],
    ['not-yet-valid-tls', { 'certificate.dates': 'failure' }, 'certificate.dates', /ne sera valable que dans (29|30) jours/],
    [
      'stranger-tls',
      { 'certificate.authority': 'failure' },
      'certificate.authority',
      /« CN=AC INCONNUE,O=INCONNU,C=FR » n’est pas dans votre magasin/,
    ],
    ['self-signed-tls', { 'certificate.authority': 'failure' }, 'certificate.authority', /auto-signé/],
    [
      'wrong-name-tls',
      { 'certificate.name': 'failure' },
      'certificate.name',
      /127\.0\.0\.1 n’est pas parmi ceux du certificat.*autre-plateforme\.test/,
    ],
    ['wrong-use-tls', { 'certificate.use': 'failure' }, 'certificate.use', /n’est pas prévu pour authentifier un serveur/],
    ['revoked-tls', { 'certificate.revocation': 'failure' }, 'certificate.revocation', /est révoqué depuis le/],
  ])('%s: that is all that is wrong', async (name, expected, field, words) => {
    const found = await find(await platform(name));
    expect(wrong(found)).toEqual(expected);
    expect(found[field]!.problem!.explanation.fr.replaceAll('\u00A0', ' ')).toMatch(words);
  });
  test('whose list is out of reach, or given', async () => {
    const { subject, publicKey, notBefore, notAfter } = certificateFacts(pki['platform.pem']!)!;
    const authority = {
      name: certificateFacts(pki['authority.pem']!)!.subject,
      keys: { privateKey: createPrivateKey(pki['authority.key']!), publicKey: createPublicKey(pki['authority.key']!) },
    };
    const hosts = ['127.0.0.1'];
    const { pem } = await issueCertificate(
      { subject, publicKey, notBefore, notAfter, keyUsage: ['digitalSignature'], hosts, crlUrl: 'http://127.0.0.1:1/crl' },
      authority,
    );
    const port = await platform('platform', { cert: pem });
    const unread = await find(port);
    expect(wrong(unread)).toEqual({ 'certificate.revocation': 'warning' });
    const given = await find(port, { crls: [pki['crl.pem']!] });
    expect(given['certificate.revocation']!.title.en).toBe('It is not revoked');
  });
});

describe('the client certificate', () => {
  test('of an authority that the server does not name, and refuses', async () => {
    const found = await find(await platform('platform'), { client: 'stranger-auth' });
    expect(wrong(found)).toEqual({ 'client.authority': 'warning', 'client.ours': 'failure' });
  });
  test('is not asked for', async () => {
    const found = await find(await platform('platform', { requestCert: false }));
    expect(wrong(found)).toEqual({ 'client.asked': 'failure', 'client.none': 'warning' });
  });
});

describe('behind MLLP, where a question would be a message', () => {
  const tried = async (port: number, more: Parameters<typeof find>[1] = {}): ReturnType<typeof find> =>
    await find(port, { target: `mllps://127.0.0.1:${port}`, ...more });

  test('what the server does after the handshake tells', async () => {
    const right = await platform('platform');
    expect(wrong(await tried(right))).toEqual({});
    expect(wrong(await tried(right, { client: 'stranger-auth' }))).toEqual({ 'client.authority': 'warning', 'client.ours': 'failure' });
    const open = await tried(await platform('platform', { requestCert: false }));
    expect(wrong(open)).toEqual({ 'client.asked': 'failure', 'client.none': 'warning' });
    expect(open['client.none']!.problem!.explanation.en).toBe('The server leaves a connection without a client certificate open.');
  });
  test('clear text is told', async () => {
    const { port } = await listen(createServer());
    const clear = await tried(port, { target: `mllp://127.0.0.1:${port}` });
    expect(clear['tls']!.problem!.remedy.en).toBe('Give the mllps address of the service.');
  });
});

describe('openssl s_server (skipped where openssl is not installed)', () => {
  withOpenssl('speaks old versions only', async () => {
    const found = await find(await sServer('platform', '-tls1_1', '-cipher', 'ALL@SECLEVEL=0'));
    expect(found['versions']!.problem!.explanation.fr).toBe('Le serveur n’accepte que TLS 1.1.');
    expect(wrong(found)).toEqual({ versions: 'failure' });
  });
  withOpenssl('speaks TLS 1.3 only, and refuses our certificate by an alert', async () => {
    const port = await sServer('platform', '-tls1_3', '-Verify', '3', '-verify_return_error');
    const found = await find(port, { client: 'stranger-auth' });
    expect(wrong(found)).toEqual({ 'client.ours': 'failure' });
    expect(found['client.ours']!.problem!.explanation.en).toMatch(/refuses our certificate .*unknown_ca \(alert 48\)/);
  });
  withOpenssl('admits suites of others, and lets anyone in', async () => {
    const weak = await find(await sServer('platform', '-tls1_2', '-cipher', 'AES128-SHA'));
    expect(weak['suites']!.problem!.explanation.en).toBe(
      'In TLS 1.2, the server accepts only other suites, such as TLS_RSA_WITH_AES_128_CBC_SHA.',
    );
    const also = await find(await sServer('platform', '-tls1_2', '-cipher', 'ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA'));
    expect(wrong(also)).toEqual({ suites: 'warning', 'client.asked': 'failure', 'client.none': 'warning' });
  });
});

describe('what is no TLS server', () => {
  const raw = async (onConnect: (socket: Socket) => void): Promise<number> => (await listen(createServer(onConnect))).port;

  test('nobody listens, or nobody has that name', async () => {
    const { server, port } = await listen(createServer());
    server.close();
    const refused = await find(port);
    expect(refused['port']!.problem).toMatchObject({
      severity: 'configuration',
      explanation: { en: expect.stringContaining('is refused') },
    });
    const unnamed = await find(port, { target: 'https://nowhere.invalid/' });
    expect(wrong(unnamed)).toEqual({ name: 'configuration' });
  });
  test('HTTP, SSH, noise, a closed door: told for what they are', async () => {
    const http = await listen(createHttpServer((_, response) => response.end()));
    const spoken: [number, RegExp][] = [
      [http.port, /^Le port parle HTTP, pas TLS\.$/],
      [await raw((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')), /^Le port parle SSH, pas TLS\.$/],
      [await raw((socket) => socket.write(Buffer.from('00ff10e2'.repeat(4), 'hex'))), /autre chose que du TLS/],
      [await raw((socket) => socket.end()), /ferme la connexion sans répondre/],
    ];
    for (const [port, words] of spoken) {
      const found = await find(port);
      expect(found['tls']!.problem!.explanation.fr).toMatch(words);
      expect(wrong(found)).toEqual({ tls: 'failure' });
    }
    const clear = await find(http.port, { target: `http://127.0.0.1:${http.port}/` });
    expect(clear['tls']!.problem!.explanation.en).toContain('clear text');
  });
  test('silent, slow or endless: it comes to an end all the same', async () => {
    const record = Buffer.concat([Buffer.from('1603034000', 'hex'), Buffer.alloc(0x4000, 0x02)]);
    const servers: [string, (socket: Socket) => void][] = [
      ['silent', () => undefined],
      [
        'slow',
        (socket) => {
          const timer = setInterval(() => socket.write(Buffer.from([0x16])), 20);
          socket.on('close', () => clearInterval(timer));
        },
      ],
      ['endless', (socket) => fill(socket, record)],
      ['endless noise', (socket) => fill(socket, Buffer.alloc(65_536, 0x41))],
    ];
    const began = performance.now();
    await Promise.all(
      servers.map(async ([name, behave]) => {
        const found = await find(await raw(behave), { timeoutMs: 400 });
        expect([name, wrong(found)]).toEqual([name, { tls: 'failure' }]);
      }),
    );
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

/** Writes the same bytes as long as they are taken. */
function fill(socket: Socket, bytes: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', more);
  more();
}

test.each([
  ['https://platform.example:8443/depot?a=1', { host: 'platform.example', port: 8443, path: '/depot?a=1' }],
  ['platform.example:8443', { host: 'platform.example', port: 8443, path: '/' }],
  ['[::1]:8443', { host: '::1', port: 8443, path: '/' }],
  ['http://platform.example', { host: 'platform.example', port: 80, clear: 'http' }],
  ['mllps://platform.example:2575', { host: 'platform.example', port: 2575 }],
  ['mllp://platform.example:2575', { host: 'platform.example', port: 2575, clear: 'mllp' }],
])('%s is an address', (given, target) => expect(targetOf(given)).toEqual(target));
test.each(['ftp://platform.example', 'mllps://platform.example', 'platform.example:99999', '', 'https://', 'a b'])(
  '“%s” is none',
  (given) => expect(() => targetOf(given)).toThrow('TARGET'),
);
