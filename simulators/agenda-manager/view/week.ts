import { localInFrance, offsetInFrance } from '../../../src/fhir-server/index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How fine places on the page are. */
export const UNIT_MINUTES = 5;
const UNITS_AN_HOUR = 60 / UNIT_MINUTES;

/** One day of France; one in March has 23 hours, one in October 25. */
export interface Day {
  /** `2026-11-23` */
  date: string;
  /** instants, in milliseconds; the second one is not in it */
  from: number;
  to: number;
}

/** An hour of the clock; that of the night in October which comes twice is there twice. */
export interface ClockHour {
  hour: number;
  again: boolean;
}

/** The seven days from a Monday on, with the hours that any of them has. */
export interface Week {
  days: readonly Day[];
  hours: readonly ClockHour[];
  from: number;
  to: number;
}

/** A time in one day of a week, in units from its first midnight as the clocks of that week count them. */
export interface Place {
  day: number;
  from: number;
  to: number;
}

/** The date that the clocks of France show. */
export const dateAt = (utc: number): string => new Date(localInFrance(utc)).toISOString().slice(0, 10);

/**
 * The week that a date is in.
 * @param date `2026-11-23`; undefined is returned for what is no date between 1900 and 2199
 */
export function weekOf(date: string): Week | undefined {
  const midnight = /^(?:19|20|21)\d\d-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  // a date such as 30 February is counted on by some engines
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined;
  const monday = midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * DAY;
  const days = Array.from({ length: 7 }, (_, number): Day => {
    const local = monday + number * DAY;
    return { date: new Date(local).toISOString().slice(0, 10), from: utcOf(local), to: utcOf(local + DAY) };
  });
  const longest = days.some((day) => lengthOf(day) > 24);
  const hours = Array.from({ length: 24 }, (_, hour): ClockHour => ({ hour, again: false }));
  if (longest) hours.splice(CHANGES_AT + 1, 0, { hour: CHANGES_AT, again: true });
  return { days, hours, from: days[0]!.from, to: days[6]!.to };
}

/** Clocks are put forward from two to three o'clock, and back from three to two. */
const CHANGES_AT = 2;

const utcOf = (local: number): number => local - offsetInFrance(local);

/** How many hours a day has. */
export const lengthOf = ({ from, to }: Day): number => Math.round((to - from) / HOUR);

/** Whether a day has an hour of its week: one is left out in March, one comes twice in October. */
export const hasHour = (day: Day, { hour, again }: ClockHour): boolean =>
  hour !== CHANGES_AT || (again ? lengthOf(day) > 24 : lengthOf(day) >= 24);

/** Whether an instant is in the hour that the clocks show for the second time. */
export const isAgain = (utc: number): boolean => localInFrance(utc - HOUR) === localInFrance(utc);

/** Where a time stands in a week: once for each day that it is in. */
export function placesOf(week: Week, { start, end }: { start: number; end: number }): Place[] {
  return week.days.flatMap((day, number) => {
    const [from, to] = [Math.max(start, day.from), Math.min(end, day.to)];
    if (from > to || (from === to && start !== end) || from >= day.to) return [];
    // the end is that of its last minute: the hour after it may be one that this day does not have
    const until = to === from ? minuteOf(week, from) + 1 : minuteOf(week, to - 1) + 1;
    return [
      {
        day: number,
        from: Math.floor(minuteOf(week, from) / UNIT_MINUTES),
        to: Math.ceil(until / UNIT_MINUTES),
      },
    ];
  });
}

function minuteOf({ hours }: Week, utc: number): number {
  const local = localInFrance(utc);
  const hour = Math.floor((local % DAY) / HOUR);
  const again = hour === CHANGES_AT && isAgain(utc);
  const row = hours.findIndex((one) => one.hour === hour && one.again === again);
  return row * 60 + Math.floor((local % HOUR) / MINUTE);
}

/** The rows of hours, first and after the last, that some places need; office hours where there are none. */
export function shownHours(week: Week, places: readonly Place[]): { first: number; end: number } {
  if (places.length === 0) return { first: rowOf(week, 8), end: rowOf(week, 18) };
  return {
    first: Math.floor(Math.min(...places.map(({ from }) => from)) / UNITS_AN_HOUR),
    end: Math.min(week.hours.length, Math.ceil(Math.max(...places.map(({ to }) => to)) / UNITS_AN_HOUR)),
  };
}

const rowOf = ({ hours }: Week, hour: number): number => hours.findIndex((one) => one.hour === hour);

/** Beside how many others something stands, and the how-manieth it is. */
export interface Lane {
  lane: number;
  of: number;
}

/** Gives what overlaps lanes of its own, in the order of their beginnings. */
export function lanesOf(places: readonly Pick<Place, 'from' | 'to'>[]): Lane[] {
  const order = places.map((_, number) => number).sort((a, b) => places[a]!.from - places[b]!.from || places[b]!.to - places[a]!.to);
  const lanes: Lane[] = places.map(() => ({ lane: 0, of: 1 }));
  let group: number[] = [];
  let ends: number[] = [];
  const close = (): void => {
    for (const number of group) lanes[number]!.of = ends.length;
    [group, ends] = [[], []];
  };
  for (const number of order) {
    const { from, to } = places[number]!;
    if (ends.every((end) => end <= from)) close();
    const free = ends.findIndex((end) => end <= from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = to;
    lanes[number]!.lane = lane;
    group.push(number);
  }
  close();
  return lanes;
}
