import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joined, terminologyFrom } from './build.js';
import { CompactTerminology, toBytes } from './compact.js';
import { WITHDRAWN } from './format.js';
import { editDistance } from './nearest.js';
import { TerminologyWriter } from './writer.js';

const TODAY = new Date('2026-11-20T12:00:00Z');

const COLOURS = '1.2.3';
const SHAPES = '1.2.4';
const facts = terminologyFrom(
  [
    { oid: COLOURS, name: 'Colours', complete: true, concepts: 'RED=Rouge=Red|GREEN=Vert|BLUE=Bleu|É7=Pêche' },
    { oid: SHAPES, name: 'Shapes', concepts: 'RED=Rectangle' },
  ],
  [{ oid: '1.2.9', names: ['JDV_Warm_CISIS', 'Warm'], members: { [COLOURS]: 'RED=Rouge vif|É7', [SHAPES]: 'RED' } }],
);

describe('terminologyFrom', () => {
  test('knows a concept by system and code, with its labels in order', () => {
    expect(facts.concept(COLOURS, 'RED')).toEqual({ code: 'RED', system: COLOURS, displays: ['Rouge', 'Red', 'Rouge vif'], active: true });
    expect(facts.concept(SHAPES, 'RED')?.displays).toEqual(['Rectangle']);
    expect(facts.concept(COLOURS, 'É7')?.displays).toEqual(['Pêche']);
    for (const code of ['red', 'RE', 'REDD', '', 'x'.repeat(100_000), 'constructor']) expect(facts.concept(COLOURS, code)).toBeUndefined();
    expect(facts.concept('9.9', 'RED')).toBeUndefined();
  });

  test('says what it knows of a system', () => {
    expect(facts.codeSystem(COLOURS)).toEqual({ oid: COLOURS, name: 'Colours', complete: true, size: 4 });
    expect([...facts.codeSystems()].map(({ oid, complete, size }) => [oid, complete, size])).toEqual([
      [COLOURS, true, 4],
      [SHAPES, false, 1],
    ]);
    expect(facts.codeSystem('toString')).toBeUndefined();
  });

  test.each(['1.2.9', 'urn:oid:1.2.9', 'JDV_Warm_CISIS', 'jdv-warm-cisis', 'JDV_Warm_CISIS.tabs', 'warm'])(
    'has a value set under %s',
    (name) => {
      expect(facts.valueSet(name)?.name).toBe('JDV_Warm_CISIS');
    },
  );

  test('membership is of system and code; the label of the value set comes first', () => {
    const set = facts.valueSet('Warm')!;
    expect([set.has(COLOURS, 'RED'), set.has(SHAPES, 'RED'), set.has(COLOURS, 'GREEN'), set.has('9.9', 'RED')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(set.concept('RED', COLOURS)?.displays).toEqual(['Rouge vif', 'Rouge', 'Red']);
    expect(set.concept('RED')?.system).toBe(COLOURS);
    expect([set.concept('GREEN'), set.concept('GREEN', COLOURS)]).toEqual([undefined, undefined]);
    expect([...set.concepts()].map(({ system, code }) => `${system} ${code}`)).toEqual([
      `${COLOURS} RED`,
      `${COLOURS} É7`,
      `${SHAPES} RED`,
    ]);
    expect([...facts.valueSets()].map(({ oid, size }) => [oid, size])).toEqual([['1.2.9', 3]]);
  });

  test('nothing at all is a terminology too', () => {
    const nothing = terminologyFrom([]);
    expect([
      nothing.concept('1', 'a'),
      nothing.valueSet('a'),
      nothing.nearest({ system: '1' }, { code: 'a' }),
      [...nothing.valueSets()],
    ]).toEqual([undefined, undefined, [], []]);
  });

  test('100,000 concepts, each found and no other', () => {
    const writer = new TerminologyWriter();
    const system = writer.system('1.2', 'many');
    for (let i = 0; i < 100_000; i++) writer.concept(system, `C${i}`, [`label ${i}`]);
    const many = new CompactTerminology(toBytes(writer), TODAY);
    for (let i = 0; i < 100_000; i += 997) expect(many.concept('1.2', `C${i}`)?.displays).toEqual([`label ${i}`]);
    for (let i = 0; i < 1000; i++) expect(many.concept('1.2', `D${i}`)).toBeUndefined();
    expect(many.codeSystem('1.2')?.size).toBe(100_000);
  });

  test('one label for all concepts of a system costs no more than others', () => {
    const writer = new TerminologyWriter();
    const system = writer.system('1.2', 'same');
    for (let i = 0; i < 50_000; i++) writer.concept(system, `C${i}`, ['Autre']);
    expect(new CompactTerminology(toBytes(writer), TODAY).nearest({ system: '1.2' }, { display: 'autre' })).toHaveLength(3);
  });
});

describe('against a Map', () => {
  const codes = fc.oneof(fc.constantFrom('A', 'B', 'AB', 'é', 'É', '漢', '\u{1F600}', ' '), fc.string({ minLength: 1, maxLength: 5 }));
  const entry = fc.record({
    system: fc.constantFrom('1.1', '1.2', '1.3'),
    code: codes,
    display: fc.string({ maxLength: 8 }),
    set: fc.constantFrom('2.1', '2.2', undefined),
  });

  test('any codes, put in in any order, are those that are found', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), fc.nat(), fc.integer({ min: 0, max: 3 }), (entries, seed, shift) => {
        const writer = new TerminologyWriter(seed);
        const displays = new Map<string, string[]>();
        const members = new Map<string, Set<string>>();
        for (const { system, code, display, set } of entries) {
          const key = `${system} ${code}`;
          const concept = writer.concept(writer.system(system), code, [display]);
          const known = displays.get(key) ?? [];
          displays.set(key, display === '' || known.includes(display) ? known : [...known, display]);
          if (set === undefined) continue;
          const of = members.get(set) ?? new Set();
          expect(writer.member(writer.set(set, []), concept, display)).toBe(!of.has(key));
          members.set(set, of.add(key));
        }
        // at any place in memory
        const bytes = toBytes(writer);
        const moved = new Uint8Array(bytes.length + shift).subarray(shift);
        moved.set(bytes);
        const terminology = new CompactTerminology(moved, TODAY);
        for (const { system, code } of entries) {
          for (const other of ['1.1', '1.2', '1.3']) {
            const key = `${other} ${code}`;
            expect(terminology.concept(other, code)?.displays).toEqual(displays.get(key));
            for (const set of ['2.1', '2.2'])
              expect(terminology.valueSet(set)?.has(other, code) ?? false).toBe(members.get(set)?.has(key) ?? false);
          }
          expect(terminology.concept(system, `${code}x`) !== undefined).toBe(displays.has(`${system} ${code}x`));
        }
        for (const [set, of] of members) {
          const listed = [...terminology.valueSet(set)!.concepts()].map(({ system, code }) => `${system} ${code}`);
          expect(listed).toEqual([...of]);
        }
      }),
    );
  });

  test('an edit distance is that of the textbook', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
    const slow = (a: string, b: string): number => {
      if (a === '' || b === '') return a.length + b.length;
      const [p, q] = [a.slice(0, -1), b.slice(0, -1)];
      const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
      return Math.min(
        slow(p, b) + 1,
        slow(a, q) + 1,
        slow(p, q) + (a.at(-1) === b.at(-1) ? 0 : 1),
        swapped ? slow(a.slice(0, -2), b.slice(0, -2)) + 1 : Infinity,
      );
    };
    fc.assert(
      fc.property(letters, letters, fc.nat({ max: 8 }), (a, b, most) => {
        expect(editDistance(a, b, most)).toBe(Math.min(slow(a, b), most + 1));
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is withdrawn', () => {
  const writer = new TerminologyWriter();
  const system = writer.system('1.2', 'dated');
  const set = writer.set('1.3', ['set']);
  writer.concept(system, 'gone', [], WITHDRAWN);
  writer.concept(system, 'ended', [], 20200101);
  writer.concept(system, 'ends', [], 20300101);
  writer.member(set, writer.concept(system, 'left', []), undefined, 20200101);
  const bytes = toBytes(writer);

  test.each([
    ['2026-01-01', { gone: false, ended: false, ends: true }],
    ['2019-01-01', { gone: false, ended: true, ends: true }],
    ['2030-01-01', { gone: false, ended: false, ends: false }],
  ])('on %s', (day, expected) => {
    const terminology = new CompactTerminology(bytes, new Date(`${day}T12:00:00Z`));
    expect(Object.fromEntries(Object.keys(expected).map((code) => [code, terminology.concept('1.2', code)!.active]))).toEqual(expected);
  });

  test('a code that a value set no longer has is still one of its code system', () => {
    const terminology = new CompactTerminology(bytes, new Date('2026-01-01'));
    expect([terminology.concept('1.2', 'left')?.active, terminology.valueSet('set')?.concept('left')?.active]).toEqual([true, false]);
  });
});

describe('nearest', () => {
  const codes = terminologyFrom([
    {
      oid: '1.2',
      name: 'LOINC',
      concepts:
        '2345-7=Glucose [Masse/Volume] Sérum/Plasma|2160-0=Créatinine [Masse/Volume] Sérum/Plasma|718-7=Hémoglobine [Masse/Volume] Sang|M=Masculin|F=Féminin',
    },
  ]);
  const near = (written: { code?: string; display?: string }): string[] =>
    codes.nearest({ system: '1.2' }, written).map(({ code }) => code);

  test.each<[string, { code?: string; display?: string }, string[]]>([
    ['a digit that is wrong', { code: '2345-8' }, ['2345-7']],
    ['two digits swapped', { code: '2435-7' }, ['2345-7']],
    ['the case', { code: 'm' }, ['M']],
    ['another short code', { code: 'X' }, []],
    ['nothing like it', { code: 'ABCDEF' }, []],
    ['a label without accents and case', { display: 'CREATININE masse volume serum plasma' }, ['2160-0']],
    ['a label with a letter wrong', { display: 'Masculim' }, ['M']],
    ['code and label of two concepts: both', { code: '2345-8', display: 'Féminin' }, ['F', '2345-7']],
    ['nothing written', {}, []],
    ['blanks', { code: ' ', display: ' ' }, []],
  ])('%s', (_what, written, expected) => {
    expect(near(written).slice(0, 2)).toEqual(expected);
  });

  test('in a large system: the very label, or one letter away', () => {
    const writer = new TerminologyWriter();
    const system = writer.system('1.2', 'large');
    const set = writer.set('1.3', ['large set']);
    for (let i = 0; i < 20_000; i++) writer.member(set, writer.concept(system, `${100_000 + i * 7}`, [`Étiquette n° ${i}`]), undefined);
    const large = new CompactTerminology(toBytes(writer), TODAY);
    expect(large.nearest({ system: '1.2' }, { display: 'etiquette N 77' })[0]?.code).toBe('100539');
    expect(large.nearest({ valueSet: '1.3' }, { display: 'etiquette N 77' })[0]?.code).toBe('100539');
    expect(large.nearest({ system: '1.2' }, { code: '1005399' }).map(({ code }) => code)).toContain('100539');
    expect(large.nearest({ valueSet: 'large set' }, { code: '0', display: 'nothing like it' })).toEqual([]);
  });
});

describe('search', () => {
  const found = (text: string, within = {}, most = 10): string[] =>
    facts.search(text, within, most).map(({ system, code }) => `${system} ${code}`);

  test.each<[string, string, object, string[]]>([
    ['a code, of any system', 'RED', {}, [`${COLOURS} RED`, `${SHAPES} RED`]],
    ['a code of a system', 'RED', { system: SHAPES }, [`${SHAPES} RED`]],
    ['a code of a value set', 'GREEN', { valueSet: 'Warm' }, []],
    ['the beginning of a word', 'pech', {}, [`${COLOURS} É7`]],
    ['the middle of a word', 'ouge', {}, []],
    ['words in any order', 'VIF rouge', {}, [`${COLOURS} RED`]],
    ['each word of one label', 'rouge vif', { valueSet: 'Warm' }, [`${COLOURS} RED`]],
    ['words of a label, in a system of a value set', 'rect', { valueSet: 'Warm', system: SHAPES }, [`${SHAPES} RED`]],
    ['an unknown system', 'rouge', { system: '9.9' }, []],
    ['an unknown value set', 'rouge', { valueSet: '9.9' }, []],
    ['punctuation alone', '!', {}, []],
  ])('%s', (_what, text, within, expected) => {
    expect(found(text, within)).toEqual(expected);
  });

  test('as many as are asked for', () => {
    expect(found('r', {}, 1)).toHaveLength(1);
  });
});

describe('joined', () => {
  const newer = terminologyFrom(
    [{ oid: COLOURS, name: '', concepts: 'RED=Vermillon|PINK=Rose' }],
    [{ oid: '1.2.9', names: ['Warm'], members: { [COLOURS]: 'PINK' } }],
  );
  const both = joined(newer, facts);

  test('a concept has the labels of all, a value set is that of the first', () => {
    expect(both.concept(COLOURS, 'RED')?.displays).toEqual(['Vermillon', 'Rouge', 'Red', 'Rouge vif']);
    expect(both.concept(COLOURS, 'BLUE')?.displays).toEqual(['Bleu']);
    expect([both.valueSet('1.2.9')!.has(COLOURS, 'PINK'), both.valueSet('1.2.9')!.has(COLOURS, 'RED')]).toEqual([true, false]);
    expect([...both.valueSets()]).toHaveLength(1);
  });

  test('a system is complete when one of them has all of it', () => {
    expect(both.codeSystem(COLOURS)).toEqual({ oid: COLOURS, name: 'Colours', complete: true, size: 4 });
    expect([...both.codeSystems()].map(({ oid }) => oid)).toEqual([COLOURS, SHAPES]);
  });

  test('suggestions and searches come from all', () => {
    expect(both.nearest({ system: COLOURS }, { code: 'GREN' }).map(({ code }) => code)).toEqual(['GREEN']);
    expect(both.nearest({ valueSet: '1.2.9' }, { code: 'PINKK' }).map(({ code }) => code)).toEqual(['PINK']);
    expect(both.search('rouge', {}, 10).map(({ code }) => code)).toEqual(['RED']);
    expect(both.search('RED', { system: SHAPES }, 10).map(({ displays }) => displays)).toEqual([['Rectangle']]);
    expect(both.search('rose', { valueSet: 'Warm' }, 10).map(({ code }) => code)).toEqual(['PINK']);
  });
});
