import { decimal, divideDecimals, type Numeric, doubleOf } from './numbers.js';
import { Decimal, Duration, Temporal, XPathError, type TemporalType } from './values.js';

/** Dates, times and durations (XML Schema part 2, 3.2.6 to 3.2.14; XQuery and XPath Functions, 10). */

/** Beyond, seconds no longer fit a double exactly. */
const LAST_YEAR = 250_000_000;
const MOST_MONTHS = LAST_YEAR * 12;
const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
const MOST_NANOS = BigInt(LAST_YEAR) * 366n * DAY;

/** What an absent part is taken for: a leap year, so that --02-29 is a day of it, and a month of 31 days. */
const [NO_YEAR, NO_MONTH] = [1972, 12];

const ZONE = '(Z|[+-]\\d\\d:\\d\\d)?';
const YEAR = '(-?(?:[1-9]\\d{4,}|\\d{4}))';
const CLOCK = '(\\d\\d):(\\d\\d):(\\d\\d(?:\\.\\d+)?)';

/** By type, its notation and what its groups are, in order; the zone is the last. */
const NOTATIONS: Record<TemporalType, { notation: RegExp; parts: readonly Part[] }> = {
  dateTime: {
    notation: new RegExp(`^${YEAR}-(\\d\\d)-(\\d\\d)T${CLOCK}${ZONE}$`),
    parts: ['year', 'month', 'day', 'hour', 'minute', 'second'],
  },
  date: { notation: new RegExp(`^${YEAR}-(\\d\\d)-(\\d\\d)${ZONE}$`), parts: ['year', 'month', 'day'] },
  time: { notation: new RegExp(`^${CLOCK}${ZONE}$`), parts: ['hour', 'minute', 'second'] },
  gYear: { notation: new RegExp(`^${YEAR}${ZONE}$`), parts: ['year'] },
  gYearMonth: { notation: new RegExp(`^${YEAR}-(\\d\\d)${ZONE}$`), parts: ['year', 'month'] },
  gMonth: { notation: new RegExp(`^--(\\d\\d)${ZONE}$`), parts: ['month'] },
  gMonthDay: { notation: new RegExp(`^--(\\d\\d)-(\\d\\d)${ZONE}$`), parts: ['month', 'day'] },
  gDay: { notation: new RegExp(`^---(\\d\\d)${ZONE}$`), parts: ['day'] },
};

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

export const isTemporalType = (type: string): type is TemporalType => Object.hasOwn(NOTATIONS, type);

// ---- the calendar

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysIn = (year: number, month: number): number =>
  month === 2 ?
    isLeap(year) ? 29
    : 28
  : month === 4 || month === 6 || month === 9 || month === 11 ? 30
  : 31;

/** Days since 1970-01-01 in the proleptic Gregorian calendar. Years are counted from March, so that a leap day ends one. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const sinceMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * sinceMarch + 2) / 5) + day - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}

function dateOfDay(number: number): { year: number; month: number; day: number } {
  const since = number + 719_468;
  const era = Math.floor(since / 146_097);
  const inEra = since - era * 146_097;
  const yearOfEra = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const dayOfYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const sinceMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = sinceMarch < 10 ? sinceMarch + 3 : sinceMarch - 9;
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * sinceMarch + 2) / 5) + 1 };
}

// ---- points in time

/**
 * A date or time from its text, without blanks around it; undefined when it is none.
 * @throws XPathError FODT0001 for a year beyond what can be held
 */
export function parseTemporal(type: TemporalType, text: string): Temporal | undefined {
  const { notation, parts } = NOTATIONS[type];
  const match = notation.exec(text);
  if (match === null) return undefined;
  const read: Record<Part, number> = { year: NO_YEAR, month: parts.includes('year') ? 1 : NO_MONTH, day: 1, hour: 0, minute: 0, second: 0 };
  let nanos = 0;
  parts.forEach((part, i) => {
    read[part] = Number(match[i + 1]);
    if (part === 'second') nanos = nanosOf(match[i + 1]!);
  });
  if (type === 'time') read.day = 31;
  const zone = match[parts.length + 1];
  const { year, month, day, hour, minute } = read;
  if (Math.abs(year) > LAST_YEAR) throw new XPathError('FODT0001', `the year ${match[1]} is too far away`);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (minute > 59 || nanos >= 60e9 || hour > 24 || (hour === 24 && (minute > 0 || nanos > 0))) return undefined;
  const offset = zone === undefined ? undefined : zoneOf(zone);
  if (Number.isNaN(offset)) return undefined;
  // 24:00:00 is the first instant of the next day
  if (hour === 24)
    return type === 'time' ?
        new Temporal(type, year, month, day, 0, 0, 0, offset)
      : at(type, BigInt(dayNumber(year, month, day) + 1) * DAY, offset);
  return new Temporal(type, year, month, day, hour, minute, nanos, offset);
}

/** `SS.fff` in nanoseconds; further digits are dropped. */
const nanosOf = (seconds: string): number => Number(seconds.slice(0, 2)) * 1e9 + Number(seconds.slice(3, 12).padEnd(9, '0'));

/** Minutes; NaN beyond fourteen hours. */
function zoneOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (minutes > 59 || hours * 60 + minutes > 840) return NaN;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const two = (value: number): string => String(value).padStart(2, '0');

const seconds = (nanos: number): string => {
  const fraction = nanos % 1e9;
  return two(Math.floor(nanos / 1e9)) + (fraction === 0 ? '' : `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`);
};

/** As xs:string (XQuery and XPath Functions, 17.1.5). */
export function formatTemporal(t: Temporal): string {
  const year = (t.year < 0 ? '-' : '') + String(Math.abs(t.year)).padStart(4, '0');
  const clock = `${two(t.hour)}:${two(t.minute)}:${seconds(t.nanos)}`;
  const size = Math.abs(t.zone ?? 0);
  const zone =
    t.zone === undefined ? ''
    : t.zone === 0 ? 'Z'
    : `${t.zone < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  switch (t.type) {
    case 'dateTime':
      return `${year}-${two(t.month)}-${two(t.day)}T${clock}${zone}`;
    case 'date':
      return `${year}-${two(t.month)}-${two(t.day)}${zone}`;
    case 'time':
      return clock + zone;
    case 'gYear':
      return year + zone;
    case 'gYearMonth':
      return `${year}-${two(t.month)}${zone}`;
    case 'gMonth':
      return `--${two(t.month)}${zone}`;
    case 'gMonthDay':
      return `--${two(t.month)}-${two(t.day)}${zone}`;
    case 'gDay':
      return `---${two(t.day)}${zone}`;
  }
}

/** Seconds since 1970-01-01T00:00:00Z, without their fraction. The implicit time zone is UTC. */
const instant = (t: Temporal): number =>
  dayNumber(t.year, t.month, t.day) * 86_400 + t.hour * 3600 + (t.minute - (t.zone ?? 0)) * 60 + Math.floor(t.nanos / 1e9);

/** Below, at or above zero as one comes before, with or after the other of the same type. */
export function compareTemporals(a: Temporal, b: Temporal): number {
  return instant(a) - instant(b) || (a.nanos % 1e9) - (b.nanos % 1e9);
}

/** A key that equal values of one type share. */
export const temporalKey = (t: Temporal): string => `${t.type} ${instant(t)} ${t.nanos % 1e9}`;

/** Nanoseconds since 1970-01-01T00:00:00 on the local clock. */
const localNanos = (t: Temporal): bigint =>
  BigInt(dayNumber(t.year, t.month, t.day)) * DAY + BigInt(t.hour * 3600 + t.minute * 60) * SECOND + BigInt(t.nanos);

/** The value of this type at an instant of the local clock. */
function at(type: TemporalType, nanos: bigint, zone: number | undefined): Temporal {
  let day = nanos / DAY;
  let rest = nanos % DAY;
  if (rest < 0n) {
    day--;
    rest += DAY;
  }
  const ofDay = Number(rest);
  const { year, month, day: date } = dateOfDay(Number(day));
  if (Math.abs(year) > LAST_YEAR) throw new XPathError('FODT0001', `the year ${year} is too far away`);
  const whole = new Temporal('dateTime', year, month, date, Math.floor(ofDay / 3.6e12), Math.floor(ofDay / 6e10) % 60, ofDay % 6e10, zone);
  return type === 'dateTime' ? whole : convertTemporal(whole, type)!;
}

/** As another type that it contains; undefined when there is no such cast (XQuery and XPath Functions, 17.1.5). */
export function convertTemporal(t: Temporal, type: TemporalType): Temporal | undefined {
  if (t.type === type) return t;
  if (t.type !== 'dateTime' && (t.type !== 'date' || type === 'time')) return undefined;
  switch (type) {
    case 'dateTime':
    case 'date':
      return new Temporal(type, t.year, t.month, t.day, 0, 0, 0, t.zone);
    case 'time':
      return new Temporal(type, NO_YEAR, NO_MONTH, 31, t.hour, t.minute, t.nanos, t.zone);
    case 'gYear':
      return new Temporal(type, t.year, 1, 1, 0, 0, 0, t.zone);
    case 'gYearMonth':
      return new Temporal(type, t.year, t.month, 1, 0, 0, 0, t.zone);
    case 'gMonth':
      return new Temporal(type, NO_YEAR, t.month, 1, 0, 0, 0, t.zone);
    case 'gMonthDay':
      return new Temporal(type, NO_YEAR, t.month, t.day, 0, 0, 0, t.zone);
    case 'gDay':
      return new Temporal(type, NO_YEAR, NO_MONTH, t.day, 0, 0, 0, t.zone);
  }
}

/** fn:dateTime. @throws XPathError FORG0008 when their time zones differ */
export function joinDateTime(date: Temporal, time: Temporal): Temporal {
  if (date.zone !== undefined && time.zone !== undefined && date.zone !== time.zone)
    throw new XPathError('FORG0008', 'the date and the time have different time zones');
  return new Temporal('dateTime', date.year, date.month, date.day, time.hour, time.minute, time.nanos, date.zone ?? time.zone);
}

/**
 * fn:adjust-…-to-timezone: the same instant in another zone; with no zone yet, the same clock in this zone; without `zone`,
 * the same clock in none.
 */
export function adjustZone(t: Temporal, zone: number | undefined): Temporal {
  if (zone === undefined || t.zone === undefined) return new Temporal(t.type, t.year, t.month, t.day, t.hour, t.minute, t.nanos, zone);
  return at(t.type, localNanos(t) + BigInt(zone - t.zone) * 60n * SECOND, zone);
}

/** A time zone given as a duration, in minutes. @throws XPathError FODT0003 when it is none */
export function zoneOfDuration(duration: Duration): number {
  const minute = 60n * SECOND;
  const zone = Number(duration.nanos / minute);
  if (duration.nanos % minute !== 0n || Math.abs(zone) > 840)
    throw new XPathError('FODT0003', `${formatDuration(duration)} is no time zone: whole minutes up to fourteen hours`);
  return zone;
}

export const zoneDuration = (zone: number): Duration => new Duration('dayTimeDuration', 0, BigInt(zone) * 60n * SECOND);

/** The moment `now`, in UTC, as this type. */
export const temporalOfDate = (now: Date, type: 'dateTime' | 'date' | 'time'): Temporal => at(type, BigInt(now.getTime()) * 1_000_000n, 0);

/** A point in time and a duration. @throws XPathError FODT0001 beyond the years that can be held */
export function addDuration(t: Temporal, d: Duration, sign: 1 | -1): Temporal {
  if (d.type === 'dayTimeDuration') {
    const moved = localNanos(t) + BigInt(sign) * d.nanos;
    return at(t.type, moved, t.zone);
  }
  const months = t.year * 12 + t.month - 1 + sign * d.months;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  if (Math.abs(year) > LAST_YEAR) throw new XPathError('FODT0001', `the year ${year} is too far away`);
  return new Temporal(t.type, year, month, Math.min(t.day, daysIn(year, month)), t.hour, t.minute, t.nanos, t.zone);
}

/** The time between two points of the same type. */
export function timeBetween(from: Temporal, to: Temporal): Duration {
  const nanos = localNanos(to) - localNanos(from) - BigInt((to.zone ?? 0) - (from.zone ?? 0)) * 60n * SECOND;
  return new Duration('dayTimeDuration', 0, nanos);
}

// ---- durations

const DURATION = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:(T)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/;

/**
 * A duration from its text, without blanks around it; undefined when it is none of this type.
 * @throws XPathError FODT0002 for one too long to be held
 */
export function parseDuration(type: Duration['type'], text: string): Duration | undefined {
  if (text.length > 512) {
    if (DURATION.test(text)) throw durationOverflow();
    return undefined;
  }
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const [, sign, years, months, days, clock, hours, minutes, whole, fraction = ''] = match;
  const ofClock = hours ?? minutes ?? whole;
  if (clock !== undefined && ofClock === undefined) return undefined;
  if ((years ?? months ?? days ?? ofClock) === undefined) return undefined;
  if (type === 'yearMonthDuration' && (days ?? ofClock) !== undefined) return undefined;
  if (type === 'dayTimeDuration' && (years ?? months) !== undefined) return undefined;
  const number = (digits: string | undefined): bigint => BigInt(digits ?? '0');
  const nanos =
    (((number(days) * 24n + number(hours)) * 60n + number(minutes)) * 60n + number(whole)) * SECOND
    + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  const inMonths = Number(number(years) * 12n + number(months));
  return sign === '-' ? duration(type, -inMonths, -nanos) : duration(type, inMonths, nanos);
}

/** @throws XPathError FODT0002 for one too long to be held */
function duration(type: Duration['type'], months: number, nanos: bigint): Duration {
  if (Math.abs(months) > MOST_MONTHS || nanos > MOST_NANOS || nanos < -MOST_NANOS) throw durationOverflow();
  // there is no negative zero month
  return new Duration(type, months + 0, nanos);
}

const durationOverflow = (): XPathError => new XPathError('FODT0002', 'a duration is too long');

/** Its parts, each with the sign of the whole. */
export function durationParts(d: Duration): Record<'years' | 'months' | 'days' | 'hours' | 'minutes', bigint> & { seconds: Decimal } {
  const rest = d.nanos % DAY;
  return {
    years: BigInt(Math.trunc(d.months / 12)),
    months: BigInt(d.months % 12),
    days: d.nanos / DAY,
    hours: rest / (3600n * SECOND),
    minutes: (rest / (60n * SECOND)) % 60n,
    seconds: decimal(rest % (60n * SECOND), 9),
  };
}

/** As xs:string (XQuery and XPath Functions, 17.1.4). */
export function formatDuration(d: Duration): string {
  const negative = d.months < 0 || d.nanos < 0n;
  const { years, months, days, hours, minutes } = durationParts(new Duration(d.type, Math.abs(d.months), negative ? -d.nanos : d.nanos));
  const nanos = Number((negative ? -d.nanos : d.nanos) % (60n * SECOND));
  const part = (value: bigint, unit: string): string => (value === 0n ? '' : `${value}${unit}`);
  const date = part(years, 'Y') + part(months, 'M') + part(days, 'D');
  const clock = part(hours, 'H') + part(minutes, 'M') + (nanos === 0 ? '' : `${seconds(nanos).replace(/^0(?=\d)/, '')}S`);
  if (date === '' && clock === '') return d.type === 'yearMonthDuration' ? 'P0M' : 'PT0S';
  return `${negative ? '-' : ''}P${date}${clock === '' ? '' : `T${clock}`}`;
}

/** eq for durations, whatever their types. */
export const sameDuration = (a: Duration, b: Duration): boolean => a.months === b.months && a.nanos === b.nanos;

/** Below, at or above zero, for two yearMonthDurations or two dayTimeDurations: others have no order. */
export const compareDurations = (a: Duration, b: Duration): number => a.months - b.months || Number(a.nanos - b.nanos);

/** As another of the duration types: what that type has no place for is dropped. */
export const convertDuration = (d: Duration, type: Duration['type']): Duration =>
  type === 'yearMonthDuration' ? new Duration(type, d.months, 0n)
  : type === 'dayTimeDuration' ? new Duration(type, 0, d.nanos)
  : new Duration(type, d.months, d.nanos);

export const addDurations = (a: Duration, b: Duration, sign: 1 | -1): Duration =>
  duration(a.type, a.months + sign * b.months, a.nanos + BigInt(sign) * b.nanos);

/** A duration times a number, or divided by it. @throws XPathError FOCA0005 for NaN, FODT0002 for a result too long */
export function scaleDuration(d: Duration, by: Numeric, op: '*' | 'div'): Duration {
  const factor = doubleOf(by);
  if (Number.isNaN(factor)) throw new XPathError('FOCA0005', 'a duration is not multiplied or divided by NaN');
  if (op === 'div' ? factor === 0 : !Number.isFinite(factor)) throw durationOverflow();
  if (d.type === 'yearMonthDuration') {
    const months = op === '*' ? d.months * factor : d.months / factor;
    if (!(Math.abs(months) <= MOST_MONTHS)) throw durationOverflow();
    return duration(d.type, Math.round(months), 0n);
  }
  if (Math.abs(factor) === Infinity) return duration(d.type, 0, 0n);
  const [over, under] = op === '*' ? [d.nanos * numerator(by), denominator(by)] : [d.nanos * denominator(by), numerator(by)];
  return duration(d.type, 0, over / under);
}

/** A number as a fraction of two integers: a decimal and a double alike, by the digits they are written with. */
const numerator = (value: Numeric): bigint => fraction(value)[0];
const denominator = (value: Numeric): bigint => fraction(value)[1];

function fraction(value: Numeric): [bigint, bigint] {
  if (typeof value === 'bigint') return [value, 1n];
  if (value instanceof Decimal) return [value.unscaled, 10n ** BigInt(value.scale)];
  const [mantissa, exponent] = doubleOf(value).toExponential().split('e') as [string, string];
  const [whole, digits = ''] = mantissa.split('.') as [string, string?];
  const scale = digits.length - Number(exponent);
  const unscaled = BigInt(whole + digits);
  return scale >= 0 ? [unscaled, 10n ** BigInt(scale)] : [unscaled * 10n ** BigInt(-scale), 1n];
}

/** How often one goes into the other. @throws XPathError FOAR0001 when the other is none */
export function divideDurations(a: Duration, b: Duration): Decimal {
  const [over, under] = a.type === 'yearMonthDuration' ? [BigInt(a.months), BigInt(b.months)] : [a.nanos, b.nanos];
  if (under === 0n) throw new XPathError('FOAR0001', 'division by a duration of zero');
  return divideDecimals(new Decimal(over, 0), new Decimal(under, 0), 20);
}
