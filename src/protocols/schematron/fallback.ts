import { createRequire } from 'node:module';
import { escapeAttribute, readXml, XML_LIMITS, XmlElement, XmlSyntaxError, type XmlDocument } from '../xml/index.js';
import { Kind, type Node } from '../xpath/node.js';
import { UnsupportedExpression } from '../xpath/values.js';
import { XSLT } from './read.js';
import {
  expressionsOf,
  globalLets,
  isXPath1,
  type Check,
  type Let,
  type MessagePart,
  type Schema,
  type SchemaPattern,
  type SchemaRule,
} from './schema.js';

/** One rule of a schema on saxon-js, for what our own compiler leaves alone: XPath 3.1, `xsl:function`, `xsl:key`, format-number. */
export interface SaxonRule {
  /**
   * Judges one document.
   * @param documentText the XML, decoded
   * @returns what became of each node that the context of the rule matches, by `nodesByPath`. Nothing is thrown: an error that
   *   belongs to no node, in a global variable say, or because saxon-js is not installed, is on the document node.
   */
  run(documentText: string): Map<string, RuleResult>;
}

export interface RuleResult {
  /** in the order of the body; without those that could not be evaluated */
  failed: FailedCheck[];
  /** the first one; the official engine would stop the whole profile here */
  error?: { code: string; message: string };
}

export interface FailedCheck {
  /** position in the body of the rule, from 0 */
  body: number;
  /** position among the checks of the rule, from 0 */
  check: number;
  text: string;
  diagnostics: { id: string; text: string }[];
  properties: { id: string; role: string; scheme: string; text: string }[];
}

/**
 * Prepares a rule. Every node that a rule can fire on is offered to it: the document, comments and instructions beside the
 * root element, and all elements; whether an earlier rule of the pattern took the node is for the caller to know. saxon-js
 * keeps nothing of a stylesheet between two runs: each costs its compilation, some 70 ms.
 * @param phase whose variables are visible; the default phase without one
 * @throws UnsupportedExpression when the rule, or a variable or function that it uses, would open files by itself
 */
export function saxonRule(schema: Schema, pattern: SchemaPattern, rule: SchemaRule, phase?: string): SaxonRule {
  if (pattern.documents !== undefined) throw new UnsupportedExpression('the pattern judges other documents');
  const stylesheet = writeStylesheet(schema, pattern, rule, phase);
  return { run: (documentText) => run(stylesheet, documentText) };
}

/** The nodes that a rule can fire on by where they stand: `/1/3/2` for elements, `/` for the document, `/comment()[1]` beside the root. */
export function nodesByPath(root: Node): Map<string, Node> {
  const nodes = new Map<string, Node>([['/', root]]);
  const beside = counting();
  for (let here = root.first; here; here = here.next) {
    if (here.kind === Kind.Element) addElement('/1', here);
    else nodes.set(beside(here.kind === Kind.Comment ? undefined : here.writtenName), here);
  }
  return nodes;

  /** Depth is bounded by the reader, so recursion is safe. */
  function addElement(path: string, element: Node): void {
    nodes.set(path, element);
    let position = 0;
    for (let here = element.first; here; here = here.next) if (here.kind === Kind.Element) addElement(`${path}/${++position}`, here);
  }
}

/** The same paths, in document order. */
function pathsIn(document: XmlDocument): string[] {
  const paths = ['/'];
  const beside = counting();
  const outside = document.asides.filter(({ parent }) => parent === undefined);
  for (const { start, target } of outside) if (start < document.root.start) paths.push(beside(target));
  addElement('/1', document.root);
  for (const { start, target } of outside) if (start > document.root.start) paths.push(beside(target));
  return paths;

  function addElement(path: string, element: XmlElement): void {
    paths.push(path);
    element.elements().forEach((child, i) => {
      addElement(`${path}/${i + 1}`, child);
    });
  }
}

/** Paths of the comments and instructions beside the root element, in the order in which they are asked for. */
function counting(): (target: string | undefined) => string {
  const counts = new Map<string, number>();
  return (target) => {
    const step = target === undefined ? 'comment()' : `processing-instruction(${target})`;
    counts.set(step, (counts.get(step) ?? 0) + 1);
    return `/${step}[${counts.get(step)!}]`;
  };
}

function writeStylesheet(schema: Schema, pattern: SchemaPattern, rule: SchemaRule, phase: string | undefined): string {
  const lets = new Map(globalLets(schema, phase));
  for (const one of pattern.lets) lets.set(one.name, one);
  const used = usedBy(schema, rule, lets);

  // a prefix that the schema does not give to something else
  let x = 'x';
  while (schema.namespaces.has(x)) x += 'x';
  const compatible = isXPath1(schema);
  const version = compatible ? ' version="1.0"' : '';
  const variable = (one: Let): string =>
    one.value === undefined ?
      `<${x}:variable${attributes({ name: one.name })}><${x}:text>${escapeAttribute(one.content)}</${x}:text></${x}:variable>`
    : `<${x}:variable${attributes({ name: one.name, select: one.value })}${version}/>`;
  const message = (parts: readonly MessagePart[]): string =>
    parts
      .map((part) =>
        typeof part === 'string' ? `<${x}:text>${escapeAttribute(part)}</${x}:text>`
        : 'nameOf' in part ? `<${x}:value-of${attributes({ select: `name(${part.nameOf})` })}${version}/>`
        : 'inline' in part ? message(part.parts)
        : `<${x}:value-of${attributes({ select: part.valueOf })}${version}/>`,
      )
      .join('');

  const declarations = [...schema.namespaces]
    .filter(([prefix]) => prefix !== 'xml' && prefix !== 'xmlns')
    .map(([prefix, uri]) => attributes({ [`xmlns:${prefix}`]: uri }));
  const out = [
    `<${x}:stylesheet version="3.0" expand-text="no" exclude-result-prefixes="#all" xmlns:${x}="${XSLT}"`,
    ...declarations,
    '>',
    ...used.lets.map(variable),
    ...used.foreign.map(standAlone),
    `<${x}:template match="/"><results><${x}:apply-templates select="/ | /node() | //*" mode="rule"/></results></${x}:template>`,
    `<${x}:template match="/ | node()" mode="rule" priority="0"/>`,
    `<${x}:template mode="rule" priority="1"${attributes({ match: rule.context })}${version}>`,
    // among all that are offered: a path would be counted anew for each node
    `<node><${x}:attribute name="at" select="position()"/>`,
  ];
  let number = -1;
  rule.body.forEach((one, body) => {
    if (one.kind === 'let') return;
    number++;
    out.push(`<${x}:try>`);
    // each check has variables of its own: one that it does not use cannot fail it
    out.push(...letsOf(schema, rule.body.slice(0, body), one).map(variable));
    out.push(`<${x}:choose><${x}:when${attributes({ test: one.test })}${version}>`);
    const failed = [`<failed body="${body}" check="${number}"><text>${message(one.message)}</text>`];
    for (const id of one.diagnostics) {
      const diagnostic = schema.diagnostics.get(id);
      if (diagnostic) failed.push(`<diagnostic${literal({ id })}>${message(diagnostic.message)}</diagnostic>`);
    }
    for (const id of one.properties) {
      const property = schema.properties.get(id);
      if (property)
        failed.push(
          `<property${literal({ id, role: property.role ?? '', scheme: property.scheme ?? '' })}>${message(property.message)}</property>`,
        );
    }
    failed.push('</failed>');
    const assert = one.kind === 'assert';
    out.push(...(assert ? [] : failed), `</${x}:when><${x}:otherwise>`, ...(assert ? failed : []), `</${x}:otherwise></${x}:choose>`);
    const error = 'Q{http://www.w3.org/2005/xqt-errors}';
    out.push(
      `<${x}:catch errors="*"><error><${x}:attribute name="code" select="local-name-from-QName($${error}code)"/>`,
      `<${x}:value-of select="$${error}description"/></error></${x}:catch></${x}:try>`,
    );
  });
  out.push(`</node></${x}:template></${x}:stylesheet>`);
  const stylesheet = out.join('');
  refuseInputOutput(stylesheet);
  return stylesheet;
}

function attributes(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');
}

/** Attributes of an element of the result, where braces would enclose an expression. */
function literal(values: Record<string, string>): string {
  return attributes(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.replace(/[{}]/g, '$&$&')])));
}

/** An element as it is written in its file, with the namespaces that are in scope there. */
function standAlone(element: XmlElement): string {
  const text = element.document.text.slice(element.start, element.end);
  const own = new Set(element.attributes.map(({ name }) => name));
  const inherited = [...element.scope]
    .map(([prefix, uri]) => ({ name: prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri }))
    .filter(({ name }) => name !== 'xmlns:xml' && !own.has(name))
    .map(({ name, uri }) => attributes({ [name]: uri }));
  const afterName = 1 + element.name.length;
  return text.slice(0, afterName) + inherited.join('') + text.slice(afterName);
}

interface Used {
  lets: Let[];
  foreign: XmlElement[];
}

/** Names that follow a `$`: too many rather than too few, since some may stand in strings. */
const variablesIn = (text: string): string[] => [...text.matchAll(/\$\s*([\p{L}_][\p{L}\p{M}\p{N}._·:-]*)/gu)].map((match) => match[1]!);

/** The lets before a check that it uses, directly or not. */
function letsOf(schema: Schema, before: readonly (Let | Check)[], check: Check): Let[] {
  const needed = new Set(expressionsOf(schema, check).flatMap(variablesIn));
  const lets: Let[] = [];
  for (const one of [...before].reverse()) {
    if (one.kind !== 'let' || !needed.has(one.name)) continue;
    lets.unshift(one);
    for (const name of variablesIn(one.value ?? '')) needed.add(name);
  }
  return lets;
}

/**
 * The global variables, functions and keys that a rule uses, directly or not. Only these go into its stylesheet, so that
 * what is wrong with another one does no harm.
 */
function usedBy(schema: Schema, rule: SchemaRule, lets: ReadonlyMap<string, Let>): Used {
  const used: Used = { lets: [], foreign: [] };
  const waiting = [rule.context, ...rule.body.flatMap((one) => (one.kind === 'let' ? (one.value ?? []) : expressionsOf(schema, one)))];
  const declared = schema.foreign.filter(({ local }) => local === 'function' || local === 'key');
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const name of variablesIn(text)) {
      const one = lets.get(name);
      if (one === undefined || used.lets.includes(one)) continue;
      used.lets.push(one);
      if (one.value !== undefined) waiting.push(one.value);
    }
    for (const one of declared) {
      if (used.foreign.includes(one)) continue;
      const name = one.attribute('name') ?? '';
      const uses = one.local === 'key' ? /\bkey\s*[(#]/.test(text) : text.includes(name.slice(name.indexOf(':') + 1));
      if (!uses) continue;
      used.foreign.push(one);
      for (const element of [one, ...one.descendants()]) {
        waiting.push(...element.attributes.map(({ value }) => value));
        for (const child of element.children) if (!(child instanceof XmlElement)) waiting.push(child.text);
      }
    }
  }
  return used;
}

/** A comment between the name and what follows begins with a parenthesis too. */
const OPENS_FILES =
  /(?<![\p{L}\p{N}._·-])(?:doc|doc-available|document|collection|uri-collection|unparsed-text(?:-lines|-available)?|json-doc|stream-available|transform|load-xquery-module|function-lookup|environment-variable|available-environment-variables)\s*[(#]/u;

/** Instructions that read or write, or that build an expression at run time. */
const OPENING_INSTRUCTIONS = new Set([
  'source-document',
  'result-document',
  'evaluate',
  'merge',
  'import-schema',
  'use-package',
  'message',
]);

/** Where saxon-js keeps functions that reach JavaScript. */
const EXTENSION = /^https?:\/\/saxon(?:ica\.com|\.sf\.net)\//;

/**
 * saxon-js would open files by itself, from any folder, and call into JavaScript: whatever may do so is refused, by its name,
 * also where that name is of a harmless function. What is looked at is the stylesheet as an XML parser sees it, so that
 * nothing can hide in how it was written.
 * @throws UnsupportedExpression
 */
function refuseInputOutput(stylesheet: string): void {
  let root: XmlElement;
  try {
    ({ root } = readXml(new TextEncoder().encode(stylesheet), { charset: 'utf-8', limits: { ...XML_LIMITS, maxDepth: 1000 } }));
  } catch (error) {
    if (error instanceof XmlSyntaxError) throw new UnsupportedExpression(`it makes no stylesheet: ${error.message}`);
    throw error;
  }
  for (const element of [root, ...root.descendants()]) {
    if (element.namespace === XSLT && OPENING_INSTRUCTIONS.has(element.local))
      throw new UnsupportedExpression(`${element.name} is not allowed in a function`);
    if (EXTENSION.test(element.namespace) || [...element.scope.values()].some((uri) => EXTENSION.test(uri)))
      throw new UnsupportedExpression('extension function of saxon-js');
    for (const { name, local, value } of element.attributes) {
      // a shadow attribute computes the expression, and expand-text makes expressions of text: neither would be seen
      if (name.startsWith('_')) throw new UnsupportedExpression('shadow attribute');
      if (local === 'expand-text' && !['no', 'false', '0'].includes(value.trim())) throw new UnsupportedExpression('expand-text');
      const opens = OPENS_FILES.exec(value)?.[0];
      if (opens !== undefined) throw new UnsupportedExpression(`${opens.replace(/\s*[(#]$/, '')}() on saxon-js would open files by itself`);
      if (/Q\{\s*https?:\/\/saxon/.test(value)) throw new UnsupportedExpression('extension function of saxon-js');
    }
  }
}

/** The part of saxon-js that is used; it has no types of its own. */
interface SaxonJs {
  XPath: { evaluate(expression: string, context: null, options: { params: Record<string, unknown> }): unknown };
}

let loaded: SaxonJs | undefined;

const TRANSFORM =
  "serialize(transform(map{'stylesheet-text': $stylesheet, 'source-node': parse-xml($document), 'delivery-format': 'document'})?output)";

function run(stylesheet: string, document: string): Map<string, RuleResult> {
  const results = new Map<string, RuleResult>();
  let output: unknown;
  let paths: string[];
  try {
    paths = pathsIn(readXml(new TextEncoder().encode(document), { charset: 'utf-8' }));
    // loaded when it is first needed: it takes longer than most documents
    loaded ??= createRequire(import.meta.url)('saxon-js') as SaxonJs;
    output = loaded.XPath.evaluate(TRANSFORM, null, { params: { stylesheet, document } });
  } catch (error) {
    results.set('/', { failed: [], error: errorOf(error) });
    return results;
  }
  const { root } = readXml(new TextEncoder().encode(String(output)));
  for (const node of root.elements('node')) {
    const result: RuleResult = { failed: [] };
    const error = node.element('error');
    if (error) result.error = { code: error.attribute('code') ?? '', message: error.text };
    for (const failed of node.elements('failed'))
      result.failed.push({
        body: Number(failed.attribute('body')),
        check: Number(failed.attribute('check')),
        text: failed.element('text')?.text ?? '',
        diagnostics: failed.elements('diagnostic').map((one) => ({ id: one.attribute('id') ?? '', text: one.text })),
        properties: failed.elements('property').map((one) => ({
          id: one.attribute('id') ?? '',
          role: one.attribute('role') ?? '',
          scheme: one.attribute('scheme') ?? '',
          text: one.text,
        })),
      });
    results.set(paths[Number(node.attribute('at')) - 1] ?? '/', result);
  }
  return results;
}

/** saxon-js writes codes as `FORG0001` or as a name with a namespace; a package that is absent has one of Node. */
function errorOf(error: unknown): { code: string; message: string } {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const written = typeof code === 'string' ? code.replace(/^Q\{.*\}|^.*:/, '') : 'unknown';
  return { code: written, message: typeof message === 'string' ? message.replace(/\s+/g, ' ').slice(0, 500) : '' };
}
