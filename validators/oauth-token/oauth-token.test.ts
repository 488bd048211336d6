import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { Artefact } from '../../src/model/index.js';
import { rules, validator } from './index.js';

const at = new Date('2026-11-21T10:00:00Z');
const now = at.getTime() / 1000;
const ISSUER = 'https://autorisation.example';
const AUDIENCE = 'https://agenda.example/fhir';
let key: CryptoKey;
let parameters: Record<string, string>;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] };
  parameters = { 'oauth-issuer': ISSUER, 'oauth-audience': AUDIENCE, 'oauth-jwks': JSON.stringify(jwks), 'oauth-certificate': 'abc' };
});

const token = (claims: JWTPayload = {}, header: object = {}): Promise<string> => {
  const right = { iss: ISSUER, aud: AUDIENCE, sub: 's', client_id: 'c', jti: 'j', iat: now - 60, exp: now + 240, scope: 'system/Slot.rs' };
  return new SignJWT({ ...right, cnf: { 'x5t#S256': 'abc' }, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt', ...header })
    .sign(key);
};
const http = (authorization: string, start = 'GET /fhir/Slot?status=free HTTP/1.1'): Artefact =>
  new Artefact('x', Buffer.from(`${start}\r\nHost: agenda.example\r\n${authorization}\r\n\r\n`));
const bearer = (text: string): Artefact => http(`Authorization: Bearer ${text}`);
const judge = (artefact: Artefact, more: Record<string, string> = parameters) =>
  validator.validate(artefact, { at, trust: { anchors: [], crls: [] }, parameters: more });

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const wrong: Record<string, () => Promise<Artefact>> = {
  'OAUTH-01': async () => http('X-A: b', `GET /fhir/Slot?access_token=${await token()} HTTP/1.1`),
  'OAUTH-02': async () => bearer((await token()).split('.').slice(1).join('.')),
  'OAUTH-03': async () => bearer(`${encoded({ alg: 'none', typ: 'at+jwt' })}.${(await token()).split('.')[1]!}.`),
  'OAUTH-04': async () => bearer(await token({}, { kid: 'k2' })),
  'OAUTH-05': async () => {
    const [header, , signature] = (await token()).split('.');
    const [, altered] = (await token({ jti: 'k' })).split('.');
    return bearer(`${header}.${altered}.${signature}`);
  },
  'OAUTH-06': async () => bearer(await token({ iss: `${ISSUER}/` })),
  'OAUTH-07': async () => bearer(await token({ aud: ['https://autre.example'] })),
  'OAUTH-08': async () => bearer(await token({ iat: now - 600, exp: now - 61 })),
  'OAUTH-09': async () => bearer(await token({ nbf: now + 61 })),
  'OAUTH-10': async () => bearer(await token({ scope: 'openid system/Schedule.rs system/Slot.cud' })),
  'OAUTH-11': async () => bearer(await token({ jti: undefined as never })),
  'OAUTH-12': async () => bearer(await token({ cnf: { 'x5t#S256': 'abd' } })),
  'OAUTH-13': async () => bearer(await token({ exp: now + 86_400 })),
  'OAUTH-14': async () => bearer(await token({}, { typ: 'JWT' })),
};

describe('every rule', () => {
  test.each(rules.map(({ id }) => id))('%s has one request that passes it and one that breaks it alone', async (id) => {
    const right = await judge(bearer(await token()));
    expect(right.findings).toEqual([]);
    expect(right.evaluated).toContain(id);
    const { findings } = await judge(await wrong[id]!());
    expect(findings.map(({ rule }) => rule)).toEqual([id]);
    const [{ expected, actual, place }] = findings as [(typeof findings)[0]];
    expect([expected?.fr, expected?.en, actual?.fr, actual?.en].every((text) => text !== undefined && text !== '')).toBe(true);
    // the header Authorization is the third line; where there is none, the request
    expect(place.line).toBe(id === 'OAUTH-01' ? 1 : 3);
  });
  test('is in the table', () => {
    expect(Object.keys(wrong).sort()).toEqual(rules.map(({ id }) => id).sort());
  });
});

test('the clocks may be a minute apart, and not more', async () => {
  const rulesOf = async (claims: JWTPayload) => (await judge(bearer(await token(claims)))).findings.map(({ rule }) => rule);
  expect(await rulesOf({ exp: now - 59, nbf: now + 60 })).toEqual([]);
  expect(await rulesOf({ exp: now - 60 })).toEqual(['OAUTH-08']);
});

test('a token alone, an answer of a token endpoint, and a message in evidence are judged too', async () => {
  const text = await token({ iss: 'x' });
  const inEvidence = new Artefact('x', new Uint8Array(), {
    headers: { authorization: `Bearer ${text}` },
    method: 'DELETE',
    target: '/fhir/Slot/1',
  });
  const answer = new Artefact('x', Buffer.from(`{\n "access_token": "${text}"}`), { headers: {}, status: 200 });
  const told = async (artefact: Artefact) =>
    (await judge(artefact)).findings.map(({ rule, place }) => `${rule} ${place.line} ${place.path}`);
  expect(await told(new Artefact('x', Buffer.from(`\n${text}\n`)))).toEqual(['OAUTH-06 2 /Authorization/payload/iss']);
  expect(await told(answer)).toEqual(['OAUTH-06 2 /Authorization/payload/iss']);
  expect(await told(inEvidence)).toEqual(['OAUTH-06 1 /Authorization/payload/iss', 'OAUTH-10 1 /Authorization/payload/scope']);
});

test('what needs no token, or is none, leaves nothing to judge', async () => {
  for (const artefact of [
    http('X: y', 'GET /fhir/metadata HTTP/1.1'),
    new Artefact('x', Buffer.from('{"resourceType":"Slot"}')),
    new Artefact('x', Buffer.from('<a/>')),
  ])
    expect(await judge(artefact)).toEqual({ findings: [], evaluated: [] });
});

test('what is not known is not judged, and that is said', async () => {
  const { findings, evaluated, notes } = await judge(bearer(await token({ iss: 'x', aud: 'y' }, { kid: 'z' })), {});
  expect(findings).toEqual([]);
  expect(evaluated).not.toEqual(expect.arrayContaining(['OAUTH-05']));
  expect(notes?.[0]?.text.en).toContain('the key and the signature');
});

test('two headers are one token too many', async () => {
  const text = await token();
  const { findings } = await judge(http(`Authorization: Bearer ${text}\r\nAuthorization: Bearer ${text}`));
  expect(findings.map(({ rule, actual }) => [rule, actual?.en])).toEqual([['OAUTH-01', 'several headers Authorization']]);
});

test.each<[string, string, string[]]>([
  ['GET', '/fhir/Slot/1/_history/2', []],
  ['GET', '/fhir/Slot/1/_history', []],
  ['POST', '/fhir/Slot/_search', []],
  ['POST', '/fhir/Slot', ['OAUTH-10']],
  ['PATCH', '/fhir/Slot/1', ['OAUTH-10']],
  ['PUT', '/fhir/Slot?_id=1', ['OAUTH-10']],
  ['GET', '/fhir/Schedule/1', ['OAUTH-10']],
  ['POST', '/fhir', []],
])('%s %s with system/Slot.rs', async (method, target, expected) => {
  const { findings } = await judge(http(`Authorization: Bearer ${await token()}`, `${method} ${target} HTTP/1.1`));
  expect(findings.map(({ rule }) => rule)).toEqual(expected);
});

test('whatever stands in the place of a token ends in findings', async () => {
  const part = fc.oneof(
    fc.string(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
      const text = parts.join('.');
      const artefact = new Artefact('x', new Uint8Array(), {
        headers: { authorization: `Bearer ${text}` },
        method: 'GET',
        target: '/Slot',
      });
      expect((await judge(artefact)).findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

test('a token and a request with one are recognised', async () => {
  expect(validator.detect(Buffer.from(await token()))).toBeGreaterThan(0.9);
  expect(validator.detect(bearer(await token()).bytes)).toBeGreaterThan(0.5);
  expect(validator.detect(http('X: y').bytes)).toBe(0);
});
