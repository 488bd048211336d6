/** A regular expression as a tree. */
export type RegexNode =
  | { kind: 'alternatives'; branches: RegexNode[] }
  | { kind: 'sequence'; items: RegexNode[] }
  | { kind: 'repeat'; of: RegexNode; min: number; max: number; lazy: boolean }
  | { kind: 'group'; of: RegexNode; captures: boolean }
  | { kind: 'reference'; group: number }
  | { kind: 'start' | 'end' }
  /** one character; `set` is a JavaScript pattern that matches it */
  | { kind: 'character'; set: string };

/** What a part of an expression can begin with, what it can end with, and whether it can be empty. */
interface Ends {
  first: number[];
  last: number[];
  empty: boolean;
}

const MOST_POSITIONS = 200;

/**
 * Whether some repetition can read the same text in more than one way (`(a+)+`, `(a|a)*`): then backtracking takes a time
 * that doubles with each character. Told by whether the next character always says where in the expression one is.
 */
export function isAmbiguous(node: RegexNode): boolean {
  switch (node.kind) {
    case 'alternatives':
      return node.branches.some(isAmbiguous);
    case 'sequence':
      return node.items.some(isAmbiguous);
    case 'group':
      return isAmbiguous(node.of);
    case 'repeat':
      return isAmbiguous(node.of) || (node.max > 1 && node.of.kind !== 'character' && repeatsAmbiguously(node.of));
    default:
      return false;
  }
}

function repeatsAmbiguously(body: RegexNode): boolean {
  const sets: string[] = [];
  const follow: Set<number>[] = [];
  const ambiguous = new Set<number>();
  const link = (from: readonly number[], to: readonly number[]): void => {
    for (const position of from)
      for (const next of to) {
        // two ways to go on with the same character, as in (a+)+
        if (follow[position]!.has(next)) ambiguous.add(position);
        follow[position]!.add(next);
      }
  };
  const ends = (node: RegexNode): Ends => {
    switch (node.kind) {
      case 'character':
        follow.push(new Set());
        return { first: [sets.length], last: [sets.push(node.set) - 1], empty: false };
      case 'alternatives': {
        const branches = node.branches.map(ends);
        return { first: branches.flatMap((b) => b.first), last: branches.flatMap((b) => b.last), empty: branches.some((b) => b.empty) };
      }
      case 'sequence': {
        let whole: Ends = { first: [], last: [], empty: true };
        for (const item of node.items) {
          const part = ends(item);
          link(whole.last, part.first);
          whole = {
            first: whole.empty ? [...whole.first, ...part.first] : whole.first,
            last: part.empty ? [...whole.last, ...part.last] : part.last,
            empty: whole.empty && part.empty,
          };
        }
        return whole;
      }
      case 'repeat': {
        const of = ends(node.of);
        if (node.max > 1) link(of.last, of.first);
        return { ...of, empty: of.empty || node.min === 0 };
      }
      case 'group':
        return ends(node.of);
      default:
        return { first: [], last: [], empty: true };
    }
  };
  if (countCharacters(body) > MOST_POSITIONS) return true;
  const whole = ends(body);
  link(whole.last, whole.first);
  return (
    ambiguous.size > 0
    || [whole.first, ...follow].some((positions) => {
      const list = [...positions];
      return list.some((a, i) => list.slice(i + 1).some((b) => overlap(sets[a]!, sets[b]!)));
    })
  );
}

function countCharacters(node: RegexNode): number {
  switch (node.kind) {
    case 'character':
      return 1;
    case 'alternatives':
      return node.branches.reduce((sum, branch) => sum + countCharacters(branch), 0);
    case 'sequence':
      return node.items.reduce((sum, item) => sum + countCharacters(item), 0);
    case 'group':
    case 'repeat':
      return countCharacters(node.of);
    default:
      return 0;
  }
}

let alphabet: string | undefined;

/** The basic plane and some characters of the others: sets that overlap anywhere do so here. */
function wholeAlphabet(): string {
  if (alphabet === undefined) {
    const points: string[] = [];
    for (let point = 0; point < 0x110000; point += point < 0xffff ? 1 : 37)
      if ((point & 0xff_f800) !== 0xd800) points.push(String.fromCodePoint(point));
    alphabet = points.join('');
  }
  return alphabet;
}

const overlap = (a: string, b: string): boolean => a === b || new RegExp(`[${operand(a)}&&${operand(b)}]`, 'v').test(wholeAlphabet());
const operand = (set: string): string => (set.startsWith('[') ? set : `[${set}]`);
