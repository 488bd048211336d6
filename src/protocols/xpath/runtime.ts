import { XS, type ComparisonOp, type SequenceType, type TypeName } from './ast.js';
import {
  arithmetic,
  atomize,
  atomizeAll,
  booleanOf,
  castableTo,
  castTo,
  compareAtomic,
  generalComparison,
  generalComparisonCompatible,
  matchesType,
  negate,
  stringOf,
  treeOrder,
} from './atomics.js';
import type { Dynamic } from './context.js';
import {
  convertArgument,
  FUNCTIONS,
  matches,
  normalizeSpace,
  stringLength,
  substring,
  substringAfter,
  substringBefore,
  translate,
  type FunctionSpec,
} from './functions.js';
import { budget, over, spend } from './limits.js';
import { Kind, localNumber, localNumbers, nameNumber, namespaceNumber, namespaceNumbers, Node } from './node.js';
import { Decimal, Untyped, XPathError, type Atomic, type Item, type Sequence } from './values.js';

// ---- focus

function noContext(): never {
  throw new XPathError('XPDY0002', 'there is no context item here');
}

function contextNode(item: Item): Node {
  if (item instanceof Node) return item;
  throw new XPathError('XPTY0020', 'the context item of a step is not a node');
}

function rootOf(item: Item): Node {
  const { tree } = contextNode(item);
  return tree.root;
}

function withCurrent<T>(current: Node, before: Node, set: (node: Node) => void, compute: () => T): T {
  set(current);
  try {
    return compute();
  } finally {
    set(before);
  }
}

function anyAncestor(node: Node, test: (node: Node) => boolean): boolean {
  for (let here = node.parent; here !== undefined; here = here.parent) if (test(here)) return true;
  return false;
}

// ---- axes

function attribute(element: Node, name: number): Node | undefined {
  const { attributes } = element;
  for (let i = 0; i < attributes.length; i++) if (attributes[i]!.name === name) return attributes[i];
  return undefined;
}

const nextOf = (node: Node): Node | undefined => (node.kind === Kind.Attribute ? undefined : node.next);
const previousOf = (node: Node): Node | undefined => (node.kind === Kind.Attribute ? undefined : node.previous);

/** First index in a list in document order whose node comes after `order`. */
function lowerBound(list: readonly Node[], order: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.order <= order) low = middle + 1;
    else high = middle;
  }
  return low;
}

function* between(node: Node, from: number, to: number): Generator<Node> {
  const { all } = node.tree;
  spend(to - from);
  for (let i = from; i <= to; i++) if (all[i]!.kind !== Kind.Attribute) yield all[i]!;
}

const following = (node: Node): Generator<Node> =>
  between(node, (node.kind === Kind.Attribute ? node.order : node.last) + 1, node.tree.all.length - 1);

/** In reverse document order, without ancestors. */
function* preceding(node: Node): Generator<Node> {
  const { all } = node.tree;
  spend(node.order);
  for (let i = node.order - 1; i > 0; i--) {
    const other = all[i]!;
    if (other.kind !== Kind.Attribute && other.last < node.order) yield other;
  }
}

function nth(parent: Node, position: number, test: (node: Node) => boolean): Node | undefined {
  let seen = 0;
  for (let child = parent.first; child !== undefined; child = child.next) {
    if (--budget.left < 0) over();
    if (test(child) && ++seen === position) return child;
  }
  return undefined;
}

function hasOnlyElement(document: Node, test: (node: Node) => boolean): boolean {
  for (let child = document.first; child !== undefined; child = child.next) if (child.kind === Kind.Element) return test(child);
  return false;
}

// ---- sequences

function nodes(sequence: Sequence): readonly Node[] {
  for (const item of sequence)
    if (!(item instanceof Node)) throw new XPathError('XPTY0019', 'a path goes through something that is not a node');
  return sequence as readonly Node[];
}

/** The value of an attribute, which is untyped: as an argument of type xs:string it is its text. */
function attributeText(element: Node, name: number): string {
  const { attributes } = element;
  for (let i = 0; i < attributes.length; i++) if (attributes[i]!.name === name) return attributes[i]!.value!;
  return '';
}

/** What is kept costs more than a step of a loop. */
const KEPT = 8;

/** `(a, b, c)` */
function join(parts: readonly Sequence[]): Sequence {
  let length = 0;
  for (const part of parts) length += part.length;
  spend(length * KEPT);
  return parts.flat();
}

const LONGEST_TEXT = 16 * 1024 * 1024;

/** A text that an expression made. @throws BudgetExceeded when it is longer than any document is */
function bounded(text: string): string {
  if (text.length > LONGEST_TEXT) over();
  return text;
}

const optional = (node: Node | undefined): readonly Node[] => (node === undefined ? [] : [node]);

function union(left: Sequence, right: Sequence): Node[] {
  return treeOrder([...setOf(left), ...setOf(right)]);
}

function intersect(left: Sequence, right: Sequence): Node[] {
  const other = new Set(setOf(right));
  return treeOrder(setOf(left).filter((node) => other.has(node)));
}

function except(left: Sequence, right: Sequence): Node[] {
  const other = new Set(setOf(right));
  return treeOrder(setOf(left).filter((node) => !other.has(node)));
}

function setOf(sequence: Sequence): Node[] {
  for (const item of sequence) if (!(item instanceof Node)) throw new XPathError('XPTY0004', 'union, intersect and except take nodes only');
  return [...(sequence as readonly Node[])];
}

const at = (sequence: Sequence, position: number): Sequence =>
  position >= 1 && position <= sequence.length ? [sequence[position - 1]!] : [];

type OfItem<T> = (item: Item, position: number, size: number) => T;

const where = (sequence: Sequence, test: OfItem<boolean>): Sequence =>
  sequence.filter((item, index) => test(item, index + 1, sequence.length));

/** A predicate whose value tells what it means: a number is a position, anything else a truth (XPath 2.0, 3.2.2). */
function select(sequence: Sequence, predicate: OfItem<Sequence>): Sequence {
  return sequence.filter((item, index) => {
    const value = predicate(item, index + 1, sequence.length);
    const first = value[0];
    if (value.length === 1 && (typeof first === 'bigint' || typeof first === 'number')) return Number(first) === index + 1;
    if (value.length === 1 && first instanceof Decimal) return Number(stringOf(first)) === index + 1;
    return booleanOf(value);
  });
}

function map(left: Sequence, right: OfItem<Sequence>): Sequence {
  const from = nodes(left);
  const result: Item[] = [];
  let found = 0;
  for (let i = 0; i < from.length; i++)
    for (const item of right(from[i]!, i + 1, from.length)) {
      if (item instanceof Node) found++;
      result.push(item);
    }
  if (found === 0) return result;
  if (found < result.length) throw new XPathError('XPTY0018', 'a path ends in nodes and values mixed');
  return treeOrder(result as Node[]);
}

function range(left: Sequence, right: Sequence, compatible: boolean): Sequence {
  const [a, b] = [integer(left, compatible), integer(right, compatible)];
  if (a === undefined || b === undefined || a > b) return [];
  spend(Number(b - a));
  const result: bigint[] = [];
  for (let i = a; i <= b; i++) result.push(i);
  return result;
}

function integer(sequence: Sequence, compatible: boolean): bigint | undefined {
  return convertArgument(sequence, { type: 'integer', occurrence: '?' }, compatible)[0] as bigint | undefined;
}

// ---- truth and comparison

const numberTruth = (value: number): boolean => value !== 0 && !Number.isNaN(value);

/** By Unicode code point: surrogates sort above the rest of the plane, as they must. */
function compareStrings(op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', a: string, b: string): boolean {
  if (op === 'eq') return a === b;
  if (op === 'ne') return a !== b;
  return compareAtomic(op, a, b);
}

function compareTexts(op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', left: readonly string[], right: readonly string[]): boolean {
  if (op === 'eq' && left.length > 8 && right.length > 8) {
    const known = new Set(right);
    return left.some((text) => known.has(text));
  }
  spend(left.length * right.length);
  for (const a of left) for (const b of right) if (compareStrings(op, a, b)) return true;
  return false;
}

function compare(op: ComparisonOp, left: Sequence, right: Sequence, compatible: boolean): boolean {
  if (left.length > 1 && right.length > 1 && op !== 'eq') spend(left.length * right.length);
  return compatible ? generalComparisonCompatible(op, left, right) : generalComparison(op, left, right);
}

function valueComparison(op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', left: Sequence, right: Sequence): Sequence {
  const [a, b] = [atomizeAll(left), atomizeAll(right)];
  if (a.length === 0 || b.length === 0) return [];
  if (a.length > 1 || b.length > 1)
    throw new XPathError('XPTY0004', `${op} compares one value with one value, not ${a.length} with ${b.length}`);
  return [compareAtomic(op, a[0]!, b[0]!)];
}

function nodeComparison(op: 'is' | '<<' | '>>', left: Sequence, right: Sequence): Sequence {
  if (left.length === 0 || right.length === 0) return [];
  const [a, b] = [left[0], right[0]];
  if (left.length > 1 || right.length > 1 || !(a instanceof Node) || !(b instanceof Node))
    throw new XPathError('XPTY0004', `${op} compares one node with one node`);
  if (op === 'is') return [a === b];
  if (a === b) return [false];
  const [first] = treeOrder([a, b]);
  return [op === '<<' ? first === a : first === b];
}

// ---- single values

/** The text of an untyped value as xs:double. */
function parseDouble(text: string): number {
  return castTo(new Untyped(text), { namespace: XS, local: 'double' }, EMPTY) as number;
}

const EMPTY: ReadonlyMap<string, string> = new Map();

const decimal = (text: string): Atomic => castTo(text, { namespace: XS, local: 'decimal' }, EMPTY);

function plus(sequence: Sequence, compatible: boolean): Sequence {
  return negate(negate(sequence, compatible), compatible);
}

const tooMany = (sequence: Sequence): XPathError => new XPathError('XPTY0004', `one value is taken here, not ${sequence.length}`);

function textArgument(sequence: readonly Node[], compatible: boolean): string {
  if (sequence.length > 1 && !compatible) throw tooMany(sequence);
  return sequence.length === 0 ? '' : sequence[0]!.text;
}

function stringArgument(sequence: Sequence, compatible: boolean): string {
  const first = sequence[0];
  if (sequence.length === 1 && typeof first === 'string') return first;
  return (convertArgument(sequence, { type: 'string', occurrence: '?' }, compatible)[0] as string | undefined) ?? '';
}

function requiredString(sequence: Sequence, compatible: boolean): string {
  const first = sequence[0];
  if (sequence.length === 1 && typeof first === 'string') return first;
  return convertArgument(sequence, { type: 'string', occurrence: '' }, compatible)[0] as string;
}

const stringOfItem = (item: Item): string => (item instanceof Node ? item.text : stringOf(item));

/** fn:concat takes any atomic value; the empty sequence is ''. */
function concatPart(sequence: Sequence, compatible: boolean): string {
  const values = atomizeAll(sequence);
  if (values.length > 1 && !compatible) throw tooMany(values);
  return values.length === 0 ? '' : stringOf(values[0]!);
}

/** xsl:value-of: all values with a space between them; the first alone in XSLT 1.0 (XSLT 2.0, 11.4.2). */
function valueOf(sequence: Sequence, compatible: boolean): string {
  if (sequence.length === 0) return '';
  if (sequence.length === 1 || compatible) return stringOf(atomize(sequence[0]!));
  return sequence.map((item) => stringOf(atomize(item))).join(' ');
}

function nameOfFirst(sequence: Sequence): string {
  if (sequence.length === 0) return '';
  if (sequence.length > 1) throw tooMany(sequence);
  return contextNode(sequence[0]!).writtenName;
}

function treat(sequence: Sequence, type: SequenceType): Sequence {
  if (!matchesType(sequence, type)) throw new XPathError('XPDY0050', 'the value is not of the type that treat as requires');
  return sequence;
}

function castable(sequence: Sequence, type: TypeName, isOptional: boolean, namespaces: ReadonlyMap<string, string>): boolean {
  const values = atomizeAll(sequence);
  if (values.length === 0) return isOptional;
  const [value] = values;
  // by far the most frequent question of published rules, answered without a value or an error being made
  if (values.length === 1 && typeof value === 'string' && value.length < 18 && type.local === 'integer' && type.namespace === XS)
    return /^[ \t\r\n]*[+-]?[0-9]+[ \t\r\n]*$/.test(value);
  return values.length === 1 && castableTo(values[0]!, type, namespaces);
}

function cast(sequence: Sequence, type: TypeName, isOptional: boolean, namespaces: ReadonlyMap<string, string>): Sequence {
  const values = atomizeAll(sequence);
  if (values.length === 0 && isOptional) return [];
  if (values.length !== 1) throw new XPathError('XPTY0004', `cast as takes one value, not ${values.length}`);
  return [castTo(values[0]!, type, namespaces)];
}

// ---- functions

/** Calls a function of the library: its arguments converted by the function conversion rules (XPath 2.0, 3.1.5). */
function call(
  dynamic: Dynamic,
  spec: FunctionSpec,
  current: Node,
  item: Item | undefined,
  position: number,
  size: number,
  compatible: boolean,
  args: Sequence[],
): Sequence {
  for (let i = 0; i < args.length; i++)
    args[i] = convertArgument(args[i]!, spec.parameters[Math.min(i, spec.parameters.length - 1)]!, compatible);
  dynamic.current = current;
  dynamic.item = item;
  dynamic.position = position;
  dynamic.size = size;
  const result = spec.apply(dynamic, args);
  if (result.length > 1) spend(result.length * KEPT);
  else if (typeof result[0] === 'string') bounded(result[0]);
  return result;
}

// ---- constant documents

/** A value that never changes, with what is looked up in it kept by hash. */
class Constant {
  #strings: ReadonlySet<string> | undefined;
  #indexes: Map<string, Map<string, Node[]>> | undefined;

  constructor(readonly items: Sequence) {}

  /** The values as strings; undefined when some are neither strings nor untyped. */
  get #texts(): ReadonlySet<string> | undefined {
    if (this.#strings === undefined) {
      const values = atomizeAll(this.items);
      if (!values.every((v) => typeof v === 'string' || v instanceof Untyped)) return undefined;
      this.#strings = new Set(values.map((v) => (typeof v === 'string' ? v : v.value)));
    }
    return this.#strings;
  }

  has(text: string): boolean {
    const texts = this.#texts;
    return texts === undefined ? generalComparison('eq', [new Untyped(text)], this.items) : texts.has(text);
  }

  /** `sequence = constant` */
  equalsAny(sequence: Sequence): boolean {
    const texts = this.#texts;
    if (texts === undefined) return generalComparison('eq', sequence, this.items);
    for (const item of sequence) {
      const value = atomize(item);
      if (
        typeof value === 'string' ? texts.has(value)
        : value instanceof Untyped ? texts.has(value.value)
        : generalComparison('eq', [value], this.items)
      )
        return true;
    }
    return false;
  }

  /** The nodes for which `key = value` holds, `key` being what `extract` reads. */
  find(key: string, extract: (node: Node) => string[], value: Sequence): readonly Node[] {
    const wanted = atomizeAll(value);
    if (!wanted.every((v) => typeof v === 'string' || v instanceof Untyped))
      return nodes(this.items).filter((node) =>
        generalComparison(
          'eq',
          extract(node).map((text) => new Untyped(text)),
          wanted,
        ),
      );
    this.#indexes ??= new Map();
    let index = this.#indexes.get(key);
    if (index === undefined) {
      index = new Map();
      for (const node of nodes(this.items))
        for (const text of extract(node)) {
          const known = index.get(text);
          if (known === undefined) index.set(text, [node]);
          else if (known[known.length - 1] !== node) known.push(node);
        }
      this.#indexes.set(key, index);
    }
    const found = index;
    const of = (v: Atomic): readonly Node[] => found.get(stringOf(v)) ?? [];
    return wanted.length === 1 ? of(wanted[0]!) : treeOrder(wanted.flatMap(of));
  }
}

const keptPaths = new WeakMap<Node, Map<unknown, Constant>>();

/** The nodes of a path below documents, kept with the document they were read from. */
function kept(documents: Sequence, below: (node: Node) => Node[]): Constant {
  if (documents.length !== 1) return new Constant(treeOrder(nodes(documents).flatMap((d) => below(d))));
  const document = contextNode(documents[0]!);
  let paths = keptPaths.get(document);
  if (paths === undefined) keptPaths.set(document, (paths = new Map<unknown, Constant>()));
  let constant = paths.get(below);
  if (constant === undefined) paths.set(below, (constant = new Constant(treeOrder(below(document)))));
  return constant;
}

const some = (candidates: readonly Node[], test: (node: Node) => boolean): boolean => candidates.some((node) => test(node));
const those = (candidates: readonly Node[], test: (node: Node) => boolean): readonly Node[] => candidates.filter((node) => test(node));

/** What compiled expressions call: everything that is the same for all of them. */
export const runtime = {
  FUNCTIONS,
  localNumber,
  localNumbers,
  nameNumber,
  namespaceNumber,
  namespaceNumbers,
  arithmetic,
  booleanOf,
  budget,
  over,
  compare,
  matches,
  matchesType,
  negate,
  normalizeSpace,
  stringLength,
  substring,
  substringAfter,
  substringBefore,
  translate,
  treeOrder,
  anyAncestor,
  at,
  attribute,
  call,
  cast,
  castable,
  compareStrings,
  compareTexts,
  concatPart,
  contextNode,
  decimal,
  except,
  following,
  hasOnlyElement,
  intersect,
  kept,
  lowerBound,
  map,
  nameOfFirst,
  nextOf,
  noContext,
  nodeComparison,
  nodes,
  nth,
  numberTruth,
  attributeText,
  bounded,
  join,
  optional,
  parseDouble,
  plus,
  preceding,
  previousOf,
  range,
  requiredString,
  rootOf,
  select,
  some,
  stringArgument,
  stringOfItem,
  textArgument,
  those,
  treat,
  union,
  valueComparison,
  valueOf,
  where,
  withCurrent,
  Constant,
};

export type Runtime = typeof runtime;
