import { refusal, type Refused } from './outcome.js';
import { shown } from './search-request.js';
import type { IndexTable } from './store.js';
import { folded, type Range } from './values.js';

export type Argument = string | number;

/** A part of an index. */
export interface Reach {
  where: string;
  args: readonly Argument[];
  /** of which index; absent: that of the condition */
  table?: IndexTable;
}

/** What one value of a criterion asks for, in the rows of one parameter. */
export interface Part {
  where: string;
  args: readonly Argument[];
  /** number of the parameter among whose rows it looks; absent: that of the criterion */
  number?: number;
  order?: 'range' | 'fixed';
  /** absent: `where` itself is a part of the index */
  reach?: Reach;
  from?: Argument;
  to?: Argument;
}

export const ALL: Reach = { where: '1', args: [] };
export const NO_PART: Part = { where: '0', args: [] };

/** The column that comes first in the order of an index. */
export const columnOf = (table: IndexTable | 'resource'): string => (table === 'text' ? 'value' : 'low');

/** What lies between two values of the index, or beyond one. */
export function between(column: string, from: Argument | undefined, to: Argument | undefined): Reach {
  const bounds = [...(from === undefined ? [] : [`${column} >= ?`]), ...(to === undefined ? [] : [`${column} <= ?`])];
  return { where: bounds.join(' AND ') || '1', args: [from, to].filter((one) => one !== undefined) };
}

/** A part that is found between two values of the index. */
const ranging = (table: IndexTable, part: Reach, from: Argument | undefined, to: Argument | undefined): Part => ({
  ...part,
  order: 'range',
  reach: between(columnOf(table), from, to),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';
const PREFIX = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[-\d])/;

export function prefixed(value: string): { prefix: Prefix; rest: string } {
  const prefix = PREFIX.exec(value)?.[1] as Prefix | undefined;
  return prefix ? { prefix, rest: value.slice(2) } : { prefix: 'eq', rest: value };
}

/**
 * A range compared with those of an index (FHIR R4, 3.1.1.4.6 and 3.1.1.4.7).
 * @param span the longest that one of the index is, which lets the index be entered at a place; undefined: not known
 */
export function compared(prefix: Prefix, { low, high }: Range, span: number | undefined): Part {
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

/** A string that begins so, whatever case and accents; `:exact` to the letter; `:contains`. */
export function stringPart(code: string, modifier: string | undefined, value: string): Part {
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
      throw unsupported(code, modifier, ['exact', 'contains']);
  }
}

/** An address; `:below` those that begin with it, `:above` those that it begins with, step by step (FHIR R4, 3.1.1, parameters of type uri). */
export function uriPart(code: string, modifier: string | undefined, value: string): Part {
  if (modifier === undefined) return { where: 'code = ?', args: [value], order: 'fixed' };
  if (modifier !== 'below' && modifier !== 'above') throw unsupported(code, modifier, ['above', 'below']);
  if (/^urn:/i.test(value))
    throw wrong(
      `${code}:${modifier}`,
      value,
      'un URN n’a pas de niveaux\u00A0: chercher sans modificateur',
      'a URN has no levels: search without a modifier',
    );
  const bare = value.replace(/\/{1,10}$/, '');
  if (modifier === 'below')
    return {
      where: '(code = ? OR (code >= ? AND code < ?))',
      args: [bare, `${bare}/`, `${bare}0`],
      reach: between('code', bare, `${bare}0`),
    };
  const steps = [value, bare];
  for (let end = bare.lastIndexOf('/'); end > 0 && bare[end - 1] !== '/'; end = bare.lastIndexOf('/', end - 1))
    steps.push(bare.slice(0, end), bare.slice(0, end + 1));
  const where = 'code IN (SELECT value FROM json_each(?))';
  return { where, args: [JSON.stringify(steps)] };
}

/** Metres from one end of the earth to the other, which is a ball for `near`. */
const RADIUS = 6_371_008.8;

/** Places no further from a point than so many metres, along a great circle. */
export function nearPart({ latitude, longitude }: { latitude: number; longitude: number }, metres: number): Part {
  // a degree of latitude is as long everywhere: the band between two is what the index is read for
  const band = Math.min(180, (metres / (Math.PI * RADIUS)) * 180 * (1 + 1e-9));
  const reach: Reach = { where: 'latitude >= ? AND latitude <= ?', args: [latitude - band, latitude + band] };
  const haversine =
    'pow(sin(radians(latitude - ?) / 2), 2) + cos(radians(?)) * cos(radians(latitude)) * pow(sin(radians(longitude - ?) / 2), 2)';
  return {
    where: `${reach.where} AND ${2 * RADIUS} * asin(sqrt(min(1, ${haversine}))) <= ?`,
    args: [...reach.args, latitude, latitude, longitude, metres],
    reach,
  };
}

/** Tests of which one is to hold, in brackets within brackets: of a long row of them SQLite would make too deep a tree. */
export function either(tests: readonly string[]): string {
  if (tests.length <= 2) return tests.join(' OR ');
  const half = Math.ceil(tests.length / 2);
  return `(${either(tests.slice(0, half))}) OR (${either(tests.slice(half))})`;
}

export const marks = (keys: readonly number[]): string => `(${keys.map(() => '?').join(', ')})`;

/** Refuses a modifier, with those that there are. */
export function unsupported(code: string, modifier: string, others: readonly string[] = []): Refused {
  const known = ['missing', ...others].map((one) => `:${one}`).join(', ');
  return refusal(
    400,
    'not-supported',
    `Le modificateur :${shown(modifier)} n’est pas pris en charge pour ${code}, qui a ${known}.`,
    `The modifier :${shown(modifier)} is not supported for ${code}, which has ${known}.`,
  );
}

export const wrong = (code: string, value: string, fr: string, en: string): Refused =>
  refusal(400, 'value', `${code}=${shown(value)}\u00A0: ${fr}.`, `${code}=${shown(value)}: ${en}.`);
