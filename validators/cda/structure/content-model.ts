import type { ChildNotation, Content } from './notation.js';

/** A place in the content of a type where a child may stand. */
export interface Position<T> {
  /** of the element that stands there: `name`, or `prefix:name`; `##other` for any element of another namespace */
  key: string;
  local: string;
  type: T;
  nillable: boolean;
}

/**
 * The content of a type as an automaton: state 0 is the start, state n+1 the position n just taken. No content of the
 * model is ambiguous, so each state has at most one step per element: reading is linear.
 */
export class ContentModel<T> {
  readonly positions: Position<T>[] = [];
  /** by state: the state that each element leads to */
  readonly steps: Map<string, number>[];
  /** by state: nothing more has to come */
  readonly done: boolean[];
  /** by element: the states in which it was just taken */
  readonly states = new Map<string, number[]>();
  // worked out once: whoever writes a document decides how often they are asked for
  readonly #reach: (ReadonlySet<number> | undefined)[] = [];
  readonly #after: (ReadonlySet<string> | undefined)[] = [];
  readonly #distances = new Map<number | undefined, readonly number[]>();

  constructor(content: Content, position: (child: ChildNotation) => Position<T>) {
    const follow: Set<number>[] = [new Set()];
    const whole = this.#lay(content, position, follow);
    for (const first of whole.first) follow[0]!.add(first);
    const last = new Set(whole.last);
    this.done = follow.map((_, state) => (state === 0 ? whole.empty : last.has(state)));
    this.steps = follow.map((next) => new Map([...next].map((state) => [this.positions[state - 1]!.key, state])));
    for (const [index, { key }] of this.positions.entries()) this.states.set(key, [...(this.states.get(key) ?? []), index + 1]);
  }

  /** Every state that can be come to from this one, itself only where it repeats. */
  reachable(state: number): ReadonlySet<number> {
    const known = this.#reach[state];
    if (known) return known;
    const found = new Set<number>();
    const left = [...this.steps[state]!.values()];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      left.push(...this.steps[next]!.values());
    }
    this.#reach[state] = found;
    return found;
  }

  /** The elements of every state that can be come to from this one. */
  keysAfter(state: number): ReadonlySet<string> {
    return (this.#after[state] ??= new Set([...this.reachable(state)].map((next) => this.positions[next - 1]!.key)));
  }

  /**
   * What has to stand between a state and a goal, on the shortest way: at each step the elements of which one is
   * needed. Without a goal: what has to stand before the content may end.
   */
  needed(from: number, goal: number | undefined): string[][] {
    const distance = this.#distancesTo(goal);
    const way: string[][] = [];
    for (let here = from, left = distance[here]!; left > 0; left--) {
      const next = [...this.steps[here]!].filter(([, state]) => distance[state] === left - 1);
      if (next.length === 0) break;
      if (next[0]![1] !== goal) way.push(next.map(([key]) => key));
      here = next[0]![1];
    }
    return way;
  }

  /** Steps from each state to the goal, or to where the content may end. */
  #distancesTo(goal: number | undefined): readonly number[] {
    const known = this.#distances.get(goal);
    if (known) return known;
    const distance = this.done.map((done, state) =>
      (
        goal === undefined ? done : state === goal
      ) ?
        0
      : Infinity,
    );
    // as many rounds as there are states at most; a content has few
    for (let changed = true; changed;) {
      changed = false;
      for (const [state, steps] of this.steps.entries())
        for (const next of steps.values())
          if (distance[next]! + 1 < distance[state]!) {
            distance[state] = distance[next]! + 1;
            changed = true;
          }
    }
    this.#distances.set(goal, distance);
    return distance;
  }

  /** Numbers the positions of an expression and notes which may follow which. */
  #lay(content: Content, position: (child: ChildNotation) => Position<T>, follow: Set<number>[]): Laid {
    if (content.kind === 'child') {
      this.positions.push(position(content.child));
      follow.push(new Set());
      const state = this.positions.length;
      return { first: [state], last: [state], empty: false };
    }
    if (content.kind === 'repeat') {
      const part = this.#lay(content.part, position, follow);
      if (content.many) join(part.last, part.first, follow);
      return { ...part, empty: part.empty || content.least === 0 };
    }
    const parts = content.parts.map((part) => this.#lay(part, position, follow));
    if (content.kind === 'choice')
      return {
        first: parts.flatMap(({ first }) => first),
        last: parts.flatMap(({ last }) => last),
        empty: parts.some(({ empty }) => empty),
      };
    let laid: Laid = { first: [], last: [], empty: true };
    for (const part of parts) {
      join(laid.last, part.first, follow);
      laid = {
        first: laid.empty ? [...laid.first, ...part.first] : laid.first,
        last: part.empty ? [...laid.last, ...part.last] : part.last,
        empty: laid.empty && part.empty,
      };
    }
    return laid;
  }
}

/** Where an expression may begin and end, and whether it may be empty. */
interface Laid {
  first: number[];
  last: number[];
  empty: boolean;
}

function join(last: readonly number[], first: readonly number[], follow: readonly Set<number>[]): void {
  for (const from of last) for (const to of first) follow[from]!.add(to);
}
