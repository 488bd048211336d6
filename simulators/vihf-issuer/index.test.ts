import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Artefact, type RecordOf, type SimulatorContext, type Validation } from '../../src/model/index.js';
import { ATTACKS } from '../../src/protocols/saml/attacks/index.js';
import { readVihf, type Vihf, WSSE } from '../../src/protocols/saml/index.js';
import { openSoap, type SoapMessage } from '../../src/protocols/soap/index.js';
import { Raw, type XmlElement } from '../../src/protocols/xml/index.js';
import { signSaml } from '../../src/protocols/xmldsig/index.js';
import { callSoap, post, type SoapCalled } from '../../src/transport/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { peerVerifies } from '../../test/support/signature-peer.js';
import { validator } from '../../validators/vihf/index.js';
import { makeTestCard, type TestCard } from './card.js';
import { XAssertionProvider } from './index.js';
import { personOf } from './issue.js';

const WST = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512';
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SAML_ACTION = 'http://www.oasis-open.org/committees/security';
const AUTH = 'http://docs.oasis-open.org/wsfed/authorization/200706';
const PURPOSE = 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse';
const ROLE = 'urn:oasis:names:tc:xacml:2.0:subject:role';
const RESOURCE = 'urn:oasis:names:tc:xacml:2.0:resource:resource-id';
const CONFIDENTIALITY = 'urn:oasis:names:tc:xspa:1.0:resource:patient:hl7:confidentiality-code';
const PATIENT = '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH';

let bench: ClientBench;
let card: TestCard;
beforeAll(async () => {
  bench = await ClientBench.open();
  card = await makeTestCard(bench.identity('authority'), personOf('medecin'), new Date());
});
afterAll(() => bench.close());

const running: XAssertionProvider[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

async function provider(more: Partial<SimulatorContext> = {}, client = bench.identity('lps-auth')) {
  const served = bench.context(more);
  const simulator = new XAssertionProvider();
  running.push(simulator);
  const [endpoint] = await simulator.start(served);
  const context = bench.context();
  const calling: SimulatorContext = { ...context, tls: { ...context.tls!, client } };
  const { url } = endpoint!;
  return {
    url,
    served,
    exchanges: () => served.recorder.events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange' && e.side === 'server'),
    soap: (action: string, body: string, headers?: string): Promise<SoapCalled> =>
      callSoap({
        actor: 'lps',
        context: calling,
        url,
        action,
        body: new Raw(body),
        ...(headers !== undefined && { headers: new Raw(headers) }),
      }),
    /** WS-Trust */
    trust: (content: string, headers?: string): Promise<SoapCalled> =>
      callSoap({
        actor: 'lps',
        context: calling,
        url,
        action: `${WST}/RST/Issue`,
        body: new Raw(`<wst:RequestSecurityToken xmlns:wst="${WST}" Context="c-1">${content}</wst:RequestSecurityToken>`),
        ...(headers !== undefined && { headers: new Raw(headers) }),
      }),
    /** SAML SOAP binding */
    saml: async (body: string, type = 'text/xml; charset=UTF-8', header = ''): Promise<{ status: number; message: SoapMessage }> => {
      const text = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">${header}<e:Body>${body}</e:Body></e:Envelope>`;
      const posted = await post({
        actor: 'lps',
        context: calling,
        url,
        headers: { 'Content-Type': type, SOAPAction: `"${SAML_ACTION}"` },
        body: [new TextEncoder().encode(text)],
        transaction: 'SAMLP-1',
      });
      return { status: posted.status!, message: openSoap(posted.artefact!) };
    },
  };
}

const ISSUE = `<wst:RequestType>${WST}/Issue</wst:RequestType>`;
const claims = (...values: [name: string, value: string][]): string =>
  `<wst:Claims Dialect="${AUTH}/authclaims" xmlns:a="${AUTH}">${values
    .map(([name, value]) => `<a:ClaimType Uri="${name}"><a:Value>${value}</a:Value></a:ClaimType>`)
    .join('')}</wst:Claims>`;
const authn = (content = '', attributes = ''): string =>
  `<samlp:AuthnRequest xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ID="_q1" Version="2.0" IssueInstant="${new Date().toISOString()}" ${attributes}>${content}</samlp:AuthnRequest>`;

function assertionIn(message: SoapMessage): XmlElement {
  const [assertion] = [...message.bodyElement!.descendants('Assertion')];
  return assertion!;
}
/** Rules on the envelope that are broken; what a WS-Trust or SAML body says is nothing that our validators know. */
async function envelopeFindings(message: SoapMessage): Promise<string[]> {
  const { findings } = await bench.judge(message.artefact);
  return findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('SOAP') && rule !== 'SOAP-07-COVERED');
}
const vihfIn = (message: SoapMessage): Vihf => readVihf(assertionIn(message));

/** What our validator finds in the assertion, taken out and put into a header as a client does. */
async function judged(message: SoapMessage): Promise<Validation & { text: string }> {
  const { document, start, end } = assertionIn(message);
  const text = document.text.slice(start, end);
  const security = `<wsse:Security xmlns:wsse="${WSSE}">${text}</wsse:Security>`;
  const validation = await validator.validate(new Artefact('s', new TextEncoder().encode(security)), {
    at: new Date(),
    trust: { anchors: [bench.pki['authority.pem']!], crls: [bench.pki['crl.pem']!] },
    parameters: { dmp: 'true', patient: '279035121518989' },
  });
  return { ...validation, text };
}

/** The assertion has nothing wrong with it; a peer agrees on its signature. */
async function expectSound(message: SoapMessage): Promise<void> {
  const { findings, evaluated, text } = await judged(message);
  expect(findings).toEqual([]);
  expect(evaluated).toEqual(expect.arrayContaining(['VIHF-01', 'VIHF-08-VALUE', 'VIHF-38-PATIENT', 'VIHF-64']));
  expect(peerVerifies(text)).toBe(true);
}

describe('WS-Trust Issue', () => {
  test('brings the VIHF that the claims ask for, its lifetime and how to refer to it', async () => {
    const { trust, exchanges } = await provider();
    const { status, message } = await trust(
      `${ISSUE}<wst:TokenType>http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0</wst:TokenType>
      <wst:KeyType>${WST}/Bearer</wst:KeyType>
      <wsp:AppliesTo xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy"><a:EndpointReference xmlns:a="http://www.w3.org/2005/08/addressing"><a:Address>urn:region:test</a:Address></a:EndpointReference></wsp:AppliesTo>
      <wst:OnBehalfOf><wsse:UsernameToken xmlns:wsse="${WSSE}"><wsse:Username>899900001035</wsse:Username></wsse:UsernameToken></wst:OnBehalfOf>
      ${claims([ROLE, '60'], [PURPOSE, 'centre_15'], [RESOURCE, PATIENT], ['LPS_Nom', 'MON LPS'], [CONFIDENTIALITY, 'INVISIBLE_REPRESENTANTS_LEGAUX'])}`,
    );
    expect([status, message!.action]).toEqual([200, `${WST}/RSTRC/IssueFinal`]);
    const response = message!.bodyElement!.element('RequestSecurityTokenResponse', WST)!;
    expect(message!.bodyElement!.local).toBe('RequestSecurityTokenResponseCollection');
    expect(response.attribute('Context')).toBe('c-1');
    const vihf = vihfIn(message!);
    expect(response.at('RequestedAttachedReference', 'SecurityTokenReference', 'KeyIdentifier')?.text).toBe(vihf.assertion.attribute('ID'));
    expect(response.at('Lifetime', 'Expires')?.text).toBe(vihf.conditions?.attribute('NotOnOrAfter'));
    expect(response.at('AppliesTo', 'EndpointReference', 'Address')?.text).toBe('urn:region:test');
    expect([vihf.nameId?.text, vihf.mode?.text, vihf.purposeOfUse?.code]).toEqual(['899900001035', 'INDIRECTE', 'centre_15']);
    expect(['LPS_Nom', 'Ressource_URN', CONFIDENTIALITY].map((name) => vihf.attribute(name)?.text)).toEqual([
      'MON LPS',
      'urn:region:test',
      'INVISIBLE_REPRESENTANTS_LEGAUX^1.2.250.1.213.1.1.4.13',
    ]);
    await expectSound(message!);
    expect(await envelopeFindings(message!)).toEqual([]);
    expect(exchanges().map(({ transaction, answer }) => [transaction, answer !== undefined])).toEqual([['WST-1', true]]);
  });

  test('two requests, two assertions; the lifetime asked for, at most eight hours', async () => {
    const { trust } = await provider();
    const lifetime = (minutes: number): string =>
      `<wst:Lifetime><u:Expires xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">${new Date(Date.now() + minutes * 60_000).toISOString()}</u:Expires></wst:Lifetime>`;
    const [short, long] = [await trust(ISSUE + lifetime(5)), await trust(ISSUE + lifetime(10_000))].map(({ message }) => vihfIn(message!));
    const minutes = (vihf: Vihf): number => {
      const at = (name: string): number => Date.parse(vihf.conditions!.attribute(name)!);
      return Math.round((at('NotOnOrAfter') - at('NotBefore')) / 60_000);
    };
    expect([minutes(short!), minutes(long!)]).toEqual([5, 480]);
    expect(short!.assertion.attribute('ID')).not.toBe(long!.assertion.attribute('ID'));
  });

  const utility = 'xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"';
  test.each<[string, string, string]>([
    ['no RequestType', '', 'wst:InvalidRequest'],
    ['another RequestType', `<wst:RequestType>${WST}/Renew</wst:RequestType>`, 'wst:BadRequest'],
    ['another token', `${ISSUE}<wst:TokenType>urn:oasis:names:tc:SAML:1.0:assertion</wst:TokenType>`, 'wst:RequestFailed'],
    ['a key', `${ISSUE}<wst:KeyType>${WST}/SymmetricKey</wst:KeyType>`, 'wst:RequestFailed'],
    ['AppliesTo without an address', `${ISSUE}<AppliesTo xmlns="http://www.w3.org/ns/ws-policy"/>`, 'wst:InvalidScope'],
    ['claims of another namespace', ISSUE + claims([PURPOSE, 'normal']).replace(`xmlns:a="${AUTH}"`, 'xmlns:a="urn:x"'), 'wst:BadRequest'],
    ['claims of another dialect', `${ISSUE}<wst:Claims Dialect="urn:x"/>`, 'wst:BadRequest'],
    ['an attribute that the VIHF has not', ISSUE + claims(['organization', 'x']), 'wst:InvalidRequest'],
    ['an attribute twice', ISSUE + claims([PURPOSE, 'normal'], [PURPOSE, 'normal']), 'wst:InvalidRequest'],
    ['an unknown role', ISSUE + claims([ROLE, '00']), 'wst:InvalidRequest'],
    ['an INS of wrong key', ISSUE + claims([RESOURCE, '279035121518900']), 'wst:InvalidRequest'],
    ['break-glass outside DIRECTE', ISSUE + claims([PURPOSE, 'bris_de_glace'], ['Mode_Acces_Raison', 'Urgence']), 'wst:InvalidRequest'],
    ['DIRECTE of a seal', ISSUE + claims(['Authentification_Mode', 'DIRECTE']), 'wst:RequestFailed'],
    ['another structure', ISSUE + claims(['Identifiant_Structure', '339172288100052']), 'wst:InvalidRequest'],
    ['nobody', `${ISSUE}<wst:OnBehalfOf/>`, 'wst:BadRequest'],
    ['a lifetime that is none', `${ISSUE}<wst:Lifetime ${utility}><u:Expires>demain</u:Expires></wst:Lifetime>`, 'wst:InvalidTimeRange'],
    ['a past', `${ISSUE}<wst:Lifetime ${utility}><u:Expires>2020-01-01T00:00:00Z</u:Expires></wst:Lifetime>`, 'wst:InvalidTimeRange'],
    ['a future', `${ISSUE}<wst:Lifetime ${utility}><u:Created>2120-01-01T00:00:00Z</u:Created></wst:Lifetime>`, 'wst:InvalidTimeRange'],
  ])('refuses %s', async (_, content, subcode) => {
    const { trust } = await provider();
    const { status, message } = await trust(content);
    expect([status, message!.fault?.code, message!.fault?.subcode]).toEqual([400, 'Sender', subcode]);
    expect(message!.relatesTo).toMatch(/^urn:uuid:/);
    expect(message!.fault!.element.at('Code', 'Subcode', 'Value')?.scope.get('wst')).toBe(WST);
    expect(await envelopeFindings(message!)).toEqual([]);
  });

  test('refuses another body, another action, and who is no professional', async () => {
    const { soap, trust } = await provider();
    const body = await soap(`${WST}/RST/Issue`, '<wst:RequestSecurityToken xmlns:wst="http://schemas.xmlsoap.org/ws/2005/02/trust"/>');
    expect(body.message!.fault?.subcode).toBe('wst:InvalidRequest');
    const action = await soap(`${WST}/RST/Validate`, `<wst:RequestSecurityToken xmlns:wst="${WST}"/>`);
    expect(action.message!.fault?.subcode).toBe('wsa:ActionNotSupported');
    const user = await trust(
      ISSUE,
      `<wsse:Security xmlns:wsse="${WSSE}"><wsse:UsernameToken><wsse:Username>dr.libre</wsse:Username></wsse:UsernameToken></wsse:Security>`,
    );
    expect(user.message!.fault?.subcode).toBe('wst:FailedAuthentication');
  });
});

describe('a card signs', () => {
  const direct = (client: { key: string; certificate: string }, more: Partial<SimulatorContext> = {}) =>
    provider({ ...more, vihf: { signer: card.sign, trust: { anchors: [], crls: [] }, required: false } }, client);

  test('DIRECTE for its holder, who may break the glass', async () => {
    const { trust, saml } = await direct(card.auth);
    const { message } = await trust(
      ISSUE + claims([PURPOSE, 'bris_de_glace'], ['Mode_Acces_Raison', 'Patient inconscient'], [RESOURCE, PATIENT]),
    );
    const vihf = vihfIn(message!);
    expect([vihf.mode?.text, vihf.nameId?.text, vihf.purposeOfUse?.code]).toEqual(['DIRECTE', '899900063480', 'bris_de_glace']);
    await expectSound(message!);
    const answer = await saml(
      authn(
        '<samlp:RequestedAuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>',
      ),
    );
    expect(vihfIn(answer.message).mode?.text).toBe('DIRECTE');
  });

  test('for nobody else', async () => {
    const { trust, saml } = await direct(bench.identity('lps-auth'));
    expect((await trust(ISSUE)).message!.fault?.subcode).toBe('wst:FailedAuthentication');
    expect(statusOf((await saml(authn())).message)).toEqual(['Requester', 'RequestDenied']);
  });

  test('for nobody in clear text, where no certificate tells who calls', async () => {
    const { trust } = await direct(card.auth, { tls: undefined });
    expect((await trust(ISSUE)).message!.fault?.subcode).toBe('wst:FailedAuthentication');
  });
});

function statusOf({ bodyElement }: SoapMessage): (string | undefined)[] {
  const first = bodyElement?.at('Status', 'StatusCode');
  const codes = [first, first?.element('StatusCode')].flatMap((element) => element ?? []);
  return codes.map((element) => element.attribute('Value')?.split(':').at(-1));
}

describe('SAML AuthnRequest over SOAP', () => {
  const attribute = (name: string, value: string): string =>
    `<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;
  const role = '<Role xmlns="urn:hl7-org:v3" code="10" codeSystem="1.2.250.1.71.1.2.8"/>';
  const asked = authn(
    `<saml:Subject><saml:NameID>899900001050</saml:NameID></saml:Subject><samlp:Extensions>${attribute(ROLE, role)}${attribute(RESOURCE, PATIENT)}${attribute('Authentification_Mode', 'INDIRECTE_RENFORCEE')}</samlp:Extensions>`,
  );

  test('SOAP 1.1, as the binding is defined', async () => {
    const { saml, exchanges } = await provider();
    const { status, message } = await saml(asked);
    expect([status, message.contentType?.type, message.version]).toEqual([200, 'text/xml', '1.1']);
    const response = message.bodyElement!;
    expect([response.local, response.attribute('InResponseTo'), ...statusOf(message)]).toEqual(['Response', '_q1', 'Success']);
    const vihf = vihfIn(message);
    expect([vihf.nameId?.text, vihf.mode?.text, vihf.roles[0]?.codeSystem]).toEqual([
      '899900001050',
      'INDIRECTE_RENFORCEE',
      '1.2.250.1.71.1.2.8',
    ]);
    await expectSound(message);
    expect(exchanges()[0]!.transaction).toBe('SAMLP-1');
  });

  test('SOAP 1.2 with addressing, as CI-SIS transports', async () => {
    const { soap } = await provider();
    const { status, message } = await soap(SAML_ACTION, asked);
    expect([status, message!.action, message!.version, ...statusOf(message!)]).toEqual([200, SAML_ACTION, '1.2', 'Success']);
    await expectSound(message!);
    expect(await envelopeFindings(message!)).toEqual([]);
  });

  test('the first class of the login that will do', async () => {
    const { saml } = await provider();
    const classes = ['PGP', 'TLSClient', 'Password'].map(
      (name) => `<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:${name}</saml:AuthnContextClassRef>`,
    );
    const { message } = await saml(authn(`<samlp:RequestedAuthnContext>${classes.join('')}</samlp:RequestedAuthnContext>`));
    expect(vihfIn(message).classRef?.text).toMatch(/:TLSClient$/);
  });

  test.each<[string, string, string[]]>([
    ['another request', `<samlp:LogoutRequest xmlns:samlp="${SAMLP}" ID="_q1"/>`, ['Requester', 'RequestUnsupported']],
    ['version 1.1', authn().replace('Version="2.0"', 'Version="1.1"'), ['VersionMismatch', 'RequestVersionTooLow']],
    ['version 3.0', authn().replace('Version="2.0"', 'Version="3.0"'), ['VersionMismatch', 'RequestVersionTooHigh']],
    ['no ID', authn().replace('ID="_q1"', ''), ['Requester']],
    ['a local time', authn().replace(/IssueInstant="[^"]*"/, 'IssueInstant="2026-01-01T00:00:00+01:00"'), ['Requester']],
    ['the future', authn().replace(/IssueInstant="[^"]*"/, 'IssueInstant="2126-01-01T00:00:00Z"'), ['Requester']],
    ['another destination', authn('', 'Destination="https://ailleurs.example/"'), ['Requester', 'RequestDenied']],
    ['another binding', authn('', 'ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'), ['Requester', 'UnsupportedBinding']],
    [
      'a transient name',
      authn('<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient"/>'),
      ['Requester', 'InvalidNameIDPolicy'],
    ],
    ['nobody', authn('<saml:Subject/>'), ['Requester', 'UnknownPrincipal']],
    [
      'who is no professional',
      authn('<saml:Subject><saml:NameID>dr.libre</saml:NameID></saml:Subject>'),
      ['Requester', 'UnknownPrincipal'],
    ],
    ['a better class', authn('<samlp:RequestedAuthnContext Comparison="better"/>'), ['Responder', 'NoAuthnContext']],
    ['no class', authn('<samlp:RequestedAuthnContext/>'), ['Responder', 'NoAuthnContext']],
    [
      'DIRECTE of a seal',
      authn(`<samlp:Extensions>${attribute('Authentification_Mode', 'DIRECTE')}</samlp:Extensions>`),
      ['Responder', 'NoAuthnContext'],
    ],
    [
      'an unknown attribute',
      authn(`<samlp:Extensions>${attribute('Profession', '10')}</samlp:Extensions>`),
      ['Requester', 'InvalidAttrNameOrValue'],
    ],
    [
      'an unknown purpose',
      authn(`<samlp:Extensions>${attribute(PURPOSE, 'TREATMENT')}</samlp:Extensions>`),
      ['Requester', 'InvalidAttrNameOrValue'],
    ],
    ['conditions that are none', authn('<saml:Conditions NotOnOrAfter="demain"/>'), ['Requester']],
    ['conditions of the past', authn('<saml:Conditions NotOnOrAfter="2020-01-01T00:00:00Z"/>'), ['Requester', 'RequestDenied']],
  ])('refuses %s', async (_, body, codes) => {
    const { saml } = await provider();
    const { status, message } = await saml(body);
    expect([status, ...statusOf(message)]).toEqual([200, ...codes]);
    expect(message.bodyElement!.at('Status', 'StatusMessage')?.text).toMatch(/\S \/ \S/);
    expect([...message.bodyElement!.descendants('Assertion')]).toEqual([]);
  });

  test('attributes by the extension for them', async () => {
    const { saml } = await provider();
    const wanted = `<md:RequestedAttribute Name="LPS_Nom"><saml:AttributeValue>MON LPS</saml:AttributeValue></md:RequestedAttribute>`;
    const extension = `<r:RequestedAttributes xmlns:r="urn:oasis:names:tc:SAML:protocol:ext:req-attr" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${wanted}</r:RequestedAttributes>`;
    const { message } = await saml(authn(`<samlp:Extensions>${extension}</samlp:Extensions>`));
    expect(vihfIn(message).attribute('LPS_Nom')?.text).toBe('MON LPS');
  });

  test.each<[string, (signed: string) => string, string[], string]>([
    ['that holds', (signed) => signed, ['Success'], 'lps-sign'],
    ['altered', (signed) => signed.replace('899900001050', '899900063480'), ['Requester', 'RequestDenied'], 'lps-sign'],
    ['of a stranger', (signed) => signed, ['Requester', 'RequestDenied'], 'stranger-sign'],
    ['of a revoked certificate', (signed) => signed, ['Requester', 'RequestDenied'], 'revoked-sign'],
    ['that is none', (signed) => signed.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/, ''), ['Requester', 'RequestDenied'], 'lps-sign'],
  ])('a signature %s', async (_, change, codes, signer) => {
    const { saml } = await provider();
    const request = authn('<saml:Issuer>urn:lps</saml:Issuer><saml:Subject><saml:NameID>899900001050</saml:NameID></saml:Subject>');
    const { message } = await saml(change(signSaml(request, 'AuthnRequest', bench.identity(signer))));
    expect(statusOf(message)).toEqual(codes);
  });

  test('refuses SOAP 1.1 that is not: content type, headers', async () => {
    const { saml, soap } = await provider();
    const header = '<e:Header><x:Must xmlns:x="urn:x" e:mustUnderstand="1"/></e:Header>';
    const answers = [await saml(asked, 'application/xml'), await saml(asked, undefined, header)];
    expect(answers.map(({ status, message }) => [status, message.fault?.code])).toEqual([
      [500, 'Client'],
      [500, 'MustUnderstand'],
    ]);
    expect(statusOf((await soap(SAML_ACTION, '<x xmlns="urn:x"/>')).message!)).toEqual(['Requester', 'RequestUnsupported']);
  });
});

describe('faults and configuration', () => {
  test('the SOAP fault of a scenario, every second message, in both protocols', async () => {
    const { trust, saml, served } = await provider({ faults: [{ every: 2, fault: { 'soap-fault': 'Sender wsse:FailedAuthentication' } }] });
    expect((await trust(ISSUE)).message!.fault).toBeUndefined();
    expect((await trust(ISSUE)).message!.fault).toMatchObject({ code: 'Sender', subcode: 'wsse:FailedAuthentication' });
    expect((await saml(authn())).message.fault).toBeUndefined();
    expect((await saml(authn())).message.fault?.code).toBe('Client');
    expect(served.recorder.events.filter((e) => e.kind === 'fault')).toHaveLength(2);
  });

  test.each(['expired', 'digest-altered', 'authentication-certificate', 'self-signed', 'other-structure'])(
    'a VIHF that is wrong on purpose: %s',
    async (id) => {
      const { trust, saml, served } = await provider({ faults: [{ after: 1, fault: { vihf: id } }] });
      const request = `${ISSUE}${claims([RESOURCE, PATIENT])}`;
      await expectSound((await trust(request)).message!);
      const { rule } = ATTACKS.find((attack) => attack.id === id)!;
      for (const message of [(await trust(request)).message!, (await saml(authn())).message])
        expect((await judged(message)).findings.map((finding) => finding.rule)).toContain(rule);
      expect(served.recorder.events.flatMap((e) => (e.kind === 'fault' ? e.fault : []))).toEqual([{ vihf: id }, { vihf: id }]);
    },
  );

  test('503 in both protocols', async () => {
    const { trust, saml } = await provider({ faults: [{ fault: { 'retry-after': 2 } }] });
    const { status, headers } = await trust(ISSUE);
    expect([status, headers!['retry-after']]).toEqual([503, '2']);
    expect((await saml(authn())).status).toBe(503);
  });

  test.each<[string, () => Partial<SimulatorContext>]>([
    ['a wrong VIHF that it cannot issue', () => ({ faults: [{ fault: { vihf: 'no-assertion' } }] })],
    ['no signer', () => ({ vihf: undefined })],
    [
      'an authentication certificate',
      () => ({ vihf: { signer: bench.identity('lps-auth'), trust: { anchors: [], crls: [] }, required: false } }),
    ],
    ['an unknown profile', () => ({ parameters: { 'vihf-profile': 'veterinaire' } })],
    ['a validity that is none', () => ({ parameters: { 'vihf-valid-minutes': '0' } })],
  ])('does not start with %s', async (_, more) => {
    await expect(provider(more())).rejects.toMatchObject({ owner: 'configuration' });
  });

  test('answers every damaged request with an assertion or a fault, and goes on', async () => {
    const { trust, soap, served } = await provider();
    const body = `<wst:RequestSecurityToken xmlns:wst="${WST}">${ISSUE}${claims([ROLE, '10'], [RESOURCE, PATIENT])}</wst:RequestSecurityToken>`;
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.constantFrom('', '<', '&', '"', 'é', '^', '0'), async (at, put) => {
        const { status, message } = await soap(`${WST}/RST/Issue`, body.slice(0, at) + put + body.slice(at + 1));
        expect([200, 400]).toContain(status);
        expect(message!.fault !== undefined || assertionIn(message!) !== undefined).toBe(true);
      }),
      { numRuns: 60, seed: 5 },
    );
    expect((await trust(ISSUE)).status).toBe(200);
    expect(served.recorder.events.filter((e) => e.kind === 'error')).toEqual([]);
  });
});

const samples = process.env['ADDAX_SAMPLES'];
const sample = join(samples ?? '', 'xua-saml', 'toolkit2_samlassertion-issue_body.xml');
(samples !== undefined && existsSync(sample) ? test : test.skip)('a request by someone else, once it names a professional', async () => {
  const { url, served } = await provider();
  const text = readFileSync(sample, 'utf8');
  const ask = async (body: string): Promise<SoapMessage> => {
    const headers = { 'Content-Type': 'application/soap+xml; charset=UTF-8' };
    const posted = await post({
      actor: 'lps',
      context: { ...served, faults: [] },
      url,
      headers,
      body: [new TextEncoder().encode(body)],
      transaction: 'WST-1',
    });
    return openSoap(posted.artefact!);
  };
  expect((await ask(text)).fault?.subcode).toBe('wst:FailedAuthentication');
  expect(vihfIn(await ask(text.replace('$saml-username$', '899900063480'))).nameId?.text).toBe('899900063480');
});
