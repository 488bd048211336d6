import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Artefact, type Validation } from '../../src/model/index.js';
import {
  CLAIM_DIALECT,
  CLAIM_TYPE,
  REQUESTED_ATTRIBUTES,
  SAML,
  SAML_METADATA,
  SAML_STATUS,
  SAMLP,
  TEST_PROFESSIONAL,
  writeVihf,
  WSSE,
  WSU,
} from '../../src/protocols/saml/index.js';
import { WST } from '../../src/protocols/soap/index.js';
import { type TestPki } from '../../src/protocols/x509/index.js';
import { checks } from './checks.js';
import { validator } from './index.js';
import { issuedRules } from './issued-rules.js';
import { testPki } from '../../test/support/pki.js';

const now = new Date('2026-11-20T10:00:00Z');
const ends = new Date('2026-11-20T10:30:00Z');
const RESOURCE = 'urn:oasis:names:tc:xacml:2.0:resource:resource-id';
const PATIENT = '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH';
const ROLE = 'urn:oasis:names:tc:xacml:2.0:subject:role';

let assertion: string;
let pki: TestPki;
beforeAll(async () => {
  pki = await testPki({ now });
  assertion = writeVihf({
    now,
    signer: { key: pki['lps-sign.key']!, certificate: pki['lps-sign.pem']! },
    professional: TEST_PROFESSIONAL,
    structure: '10B0127189',
    sector: 'SA07',
    patient: { ins: '279035121518989', oid: '1.2.250.1.213.1.4.10' },
    conditions: { notBefore: now, notOnOrAfter: ends },
    resourceUrn: 'urn:dmp',
    software: { name: 'ADDAX', version: '1', id: '1.2.3', homologation: 'N1' },
    id: '_1',
  });
});

const envelope = (body: string, header = ''): string =>
  `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header>${header}</soap:Header><soap:Body>\n${body}</soap:Body></soap:Envelope>`;
const message = (text: string, request?: Artefact): Artefact =>
  new Artefact('message.xml', new TextEncoder().encode(text), {
    ...(request && { request, headers: { 'content-type': 'application/soap+xml' }, mediaType: 'application/soap+xml' }),
  });

const rst = message(
  envelope(
    `<wst:RequestSecurityToken xmlns:wst="${WST}" Context="c-1"><wst:Claims Dialect="${CLAIM_DIALECT}" xmlns:a="${CLAIM_TYPE}"><a:ClaimType Uri="${RESOURCE}"><a:Value>${PATIENT}</a:Value></a:ClaimType><a:ClaimType Uri="${ROLE}"><a:Value>10^1.2.250.1.71.1.2.7</a:Value></a:ClaimType><a:ClaimType Uri="LPS_Version"/></wst:Claims></wst:RequestSecurityToken>`,
    `<wsse:Security xmlns:wsse="${WSSE}"><wsse:UsernameToken><wsse:Username>899900063480</wsse:Username></wsse:UsernameToken></wsse:Security>`,
  ),
);
const authn = message(
  envelope(
    `<samlp:AuthnRequest xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ID="_q1"><samlp:Extensions><r:RequestedAttributes xmlns:r="${REQUESTED_ATTRIBUTES}" xmlns:md="${SAML_METADATA}"><md:RequestedAttribute Name="LPS_Nom"><saml:AttributeValue>ADDAX</saml:AttributeValue></md:RequestedAttribute></r:RequestedAttributes></samlp:Extensions><saml:Subject><saml:NameID>899900063480</saml:NameID></saml:Subject></samlp:AuthnRequest>`,
  ),
);

const response = (content: string): string =>
  `<wst:RequestSecurityTokenResponse xmlns:wst="${WST}" xmlns:wsu="${WSU}" Context="c-1">${content}<wst:Lifetime><wsu:Expires>${ends.toISOString()}</wsu:Expires></wst:Lifetime></wst:RequestSecurityTokenResponse>`;
const token = (content: string): string => `<wst:RequestedSecurityToken xmlns:wst="${WST}">${content}</wst:RequestedSecurityToken>`;
const collection = (...responses: string[]): string =>
  `<wst:RequestSecurityTokenResponseCollection xmlns:wst="${WST}">${responses.join('')}</wst:RequestSecurityTokenResponseCollection>`;
const samlResponse = (content: string, status = 'Success'): string =>
  `<samlp:Response xmlns:samlp="${SAMLP}" ID="_r1" InResponseTo="_q1" Version="2.0" IssueInstant="2026-11-20T10:00:00Z"><samlp:Status><samlp:StatusCode Value="${SAML_STATUS}${status}"/></samlp:Status>${content}</samlp:Response>`;

/** The answers of each protocol, with one thing changed in them. */
const trust = (change: (answer: string) => string = (a) => a): Artefact =>
  message(envelope(change(collection(response(token(assertion))))), rst);
const saml = (change: (answer: string) => string = (a) => a): Artefact => message(envelope(change(samlResponse(assertion))), authn);
const changing =
  (from: string | RegExp, to: string) =>
  (text: string): string => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing to replace: ${String(from)}`);
    return changed;
  };
const judge = (artefact: Artefact, parameters: Record<string, string> = {}): Promise<Validation> =>
  validator.validate(artefact, { at: now, trust: { anchors: [pki['authority.pem']!], crls: [pki['crl.pem']!] }, parameters });

/** For each rule answers that it does not hold for; what is changed in an assertion breaks its signature too. */
const WRONG: Record<string, [what: string, answer: () => Artefact][]> = {
  'XUA-21': [
    ['no assertion', () => trust(changing(/<saml:Assertion[^]*<\/saml:Assertion>/, ''))],
    ['no assertion in a success', () => saml(changing(/<saml:Assertion[^]*<\/saml:Assertion>/, ''))],
    ['two assertions', () => trust(() => collection(response(token(assertion) + token(assertion.replace('_1', '_2')))))],
    ['an assertion beside its place', () => trust(() => collection(response(token('') + assertion)))],
    ['an assertion with a refusal', () => saml(() => samlResponse(assertion, 'Requester'))],
  ],
  'XUA-22': [
    ['no collection', () => trust(() => response(token(assertion)))],
    ['two responses', () => trust(() => collection(response(token(assertion)), response('')))],
    ['no ID', () => saml(changing(' ID="_r1"', ''))],
    ['another version', () => saml(changing('Version="2.0"', 'Version="1.1"'))],
    ['a local time', () => saml(changing('10:00:00Z"', '10:00:00+01:00"'))],
    ['a status that is none', () => saml(() => samlResponse('', 'Refused'))],
    ['no status', () => saml(() => samlResponse('').replace(/<samlp:Status>.*<\/samlp:Status>/, ''))],
  ],
  'XUA-23': [
    ['no Context', () => trust(changing(' Context="c-1"', ''))],
    ['another Context', () => trust(changing('c-1', 'c-2'))],
    ['another request', () => saml(changing('_q1', '_q2'))],
  ],
  'XUA-24': [
    ['another user, by WS-Trust', () => trust(changing('>899900063480<', '>899900001035<'))],
    ['another user, by SAML', () => saml(changing('>899900063480<', '>899900001035<'))],
  ],
  'XUA-25': [
    ['another patient', () => trust(changing('>279035121518989^', '>160012B05119034^'))],
    ['another profession', () => trust(changing('code="10"', 'code="40"'))],
    ['no attribute', () => trust(changing(RESOURCE, 'urn:other'))],
  ],
  'XUA-26': [['another software', () => saml(changing('>ADDAX<', '>AUTRE<'))]],
  'XUA-27': [['another end', () => trust(changing(ends.toISOString(), '2026-11-20T12:00:00Z'))]],
};

describe('the answer of an issuer', () => {
  test('nothing is wrong with the model answers, and every rule judges them', async () => {
    const [byTrust, bySaml] = [await judge(trust(), { patient: '279035121518989' }), await judge(saml())];
    expect([byTrust.findings, bySaml.findings]).toEqual([[], []]);
    const evaluated = new Set([...byTrust.evaluated, ...bySaml.evaluated]);
    expect(issuedRules.filter(({ id }) => !evaluated.has(id))).toEqual([]);
    // the assertion itself is judged as in a header, but for where it stands
    expect(byTrust.evaluated).toEqual(expect.arrayContaining(['VIHF-10-DIGEST', 'VIHF-38-PATIENT', 'VIHF-64-CRL']));
    expect(byTrust.evaluated).not.toContain('VIHF-01');
  });

  test('each rule has answers that break it', () => {
    expect(Object.keys(WRONG)).toEqual(issuedRules.map(({ id }) => id));
  });

  test.each(Object.entries(WRONG).flatMap(([id, answers]) => answers.map(([what, answer]) => [id, what, answer] as const)))(
    '%s: %s',
    async (id, _, answer) => {
      const { findings } = await judge(answer());
      expect([...new Set(findings.map(({ rule }) => rule))].filter((rule) => rule.startsWith('XUA-2'))).toEqual([id]);
      const finding = findings.find(({ rule }) => rule === id)!;
      expect(finding.place.path).toMatch(/^\/soap:Envelope\/soap:Body\//);
      expect([finding.expected, finding.actual].map((text) => text !== undefined)).toEqual([true, true]);
    },
  );

  test('a refusal is no VIHF, and nothing is asked of it', async () => {
    const refused = await judge(saml(() => samlResponse('', 'Requester')));
    expect([refused.findings, refused.evaluated.filter((rule) => rule.startsWith('XUA'))]).toEqual([[], ['XUA-21', 'XUA-22', 'XUA-23']]);
    const fault = '<soap:Fault><soap:Reason><soap:Text xml:lang="fr">Non</soap:Text></soap:Reason></soap:Fault>';
    expect(await judge(trust(() => fault))).toEqual({ findings: [], evaluated: [] });
  });

  test('without its request it is judged alone', async () => {
    const { findings, evaluated } = await judge(message(envelope(samlResponse(assertion))));
    expect([findings, evaluated.includes('XUA-21'), evaluated.includes('XUA-23')]).toEqual([[], true, false]);
  });

  test('an assertion in the header comes before one that the body brings', async () => {
    const security = `<wsse:Security xmlns:wsse="${WSSE}">${assertion}</wsse:Security>`;
    const { findings, evaluated } = await judge(message(envelope(samlResponse('').replaceAll('_1', '_2'), security)));
    expect(evaluated).toContain('VIHF-01');
    expect(findings.map(({ rule }) => rule)).toEqual([]);
  });

  test('what comes to a server is no answer: its VIHF stands in its header', async () => {
    const served = new Artefact('request', Buffer.from(envelope(samlResponse(assertion))), { headers: {}, method: 'POST' });
    const { findings, evaluated } = await judge(served);
    expect([findings.map(({ rule }) => rule), evaluated.includes('XUA-21')]).toEqual([['VIHF-01'], false]);
  });

  test('whatever is changed in it, it is judged', async () => {
    const pieces = envelope(collection(response(token(assertion)))).split(/(?=<)|(?<=>)|(?= [\w:]+=")/);
    const edits = fc.array(fc.tuple(fc.nat(pieces.length - 1), fc.constantFrom('drop', 'twice', 'swap')), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const mutated = [...pieces];
        for (const [i, kind] of changes)
          mutated[i] =
            kind === 'drop' ? ''
            : kind === 'twice' ? pieces[i]! + pieces[i]!
            : pieces[(i + 3) % pieces.length]!;
        await judge(message(mutated.join(''), rst));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  test('many assertions take no time', async () => {
    const many = `<saml:Assertion xmlns:saml="${SAML}"/>`.repeat(20_000);
    const started = performance.now();
    const { findings } = await judge(trust(() => collection(response(token(many)))));
    expect(findings.map(({ rule }) => rule)).toContain('XUA-21');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('checks', () => {
  const holds = (name: string, artefact: Artefact, argument: unknown, at = now) =>
    checks[name]!.evaluate(artefact, argument, { at, trust: { anchors: [], crls: [] }, parameters: {} });
  const fault = (): Artefact => trust(() => '<soap:Fault><soap:Reason><soap:Text xml:lang="fr">Non</soap:Text></soap:Reason></soap:Fault>');

  test('an assertion is issued, or refused', () => {
    for (const answer of [trust(), saml()]) {
      expect(holds('issued', answer, true)).toEqual({ holds: true });
      expect(holds('issued', answer, 'in-time')).toEqual({ holds: true });
      expect(holds('issued', answer, false)).toMatchObject({ holds: false, actual: { en: 'an assertion' }, line: 2 });
      expect(holds('issued', answer, 'in-time', ends)).toMatchObject({ holds: false, actual: { en: 'an expired assertion' } });
    }
    for (const refusal of [fault(), saml(() => samlResponse('', 'Requester'))]) {
      expect(holds('issued', refusal, false)).toEqual({ holds: true });
      expect(holds('issued', refusal, 'in-time')).toEqual({ holds: true });
    }
    expect(holds('issued', fault(), true)).toMatchObject({ holds: false, actual: { en: 'a refusal: Non' } });
  });

  test('an assertion beside a refusal, or neither, is no refusal', () => {
    expect(
      holds(
        'issued',
        saml(() => samlResponse(assertion, 'Requester')),
        false,
      ).holds,
    ).toBe(false);
    expect(
      holds(
        'issued',
        saml(() => samlResponse('')),
        false,
      ),
    ).toMatchObject({ actual: { en: 'neither an assertion nor a refusal' } });
    expect(
      holds(
        'issued',
        trust(() => '<x/>'),
        false,
      ).holds,
    ).toBe(false);
    expect(holds('issued', message('<a'), false)).toMatchObject({ actual: { en: 'an answer that cannot be read' } });
    expect(() => holds('issued', saml(), 'perhaps')).toThrow('check issued: ');
  });

  test('the status of SAML, of one level or of two', () => {
    const refusal = saml(() =>
      samlResponse('', 'Requester').replace(
        'Requester"/>',
        `Requester"><samlp:StatusCode Value="${SAML_STATUS}RequestDenied"/></samlp:StatusCode>`,
      ),
    );
    expect(holds('saml-status', refusal, 'Requester')).toEqual({ holds: true });
    expect(holds('saml-status', refusal, 'Requester/RequestDenied')).toEqual({ holds: true });
    expect(holds('saml-status', refusal, 'Requester/UnknownPrincipal')).toMatchObject({
      holds: false,
      actual: { en: 'Requester/RequestDenied' },
      line: 2,
    });
    for (const none of [fault(), message('<a')])
      expect(holds('saml-status', none, 'Success')).toMatchObject({ holds: false, actual: { en: 'no SAML status' } });
  });
});
