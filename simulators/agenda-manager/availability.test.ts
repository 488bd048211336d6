import { describe, expect, test } from '@jest/globals';
import type { ExactObject } from '../../src/protocols/fhir/index.js';
import { openingsOf } from './availability.js';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';

const duration = (value: number, code = 'min'): ExactObject => ({
  url: `${FR_CORE}fr-core-service-type-duration`,
  extension: [{ url: 'duration', valueDuration: { value, code, system: 'http://unitsofmeasure.org' } }],
});

const available = (start: string, end: string, rule?: Record<string, string | number | string[]>, type = 'free'): ExactObject => ({
  url: `${FR_CORE}fr-core-schedule-availability-time`,
  extension: [
    { url: 'type', valueCoding: { code: type } },
    { url: 'start', valueDateTime: start },
    { url: 'end', valueDateTime: end },
    ...(rule ?
      [
        {
          url: 'rrule',
          extension: Object.entries(rule).flatMap(([url, value]): ExactObject[] =>
            url === 'freq' ? [{ url, valueCoding: { code: String(value) } }]
            : Array.isArray(value) ? value.map((one) => ({ url, valueString: one }))
            : typeof value === 'number' ? [{ url, valueInteger: value }]
            : url === 'wkst' ? [{ url, valueCode: value }]
            : [{ url, valueDateTime: value }],
          ),
        },
      ]
    : []),
  ],
});

const openings = (...extension: ExactObject[]): string[] =>
  openingsOf({ resourceType: 'Schedule', extension }).map(
    ({ start, end }) => `${new Date(start).toISOString().slice(0, 16)} ${(end - start) / 60_000}`,
  );

describe('the slots of an agenda', () => {
  test('an availability is cut by the duration of the service; what does not fit is left', () => {
    expect(openings(duration(20), available('2026-12-01T09:00:00+01:00', '2026-12-01T10:10:00+01:00'))).toEqual([
      '2026-12-01T08:00 20',
      '2026-12-01T08:20 20',
      '2026-12-01T08:40 20',
    ]);
    expect(openings(available('2026-12-01T09:00:00+01:00', '2026-12-01T10:10:00+01:00'))).toEqual(['2026-12-01T08:00 70']);
    expect(openings(duration(1, 'h'), available('2026-12-01', '2026-12-02')).length).toBe(24);
  });

  test('what is not available takes slots away', () => {
    const day = available('2026-12-01T09:00:00+01:00', '2026-12-01T11:00:00+01:00');
    expect(
      openings(duration(30), day, available('2026-12-01T09:45:00+01:00', '2026-12-01T10:15:00+01:00', undefined, 'busy-unavailable')),
    ).toEqual(['2026-12-01T08:00 30', '2026-12-01T09:30 30']);
  });

  test.each<[string, Record<string, string | number | string[]>, string[]]>([
    ['a number of days', { freq: 'DAILY', count: 3 }, ['2026-12-01', '2026-12-02', '2026-12-03']],
    [
      'each second day until a date, which is in it',
      { freq: 'DAILY', interval: 2, until: '2026-12-05' },
      ['2026-12-01', '2026-12-03', '2026-12-05'],
    ],
    ['each week', { freq: 'WEEKLY', count: 3 }, ['2026-12-01', '2026-12-08', '2026-12-15']],
    [
      'days of each second week',
      { freq: 'WEEKLY', interval: 2, byDay: ['TU', 'FR'], count: 4 },
      ['2026-12-01', '2026-12-04', '2026-12-15', '2026-12-18'],
    ],
    ['each month', { freq: 'MONTHLY', count: 2 }, ['2026-12-01', '2027-01-01']],
    ['a day of each month', { freq: 'MONTHLY', byMonthDay: 15, count: 2 }, ['2026-12-15', '2027-01-15']],
    ['the last day of each month', { freq: 'MONTHLY', byMonthDay: -1, count: 3 }, ['2026-12-31', '2027-01-31', '2027-02-28']],
    [
      'the first Monday and the last Friday of each month',
      { freq: 'MONTHLY', byDay: ['1MO', '-1FR'], count: 4 },
      ['2026-12-07', '2026-12-25', '2027-01-04', '2027-01-29'],
    ],
    ['the fifth Thursday, where there is one', { freq: 'MONTHLY', byDay: ['5TH'], count: 2 }, ['2026-12-31', '2027-04-29']],
    ['the last Sunday of March', { freq: 'YEARLY', byMonth: 3, byDay: ['-1SU'], count: 1 }, ['2027-03-28']],
    // RFC 2445, 4.3.10: the week that holds both days depends on the day it begins with
    [
      'weeks from Monday',
      { freq: 'WEEKLY', interval: 2, byDay: ['TU', 'SU'], count: 4 },
      ['2026-12-01', '2026-12-06', '2026-12-15', '2026-12-20'],
    ],
    [
      'weeks from Sunday',
      { freq: 'WEEKLY', interval: 2, byDay: ['TU', 'SU'], wkst: 'sun', count: 4 },
      ['2026-12-01', '2026-12-13', '2026-12-15', '2026-12-27'],
    ],
    ['each year', { freq: 'YEARLY', count: 2 }, ['2026-12-01', '2027-12-01']],
    ['a month of each year', { freq: 'YEARLY', byMonth: 3, byMonthDay: 2, count: 1 }, ['2027-03-02']],
  ])('recurs by %s', (_what, rule, days) => {
    expect(openings(available('2026-12-01T09:00:00+01:00', '2026-12-01T10:00:00+01:00', rule)).map((one) => one.slice(0, 10))).toEqual(
      days,
    );
  });

  test('nine o’clock stays nine o’clock on the days when the clocks change', () => {
    expect(openings(available('2027-03-27T09:00:00+01:00', '2027-03-27T10:00:00+01:00', { freq: 'DAILY', count: 3 }))).toEqual([
      '2027-03-27T08:00 60',
      '2027-03-28T07:00 60',
      '2027-03-29T07:00 60',
    ]);
    expect(openings(available('2026-10-24T09:00:00+02:00', '2026-10-24T10:00:00+02:00', { freq: 'DAILY', count: 3 }))).toEqual([
      '2026-10-24T07:00 60',
      '2026-10-25T08:00 60',
      '2026-10-26T08:00 60',
    ]);
    // a night is an hour shorter in spring and an hour longer in autumn
    expect(openings(duration(60), available('2027-03-28T00:00:00+01:00', '2027-03-28T06:00:00+02:00')).length).toBe(5);
    expect(openings(duration(60), available('2026-10-25T00:00:00+02:00', '2026-10-25T06:00:00+01:00')).length).toBe(7);
  });

  test.each<[string, ExactObject[]]>([
    ['a recurrence that is not followed', [available('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', { freq: 'HOURLY' })]],
    ['a part of one', [available('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', { freq: 'DAILY', byHour: 3 })]],
    ['a day that is none', [available('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', { freq: 'WEEKLY', byDay: ['XX'] })]],
    ['a numbered day of weeks', [available('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', { freq: 'WEEKLY', byDay: ['1MO'] })]],
    ['a day of no month', [available('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', { freq: 'MONTHLY', byMonthDay: 32 })]],
    ['an end before its start', [available('2026-12-01T09:00:00Z', '2026-12-01T08:00:00Z')]],
    ['a start that is no date', [available('soon', '2026-12-01T08:00:00Z')]],
    ['an interval of nothing', [available('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', { freq: 'DAILY', interval: 0 })]],
    ['slots without number', [duration(1), available('1900-01-01', '2900-01-01')]],
    ['recurrences without number', [duration(1), available('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z', { freq: 'DAILY' })]],
  ])('refuses %s', (_what, extensions) => {
    expect(() => openings(...extensions)).toThrow(/availabilit|slots/);
  });
});
