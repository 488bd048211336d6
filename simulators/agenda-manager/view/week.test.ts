import { describe, expect, test } from '@jest/globals';
import { dateAt, hasHour, lanesOf, lengthOf, placesOf, shownHours, weekOf, type Place, type Week } from './week.js';

const week = (date: string): Week => weekOf(date)!;
const at = (text: string): number => Date.parse(text);
/** Days and clock times of places, as the rows of the week say them. */
const told = ({ days, hours }: Week, places: readonly Place[]): string[] =>
  places.map(({ day, from, to }) => {
    const clock = (unit: number): string => {
      const { hour, again } = hours[Math.floor(unit / 12)] ?? { hour: 24, again: false };
      return `${hour}${again ? 'bis' : ''}:${String((unit % 12) * 5).padStart(2, '0')}`;
    };
    return `${days[day]!.date} ${clock(from)}-${clock(to)}`;
  });

describe('a week of France', () => {
  test('begins on Monday, whatever day of it is asked for', () => {
    for (const date of ['2026-11-23', '2026-11-26', '2026-11-29'])
      expect(week(date).days.map((day) => day.date)).toEqual([
        '2026-11-23',
        '2026-11-24',
        '2026-11-25',
        '2026-11-26',
        '2026-11-27',
        '2026-11-28',
        '2026-11-29',
      ]);
    // over the end of a year
    expect(week('2027-01-01').days.map((day) => day.date)[0]).toBe('2026-12-28');
  });

  test.each([
    ['a day that is not', '2026-02-30'],
    ['a month that is not', '2026-13-01'],
    ['a word', 'demain'],
    ['nothing', ''],
    ['a date in another form', '2026-11-2'],
    ['a time long ago', '1850-01-01'],
    ['more than a date', '2026-11-23T00:00:00Z'],
    ['very many digits', '9'.repeat(100_000)],
  ])('%s has none', (_what, date) => {
    expect(weekOf(date)).toBeUndefined();
  });

  test('a date is that of the clocks, not of UTC', () => {
    expect([dateAt(at('2026-11-22T23:30:00Z')), dateAt(at('2026-07-14T22:00:00Z')), dateAt(at('2026-07-14T21:59:59Z'))]).toEqual([
      '2026-11-23',
      '2026-07-15',
      '2026-07-14',
    ]);
  });

  test('the day of 25 hours shows both hours from two to three, one after the other', () => {
    const october = week('2026-10-25');
    expect(october.days.map(lengthOf)).toEqual([24, 24, 24, 24, 24, 24, 25]);
    expect(october.hours.slice(1, 5)).toEqual([
      { hour: 1, again: false },
      { hour: 2, again: false },
      { hour: 2, again: true },
      { hour: 3, again: false },
    ]);
    const place = (start: string, end: string): string[] => told(october, placesOf(october, { start: at(start), end: at(end) }));
    expect(place('2026-10-25T02:00:00+02:00', '2026-10-25T02:30:00+02:00')).toEqual(['2026-10-25 2:00-2:30']);
    expect(place('2026-10-25T02:00:00+01:00', '2026-10-25T02:30:00+01:00')).toEqual(['2026-10-25 2bis:00-2bis:30']);
    expect(place('2026-10-25T02:30:00+02:00', '2026-10-25T02:15:00+01:00')).toEqual(['2026-10-25 2:30-2bis:15']);
    expect(place('2026-10-25T09:00:00+01:00', '2026-10-25T10:00:00+01:00')).toEqual(['2026-10-25 9:00-10:00']);
    // the other days do not have the hour that is there twice
    expect(october.days.map((day) => hasHour(day, { hour: 2, again: true }))).toEqual([false, false, false, false, false, false, true]);
    expect(place('2026-10-24T01:30:00+02:00', '2026-10-24T03:30:00+02:00')).toEqual(['2026-10-24 1:30-3:30']);
  });

  test('the day of 23 hours goes from two to three at once', () => {
    const march = week('2027-03-28');
    expect(march.days.map(lengthOf)).toEqual([24, 24, 24, 24, 24, 24, 23]);
    expect(march.hours).toHaveLength(24);
    expect(march.days.map((day) => hasHour(day, { hour: 2, again: false }))).toEqual([true, true, true, true, true, true, false]);
    const place = (start: string, end: string): string[] => told(march, placesOf(march, { start: at(start), end: at(end) }));
    // what ends as the clocks are put forward does not reach into the hour that is not there
    expect(place('2027-03-28T01:30:00+01:00', '2027-03-28T03:00:00+02:00')).toEqual(['2027-03-28 1:30-2:00']);
    expect(place('2027-03-28T03:00:00+02:00', '2027-03-28T03:20:00+02:00')).toEqual(['2027-03-28 3:00-3:20']);
  });

  test('a time over midnight stands in both days, one beyond the week in none', () => {
    const november = week('2026-11-23');
    const place = (start: string, end: string): string[] => told(november, placesOf(november, { start: at(start), end: at(end) }));
    expect(place('2026-11-23T22:00:00+01:00', '2026-11-24T01:00:00+01:00')).toEqual(['2026-11-23 22:00-24:00', '2026-11-24 0:00-1:00']);
    expect(place('2026-11-23T22:00:00+01:00', '2026-11-24T00:00:00+01:00')).toEqual(['2026-11-23 22:00-24:00']);
    expect(place('2026-11-29T23:00:00+01:00', '2026-12-05T00:00:00+01:00')).toEqual(['2026-11-29 23:00-24:00']);
    expect(place('2026-11-30T00:00:00+01:00', '2026-11-30T01:00:00+01:00')).toEqual([]);
    // an odd length takes the units that it touches; none at all takes one
    expect(place('2026-11-23T09:02:00+01:00', '2026-11-23T09:06:00+01:00')).toEqual(['2026-11-23 9:00-9:10']);
    expect(place('2026-11-23T09:00:00+01:00', '2026-11-23T09:00:00+01:00')).toEqual(['2026-11-23 9:00-9:05']);
  });

  test('the hours shown are those that are needed, office hours where nothing is', () => {
    const november = week('2026-11-23');
    const places = placesOf(november, { start: at('2026-11-23T09:20:00+01:00'), end: at('2026-11-23T11:10:00+01:00') });
    expect([shownHours(november, places), shownHours(november, [])]).toEqual([
      { first: 9, end: 12 },
      { first: 8, end: 18 },
    ]);
  });
});

test('what overlaps stands side by side, what follows takes the whole width', () => {
  const lanes = lanesOf([
    { from: 0, to: 6 },
    { from: 4, to: 8 },
    { from: 6, to: 7 },
    { from: 8, to: 9 },
  ]);
  expect(lanes).toEqual([
    { lane: 0, of: 2 },
    { lane: 1, of: 2 },
    { lane: 0, of: 2 },
    { lane: 0, of: 1 },
  ]);
});
