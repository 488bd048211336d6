import { booleanOf, calculateAtomic, compareAtomic, equalOrIncomparable, promoted } from './atomics.js';
import { stringOf, typeOf } from './casts.js';
import { checkCollation, CODEPOINT_COLLATION, contextItem, define, text, type Functions } from './function-spec.js';
import { Kind, Node } from './node.js';
import { doubleOf, isNumeric, parseDouble } from './numbers.js';
import { temporalKey } from './temporal.js';
import { AnyUri, Decimal, Duration, Float, QName, Temporal, Untyped, XPathError, type Atomic, type Item, type Sequence } from './values.js';

/** Functions on sequences, and on the context (XQuery and XPath Functions, 3, 4, 9, 15 and 16). */

const ERRORS = 'http://www.w3.org/2005/xqt-errors';

const isNaNValue = (value: Atomic): boolean => (typeof value === 'number' || value instanceof Float) && Number.isNaN(doubleOf(value));

/** A key that values share when they are equal to each other, whatever their types. */
function valueKey(value: Atomic): string {
  if (typeof value === 'string') return `s${value}`;
  if (value instanceof Untyped || value instanceof AnyUri) return `s${value.value}`;
  if (isNumeric(value)) {
    const double = doubleOf(value);
    // what a double tells apart from its neighbours is known by it; longer numbers by all their digits
    const exact =
      typeof value === 'bigint' ? Number.isFinite(double) && BigInt(double) === value
      : value instanceof Decimal ? String(value.unscaled).length <= 15
      : true;
    return exact ? `n${double}` : `d${stringOf(value)}`;
  }
  if (typeof value === 'boolean') return `b${value}`;
  if (value instanceof Temporal) return `t${temporalKey(value)}`;
  if (value instanceof Duration) return `p${value.months} ${value.nanos}`;
  if (value instanceof QName) return `q{${value.namespace}}${value.local}`;
  return `${value.type} ${stringOf(value)}`;
}

/** Values for min, max, sum and avg: untyped ones are doubles. @throws XPathError FORG0001 */
function numbersOfUntyped(sequence: Sequence): Atomic[] {
  return (sequence as readonly Atomic[]).map((value) => {
    if (!(value instanceof Untyped)) return value;
    const number = parseDouble(value.value);
    if (number === undefined) throw new XPathError('FORG0001', `"${value.value.slice(0, 80)}" is not an xs:double`);
    return number;
  });
}

function extreme(name: 'max' | 'min', sequence: Sequence): Sequence {
  const values = numbersOfUntyped(sequence);
  if (values.length === 0) return [];
  const comparable = likeEachOther(name, values);
  const op = name === 'max' ? 'gt' : 'lt';
  let found = comparable[0]!;
  for (const value of comparable) {
    if (isNaNValue(value)) return [value];
    if (compareAtomic(op, value, found)) found = value;
  }
  return [found];
}

/** All of one type that has an order. @throws XPathError FORG0006 when they are not */
function likeEachOther(name: string, values: readonly Atomic[]): readonly Atomic[] {
  if (values.every(isNumeric)) return promoted(values);
  if (values.every((value) => typeof value === 'string' || value instanceof AnyUri))
    return values.some((value) => typeof value === 'string') ? values.map(stringOf) : values;
  const type = typeOf(values[0]!);
  if (ORDERED.has(type) && values.every((value) => typeOf(value) === type)) return values;
  throw new XPathError('FORG0006', `${name}() takes values that can be compared with each other`);
}

const ORDERED: ReadonlySet<string> = new Set([
  ...['boolean', 'dateTime', 'date', 'time', 'yearMonthDuration', 'dayTimeDuration'],
  // as Saxon orders them
  ...['hexBinary', 'base64Binary'],
]);

function total(name: string, values: readonly Atomic[]): Atomic {
  const type = typeOf(values[0]!);
  const durations = type === 'yearMonthDuration' || type === 'dayTimeDuration';
  if (!values.every((value) => (durations ? typeOf(value) === type : isNumeric(value))))
    throw new XPathError('FORG0006', `${name}() takes numbers, or durations of one type`);
  return values.reduce((sum, value) => calculateAtomic('+', sum, value));
}

function distinct(values: Sequence): Atomic[] {
  const known = new Map<string, Atomic>();
  for (const value of values as readonly Atomic[]) {
    const key = valueKey(value);
    if (!known.has(key)) known.set(key, value);
  }
  return [...known.values()];
}

// ---- fn:deep-equal

function deepEqual(left: Sequence, right: Sequence): boolean {
  return left.length === right.length && left.every((item, i) => deepEqualItems(item, right[i]!));
}

function deepEqualItems(a: Item, b: Item): boolean {
  if (a instanceof Node) return b instanceof Node && deepEqualNodes(a, b);
  if (b instanceof Node) return false;
  return (isNaNValue(a) && isNaNValue(b)) || equalOrIncomparable(a, b);
}

/** Depth is bounded by the reader, so recursion is safe. */
function deepEqualNodes(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.name !== b.name) return false;
  if (a.kind !== Kind.Element && a.kind !== Kind.Document) return a.text === b.text;
  if (a.attributes.length !== b.attributes.length) return false;
  if (!a.attributes.every((x) => b.attributes.some((y) => x.name === y.name && x.value === y.value))) return false;
  const [left, right] = [content(a), content(b)];
  return left.length === right.length && left.every((child, i) => deepEqualNodes(child, right[i]!));
}

/** What counts of the children: elements and text. */
function content(node: Node): Node[] {
  const result: Node[] = [];
  for (let child = node.first; child !== undefined; child = child.next)
    if (child.kind === Kind.Element || child.kind === Kind.Text) result.push(child);
  return result;
}

// ---- cardinality

function withSize(code: string, fits: (size: number) => boolean, expected: string): (_: unknown, args: readonly Sequence[]) => Sequence {
  return (_, [sequence]) => {
    if (fits(sequence!.length)) return sequence!;
    throw new XPathError(code, `${expected}, not ${sequence!.length}`);
  };
}

/** A position, bounded so that it can be calculated with. */
const position = (sequence: Sequence): number => Math.max(0, Math.min(Number(sequence[0]), Number.MAX_SAFE_INTEGER));

function raise(args: readonly Sequence[]): never {
  const code = args[0]?.[0] as QName | undefined;
  const name =
    code === undefined ? 'FOER0000'
    : code.namespace === ERRORS ? code.local
    : `{${code.namespace}}${code.local}`;
  throw new XPathError(name, text(args, 1) || 'fn:error was called');
}

export const SEQUENCE_FUNCTIONS: Functions = [
  // with one argument the code is required, with more it may be empty: an empty one gives FOER0000 in any case, as in Saxon
  define('error', '/ QName? string item*', 'sequence', (_, args) => raise(args)),
  define('trace', 'item* string', 'sequence', (_, [value]) => value!),

  define('boolean', 'item*', 'boolean', (_, [sequence]) => [booleanOf(sequence!)]),
  define('not', 'item*', 'boolean', (_, [sequence]) => [!booleanOf(sequence!)]),
  define('true', '', 'boolean', () => [true]),
  define('false', '', 'boolean', () => [false]),

  define('index-of', 'atomic* atomic / string', 'sequence', (_, args) => {
    checkCollation(args, 2);
    const wanted = args[1]![0] as Atomic;
    const found: bigint[] = [];
    (args[0] as readonly Atomic[]).forEach((value, i) => {
      if (equalOrIncomparable(value, wanted)) found.push(BigInt(i + 1));
    });
    return found;
  }),
  define('empty', 'item*', 'boolean', (_, [sequence]) => [sequence!.length === 0]),
  define('exists', 'item*', 'boolean', (_, [sequence]) => [sequence!.length > 0]),
  define('distinct-values', 'atomic* / string', 'sequence', (_, args) => {
    checkCollation(args, 1);
    return distinct(args[0]!);
  }),
  define('insert-before', 'item* integer item*', 'sequence', (_, [sequence, at, inserts]) => {
    const before = Math.max(1, position(at!)) - 1;
    return [...sequence!.slice(0, before), ...inserts!, ...sequence!.slice(before)];
  }),
  define('remove', 'item* integer', 'sequence', (_, [sequence, at]) => {
    const gone = position(at!) - 1;
    return sequence!.filter((_item, i) => i !== gone);
  }),
  define('reverse', 'item*', 'sequence', (_, [sequence]) => sequence!.toReversed()),
  define('subsequence', 'item* double / double', 'sequence', (_, args) => {
    const from = Math.round(args[1]![0] as number);
    const to = args.length > 2 ? from + Math.round(args[2]![0] as number) : Infinity;
    return args[0]!.filter((_item, i) => i + 1 >= from && i + 1 < to);
  }),
  define('unordered', 'item*', 'sequence', (_, [sequence]) => sequence!),
  define(
    'zero-or-one',
    'item*',
    'sequence',
    withSize('FORG0003', (size) => size <= 1, 'zero-or-one() takes at most one item'),
  ),
  define(
    'one-or-more',
    'item*',
    'sequence',
    withSize('FORG0004', (size) => size >= 1, 'one-or-more() takes an item at least'),
  ),
  define(
    'exactly-one',
    'item*',
    'sequence',
    withSize('FORG0005', (size) => size === 1, 'exactly-one() takes one item'),
  ),
  define('deep-equal', 'item* item* / string', 'boolean', (_, args) => {
    checkCollation(args, 2);
    return [deepEqual(args[0]!, args[1]!)];
  }),

  define('count', 'item*', 'integer', (_, [sequence]) => [BigInt(sequence!.length)]),
  define('avg', 'atomic*', 'atomic?', (_, [sequence]) => {
    const values = numbersOfUntyped(sequence!);
    return values.length === 0 ? [] : [calculateAtomic('div', total('avg', values), BigInt(values.length))];
  }),
  define('max', 'atomic* / string', 'atomic?', (_, args) => {
    checkCollation(args, 1);
    return extreme('max', args[0]!);
  }),
  define('min', 'atomic* / string', 'atomic?', (_, args) => {
    checkCollation(args, 1);
    return extreme('min', args[0]!);
  }),
  define('sum', 'atomic* / atomic?', 'atomic?', (_, args) => {
    const values = numbersOfUntyped(args[0]!);
    if (values.length > 0) return [total('sum', values)];
    return args.length > 1 ? args[1]! : [0n];
  }),

  define(
    'position',
    '',
    'integer',
    (context) => {
      contextItem(context);
      return [BigInt(context.position)];
    },
    0,
  ),
  define(
    'last',
    '',
    'integer',
    (context) => {
      contextItem(context);
      return [BigInt(context.size)];
    },
    0,
  ),
  define('default-collation', '', 'string', () => [CODEPOINT_COLLATION]),
  define('static-base-uri', '', 'atomic?', (context) => (context.base === '' ? [] : [new AnyUri(context.base)])),
];
