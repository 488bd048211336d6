import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { Artefact, RequirementFile, type Validation } from '../../src/model/index.js';
import { fhirDefinitions } from '../../src/packs/index.js';
import { type FhirNode, readFhirJson } from '../../src/protocols/fhir/index.js';
import { DOCUMENT, INS_PATIENT, PATIENT, PATIENT_XML, SEARCHSET, TestDefinitions, TRANSACTION } from './fixtures/resources.js';
import { insRules } from './ins-rules.js';
import { IN_FRENCH } from './invariants-in-french.js';
import { judgeInvariants, judgeNatively, NATIVE_EXPRESSIONS } from './invariants.js';
import { judgeResource } from './judge-resource.js';
import { Judge } from './judge.js';
import { Library } from './program.js';
import { Walk } from './walk.js';
import { rules } from './rules.js';

const definitions = new TestDefinitions(fhirDefinitions([]));
const at = new Date('2026-11-20T10:00:00Z');
const judge = (written: string | Uint8Array, mustSupport = false, insAuthority?: string): Validation =>
  judgeResource(new Artefact('resource', Buffer.from(written as string)), definitions, { profiles: [], mustSupport }, { at, insAuthority });

const written = (value: unknown): string => JSON.stringify(value, null, 1);
const OURS = 'https://example.org/fhir/StructureDefinition';
const HL7 = 'http://hl7.org/fhir/StructureDefinition';
const ABSENT = { extension: [{ url: `${HL7}/data-absent-reason`, valueCode: 'unknown' }] };

type Path = readonly (string | number)[];

/** A resource with another value at a place; undefined takes it away. */
function changed(resource: unknown, path: Path, value: unknown): string {
  const copy = structuredClone(resource) as Record<string | number, unknown>;
  let here = copy;
  for (const step of path.slice(0, -1)) here = here[step] as Record<string | number, unknown>;
  // JSON leaves out what is undefined
  here[path.at(-1)!] = value;
  return written(copy);
}
const patient = (path: Path, value: unknown): string => changed(PATIENT, path, value);
const ins = (path: Path, value: unknown): string => changed(INS_PATIENT, path, value);
const second = (value: string, system?: string): string => {
  const one = INS_PATIENT.identifier[0]!;
  return ins(['identifier', 1], system === undefined ? { ...one, value } : { system, value });
};
const RELIABILITY = ['extension', 0, 'extension'] as const;
const PRODUCTION = 'urn:oid:1.2.250.1.213.1.4.8';
/** Another number, with what goes with it. */
const numbered = (value: string): string => ins(['identifier', 0, 'value'], value);
const typed = (system: string, type: string): string =>
  written({
    ...INS_PATIENT,
    identifier: [
      { ...INS_PATIENT.identifier[0], system, type: { coding: [{ ...INS_PATIENT.identifier[0]!.type!.coding[0], code: type }] } },
    ],
  });
/** Who has a national number. */
const holder = (resourceType: string, system: string, value: string): string =>
  written({ resourceType, text: PATIENT.text, identifier: [{ system, value }] });
const byProfile = (name: string, more: object = {}): string =>
  written({
    resourceType: 'Patient',
    meta: { profile: [`${OURS}/${name}`] },
    text: PATIENT.text,
    name: [{ use: 'official', family: 'EXEMPLE' }],
    ...more,
  });
/** At least a kilogram is asked for. */
const weighing = (value: number, unit: string): string =>
  written({
    resourceType: 'Observation',
    meta: { profile: [`${OURS}/weight`] },
    text: PATIENT.text,
    status: 'final',
    code: { text: 'Poids' },
    subject: { display: 'A' },
    performer: [{ display: 'B' }],
    effectiveDateTime: '2026-11-20',
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  });
const xml = (what: string | RegExp, by: string): string => {
  const text = PATIENT_XML.replace(what, by);
  if (text === PATIENT_XML) throw new Error(`nothing like ${String(what)}`);
  return text;
};
const xhtml = (inner: string): string => patient(['text', 'div'], `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`);

/** What breaks a rule, and only it. */
const broken: Record<string, (string | Uint8Array)[]> = {
  'FHIR-01': [written(PATIENT).slice(0, -4), xml('</Patient>', ''), xml('<Patient', '<!DOCTYPE Patient><Patient')],
  'FHIR-02': [`\uFEFF${written(PATIENT)}`, Buffer.from(written(PATIENT).replace('LYON', 'MÂCON'), 'latin1')],
  'FHIR-03': [written(PATIENT).replace('"active": true', '"active": true, "active": true')],
  'FHIR-04': [patient(['photo'], []), patient(['multipleBirthInteger'], null), patient(['name', 0, 'prefix'], [''])],
  'FHIR-05': [xml('<active value="true"/>', '<active value="true"/>texte')],
  'FHIR-06': [
    written({ resourceType: 'Patiente' }),
    written({ resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: 'urn:oid:1.2.3', resource: { active: true } }] }),
  ],
  'FHIR-10': [
    patient(['gender'], undefined),
    written({ ...DOCUMENT.entry[0]!.resource, title: undefined, subject: undefined, author: [{ display: 'A' }] }),
  ],
  'FHIR-11': [patient(['deceasedDateTime'], '2026-01-01'), byProfile('one-name', { name: [{ family: 'A' }, { family: 'B' }] })],
  'FHIR-12': [
    patient(['dateOfBirth'], '1979-03-28'),
    patient(['name', 0, 'Family'], 'EXEMPLE'),
    xml('<active ', '<actif value="true"/><active '),
  ],
  'FHIR-13': [patient(['multipleBirthBoolean'], true), patient(['multipleBirthString'], 'x')],
  'FHIR-14': [patient(['name', 0, 'given'], 'Anne'), patient(['gender'], ['female']), patient(['contact'], PATIENT.contact[0])],
  'FHIR-15': [patient(['active'], 'true'), patient(['name', 0, 'family'], 12), patient(['maritalStatus'], 'M')],
  'FHIR-16': [xml(/(<gender [^>]*>)\s*(<birthDate [^>]*>)/, '$2$1')],
  'FHIR-17': [changed(SEARCHSET, ['meta'], { profile: [`${OURS}/patients`] })],
  'FHIR-18': [patient(['address'], [{ line: ['1 rue de l’Exemple'] }])],
  'FHIR-19': [patient(['address', 0, 'id'], 'name')],
  'FHIR-20': [
    patient(['birthDate'], '28/03/1979'),
    patient(['birthDate'], '1979-02-30'),
    patient(['identifier', 1, 'system'], 'urn:oid:1.2.250.'),
    patient(['photo'], [{ contentType: 'image/png', data: ' ' }]),
  ],
  'FHIR-21': [patient(['id'], 'patient_1')],
  'FHIR-22': [patient(['contained'], [PATIENT.contained[0], PATIENT.contained[0]])],
  'FHIR-23': [patient(['active'], false)],
  'FHIR-24': [patient(['communication', 0, 'language'], { coding: [{ system: 'https://example.org/langues', code: 'fr' }] })],
  'FHIR-25': [patient(['birthDate'], '1879-03-28'), weighing(500, 'g'), weighing(0.5, 'kg')],
  'FHIR-26': [patient(['name', 0, 'family'], 'E'.repeat(21))],
  'FHIR-27': [patient(['identifier', 0, 'value'], '2 79 03')],
  'FHIR-28': [patient(['name', 0, 'family'], 'E')],
  'FHIR-29': [
    changed({ ...PATIENT, _birthDate: ABSENT }, ['birthDate'], undefined),
    patient(['name', 0], { use: 'official', _family: { extension: [{ url: `${HL7}/humanname-own-name`, valueString: 'EXEMPLE' }] } }),
  ],
  'FHIR-30': [
    patient(['gender'], 'F'),
    patient(['maritalStatus'], { coding: [{ system: 'https://example.org/x', code: 'X' }] }),
    patient(['maritalStatus'], { text: 'Mariée' }),
    changed({ ...PATIENT, _gender: ABSENT }, ['gender'], undefined),
  ],
  'FHIR-31': [patient(['communication', 0, 'language', 'coding', 0, 'code'], 'oc')],
  'FHIR-32': [patient(['contact', 0, 'relationship', 0, 'coding', 0, 'code'], 'aunt')],
  'FHIR-33': [byProfile('unknown-set', { maritalStatus: PATIENT.maritalStatus })],
  'FHIR-34': [
    patient(
      ['maritalStatus', 'coding'],
      [...PATIENT.maritalStatus.coding, { system: PATIENT.maritalStatus.coding[0]!.system, code: 'married' }],
    ),
  ],
  'FHIR-35': [patient(['maritalStatus', 'coding', 0, 'display'], 'Divorced')],
  'FHIR-36': [patient(['maritalStatus', 'coding', 0], { code: 'M' })],
  'FHIR-37': [
    patient(['contact', 0, 'relationship', 0, 'coding', 0, 'system'], 'relations'),
    patient(['contact', 0, 'relationship', 0, 'coding', 0, 'system'], 'https://example.org/fhir/ValueSet/relations'),
  ],
  'FHIR-38': [changed(DOCUMENT, ['identifier', 'value'], '5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e00')],
  'FHIR-39': [patient(['photo', 0, 'size'], 8)],
  'FHIR-40': [
    patient(['contact', 0, 'period'], { start: '2026-01-01', end: '2020-01-01' }),
    patient(['contact', 0], { gender: 'female' }),
    patient(['contact', 0, 'relationship'], undefined),
    // of an element that has the content of another
    written({ resourceType: 'Parameters', parameter: [{ name: 'a', part: [{ name: 'b' }] }] }),
  ],
  'FHIR-41': [patient(['name'], [{ text: 'ANNE EXEMPLE' }])],
  'FHIR-42': [changed(DOCUMENT, ['entry', 1, 'resource', 'text'], undefined), byProfile('at-end', { text: undefined })],
  'FHIR-43': [byProfile('unreadable')],
  'FHIR-50': [patient(['identifier'], [PATIENT.identifier[1]])],
  'FHIR-51': [
    patient(['identifier'], [PATIENT.identifier[0], PATIENT.identifier[0]]),
    patient(
      ['telecom'],
      [1, 2, 3].map(() => PATIENT.telecom[0]),
    ),
  ],
  'FHIR-52': [patient(['telecom', 1, 'system'], 'fax')],
  'FHIR-53': [
    patient(['telecom'], PATIENT.telecom.toReversed()),
    byProfile('at-end', {
      name: [
        { use: 'official', family: 'A' },
        { use: 'usual', family: 'B' },
      ],
    }),
  ],
  'FHIR-54': [byProfile('untold', { name: [{ use: 'official', text: 'ANNE EXEMPLE', family: 'EXEMPLE' }] })],
  'FHIR-60': [patient(['modifierExtension', 0, 'url'], 'https://example.org/inconnue')],
  'FHIR-61': [patient(['extension', 0, 'url'], 'https://example.org/inconnue')],
  'FHIR-62': [
    patient(['extension', 1], PATIENT.contact[0]!.extension[0]),
    // its context is an expression: the languages that are preferred
    patient(['communication', 0, 'preferred'], false),
  ],
  'FHIR-63': [patient(['modifierExtension', 1], PATIENT.extension[0]), patient(['extension', 1], PATIENT.modifierExtension[0])],
  'FHIR-64': [patient(['extension', 0, 'url'], 'couleur')],
  'FHIR-65': [xml('<extension url="code">', '<extension url="country">')],
  'FHIR-70': [patient(['generalPractitioner'], [{ reference: 'le médecin' }])],
  'FHIR-71': [patient(['link'], [{ other: { reference: '#absent' }, type: 'seealso' }])],
  'FHIR-72': [
    patient(['link'], [{ other: { reference: 'Organization/1' }, type: 'seealso' }]),
    patient(['generalPractitioner'], [{ reference: 'https://example.org/fhir/Patient/2' }]),
    // the profile that is wanted is not here, but it can be for no Slot
    byProfile('unknown-target', { generalPractitioner: [{ reference: 'Slot/1' }] }),
  ],
  'FHIR-73': [patient(['contained', 0], { resourceType: 'Organization', id: 'chu', identifier: [{ system: 'urn:oid:1.2', value: '1' }] })],
  'FHIR-74': [changed({ ...PATIENT, contained: undefined }, ['managingOrganization'], { reference: 'Organization/1' })],
  'FHIR-75': [patient(['managingOrganization', 'type'], 'Location')],
  'FHIR-76': [
    changed(DOCUMENT, ['entry', 1, 'resource', 'generalPractitioner'], [{ reference: 'urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e09' }]),
  ],
  'FHIR-77': [patient(['contained', 1], { resourceType: 'Organization', id: 'autre', name: 'Autre' })],
  'FHIR-78': [
    patient(['contained', 1], {
      resourceType: 'Provenance',
      target: [{ reference: '#' }],
      recorded: '2026-11-20T10:00:00Z',
      agent: [{ who: { display: 'A' } }],
    }),
  ],
  'FHIR-79': [
    changed(DOCUMENT, ['entry', 0, 'resource', 'encounter'], { reference: 'urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e09' }),
    // completed by the fullUrl of the Composition, which is a URN: it means nothing
    changed(DOCUMENT, ['entry', 0, 'resource', 'encounter'], { reference: 'Encounter/1' }),
  ],
  'FHIR-80': [changed(SEARCHSET, ['entry', 0, 'fullUrl'], undefined)],
  'FHIR-81': [changed(SEARCHSET, ['entry', 0, 'fullUrl'], 'Patient/1')],
  'FHIR-82': [
    changed(SEARCHSET, ['entry', 0, 'resource', 'id'], '2'),
    changed(SEARCHSET, ['entry', 0, 'fullUrl'], 'https://example.org/fhir/Group/1'),
    changed(DOCUMENT, ['entry', 2], {
      fullUrl: 'https://example.org/fhir/Provenance/1',
      resource: {
        resourceType: 'Provenance',
        text: PATIENT.text,
        target: [{ reference: DOCUMENT.entry[1]!.fullUrl }],
        recorded: '2026-11-20T10:00:00Z',
        agent: [{ who: { display: 'A' } }],
      },
    }),
  ],
  'FHIR-83': [changed(TRANSACTION, ['entry', 1], TRANSACTION.entry[0])],
  'FHIR-84': [
    changed(TRANSACTION, ['entry', 0, 'request', 'url'], 'Patient/1'),
    changed(TRANSACTION, ['entry', 1, 'request', 'url'], 'Patient'),
  ],
  'FHIR-85': [
    changed(TRANSACTION, ['entry', 0, 'request', 'url'], 'Group'),
    changed(TRANSACTION, ['entry', 1, 'request', 'url'], 'Patient/3'),
  ],
  'FHIR-86': [changed(SEARCHSET, ['entry', 0, 'search'], undefined)],
  'FHIR-87': [changed(SEARCHSET, ['entry', 0, 'search', 'mode'], 'outcome')],
  'FHIR-88': [changed(SEARCHSET, ['total'], 0)],
  'FHIR-89': [
    changed(DOCUMENT, ['entry', 2], {
      fullUrl: 'urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e08',
      resource: { resourceType: 'Patient', text: PATIENT.text },
    }),
  ],
  'FHIR-90': [patient(['text', 'div'], '<p>ANNE</p>'), xhtml('ANNE&nbsp;EXEMPLE'), xhtml('<p>ANNE')],
  'FHIR-91': [
    xhtml('ANNE<script>alert(1)</script>'),
    xhtml('<p onclick="x()">ANNE</p>'),
    xhtml('<a href="javascript:x()">ANNE</a>'),
    xhtml('<p>ANNE</p><form/>'),
  ],
  'FHIR-92': [xhtml(' <p> </p>')],
  'FHIR-93': [changed(SEARCHSET, ['link', 2], SEARCHSET.link[1])],
  'FHIR-94': [
    changed(SEARCHSET, ['entry', 0], {
      ...SEARCHSET.entry[0],
      fullUrl: 'urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e04',
      resource: { ...SEARCHSET.entry[0]!.resource, id: undefined },
    }),
  ],
  'FHIR-95': [patient(['meta', 'profile', 1], 'https://example.org/inconnu')],
  'FHIR-96': [patient(['meta', 'profile', 1], `${OURS}/organization`)],
  'FHIR-97': [patient(['meta', 'profile', 1], `${OURS}/broken`)],
  'FHIR-98': [patient(['deceasedBoolean'], undefined)],
  'FHIR-100': [numbered('2790351215189'), numbered('2 79 03 51 215 189 89')],
  'FHIR-101': [numbered('279035121518988')],
  'FHIR-102': [numbered('279135121518955'), numbered('279030021518911')],
  'FHIR-103': [typed('urn:oid:1.2.250.1.213.1.4.12', 'INS-NIR')],
  'FHIR-104': [
    typed('urn:oid:1.2.250.1.213.1.4.10', 'INS-NIR'),
    typed('urn:oid:1.2.250.1.213.1.4.11', 'INS-NIR-TEST'),
    ins(['identifier', 0, 'type'], undefined),
  ],
  'FHIR-105': [typed(PRODUCTION, 'INS-NIR')],
  'FHIR-106': [typed(PRODUCTION, 'INS-NIR')],
  'FHIR-107': [ins(['gender'], 'male')],
  'FHIR-108': [ins(['birthDate'], '1978-03-28'), ins(['birthDate'], '1979-04-28')],
  'FHIR-109': [ins(['extension', 1, 'valueAddress', 'extension', 0, 'valueCoding', 'code'], '63220')],
  'FHIR-110': [ins(['name', 0, 'family'], undefined)],
  'FHIR-111': [ins(['name', 0, 'given'], undefined)],
  'FHIR-112': [ins(['name', 0, 'extension'], undefined)],
  'FHIR-113': [ins(['birthDate'], undefined)],
  'FHIR-114': [ins(['gender'], undefined)],
  'FHIR-115': [ins(['extension'], [INS_PATIENT.extension[0]]), ins(['extension', 1, 'valueAddress', 'extension'], undefined)],
  'FHIR-116': [ins(['extension'], [INS_PATIENT.extension[1]]), ins([...RELIABILITY, 0, 'valueCoding', 'code'], 'PROV')],
  'FHIR-117': [
    ins([...RELIABILITY, 1, 'valueCoding', 'code'], 'SM'),
    ins(['extension', 0, 'extension'], INS_PATIENT.extension[0]!.extension!.slice(0, 2)),
    ins([...RELIABILITY, 2, 'valueDate'], '2026-11-22'),
  ],
  'FHIR-118': [second('207058575627097')],
  'FHIR-119': [second('1541187387477485562488', 'urn:oid:1.2.250.1.213.1.4.2'), second('279035121518989', 'https://example.org/numbers')],
  'FHIR-120': [
    holder('Practitioner', 'https://rpps.esante.gouv.fr', '99900063481'),
    holder('Practitioner', 'https://rpps.esante.gouv.fr', '899900063480'),
    holder('Practitioner', 'urn:oid:1.2.250.1.71.4.2.1', '99900063480'),
    holder('Organization', 'https://finess.esante.gouv.fr', '750712185'),
    holder('Organization', 'https://sirene.fr', '35600000000049'),
    holder('Organization', 'urn:oid:1.2.250.1.71.4.2.2', '750712184'),
  ],
};

/** Rules that a parameter calls for. */
const AUTHORITY: Readonly<Record<string, string>> = { 'FHIR-106': 'test' };

const RIGHT = {
  patient: written(PATIENT),
  xml: PATIENT_XML,
  document: written(DOCUMENT),
  searchset: written(SEARCHSET),
  transaction: written(TRANSACTION),
  ins: written(INS_PATIENT),
  grams: weighing(1500, 'g'),
  rpps: holder('Practitioner', 'https://rpps.esante.gouv.fr', '99900063480'),
  finess: holder('Organization', 'https://finess.esante.gouv.fr', '750712184'),
  // an extension that the profile admits stands for the value
  absent: patient(['name', 0], { use: 'official', _family: ABSENT }),
};

describe('rules', () => {
  test('resources as they should be break none, and all are evaluated', () => {
    const judged = [...Object.values(RIGHT).map((text) => judge(text, true)), judge(RIGHT.ins, false, 'test')];
    expect(judged.flatMap(({ findings }) => findings)).toEqual([]);
    expect(rules.map(({ id }) => id).filter((id) => !judged.some(({ evaluated }) => evaluated.includes(id)))).toEqual([]);
  });

  test.each(Object.entries(broken).flatMap(([rule, inputs]) => inputs.map((text, i) => ({ rule, i, text }))))(
    '$rule $i',
    ({ rule, text }) => {
      const { findings } = judge(text, rule === 'FHIR-98', AUTHORITY[rule]);
      expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
      for (const { message, hint, expected, actual } of findings) {
        expect(expected ?? 'nothing expected').not.toEqual(actual);
        // what an invariant says in words is its author’s
        for (const { fr } of rule === 'FHIR-40' || rule === 'FHIR-41' || rule === 'FHIR-42' ? [hint] : [message, hint])
          expect(fr).not.toMatch(/[^\u00a0][;?!](?![\w\u00a0-])| [:;?!]|« | »|[a-z]'[a-z]/);
      }
    },
  );
});

describe('references in a document', () => {
  test('that several entries answer are told', () => {
    const { resource } = DOCUMENT.entry[1]!;
    const text = changed(DOCUMENT, ['entry', 2], { ...DOCUMENT.entry[1], resource: { ...resource, meta: { versionId: '2' } } });
    const ambiguous = judge(text).findings.filter(({ rule }) => rule === 'FHIR-79');
    expect(ambiguous.map(({ place, actual }) => [place.path, actual?.en.startsWith('several entries')])).toEqual([
      ['Bundle.entry[0].resource.subject.reference', true],
      ['Bundle.entry[0].resource.author[0].reference', true],
    ]);
  });

  test('are completed by the fullUrl of their entry, and name a version where they say one', () => {
    const at = (id: string, resource: object) => ({ fullUrl: `https://example.org/fhir/${id}`, resource: { ...resource, id: '1' } });
    const entry = (reference: string) => [
      at('Composition/1', { ...DOCUMENT.entry[0]!.resource, subject: { reference }, author: [{ reference }] }),
      at('Patient/1', { ...DOCUMENT.entry[1]!.resource, meta: { versionId: '2' } }),
    ];
    const told = (reference: string) => [
      ...new Set(judge(changed(DOCUMENT, ['entry'], entry(reference))).findings.map(({ rule }) => rule)),
    ];
    expect(told('Patient/1')).toEqual([]);
    expect(told('Patient/1/_history/2')).toEqual([]);
    expect(told('https://example.org/fhir/Patient/1')).toEqual([]);
    expect(told('Patient/1/_history/3')).toEqual(['FHIR-79', 'FHIR-89']);
    expect(told('Patient/2')).toEqual(['FHIR-79', 'FHIR-89']);
  });
});

describe('slices', () => {
  const told = (telecom: unknown): string[] =>
    judge(byProfile('by-two', { telecom })).findings.map(({ rule, place }) => `${rule} ${place.path}`);
  const home = { system: 'phone', use: 'home', value: '1' };

  test('are told apart by what a value of theirs states below, and by those discriminators of which they say something', () => {
    expect(told([home])).toEqual([]);
    expect(told([home, { system: 'email', value: 'a@example.org' }])).toEqual([]);
    expect(told([home, { system: 'email', use: 'work', value: 'a@example.org' }])).toEqual([]);
    expect(told([home, { system: 'phone', use: 'work', value: '2' }])).toEqual(['FHIR-52 Patient.telecom[1]']);
    expect(told([{ ...home, use: 'work' }])).toEqual(['FHIR-52 Patient.telecom[0]', 'FHIR-50 Patient.telecom:home']);
  });
});

describe('requirements', () => {
  test('each rule has something that breaks it, and a requirement of its level', () => {
    expect(Object.keys(broken)).toEqual(rules.map(({ id }) => id));
    const file = RequirementFile.parse(
      parse(readFileSync(new URL('../../suites/ressources-fhir/requirements.yaml', import.meta.url), 'utf8')),
    );
    expect(file.requirements.map(({ id, level }) => [id, level])).toEqual(
      rules.filter((rule) => !insRules.includes(rule)).map(({ id, level }) => [id, level]),
    );
  });

  test('each one on the INS has its rule, of its level', () => {
    const file = RequirementFile.parse(parse(readFileSync(new URL('../../suites/ins/requirements.yaml', import.meta.url), 'utf8')));
    expect(insRules.map(({ level, requirements }) => [...requirements, level])).toEqual(
      file.requirements.map(({ id, level }) => [id, level]),
    );
  });
});

test('CapabilityStatement.format takes the short names of the formats of FHIR beside media types', () => {
  const formats = ['json', 'xml', 'ttl', 'application/fhir+json', 'pdf'];
  const statement = new Artefact('statement', Buffer.from(written({ resourceType: 'CapabilityStatement', format: formats })));
  const { findings } = judgeResource(statement, fhirDefinitions([]), { profiles: [], mustSupport: false }, { at, insAuthority: undefined });
  expect(findings.filter(({ rule }) => rule === 'FHIR-30').map(({ place }) => place.path)).toEqual(['CapabilityStatement.format[4]']);
});

test('where the value set of a profile is not here, that of the specification is left', () => {
  const told = (gender: string): string[] => judge(byProfile('unknown-codes', { gender })).findings.map(({ rule }) => rule);
  expect(told('female')).toEqual(['FHIR-33']);
  expect(told('F')).toEqual(['FHIR-33', 'FHIR-30']);
});

describe('invariants in French', () => {
  test('are those of FHIR, and told by its own only', () => {
    const types =
      'Bundle Patient Observation Appointment Organization Composition Attachment ContactPoint Quantity SimpleQuantity Period Ratio Range';
    const keys = types
      .split(' ')
      .flatMap((type) => definitions.type(type)!.elements.flatMap(({ constraints = [] }) => constraints.map(({ key }) => key)));
    expect([...IN_FRENCH.keys()].filter((key) => !keys.includes(key))).toEqual([]);
    const messages = (resource: string): string[] => judge(resource).findings.map(({ message }) => message.fr);
    expect(messages(patient(['contact', 0, 'period'], { start: '2026-01-01', end: '2020-01-01' }))).toEqual([
      'Invariant per-1 non respecté\u00a0: la date de début est antérieure ou égale à la date de fin',
    ]);
    expect(messages(patient(['name'], [{ text: 'ANNE EXEMPLE' }]))).toEqual(['Invariant our-2 non respecté\u00a0: A family name']);
  });
});

describe('the INS of patients', () => {
  test('is told in the words of FHIR', () => {
    const said = (resource: string) => judge(resource).findings.map(({ rule, expected, actual }) => [rule, expected?.fr, actual?.fr]);
    expect(said(ins(['gender'], 'male'))).toEqual([['FHIR-107', 'female (279035121518989)', 'male']]);
    expect(said(ins(['birthDate'], '1978-03-28'))).toEqual([['FHIR-108', expect.stringContaining('79'), '1978-03-28']]);
    expect(said(ins(['identifier', 0, 'type'], undefined))).toEqual([['FHIR-104', 'INS-NIR-TEST', 'rien']]);
  });

  const ids = new Set(insRules.map(({ id }) => id));
  const told = (resource: unknown, insAuthority?: string): string[] =>
    judge(written(resource), false, insAuthority)
      .findings.filter(({ rule }) => ids.has(rule))
      .map(({ rule, place }) => `${rule} ${place.path}`);
  const man = { ...INS_PATIENT, gender: 'male' };
  const bare = { resourceType: 'Patient', identifier: INS_PATIENT.identifier };

  test('is judged wherever one stands, and told there', () => {
    expect(told(man)).toEqual(['FHIR-107 Patient.gender']);
    expect(told({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: INS_PATIENT }, { resource: man }] })).toEqual([
      'FHIR-107 Bundle.entry[1].resource.gender',
    ]);
    const inside = {
      resourceType: 'List',
      status: 'current',
      mode: 'working',
      contained: [{ ...man, id: 'p' }],
      subject: { reference: '#p' },
    };
    expect(told({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: inside }] })).toEqual([
      'FHIR-107 Bundle.entry[0].resource.contained[0].gender',
    ]);
    expect(told({ resourceType: 'Person', identifier: INS_PATIENT.identifier })).toEqual([]);
  });

  test('has its traits with it, but for a Patient that does not tell all of one', () => {
    const missing = [110, 111, 112, 113, 114, 115, 116].map((n) => `FHIR-${n} Patient`);
    expect(told(bare)).toEqual(missing);
    const tag = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }];
    expect(told({ ...bare, meta: { tag } })).toEqual([]);
    const link = (type: string): object => ({ ...bare, active: false, link: [{ other: { reference: 'Patient/2' }, type }] });
    expect(told(link('replaced-by'))).toEqual([]);
    expect(told(link('seealso'))).toEqual(missing);
    const asked = (resource: object): object => ({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource }] });
    expect(told(asked(bare))).toEqual([]);
    // what it does tell is judged
    expect(told(asked({ ...bare, gender: 'male' }))).toEqual(['FHIR-107 Parameters.parameter[0].resource.gender']);
  });

  test('of production is an error in a test, a warning where nothing is said, and right where it is expected', () => {
    const production: unknown = JSON.parse(typed(PRODUCTION, 'INS-NIR'));
    expect(told(production, 'production')).toEqual([]);
    expect(told(production)).toEqual(['FHIR-105 Patient.identifier[0].system']);
    expect(told(production, 'test')).toEqual(['FHIR-106 Patient.identifier[0].system']);
  });

  test('may have been had on a day that has begun east of here', () => {
    expect(told(JSON.parse(ins([...RELIABILITY, 2, 'valueDate'], '2026-11-21')))).toEqual([]);
  });

  test('of five thousand identifiers is judged in time', () => {
    const identifier = Array.from({ length: 5_000 }, () => ({ ...INS_PATIENT.identifier[0], value: '1' }));
    expect(told({ ...INS_PATIENT, identifier }).filter((one) => one.startsWith('FHIR-100'))).toHaveLength(100);
  });
});

describe('hostile input', () => {
  const told = (text: string | Uint8Array): string[] => [...new Set(judge(text).findings.map(({ rule }) => rule))];
  const bounded = (milliseconds: number, work: () => void): void => {
    const { user, system } = process.cpuUsage();
    work();
    const now = process.cpuUsage();
    expect((now.user - user + now.system - system) / 1000).toBeLessThan(milliseconds);
  };

  test('a resource nested beyond measure is refused', () => {
    expect(told('{"resourceType":"Patient","contact":'.repeat(100_000))).toEqual(['FHIR-01']);
    expect(told(`<Patient xmlns="http://hl7.org/fhir">${'<contact>'.repeat(100_000)}`)).toEqual(['FHIR-01']);
  });

  test('references in circles end', () => {
    const circle = (id: string, to: string): object => ({
      fullUrl: `https://example.org/fhir/Patient/${id}`,
      resource: {
        resourceType: 'Patient',
        id,
        meta: { profile: [`${OURS}/linked`] },
        text: PATIENT.text,
        link: [{ other: { reference: `Patient/${to}` }, type: 'seealso' }],
      },
    });
    expect(told(written({ resourceType: 'Bundle', type: 'collection', entry: [circle('1', '2'), circle('2', '1')] }))).toEqual([]);
  });

  test('an expression that never ends is interrupted, and told with its key', () => {
    bounded(10_000, () => {
      const { findings } = judge(byProfile('endless'));
      expect(findings.map(({ rule, expected }) => [rule, expected?.en.slice(0, 5)])).toEqual([
        ['FHIR-43', 'end-1'],
        ['FHIR-43', 'end-2'],
      ]);
    });
  });

  test('a context that never ends is asked once, and forbids nothing', () => {
    const extension = Array.from({ length: 200 }, () => ({ url: `${OURS}/anywhere`, valueBoolean: true }));
    bounded(5_000, () => expect(told(written({ resourceType: 'Patient', text: PATIENT.text, extension }))).toEqual([]));
  });

  test('ten thousand wrong elements are told a hundred times each rule, in time', () => {
    bounded(10_000, () => {
      const { findings } = judge(
        written({ resourceType: 'Patient', text: PATIENT.text, name: Array.from({ length: 10_000 }, (_, i) => ({ nom: `n${i}` })) }),
      );
      expect(findings.filter(({ rule }) => rule === 'FHIR-12')).toHaveLength(100);
    });
  });

  test('long values of every form cost no more than their length', () => {
    const long = 'a '.repeat(500_000);
    bounded(10_000, () => {
      expect(told(patient(['birthDate'], '1'.repeat(1_000_000)))).toEqual(['FHIR-20', 'FHIR-25']);
      expect(told(patient(['gender'], long))).toContain('FHIR-20');
      expect(told(patient(['link'], [{ other: { reference: `https://${'a/'.repeat(500_000)}` }, type: 'seealso' }]))).toEqual([]);
      expect(told(patient(['identifier', 1, 'system'], `urn:oid:1${'.1'.repeat(500_000)}x`))).toContain('FHIR-20');
    });
  });
});

/** The type that an expression is for; any, where none is named. */
const OF_TYPE: readonly [start: string, type: string][] = [
  ['extension.exists', 'Extension'],
  ['contained', 'Patient'],
  ['text', 'Patient'],
  ['value.empty', 'ContactPoint'],
  ['code.empty', 'Quantity'],
];

describe('what the tree judges without FHIRPath', () => {
  test('is what FHIRPath says', () => {
    const nodes: FhirNode[] = [];
    const look = (node: FhirNode): void => {
      nodes.push(node);
      node.children.forEach(look);
    };
    const more = {
      resourceType: 'Patient',
      contained: [
        {
          resourceType: 'Patient',
          id: 'a',
          meta: { versionId: '1', lastUpdated: '2026-01-01T00:00:00Z', security: [{ code: 'R' }] },
          contained: [{ resourceType: 'Patient', id: 'b' }],
        },
      ],
      extension: [
        { url: 'a' },
        { url: 'b', valueString: 'c', extension: [{ url: 'd', valueCode: 'e' }] },
        { id: 'f', url: 'g', valueQuantity: { code: 'mm' } },
        { url: 'h', valueQuantity: { code: 'mm', system: 'http://unitsofmeasure.org' } },
      ],
      telecom: [{ value: '1' }, { system: 'phone', value: '1' }, { use: 'home' }],
    };
    for (const resource of [PATIENT, more, DOCUMENT]) look(readFhirJson(Buffer.from(written(resource))).root!);
    const objects = nodes.filter((node) => node.value === undefined);
    const oracle = new Walk(new Judge(rules), new Library(definitions), { profiles: [], mustSupport: false, ordered: false });
    for (const expression of NATIVE_EXPRESSIONS) {
      const type = OF_TYPE.find(([start]) => expression.startsWith(start))?.[1];
      const mine = objects.filter((node) => type === undefined || oracle.typing(node)?.type === type);
      const invariants = mine.map((node) => ({
        constraint: { key: 'x-1', severity: 'error' as const, human: 'x', expression },
        node,
        base: node.resourceType === undefined ? (oracle.typing(node)?.type ?? 'Element') : '',
      }));
      const native = invariants.map((invariant) => judgeNatively(invariant));
      expect(judgeInvariants(invariants, oracle).map(({ holds }) => holds)).toEqual(native);
      // bounds of the assertion: something holds
      expect(native).toContain(true);
    }
  });
});

test('a pattern is shown as the element that does not fit it', () => {
  const rpps = { system: 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203', code: 'ADELI' };
  const { findings } = judge(
    written({
      resourceType: 'Practitioner',
      meta: { profile: ['https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-practitioner'] },
      text: PATIENT.text,
      identifier: [{ type: { coding: [rpps] }, system: 'https://rpps.esante.gouv.fr', value: '99900063480' }],
    }),
  );
  expect(findings.flatMap(({ rule, expected, actual }) => (rule === 'FHIR-24' ? [[expected?.fr, actual?.fr]] : []))).toEqual([
    [`system: ${rpps.system}, code: RPPS`, `system: ${rpps.system}, code: ADELI`],
  ]);
});

test('what to do is told for what is wrong', () => {
  const told = (text: string): unknown[] => judge(text).findings.map(({ expected, actual, hint }) => [expected?.en, actual?.en, hint.en]);
  expect(told(xml(/(<gender [^>]*>)\s*(<birthDate [^>]*>)/, '$2$1'))).toEqual([
    ['before birthDate', 'gender', 'Put the elements in the order of the specification.'],
  ]);
  const hints = (text: string): unknown[] => judge(text).findings.map(({ hint }) => hint.en);
  expect(hints(written(PATIENT).slice(0, -4))).toEqual(['Correct it at the place shown.']);
  expect(hints(xml('<Patient', '<!DOCTYPE Patient><Patient'))).toEqual(['Remove the DOCTYPE.']);
  expect(hints('{"resourceType":"Patient","contact":'.repeat(300))).toEqual([expect.stringContaining('256 levels')]);
});

test('a value set is told with its codes where they are few', () => {
  const told = (resource: unknown): unknown[] =>
    judgeResource(
      new Artefact('resource', Buffer.from(written(resource))),
      fhirDefinitions([]),
      { profiles: [], mustSupport: false },
      { at },
    ).findings.flatMap(({ rule, expected, hint }) => (rule === 'FHIR-30' ? [[expected?.en, hint.en]] : []));
  expect(told({ resourceType: 'Patient', text: PATIENT.text, gender: 'F' })).toEqual([
    [
      'a code of http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1: male, female, other, unknown',
      'Write a code of the value set, as it is.',
    ],
  ]);
  // the types of resources are many
  expect(
    told({ resourceType: 'Subscription', text: PATIENT.text, status: 'active', reason: 'r', criteria: 'c', channel: { type: 'fax' } }),
  ).toEqual([
    [expect.stringMatching(/^a code of .*subscription-channel-type.*: rest-hook, websocket, email, sms, message$/), expect.anything()],
  ]);
  expect(
    told({
      resourceType: 'SearchParameter',
      text: PATIENT.text,
      url: 'urn:x:1',
      name: 'N',
      status: 'active',
      description: 'd',
      code: 'c',
      type: 'string',
      base: ['Pacient'],
    }),
  ).toEqual([[expect.stringMatching(/^a code of [^ ]*resource-types[^ ]*$/), expect.anything()]]);
});
