import { describe, expect, test } from '@jest/globals';
import { Artefact, type Validation } from '../../src/model/index.js';
import { rules, validator } from './index.js';

const CONTEXT = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const GOOD = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', peerChain: ['pem'], authorized: true };

function connection(tls: object | undefined, side = 'server'): Artefact {
  const record = {
    at: '2026-11-20T10:00:00.000Z',
    kind: 'connection',
    id: 'c1',
    actor: 'x',
    side,
    remote: 'a:1',
    local: 'b:2',
    ...(tls && { tls }),
  };
  return new Artefact('c1', new TextEncoder().encode(JSON.stringify(record, null, 2)));
}
const judge = (artefact: Artefact): Promise<Validation> => validator.validate(artefact, CONTEXT);

const failed = (error: string): object => ({ peerChain: [], authorized: false, error });
const cases: Record<string, { right: Artefact; wrong: Artefact; line: number; actual: string }> = {
  'TLS-01': {
    right: connection(GOOD),
    wrong: connection(failed('TLS handshake failed: ERR_SSL_UNSUPPORTED_PROTOCOL unsupported protocol')),
    line: 12,
    actual: 'TLS handshake failed: ERR_SSL_UNSUPPORTED_PROTOCOL unsupported protocol',
  },
  'TLS-02': {
    right: connection(GOOD),
    wrong: connection({ ...GOOD, authorized: false, peerChain: [], error: 'no certificate' }),
    line: 14,
    actual: 'no certificate',
  },
  'TLS-03': {
    right: connection(GOOD),
    wrong: connection({ ...GOOD, cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' }),
    line: 11,
    actual: 'TLS_RSA_WITH_AES_128_CBC_SHA',
  },
  'TLS-04': {
    right: connection(GOOD),
    wrong: connection(failed('the connection closed during the TLS handshake')),
    line: 12,
    actual: 'the connection closed during the TLS handshake',
  },
  'TLS-05': {
    right: connection(GOOD, 'client'),
    wrong: connection({ ...GOOD, authorized: false, error: 'expired: certificate' }, 'client'),
    line: 16,
    actual: 'expired: certificate',
  },
};

describe('every rule', () => {
  test.each(rules.map(({ id }) => id))('%s has one connection that passes it and one that breaks it alone', async (id) => {
    const { right, wrong, line, actual } = cases[id]!;
    const passed = await judge(right);
    expect(passed.findings).toEqual([]);
    expect(passed.evaluated).toContain(id);
    const { findings } = await judge(wrong);
    expect(findings.map((finding) => [finding.rule, finding.place.line, finding.actual?.en])).toEqual([[id, line, actual]]);
  });
  test('is in the table', () => {
    expect(Object.keys(cases).sort()).toEqual(rules.map(({ id }) => id).sort());
  });
});

test.each([
  ['a connection in clear text', connection(undefined)],
  ['another record', new Artefact('x', new TextEncoder().encode('{"kind":"exchange"}'))],
  ['no JSON', new Artefact('x', new TextEncoder().encode('\u0000{'))],
])('%s leaves nothing to judge', async (_, artefact) => {
  expect(await judge(artefact)).toEqual({ findings: [], evaluated: [] });
});

test('an old version is told', async () => {
  const { findings } = await judge(connection({ ...GOOD, protocol: 'TLSv1.1' }));
  expect(findings.map(({ rule }) => rule)).toEqual(['TLS-01']);
});
test('a record of a connection is recognised', () => {
  expect(validator.detect(connection(GOOD).bytes)).toBeGreaterThan(0.5);
  expect(validator.detect(new TextEncoder().encode('{"resourceType":"Bundle"}'))).toBe(0);
});
