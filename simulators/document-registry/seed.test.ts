import { expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import { ASSOCIATION, codesOf, SCHEME, slotValue, STATUS, writeSubmitObjects, type RimObject } from '../../src/protocols/ebxml/index.js';
import { insProblem } from '../../src/protocols/identifiers/index.js';
import { validator } from '../../validators/xds-metadata/index.js';
import { context, found, refused } from './fixtures/lots.js';
import { seededStore, seedPlanOf } from './seed.js';
import { documentsPerPatient, patientAt, seededSubmissions } from './seeded-metadata.js';
import { kindOf, RegistryStore } from './store.js';

const PLAN = { documents: 400, patients: 20, repositoryUniqueId: '1.2.3' };
const submissions = [...seededSubmissions(PLAN)];
const objects = submissions.flat();
const documents = objects.filter((object) => kindOf(object) === 'document');
const told: string[] = [];
const store = seededStore(undefined, PLAN, ({ fr }) => told.push(fr));

/** As its source would have sent it: what the registry gives is taken off. */
const asSent = ({ lid: _lid, status: _status, version: _version, ...object }: RimObject): RimObject => object;

test('the same plan gives the same, and as many documents and patients as asked', () => {
  expect(JSON.stringify([...seededSubmissions(PLAN)])).toBe(JSON.stringify(submissions));
  expect(documents).toHaveLength(400);
  expect(told.at(-1)).toContain('400 fiches de 20 patients');
  expect(store.size).toBe(objects.length);
  const patients = Array.from({ length: 10_000 }, (_, n) => patientAt(n).ins);
  expect(new Set(patients).size).toBe(10_000);
  expect(patients.slice(0, 500).filter((ins) => insProblem(ins))).toEqual([]);
  for (const [entries, number] of [
    [1_000_000, 50_000],
    [7, 7],
    [1000, 3],
  ] as const)
    expect(documentsPerPatient({ documents: entries, patients: number }).reduce((a, b) => a + b)).toBe(entries);
  const plan = { ...PLAN, documents: 700, patients: 9 };
  expect([...seededSubmissions(plan)].flat().filter(({ kind }) => kind === 'ExtrinsicObject')).toHaveLength(700);
});

test('every submission breaks no rule of metadata', async () => {
  for (const submission of submissions) {
    const bytes = new TextEncoder().encode(writeSubmitObjects(submission.map(asSent)).markup);
    const { findings } = await validator.validate(new Artefact('seeded', bytes), {
      at: new Date('2026-11-20T10:15:00Z'),
      trust: { anchors: [], crls: [] },
      parameters: {},
    });
    expect(findings.map(({ rule, severity, actual }) => `${severity} ${rule} ${actual?.fr}`)).toEqual([]);
  }
});

test('a registry takes the submissions in one after the other, and comes to the same states', () => {
  const registry = new RegistryStore();
  for (const submission of submissions) expect(registry.register(submission.map(asSent), context)).toMatchObject({ accepted: true });
  const states = (one: RegistryStore) => documents.map(({ id }) => one.object(id)?.status);
  expect(states(registry)).toEqual(states(store));
  // what is put in folders is there already
  expect(registry.size).toBe(store.size);
});

test('there is something of everything', () => {
  const ofType = (type: string) => objects.filter((object) => object.type === type).length;
  expect(documents.filter(({ status }) => status === STATUS.deprecated)).toHaveLength(ofType(ASSOCIATION.replaces));
  for (const type of [ASSOCIATION.replaces, ASSOCIATION.appends]) expect(ofType(type)).toBeGreaterThan(10);
  expect(objects.filter((object) => kindOf(object) === 'folder').length).toBeGreaterThan(3);
  const codes = (scheme: string) => new Set(documents.flatMap((entry) => codesOf(entry, scheme).map(({ code }) => code)));
  for (const [scheme, least] of [
    [SCHEME.typeCode, 10],
    [SCHEME.classCode, 6],
    [SCHEME.healthcareFacilityTypeCode, 4],
    [SCHEME.formatCode, 3],
  ] as const)
    expect(codes(scheme).size).toBeGreaterThanOrEqual(least);
  expect(codes(SCHEME.confidentialityCode)).toEqual(new Set(['N', 'R', 'MASQUE_PS', 'INVISIBLE_PATIENT']));
  expect(new Set(documents.map((entry) => slotValue(entry, 'creationTime')?.slice(0, 4))).size).toBeGreaterThan(5);
});

test('queries answer what the data say', () => {
  const { cx } = patientAt(3);
  const own = documents.filter(({ identifiers }) => identifiers.some(({ value }) => value === cx));
  const both = { $XDSDocumentEntryPatientId: cx, $XDSDocumentEntryStatus: [STATUS.approved, STATUS.deprecated] };
  expect(found(store, 'FindDocuments', both)).toEqual(own);
  expect(refused(store, 'FindDocuments', { ...both, $XDSDocumentEntryPatientId: 'x' })).not.toEqual([]);
  const wanted = own.filter((entry) => codesOf(entry, SCHEME.typeCode)[0]!.code === '11502-2');
  expect(wanted.length).toBeGreaterThan(0);
  expect(found(store, 'FindDocuments', { ...both, $XDSDocumentEntryTypeCode: ['11502-2^^2.16.840.1.113883.6.1'] })).toEqual(wanted);
  const year = slotValue(own[4]!, 'creationTime')!.slice(0, 4);
  const inYear = own.filter((entry) => slotValue(entry, 'creationTime')!.startsWith(year));
  const period = { $XDSDocumentEntryCreationTimeFrom: year, $XDSDocumentEntryCreationTimeTo: String(Number(year) + 1) };
  expect(found(store, 'FindDocuments', { ...both, ...period })).toEqual(inYear);
});

test.each([
  [{ 'seed-data': '0' }],
  [{ 'seed-data': '-1' }],
  [{ 'seed-data': '1e3' }],
  [{ 'seed-data': '99999999999' }],
  [{ 'seed-data': '10', 'seed-patients': '11' }],
])('%j is no plan', (parameters) => {
  expect(() => seedPlanOf(parameters, '1.2.3')).toThrow(/seed-/);
});

test('without a number of patients there is one for 20 documents', () => {
  expect(seedPlanOf({ 'seed-data': '1000000' }, '1.2.3')).toMatchObject({ patients: 50_000 });
  expect(seedPlanOf({}, '1.2.3')).toBeUndefined();
});
