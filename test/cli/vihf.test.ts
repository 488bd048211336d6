import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readVihf, type Vihf } from '../../src/protocols/saml/index.js';
import { makeTestCard } from '../../simulators/vihf-issuer/card.js';
import { personOf } from '../../simulators/vihf-issuer/issue.js';
import { readXml } from '../../src/protocols/xml/index.js';
import { addax, type Ended, lastingAddax, temporaryFolder } from '../support/addax.js';
import { peerVerifies } from '../support/signature-peer.js';
import { post, exchange, simulate } from '../support/wire.js';

const folder = temporaryFolder();
const lasting = lastingAddax();
afterAll(async () => {
  await lasting.end();
  folder.remove();
});
const pki = join(folder.path, 'pki');
beforeAll(async () => {
  expect((await addax(['pki', '--out', pki])).code).toBe(0);
});

const issue = (...args: string[]): Promise<Ended> => lasting.run(['vihf', 'issue', '--pki', pki, '--lang', 'en', ...args]);
const read = (text: string): Vihf => readVihf(readXml(new TextEncoder().encode(text)).root);

describe('addax vihf issue', () => {
  test('the XML alone on standard output, and our own validator has nothing to say', async () => {
    const ended = await issue('--profile', 'medecin', '--patient', '279035121518989', '--secret', '--valid-minutes', '20');
    expect([ended.code, ended.stderr]).toEqual([
      0,
      'VIHF INDIRECTE for the profile medecin, signed by “CN=CACHET LPS TEST,OU=10B0127189,O=CABINET DE TEST,ST=Paris (75),C=FR”\n',
    ]);
    expect(ended.stdout).toMatch(/^<saml:Assertion [\s\S]*<ds:X509Certificate>[\s\S]*<\/saml:Assertion>\n$/);
    expect(peerVerifies(ended.stdout.trim())).toBe(true);
    const file = join(folder.path, 'vihf.xml');
    writeFileSync(file, ended.stdout);
    const judged = await lasting.run(['validate', file, '--format', 'json']);
    expect([judged.code, judged.stdout]).toEqual([0, expect.stringContaining('"findings": []')]);
  });

  test('DIRECTE by a test card, made once, whose keys only the owner reads', async () => {
    const args = ['--profile', 'infirmier', '--mode', 'directe', '--purpose', 'bris_de_glace', '--reason', 'Patient inconscient'];
    const [first, second] = [await issue(...args), await issue(...args)];
    const card = join(pki, 'card-infirmier-899900001035');
    expect([first.code, first.stderr.split('\n')[0], second.code, second.stderr]).toEqual([
      0,
      `Test card made: ${card}`,
      0,
      expect.not.stringContaining('made'),
    ]);
    expect(statSync(join(card, 'sign.key')).mode & 0o077).toBe(0);
    const vihf = read(second.stdout);
    expect([vihf.mode?.text, vihf.nameId?.text, vihf.attribute('Mode_Acces_Raison')?.text]).toEqual([
      'DIRECTE',
      '899900001035',
      'Patient inconscient',
    ]);
    expect(peerVerifies(second.stdout.trim())).toBe(true);
  });

  test('into a file; as JSON', async () => {
    const out = join(folder.path, 'out.xml');
    const written = await issue('--profile', 'automate', '--out', out);
    expect([written.code, written.stdout]).toEqual([0, '']);
    expect(read(readFileSync(out, 'utf8')).roles[0]?.code).toBe('AUTOMATE');
    const json = JSON.parse((await issue('--profile', 'pharmacien', '--format', 'json')).stdout) as { id: string; assertion: string };
    expect(read(json.assertion).assertion.attribute('ID')).toBe(json.id);
  });

  test('with keys of one’s own: PEM, PKCS#12, a card', async () => {
    const at = (name: string): string => join(pki, name);
    const pem = await issue('--profile', 'etudiant', '--key', at('lps-sign.key'), '--certificate', at('lps-sign.pem'));
    expect([pem.code, read(pem.stdout).attribute('Identifiant_Structure')?.text]).toEqual([0, '10B0127189']);
    const args = ['vihf', 'issue', '--profile', 'medecin', '--pkcs12', at('lps-sign.p12'), '--passphrase-env', 'P12', '--lang', 'en'];
    expect((await lasting.run(args, { env: { P12: 'addax' } })).code).toBe(0);
    const wrong = await lasting.run(args, { env: { P12: 'other' } });
    expect([wrong.code, wrong.stdout, wrong.stderr]).toEqual([3, '', expect.stringMatching(/^--pkcs12: .*passphrase/)]);

    const { sign } = await makeTestCard(
      { key: readFileSync(at('authority.key'), 'utf8'), certificate: readFileSync(at('authority.pem'), 'utf8') },
      personOf('sage-femme'),
      new Date(),
    );
    const own = join(folder.path, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'key.pem'), sign.key);
    writeFileSync(join(own, 'cert.pem'), sign.certificate);
    const mine = ['--key', join(own, 'key.pem'), '--certificate', join(own, 'cert.pem'), '--profile', 'sage-femme'];
    expect(read((await issue(...mine, '--mode', 'directe')).stdout).nameId?.text).toBe('899900001027');
    expect((await issue(...mine)).stderr).toMatch(/^--certificate: INDIRECTE is signed by the seal/);
  });

  test.each<[string, string[]]>([
    ['--profile', ['--profile', 'veterinaire']],
    ['--mode', ['--mode', 'carte']],
    ['--mode', ['--profile', 'automate', '--mode', 'directe']],
    ['--purpose', ['--purpose', 'bris_de_glace', '--reason', 'Urgence']],
    ['--purpose', ['--mode', 'indirecte-renforcee', '--purpose', 'bris_de_glace', '--reason', 'Urgence']],
    ['--reason', ['--mode', 'directe', '--purpose', 'bris_de_glace']],
    ['--patient', ['--patient', '279035121518900']],
    ['--structure', ['--structure', '339172288100052']],
    ['--structure', ['--profile', 'secretariat-medical', '--mode', 'directe', '--structure', '12']],
    ['--user', ['--user', '../../x', '--mode', 'directe']],
    ['--sector', ['--sector', 'SA7']],
    ['--vihf-version', ['--vihf-version', '2.0']],
    ['--valid-minutes', ['--valid-minutes', '-1']],
    ['--valid-minutes', ['--valid-minutes', 'soon']],
    ['--pkcs12', ['--pkcs12', 'a.p12', '--key', 'a.key']],
    ['--key', ['--certificate', join('examples', 'lps.yaml'), '--key', 'nowhere.key']],
    ['--passphrase-env', ['--passphrase-env', 'PATH']],
    ['--passphrase-env', ['--key', 'package.json', '--passphrase-env', 'ADDAX_NOT_SET']],
    ['--out', ['--out', join(folder.path, 'nowhere', 'x.xml')]],
  ])('%s is named by the error: %j', async (option, args) => {
    const ended = await issue(...(args.includes('--profile') ? [] : ['--profile', 'medecin']), ...args);
    expect([ended.code, ended.stdout]).toEqual([3, '']);
    expect(ended.stderr.split('\n').find((line) => line.startsWith('--'))).toMatch(new RegExp(`^${option}: \\S`));
  });

  test('an option of the sources’ disagreement is confirmed', async () => {
    const ended = await issue(
      '--profile',
      'medecin',
      '--mode',
      'indirecte-renforcee',
      '--purpose',
      'bris_de_glace',
      '--reason',
      'Urgence',
      '--uncertain',
    );
    expect([ended.code, read(ended.stdout).purposeOfUse?.code]).toEqual([0, 'bris_de_glace']);
  });

  test('help in French; a subcommand is demanded', async () => {
    const help = await addax(['vihf', 'issue', '--help', '--lang', 'fr']);
    expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('secretariat-medical')]);
    expect((await addax(['vihf', '--lang', 'fr'])).code).toBe(3);
  });
});

test('addax simulate vihf-issuer gives a VIHF over mutual TLS', async () => {
  const simulated = await simulate('vihf-issuer', folder.path);
  try {
    const { pathname } = new URL(simulated.urls['vihf-issuer']!);
    const request = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0" IssueInstant="${new Date().toISOString()}"/>`;
    const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${request}</e:Body></e:Envelope>`;
    const { status, body } = await exchange(simulated, 'vihf-issuer', post(pathname, 'text/xml', envelope));
    expect(status).toBe(200);
    const assertion = /<saml:Assertion [\s\S]*<\/saml:Assertion>/.exec(body)![0];
    expect([peerVerifies(assertion), read(assertion).mode?.text]).toEqual([true, 'INDIRECTE']);
    expect(simulated.exchanges().map((e) => e.transaction)).toEqual(['SAMLP-1']);
  } finally {
    expect(await simulated.stop()).toBe(0);
  }
  expect(existsSync(simulated.evidence)).toBe(true);
});
