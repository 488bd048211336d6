import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatorContext } from '../../src/model/index.js';
import { ASSOCIATION, readSubmission } from '../../src/protocols/ebxml/index.js';
import { isOid } from '../../src/protocols/identifiers/index.js';
import { readVihf } from '../../src/protocols/saml/index.js';
import { carriedDocuments, openSoap } from '../../src/protocols/soap/index.js';
import { certificateFacts, writePkcs12 } from '../../src/protocols/x509/index.js';
import { readXml } from '../../src/protocols/xml/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { manifest } from './manifest.js';
import { DocumentSource } from './index.js';

const patient = {
  ins: '279035121518989',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  givenList: 'DOMINIQUE MARIE-LOUISE',
  sex: 'F',
  birthDate: '19790328',
  birthPlace: '51215',
};
const replaces = { uniqueId: '2.25.1.1', entryUuid: 'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446', setId: '2.25.1.2', version: '1' };
/** nobody listens there */
const NOWHERE = { 'document-repository': 'https://127.0.0.1:9/repository' };

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

const publish = async (input: Record<string, unknown> = {}, more: Partial<SimulatorContext> = {}) =>
  (await bench.start(new DocumentSource(), { peers: NOWHERE, ...more })).perform('ITI-41', { patient, ...input });

/** Says what an address answers that is not SOAP. */
async function withServer<T>(body: string, use: (peers: Record<string, string>) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'Content-Type': 'text/html' }).end(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await use({ 'document-repository': `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  } finally {
    server.close();
  }
}

test('the manifest names what the class does', async () => {
  expect(manifest.transactions).toEqual([{ id: 'ITI-41', side: 'client' }]);
  expect((await manifest.load())()).toBeInstanceOf(DocumentSource);
});

describe('what it sends', () => {
  test.each([
    ['a new document', {}],
    ['a replacement', { replaces }],
    ['a patient whose list of given names is not known', { patient: { ...patient, givenList: undefined } }],
  ])('is healthy to every validator: %s', async (_, input) => {
    await withServer('', async (peers) => {
      const { request } = await publish(input, { peers });
      const { findings, evaluated } = await bench.judge(request, { patient: patient.ins, resourceUrn: 'urn:dmp' });
      expect(findings).toEqual([]);
      const families = ['CDA-', 'VIHF-', 'XDS-', 'AS-', 'SOAP-', 'PDS-X-'];
      expect(families.filter((family) => evaluated.some((rule) => rule.startsWith(family)))).toEqual(families);
    });
  });

  test('is what it says that it sent', async () => {
    await withServer('', async (peers) => {
      const { values, request } = await publish({ replaces }, { peers });
      const message = openSoap(request);
      expect(message).toMatchObject({ version: '1.2', packaging: 'mtom', problems: [] });
      const { documentEntries, submissionSets, associations } = readSubmission(message.root!)!;
      const [document] = carriedDocuments(message);
      const cda = readXml(document!.bytes!).root;
      expect(document!.id).toBe(documentEntries[0]!.id);
      expect(values).toMatchObject({
        uniqueId: cda.element('id')!.attribute('root'),
        setId: replaces.setId,
        version: '2',
        sha1: documentEntries[0]!.value('hash'),
        title: cda.element('title')!.text,
      });
      expect(submissionSets[0]!.externalIdentifiers.map((i) => i.identifierValue)).toContain(values['submissionSetUniqueId']);
      expect(cda.at('relatedDocument', 'parentDocument', 'id')!.attribute('root')).toBe(replaces.uniqueId);
      expect(associations.find(({ type }) => type === ASSOCIATION.replaces)).toMatchObject({
        source: documentEntries[0]!.id,
        target: replaces.entryUuid,
      });
    });
  });

  test('has the same identifiers for the same seed and instant, others otherwise', async () => {
    const at = new Date('2026-11-20T10:00:00Z');
    const ids = async (parameters: Record<string, string>, now = at): Promise<string[]> => {
      const source = await bench.start(new DocumentSource(), { peers: NOWHERE, parameters, now: () => now });
      const first = await source.perform('ITI-41', { patient });
      const second = await source.perform('ITI-41', { patient });
      return [first, second].flatMap(({ values }) => [values['uniqueId']!, values['setId']!, values['submissionSetUniqueId']!]);
    };
    const seeded = await ids({ seed: 'a' });
    expect(await ids({ seed: 'a' })).toEqual(seeded);
    expect(new Set([...seeded, ...(await ids({ seed: 'b' })), ...(await ids({})), ...(await ids({ seed: 'a' }, new Date()))]).size).toBe(
      24,
    );
    expect(seeded.every(isOid)).toBe(true);
    const rooted = await ids({ 'oid-root': '1.2.250.1.999' });
    expect(rooted.every((id) => isOid(id) && id.startsWith('1.2.250.1.999.'))).toBe(true);
  });
});

test('the VIHF signer may be a PKCS#12 file', async () => {
  const { key, certificate } = bench.identity('lps-sign');
  const signer = { pkcs12: writePkcs12(key, certificate, 'secret'), passphrase: 'secret' };
  await withServer('', async (peers) => {
    const { request } = await publish({}, { peers, vihf: { signer, trust: { anchors: [], crls: [] }, required: true } });
    expect((await bench.judge(request, { patient: patient.ins, resourceUrn: 'urn:dmp' })).findings).toEqual([]);
  });
});

describe('what it does wrong on purpose', () => {
  const sent = async (input: Record<string, unknown>) =>
    withServer('', async (peers) => {
      const { request, faults } = await publish(input, { peers });
      const { findings } = await bench.judge(request, { patient: patient.ins, resourceUrn: 'urn:dmp' });
      const security = openSoap(request).header?.element('Security');
      const assertion = security?.element('Assertion');
      return { findings, security, vihf: assertion && readVihf(assertion), fault: faults[0]?.fault };
    });

  test('a VIHF that has expired states its conditions', async () => {
    const { vihf, fault } = await sent({ vihf: 'expired' });
    expect(new Date(vihf!.conditions!.attribute('NotOnOrAfter')!).getTime()).toBeLessThan(Date.now());
    expect(vihf!.signature).toBeDefined();
    expect(fault).toEqual({ vihf: 'expired' });
  });

  test('an unknown authority signs under the same name', async () => {
    const { vihf } = await sent({ vihf: 'unknown-authority' });
    const der = [...vihf!.signature!.descendants('X509Certificate')][0]!.text;
    const shown = certificateFacts(Buffer.from(der, 'base64'))!;
    const own = certificateFacts(bench.pki['lps-sign.pem']!)!;
    expect(shown.subject).toEqual(own.subject);
    expect(shown.publicKey).not.toBe(own.publicKey);
    expect(shown.isSignedBy(certificateFacts(bench.pki['authority.pem']!)!)).toBe(false);
  });

  test('a VIHF for another patient names one with a right key', async () => {
    const { vihf } = await sent({ vihf: 'other-patient' });
    expect(vihf!.patient).toMatchObject({ id: '207058575627097', authority: { oid: patient.oid } });
    const { vihf: other } = await sent({ vihf: 'other-patient', patient: { ...patient, ins: '207058575627097', birthDate: '19070525' } });
    expect(other!.patient!.id).toBe('275126322074974');
  });

  test('unsigned: all the rest is there', async () => {
    const { vihf } = await sent({ vihf: 'unsigned' });
    expect(vihf!.signature).toBeUndefined();
    expect(vihf!.patient!.id).toBe(patient.ins);
  });

  test('altered: the signature is there and does not hold', async () => {
    const { vihf, findings } = await sent({ vihf: 'altered' });
    expect(vihf!.signature).toBeDefined();
    expect(findings.length).toBe(1);
    expect(findings[0]!.rule).toMatch(/^VIHF-/);
  });

  test('none: no Security header', async () => {
    expect((await sent({ vihf: 'none' })).security).toBeUndefined();
  });

  test('a wrong hash is a wrong hash and nothing else', async () => {
    const { findings, fault } = await sent({ hash: 'wrong' });
    expect(findings.map(({ rule }) => rule)).not.toEqual([]);
    expect(findings.every(({ place }) => place.path.includes('Slot'))).toBe(true);
    expect(fault).toEqual({ hash: 'wrong' });
  });
});

describe('against the reference platform', () => {
  const outcome = (defect: string | undefined, ...inputs: Record<string, unknown>[]): Promise<(string | undefined)[]> =>
    bench.withPlatform(defect, async (peers) => {
      const source = await bench.start(new DocumentSource(), { peers });
      const statuses: (string | undefined)[] = [];
      for (const input of inputs) statuses.push((await source.perform('ITI-41', { patient, ...input })).values['status']);
      return statuses;
    });

  test('a healthy one accepts what is healthy, and refuses all the rest', async () => {
    const vihf = ['expired', 'unknown-authority', 'other-patient', 'unsigned', 'altered', 'none'].map((variant) => ({ vihf: variant }));
    expect(await outcome(undefined, {}, {}, ...vihf, { hash: 'wrong' }, { replaces })).toEqual([
      'Success',
      'Success',
      ...vihf.map(() => 'fault'),
      'Failure',
      'Failure',
    ]);
  });

  test.each([
    ['accepts-expired-vihf', { vihf: 'expired' }],
    ['accepts-unknown-authority', { vihf: 'unknown-authority' }],
    ['accepts-other-patient', { vihf: 'other-patient' }],
    ['accepts-unsigned', { vihf: 'unsigned' }],
    ['accepts-altered', { vihf: 'altered' }],
    ['accepts-bad-hash', { hash: 'wrong' }],
  ])('one that %s is found out', async (defect, input) => {
    expect(await outcome(defect, input)).toEqual(['Success']);
  });
});

describe('what the platform does wrong is evidence', () => {
  test('nobody listens', async () => {
    const { values, exchange } = await publish();
    expect(values['status']).toBe('none');
    expect(exchange.error!.fr).toBe('pas de connexion (ECONNREFUSED)');
  });

  test('it answers a page', async () => {
    const { values, answer } = await withServer('<html/>', (peers) => publish({}, { peers }));
    expect(values['status']).toBe('none');
    expect(answer).toBeDefined();
  });
});

describe('what is our own fault is told', () => {
  test.each([
    ['the address is not known', {}, { peers: {} }, 'endpoints.document-repository'],
    ['a trait is missing', { patient: { ...patient, birthFamily: undefined } }, {}, 'patient.birthFamily'],
    ['a value was never given', { replaces: { ...replaces, entryUuid: '{{entry}}' } }, {}, '{{entry}} is not known'],
    ['an unknown VIHF', { vihf: 'perfect' }, {}, 'vihf'],
    ['there is no signer', { vihf: 'valid' }, { vihf: undefined }, 'no VIHF signer'],
    [
      'the signer’s file is none',
      {},
      { vihf: { signer: { pkcs12: new Uint8Array(3) }, trust: { anchors: [], crls: [] }, required: true } },
      'vihf.signer',
    ],
    ['the OID root is none', {}, { parameters: { 'oid-root': 'urn:x' } }, 'oid-root'],
    ['the OID root leaves no room', {}, { parameters: { 'oid-root': `1.2.250.${'1'.repeat(45)}` } }, 'oid-root'],
  ] as [string, Record<string, unknown>, Partial<SimulatorContext>, string][])('%s', async (_, input, more, said) => {
    await expect(publish(input, more)).rejects.toThrow(said);
    await expect(publish(input, more)).rejects.toMatchObject({ owner: said.includes('{{') ? 'peer' : 'configuration' });
  });

  test('a transaction it does not send', async () => {
    const source = await bench.start(new DocumentSource());
    await expect(source.simulator.perform('ITI-18', {})).rejects.toThrow('ITI-18');
    await source.simulator.stop();
    await expect(source.simulator.perform('ITI-41', { patient })).rejects.toThrow('not started');
  });
});
