import { expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import { SAML, WSSE } from '../../src/protocols/saml/index.js';
import { checks } from './checks.js';

const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const assertionId = (text: string, id: unknown) =>
  checks['assertion-id']!.evaluate(new Artefact('security', Buffer.from(text)), id, context);
const header = (id: string) => `<wsse:Security xmlns:wsse="${WSSE}">\n<saml:Assertion xmlns:saml="${SAML}" ID="${id}"/></wsse:Security>`;

test('the assertion of a header is the one expected, or another, at its place', () => {
  expect(assertionId(header('_1'), '_1')).toEqual({ holds: true });
  expect(assertionId(header('_2'), '_1')).toMatchObject({
    holds: false,
    expected: { en: 'ID _1' },
    actual: { en: 'ID _2' },
    line: 2,
    column: 1,
  });
});

test.each([`<wsse:Security xmlns:wsse="${WSSE}"/>`, '<a', ''])('there is none: %j', (text) => {
  expect(assertionId(text, '_1')).toMatchObject({ holds: false, actual: { en: 'no assertion' } });
});

test('an argument of another shape is refused', () => {
  expect(() => assertionId(header('_1'), '')).toThrow('check assertion-id: ');
});
