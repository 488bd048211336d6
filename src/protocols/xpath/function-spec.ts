import { FN, XS, type Occurrence } from './ast.js';
import { numberOfAtomic } from './atomics.js';
import { atomize, castTo, stringOf, typeOf } from './casts.js';
import type { Dynamic } from './context.js';
import { Kind, Node } from './node.js';
import { doubleOf, isNumeric } from './numbers.js';
import { AnyUri, Untyped, XPathError, type Atomic, type Item, type Sequence } from './values.js';

/** What an argument is converted to: an atomic type, or what is taken as it is. */
export type ArgumentType =
  | 'item'
  | 'node'
  | 'element'
  | 'atomic'
  | 'numeric'
  | 'string'
  | 'boolean'
  | 'integer'
  | 'double'
  | 'QName'
  | 'dateTime'
  | 'date'
  | 'time'
  | 'duration'
  | 'dayTimeDuration';

export interface Parameter {
  type: ArgumentType;
  occurrence: Occurrence;
}

/** 'atomic' is one value of some other type; 'sequence' any number of items */
export type ResultType = 'string' | 'boolean' | 'integer' | 'double' | 'numeric' | 'atomic' | 'node' | 'sequence';

/** A function of the library, to be called with arguments that went through `convertArgument`. */
export interface FunctionSpec {
  min: number;
  max: number;
  /** one for each argument; the last stands for all that follow when `max` is Infinity */
  parameters: readonly Parameter[];
  result: ResultType;
  /** the result may be empty; a 'sequence' always may */
  optional: boolean;
  /** whether a call with so many arguments depends on the context item, position or size */
  usesFocus(count: number): boolean;
  /** @throws XPathError with the code that the specification gives */
  apply(context: Dynamic, args: readonly Sequence[]): Sequence;
}

export type Functions = [string, FunctionSpec][];

/**
 * Describes a function.
 * @param parameters `string? string? / string` : types in order, after the slash those that can be left out, `...` repeats the last
 * @param result a type, `?` when it may be empty
 * @param focusAt number of arguments with which it looks at the focus
 */
export function define(
  name: string,
  parameters: string,
  result: ResultType | `${ResultType}?`,
  apply: FunctionSpec['apply'],
  focusAt?: number,
): [string, FunctionSpec] {
  const words = parameters.split(' ').filter((word) => word !== '');
  const optionalFrom = words.indexOf('/');
  const types = words.filter((word) => word !== '/' && word !== '...');
  const spec: FunctionSpec = {
    min: optionalFrom < 0 ? types.length : optionalFrom,
    max: words.includes('...') ? Infinity : types.length,
    parameters: types.map((word) => {
      const occurrence = /[?*+]$/.exec(word)?.[0] ?? '';
      return { type: word.slice(0, word.length - occurrence.length) as ArgumentType, occurrence: occurrence as Occurrence };
    }),
    result: result.replace('?', '') as ResultType,
    optional: result.endsWith('?'),
    usesFocus: (count) => count === focusAt,
    apply,
  };
  return [`{${FN}}${name}`, spec];
}

const NONE: ReadonlyMap<string, string> = new Map();

const isSingle = (occurrence: Occurrence): boolean => occurrence === '' || occurrence === '?';

/**
 * The function conversion rules (XPath 2.0, 3.1.5): atomizes, casts untyped values, promotes numbers and anyURI.
 * @param compatible with XPath 1.0: of several the first is taken, strings and numbers are made of anything
 * @throws XPathError XPTY0004 for the wrong number or type of values, FORG0001 for an untyped one that is not of the type
 */
export function convertArgument(sequence: Sequence, { type, occurrence }: Parameter, compatible: boolean): Sequence {
  if (compatible && isSingle(occurrence)) {
    if (sequence.length > 1) sequence = [sequence[0]!];
    if (type === 'string') return [sequence.length === 0 ? '' : stringOf(atomize(sequence[0]!))];
    if (type === 'double' || type === 'numeric') return [sequence.length === 0 ? NaN : numberOfAtomic(atomize(sequence[0]!))];
  }
  if (sequence.length === 0) {
    if (occurrence === '' || occurrence === '+') throw new XPathError('XPTY0004', `a value is needed where none is given`);
    return sequence;
  }
  if (sequence.length > 1 && isSingle(occurrence))
    throw new XPathError('XPTY0004', `one value is taken where ${sequence.length} are given`);
  if (type === 'item') return sequence;
  if (sequence.length === 1) {
    const converted = convertItem(sequence[0]!, type);
    return converted === sequence[0] ? sequence : [converted];
  }
  return sequence.map((item) => convertItem(item, type));
}

function convertItem(item: Item, type: Exclude<ArgumentType, 'item'>): Item {
  if (type === 'node' || type === 'element') {
    if (item instanceof Node && (type === 'node' || item.kind === Kind.Element)) return item;
    throw new XPathError('XPTY0004', `${type === 'node' ? 'a node' : 'an element'} is needed here`);
  }
  const value = atomize(item);
  const own = ofType(value, type);
  if (own === undefined) throw new XPathError('XPTY0004', `a value of type xs:${typeOf(value)} is given where xs:${type} is needed`);
  return own;
}

/** A value as a parameter takes it; undefined when it does not. */
function ofType(value: Atomic, type: Exclude<ArgumentType, 'item' | 'node' | 'element'>): Atomic | undefined {
  if (type === 'atomic') return value;
  if (value instanceof Untyped) {
    if (type === 'string') return value.value;
    return castTo(value, { namespace: XS, local: type === 'numeric' ? 'double' : type }, NONE);
  }
  switch (type) {
    case 'string':
      return (
        typeof value === 'string' ? value
        : value instanceof AnyUri ? value.value
        : undefined
      );
    case 'double':
      return isNumeric(value) ? doubleOf(value) : undefined;
    case 'numeric':
      return isNumeric(value) ? value : undefined;
    case 'duration':
      return typeOf(value).toLowerCase().endsWith('duration') ? value : undefined;
    default:
      return typeOf(value) === type ? value : undefined;
  }
}

// ---- what functions read their arguments with

/** A `string?` argument: the empty sequence is the empty string. */
export const text = (args: readonly Sequence[], index: number): string => (args[index]?.[0] as string | undefined) ?? '';

/** The context item. @throws XPathError XPDY0002 when there is none */
export function contextItem(context: Dynamic): Item {
  if (context.item === undefined) throw new XPathError('XPDY0002', 'there is no context item here');
  return context.item;
}

/** The context node. @throws XPathError XPDY0002, XPTY0004 */
export function contextNode(context: Dynamic): Node {
  const item = contextItem(context);
  if (!(item instanceof Node)) throw new XPathError('XPTY0004', 'the context item is not a node');
  return item;
}

/** The context item as a string, as fn:string() gives it. */
export function contextText(context: Dynamic): string {
  const item = contextItem(context);
  return item instanceof Node ? item.text : stringOf(item);
}

export const CODEPOINT_COLLATION = 'http://www.w3.org/2005/xpath-functions/collation/codepoint';

/** @throws XPathError FOCH0002 for any collation but the one by code point */
export function checkCollation(args: readonly Sequence[], index: number): void {
  const collation = args[index]?.[0] as string | undefined;
  if (collation !== undefined && collation !== CODEPOINT_COLLATION)
    throw new XPathError('FOCH0002', `the collation ${collation} is not known: only ${CODEPOINT_COLLATION} is`);
}
