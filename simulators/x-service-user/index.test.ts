import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SimulatorError, type SimulatorContext } from '../../src/model/index.js';
import { openSoap } from '../../src/protocols/soap/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { XAssertionProvider } from '../vihf-issuer/index.js';
import { XServiceUser } from './index.js';

const patient = { ins: '279035121518989', oid: '1.2.250.1.213.1.4.10' };

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

/** A client of our own issuer, and what it gets. */
async function withIssuer<T>(
  more: Partial<SimulatorContext>,
  use: (ask: (transaction: string, input?: Record<string, unknown>) => Promise<Outcome>) => Promise<T>,
): Promise<T> {
  const issuer = new XAssertionProvider();
  const [endpoint] = await issuer.start(bench.context());
  try {
    const client = await bench.start(new XServiceUser(), { peers: { 'vihf-issuer': endpoint!.url }, ...more });
    return await use(async (transaction, input = {}) => {
      const { values, exchange, faults, request, answer } = await client.perform(transaction, { patient, ...input });
      const judged = answer ? await bench.judge(answer, { vihf: 'optional' }) : { findings: [], evaluated: [] };
      return {
        values,
        transaction: exchange.transaction,
        wrong: faults.map(({ fault }) => fault),
        request: openSoap(request),
        answer: answer && openSoap(answer),
        found: judged.findings.map(({ rule }) => rule),
        evaluated: judged.evaluated,
      };
    });
  } finally {
    await issuer.stop();
  }
}
interface Outcome {
  values: Readonly<Record<string, string>>;
  transaction: string | undefined;
  wrong: unknown[];
  request: ReturnType<typeof openSoap>;
  answer: ReturnType<typeof openSoap> | undefined;
  found: string[];
  evaluated: string[];
}

test.each([
  ['WST-1', {}, '1.2'],
  ['SAMLP-1', {}, '1.2'],
  ['SAMLP-1', { 'saml-binding': 'soap-1.1' }, '1.1'],
])('%s with %j: an assertion about the user and the patient asked for', async (transaction, parameters, version) => {
  await withIssuer({ parameters }, async (ask) => {
    const asked = await ask(transaction);
    expect([asked.transaction, asked.values['status'], asked.answer?.version, asked.wrong]).toEqual([transaction, 'issued', version, []]);
    expect(asked.values['assertionId']).toMatch(/^_/);
    // SOAP 1.1 is the SAML binding, and not what the CI-SIS transports
    expect(asked.found.filter((rule) => version === '1.2' || !rule.startsWith('SOAP'))).toEqual([]);
    expect(asked.evaluated).toEqual(expect.arrayContaining(['XUA-21', 'XUA-22', 'XUA-23', 'XUA-24', 'VIHF-10-DIGEST', 'VIHF-64']));
    expect(asked.evaluated).toContain(transaction === 'WST-1' ? 'XUA-25' : 'XUA-26');
    const other = await ask(transaction, { user: 'other', claims: { LPS_Nom: 'AUTRE' } });
    expect([other.values['status'], other.found.filter((rule) => !rule.startsWith('SOAP'))]).toEqual(['issued', []]);
  });
});

test('what is asked wrongly is refused, and told as evidence', async () => {
  await withIssuer({ parameters: { 'sts-password': 'secret' } }, async (ask) => {
    const told = async (transaction: string, input: Record<string, unknown>) => {
      const { values, answer, wrong } = await ask(transaction, input);
      const status = answer?.bodyElement?.at('Status', 'StatusCode', 'StatusCode')?.attribute('Value')?.split(':').at(-1);
      return [values['status'], answer?.fault?.subcode ?? status, wrong];
    };
    expect(await told('WST-1', { user: 'unknown' })).toEqual(['refused', 'wst:FailedAuthentication', [{ user: 'unknown' }]]);
    expect(await told('WST-1', { tokenType: 'urn:x' })).toEqual(['refused', 'wst:RequestFailed', [{ tokenType: 'urn:x' }]]);
    expect(await told('WST-1', { madeMinutesAgo: 60 })).toEqual(['refused', 'wst:InvalidTimeRange', [{ madeMinutesAgo: '60' }]]);
    expect(await told('WST-1', { claims: { 'urn:x': '1' } })).toEqual(['refused', 'wst:InvalidRequest', []]);
    expect(await told('SAMLP-1', { version: '1.1' })).toEqual(['refused', 'RequestVersionTooLow', [{ version: '1.1' }]]);
    expect(await told('SAMLP-1', { destination: 'urn:x' })).toEqual(['refused', 'RequestDenied', [{ destination: 'urn:x' }]]);
    expect(await told('SAMLP-1', { class: 'PGP' })).toEqual(['refused', 'NoAuthnContext', []]);
    expect(await told('SAMLP-1', { signature: 'altered' })).toEqual(['refused', 'RequestDenied', [{ signature: 'altered' }]]);
    expect(await told('SAMLP-1', { signature: 'unknown-authority' })).toEqual([
      'refused',
      'RequestDenied',
      [{ signature: 'unknown-authority' }],
    ]);
    expect(await told('SAMLP-1', { signature: 'valid' })).toEqual(['issued', undefined, []]);
    // our issuer leaves passwords to TLS; what is sent is what was asked for
    const passwordSent = async (input: Record<string, unknown>) => {
      const { request } = await ask('WST-1', input);
      return request.header?.element('Security')?.element('UsernameToken')?.element('Password')?.text;
    };
    expect(await passwordSent({})).toBe('secret');
    expect(await passwordSent({ user: 'other' })).toBeUndefined();
    expect(await passwordSent({ password: 'wrong' })).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('what it cannot do', () => {
  test('without an issuer, a signer, or a value that is one', async () => {
    const alone = await bench.start(new XServiceUser());
    await expect(alone.perform('WST-1', {})).rejects.toThrow('endpoints.vihf-issuer');
    const unsigned = await bench.start(new XServiceUser(), { peers: { 'vihf-issuer': 'https://127.0.0.1:1/' }, vihf: undefined });
    await expect(unsigned.perform('SAMLP-1', { signature: 'valid' })).rejects.toThrow(SimulatorError);
    await expect(unsigned.perform('WST-1', { user: 'anybody' })).rejects.toThrow('user: value missing or malformed');
    await expect(unsigned.perform('ITI-18', {})).rejects.toThrow('does not send ITI-18');
    await expect(new XServiceUser().perform('WST-1', {})).rejects.toThrow('not started');
  });

  test('a silent issuer is told as such', async () => {
    const client = await bench.start(new XServiceUser(), { peers: { 'vihf-issuer': 'https://127.0.0.1:1/' } });
    const { values, answer } = await client.perform('WST-1', {});
    expect([values, answer]).toEqual([{ status: 'none' }, undefined]);
  });
});
