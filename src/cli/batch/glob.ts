/** Whether an argument is a pattern; one that is also the name of a file is that file. */
export const isPattern = (argument: string): boolean => /[*?[{]/.test(argument);

export interface Glob {
  /** the folder it starts in, without any pattern; empty: the current one */
  base: string;
  /** whether files deeper than this folder, given as names below `base`, can match */
  mayEnter(folders: readonly string[]): boolean;
  /** whether a file does, given as names below `base`, the last being its own */
  matches(names: readonly string[]): boolean;
}

/** A run of characters in a name: itself, any one, any run, one of a set. */
type Piece = string | { any: 'one' | 'run' } | { set: (character: string) => boolean };
type Segment = 'deep' | Piece[];

/**
 * A pattern as shells write it: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any depth of folders. Hidden files and folders
 * are only found by a name that begins with a dot. Matching takes time in proportion to pattern and name, however the
 * pattern is written.
 */
export function parseGlob(pattern: string): Glob {
  const written = (process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern).split('/');
  const first = written.findIndex(isPattern);
  const base = written.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '');
  const choices = alternatives(written.slice(first).join('/')).map((one) =>
    one
      .split('/')
      .filter((name) => name !== '')
      .map((name): Segment => (name === '**' ? 'deep' : pieces(name))),
  );
  return {
    base,
    mayEnter: (folders) => choices.some((segments) => reach(segments, folders, true)),
    matches: (names) => choices.some((segments) => reach(segments, names, false)),
  };
}

const MOST_ALTERNATIVES = 1000;

/** `{a,b}c` as `ac` and `bc`, nested ones too; more than anyone writes are not followed. */
function alternatives(pattern: string): string[] {
  const done: string[] = [];
  const open = [pattern];
  while (open.length > 0 && done.length + open.length < MOST_ALTERNATIVES) {
    const one = open.shift()!;
    const found = /\{([^{}]*,[^{}]*)\}/.exec(one);
    if (!found) done.push(one);
    else for (const part of found[1]!.split(',')) open.push(one.slice(0, found.index) + part + one.slice(found.index + found[0].length));
  }
  return [...done, ...open];
}

/** Whether names match the segments, or (`partly`) could be the beginning of names that do. */
function reach(segments: readonly Segment[], names: readonly string[], partly: boolean): boolean {
  // the segments that can come next, after each name
  let next = closure(new Set([0]), segments);
  for (const name of names) {
    const after = new Set<number>();
    for (const at of next) {
      const segment = segments[at];
      if (segment === undefined) continue;
      if (segment === 'deep') {
        if (!name.startsWith('.')) after.add(at);
      } else if (nameMatches(segment, name)) after.add(at + 1);
    }
    next = closure(after, segments);
  }
  return partly ? [...next].some((at) => at < segments.length) : next.has(segments.length);
}

/** `**` stands for no folder too. */
function closure(at: Set<number>, segments: readonly Segment[]): Set<number> {
  for (const one of at) if (segments[one] === 'deep') at.add(one + 1);
  return at;
}

function pieces(name: string): Piece[] {
  const found: Piece[] = [];
  const characters = [...name];
  for (let i = 0; i < characters.length; i++) {
    const one = characters[i]!;
    const end = one === '[' ? characters.indexOf(']', i + (/[!^]/.test(characters[i + 1] ?? '') ? 3 : 2)) : -1;
    if (one === '*') found.push({ any: 'run' });
    else if (one === '?') found.push({ any: 'one' });
    else if (end > 0) {
      found.push({ set: setOf(characters.slice(i + 1, end)) });
      i = end;
    } else found.push(one);
  }
  return found;
}

/** `a-z0_` or `!a-z`. */
function setOf(written: readonly string[]): (character: string) => boolean {
  const not = written[0] === '!' || written[0] === '^';
  const of = not ? written.slice(1) : written;
  const ranges: [string, string][] = [];
  for (let i = 0; i < of.length; i++) {
    const to = of[i + 1] === '-' ? of[i + 2] : undefined;
    ranges.push([of[i]!, to ?? of[i]!]);
    if (to !== undefined) i += 2;
  }
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== not;
}

/** Goes back to the last `*` only, which is enough: an earlier one could not do better. */
function nameMatches(wanted: readonly Piece[], name: string): boolean {
  if (name.startsWith('.') && wanted[0] !== '.') return false;
  const characters = [...name];
  let [at, from, back, resume] = [0, 0, -1, 0];
  while (at < characters.length) {
    const piece = wanted[from];
    if (typeof piece === 'object' && 'any' in piece && piece.any === 'run') {
      back = from++;
      resume = at;
    } else if (piece !== undefined && fits(piece, characters[at]!)) {
      at++;
      from++;
    } else if (back >= 0) {
      from = back + 1;
      at = ++resume;
    } else return false;
  }
  return wanted.slice(from).every((piece) => typeof piece === 'object' && 'any' in piece && piece.any === 'run');
}

function fits(piece: Piece, character: string): boolean {
  if (typeof piece === 'string') return piece === character;
  return 'set' in piece ? piece.set(character) : piece.any === 'one';
}
