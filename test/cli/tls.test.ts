import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { addax, execute, startServer, temporaryFolder } from '../support/addax.js';
import { packageRoot, type Report } from '../../src/model/index.js';
import { simulate, type Simulated } from '../support/wire.js';

/** The other side of our TLS is openssl itself, and what `addax doctor` says of both is what a user reads. */
const openssl = '/usr/bin/openssl';
const describeWithOpenssl = existsSync(openssl) ? describe : describe.skip;

const folder = temporaryFolder();
const pki = join(folder.path, 'pki');
let crlPort: number;
beforeAll(async () => {
  const reserved = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => reserved.once('listening', ready));
  crlPort = (reserved.address() as AddressInfo).port;
  reserved.close();
  expect((await addax(['pki', '--out', pki, '--crl-url', `http://127.0.0.1:${crlPort}/crl`])).code).toBe(0);
});
afterAll(() => folder.remove());

/** What `openssl s_client` says of a server. */
async function sClient(simulated: Simulated, ...args: string[]): Promise<string> {
  const { host } = new URL(simulated.urls['document-repository']!);
  const { stdout, stderr } = await execute(
    openssl,
    ['s_client', '-connect', host, '-CAfile', 'authority.pem', '-verify_hostname', 'localhost', ...args],
    {
      cwd: pki,
      input: 'Q\n',
    },
  );
  return stdout + stderr;
}

describeWithOpenssl('openssl s_client (skipped where openssl is not installed)', () => {
  const own = ['-cert', 'lps-auth.pem', '-key', 'lps-auth.key'];

  test('meets a simulator whose certificate is revoked, once every second connection', async () => {
    const simulated = await simulate('document-repository', folder.path, [
      '--fault',
      'certificate=revoked',
      '--every',
      '2',
      '--crl-port',
      String(crlPort),
    ]);
    try {
      const checked = ['-crl_check', '-crl_download', ...own];
      expect(await sClient(simulated, ...checked)).toContain('Verify return code: 0 (ok)');
      expect(await sClient(simulated, ...checked)).toContain('Verify return code: 23 (certificate revoked)');
    } finally {
      await simulated.stop();
    }
  });

  test('is refused by a simulator for its version, its suite or its certificate, and told why', async () => {
    const simulated = await simulate('document-repository', folder.path);
    try {
      expect(await sClient(simulated, '-tls1_1', '-cipher', 'ALL@SECLEVEL=0', ...own)).toContain('alert number 70');
      expect(await sClient(simulated, '-tls1_2', '-cipher', 'AES128-SHA', ...own)).toContain('alert number 40');
      for (const name of ['expired-tls', 'wrong-use-tls', 'revoked-tls'])
        await sClient(simulated, '-cert', `${name}.pem`, '-key', `${name}.key`);
      const connections = simulated.connections();
      expect(connections.map(({ tls }) => tls?.reason)).toEqual(['other-protocol', 'handshake-failed', 'expired', 'wrong-use', 'revoked']);
      expect(connections.map(({ tls }) => tls?.offered?.versions)).toEqual([
        ['TLSv1.1'],
        ['TLSv1.2'],
        ...Array.from({ length: 3 }, () => ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1']),
      ]);
    } finally {
      await simulated.stop();
    }
  });
});

test('a fault that does not exist is told with those that do', async () => {
  const { code, stderr } = await addax(['simulate', 'document-repository', '--fault', 'certificate=old', '--lang', 'en']);
  expect([code, stderr]).toEqual([3, expect.stringMatching(/certificate=old: not a value of this fault[^]*expired, not-yet-valid/)]);
});

test('with an identity of one’s own, only wrong ones of one’s own prove anything', async () => {
  const server = await startServer([join(packageRoot, 'examples/platform/platform.mjs'), '--pki', pki, '--port', '0']);
  const identity = (name: string): object => ({ certificate: join(pki, `${name}.pem`), key: join(pki, `${name}.key`) });
  try {
    const statement = parse(readFileSync(join(packageRoot, 'examples/platform.yaml'), 'utf8')) as object;
    const file = join(folder.path, 'own.yaml');
    const tls = { client: identity('platform-client'), wrong: { expired: identity('expired-tls') } };
    writeFileSync(file, stringify({ ...statement, endpoints: server.ready, tls }));
    const variants = ['expired', 'revoked'].flatMap((name) => ['--scenario', `platform-refuses-tls/${name}-certificate`]);
    const { code, stdout } = await addax([
      'run',
      file,
      '--unattended',
      '--pki',
      pki,
      '--out',
      join(folder.path, 'own'),
      ...variants,
      '--format',
      'json',
    ]);
    const { cases, errors } = JSON.parse(stdout) as Report;
    expect(cases.map(({ verdict }) => verdict)).toEqual(['PASSED', 'INCONCLUSIVE']);
    expect(errors).toEqual([
      expect.objectContaining({
        owner: 'configuration',
        message: expect.objectContaining({ en: expect.stringContaining('tls.wrong.revoked') }),
      }),
    ]);
    expect(code).toBe(3);
  } finally {
    await server.stop();
  }
});

describe('addax doctor ADDRESS', () => {
  const doctor = (...args: string[]) => addax(['doctor', ...args, '--pki', pki, '--timeout', '5']);

  test('a platform that trusts us: 0; the servers of a statement are looked at too', async () => {
    const server = await startServer([join(packageRoot, 'examples/platform/platform.mjs'), '--pki', pki, '--port', '0']);
    try {
      const { code, stdout } = await doctor(server.ready['document-repository']!, '--format', 'json');
      const { checks } = JSON.parse(stdout) as { checks: { field: string; problem?: unknown }[] };
      // the list is published by nobody here
      expect(checks.filter(({ problem }) => problem).map(({ field }) => field)).toEqual(['certificate.revocation']);
      expect(code).toBe(0);
      const statement = parse(readFileSync(join(packageRoot, 'examples/platform.yaml'), 'utf8')) as object;
      const file = join(folder.path, 'platform.yaml');
      writeFileSync(file, stringify({ ...statement, endpoints: server.ready }));
      const whole = await doctor(file, '--lang', 'fr', '--out', folder.path);
      expect(whole.code).toBe(0);
      // all addresses of HTTPS are one server, that of MLLP over TLS is another
      expect(whole.stdout.match(/^✔ endpoints\.[a-z-]+ versions {2}/gm)).toHaveLength(2);
    } finally {
      await server.stop();
    }
  });
  test('an expired certificate: 1, in words', async () => {
    const simulated = await simulate('document-registry', folder.path, ['--fault', 'certificate=expired']);
    try {
      const { code, stdout } = await doctor(new URL(simulated.urls['document-registry']!).host, '--lang', 'fr');
      expect(stdout).toContain('Le certificat est expiré depuis 1 jour');
      expect(code).toBe(1);
    } finally {
      await simulated.stop();
    }
  });
  test('nothing there, or no address: 3', async () => {
    expect((await doctor('127.0.0.1:1')).code).toBe(3);
    expect(await doctor('ftp://platform.example')).toMatchObject({ code: 3, stderr: expect.stringContaining('TARGET') });
  });
});
