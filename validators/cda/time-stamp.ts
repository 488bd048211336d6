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
  const match = /^(\d{4}(?:\d\d){0,5})(\.\d{1,6})?([+-]\d{4})?$/.exec(value);
  if (!match) return undefined;
  const [, local = '', fraction, zone] = match;
  if (fraction !== undefined && local.length !== 14) return undefined;
  const part = (from: number, otherwise: number): number => (local.length > from ? Number(local.slice(from, from + 2)) : otherwise);
  const [year, month, day] = [Number(local.slice(0, 4)), part(4, 1), part(6, 1)];
  const [hour, minute, second] = [part(8, 0), part(10, 0), part(12, 0)];
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(utc);
  date.setUTCFullYear(year);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!real) return undefined;
  let offset = 0;
  if (zone !== undefined) {
    const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3))];
    if (hours > 14 || minutes > 59) return undefined;
    offset = (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  }
  const zoned = zone !== undefined;
  return { precision: local.length, zoned, instant: zoned ? date.getTime() - offset : undefined, local };
}
