import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fhirRest } from '../packs/index.js';
import { SearchParameters } from './search-parameters.js';
import { readSearch } from './search-request.js';
import { Search } from './search.js';
import { ResourceStore } from './store.js';

/** More than are all looked at for one page. */
const SLOTS = 12_000;
const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 11, 1, 8);

interface Known {
  id: string;
  schedule: string;
  status: string;
  /** absent: nothing to sort by */
  start?: number;
  services: string[];
}

let store: ResourceStore;
let search: Search;
const slots: Known[] = [];
const parameters = new SearchParameters(fhirRest());

beforeAll(() => {
  store = new ResourceStore(undefined, parameters, 'http://example.org/fhir');
  search = new Search(store, () => new Date(FROM));
  const now = new Date(FROM);
  store.change(() => {
    for (let number = 0; number < 4; number++) {
      store.put(
        'Practitioner',
        `p${number}`,
        { resourceType: 'Practitioner', name: [{ family: number < 3 ? 'Commun' : 'Rare' }] },
        'PUT',
        now,
      );
      store.put('Schedule', `a${number}`, { resourceType: 'Schedule', actor: [{ reference: `Practitioner/p${number}` }] }, 'PUT', now);
    }
    for (let number = 0; number < SLOTS; number++) {
      const slot: Known = {
        id: `s${number}`,
        schedule: `a${number % 4}`,
        status: number % 3 === 0 ? 'busy' : 'free',
        // not in the order in which they are made, and several at a time
        ...(number % 50 !== 7 && { start: FROM + ((number * 7919) % 3000) * HOUR }),
        services: number % 2 === 0 ? ['a', 'b'] : ['b'],
      };
      slots.push(slot);
      store.put(
        'Slot',
        slot.id,
        {
          resourceType: 'Slot',
          schedule: { reference: `Schedule/${slot.schedule}` },
          status: slot.status,
          ...(slot.start !== undefined && { start: new Date(slot.start).toISOString() }),
          serviceType: slot.services.map((code) => ({
            coding: [
              { system: `urn:${code}`, code: 'x' },
              { system: 'urn:s', code },
            ],
          })),
        },
        'PUT',
        now,
      );
    }
  });
});
afterAll(() => store.close());

/** All pages of a search. */
function pages(query: string, by = search, type = 'Slot'): { ids: string[]; totals: (number | undefined)[]; pages: number } {
  const ids: string[] = [];
  const totals: (number | undefined)[] = [];
  let page: string | undefined;
  let number = 0;
  do {
    const given: [string, string][] = [...new URLSearchParams(query), ...(page === undefined ? [] : [['_page', page] as [string, string]])];
    const found = by.run(type, readSearch(type, given, parameters, true));
    ids.push(...found.matches.map(({ id }) => id));
    totals.push(found.total);
    page = found.next;
    number += 1;
  } while (page !== undefined && number < 100);
  return { ids, totals, pages: number };
}

const at = (hours: number): string => new Date(FROM + hours * HOUR).toISOString();
const inHours = (from: number, to: number) => (slot: Known) =>
  slot.start !== undefined && slot.start >= FROM + from * HOUR && slot.start < FROM + to * HOUR;

const isOf = (slot: Known, schedule: string, status: string): boolean => slot.schedule === schedule && slot.status === status;

describe('a search with more answers than are all looked at', () => {
  test.each<[string, (slot: Known) => boolean]>([
    ['', () => true],
    ['status=free', ({ status }) => status === 'free'],
    ['status:not=busy', ({ status }) => status === 'free'],
    ['status=free,busy', () => true],
    ['service-type=x', () => true],
    ['service-type=urn:s|b&status=free', ({ status }) => status === 'free'],
    [`start=ge${at(500)}&start=lt${at(2500)}`, inHours(500, 2500)],
    [`start=ge${at(500)}&start=lt${at(2500)}&status=free`, (slot) => inHours(500, 2500)(slot) && slot.status === 'free'],
    ['start:missing=false', ({ start }) => start !== undefined],
    ['schedule.actor:Practitioner.family=commun', ({ schedule }) => schedule !== 'a3'],
    ['schedule.actor:Practitioner.family=commun&status=free', ({ schedule, status }) => schedule !== 'a3' && status === 'free'],
    ['schedule.actor:Practitioner.family=commun&schedule.actor=Practitioner/p2,Practitioner/p3', ({ schedule }) => schedule === 'a2'],
    ['schedule.actor:Practitioner.family=commun&schedule.actor:Practitioner.family=rare', () => false],
    ['status=free&_sort=service-type', ({ status }) => status === 'free'],
    ['status=free&_sort=-service-type', ({ status }) => status === 'free'],
  ])('%s: every one once, in pages', (query, fulfils) => {
    const expected = slots.filter(fulfils).map(({ id }) => id);
    const found = pages(`${query}&_count=1000`);
    expect(found.ids).toHaveLength(expected.length);
    expect(new Set(found.ids)).toEqual(new Set(expected));
    expect(found.pages).toBe(Math.max(1, Math.ceil(expected.length / 1000)));
    expect(pages(`${query}&_summary=count`).totals).toEqual([expected.length]);
    expect(pages(`${query}&_count=1000&_total=accurate`).totals[0]).toBe(expected.length);
  });

  test.each(['start', '-start'])('in the order of %s; what has none comes last', (sort) => {
    const { ids } = pages(`status=free&_sort=${sort}&_count=1000`);
    const found = ids.map((id) => slots[Number(id.slice(1))]!.start);
    const expected = slots.filter(({ status }) => status === 'free').map(({ start }) => start);
    const sorted = [...expected].sort((a, b) =>
      a === undefined ? 1
      : b === undefined ? -1
      : sort === 'start' ? a - b
      : b - a,
    );
    expect(found).toEqual(sorted);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('in the order of what is bounded, and of ids', () => {
    const { ids } = pages(`start=ge${at(500)}&start=lt${at(2500)}&_sort=start&_count=1000`);
    const found = ids.map((id) => slots[Number(id.slice(1))]!.start!);
    expect(found).toEqual(
      slots
        .filter(inHours(500, 2500))
        .map(({ start }) => start!)
        .sort((a, b) => a - b),
    );
    const byId = pages('_sort=-_id&_count=1000').ids;
    expect(byId).toEqual(
      slots
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
  });

  test('few of many are found, counted and sorted by several', () => {
    const { ids, totals } = pages('schedule.actor:Practitioner.family=rare&status=free&_sort=status,-start&_count=1000');
    const expected = slots.filter(({ schedule, status }) => schedule === 'a3' && status === 'free');
    expect([ids.length, totals[0]]).toEqual([expected.length, expected.length]);
    expect(() => pages('_sort=status,start')).toThrow(/narrower/);
  });

  test('a page that nobody gave out is refused, or empty', () => {
    const page = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const value of [
      null,
      {},
      { offset: -1 },
      { offset: 1e9 },
      { after: { phase: 2, driver: 0, values: [] } },
      { after: { phase: 0, driver: 0, values: [{}] } },
    ])
      expect(() => pages(`status=free&_page=${page(value)}`)).toThrow(/no such page/);
    expect(
      search.run(
        'Slot',
        readSearch(
          'Slot',
          [
            ['status', 'free'],
            ['_page', page({ after: { phase: 0, driver: 9, values: ['x', 'y'] } })],
          ],
          parameters,
          true,
        ),
      ).matches,
    ).toHaveLength(50);
  });
});

describe('a search that looks at few rows at a time', () => {
  const LOOKED = 1000;
  const bounded = (): Search => new Search(store, () => new Date(FROM), { narrow: 100, looked: LOOKED, tested: 2000 });

  test.each<[string, (slot: Known) => boolean]>([
    ['status=free&service-type=urn:b|a', () => false],
    ['status=free&service-type=urn:b|a&_sort=start', () => false],
    ['status=free&service-type=urn:s|a', ({ status, services }) => status === 'free' && services.includes('a')],
    [`start=ge${at(500)}&start=lt${at(2500)}&schedule=a3&status=busy`, (slot) => inHours(500, 2500)(slot) && isOf(slot, 'a3', 'busy')],
    ['start:missing=true&status=busy', ({ start, status }) => start === undefined && status === 'busy'],
    ['status=busy&schedule=a3&_sort=-start', (slot) => isOf(slot, 'a3', 'busy')],
    ['service-type=urn:s|a&status=busy&_sort=service-type', ({ services, status }) => services.includes('a') && status === 'busy'],
    ['status=busy&schedule=a3&_sort=_id', (slot) => isOf(slot, 'a3', 'busy')],
    ['service-type:not=b', () => false],
  ])('%s: short pages, and nothing is lost or twice', (query, fulfils) => {
    const expected = slots.filter(fulfils).map(({ id }) => id);
    const all = store.all.bind(store);
    let looked = 0;
    const looking = jest.spyOn(store, 'all').mockImplementation((sql, ...args) => {
      const rows = all(sql, ...args);
      looked += rows.length;
      return rows;
    });
    const found = pages(query, bounded());
    looking.mockRestore();
    expect(found.ids).toHaveLength(expected.length);
    expect(new Set(found.ids)).toEqual(new Set(expected));
    expect(found.pages).toBeGreaterThan(1);
    // those with a value to sort by, and those without
    expect(looked / found.pages).toBeLessThanOrEqual(2 * LOOKED);
  });

  test('where no page can go on, what would look at too much is refused', () => {
    const count = (query: string) => pages(`${query}&_summary=count`, bounded()).totals[0];
    expect(count('status=busy')).toBe(SLOTS / 3);
    expect(() => count('status=busy&service-type=b')).toThrow(/2000 resources would have to be looked at to count/);
    expect(pages('status=busy&service-type=b&_total=accurate&_count=1000', bounded()).totals[0]).toBeUndefined();
    expect(() => pages('_has:Slot:schedule:status:not=free', bounded(), 'Schedule')).toThrow(/to follow a chain/);
    expect(() => pages('_has:Slot:schedule:service-type=urn:s|b', bounded(), 'Schedule')).toThrow(/to follow a chain/);
    expect(() => pages('status=free&_page=eyJvZmZzZXQiOjUwfQ', bounded())).toThrow(/narrower/);
    const matching = (query: [string, string][]) => bounded().matching('Slot', readSearch('Slot', query, parameters, true), 2);
    expect(matching([['status', 'busy']])).toHaveLength(2);
    expect(() =>
      matching([
        ['status', 'busy'],
        ['schedule:missing', 'true'],
      ]),
    ).toThrow(/narrower/);
  });
});

test('a store that was closed goes on where it was', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'addax-')), 'resources.sqlite');
  const put = (into: ResourceStore, family: string) =>
    into.put('Patient', 'p', { resourceType: 'Patient', name: [{ family }] }, 'PUT', new Date());
  const first = new ResourceStore(path, parameters);
  put(first, 'Avant');
  expect(() => first.change(() => [put(first, 'Jamais'), JSON.parse('{')])).toThrow();
  expect(() => new ResourceStore(path, parameters)).toThrow();
  first.close();
  const second = new ResourceStore(path, parameters);
  put(second, 'Après');
  expect(second.history({ type: 'Patient', id: 'p' }, {}).map(({ version, seq }) => [version, seq])).toEqual([
    [2, 2],
    [1, 1],
  ]);
  const found = (family: string) =>
    new Search(second, () => new Date()).run('Patient', readSearch('Patient', [['family', family]], parameters, true)).total;
  expect([found('avant'), found('apres'), found('jamais')]).toEqual([0, 1, 0]);
  second.close();
});
