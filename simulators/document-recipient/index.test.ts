import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Simulator, SimulatorContext } from '../../src/model/index.js';
import { openSoap } from '../../src/protocols/soap/index.js';
import { readRegistryResponse } from '../../src/protocols/ebxml/index.js';
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

test('sends nothing', async () => {
  await expect(new DocumentRecipient().perform('ITI-41')).rejects.toThrow('sends nothing');
});
