import { folded, soundOf, type Pattern } from './folding.js';
import { dialled, type IdentityQuery, type Matching } from './query.js';
import type { Identity } from './identity.js';

/** Traits that an identity may have several of, by which it is found. */
export const TRAIT = { city: 1, postalCode: 2, mother: 3, telecom: 4 } as const;
export type Trait = keyof typeof TRAIT;

/** The traits of an identity that stand in a table of their own. */
export function* traitsToFind({ addresses, motherMaidenNames, telecoms }: Identity): Generator<[trait: number, text: string]> {
  for (const { city, postalCode } of addresses) {
    if (city) yield [TRAIT.city, folded(city)];
    if (postalCode) yield [TRAIT.postalCode, folded(postalCode)];
  }
  for (const { family } of motherMaidenNames) if (family) yield [TRAIT.mother, folded(family)];
  for (const { number, email } of telecoms) for (const text of [number, email]) if (text) yield [TRAIT.telecom, dialled(text)];
}

/** A condition of SQL with its values. */
interface Condition {
  sql: string;
  values: (string | number)[];
}

const condition = (sql: string, ...values: (string | number)[]): Condition => ({ sql, values });

/** Beyond every text that begins with the same characters. */
const BEYOND = '\u{10FFFF}';

/** What a column has to do with a pattern; undefined when that tells nothing. What it lets pass is looked at again. */
function columnFits(column: string, pattern: Pattern | undefined): Condition | undefined {
  const [first, more] = pattern?.pieces ?? [];
  if (first === undefined || (more !== undefined && first === '')) return undefined;
  if (more === undefined) return condition(`${column} = ?`, first);
  return condition(`${column} >= ? AND ${column} < ?`, first, first + BEYOND);
}

const isExact = (pattern: Pattern | undefined): boolean => pattern?.pieces.length === 1;
const isDay = ({ from, to }: { from: string; to: string }): boolean => from === to && from.length === 8;

/** Dates that are known less well may be the same day: the year is the least that is known of one. */
function bornWithin(column: string, range: IdentityQuery['birthDate']): Condition | undefined {
  if (!range) return undefined;
  const { from, to } = range;
  if (isDay(range)) return condition(`${column} IN (?, ?, ?)`, from, from.slice(0, 6), from.slice(0, 4));
  return condition(`${column} >= ? AND ${column} < ?`, from.slice(0, 4), to + BEYOND);
}

/**
 * The statement that finds the identities that a query may ask for: it begins with what tells most, and lets through what
 * columns cannot tell.
 * @param most rows it gives
 */
export function candidates(query: IdentityQuery, { phonetic }: Matching, most: number): Condition {
  const [name] = query.names;
  const heard = (column: 'family' | 'given'): Condition | undefined =>
    phonetic && isExact(name?.[column]) ?
      condition(`n.${column}Sound = ?`, soundOf(name![column]!.pieces[0]!))
    : columnFits(`n.${column}`, name?.[column]);
  const [family, given] = [heard('family'), heard('given')];
  const onIdentity = [
    query.sex === undefined ? undefined : condition('i.sex = ?', query.sex),
    query.account === undefined ? undefined : condition('i.account = ?', query.account.value),
    bornWithin('i.birth', query.birthDate),
  ].filter((one) => one !== undefined);
  const isNamed = family !== undefined || given !== undefined;
  const joins = isNamed ? 'CROSS JOIN name AS n ON n.identity = i.key' : '';
  const onNames = [family, given].filter((one) => one !== undefined);

  const [identifier] = query.identifiers;
  if (identifier) {
    const { value, domain } = identifier;
    const held = condition(
      `h.value = ? AND h.state = 0${domain === undefined ? '' : ' AND h.domain = ?'}`,
      value,
      ...(domain === undefined ? [] : [domain]),
    );
    return statement(`identifier AS h CROSS JOIN identity AS i ON i.key = h.identity ${joins}`, [held, ...onIdentity, ...onNames], most);
  }
  const byIdentity = (): Condition => statement(`identity AS i ${joins}`, [...onIdentity, ...onNames], most);
  if (query.account !== undefined) return byIdentity();
  const byName = (): Condition => {
    const born = bornWithin('n.birth', query.birthDate);
    const more = query.sex === undefined ? '' : 'CROSS JOIN identity AS i ON i.key = n.identity';
    const conditions = [...onNames, ...(born ? [born] : []), ...onIdentity.slice(0, query.sex === undefined ? 0 : 1)];
    return statement(`name AS n ${more}`, conditions, most, 'n.identity');
  };
  if (isExact(name?.family)) return byName();
  if (query.birthDate && isDay(query.birthDate)) return byIdentity();
  if (family || isExact(name?.given)) return byName();
  const found = traitOf(query);
  if (found) {
    const from = `trait AS t CROSS JOIN identity AS i ON i.key = t.identity ${joins}`;
    return statement(from, [found, ...onIdentity, ...onNames], most);
  }
  return isNamed && !query.birthDate ? byName() : byIdentity();
}

function traitOf({ addresses, mothers, telecoms }: IdentityQuery): Condition | undefined {
  const asked: [number, Pattern | undefined][] = [
    [TRAIT.telecom, telecoms[0]],
    [TRAIT.postalCode, addresses[0]?.postalCode],
    [TRAIT.city, addresses[0]?.city],
    [TRAIT.mother, mothers[0]?.family],
  ];
  for (const [trait, pattern] of asked) {
    const found = columnFits('t.text', pattern);
    if (found) return condition(`${found.sql} AND t.trait = ?`, ...found.values, trait);
  }
  return undefined;
}

function statement(from: string, conditions: readonly Condition[], most: number, key = 'i.key'): Condition {
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  const inner = `SELECT DISTINCT ${key} FROM ${from}${where === '' ? '' : ` WHERE ${where}`} LIMIT ${most}`;
  return condition(`SELECT key, body FROM identity WHERE key IN (${inner}) ORDER BY key`, ...conditions.flatMap(({ values }) => values));
}
