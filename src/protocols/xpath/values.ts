import type { Node } from './node.js';

/**
 * How the XPath data model is held in JavaScript: what is common is a bare JavaScript value, what is rare an object.
 *   xs:string a string, xs:boolean a boolean, xs:integer a bigint, xs:double a number; the others are the classes below.
 * A sequence is an array. The code of the compiler keeps integers that it knows to be small (count, position) as numbers
 * and turns them into bigint only when they become items.
 */
export type Atomic = string | boolean | bigint | number | Untyped | Decimal | Float | AnyUri | QName | Temporal | Duration | Binary;
export type Item = Node | Atomic;
export type Sequence = readonly Item[];

export class Untyped {
  constructor(readonly value: string) {}
}

/** `unscaled` / 10^`scale`, without trailing zeros after the point; `scale` is never negative */
export class Decimal {
  constructor(
    readonly unscaled: bigint,
    readonly scale: number,
  ) {}
}

export class Float {
  constructor(readonly value: number) {}
}

export class AnyUri {
  constructor(readonly value: string) {}
}

export class QName {
  constructor(
    readonly namespace: string,
    readonly local: string,
    readonly prefix = '',
  ) {}
}

export type TemporalType = 'dateTime' | 'date' | 'time' | 'gYear' | 'gYearMonth' | 'gMonth' | 'gMonthDay' | 'gDay';

/** Absent parts hold what the comparison of that type takes for them (XML Schema part 2, 3.2.7). */
export class Temporal {
  constructor(
    readonly type: TemporalType,
    /** proleptic Gregorian; may be negative */
    readonly year: number,
    readonly month: number,
    readonly day: number,
    readonly hour: number,
    readonly minute: number,
    /** seconds and their fraction, in nanoseconds */
    readonly nanos: number,
    /** minutes east of UTC; undefined without a time zone */
    readonly zone: number | undefined,
  ) {}
}

export class Duration {
  constructor(
    readonly type: 'duration' | 'yearMonthDuration' | 'dayTimeDuration',
    /** both carry the sign */
    readonly months: number,
    readonly nanos: bigint,
  ) {}
}

export class Binary {
  constructor(
    readonly type: 'hexBinary' | 'base64Binary',
    readonly bytes: Uint8Array,
  ) {}
}

/** An error of XPath, with its code (`FORG0001`): XPath 2.0 annex F, XQuery and XPath Functions annex C. */
export class XPathError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** offset in the expression, for an error of its text */
    readonly at?: number,
  ) {
    // `castable` and match patterns make them by the thousand, and a stack would only lead into generated code
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${code}: ${message}`);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** An expression that is XPath, or XSLT, but that this compiler does not take: it is left to another engine. */
export class UnsupportedExpression extends Error {}
