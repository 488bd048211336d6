import { beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Artefact, packageRoot, type Finding } from '../../src/model/index.js';
import { fhirDefinitions } from '../../src/packs/index.js';
import type { Definitions } from '../../src/protocols/fhir/index.js';
import { DOCUMENT, INS_PATIENT, PATIENT, SEARCHSET, TestDefinitions, TRANSACTION } from '../../validators/fhir/fixtures/resources.js';
import { judgeResource } from '../../validators/fhir/judge-resource.js';

interface Site {
  place: { path: string };
  at: string[] | undefined;
  note?: string;
}
interface MutationClass {
  id: string;
  title: string;
  warning?: string;
  sites(resource: Opened): Site[];
}
interface Opened {
  name: string;
}
interface Verdict {
  class: string;
  path?: string;
  note?: string;
  rules: string[];
  elsewhere?: string[];
  equivalent?: string;
}
interface Judge {
  definitions: Definitions;
  judge(bytes: Uint8Array): readonly Finding[];
}

const here = (name: string): Promise<unknown> => import(join(packageRoot, 'scripts/mutation', name));
const { CLASSES, EQUIVALENT } = (await here('fhir/classes.mjs')) as { CLASSES: MutationClass[]; EQUIVALENT: Record<string, string> };
const { kindOf, mutants, opened } = (await here('fhir/mutants.mjs')) as {
  kindOf(site: Site): string;
  mutants(resource: Opened, one: MutationClass, sites: Site[], judge: Judge): Iterable<Verdict>;
  opened(name: string, bytes: Uint8Array, judge: Judge): Opened | undefined;
};
const { detected, saidIn } = (await here('fhir/judge.mjs')) as {
  detected(before: Set<string>, findings: unknown[], site: Pick<Site, 'at'>, warns: boolean): { here: string[]; elsewhere: string[] };
  saidIn(findings: unknown[]): Set<string>;
};
const { sampled } = (await here('sample.mjs')) as {
  sampled(sites: Site[], most: number, seed: string, placeOf: (site: Site) => string): Site[];
};

const AT = new Date('2026-11-20T12:00:00Z');
const judgeBy = (definitions: Definitions): Judge => ({
  definitions,
  judge: (bytes) => judgeResource(new Artefact('r', bytes), definitions, { profiles: [], mustSupport: false }, { at: AT }).findings,
});
const shipped = judgeBy(fhirDefinitions([]));
const bytesOf = (resource: unknown): Buffer => Buffer.from(JSON.stringify(resource));

const narrative = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Note</p></div>' };
/** What the classes find nothing of in the resources of the validator’s own tests. */
const REFERENCE = {
  resourceType: 'DocumentReference',
  id: 'reference-1',
  meta: { lastUpdated: '2026-11-20T10:00:00Z', profile: ['http://hl7.org/fhir/StructureDefinition/DocumentReference'] },
  text: narrative,
  masterIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e10' },
  identifier: [{ system: 'urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e11', value: '1' }],
  status: 'current',
  subject: { reference: 'Patient/1' },
  date: '2026-11-20T10:00:00Z',
  content: [{ attachment: { contentType: 'text/plain', data: 'QUJDRA==', size: 4 } }],
};
const NAMED = {
  resourceType: 'Patient',
  meta: { profile: ['https://example.org/fhir/StructureDefinition/one-name'] },
  text: narrative,
  extension: [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/patient-nationality',
      extension: [{ url: 'code', valueCodeableConcept: { text: 'FR' } }],
    },
  ],
  name: [{ family: 'EXEMPLE' }],
};
const OBSERVATION = {
  resourceType: 'Observation',
  text: narrative,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  subject: { reference: 'Patient/1' },
  effectiveDateTime: '2026-11-20',
  performer: [{ reference: 'Practitioner/1' }],
  valueQuantity: { value: 72.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  interpretation: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: 'N' }] }],
};

/** Which mutants of a resource are seen, of so many of each class. */
function verdicts(name: string, resource: unknown, judge: Judge, most: number): Verdict[] {
  const open = opened(name, bytesOf(resource), judge)!;
  return CLASSES.flatMap((one) => [...mutants(open, one, sampled(one.sites(open), most, `${name} ${one.id}`, kindOf), judge)]);
}
const isReal = ({ equivalent }: Verdict): boolean => equivalent === undefined;
const isMissed = (one: Verdict): boolean => isReal(one) && one.rules.length === 0;

describe('mutants of FHIR resources', () => {
  const all: Verdict[] = [];
  beforeAll(() => {
    const own = judgeBy(new TestDefinitions(shipped.definitions));
    all.push(
      ...Object.entries({ PATIENT, INS_PATIENT, NAMED }).flatMap(([name, resource]) => verdicts(name, resource, own, 3)),
      ...Object.entries({ DOCUMENT, SEARCHSET, TRANSACTION, REFERENCE, OBSERVATION }).flatMap(([name, resource]) =>
        verdicts(name, resource, shipped, 2),
      ),
    );
  }, 60_000);

  test('are made of every class', () => {
    const made = new Set(all.filter(isReal).map((one) => one.class));
    expect(CLASSES.filter(({ id }) => !made.has(id)).map(({ title }) => title)).toEqual([]);
  });
  test('are seen, each at its place or at what holds it', () => {
    expect(all.filter(isMissed)).toEqual([]);
  });
  test('that cannot be told name an argument', () => {
    for (const argument of Object.values(EQUIVALENT)) expect(argument).toMatch(/^[A-Z].{40,}\.$/);
    expect(all.filter((one) => !isReal(one)).every(({ equivalent }) => equivalent! in EQUIVALENT)).toBe(true);
  });

  const samples = process.env['ADDAX_SAMPLES'];
  const sample = samples === undefined ? undefined : join(samples, 'frcore', 'Patient-ExampleFRCorePatient001.json');
  if (sample === undefined || !existsSync(sample))
    test.skip('of a third-party resource: ADDAX_SAMPLES does not name the folder of samples', () => undefined);
  else
    test('of a third-party resource are seen too', () => {
      const found = verdicts('frcore', JSON.parse(readFileSync(sample, 'utf8')), shipped, 2).filter(isReal);
      expect(found.filter(isMissed)).toEqual([]);
    }, 60_000);
});

describe('a mutant is seen', () => {
  const finding = (rule: string, path: string, severity = 'error', actual?: string) => ({
    rule,
    severity,
    place: { path, line: 1, column: 1 },
    message: { fr: rule, en: rule },
    ...(actual !== undefined && { actual: { fr: actual, en: actual } }),
  });
  const see = (path: string, more: { severity?: string; at?: string[]; warns?: boolean; before?: unknown[] } = {}) =>
    detected(
      saidIn(more.before ?? []),
      [finding('R', path, more.severity)],
      { at: more.at ?? ['Patient.name[0].given[1]'] },
      more.warns ?? false,
    ).here;

  test.each([
    ['Patient.name[0].given[1]', true],
    ['Patient.name[0].given[1].extension[0].url', true],
    ['Patient.name[0]', true],
    ['Patient.name[0].given[10]', false],
    ['Patient.name[1].given[1]', false],
    ['Patient', false],
  ])('by a finding at %s: %s', (path, seen) => {
    expect(see(path).length > 0).toBe(seen);
  });
  test('where a slice is missed, by its name', () => {
    expect(see('Patient.identifier:INS', { at: ['Patient.identifier'] })).toEqual(['R']);
  });
  test('by an error, or by a warning where its class says so', () => {
    const warning = { severity: 'warning' };
    expect([see('Patient.name[0]', warning), see('Patient.name[0]', { ...warning, warns: true })]).toEqual([[], ['R']]);
  });
  test('by what was not said of the original', () => {
    const path = 'Patient.name[0]';
    expect(see(path, { before: [finding('R', path)] })).toEqual([]);
    expect(see(path, { before: [finding('R', path, 'error', 'other')] })).toEqual(['R']);
  });
});
