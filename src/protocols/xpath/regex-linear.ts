import type { RegexNode } from './regex-tree.js';
import { XPathError } from './values.js';

/**
 * Whether a text matches, in a time proportional to its length, for expressions on which backtracking may take for ever
 * (`(a+)+`): all ways through the expression are followed at once, and sets of places reached are remembered.
 */

const enum Op {
  Character,
  Start,
  End,
  Split,
  Match,
}

interface Instruction {
  op: Op;
  next: number;
  other: number;
  accepts: (point: number) => boolean;
}

/** One set of places in the program that can be reached at once, with where each character leads. */
interface State {
  places: readonly number[];
  next: Map<number, State>;
  matched: boolean;
}

const MOST_INSTRUCTIONS = 20_000;
const MOST_STATES = 2000;
const MOST_EDGES = 4096;
const MATCHED: State = { places: [], next: new Map(), matched: true };
const NEVER = (): boolean => false;
const LINE_FEED = 10;

export class LinearMatcher {
  readonly #program: Instruction[] = [];
  readonly #entry: number;
  #states = new Map<string, State>();
  readonly #accepts = new Map<string, (point: number) => boolean>();

  /** @throws XPathError FORX0002 when repetitions make it too large */
  constructor(
    tree: RegexNode,
    readonly multiline: boolean,
  ) {
    const match = this.#emit(Op.Match, 0);
    this.#entry = this.#compile(tree, match);
  }

  /** Whether some part of the text matches. */
  test(text: string): boolean {
    let state = this.#state([this.#entry]);
    let before = -1;
    for (let i = 0; i <= text.length;) {
      const point = i < text.length ? text.codePointAt(i)! : -1;
      // anchors look at what comes before: nothing, the end of a line, or anything else
      const border =
        before < 0 ? 2
        : before === LINE_FEED ? 1
        : 0;
      const key = (point + 1) * 3 + border;
      let following = state.next.get(key);
      if (following === undefined) {
        following = this.#step(state, before, point);
        if (state.next.size < MOST_EDGES) state.next.set(key, following);
      }
      if (following.matched) return true;
      state = following;
      before = point;
      i += point > 0xffff ? 2 : 1;
    }
    return false;
  }

  /** Where a character leads, the one before it being `before`; -1 stands for none. */
  #step(state: State, before: number, point: number): State {
    const start = before < 0 || (this.multiline && before === LINE_FEED && point >= 0);
    const end = point < 0 || (this.multiline && point === LINE_FEED);
    const seen = new Set<number>();
    const stack = [...state.places];
    const places = new Set<number>([this.#entry]);
    for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
      if (seen.has(here)) continue;
      seen.add(here);
      const { op, next, other, accepts } = this.#program[here]!;
      if (op === Op.Match) return MATCHED;
      if (op === Op.Split) stack.push(next, other);
      else if (op === Op.Character) {
        if (point >= 0 && accepts(point)) places.add(next);
      } else if (op === Op.Start ? start : end) stack.push(next);
    }
    return this.#state([...places].sort((a, b) => a - b));
  }

  #state(places: readonly number[]): State {
    const key = places.join();
    let state = this.#states.get(key);
    if (state === undefined) {
      if (this.#states.size >= MOST_STATES) this.#states = new Map();
      this.#states.set(key, (state = { places, next: new Map(), matched: false }));
    }
    return state;
  }

  #emit(op: Op, next: number, other = 0, accepts: (point: number) => boolean = NEVER): number {
    if (this.#program.length >= MOST_INSTRUCTIONS) throw new XPathError('FORX0002', 'a regular expression repeats too much');
    this.#program.push({ op, next, other, accepts });
    return this.#program.length - 1;
  }

  /** Compiles from the end: `next` is where to go on after the node. Returns where to begin. */
  #compile(node: RegexNode, next: number): number {
    switch (node.kind) {
      case 'character':
        return this.#emit(Op.Character, next, 0, this.#accepting(node.set));
      case 'start':
        return this.#emit(Op.Start, next);
      case 'end':
        return this.#emit(Op.End, next);
      case 'group':
        return this.#compile(node.of, next);
      case 'sequence':
        return node.items.reduceRight((after, item) => this.#compile(item, after), next);
      case 'alternatives':
        return node.branches.map((branch) => this.#compile(branch, next)).reduce((a, b) => this.#emit(Op.Split, a, b));
      case 'repeat': {
        const { of, min, max } = node;
        let entry = next;
        if (max === Infinity) {
          entry = this.#emit(Op.Split, next, next);
          this.#program[entry]!.other = this.#compile(of, entry);
        } else for (let i = min; i < max; i++) entry = this.#emit(Op.Split, next, this.#compile(of, entry));
        for (let i = 0; i < min; i++) entry = this.#compile(of, entry);
        return entry;
      }
      case 'reference':
        throw new Error('references are not regular');
    }
  }

  /** The characters of a set; what was asked once is remembered. */
  #accepting(set: string): (point: number) => boolean {
    let accepts = this.#accepts.get(set);
    if (accepts === undefined) {
      const regex = new RegExp(`^${set}$`, 'v');
      const known = new Map<number, boolean>();
      accepts = (point) => {
        let accepted = known.get(point);
        if (accepted === undefined) {
          accepted = regex.test(String.fromCodePoint(point));
          if (known.size < 4096) known.set(point, accepted);
        }
        return accepted;
      };
      this.#accepts.set(set, accepts);
    }
    return accepts;
  }
}
