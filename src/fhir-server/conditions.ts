import { splitAt, unescaped, type Definitions } from '../protocols/fhir/index.js';
import { CodeSets } from './code-sets.js';
import { refusal } from './outcome.js';
import {
  ALL,
  between,
  columnOf,
  compared,
  either,
  marks,
  nearPart,
  NO_PART,
  prefixed,
  stringPart,
  unsupported,
  uriPart,
  wrong,
  type Argument,
  type Part,
  type Prefix,
  type Reach,
} from './parts.js';
import { WORDS, type SearchParameter } from './search-parameters.js';
import { type Criterion, shown } from './search-request.js';
import { tableOf, type IndexTable, type ResourceStore } from './store.js';
import { inBaseUnits, UCUM } from './units.js';
import { dateRange, linkOf, numberRange, typedCode, type Range } from './values.js';
import { wordExpression } from './words.js';

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
  /** the same as `where`, for one resource that is known; absent: `where` is right for both */
  tested?: Reach;
  /** the first and the last value of the index that a range can have */
  from?: Argument;
  to?: Argument;
  param?: number;
  /** the only resources that a reference may be to */
  targets?: readonly number[];
  /** some resource has several values of the parameter */
  many?: boolean;
}

/** Resources that a chain may lead over: more are refused. */
export const MOST_LINKED = 20_000;

const NONE: Reach = { where: '0', args: [] };
const NOTHING: Condition = { table: 'resource', key: 'key', ...NONE, negated: false, order: undefined, reach: [NONE] };

/** Two conditions on a parameter of which no resource has two values: on one row, so that the index is read between two bounds. */
const both = (one: Condition, other: Condition): Condition => {
  if (one.targets && other.targets) {
    const others = new Set(other.targets);
    return {
      ...one,
      ...linkedTo(
        one.param!,
        one.targets.filter((key) => others.has(key)),
      ),
    };
  }
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

/** Makes conditions on the index out of the criteria of a search. */
export class Conditions {
  readonly #sets: CodeSets;

  constructor(
    private readonly store: ResourceStore,
    private readonly now: () => Date,
    /** rows of an index that one reference of a chain may look at */
    private readonly mostLooked: number,
    definitions: Definitions | undefined,
  ) {
    this.#sets = new CodeSets(store, definitions);
  }

  /**
   * @returns the conditions that all must hold; chains are followed on the way
   * @throws Refused for a value or modifier that cannot be
   */
  of(type: string, criteria: readonly Criterion[]): Condition[] {
    const conditions = new Map<string, Condition>();
    for (const criterion of criteria) {
      const condition = this.#one(type, criterion);
      const { table, param, many, negated, order, targets } = condition;
      const isOne = many !== true && !negated && (order === 'range' || targets !== undefined);
      const together = isOne ? `${table} ${param}` : `${conditions.size}`;
      const before = conditions.get(together);
      conditions.set(together, before ? both(before, condition) : condition);
    }
    // they are tested in this order: a set of resources leaves fewer than a code or a time
    return [...conditions.values()].sort((a, b) => Number(b.targets !== undefined) - Number(a.targets !== undefined));
  }

  #one(type: string, criterion: Criterion): Condition {
    switch (criterion.kind) {
      case 'id': {
        const keys = criterion.values.flatMap((id) => this.store.knownKey({ type, id: unescaped(id).replace(`${type}/`, '') }) ?? []);
        const found = { where: `key IN ${marks(keys)} AND body IS NOT NULL`, args: keys };
        return { ...NOTHING, ...found, reach: [found], negated: criterion.modifier === 'not' };
      }
      case 'list': {
        const keys = criterion.values.flatMap(
          (id) => this.store.knownKey({ type: 'List', id: unescaped(id).replace(/^List\//, '') }) ?? [],
        );
        return this.#referredTo(type, 'List', 'item', keys);
      }
      case 'value':
        return this.#value(type, criterion);
      case 'chain': {
        const numbered = this.store.numbered(type, criterion.parameter.code);
        if (!numbered) return NOTHING;
        const keys = [...criterion.below].flatMap(([target, below]) => this.#keys(target, this.#one(target, below)));
        return { table: 'link', key: 'resource', negated: false, many: numbered.many, ...linkedTo(numbered.number, keys) };
      }
      case 'has': {
        const keys = this.#keys(criterion.type, this.#one(criterion.type, criterion.below));
        return this.#referredTo(type, criterion.type, criterion.parameter.code, keys);
      }
    }
  }

  /** Resources of a type that some of another type refer to. */
  #referredTo(type: string, by: string, code: string, keys: readonly number[]): Condition {
    const number = this.store.numbered(by, code)?.number;
    if (number === undefined) return NOTHING;
    const linked = inSet('resource', number, keys);
    // a reference may be to something of another type, or to what is not there
    const isThere = 'EXISTS (SELECT 1 FROM resource r WHERE r.key = target AND r.type = ? AND r.body IS NOT NULL)';
    return {
      table: 'link',
      key: 'target',
      where: `${linked.where} AND ${isThere}`,
      args: [...linked.args, type],
      negated: false,
      order: undefined,
      reach: [linked],
    };
  }

  /** Do the first rows that a condition looks at tell that it has more than so many? */
  isWider({ table, where, args, reach }: Condition, limit: number): boolean {
    const [first, ...more] = reach;
    if (!first || more.length > 0 || (first.table ?? table) !== table) return false;
    // what all rows fulfil is not asked of each
    const [rows, asked] =
      first.where === where ?
        [`${table} WHERE ${where}`, args]
      : [`(SELECT (${where}) AS fits FROM ${table} WHERE ${first.where} LIMIT ?) WHERE fits`, [...args, ...first.args, 2 * limit + 1]];
    return this.store.get(`SELECT 1 FROM ${rows} LIMIT 1 OFFSET ?`, ...asked, limit) !== undefined;
  }

  /** How many rows of the index a condition has to look at, counted up to a limit. */
  looks({ table, reach }: Condition, limit: number): number {
    let looked = 0;
    for (const { where, args, table: of = table } of reach) {
      if (looked >= limit) break;
      const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${of} WHERE ${where} LIMIT ?)`;
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
    if (WORDS.has(code)) return this.#words(type, code, modifier, values);
    if (parameter.type === 'composite') return this.#composite(type, parameter, modifier, values);
    if (modifier === 'missing') return this.#missing(type, parameter, values);
    const { table, index } = indexOf(parameter, modifier);
    const numbered = this.store.numbered(type, index);
    const number = numbered?.number ?? -1;
    const parts = values.map((value) => this.#part(type, parameter, modifier, value));
    const [one] = parts;
    return {
      table,
      key: 'resource',
      ...anyOf(parts, number),
      negated: modifier === 'not' || modifier === 'not-in',
      order: parts.length === 1 ? one!.order : undefined,
      reach: parts.map((part) => anyOf([{ ...part, ...part.reach }], number)),
      ...(parts.length === 1 && one!.from !== undefined && { from: one!.from }),
      ...(parts.length === 1 && one!.to !== undefined && { to: one!.to }),
      param: parts.length === 1 ? (one!.number ?? number) : number,
      // a resource may have several texts of one code
      many: modifier === 'text' || (numbered?.many ?? false),
    };
  }

  #part(type: string, parameter: SearchParameter, modifier: string | undefined, value: string): Part {
    const { code } = parameter;
    switch (parameter.type) {
      case 'token':
        return this.#token(type, code, modifier, value);
      case 'uri':
        return uriPart(code, modifier, unescaped(value));
      case 'string':
        return stringPart(code, modifier, unescaped(value));
      case 'date':
        return this.#date(code, modifier, unescaped(value), this.store.numbered(type, code)?.span ?? 0);
      case 'reference':
        return modifier === 'identifier' ? this.#system(code, value) : this.#reference(type, parameter, modifier, unescaped(value));
      case 'number':
        return number(code, modifier, unescaped(value));
      case 'quantity':
        return this.#quantity(type, code, modifier, value);
      default:
        return near(code, modifier, value);
    }
  }

  /** Values of which all parts are in one element (FHIR R4, 3.1.1, composite parameters): `8480-6$gt140`. */
  #composite(type: string, parameter: SearchParameter, modifier: string | undefined, values: readonly string[]): Condition {
    const { code } = parameter;
    if (modifier !== undefined)
      throw refusal(
        400,
        'not-supported',
        `Un paramètre composite n’a pas de modificateur\u00A0: ${code}:${shown(modifier)}.`,
        `A composite parameter has no modifier: ${code}:${shown(modifier)}.`,
      );
    const number = this.store.numbered(type, code)?.number ?? -1;
    const components = this.store.parameters.components(parameter);
    const read = values.map((value) => {
      const written = splitAt(value, '$');
      if (written.length !== components.length) {
        const names = components.map((one) => one.type).join('$');
        throw wrong(code, value, `${names} est attendu`, `${names} is expected`);
      }
      return components.map((component, at) => {
        const part = this.#part(type, component, undefined, written[at]!);
        const own = this.store.numbered(type, component.code)?.number ?? -1;
        return { table: tableOf(component), whole: anyOf([part], own), reach: anyOf([{ ...part, ...part.reach }], own) };
      });
    });
    const has = ({ table, whole }: (typeof read)[number][number]): Reach => ({
      where: `EXISTS (SELECT 1 FROM ${table} c INDEXED BY ${table}_of WHERE c.resource = -number AND ${whole.where})`,
      args: whole.args,
    });
    const among = ({ table, whole }: (typeof read)[number][number]): Reach => ({
      where: `number IN (SELECT -resource FROM ${table} WHERE ${whole.where})`,
      args: whole.args,
    });
    const joined = (alternatives: readonly (readonly Reach[])[]): Reach => ({
      where: `param = ? AND (${either(alternatives.map((all) => `(${all.map(({ where }) => where).join(' AND ')})`))})`,
      args: [number, ...alternatives.flatMap((all) => all.flatMap(({ args }) => args))],
    });
    return {
      table: 'element',
      key: 'resource',
      ...joined(read.map(([first, ...others]) => [among(first!), ...others.map(has)])),
      tested: joined(read.map((all) => all.map(has))),
      negated: false,
      order: undefined,
      reach: read.map(([first]) => ({ ...first!.reach, table: first!.table })),
      many: true,
    };
  }

  /** Resources with words in their narrative (`_text`), or anywhere (`_content`). @throws Refused where they are too many */
  #words(type: string, code: string, modifier: string | undefined, values: readonly string[]): Condition {
    if (modifier !== undefined)
      throw refusal(
        400,
        'not-supported',
        `${code} n’a pas de modificateur\u00A0: ${shown(modifier)}.`,
        `${code} has no modifier: ${shown(modifier)}.`,
      );
    const expression = values.map((value) => wordExpression(code, unescaped(value))).join(' OR ');
    const rows = this.store.all<{ k: number }>(
      `SELECT w.rowid AS k FROM words w CROSS JOIN resource r ON r.key = w.rowid AND r.type = ? WHERE words MATCH ? LIMIT ?`,
      ...[type, `${WORDS.get(code)!} : (${expression})`, MOST_LINKED + 1],
    );
    if (rows.length > MOST_LINKED)
      throw refusal(
        403,
        'too-costly',
        `Plus de ${MOST_LINKED} ressources ont ces mots\u00A0: en ajouter.`,
        `More than ${MOST_LINKED} resources have these words: add some.`,
      );
    const found = { where: 'key IN (SELECT value FROM json_each(?))', args: [JSON.stringify(rows.map(({ k }) => k))] };
    return { ...NOTHING, ...found, reach: [found] };
  }

  #missing(type: string, parameter: SearchParameter, values: readonly string[]): Condition {
    const [value] = values;
    if (values.length !== 1 || (value !== 'true' && value !== 'false'))
      throw wrong(`${parameter.code}:missing`, String(value), 'true ou false est attendu', 'true or false is expected');
    const number = this.store.numbered(type, parameter.code)?.number ?? -1;
    return missing(tableOf(parameter), number, value === 'true');
  }

  #token(type: string, code: string, modifier: string | undefined, value: string): Part {
    switch (modifier) {
      case undefined:
      case 'not':
        return this.#system(code, value);
      case 'text':
        return stringPart(code, undefined, unescaped(value));
      case 'of-type': {
        const [system, of, number, more] = splitAt(value, '|').map(unescaped);
        if (!of || !number || more !== undefined)
          throw wrong(`${code}:of-type`, value, 'système|type|valeur est attendu', 'system|type|value is expected');
        return this.#coded(system!, typedCode(of, number));
      }
      case 'in':
      case 'not-in':
        return this.#sets.inValueSet(`${code}:${modifier}`, unescaped(value), this.store.numbered(type, code)?.number);
      case 'above':
      case 'below': {
        const [system = '', of = '', more] = splitAt(value, '|').map(unescaped);
        if (system === '' || of === '' || more !== undefined)
          throw wrong(`${code}:${modifier}`, value, 'système|code est attendu', 'system|code is expected');
        return this.#sets.subsumed(code, modifier, value, [system, of], this.store.numbered(type, code)?.number);
      }
      default:
        throw unsupported(code, modifier, ['not', 'text', 'in', 'not-in', 'above', 'below', 'of-type']);
    }
  }

  #system(code: string, value: string): Part {
    const [first = '', second, more] = splitAt(value, '|').map(unescaped);
    if (more !== undefined) throw wrong(code, value, 'système|code est attendu', 'system|code is expected');
    if (second === undefined) return { where: 'code = ?', args: [first], order: 'fixed' };
    return this.#coded(first, second);
  }

  #coded(uri: string, code: string): Part {
    const system = this.store.system(uri);
    if (system === undefined) return NO_PART;
    if (code === '') return { where: 'system = ?', args: [system], reach: ALL };
    return { where: 'code = ? AND system = ?', args: [code, system], reach: { where: 'code = ?', args: [code] }, order: 'fixed' };
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
    const isHierarchy = modifier === 'above' || modifier === 'below';
    const only = isHierarchy ? undefined : modifier;
    if (only !== undefined && !(target.length > 0 ? target.includes(only) : TYPE.test(only)))
      throw unsupported(code, only, ['identifier', 'above', 'below', ...target.slice(0, 10)]);
    const bare = /^[A-Za-z0-9.-]{1,64}$/.test(value) ? value : undefined;
    const link = bare === undefined ? linkOf(value, this.store.baseOf(value)) : undefined;
    if (bare === undefined && !link) throw wrong(code, value, `une référence est attendue (${type})`, `a reference is expected (${type})`);
    const links =
      bare !== undefined ? (only === undefined ? target : [only]).map((of) => ({ type: of, id: bare }))
      : link && (only === undefined || link.type === only) ? [link]
      : [];
    const known = links.flatMap((one) => this.store.knownKey(one) ?? []);
    const keys = isHierarchy ? this.#hierarchy(code, modifier, links) : known;
    if (keys.length === 1) return { where: 'target = ?', args: keys, order: 'fixed' };
    if (keys.length <= target.length) return { where: `target IN ${marks(keys)}`, args: keys };
    return { where: 'target IN (SELECT value FROM json_each(?))', args: [JSON.stringify(keys)] };
  }

  /** Resources with all that are part of them, or of which they are part, however far (FHIR R4, 3.1.1, hierarchies). */
  #hierarchy(code: string, modifier: 'above' | 'below', links: readonly { type: string; id: string }[]): number[] {
    const partOf = (type: string): SearchParameter | undefined =>
      ['partof', 'part-of'].map((one) => this.store.parameters.of(type).get(one)).find((one) => one?.target?.includes(type));
    const levelled = links.filter(({ type }) => partOf(type));
    if (levelled.length === 0)
      throw refusal(
        400,
        'not-supported',
        `${code}:${modifier}\u00A0: ces ressources ne font pas partie l’une de l’autre.`,
        `${code}:${modifier}: these resources are not part of one another.`,
      );
    const next =
      modifier === 'below' ?
        'SELECT l.resource FROM found JOIN link l ON l.param = ?2 AND l.target = found.key'
      : 'SELECT l.target FROM found JOIN link l INDEXED BY link_of ON l.resource = found.key AND l.param = ?2';
    const keys = levelled.flatMap(({ type, id }) => {
      const key = this.store.knownKey({ type, id });
      if (key === undefined) return [];
      const number = this.store.numbered(type, partOf(type)!.code)?.number ?? -1;
      const sql = `WITH RECURSIVE found (key) AS (SELECT ?1 UNION ${next}) SELECT key FROM found LIMIT ?3`;
      return this.store.all<{ key: number }>(sql, key, number, MOST_LINKED + 1).map((row) => row.key);
    });
    if (keys.length > MOST_LINKED)
      throw refusal(
        403,
        'too-costly',
        `${code}:${modifier}\u00A0: plus de ${MOST_LINKED} ressources.`,
        `${code}:${modifier}: more than ${MOST_LINKED} resources.`,
      );
    return keys;
  }

  /** An amount: of UCUM in whatever unit it is said, else in the unit as it is written. */
  #quantity(type: string, code: string, modifier: string | undefined, value: string): Part {
    if (modifier !== undefined) throw unsupported(code, modifier);
    const [written = '', system = '', unit = '', more] = splitAt(value, '|').map(unescaped);
    const read = readNumber(code, written);
    if (more !== undefined) throw wrong(code, value, 'nombre|système|unité est attendu', 'number|system|unit is expected');
    const { prefix, range } = read;
    const base = system === UCUM && unit !== '' ? inBaseUnits(range, unit) : undefined;
    if (base) {
      const part = comparedWith(prefix, base.range);
      return {
        ...part,
        number: this.store.numbered(type, `${code}:base`)?.number ?? -1,
        where: `${part.where} AND code = ?`,
        args: [...part.args, base.unit],
      };
    }
    const part = comparedWith(prefix, range);
    const units: [string, Argument[]][] = [];
    if (system !== '') units.push(['system = ?', [system]]);
    if (unit !== '') units.push(system === '' ? ['(code = ? OR unit = ?)', [unit, unit]] : ['code = ?', [unit]]);
    return {
      ...part,
      where: [part.where, ...units.map(([sql]) => sql)].join(' AND '),
      args: [...part.args, ...units.flatMap(([, args]) => args)],
    };
  }
}

const TYPE = /^[A-Z][A-Za-z]{1,63}$/;

/** In which index the values of a parameter are looked for, and under which name. */
function indexOf(parameter: SearchParameter, modifier: string | undefined): { table: IndexTable; index: string } {
  const { code, type } = parameter;
  if (type === 'reference' && modifier === 'identifier') return { table: 'token', index: `${code}:identifier` };
  if (type === 'token' && modifier === 'text') return { table: 'text', index: `${code}:text` };
  if (type === 'token' && modifier === 'of-type') return { table: 'token', index: `${code}:of-type` };
  return { table: tableOf(parameter), index: code };
}

/** Rows that one of some values asks for, each among those of its parameter. */
function anyOf(parts: readonly Part[], number: number): { where: string; args: readonly Argument[] } {
  const groups = new Map<number, Part[]>();
  for (const part of parts) groups.set(part.number ?? number, [...(groups.get(part.number ?? number) ?? []), part]);
  const all = [...groups].map(([param, some]) => ({
    where: `param = ? AND (${either(some.map(({ where }) => where))})`,
    args: [param, ...some.flatMap(({ args }) => args)],
  }));
  if (all.length === 1) return all[0]!;
  return { where: `(${either(all.map(({ where }) => `(${where})`))})`, args: all.flatMap(({ args }) => args) };
}

/** What a number asks for: the numbers that it stands for and, with a prefix of order, the number itself. */
function readNumber(code: string, written: string): { prefix: Prefix; range: Range } {
  const { prefix, rest } = prefixed(written);
  const range = numberRange(rest);
  if (!range) throw wrong(code, written, 'un nombre est attendu', 'a number is expected');
  const exact = Number(rest);
  if (prefix === 'ap') return { prefix, range: { low: range.low - Math.abs(exact) * 0.1, high: range.high + Math.abs(exact) * 0.1 } };
  return { prefix, range: prefix === 'eq' || prefix === 'ne' ? range : { low: exact, high: exact } };
}

function comparedWith(prefix: Prefix, { low, high }: Range): Part {
  // the end of what a number stands for is the beginning of the next one
  const end = prefix === 'eq' || prefix === 'ne' ? high - (high - low) * 1e-9 : high;
  return compared(prefix, { low, high: end }, undefined);
}

function number(code: string, modifier: string | undefined, value: string): Part {
  if (modifier !== undefined) throw unsupported(code, modifier);
  const { prefix, range } = readNumber(code, value);
  return comparedWith(prefix, range);
}

/** How far is near where it is not said. */
const NEAR_METRES = 10_000;
const MOST_METRES = 50_000_000;

/** `latitude|longitude|distance|unit` (FHIR R4, Location, search parameters): kilometres where no unit is said. */
function near(code: string, modifier: string | undefined, value: string): Part {
  if (modifier !== undefined) throw unsupported(code, modifier);
  const [latitude = '', longitude = '', distance = '', unit = '', more] = splitAt(value, '|').map(unescaped);
  const inMetres = (length: number): number | undefined => {
    const base = inBaseUnits({ low: length, high: length }, unit === '' ? 'km' : unit);
    return base?.unit === 'm' ? base.range.low : undefined;
  };
  const [lat, lon, length] = [latitude, longitude, distance === '' ? '0' : distance].map((one) => (numberRange(one) ? Number(one) : NaN));
  const metres = distance === '' ? NEAR_METRES : inMetres(length!);
  const isThere = Math.abs(lat!) <= 90 && Math.abs(lon!) <= 180 && length! >= 0 && metres !== undefined && metres <= MOST_METRES;
  if (!isThere || more !== undefined)
    throw wrong(
      code,
      value,
      'latitude|longitude|distance|unité est attendu, en degrés, la distance en unité UCUM de longueur (km par défaut)',
      'latitude|longitude|distance|unit is expected, in degrees, the distance in a UCUM unit of length (km by default)',
    );
  return nearPart({ latitude: lat!, longitude: lon! }, metres);
}

/** Resources that refer to one of some others. */
function linkedTo(
  param: number,
  targets: readonly number[],
): Pick<Condition, 'where' | 'args' | 'order' | 'reach' | 'tested' | 'param' | 'targets'> {
  const linked = inSet('target', param, targets);
  return {
    ...linked,
    order: targets.length === 1 ? 'fixed' : undefined,
    reach: [linked],
    // of one resource the few rows are read: with the plus sign SQLite does not look for each key of the set among them
    tested: inSet('+target', param, targets),
    param,
    targets,
  };
}

/** Whether a resource has any value of a parameter. */
export function missing(table: IndexTable, param: number, negated: boolean): Condition {
  const any = { where: 'param = ?', args: [param] };
  return { table, key: 'resource', ...any, negated, order: undefined, reach: [any] };
}

/** A condition as a test of a resource of which the key is known. */
export const testOf =
  (key: string) =>
  ({ table, key: column, where, args, negated, tested = { where, args } }: Condition): { sql: string; args: readonly Argument[] } => ({
    // the resource is known: whatever else is, its own rows are the fewest
    sql: `${negated ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${table} t${column === 'resource' ? ` INDEXED BY ${table}_of` : ''} WHERE t.${column} = ${key} AND ${tested.where})`,
    args: tested.args,
  });

/** Rows of a parameter whose other end is one of these: a set of any size. */
const inSet = (column: string, number: number, keys: readonly number[]): Pick<Condition, 'where' | 'args'> =>
  keys.length === 1 ?
    { where: `param = ? AND ${column} = ?`, args: [number, keys[0]!] }
  : { where: `param = ? AND ${column} IN (SELECT value FROM json_each(?))`, args: [number, JSON.stringify(keys)] };
