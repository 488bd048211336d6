import { escapeAttribute } from '../xml/index.js';
import { Kind, nameOf, type Node } from '../xpath/node.js';

/** What a validation report tells (SVRL, ISO/IEC 19757-3, annex D). A text that is empty is not written. */
export interface SvrlOutcome {
  title?: string | undefined;
  schemaVersion?: string | undefined;
  phase?: string | undefined;
  /** prefixes of the expressions and their namespace names */
  namespaces: Iterable<readonly [prefix: string, namespace: string]>;
  /** those that were active, in their order, also where none of their rules fired */
  patterns: readonly SvrlPattern[];
}

export interface SvrlPattern {
  id?: string | undefined;
  name?: string | undefined;
  documents?: string | undefined;
  /** each time that a rule of the pattern fired, in document order */
  fired: readonly SvrlRule[];
}

export interface SvrlRule {
  id?: string | undefined;
  context: string;
  role?: string | undefined;
  flag?: string | undefined;
  /** assertions that failed and reports that held */
  results: readonly SvrlResult[];
}

export interface SvrlResult {
  kind: 'assert' | 'report';
  id?: string | undefined;
  /** XPath of the node that the rule fired on: `svrlLocation` */
  location: string;
  test: string;
  role?: string | undefined;
  flag?: string | undefined;
  see?: string | undefined;
  icon?: string | undefined;
  fpi?: string | undefined;
  text: string;
  diagnostics: readonly { id: string; text: string }[];
  properties: readonly { id: string; role?: string | undefined; scheme?: string | undefined; text: string }[];
}

/** Writes the report. It is well-formed XML whatever the texts hold: a character that XML refuses is written U+FFFD. */
export function writeSvrl(outcome: SvrlOutcome): string {
  const out: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl"'];
  const { title, phase, schemaVersion } = outcome;
  // #ALL is no id of a phase: as in the skeleton it is told by the absence of one
  out.push(attributes({ title, phase: phase === '#ALL' ? undefined : phase, schemaVersion }), '>\n');
  for (const [prefix, uri] of outcome.namespaces) out.push(`  <svrl:ns-prefix-in-attribute-values${attributes({ uri, prefix })}/>\n`);
  for (const { id, name, documents, fired } of outcome.patterns) {
    out.push(`  <svrl:active-pattern${attributes({ id, documents, name })}/>\n`);
    for (const rule of fired) {
      const { context, role, flag } = rule;
      out.push(`  <svrl:fired-rule${attributes({ id: rule.id, context, role, flag })}/>\n`);
      for (const result of rule.results) writeResult(out, result);
    }
  }
  out.push('</svrl:schematron-output>\n');
  return out.join('');
}

function writeResult(out: string[], result: SvrlResult): void {
  const element = result.kind === 'assert' ? 'failed-assert' : 'successful-report';
  const { id, location, role, flag, see, icon, fpi } = result;
  out.push(`  <svrl:${element}${attributes({ id, location, test: blankless(result.test), role, flag })}>\n`);
  // annex D puts the text last; the skeleton puts it first
  for (const { id: diagnostic, text } of result.diagnostics)
    out.push(`    <svrl:diagnostic-reference${attributes({ diagnostic })}>${humanText(text)}</svrl:diagnostic-reference>\n`);
  for (const { id: property, role: propertyRole, scheme, text } of result.properties)
    out.push(
      `    <svrl:property-reference${attributes({ property, role: propertyRole, scheme })}>${humanText(text)}</svrl:property-reference>\n`,
    );
  out.push(`    ${humanText(result.text, attributes({ see, icon, fpi }))}\n  </svrl:${element}>\n`);
}

const blankless = (text: string): string => text.replace(/[ \t\r\n]+/g, ' ').trim();

const humanText = (text: string, more = ''): string => `<svrl:text${more}>${escaped(blankless(text))}</svrl:text>`;

function attributes(values: Record<string, string | undefined>): string {
  let out = '';
  for (const [name, value] of Object.entries(values)) if (value) out += ` ${name}="${escaped(value)}"`;
  return out;
}

/** Characters outside XML 1.0, 2.2; half a surrogate pair is one. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const escaped = (value: string): string => escapeAttribute(value.replace(NOT_XML, '\ufffd'));

/**
 * XPath 2.0 of a node that needs no prefix, as the ISO skeleton writes it:
 * `/*:ClinicalDocument[namespace-uri()='urn:hl7-org:v3'][1]/*:id[namespace-uri()='urn:hl7-org:v3'][2]/@root`.
 */
export function svrlLocation(node: Node): string {
  if (node.kind === Kind.Document) return '/';
  const { parent } = node;
  const before = parent === undefined || parent.kind === Kind.Document ? '' : svrlLocation(parent);
  const { namespace, local } = nameOf(node.name);
  const quoted = namespace.replaceAll("'", "''");
  switch (node.kind) {
    case Kind.Attribute:
      return `${before}/@${namespace === '' ? local : `*[local-name()='${local}' and namespace-uri()='${quoted}']`}`;
    case Kind.Element:
      return `${before}/${namespace === '' ? local : `*:${local}[namespace-uri()='${quoted}']`}[${position(node)}]`;
    case Kind.Instruction:
      return `${before}/processing-instruction('${local}')[${position(node)}]`;
    case Kind.Comment:
      return `${before}/comment()[${position(node)}]`;
    case Kind.Text:
      return `${before}/text()[${position(node)}]`;
  }
}

/** Among the siblings of its kind and name; counted once for all of them, so that many findings cost no more than the document. */
function position(node: Node): number {
  if (!positions.has(node)) {
    const seen = new Map<string, number>();
    let here: Node | undefined = node;
    while (here.previous) here = here.previous;
    for (; here; here = here.next) {
      const key = `${here.kind} ${here.name}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      positions.set(here, seen.get(key)!);
    }
  }
  return positions.get(node)!;
}

const positions = new WeakMap<Node, number>();
