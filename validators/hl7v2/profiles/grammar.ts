/** Some segments in order, or one of several, as often as `max` says. */
export interface Group {
  kind: 'group';
  name: string;
  choice: boolean;
  items: readonly Item[];
  min: number;
  max: number;
}

/** A segment at its place in a structure; `S` is what is known of its fields there. */
export interface SegmentItem<S = unknown> {
  kind: 'segment';
  name: string;
  min: number;
  max: number;
  fields?: S;
}

export type Item = Group | SegmentItem;

const TOKEN = /\s*(?:([[\]{}<>()|])|([A-Z][A-Z0-9_]{0,60}):|([A-Z][A-Z0-9]{2})|(\.\.[1-9][0-9]{0,3}))/y;
/** Far beyond any structure of HL7, and cheap to match. */
export const MOST_SEGMENTS = 500;
export const DEEPEST_GROUP = 20;
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '<': '>', '(': ')' };

/**
 * Reads a structure in the abstract syntax of HL7 (chapter 2 of v2.5, 2.13): `[ ]` optional, `{ }` repeated, `< | >` one
 * of several; besides, `( )` groups, `NAME:` after an opening names the group, `{ }..2` is at most twice.
 * @throws Error naming the character that cannot be read, or the bound that is passed
 */
export function readStructure(text: string): Group {
  let at = 0;
  let segments = 0;
  const next = (): RegExpExecArray | undefined => {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text) ?? undefined;
    if (token) at = TOKEN.lastIndex;
    else if (text.slice(at).trim() !== '') throw new Error(`structure: ${text.slice(at, at + 20)} at ${at} is not read`);
    return token;
  };
  const groupUntil = (opening: string, depth: number): Item => {
    if (depth > DEEPEST_GROUP) throw new Error(`structure: groups more than ${DEEPEST_GROUP} deep`);
    const items: Item[] = [];
    let name = '';
    for (;;) {
      const token = next();
      const [, mark, named, segment, bound] = token ?? [];
      if (named) name = named;
      else if (segment) {
        if (++segments > MOST_SEGMENTS) throw new Error(`structure: more than ${MOST_SEGMENTS} segments`);
        items.push({ kind: 'segment', name: segment, min: 1, max: 1 });
      } else if (bound) {
        const last = items.pop();
        if (!last) throw new Error(`structure: ${bound} at ${at} bounds nothing`);
        items.push({ ...last, max: Number(bound.slice(2)) });
      } else if (mark && mark in CLOSING) items.push(groupUntil(mark, depth + 1));
      else if (mark === '|' && opening === '<') continue;
      else if (mark === CLOSING[opening] || (!token && opening === '')) break;
      else throw new Error(`structure: ${mark ?? 'the end'} at ${at} closes nothing that ${opening || 'the message'} opened`);
    }
    const [min, max] = [opening === '[' ? 0 : 1, opening === '{' ? Infinity : 1];
    const [only] = items;
    // [{X}] is one item, X, none or many times
    if (items.length === 1 && only && name === '' && opening !== '')
      return { ...only, min: Math.min(min, only.min), max: Math.max(max, only.max) };
    return { kind: 'group', name, choice: opening === '<', items, min, max };
  };
  const whole = groupUntil('', 0);
  return whole.kind === 'group' ? whole : { kind: 'group', name: '', choice: false, items: [whole], min: 1, max: 1 };
}

/** One place of a structure where a segment may stand. */
export interface Position {
  item: SegmentItem;
  /** what it stands in, the outermost first; itself last */
  within: readonly Item[];
}

const START = -1;
/** One of a name that is passed over again and again is told this often at most. */
const MOST_OWED = 100;

/**
 * The places of a structure and which may follow which (the position automaton of its expression), so that a message is
 * matched segment by segment, without going back.
 */
export class Grammar {
  readonly positions: Position[] = [];
  readonly names: ReadonlySet<string>;
  readonly #follow = new Map<number, Set<number>>();
  readonly #after = new Map<number, readonly number[]>();
  readonly #byName = new Map<number, Map<string, number[]>>();
  readonly #last: ReadonlySet<number>;
  readonly #ends = new Map<Item, { first: ReadonlySet<number>; last: ReadonlySet<number> }>();
  readonly #skips = new Map<string, readonly number[] | undefined>();

  constructor(structure: Group) {
    const { first, last, nullable } = this.#add(structure, []);
    this.#follow.set(START, new Set(first));
    this.#last = new Set(nullable ? [...last, START] : last);
    this.names = new Set(this.positions.map(({ item }) => item.name));
  }

  /** The places that may come after one. */
  after(position: number): readonly number[] {
    let sorted = this.#after.get(position);
    if (!sorted) this.#after.set(position, (sorted = [...(this.#follow.get(position) ?? [])].sort((a, b) => a - b)));
    return sorted;
  }

  /** Those of a name that may come after a place. */
  afterOf(position: number, name: string): readonly number[] {
    let known = this.#byName.get(position);
    if (!known) {
      known = new Map();
      for (const next of this.after(position)) {
        const at = this.positions[next]!.item.name;
        known.set(at, [...(known.get(at) ?? []), next]);
      }
      this.#byName.set(position, known);
    }
    return known.get(name) ?? [];
  }

  mayEnd(position: number): boolean {
    return this.#last.has(position);
  }

  /**
   * The fewest places to be skipped to come forward from one to a segment of a name, or to the end, and then that place;
   * undefined when there is no way forward.
   */
  skip(from: number, name: string | undefined): readonly number[] | undefined {
    const key = `${from} ${name ?? ''}`;
    if (!this.#skips.has(key)) this.#skips.set(key, this.#search(from, name));
    return this.#skips.get(key);
  }

  /** What may not be repeated and would begin again, if a segment of a name came after a place; and where it begins. */
  again(from: number, name: string): { item: Item; position: number } | undefined {
    for (const item of this.positions[from]?.within.toReversed() ?? []) {
      const { first, last } = this.#ends.get(item)!;
      const position = last.has(from) ? [...first].find((one) => this.positions[one]!.item.name === name) : undefined;
      if (position !== undefined) return { item, position };
    }
    return undefined;
  }

  #search(from: number, name: string | undefined): number[] | undefined {
    const reached = new Map<number, number>();
    const wayTo = (end: number): number[] => {
      const way = [end];
      for (let at = reached.get(end)!; at !== from; at = reached.get(at)!) way.unshift(at);
      return way;
    };
    for (let edge = [from]; edge.length > 0;) {
      const further: number[] = [];
      for (const at of edge)
        for (const next of this.after(at)) {
          const found = this.positions[next]!.item.name === name || (name === undefined && this.#last.has(next));
          // going back is beginning again what is repeated, which is for what arrived to do
          if (reached.has(next) || (next <= at && !found)) continue;
          reached.set(next, at);
          if (found) return wayTo(next);
          further.push(next);
        }
      edge = further;
    }
    return undefined;
  }

  #add(item: Item, within: readonly Item[]): { first: number[]; last: number[]; nullable: boolean } {
    const here = [...within, item];
    let first: number[] = [];
    let last: number[] = [];
    let nullable = item.kind === 'group' && (!item.choice || item.items.length === 0);
    if (item.kind === 'segment') {
      const position = this.positions.push({ item, within: here }) - 1;
      first = [position];
      last = [position];
    } else
      for (const inner of item.items) {
        const of = this.#add(inner, here);
        if (item.choice) {
          first.push(...of.first);
          last.push(...of.last);
          nullable ||= of.nullable;
          continue;
        }
        this.#link(last, of.first);
        if (nullable) first.push(...of.first);
        last = of.nullable ? [...last, ...of.last] : of.last;
        nullable &&= of.nullable;
      }
    if (item.max > 1) this.#link(last, first);
    this.#ends.set(item, { first: new Set(first), last: new Set(last) });
    return { first, last, nullable: nullable || item.min === 0 };
  }

  #link(from: readonly number[], to: readonly number[]): void {
    for (const one of from) {
      const known = this.#follow.get(one) ?? new Set();
      this.#follow.set(one, known);
      for (const next of to) known.add(next);
    }
  }
}

/** What is wrong with the segments of a message as a whole; `at` is the index of the segment it is told at. */
export type StructureProblem =
  | { kind: 'missing'; at: number; name: string; within: string }
  | { kind: 'sequence' | 'unknown' | 'local'; at: number; expected: () => string[] }
  | { kind: 'repeated'; at: number; name: string; max: number };

/** The place in the structure of each segment that has one, and what is wrong with the whole. */
export interface Match {
  places: readonly (Position | undefined)[];
  problems: StructureProblem[];
}

/**
 * Matches the names of the segments of a message with a structure. Each segment takes the first place that can follow;
 * where none can, what is skipped is missing or stands later, out of its place. Linear in the number of segments.
 */
export function matchStructure(grammar: Grammar, names: readonly string[]): Match {
  const problems: StructureProblem[] = [];
  const places: (Position | undefined)[] = [];
  const left = new Map<string, number>();
  for (const name of names) left.set(name, (left.get(name) ?? 0) + 1);
  /** required, passed over, and yet to come: out of its place when it does, else missing */
  const owed = new Map<string, { at: number; position: number }[]>();
  const counts = new Map<Item, number>();
  let at = START;
  const missing = (position: number, where: number): StructureProblem => {
    const { item, within } = grammar.positions[position]!;
    return {
      kind: 'missing',
      at: where,
      name: item.name,
      within:
        within
          .map(({ name }) => name)
          .filter(Boolean)
          .at(-2) ?? '',
    };
  };

  names.forEach((name, index) => {
    left.set(name, left.get(name)! - 1);
    let next = chosen(grammar, grammar.afterOf(at, name), names[index + 1]);
    if (next === undefined) {
      const before = at;
      const expected = (): string[] => [...new Set(grammar.after(before).map((one) => grammar.positions[one]!.item.name))];
      if (!grammar.names.has(name)) {
        problems.push({ kind: name.startsWith('Z') ? 'local' : 'unknown', at: index, expected });
        places.push(undefined);
        return;
      }
      const way = grammar.skip(at, name);
      if (!way) {
        owed.get(name)?.pop();
        const again = grammar.again(at, name);
        if (again) {
          problems.push({ kind: 'repeated', at: index, name: again.item.name || name, max: again.item.max });
          at = again.position;
        } else problems.push({ kind: 'sequence', at: index, expected });
        places.push(grammar.positions.find(({ item }) => item.name === name));
        return;
      }
      next = way.at(-1)!;
      for (const skipped of way.slice(0, -1)) {
        const { item } = grammar.positions[skipped]!;
        if (left.get(item.name)) owed.set(item.name, [...(owed.get(item.name) ?? []).slice(-MOST_OWED), { at: index, position: skipped }]);
        else problems.push(missing(skipped, index));
      }
    }
    for (const { name: told, max, count } of entered(grammar, counts, at, next))
      if (count === max + 1) problems.push({ kind: 'repeated', at: index, name: told, max });
    at = next;
    places.push(grammar.positions[at]);
  });
  if (!grammar.mayEnd(at))
    for (const skipped of grammar.skip(at, undefined) ?? []) problems.push(missing(skipped, Math.max(0, names.length - 1)));
  for (const { at: where, position } of [...owed.values()].flat()) problems.push(missing(position, where));
  return { places, problems };
}

/** Of several places that a segment may take, the first after which the next one can follow. */
function chosen(grammar: Grammar, places: readonly number[], following: string | undefined): number | undefined {
  if (places.length < 2 || following === undefined) return places[0];
  return places.find((place) => grammar.afterOf(place, following).length > 0) ?? places[0];
}

/** Counts what a step from one place to the next enters or enters again. */
function entered(grammar: Grammar, counts: Map<Item, number>, from: number, to: number): { name: string; max: number; count: number }[] {
  const { within } = grammar.positions[to]!;
  const before = from === START ? [] : grammar.positions[from]!.within;
  const common = within.filter((item) => before.includes(item));
  // going back is repeating the innermost thing that holds both and may be repeated
  const again = to <= from ? common.findLast(({ max }) => max > 1) : undefined;
  const found: { name: string; max: number; count: number }[] = [];
  for (const item of within) {
    const inside = again !== undefined && within.indexOf(item) > within.indexOf(again);
    if (item !== again && common.includes(item) && !inside) continue;
    const count = item === again ? (counts.get(item) ?? 0) + 1 : 1;
    counts.set(item, count);
    if (item.max !== Infinity) found.push({ name: item.name, max: item.max, count });
  }
  return found;
}
