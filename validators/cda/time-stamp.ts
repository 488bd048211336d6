/** An HL7 V3 time stamp (TS), as far as it is given. */
export interface Stamp {
  /** digits of date and time: 4 for a year, 14 down to the second */
  precision: number;
  zoned: boolean;
  /** milliseconds since 1970; undefined when it has a time of day without a zone */
  instant: number | undefined;
  /** the date and time as written, without zone or fraction */
  local: string;
}

/** Reads an HL7 TS; undefined when it is none, or names a moment that does not exist. */
export function readStamp(value: string): Stamp | undefined {
  const match = /^(\d{4}(?:\d\d){0,5})(\.\d{1,12})?([+-]\d\d(?:\d\d)?)?$/.exec(value);
  if (!match) return undefined;
  const [, local = '', fraction, zone] = match;
  if (fraction !== undefined && local.length !== 14) return undefined;
  const part = (from: number, otherwise: number): number => (local.length > from ? Number(local.slice(from, from + 2)) : otherwise);
  const [year, month, day] = [Number(local.slice(0, 4)), part(4, 1), part(6, 1)];
  const [hour, minute, second] = [part(8, 0), part(10, 0), part(12, 0)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
  // a leap second ends an hour in UTC, thus a quarter of an hour elsewhere
  if (!real || second > (minute % 15 === 14 ? 60 : 59)) return undefined;
  date.setUTCHours(hour, minute, second);
  let offset = 0;
  if (zone !== undefined) {
    const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3))];
    const east = (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
    // the offsets that clocks have on Earth
    if (minutes > 59 || east < -12 * 60 || east > 14 * 60) return undefined;
    offset = east * 60_000;
  }
  const zoned = zone !== undefined;
  return { precision: local.length, zoned, instant: zoned ? date.getTime() - offset : undefined, local };
}

const HOUR = 3_600_000;
/** Length of a day, an hour, a minute, a second, by the precision of the stamp that says no more. */
const UNIT: Readonly<Record<number, number>> = { 8: 24 * HOUR, 10: HOUR, 12: 60_000, 14: 1000 };
/** How far a time that says no zone may be from one in UTC: French territories go from -10 to +12 hours. */
const FROM_UTC = 12 * HOUR;

/** Milliseconds at which the year, day, second, ... that a stamp names begins and has ended, on the clock that was read. */
function span({ local, precision }: Stamp): [begin: number, end: number] {
  const part = (from: number, otherwise: number): number => (precision > from ? Number(local.slice(from, from + 2)) : otherwise);
  const at = new Date(0);
  at.setUTCFullYear(Number(local.slice(0, 4)), part(4, 1) - 1, part(6, 1));
  at.setUTCHours(part(8, 0), part(10, 0), part(12, 0));
  const begin = at.getTime();
  if (precision > 6) return [begin, begin + UNIT[precision]!];
  if (precision === 4) at.setUTCFullYear(at.getUTCFullYear() + 1);
  else at.setUTCMonth(at.getUTCMonth() + 1);
  return [begin, at.getTime()];
}

/** Is `later` surely after `earlier`, whatever their precision leaves unsaid? Whoever says no zone means the local time of the other. */
export function isAfter(later: Stamp, earlier: Stamp): boolean {
  const [begin] = span(later);
  const [start, end] = span(earlier);
  if (later.instant !== undefined && earlier.instant !== undefined) return later.instant >= earlier.instant + end - start;
  // UTC is what computers write, and no local time of ours
  const inUtc = later.instant === begin || earlier.instant === start;
  return begin - (inUtc ? FROM_UTC : 0) >= end;
}

/** Is `later` surely after `earlier`, and on another day as both write it? */
export function isDaysAfter(later: Stamp, earlier: Stamp): boolean {
  const length = Math.min(later.precision, earlier.precision, 8);
  return later.local.slice(0, length) > earlier.local.slice(0, length) && isAfter(later, earlier);
}
