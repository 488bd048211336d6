import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleWriter } from '../evidence/index.js';
import type { ExactObject } from '../protocols/fhir/index.js';
import { fhirDefinitions, fhirRest } from '../packs/index.js';
import { HttpServer, type Listening } from '../transport/index.js';
import { SEARCHED, UCUM } from './fixtures/searched.js';
import { NOT_HERE, SEARCHES, written } from './fixtures/searches.js';
import { readSearch } from './search-request.js';
import { Search } from './search.js';
import { Capabilities, fhirServer, place, ResourceStore, SearchParameters } from './index.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const TYPES = [...new Set(SEARCHED.map(({ resourceType }) => String(resourceType)))];

let listening: Listening;
let store: ResourceStore;

beforeAll(async () => {
  const rest = fhirRest();
  const parameters = new SearchParameters(rest);
  store = new ResourceStore(undefined, parameters);
  const service = {
    capabilities: new Capabilities({
      resourceType: 'CapabilityStatement',
      status: 'active',
      date: '2026-11-21',
      kind: 'instance',
      fhirVersion: '4.0.1',
      format: ['application/fhir+json'],
      rest: [
        {
          mode: 'server',
          resource: TYPES.map((type) => ({ type, interaction: [{ code: 'read' }, { code: 'search-type' }, { code: 'history-type' }] })),
          interaction: [{ code: 'search-system' }, { code: 'history-system' }],
        },
      ],
    }),
    ...{ store, parameters, definitions: fhirDefinitions([]), summaries: rest.summaries, judge: () => [], now: () => NOW },
  };
  listening = await HttpServer.listen({
    actor: 'fhir',
    context: {
      recorder: new BundleWriter(mkdtempSync(join(tmpdir(), 'addax-'))),
      listen: { host: '127.0.0.1', port: 0 },
      faults: [],
      peers: {},
      parameters: {},
      now: () => NOW,
    },
    ...fhirServer({ ...service, path: '/fhir' }),
  });
  for (const resource of SEARCHED) place(service, resource as ExactObject);
});
afterAll(async () => {
  await listening.close();
  store.close();
});

interface Bundle {
  resourceType: string;
  total?: number;
  entry?: { resource: { resourceType: string; id: string }; search: { mode: string } }[];
  link?: { relation: string; url: string }[];
  issue?: { code: string; diagnostics: string; details: { text: string } }[];
}

async function get(address: string): Promise<{ status: number; json: Bundle }> {
  const answer = await fetch(address.startsWith('http') ? address : `${listening.url}${address}`);
  return { status: answer.status, json: (await answer.json()) as Bundle };
}

const idsOf = ({ entry = [] }: Bundle): string[] =>
  entry.flatMap(({ resource, search }) => (search.mode === 'match' ? [resource.id] : [])).sort();

async function answered(type: string, query: string): Promise<string | RegExp> {
  const { status, json } = await get(`/${type}?${written(query)}&_count=100`);
  if (status === 200) {
    const left = (json.entry ?? []).filter(({ search }) => search.mode === 'outcome').length;
    return `${idsOf(json).join(' ')}${left > 0 ? ' (left out)' : ''}`;
  }
  expect(json.resourceType).toBe('OperationOutcome');
  expect(json.issue![0]!.details.text).not.toBe('');
  return `${status} ${json.issue![0]!.code}`;
}

describe.each(SEARCHES)('%s', (_kind, rows) => {
  test.each(rows)('%s?%s: %s', async (type, query, expected) => {
    expect(await answered(type, query)).toBe(expected);
  });
});

describe('as many values as a parameter may have', () => {
  const many = (name: string, value: (number: number) => string): string =>
    `${name}=${Array.from({ length: 500 }, (_one, number) => encodeURIComponent(value(number))).join(',')}`;
  const five = ['family', 'given', 'name', 'address', 'email'].map((name) => many(name, (number) => `a${number}`)).join('&');

  test.each<[string, string, number]>([
    ['Patient', many('gender:not', (number) => `a${number}`), 200],
    ['Patient', `active=true&${many('birthdate', (number) => `ge${1000 + number}`)}`, 200],
    ['Observation', `status=final&${many('value-quantity', (number) => `gt${number}|${UCUM}|mg`)}`, 200],
    ['Observation', `status=final&${many('code-value-quantity', (number) => `dose$gt${number}`)}`, 200],
    ['Location', `name=x&${many('near', (number) => `${number / 10}|1|1|km`)}`, 200],
    ['Patient', five, 403],
  ])('%s?%.30s…', async (type, query, status) => {
    const answer = await fetch(`${listening.url}/${type}/_search`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: query,
    });
    expect(answer.status).toBe(status);
  });
});

test('where a search looks at few rows at a time, its pages find the same', () => {
  const search = new Search(store, () => NOW, { narrow: 1, looked: 4, tested: 10_000 }, fhirDefinitions([]));
  const differ: string[] = [];
  for (const [type, query, expected] of SEARCHES.flatMap(([, rows]) => rows)) {
    if (/^\d/.test(expected)) continue;
    const ids: string[] = [];
    for (let page: string | undefined = '', pages = 0; page !== undefined && pages < 100; pages++) {
      const given = [...new URLSearchParams(written(query)), ['_page', page] as [string, string], ['_count', '2'] as [string, string]];
      const asked = readSearch(type, page === '' ? given.filter(([name]) => name !== '_page') : given, store.parameters, false);
      const found = search.run(type, asked);
      ids.push(...found.matches.map(({ id }) => id));
      page = found.next;
    }
    if (ids.sort().join(' ') !== expected.replace(' (left out)', '')) differ.push(`${type}?${query}: ${ids.join(' ')}, not ${expected}`);
  }
  expect(differ).toEqual([]);
});

describe('a search of several types', () => {
  const found = ({ entry = [] }: Bundle): string[] =>
    entry.flatMap(({ resource, search }) => (search.mode === 'match' ? [`${resource.resourceType}/${resource.id}`] : []));

  test('pages go from one type to the next', async () => {
    let { json } = await get('/?_type=Patient,Organization&_count=2');
    const pages = [found(json)];
    for (let next = json.link!.find(({ relation }) => relation === 'next'); next;) {
      ({ json } = await get(next.url));
      pages.push(found(json));
      next = json.link!.find(({ relation }) => relation === 'next');
    }
    expect(pages.flat().sort()).toEqual(
      ['o1', 'o2', 'o3'].map((id) => `Organization/${id}`).concat(['p1', 'p2', 'p3', 'p4'].map((id) => `Patient/${id}`)),
    );
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 2, 1]);
  });

  test.each<[string, string[] | string]>([
    ['_type=Patient,Organization&_list=l1', ['Organization/o1', 'Patient/p1', 'Patient/p3']],
    ['_type=Patient,Observation&_content=foie', ['Patient/p1', 'Patient/p2']],
    ['_type=Patient,RiskAssessment&identifier=urn:a|1', ['Patient/p1']],
    ['_type=RiskAssessment&probability=0.25', ['RiskAssessment/r1']],
    ['_type=Patient&_sort=-birthdate&_count=1', ['Patient/p3']],
    ['_id=o1', ['Organization/o1']],
    ['_tag=x&_lastUpdated=2026-11-21', ['Patient/p4']],
    ['_type=Patient,Nothing', NOT_HERE],
    ['_type=Patient,Organization&_sort=_lastUpdated', NOT_HERE],
    ['_page=9999.x', '400 value'],
    ['_page=0.zzz', '400 value'],
  ])('?%s', async (query, expected) => {
    const { status, json } = await get(`/?${query}`);
    expect(status === 200 ? found(json).sort() : `${status} ${json.issue![0]!.code}`).toEqual(expected);
  });

  test('totals are those of all types, by POST too; a parameter that one type lacks is left out and told', async () => {
    const { json } = await get('/?_type=Patient,Organization&_summary=count');
    expect([json.total, json.entry]).toEqual([7, undefined]);
    expect((await get('/?_type=Patient,Organization&_count=1&_total=accurate')).json.total).toBe(7);
    const posted = await fetch(`${listening.url}/_search`, {
      method: 'POST',
      body: new URLSearchParams({ _type: 'Location', near: '45.764|4.8357' }),
    });
    expect(found((await posted.json()) as Bundle)).toEqual(['Location/lyon']);
    const left = await get('/?_type=Patient,Organization&gender=male');
    expect([found(left.json).length, left.json.entry!.at(-1)!.search.mode]).toEqual([7, 'outcome']);
  });

  test('/metadata says so', async () => {
    const { rest } = (await get('/metadata')).json as unknown as {
      rest: { searchParam: { name: string }[]; resource: { type: string; searchParam: { name: string; type: string }[] }[] }[];
    };
    const names = (of: { name: string }[]): string[] => of.map(({ name }) => name);
    expect(names(rest[0]!.searchParam)).toEqual(expect.arrayContaining(['_id', '_lastUpdated', '_tag', '_content', '_list']));
    const of = (type: string) => rest[0]!.resource.find((one) => one.type === type)!.searchParam;
    expect(of('Observation')).toContainEqual(expect.objectContaining({ name: 'code-value-quantity', type: 'composite' }));
    expect(of('Location')).toContainEqual(expect.objectContaining({ name: 'near', type: 'special', documentation: expect.any(String) }));
    expect(names(of('Patient'))).toContain('_text');
    expect(names(of('Patient'))).not.toContain('_query');
  });
});

test('what is written again is found by its new values only', async () => {
  const put = (value: number, words: string): void => {
    store.put(
      'Observation',
      'again',
      {
        ...SEARCHED.find(({ id }) => id === 'b1')!,
        id: 'again',
        note: [{ text: words }],
        component: [{ code: { coding: [{ code: 'again', display: words }] }, valueQuantity: { value, system: UCUM, code: 'mm[Hg]' } }],
      },
      'PUT',
      NOW,
    );
  };
  put(1, 'avant');
  put(2, 'apres');
  const found = async (query: string): Promise<string> => String(await answered('Observation', query));
  for (const [before, after] of [
    ['component-code-value-quantity=again$1', 'component-code-value-quantity=again$2'],
    ['_content=avant', '_content=apres'],
    ['component-code:text=avant', 'component-code:text=apres'],
    [`combo-value-quantity=1|${UCUM}|mm[Hg]`, `combo-value-quantity=2|${UCUM}|mm[Hg]`],
  ] as const)
    expect([await found(before), await found(after)]).toEqual(['', 'again']);
  store.remove('Observation', 'again', NOW);
  expect(await found('component-code-value-quantity=again$2')).toBe('');
  const rows = (table: string) =>
    store.get<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE resource < 0 AND -resource NOT IN (SELECT number FROM element)`)!.n;
  expect(['token', 'amount', 'text'].map(rows)).toEqual([0, 0, 0]);
});

test('history: which versions were the current ones at some time', async () => {
  const day = (date: number): Date => new Date(Date.UTC(2030, 0, date, 12));
  for (const date of [1, 3, 5]) store.put('List', 'h', { resourceType: 'List', title: `${date}` }, 'PUT', day(date));
  store.remove('List', 'h', day(7));
  const versions = async (query: string): Promise<unknown[]> => {
    const { json, status } = await get(`/List/_history?${query}`);
    if (status !== 200) return [status];
    expect(json.total).toBe((json.entry ?? []).length);
    return (json.entry ?? [])
      .filter(({ resource }) => resource === undefined || resource.id === 'h')
      .map(({ resource }) => (resource as { title?: string } | undefined)?.title);
  };
  expect(await versions('_since=2030-01-04')).toEqual([undefined, '5']);
  expect(await versions('_at=2030-01-02')).toEqual(['1']);
  expect(await versions('_at=2030-01-03')).toEqual(['3', '1']);
  expect(await versions('_at=2030-01-04T00:00:00Z')).toEqual(['3']);
  expect(await versions('_at=2030')).toEqual([undefined, '5', '3', '1']);
  expect(await versions('_at=2029-12')).toEqual([]);
  expect(await versions('_at=2031')).toEqual([undefined]);
  expect(await versions('_at=2030&_since=2030-01-05')).toEqual([undefined, '5']);
  expect(await versions('_at=then')).toEqual([400]);
});
