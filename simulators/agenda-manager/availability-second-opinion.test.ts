import { expect, test } from '@jest/globals';
import rrule from 'rrule';
import type { ExactObject } from '../../src/protocols/fhir/index.js';
import { openingsOf } from './availability.js';

const { RRule } = rrule;
const DAY = 86_400_000;
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const WEEK_STARTS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The same numbers in the same order, each below a limit. */
function draws(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

interface Rule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  byDay: string[];
  byMonthDay: number[];
  byMonth: number[];
  wkst: string;
}

function randomRule(draw: (limit: number) => number): Rule {
  const freq = (['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const)[draw(4)]!;
  const some = <T>(most: number, make: () => T): T[] => (draw(2) === 0 ? [] : Array.from({ length: 1 + draw(most) }, make));
  const byMonth = some(4, () => 1 + draw(12));
  // of days with and without a number, rrule finds those that are both; RFC 2445 has the ones and the others
  const isNumbered = (freq === 'MONTHLY' || (freq === 'YEARLY' && byMonth.length > 0)) && draw(2) === 0;
  return {
    freq,
    interval: 1 + draw(4),
    byDay: some(3, () => `${isNumbered ? ['1', '2', '-1', '-2', '5'][draw(5)]! : ''}${DAYS[draw(7)]!}`),
    // a week has no days of the month (RFC 5545, 3.3.10)
    byMonthDay: freq === 'WEEKLY' ? [] : some(3, () => (draw(3) === 0 ? -1 - draw(31) : 1 + draw(31))),
    byMonth,
    wkst: WEEK_STARTS[draw(7)]!,
  };
}

function ours(start: number, { freq, interval, byDay, byMonthDay, byMonth, wkst }: Rule): number[] {
  const schedule: ExactObject = {
    resourceType: 'Schedule',
    extension: [
      {
        url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-schedule-availability-time',
        extension: [
          { url: 'start', valueDateTime: new Date(start).toISOString() },
          { url: 'end', valueDateTime: new Date(start + 3_600_000).toISOString() },
          {
            url: 'rrule',
            extension: [
              { url: 'freq', valueCoding: { code: freq } },
              { url: 'interval', valueInteger: interval },
              { url: 'wkst', valueCode: wkst },
              ...byDay.map((valueString) => ({ url: 'byDay', valueString })),
              ...byMonthDay.map((valueInteger) => ({ url: 'byMonthDay', valueInteger })),
              ...byMonth.map((valuePositiveInt) => ({ url: 'byMonth', valuePositiveInt })),
            ],
          },
        ],
      },
    ],
  };
  return openingsOf(schedule).map((opening) => Math.floor(opening.start / DAY));
}

function theirs(start: number, { freq, interval, byDay, byMonthDay, byMonth, wkst }: Rule): number[] {
  const written = [
    `DTSTART:${new Date(start).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`,
    [
      `RRULE:FREQ=${freq};INTERVAL=${interval};WKST=${DAYS[WEEK_STARTS.indexOf(wkst)]!}`,
      ...(byDay.length > 0 ? [`BYDAY=${byDay.join(',')}`] : []),
      ...(byMonthDay.length > 0 ? [`BYMONTHDAY=${byMonthDay.join(',')}`] : []),
      ...(byMonth.length > 0 ? [`BYMONTH=${byMonth.join(',')}`] : []),
    ].join(';'),
  ].join('\n');
  return RRule.fromString(written)
    .between(new Date(start), new Date(start + 400 * DAY), true)
    .map((at) => Math.floor(at.getTime() / DAY));
}

test('recurrences are those of another library', () => {
  const draw = draws(20_261_121);
  for (let number = 0; number < 60; number++) {
    // at noon the day is the same in France and in UTC
    const start = Date.UTC(2026, draw(24), 1 + draw(28), 12);
    const rule = randomRule(draw);
    expect([rule, ours(start, rule)]).toEqual([rule, theirs(start, rule)]);
  }
});
