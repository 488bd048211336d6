import { Decimal, Float, XPathError } from './values.js';

/** The four numeric types, from the narrowest to the widest (XPath 2.0, B.1): integer, decimal, float, double. */
export type Numeric = bigint | Decimal | Float | number;

export type NumericOp = '+' | '-' | '*' | 'div' | 'idiv' | 'mod';

export type RoundingMode = 'floor' | 'ceiling' | 'half-up' | 'half-even';

/** Beyond, a number is an attack on time and memory rather than a quantity. */
const MOST_DIGITS = 4096;

/** Digits after the point that a division of decimals gives at least. */
const DIVISION_SCALE = 18;

const DOUBLE = /^[ \t\r\n]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\r\n]*$/;
const SPECIAL = /^[ \t\r\n]*(?:NaN|[+-]?INF)[ \t\r\n]*$/;
const DECIMAL = /^[ \t\r\n]*([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))[ \t\r\n]*$/;
const INTEGER = /^[ \t\r\n]*([+-]?\d+)[ \t\r\n]*$/;

export const isNumeric = (value: unknown): value is Numeric =>
  typeof value === 'bigint' || typeof value === 'number' || value instanceof Decimal || value instanceof Float;

// ---- from text

/** The xs:double that a text stands for; undefined when it stands for none. */
export function parseDouble(text: string): number | undefined {
  // nearly all numbers are a few plain digits
  const { length } = text;
  if (length > 0 && length < 16) {
    let value = 0;
    let i = 0;
    for (; i < length; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (i === length) return value;
  }
  if (DOUBLE.test(text)) return Number(text);
  if (!SPECIAL.test(text)) return undefined;
  const word = text.trim();
  return (
    word === 'NaN' ? NaN
    : word.startsWith('-') ? -Infinity
    : Infinity
  );
}

/** fn:number of a text: its xs:double, or NaN. */
export const numberOf = (text: string): number => parseDouble(text) ?? NaN;

/**
 * The xs:integer that a text stands for; undefined when it stands for none.
 * @throws XPathError FOCA0003 for more digits than anything needs
 */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  if (match[1]!.length > MOST_DIGITS) throw new XPathError('FOCA0003', `an integer of ${match[1]!.length} digits is too large`);
  return BigInt(match[1]!);
}

/**
 * The xs:decimal that a text stands for; undefined when it stands for none.
 * @throws XPathError FOCA0001 for more digits than anything needs
 */
export function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const fraction = match[3] ?? match[4] ?? '';
  const digits = (match[2] ?? '') + fraction;
  if (digits.length > MOST_DIGITS) throw new XPathError('FOCA0001', `a decimal of ${digits.length} digits is too large`);
  const unscaled = BigInt(digits);
  return decimal(match[1] === '-' ? -unscaled : unscaled, fraction.length);
}

// ---- to text

/** xs:double as xs:string (XQuery and XPath Functions, 17.1.2): plain between 1e-6 and 1e6, else scientific. */
export function formatDouble(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-6 && size < 1e6) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (Number.isNaN(value)) return 'NaN';
  if (size === Infinity) return value > 0 ? 'INF' : '-INF';
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.startsWith('+') ? exponent.slice(1) : exponent}`;
}

/** xs:float as xs:string, with the fewest digits that give the same float back. */
export const formatFloat = (value: number): string => formatDouble(shortest(value));

/** The double with the fewest digits that rounds to this float. */
function shortest(float: number): number {
  if (!Number.isFinite(float)) return float;
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(float.toPrecision(digits));
    if (Math.fround(candidate) === float) return candidate;
  }
  return Number(float.toPrecision(9));
}

/** xs:decimal as xs:string: no exponent, no zero that could go. */
export function formatDecimal({ unscaled, scale }: Decimal): string {
  if (scale === 0) return unscaled.toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

// ---- decimals

/** A decimal in the one form it has: no trailing zeros after the point. */
export function decimal(unscaled: bigint, scale: number): Decimal {
  while (scale > 0 && unscaled % 10n === 0n) {
    unscaled /= 10n;
    scale--;
  }
  return new Decimal(unscaled, scale);
}

export const decimalOfInteger = (value: bigint): Decimal => new Decimal(value, 0);

/** The exact value of a finite double as a decimal. */
export function decimalOfDouble(value: number): Decimal {
  if (Number.isInteger(value)) return new Decimal(BigInt(value), 0);
  // a double is an integer divided by a power of two, which is an integer divided by the same power of ten
  let halvings = 0;
  while (!Number.isInteger(value) && halvings < 1100) {
    value *= 2;
    halvings++;
  }
  return decimal(BigInt(value) * 5n ** BigInt(halvings), halvings);
}

/** A finite double without its fraction; beyond 64 bits the integer that is written like it, as Saxon has it. */
export const integerOfDouble = (value: number): bigint =>
  Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : plainDecimal(value).unscaled;

/** Both as integers over the same power of ten. */
function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.unscaled * 10n ** BigInt(scale - a.scale), b.unscaled * 10n ** BigInt(scale - b.scale), scale];
}

/** Rounds to `precision` digits after the point; before it when negative. */
export function roundDecimal(value: Decimal, precision: number, mode: RoundingMode): Decimal {
  if (precision >= value.scale) return value;
  const dropped = value.scale - precision;
  // all digits fall away, and with more to spare than rounding could bring back
  if (dropped > MOST_DIGITS * 2 && precision < 0) return new Decimal(mode === 'floor' && value.unscaled < 0n ? -1n : 0n, 0);
  const unit = 10n ** BigInt(dropped);
  const rounded = roundedQuotient(value.unscaled, unit, mode);
  return precision >= 0 ? decimal(rounded, precision) : new Decimal(rounded * 10n ** BigInt(-precision), 0);
}

/** `of` / `by` as an integer; `by` is positive. */
function roundedQuotient(of: bigint, by: bigint, mode: RoundingMode): bigint {
  let floor = of / by;
  let rest = of % by;
  if (rest < 0n) {
    floor--;
    rest += by;
  }
  if (rest === 0n || mode === 'floor') return floor;
  const up = mode === 'ceiling' || rest * 2n > by || (rest * 2n === by && (mode === 'half-up' || floor % 2n !== 0n));
  return up ? floor + 1n : floor;
}

/** As Saxon divides: 18 digits after the point, more by as many as `a` has more than `b`; a half is rounded towards zero. */
export function divideDecimals(a: Decimal, b: Decimal, scale = DIVISION_SCALE + Math.max(0, a.scale - b.scale)): Decimal {
  const over = a.unscaled * 10n ** BigInt(Math.max(0, scale + b.scale - a.scale));
  const [size, under] = [over < 0n ? -over : over, b.unscaled < 0n ? -b.unscaled : b.unscaled];
  const quotient = size / under + ((size % under) * 2n > under ? 1n : 0n);
  return decimal(over < 0n === b.unscaled < 0n ? quotient : -quotient, scale);
}

// ---- promotion

const rank = (value: Numeric): number =>
  typeof value === 'bigint' ? 0
  : value instanceof Decimal ? 1
  : value instanceof Float ? 2
  : 3;

/** Any number as the nearest double. */
export function doubleOf(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value instanceof Float) return value.value;
  return typeof value === 'bigint' ? Number(value) : Number(formatDecimal(value));
}

const floatOf = (value: Numeric): number => Math.fround(doubleOf(value));

const decimalOf = (value: bigint | Decimal): Decimal => (typeof value === 'bigint' ? new Decimal(value, 0) : value);

/** Below, at or above zero as `a` is less than, equal to or greater than `b`; NaN when one of them is. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (typeof a === 'number' && typeof b === 'number') return order(a, b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return order(a, b);
  const widest = Math.max(rank(a), rank(b));
  if (widest === 3) return order(doubleOf(a), doubleOf(b));
  if (widest === 2) return order(floatOf(a), floatOf(b));
  const [x, y] = aligned(decimalOf(a as bigint | Decimal), decimalOf(b as bigint | Decimal));
  return order(x, y);
}

const order = <T extends bigint | number>(a: T, b: T): number =>
  a < b ? -1
  : a > b ? 1
  : a === b ? 0
  : NaN;

/**
 * Arithmetic on two numbers (XQuery and XPath Functions, 6.2), in the wider of their types.
 * @throws XPathError FOAR0001 on a division by zero, FOAR0002 on a result that is no number of its type
 */
export function calculate(op: NumericOp, a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') return onDoubles(op, a, b);
  const widest = Math.max(rank(a), rank(b));
  if (widest === 3) return onDoubles(op, doubleOf(a), doubleOf(b));
  if (widest === 2) {
    const result = onDoubles(op, floatOf(a), floatOf(b));
    return typeof result === 'bigint' ? result : new Float(Math.fround(result));
  }
  if (typeof a === 'bigint' && typeof b === 'bigint' && op !== 'div') return onIntegers(op, a, b);
  return onDecimals(op, decimalOf(a as bigint | Decimal), decimalOf(b as bigint | Decimal));
}

function onDoubles(op: NumericOp, a: number, b: number): number | bigint {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case 'div':
      return a / b;
    case 'mod':
      return a % b;
    case 'idiv': {
      if (b === 0) throw divisionByZero();
      const quotient = Math.trunc(a / b);
      if (!Number.isFinite(a) || !Number.isFinite(quotient))
        throw new XPathError('FOAR0002', `${formatDouble(a)} idiv ${formatDouble(b)} is no integer`);
      return integerOfDouble(quotient);
    }
  }
}

function onIntegers(op: Exclude<NumericOp, 'div'>, a: bigint, b: bigint): bigint {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return bounded(a * b);
    case 'idiv':
      if (b === 0n) throw divisionByZero();
      return a / b;
    case 'mod':
      if (b === 0n) throw divisionByZero();
      return a % b;
  }
}

function onDecimals(op: NumericOp, a: Decimal, b: Decimal): Decimal | bigint {
  if (op === '*') return decimal(bounded(a.unscaled * b.unscaled), a.scale + b.scale);
  if (op === '+' || op === '-') {
    const [x, y, scale] = aligned(a, b);
    return decimal(op === '+' ? x + y : x - y, scale);
  }
  if (b.unscaled === 0n) throw divisionByZero();
  if (op === 'div') return divideDecimals(a, b);
  const [x, y, scale] = aligned(a, b);
  return op === 'idiv' ? x / y : decimal(x % y, scale);
}

const LARGEST = 10n ** BigInt(2 * MOST_DIGITS);

function bounded(value: bigint): bigint {
  if (value > LARGEST || value < -LARGEST) throw new XPathError('FOAR0002', 'a product is too large');
  return value;
}

const divisionByZero = (): XPathError => new XPathError('FOAR0001', 'division by zero');

/** `-value`; of an integer zero and a decimal zero there is one only. */
export function negated(value: Numeric): Numeric {
  if (typeof value === 'number') return -value;
  if (typeof value === 'bigint') return -value;
  return value instanceof Float ? new Float(-value.value) : new Decimal(-value.unscaled, value.scale);
}

/**
 * A number without its fraction, of the same type: fn:floor, fn:ceiling, fn:round (a half goes up) and, at any precision,
 * fn:round-half-to-even.
 */
export function rounded(value: Numeric, mode: RoundingMode, precision = 0): Numeric {
  if (typeof value === 'bigint') {
    if (precision >= 0) return value;
    return roundDecimal(new Decimal(value, 0), precision, mode).unscaled;
  }
  if (value instanceof Decimal) return roundDecimal(value, precision, mode);
  const double = doubleOf(value);
  const result = roundedDouble(double, mode, precision, value instanceof Float);
  return value instanceof Float ? new Float(Math.fround(result)) : result;
}

const WHOLE = { floor: Math.floor, ceiling: Math.ceil, 'half-up': Math.round };

function roundedDouble(value: number, mode: RoundingMode, precision: number, float: boolean): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  if (precision === 0 && mode !== 'half-even') return WHOLE[mode](value);
  if (precision > 340) return value;
  // the digits a person sees are rounded, not those that binary adds behind them
  const result = doubleOf(roundDecimal(plainDecimal(float ? shortest(value) : value), Math.max(precision, -340), mode));
  return result === 0 && value < 0 ? -0 : result;
}

/** The decimal that is written like this double. */
function plainDecimal(value: number): Decimal {
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const scale = fraction.length - Number(exponent);
  const unscaled = BigInt(whole + fraction);
  return scale >= 0 ? decimal(unscaled, scale) : new Decimal(unscaled * 10n ** BigInt(-scale), 0);
}

/** Without its sign. */
export function absolute(value: Numeric): Numeric {
  if (typeof value === 'number') return Math.abs(value);
  if (value instanceof Float) return new Float(Math.abs(value.value));
  return (typeof value === 'bigint' ? value : value.unscaled) < 0n ? negated(value) : value;
}
