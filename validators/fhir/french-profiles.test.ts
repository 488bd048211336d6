import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { Artefact, packageRoot } from '../../src/model/index.js';
import { fhirDefinitions } from '../../src/packs/index.js';
import { DefinitionSet, Shelf, shelve } from '../../src/protocols/fhir/index.js';
import { EXAMPLES, type Example } from './fixtures/french.js';
import { judgeResource } from './judge-resource.js';
import { rules } from './rules.js';

const FOLDER = join(packageRoot, 'suites/ressources-fhir/profiles');
const definitions = fhirDefinitions([]);
const levels = new Map(rules.map(({ id, level }) => [id, level]));

interface Line {
  card?: string;
  type?: string;
  profile?: string;
  refers?: string[];
  slicing?: string | string[] | { by: string };
  required?: string;
  extensible?: string;
  coded?: object;
  [stated: string]: unknown;
}
interface Written {
  of: string;
  versions: string[];
  elements?: Record<string, string | Line>;
}

/** The profiles as they are written, by id, with their canonical. */
const WRITTEN = new Map(
  readdirSync(FOLDER).flatMap((guide) => {
    const read = (name: string): unknown => parse(readFileSync(join(FOLDER, guide, name), 'utf8'));
    const { canonical } = read('guide.yaml') as { canonical: string };
    return readdirSync(join(FOLDER, guide))
      .filter((name) => name !== 'guide.yaml' && name !== 'terminology.yaml')
      .map((name) => [
        basename(name, '.yaml'),
        { url: `${canonical}/StructureDefinition/${basename(name, '.yaml')}`, written: read(name) as Written },
      ]);
  }) as [string, { url: string; written: Written }][],
);

type Terminology = Record<string, { system: string; codes?: string[] }[]>;
const terminology = (guide: string): Terminology => parse(readFileSync(join(FOLDER, guide, 'terminology.yaml'), 'utf8')) as Terminology;

interface Told {
  rule: string;
  path: string;
}

/** What a resource comes to, beside what only informs and what is said of an INS, which other tests judge. */
function judged(resource: unknown): Told[] {
  const artefact = new Artefact('resource', Buffer.from(JSON.stringify(resource)));
  const { findings } = judgeResource(
    artefact,
    definitions,
    { profiles: [], mustSupport: false },
    { at: new Date('2026-11-20T10:00:00Z'), insAuthority: 'production' },
  );
  return findings
    .filter(({ rule }) => levels.get(rule) !== 'MAY' && !/^FHIR-1\d\d$/.test(rule))
    .map(({ rule, place }) => ({ rule, path: place.path ?? '' }));
}

// ---- where an element of a profile is in its example

type Json = Record<string, unknown>;
type Step = string | number;
const stepsOf = (path: string): Step[] => (path === '' ? [] : path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
const at = (resource: unknown, path: readonly Step[]): unknown =>
  path.reduce<unknown>((here, step) => (here as Record<Step, unknown> | undefined)?.[step], resource);
const shown = (resource: Json, path: readonly Step[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${step}`),
    resource['resourceType'] as string,
  );

/** The name of a child; of a choice, the one that is there. */
const nameIn = (parent: unknown, name: string): string =>
  name.endsWith('[x]') ?
    (Object.keys(parent as Json).find((key) => key.startsWith(name.slice(0, -3))) ?? `${name.slice(0, -3)}String`)
  : name;

/** Which of several is the slice of this name: by what tells it, or as the example says. */
function sliceAt(list: readonly Json[], element: string, slice: string, profile: string | undefined, { slices = {} }: Example): number {
  const told = slices[element]?.indexOf(slice);
  if (told !== undefined) return told;
  return list.findIndex(
    (one) =>
      one['url'] === slice
      || (profile !== undefined && (one['url'] as string | undefined)?.endsWith(`/${profile}`))
      || (one['resource'] as Json | undefined)?.['resourceType'] === slice
      || typeof one === 'string',
  );
}

/** Steps to an element: the first where there are several; undefined when the example lacks it. */
function locate(example: Example, id: string, elements: Readonly<Record<string, string | Line>>): Step[] | undefined {
  const path = stepsOf(example.root ?? '');
  let soFar = '';
  let plain = '';
  for (const segment of id.split('.')) {
    soFar += soFar === '' ? segment : `.${segment}`;
    const [name = '', slice] = segment.split(':');
    plain += plain === '' ? name : `.${name}`;
    const parent = at(example.resource, path);
    if (parent === undefined) return undefined;
    path.push(nameIn(parent, name));
    const here = at(example.resource, path);
    if (!Array.isArray(here)) continue;
    const line = elements[soFar];
    const profile = (typeof line === 'object' ? line.profile?.split('/').at(-1) : undefined) ?? PROFILE_OF_PART[soFar];
    path.push(slice === undefined ? 0 : sliceAt(here as Json[], plain, slice, profile, example));
  }
  return at(example.resource, path) === undefined ? undefined : path;
}
/** slices that another profile than the one at hand defines */
const PROFILE_OF_PART: Readonly<Record<string, string>> = {
  'extension:birthPlace': 'patient-birthPlace',
  'extension:identityReliability': 'fr-core-identity-reliability',
  'extension:birthPlace.value[x].extension:inseeCode': 'fr-core-address-insee-code',
  'name:officialName.extension:birth-list-given-name': 'fr-core-patient-birth-list-given-name',
};

// ---- what breaks a line

interface Mutant extends Told {
  what: string;
  resource: unknown;
}

function changed(resource: Json, path: readonly Step[], change: (parent: Record<Step, unknown>, last: Step) => void): Json {
  const copy = structuredClone(resource);
  change(at(copy, path.slice(0, -1)) as Record<Step, unknown>, path.at(-1)!);
  return copy;
}

/** Something to stand where nothing may. */
const INTRUDER: Readonly<Record<string, unknown>> = {
  request: { method: 'GET', url: 'Slot' },
  response: { status: '200' },
  serviceType: [{ text: 'Consultation' }],
  extension: [{ url: 'urn:oid:1.2.250.1.999', valueString: 'x' }],
  'value[x]': 'x',
  valueString: 'x',
};
/** What breaks the profile of a resource, or of a datatype, and where in it that shows. */
const BREAKS: Readonly<Record<string, readonly [path: string, value: unknown, rule: string, shown: string]>> = {
  ...Object.fromEntries(
    ['Slot', 'Schedule', 'Appointment', 'PractitionerRole'].map((type) => [
      type,
      ['specialty', [{ text: 'x' }], 'FHIR-30', '.specialty[0]'],
    ]),
  ),
  ...Object.fromEntries(
    ['Patient', 'Practitioner', 'Organization', 'Location', 'HealthcareService', 'RelatedPerson'].map((type) => [
      type,
      ['telecom', [{ system: 'phone' }], 'FHIR-10', '.telecom[0].value'],
    ]),
  ),
  ContactPoint: ['value', undefined, 'FHIR-10', '.value'],
  HumanName: ['prefix', ['M', 'DR'], 'FHIR-11', '.prefix[1]'],
  Address: [
    'extension',
    ['01', '02'].map((code) => ({
      url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code',
      valueCoding: { system: 'urn:oid:1.2', code },
    })),
    'FHIR-51',
    '.extension[1]',
  ],
};

/** slices that only the value sets of NOS tell */
const TOLD_BY_CODES = /^(type|qualification|contact\.relationship):/;

/** Why a line has nothing that could be broken alone. */
type Untold =
  'slicing' | 'any number' | 'one at most in FHIR' | 'tells the slice' | 'codes not known' | 'no requirement' | 'definition not known';

function discriminators({ slicing }: Line): string[] {
  const by = typeof slicing === 'object' && 'by' in slicing ? slicing.by : (slicing ?? []);
  return [by].flat().map((one) => one.split(' ')[1]!);
}

/** Whether the element is what its slice is told by: without it, or with another value, a node is in no slice. */
function tells(id: string, elements: Readonly<Record<string, string | Line>>, inherited: Readonly<Record<string, string | Line>>): boolean {
  return [...Object.entries(inherited), ...Object.entries(elements)].some(([sliced, line]) => {
    if (typeof line === 'string' || line.slicing === undefined || !id.startsWith(`${sliced}:`)) return false;
    return discriminators(line).some((path) => {
      if (path === '$this') return !id.slice(sliced.length + 1).includes('.') || line.slicing === 'pattern $this';
      const below = id.slice(id.indexOf('.', sliced.length + 1) + 1);
      return below === path || below.startsWith(`${path}.`) || path.startsWith(`${below}.`);
    });
  });
}

const ofHl7 = (name: string): string => (name.includes('/') ? name : `http://hl7.org/fhir/StructureDefinition/${name}`);
const valueSet = (name: string): string => (name.includes('/') ? name : `https://hl7.fr/ig/fhir/core/ValueSet/${name}`);
const systemUrl = (name: string): string => (name.includes('/') ? name : `https://hl7.fr/ig/fhir/core/CodeSystem/${name}`);
const isKnown = (name: string): boolean => definitions.member(valueSet(name), 'urn:oid:1.2.3', 'zzz').result === 'out';

/** Everything that breaks one line of a profile, or why nothing does. */
function mutants(
  id: string,
  written: string | Line,
  example: Example,
  elements: Written['elements'] & object,
  inherited: Written['elements'] & object,
): (Mutant | Untold)[] {
  const line: Line = typeof written === 'string' ? { card: written } : written;
  const { resource } = example;
  const name = id.split('.').at(-1)!;
  const isSlice = name.includes(':');
  const [min = 0, max = '*'] = line.card === undefined ? [] : [Number(line.card.split('..')[0]), line.card.split('..')[1]!];
  const result: Mutant[] = [];
  const untold: Untold[] = [];
  const telling = tells(id, elements, inherited);
  if (max === '0') {
    const parent = id.includes('.') ? locate(example, id.slice(0, id.lastIndexOf('.')), elements) : stepsOf(example.root ?? '');
    const key = name.replace('[x]', 'String');
    const path = [...parent!, key];
    const value = INTRUDER[name];
    const resourceWith = changed(resource, path, (of, last) => (of[last] = value));
    const last = Array.isArray(value) ? [...path, 0] : path;
    return [{ what: 'there', rule: 'FHIR-11', path: shown(resource, last), resource: resourceWith }];
  }
  if (TOLD_BY_CODES.test(id)) return ['codes not known'];
  const path = locate(example, id, elements);
  if (!path) throw new Error(`the example lacks ${id}`);
  const inList = typeof path.at(-1) === 'number';
  const list = inList ? path.slice(0, -1) : path;
  if (line.slicing !== undefined) untold.push('slicing');
  if (min > 0) {
    if (telling) untold.push('tells the slice');
    else {
      const without = changed(resource, isSlice ? path : list, (of, last) =>
        Array.isArray(of) ? of.splice(last as number, 1) : Reflect.deleteProperty(of, last),
      );
      const place =
        isSlice ? `${shown(resource, list)}:${name.split(':')[1]}` : `${shown(resource, list.slice(0, -1))}.${name.replace('[x]', '')}`;
      // of several that shall be there, none is
      result.push({ what: 'dropped', rule: isSlice ? 'FHIR-50' : 'FHIR-10', path: place, resource: without });
    }
  }
  if (max !== '*') {
    if (!inList && !isSlice) {
      if (min === 0) untold.push('one at most in FHIR');
    } else if (!inList) untold.push('one at most in FHIR');
    else {
      const several = changed(resource, list, (of, last) => (of[last] = [...(of[last] as unknown[]), structuredClone(at(resource, path))]));
      const end = [...list, (at(resource, list) as unknown[]).length];
      result.push({ what: 'once more', rule: isSlice ? 'FHIR-51' : 'FHIR-11', path: shown(resource, end), resource: several });
    }
  } else if (line.card !== undefined && min === 0) untold.push('any number');
  const stated = Object.keys(line).find((key) => /^(fixed|pattern)[A-Z]/.test(key)) ?? (line.coded && 'patternCodeableConcept');
  if (stated !== undefined) {
    if (telling) untold.push('tells the slice');
    else {
      const value =
        stated.endsWith('CodeableConcept') ? { coding: [{ system: 'urn:oid:1.2.3', code: 'zzz' }] }
        : stated.endsWith('Code') ?
          id.endsWith('mode') ? 'outcome'
          : id === 'type' ? 'history'
          : 'old'
        : 'urn:oid:1.2.3';
      const other = changed(resource, path, (of, last) => (of[last] = value));
      result.push({
        what: 'other value',
        rule: stated.startsWith('fixed') ? 'FHIR-23' : 'FHIR-24',
        path: shown(resource, path),
        resource: other,
      });
    }
  }
  const strength = (['required', 'extensible'] as const).find((one) => line[one] !== undefined);
  if (strength) {
    if (!isKnown(line[strength]!)) untold.push('codes not known');
    else {
      const before = at(resource, path);
      const value =
        typeof before === 'string' ? 'zzz'
        : 'coding' in (before as Json) ? { coding: [{ system: 'urn:oid:1.2.3', code: 'zzz' }] }
        : { system: 'urn:oid:1.2.3', code: 'zzz' };
      const other = changed(resource, path, (of, last) => (of[last] = value));
      result.push({
        what: 'other code',
        rule: strength === 'required' ? 'FHIR-30' : 'FHIR-31',
        path: shown(resource, path),
        resource: other,
      });
    }
  }
  if ('preferred' in line || 'example' in line || (Object.keys(line).length === 1 && line['mustSupport'])) untold.push('no requirement');
  if (line.refers) {
    const other = changed(resource, [...path, 'reference'], (of, last) => (of[last] = 'https://agenda.example/fhir/Group/1'));
    result.push({ what: 'other target', rule: 'FHIR-72', path: `${shown(resource, path)}.reference`, resource: other });
  }
  const broken = BREAKS[line.type ?? (name === 'name' ? 'HumanName' : '')];
  if (line.profile && broken) {
    const [below, value, rule, place] = broken;
    const other = changed(resource, [...path, below], (of, last) => (of[last] = value));
    result.push({ what: 'breaks its profile', rule, path: `${shown(resource, path)}${place}`, resource: other });
  } else if (line.profile && definitions.structure(line.profile.includes('/') ? line.profile : profileUrl(line.profile))) {
    // an extension has parts or a value
    const intruder = 'extension' in (at(resource, path) as Json) ? 'valueString' : 'extension';
    const other = changed(resource, [...path, intruder], (of, last) => (of[last] = INTRUDER[intruder]));
    const place = `${shown(resource, path)}.${intruder}${intruder === 'extension' ? '[0]' : ''}`;
    result.push({ what: 'breaks its profile', rule: 'FHIR-11', path: place, resource: other });
  } else if (line.profile) untold.push('definition not known');
  else if (line.type !== undefined) {
    if (id.endsWith('.resource')) untold.push('no requirement');
    else {
      const other = changed(resource, path, (of, last) => {
        Reflect.deleteProperty(of, last);
        of['valueOid'] = 'urn:oid:1.2.3';
      });
      result.push({ what: 'other type', rule: 'FHIR-13', path: `${shown(resource, path.slice(0, -1))}.valueOid`, resource: other });
    }
  }
  return result.length > 0 ? result : untold;
}
const profileUrl = (id: string): string => WRITTEN.get(id)?.url ?? ofHl7(id);

const inheritedBy = ({ of }: Written): Written['elements'] & object => WRITTEN.get(of)?.written.elements ?? {};

/** Each line of each profile with its mutants. */
const LINES = [...WRITTEN].flatMap(([id, { written }]) =>
  Object.entries(written.elements ?? {}).map(([element, line]) => ({
    id,
    element,
    mutants: EXAMPLES[id] ? mutants(element, line, EXAMPLES[id], written.elements!, inheritedBy(written)) : [],
  })),
);

describe('profiles that ship', () => {
  test('each version has a snapshot, and an example', () => {
    for (const [id, { url, written }] of WRITTEN) {
      for (const version of written.versions) expect(definitions.structure(`${url}|${version}`)?.version).toBe(version);
      expect(EXAMPLES[id]).toBeDefined();
    }
  });

  test.each(Object.entries(EXAMPLES))('%s: a resource that says all it speaks of passes', (_, { resource }) => {
    expect(judged(resource)).toEqual([]);
  });

  test.each(Object.keys(EXAMPLES))('%s: what breaks a line is found there', (id) => {
    const missed = LINES.filter((line) => line.id === id).flatMap(({ element, mutants: all }) =>
      all.flatMap((mutant) => {
        if (typeof mutant === 'string') return [];
        const told = judged(mutant.resource);
        return told.some(({ rule, path }) => rule === mutant.rule && path === mutant.path) ?
            []
          : [{ element, what: mutant.what, rule: mutant.rule, path: mutant.path, told }];
      }),
    );
    expect(missed).toEqual([]);
  });

  test('of the other lines it is known why nothing breaks them', () => {
    const reasons = new Map<string, number>();
    for (const { mutants: all } of LINES) for (const one of all) if (typeof one === 'string') reasons.set(one, (reasons.get(one) ?? 0) + 1);
    const broken = LINES.filter(({ mutants: [first] }) => typeof first === 'object');
    expect(LINES.filter(({ mutants: all }) => all.length === 0)).toEqual([]);
    expect([LINES.length, broken.length, broken.flatMap(({ mutants: all }) => all).length]).toEqual([460, 328, 362]);
    expect(Object.fromEntries(reasons)).toEqual({
      'any number': 47,
      'codes not known': 29,
      'no requirement': 8,
      slicing: 21,
      'tells the slice': 48,
    });
  });
});

describe('their value sets', () => {
  const sets = readdirSync(FOLDER).flatMap((guide) => Object.entries(terminology(guide)));
  test.each(sets)('%s has the codes that are written, and no other', (id, parts) => {
    for (const { system, codes = [] } of parts)
      for (const code of codes) expect(definitions.member(valueSet(id), systemUrl(system), code).result).toBe('in');
    expect(definitions.member(valueSet(id), 'urn:oid:1.2.3', 'zzz').result).toBe('out');
  });
});

test('the invariant of fr-core-patient-ins: a validated identity has an INS, of whatever kind', () => {
  const { resource } = EXAMPLES['fr-core-patient-ins']!;
  const identifiers = resource['identifier'] as Json[];
  const local = { system: 'urn:oid:1.2.250.1.999.1', value: '8001' };
  for (const one of identifiers) expect(judged({ ...resource, identifier: [one] })).toEqual([]);
  expect(judged({ ...resource, identifier: [local] })).toEqual([{ rule: 'FHIR-40', path: 'Patient' }]);
  const provisional = structuredClone(resource);
  (at(provisional, stepsOf('extension.0.extension.2.valueCoding')) as Json)['code'] = 'PROV';
  expect(judged({ ...provisional, identifier: [local] })).toEqual([]);
});

test('where versions of fr-core contradict each other, what one of them takes is a warning', () => {
  const used = (id: string, index: number, use: string): Told[] =>
    judged(changed(EXAMPLES[id]!.resource, stepsOf(`identifier.${index}.use`), (of, last) => (of[last] = use)));
  const warning = [{ rule: 'FHIR-41', path: 'Patient' }];
  expect(used('fr-core-patient', 3, 'old')).toEqual(warning);
  expect(used('fr-core-patient', 3, 'official')).toEqual([{ rule: 'FHIR-30', path: 'Patient.identifier[3].use' }]);
  expect(used('fr-core-patient-ins', 0, 'old')).toEqual(warning);
  expect(used('fr-core-patient-ins', 3, 'official')).toEqual(warning);
  expect(used('fr-core-patient-ins', 0, 'usual')).toEqual([{ rule: 'FHIR-30', path: 'Patient.identifier[0].use' }]);
});

const samples = process.env['ADDAX_SAMPLES'];
(samples ? describe : describe.skip)('beside the published profiles (skipped without ADDAX_SAMPLES)', () => {
  const published = (samples ? ['gap', 'frcore'] : []).flatMap((guide) => {
    const folder = join(samples!, guide, 'conformance');
    return readdirSync(folder)
      .filter((name) => name.startsWith('StructureDefinition-'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { url: string; snapshot?: unknown });
  });
  const shelf = (name: string): Shelf => new Shelf(readFileSync(join(packageRoot, 'dist', `${name}.shelf`)), name);
  const bare = published.map(({ snapshot: _snapshot, ...rest }) => rest);
  const theirs = new DefinitionSet([shelf('fhir-r4'), new Shelf(shelve(bare), 'published')], [shelf('fhir-fr')]);
  /** Where ours say something else on purpose; their files tell why. */
  const ON_PURPOSE = [
    /^gap-bundle\S+ Bundle\.entry slicing$/,
    /^gap-bundle\S+ Bundle\.entry:(Practitioner|PractitionerRole|Organization)\.resource types$/,
    /^fr-core-patient(-ins)? Patient constraints$/,
    /^fr-core-patient(-ins)? Patient\.identifier:(PI|INS-NIR|INS-NIA)\.use (pattern|binding)$/,
  ];

  test('ours say the same of each element', () => {
    const differences = published.flatMap(({ url }) => {
      const [left, right] = [definitions, theirs].map((all) => new Map(all.structure(url)!.elements.map((one) => [one.id, one])));
      return [...new Set([...left!.keys(), ...right!.keys()])].flatMap((id) => {
        const [a, b] = [left!.get(id), right!.get(id)] as (Record<string, unknown> | undefined)[];
        const names = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
        return names.filter((name) => !isDeepStrictEqual(a?.[name], b?.[name])).map((name) => `${url.split('/').at(-1)} ${id} ${name}`);
      });
    });
    expect(published).toHaveLength(15);
    expect(differences.filter((one) => !ON_PURPOSE.some((pattern) => pattern.test(one)))).toEqual([]);
    expect(differences).toHaveLength(17);
  });
});
