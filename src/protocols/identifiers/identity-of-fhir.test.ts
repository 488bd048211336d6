import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readFhirJson, readFhirXml } from '../fhir/index.js';
import { identityOfFhir, judgeIns } from './index.js';

const FR = 'https://hl7.fr/ig/fhir/core';
const SD = `${FR}/StructureDefinition`;
const identifier = (type: string, oid: string, value: string, more: object = {}): object => ({
  type: { coding: [{ system: `${FR}/CodeSystem/fr-core-cs-v2-0203`, code: type }] },
  system: `urn:oid:${oid}`,
  value,
  ...more,
});
const INS = identifier('INS-NIR-TEST', '1.2.250.1.213.1.4.10', '279035121518989', { use: 'official' });
const OTHER = '207058575627097';
const reliability = (code: string, how = 'INSI', when = '2021-12-01'): object => ({
  url: `${SD}/fr-core-identity-reliability`,
  extension: [
    { url: 'identityStatus', valueCoding: { system: `${FR}/CodeSystem/fr-core-cs-v2-0445`, code } },
    { url: 'methodCollection', valueCoding: { code: how } },
    ...(when === '' ? [] : [{ url: 'dateCollection', valueDate: when }]),
  ],
});
const bornIn = (...codes: string[]): object => ({
  url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
  valueAddress: {
    city: 'Dompremy',
    extension: codes.map((code) => ({ url: `${SD}/fr-core-address-insee-code`, valueCoding: { code } })),
  },
});
const LOCAL = { system: 'urn:oid:2.999.1.3', value: 'IPP-1', type: { coding: [{ code: 'PI' }] } };
const official = {
  use: 'official',
  family: 'PAT-TROIS',
  given: ['DOMINIQUE'],
  extension: [{ url: `${SD}/fr-core-patient-birth-list-given-name`, valueString: 'DOMINIQUE MARIE' }],
};
const PATIENT = {
  resourceType: 'Patient',
  extension: [reliability('VALI'), bornIn('51215')],
  identifier: [LOCAL, INS],
  name: [{ use: 'usual', family: 'MARTIN', given: ['DOMI'] }, official],
  gender: 'female',
  birthDate: '1979-03-28',
};
type Case = [what: string, change: Patient, problems: string[], authority?: string];
type Patient = Partial<Record<keyof typeof PATIENT, unknown>>;

/** What is wrong with the INS of a Patient, and where: `key Patient.identifier[1].value`. */
function problems(bytes: Uint8Array, read = readFhirJson, authority?: string): string[] {
  const { root } = read(bytes);
  const { identity, nodeOf } = identityOfFhir(root!, '20261120')!;
  return judgeIns({ ...identity, ...(authority !== undefined && { authority }) }).flatMap((check) =>
    check.problem ? [`${check.aspect} ${nodeOf(check).path}`] : [],
  );
}
const inJson = (change: Patient): Uint8Array => Buffer.from(JSON.stringify({ ...PATIENT, ...change }));
const twoExtensions = (one: object): object[] => [one, bornIn('51215')];

describe('the identity of a FHIR Patient', () => {
  test.each<Case>([
    ['as it should be', {}, []],
    ['another key', { identifier: [{ ...INS, value: '279035121518988' }] }, ['key Patient.identifier[0].value']],
    ['blanks', { identifier: [{ ...INS, value: '279035121518989 ' }] }, ['shape Patient.identifier[0].value']],
    ['no INS, no traits', { identifier: [LOCAL], name: [], extension: [], gender: undefined, birthDate: undefined }, []],
    [
      'production',
      { identifier: [identifier('INS-NIR', '1.2.250.1.213.1.4.8', '279035121518989')] },
      ['test-authority Patient.identifier[0].system'],
    ],
    ['production, where it is', { identifier: [identifier('INS-NIR', '1.2.250.1.213.1.4.8', '279035121518989')] }, [], 'production'],
    ['a NIA', { identifier: [identifier('INS-NIA', '1.2.250.1.213.1.4.9', '279035121518989')] }, [], 'production'],
    ['demonstration', { identifier: [identifier('INS-NIR-DEMO', '1.2.250.1.213.1.4.11', '279035121518989')] }, []],
    [
      'the type of another',
      { identifier: [identifier('INS-NIR', '1.2.250.1.213.1.4.10', '279035121518989')] },
      ['type Patient.identifier[0].type'],
    ],
    ['no type', { identifier: [{ ...INS, type: undefined }] }, ['type Patient.identifier[0]']],
    [
      'the authority of another',
      { identifier: [identifier('INS-NIR-TEST', '1.2.250.1.213.1.4.12', '279035121518989')] },
      ['authority Patient.identifier[0].system'],
    ],
    [
      'a social security number under the OID of the NIR',
      {
        identifier: [
          {
            type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'NH' }] },
            system: 'urn:oid:1.2.250.1.213.1.4.8',
            value: '2790351215189',
          },
        ],
      },
      [],
    ],
    [
      'an INS-C',
      { identifier: [INS, identifier('INS-C', '1.2.250.1.213.1.4.2', '1541187387477485562488')] },
      ['legacy Patient.identifier[1].value'],
    ],
    [
      'the number under another system',
      { identifier: [INS, { system: 'https://example.org/ids', value: '279035121518989' }] },
      ['lookalike Patient.identifier[1].system'],
    ],
    ['two', { identifier: [INS, { ...INS, value: OTHER }] }, ['one-number Patient.identifier[1].value']],
    ['one that is old', { identifier: [{ ...INS, value: OTHER, use: 'old' }, INS] }, []],
    ['one that has ended', { identifier: [{ ...INS, value: OTHER, period: { start: '2020-01-01', end: '2023-12-31' } }, INS] }, []],
    [
      'an end before the beginning',
      { identifier: [{ ...INS, period: { start: '2024-01-01', end: '2023-12-31' } }] },
      ['period Patient.identifier[0].period'],
    ],
    ['another sex', { gender: 'male' }, ['sex Patient.gender']],
    ['sex not known', { gender: 'unknown' }, []],
    ['no sex', { gender: undefined }, ['has-sex Patient']],
    ['another day of birth', { birthDate: '1979-04-28' }, ['birth-date Patient.birthDate']],
    ['the year of birth alone', { birthDate: '1979' }, []],
    [
      'a day of birth that was corrected',
      {
        birthDate: '1979-04-28',
        extension: [...PATIENT.extension, { url: `${SD}/fr-core-patient-birthdate-update-indicator`, valueBoolean: true }],
      },
      [],
    ],
    ['no day of birth', { birthDate: undefined }, ['has-birth-date Patient']],
    [
      'another birthplace',
      { extension: [reliability('VALI'), bornIn('63220')] },
      ['birthplace Patient.extension[1].valueAddress.extension[0].valueCoding.code'],
    ],
    ['a birthplace without a code', { extension: [reliability('VALI'), bornIn()] }, ['has-birthplace Patient.extension[1].valueAddress']],
    ['no birthplace', { extension: [reliability('VALI')] }, ['has-birthplace Patient']],
    [
      'a usual name alone',
      { name: [PATIENT.name[0]] },
      ['has-birth-name Patient', 'has-first-given-name Patient', 'has-given-names Patient'],
    ],
    ['no given name', { name: [{ ...official, given: [] }] }, ['has-first-given-name Patient.name[0]']],
    ['no list of given names', { name: [{ ...official, extension: [] }] }, ['has-given-names Patient.name[0]']],
    [
      'a provisional identity',
      { extension: twoExtensions(reliability('PROV')) },
      ['reliability Patient.extension[0].extension[0].valueCoding.code'],
    ],
    ['nothing said of the reliability', { extension: [bornIn('51215')] }, ['reliability Patient']],
    [
      'typed in',
      { extension: twoExtensions(reliability('VALI', 'SM', '')) },
      ['obtained Patient.extension[0].extension[1].valueCoding.code'],
    ],
    [
      'without the day of INSi',
      { extension: twoExtensions(reliability('VALI', 'INSI', '')) },
      ['obtained-when Patient.extension[0].extension[1].valueCoding.code'],
    ],
  ])('%s', (...[, change, expected, authority]: Case) => expect(problems(inJson(change), readFhirJson, authority)).toEqual(expected));

  test('is the same in XML', () => {
    const xml = (status: string, gender: string): Uint8Array =>
      Buffer.from(`<Patient xmlns="http://hl7.org/fhir">
<extension url="${SD}/fr-core-identity-reliability"><extension url="identityStatus"><valueCoding><code value="${status}"/></valueCoding></extension></extension>
<extension url="http://hl7.org/fhir/StructureDefinition/patient-birthPlace"><valueAddress><extension url="${SD}/fr-core-address-insee-code"><valueCoding><code value="51215"/></valueCoding></extension></valueAddress></extension>
<identifier><type><coding><system value="${FR}/CodeSystem/fr-core-cs-v2-0203"/><code value="INS-NIR-TEST"/></coding></type><system value="urn:oid:1.2.250.1.213.1.4.10"/><value value="279035121518989"/></identifier>
<name><extension url="${SD}/fr-core-patient-birth-list-given-name"><valueString value="DOMINIQUE"/></extension><use value="official"/><family value="PAT-TROIS"/><given value="DOMINIQUE"/></name>
<gender value="${gender}"/><birthDate value="1979-03-28"/></Patient>`);
    expect(problems(xml('VALI', 'female'), readFhirXml)).toEqual([]);
    expect(problems(xml('PROV', 'male'), readFhirXml)).toEqual([
      'sex Patient.gender',
      'reliability Patient.extension[0].extension.valueCoding.code',
    ]);
  });

  test('of another resource there is none, and of an empty Patient nothing is judged', () => {
    expect(identityOfFhir(readFhirJson(Buffer.from('{"resourceType":"Person"}')).root!, '20261120')).toBeUndefined();
    expect(problems(Buffer.from('{"resourceType":"Patient","identifier":[{}, {"value":null}],"name":[{}],"extension":[{}]}'))).toEqual([]);
  });
});

const samples = process.env['ADDAX_SAMPLES'] ?? '';

/** Examples of the French guides: made-up numbers under the OID of production, the key of 1234567890122 is not 44. */
(existsSync(join(samples, 'frcore')) ? test : test.skip)('patients of third parties (ADDAX_SAMPLES)', () => {
  for (const file of ['frcore/Patient-ExampleFRCorePatient001.json', 'cds/Patient-cds-patient-example.json'])
    expect([file, ...problems(readFileSync(join(samples, file)))]).toEqual([
      file,
      'test-authority Patient.identifier[0].system',
      'key Patient.identifier[0].value',
    ]);
});
