import { describe, expect, test } from '@jest/globals';
import { Artefact, type Bilingual, type TlsProblem, type Validation } from '../../src/model/index.js';
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

const said = (reason: TlsProblem, fr: string, en: string): object => ({ authorized: false, reason, error: { fr, en } });
const cases: Record<string, { right: Artefact; wrong: Artefact; line: number; actual: Bilingual }> = {
  'TLS-01': {
    right: connection(GOOD),
    wrong: connection({ peerChain: [], ...said('other-protocol', 'la négociation TLS a échoué (X)', 'TLS handshake failed (X)') }),
    line: 13,
    actual: { fr: 'la négociation TLS a échoué (X)', en: 'TLS handshake failed (X)' },
  },
  'TLS-02': {
    right: connection(GOOD),
    wrong: connection({ ...GOOD, peerChain: [], ...said('no-certificate', 'aucun certificat', 'no certificate') }),
    line: 15,
    actual: { fr: 'aucun certificat', en: 'no certificate' },
  },
  'TLS-03': {
    right: connection(GOOD),
    wrong: connection({ ...GOOD, cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' }),
    line: 11,
    actual: { fr: 'TLS_RSA_WITH_AES_128_CBC_SHA', en: 'TLS_RSA_WITH_AES_128_CBC_SHA' },
  },
  'TLS-04': {
    right: connection(GOOD),
    wrong: connection({ peerChain: [], ...said('handshake-closed', 'la connexion s’est fermée', 'the connection closed') }),
    line: 13,
    actual: { fr: 'la connexion s’est fermée', en: 'the connection closed' },
  },
  'TLS-05': {
    right: connection(GOOD, 'client'),
    wrong: connection({ ...GOOD, ...said('expired', 'le certificat a expiré', 'the certificate expired') }, 'client'),
    line: 17,
    actual: { fr: 'le certificat a expiré', en: 'the certificate expired' },
  },
};

describe('every rule', () => {
  test.each(rules.map(({ id }) => id))('%s has one connection that passes it and one that breaks it alone', async (id) => {
    const { right, wrong, line, actual } = cases[id]!;
    const passed = await judge(right);
    expect(passed.findings).toEqual([]);
    expect(passed.evaluated).toContain(id);
    const { findings } = await judge(wrong);
    expect(findings.map((finding) => [finding.rule, finding.place.line, finding.actual])).toEqual([[id, line, actual]]);
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
