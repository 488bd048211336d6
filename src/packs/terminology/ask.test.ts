import { describe, expect, test } from '@jest/globals';
import { systemNamed, validateCode, valueSetNamed } from './ask.js';
import { terminologyFrom } from './build.js';

const LOINC = '2.16.840.1.113883.6.1';
const known = terminologyFrom(
  [
    { oid: LOINC, name: 'LOINC', concepts: '2345-7=Glucose|2160-0=Créatinine|718-7' },
    { oid: '1.2.3', name: 'Sexe', complete: true, concepts: 'M=Masculin|F=Féminin' },
    { oid: '1.2.4', name: '' },
  ],
  [{ oid: '1.2.9', names: ['JDV_Sexe_CISIS'], members: { '1.2.3': 'F=Femme' } }],
);
const system = (given: string) => {
  const named = systemNamed(known, given);
  return 'found' in named ? named.found : undefined;
};
const set = known.valueSet('1.2.9');

describe('systemNamed, valueSetNamed', () => {
  test.each([LOINC, `urn:oid:${LOINC}`, 'http://loinc.org', 'LOINC', 'loinc'])('%s is found', (given) => {
    expect(system(given)?.oid).toBe(LOINC);
  });

  test('what is not there has names that come near, or none', () => {
    expect(systemNamed(known, 'LIONC')).toEqual({ near: [`LOINC (${LOINC})`] });
    expect(systemNamed(known, '1.2.5')).toEqual({ near: ['Sexe (1.2.3)', '1.2.4'] });
    expect(systemNamed(known, 'nothing like it')).toEqual({ near: [] });
    expect(valueSetNamed(known, 'sexe')).toEqual({ near: ['JDV_Sexe_CISIS (1.2.9)'] });
    expect(valueSetNamed(known, 'jdv-sexe-cisis')).toMatchObject({ found: { oid: '1.2.9' } });
  });
});

describe('validateCode', () => {
  test.each([
    ['a known code', '2345-7', LOINC, undefined, undefined, 'valid', /is known\.$/],
    ['with its label, in another case', '2160-0', LOINC, undefined, 'creatinine', 'valid', /is known\.$/],
    ['with another label', '2160-0', LOINC, undefined, 'Glucose', 'invalid', /not called "Glucose" but "Créatinine"/],
    ['with a label where none is known', '718-7', LOINC, undefined, 'Hémoglobine', 'valid', /without a label/],
    ['unknown in a system that is known in part', '2345-8', LOINC, undefined, undefined, 'unknown', /nothing can be said/],
    ['unknown in a whole system', 'X', '1.2.3', undefined, undefined, 'invalid', /is not in Sexe \(1\.2\.3\)/],
    ['in a value set', 'F', '1.2.3', set, 'Femme', 'valid', /is known/],
    ['in a value set, of any system', 'F', undefined, set, undefined, 'valid', /is known/],
    ['not in a value set', 'M', '1.2.3', set, undefined, 'invalid', /is not in JDV_Sexe_CISIS/],
    ['in a value set, but of another system', 'F', LOINC, set, undefined, 'invalid', /is not in JDV_Sexe_CISIS/],
  ] as const)('%s', (_what, code, oid, valueSet, display, result, reason) => {
    const answer = validateCode(known, { code, system: oid === undefined ? undefined : system(oid), valueSet, display });
    expect([answer.result, answer.reason.en]).toEqual([result, expect.stringMatching(reason)]);
  });

  test('suggests what may have been meant', () => {
    const near = (code: string, display?: string): string[] =>
      validateCode(known, { code, system: system(LOINC), valueSet: undefined, display }).near.map((one) => one.code);
    expect([near('2345-8'), near('9999-9', 'créatinine'), near('2160-0', 'Glucose')]).toEqual([['2345-7'], ['2160-0'], ['2345-7']]);
  });
});
