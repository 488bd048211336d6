import { createRequire } from 'node:module';
import { readXml, type XmlElement } from '../../src/protocols/xml/index.js';
import {
  activePatterns,
  globalLets,
  type Check,
  type Let,
  type MessagePart,
  type Schema,
  type SchemaRule,
} from '../../src/protocols/schematron/index.js';
import type { Outcome } from './outcome.js';

/**
 * The second opinion on schematron: one XSLT stylesheet for a whole schema, in the manner of the ISO skeleton (one mode a
 * pattern, one template a rule, earlier rules of higher priority, one walk a pattern), run by saxon-js. It shares nothing
 * with our engine but the reader of schemas.
 */

/** The part of saxon-js that is used; it has no types of its own. */
export interface SaxonJs {
  XPath: { evaluate(expression: string, context: unknown, options?: Record<string, unknown>): unknown };
}

export const saxon = createRequire(import.meta.url)('saxon-js') as SaxonJs;

/** A prefix that no schema of the tests uses. */
const OWN = 'urn:addax:test:reference';

/** saxon-js must open nothing: the documents that expressions name are handed over in a map by path. */
const FUNCTIONS = `
  <xsl:function name="own:code">
    <xsl:param name="code" as="xs:QName"/>
    <xsl:variable name="namespace" select="namespace-uri-from-QName($code)"/>
    <xsl:sequence select="concat(if ($namespace = 'http://www.w3.org/2005/xqt-errors') then '' else concat('{', $namespace, '}'), local-name-from-QName($code))"/>
  </xsl:function>
  <xsl:param name="own:documents" as="map(*)"/>
  <xsl:param name="own:entry" as="xs:string"/>
  <xsl:function name="own:resolve" as="xs:string">
    <xsl:param name="uri"/><xsl:param name="base"/>
    <xsl:sequence select="substring-after(string(resolve-uri(string($uri), concat('http://own/', $base))), 'http://own/')"/>
  </xsl:function>
  <xsl:function name="own:doc" as="document-node()?">
    <xsl:param name="uri" as="xs:string?"/>
    <xsl:variable name="path" select="own:resolve($uri, $own:entry)"/>
    <xsl:sequence select="if (empty($uri)) then () else if (map:contains($own:documents, $path)) then $own:documents($path)
      else error(xs:QName('err:FODC0002'), $path)"/>
  </xsl:function>
  <xsl:function name="own:doc-available" as="xs:boolean">
    <xsl:param name="uri" as="xs:string?"/>
    <xsl:sequence select="exists($uri) and map:contains($own:documents, own:resolve($uri, $own:entry))"/>
  </xsl:function>
  <xsl:function name="own:document" as="node()*">
    <xsl:param name="uris" as="item()*"/>
    <xsl:sequence select="(for $uri in $uris return
      let $path := own:resolve($uri, (if ($uri instance of node()) then map:keys($own:documents)[$own:documents(.) is root($uri)] else (), $own:entry)[1])
      return if (map:contains($own:documents, $path)) then $own:documents($path) else error(xs:QName('err:FODC0002'), $path))/."/>
  </xsl:function>`;

/** Calls of the functions that open documents, outside strings. */
const OPENING = /"[^"]*"|'[^']*'|(?<![\w:.-])(?:fn:)?(doc|document|doc-available)(?=\s*\()/g;
const redirected = (expression: string): string =>
  expression.replace(OPENING, (found: string, name?: string) => (name === undefined ? found : `own:${name}`));

const escaped = (text: string): string => text.replace(/[&<>"\n\t\r]/g, (c) => `&#${c.charCodeAt(0)};`);

const expressionsIn = (parts: readonly MessagePart[]): string[] =>
  parts.flatMap((part) =>
    typeof part === 'string' ? []
    : 'nameOf' in part ? [part.nameOf]
    : 'inline' in part ? expressionsIn(part.parts)
    : [part.valueOf],
  );

const variablesIn = (expressions: readonly string[]): Set<string> =>
  new Set(expressions.flatMap((text) => [...text.matchAll(/\$([\w.:-]+)/g)].map((match) => match[1]!)));

/** The stylesheet for the active patterns of a schema. */
export function stylesheet(schema: Schema, phase?: string): string {
  const compatible = /^(xslt1?|xpath|exslt)$/i.test(schema.queryBinding ?? 'xslt');
  const version = compatible ? ' version="1.0"' : '';
  const globals = globalLets(schema, phase);
  const patterns = activePatterns(schema, phase);
  const valueOf = (select: string): string => `<xsl:value-of select="${escaped(redirected(select))}"${version}/>`;

  const bound = (one: Let): string =>
    one.value === undefined ?
      `<xsl:variable name="${one.name}"><xsl:text>${escaped(one.content)}</xsl:text></xsl:variable>`
    : `<xsl:variable name="${one.name}" select="${escaped(redirected(one.value))}"${version}/>`;

  /** A global variable as a local one on the root: what fails in it fails the check that reads it, and nothing else. */
  const boundOnRoot = (one: Let): string =>
    one.value === undefined ?
      bound(one)
    : `<xsl:variable name="${one.name}" as="item()*"><xsl:for-each select="root(.)"><xsl:sequence select="${escaped(redirected(one.value))}"${version}/></xsl:for-each></xsl:variable>`;

  /** The variables that some expressions read, directly or not, in an order in which each can be made. */
  function variablesFor(expressions: readonly string[], before: readonly Let[]): string {
    const wanted = variablesIn(expressions);
    const own: Let[] = [];
    for (const one of before.toReversed())
      if (wanted.has(one.name)) {
        own.unshift(one);
        for (const name of variablesIn([one.value ?? ''])) wanted.add(name);
      }
    const made = new Set<string>();
    const out: string[] = [];
    const make = (name: string): void => {
      const one = globals.get(name);
      if (one === undefined || made.has(name)) return;
      made.add(name);
      for (const inner of variablesIn([one.value ?? ''])) make(inner);
      out.push(boundOnRoot(one));
    };
    for (const name of wanted) make(name);
    return out.join('') + own.map(bound).join('');
  }

  const message = (parts: readonly MessagePart[]): string =>
    parts
      .map((part) =>
        typeof part === 'string' ? `<xsl:text>${escaped(part)}</xsl:text>`
        : 'nameOf' in part ? valueOf(`name(${part.nameOf})`)
        : 'inline' in part ? message(part.parts)
        : valueOf(part.valueOf),
      )
      .join('');

  function check(one: Check, number: number, before: readonly Let[]): string {
    const diagnostics = one.diagnostics.flatMap((id) => schema.diagnostics.get(id) ?? []);
    const properties = one.properties.flatMap((id) => schema.properties.get(id) ?? []);
    const texts = [one.message, ...diagnostics.map((d) => d.message), ...properties.map((p) => p.message)];
    const failed =
      `<failed check="${number}">${variablesFor(texts.flatMap(expressionsIn), before)}<text>${message(one.message)}</text>`
      + diagnostics.map((d) => `<diagnostic id="${d.id}">${message(d.message)}</diagnostic>`).join('')
      + properties.map((p) => `<property id="${p.id}">${message(p.message)}</property>`).join('')
      + '</failed>';
    return (
      `<xsl:try>${variablesFor([one.test], before)}<xsl:choose><xsl:when test="${escaped(redirected(one.test))}"${version}>`
      + (one.kind === 'report' ? failed : '')
      + `</xsl:when><xsl:otherwise>${one.kind === 'assert' ? failed : ''}</xsl:otherwise></xsl:choose>`
      + `<xsl:catch errors="*"><error check="${number}"><xsl:attribute name="code" select="own:code($err:code)"/></error></xsl:catch></xsl:try>`
    );
  }

  function template(rule: SchemaRule, pattern: number, index: number): string {
    const lets: Let[] = [];
    let number = 0;
    const body = rule.body.map((one) => {
      if (one.kind !== 'let') return check(one, number++, [...lets]);
      lets.push(one);
      return '';
    });
    return (
      `<xsl:template match="${escaped(redirected(rule.context))}" mode="m${pattern}" priority="${1000 - index}"${version}>`
      + `<fired pattern="${pattern}" rule="${index}"><xsl:attribute name="at" select="path()"/>${body.join('')}</fired>${onward(pattern)}</xsl:template>`
    );
  }

  const namespaces = [...schema.namespaces].map(([prefix, uri]) => ` xmlns:${prefix}="${escaped(uri)}"`).join('');
  const contexts = patterns.flatMap(({ rules }) => rules.map(({ context }) => context));
  const forContexts = new Set<Let>();
  const collect = (expressions: readonly string[]): void => {
    for (const name of variablesIn(expressions)) {
      const one = globals.get(name);
      if (one === undefined || forContexts.has(one)) continue;
      forContexts.add(one);
      collect([one.value ?? '']);
    }
  };
  collect(contexts);
  return [
    `<xsl:stylesheet version="3.0" expand-text="no" exclude-result-prefixes="#all" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"`,
    ` xmlns:own="${OWN}" xmlns:err="http://www.w3.org/2005/xqt-errors" xmlns:map="http://www.w3.org/2005/xpath-functions/map"${namespaces}>`,
    FUNCTIONS,
    ...[...forContexts].map(bound),
    '<xsl:template match="/"><results>',
    ...patterns.map((_, i) => `<xsl:apply-templates select="/" mode="m${i}"/>`),
    '</results></xsl:template>',
    ...patterns.flatMap(({ rules }, i) => [
      `<xsl:template match="text()" mode="m${i}" priority="-1"/>`,
      `<xsl:template match="/ | @* | node()" mode="m${i}" priority="-2">${onward(i)}</xsl:template>`,
      ...rules.map((rule, index) => template(rule, i, index)),
    ]),
    '</xsl:stylesheet>',
  ].join('');
}

/** The standard offers every node but text to the rules (ISO/IEC 19757-3, 6.5). */
const onward = (pattern: number): string =>
  `<xsl:apply-templates select="@* | * | comment() | processing-instruction()" mode="m${pattern}"/>`;

const TRANSFORM = `serialize(transform(map{
  'stylesheet-text': $stylesheet, 'source-node': parse-xml($document), 'delivery-format': 'document',
  'stylesheet-params': map{
    QName('${OWN}', 'own:entry'): $entry,
    QName('${OWN}', 'own:documents'): Q{http://www.w3.org/2005/xpath-functions/map}merge(
      for $i in 1 to count($paths) return Q{http://www.w3.org/2005/xpath-functions/map}entry($paths[$i], parse-xml($texts[$i])))
  }})?output)`;

/**
 * Judges a document by a schema on saxon-js.
 * @param documents by path, what doc() and document() may open
 * @throws when saxon-js refuses the stylesheet
 */
export function referenceOutcome(schema: Schema, document: string, documents: ReadonlyMap<string, string>, phase?: string): Outcome {
  const params = {
    stylesheet: stylesheet(schema, phase),
    document,
    entry: schema.entry,
    paths: [...documents.keys()],
    texts: [...documents.values()],
  };
  const output = String(saxon.XPath.evaluate(TRANSFORM, null, { params }));
  const outcome: Outcome = { fired: [], results: [], errors: [] };
  for (const fired of readXml(new TextEncoder().encode(output)).root.elements('fired')) {
    const at = attribute(fired, 'at');
    const rule = `${attribute(fired, 'pattern')}.${attribute(fired, 'rule')}`;
    outcome.fired.push(`${rule} ${at}`);
    for (const error of fired.elements('error'))
      outcome.errors.push(`${rule}.${attribute(error, 'check')} ${at} ${attribute(error, 'code')}`);
    for (const failed of fired.elements('failed')) {
      const more = (kind: string): string[] => failed.elements(kind).map((one) => `${attribute(one, 'id')}: ${one.text}`);
      outcome.results.push({
        check: `${rule}.${attribute(failed, 'check')}`,
        at,
        text: failed.element('text')?.text ?? '',
        more: [...more('diagnostic'), ...more('property')],
      });
    }
  }
  return outcome;
}

const attribute = (element: XmlElement, name: string): string => element.attribute(name) ?? '';
