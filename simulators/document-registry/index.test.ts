import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleWriter } from '../../src/evidence/index.js';
import type { SimulatorContext } from '../../src/model/index.js';
import {
  readObjectList,
  readRegistryResponse,
  STATUS,
  writeRemoveObjects,
  writeStoredQuery,
  type RegistryResponse,
} from '../../src/protocols/ebxml/index.js';
import { SAML, WSSE } from '../../src/protocols/saml/index.js';
import { Raw, xml } from '../../src/protocols/xml/index.js';
import { callSoap } from '../../src/transport/index.js';
import { MESSAGES } from '../../validators/xds-metadata/fixtures/messages.js';
import { DocumentRegistry } from './index.js';
import { manifest } from './manifest.js';

const REGISTER = 'urn:ihe:iti:2007:RegisterDocumentSet-b';
const QUERY = 'urn:ihe:iti:2007:RegistryStoredQuery';
const UPDATE = 'urn:ihe:iti:2010:UpdateDocumentSet';
const PATIENT = '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH';

const folder = mkdtempSync(join(tmpdir(), 'registry-'));
let bundles = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A registry in clear text, and how to speak to it. */
class Played {
  readonly recorder = new BundleWriter(join(folder, String(++bundles)));
  readonly context: SimulatorContext;
  readonly registry = new DocumentRegistry();
  url = '';

  constructor(more: Partial<SimulatorContext> = {}) {
    this.context = {
      recorder: this.recorder,
      listen: { host: '127.0.0.1', port: 0 },
      faults: [],
      peers: {},
      parameters: {},
      now: () => new Date('2026-11-20T10:15:00Z'),
      ...more,
    };
  }

  async open(): Promise<this> {
    const endpoints = await this.registry.start(this.context);
    expect(endpoints.map(({ transaction }) => transaction)).toEqual(manifest.transactions.map(({ id }) => id));
    this.url = endpoints[0]!.url;
    return this;
  }

  async say(action: string, body: string, headers?: Raw): Promise<RegistryResponse> {
    const { context, url } = this;
    const { message } = await callSoap({ actor: 'test', context, url, action, body: new Raw(body), ...(headers && { headers }) });
    const response = message?.root && readRegistryResponse(message.root);
    if (!response) throw new Error(`no registry response: ${message?.fault?.reason ?? 'nothing'}`);
    return response;
  }
}

/** The body of a SOAP message, lines joined. */
const bodyOf = (envelope: string): string => envelope.slice(envelope.indexOf('<lcm:'), envelope.indexOf('</s:Body>'));
/** ITI-42 of a document of its own. */
const submission = (n: number): string =>
  bodyOf(MESSAGES.register).replaceAll(/1\.2\.250\.1\.999\.1\.1\.(\d+)/g, `1.2.250.1.999.1.1.$1.${n}`);
const find = writeStoredQuery('FindDocuments', { $XDSDocumentEntryPatientId: PATIENT, $XDSDocumentEntryStatus: [STATUS.approved] }).markup;
const codes = (response: RegistryResponse): string[] => response.errors.map(({ code }) => code);

describe('a registry', () => {
  let played: Played;
  beforeAll(async () => {
    played = await new Played().open();
  });
  afterAll(() => played.registry.stop());

  test('registers, then finds', async () => {
    expect((await played.say(REGISTER, submission(1))).status).toMatch(/:Success$/);
    const whole = await played.say(QUERY, find);
    const { documentEntries } = readObjectList(whole.objects!);
    expect(documentEntries.map((entry) => [entry.status, entry.version, entry.id === entry.logicalId])).toEqual([
      [STATUS.approved, '1', true],
    ]);
    const references = await played.say(QUERY, find.replace('LeafClass', 'ObjectRef'));
    expect(references.objects!.elements('ObjectRef').map((e) => e.attribute('id'))).toEqual([documentEntries[0]!.id]);
  });
  test('a folder tells when the registry took it in', async () => {
    const folders = writeStoredQuery('FindFolders', { $XDSFolderPatientId: PATIENT, $XDSFolderStatus: [STATUS.approved] }).markup;
    const told = readObjectList((await played.say(QUERY, folders)).objects!).folders;
    expect(told.map((one) => one.value('lastUpdateTime'))).toEqual(['20261120101500']);
  });
  test('refuses what breaks a rule, says which and where, and keeps nothing', async () => {
    const before = readObjectList((await played.say(QUERY, find)).objects!).documentEntries.length;
    const response = await played.say(REGISTER, submission(2).replace('nodeRepresentation="10"', 'nodeRepresentation="31"'));
    expect(response.status).toMatch(/:Failure$/);
    expect(codes(response)).toEqual(['XDSRegistryMetadataError']);
    expect(response.errors[0]!.context).toMatch(
      /^classCode ne correspond pas au typeCode\. Attendu.* \(XDS-112, ligne \d+, colonne \d+\)$/,
    );
    expect(response.errors[0]!.location).toMatch(/nodeRepresentation$/);
    expect(readObjectList((await played.say(QUERY, find)).objects!).documentEntries).toHaveLength(before);
  });
  test.each<[string, (markup: string) => string]>([
    ['XDSPatientIdDoesNotMatch', (m) => m.replace('value="279035121518989', 'value="207058575627097')],
    ['XDSRegistryDuplicateUniqueIdInMessage', (m) => m.replaceAll('.8121.3', '.8120.3')],
    ['UnresolvedReferenceException', (m) => m.replace('HasMember" sourceObject="SubmissionSet01"', 'HasMember" sourceObject="Set9"')],
    ['XDSRegistryMetadataError', (m) => m.replace('xsd:rim:3.0', 'rim:xsd:2.1')],
    ['XDSRegistryMetadataError', () => '<lcm:Other xmlns:lcm="urn:x"/>'],
  ])('refuses with %s', async (code, change) => {
    const response = await played.say(REGISTER, change(submission(3)));
    expect([response.status.split(':').at(-1), codes(response)]).toEqual(['Failure', expect.arrayContaining([code])]);
  });
  test('refuses queries it cannot answer', async () => {
    expect(codes(await played.say(QUERY, find.replace('14d4debf', '14d4debe')))).toEqual(['XDSUnknownStoredQuery']);
    expect(codes(await played.say(QUERY, '<x:Other xmlns:x="urn:x"/>'))).toEqual(['XDSRegistryError']);
  });
  test('has no client transaction', async () => {
    await expect(played.registry.perform('ITI-42')).rejects.toThrow('ITI-42');
  });
});

test('a scenario may ask for an error: it is answered, and told as a fault', async () => {
  const played = await new Played({ faults: [{ fault: { 'registry-error': 'XDSRegistryBusy' }, every: 2 }] }).open();
  expect(codes(await played.say(REGISTER, submission(1)))).toEqual([]);
  expect(codes(await played.say(REGISTER, submission(2)))).toEqual(['XDSRegistryBusy']);
  const faults = played.recorder.events.filter(({ kind }) => kind === 'fault');
  expect(faults).toMatchObject([{ actor: 'document-registry', fault: { 'registry-error': 'XDSRegistryBusy' } }]);
  await played.registry.stop();
});

test('known patients and the size of answers are parameters', async () => {
  const played = await new Played({ parameters: { 'known-patients': '207058575627097', 'max-results': '0' } }).open();
  expect(codes(await played.say(REGISTER, submission(1)))).toEqual(['XDSUnknownPatientId']);
  await played.registry.stop();
});

test('a store keeps what was registered, and may say who is known', async () => {
  const parameters = { store: join(folder, 'store') };
  const first = await new Played({ parameters: { ...parameters, 'known-patients': 'registered' } }).open();
  expect(codes(await first.say(REGISTER, submission(1)))).toEqual(['XDSUnknownPatientId']);
  await first.registry.stop();
  const second = await new Played({ parameters }).open();
  expect(codes(await second.say(REGISTER, submission(1)))).toEqual([]);
  await second.registry.stop();
  const third = await new Played({ parameters: { ...parameters, 'known-patients': 'registered' } }).open();
  expect(codes(await third.say(REGISTER, submission(2)))).toEqual([]);
  await third.registry.stop();
});

describe('deletion', () => {
  const DELETE = 'urn:ihe:iti:2010:DeleteDocumentSet';
  let played: Played;
  beforeAll(async () => {
    played = await new Played().open();
  });
  afterAll(() => played.registry.stop());
  test('takes the objects named, together', async () => {
    await played.say(REGISTER, submission(1));
    const { id } = readObjectList((await played.say(QUERY, find)).objects!).documentEntries[0]!;
    expect(codes(await played.say(DELETE, writeRemoveObjects([id]).markup))).toEqual(['ReferencesExistException']);
    const query = writeStoredQuery('GetSubmissionSetAndContents', { $XDSSubmissionSetUniqueId: '1.2.250.1.999.1.1.8120.1' }, 'ObjectRef');
    const all = (await played.say(QUERY, query.markup)).objects!.elements('ObjectRef').map((e) => e.attribute('id')!);
    expect(all).toContain(id);
    expect((await played.say(DELETE, writeRemoveObjects(all).markup)).status).toMatch(/:Success$/);
    expect(readObjectList((await played.say(QUERY, find)).objects!).documentEntries).toEqual([]);
  });
  const UUID = 'urn:uuid:00000000-0000-4000-8000-000000000000';
  test.each<[string, string, string]>([
    ['names nothing', 'XDSInvalidRequestException', writeRemoveObjects([]).markup],
    ['is something else', 'XDSInvalidRequestException', '<lcm:Other xmlns:lcm="urn:x"/>'],
    [
      'has a scope',
      'XDSInvalidRequestException',
      writeRemoveObjects([UUID]).markup.replace('<lcm:RemoveObjectsRequest', '$& deletionScope="all"'),
    ],
    [
      'asks by a query',
      'XDSInvalidRequestException',
      writeRemoveObjects([UUID]).markup.replace('<rim:ObjectRefList>', '<rim:AdhocQuery id="urn:x"/><rim:ObjectRefList>'),
    ],
    ['names what is not there', 'UnresolvedReferenceException', writeRemoveObjects([UUID]).markup],
  ])('is refused when the request %s', async (_, code, body) => {
    expect(codes(await played.say(DELETE, body))).toEqual([code]);
  });
});

test('an update is read as metadata are: what breaks a rule is told, and planned errors come first', async () => {
  const played = await new Played({ faults: [{ fault: { 'registry-error': 'XDSRegistryBusy' }, every: 3 }] }).open();
  expect(codes(await played.say(UPDATE, '<lcm:Other xmlns:lcm="urn:x"/>'))).toEqual(['XDSRegistryMetadataError']);
  const response = await played.say(UPDATE, MESSAGES.update.replace('nodeRepresentation="10"', 'nodeRepresentation="31"'));
  expect(response.errors.map(({ context }) => context.slice(0, 9))).toEqual(['Le regist', 'classCode']);
  expect(codes(await played.say(UPDATE, MESSAGES.update))).toEqual(['XDSRegistryBusy']);
  expect(codes(await played.say(UPDATE, MESSAGES.state))).toEqual(['UnresolvedReferenceException']);
  await played.registry.stop();
});

test('masking is a parameter', async () => {
  // the document of the fixtures is masked to professionals
  const played = await new Played({ parameters: { masking: 'dmp' } }).open();
  await played.say(REGISTER, submission(1));
  expect(readObjectList((await played.say(QUERY, find)).objects!).documentEntries).toEqual([]);
  const author = xml`<wsse:Security xmlns:wsse="${WSSE}"><saml:Assertion xmlns:saml="${SAML}"><saml:Subject><saml:NameID>899900063480</saml:NameID></saml:Subject><saml:AttributeStatement><saml:Attribute Name="Authentification_Mode"><saml:AttributeValue>DIRECTE</saml:AttributeValue></saml:Attribute><saml:Attribute Name="urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"><saml:AttributeValue><PurposeOfUse xmlns="urn:hl7-org:v3" code="normal"/></saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></wsse:Security>`;
  expect(readObjectList((await played.say(QUERY, find, author)).objects!).documentEntries).toHaveLength(1);
  await played.registry.stop();
  await expect(new Played({ parameters: { masking: 'other' } }).open()).rejects.toThrow('masking');
});

test('the code for the annotations of an update is a parameter', async () => {
  const unversioned = MESSAGES.update.replace('name="PreviousVersion"', 'name="Previous"');
  for (const code of ['XDSMetadataUpdateError', 'XDSMetadataAnnotationError']) {
    const played = await new Played({ parameters: { 'annotation-error': code } }).open();
    expect(codes(await played.say(UPDATE, unversioned))).toContain(code);
    await played.registry.stop();
  }
  await expect(new Played({ parameters: { 'annotation-error': 'XDSError' } }).open()).rejects.toThrow('annotation-error');
});

test('a query without a VIHF is refused where one is required', async () => {
  const signer = {};
  const played = await new Played({ vihf: { signer, trust: { anchors: [], crls: [] }, required: true } }).open();
  await expect(played.say(QUERY, find)).rejects.toThrow('VIHF');
  await played.registry.stop();
});
