import { describe, expect, test } from '@jest/globals';
import { insCKey, INS_OID, insMayBeSent, judgeIns, type PatientIdentifier, type PatientIdentity } from './index.js';

const INS: PatientIdentifier = { value: '279035121518989', oid: INS_OID.testNir };
const OTHER: PatientIdentifier = { value: '207058575627097', oid: INS_OID.testNir };
const TRAITS = {
  birthName: 'PAT-TROIS',
  firstGivenName: 'DOMINIQUE',
  givenNames: 'DOMINIQUE',
  birthDate: '19790328',
  sex: 'F',
  birthplace: '51215',
};
const problems = (identity: PatientIdentity): string[] =>
  judgeIns(identity).flatMap(({ aspect, of, problem }) => (problem ? [of === undefined ? aspect : `${aspect} ${of}`] : []));

/** Identifiers and traits as HL7 V3 carries them: a root and an extension, no type, no reliability. */
describe('judgeIns', () => {
  test.each<[string, PatientIdentity, string[]]>([
    ['all right', { identifiers: [INS], traits: TRAITS }, []],
    ['a local identifier', { identifiers: [{ value: '12', oid: '1.2.3' }], traits: { sex: '' } }, []],
    ['another key', { identifiers: [{ ...INS, value: '279035121518988' }], traits: { ...TRAITS, sex: 'M' } }, ['key 0']],
    ['production', { identifiers: [{ ...INS, oid: INS_OID.nir }] }, ['test-authority 0']],
    ['production, where it is', { identifiers: [{ ...INS, oid: INS_OID.nir }], authority: 'production' }, []],
    ['under the OID of the INS-C', { identifiers: [{ ...INS, oid: '1.2.250.1.213.1.4.2' }] }, ['lookalike 0']],
    ['under an OID beside', { identifiers: [{ value: 'X', oid: '1.2.250.1.213.1.4.99' }] }, ['lookalike 0']],
    ['an INS-C', { identifiers: [{ value: '1197854176879056415520', oid: '1.2.250.1.213.1.4.2' }] }, ['legacy 0']],
    ['no traits', { identifiers: [INS], traits: { birthDate: '', sex: '' } }, ['has-birth-date', 'has-sex']],
    [
      'traits of another',
      { identifiers: [INS], traits: { ...TRAITS, birthDate: '1980', sex: 'M', birthplace: '63220' } },
      ['sex', 'birth-date', 'birthplace'],
    ],
    ['two', { identifiers: [INS, OTHER] }, ['one-number 1']],
    ['two, one of which is history', { identifiers: [{ ...OTHER, until: '20231231' }, INS], traits: TRAITS, at: '20261120' }, []],
    ['an end to come', { identifiers: [INS, { ...OTHER, until: '20271231' }], at: '20261120' }, ['one-number 1']],
    ['history alone needs no validation', { identifiers: [{ ...INS, until: '20231231' }], reliability: ['PROV'], at: '20261120' }, []],
    ['not validated', { identifiers: [INS], reliability: [] }, ['reliability']],
  ])('%s', (_, identity, expected) => expect(problems(identity)).toEqual(expected));

  test('what had nothing to judge is not in the answer', () => {
    const aspects = (identity: PatientIdentity): string[] => judgeIns(identity).map(({ aspect }) => aspect);
    expect(aspects({ identifiers: [] })).toEqual([]);
    expect(aspects({ identifiers: [{ value: '279035121518989' }] })).toEqual([
      'shape',
      'key',
      'month',
      'department',
      'legacy',
      'one-number',
    ]);
    // the number of demonstration is made up, that of a NIA says where its bearer was counted
    for (const oid of [INS_OID.demonstration, INS_OID.nia])
      expect(aspects({ identifiers: [{ ...INS, oid }], traits: TRAITS })).not.toContain('birthplace');
  });

  test.each([
    ['15411873874774855624', '88'],
    ['11978541768790564155', '20'],
    ['1541187387477485562', undefined],
  ])('the key of the INS-C %s is %s', (body, key) => expect(insCKey(body)).toBe(key));
});

test.each([
  [['VALI'], true],
  [['QUAL', 'HOMD'], true],
  [['VALI', 'ANOM'], false],
  [['VALI', 'PROV'], false],
  [['RECUP'], false],
  [['PROV'], false],
  [[], false],
])('an INS may go with an identity of reliability %j: %s', (codes, may) => expect(insMayBeSent(codes)).toBe(may));
