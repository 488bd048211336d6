import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Simulator, SimulatorContext } from '../../src/model/index.js';
import { openSoap, xopInclude } from '../../src/protocols/soap/index.js';
import { ASSOCIATION, ENTRY_TYPE, IDENTIFIER, NODE, readRegistryResponse } from '../../src/protocols/ebxml/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import { callSoap } from '../../src/transport/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { DocumentSource } from '../document-source/index.js';
import { DocumentRecipient } from './index.js';

const patient = {
  ...{ ins: '279035121518989', oid: '1.2.250.1.213.1.4.10', birthFamily: 'PAT-TROIS', given: 'DOMINIQUE', sex: 'F' },
  ...{ birthDate: '19790328', birthPlace: '51215' },
};
const to = 'document-recipient';

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

const running: Simulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

/** A recipient, and what it answers to what a source sends: the status, and each error as severity and code. */
async function recipient(more: Partial<SimulatorContext> = {}) {
  const simulator = new DocumentRecipient();
  running.push(simulator);
  const endpoints = await simulator.start(bench.context(more));
  const source = await bench.start(new DocumentSource(), { peers: { [to]: endpoints[0]!.url } });
  const send = async (input: Record<string, unknown>) => {
    const { values, answer } = await source.perform('ITI-41', { patient, to, ...input });
    const message = openSoap(answer!);
    const errors = (readRegistryResponse(message.root!)?.errors ?? []).map(({ severity, code }) => `${severity.split(':').at(-1)} ${code}`);
    const { findings } = await bench.judge(answer!);
    return { values, message, errors, wrong: findings.filter(({ rule }) => /^(SOAP|XDS)/.test(rule)).map(({ rule }) => rule) };
  };
  return { endpoints, send };
}

test('receives what a source sends, and refuses what a repository refuses', async () => {
  const { endpoints, send } = await recipient();
  expect(endpoints.map(({ actor, transaction }) => `${actor} ${transaction}`)).toEqual(['document-recipient ITI-41']);
  const received = await send({});
  expect([received.values['status'], received.errors, received.wrong]).toEqual(['Success', [], []]);
  const wrong = await send({ hash: 'wrong' });
  expect([wrong.values['status'], wrong.errors]).toEqual(['Failure', ['Error XDSRepositoryMetadataError']]);
  const stranger = await send({ vihf: 'none' });
  expect([stranger.values['status'], stranger.message.fault?.code]).toEqual(['fault', 'Sender']);
});

test('says that it does not follow a replacement, and takes the document in', async () => {
  const { send } = await recipient();
  const replaces = { uniqueId: '1.2.3', entryUuid: 'urn:uuid:3f2a8c1e-6f0b-4b52-9d4e-5a1c2b3d4e5f', setId: '1.2.4', version: 1 };
  const { values, errors, wrong } = await send({ replaces });
  expect([values['status'], errors, wrong]).toEqual(['Success', ['Warning PartialReplaceContentNotProcessed'], []]);
});

test('takes in the documents of patients it knows, and fails on demand', async () => {
  const stranger = await recipient({ parameters: { 'known-patients': '100000000000069' } });
  expect((await stranger.send({})).errors).toEqual(['Error XDSUnknownPatientId']);
  const known = await recipient({ parameters: { 'known-patients': patient.ins } });
  expect((await known.send({})).values['status']).toBe('Success');
  const faulty = await recipient({ faults: [{ fault: { 'registry-error': 'XDSRepositoryOutOfResources' }, every: 1 }] });
  expect((await faulty.send({})).errors).toEqual(['Error XDSRepositoryOutOfResources']);
});

describe('limited metadata', () => {
  const mark = (id: string, node: string): string =>
    `<rim:Classification id="l-${id}" classifiedObject="${id}" classificationNode="${node}"/>`;
  const identifier = (id: string, scheme: string, value: string, name: string): string =>
    `<rim:ExternalIdentifier id="i-${name}" registryObject="${id}" identificationScheme="${scheme}" value="${value}"><rim:Name><rim:LocalizedString value="${name}"/></rim:Name></rim:ExternalIdentifier>`;
  const slot = (name: string, value: string): string =>
    `<rim:Slot name="${name}"><rim:ValueList><rim:Value>${value}</rim:Value></rim:ValueList></rim:Slot>`;
  const entry = `${mark('d', NODE.documentEntryLimitedMetadata)}${identifier('d', IDENTIFIER.entryUniqueId, '2.25.1', 'XDSDocumentEntry.uniqueId')}`;
  const time = slot('submissionTime', '20261120100000');
  const set = `${time}${mark('s', NODE.submissionSetLimitedMetadata)}${identifier('s', IDENTIFIER.setUniqueId, '2.25.2', 'XDSSubmissionSet.uniqueId')}${identifier('s', IDENTIFIER.setSourceId, '2.25.3', 'XDSSubmissionSet.sourceId')}`;
  /** As little as a Metadata-Limited Document Source may say. */
  const least = `<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="urn:ihe:iti:xds-b:2007"><lcm:SubmitObjectsRequest xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><rim:RegistryObjectList xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><rim:ExtrinsicObject id="d" mimeType="text/xml" objectType="${ENTRY_TYPE.stable}">${entry}</rim:ExtrinsicObject><rim:RegistryPackage id="s">${set}</rim:RegistryPackage><rim:Classification id="c" classifiedObject="s" classificationNode="${NODE.submissionSet}"/><rim:Association id="a" associationType="${ASSOCIATION.hasMember}" sourceObject="s" targetObject="d">${slot('SubmissionSetStatus', 'Original')}</rim:Association></rim:RegistryObjectList></lcm:SubmitObjectsRequest><xdsb:Document id="d">${xopInclude('d@addax').markup}</xdsb:Document></xdsb:ProvideAndRegisterDocumentSetRequest>`;
  const sent = async (parameters: Record<string, string>, body = least) => {
    const { endpoints } = await recipient({ parameters, vihf: undefined });
    const { message } = await callSoap({
      actor: 'lps',
      context: bench.context(),
      url: endpoints[0]!.url,
      action: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b',
      body: new Raw(body),
      attachments: [
        { contentId: 'd@addax', mediaType: 'text/xml', bytes: new TextEncoder().encode('<ClinicalDocument xmlns="urn:hl7-org:v3"/>') },
      ],
    });
    const response = readRegistryResponse(message!.root!);
    return { status: response?.status.split(':').at(-1), told: response?.errors.map(({ context }) => context).join(' ') ?? '' };
  };
  const accepting = { 'limited-metadata': 'accepted' };

  test('are taken in where the option is on, of a patient who is not told too', async () => {
    expect(await sent(accepting)).toEqual({ status: 'Success', told: '' });
    expect((await sent({ ...accepting, 'known-patients': patient.ins })).status).toBe('Success');
  });

  test('are refused where it is not', async () => {
    const { status, told } = await sent({});
    expect([status, told]).toEqual(['Failure', expect.stringContaining('métadonnées réduites')]);
  });

  test('are refused without what even they say, and when they do not declare themselves', async () => {
    const untimed = await sent(accepting, least.replace(time, ''));
    expect([untimed.status, untimed.told]).toEqual(['Failure', expect.stringContaining('submissionTime')]);
    const undeclared = await sent(accepting, least.replace(/<rim:Classification id="l-d"[^>]*>/, ''));
    expect([undeclared.status, undeclared.told]).toEqual(['Failure', expect.stringContaining('classCode')]);
  });
});

test('sends nothing', async () => {
  await expect(new DocumentRecipient().perform('ITI-41')).rejects.toThrow('sends nothing');
});
