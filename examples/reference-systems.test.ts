import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../src/model/index.js';

/** The reference LPS against the reference platform and the reference agenda: nothing of Addax between them. */

const has = (command: string) => spawnSync(command, ['--version']).error === undefined;
const examples = join(packageRoot, 'examples');
const subject = '/C=FR/ST=Paris (75)/O=CABINET DE TEST/OU=10B0127189/CN=LPS';

function authority(folder: string, name: string): void {
  const at = (file: string) => join(folder, file);
  const names = `/C=FR/O=${name}/CN=${name}`;
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    names,
    '-keyout',
    at(`${name}.key`),
    '-out',
    at(`${name}.pem`),
  );
}

function certify(folder: string, name: string, issuer: string, names: string, extensions: string): void {
  const at = (file: string) => join(folder, file);
  writeFileSync(at('extensions'), extensions);
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', names, '-keyout', at(`${name}.key`), '-out', at('request.csr'));
  openssl(
    ...['x509', '-req', '-in', at('request.csr'), '-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`), '-CAcreateserial'],
    ...['-days', '1', '-extfile', at('extensions'), '-out', at(`${name}.pem`)],
  );
}

/** A list on which nothing is revoked. */
function revocationList(folder: string, issuer: string): void {
  const at = (file: string) => join(folder, file);
  writeFileSync(at('index.txt'), '');
  writeFileSync(at('ca.cnf'), `[ca]\ndefault_ca=list\n[list]\ndatabase=${at('index.txt')}\ndefault_md=sha256\ndefault_crl_days=2\n`);
  openssl(
    ...['ca', '-gencrl', '-config', at('ca.cnf'), '-keyfile', at(`${issuer}.key`), '-cert', at(`${issuer}.pem`), '-out', at('crl.pem')],
  );
}

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });

interface Shown {
  testimony: { screen: { answer: boolean; text: string } };
  sent: number;
  failed: boolean;
}

describe('the defect tables', () => {
  for (const system of ['lps', 'platform', 'gam', 'agenda'])
    test(`${system}: every defect is written down with what it must turn red, and nothing else is`, () => {
      const table = parse(readFileSync(join(examples, system, 'defects.yaml'), 'utf8')) as { id: string; expects: string[] }[];
      const known = execFileSync(process.execPath, [join(examples, system, `${system}.mjs`), '--list-defects'], { encoding: 'utf8' });
      expect(table.map((d) => d.id).toSorted()).toEqual(known.trim().split('\n').toSorted());
      expect(table.filter((d) => d.expects.length === 0)).toEqual([]);
    });
});

const described = has('openssl') ? describe : describe.skip;

described(has('openssl') ? 'LPS and platform' : 'LPS and platform (skipped: no openssl command to make certificates with)', () => {
  let pki: string;
  let platforms: ChildProcess[] = [];

  beforeAll(() => {
    pki = mkdtempSync(join(tmpdir(), 'reference-pki-'));
    authority(pki, 'authority');
    revocationList(pki, 'authority');
    authority(pki, 'stranger');
    const signing = 'keyUsage=digitalSignature,nonRepudiation';
    const client = 'keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=clientAuth';
    certify(pki, 'lps-sign', 'authority', subject, signing);
    certify(pki, 'lps-auth', 'authority', subject, client);
    certify(pki, 'stranger-sign', 'stranger', subject, signing);
    certify(pki, 'stranger-auth', 'stranger', subject, client);
    certify(pki, 'platform', 'authority', '/C=FR/O=PLATEFORME/CN=localhost', 'subjectAltName=IP:127.0.0.1,DNS:localhost');
  });

  afterAll(() => {
    for (const platform of platforms) platform.kill('SIGTERM');
    rmSync(pki, { recursive: true, force: true });
  });

  /** Starts a server and gives the environment in which an LPS reaches it. */
  async function started(program: string, ...args: string[]): Promise<NodeJS.ProcessEnv> {
    const child = spawn(process.execPath, [join(examples, program), '--pki', pki, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    platforms = [...platforms, child];
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
      child.once('exit', () => reject(new Error('the platform stopped')));
    });
    const { ready } = JSON.parse(line) as { ready: Record<string, string> };
    return {
      PATH: process.env.PATH,
      ADDAX_PKI: pki,
      ADDAX_STATE: mkdtempSync(join(pki, 'state-')),
      ...Object.fromEntries(Object.entries(ready).map(([name, url]) => [`ADDAX_ENDPOINT_${name.toUpperCase().replaceAll('-', '_')}`, url])),
    };
  }

  const platform = (...args: string[]): Promise<NodeJS.ProcessEnv> => started('platform/platform.mjs', ...args);

  function lps(env: NodeJS.ProcessEnv, action: string, defect?: string): Shown {
    const args = [join(examples, 'lps/lps.mjs'), action, ...(defect ? ['--defect', defect] : [])];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Shown;
  }

  test('publish, search, retrieve, replace: the healthy LPS on the healthy platform', async () => {
    const env = await platform();
    expect(lps(env, 'publish')).toMatchObject({
      failed: false,
      sent: 1,
      testimony: { screen: { answer: true, text: 'Document publié.' } },
    });
    expect(lps(env, 'search')).toMatchObject({ failed: false, sent: 2 });
    expect(lps(env, 'retrieve')).toMatchObject({ failed: false, sent: 1 });
    expect(lps(env, 'replace')).toMatchObject({ failed: false, sent: 1 });
    const { testimony } = lps(env, 'search');
    expect(testimony.screen.text).toMatch(/^1 document/);
    expect(lps(env, 'retrieve')).toMatchObject({ failed: false });
  });

  test.each([
    'unsigned-vihf',
    'wrong-digest',
    'signature-by-stranger',
    'expired-conditions',
    'other-patient-in-vihf',
    'soap-1.1',
    'no-mtom',
    'missing-message-id',
    'bad-hash',
    'missing-document',
    'no-client-certificate',
  ])('the healthy platform refuses %s and the LPS says so', async (defect) => {
    const env = await platform();
    expect(lps(env, 'publish', defect)).toMatchObject({ failed: true, sent: 1, testimony: { screen: { answer: true } } });
  });

  test('without --no-vihf a message needs a signed VIHF; with it, it does not', async () => {
    const env = await platform('--no-vihf');
    expect(lps(env, 'publish', 'unsigned-vihf')).toMatchObject({ failed: false });
  });

  test.each([
    ['accepts-expired-vihf', 'expired-conditions'],
    ['accepts-unknown-authority', 'signature-by-stranger'],
    ['accepts-other-patient', 'other-patient-in-vihf'],
    ['accepts-unsigned', 'unsigned-vihf'],
    ['accepts-bad-hash', 'bad-hash'],
    ['accepts-altered', 'wrong-digest'],
  ])('a platform that %s lets in an LPS with %s', async (platformDefect, lpsDefect) => {
    const env = await platform('--defect', platformDefect);
    expect(lps(env, 'publish', lpsDefect)).toMatchObject({ failed: false });
  });

  test('a failure is sent once and shown; two LPS defects do otherwise', async () => {
    const env = await platform('--defect', 'fault-with-200-html');
    expect(lps(env, 'publish')).toMatchObject({ failed: true, sent: 1, testimony: { screen: { answer: true } } });
    expect(lps(env, 'publish', 'retries-forever')).toMatchObject({ failed: true, sent: 8 });
    expect(lps(env, 'publish', 'hides-failure')).toMatchObject({
      failed: true,
      testimony: { screen: { answer: false, text: 'Document publié.' } },
    });
  });

  test('the LPS notices a document that is lost or altered', async () => {
    for (const defect of ['loses-document', 'corrupts-document', 'wrong-hash-in-registry']) {
      const env = await platform('--defect', defect);
      expect(lps(env, 'publish')).toMatchObject({ failed: false });
      expect(lps(env, 'retrieve')).toMatchObject({ failed: true });
    }
  });

  test('a platform that ignores RPLC still shows the replaced document', async () => {
    const env = await platform('--defect', 'ignores-rplc');
    lps(env, 'publish');
    lps(env, 'replace');
    expect(lps(env, 'search').testimony.screen.text).toMatch(/^2 document/);
  });

  test('the LPS declares an agenda on the agenda server, books its second 02:20 of a Sunday of 25 hours, moves it and cancels it', async () => {
    const env = await started('agenda/agenda.mjs', '--port', '0');
    const shown = (action: string, input: unknown): string => {
      const { failed, testimony } = lps({ ...env, ADDAX_INPUT: JSON.stringify(input) }, action);
      return `${failed ? 'échec : ' : ''}${testimony.screen.text}`;
    };
    const slots = { specialty: 'SM26', from: '2031-10-26', to: '2031-10-26' };
    expect(shown('declare-resource', { resource: { type: 'PractitionerRole', specialty: 'SM26' } })).toBe('Déclaré.');
    const times = [{ name: 'nuit', day: '2031-10-26', from: '02:00', to: '04:00' }];
    expect(shown('declare-agenda', { agenda: { of: 'PractitionerRole', service: 'Garde', minutes: 20, times } })).toBe('Agenda déclaré.');
    expect(shown('search-slots', { slots: { ...slots, pageSize: 4 }, format: 'xml' })).toMatch(
      /^9 créneau.*02:20 \(\+02:00\).*02:20 \(\+01:00\)/,
    );
    const at = { day: '2031-10-26', time: '02:20', offset: '+01:00' };
    expect(shown('book-appointment', { slots, at })).toBe('Rendez-vous pris : 26/10/2031 02:20 (+01:00).');
    expect(shown('book-appointment', { slots, at })).toBe('échec : Ce créneau n’est pas libre.');
    expect(shown('move-appointment', { slots, at: { ...at, time: '03:00' } })).toBe('Rendez-vous déplacé : 26/10/2031 03:00 (+01:00).');
    expect(shown('cancel-appointment', { reason: 'Empêchement' })).toBe('Rendez-vous annulé : 26/10/2031 03:00 (+01:00).');
    expect(shown('search-slots', { slots })).toMatch(/^9 créneau/);
  });

  const checked = has('xmlsec1') ? test : test.skip;
  checked(has('xmlsec1') ? 'xmlsec1 verifies the VIHF' : 'xmlsec1 verifies the VIHF (skipped: xmlsec1 is not installed)', () => {
    const program = `
      const { claimsOf } = await import('./examples/lps/vihf.mjs');
      const { testPatient } = await import('./examples/lps/identity.mjs');
      const { signAssertion, writeAssertion } = await import('./examples/wire/assertion.mjs');
      const { readIdentity } = await import('./examples/wire/identity.mjs');
      const signer = readIdentity(process.argv[1], 'lps-sign');
      process.stdout.write(signAssertion(writeAssertion(claimsOf(testPatient, signer, new Date())), signer));`;
    const assertion = execFileSync(process.execPath, ['--input-type=module', '-e', program, pki], { cwd: packageRoot, encoding: 'utf8' });
    const verify = (text: string) => {
      const file = join(pki, 'assertion.xml');
      writeFileSync(file, text);
      const idAttribute = ['--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion'];
      return spawnSync('xmlsec1', ['--verify', ...idAttribute, '--trusted-pem', join(pki, 'authority.pem'), file]).status;
    };
    expect(verify(assertion)).toBe(0);
    expect(verify(assertion.replace('>1.0.0<', '>1.0.1<'))).toBe(1);
  });
});
