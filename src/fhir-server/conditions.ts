import { refusal, type Refused } from './outcome.js';
import type { SearchParameter } from './search-parameters.js';
import { type Criterion, shown, split, unescaped } from './search-request.js';
import { tableOf, type IndexTable, type ResourceStore } from './store.js';
import { dateRange, folded, linkOf, numberRange, type Range } from './values.js';

type Argument = string | number;

/** What resources must have in one table of the index, or must not. */
export interface Condition {
  table: IndexTable | 'resource';
  /** the column that names the resource */
  key: 'resource' | 'key' | 'target';
  where: string;
  args: readonly Argument[];
  negated: boolean;
  /** parameter whose values are in the order of the index where `where` holds; a token or target of one value has resources in order */
  order: 'range' | 'fixed' | undefined;
  /** rows of the index among which those of `where` are: read from one place to another, without a look at what lies elsewhere */
  reach: readonly Reach[];
  /** the first and the last value of the index that a range can have */
  from?: Argument;
  to?: Argument;
  param?: number;
  /** some resource has several values of the parameter */
  many?: boolean;
}

/** A part of an index. */
export interface Reach {
  where: string;
  args: readonly Argument[];
}

/** Resources that a chain may lead over: more are refused. */
export const MOST_LINKED = 20_000;

const NONE: Reach = { where: '0', args: [] };
const NOTHING: Condition = { table: 'resource', key: 'key', ...NONE, negated: false, order: undefined, reach: [NONE] };

/** Two conditions on a parameter of which no resource has two values: on one row, so that the index is read between two bounds. */
const both = (one: Condition, other: Condition): Condition => {
  const from = later(one.from, other.from);
  const to = one.to === undefined || (other.to !== undefined && other.to < one.to) ? other.to : one.to;
  const column = columnOf(one.table);
  const bounds = between(column, from, to);
  return {
    ...one,
    where: `${one.where} AND ${other.where}`,
    args: [...one.args, ...other.args],
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    reach: [{ where: `param = ? AND ${bounds.where}`, args: [one.param!, ...bounds.args] }],
  };
};

const later = (one: Argument | undefined, other: Argument | undefined): Argument | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

/** The column that comes first in the order of an index. */
const columnOf = (table: Condition['table']): string => (table === 'text' ? 'value' : 'low');

/** What lies between two values of the index, or beyond one. */
export function between(column: string, from: Argument | undefined, to: Argument | undefined): Reach {
  const bounds = [...(from === undefined ? [] : [`${column} >= ?`]), ...(to === undefined ? [] : [`${column} <= ?`])];
  return { where: bounds.join(' AND ') || '1', args: [from, to].filter((one) => one !== undefined) };
}

/** Makes conditions on the index out of the criteria of a search. */
export class Conditions {
  constructor(
    private readonly store: ResourceStore,
    private readonly now: () => Date,
    /** rows of an index that one reference of a chain may look at */
    private readonly mostLooked: number,
  ) {}

  /**
   * @returns the conditions that all must hold; chains are followed on the way
   * @throws Refused for a value or modifier that cannot be
   */
  of(type: string, criteria: readonly Criterion[]): Condition[] {
    const conditions = new Map<string, Condition>();
    for (const criterion of criteria) {
      const condition = this.#one(type, criterion);
      const many = criterion.kind !== 'value' || (this.store.numbered(type, criterion.parameter.code)?.many ?? false);
      const together =
        !many && !condition.negated && condition.order === 'range' ? `${condition.table} ${condition.param}` : `${conditions.size}`;
      const before = conditions.get(together);
      conditions.set(together, before ? both(before, condition) : condition);
    }
    return [...conditions.values()];
  }

  #one(type: string, criterion: Criterion): Condition {
    switch (criterion.kind) {
      case 'id': {
        const keys = criterion.values.flatMap((id) => this.store.knownKey({ type, id: unescaped(id).replace(`${type}/`, '') }) ?? []);
        const found = { where: `key IN ${marks(keys)} AND body IS NOT NULL`, args: keys };
        return { ...NOTHING, ...found, reach: [found] };
      }
      case 'value':
        return this.#value(type, criterion);
      case 'chain': {
        const number = this.store.numbered(type, criterion.parameter.code)?.number;
        if (number === undefined) return NOTHING;
        const keys = [...criterion.below].flatMap(([target, below]) => this.#keys(target, this.#one(target, below)));
        const linked = inSet('target', number, keys);
        return {
          table: 'link',
          key: 'resource',
          ...linked,
          negated: false,
          order: keys.length === 1 ? 'fixed' : undefined,
          reach: [linked],
        };
      }
      case 'has': {
        const number = this.store.numbered(criterion.type, criterion.parameter.code)?.number;
        if (number === undefined) return NOTHING;
        const keys = this.#keys(criterion.type, this.#one(criterion.type, criterion.below));
        const linked = inSet('resource', number, keys);
        return { table: 'link', key: 'target', ...linked, negated: false, order: undefined, reach: [linked] };
      }
    }
  }

  /** How many rows of the index a condition has to look at, counted up to a limit. */
  looks({ table, reach }: Condition, limit: number): number {
    let looked = 0;
    for (const { where, args } of reach) {
      if (looked >= limit) break;
      const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE ${where} LIMIT ?)`;
      looked += this.store.get<{ n: number }>(sql, ...args, limit - looked)!.n;
    }
    return looked;
  }

  /** The keys of the resources of a type that fulfil a condition. @throws Refused when they are too many to go on from, or to look at */
  #keys(type: string, condition: Condition): number[] {
    const { negated, key, table, where, args } = condition;
    const live = 'FROM resource INDEXED BY live WHERE type = ? AND body IS NOT NULL';
    const looked =
      negated ?
        this.store.get<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 ${live} LIMIT ?)`, type, this.mostLooked + 1)!.n
      : this.looks(condition, this.mostLooked + 1);
    if (looked > this.mostLooked)
      throw refusal(
        403,
        'too-costly',
        `Plus de ${this.mostLooked} ressources ${type} seraient à examiner pour suivre une chaîne\u00A0: la préciser.`,
        `More than ${this.mostLooked} resources ${type} would have to be looked at to follow a chain: make it narrower.`,
      );
    const test = testOf('key')(condition);
    const rows =
      negated ?
        this.store.all<{ k: number }>(`SELECT key AS k ${live} AND ${test.sql} LIMIT ?`, type, ...test.args, MOST_LINKED + 1)
      : this.store.all<{ k: number }>(`SELECT DISTINCT ${key} AS k FROM ${table} WHERE ${where} LIMIT ?`, ...args, MOST_LINKED + 1);
    if (rows.length > MOST_LINKED)
      throw refusal(
        403,
        'too-costly',
        `Une chaîne passe par plus de ${MOST_LINKED} ressources\u00A0: la préciser.`,
        `A chain leads over more than ${MOST_LINKED} resources: make it narrower.`,
      );
    return rows.map(({ k }) => k);
  }

  #value(type: string, { parameter, modifier, values }: Criterion & { kind: 'value' }): Condition {
    const { code } = parameter;
    if (modifier === 'missing') return this.#missing(type, parameter, values);
    const numbered = this.store.numbered(type, modifier === 'identifier' ? `${code}:identifier` : code);
    const number = numbered?.number ?? -1;
    const parts = values.map((value): Part => {
      switch (modifier === 'identifier' && parameter.type === 'reference' ? 'token' : parameter.type) {
        case 'token':
          return this.#token(code, modifier === 'identifier' ? undefined : modifier, value);
        case 'uri':
          return uri(code, modifier, unescaped(value));
        case 'string':
          return string(code, modifier, unescaped(value));
        case 'date':
          return this.#date(code, modifier, unescaped(value), numbered?.span ?? 0);
        case 'reference':
          return this.#reference(type, parameter, modifier, unescaped(value));
        default:
          return this.#amount(code, modifier, value);
      }
    });
    const [one] = parts;
    return {
      table: modifier === 'identifier' ? 'token' : tableOf(parameter),
      key: 'resource',
      where: `param = ? AND (${parts.map(({ where }) => where).join(' OR ')})`,
      args: [number, ...parts.flatMap(({ args }) => args)],
      negated: modifier === 'not' || (parts.length === 1 && one!.negated === true),
      order: parts.length === 1 ? one!.order : undefined,
      reach: parts.map(({ reach, where, args }) => ({
        where: `param = ? AND (${reach?.where ?? where})`,
        args: [number, ...(reach ?? { args }).args],
      })),
      ...(parts.length === 1 && one!.from !== undefined && { from: one!.from }),
      ...(parts.length === 1 && one!.to !== undefined && { to: one!.to }),
      param: number,
      many: numbered?.many ?? false,
    };
  }

  #missing(type: string, parameter: SearchParameter, values: readonly string[]): Condition {
    const [value] = values;
    if (values.length !== 1 || (value !== 'true' && value !== 'false'))
      throw wrong(`${parameter.code}:missing`, String(value), 'true ou false est attendu', 'true or false is expected');
    const number = this.store.numbered(type, parameter.code)?.number ?? -1;
    return missing(tableOf(parameter), number, value === 'true');
  }

  #token(code: string, modifier: string | undefined, value: string): Part {
    if (modifier !== undefined && modifier !== 'not') throw unsupported(code, modifier);
    const [first = '', second, more] = split(value, '|').map(unescaped);
    if (more !== undefined) throw wrong(code, value, 'système|code est attendu', 'system|code is expected');
    if (second === undefined) return { where: 'code = ?', args: [first], order: 'fixed' };
    const system = this.store.system(first);
    if (system === undefined) return { where: '0', args: [] };
    if (second === '') return { where: 'system = ?', args: [system], reach: ALL };
    return { where: 'code = ? AND system = ?', args: [second, system], reach: { where: 'code = ?', args: [second] }, order: 'fixed' };
  }

  #date(code: string, modifier: string | undefined, value: string, span: number): Part {
    if (modifier !== undefined) throw unsupported(code, modifier);
    const { prefix, rest } = prefixed(value);
    const range = dateRange(rest);
    if (!range) throw wrong(code, value, 'une date est attendue', 'a date is expected');
    if (prefix === 'ap') {
      const margin = Math.abs(this.now().getTime() - (range.low + range.high) / 2) * 0.1;
      return compared('ap', { low: Math.round(range.low - margin), high: Math.round(range.high + margin) }, span);
    }
    return compared(prefix, range, span);
  }

  #reference(type: string, parameter: SearchParameter, modifier: string | undefined, value: string): Part {
    const { code, target = [] } = parameter;
    if (modifier !== undefined && !/^[A-Z][A-Za-z]{1,63}$/.test(modifier)) throw unsupported(code, modifier);
    const bare = /^[A-Za-z0-9.-]{1,64}$/.test(value) ? value : undefined;
    const link = bare === undefined ? linkOf(value, this.store.baseOf(value)) : undefined;
    const links =
      bare !== undefined ? (modifier === undefined ? target : [modifier]).map((of) => ({ type: of, id: bare }))
      : link && (modifier === undefined || link.type === modifier) ? [link]
      : [];
    const keys = links.flatMap((one) => this.store.knownKey(one) ?? []);
    if (bare === undefined && !link) throw wrong(code, value, `une référence est attendue (${type})`, `a reference is expected (${type})`);
    return keys.length === 1 ? { where: 'target = ?', args: keys, order: 'fixed' } : { where: `target IN ${marks(keys)}`, args: keys };
  }

  #amount(code: string, modifier: string | undefined, value: string): Part {
    if (modifier !== undefined) throw unsupported(code, modifier);
    const [written = '', system, unit] = split(value, '|').map(unescaped);
    const { prefix, rest } = prefixed(written);
    const range = numberRange(rest);
    if (!range) throw wrong(code, value, 'un nombre est attendu', 'a number is expected');
    const exact = Number(rest);
    const part =
      prefix === 'ap' ? compared('ap', { low: range.low - Math.abs(exact) * 0.1, high: range.high + Math.abs(exact) * 0.1 }, undefined)
        // the end of the range is the beginning of the next one
      : prefix === 'eq' || prefix === 'ne' ?
        compared(prefix, { low: range.low, high: range.high - (range.high - range.low) * 1e-9 }, undefined)
      : compared(prefix, { low: exact, high: exact }, undefined);
    const more: [string, Argument[]][] = [];
    if (system !== undefined && system !== '') more.push(['system = ?', [system]]);
    if (unit !== undefined && unit !== '') more.push(system === '' ? ['(code = ? OR unit = ?)', [unit, unit]] : ['code = ?', [unit]]);
    return {
      ...part,
      where: [part.where, ...more.map(([sql]) => sql)].join(' AND '),
      args: [...part.args, ...more.flatMap(([, args]) => args)],
    };
  }
}

/** One value of a criterion. */
interface Part {
  where: string;
  args: readonly Argument[];
  order?: 'range' | 'fixed';
  negated?: true;
  /** absent: `where` itself is a part of the index */
  reach?: Reach;
  from?: Argument;
  to?: Argument;
}

const ALL: Reach = { where: '1', args: [] };

/** A part that is found between two values of the index. */
const ranging = (table: IndexTable, part: Reach, from: Argument | undefined, to: Argument | undefined): Part => ({
  ...part,
  order: 'range',
  reach: between(columnOf(table), from, to),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

/** Whether a resource has any value of a parameter. */
export function missing(table: IndexTable, param: number, negated: boolean): Condition {
  const any = { where: 'param = ?', args: [param] };
  return { table, key: 'resource', ...any, negated, order: undefined, reach: [any] };
}

type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';
const PREFIX = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[-\d])/;

function prefixed(value: string): { prefix: Prefix; rest: string } {
  const prefix = PREFIX.exec(value)?.[1] as Prefix | undefined;
  return prefix ? { prefix, rest: value.slice(2) } : { prefix: 'eq', rest: value };
}

/**
 * A range compared with those of an index (FHIR R4, 3.1.1.4.6 and 3.1.1.4.7).
 * @param span the longest that one of the index is, which lets the index be entered at a place; undefined: not known
 */
function compared(prefix: Prefix, { low, high }: Range, span: number | undefined): Part {
  const from = span === undefined ? -Number.MAX_VALUE : low - span;
  const within = (where: string, args: readonly Argument[], first?: number, last?: number): Part =>
    ranging('period', { where, args }, first, last);
  switch (prefix) {
    case 'eq':
      return within('(low >= ? AND low <= ? AND high <= ?)', [low, high, high], low, high);
    case 'ne':
      return { where: '(low < ? OR high > ?)', args: [low, high], reach: ALL };
    case 'gt':
      return within('(low >= ? AND high > ?)', [from, high], from);
    case 'lt':
      return within('low < ?', [low], undefined, low);
    case 'ge':
      return within('(low >= ? AND (high > ? OR low >= ?))', [from, high, low], from);
    case 'le':
      return within('(low < ? OR (low <= ? AND high <= ?))', [low, high, high], undefined, high);
    case 'sa':
      return within('low > ?', [high], high);
    case 'eb':
      return within('(low < ? AND high < ?)', [low, low], undefined, low);
    case 'ap':
      return within('(low >= ? AND low <= ? AND high >= ?)', [from, high, low], from, high);
  }
}

function string(code: string, modifier: string | undefined, value: string): Part {
  switch (modifier) {
    case undefined: {
      const start = folded(value);
      const end = `${start}\u{10ffff}`;
      return ranging('text', { where: '(value >= ? AND value < ?)', args: [start, end] }, start, end);
    }
    case 'exact':
      return ranging('text', { where: '(value = ? AND exact = ?)', args: [folded(value), value] }, folded(value), folded(value));
    case 'contains':
      return ranging('text', { where: 'instr(value, ?) > 0', args: [folded(value)] }, undefined, undefined);
    default:
      throw unsupported(code, modifier);
  }
}

function uri(code: string, modifier: string | undefined, value: string): Part {
  if (modifier === undefined) return { where: 'code = ?', args: [value], order: 'fixed' };
  if (modifier === 'below')
    return {
      where: '(code = ? OR (code >= ? AND code < ?))',
      args: [value, `${value}/`, `${value}0`],
      reach: between('code', value, `${value}0`),
    };
  throw unsupported(code, modifier);
}

/** A condition as a test of a resource of which the key is known. */
export const testOf =
  (key: string) =>
  ({ table, key: column, where, args, negated }: Condition): { sql: string; args: readonly Argument[] } => ({
    // the resource is known: whatever else is, its own rows are the fewest
    sql: `${negated ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${table} t${column === 'resource' ? ` INDEXED BY ${table}_of` : ''} WHERE t.${column} = ${key} AND ${where})`,
    args,
  });

const marks = (keys: readonly number[]): string => `(${keys.map(() => '?').join(', ')})`;

/** Rows of a parameter whose other end is one of these: a set of any size. */
const inSet = (column: string, number: number, keys: readonly number[]): Pick<Condition, 'where' | 'args'> =>
  keys.length === 1 ?
    { where: `param = ? AND ${column} = ?`, args: [number, keys[0]!] }
  : { where: `param = ? AND ${column} IN (SELECT value FROM json_each(?))`, args: [number, JSON.stringify(keys)] };

const unsupported = (code: string, modifier: string): Refused =>
  refusal(
    400,
    'not-supported',
    `Le modificateur :${shown(modifier)} n’est pas pris en charge pour ${code}.`,
    `The modifier :${shown(modifier)} is not supported for ${code}.`,
  );

const wrong = (code: string, value: string, fr: string, en: string): Refused =>
  refusal(400, 'value', `${code}=${shown(value)}\u00A0: ${fr}.`, `${code}=${shown(value)}: ${en}.`);
