import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  attributeOf,
  certificateFacts,
  chainTo,
  issueCertificate,
  makeTestPki,
  parseName,
  readPkcs12,
  revocationListsOf,
  sameName,
  WRONG_TLS,
  writeName,
  writePkcs12,
} from './index.js';
import { testPki } from '../../../test/support/pki.js';

const now = new Date('2026-11-20T10:00:00Z');
const openssl = '/usr/bin/openssl';
const withOpenssl = existsSync(openssl) ? test : test.skip;
/** RC2, as OpenSSL 1 protected certificates, where openssl can still make it. */
const hasLegacy = existsSync(openssl) && spawnSync(openssl, ['list', '-providers', '-provider', 'legacy']).status === 0;
let pki: Awaited<ReturnType<typeof makeTestPki>>;
let folder: string;
beforeAll(async () => {
  pki = await testPki({ now, hosts: ['platform.test'], crlUrl: 'http://localhost:8081/crl' });
  folder = mkdtempSync(join(tmpdir(), 'addax-pki-'));
  for (const [name, text] of Object.entries(pki)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'lps-sign.p12'), pkcs12('lps-sign'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => pki[name as `${string}.pem`]!;
const pkcs12 = (name: string): Buffer => Buffer.from(writePkcs12(file(`${name}.key`), file(`${name}.pem`), 'secret'));
const facts = (name: string) => certificateFacts(file(name))!;
const run = (...args: string[]): string => execFileSync(openssl, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

describe('the test PKI', () => {
  test('holds every identity', () => {
    const names = [
      'authority',
      'platform',
      'platform-client',
      'lps-auth',
      'lps-sign',
      'stranger-authority',
      'stranger-sign',
      'stranger-auth',
      'expired-sign',
      'revoked-sign',
      ...WRONG_TLS.map((name) => `${name}-tls`),
    ];
    expect(Object.keys(pki).toSorted()).toEqual(
      [...names.flatMap((name) => [`${name}.pem`, `${name}.key`]), 'lps-auth.p12', 'lps-sign.p12', 'crl.pem'].toSorted(),
    );
  });
  test('says who the structure is', () => {
    const { subject, keyUsage, subjectText } = facts('lps-sign.pem');
    expect(attributeOf(subject, 'OU')).toBe('10B0127189');
    expect(subjectText).toBe('CN=CACHET LPS TEST,OU=10B0127189,O=CABINET DE TEST,ST=Paris (75),C=FR');
    expect([...keyUsage!]).toEqual(['digitalSignature', 'nonRepudiation']);
    expect([...facts('lps-auth.pem').keyUsage!]).toEqual(['digitalSignature', 'keyEncipherment']);
    expect(sameName(facts('stranger-sign.pem').subject, subject)).toBe(true);
  });
  test('is accepted by Node', () => {
    const certificate = new X509Certificate(file('platform.pem'));
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkHost('platform.test')).toBe('platform.test');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkIP('::1')).toBe('::1');
    expect(() => createSecureContext({ pfx: pkcs12('lps-auth'), passphrase: 'secret' })).not.toThrow();
    expect(() => createSecureContext({ pfx: pkcs12('lps-auth'), passphrase: 'wrong' })).toThrow('mac verify failure');
  });
  withOpenssl('is accepted by openssl (skipped where it is not installed)', () => {
    const at = String(now.getTime() / 1000);
    for (const name of ['platform', 'platform-client', 'lps-auth', 'lps-sign'])
      expect(
        run('verify', '-x509_strict', '-attime', at, '-CAfile', 'authority.pem', '-CRLfile', 'crl.pem', '-crl_check', `${name}.pem`),
      ).toContain('OK');
    expect(() => run('verify', '-attime', at, '-CAfile', 'authority.pem', '-CRLfile', 'crl.pem', '-crl_check', 'revoked-sign.pem')).toThrow(
      'revoked',
    );
    expect(() => run('verify', '-attime', at, '-CAfile', 'authority.pem', 'expired-sign.pem')).toThrow('expired');
    expect(run('pkcs12', '-in', 'lps-sign.p12', '-passin', 'pass:secret', '-nodes')).toContain('BEGIN PRIVATE KEY');
  });
});

describe('the TLS identities that a peer must refuse', () => {
  test('say where the revocation list is, when their authority issued them', () => {
    expect(facts('revoked-tls.pem').crlUrls).toEqual(['http://localhost:8081/crl']);
    expect(facts('stranger-tls.pem').crlUrls).toEqual([]);
  });
  withOpenssl('are refused by openssl, each for its own reason (skipped where it is not installed)', () => {
    const reason = (name: string, purpose: string, ...more: string[]): string => {
      const common = ['-attime', String(now.getTime() / 1000), '-CAfile', 'authority.pem', '-CRLfile', 'crl.pem', '-crl_check'];
      const { stderr } = spawnSync(openssl, ['verify', ...common, '-purpose', purpose, ...more, `${name}.pem`], {
        cwd: folder,
        encoding: 'utf8',
      });
      return /error \d+ at \d+ depth lookup: ?(.*)/.exec(stderr)?.[1] ?? stderr;
    };
    const name = ['-verify_hostname', 'localhost'];
    expect(Object.fromEntries(WRONG_TLS.map((wrong) => [wrong, reason(`${wrong}-tls`, 'sslserver', ...name)]))).toEqual({
      expired: 'certificate has expired',
      'not-yet-valid': 'certificate is not yet valid',
      stranger: 'unable to get local issuer certificate',
      'self-signed': 'self-signed certificate',
      'wrong-name': 'hostname mismatch',
      'wrong-use': expect.stringMatching(/^(unsupported|unsuitable) certificate purpose$/),
      revoked: 'certificate revoked',
    });
    expect(reason('wrong-use-tls', 'sslclient')).toMatch(/certificate purpose/);
    // its name is all that is wrong with it
    expect(reason('wrong-name-tls', 'sslserver')).toBe('');
  });
});

describe('chainTo', () => {
  const judge = (leaf: string, { anchors = ['authority.pem'], crls = [] as string[], at = now } = {}) => {
    const chained = chainTo(facts(leaf), [], anchors.map(file), crls.map(file), at);
    return chained.ok ? 'ok' : chained.reason;
  };
  test('tells what is wrong', () => {
    expect(judge('lps-sign.pem')).toBe('ok');
    expect(judge('lps-sign.pem', { crls: ['crl.pem'] })).toBe('ok');
    expect(judge('lps-sign.pem', { anchors: ['lps-sign.pem'] })).toBe('ok');
    expect(judge('stranger-sign.pem')).toBe('unknown-authority');
    expect(judge('expired-sign.pem')).toBe('expired');
    expect(judge('revoked-sign.pem')).toBe('ok');
    expect(judge('revoked-sign.pem', { crls: ['crl.pem'] })).toBe('revoked');
    expect(judge('lps-sign.pem', { at: new Date('2026-11-01') })).toBe('not-yet-valid');
    expect(judge('lps-sign.pem', { crls: ['crl.pem'], at: new Date('2028-01-01') })).toBe('crl-expired');
    expect(judge('stranger-sign.pem', { anchors: ['stranger-authority.pem'], crls: ['crl.pem'] })).toBe('crl-missing');
  });
  test('sees an authority of the same name with another key', async () => {
    const other = await makeTestPki({ now });
    const chained = chainTo(facts('lps-sign.pem'), [], [other['authority.pem']!], [], now);
    expect(chained).toMatchObject({ ok: false, reason: 'bad-signature' });
    const forged = chainTo(facts('lps-sign.pem'), [], [file('authority.pem')], [other['crl.pem']!], now);
    expect(forged).toMatchObject({ ok: false, reason: 'crl-missing' });
  });
});

describe('PKCS#12', () => {
  const same = ({ key, certificate }: { key: string; certificate: string }): boolean =>
    certificateFacts(certificate)?.fingerprint === facts('lps-sign.pem').fingerprint
    && createPrivateKey(key).equals(createPrivateKey(file('lps-sign.key')));
  test('is read back', () => {
    expect(same(readPkcs12(pkcs12('lps-sign'), 'secret'))).toBe(true);
  });
  test.each([
    [() => pkcs12('lps-sign'), 'wrong', 'passphrase'],
    [() => Buffer.from('hello'), '', 'not a PKCS#12'],
    [() => pkcs12('lps-sign').subarray(0, 800), 'secret', 'not a PKCS#12'],
  ])('what cannot be read is told (%#)', (bytes, passphrase, message) => expect(() => readPkcs12(bytes(), passphrase)).toThrow(message));
  test('of the test PKI opens', () => {
    expect(same(readPkcs12(pki['lps-sign.p12']!, 'addax'))).toBe(true);
  });
  test('is not written with a passphrase that readers take in two ways', () => {
    expect(() => writePkcs12(file('lps-sign.key'), file('lps-sign.pem'), 's\u00e9cret')).toThrow('ASCII');
  });
  withOpenssl('with an elliptic curve key is read (skipped where openssl is not installed)', () => {
    const subject = ['-nodes', '-subj', '/CN=ec', '-keyout', 'ec.key', '-out', 'ec.pem'];
    run('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', ...subject);
    run('pkcs12', '-export', '-inkey', 'ec.key', '-in', 'ec.pem', '-passout', 'pass:secret', '-out', 'ec.p12');
    const { key, certificate } = readPkcs12(readFileSync(join(folder, 'ec.p12')), 'secret');
    expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(certificate).toBe(readFileSync(join(folder, 'ec.pem'), 'utf8'));
  });
  const protections: string[][] = [
    [],
    ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC'],
    ['-keypbe', 'NONE', '-certpbe', 'NONE'],
    ...(hasLegacy ? [['-legacy']] : []),
  ];
  for (const protection of protections)
    withOpenssl(`made by openssl ${protection.join(' ')} is read, with its chain (skipped where openssl is not installed)`, () => {
      const parts = ['-inkey', 'lps-sign.key', '-in', 'lps-sign.pem', '-certfile', 'authority.pem', '-passout', 'pass:s\u00e9cret'];
      run('pkcs12', '-export', ...parts, ...protection, '-out', 'made.p12');
      const read = readPkcs12(readFileSync(join(folder, 'made.p12')), 's\u00e9cret');
      expect(same(read)).toBe(true);
      expect(read.chain).toHaveLength(1);
    });
});

describe('revocation lists', () => {
  withOpenssl('a long one of openssl is read (skipped where openssl is not installed)', () => {
    const entries = Array.from(
      { length: 20_000 },
      (_, i) => `R\t300101000000Z\t260101000000Z\t${(4096 + i).toString(16).toUpperCase()}\tunknown\t/CN=x`,
    );
    writeFileSync(join(folder, 'index'), `${entries.join('\n')}\n`);
    writeFileSync(join(folder, 'ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index\ndefault_md=sha384\n');
    run('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'authority.key', '-cert', 'authority.pem', '-crldays', '30', '-out', 'long.pem');
    const [list] = revocationListsOf(readFileSync(join(folder, 'long.pem'), 'utf8'));
    expect(list!.revoked.size).toBe(20_000);
    expect(list!.revoked.get('1000')).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(list!.isSignedBy(facts('authority.pem'))).toBe(true);
    expect(list!.isSignedBy(facts('stranger-authority.pem'))).toBe(false);
  });
});

describe('malformed bytes', () => {
  test('an extension that nests deep or counts much does not keep busy', async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const name = parseName('CN=a')!;
    const period = { notBefore: now, notAfter: new Date('2027-11-20') };
    const hosts = Array.from({ length: 50_000 }, (_, i) => `h${i}.test`);
    const { pem } = await issueCertificate({ subject: name, publicKey: keys.publicKey, ...period, keyUsage: [], hosts }, { name, keys });
    const started = performance.now();
    expect(certificateFacts(pem)?.subjectText ?? 'refused').toMatch(/^(CN=a|refused)$/);
    expect(performance.now() - started).toBeLessThan(5000);
    const nested = `CN=#${'3080'.repeat(2400)}`;
    expect(parseName(nested)).toEqual([[{ type: '2.5.4.3', value: nested.slice(3) }]]);
  });
  test('are no certificate and no list, and never throw', () => {
    const der = Buffer.from(new X509Certificate(file('lps-sign.pem')).raw);
    const list = Buffer.from(file('crl.pem').replace(/-----.*-----|\s/g, ''), 'base64');
    expect(certificateFacts('WWWW')).toBeUndefined();
    expect(certificateFacts(Buffer.from('WWWW', 'base64'))).toBeUndefined();
    const flip = fc.record({ at: fc.nat(), value: fc.nat(255), cut: fc.nat() });
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), fc.boolean(), (flips, truncate) => {
        for (const original of [der, list]) {
          let bytes = Buffer.from(original);
          for (const { at, value } of flips) bytes[at % bytes.length] = value;
          if (truncate) bytes = bytes.subarray(0, flips[0]!.cut % bytes.length);
          const pem = (label: string) => `-----BEGIN ${label}-----\n${bytes.toString('base64')}\n-----END ${label}-----\n`;
          const read = certificateFacts(bytes);
          if (read) chainTo(read, [], [file('authority.pem'), pem('CERTIFICATE')], [file('crl.pem'), pem('X509 CRL')], now);
          revocationListsOf(pem('X509 CRL'));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('distinguished names', () => {
  const same = (a: string, b: string): boolean => sameName(parseName(a)!, parseName(b)!);
  test.each([
    ['CN=DMP SIGN,OU=10B0127189,O=X,ST=Paris (75),C=FR', 'C=FR, ST=Paris (75), O=X, OU=10B0127189, CN=DMP SIGN'],
    ['CN=a,S=Paris,G=Max', 'CN=a,ST=Paris,GN=Max'],
    ['CN=a,2.5.4.42=#14034D6178', 'CN=a,GN=Max'],
    ['CN=a,OID.2.5.4.4=Libre', 'cn=A,SN=LIBRE'],
    ['CN=#0500', 'CN=#0500'],
    ['CN=#1E0400E90061', 'CN=\u00e9a'],
    ['CN=a+SN=b+GN=c,C=FR', 'GN=c + CN=a + SN=b, C=FR'],
    ['O=Dupont\\, fils,C=FR', 'O="Dupont, fils",C=FR'],
    ['O=caf\\C3\\A9,C=FR', 'O=café,C=FR'],
    ['O=a  b ,C=FR', 'O=A B,C=FR'],
    ['CN=a;C=FR', 'CN=a,C=FR'],
  ])('%s is %s', (a, b) => expect(same(a, b)).toBe(true));
  test.each([
    ['CN=a,OU=b,C=FR', 'CN=a,C=FR,OU=b'],
    ['CN=a,C=FR', 'CN=a'],
    ['CN=a+OU=b', 'CN=a,OU=b'],
    ['CN=a', 'OU=a'],
    ['CN=#0500', 'CN='],
  ])('%s is not %s', (a, b) => expect(same(a, b)).toBe(false));
  test.each(['', '   ', 'DMP SIGN', 'CN', 'X=1', 'CN="a', 'CN=#1', 'CN=a,', 'CN=a\\'])('%j is no name', (text) =>
    expect(parseName(text)).toBeUndefined(),
  );
  test('reads back what it writes', () => {
    const attribute = fc.record({
      type: fc.constantFrom('2.5.4.3', '2.5.4.11', '1.2.3.4'),
      value: fc.string({ unit: 'grapheme', minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(attribute, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }), (name) => {
        fc.pre(name.flat().every(({ value }) => !/^#|\u0000/.test(value)));
        expect(parseName(writeName(name))?.toReversed()).toEqual(name);
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('C', 'N', '=', ',', '+', '\\', '"', '#', ' ', '1', '.', 'é') }),
        (text) => void parseName(text),
      ),
    );
  });
});
