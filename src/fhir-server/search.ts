import { Conditions, testOf, type Condition } from './conditions.js';
import { refusal, type Issue } from './outcome.js';
import type { SearchParameter } from './search-parameters.js';
import type { Include, SearchRequest } from './search-request.js';
import { type IndexTable, tableOf, type ResourceStore, type Version } from './store.js';

/** What a page of a search found. */
export interface Found {
  matches: readonly Version[];
  included: readonly Version[];
  /** of all pages; undefined where counting would cost more than finding */
  total: number | undefined;
  /** names the next page; undefined: there is none */
  next: string | undefined;
  issues: readonly Issue[];
}

/** Up to as many candidates are all looked at: they are sorted and counted. */
const NARROW = 5000;
/** Candidates that are tested to count what fulfils several conditions. */
const TESTED = 100_000;
/** Resources that come along with one page. */
const MOST_INCLUDED = 1000;
/** How often what was included is asked for what it includes: circles end before, for nothing comes twice. */
const MOST_ROUNDS = 8;
/** Pages begin at most this far on. */
const FARTHEST = 100_000;

/** Where the next page goes on: so many on, or after the last one in the order of an index. */
type Page = { offset: number } | { after: Cursor };
interface Cursor {
  /** 0: those with a value to sort by, 1: the others */
  phase: 0 | 1;
  driver: number;
  values: readonly (string | number)[];
}

/** Finds what a search asks for: in one page, with the resources that it includes. */
export class Search {
  readonly #conditions: Conditions;

  constructor(
    private readonly store: ResourceStore,
    now: () => Date,
  ) {
    this.#conditions = new Conditions(store, now);
  }

  /** The resources that a search finds, as a condition of another interaction: no more than a few are looked for. */
  matching(type: string, request: SearchRequest, limit: number): Version[] {
    const conditions = this.#conditions.of(type, request.criteria);
    return this.#narrow(type, conditions, this.#estimates(conditions), limit).flatMap((key) => this.store.byKey(key) ?? []);
  }

  /** @throws Refused for values that cannot be, and for what costs too much */
  run(type: string, request: SearchRequest): Found {
    const conditions = this.#conditions.of(type, request.criteria);
    const candidates = this.#estimates(conditions);
    const least = Math.min(Infinity, ...candidates);
    const page = request.page === undefined ? undefined : readPage(request.page);
    const narrow = page ? 'offset' in page : least <= NARROW || this.#isFew(type);
    if (request.summary === 'count') return { ...NOTHING_FOUND, total: this.#counted(type, conditions) };
    const found =
      narrow ?
        this.#sorted(type, conditions, candidates, request, page && 'offset' in page ? page.offset : 0)
      : this.#inOrder(type, conditions, candidates, request, page && 'after' in page ? page.after : undefined);
    const total =
      request.total === 'none' ? undefined
      : found.total !== undefined ? found.total
      : request.total === undefined ? undefined
      : this.#count(type, conditions);
    const matches = found.keys.flatMap((key) => this.store.byKey(key) ?? []);
    return { matches, ...this.#including(matches, request), total, next: found.next };
  }

  #isFew(type: string): boolean {
    const sql = 'SELECT count(*) AS n FROM (SELECT 1 FROM resource WHERE type = ? AND body IS NOT NULL LIMIT ?)';
    return this.store.get<{ n: number }>(sql, type, NARROW + 1)!.n <= NARROW;
  }

  /** How many rows each condition has, counted only as far as it matters. */
  #estimates(conditions: readonly Condition[], limit = NARROW + 1): number[] {
    return conditions.map(({ table, where, args, negated }) => {
      if (negated) return Infinity;
      const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE ${where} LIMIT ?)`;
      return this.store.get<{ n: number }>(sql, ...args, limit)!.n;
    });
  }

  /** Everything that fulfils the conditions, when that is little. */
  #narrow(type: string, conditions: readonly Condition[], estimates: readonly number[], limit: number): number[] {
    const first = estimates.indexOf(Math.min(...estimates));
    const driver = estimates.length > 0 && estimates[first] !== Infinity ? conditions[first] : undefined;
    const others = conditions.filter((one) => one !== driver);
    const from =
      driver ?
        `SELECT DISTINCT ${driver.key} AS k FROM ${driver.table} WHERE ${driver.where}`
      : 'SELECT key AS k FROM resource WHERE type = ? AND body IS NOT NULL';
    const tests = others.map(testOf('k'));
    return this.store
      .all<{ k: number }>(
        `SELECT k FROM (${from}) ${whereOf(tests)} LIMIT ?`,
        ...(driver ? driver.args : [type]),
        ...tests.flatMap(({ args }) => args),
        limit,
      )
      .map(({ k }) => k);
  }

  #sorted(
    type: string,
    conditions: readonly Condition[],
    estimates: readonly number[],
    { sort, count }: SearchRequest,
    offset: number,
  ): Keys {
    const keys = this.#narrow(type, conditions, estimates, FARTHEST).sort((a, b) => a - b);
    const ordered = sort.length === 0 ? keys : this.#order(type, keys, sort);
    const page = ordered.slice(offset, offset + count);
    const more = offset + count < ordered.length;
    return { keys: page, total: ordered.length, next: more ? writePage({ offset: offset + count }) : undefined };
  }

  #order(type: string, keys: readonly number[], sort: SearchRequest['sort']): number[] {
    const columns = sort.map(({ parameter, descending }) => ({ values: this.#sortValues(type, keys, parameter, descending), descending }));
    return [...keys].sort((a, b) => {
      for (const { values, descending } of columns) {
        const [x, y] = [values.get(a), values.get(b)];
        if (x === y) continue;
        // what has no value comes last, whatever the direction
        if (x === undefined) return 1;
        if (y === undefined) return -1;
        return x < y !== descending ? -1 : 1;
      }
      return a - b;
    });
  }

  #sortValues(
    type: string,
    keys: readonly number[],
    parameter: SearchParameter | '_id',
    descending: boolean,
  ): ReadonlyMap<number, string | number> {
    const all = JSON.stringify(keys);
    if (parameter === '_id')
      return asMap(this.store.all('SELECT key AS k, id AS v FROM resource WHERE key IN (SELECT value FROM json_each(?))', all));
    const { table, column } = sortColumn(parameter);
    const number = this.store.numbered(type, parameter.code)?.number ?? -1;
    const end = descending ? 'max' : 'min';
    return asMap(
      this.store.all(
        `SELECT resource AS k, ${end}(${descending && column === 'low' ? 'high' : column}) AS v FROM ${table}
          WHERE param = ? AND resource IN (SELECT value FROM json_each(?)) GROUP BY resource`,
        number,
        all,
      ),
    );
  }

  /**
   * One page of many: read in the order of one index, so that nothing is looked at beyond its end. The index is that of the
   * parameter to sort by, else that of the condition which leaves the fewest.
   */
  #inOrder(
    type: string,
    conditions: readonly Condition[],
    estimates: readonly number[],
    request: SearchRequest,
    after: Cursor | undefined,
  ): Keys {
    const [sort, ...more] = request.sort;
    if (more.length > 0)
      throw refusal(
        403,
        'too-costly',
        `Plus de ${NARROW} réponses ne se trient que par un paramètre\u00A0: restreindre la recherche, ou le tri.`,
        `More than ${NARROW} answers are sorted by one parameter only: make the search or the sort narrower.`,
      );
    const driver = sort ? -1 : (after?.driver ?? fewest(conditions, estimates));
    const first = conditions[driver];
    const walk =
      sort?.parameter === '_id' ? byId(type, conditions, sort.descending)
      : sort ? this.#bySort(type, conditions, sort.parameter, sort.descending)
      : first && isWalkable(first) ? byCondition(conditions, first)
      : byType(type, conditions);
    const found = after?.phase === 1 ? [] : this.#walk(walk, after?.values, request.count + 1);
    const keys = found.map(({ k }) => k);
    const cursor = (row: Row, phase: 0 | 1): string =>
      writePage({
        after: { phase, driver, values: [...(row.v === undefined ? [] : [row.v]), ...(row.w === undefined ? [] : [row.w]), row.k] },
      });
    if (keys.length > request.count) return { keys: keys.slice(0, -1), next: cursor(found.at(-2)!, 0), total: undefined };
    if (!walk.rest) return { keys, next: undefined, total: undefined };
    // resources without a value to sort by come last
    const others = this.#walk(walk.rest, after?.phase === 1 ? after.values : undefined, request.count + 1 - keys.length);
    const all = [...keys, ...others.map(({ k }) => k)];
    if (all.length <= request.count) return { keys: all, next: undefined, total: undefined };
    // with a page that ends where they begin, the next one begins with the first of them
    const last = others.at(-2) ?? { k: 0 };
    return { keys: all.slice(0, -1), next: cursor(last, 1), total: undefined };
  }

  #walk({ sql, args, columns, descending }: Walk, after: readonly (string | number)[] | undefined, limit: number): Row[] {
    const fits = after?.length === columns.length ? after : undefined;
    const on = fits ? ` AND (${columns.join(', ')}) ${descending ? '<' : '>'} (${columns.map(() => '?').join(', ')})` : '';
    const order = columns.map((column) => `${column}${descending ? ' DESC' : ''}`).join(', ');
    return this.store.all<Row>(`${sql}${on} ORDER BY ${order} LIMIT ?`, ...args, ...(fits ?? []), limit);
  }

  #bySort(type: string, conditions: readonly Condition[], parameter: SearchParameter, descending: boolean): Walk {
    const numbered = this.store.numbered(type, parameter.code);
    const { table, column, second } = sortColumn(parameter);
    const number = numbered?.number ?? -1;
    // conditions on the parameter itself bound the part of the index that is read
    const own = numbered?.many ? [] : conditions.filter((one) => one.table === table && one.param === number && !one.negated);
    const others = conditions.filter((one) => !own.includes(one));
    const tests = others.map(testOf('d.resource'));
    const first =
      numbered?.many ?
        [
          `NOT EXISTS (SELECT 1 FROM ${table} e INDEXED BY ${table}_of WHERE e.resource = d.resource AND e.param = d.param AND e.${column} ${descending ? '>' : '<'} d.${column})`,
        ]
      : [];
    const where = ['d.param = ?', ...own.map((one) => one.where), ...tests.map(({ sql }) => sql), ...first].join(' AND ');
    const columns = [`d.${column}`, ...(second ? [`d.${second}`] : []), 'd.resource'];
    return {
      sql: `SELECT DISTINCT d.resource AS k, d.${column} AS v${second ? `, d.${second} AS w` : ''} FROM ${table} d WHERE ${where}`,
      args: [number, ...own.flatMap(({ args }) => args), ...tests.flatMap(({ args }) => args)],
      columns,
      descending,
      ...(own.length === 0 && {
        rest: byType(type, [
          ...conditions,
          { table, key: 'resource', where: 'param = ?', args: [number], negated: true, order: undefined },
        ]),
      }),
    };
  }

  /** @throws Refused where nothing but the count was asked for, and it cannot be told */
  #counted(type: string, conditions: readonly Condition[]): number {
    const total = this.#count(type, conditions);
    if (total !== undefined) return total;
    throw refusal(
      403,
      'too-costly',
      `Plus de ${TESTED} ressources seraient à examiner pour les compter\u00A0: restreindre la recherche.`,
      `More than ${TESTED} resources would have to be looked at to count them: make the search narrower.`,
    );
  }

  /** How many there are in all; undefined where too many would have to be tested to tell. */
  #count(type: string, conditions: readonly Condition[]): number | undefined {
    if (conditions.length === 0) return this.store.count(type);
    const estimates = this.#estimates(conditions, TESTED + 1);
    const least = fewest(conditions, estimates, true);
    const driver = conditions[least];
    const tests = conditions.filter((one) => one !== driver).map(testOf('k'));
    if (tests.length > 0 && (driver ? estimates[least]! : this.store.count(type)) > TESTED) return undefined;
    const from =
      driver ?
        `SELECT DISTINCT ${driver.key} AS k FROM ${driver.table} WHERE ${driver.where}`
      : 'SELECT key AS k FROM resource WHERE type = ? AND body IS NOT NULL';
    return this.store.get<{ n: number }>(
      `SELECT count(*) AS n FROM (${from}) ${whereOf(tests)}`,
      ...(driver ? driver.args : [type]),
      ...tests.flatMap(({ args }) => args),
    )!.n;
  }

  /** What comes along with the matches: nothing twice, and not without end. */
  #including(matches: readonly Version[], { includes, revIncludes }: SearchRequest): Pick<Found, 'included' | 'issues'> {
    const seen = new Set(matches.map(({ key }) => key));
    const included: Version[] = [];
    const issues = new Set<Issue>();
    const add = (key: number): void => {
      if (seen.has(key)) return;
      if (included.length >= MOST_INCLUDED) {
        issues.add(TOO_MANY_INCLUDED);
        return;
      }
      const version = this.store.byKey(key);
      if (version?.body === undefined) return;
      seen.add(key);
      included.push(version);
    };
    let round: readonly Version[] = matches;
    for (let number = 0; number < MOST_ROUNDS && round.length > 0; number++) {
      const from = included.length;
      for (const include of includes) {
        if (number > 0 && !include.iterate) continue;
        for (const version of round) for (const key of this.#included(version, include)) add(key);
      }
      for (const { type, code, iterate, target } of revIncludes) {
        if (number > 0 && !iterate) continue;
        for (const version of round)
          if (target === undefined || version.type === target)
            for (const key of this.store.sourcesOf(version.key, type, code!, MOST_INCLUDED + 1)) add(key);
      }
      round = included.slice(from);
    }
    return { included, issues: [...issues] };
  }

  #included({ key, type }: Version, include: Include): number[] {
    if (include.type !== type) return [];
    const keys = this.store.targetsOf(key, type, include.code);
    return include.target === undefined ? keys : keys.filter((one) => this.store.byKey(one)?.type === include.target);
  }
}

/** A search that finds nothing. */
export const NOTHING_FOUND: Found = { matches: [], included: [], total: 0, next: undefined, issues: [] };

const TOO_MANY_INCLUDED: Issue = {
  severity: 'warning',
  code: 'too-costly',
  text: {
    fr: `Plus de ${MOST_INCLUDED} ressources à inclure\u00A0: les autres ne sont pas dans cette page. Demander des pages plus courtes (_count).`,
    en: `More than ${MOST_INCLUDED} resources to include: the others are not in this page. Ask for shorter pages (_count).`,
  },
};

interface Keys {
  keys: readonly number[];
  next: string | undefined;
  total: number | undefined;
}

interface Row {
  k: number;
  v?: string | number;
  w?: string | number;
}

/** A way through an index, in its order. */
interface Walk {
  sql: string;
  args: readonly (string | number)[];
  /** in which order, the key last */
  columns: readonly string[];
  descending: boolean;
  /** those that are not in the index */
  rest?: Walk;
}

const whereOf = (tests: readonly { sql: string }[]): string =>
  tests.length > 0 ? `WHERE ${tests.map(({ sql }) => sql).join(' AND ')}` : '';

function byType(type: string, conditions: readonly Condition[]): Walk {
  const tests = conditions.map(testOf('d.key'));
  return {
    sql: `SELECT d.key AS k FROM resource d WHERE d.type = ? AND d.body IS NOT NULL${tests.map(({ sql }) => ` AND ${sql}`).join('')}`,
    args: [type, ...tests.flatMap(({ args }) => args)],
    columns: ['d.key'],
    descending: false,
  };
}

function byId(type: string, conditions: readonly Condition[], descending: boolean): Walk {
  const { sql, args } = byType(type, conditions);
  return { sql: sql.replace('d.key AS k', 'd.key AS k, d.id AS v'), args, columns: ['d.id', 'd.key'], descending };
}

/** Along the index of one condition. */
function byCondition(conditions: readonly Condition[], first: Condition): Walk {
  const { table, where, args } = first;
  const tests = conditions.filter((one) => one !== first).map(testOf('d.resource'));
  const more = tests.map(({ sql }) => ` AND ${sql}`).join('');
  const moreArgs = tests.flatMap((test) => test.args);
  if (first.order === 'fixed')
    return {
      sql: `SELECT DISTINCT d.resource AS k FROM ${table} d WHERE ${where}${more}`,
      args: [...args, ...moreArgs],
      columns: ['d.resource'],
      descending: false,
    };
  const [v, w] = table === 'period' ? ['low', 'high'] : ['value', 'exact'];
  // of several values that fit, the first one counts
  const earlier = `SELECT 1 FROM ${table} e INDEXED BY ${table}_of WHERE e.resource = d.resource AND (e.${v}, e.${w}) < (d.${v}, d.${w}) AND ${where}`;
  return {
    sql: `SELECT d.resource AS k, d.${v} AS v, d.${w} AS w FROM ${table} d WHERE ${where}${first.many === true ? ` AND NOT EXISTS (${earlier})` : ''}${more}`,
    args: [...args, ...(first.many === true ? args : []), ...moreArgs],
    columns: [`d.${v}`, `d.${w}`, 'd.resource'],
    descending: false,
  };
}

/** Can its index be read in an order in which a page can go on? */
const isWalkable = ({ negated, order, key, table }: Condition): boolean =>
  !negated && key === 'resource' && (order === 'fixed' || (order === 'range' && (table === 'period' || table === 'text')));

/** Which condition leaves the fewest candidates; -1: none can be gone by. */
function fewest(conditions: readonly Condition[], estimates: readonly number[], anyOrder = false): number {
  let best = -1;
  conditions.forEach((condition, index) => {
    if (!(anyOrder ? !condition.negated : isWalkable(condition))) return;
    const fewer = best === -1 ? -1 : estimates[index]! - estimates[best]!;
    // of two that were not counted to their end, a range is the narrower one: it was asked for as such
    if (fewer < 0 || (fewer === 0 && condition.order === 'range')) best = index;
  });
  return best;
}

function sortColumn(parameter: SearchParameter): { table: IndexTable; column: string; second?: string } {
  const table = tableOf(parameter);
  switch (table) {
    case 'period':
      return { table, column: 'low', second: 'high' };
    case 'text':
      return { table, column: 'value', second: 'exact' };
    case 'token':
      return { table, column: 'code' };
    case 'link':
      return { table, column: 'target' };
    case 'amount':
      return { table, column: 'low', second: 'high' };
  }
}

const asMap = (rows: readonly { k: number; v: string | number }[]): ReadonlyMap<number, string | number> =>
  new Map(rows.map(({ k, v }) => [k, v]));

const writePage = (page: Page): string => Buffer.from(JSON.stringify(page)).toString('base64url');

/** @throws Refused when it is none that was given out */
function readPage(written: string): Page {
  const unknown = refusal(400, 'value', 'Cette page n’existe pas.', 'There is no such page.');
  let page: unknown;
  try {
    page = JSON.parse(Buffer.from(written, 'base64url').toString('utf8'));
  } catch {
    throw unknown;
  }
  const { offset, after } = (page ?? {}) as { offset?: unknown; after?: Partial<Record<keyof Cursor, unknown>> };
  if (typeof offset === 'number' && Number.isInteger(offset) && offset >= 0 && offset <= FARTHEST) return { offset };
  const isValue = (value: unknown): boolean => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
  if (
    after
    && (after.phase === 0 || after.phase === 1)
    && Number.isInteger(after.driver)
    && Array.isArray(after.values)
    && after.values.every(isValue)
  )
    return { after: after as Cursor };
  throw unknown;
}
