import { compileSchema, judge, Profile, type CompiledProfile, type Elsewhere, type Schema } from '../../src/protocols/schematron/index.js';
import { readXml } from '../../src/protocols/xml/index.js';
import { Kind, nameOf, Tree, type Documents, type Node } from '../../src/protocols/xpath/index.js';

/** What a schema says of a document, in a form that both engines can be brought to. */
export interface Outcome {
  /** `pattern.rule path` */
  fired: string[];
  results: { check: string; at: string; text: string; more: string[] }[];
  /** `pattern.rule.check path code` */
  errors: string[];
}

/** The same outcome written in one order, with blanks normalised: each engine walks in its own. */
export function comparable({ fired, results, errors }: Outcome): Outcome {
  const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
  // a check whose message cannot be written is told all the same by ours; an XSLT processor stops there
  const stopped = new Set(errors.map((one) => one.slice(0, one.lastIndexOf(' '))));
  const told = results.filter(({ check, at }) => !stopped.has(`${check} ${at}`));
  const same = told.map((one) => ({ ...one, text: spaced(one.text), more: one.more.map(spaced) }));
  const key = (one: Outcome['results'][number]): string => `${one.check} ${one.at}`;
  return {
    fired: fired.toSorted(),
    results: same.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    errors: errors.toSorted(),
  };
}

/** Where a node stands, as fn:path writes it (XPath Functions 3.1, 14.13). */
export function pathOf(node: Node): string {
  if (node.kind === Kind.Document) return '/';
  const { namespace, local } = nameOf(node.name);
  const parent = node.parent === undefined || node.parent.kind === Kind.Document ? '' : pathOf(node.parent);
  if (node.kind === Kind.Attribute) return `${parent}/@${namespace === '' ? '' : `Q{${namespace}}`}${local}`;
  let position = 1;
  for (let here = node.previous; here; here = here.previous) if (here.kind === node.kind && here.name === node.name) position++;
  const step =
    node.kind === Kind.Element ? `Q{${namespace}}${local}`
    : node.kind === Kind.Text ? 'text()'
    : node.kind === Kind.Comment ? 'comment()'
    : `processing-instruction(${local})`;
  return `${parent}/${step}[${position}]`;
}

export const treeOf = (text: string, uri?: string): Tree => new Tree(uri, readXml(new TextEncoder().encode(text)));

/** Judges a document by our own engine. */
export function ourOutcome(
  schema: Schema,
  document: string,
  documents: Documents,
  { phase, elsewhere }: { phase?: string; elsewhere?: Elsewhere } = {},
): Outcome & { compiled: CompiledProfile } {
  const compiled = compileSchema(schema, phase);
  const profile = new Profile(compiled, { documents, now: new Date('2026-01-02T03:04:05Z'), ...(elsewhere && { elsewhere }) });
  const [judgement] = judge([profile], treeOf(document).root);
  const number = (pattern: number, rule: number): string => `${pattern}.${rule}`;
  const rules = new Map(compiled.patterns.flatMap((pattern, i) => pattern.rules.map((rule, j) => [rule, number(i, j)] as const)));
  return {
    compiled,
    fired: judgement!.fired.map(({ rule, node }) => `${rules.get(rule)!} ${pathOf(node)}`),
    results: judgement!.results.map(({ rule, check, node, text, diagnostics, properties }) => ({
      check: `${rules.get(rule)!}.${rule.checks.indexOf(compiled.checks.indexOf(check))}`,
      at: pathOf(node),
      text,
      more: [...diagnostics, ...properties].map((one) => `${one.id}: ${one.text}`),
    })),
    errors: judgement!.failures.map(
      ({ rule, check, node, code }) =>
        `${rules.get(rule)!}.${check === undefined ? '-' : rule.checks.indexOf(compiled.checks.indexOf(check))} ${pathOf(node)} ${code}`,
    ),
  };
}
