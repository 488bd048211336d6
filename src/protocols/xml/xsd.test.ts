import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { xmlFreeParserCtxt, xmlNewParserCtxt } from 'libxml2-wasm/lib/libxml2.mjs';
import { readXml } from './reader.js';
import { compileXsd, XSD_MAX_VIOLATIONS, XsdSchemaError, type OpenSchema, type XsdSchema, type XsdViolation } from './xsd.js';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const schemaText = (content: string): string =>
  `<xs:schema ${XS} xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">\n${content}\n</xs:schema>`;

/** Files in memory; found ignoring case, as a pack does. */
const folder = (files: Record<string, string>): OpenSchema & { asked: string[] } => {
  const asked: string[] = [];
  const open = (path: string): ReturnType<OpenSchema> => {
    asked.push(path);
    const real = path in files ? path : Object.keys(files).find((name) => name.toLowerCase() === path.toLowerCase());
    return real === undefined ? undefined : { bytes: Buffer.from(files[real]!), path: real };
  };
  return Object.assign(open, { asked });
};

const compile = (content: string): XsdSchema => compileXsd('main.xsd', folder({ 'main.xsd': schemaText(content) }));

const problemsOf = (files: Record<string, string>, entry = 'main.xsd'): XsdSchemaError['problems'] => {
  try {
    compileXsd(entry, folder(files)).dispose();
  } catch (error) {
    if (error instanceof XsdSchemaError) return error.problems;
    throw error;
  }
  throw new Error('compiled');
};

const judge = (schema: XsdSchema, text: string): XsdViolation[] => schema.validate(readXml(Buffer.from(text)).root).violations;

const RULES = `
<xs:element name="r"><xs:complexType><xs:sequence>
  <xs:element name="e" minOccurs="0" type="E"/>
  <xs:element name="d" type="xs:date" minOccurs="0" nillable="true"/>
  <xs:element name="n" minOccurs="0"><xs:simpleType><xs:restriction base="xs:decimal"><xs:minInclusive value="1"/><xs:maxExclusive value="9"/><xs:fractionDigits value="0"/></xs:restriction></xs:simpleType></xs:element>
  <xs:element name="p" type="P" minOccurs="0"/>
  <xs:element name="u" minOccurs="0"><xs:simpleType><xs:union memberTypes="xs:date xs:integer"/></xs:simpleType></xs:element>
  <xs:element name="l" minOccurs="0"><xs:simpleType><xs:list itemType="xs:integer"/></xs:simpleType></xs:element>
  <xs:element name="m" minOccurs="0"><xs:complexType/></xs:element>
  <xs:element name="c" minOccurs="0"><xs:complexType>
    <xs:choice><xs:element name="c1"/><xs:element name="c2"/></xs:choice>
    <xs:attribute name="q" use="required"/><xs:attribute name="f" fixed="F"/><xs:attribute name="len" type="L"/>
  </xs:complexType></xs:element>
  <xs:element name="x" type="xs:string" fixed="X" minOccurs="0"/>
  <xs:element name="ab" type="AB" minOccurs="0"/>
  <xs:any namespace="##other" minOccurs="0"/><xs:element name="end" minOccurs="0"/>
</xs:sequence></xs:complexType></xs:element>
<xs:simpleType name="E"><xs:restriction base="xs:string"><xs:enumeration value="A"/><xs:enumeration value="B"/></xs:restriction></xs:simpleType>
<xs:simpleType name="P"><xs:restriction base="xs:string"><xs:pattern value="[0-9]+"/></xs:restriction></xs:simpleType>
<xs:simpleType name="L"><xs:restriction base="xs:string"><xs:minLength value="2"/><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
<xs:complexType name="AB" abstract="true"/>
`;

describe('what a document has that the schema does not allow', () => {
  let schema: XsdSchema;
  beforeAll(() => {
    schema = compile(RULES);
  });
  afterAll(() => schema.dispose());
  const inRoot = (content: string): string => `<r xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${content}</r>`;

  test('nothing is said of a valid document', () => {
    expect(schema.validate(readXml(Buffer.from(inRoot('<e>A</e><d>2020-01-31</d><end/>'))).root)).toEqual({ violations: [], total: 0 });
  });

  test.each<[string, string, string, string | undefined, string, string]>([
    [
      'an element of no name known there',
      '<zz/>',
      'unexpected-element',
      undefined,
      '<zz> n’est pas attendu ici dans <r> ; attendu : <e>, <d>, <n>, <p>, <u>, <l>, <m>, <c>, <x>, <ab>….',
      '<zz> is not expected here in <r>; expected: <e>, <d>, <n>, <p>, <u>, <l>, <m>, <c>, <x>, <ab>….',
    ],
    [
      'an abstract type',
      '<ab xsi:type="AB"/><e>A</e>',
      'type',
      undefined,
      '<ab> est d’un type abstrait : xsi:type doit dire lequel.',
      '<ab> is of an abstract type: xsi:type must say which.',
    ],
    [
      'an element before its place',
      '<x>X</x><e>A</e>',
      'unexpected-element',
      undefined,
      '<e> n’est pas attendu ici dans <r> ; attendu : <ab>, un élément hors de l’espace de noms urn:t ou <end>.',
      '<e> is not expected here in <r>; expected: <ab>, an element outside namespace urn:t or <end>.',
    ],
    [
      'no more allowed',
      '<end/><end/>',
      'unexpected-element',
      undefined,
      '<end> n’est pas attendu ici dans <r>.',
      '<end> is not expected here in <r>.',
    ],
    ['a child left out', '<c q="1"/>', 'missing-element', undefined, 'Il manque dans <c> : <c1> ou <c2>.', 'Missing in <c>: <c1> or <c2>.'],
    ['an attribute left out', '<c><c1/></c>', 'missing-attribute', 'q', 'L’attribut @q manque à <c>.', 'Attribute @q is missing on <c>.'],
    [
      'an attribute too many',
      '<c q="1" w="1"><c1/></c>',
      'unexpected-attribute',
      'w',
      'L’attribut @w n’est pas admis sur <c>.',
      'Attribute @w is not allowed on <c>.',
    ],
    [
      'a foreign attribute',
      '<c q="1" z:w="1" xmlns:z="urn:z"><c1/></c>',
      'unexpected-attribute',
      'z:w',
      'L’attribut @z:w n’est pas admis sur <c>.',
      'Attribute @z:w is not allowed on <c>.',
    ],
    [
      'a value of no list',
      '<e>Z</e>',
      'invalid-value',
      undefined,
      '<e> porte « Z » ; attendu : une des valeurs A, B.',
      '<e> has ‘Z’; expected: one of A, B.',
    ],
    [
      'an empty value',
      '<e/>',
      'invalid-value',
      undefined,
      '<e> porte une valeur vide ; attendu : une des valeurs A, B.',
      '<e> has an empty value; expected: one of A, B.',
    ],
    [
      'a value of another type',
      '<d>x</d>',
      'invalid-value',
      undefined,
      '<d> porte « x » ; attendu : une valeur du type xs:date.',
      '<d> has ‘x’; expected: a value of type xs:date.',
    ],
    [
      'a value of none of the types',
      '<u>z</u>',
      'invalid-value',
      undefined,
      '<u> porte « z » ; attendu : une valeur de l’un des types admis là.',
      '<u> has ‘z’; expected: a value of one of the types allowed there.',
    ],
    [
      'a form',
      "<p>a' b</p>",
      'invalid-value',
      undefined,
      "<p> porte « a' b » ; attendu : une valeur de la forme [0-9]+.",
      "<p> has ‘a' b’; expected: a value of the form [0-9]+.",
    ],
    ['too small', '<n>0</n>', 'invalid-value', undefined, '<n> porte « 0 » ; attendu : au moins 1.', '<n> has ‘0’; expected: at least 1.'],
    [
      'too large',
      '<n>9</n>',
      'invalid-value',
      undefined,
      '<n> porte « 9 » ; attendu : moins que 9.',
      '<n> has ‘9’; expected: less than 9.',
    ],
    [
      'too many decimals',
      '<n>1.5</n>',
      'invalid-value',
      undefined,
      '<n> porte « 1.5 » ; attendu : nombre de décimales au plus 0.',
      '<n> has ‘1.5’; expected: number of decimals at most 0.',
    ],
    [
      'too short',
      '<c q="1" len="x"><c1/></c>',
      'invalid-value',
      'len',
      '@len (<c>) porte « x » ; attendu : longueur au moins 2.',
      '@len (<c>) has ‘x’; expected: length at least 2.',
    ],
    [
      'too long',
      '<c q="1" len="xxxx"><c1/></c>',
      'invalid-value',
      'len',
      '@len (<c>) porte « xxxx » ; attendu : longueur au plus 3.',
      '@len (<c>) has ‘xxxx’; expected: length at most 3.',
    ],
    [
      'a fixed attribute',
      '<c q="1" f="G"><c1/></c>',
      'invalid-value',
      'f',
      '@f (<c>) porte « G » ; attendu : « F ».',
      '@f (<c>) has ‘G’; expected: ‘F’.',
    ],
    ['a fixed text', '<x>Y</x>', 'invalid-value', undefined, '<x> porte « Y » ; attendu : « X ».', '<x> has ‘Y’; expected: ‘X’.'],
    [
      'text between elements',
      'text',
      'unexpected-text',
      undefined,
      '<r> contient du texte alors qu’il n’admet que des éléments.',
      '<r> holds text, but allows elements only.',
    ],
    [
      'text in what is empty',
      '<m>t</m>',
      'unexpected-text',
      undefined,
      '<m> contient du texte alors qu’il doit être vide.',
      '<m> holds text, but must be empty.',
    ],
    [
      'an element in what is empty',
      '<m><q/></m>',
      'unexpected-content',
      undefined,
      '<m> contient des éléments alors qu’il doit être vide.',
      '<m> holds elements, but must be empty.',
    ],
    [
      'an element in a text',
      '<d><q/></d>',
      'unexpected-content',
      undefined,
      '<d> contient des éléments alors qu’il n’admet que du texte.',
      '<d> holds elements, but allows text only.',
    ],
    [
      'content beside nil',
      '<d xsi:nil="true">2020-01-01</d>',
      'nil',
      undefined,
      '<d> a un contenu alors qu’il porte xsi:nil="true".',
      '<d> has content, but is marked xsi:nil="true".',
    ],
    [
      'nil where it may not be',
      '<x xsi:nil="true"/>',
      'nil',
      undefined,
      '<x> porte xsi:nil, que le schéma n’admet pas ici.',
      '<x> carries xsi:nil, which the schema does not allow here.',
    ],
    [
      'a type that is not there',
      '<d xsi:type="nope">2020-01-01</d>',
      'type',
      'xsi:type',
      'xsi:type de <d> nomme un type que le schéma ne connaît pas : nope.',
      'xsi:type of <d> names a type that the schema does not know: nope.',
    ],
    [
      'a type that does not derive',
      '<d xsi:type="P">1</d>',
      'type',
      'xsi:type',
      'xsi:type de <d> nomme P, qui ne dérive pas du type attendu ici.',
      'xsi:type of <d> names P, which is not derived from the type expected here.',
    ],
    [
      'an element nobody declares',
      '<o xmlns="urn:o"/>',
      'undeclared-element',
      undefined,
      'Le schéma ne déclare pas <o> dans l’espace de noms urn:o.',
      'The schema declares no <o> in namespace urn:o.',
    ],
  ])('%s', (_, content, code, attribute, fr, en) => {
    const [first] = judge(schema, inRoot(content));
    expect(first).toMatchObject({ code, message: { fr, en } });
    expect(first!.attribute).toBe(attribute);
    expect(first!.raw).toMatch(/^Element '/);
    expect(first!.hint.fr).not.toBe(first!.hint.en);
  });

  test('a root of another vocabulary, or of none', () => {
    expect(judge(schema, '<r/>')[0]).toMatchObject({
      code: 'undeclared-element',
      message: { en: 'The schema declares no <r> without a namespace.' },
    });
  });

  test('what has no words of its own keeps those of libxml2', () => {
    const [first] = judge(schema, inRoot('<c q="1"><c1/></c><o:y xmlns:o="urn:o" q="1"/>'));
    expect(first!.raw).toContain('demanded by the strict wildcard');
    const twice = compile(
      '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="k" type="xs:string" maxOccurs="2"/></xs:sequence></xs:complexType><xs:unique name="U"><xs:selector xpath="t:k" xmlns:t="urn:t"/><xs:field xpath="."/></xs:unique></xs:element>',
    );
    expect(judge(twice, '<t:r xmlns:t="urn:t"><t:k>1</t:k><t:k>1</t:k></t:r>')[0]).toMatchObject({
      code: 'identity',
      message: { en: "<t:k> does not conform to the schema: Duplicate key-sequence ['1'] in unique identity-constraint 't:U'." },
    });
    twice.dispose();
  });

  test('names have the prefix that the document gives them', () => {
    const [first] = judge(schema, '<t:r xmlns:t="urn:t"><t:c q="1"/></t:r>');
    expect(first!.message.en).toBe('Missing in <t:c>: <t:c1> or <t:c2>.');
    expect(first!.expected).toEqual({ fr: '<t:c1> ou <t:c2>', en: '<t:c1> or <t:c2>' });
  });

  test('a long value is shortened, and so is what libxml2 said', () => {
    const [first] = judge(schema, inRoot(`<d>${'9'.repeat(100_000)}</d>`));
    expect(first!.message.en.length).toBeLessThan(200);
    expect(first!.code).toBe('invalid-value');
    expect(first!.raw.length).toBe(2001);
  });

  test('after dispose it refuses', () => {
    const gone = compile('<xs:element name="r"/>');
    gone.dispose();
    gone.dispose();
    expect(() => judge(gone, '<r xmlns="urn:t"/>')).toThrow('disposed');
  });
});

describe('where it is', () => {
  let schema: XsdSchema;
  beforeAll(() => {
    schema = compile(
      '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="g" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:element name="d" type="xs:date" maxOccurs="unbounded"/></xs:sequence><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>',
    );
  });
  afterAll(() => schema.dispose());
  const places = (text: string, lineOffset = 0): [string, number, number][] =>
    schema
      .validate(readXml(Buffer.from(text), { lineOffset }).root)
      .violations.map(({ element, line, column }) => [element.path, line, column]);

  test('the element or the attribute, whatever prefixes are used', () => {
    expect(
      places('<r xmlns="urn:t"><!-- c --><g>\n<d>x</d></g><g\n  n="y"><d>2020-01-01</d><p:d xmlns:p="urn:t">z</p:d></g></r>', 100),
    ).toEqual([
      ['/r/g[1]/d', 102, 1],
      ['/r/g[2]', 103, 3],
      ['/r/g[2]/p:d', 103, 26],
    ]);
    expect(places('<a:r xmlns:a="urn:t" xmlns:b="urn:t"><a:g><b:d>2020-01-01</b:d><a:d>2020-01-01</a:d><b:d>x</b:d></a:g></a:r>')).toEqual([
      ['/a:r/a:g/b:d[2]', 1, 85],
    ]);
    expect(places('<r xmlns="urn:t"><g><d>2020-01-01</d><d xmlns="">z</d></g></r>')).toEqual([['/r/g/d[2]', 1, 38]]);
  });

  test('beyond line 65,535, where libxml2 no longer knows', () => {
    expect(places(`<r xmlns="urn:t"><g>${'\n'.repeat(70_000)}<d\n>x</d>${'\n'.repeat(9)}<d/></g></r>`)).toEqual([
      ['/r/g/d[1]', 70_001, 1],
      ['/r/g/d[2]', 70_011, 1],
    ]);
  });

  test('an encoding that the text no longer has is not believed', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><r xmlns="urn:t"><g><d>é</d></g></r>', 'latin1');
    expect(schema.validate(readXml(bytes).root).violations[0]!.actual!.en).toBe('‘é’');
    const utf16 = Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><r xmlns="urn:t"><g><d>é</d></g></r>', 'utf16le');
    expect(schema.validate(readXml(utf16).root).violations[0]!.actual!.en).toBe('‘é’');
  });

  test('an element inside something else is judged alone, with its namespaces and its places', () => {
    const text = '<w xmlns="urn:w" xmlns:t="urn:t"><junk/>\n\n  <t:r><t:g><t:d>2020-01-01</t:d><t:d>x</t:d></t:g></t:r><t:r/></w>';
    const inner = readXml(Buffer.from(text)).root.elements()[1]!;
    expect(schema.validate(inner).violations.map(({ element, line, column }) => [element.path, line, column])).toEqual([
      ['/w/t:r[1]/t:g/t:d[2]', 3, 34],
    ]);
  });
});

describe('however much is wrong', () => {
  const many = compile(
    '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="d" type="xs:date" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>',
  );
  afterAll(() => many.dispose());

  test('the first are told and the rest counted', () => {
    const text = `<r xmlns="urn:t">${'<d/>\n'.repeat(50_000)}</r>`;
    const root = readXml(Buffer.from(text)).root;
    const started = performance.now();
    const { violations, total } = many.validate(root);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(total).toBe(50_000);
    expect(violations).toHaveLength(XSD_MAX_VIOLATIONS);
    expect(violations.at(-1)!.line).toBe(XSD_MAX_VIOLATIONS);
  });

  test('no memory is kept from one document to the next', () => {
    const root = readXml(Buffer.from(`<r xmlns="urn:t">${'<d>2020-01-01</d><d>x</d>'.repeat(500)}</r>`)).root;
    /** where libxml2 would put something new: it climbs when what was used is not given back */
    const nextAddress = (): number => {
      const blocks = Array.from({ length: 50 }, () => xmlNewParserCtxt());
      blocks.forEach((block) => xmlFreeParserCtxt(block));
      return Math.max(...blocks);
    };
    for (let i = 0; i < 5; i++) many.validate(root);
    const before = nextAddress();
    for (let i = 0; i < 200; i++) many.validate(root);
    for (let i = 0; i < 20; i++) compile(RULES).dispose();
    expect(nextAddress() - before).toBeLessThan(100_000);
  });
});

describe('the files of a schema', () => {
  const base = '<xs:element name="r" type="T"/>';
  const type = '<xs:simpleType name="T"><xs:restriction base="xs:string"><xs:enumeration value="A"/></xs:restriction></xs:simpleType>';
  const works = (files: Record<string, string>, entry = 'main.xsd', document = '<r xmlns="urn:t">Z</r>'): string[] => {
    const open = folder(files);
    const schema = compileXsd(entry, open);
    expect(judge(schema, document).map((violation) => violation.code)).toEqual(['invalid-value']);
    expect(schema.missing).toEqual([]);
    schema.dispose();
    return open.asked;
  };

  test('are found relative to the one that names them', () => {
    expect(
      works(
        {
          'a/main.xsd': schemaText(`<xs:include schemaLocation="../b/types.xsd"/>${base}`),
          'b/types.xsd': schemaText(`<xs:include schemaLocation="./c/more.xsd"/>`),
          'b/c/more.xsd': schemaText(type),
        },
        'a/main.xsd',
      ),
    ).toEqual(['a/main.xsd', 'b/types.xsd', 'b/c/more.xsd']);
  });

  test('may include each other, and have spaces and accents in their names', () => {
    works(
      {
        'été 1/main.xsd': schemaText(`<xs:include schemaLocation="types%20%C3%A9.xsd"/>${base}`),
        'été 1/types é.xsd': schemaText(`<xs:include schemaLocation="main.xsd"/>${type}`),
      },
      'été 1/main.xsd',
    );
  });

  test('may be named in the wrong case, and in two ways', () => {
    works({
      'main.xsd': schemaText(`<xs:include schemaLocation="Sub/TYPES.xsd"/><xs:include schemaLocation="sub/types.xsd"/>${base}`),
      'sub/types.xsd': schemaText(`<xs:include schemaLocation="../Main.xsd"/>${type}`),
    });
  });

  test('may be imported in the wrong case', () => {
    works({
      'main.xsd': schemaText(`<xs:import namespace="urn:u" schemaLocation="Other.xsd"/><xs:element name="r" type="u:T" xmlns:u="urn:u"/>`),
      'other.xsd': `<!-- <schema> --><xs:schema ${XS} targetNamespace='urn:u'>${type}</xs:schema>`,
    });
  });

  test('may have a document type declaration of their own', () => {
    works({
      'main.xsd': `<!DOCTYPE xs:schema [<!ENTITY types "types.xsd"><!ENTITY % p SYSTEM "absent.dtd">]>${schemaText(`<xs:include schemaLocation="&types;"/>${base}`)}`,
      'types.xsd': schemaText(type),
    });
  });

  test.each(['http://example.org/u.xsd', 'file:///etc/passwd', '../../u.xsd', '/etc/passwd', 'absent.xsd'])(
    'an import of %s is not followed, and said',
    (location) => {
      const open = folder({
        'a/main.xsd': schemaText(`\n<xs:import namespace="urn:u" schemaLocation="${location}"/><xs:element name="r"/>`),
      });
      const schema = compileXsd('a/main.xsd', open);
      expect(schema.missing).toHaveLength(1);
      expect(schema.missing[0]).toMatchObject({ file: 'a/main.xsd', line: 3 });
      expect(schema.missing[0]!.text.fr).toContain('a/main.xsd, ligne 3 : ');
      expect(open.asked.every((path) => !path.includes('..'))).toBe(true);
      schema.dispose();
    },
  );

  test.each<[string, Record<string, string>, string, number, RegExp]>([
    ['an absent entry', {}, 'main.xsd', 0, /XML Schema not found: main\.xsd/],
    ['an entry that is not XML', { 'main.xsd': '<xs:schema>\n<' }, 'main.xsd', 1, /main\.xsd, line 1/],
    ['an empty entry', { 'main.xsd': '' }, 'main.xsd', 1, /main\.xsd/],
    ['an entry that is no schema', { 'main.xsd': '<a/>' }, 'main.xsd', 0, /main\.xsd: .*not a schema/],
    [
      'an absent include',
      { 'main.xsd': schemaText('\n<xs:include schemaLocation="no.xsd"/>') },
      'main.xsd',
      3,
      /Failed to load the document 'no\.xsd'/,
    ],
    [
      'an include that is not XML',
      { 'main.xsd': schemaText('<xs:include schemaLocation="bad.xsd"/>'), 'bad.xsd': `<a>\n<b></a>` },
      'bad.xsd',
      2,
      /bad\.xsd, line 2/,
    ],
    [
      'a type that nobody defines',
      { 'main.xsd': schemaText('<xs:include schemaLocation="x.xsd"/>'), 'x.xsd': schemaText('\n\n<xs:element name="a" type="nope"/>') },
      'x.xsd',
      4,
      /nope/,
    ],
    [
      'a billion laughs',
      {
        'main.xsd': `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 12 }, (_, i) => `<!ENTITY a${i} "${`&${i === 0 ? 'a' : `a${i - 1}`};`.repeat(10)}">`).join('')}]><a>&a11;</a>`,
      },
      'main.xsd',
      1,
      /main\.xsd/,
    ],
  ])('%s is told with its place', (_, files, file, line, message) => {
    const [first] = problemsOf(files);
    expect(first).toMatchObject({ file, line });
    expect(first.text.en).toMatch(message);
    expect(first.text.fr).toContain(file);
  });

  test('groups that double are refused before they are written out, in one file or in several', () => {
    const doubling = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) => {
        const next = `<xs:group ref="g${from + i + 1}"/>`;
        return `<xs:group name="g${from + i}"><xs:sequence>${next}${next}</xs:sequence></xs:group>`;
      }).join('');
    const root = '<xs:element name="r"><xs:complexType><xs:group ref="g0"/></xs:complexType></xs:element>';
    const end = (at: number): string => `<xs:group name="g${at}"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>`;
    compileXsd('main.xsd', folder({ 'main.xsd': schemaText(root + doubling(0, 4) + end(4)) })).dispose();
    const [whole] = problemsOf({ 'main.xsd': schemaText(root + doubling(0, 26) + end(26)) });
    expect(whole.text.en).toMatch(/^XML Schema too large, main\.xsd: its groups/);
    const parts = {
      'main.xsd': schemaText(`<xs:include schemaLocation="part.xsd"/>${root}${doubling(0, 13)}`),
      'part.xsd': schemaText(doubling(13, 26) + end(26)),
    };
    expect(problemsOf(parts)[0].text.fr).toContain('part.xsd\u00a0: ses groupes');
  });

  test('an opener that throws is heard, and the next schema compiles', () => {
    const refuse: OpenSchema = (path) => {
      if (path !== 'main.xsd') throw new Error('damaged pack');
      return { bytes: Buffer.from(schemaText('<xs:include schemaLocation="x.xsd"/>')), path };
    };
    expect(() => compileXsd('main.xsd', refuse)).toThrow('damaged pack');
    works({ 'main.xsd': schemaText(base + type) });
  });
});
