import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSchema, SchemaError, SCHEMA_LIMITS, type SchemaLimits } from './read.js';
import { activePatterns, globalLets, type Check, type MessagePart, type Schema } from './schema.js';

const ISO = 'xmlns="http://purl.oclc.org/dsdl/schematron"';

/** Opens from a table, by the exact name or, like a pack, ignoring case. */
const opener = (files: Record<string, string>) => (path: string) => {
  const real = path in files ? path : Object.keys(files).find((name) => name.toLowerCase() === path.toLowerCase());
  return real === undefined ? undefined : { path: real, bytes: new TextEncoder().encode(files[real]) };
};

const read = (files: Record<string, string>, limits?: Partial<SchemaLimits>): Schema =>
  readSchema('main.sch', opener(files), { ...SCHEMA_LIMITS, ...limits });

/** A schema of one file with this inside. */
const schema = (inner: string, attributes = ''): Schema => read({ 'main.sch': `<schema ${ISO} ${attributes}>${inner}</schema>` });

const kinds = ({ problems }: Schema): string[] => problems.map(({ kind }) => kind);

/** Per pattern and rule: the context, then the lets and tests in their order. */
const outline = ({ patterns }: Schema): string[][][] =>
  patterns.map(({ rules }) =>
    rules.map(({ context, body }) => [
      context,
      ...body.map((one) => (one.kind === 'let' ? `${one.name}=${one.value ?? one.content}` : one.test)),
    ]),
  );

const checks = (read: Schema): Check[] =>
  read.patterns.flatMap(({ rules }) => rules.flatMap(({ body }) => body.filter((one): one is Check => one.kind !== 'let')));

describe('a schema in one file', () => {
  test('is read with its attributes, namespaces and places', () => {
    const it = schema(
      '<title>A  title</title>\n<ns prefix="h" uri="urn:h"/><let name="g" value="1"/>'
        + '<pattern id="p"><title>P</title><let name="l" value="2"/>\n'
        + ' <rule context="h:a" id="r" role="warning" flag="f" see="s" fpi="i">'
        + '<let name="x" value="@x"/><assert test="$x" id="a1" role="error" flag="g" see="u" icon="c" subject=".." diagnostics="d1 d2">no</assert>'
        + '<let name="y"> text </let><report test="b">yes</report></rule></pattern>'
        + '<diagnostics><diagnostic id="d1">D1</diagnostic><diagnostic id="d2">D2</diagnostic></diagnostics>'
        + '<properties><property id="q" role="x" scheme="y">Q</property></properties>',
      'schemaVersion="3" queryBinding="xslt2"',
    );
    expect(it).toMatchObject({ title: 'A title', schemaVersion: '3', queryBinding: 'xslt2', problems: [] });
    expect([...it.declaredNamespaces]).toEqual([['h', 'urn:h']]);
    expect(it.namespaces.get('h')).toBe('urn:h');
    expect(it.namespaces.get('xsd')).toBe('http://www.w3.org/2001/XMLSchema');
    expect(it.lets).toMatchObject([{ name: 'g', value: '1' }]);
    expect(it.patterns).toMatchObject([{ id: 'p', title: 'P', lets: [{ name: 'l' }] }]);
    const rule = it.patterns[0]!.rules[0]!;
    expect(rule).toMatchObject({
      id: 'r',
      role: 'warning',
      flag: 'f',
      see: 's',
      fpi: 'i',
      place: { file: 'main.sch', line: 3, column: 2 },
    });
    expect(outline(it)).toEqual([[['h:a', 'x=@x', '$x', 'y= text ', 'b']]]);
    const [assert, report] = checks(it);
    expect(assert).toMatchObject({
      kind: 'assert',
      id: 'a1',
      role: 'error',
      flag: 'g',
      see: 'u',
      icon: 'c',
      subject: '..',
      diagnostics: ['d1', 'd2'],
    });
    expect(report).toMatchObject({ kind: 'report', message: ['yes'] });
    expect(it.diagnostics.get('d2')?.message).toEqual(['D2']);
    expect(it.properties.get('q')).toMatchObject({ role: 'x', scheme: 'y', message: ['Q'] });
  });

  test('has a title even when it has only an id', () => {
    expect(schema('', 'id="the-id"').title).toBe('the-id');
    expect(schema('<pattern id="p"/>').patterns[0]!.title).toBe('p');
  });

  test('is found inside elements of another namespace', () => {
    expect(read({ 'main.sch': `<box><schema ${ISO} id="inner"/></box>` }).title).toBe('inner');
  });

  test('that is missing, not XML or no schema is refused with the place', () => {
    const refused = (files: Record<string, string>): SchemaError => {
      try {
        read(files);
      } catch (error) {
        if (error instanceof SchemaError) return error;
      }
      throw new Error('not refused');
    };
    expect(refused({}).explanation.en).toBe('File not found.');
    expect(refused({ 'main.sch': '<a>\n<b></a>' }).place).toMatchObject({ file: 'main.sch', line: 2 });
    expect(refused({ 'main.sch': '<a/>' }).explanation.fr).toContain('La racine a');
  });
});

describe('messages', () => {
  const message = (inner: string): readonly MessagePart[] =>
    checks(schema(`<pattern><rule context="a"><assert test="b">${inner}</assert></rule></pattern>`))[0]!.message;

  test('keep their texts and expressions in order', () => {
    expect(message('A <value-of select="@x"/>, <name/> and <name path=".."/>')).toEqual([
      'A ',
      { valueOf: '@x' },
      ', ',
      { nameOf: '.' },
      ' and ',
      { nameOf: '..' },
    ]);
    expect(message('<value-of/>')).toEqual([{ valueOf: '.' }]);
  });

  test('lose blanks that stand alone between two elements, as in the stylesheet of the skeleton', () => {
    expect(message('<value-of select="a"/> <value-of select="b"/>')).toEqual([{ valueOf: 'a' }, { valueOf: 'b' }]);
    expect(message('one <!-- two --> three')).toEqual(['one  three']);
  });

  test('evaluate nothing inside emph, span and dir', () => {
    expect(message('a<emph>b<value-of select="c"/><span>d</span></emph>')).toEqual(['a', { inline: 'emph', parts: ['bd'] }]);
  });

  test('say nothing of other elements', () => {
    expect(message('a<x xmlns="urn:x">b</x>c<p>d</p>')).toEqual(['ac']);
  });
});

describe('includes', () => {
  const rule = (context: string): string => `<rule ${ISO} context="${context}"><assert test="t"/></rule>`;

  test('are resolved from the file that they stand in', () => {
    const it = read({
      'main.sch': `<schema ${ISO}><include href="sub/p.sch"/></schema>`,
      'sub/p.sch': `<pattern ${ISO} id="p"><include href="../other/r.sch"/><include href="s%20t.sch"/></pattern>`,
      'other/r.sch': rule('a'),
      'sub/s t.sch': rule('b'),
    });
    expect(it.problems).toEqual([]);
    expect(outline(it)).toEqual([
      [
        ['a', 't'],
        ['b', 't'],
      ],
    ]);
    expect(it.patterns[0]!.rules[1]!.place.file).toBe('sub/s t.sch');
  });

  test('of a fragment take the first element with the id in another file, and all of them in the same', () => {
    const other = `<x xmlns="urn:x">${rule('a" id="r')}${rule('b" id="r')}${rule('c" xml:id="s')}</x>`;
    const it = read({
      'main.sch': `<schema ${ISO}><pattern><include href="o.sch#r"/><include href="o.sch#s"/></pattern></schema>`,
      'o.sch': other,
    });
    expect(
      outline(it)
        .flat()
        .map(([context]) => context),
    ).toEqual(['a', 'c']);
    const same = schema(`<pattern id="q">${rule('a" id="r')}${rule('b" id="r')}</pattern><pattern><include href="#r"/></pattern>`);
    expect(outline(same)[1]!.map(([context]) => context)).toEqual(['a', 'b']);
  });

  test('take nothing of a foreign root, and no whole schema', () => {
    const it = read({
      'main.sch': `<schema ${ISO}><include href="f.sch"/><include href="s.sch"/><include href="s.sch#s"/><include href="old.sch"/></schema>`,
      'f.sch': `<x>${rule('a')}</x>`,
      's.sch': `<schema ${ISO} id="s"/>`,
      'old.sch': '<pattern xmlns="http://www.ascc.net/xml/schematron"/>',
    });
    expect(kinds(it)).toEqual(['include-refused', 'include-refused', 'include-refused', 'old-namespace']);
    expect(it.problems.every(({ incomplete }) => incomplete)).toBe(true);
    expect(it.patterns).toEqual([]);
  });

  test('that cannot be followed are problems, and the rest is read', () => {
    const it = read({
      'main.sch':
        `<schema ${ISO}>\n<include href="absent.sch"/>\n<include href="bad.sch"/>\n<include href="bad.sch"/>\n<include/>`
        + '<include href="#none"/><include href="p.sch#none"/>\n<pattern id="p"/></schema>',
      'bad.sch': '<pattern>',
      'p.sch': `<pattern ${ISO}/>`,
    });
    expect(it.problems.map(({ kind, place, incomplete }) => [kind, place.line, incomplete])).toEqual([
      ['include-missing', 2, true],
      ['include-unreadable', 3, true],
      ['include-unreadable', 4, true],
      ['include-missing', 5, true],
      ['include-missing', 5, true],
      ['include-missing', 5, true],
    ]);
    expect(it.patterns).toHaveLength(1);
  });

  test.each(['../x.sch', 'a/../../x.sch', '/etc/x.sch', 'file:///etc/x.sch', 'http://a/x.sch', '..%2Fx.sch', 'a\\x.sch'])(
    'that leave the folder of the rules are refused: %s',
    (href) => {
      const asked: string[] = [];
      const main = `<schema ${ISO}><include href="${href}"/></schema>`;
      const it = readSchema('main.sch', (path) => {
        asked.push(path);
        return { path, bytes: new TextEncoder().encode(main) };
      });
      expect(kinds(it)).toEqual(['include-outside']);
      expect(asked).toEqual(['main.sch']);
    },
  );

  test('found only by ignoring case are told, with the real name', () => {
    const it = read({ 'main.sch': `<schema ${ISO}><include href="Sub/P.sch"/></schema>`, 'sub/p.sch': `<pattern ${ISO}/>` });
    expect(it.problems).toMatchObject([{ kind: 'include-case', incomplete: false }]);
    expect(it.problems[0]!.text.en).toContain('sub/p.sch');
    expect(it.patterns[0]!.place.file).toBe('sub/p.sch');
  });

  test('that never end are stopped', () => {
    const it = read({
      'main.sch': `<schema ${ISO}><include href="a.sch"/></schema>`,
      'a.sch': `<pattern ${ISO} id="a"><include href="b.sch"/></pattern>`,
      'b.sch': `<rule ${ISO} context="c"><include href="a.sch"/></rule>`,
    });
    expect(kinds(it)).toContain('include-cycle');
    expect(it.patterns).toHaveLength(1);
  });

  test('that multiply without end are stopped', () => {
    const files: Record<string, string> = { 'main.sch': `<schema ${ISO}><include href="0.sch"/></schema>` };
    for (let i = 0; i < 40; i++)
      files[`${i}.sch`] = `<pattern ${ISO}><include href="${i + 1}.sch"/><include href="${i + 1}.sch"/></pattern>`;
    const it = read(files, { maxNodes: 10_000 });
    expect(it.problems.some(({ kind, incomplete }) => kind === 'too-large' && incomplete)).toBe(true);
  });

  test('of other kinds are told', () => {
    const it = schema(
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="x"/><p xmlns:l="http://www.w3.org/1999/xlink" l:href="x" l:show="embed"/>',
    );
    expect(kinds(it)).toEqual(['include-refused', 'include-refused']);
  });
});

describe('abstract rules', () => {
  test('are put in place of extends, nested too, and shared as the same objects', () => {
    const it = schema(
      '<pattern><rule abstract="true" id="r0"><assert test="t0"/></rule>'
        + '<rule abstract="true" id="r1"><let name="x" value="1"/><extends rule="r0"/><assert test="t1"/></rule>'
        + '<rule context="a"><assert test="before"/><extends rule="r1"/><assert test="after"/></rule>'
        + '<rule context="b"><extends rule="r1"/></rule></pattern>',
    );
    expect(it.problems).toEqual([]);
    expect(outline(it)).toEqual([
      [
        ['a', 'before', 'x=1', 't0', 't1', 'after'],
        ['b', 'x=1', 't0', 't1'],
      ],
    ]);
    const [a, b] = it.patterns[0]!.rules;
    expect(a!.body.slice(1, 4).every((one, i) => one === b!.body[i])).toBe(true);
  });

  test('are those of the same pattern first, and of any other else', () => {
    const it = schema(
      '<pattern id="p"><rule abstract="true" id="r"><assert test="p"/></rule></pattern>'
        + '<pattern id="q"><rule abstract="true" id="r"><assert test="q"/></rule><rule context="a"><extends rule="r"/></rule></pattern>'
        + '<pattern id="s"><rule context="b"><extends rule="r"/></rule></pattern>'
        + '<rule abstract="true" id="top"><assert test="top"/></rule>'
        + '<pattern id="t"><rule context="c"><extends rule="top"/></rule></pattern>',
    );
    expect(it.problems).toEqual([]);
    expect(outline(it).flat()).toEqual([
      ['a', 'q'],
      // all of them: so does the skeleton
      ['b', 'p', 'q'],
      ['c', 'top'],
    ]);
  });

  test('that are unknown or not abstract give nothing', () => {
    const it = schema(
      '<pattern><rule id="r" context="a"><assert test="t"/></rule><rule context="b"><extends rule="r"/><extends rule="s"/><report test="u"/></rule></pattern>',
    );
    expect(it.problems).toMatchObject([
      { kind: 'extends-unknown', incomplete: true },
      { kind: 'extends-unknown', incomplete: true },
    ]);
    expect(outline(it)[0]![1]).toEqual(['b', 'u']);
  });

  test('that extend themselves, or one another too many times, are stopped', () => {
    const cycle = schema(
      '<pattern><rule abstract="true" id="r"><extends rule="s"/></rule><rule abstract="true" id="s"><assert test="t"/><extends rule="r"/></rule>'
        + '<rule context="a"><extends rule="r"/></rule></pattern>',
    );
    expect(kinds(cycle)).toEqual(['extends-cycle']);
    expect(outline(cycle)).toEqual([[['a', 't']]]);
    const chain = Array.from({ length: 1000 }, (_, i) => `<rule abstract="true" id="r${i}"><extends rule="r${i + 1}"/></rule>`).join('');
    expect(kinds(schema(`<pattern><rule context="a"><extends rule="r0"/></rule>${chain}</pattern>`))).toContain('too-large');
    const twice = Array.from(
      { length: 50 },
      (_, i) => `<rule abstract="true" id="r${i}"><assert test="t"/><extends rule="r${i + 1}"/><extends rule="r${i + 1}"/></rule>`,
    ).join('');
    expect(kinds(schema(`<pattern><rule context="a"><extends rule="r0"/></rule>${twice}</pattern>`))).toContain('too-large');
  });

  test('come from another file by href, without the element that holds them', () => {
    const it = read({
      'main.sch': `<schema ${ISO}><pattern><rule context="a"><extends href="r.sch"/><extends href="lib.sch#r"/></rule></pattern></schema>`,
      'r.sch': `<rule ${ISO} abstract="true">text<assert test="t1"/></rule>`,
      'lib.sch': `<schema ${ISO}><pattern><rule abstract="true" id="r"><assert test="t2"/></rule></pattern></schema>`,
    });
    expect(it.problems).toEqual([]);
    expect(outline(it)).toEqual([[['a', 't1', 't2']]]);
  });
});

describe('abstract patterns', () => {
  test('are replaced in test, context, select and text, not in let, also when defined after their use', () => {
    const it = schema(
      '<pattern is-a="m" id="one"><param name="el" value="h:a"/><param name="at" value="@x"/></pattern>'
        + '<pattern abstract="true" id="m"><title>About $el</title><rule context="$el" id="$el"><let name="v" value="$at"/>'
        + '<assert test="$at = $v" id="$at">No $at in $el: <value-of select="$at"/><name path="$el"/></assert></rule></pattern>'
        + '<pattern is-a="m" id="two"><param name="el" value="b"/><param name="at" value="@y"/></pattern>',
    );
    expect(it.problems).toEqual([]);
    expect(it.patterns.map(({ id, title, place }) => [id, title, place.column > 0])).toEqual([
      ['one', 'About h:a', true],
      ['two', 'About b', true],
    ]);
    expect(outline(it)).toEqual([[['h:a', 'v=$at', '@x = $v']], [['b', 'v=$at', '@y = $v']]]);
    expect(it.patterns[0]!.rules[0]!.id).toBe('$el');
    expect(checks(it)[0]).toMatchObject({ id: '$at', message: ['No @x in h:a: ', { valueOf: '@x' }, { nameOf: '$el' }] });
  });

  test('are replaced naively, in the order of the parameters', () => {
    const it = schema(
      '<pattern abstract="true" id="m"><rule context="$a | $ab | $b | $c"><assert test="1"/></rule></pattern>'
        + '<pattern is-a="m" id="p"><param name="a" value="x$b"/><param name="b" value="y"/></pattern>',
    );
    expect(outline(it)[0]![0]![0]).toBe('xy | xyb | y | $c');
  });

  test('that are used without an id get their parameters all the same, and those used that are not abstract stay', () => {
    const it = schema(
      '<pattern id="m"><rule context="$a"><assert test="1"/></rule></pattern><pattern is-a="m"><param name="a" value="x"/></pattern>',
    );
    expect(outline(it).flat(2)).toEqual(['$a', '1', 'x', '1']);
    expect(it.patterns[1]!.id).toBeUndefined();
  });

  test('that are unknown, or whose use is wrong, are problems', () => {
    const it = schema('<pattern is-a="none"><param name="x"/><rule context="a"/></pattern>');
    expect(kinds(it).sort()).toEqual(['is-a-unknown', 'parameter', 'unexpected-element']);
    expect(it.patterns).toEqual([]);
  });

  test('extend rules of their own expansion', () => {
    const it = schema(
      '<pattern abstract="true" id="m"><rule abstract="true" id="r"><assert test="$a"/></rule><rule context="$a"><extends rule="r"/></rule></pattern>'
        + '<pattern is-a="m" id="p"><param name="a" value="x"/></pattern><pattern is-a="m" id="q"><param name="a" value="y"/></pattern>',
    );
    expect(outline(it)).toEqual([[['x', 'x']], [['y', 'y']]]);
  });

  test('whose parameters grow without end are stopped', () => {
    const parameters = Array.from({ length: 40 }, (_, i) => `<param name="p${i}_" value="$p${i + 1}_$p${i + 1}_"/>`).join('');
    const it = schema(
      `<pattern abstract="true" id="m"><rule context="$p0_"><assert test="1"/></rule></pattern><pattern is-a="m" id="p">${parameters}</pattern>`,
    );
    expect(kinds(it)).toContain('too-large');
  });
});

describe('phases', () => {
  const patterns = '<pattern id="p"/><pattern id="q"/><pattern/>';
  const phases =
    '<phase id="one"><active pattern="q"/></phase><phase id="two"><let name="l" value="1"/><active pattern="p"/><active pattern="q"/></phase>';
  const active = (it: Schema, phase?: string): (string | undefined)[] => activePatterns(it, phase).map(({ id }) => id);

  test('choose patterns, in document order', () => {
    const it = schema(patterns + phases, 'defaultPhase="one"');
    expect(it.problems).toEqual([]);
    expect(active(it)).toEqual(['q']);
    expect(active(it, '#DEFAULT')).toEqual(['q']);
    expect(active(it, 'two')).toEqual(['p', 'q']);
    expect(active(it, '#ALL')).toEqual(['p', 'q', undefined]);
    expect(active(it, 'none')).toEqual([]);
    expect(active(schema(patterns + phases))).toEqual(['p', 'q', undefined]);
  });

  test('that are not defined, or name no pattern, are problems', () => {
    const it = schema(
      `${patterns}<phase><active pattern="p"/></phase><phase id="x"><active pattern="r"/><active/></phase>`,
      'defaultPhase="y"',
    );
    expect(kinds(it).sort()).toEqual(['active-unknown', 'active-unknown', 'phase-unknown', 'phase-unknown']);
    expect(active(it)).toEqual([]);
  });

  test('have variables that are global, chosen or not, like those of the active patterns', () => {
    const it = schema(
      `<let name="g" value="0"/><pattern id="p"><let name="v" value="2"/></pattern><pattern id="q"><let name="w" value="3"/></pattern>${phases}`,
    );
    expect([...globalLets(it, 'one').keys()]).toEqual(['g', 'l', 'w']);
  });
});

describe('problems', () => {
  const kindsOf = (inner: string, attributes = ''): [string, boolean][] =>
    schema(inner, attributes).problems.map(({ kind, incomplete }) => [kind, incomplete]);

  test.each<[string, string, [string, boolean][]]>([
    ['blank in the name of a let', '<let name="x " value="1"/>', [['let-name', false]]],
    [
      'let without a name',
      '<let value="1"/><let name="a b" value="1"/>',
      [
        ['let-name', true],
        ['let-name', true],
      ],
    ],
    ['let with elements', '<let name="x"><a xmlns="urn:a"/></let>', [['let-content', true]]],
    ['global let twice', '<let name="x" value="1"/><let name="x" value="1"/>', [['let-twice', false]]],
    ['global let twice with two values', '<let name="x" value="1"/><pattern><let name="x" value="2"/></pattern>', [['let-twice', true]]],
    ['two patterns of one id', '<pattern id="p"/><pattern id="p"/>', [['pattern-twice', false]]],
    ['empty rule', '<pattern><rule context="a"><let name="x" value="1"/></rule></pattern>', [['rule-empty', false]]],
    ['rule without context', '<pattern><rule><assert test="a"/></rule></pattern>', [['rule-without-context', true]]],
    ['check without test', '<pattern><rule context="a"><assert/><report test="b"/></rule></pattern>', [['check-without-test', true]]],
    [
      'unknown diagnostic',
      '<pattern><rule context="a"><assert test="b" diagnostics="d"/></rule></pattern>',
      [['diagnostic-unknown', false]],
    ],
    ['ns without uri', '<ns prefix="x"/>', [['namespace', true]]],
    ['prefix twice', '<ns prefix="x" uri="urn:1"/><ns prefix="x" uri="urn:2"/><ns prefix="x" uri="urn:1"/>', [['namespace', true]]],
    ['element of the old namespace', '<pattern xmlns="http://www.ascc.net/xml/schematron"/>', [['old-namespace', true]]],
    ['misspelt element', '<pattern><rule context="a"><asert test="b"/><assert test="c"/></rule></pattern>', [['unexpected-element', true]]],
    ['patterns in a foreign element', `<x xmlns=""><pattern ${ISO}/></x>`, [['unexpected-element', true]]],
    ['annotation of another namespace', '<x xmlns="urn:x"><y/></x>', []],
  ])('%s', (_, inner, expected) => {
    expect(kindsOf(inner)).toEqual(expected);
  });

  test('query bindings', () => {
    for (const known of ['xslt', 'xslt2', 'xpath2', 'xslt3', 'exslt']) expect(kindsOf('', `queryBinding="${known}"`)).toEqual([]);
    expect(kindsOf('', 'queryBinding="stx"')).toEqual([['query-binding', true]]);
  });

  test('the name of a let is taken without its blanks', () => {
    expect(schema('<let name=" x " value="1"/>').lets).toMatchObject([{ name: 'x' }]);
  });

  test('declarations of XSLT are kept', () => {
    const it = schema(
      '<xsl:key xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="k" match="a" use="@b"/><xsl:variable xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="v"/>',
    );
    expect(it.foreign.map(({ local }) => local)).toEqual(['key', 'variable']);
    expect(kinds(it)).toEqual(['unexpected-element']);
  });

  test('a schema of the old namespace is not judged, and says so', () => {
    const it = read({ 'main.sch': '<schema xmlns="http://www.ascc.net/xml/schematron"><pattern name="p"/></schema>' });
    expect(it.problems).toMatchObject([{ kind: 'old-namespace', incomplete: true }]);
    expect(it.patterns).toEqual([]);
  });

  test('are in both languages and bounded in number', () => {
    const it = schema(Array.from({ length: 3000 }, (_, i) => `<include href="${i}.sch"/>\n`).join(''));
    expect(it.problems).toHaveLength(SCHEMA_LIMITS.maxProblems + 1);
    expect(it.problems.at(-1)).toMatchObject({ kind: 'too-large', incomplete: true });
    for (const { text } of it.problems) expect(text.fr).not.toBe(text.en);
  });
});

test('a schema nested beyond what is admitted is read as far as that', () => {
  const files: Record<string, string> = { 'main.sch': `<schema ${ISO}><include href="0.sch"/></schema>` };
  for (let i = 0; i < 300; i++) files[`${i}.sch`] = `<pattern ${ISO}><x><y><include href="${i + 1}.sch"/></y></x></pattern>`;
  expect(kinds(read(files))).toContain('too-large');
});

const pack = process.env['ADDAX_CDA_PACK'];
const there = pack !== undefined && existsSync(join(pack, 'schematrons'));
const onPack = there ? describe : describe.skip;
onPack(`the official CDA pack${there ? '' : ' (skipped: ADDAX_CDA_PACK names no pack)'}`, () => {
  const names = there ? readdirSync(pack, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')) : [];
  const real = new Map(names.map((name) => [name.toLowerCase(), name]));
  const open = (path: string): { bytes: Uint8Array; path: string } | undefined => {
    const name = real.get(path.toLowerCase());
    return name === undefined ? undefined : { path: name, bytes: readFileSync(join(pack!, name)) };
  };
  const entries = names.filter((name) => name.endsWith('.sch') && /<(\w+:)?schema[\s>]/.test(readFileSync(join(pack!, name), 'utf8')));

  test('is read whole, each schema in less than a second', () => {
    expect(entries.length).toBeGreaterThan(40);
    for (const entry of entries) {
      const start = performance.now();
      const { problems, patterns } = readSchema(entry, open);
      expect([entry, performance.now() - start < 1000]).toEqual([entry, true]);
      expect([entry, patterns.length > 0]).toEqual([entry, true]);
      const unforeseen = problems.filter(
        ({ kind }) => !['include-case', 'include-missing', 'active-unknown', 'let-name', 'rule-empty'].includes(kind),
      );
      expect([entry, unforeseen]).toEqual([entry, []]);
    }
  });

  test('has the checks that the ISO skeleton makes of it', () => {
    const entry = entries.find((name) => name.endsWith('/ASIP-STRUCT-MIN-StrucMin.sch'));
    // the pack of before 3.0 has no such file
    if (entry === undefined) return;
    const it = readSchema(entry, open);
    expect(it.patterns.flatMap(({ rules }) => rules)).toHaveLength(766);
    expect(checks(it)).toHaveLength(13136);
  });
});
