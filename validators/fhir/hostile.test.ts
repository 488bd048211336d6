import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Artefact, packageRoot, type Validation } from '../../src/model/index.js';
import { DefinitionSet, Shelf, shelve } from '../../src/protocols/fhir/index.js';
import { judgeResource } from './judge-resource.js';

const at = new Date('2026-11-20T10:00:00Z');
const base = new Shelf(readFileSync(join(packageRoot, 'dist/fhir-r4.shelf')), 'hl7.fhir.r4.core:4.0.1');
const STANDARD = 'http://hl7.org/fhir/StructureDefinition/';
const OURS = 'https://example.org/fhir/StructureDefinition/';

const element = (id: string, more: object = {}): object => ({ id, path: id.replace(/:[^.]*/g, ''), ...more });
const profile = (name: string, elements: readonly object[], more: object = {}): object => ({
  resourceType: 'StructureDefinition',
  url: OURS + name,
  name,
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: `${STANDARD}Patient`,
  derivation: 'constraint',
  differential: { element: elements },
  ...more,
});
const invariant = (...expressions: string[]): object =>
  profile('p', [
    element('Patient', { constraint: expressions.map((expression, i) => ({ key: `x-${i}`, severity: 'error', human: 'x', expression })) }),
  ]);
const patient = (more: object = {}): object => ({
  resourceType: 'Patient',
  meta: { profile: [`${OURS}p`] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
  ...more,
});
const names = (count: number): object[] => Array.from({ length: count }, (_, i) => ({ family: `F${i}`, given: ['a', 'b'] }));

const judge = (definitions: readonly unknown[], resource: unknown): Validation =>
  judgeResource(
    new Artefact('resource', Buffer.from(typeof resource === 'string' ? resource : JSON.stringify(resource))),
    new DefinitionSet([base, new Shelf(shelve(definitions), 'pack')]),
    { profiles: [], mustSupport: false },
    { at, insAuthority: undefined },
  );
/** The rules told, each once, with how often. */
const told = (definitions: readonly unknown[], resource: unknown): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { rule } of judge(definitions, resource).findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
};

describe('a resource that is hostile', () => {
  test.each([
    ['an address of number signs', { meta: { profile: [`https://example.org/${'#'.repeat(300_000)}\n`] } }, ['FHIR-20', 'FHIR-95']],
    ['a narrative that is an object', { text: { status: 'generated', div: { id: 'x' } } }, ['FHIR-15']],
    ['a primitive that is an object', { birthDate: { id: 'x' } }, ['FHIR-15']],
    ['a complex element with an underscore', { _maritalStatus: { id: 'x' } }, ['FHIR-15']],
    ['resourceType with an underscore', { _resourceType: { id: 'x' } }, ['FHIR-04']],
    ['an underscore that adds nothing', { name: [{ given: ['A'], _given: [null] }] }, ['FHIR-04']],
  ])('%s', (_, more, rules) => {
    expect(Object.keys(told([], patient({ meta: undefined, ...more }))).sort()).toEqual(rules);
  });

  test('a number that nothing computes with, in JSON and in XML', () => {
    const json = '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1e999999}}';
    const code = '<status value="final"/><code><text value="x"/></code>';
    expect(told([], json)).toMatchObject({ 'FHIR-20': 1 });
    expect(
      told([], `<Observation xmlns="http://hl7.org/fhir">${code}<valueQuantity><value value="1e-999999"/></valueQuantity></Observation>`),
    ).toMatchObject({ 'FHIR-20': 1 });
  });

  test('a contained resource without a type', () => {
    expect(told([], patient({ meta: undefined, contained: [{ id: 'a', constructor: 'Location' }] }))['FHIR-06']).toBe(1);
  });

  test('a method that every object has', () => {
    const entry = [{ resource: patient({ meta: undefined }), request: { method: 'constructor', url: 'Patient' } }];
    expect(told([], { resourceType: 'Bundle', type: 'batch', entry })).toEqual({ 'FHIR-30': 1 });
  });

  test('many contained resources, and many names that are no element', () => {
    const contained = Array.from({ length: 8_000 }, (_, i) => ({ resourceType: 'Location', id: `l${i}` }));
    expect(told([], patient({ meta: undefined, contained }))).toMatchObject({ 'FHIR-77': 100 });
    const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1]));
    expect(told([], patient({ meta: undefined, ...unknown }))).toEqual({ 'FHIR-12': 100 });
  });

  test.each(['ISO-8859-1', 'windows-1252', 'us-ascii'])('XML in %s, which FHIR does not have', (encoding) => {
    expect(
      told([], `<?xml version="1.0" encoding="${encoding}"?><Patient xmlns="http://hl7.org/fhir"><active value="true"/></Patient>`),
    ).toMatchObject({
      'FHIR-02': 1,
    });
  });
});

describe('an invariant of a pack', () => {
  const EXPLODES = 'name.select(%context.name.select(%context.name.count()).count()).count() > 0';

  test.each([
    ['that explodes', [EXPLODES], { name: names(3000) }],
    ['that makes a text without end', [`('aaaaaaaaaa'${".replace('a', 'aaaaaaaaaa')".repeat(12)}).length() > 0`], {}],
    ['of a hundred thousand brackets', [`${'('.repeat(100_000)}true${')'.repeat(100_000)}`], {}],
  ])('%s is told as not evaluated, and the others are judged', (_, expressions, more) => {
    const { findings } = judge([invariant(...expressions, 'birthDate.exists()')], patient(more));
    expect(findings.map(({ rule, expected }) => `${rule} ${expected?.en.slice(0, 3)}`).sort()).toEqual(['FHIR-40 x-1', 'FHIR-43 x-0']);
  });

  test('that leads along references in circles', () => {
    const link = [1, 2].map(() => ({ other: { reference: 'Patient/1' }, type: 'seealso' }));
    const bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ fullUrl: 'https://example.org/fhir/Patient/1', resource: patient({ id: '1', link }) }],
    };
    expect(told([invariant(`link.other${'.resolve().link.other'.repeat(30)}.exists()`)], bundle)).toEqual({ 'FHIR-43': 1 });
    const sliced = profile('p', [
      element('Patient.link', {
        slicing: { discriminator: [{ type: 'value', path: `other${'.resolve().link.other'.repeat(30)}.display` }], rules: 'open' },
      }),
      element('Patient.link:a', { sliceName: 'a', min: 0, max: '1' }),
    ]);
    expect(told([sliced], bundle)).toEqual({});
  });

  test('that is interrupted inside another profile leaves nothing of it behind', () => {
    const inner = profile('inner', [
      element('Patient', {
        constraint: [1, 2].map((i) => ({ key: `in-${i}`, severity: 'error', human: 'x', expression: `${EXPLODES} or ${i} = 0` })),
      }),
    ]);
    const outer = invariant(`conformsTo('${OURS}inner')`, 'birthDate.exists()');
    const { findings } = judge([inner, outer], patient({ name: names(3000) }));
    // what comes after is told, as outside of any trial
    expect(findings.map(({ rule }) => rule)).toEqual(['FHIR-43', 'FHIR-40']);
  });

  test('is not tried again where it was interrupted once', () => {
    const bomb = "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')";
    const each = profile('p', [element('Patient.name', { constraint: [{ key: 'x-1', severity: 'error', human: 'x', expression: bomb }] })]);
    expect(told([each], patient({ name: names(500) }))).toEqual({ 'FHIR-43': 100 });
  });
});

describe('a regular expression of a pack', () => {
  const pattern = (regex: string): object =>
    profile('p', [
      element('Patient.name.family', { type: [{ extension: [{ url: `${STANDARD}regex`, valueString: regex }], code: 'string' }] }),
    ]);
  const family = patient({ name: Array.from({ length: 200 }, (_, i) => ({ family: `${'a'.repeat(50)}!${i}` })) });

  test.each([
    ['(a+)+', { 'FHIR-27': 100 }],
    // with a reference to a group, only a clock helps; once
    ['(a|aa|a?)+(b|bb)*\\1', { 'FHIR-43': 100 }],
    ['(a', { 'FHIR-43': 100 }],
    [`${'('.repeat(20_000)}a${')'.repeat(20_000)}`, { 'FHIR-43': 100 }],
  ])('%#', (regex, rules) => {
    expect(told([pattern(regex)], family)).toEqual(rules);
  });
});

describe('a definition of a pack', () => {
  test('with cardinalities that are none', () => {
    const odd = profile('p', [
      element('Patient.name', { max: '-1', slicing: { discriminator: [{ type: 'value', path: 'use' }], rules: 'open' } }),
      element('Patient.name:a', { sliceName: 'a', max: '-2' }),
      element('Patient.name:a.use', { min: 1, patternCode: 'official' }),
      element('Patient.telecom', { min: -3, max: '1.5' }),
      element('Patient.address', { min: 5, max: '2' }),
    ]);
    const more = {
      name: [{ use: 'official', family: 'A' }],
      telecom: [
        { system: 'phone', value: '1' },
        { system: 'phone', value: '2' },
      ],
      address: [{ city: 'A' }],
    };
    expect(told([odd], patient(more))).toEqual({ 'FHIR-10': 1 });
  });

  test('with names that every object has', () => {
    const sliced = ['__proto__', 'constructor', 'toString', 'a/b', '/', '', '[x]'].flatMap((name) => [
      element(`Patient.name:${name}`, { sliceName: name }),
      element(`Patient.name:${name}.use`, { min: 1, patternCode: 'usual' }),
    ]);
    const names = profile('p', [
      element('Patient.name', { slicing: { discriminator: [{ type: 'value', path: 'use' }], rules: 'closed' } }),
      ...sliced,
    ]);
    expect(told([names], patient({ name: [{ use: 'official', family: 'A' }] }))).toEqual({ 'FHIR-52': 1 });
    const system = {
      resourceType: 'CodeSystem',
      url: '__proto__',
      content: 'complete',
      concept: [
        {
          code: '__proto__',
          property: [
            { code: 'constructor', valueCode: 'x' },
            { code: '__proto__', valueCode: 'y' },
          ],
        },
      ],
    };
    const set = {
      resourceType: 'ValueSet',
      url: 'constructor',
      compose: { include: [{ system: '__proto__', filter: [{ property: 'constructor', op: '=', value: 'x' }] }] },
    };
    const bound = profile('p', [element('Patient.maritalStatus', { binding: { strength: 'required', valueSet: 'constructor' } })]);
    const coded = (code: string): object => patient({ maritalStatus: { coding: [{ system: '__proto__', code }] } });
    // the system is no absolute URI, and that is all
    expect(told([system, set, bound], coded('__proto__'))).toEqual({ 'FHIR-37': 1 });
    expect(told([system, set, bound], coded('toString'))).toMatchObject({ 'FHIR-30': 1 });
  });

  test.each([
    ['a base in a circle', [profile('p', [], { baseDefinition: `${OURS}q` }), profile('q', [], { baseDefinition: `${OURS}p` })]],
    [
      'a type in a circle',
      [
        profile('p', [
          element('Patient.name', { type: [{ code: 'HumanName', profile: [`${OURS}p`] }] }),
          element('Patient.name.family', { min: 1 }),
        ]),
      ],
    ],
    [
      'a hundred thousand slices',
      [
        profile(
          'p',
          Array.from({ length: 100_000 }, (_, i) => element(`Patient.identifier:s${i}`, { sliceName: `s${i}` })),
        ),
      ],
    ],
    ['a path of eight thousand steps', [profile('p', [element(`Patient${'.extension'.repeat(8000)}`)])]],
    [
      'a reference to no element',
      [
        profile('p', [element('Patient.a', { contentReference: `${STANDARD}Patient` }), element('Patient.a.b')], {
          derivation: 'specialization',
        }),
      ],
    ],
    ['a base that is not there', [profile('p', [], { baseDefinition: `https://example.org/${'#'.repeat(300_000)}\n` })]],
  ])('with %s is told once, with its place', (_, definitions) => {
    const { findings } = judge(definitions, patient());
    expect(findings.map(({ rule, place, actual }) => [rule, place.path, actual?.fr !== '' && actual?.fr !== actual?.en])).toEqual([
      ['FHIR-97', 'Patient.meta.profile[0]', true],
    ]);
  });

  test('whose references ask for it again and again, in a chain of a thousand', () => {
    const chain = profile('p', [element('Patient.link.other', { type: [{ code: 'Reference', targetProfile: [`${OURS}p`] }] })]);
    const entry = Array.from({ length: 1000 }, (_, i) => ({
      fullUrl: `https://example.org/fhir/Patient/${i}`,
      resource: patient({ id: `${i}`, link: [{ other: { reference: `Patient/${i + 1}` }, type: 'seealso' }] }),
    }));
    const broken = entry.with(700, { ...entry[700]!, resource: patient({ id: '700', gender: 'F' }) });
    expect(told([chain], { resourceType: 'Bundle', type: 'collection', entry })).toEqual({});
    const wrong = judge([chain], { resourceType: 'Bundle', type: 'collection', entry: broken }).findings.map(
      ({ rule, place }) => `${rule} ${place.path}`,
    );
    expect(wrong).toContain('FHIR-30 Bundle.entry[700].resource.gender');
    expect(wrong).toContain('FHIR-73 Bundle.entry[699].resource.link[0].other.reference');
  });
});

describe('value sets of a pack', () => {
  const set = (number: number, ...include: object[]): object => ({
    resourceType: 'ValueSet',
    url: `https://example.org/${number}`,
    compose: { include },
  });
  const of = (number: number): object => ({ valueSet: [`https://example.org/${number}`] });
  const bound = profile('p', [element('Patient.maritalStatus', { binding: { strength: 'required', valueSet: 'https://example.org/0' } })]);
  const coded = patient({ maritalStatus: { coding: [{ system: 'https://example.org/codes', code: 'z' }] } });

  test('that include each other in a circle tell nothing', () => {
    expect(told([bound, set(0, of(1)), set(1, of(0))], coded)).toEqual({ 'FHIR-33': 1 });
  });

  test('that include one another twice, forty deep, are asked once each', () => {
    const sets = Array.from({ length: 40 }, (_, i) => set(i, of(i + 1), of(i + 1)));
    const last = (code: string): object => set(40, { system: 'https://example.org/codes', concept: [{ code }] });
    expect(told([bound, ...sets, last('a')], coded)).toEqual({ 'FHIR-30': 1 });
    expect(told([bound, ...sets, last('z')], coded)).toEqual({});
  });

  test('with three hundred filters over parents in a chain of twenty thousand', () => {
    const concept = Array.from({ length: 20_000 }, (_, i) => ({
      code: i === 0 ? 'z' : `k${i}`,
      property: [{ code: 'parent', valueCode: `k${i + 1}` }],
    }));
    const codes = { resourceType: 'CodeSystem', url: 'https://example.org/codes', content: 'complete', concept };
    const filtered = (last: string): object =>
      set(
        0,
        ...Array.from({ length: 300 }, (_, i) => ({
          system: codes.url,
          filter: [{ property: 'concept', op: 'is-a', value: i === 299 ? last : `none${i}` }],
        })),
      );
    expect(told([bound, codes, filtered('none')], coded)).toEqual({ 'FHIR-30': 1 });
    expect(told([bound, codes, filtered('k19999')], coded)).toEqual({});
  });
});
