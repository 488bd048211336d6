import { beforeAll, describe, expect, test } from '@jest/globals';
import { Artefact, type Validation } from '../../src/model/index.js';
import { ATTACKS, impostorOf, type Attack, writeAttack, type WrongSigner } from '../../src/protocols/saml/attacks/index.js';
import { TEST_PROFESSIONAL, type VihfInput, writeVihf, WSSE } from '../../src/protocols/saml/index.js';
import { type TestPki } from '../../src/protocols/x509/index.js';
import type { Signing } from '../../src/protocols/xmldsig/index.js';
import { rules, validator } from './index.js';
import { testPki } from '../../test/support/pki.js';

const now = new Date('2026-11-20T10:00:00Z');
let pki: TestPki;
let input: VihfInput;
const impostors = new Map<WrongSigner, Signing>();
beforeAll(async () => {
  pki = await testPki({ now });
  input = {
    now,
    signer: identity('lps-sign'),
    professional: TEST_PROFESSIONAL,
    structure: '10B0127189',
    sector: 'SA07',
    patient: { ins: '279035121518989', oid: '1.2.250.1.213.1.4.10' },
    conditions: { notBefore: new Date(now.getTime() - 300_000), notOnOrAfter: new Date(now.getTime() + 1_800_000) },
    resourceUrn: 'urn:dmp',
    software: { name: 'ADDAX', version: '1' },
    id: '_1',
  };
  impostors.set('self-signed', await impostorOf(pki['lps-sign.pem']!, 'self'));
  impostors.set('unknown-authority', await impostorOf(pki['lps-sign.pem']!, 'unknown-authority'));
  impostors.set('authentication', identity('lps-auth'));
  impostors.set('expired', identity('expired-sign'));
  impostors.set('revoked', identity('revoked-sign'));
});
const identity = (name: string): Signing => ({ key: pki[`${name}.key`]!, certificate: pki[`${name}.pem`]! });

const envelopeOf = (blocks: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header>${blocks}</soap:Header><soap:Body/></soap:Envelope>`;

function judge(text: string, usedAssertions = ''): Promise<Validation> {
  return validator.validate(new Artefact('message.xml', new TextEncoder().encode(text)), {
    at: now,
    trust: { anchors: [pki['authority.pem']!], crls: [pki['crl.pem']!] },
    parameters: { patient: '279035121518989', resourceUrn: 'urn:dmp', usedAssertions },
  });
}

async function attacked(attack: Attack): Promise<Validation> {
  const envelope = envelopeOf(await writeAttack(attack, input, (who) => Promise.resolve(impostors.get(who)!)));
  return await judge(attack.envelope?.(envelope) ?? envelope, attack.replays ? '_1' : '');
}

/** What follows from what is wrong, beside the rule that tells it. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  'wrong-ins-key': ['VIHF-38-PATIENT'],
  'signed-twice': ['VIHF-10-DIGEST'],
  'rsa-md5': ['VIHF-11'],
  'md5-digest': ['VIHF-11'],
  'hmac-public-key': ['VIHF-11'],
  'canonicalization-unknown': ['VIHF-08-VALUE'],
  'no-transform': ['VIHF-10-DIGEST'],
  'unknown-transform': ['VIHF-10-DIGEST'],
  'xslt-transform': ['VIHF-10-DIGEST'],
  'xpath-transform': ['VIHF-10-DIGEST'],
  'authentication-certificate': ['VIHF-61'],
  xsw1: ['VIHF-04'],
  xsw2: ['VIHF-04', 'VIHF-08'],
  xsw3: ['VIHF-08'],
  xsw5: ['VIHF-01'],
  xsw7: ['VIHF-10'],
  'duplicate-id': ['VIHF-10'],
};

describe('the attack set', () => {
  test('has at least forty, each with its own name', () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(ATTACKS.map(({ id }) => id)).size).toBe(ATTACKS.length);
    expect(new Set(ATTACKS.map(({ title }) => title.fr)).size).toBe(ATTACKS.length);
    expect(ATTACKS.filter(({ level }) => level === 'error').length).toBeGreaterThanOrEqual(40);
  });
  test('texts are complete, in both languages, with French typography', () => {
    for (const { id, title, wrong } of ATTACKS)
      for (const { fr, en } of [title, wrong]) {
        expect(`${id} ${fr}`).not.toMatch(/ [:;?!](?: |$)|« | »|'/u);
        expect(`${id} ${en}`).not.toMatch(/'/);
        expect(fr).not.toBe('');
      }
  });
  test('a healthy assertion passes every rule that an attack breaks', async () => {
    const healthy = await judge(envelopeOf(`<w:Security xmlns:w="${WSSE}">${writeVihf(input)}</w:Security>`));
    const direct = await judge(envelopeOf(`<w:Security xmlns:w="${WSSE}">${writeVihf({ ...input, mode: 'DIRECTE' })}</w:Security>`));
    const social = await judge(
      envelopeOf(
        `<w:Security xmlns:w="${WSSE}">${writeVihf({
          ...input,
          professional: {
            id: '899900063480',
            family: 'LIBRE',
            given: 'MAX',
            profession: { code: 'AUTOMATE', codeSystem: '1.2.250.1.213.1.1.4.6', displayName: 'Automate' },
          },
        })}</w:Security>`,
      ),
    );
    expect([healthy, direct, social].flatMap(({ findings }) => findings)).toEqual([]);
    const evaluated = new Set([healthy, direct, social].flatMap((validation) => validation.evaluated));
    expect(ATTACKS.map(({ rule }) => rule).filter((rule) => !evaluated.has(rule))).toEqual([]);
  });
  test.each(ATTACKS.map((attack) => [attack.id, attack] as const))('%s is told', async (id, attack) => {
    const { findings } = await attacked(attack);
    const found = findings.find(({ rule }) => rule === attack.rule);
    expect(found?.severity).toBe(attack.level);
    const levels = new Map(rules.map((rule) => [rule.id, rule.level]));
    expect(levels.get(attack.rule)).toBe(attack.level === 'error' ? 'SHALL' : 'SHOULD');
    const others = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => rule !== attack.rule).toSorted();
    expect(others).toEqual(FOLLOWS[id] ?? []);
  });
});
