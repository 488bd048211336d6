import { describe, expect, test } from '@jest/globals';
import { compareVersions } from './definition-set.js';
import { DefinitionError, DefinitionSet, Shelf, shelve } from './index.js';

const HL7 = 'http://hl7.org/fhir/StructureDefinition/';
const element = (id: string, more: object = {}): object => ({ id, path: id.replace(/:[^.]*/g, ''), min: 0, max: '1', ...more });
const type = (name: string, elements: object[], more: object = {}): object => ({
  resourceType: 'StructureDefinition',
  url: `${HL7}${name}`,
  version: '4.0.1',
  name,
  kind: 'complex-type',
  abstract: false,
  type: name,
  snapshot: { element: [element(name, { max: '*' }), ...elements] },
  ...more,
});
const many = { max: '*' };

/** A small FHIR: enough of it for every way in which a differential goes into a base. */
const CORE = shelve([
  type('string', [element('string.value')], { kind: 'primitive-type' }),
  type('Element', [
    element('Element.id', { type: [{ code: 'string' }] }),
    element('Element.extension', { ...many, type: [{ code: 'Extension' }] }),
  ]),
  type('Extension', [
    element('Extension.url', { type: [{ code: 'uri' }] }),
    element('Extension.value[x]', { type: [{ code: 'string' }, { code: 'Quantity' }] }),
  ]),
  type('Quantity', [element('Quantity.unit', { type: [{ code: 'string' }] })]),
  type('Identifier', [
    element('Identifier.system', { type: [{ code: 'uri' }] }),
    element('Identifier.value', { type: [{ code: 'string' }] }),
  ]),
  type(
    'Thing',
    [
      element('Thing.extension', { ...many, type: [{ code: 'Extension' }] }),
      element('Thing.identifier', { ...many, type: [{ code: 'Identifier' }], constraint: [{ key: 'i-1', severity: 'error', human: 'x' }] }),
      element('Thing.value[x]', { type: [{ code: 'string' }, { code: 'Quantity' }] }),
      element('Thing.item', { ...many, type: [{ code: 'BackboneElement' }] }),
      element('Thing.item.name', { type: [{ code: 'string' }] }),
      element('Thing.item.item', { ...many, contentReference: '#Thing.item' }),
    ],
    { kind: 'resource' },
  ),
]);

const profile = (name: string, elements: object[], more: object = {}): object => ({
  resourceType: 'StructureDefinition',
  url: `urn:test:${name}`,
  version: '1.0.0',
  name,
  kind: 'resource',
  abstract: false,
  type: 'Thing',
  baseDefinition: `${HL7}Thing`,
  derivation: 'constraint',
  differential: { element: elements },
  ...more,
});
const stated = (id: string, more: object = {}): object => {
  const slice = /:([^.]*)$/.exec(id)?.[1];
  return { id, path: id.replace(/:[^.]*/g, ''), ...(slice !== undefined && { sliceName: slice }), ...more };
};
const set = (...resources: object[]): DefinitionSet => new DefinitionSet([new Shelf(CORE, 'core'), new Shelf(shelve(resources), 'pack')]);
const ids = (definitions: DefinitionSet, name: string): string[] => definitions.structure(`urn:test:${name}`)!.elements.map(({ id }) => id);

describe('a snapshot', () => {
  test('has slices with what is below them, and slices of slices', () => {
    const definitions = set(
      profile('sliced', [
        stated('Thing.identifier', { slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' } }),
        stated('Thing.identifier:ins', { min: 1, max: '1', constraint: [{ key: 'i-2', severity: 'error', human: 'y' }] }),
        stated('Thing.identifier:ins.system', { min: 1, fixedUri: 'urn:ins' }),
        stated('Thing.identifier:other'),
        stated('Thing.identifier:ins/nir', { max: '1' }),
      ]),
    );
    expect(ids(definitions, 'sliced').slice(2, 10)).toEqual([
      'Thing.identifier',
      'Thing.identifier:ins',
      'Thing.identifier:ins.system',
      'Thing.identifier:ins.value',
      'Thing.identifier:ins/nir',
      'Thing.identifier:ins/nir.system',
      'Thing.identifier:ins/nir.value',
      'Thing.identifier:other',
    ]);
    const [ins] = definitions.structure('urn:test:sliced')!.elements.filter(({ id }) => id === 'Thing.identifier:ins');
    expect(ins).toMatchObject({ path: 'Thing.identifier', sliceName: 'ins', min: 1, max: '1' });
    expect(ins!.constraints?.map(({ key, source }) => [key, source])).toEqual([
      ['i-1', `${HL7}Thing`],
      ['i-2', 'urn:test:sliced'],
    ]);
    const nir = definitions.structure('urn:test:sliced')!.elements.find(({ id }) => id === 'Thing.identifier:ins/nir.system');
    expect(nir).toMatchObject({ path: 'Thing.identifier.system', min: 1, fixed: { type: 'uri', value: 'urn:ins' } });
  });

  test('is the same where the elements have no ids: what follows a slice belongs to it', () => {
    const elements = [
      stated('Thing.identifier', { slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' } }),
      stated('Thing.identifier:ins', { min: 1, max: '1' }),
      stated('Thing.identifier:ins.system', { min: 1, fixedUri: 'urn:ins' }),
      stated('Thing.identifier:ins/nir', { max: '1' }),
      stated('Thing.identifier:ins/nir.value', { min: 1 }),
      stated('Thing.identifier:other'),
      stated('Thing.identifier:other.system', { fixedUri: 'urn:other' }),
    ];
    const bare = elements.map((element) => ({ ...element, id: undefined }));
    const definitions = set(profile('named', elements), profile('bare', bare));
    expect(definitions.structure('urn:test:bare')!.elements).toEqual(definitions.structure('urn:test:named')!.elements);
  });

  test('goes into a choice by its own name, and into what an element refers to', () => {
    const definitions = set(
      profile('choice', [
        stated('Thing.valueQuantity'),
        stated('Thing.valueQuantity.unit', { min: 1 }),
        stated('Thing.item.item.name', { min: 1 }),
      ]),
    );
    const elements = definitions.structure('urn:test:choice')!.elements;
    expect(elements.find(({ id }) => id === 'Thing.value[x]:valueQuantity')?.types).toEqual([{ code: 'Quantity' }]);
    expect(elements.find(({ id }) => id === 'Thing.value[x]:valueQuantity.unit')).toMatchObject({ path: 'Thing.value[x].unit', min: 1 });
    expect(elements.find(({ id }) => id === 'Thing.value[x]')?.slicing?.discriminator).toEqual([{ type: 'type', path: '$this' }]);
    expect(elements.find(({ id }) => id === 'Thing.item.item.name')).toMatchObject({ min: 1 });
    expect(elements.find(({ id }) => id === 'Thing.item.name')).toMatchObject({ min: 0 });
  });

  test('follows the chain of its bases, in the version asked for', () => {
    const slices = [stated('Thing.extension:a', { min: 1, type: [{ code: 'Extension', profile: ['urn:test:ext'] }] })];
    const definitions = set(
      profile('base', slices),
      profile('base', [], { version: '1.10.0' }),
      profile('new', [], { baseDefinition: 'urn:test:base' }),
      profile('old', [stated('Thing.extension:a', { max: '1' })], { baseDefinition: 'urn:test:base|1.0.0' }),
    );
    expect(ids(definitions, 'new')).not.toContain('Thing.extension:a');
    expect(definitions.structure('urn:test:old')!.elements.find(({ id }) => id === 'Thing.extension:a')).toMatchObject({
      min: 1,
      max: '1',
      types: [{ code: 'Extension', profiles: ['urn:test:ext'] }],
    });
    expect(definitions.structure('urn:test:base')!.version).toBe('1.10.0');
    expect(definitions.structure('urn:test:base|1.0')!.version).toBe('1.0.0');
    expect(definitions.structure('urn:test:base|2.0.0')).toBeUndefined();
  });

  test.each([
    ['unknown base', profile('p', [], { baseDefinition: 'urn:test:none' }), undefined, /urn:test:none is in no pack/],
    ['circle', profile('p', [], { baseDefinition: 'urn:test:p' }), undefined, /based on itself/],
    ['no base', profile('p', [], { baseDefinition: undefined }), undefined, /nothing says its elements/],
    ['unknown element', profile('p', [stated('Thing.colour', { min: 1 })]), 'Thing.colour', /has no element colour/],
    ['element of another type', profile('p', [stated('Patient.name')]), 'Patient.name', /not in Thing/],
    [
      'unknown type',
      profile('p', [stated('Thing.extension', { type: [{ code: 'Nothing' }] }), stated('Thing.extension.a')]),
      'Thing.extension.a',
      /type Nothing is unknown/,
    ],
  ])('that cannot be made says why: %s', (_, broken, at, reason) => {
    const definitions = set(broken);
    // and again when asked again
    for (let times = 0; times < 2; times++) {
      let error: unknown;
      try {
        definitions.structure('urn:test:p');
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(DefinitionError);
      expect((error as DefinitionError).message).toMatch(reason);
      expect(error).toMatchObject({ source: 'pack', element: at });
    }
  });

  test('that would unfold without end is bounded', () => {
    const names = Array.from({ length: 300 }, (_, index) => stated(`Thing${'.item'.repeat(index + 1)}.name`, { min: 1 }));
    const began = performance.now();
    expect(set(profile('deep', names)).structure('urn:test:deep')!.elements.length).toBeLessThan(50_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('a code', () => {
  const SYSTEM = 'urn:test:colours';
  const colours = {
    resourceType: 'CodeSystem',
    url: SYSTEM,
    name: 'Colours',
    content: 'complete',
    caseSensitive: true,
    concept: [
      {
        code: 'red',
        display: 'rouge',
        concept: [
          { code: 'pink', display: 'rose', property: [{ code: 'warm', valueBoolean: true }], designation: [{ value: 'Rose pâle' }] },
        ],
      },
      { code: 'blue', property: [{ code: 'status', valueCode: 'retired' }] },
      { code: 'navy', property: [{ code: 'parent', valueCode: 'blue' }] },
    ],
  };
  const valueSet = (name: string, compose: object, more: object = {}): object => ({
    resourceType: 'ValueSet',
    url: `urn:test:vs-${name}`,
    name,
    compose,
    ...more,
  });
  const filter = (property: string, op: string, value: string): object => ({
    include: [{ system: SYSTEM, filter: [{ property, op, value }] }],
  });
  const definitions = set(
    colours,
    { ...colours, url: 'urn:test:part', content: 'fragment' },
    { ...colours, url: 'urn:test:loose', caseSensitive: false },
    valueSet('all', { include: [{ system: SYSTEM }] }),
    valueSet('two', { include: [{ system: SYSTEM, concept: [{ code: 'red', display: 'Rouge vif' }, { code: 'blue' }] }] }),
    valueSet('isa', filter('concept', 'is-a', 'red')),
    valueSet('below', filter('concept', 'descendent-of', 'blue')),
    valueSet('equal', filter('warm', '=', 'true')),
    valueSet('within', filter('code', 'in', 'red, navy')),
    valueSet('regex', filter('code', 'regex', '(a+)+$')),
    valueSet('less', { include: [{ valueSet: ['urn:test:vs-all'] }], exclude: [{ system: SYSTEM, concept: [{ code: 'pink' }] }] }),
    valueSet('both', { include: [{ valueSet: ['urn:test:vs-isa', 'urn:test:vs-within'] }] }),
    valueSet('loinc', { include: [{ system: 'http://loinc.org' }, { system: SYSTEM, concept: [{ code: 'red' }] }] }),
    valueSet('partly', { include: [{ system: 'urn:test:part' }] }),
    valueSet('circle', { include: [{ valueSet: ['urn:test:vs-circle'] }] }),
    valueSet('expanded', {}, { expansion: { contains: [{ system: SYSTEM, code: 'red', contains: [{ system: SYSTEM, code: 'pink' }] }] } }),
  );

  test.each([
    ['all', SYSTEM, 'pink', 'in'],
    ['all', SYSTEM, 'Pink', 'out'],
    ['all', undefined, 'pink', 'in'],
    ['all', 'urn:test:other', 'pink', 'out'],
    ['two', SYSTEM, 'blue', 'in'],
    ['two', SYSTEM, 'pink', 'out'],
    ['isa', SYSTEM, 'red', 'in'],
    ['isa', SYSTEM, 'pink', 'in'],
    ['isa', SYSTEM, 'navy', 'out'],
    ['below', SYSTEM, 'navy', 'in'],
    ['below', SYSTEM, 'blue', 'out'],
    ['equal', SYSTEM, 'pink', 'in'],
    ['equal', SYSTEM, 'red', 'out'],
    ['within', SYSTEM, 'navy', 'in'],
    ['within', SYSTEM, 'pink', 'out'],
    ['regex', SYSTEM, 'red', 'unknown'],
    ['less', SYSTEM, 'red', 'in'],
    ['less', SYSTEM, 'pink', 'out'],
    ['both', SYSTEM, 'red', 'in'],
    ['both', SYSTEM, 'pink', 'out'],
    ['loinc', SYSTEM, 'red', 'in'],
    ['loinc', SYSTEM, 'blue', 'out'],
    ['loinc', 'http://loinc.org', '1234-5', 'unknown'],
    ['partly', 'urn:test:part', 'red', 'in'],
    ['partly', 'urn:test:part', 'green', 'unknown'],
    ['circle', SYSTEM, 'red', 'unknown'],
    ['expanded', SYSTEM, 'pink', 'in'],
    ['expanded', SYSTEM, 'navy', 'out'],
    ['absent', SYSTEM, 'red', 'unknown'],
  ] as const)('%s %s %s: %s', (name, system, code, result) => {
    expect(definitions.member(`urn:test:vs-${name}`, system, code).result).toBe(result);
  });

  test.each([
    ['all', ['red', 'pink', 'blue', 'navy']],
    ['two', ['red', 'blue']],
    ['expanded', ['red', 'pink']],
    // what is filtered, left out, not all known or not there is not listed
    ['isa', undefined],
    ['less', undefined],
    ['both', undefined],
    ['loinc', undefined],
    ['partly', undefined],
    ['circle', undefined],
    ['absent', undefined],
  ] as const)('%s: its codes', (name, codes) => {
    expect(definitions.codes(`urn:test:vs-${name}`, 4)).toEqual(codes);
    if (codes) expect(definitions.codes(`urn:test:vs-${name}`, codes.length - 1)).toBeUndefined();
  });

  test('has its displays, those of the value set first, and whether it may be chosen', () => {
    expect(definitions.member('urn:test:vs-two', SYSTEM, 'red').displays).toEqual(['Rouge vif', 'rouge']);
    expect(definitions.member('urn:test:vs-two', SYSTEM, 'blue').notSelectable).toBe(true);
    expect(definitions.code(SYSTEM, 'pink').displays).toEqual(['rose', 'Rose pâle']);
    expect(definitions.code('urn:test:loose', 'PINK').result).toBe('in');
    expect(definitions.code('http://loinc.org', 'x')).toEqual({ result: 'unknown', missing: 'http://loinc.org' });
    expect(definitions.codeSystem(SYSTEM)).toMatchObject({ content: 'complete', source: 'pack' });
    expect(definitions.valueSet('urn:test:vs-all')).toMatchObject({ name: 'all', source: 'pack' });
  });

  test.each([
    [SYSTEM, 'red', 'pink', true],
    [SYSTEM, 'red', 'red', true],
    [SYSTEM, 'pink', 'red', false],
    [SYSTEM, 'blue', 'navy', true],
    [SYSTEM, 'red', 'green', false],
    [SYSTEM, 'green', 'red', undefined],
    ['urn:test:loose', 'RED', 'Pink', true],
    ['urn:test:part', 'red', 'green', undefined],
    ['urn:test:absent', 'red', 'red', undefined],
  ] as const)('%s: is %s above %s? %s', (system, ancestor, code, told) => {
    expect(definitions.subsumes(system, ancestor, code)).toBe(told);
  });

  test.each([
    ['loinc', ['http://loinc.org', SYSTEM]],
    ['both', [SYSTEM]],
    ['expanded', [SYSTEM]],
    ['circle', []],
    ['absent', []],
  ] as const)('%s: its code systems', (name, systems) => {
    expect([...definitions.systems(`urn:test:vs-${name}`)].sort()).toEqual(systems);
  });

  test('is told as before after any number of canonicals that nobody knows', () => {
    for (let number = 0; number < 10_100; number++) {
      definitions.valueSet(`urn:test:none-${number}`);
      definitions.codeSystem(`urn:test:none-${number}`);
    }
    expect(definitions.member('urn:test:vs-isa', SYSTEM, 'pink').result).toBe('in');
  });
});

test.each([
  ['urn:ietf:bcp:13', 'application/fhir+json', 'in'],
  ['urn:ietf:bcp:13', 'text/plain; charset=utf-8', 'in'],
  ['urn:ietf:bcp:13', 'pdf', 'out'],
  ['urn:ietf:bcp:13', 'text/plain text/xml', 'out'],
  ['urn:ietf:bcp:47', 'fr', 'in'],
  ['urn:ietf:bcp:47', 'fr-FR', 'in'],
  ['urn:ietf:bcp:47', 'x-patois', 'in'],
  ['urn:ietf:bcp:47', 'fr_FR', 'out'],
  ['urn:ietf:bcp:47', `fr${'-a'.repeat(1_000_000)}`, 'out'],
])('a code of a system that has a grammar: %s %.20s', (system, code, result) => {
  expect(new DefinitionSet([]).code(system, code).result).toBe(result);
});

test('versions are in the order that people give them', () => {
  const sorted = ['1.0.0-ballot', '1.0.0', '1.2.0', '1.10.0', '2.0.0-rc1', '2.0.0'];
  expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
});
