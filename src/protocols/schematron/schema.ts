import type { Bilingual } from '../../model/index.js';
import type { XmlElement } from '../xml/index.js';

/**
 * An ISO schematron schema (ISO/IEC 19757-3) as it is judged: includes are in place, abstract patterns and abstract rules
 * are expanded. Where the ISO skeleton for Saxon and the standard differ, this is what the skeleton does, because the
 * profiles in use were written and proven with it.
 */
export interface Schema {
  /** path of the file that was asked for */
  entry: string;
  /** of the schema, else its id */
  title: string | undefined;
  schemaVersion: string | undefined;
  /** as written; undefined means `xslt` */
  queryBinding: string | undefined;
  /** prefix to namespace name for every expression: those of `ns`, and those that the skeleton declares by itself */
  namespaces: ReadonlyMap<string, string>;
  /** the prefixes of `ns` alone, as a report names them */
  declaredNamespaces: ReadonlyMap<string, string>;
  defaultPhase: string | undefined;
  phases: readonly Phase[];
  lets: readonly Let[];
  /** in document order, those that no phase activates included */
  patterns: readonly SchemaPattern[];
  diagnostics: ReadonlyMap<string, Diagnostic>;
  properties: ReadonlyMap<string, Property>;
  /** `xsl:key`, `xsl:function` and other XSLT declarations of the schema */
  foreign: readonly XmlElement[];
  problems: readonly SchemaProblem[];
}

export interface Phase {
  id: string;
  lets: readonly Let[];
  /** ids of patterns */
  active: readonly string[];
  place: Place;
}

export interface SchemaPattern {
  id: string | undefined;
  title: string | undefined;
  /** expression whose strings name the documents to judge instead of the one given */
  documents: string | undefined;
  lets: readonly Let[];
  rules: readonly SchemaRule[];
  /** of the pattern; of the caller for one made from an abstract pattern */
  place: Place;
}

export interface SchemaRule extends Linkable {
  id: string | undefined;
  context: string;
  flag: string | undefined;
  /** in document order, rules that it extends in place */
  body: readonly (Let | Check)[];
  place: Place;
}

/** An assertion or a report. Rules that extend the same abstract rule hold the same object. */
export interface Check extends Linkable {
  kind: 'assert' | 'report';
  id: string | undefined;
  test: string;
  flag: string | undefined;
  /** ids */
  diagnostics: readonly string[];
  /** ids */
  properties: readonly string[];
  message: readonly MessagePart[];
  place: Place;
}

/** Attributes that a schema hands on to whoever reads the report (ISO/IEC 19757-3, 5.5). */
export interface Linkable {
  role: string | undefined;
  see: string | undefined;
  fpi: string | undefined;
  icon: string | undefined;
  subject: string | undefined;
}

/**
 * What stands in a message; an expression is evaluated where the rule fired. Parts follow one another without a space:
 * the skeleton means to write one around each, but those stand in its own stylesheet where blanks are stripped.
 * To tell the parts apart ask for `nameOf`: that `valueOf` is in it is true of every object.
 */
export type MessagePart =
  string | { valueOf: string } | { nameOf: string } | { inline: 'emph' | 'span' | 'dir'; parts: readonly MessagePart[] };

export interface Let {
  kind: 'let';
  name: string;
  /** an expression; undefined when the element has content instead */
  value: string | undefined;
  /** text of the element; the variable is then a document node with this text */
  content: string;
  place: Place;
}

export interface Diagnostic {
  id: string;
  message: readonly MessagePart[];
  place: Place;
}

export interface Property {
  id: string;
  role: string | undefined;
  scheme: string | undefined;
  message: readonly MessagePart[];
  place: Place;
}

export interface Place {
  file: string;
  /** from 1 */
  line: number;
  /** from 1 */
  column: number;
}

export type SchemaProblemKind =
  | 'include-missing'
  | 'include-unreadable'
  | 'include-outside'
  | 'include-case'
  | 'include-cycle'
  | 'include-refused'
  | 'too-large'
  | 'extends-unknown'
  | 'extends-cycle'
  | 'is-a-unknown'
  | 'parameter'
  | 'active-unknown'
  | 'phase-unknown'
  | 'let-name'
  | 'let-twice'
  | 'let-content'
  | 'pattern-twice'
  | 'diagnostic-unknown'
  | 'rule-empty'
  | 'rule-without-context'
  | 'check-without-test'
  | 'namespace'
  | 'old-namespace'
  | 'query-binding'
  | 'unexpected-element';

/** What is wrong with the schema itself, and whether something of it could not be judged because of that. */
export interface SchemaProblem {
  kind: SchemaProblemKind;
  text: Bilingual;
  place: Place;
  incomplete: boolean;
}

/** The phase that is meant: none means that of the schema, which is every pattern when it names none. */
export function phaseOf(schema: Schema, phase?: string): string {
  // the skeleton knows no #DEFAULT and would then run nothing; the standard gives it this meaning (5.4.10)
  if (phase === undefined || phase === '#DEFAULT') return schema.defaultPhase ?? '#ALL';
  return phase;
}

/**
 * The patterns to judge with, in document order.
 * @param phase id of a phase, `#ALL` or `#DEFAULT`; the default phase without one
 * @returns none when the phase is not defined
 */
export function activePatterns(schema: Schema, phase?: string): readonly SchemaPattern[] {
  const chosen = phaseOf(schema, phase);
  if (chosen === '#ALL') return schema.patterns;
  const active = new Set(schema.phases.filter((one) => one.id === chosen).flatMap((one) => one.active));
  return schema.patterns.filter(({ id }) => id !== undefined && active.has(id));
}

/**
 * The variables that are global in the skeleton, evaluated on the document node. Those of every phase are, chosen or not,
 * and those of an active pattern are seen by all others: the standard would hide both. Of two with one name the skeleton
 * makes a stylesheet that does not compile; here the first stays, and reading the schema has told so.
 */
export function globalLets(schema: Schema, phase?: string): ReadonlyMap<string, Let> {
  const lets = new Map<string, Let>();
  const all = [schema.lets, ...schema.phases.map((one) => one.lets), ...activePatterns(schema, phase).map((one) => one.lets)];
  for (const one of all.flat()) if (!lets.has(one.name)) lets.set(one.name, one);
  return lets;
}

const expressionsIn = (parts: readonly MessagePart[]): string[] =>
  parts.flatMap((part) =>
    typeof part === 'string' ? []
    : 'nameOf' in part ? [part.nameOf]
    : 'inline' in part ? expressionsIn(part.parts)
    : [part.valueOf],
  );

/** Every expression of a check: its test, and those in its message, diagnostics and properties. */
export function expressionsOf(schema: Schema, check: Check): string[] {
  return [
    check.test,
    ...expressionsIn(check.message),
    ...check.diagnostics.flatMap((id) => expressionsIn(schema.diagnostics.get(id)?.message ?? [])),
    ...check.properties.flatMap((id) => expressionsIn(schema.properties.get(id)?.message ?? [])),
  ];
}

/** Bindings whose expressions are XPath 1.0: an XPath 2.0 processor runs them in compatibility mode. */
const XPATH_1 = /^(xslt1?|xpath1?|exslt|)$/i;

export const isXPath1 = ({ queryBinding }: Schema): boolean => XPATH_1.test(queryBinding ?? 'xslt');
