import { fits } from '../../model/index.js';
import { FN, XML, XS, type TypeName } from './ast.js';
import { Kind, Node } from './node.js';
import {
  decimalOfDouble,
  decimalOfInteger,
  doubleOf,
  formatDecimal,
  formatDouble,
  formatFloat,
  integerOfDouble,
  isNumeric,
  parseDecimal,
  parseDouble,
  parseInteger,
} from './numbers.js';
import { trimmed } from './strings.js';
import {
  convertDuration,
  convertTemporal,
  formatDuration,
  formatTemporal,
  isTemporalType,
  parseDuration,
  parseTemporal,
} from './temporal.js';
import {
  AnyUri,
  Binary,
  Decimal,
  Duration,
  Float,
  QName,
  Temporal,
  Untyped,
  XPathError,
  type Atomic,
  type Item,
  type Sequence,
} from './values.js';

/** Casts between atomic types (XQuery and XPath Functions, 17). */

// ---- to text

/** An atomic value as xs:string: its canonical form for the types that have one (XQuery and XPath Functions, 17.1). */
export function stringOf(value: Atomic): string {
  if (typeof value === 'string') return value;
  if (value instanceof Untyped || value instanceof AnyUri) return value.value;
  if (typeof value === 'number') return formatDouble(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Decimal) return formatDecimal(value);
  if (value instanceof Float) return formatFloat(value.value);
  if (value instanceof Temporal) return formatTemporal(value);
  if (value instanceof Duration) return formatDuration(value);
  if (value instanceof QName) return value.prefix === '' ? value.local : `${value.prefix}:${value.local}`;
  if (value.type === 'base64Binary') return Buffer.from(value.bytes).toString('base64');
  return Buffer.from(value.bytes).toString('hex').toUpperCase();
}

/** The typed value of a node, the value itself of an atomic one (XPath 2.0, 2.4.2). */
export function atomize(item: Item): Atomic {
  if (!(item instanceof Node)) return item;
  return item.kind === Kind.Comment || item.kind === Kind.Instruction ? item.text : new Untyped(item.text);
}

/** Each item atomized. */
export function atomizeAll(sequence: Sequence): Atomic[] {
  const result: Atomic[] = [];
  for (let i = 0; i < sequence.length; i++) result.push(atomize(sequence[i]!));
  return result;
}

/** The local name of the type of a value, as messages and fn:deep-equal need it. */
export function typeOf(value: Atomic): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return 'double';
  if (value instanceof Untyped) return 'untypedAtomic';
  if (value instanceof Decimal) return 'decimal';
  if (value instanceof Float) return 'float';
  if (value instanceof AnyUri) return 'anyURI';
  return value instanceof QName ? 'QName' : value.type;
}

// ---- names

const NAME_START =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}'
  + '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';

/** Insides of a character class: what a name begins with, and what it goes on with (XML 1.0, 2.3). */
export const NAME_CLASSES = { start: NAME_START, part: `${NAME_START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}` } as const;

const NAME = new RegExp(`^[${NAME_CLASSES.start}][${NAME_CLASSES.part}]*$`, 'u');
const NMTOKEN = new RegExp(`^[${NAME_CLASSES.part}]+$`, 'u');
const LANGUAGE = /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/;

export const isNCName = (text: string): boolean => NAME.test(text) && !text.includes(':');

/** Splits a lexical QName; undefined when it is none. */
export function splitQName(text: string): { prefix: string; local: string } | undefined {
  const colon = text.indexOf(':');
  const [prefix, local] = colon < 0 ? ['', text] : [text.slice(0, colon), text.slice(colon + 1)];
  if (!isNCName(local) || (colon >= 0 && !isNCName(prefix))) return undefined;
  return { prefix, local };
}

const KNOWN_PREFIXES: ReadonlyMap<string, string> = new Map([
  ['xs', XS],
  ['fn', FN],
  ['xml', XML],
]);

// ---- from text

type Cast = (value: Atomic, namespaces: ReadonlyMap<string, string>) => Atomic;

const impossible = (value: Atomic, type: string): XPathError => new XPathError('XPTY0004', `xs:${typeOf(value)} is not cast to xs:${type}`);

const invalid = (value: Atomic, type: string): XPathError => {
  const text = stringOf(value);
  return new XPathError('FORG0001', `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}" is not an xs:${type}`);
};

/** The text of an xs:string or xs:untypedAtomic, which every type can be read from. */
const textOf = (value: Atomic): string | undefined =>
  typeof value === 'string' ? value
  : value instanceof Untyped ? value.value
  : undefined;

function toBoolean(value: Atomic): boolean {
  if (typeof value === 'boolean') return value;
  if (isNumeric(value)) {
    const number = doubleOf(value);
    return number !== 0 && !Number.isNaN(number);
  }
  const text = textOf(value);
  if (text === undefined) throw impossible(value, 'boolean');
  const word = trimmed(text);
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  throw invalid(value, 'boolean');
}

/** @throws XPathError XPTY0004, FORG0001 */
function toDouble(value: Atomic, type = 'double'): number {
  if (typeof value === 'number') return value;
  const text = textOf(value);
  if (text !== undefined) {
    const number = parseDouble(text);
    if (number === undefined) throw invalid(value, type);
    return number;
  }
  if (isNumeric(value)) return doubleOf(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw impossible(value, type);
}

const finite = (value: number, type: string): number => {
  if (!Number.isFinite(value)) throw new XPathError('FOCA0002', `${formatDouble(value)} has no xs:${type}`);
  return value;
};

function toDecimal(value: Atomic): Decimal {
  if (value instanceof Decimal) return value;
  if (typeof value === 'bigint') return decimalOfInteger(value);
  if (typeof value === 'boolean') return decimalOfInteger(value ? 1n : 0n);
  if (isNumeric(value)) return decimalOfDouble(finite(doubleOf(value), 'decimal'));
  const text = textOf(value);
  if (text === undefined) throw impossible(value, 'decimal');
  const number = parseDecimal(text);
  if (number === undefined) throw invalid(value, 'decimal');
  return number;
}

function toInteger(value: Atomic, type = 'integer'): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value instanceof Decimal) return value.unscaled / 10n ** BigInt(value.scale);
  if (isNumeric(value)) return integerOfDouble(finite(doubleOf(value), type));
  const text = textOf(value);
  if (text === undefined) throw impossible(value, type);
  const number = parseInteger(text);
  if (number === undefined) throw invalid(value, type);
  return number;
}

/** The types derived from xs:integer, with their least and greatest value. */
const INTEGER_RANGES: Readonly<Record<string, readonly [bigint | undefined, bigint | undefined]>> = {
  nonPositiveInteger: [undefined, 0n],
  negativeInteger: [undefined, -1n],
  nonNegativeInteger: [0n, undefined],
  positiveInteger: [1n, undefined],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  short: [-32768n, 32767n],
  byte: [-128n, 127n],
  unsignedLong: [0n, 2n ** 64n - 1n],
  unsignedInt: [0n, 2n ** 32n - 1n],
  unsignedShort: [0n, 65535n],
  unsignedByte: [0n, 255n],
};

/** The types derived from xs:token, with what their values look like. */
const TOKENS: Readonly<Record<string, (text: string) => boolean>> = {
  token: () => true,
  language: (text) => fits(LANGUAGE, text),
  NMTOKEN: (text) => NMTOKEN.test(text),
  Name: (text) => NAME.test(text),
  NCName: isNCName,
  ID: isNCName,
  IDREF: isNCName,
  ENTITY: isNCName,
};

function toBinary(value: Atomic, type: Binary['type']): Binary {
  if (value instanceof Binary) return value.type === type ? value : new Binary(type, value.bytes);
  const text = textOf(value);
  if (text === undefined) throw impossible(value, type);
  const digits = type === 'hexBinary' ? trimmed(text) : text.replace(/[ \t\r\n]+/g, '');
  const wellFormed =
    type === 'hexBinary' ?
      digits.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(digits)
    : digits.length % 4 === 0 && /^[A-Za-z0-9+/]*(?:[AQgw]==|[AEIMQUYcgkosw048]=)?$/.test(digits);
  if (!wellFormed) throw invalid(value, type);
  return new Binary(type, Buffer.from(digits, type === 'hexBinary' ? 'hex' : 'base64'));
}

function toQName(value: Atomic, namespaces: ReadonlyMap<string, string>): QName {
  if (value instanceof QName) return value;
  if (typeof value !== 'string') throw impossible(value, 'QName');
  const name = splitQName(trimmed(value));
  if (name === undefined) throw invalid(value, 'QName');
  const { prefix, local } = name;
  const namespace = namespaces.get(prefix) ?? KNOWN_PREFIXES.get(prefix) ?? (prefix === '' ? '' : undefined);
  if (namespace === undefined) throw new XPathError('FONS0004', `the prefix ${prefix} of "${value}" is not bound to a namespace`);
  return new QName(namespace, local, prefix);
}

function toDuration(value: Atomic, type: Duration['type']): Duration {
  if (value instanceof Duration) return value.type === type ? value : convertDuration(value, type);
  const text = textOf(value);
  if (text === undefined) throw impossible(value, type);
  const duration = parseDuration(type, trimmed(text));
  if (duration === undefined) throw invalid(value, type);
  return duration;
}

function toTemporal(value: Atomic, type: Temporal['type']): Temporal {
  if (value instanceof Temporal) {
    const converted = convertTemporal(value, type);
    if (converted === undefined) throw impossible(value, type);
    return converted;
  }
  const text = textOf(value);
  if (text === undefined) throw impossible(value, type);
  const read = parseTemporal(type, trimmed(text));
  if (read === undefined) throw invalid(value, type);
  return read;
}

const collapsed = (text: string): string => trimmed(text.replace(/[ \t\r\n]+/g, ' '));

const CASTS: ReadonlyMap<string, Cast> = new Map<string, Cast>([
  ['string', stringOf],
  ['untypedAtomic', (value) => (value instanceof Untyped ? value : new Untyped(stringOf(value)))],
  ['boolean', toBoolean],
  ['decimal', toDecimal],
  ['integer', (value) => toInteger(value)],
  ['double', (value) => toDouble(value)],
  ['float', (value) => (value instanceof Float ? value : new Float(Math.fround(toDouble(value, 'float'))))],
  ['QName', toQName],
  [
    'anyURI',
    (value) => {
      if (value instanceof AnyUri) return value;
      const text = textOf(value);
      if (text === undefined) throw impossible(value, 'anyURI');
      return new AnyUri(collapsed(text));
    },
  ],
  ['normalizedString', (value) => stringOf(value).replace(/[\t\r\n]/g, ' ')],
  ...(['hexBinary', 'base64Binary'] as const).map((type): [string, Cast] => [type, (value) => toBinary(value, type)]),
  ...(['duration', 'yearMonthDuration', 'dayTimeDuration'] as const).map((type): [string, Cast] => [
    type,
    (value) => toDuration(value, type),
  ]),
  ...['dateTime', 'date', 'time', 'gYear', 'gYearMonth', 'gMonth', 'gMonthDay', 'gDay']
    .filter(isTemporalType)
    .map((type): [string, Cast] => [type, (value) => toTemporal(value, type)]),
  ...Object.entries(INTEGER_RANGES).map(([type, [least, greatest]]): [string, Cast] => [
    type,
    (value) => {
      const number = toInteger(value, type);
      if ((least !== undefined && number < least) || (greatest !== undefined && number > greatest)) throw invalid(value, type);
      return number;
    },
  ]),
  ...Object.entries(TOKENS).map(([type, fits]): [string, Cast] => [
    type,
    (value) => {
      const text = collapsed(stringOf(value));
      if (!fits(text)) throw invalid(value, type);
      return text;
    },
  ]),
]);

/** Local names of the atomic types that a value can be cast to, and that have a constructor function. */
export const CASTABLE_TYPES: readonly string[] = [...CASTS.keys()];

function castOf({ namespace, local }: TypeName): Cast {
  const cast = namespace === XS ? CASTS.get(local) : undefined;
  if (cast !== undefined) return cast;
  if (namespace === XS && (local === 'anyAtomicType' || local === 'NOTATION'))
    throw new XPathError('XPST0080', `xs:${local} is not a type that can be cast to`);
  throw new XPathError('XPST0051', `${namespace === XS ? `xs:${local}` : `{${namespace}}${local}`} is not a known atomic type`);
}

/**
 * `cast as` (XPath 2.0, 3.10.2; XQuery and XPath Functions, 17). Types derived from xs:integer and xs:string are checked and
 * their values are held as xs:integer and xs:string.
 * @param namespaces prefixes in scope, for xs:QName
 * @throws XPathError XPST0051 unknown type, XPST0080, XPTY0004 no such cast, FORG0001 not a value of the type, FOCA0002 …
 */
export function castTo(value: Atomic, type: TypeName, namespaces: ReadonlyMap<string, string>): Atomic {
  return castOf(type)(value, namespaces);
}

/** `castable as` (XPath 2.0, 3.10.3). @throws XPathError XPST0051, XPST0080 as castTo does */
export function castableTo(value: Atomic, type: TypeName, namespaces: ReadonlyMap<string, string>): boolean {
  const cast = castOf(type);
  try {
    cast(value, namespaces);
    return true;
  } catch (error) {
    if (error instanceof XPathError) return false;
    throw error;
  }
}
