import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Artefact, ConfigurationError, type Finding } from '../../src/model/index.js';
import { type AuthenticationMode, readVihf, type Vihf } from '../../src/protocols/saml/index.js';
import { issueCertificate, type TestPki, writePkcs12 } from '../../src/protocols/x509/index.js';
import { readXml } from '../../src/protocols/xml/index.js';
import { peerVerifies } from '../../test/support/signature-peer.js';
import { validator } from '../../validators/vihf/index.js';
import { makeTestCard, type TestCard } from './card.js';
import { issueVihf, LOGIN_CLASSES, MODES, personOf, PURPOSE_NAMES, type VihfRequest } from './issue.js';
import { PROFILE_NAMES, PROFILES, profileOfRole } from './profiles.js';
import { readVihfSigner, type VihfSigner } from './signer.js';
import { testPki } from '../../test/support/pki.js';

const now = new Date('2026-11-20T10:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'addax-vihf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let pki: TestPki;
let seal: VihfSigner;
const cards = new Map<string, TestCard>();
beforeAll(async () => {
  pki = await testPki({ now });
  seal = readVihfSigner({ key: pki['lps-sign.key']!, certificate: pki['lps-sign.pem']! }, now);
  const authority = { key: pki['authority.key']!, certificate: pki['authority.pem']! };
  for (const name of ['medecin', 'secretariat-medical']) cards.set(name, await makeTestCard(authority, personOf(name), now));
  writeFileSync(join(folder, 'authority.pem'), pki['authority.pem']!);
});

const card = (name = 'medecin'): VihfSigner => readVihfSigner(cards.get(name)!.sign, now);
const signerOf = (mode: AuthenticationMode): VihfSigner => (mode === 'DIRECTE' ? card() : seal);
const issue = (request: Partial<VihfRequest>, signer = seal): string =>
  issueVihf({ profile: 'medecin', ...request }, { signer, now }).assertion;
const read = (assertion: string): Vihf => readVihf(readXml(new TextEncoder().encode(assertion)).root);

/** Everything our validator finds, with all it can be told. */
async function findings(assertion: string, parameters: Record<string, string> = {}): Promise<Finding[]> {
  const trust = { anchors: [pki['authority.pem']!], crls: [pki['crl.pem']!] };
  const outcome = await validator.validate(new Artefact('vihf.xml', new TextEncoder().encode(assertion)), { at: now, trust, parameters });
  expect(outcome.evaluated).toEqual(expect.arrayContaining(['VIHF-08-VALUE', 'VIHF-35', 'VIHF-36', 'VIHF-64', 'VIHF-64-CRL']));
  return outcome.findings;
}

function refusal(request: Partial<VihfRequest>, signer = seal): string {
  try {
    issue(request, signer);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.field;
    throw error;
  }
  return 'issued';
}

const CASES = PROFILE_NAMES.flatMap((profile) => MODES.flatMap((mode) => PURPOSE_NAMES.map((purpose) => ({ profile, mode, purpose }))));

describe('each profile, mode and purpose of use', () => {
  test.each(CASES)('$profile $mode $purpose', async ({ profile, mode, purpose }) => {
    const request: VihfRequest = {
      profile,
      mode,
      purpose,
      ...(purpose === 'bris_de_glace' && { reason: 'Patient inconscient' }),
      secret: true,
      patient: '279035121518989',
      uncertain: true,
    };
    const absent =
      mode === 'DIRECTE' ? []
      : mode === 'INDIRECTE' ? ['bris_de_glace']
      : ['centre_15'];
    if (!(PROFILES[profile].modes as readonly string[]).includes(mode)) expect(refusal(request, signerOf(mode))).toBe('mode');
    else if (absent.includes(purpose)) expect(refusal(request, signerOf(mode))).toBe('purpose');
    else {
      const assertion = issueVihf(request, {
        signer: signerOf(mode),
        now,
        validity: { from: now, to: new Date('2026-11-20T11:00:00Z') },
      }).assertion;
      expect(await findings(assertion, { dmp: 'true', patient: '279035121518989', resourceUrn: 'urn:dmp' })).toEqual([]);
      expect(peerVerifies(assertion)).toBe(true);
    }
  });

  test('there are many of them', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(100);
  });
});

const xmlsec1 = ['/usr/bin/xmlsec1', '/usr/local/bin/xmlsec1', '/opt/homebrew/bin/xmlsec1'].find((path) => existsSync(path));
(xmlsec1 === undefined ? test.skip : test)('xmlsec1 verifies signature and chain, of a seal and of a card', () => {
  const verify = (assertion: string): string => {
    const file = join(folder, 'vihf.xml');
    writeFileSync(file, assertion);
    const args = ['--verify', '--trusted-pem', join(folder, 'authority.pem'), '--verification-time', '2026-11-20+10:00:00'];
    return execFileSync(xmlsec1!, [...args, '--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion', file], {
      stdio: 'pipe',
    }).toString();
  };
  expect(() => verify(issue({}))).not.toThrow();
  expect(() => verify(issue({ mode: 'directe' }, card()))).not.toThrow();
  expect(() => verify(issue({}).replace('INDIRECTE', 'DIRECTE'))).toThrow();
});

describe('what is written', () => {
  test('DIRECTE names the holder of the card, and no subject-id', () => {
    const vihf = read(issue({ profile: 'pharmacien', mode: 'directe' }, card()));
    expect(vihf.nameId?.text).toBe('899900063480');
    expect(vihf.issuer?.text).toMatch(/^CN=899900063480\+SN=LIBRE\+GN=MAX,OU=Médecin,O=ADDAX,C=FR$/);
    expect(vihf.roles.map(({ code }) => code)).toEqual(['21', 'A']);
    expect(vihf.attribute('urn:oasis:names:tc:xspa:1.0:subject:subject-id')).toBeUndefined();
    expect(vihf.classRef?.text).toMatch(/:SmartcardPKI$/);
  });

  test('a card of a secretary has the identifier that the structure gives', async () => {
    const assertion = issue({ profile: 'secretariat-medical', mode: 'directe' }, card('secretariat-medical'));
    expect(read(assertion).nameId?.text).toBe('30B0127189/SEC0001');
    expect(await findings(assertion)).toEqual([]);
  });

  test('an automatic processing: the responsible person, the software, no login', () => {
    const vihf = read(issue({ profile: 'automate' }));
    expect(vihf.nameId?.text).toBe('899900063480');
    expect(vihf.attribute('urn:oasis:names:tc:xspa:1.0:subject:subject-id')?.text).toContain('passerelle');
    expect(vihf.classRef?.text).toMatch(/:unspecified$/);
  });

  test('the options that the sources leave open', async () => {
    const assertion = issue({
      mode: 'indirecte-renforcee',
      'authn-context-decl': 'APP_BROWSER_AUTH',
      'vihf-version': '4.0',
      sector: 'SA01^1.2.250.1.71.4.2.4',
      'resource-urn': 'urn:region:test',
      user: '810000023084',
      'subject-id': 'TEST ÉLOÏSE',
      software: { name: 'LPS & fils', version: '2.1', homologation: 'X-1' },
    });
    expect(await findings(assertion, { resourceUrn: 'urn:region:test' })).toEqual([]);
    const vihf = read(assertion);
    expect(vihf.authnDecl?.text).toBe('APP_BROWSER_AUTH');
    expect(vihf.nameId?.text).toBe('810000023084');
    const texts = ['VIHF_Version', 'Secteur_Activite', 'LPS_Nom', 'LPS_Version', 'LPS_ID'].map((name) => vihf.attribute(name)?.text);
    expect(texts).toEqual(['4.0', 'SA01^1.2.250.1.71.4.2.4', 'LPS & fils', '2.1', 'ADDAX']);
    expect(read(issue({ mode: 'indirecte-renforcee' })).authnDecl?.text).toMatch(/:MobileTwoFactorUnregistered$/);
  });

  test.each(LOGIN_CLASSES)('the login class %s', async (name) => {
    expect(await findings(issue({ class: name }))).toEqual([]);
  });

  test('no Conditions unless a validity is given; the patient only when one is', () => {
    const vihf = read(issue({}));
    expect([vihf.conditions, vihf.patient]).toEqual([undefined, undefined]);
    expect(read(issue({ patient: '279035121518989^^^&1.2.250.1.213.1.4.8&ISO^NH' })).patient?.authority.oid).toBe('1.2.250.1.213.1.4.8');
  });

  test('no identifier is used twice', () => {
    expect(issueVihf({ profile: 'medecin' }, { signer: seal, now }).id).not.toBe(
      issueVihf({ profile: 'medecin' }, { signer: seal, now }).id,
    );
  });
});

describe('what is refused, by the name of the option', () => {
  test.each<[string, Partial<VihfRequest>, ('card' | 'seal')?]>([
    ['profile', { profile: 'veterinaire' }],
    ['profile', { profile: 'constructor' }],
    ['mode', { mode: 'carte' }],
    ['mode', { profile: 'automate', mode: 'directe' }, 'card'],
    ['purpose', { purpose: 'TREATMENT' }],
    ['purpose', { purpose: 'bris_de_glace', reason: 'Urgence' }],
    ['purpose', { mode: 'indirecte_renforcee', purpose: 'bris_de_glace', reason: 'Urgence' }],
    ['purpose', { mode: 'indirecte_renforcee', purpose: 'centre_15' }],
    ['reason', { mode: 'directe', purpose: 'bris_de_glace' }, 'card'],
    ['reason', { mode: 'directe', purpose: 'bris_de_glace', reason: ' ' }, 'card'],
    ['reason', { mode: 'directe', purpose: 'bris_de_glace', reason: 'a\u0000b' }, 'card'],
    ['reason', { reason: 'Urgence' }],
    ['structure', { structure: '339172288100052' }],
    ['structure', { mode: 'directe', structure: '12' }, 'card'],
    ['sector', { sector: '07' }],
    ['sector', { sector: 'SA07^1.2.3' }],
    ['user', { user: 'dr.libre' }],
    ['user', { mode: 'directe', user: '899900001001' }, 'card'],
    ['patient', { patient: '279035121518900' }],
    ['patient', { patient: '279035121518989^^^&1.2.3&ISO^NH' }],
    ['patient', { patient: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^PI' }],
    ['vihf-version', { 'vihf-version': '1.0' }],
    ['class', { class: 'LoginPassword' }],
    ['class', { mode: 'directe', class: 'Password' }, 'card'],
    ['authn-context-decl', { 'authn-context-decl': 'APP_BROWSER_AUTH' }],
    ['resource-urn', { 'resource-urn': 'dmp' }],
    ['subject-id', { 'subject-id': '' }],
    ['software', { software: { name: '\u0007' } }],
    ['certificate', { mode: 'directe' }],
    ['certificate', { mode: 'indirecte' }, 'card'],
  ])('%s: %j', (field, request, kind = 'seal') => {
    expect(refusal(request, kind === 'card' ? card() : seal)).toBe(field);
  });

  test('an employee of a structure without a number that identifies them', async () => {
    const other = await testPki({ now, structure: 'A123456789' });
    const signer = readVihfSigner({ key: other['lps-sign.key']!, certificate: other['lps-sign.pem']! }, now);
    expect(refusal({ profile: 'secretariat-medical' }, signer)).toBe('structure');
    expect(refusal({ profile: 'secretariat-medical', user: '30B0127189/1' }, signer)).toBe('issued');
  });

  test.each([
    ['339172288100052', '539172288100052/SEC0001'],
    ['499900063480001', '699900063480/SEC0001'],
    ['2391722881', '4391722881/SEC0001'],
  ])('an employee of %s', (structure, id) => {
    expect(personOf('secretariat-medical', structure).id).toBe(id);
  });
});

describe('readVihfSigner', () => {
  const field = (...given: Parameters<typeof readVihfSigner>): string => {
    try {
      readVihfSigner(...given);
      return 'read';
    } catch (error) {
      return error instanceof ConfigurationError ? error.field : String(error);
    }
  };
  const identity = (name: string) => ({ key: pki[`${name}.key`]!, certificate: pki[`${name}.pem`]! });

  test('takes seals and cards, as PEM or PKCS#12', () => {
    expect(seal.holder).toEqual({ kind: 'seal', structure: '10B0127189' });
    expect(card().holder).toEqual({ kind: 'card', id: '899900063480', family: 'LIBRE', given: 'MAX' });
    expect(readVihfSigner({ pkcs12: pki['lps-sign.p12']!, passphrase: 'addax' }, now).holder.kind).toBe('seal');
  });

  test('refuses what cannot sign a VIHF', () => {
    expect(field({ pkcs12: pki['lps-sign.p12']!, passphrase: 'x' }, now)).toBe('pkcs12');
    expect(field({ pkcs12: writePkcs12(pki['lps-auth.key']!, pki['lps-auth.pem']!, 'a'), passphrase: 'a' }, now)).toBe('certificate');
    expect(field(identity('lps-auth'), now)).toBe('certificate');
    expect(field(cards.get('medecin')!.auth, now)).toBe('certificate');
    expect(field(identity('expired-sign'), now)).toBe('certificate');
    expect(field({ ...identity('lps-sign'), key: pki['lps-auth.key']! }, now)).toBe('key');
    expect(field({ ...identity('lps-sign'), key: 'x' }, now)).toBe('key');
    expect(field({ ...identity('lps-sign'), certificate: 'x' }, now)).toBe('certificate');
    expect(field({ key: pki['lps-sign.key']! }, now)).toBe('certificate');
    expect(field({ certificate: pki['lps-sign.pem']! }, now)).toBe('key');
  });

  test('refuses a name that is neither a professional nor a structure', async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const name = [[{ type: '2.5.4.3', value: 'SOMEBODY' }]];
    const { pem } = await issueCertificate(
      { subject: name, publicKey: keys.publicKey, notBefore: now, notAfter: new Date('2027-01-01'), keyUsage: ['nonRepudiation'] },
      { name, keys },
    );
    expect(field({ key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: pem }, now)).toBe('certificate');
  });
});

describe('profileOfRole', () => {
  test.each([
    ['10', 'medecin'],
    ['10^1.2.250.1.71.1.2.8', 'etudiant'],
    ['21', 'pharmacien'],
    ['AUTOMATE', 'automate'],
    ['00', undefined],
  ])('%s', (role, profile) => {
    expect(profileOfRole(role)).toBe(profile);
  });
});
