import type { Bilingual } from '../../model/index.js';
import { NAME_CLASSES } from './casts.js';
import { BLOCKS } from './regex-blocks.js';
import { within } from './limits.js';
import { LinearMatcher } from './regex-linear.js';
import { isAmbiguous, type RegexNode } from './regex-tree.js';
import { XPathError } from './values.js';

/**
 * Regular expressions of XPath (XQuery and XPath Functions, 7.6.1, on top of XML Schema part 2, F) as those of JavaScript.
 * The text is read into a tree, which is written again in the other notation. What is refused is what Saxon-HE 9.9 refuses:
 * the profiles in use were proven with it.
 */

/** What is accepted although the grammar does not have it, because published profiles rely on it and Saxon accepts it. */
export type RegexWarning = 'quantified-anchor' | 'bare-brace';

export const REGEX_WARNINGS: Readonly<Record<RegexWarning, Bilingual>> = {
  'quantified-anchor': {
    fr: 'Un quantificateur (+, * ou ?) suit ^ ou $ et n’a rien à répéter : il manque sans doute une barre oblique inverse devant + (^\\+?)',
    en: 'A quantifier (+, * or ?) follows ^ or $ and has nothing to repeat: a backslash is probably missing before + (^\\+?)',
  },
  'bare-brace': {
    fr: 'Une accolade fermante n’a pas d’accolade ouvrante : écrire \\}',
    en: 'A closing brace has no opening brace: write \\}',
  },
};

export interface CompiledRegex {
  /** without the flag g: `test` keeps no state */
  regex: RegExp;
  /** the same with the flag g, for replace and tokenize */
  global: RegExp;
  /** number of capturing groups */
  groups: number;
  warnings: readonly RegexWarning[];
  /** whether some part of a text matches; in a time that is bounded by the length of the text, without references */
  test(text: string): boolean;
  /** it refers back to what a group matched, so that only backtracking can follow it */
  references: boolean;
  /** some repetition of it can read the same text in several ways */
  ambiguous: boolean;
}

const MOST_PATTERN = 65_536;
const DEEPEST = 200;
const MOST_REPEATS = 65_535;
const MOST_KEPT = 2000;
const MOST_FLAGS = 32;

/** By flags, then by pattern: the hash of a literal is computed once, that of a key put together for each call is not. */
const compiled = new Map<string, Map<string, CompiledRegex>>();

/**
 * A regular expression of XPath, compiled; the same one is compiled once.
 * @param flags of `smixq`
 * @throws XPathError FORX0001 for flags, FORX0002 for the pattern
 */
export function compileRegex(pattern: string, flags: string): CompiledRegex {
  const ofFlags = compiled.get(flags);
  const known = ofFlags?.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern, flags);
  // patterns and flags may come from the document judged: do not keep them all
  if (ofFlags === undefined) {
    if (compiled.size >= MOST_FLAGS) compiled.clear();
    compiled.set(flags, new Map([[pattern, made]]));
  } else {
    if (ofFlags.size >= MOST_KEPT) ofFlags.clear();
    ofFlags.set(pattern, made);
  }
  return made;
}

function compile(pattern: string, flags: string): CompiledRegex {
  const wrong = /[^smixq]/.exec(flags);
  if (wrong !== null) throw new XPathError('FORX0001', `"${wrong[0]}" is not a flag of a regular expression: s, m, i, x and q are`);
  if (pattern.length > MOST_PATTERN) throw new XPathError('FORX0002', `a regular expression of ${pattern.length} characters is too long`);
  const reader = new Reader(flags.includes('x') && !flags.includes('q') ? withoutBlanks(pattern) : pattern, flags);
  const tree = flags.includes('q') ? reader.literal() : reader.read();
  const multiline = flags.includes('m') && !flags.includes('q');
  const source = written(tree, multiline);
  // references to groups are compared without case as well; everything else is written with its variants already
  const mode = flags.includes('i') && reader.hasReferences ? 'vi' : 'v';
  try {
    const regex = new RegExp(source, mode);
    // the engine says only now that an expression is too large
    regex.test('');
    return {
      regex,
      global: new RegExp(source, `g${mode}`),
      groups: reader.groups,
      warnings: [...reader.warnings],
      test: reader.hasReferences ? (text) => regex.test(text) : tester(regex, tree, multiline),
      references: reader.hasReferences,
      ambiguous: isAmbiguous(tree),
    };
  } catch (error) {
    if (error instanceof SyntaxError) throw new XPathError('FORX0002', `a regular expression cannot be compiled: ${error.message}`);
    throw error;
  }
}

/** Up to here, an expression that is not ambiguous is done with at once however it backtracks. */
const SHORT = 1000;

/** @throws XPathError FORX0002 when an ambiguous expression repeats too much to be followed */
function tester(regex: RegExp, tree: RegexNode, multiline: boolean): (text: string) => boolean {
  if (isAmbiguous(tree)) {
    const linear = new LinearMatcher(tree, multiline);
    return (text) => linear.test(text);
  }
  let long: { test(text: string): boolean } | undefined;
  return (text) => {
    if (text.length <= SHORT) return regex.test(text);
    long ??= followed(tree, multiline) ?? regex;
    return long.test(text);
  };
}

function followed(tree: RegexNode, multiline: boolean): LinearMatcher | undefined {
  try {
    return new LinearMatcher(tree, multiline);
  } catch (error) {
    if (error instanceof XPathError) return undefined;
    throw error;
  }
}

/** The flag x: white space counts only between brackets. */
function withoutBlanks(pattern: string): string {
  let result = '';
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === '\\') {
      result += c + (pattern[++i] ?? '');
      continue;
    }
    if (c === '[') depth++;
    else if (c === ']') depth--;
    if (depth > 0 || !/[ \t\r\n]/.test(c)) result += c;
  }
  return result;
}

// ---- reading

const CATEGORY = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;

/** Escapes of one character, and what they stand for. */
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const ITSELF = '\\|.?*+(){}-[]^$';

/** Escapes of many characters, as insides of a character class. */
const CLASSES: Readonly<Record<string, string>> = {
  s: ' \\t\\n\\r',
  i: NAME_CLASSES.start,
  c: NAME_CLASSES.part,
  d: '\\p{Nd}',
  // the complement: \w is everything but punctuation, separators and others
  W: '\\p{P}\\p{Z}\\p{C}',
};

class Reader {
  groups = 0;
  hasReferences = false;
  readonly warnings = new Set<RegexWarning>();
  #at = 0;
  #depth = 0;
  readonly #open = new Set<number>();
  readonly #caseless: boolean;
  readonly #dotAll: boolean;

  constructor(
    readonly text: string,
    flags: string,
  ) {
    this.#caseless = flags.includes('i');
    this.#dotAll = flags.includes('s');
  }

  read(): RegexNode {
    const tree = this.#alternatives();
    if (this.#at < this.text.length) throw this.#error('a closing parenthesis without an opening one');
    return tree;
  }

  /** The flag q: the text stands for itself. */
  literal(): RegexNode {
    return { kind: 'sequence', items: [...this.text].map((c) => this.#character(c)) };
  }

  #error(what: string): XPathError {
    const { text } = this;
    return new XPathError(
      'FORX0002',
      `regular expression "${text.length > 120 ? `${text.slice(0, 120)}…` : text}": ${what}, at character ${this.#at + 1}`,
    );
  }

  /** The character here, whole; '' at the end. */
  get #next(): string {
    const point = this.text.codePointAt(this.#at);
    return point === undefined ? '' : String.fromCodePoint(point);
  }

  #take(): string {
    const c = this.#next;
    this.#at += c.length;
    return c;
  }

  #skip(expected: string): boolean {
    if (!this.text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  #alternatives(): RegexNode {
    if (++this.#depth > DEEPEST) throw this.#error(`more than ${DEEPEST} groups in each other`);
    const branches = [this.#branch()];
    while (this.#skip('|')) branches.push(this.#branch());
    this.#depth--;
    return branches.length === 1 ? branches[0]! : { kind: 'alternatives', branches };
  }

  #branch(): RegexNode {
    const items: RegexNode[] = [];
    for (;;) {
      const c = this.#next;
      if (c === '' || c === '|' || c === ')') break;
      items.push(this.#quantified(this.#atom()));
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  #atom(): RegexNode {
    const c = this.#take();
    switch (c) {
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '.':
        return { kind: 'character', set: this.#dotAll ? '[^]' : '[^\\n\\r]' };
      case '(': {
        const captures = !this.#skip('?:');
        if (this.#next === '?') throw this.#error('(? begins nothing but a group that is not captured, (?:');
        const group = captures ? ++this.groups : 0;
        if (captures) this.#open.add(group);
        const of = this.#alternatives();
        if (!this.#skip(')')) throw this.#error('a parenthesis is not closed');
        this.#open.delete(group);
        return { kind: 'group', of, captures };
      }
      case '[':
        return { kind: 'character', set: this.#class() };
      case '\\':
        return this.#escape();
      case '?':
      case '*':
      case '+':
      case '{':
        this.#at--;
        throw this.#error(`${c} has nothing to repeat`);
      case ']':
        this.#at--;
        throw this.#error('a closing bracket without an opening one');
      case '}':
        this.warnings.add('bare-brace');
    }
    return this.#character(c);
  }

  #character(c: string): RegexNode {
    if (!this.#caseless) return { kind: 'character', set: /^[A-Za-z0-9]$/.test(c) ? c : unicode(c.codePointAt(0)!) };
    const variants = caseVariants(c.codePointAt(0)!);
    return { kind: 'character', set: variants.length === 1 ? unicode(variants[0]!) : `[${variants.map(unicode).join('')}]` };
  }

  #escape(): RegexNode {
    const c = this.#next;
    if (/^[0-9]$/.test(c)) return this.#reference();
    const set = this.#multiple();
    if (set !== undefined) return { kind: 'character', set };
    return this.#character(this.#single());
  }

  /** After the backslash: an escape that stands for many characters. */
  #multiple(): string | undefined {
    const c = this.#next;
    if (c === 'p' || c === 'P') {
      this.#at++;
      const end = this.#skip('{') ? this.text.indexOf('}', this.#at) : -1;
      if (end < 0) throw this.#error(`\\${c} takes a name in braces`);
      const name = this.text.slice(this.#at, end);
      const inside =
        CATEGORY.test(name) ? `\\p{${name}}`
        : name.startsWith('Is') ? BLOCKS.get(name.slice(2))
        : undefined;
      if (inside === undefined) throw this.#error(`there is no category and no block "${name.slice(0, 60)}"`);
      this.#at = end + 1;
      return `[${c === 'P' ? '^' : ''}${inside}]`;
    }
    const lower = c === 'w' || c === 'W' ? 'W' : c.toLowerCase();
    const inside = c === '' ? undefined : CLASSES[lower];
    if (inside === undefined) return undefined;
    this.#at++;
    return `[${lower === c ? '' : '^'}${inside}]`;
  }

  /** After the backslash: an escape of one character. */
  #single(): string {
    const c = this.#take();
    if (c === '') throw this.#error('a backslash at the end');
    if (ITSELF.includes(c)) return c;
    const stands = ESCAPED[c];
    if (stands === undefined) {
      this.#at -= c.length;
      throw this.#error(`\\${c} is no escape`);
    }
    return stands;
  }

  /** As many digits as make the number of a group that was closed. */
  #reference(): RegexNode {
    let group = 0;
    do {
      const more = group * 10 + Number(this.#next);
      if (group > 0 && more > this.groups) break;
      group = more;
      this.#at++;
    } while (/^[0-9]$/.test(this.#next));
    if (group === 0 || group > this.groups || this.#open.has(group)) throw this.#error(`\\${group} refers to no group before it`);
    this.hasReferences = true;
    return { kind: 'reference', group };
  }

  #quantified(of: RegexNode): RegexNode {
    const bounds = this.#bounds();
    if (bounds === undefined) return of;
    if (of.kind === 'start' || of.kind === 'end') {
      this.warnings.add('quantified-anchor');
      // for Saxon ^* is nothing at all, and thus nothing that ? could make lazy
      if (bounds.min === 0 && this.#next === '?') throw this.#error('? has nothing to repeat');
    }
    const lazy = this.#skip('?');
    return { kind: 'repeat', of, ...bounds, lazy };
  }

  #bounds(): { min: number; max: number } | undefined {
    switch (this.#next) {
      case '?':
        this.#at++;
        return { min: 0, max: 1 };
      case '*':
        this.#at++;
        return { min: 0, max: Infinity };
      case '+':
        this.#at++;
        return { min: 1, max: Infinity };
      case '{': {
        const match = /\{(\d+)(,(\d*))?\}/y;
        match.lastIndex = this.#at;
        const found = match.exec(this.text);
        if (found === null) throw this.#error('a quantifier in braces is {n}, {n,} or {n,m}');
        const min = Number(found[1]);
        const max =
          found[2] === undefined ? min
          : found[3] === '' ? Infinity
          : Number(found[3]);
        if (max < min) throw this.#error('a quantifier repeats at most less often than at least');
        if (min > MOST_REPEATS || (max !== Infinity && max > MOST_REPEATS))
          throw this.#error(`a quantifier repeats more than ${MOST_REPEATS} times`);
        this.#at += found[0].length;
        return { min, max };
      }
      default:
        return undefined;
    }
  }

  /** After the bracket: a character class, to its closing bracket. */
  #class(): string {
    if (++this.#depth > DEEPEST) throw this.#error(`more than ${DEEPEST} classes in each other`);
    const negative = this.#skip('^');
    const inside: string[] = [];
    let without = '';
    for (;;) {
      const c = this.#next;
      if (c === '') throw this.#error('a bracket is not closed');
      if (c === ']') break;
      if (c === '-' && inside.length > 0 && this.#skip('-[')) {
        without = this.#class();
        if (this.#next !== ']') throw this.#error('what is subtracted from a class is not its end');
        break;
      }
      if (c === '[') throw this.#error('a bracket in a class is written \\[');
      inside.push(this.#classItem());
    }
    if (inside.length === 0) throw this.#error('a class is empty');
    this.#at++;
    this.#depth--;
    const own = `[${negative ? '^' : ''}${inside.join('')}]`;
    return without === '' ? own : `[${own}--${without}]`;
  }

  #classItem(): string {
    const bare = this.#next === '-';
    const from = this.#classCharacter();
    if (typeof from === 'string') return from;
    const after = this.text[this.#at + 1];
    // a hyphen that ends the class, or that subtraction follows, makes no range
    if (this.#next !== '-' || after === ']' || after === '[') return this.#ranges(from, from);
    if (bare || after === '-') throw this.#error('a hyphen at the border of a range is written \\-');
    this.#at++;
    const to = this.#classCharacter();
    if (typeof to === 'string') throw this.#error('a range does not end with an escape of many characters');
    if (to < from) throw this.#error('a range ends before it begins');
    return this.#ranges(from, to);
  }

  /** One character as its code point, an escape of many as the class it is. */
  #classCharacter(): number | string {
    const c = this.#take();
    if (c === '') throw this.#error('a bracket is not closed');
    if (c !== '\\') return c.codePointAt(0)!;
    return this.#multiple() ?? this.#single().codePointAt(0)!;
  }

  #ranges(first: number, last: number): string {
    const range = (from: number, to: number): string => (from === to ? unicode(from) : `${unicode(from)}-${unicode(to)}`);
    let result = range(first, last);
    if (this.#caseless) for (const point of variantsOfRange(first, last)) result += unicode(point);
    return result;
  }
}

const unicode = (point: number): string => `\\u{${point.toString(16)}}`;

// ---- case

let variants: Map<number, number[]> | undefined;

/** Characters that differ in case alone, by each of them: those with the same upper case or the same lower case. */
function allVariants(): Map<number, number[]> {
  if (variants !== undefined) return variants;
  const sets = new Map<string, number[]>();
  const points: number[] = [];
  for (let point = 0x41; point < 0x1e944; point++) {
    // no letter has two cases between the two planes' last scripts
    if (point === 0x2e80) point = 0xa640;
    else if (point === 0xac00) point = 0xff21;
    else if (point === 0xff5b) point = 0x10400;
    else if (point === 0x11900) point = 0x16e40;
    else if (point === 0x16e80) point = 0x1e900;
    const c = String.fromCodePoint(point);
    const [upper, lower] = [c.toUpperCase(), c.toLowerCase()];
    if (upper === c && lower === c) continue;
    points.push(point);
    for (const key of new Set([`u${upper}`, `l${lower}`])) {
      const set = sets.get(key);
      if (set === undefined) sets.set(key, [point]);
      else set.push(point);
    }
  }
  variants = new Map();
  for (const point of points) {
    const c = String.fromCodePoint(point);
    const same = new Set([point, ...(sets.get(`u${c.toUpperCase()}`) ?? []), ...(sets.get(`l${c.toLowerCase()}`) ?? [])]);
    if (same.size > 1) variants.set(point, [...same]);
  }
  return variants;
}

const caseVariants = (point: number): number[] => allVariants().get(point) ?? [point];

/** What a range takes in besides itself when case does not count. */
function variantsOfRange(first: number, last: number): number[] {
  const result = new Set<number>();
  const add = (points: readonly number[]): void => points.forEach((point) => (point < first || point > last) && result.add(point));
  if (last - first < 64) for (let point = first; point <= last; point++) add(caseVariants(point));
  else for (const [point, others] of allVariants()) if (point >= first && point <= last) add(others);
  return [...result];
}

// ---- writing

const START_OF_LINE = '(?:^|(?<=\\n)(?!$))';
const END_OF_LINE = '(?=\\n|$)';

function written(node: RegexNode, multiline: boolean): string {
  switch (node.kind) {
    case 'alternatives':
      return `(?:${node.branches.map((branch) => written(branch, multiline)).join('|')})`;
    case 'sequence':
      return node.items.map((item) => written(item, multiline)).join('');
    case 'repeat': {
      const { min, max } = node;
      const one = node.of.kind === 'character' || (node.of.kind === 'group' && node.of.captures);
      const of = one ? written(node.of, multiline) : `(?:${written(node.of, multiline)})`;
      const bounds =
        min === 0 && max === 1 ? '?'
        : min === 0 && max === Infinity ? '*'
        : min === 1 && max === Infinity ? '+'
        : max === Infinity ? `{${min},}`
        : min === max ? `{${min}}`
        : `{${min},${max}}`;
      return `${of}${bounds}${node.lazy ? '?' : ''}`;
    }
    case 'group':
      return `(${node.captures ? '' : '?:'}${written(node.of, multiline)})`;
    case 'reference':
      // followed by a digit, the number would go on
      return `(?:\\${node.group})`;
    case 'start':
      return multiline ? START_OF_LINE : '^';
    case 'end':
      return multiline ? END_OF_LINE : '$';
    case 'character':
      return node.set;
  }
}

// ---- functions

/** fn:matches. @throws XPathError FORX0001, FORX0002 */
export function matches(text: string, pattern: string, flags: string): boolean {
  const regex = compileRegex(pattern, flags);
  return regex.references ? patiently(regex, text, () => regex.test(text)) : regex.test(text);
}

function notEmpty(pattern: string, flags: string): CompiledRegex {
  const regex = compileRegex(pattern, flags);
  if (regex.test('')) throw new XPathError('FORX0003', `the regular expression "${pattern}" matches the empty string`);
  return regex;
}

/** fn:tokenize. @throws XPathError FORX0001, FORX0002, FORX0003 */
export function tokenize(text: string, pattern: string, flags: string): string[] {
  const regex = notEmpty(pattern, flags);
  return patiently(regex, text, () => tokens(text, regex));
}

/** Runs a search that may backtrack longer than anyone waits: watching the clock costs more than most searches. */
const patiently = <T>({ references, ambiguous }: CompiledRegex, text: string, search: () => T): T =>
  references || ambiguous || text.length > SHORT ? within(BACKTRACKING_MS, search) : search();

const BACKTRACKING_MS = 2000;

function tokens(text: string, regex: CompiledRegex): string[] {
  if (text === '') return [];
  // to find that there is nothing to find is what may take long
  if (!regex.test(text)) return [text];
  const found: string[] = [];
  let from = 0;
  for (const match of text.matchAll(regex.global)) {
    found.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  found.push(text.slice(from));
  return found;
}

/** fn:replace. @throws XPathError FORX0001, FORX0002, FORX0003, FORX0004 */
export function replace(text: string, pattern: string, replacement: string, flags: string): string {
  const regex = notEmpty(pattern, flags);
  const { global, groups } = regex;
  const parts = flags.includes('q') ? [replacement] : replacementParts(replacement, groups);
  const replaced = (): string => {
    if (!regex.test(text)) return text;
    return text.replace(global, (...match: unknown[]) => {
      let result = '';
      for (const part of parts) result += typeof part === 'string' ? part : ((match[part] as string | undefined) ?? '');
      return result;
    });
  };
  return patiently(regex, text, replaced);
}

/** Texts, and numbers of groups. A reference to a group that does not exist leaves nothing. */
function replacementParts(replacement: string, groups: number): (string | number)[] {
  const parts: (string | number)[] = [];
  for (let i = 0; i < replacement.length; i++) {
    const c = replacement[i]!;
    if (c === '\\') {
      const escaped = replacement[++i];
      if (escaped !== '\\' && escaped !== '$') throw new XPathError('FORX0004', 'in a replacement, a backslash stands before \\ or $');
      parts.push(escaped);
    } else if (c === '$') {
      let group = digitAt(replacement, i + 1);
      if (group < 0) throw new XPathError('FORX0004', 'in a replacement, a digit stands after $; $ itself is written \\$');
      i++;
      // digits are taken as long as they make the number of a group
      for (let digit = digitAt(replacement, i + 1); digit >= 0 && group * 10 + digit <= groups; digit = digitAt(replacement, i + 1)) {
        group = group * 10 + digit;
        i++;
      }
      if (group <= groups) parts.push(group);
    } else parts.push(c);
  }
  return parts;
}

const digitAt = (text: string, at: number): number => {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
};
