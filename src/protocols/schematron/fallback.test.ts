import { describe, expect, test } from '@jest/globals';
import { escapeAttribute, readXml } from '../xml/index.js';
import { Tree } from '../xpath/node.js';
import { UnsupportedExpression } from '../xpath/values.js';
import { nodesByPath, saxonRule, type RuleResult, type SaxonRule } from './fallback.js';
import { readSchema } from './read.js';
import type { Schema } from './schema.js';

const XSL = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"';

function schemaOf(inner: string, attributes = 'queryBinding="xslt2"'): Schema {
  const text = `<schema xmlns="http://purl.oclc.org/dsdl/schematron" ${attributes}>${inner}</schema>`;
  return readSchema('s.sch', (path) => ({ path, bytes: new TextEncoder().encode(text) }));
}

/** The last rule of a schema with this inside. */
function prepare(inner: string, attributes?: string): SaxonRule {
  const schema = schemaOf(inner, attributes);
  const pattern = schema.patterns.at(-1)!;
  return saxonRule(schema, pattern, pattern.rules.at(-1)!);
}

const rule = (context: string, body: string): string => `<pattern><rule context="${context}">${body}</rule></pattern>`;

const texts = (results: Map<string, RuleResult>): [string, string[]][] =>
  [...results].map(([path, { failed, error }]) => [path, error ? [error.code] : failed.map(({ text }) => text)]);

describe('a rule on saxon-js', () => {
  test('tells of each node that it matches which checks failed, and their texts', () => {
    const one = prepare(
      '<ns prefix="h" uri="urn:h"/><let name="g" value="count(//h:b)"/>'
        + rule(
          'h:b',
          '<let name="x" value="@x"/><assert test="$x = 1" diagnostics="d">x is <value-of select="$x"/> of <value-of select="$g"/> in <name path=".."/></assert>'
            + '<report test="$x = 2 and $x ! (. = 2)">{two} <emph>!</emph></report>',
        )
        + '<diagnostics><diagnostic id="d">D<value-of select="$x"/></diagnostic></diagnostics>',
    );
    const results = one.run('<a xmlns="urn:h"><b x="1"/><c/><c><b x="2"/></c></a>');
    expect(texts(results)).toEqual([
      ['/1/1', []],
      ['/1/3/1', ['x is 2 of 2 in c', '{two} !']],
    ]);
    expect(results.get('/1/3/1')!.failed).toMatchObject([
      { body: 1, check: 0, diagnostics: [{ id: 'd', text: 'D2' }], properties: [] },
      { body: 2, check: 1, diagnostics: [] },
    ]);
    // again, on another document
    expect(texts(one.run('<?xml version="1.0" encoding="ISO-8859-1"?><é><b xmlns="urn:h" x="3"/></é>'))).toEqual([
      ['/1/1', ['x is 3 of 1 in é']],
    ]);
  });

  test('has the functions and keys of the schema, with the namespaces in scope there', () => {
    const one = prepare(
      `<ns prefix="f" uri="urn:f"/><xsl:key ${XSL} name="k" match="b" use="@x"/>`
        + `<xsl:function ${XSL} xmlns:f="urn:f" name="f:twice"><xsl:param name="n"/><xsl:sequence select="f:once($n) * 2"/></xsl:function>`
        + `<xsl:function ${XSL} xmlns:f="urn:f" name="f:once"><xsl:param name="n"/><xsl:sequence select="number($n)"/></xsl:function>`
        + rule(
          'b',
          '<assert test="f:twice(@x) = 2"><value-of select="format-number(f:twice(@x), \'0.00\')"/> <value-of select="count(key(\'k\', @x))"/></assert>',
        ),
    );
    expect(texts(one.run('<a><b x="1"/><b x="2"/><b x="2"/></a>'))).toEqual([
      ['/1/1', []],
      ['/1/2', ['4.002']],
      ['/1/3', ['4.002']],
    ]);
  });

  test('is offered the document and what stands beside the root, under the paths of our own tree', () => {
    const document = '<?p a?><!--b--><?p c?><a><b/><!--d--><b><c/></b></a><!--e-->';
    const paths = [...nodesByPath(new Tree(undefined, readXml(new TextEncoder().encode(document))).root).keys()];
    const all = prepare(rule('/ | node()', "<assert test=\"string-join((), '') = ''\"/>")).run(document);
    expect([...all.keys()]).toEqual(paths);
    expect(paths).toEqual([
      '/',
      '/processing-instruction(p)[1]',
      '/comment()[1]',
      '/processing-instruction(p)[2]',
      '/1',
      '/1/1',
      '/1/2',
      '/1/2/1',
      '/comment()[2]',
    ]);
  });

  test('returns errors: of a check with its node, the others judged; of a global variable on the document', () => {
    const body = '<let name="n" value="xs:integer(@x)"/><assert test="$n = 1">n</assert><report test="true()">always</report>';
    const results = prepare(rule('b', body)).run('<a><b x="1"/><b x="z"/></a>');
    expect(results.get('/1/1')).toMatchObject({ failed: [{ text: 'always' }] });
    expect(results.get('/1/1')!.error).toBeUndefined();
    expect(results.get('/1/2')).toMatchObject({ failed: [{ body: 2, check: 1 }], error: { code: 'FORG0001' } });
    const global = prepare('<let name="g" value="xs:integer(\'z\')"/>' + rule('b', '<assert test="$g"/>'));
    expect(texts(global.run('<b/>'))).toEqual([['/', ['FORG0001']]]);
    expect(texts(global.run('<a/>'))).toEqual([]);
  });

  test('returns what is wrong with its text, or with the document', () => {
    expect(texts(prepare(rule('b', '<assert test="1 +"/>')).run('<b/>'))).toEqual([['/', ['XPST0003']]]);
    expect(texts(prepare(rule('b', '<assert test="$none"/>')).run('<b/>'))).toEqual([['/', ['XPST0008']]]);
    expect(prepare(rule('b', '<assert test="1"/>')).run('<b>').get('/')!.error?.message).toContain('Not well-formed');
  });

  test('judges as XPath 1.0 where the schema is bound to it', () => {
    const body = '<assert test="string-length(b) = 1"><value-of select="b"/></assert>';
    const document = '<a><b>12</b><b>3</b></a>';
    expect(texts(prepare(rule('a', body), '').run(document))).toEqual([['/1', ['12']]]);
    expect(texts(prepare(rule('a', body)).run(document))).toEqual([['/1', ['XPTY0004']]]);
  });

  test('does not mind a schema that uses its prefix for something else', () => {
    const one = prepare('<ns prefix="x" uri="urn:x"/><ns prefix="xx" uri="urn:xx"/>' + rule('x:b', '<report test="xx:c">c</report>'));
    expect(texts(one.run('<b xmlns="urn:x"><c xmlns="urn:xx"/></b>'))).toEqual([['/1', ['c']]]);
  });

  test('leaves aside what it does not use', () => {
    const one = prepare('<let name="g" value="doc(\'x\')"/><let name="h" value="1 +"/>' + rule('b', '<report test="true()">b</report>'));
    expect(texts(one.run('<b/>'))).toEqual([['/1', ['b']]]);
  });
});

test('a prefix cannot bring markup into the stylesheet', () => {
  const prefix = escapeAttribute(
    'q="u"><xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="f:x"><xsl:sequence select="unparsed-text(\'x\')"/></xsl:function',
  );
  const { problems, namespaces } = schemaOf(`<ns prefix="${prefix}" uri="u"/>${rule('b', '<assert test="1"/>')}`);
  expect(problems.map(({ kind }) => kind)).toContain('namespace');
  expect([...namespaces.keys()].every((one) => /^[\w-]+$/.test(one))).toBe(true);
});

describe('what would open files by itself is refused', () => {
  const refused =
    (inner: string): (() => unknown) =>
    () =>
      prepare(inner);

  test.each([
    "doc('x')",
    "document ('x')",
    "doc(: comment :)('x')",
    "'(:', doc (: :) ('x')",
    "fn:unparsed-text('x')",
    'doc#1',
    "collection('x')",
    "json-doc('x')",
    "doc-available('x')",
    'transform(map{})',
    "function-lookup(xs:QName('fn:doc'), 1)",
    "environment-variable('HOME')",
    "Q{http://saxonica.com/ns/globalJS}x('y')",
    "Q{ http://saxonica.com/ns/globalJS }x('y')",
  ])('%s', (test) => {
    expect(refused(rule('b', `<assert test="${test}"/>`))).toThrow(UnsupportedExpression);
    expect(refused(rule('b', `<let name="x" value="${test}"/><assert test="$x"/>`))).toThrow(UnsupportedExpression);
    expect(refused(rule(`b[${test}]`, '<assert test="1"/>'))).toThrow(UnsupportedExpression);
    expect(
      refused(`<let name="g" value="${test}"/><let name="h" value="$g"/>${rule('b', '<assert test="1"><value-of select="$h"/></assert>')}`),
    ).toThrow(UnsupportedExpression);
    expect(
      refused(
        `<xsl:function ${XSL} xmlns:f="urn:f" name="f:x"><xsl:sequence select="${test}"/></xsl:function>${rule('b', '<assert test="f:x()"/>')}`,
      ),
    ).toThrow(UnsupportedExpression);
  });

  test.each([
    '<xsl:evaluate xpath="1"/>',
    '<xsl:source-document href="x"/>',
    '<xsl:message select="1"/>',
    '<xsl:sequence _select="1"/>',
    '<xsl:sequence xmlns:js="http://saxonica.com/ns/globalJS" select="js:x()"/>',
  ])('in a function: %s', (instruction) => {
    const inner = `<xsl:function ${XSL} xmlns:f="urn:f" name="f:x">${instruction}</xsl:function>`;
    expect(refused(`${inner}${rule('b', '<assert test="f:x()"/>')}`)).toThrow(UnsupportedExpression);
    expect(refused(`${inner}${rule('b', '<assert test="1"/>')}`)).not.toThrow();
  });

  test('by the namespace of a prefix, and for a pattern of other documents', () => {
    expect(refused(`<ns prefix="js" uri="http://saxonica.com/ns/globalJS"/>${rule('b', '<assert test="js:x()"/>')}`)).toThrow(
      UnsupportedExpression,
    );
    expect(refused('<pattern documents="\'x\'"><rule context="b"><assert test="1"/></rule></pattern>')).toThrow(UnsupportedExpression);
  });

  test('and names that only resemble are not', () => {
    expect(refused(rule('document', '<assert test="my-doc and @doc and documentation"/>'))).not.toThrow();
  });
});
