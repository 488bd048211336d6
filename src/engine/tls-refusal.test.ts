import { describe, expect, test } from '@jest/globals';
import type { RecordOf } from '../model/index.js';
import { refusedByClient, refusedByServer } from './tls-refusal.js';

const stamp = { seq: 1, at: '2026-11-20T10:00:00.000Z', mono: 1 };
const said = { fr: 'dit', en: 'said' };
const exchange = (more: Partial<RecordOf<'exchange'>> = {}): RecordOf<'exchange'> => ({
  ...stamp,
  kind: 'exchange',
  id: 'x1',
  connection: 'c1',
  actor: 'document-source',
  side: 'client',
  transaction: 'ITI-41',
  ...more,
});
type Tls = NonNullable<RecordOf<'connection'>['tls']>;
const connection = (tls?: Partial<Tls>): RecordOf<'connection'> => ({
  ...stamp,
  kind: 'connection',
  id: 'c1',
  actor: 'document-source',
  side: 'client',
  remote: 'a:1',
  local: 'b:2',
  ...(tls && { tls: { peerChain: [], authorized: true, ...tls } }),
});
const spoken = { protocol: 'TLSv1.1', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' };

describe('a server', () => {
  test('that answers 2xx has let in; the version, the suite and the certificate are told', () => {
    const { letIn, how } = refusedByServer(exchange(), connection(spoken), 200, { certificate: 'expired' });
    expect([letIn, how.en]).toEqual([true, 'HTTP 200 over TLSv1.1, TLS_RSA_WITH_AES_128_CBC_SHA, expired certificate']);
  });
  test('that answers over MLLP has let in, whatever it says', () => {
    const answer = { blob: 'b', size: 1, headSize: 0, complete: true, startedAt: stamp.at, endedAt: stamp.at };
    const { letIn, how } = refusedByServer(exchange({ framing: 'mllp', answer }), connection(spoken), undefined, undefined);
    expect([letIn, how.en]).toEqual([true, 'MLLP over TLSv1.1, TLS_RSA_WITH_AES_128_CBC_SHA']);
  });
  test.each([
    ['answers an HTTP error', exchange(), connection(spoken), 403],
    ['refuses the handshake', exchange({ error: said }), connection({ authorized: false, reason: 'handshake-failed' }), undefined],
    ['closes after the handshake', exchange({ error: said }), connection({ protocol: 'TLSv1.3' }), undefined],
  ])('that %s has refused', (_, sent, over, status) => expect(refusedByServer(sent, over, status, undefined).letIn).toBe(false));
  test.each([
    ['was not reached', exchange({ error: said }), connection(), 'The server was not reached over TLS: said.'],
    [
      'is not one that we trust',
      exchange({ error: said }),
      connection({ protocol: 'TLSv1.3', authorized: false, reason: 'unknown-authority' }),
      'Addax hung up before it knew',
    ],
    ['stays silent', exchange({ error: said, late: true }), connection({ protocol: 'TLSv1.3' }), 'neither answered nor refused'],
  ])('that %s has refused nothing', (_, sent, over, why) => {
    const { letIn, how } = refusedByServer(sent, over, undefined, undefined);
    expect([letIn, how.en]).toEqual([undefined, expect.stringContaining(why)]);
  });
});

describe('a client', () => {
  const offered = { versions: ['TLSv1.3'], suites: [] };
  test('whose message arrived has let in', () => {
    const outcome = refusedByClient(exchange({ side: 'server' }), [connection(spoken)], { certificate: 'revoked' });
    expect(outcome).toMatchObject({ letIn: true, how: { fr: 'ITI-41 en TLSv1.1, TLS_RSA_WITH_AES_128_CBC_SHA, certificat révoqué' } });
  });
  test('that offered TLS and sent nothing has refused', () =>
    expect(refusedByClient(undefined, [connection({ offered })], undefined)?.letIn).toBe(false));
  test('that never offered TLS has refused nothing', () => {
    expect(refusedByClient(undefined, [], undefined)).toBeUndefined();
    expect(refusedByClient(undefined, [connection({ authorized: false, reason: 'other-protocol' })], undefined)).toBeUndefined();
  });
});
