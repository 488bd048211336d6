import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordOf, Simulator, SimulatorContext } from '../../src/model/index.js';
import { ATTACKS } from '../../src/protocols/saml/attacks/index.js';
import { openSoap, writeSoap } from '../../src/protocols/soap/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import { post } from '../../src/transport/index.js';
import { ClientBench, type Started } from '../../test/support/client-simulator.js';
import { DocumentRegistry } from '../document-registry/index.js';
import { DocumentSource } from '../document-source/index.js';
import { VihfIssuer } from '../document-source/vihf.js';
import { DocumentRepository } from './index.js';

const patient = {
  ins: '279035121518989',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  sex: 'F',
  birthDate: '19790328',
  birthPlace: '51215',
};

let bench: ClientBench;
let peers: Record<string, string>;
let strictPeers: Record<string, string>;
let context: ReturnType<ClientBench['context']>;
let source: Started<DocumentSource>;
let strictSource: Started<DocumentSource>;
const running: Simulator[] = [];

async function platform(parameters: Record<string, string>): Promise<[Record<string, string>, typeof context]> {
  const own = bench.context({ parameters: { resourceUrn: 'urn:dmp', ...parameters } });
  const addresses: Record<string, string> = {};
  const registry = new DocumentRegistry();
  const repository = new DocumentRepository();
  running.push(registry, repository);
  for (const { actor, url } of await registry.start(own)) addresses[actor] = url;
  for (const { actor, url } of await repository.start({ ...own, peers: addresses })) addresses[actor] = url;
  return [addresses, own];
}

/** A Document Source that also has the certificates that a platform must refuse. */
function attacker(of: Record<string, string>): Promise<Started<DocumentSource>> {
  const vihf = {
    ...bench.context().vihf!,
    wrongSigners: { expired: bench.identity('expired-sign'), revoked: bench.identity('revoked-sign') },
  };
  return bench.start(new DocumentSource(), { peers: of, vihf } satisfies Partial<SimulatorContext>);
}

beforeAll(async () => {
  bench = await ClientBench.open();
  [peers, context] = await platform({});
  [strictPeers] = await platform({ 'vihf-replay': 'refused', sha1: 'refused' });
  source = await attacker(peers);
  strictSource = await attacker(strictPeers);
}, 30_000);
afterAll(async () => {
  await Promise.all(running.map((simulator) => simulator.stop()));
  bench.close();
});

const registered = (): number =>
  context.recorder.events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange' && e.transaction === 'ITI-42').length;
const idsOf = (level: 'error' | 'warning'): string[] =>
  ATTACKS.filter((attack) => attack.level === level && !attack.envelope && !attack.replays).map(({ id }) => id);

test('a healthy VIHF is let in', async () => {
  expect((await source.perform('ITI-41', { patient, vihf: 'valid' })).values['status']).toBe('Success');
});

describe('the Document Repository refuses', () => {
  test.each(idsOf('error'))('%s', async (vihf) => {
    const before = registered();
    const { values, answer, faults } = await source.perform('ITI-41', { patient, vihf });
    expect(values['status']).toBe('fault');
    expect(faults[0]!.fault).toEqual({ vihf });
    const { fault } = openSoap(answer!);
    expect(fault).toMatchObject({ code: 'Sender' });
    expect(fault!.subcode).toMatch(/^wsse:(InvalidSecurity|InvalidSecurityToken|FailedCheck)$/);
    expect(fault!.reason).toMatch(/\(VIHF-[\w-]+\)$/);
    expect(registered()).toBe(before);
  });

  test('an entity, before anything is read', async () => {
    const attack = ATTACKS.find(({ id }) => id === 'entity')!;
    const written = writeSoap({
      action: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b',
      to: peers['document-repository']!,
      messageId: 'urn:uuid:3f2a8c1e-6f0b-4b52-9d4e-5a1c2b3d4e5f',
      headers: (await new VihfIssuer(source.context).header(patient))!,
      body: new Raw('<x/>'),
      attachments: [],
    });
    const healthy = Buffer.concat(written.body).toString('utf8');
    const wrong = healthy.replace(/<\?xml[^]*<\/soap:Envelope>/, (envelope) => attack.envelope!(envelope));
    expect(wrong).toContain('&user;');
    const send = async (text: string) => {
      const posted = await post({
        actor: 'document-source',
        context: source.context,
        url: peers['document-repository']!,
        headers: written.headers,
        body: [Buffer.from(text)],
        transaction: 'ITI-41',
      });
      return openSoap(posted.artefact!).fault;
    };
    expect(await send(healthy)).toBeUndefined();
    expect(await send(wrong)).toMatchObject({ code: 'Sender', reason: expect.stringContaining('DOCTYPE') as unknown as string });
  });
});

describe('what no standard forbids', () => {
  test('is let in', async () => {
    const warnings = idsOf('warning');
    expect(warnings).toEqual(['comment-in-user', 'comment-in-attribute', 'nurse-with-specialty', 'oversized', 'sha1']);
    for (const vihf of warnings) {
      const { values } = await source.perform('ITI-41', { patient, vihf });
      expect(`${vihf} ${values['status']}`).toBe(`${vihf} Success`);
    }
  });
  test('SHA-1 is refused where the platform says so', async () => {
    const { answer } = await strictSource.perform('ITI-41', { patient, vihf: 'sha1' });
    expect(openSoap(answer!).fault).toMatchObject({ code: 'Sender', subcode: 'wsse:FailedCheck' });
  });
});

describe('an identifier used before', () => {
  test('is refused where the platform says so', async () => {
    expect((await strictSource.perform('ITI-41', { patient })).values['status']).toBe('Success');
    const { answer } = await strictSource.perform('ITI-41', { patient, vihf: 'replayed' });
    expect(openSoap(answer!).fault).toMatchObject({ code: 'Sender', subcode: 'wsse:FailedCheck' });
    expect((await strictSource.perform('ITI-41', { patient })).values['status']).toBe('Success');
  });
  test('is let in elsewhere', async () => {
    expect((await source.perform('ITI-41', { patient })).values['status']).toBe('Success');
    expect((await source.perform('ITI-41', { patient, vihf: 'replayed' })).values['status']).toBe('Success');
  });
  test('takes a first message', async () => {
    const other = await attacker(strictPeers);
    await expect(other.perform('ITI-41', { patient, vihf: 'replayed' })).rejects.toThrow('before any valid VIHF');
  });
});

test('without an expired certificate, there is no such attack', async () => {
  const plain = await bench.start(new DocumentSource(), { peers });
  await expect(plain.perform('ITI-41', { patient, vihf: 'expired-certificate' })).rejects.toThrow('vihf.wrongSigners');
});
