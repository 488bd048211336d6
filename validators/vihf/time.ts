import type { Bilingual } from '../../src/model/index.js';

/** Clocks of two systems may differ by this much before an instant counts as future or past. */
export const CLOCK_SKEW_MS = 5 * 60_000;

const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/;

export const UTC_FORM: Bilingual = {
  fr: 'date et heure UTC : AAAA-MM-JJThh:mm:ss.sssZ',
  en: 'UTC date and time: YYYY-MM-DDThh:mm:ss.sssZ',
};

/** The instant of an xs:dateTime in UTC that exists in the calendar; undefined for anything else. */
export function utcInstant(text: string | undefined): Date | undefined {
  const parts = DATE_TIME.exec(text?.trim() ?? '');
  if (!parts) return undefined;
  const instant = new Date(text!.trim());
  // a day such as 30 February moves to March: what is written must be what is read
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(parts[1]!) ? instant : undefined;
}

export const isFuture = (instant: Date, at: Date): boolean => instant.getTime() > at.getTime() + CLOCK_SKEW_MS;
