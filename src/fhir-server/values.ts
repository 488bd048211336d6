import { ExactNumber, isObject, literalReference, textOf, type Exact } from '../protocols/fhir/index.js';

/** Instants between which something lies, in milliseconds since 1970; open ends are the ends of time. */
export interface Range {
  low: number;
  high: number;
}

export interface Token {
  /** absent: none is given */
  system?: string;
  code: string;
}

const BEGINNING = -8.64e15;
const END = 8.64e15;

/** After so many years dates fall on the same days again. Date.UTC takes the years below 100 for those of the last century. */
const CYCLE_YEARS = 400;
const CYCLE = 146_097 * 86_400_000;

const DATE_TIME = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/**
 * The instants that a date of any precision stands for (FHIR R4, 3.1.1.4.7): a day is all of it. Without an offset it is
 * a date in France, where the day of an appointment is the local one.
 * @returns undefined for what is no date
 */
export function dateRange(text: string): Range | undefined {
  const parts = DATE_TIME.exec(text);
  if (!parts) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction, zone] = parts;
  const at = (y: number, mo: number, d: number, h = 0, mi = 0, s = 0, ms = 0): number => {
    const utc = Date.UTC(y + CYCLE_YEARS, mo - 1, d, h, mi, s, ms) - CYCLE;
    return zone === undefined ? utc - offsetInFrance(utc) : utc - offsetOf(zone);
  };
  const [y, mo, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  if (y < 1 || mo < 1 || mo > 12 || d < 1 || d > new Date(Date.UTC(y + CYCLE_YEARS, mo, 0)).getUTCDate()) return undefined;
  if (month === undefined) return { low: at(y, 1, 1), high: at(y + 1, 1, 1) - 1 };
  if (day === undefined) return { low: at(y, mo, 1), high: at(y, mo + 1, 1) - 1 };
  if (hour === undefined) return { low: at(y, mo, d), high: at(y, mo, d + 1) - 1 };
  const [h, mi, s] = [Number(hour), Number(minute), Number(second ?? 0)];
  if (h > 23 || mi > 59 || s > 60) return undefined;
  const milliseconds = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  const low = at(y, mo, d, h, mi, s, milliseconds);
  const length =
    second === undefined ? 60_000
    : fraction === undefined ? 1000
    : 1;
  return { low, high: low + length - 1 };
}

const offsetOf = (zone: string): number => {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
};

const HOUR = 3_600_000;
/** Last Sunday of a month, at one o'clock UTC, when clocks in Europe change (directive 2000/84/EC). */
const lastSunday = (year: number, month: number): number => {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * 24 * HOUR;
};

const isSummer = (utc: number): boolean => {
  const year = new Date(utc).getUTCFullYear();
  return utc >= lastSunday(year, 2) && utc < lastSunday(year, 9);
};

/**
 * How far the clocks of France are ahead of UTC. Of an hour that is there twice the first is meant; one that is left out is
 * counted on by the clock before it.
 * @param local what they show, as if it were UTC
 */
export const offsetInFrance = (local: number): number => (isSummer(local - 2 * HOUR) ? 2 * HOUR : HOUR);

/** What the clocks of France show at an instant, as if it were UTC. */
export const localInFrance = (utc: number): number => utc + (isSummer(utc) ? 2 * HOUR : HOUR);

/** The instants of a value that a date parameter is about: date, dateTime, instant, Period, Timing. */
export function rangesOf(value: Exact): Range[] {
  if (typeof value === 'string') return some(dateRange(value));
  if (!isObject(value)) return [];
  const { start, end, event } = value;
  if (Array.isArray(event)) {
    const all = event.flatMap(rangesOf);
    return all.length === 0 ? [] : [{ low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) }];
  }
  if (start === undefined && end === undefined) return isObject(value['repeat']) ? rangesOf(value['repeat']['boundsPeriod'] ?? null) : [];
  const from = typeof start === 'string' ? dateRange(start) : undefined;
  const to = typeof end === 'string' ? dateRange(end) : undefined;
  return [{ low: from?.low ?? BEGINNING, high: to?.high ?? END }];
}

const some = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

/** Systems of a ContactPoint, which a token has no system for. */
const CONTACTS: ReadonlySet<string> = new Set(['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other']);

/** The tokens of a value: code, boolean, string, whole number (the priority of an Appointment), Coding, CodeableConcept, Identifier, ContactPoint. */
export function tokensOf(value: Exact): Token[] {
  if (typeof value === 'string' || typeof value === 'boolean') return [{ code: String(value) }];
  if (typeof value === 'number' || value instanceof ExactNumber) return [{ code: textOf(value) }];
  if (!isObject(value)) return [];
  const { coding, code, value: inner, system } = value;
  if (Array.isArray(coding)) return coding.flatMap(tokensOf);
  const named = typeof system === 'string' && !(typeof inner === 'string' && CONTACTS.has(system)) ? { system } : {};
  if (typeof code === 'string') return [{ ...named, code }];
  if (typeof inner === 'string') return [{ ...named, code: inner }];
  return [];
}

/** What is said in words of the codes of a value: the text of a CodeableConcept, displays, the type of an Identifier. */
export function codeTextsOf(value: Exact): string[] {
  if (!isObject(value)) return [];
  const { text, display, coding, type } = value;
  const own = [text, display].filter((one) => typeof one === 'string');
  const inside = Array.isArray(coding) ? coding.flatMap(codeTextsOf) : [];
  return [...own, ...inside, ...(isObject(type) ? codeTextsOf(type) : [])];
}

/** The values of an Identifier by its types, as one code: `:of-type` looks for both. */
export function typedTokensOf(value: Exact): Token[] {
  if (!isObject(value) || !isObject(value['type']) || typeof value['value'] !== 'string') return [];
  const { value: number } = value;
  return tokensOf(value['type']).map(({ system, code }) => ({ ...(system !== undefined && { system }), code: typedCode(code, number) }));
}

export const typedCode = (type: string, value: string): string => `${type}\n${value}`;

/** A point on the earth, in degrees. */
export interface Position {
  latitude: number;
  longitude: number;
}

/** Where a value of the special parameter `near` is; nowhere when it is not on the earth. */
export function positionsOf(value: Exact): Position[] {
  if (!isObject(value)) return [];
  const [latitude, longitude] = [value['latitude'], value['longitude']].map((one) =>
    typeof one === 'number' || one instanceof ExactNumber ? Number(numeral(one)) : NaN,
  ) as [number, number];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [{ latitude, longitude }] : [];
}

/** The parts of a HumanName or Address that a string parameter is about, or the string itself. */
export function stringsOf(value: Exact): string[] {
  if (typeof value === 'string') return [value];
  if (!isObject(value)) return [];
  return PARTS.flatMap((name) => {
    const part = value[name];
    return (
      Array.isArray(part) ? part.flatMap(stringsOf)
      : typeof part === 'string' ? [part]
      : []
    );
  });
}
const PARTS = ['text', 'family', 'given', 'prefix', 'suffix', 'line', 'city', 'district', 'state', 'postalCode', 'country'] as const;

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['œ', 'oe'],
  ['æ', 'ae'],
  ['ß', 'ss'],
]);

/** A string as it is compared: case, accents and doubled white space do not count (FHIR R4, 3.1.1.4.8). */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œæß]/g, (letter) => LETTERS.get(letter)!)
    .replace(/\s+/g, ' ')
    .trim();

/** A reference as it is found again: by the resource it is to, by an address elsewhere, or by an identifier. */
export interface Link {
  type: string;
  id: string;
}

/** What a reference, canonical or uri leads to. @param base our own address, whose references are ours */
export function linkOf(reference: string, base: string): Link | undefined {
  if (reference.startsWith('#') || reference === '') return undefined;
  const literal = literalReference(reference);
  if (literal && (literal.base === undefined || literal.base === base)) return { type: literal.type, id: literal.id };
  return { type: '', id: reference.split('|', 1)[0]! };
}

export interface Amount extends Range {
  system?: string;
  code?: string;
  unit?: string;
}

/** The numbers that a decimal of some precision stands for (FHIR R4, 3.1.1.4.6). */
export function numberRange(text: string): Range | undefined {
  if (text.length > 60 || !/^-?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?$/.test(text)) return undefined;
  const value = Number(text);
  const [mantissa = '', exponent = '0'] = text.split(/[eE]/);
  const decimals = (mantissa.split('.')[1] ?? '').length;
  const half = 0.5 * 10 ** (Number(exponent) - decimals);
  return { low: value - half, high: value + half };
}

/** The amounts of a value: number, Quantity, Money, Range. */
export function amountsOf(value: Exact): Amount[] {
  if (typeof value === 'number' || value instanceof ExactNumber) return exactly(numeral(value));
  if (!isObject(value)) return [];
  const { value: inner, system, code, unit, currency, low, high } = value;
  const text = (name: string, given: Exact | undefined) => (typeof given === 'string' ? { [name]: given } : {});
  // the codes of a Money are those of ISO 4217 (FHIR R4, data types)
  const of = system ?? (currency === undefined ? undefined : 'urn:iso:std:iso:4217');
  const units = { ...text('system', of), ...text('code', code ?? currency), ...text('unit', unit) };
  if (typeof inner === 'number' || inner instanceof ExactNumber) return exactly(numeral(inner)).map((range) => ({ ...range, ...units }));
  if (low === undefined && high === undefined) return [];
  const [from] = low === undefined ? [] : amountsOf(low);
  const [to] = high === undefined ? [] : amountsOf(high);
  return [{ ...from, ...to, low: from?.low ?? -Number.MAX_VALUE, high: to?.high ?? Number.MAX_VALUE }];
}

/** Without a range: what a resource says is as exact as it says. */
const exactly = (text: string): Range[] => (Number.isFinite(Number(text)) ? [{ low: Number(text), high: Number(text) }] : []);

const numeral = (value: number | ExactNumber): string => (value instanceof ExactNumber ? value.text : String(value));
