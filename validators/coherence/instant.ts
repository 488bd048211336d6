import { readStamp } from '../cda/index.js';

/** A time of the document in universal time, as precise as it is; as written when it has no zone. */
export function utcOf(value: string): string {
  const stamp = readStamp(value);
  if (stamp?.instant === undefined) return value;
  return new Date(stamp.instant).toISOString().replace(/[-:T]/g, '').slice(0, Math.max(stamp.precision, 8));
}

/**
 * Do a time of the metadata (universal) and a time of the document name the same instant, as far as both are precise?
 * Undefined when that cannot be said: one is no time, or the document gives an hour without its zone.
 */
export function sameInstant(metadata: string, document: string): boolean | undefined {
  const [ours, theirs] = [readStamp(metadata), readStamp(document)];
  if (!ours || !theirs) return undefined;
  const precision = Math.min(ours.precision, theirs.precision);
  // a day of the document is a local day: the hour that is not told may fall on its neighbour in universal time
  if (theirs.precision <= 8) {
    const days = [0, -1, 1].map((shift) => dayOf(theirs.local, shift).slice(0, precision));
    return days.includes(ours.local.slice(0, precision));
  }
  if (theirs.instant === undefined) return undefined;
  const utc = ours.zoned ? utcOf(metadata) : ours.local;
  return utc.slice(0, precision) === utcOf(document).slice(0, precision);
}

/** A date of 4, 6 or 8 digits moved by some days; as it is when it names no day. */
function dayOf(date: string, shift: number): string {
  if (date.length < 8) return date;
  const day = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)) + shift));
  return day.toISOString().slice(0, 10).replaceAll('-', '');
}
