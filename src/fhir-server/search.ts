import type { Definitions } from '../protocols/fhir/index.js';
import { Conditions, missing, testOf, type Condition } from './conditions.js';
import { refusal, type Issue, type Refused } from './outcome.js';
import { between, type Argument } from './parts.js';
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

/** How far a search goes. */
export interface SearchBounds {
  /** up to as many candidates are all looked at: they are sorted and counted */
  narrow: number;
  /** rows of an index that one page looks at; one that found less than it may hold ends there, and the next one goes on */
  looked: number;
  /** rows that are looked at where nothing can go on later: to count, to follow a chain, for the condition of an interaction */
  tested: number;
}
const BOUNDS: SearchBounds = { narrow: 5000, looked: 50_000, tested: 100_000 };
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
    private readonly bounds: SearchBounds = BOUNDS,
    definitions?: Definitions,
  ) {
    this.#conditions = new Conditions(store, now, bounds.tested, definitions);
  }

  /**
   * The resources that a search finds, as a condition of another interaction: no more than a few are looked for.
   * @throws Refused where too many would have to be looked at to find them
   */
  matching(type: string, request: SearchRequest, limit: number): Version[] {
    const conditions = this.#conditions.of(type, request.criteria);
    const estimates = this.#estimates(conditions);
    return this.#few(type, conditions, estimates, limit).flatMap((key) => this.store.byKey(key) ?? []);
  }

  #few(type: string, conditions: readonly Condition[], estimates: readonly number[], limit: number): readonly number[] {
    if (this.#isNarrow(type, conditions, estimates)) return this.#narrow(type, conditions, estimates, limit);
    const first = conditions[fewest(conditions, estimates)];
    const walk = first ? byCondition(conditions, first) : byType(type, conditions);
    const { found, stopped } = this.#walk(walk, undefined, limit, this.bounds.tested);
    if (stopped && found.length < limit) throw this.#tooCostly();
    return found.map(({ k }) => k);
  }

  #isNarrow(type: string, conditions: readonly Condition[], estimates: readonly number[]): boolean {
    const { narrow } = this.bounds;
    if (Math.min(Infinity, ...estimates) <= narrow) return true;
    // what more resources have than are few is of more resources
    const isTold = conditions.some(({ key, many }, index) => key === 'resource' && many === false && estimates[index]! === narrow + 1);
    return !isTold && this.#isFew(type);
  }

  /**
   * @param mayRead whether resources of a type may come along with what is found; absent: any
   * @throws Refused for values that cannot be, and for what costs too much
   */
  run(type: string, request: SearchRequest, mayRead?: (type: string) => boolean): Found {
    const conditions = this.#conditions.of(type, request.criteria);
    const candidates = this.#estimates(conditions);
    const page = request.page === undefined ? undefined : readPage(request.page);
    const narrow = page && 'after' in page ? false : this.#isNarrow(type, conditions, candidates);
    if (page && 'offset' in page && !narrow) throw this.#tooCostly();
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
    return { matches, ...this.#including(matches, request, mayRead), total, next: found.next };
  }

  #isFew(type: string): boolean {
    const sql = 'SELECT count(*) AS n FROM (SELECT 1 FROM resource INDEXED BY live WHERE type = ? AND body IS NOT NULL LIMIT ?)';
    return this.store.get<{ n: number }>(sql, type, this.bounds.narrow + 1)!.n <= this.bounds.narrow;
  }

  /**
   * How many rows each condition has, counted only as far as it matters: up to the fewest that one had before. One that has
   * more, or far more to look at, counts as wide.
   */
  #estimates(conditions: readonly Condition[]): number[] {
    const { narrow } = this.bounds;
    const estimates = conditions.map(() => Infinity);
    let least = narrow;
    // a reference leaves fewer than a code or a time
    const order = [...conditions.keys()].sort((a, b) => Number(conditions[b]!.table === 'link') - Number(conditions[a]!.table === 'link'));
    for (const index of order) {
      const condition = conditions[index]!;
      if (condition.negated) continue;
      const rows = this.#rows(condition, least);
      estimates[index] = rows > least ? narrow + 1 : rows;
      least = Math.min(least, rows);
    }
    return estimates;
  }

  /** How many rows a condition has; more than `most` where they are more, or too many would have to be looked at to tell. */
  #rows(condition: Condition, most: number): number {
    const { looked } = this.bounds;
    if (this.#conditions.isWider(condition, most)) return most + 1;
    const looks = this.#conditions.looks(condition, looked + 1);
    if (looks <= most) return looks;
    if (looks > looked) return most + 1;
    const { table, where, args } = condition;
    const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE ${where} LIMIT ?)`;
    return this.store.get<{ n: number }>(sql, ...args, most + 1)!.n;
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
        `Plus de ${this.bounds.narrow} réponses ne se trient que par un paramètre\u00A0: restreindre la recherche, ou le tri.`,
        `More than ${this.bounds.narrow} answers are sorted by one parameter only: make the search or the sort narrower.`,
      );
    const driver = sort ? -1 : (after?.driver ?? fewest(conditions, estimates));
    const narrowest = conditions[driver];
    const walk =
      sort?.parameter === '_id' ? byId(type, conditions, sort.descending)
      : sort ? this.#bySort(type, conditions, sort.parameter, sort.descending)
      : narrowest && isWalkable(narrowest) ? byCondition(conditions, narrowest)
      : byType(type, conditions);
    const limit = request.count + 1;
    const cursor = (row: Row, phase: 0 | 1): string =>
      writePage({
        after: { phase, driver, values: [...(row.v === undefined ? [] : [row.v]), ...(row.w === undefined ? [] : [row.w]), row.k] },
      });
    const first = after?.phase === 1 ? NOTHING_WALKED : this.#walk(walk, after?.values, limit, this.bounds.looked);
    const keys = first.found.map(({ k }) => k);
    if (keys.length === limit) return { keys: keys.slice(0, -1), next: cursor(first.found.at(-2)!, 0), total: undefined };
    if (first.stopped) return { keys, next: cursor(first.stopped, 0), total: undefined };
    if (!walk.rest) return { keys, next: undefined, total: undefined };
    // resources without a value to sort by come last
    const on = after?.phase === 1 ? after.values : undefined;
    const others = this.#walk(walk.rest, on, limit - keys.length, this.bounds.looked);
    const all = [...keys, ...others.found.map(({ k }) => k)];
    // with a page that ends where they begin, the next one begins with the first of them
    if (all.length === limit) return { keys: all.slice(0, -1), next: cursor(others.found.at(-2) ?? { k: 0 }, 1), total: undefined };
    return { keys: all, next: others.stopped && cursor(others.stopped, 1), total: undefined };
  }

  /** Goes along an index until enough is found, its end is reached or enough rows were looked at. */
  #walk(
    { table, where, args, from, to, tests, shown, columns, descending }: Walk,
    after: readonly Argument[] | undefined,
    limit: number,
    most: number,
  ): Walked {
    const fits = whereAll(tests);
    const order = columns.map((column) => `${column}${descending ? ' DESC' : ''}`).join(', ');
    const place = after?.length === columns.length ? after : undefined;
    // where it goes on is one end of what is read: with a second one there, SQLite could choose the wrong one
    const bounds = between(columns[0]!, place && !descending ? undefined : from, place && descending ? undefined : to);
    const on = place ? ` AND (${columns.join(', ')}) ${descending ? '<' : '>'} (${columns.map(() => '?').join(', ')})` : '';
    const row = `${columns.at(-1)!} AS k${shown}`;
    const rows = `FROM ${table} WHERE ${where} AND ${bounds.where}${on} ORDER BY ${order} LIMIT ?`;
    const within = [...args, ...bounds.args, ...(place ?? []), most];
    // the inner select is read row by row, and no further than the outer one asks
    const found = this.store.all<Row>(
      `SELECT * FROM (SELECT ${row}, (${fits.sql}) AS fits ${rows}) WHERE fits LIMIT ?`,
      ...fits.args,
      ...within,
      limit,
    );
    if (found.length === limit) return { found, stopped: undefined };
    return { found, stopped: this.store.get<Row>(`SELECT ${row} ${rows} OFFSET ?`, ...within.with(-1, 1), most - 1) };
  }

  #bySort(type: string, conditions: readonly Condition[], parameter: SearchParameter, descending: boolean): Walk {
    const numbered = this.store.numbered(type, parameter.code);
    const { table, column, second } = sortColumn(parameter);
    const number = numbered?.number ?? -1;
    // conditions on the parameter itself bound the part of the index that is read
    const own = numbered?.many ? [] : conditions.filter((one) => one.table === table && one.param === number && !one.negated);
    const others = conditions.filter((one) => !own.includes(one));
    const tests = others.map(testOf('d.resource'));
    const of = [column, ...(second ? [second] : [])];
    const first = numbered?.many ? [firstOf(table, descending ? '>' : '<')] : [];
    const bounds = own.filter(({ order }) => order === 'range');
    return {
      table: `${table} d`,
      where: 'd.param = ?',
      args: [number],
      // several ranges of a parameter with one value per resource are one condition
      ...(bounds[0]?.from !== undefined && { from: bounds[0].from }),
      ...(bounds[0]?.to !== undefined && { to: bounds[0].to }),
      tests: [...own.map(({ where, args }) => ({ sql: `(${where})`, args })), ...first, ...tests],
      shown: `, d.${column} AS v${second ? `, d.${second} AS w` : ''}`,
      columns: [...of.map((one) => `d.${one}`), 'd.resource'],
      descending,
      ...(own.length === 0 && { rest: byType(type, [...conditions, missing(table, number, true)]) }),
    };
  }

  /** @throws Refused where nothing but the count was asked for, and it cannot be told */
  #counted(type: string, conditions: readonly Condition[]): number {
    const total = this.#count(type, conditions);
    if (total !== undefined) return total;
    throw refusal(
      403,
      'too-costly',
      `Plus de ${this.bounds.tested} ressources seraient à examiner pour les compter\u00A0: restreindre la recherche.`,
      `More than ${this.bounds.tested} resources would have to be looked at to count them: make the search narrower.`,
    );
  }

  #tooCostly(): Refused {
    return refusal(
      403,
      'too-costly',
      `Trop de ressources seraient à examiner\u00A0: restreindre la recherche.`,
      `Too many resources would have to be looked at: make the search narrower.`,
    );
  }

  /** How many there are in all; undefined where too many would have to be tested to tell. */
  #count(type: string, conditions: readonly Condition[]): number | undefined {
    if (conditions.length === 0) return this.store.count(type);
    const { tested } = this.bounds;
    const looks = conditions.map((one) => (one.negated ? Infinity : this.#conditions.looks(one, tested + 1)));
    const least = fewest(conditions, looks, true);
    const driver = conditions[least];
    const tests = conditions.filter((one) => one !== driver).map(testOf('k'));
    if (tests.length > 0 && (driver ? looks[least]! : this.store.count(type)) > tested) return undefined;
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
  #including(
    matches: readonly Version[],
    { includes, revIncludes }: SearchRequest,
    mayRead: (type: string) => boolean = () => true,
  ): Pick<Found, 'included' | 'issues'> {
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
      // what may not be read leads no further either
      if (!mayRead(version.type)) {
        issues.add(NOT_INCLUDED);
        return;
      }
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

const NOT_INCLUDED: Issue = {
  severity: 'warning',
  code: 'forbidden',
  text: {
    fr: 'Le jeton ne permet pas de lire tout ce qui est à joindre (_include, _revinclude)\u00A0: le reste manque.',
    en: 'The token does not allow to read all that is to be included (_include, _revinclude): the rest is missing.',
  },
};

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
  table: string;
  /** which part of the index is read: all of it, so that a number of rows is an amount of work */
  where: string;
  args: readonly (string | number)[];
  /** between which values of its first column */
  from?: string | number;
  to?: string | number;
  /** what its rows must fulfil */
  tests: readonly Test[];
  /** columns beside the key */
  shown: string;
  /** in which order, the key last */
  columns: readonly string[];
  descending: boolean;
  /** those that are not in the index */
  rest?: Walk;
}

interface Test {
  sql: string;
  args: readonly (string | number)[];
}

interface Walked {
  found: readonly Row[];
  /** the last row that was looked at, when there may be more */
  stopped: Row | undefined;
}
const NOTHING_WALKED: Walked = { found: [], stopped: undefined };

const whereAll = (tests: readonly Test[]): Test => ({
  sql: tests.map(({ sql }) => sql).join(' AND ') || '1',
  args: tests.flatMap(({ args }) => args),
});

const whereOf = (tests: readonly { sql: string }[]): string =>
  tests.length > 0 ? `WHERE ${tests.map(({ sql }) => sql).join(' AND ')}` : '';

const byType = (type: string, conditions: readonly Condition[]): Walk => ({
  table: 'resource d INDEXED BY live',
  where: 'd.type = ? AND d.body IS NOT NULL',
  args: [type],
  tests: conditions.map(testOf('d.key')),
  shown: '',
  columns: ['d.key'],
  descending: false,
});

const byId = (type: string, conditions: readonly Condition[], descending: boolean): Walk => ({
  ...byType(type, conditions),
  table: 'resource d',
  where: 'd.type = ?',
  tests: [{ sql: 'd.body IS NOT NULL', args: [] }, ...conditions.map(testOf('d.key'))],
  shown: ', d.id AS v',
  columns: ['d.id', 'd.key'],
  descending,
});

/** Along the index of one condition. */
function byCondition(conditions: readonly Condition[], first: Condition): Walk {
  const { table, where, args, reach } = first;
  const others = conditions.filter((one) => one !== first);
  const testsOf = (some: readonly Condition[]): Test[] => some.map(testOf('d.resource'));
  if (first.order === 'fixed') {
    const [part] = reach;
    return {
      table: `${table} d`,
      where: part!.where,
      args: part!.args,
      // a resource may have several rows in that part, of which one fulfils it
      tests: [...testsOf(part!.where === where ? others : [first, ...others]), ...(table === 'token' ? [SYSTEM_OF_CODE] : [])],
      shown: '',
      columns: ['d.resource'],
      descending: false,
    };
  }
  const [v, w] = table === 'period' ? ['low', 'high'] : ['value', 'exact'];
  // of several values that fit, the first one counts
  const earlier = `NOT EXISTS (SELECT 1 FROM ${table} e INDEXED BY ${table}_of WHERE e.resource = d.resource AND (e.${v}, e.${w}) < (d.${v}, d.${w}) AND ${where})`;
  return {
    table: `${table} d`,
    where: 'd.param = ?',
    args: [first.param!],
    ...(first.from !== undefined && { from: first.from }),
    ...(first.to !== undefined && { to: first.to }),
    // nearly all rows between two times fulfil the condition, and few are of a set of resources
    tests: [
      ...testsOf(others.filter(({ targets }) => targets)),
      { sql: `(${where})`, args },
      ...(first.many === true ? [{ sql: earlier, args }] : []),
      ...testsOf(others.filter(({ targets }) => !targets)),
    ],
    shown: `, d.${v} AS v, d.${w} AS w`,
    columns: [`d.${v}`, `d.${w}`, 'd.resource'],
    descending: false,
  };
}

/** Of the values that a resource has for a parameter, the row is the first one, or the last. */
function firstOf(table: OrderedTable, before: '<' | '>'): Test {
  const row = (name: string): string => `(${VALUE[table].map((column) => `${name}.${column}`).join(', ')})`;
  const other = `${table} e INDEXED BY ${table}_of WHERE e.resource = d.resource AND e.param = d.param`;
  return { sql: `NOT EXISTS (SELECT 1 FROM ${other} AND ${row('e')} ${before} ${row('d')})`, args: [] };
}

/** Indexes whose values have an order. */
type OrderedTable = Exclude<IndexTable, 'place' | 'element'>;

/** What makes a value. */
const VALUE: Readonly<Record<OrderedTable, readonly string[]>> = {
  token: ['code', 'system'],
  link: ['target'],
  period: ['low', 'high'],
  text: ['value', 'exact'],
  amount: ['low', 'high', 'system', 'code', 'unit'],
};

/** Of a code that a resource has in several systems, the row is the first one. */
const SYSTEM_OF_CODE: Test = {
  sql: 'NOT EXISTS (SELECT 1 FROM token e WHERE e.param = d.param AND e.code = d.code AND e.resource = d.resource AND e.system < d.system)',
  args: [],
};

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

function sortColumn(parameter: SearchParameter): { table: OrderedTable; column: string; second?: string } {
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
    case 'place':
    case 'element':
      throw new Error(`${parameter.code} has no order`);
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
