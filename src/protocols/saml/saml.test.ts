import { beforeAll, describe, expect, test } from '@jest/globals';
import { WST } from '../soap/index.js';
import { readXml } from '../xml/index.js';
import { verifySignature } from '../xmldsig/index.js';
import { findAssertion, findAssertions, readVihf, SAMLP, TEST_PROFESSIONAL, type VihfInput, writeVihf } from './index.js';
import { testPki } from '../../../test/support/pki.js';

const now = new Date('2026-11-20T10:00:00Z');
const parse = (text: string) => readXml(new TextEncoder().encode(text)).root;
let input: VihfInput;
beforeAll(async () => {
  const pki = await testPki({ now });
  input = {
    now,
    signer: { key: pki['lps-sign.key']!, certificate: pki['lps-sign.pem']! },
    professional: TEST_PROFESSIONAL,
    structure: '10B0127189',
    sector: 'SA07',
    patient: { ins: '279035121518989', oid: '1.2.250.1.213.1.4.10' },
    resourceUrn: 'urn:dmp',
    software: { name: 'ADDAX & co', version: '1', id: '1.2.3', homologation: 'N1' },
  };
});

describe('writeVihf', () => {
  test('is read back, and its signature holds wherever it is put', () => {
    const markup = writeVihf({ ...input, conditions: { notBefore: now, notOnOrAfter: new Date('2026-11-20T11:00:00Z') } });
    const envelope = parse(
      `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header><Security>${markup}</Security></e:Header><e:Body/></e:Envelope>`,
    );
    const vihf = readVihf(findAssertion(envelope)!);
    expect(vihf.issuer?.text).toBe('CN=CACHET LPS TEST,OU=10B0127189,O=CABINET DE TEST,ST=Paris (75),C=FR');
    expect(vihf.nameId?.text).toBe('899900063480');
    expect(vihf.mode?.text).toBe('INDIRECTE');
    expect(vihf.authnInstant).toBe('2026-11-20T09:55:00.000Z');
    expect(vihf.conditions?.attribute('NotOnOrAfter')).toBe('2026-11-20T11:00:00.000Z');
    expect(vihf.roles.map(({ code }) => code)).toEqual(['10', 'SM26']);
    expect(vihf.purposeOfUse).toMatchObject({ code: 'normal', displayName: 'Accès normal' });
    expect(vihf.patient).toMatchObject({ id: '279035121518989', authority: { oid: '1.2.250.1.213.1.4.10' }, type: 'NH' });
    expect(vihf.attribute('LPS_Nom')?.text).toBe('ADDAX & co');
    const outcome = verifySignature(vihf.signature!);
    expect(outcome.value.state).toBe('valid');
    expect(outcome.references[0]!.digest.state).toBe('valid');
  });
  test('follows the mode', () => {
    const classOf = (mode: VihfInput['mode']) => readVihf(parse(writeVihf({ ...input, mode })));
    expect(classOf('DIRECTE').classRef?.text).toMatch(/SmartcardPKI$/);
    expect(classOf('INDIRECTE').authnDecl).toBeUndefined();
    expect(classOf('INDIRECTE_RENFORCEE').authnDecl?.text).toMatch(/MobileTwoFactorUnregistered$/);
  });
  test('refuses a certificate that is none', () => {
    expect(() => writeVihf({ ...input, signer: { ...input.signer, certificate: 'x' } })).toThrow('certificate');
  });
});

describe('findAssertions', () => {
  test.each([
    ['<Assertion/>', 1, 0],
    ['<Security><Assertion/><Assertion/></Security>', 2, 0],
    ['<Envelope><Header><Security/></Header><Body><Assertion/></Body></Envelope>', 0, 0],
    ['<Envelope><Header><Assertion/><Security><x><Assertion/></x></Security></Header></Envelope>', 0, 2],
    ['<Envelope/>', 0, 0],
    [`<Envelope><Body><Response xmlns="${SAMLP}"><Assertion/><x><Assertion/></x></Response></Body></Envelope>`, 1, 1],
    [
      `<Envelope><Body><RequestSecurityTokenResponse xmlns="${WST}"><RequestedSecurityToken><Assertion/></RequestedSecurityToken></RequestSecurityTokenResponse></Body></Envelope>`,
      1,
      0,
    ],
    [
      `<Envelope><Header><Security><Assertion/></Security></Header><Body><Response xmlns="${SAMLP}"><Assertion/><Assertion/></Response></Body></Envelope>`,
      1,
      0,
    ],
  ])('%s', (text, direct, misplaced) => {
    const found = findAssertions(parse(text));
    expect([found.assertions.length, found.misplaced.length]).toEqual([direct, misplaced]);
  });
});
