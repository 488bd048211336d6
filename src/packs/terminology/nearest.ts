/** A label for comparison: without case, accents, punctuation and repeated spaces. */
export function foldLabel(label: string): string {
  const lower = label.toLowerCase();
  const plain =
    /[^\0-\x7f]/.test(lower) ?
      lower
        .normalize('NFD')
        .replace(/\p{M}+/gu, '')
        .replace(/œ/g, 'oe')
        .replace(/æ/g, 'ae')
    : lower;
  return plain.replace(/[^\p{L}\p{N}%+<>=]+/gu, ' ').trim();
}

/** Beyond it, edit distances are not worth their time. */
const LONGEST = 64;

/**
 * How many letters must be added, removed, replaced or swapped with their neighbour to make one text of the other.
 * @param most distances beyond it are all `most + 1`
 */
export function editDistance(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last, row] = rowsFor(b.length + 1);
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const same = letter === b.charCodeAt(j - 1);
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, before[j - 2]! + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[b.length]!, most + 1);
}

type Rows = [Int32Array, Int32Array, Int32Array];
let rows: Rows = [new Int32Array(128), new Int32Array(128), new Int32Array(128)];

/** The same three rows again and again: thousands of texts are compared for one suggestion. */
function rowsFor(length: number): Rows {
  if (rows[0].length < length) rows = [new Int32Array(length), new Int32Array(length), new Int32Array(length)];
  return rows;
}

/** How many letters of a code may be wrong for it to be taken for another: in a short one, any other letter makes another code. */
const lettersWrong = (length: number): number =>
  length <= 2 ? 0
  : length <= 6 ? 1
  : 2;

/** What a code has in common with the one that was written: 0 the same, 1 nothing. */
function codeDistance(code: string, written: string): number {
  if (code === written) return 0;
  const most = lettersWrong(Math.min(code.length, written.length));
  if (code.length > LONGEST || Math.abs(code.length - written.length) > most + 1) return 1;
  const [a, b] = [foldCode(code), foldCode(written)];
  const letters = editDistance(a, b, most);
  return (
    letters > most ? 1
    : letters === 0 ? 0.1
    : letters * 0.2
  );
}

const foldCode = (code: string): string => code.toUpperCase().replace(/\s+/g, '');

/** A label in pieces, for comparison with many others. */
export interface FoldedLabel {
  text: string;
  words: readonly string[];
  /** letters in its words */
  weight: number;
  /** which letters it has, a bit each */
  letters: number;
}

export function folded(label: string): FoldedLabel {
  const text = foldLabel(label);
  const words = [...new Set(text.split(' '))].filter((word) => word !== '');
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return { text, words, weight: words.reduce((sum, word) => sum + word.length, 0), letters };
}

const LIKE_ENOUGH = 0.6;

/** What two labels have in common: 0 the same, 1 too little. */
function labelDistance(a: FoldedLabel, b: FoldedLabel, wordsOfB: ReadonlySet<string>): number {
  if (a.text === b.text) return 0;
  if (a.weight === 0 || b.weight === 0) return 1;
  let common = 0;
  for (const word of a.words) if (wordsOfB.has(word)) common += word.length;
  let like = (2 * common) / (a.weight + b.weight);
  const longest = Math.max(a.text.length, b.text.length);
  if (longest <= LONGEST) {
    const most = Math.floor(longest * (1 - LIKE_ENOUGH) * 0.75);
    // a letter that only one of them has is one to change
    const letters = different(a.letters, b.letters) > 2 * most ? most + 1 : editDistance(a.text, b.text, most);
    if (letters <= most) like = Math.max(like, 1 - letters / longest);
  }
  return like < LIKE_ENOUGH ? 1 : 1 - like;
}

function different(a: number, b: number): number {
  let count = 0;
  for (let bits = a ^ b; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** What was written, made ready to be compared. */
export class Written {
  readonly code: string | undefined;
  readonly display: FoldedLabel | undefined;
  readonly #words: ReadonlySet<string>;

  constructor(written: { code?: string | undefined; display?: string | undefined }) {
    this.code = written.code?.trim().slice(0, LONGEST) || undefined;
    this.display = written.display?.trim() ? folded(written.display.slice(0, 500)) : undefined;
    this.#words = new Set(this.display?.words);
  }

  /** How many letters a code begins with as the one that was written. */
  inCommon(code: string): number {
    let letters = 0;
    while (letters < code.length && code[letters] === this.code?.[letters]) letters++;
    return letters;
  }

  /** Whether a code of this length may be near: the others need not be read. */
  mayBeNear(length: number): boolean {
    return this.code !== undefined && Math.abs(length - this.code.length) <= FURTHEST_LENGTH;
  }

  /**
   * How far a concept is from it: 0 is the same, 1 and more is nothing to suggest.
   * @param code undefined when it is not near
   */
  distance(code: string | undefined, displays: Iterable<FoldedLabel>): number {
    const ofCode = this.code === undefined || code === undefined ? 1 : codeDistance(code, this.code);
    let ofLabel = 1;
    if (this.display) for (const display of displays) ofLabel = Math.min(ofLabel, labelDistance(display, this.display, this.#words));
    // what agrees on both is nearer than what agrees on one alone
    return ofCode < 1 && ofLabel < 1 ? (ofCode * ofLabel) / 2 : Math.min(ofCode, ofLabel);
  }
}

/** two letters, and one more for a blank */
const FURTHEST_LENGTH = 3;

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
const OTHERS = ['-', '.', '_', '/', ' '];

/** Every code that is one letter from this one: for code systems too large to be compared code by code. */
export function* oneLetterAway(code: string): Generator<string> {
  if (code.length > LONGEST || lettersWrong(code.length) === 0) return;
  const alphabet = [...LETTERS, ...(/[a-z]/.test(code) ? LETTERS.slice(10).map((letter) => letter.toLowerCase()) : []), ...OTHERS];
  for (const other of [code.trim(), code.toUpperCase()]) if (other !== code) yield other;
  for (let i = 0; i <= code.length; i++) {
    const [head, tail] = [code.slice(0, i), code.slice(i + 1)];
    if (i < code.length) yield head + tail;
    if (i + 1 < code.length) yield head + code[i + 1]! + code[i]! + code.slice(i + 2);
    for (const letter of alphabet) {
      if (i < code.length && letter !== code[i]) yield head + letter + tail;
      yield head + letter + code.slice(i);
    }
  }
}
