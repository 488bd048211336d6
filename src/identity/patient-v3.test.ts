import { describe, expect, test } from '@jest/globals';
import type { V3Patient } from '../protocols/hl7v3/index.js';
import { NOBODY, updated, type Identity } from './identity.js';
import { identifierOf, identityValues, iiOf, patientOf, updateOf } from './patient-v3.js';

const NIR = '1.2.250.1.213.1.4.10';
const NOTHING: V3Patient = { ids: [], otherIds: [], names: [], telecoms: [], addresses: [] };
const read = (patient: Partial<V3Patient>) => updateOf({ ...NOTHING, ...patient }, []);

const ZOE: Identity = {
  ...NOBODY,
  identifiers: [
    { value: '8001', authority: { namespace: 'CHU-X', oid: '1.2.250.1.999.1', type: 'ISO' }, type: 'PI' },
    { value: '279035121518989', authority: { namespace: '', oid: NIR, type: 'ISO' }, type: 'INS' },
  ],
  names: [
    { family: 'PAT-TROIS', given: 'ZOÉ', givenList: 'ZOÉ MARIE LOUISE', use: 'L' },
    { family: 'MARTIN', given: 'ZOÉ', use: 'D' },
    { family: 'ZAZA', use: 'S' },
    { family: 'DUPONT', given: 'Z', prefix: 'Dr', suffix: 'II' },
  ],
  birthDate: '1979',
  sex: 'F',
  addresses: [
    { street: '1 RUE A', other: 'BAT B', postalCode: '69003', city: 'LYON', country: 'FRA', type: 'H' },
    { city: 'PARIS', type: 'O' },
    { city: 'CLERMONT', countyCode: '63220', type: 'BDL' },
  ],
  telecoms: [
    { number: '0102030405', use: 'PRN', equipment: 'PH' },
    { number: '0602030405', use: 'PRN', equipment: 'CP' },
    { number: '0102030406', use: 'WPN', equipment: 'PH', atWork: true },
    { email: 'zoe@example.org', use: 'NET', equipment: 'Internet' },
  ],
  motherMaidenNames: [{ family: 'NOËL' }],
  multipleBirth: true,
  birthOrder: 2,
  deceased: false,
  deathDate: '20260101',
};

describe('an identity and what HL7 V3 says of it', () => {
  test('are the same, there and back', () => {
    const patient = patientOf(ZOE);
    expect(
      updated(
        NOBODY,
        updateOf(
          patient,
          patient.ids.flatMap((id) => identifierOf(id) ?? []),
        ),
      ),
    ).toEqual(ZOE);
  });

  test('of nobody nothing is said', () => {
    expect(patientOf(NOBODY)).toEqual(NOTHING);
    expect(updated(ZOE, read({}))).toEqual({ ...ZOE, identifiers: [] });
  });

  test('what HL7 V3 cannot say is left out', () => {
    expect(iiOf({ value: '1', authority: { namespace: 'CHU', oid: '', type: '' } })).toBeUndefined();
    expect(patientOf({ ...NOBODY, sex: 'O' }).gender).toBe('UN');
    expect(['19790000', '19790300', '19790230', '1979032810'].map((birthDate) => patientOf({ ...NOBODY, birthDate }).birthTime)).toEqual([
      ...['1979', '197903', undefined, '1979032810'],
    ]);
    expect(patientOf({ ...NOBODY, telecoms: [{ number: '--' }, { email: 'not an address' }] }).telecoms).toEqual([]);
  });
});

describe('names', () => {
  const named = (use: string | undefined, ...parts: V3Patient['names'][number]['parts']) =>
    read({ names: [{ ...(use !== undefined && { use }), parts }] }).names;

  test('of a CDA, with the name of birth and the name used in one', () => {
    expect(
      named(
        undefined,
        { kind: 'given', text: 'ZOÉ MARIE' },
        { kind: 'given', text: 'ZOÉ', qualifier: 'BR' },
        { kind: 'given', text: 'ZAZA', qualifier: 'CL' },
        { kind: 'family', text: 'PAT-TROIS', qualifier: 'BR' },
        { kind: 'family', text: 'MARTIN', qualifier: 'CL' },
      ),
    ).toEqual([
      { family: 'PAT-TROIS', given: 'ZOÉ', givenList: 'ZOÉ MARIE', use: 'L' },
      { family: 'MARTIN', given: 'ZAZA', use: 'D' },
    ]);
  });

  test('of other countries', () => {
    expect(named(undefined, { kind: 'given', text: 'MARY' }, { kind: 'given', text: 'ROSE' }, { kind: 'family', text: 'DEAN' })).toEqual([
      { family: 'DEAN', given: 'MARY', givenList: 'MARY ROSE' },
    ]);
    expect(named('L', { kind: 'family', text: 'DEAN' })).toEqual([{ family: 'DEAN', use: 'L' }]);
    expect(named('L', { kind: 'family', text: 'DEAN', qualifier: 'SP' })).toEqual([{ family: 'DEAN', use: 'D' }]);
  });
});

test('an identifier without an extension names a domain, one under a UUID is no OID', () => {
  expect(identifierOf({ root: '1.2.3' })).toBeUndefined();
  const root = '22a0f9e0-4454-11dc-a6be-3603d6866807';
  expect(identifierOf({ root, extension: '1' })?.authority).toEqual({ namespace: '', oid: root, type: 'UUID' });
});

test('what is too much is not read', () => {
  const names = Array.from({ length: 1000 }, (_, i) => ({ parts: [{ kind: 'family' as const, text: `${i}${'A'.repeat(5000)}` }] }));
  const update = read({ names, birthOrder: 0, telecoms: [{ value: 'x'.repeat(100_000) }] });
  expect([update.names?.length, update.names?.[0]?.family?.length, update.birthOrder, update.telecoms?.[0]?.number?.length]).toEqual([
    ...[200, 1000, undefined, 1000],
  ]);
});

test('the traits of a patient for the next step of a scenario', () => {
  expect(identityValues(patientOf(ZOE))).toEqual({
    ...{ ins: '279035121518989', oid: NIR, identifier: '8001', identifierOid: '1.2.250.1.999.1' },
    identifiers: `8001^1.2.250.1.999.1 279035121518989^${NIR}`,
    ...{ birthFamily: 'PAT-TROIS', given: 'ZOÉ', givenList: 'ZOÉ MARIE LOUISE', birthDate: '1979', sex: 'F', birthPlace: '63220' },
  });
  expect(identityValues(undefined)).toEqual({});
});
