import { foldLabel } from '../../../src/packs/terminology/nearest.js';

/** Words that any two labels may share. */
const EMPTY_WORDS = new Set(
  'de du des la le les un une et ou en au aux par pour avec sans sur dans a l d autre autres non of the and or in to with without for other'.split(
    ' ',
  ),
);
/** Words are compared as far as their endings: symptôme and symptômes. */
const STEM = 5;

/** What a letter or digit of the Latin alphabets is compared by; nothing for what is not compared. */
const BASE = Array.from({ length: 0x180 }, (_, code) => foldLetter(String.fromCharCode(code)));

function foldLetter(letter: string): string {
  const folded = foldLabel(letter);
  return folded === 'oe' ? 'o' : folded;
}

/**
 * What a label is compared by: without case, accents, punctuation and blanks, `œ` written as published lists often
 * have it, as `o`. Tens of thousands of labels are indexed by it, so it goes letter by letter.
 */
export function labelKey(label: string): string {
  let key = '';
  let last = '';
  for (let i = 0; i < label.length; i++) {
    const code = label.charCodeAt(i);
    const letter = code < BASE.length ? BASE[code]! : foldLetter(label[i]!);
    if (letter === '' || (letter === 'e' && last === 'o')) continue;
    key += letter;
    last = letter;
  }
  return key;
}

/** Two wordings that may well mean the same: a word in common, one short for the other, or letters much alike. */
export function alike(one: string, other: string): boolean {
  if (isAcronymOf(one, other) || isAcronymOf(other, one)) return true;
  const [a, b] = [foldLabel(one), foldLabel(other)];
  const [words, others] = [wordsOf(a), wordsOf(b)];
  if (words.some((word) => others.some((also) => word.slice(0, STEM) === also.slice(0, STEM)))) return true;
  return pairsInCommon(a, b) >= 0.4;
}

const wordsOf = (folded: string): string[] =>
  folded
    .slice(0, 300)
    .split(' ')
    .filter((word) => word !== '' && !EMPTY_WORDS.has(word));

/** Capitals that begin like the other: which words they stand for cannot be told. */
const isAcronymOf = (short: string, long: string): boolean =>
  /^[A-Z][A-Za-z]{0,2}[A-Z\d][A-Za-z\d]{0,3}$/.test(short) && short[0] === foldLabel(long)[0]?.toUpperCase();

/** Share of pairs of letters that two texts have in common (Dice). */
function pairsInCommon(a: string, b: string): number {
  const [pairs, others] = [pairsOf(a), pairsOf(b)];
  if (pairs.size + others.size === 0) return 0;
  let common = 0;
  for (const pair of pairs) if (others.has(pair)) common++;
  return (2 * common) / (pairs.size + others.size);
}

function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < Math.min(text.length, 300); i++) if (text[i] !== ' ' && text[i + 1] !== ' ') pairs.add(text.slice(i, i + 2));
  return pairs;
}
