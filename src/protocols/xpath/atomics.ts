import { XS, type ComparisonOp, type NodeTest, type SequenceType, type TypeName } from './ast.js';
import { atomize, atomizeAll, CASTABLE_TYPES, castTo, stringOf, typeOf } from './casts.js';
import { Kind, nameOf, Node, type Tree } from './node.js';
import { calculate, compareNumbers, doubleOf, isNumeric, negated, numberOf, parseDouble, type Numeric, type NumericOp } from './numbers.js';
import { compareCodepoints } from './strings.js';
import {
  addDuration,
  addDurations,
  compareDurations,
  compareTemporals,
  divideDurations,
  sameDuration,
  scaleDuration,
  timeBetween,
} from './temporal.js';
import {
  AnyUri,
  Binary,
  Decimal,
  Duration,
  Float,
  QName,
  Temporal,
  UnsupportedExpression,
  Untyped,
  XPathError,
  type Atomic,
  type Item,
  type Sequence,
} from './values.js';

export { atomize, atomizeAll, castableTo, castTo, stringOf } from './casts.js';

const isNode = (item: Item): item is Node => item instanceof Node;

// ---- truth

/**
 * The effective boolean value (XPath 2.0, 2.4.3).
 * @throws XPathError FORG0006 when the sequence has none
 */
export function booleanOf(sequence: Sequence): boolean {
  if (sequence.length === 0) return false;
  const first = sequence[0]!;
  if (typeof first === 'boolean' && sequence.length === 1) return first;
  if (isNode(first)) return true;
  if (sequence.length > 1)
    throw new XPathError('FORG0006', `${sequence.length} values that do not begin with a node are neither true nor false`);
  if (typeof first === 'string') return first !== '';
  if (first instanceof Untyped || first instanceof AnyUri) return first.value !== '';
  if (isNumeric(first)) {
    const number = doubleOf(first);
    return number !== 0 && !Number.isNaN(number);
  }
  throw new XPathError('FORG0006', `a value of type xs:${typeOf(first)} is neither true nor false`);
}

// ---- comparison

const holds = (op: ComparisonOp, order: number): boolean => {
  switch (op) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
  }
};

/** The text of what is compared as a string: xs:string, xs:anyURI, and xs:untypedAtomic in a value comparison. */
const textOf = (value: Atomic): string | undefined =>
  typeof value === 'string' ? value
  : value instanceof Untyped || value instanceof AnyUri ? value.value
  : undefined;

/**
 * A value comparison (XPath 2.0, 3.5.1, B.2): untyped values are strings, numbers are promoted, strings are ordered by code
 * point, dates without time zone are in UTC.
 * @throws XPathError XPTY0004 when the two cannot be compared so
 */
export function compareAtomic(op: ComparisonOp, a: Atomic, b: Atomic): boolean {
  const text = textOf(a);
  if (text !== undefined) {
    const other = textOf(b);
    if (other !== undefined)
      return (
        op === 'eq' ? text === other
        : op === 'ne' ? text !== other
        : holds(op, compareCodepoints(text, other))
      );
  } else if (isNumeric(a)) {
    if (isNumeric(b)) return holds(op, compareNumbers(a, b));
  } else if (typeof a === 'boolean') {
    if (typeof b === 'boolean') return holds(op, Number(a) - Number(b));
  } else if (a instanceof Temporal) {
    const ordered = a.type === 'dateTime' || a.type === 'date' || a.type === 'time';
    if (b instanceof Temporal && a.type === b.type && (ordered || op === 'eq' || op === 'ne')) return holds(op, compareTemporals(a, b));
  } else if (a instanceof Duration) {
    if (b instanceof Duration) {
      if (op === 'eq' || op === 'ne') return sameDuration(a, b) === (op === 'eq');
      if (a.type === b.type && a.type !== 'duration') return holds(op, compareDurations(a, b));
    }
  } else if (a instanceof QName) {
    if (b instanceof QName && (op === 'eq' || op === 'ne')) return (a.namespace === b.namespace && a.local === b.local) === (op === 'eq');
  } else if (a instanceof Binary) {
    // XPath 2.0 knows eq and ne alone; Saxon orders them in every version
    if (b instanceof Binary && a.type === b.type) return holds(op, Buffer.compare(a.bytes, b.bytes));
  }
  throw new XPathError('XPTY0004', `xs:${typeOf(a)} and xs:${typeOf(b)} are not compared with ${op}`);
}

/** Whether two values of any types are equal; false when they cannot be compared. NaN equals nothing. */
export function equalOrIncomparable(a: Atomic, b: Atomic): boolean {
  try {
    return compareAtomic('eq', a, b);
  } catch (error) {
    if (error instanceof XPathError) return false;
    throw error;
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

/** An untyped value as what it is compared with. */
function likeOther(untyped: Untyped, other: Atomic): Atomic {
  if (isNumeric(other)) {
    const number = parseDouble(untyped.value);
    if (number === undefined) return castTo(untyped, DOUBLE, NONE);
    return number;
  }
  if (typeof other === 'string' || other instanceof Untyped) return untyped.value;
  return castTo(untyped, { namespace: XS, local: typeOf(other) }, NONE);
}

const DOUBLE: TypeName = { namespace: XS, local: 'double' };

/**
 * One pair of a general comparison (XPath 2.0, 3.5.2): an untyped value takes the type of the other one, xs:double for a number.
 * @throws XPathError XPTY0004, and FORG0001 when the untyped value is none of that type
 */
export function comparePair(op: ComparisonOp, a: Atomic, b: Atomic): boolean {
  if (a instanceof Untyped) return compareAtomic(op, likeOther(a, b), b);
  return compareAtomic(op, a, b instanceof Untyped ? likeOther(b, a) : b);
}

/** Texts of a sequence whose items are all compared as strings with such items; undefined when one is not. */
function allTexts(sequence: Sequence): string[] | undefined {
  const texts: string[] = [];
  for (let i = 0; i < sequence.length; i++) {
    const item = sequence[i]!;
    const text =
      typeof item === 'string' ? item
      : isNode(item) ? item.text
      : textOf(item);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts;
}

/** From this many pairs on, hashing one side is cheaper than comparing each with each. */
const WORTH_HASHING = 32;

function someTexts(op: ComparisonOp, left: readonly string[], right: readonly string[]): boolean {
  if (left.length === 0 || right.length === 0) return false;
  if (op === 'ne') {
    // only if all are one and the same is there no pair that differs
    const one = left[0];
    return left.some((text) => text !== one) || right.some((text) => text !== one);
  }
  if (op === 'eq') {
    if (left.length * right.length < WORTH_HASHING) return left.some((text) => right.includes(text));
    const [few, many] = left.length < right.length ? [left, right] : [right, left];
    const known = new Set(few);
    return many.some((text) => known.has(text));
  }
  // the extremes decide
  const extreme = (texts: readonly string[], sign: 1 | -1): string =>
    texts.reduce((found, text) => (compareCodepoints(text, found) * sign > 0 ? text : found));
  return op === 'lt' || op === 'le' ?
      holds(op, compareCodepoints(extreme(left, -1), extreme(right, 1)))
    : holds(op, compareCodepoints(extreme(left, 1), extreme(right, -1)));
}

/**
 * `=`, `!=`, `<` … (XPath 2.0, 3.5.2): whether some pair compares so.
 * @throws XPathError XPTY0004 and FORG0001 when a pair cannot be compared and no earlier one decided
 */
export function generalComparison(op: ComparisonOp, left: Sequence, right: Sequence): boolean {
  if (left.length === 0 || right.length === 0) return false;
  const texts = allTexts(left);
  if (texts !== undefined) {
    const others = allTexts(right);
    if (others !== undefined) return someTexts(op, texts, others);
  }
  return somePair(op, atomizeAll(left), atomizeAll(right));
}

function somePair(op: ComparisonOp, left: readonly Atomic[], right: readonly Atomic[]): boolean {
  for (const a of left) for (const b of right) if (comparePair(op, a, b)) return true;
  return false;
}

/** fn:number: the value as xs:double, NaN when it has none. */
export function numberOfAtomic(value: Atomic): number {
  const text = value instanceof Untyped ? value.value : value;
  if (typeof text === 'string') return numberOf(text);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return isNumeric(value) ? doubleOf(value) : NaN;
}

/** A general comparison with XPath 1.0 compatibility (XPath 2.0, 3.5.2), for expressions of an XSLT 1.0 query binding. */
export function generalComparisonCompatible(op: ComparisonOp, left: Sequence, right: Sequence): boolean {
  if (left.length === 1 && typeof left[0] === 'boolean') return compareCompatible(op, [left[0]], [booleanOf(right)]);
  if (right.length === 1 && typeof right[0] === 'boolean') return compareCompatible(op, [booleanOf(left)], [right[0]]);
  if (left.length === 0 || right.length === 0) return false;
  return compareCompatible(op, atomizeAll(left), atomizeAll(right));
}

function compareCompatible(op: ComparisonOp, left: readonly Atomic[], right: readonly Atomic[]): boolean {
  if (op !== 'eq' && op !== 'ne') {
    // NaN is related to nothing, so that again the extremes decide
    const [a, b] = [left, right].map((values) => values.map(numberOfAtomic).filter((number) => !Number.isNaN(number))) as [
      number[],
      number[],
    ];
    const least = (numbers: number[]): number => numbers.reduce((x, y) => Math.min(x, y), Infinity);
    const greatest = (numbers: number[]): number => numbers.reduce((x, y) => Math.max(x, y), -Infinity);
    if (a.length === 0 || b.length === 0) return false;
    return op === 'lt' || op === 'le' ? holds(op, least(a) - greatest(b) || 0) : holds(op, greatest(a) - least(b) || 0);
  }
  const [texts, others] = [allTexts(left), allTexts(right)];
  if (texts !== undefined && others !== undefined) return someTexts(op, texts, others);
  return left.some((a) =>
    right.some((b) => {
      if (isNumeric(a) || isNumeric(b)) return holds(op, compareNumbers(numberOfAtomic(a), numberOfAtomic(b)));
      if (typeof a === 'string' || typeof b === 'string') return compareAtomic(op, stringOf(a), stringOf(b));
      return comparePair(op, a, b);
    }),
  );
}

// ---- arithmetic

/** The one operand, ready to be calculated with; undefined for none. @throws XPathError XPTY0004, FORG0001 */
function operand(sequence: Sequence, compatible: boolean, op: string): Atomic | undefined {
  if (sequence.length === 0) return compatible ? NaN : undefined;
  if (sequence.length > 1 && !compatible) throw new XPathError('XPTY0004', `${op} takes one value, not ${sequence.length}`);
  const value = atomize(sequence[0]!);
  if (compatible && (isNumeric(value) || typeof value === 'boolean' || typeof value === 'string' || value instanceof Untyped))
    return numberOfAtomic(value);
  return value instanceof Untyped ? castTo(value, DOUBLE, NONE) : value;
}

/**
 * An arithmetic expression (XPath 2.0, 3.4): numbers, dates, times and durations.
 * @param compatible with XPath 1.0: the first of several operands counts, no operand is NaN, everything is a double
 * @throws XPathError XPTY0004, FORG0001, FOAR0001, FOAR0002, FODT0001, FODT0002
 */
export function arithmetic(op: NumericOp, left: Sequence, right: Sequence, compatible: boolean): Sequence {
  const a = operand(left, compatible, op);
  if (a === undefined) return [];
  const b = operand(right, compatible, op);
  if (b === undefined) return [];
  return [calculateAtomic(op, a, b)];
}

/** Arithmetic on two values that are not untyped. @throws XPathError as arithmetic does */
export function calculateAtomic(op: NumericOp, a: Atomic, b: Atomic): Atomic {
  if (isNumeric(a) && isNumeric(b)) return calculate(op, a, b);
  if (op === '+' || op === '-') {
    const sign = op === '+' ? 1 : -1;
    if (a instanceof Temporal && b instanceof Duration && takes(a, b)) return addDuration(a, b, sign);
    if (a instanceof Duration && b instanceof Temporal && op === '+' && takes(b, a)) return addDuration(b, a, 1);
    if (a instanceof Duration && b instanceof Duration && a.type === b.type && a.type !== 'duration') return addDurations(a, b, sign);
    if (a instanceof Temporal && b instanceof Temporal && op === '-' && a.type === b.type && isClock(a)) return timeBetween(b, a);
  } else if (op === '*' || op === 'div') {
    if (a instanceof Duration && a.type !== 'duration') {
      if (isNumeric(b)) return scaleDuration(a, b, op);
      if (op === 'div' && b instanceof Duration && a.type === b.type) return divideDurations(a, b);
    }
    if (op === '*' && isNumeric(a) && b instanceof Duration && b.type !== 'duration') return scaleDuration(b, a, op);
  }
  throw new XPathError('XPTY0004', `xs:${typeOf(a)} ${op} xs:${typeOf(b)} is not defined`);
}

const isClock = (t: Temporal): boolean => t.type === 'dateTime' || t.type === 'date' || t.type === 'time';

const takes = (t: Temporal, d: Duration): boolean =>
  isClock(t) && (d.type === 'dayTimeDuration' || (d.type === 'yearMonthDuration' && t.type !== 'time'));

/** Unary minus (XPath 2.0, 3.4). @throws XPathError XPTY0004, FORG0001 */
export function negate(sequence: Sequence, compatible: boolean): Sequence {
  const value = operand(sequence, compatible, '-');
  if (value === undefined) return [];
  if (isNumeric(value)) return [negated(value)];
  throw new XPathError('XPTY0004', `- xs:${typeOf(value)} is not defined`);
}

// ---- types

/** Types that are told apart by the value alone: the others are held as one of these. */
function isOfType(value: Atomic, { namespace, local }: TypeName): boolean {
  if (namespace === XS) {
    switch (local) {
      case 'anyAtomicType':
        return true;
      case 'decimal':
        return typeof value === 'bigint' || value instanceof Decimal;
      case 'duration':
        return value instanceof Duration;
      case typeOf(value):
        return true;
      case 'NOTATION':
        return false;
    }
    if (PRIMITIVE.has(local)) return false;
    if (CASTABLE_TYPES.includes(local)) throw new UnsupportedExpression(`xs:${local} in a sequence type`);
  }
  throw new XPathError('XPST0051', `${namespace === XS ? `xs:${local}` : `{${namespace}}${local}`} is not a known atomic type`);
}

const PRIMITIVE: ReadonlySet<string> = new Set(
  (
    'string boolean integer float double anyURI untypedAtomic QName hexBinary base64Binary duration yearMonthDuration dayTimeDuration '
    + 'dateTime date time gYear gYearMonth gMonth gMonthDay gDay'
  ).split(' '),
);

/**
 * Whether a sequence type is one that `matchesType` can tell. Values do not remember that they were cast to a type derived
 * from another, such as xs:int: a sequence type that asks for one is left to another engine.
 */
export const canTellType = ({ type }: SequenceType): boolean =>
  type.item !== 'atomic'
  || type.type.namespace !== XS
  || PRIMITIVE.has(type.type.local)
  || !CASTABLE_TYPES.includes(type.type.local)
  || type.type.local === 'decimal';

/** `instance of` and `treat as` (XPath 2.0, 2.5.4). @throws XPathError XPST0051; UnsupportedExpression where canTellType is false */
export function matchesType(sequence: Sequence, { type, occurrence }: SequenceType): boolean {
  if (type.item === 'empty') return sequence.length === 0;
  if (sequence.length === 0 && (occurrence === '' || occurrence === '+')) return false;
  if (sequence.length > 1 && (occurrence === '' || occurrence === '?')) return false;
  switch (type.item) {
    case 'item':
      return true;
    case 'atomic':
      // even of no value it is an error to ask for a type that does not exist
      if (sequence.length === 0) isOfType('', type.type);
      return sequence.every((item) => !isNode(item) && isOfType(item, type.type));
    case 'node':
      return sequence.every((item) => isNode(item) && passes(item, type.test));
  }
}

/** A node test outside a step, where a name test stands for elements (XPath 2.0, 2.5.4.2). */
function passes(node: Node, test: NodeTest): boolean {
  const named = (namespace: string | undefined, local: string | undefined): boolean => {
    const name = nameOf(node.name);
    return (namespace === undefined || name.namespace === namespace) && (local === undefined || name.local === local);
  };
  switch (test.test) {
    case 'node':
      return true;
    case 'text':
      return node.kind === Kind.Text;
    case 'comment':
      return node.kind === Kind.Comment;
    case 'processing-instruction':
      return node.kind === Kind.Instruction && named(undefined, test.local);
    case 'name':
      return node.kind === Kind.Element && named(test.namespace, test.local);
    case 'element':
      return node.kind === Kind.Element && named(test.namespace, test.local) && hasType(test.type, ELEMENT_TYPES);
    case 'attribute':
      return node.kind === Kind.Attribute && named(test.namespace, test.local) && hasType(test.type, ATTRIBUTE_TYPES);
    case 'document-node': {
      if (node.kind !== Kind.Document) return false;
      if (test.inner === undefined) return true;
      for (let child = node.first; child !== undefined; child = child.next)
        if (child.kind === Kind.Element) return passes(child, test.inner);
      return false;
    }
  }
}

/** The types of nodes that no schema has typed, and those that these derive from. */
const ELEMENT_TYPES: readonly string[] = ['untyped', 'anyType'];
const ATTRIBUTE_TYPES: readonly string[] = ['untypedAtomic', 'anyAtomicType', 'anySimpleType', 'anyType'];

function hasType(type: TypeName | undefined, own: readonly string[]): boolean {
  if (type === undefined) return true;
  const { namespace, local } = type;
  if (namespace === XS) {
    if (own.includes(local)) return true;
    if ([...ELEMENT_TYPES, ...ATTRIBUTE_TYPES, ...CASTABLE_TYPES, 'NOTATION', 'NMTOKENS', 'IDREFS', 'ENTITIES'].includes(local))
      return false;
  }
  throw new XPathError('XPST0008', `${namespace === XS ? `xs:${local}` : `{${namespace}}${local}`} is not a known type`);
}

// ---- order

const treeNumbers = new WeakMap<Tree, number>();
let trees = 0;

function treeNumber(tree: Tree): number {
  let number = treeNumbers.get(tree);
  if (number === undefined) treeNumbers.set(tree, (number = trees++));
  return number;
}

/** Document order: below, at or above zero. Documents are ordered by when they were first asked about, once and for all. */
export const compareNodes = (a: Node, b: Node): number => (a.tree === b.tree ? a.order - b.order : treeNumber(a.tree) - treeNumber(b.tree));

/** In document order, each node once. The array given is returned when it already is so, else left as it is. */
export function treeOrder(nodes: Node[]): Node[] {
  let sorted = true;
  for (let i = 1; i < nodes.length && sorted; i++) sorted = compareNodes(nodes[i - 1]!, nodes[i]!) < 0;
  if (sorted) return nodes;
  const result: Node[] = [];
  for (const node of nodes.slice().sort(compareNodes)) if (result[result.length - 1] !== node) result.push(node);
  return result;
}

/** The least common type by promotion of some numbers, and each in it (XQuery and XPath Functions, 6.2). */
export function promoted(values: readonly Numeric[]): Numeric[] {
  if (values.some((value) => typeof value === 'number')) return values.map(doubleOf);
  if (values.some((value) => value instanceof Float)) return values.map((value) => new Float(Math.fround(doubleOf(value))));
  return [...values];
}
