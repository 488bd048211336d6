/** Letters that a decomposition leaves whole. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['Œ', 'OE'],
  ['Æ', 'AE'],
  ['Ø', 'O'],
  ['Ł', 'L'],
  ['Đ', 'D'],
  ['Þ', 'TH'],
]);

/** Upper case without accents; hyphens, apostrophes, points and white space are one space. */
const flattened = (text: string): string =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ŒÆØŁĐÞ]/g, (letter) => LETTERS.get(letter)!)
    .replace(/[\s\-‐‑–'’ʼ.]+/g, ' ');

/** A text as it is compared: case and accents do not count, and `Le Goff`, `LE-GOFF` and `le  goff` are one. */
export const folded = (text: string): string => flattened(text).trim();

/** How far an asterisk stands for any characters: nowhere, at the end of a text, anywhere in it. */
export type Wildcards = 'none' | 'trailing' | 'anywhere';

/** What a text must be, folded: its pieces in order, with anything between two of them. One piece: the text itself. */
export interface Pattern {
  readonly pieces: readonly string[];
}

/** A text without wildcards. */
export const exactly = (text: string): Pattern => ({ pieces: [folded(text)] });

/** Reads a criterion; undefined when an asterisk stands where it may not. */
export function readPattern(text: string, wildcards: Wildcards): Pattern | undefined {
  if (wildcards === 'none') return exactly(text);
  const pieces = text.split(/\*+/).map(flattened);
  if (wildcards === 'trailing' && (pieces.length > 2 || (pieces.length === 2 && pieces[1] !== ''))) return undefined;
  pieces[0] = pieces[0]!.trimStart();
  pieces.push(pieces.pop()!.trimEnd());
  return { pieces };
}

/** Does a pattern let anything pass? */
export const isOpen = ({ pieces }: Pattern): boolean => pieces.length > 1 && pieces.every((piece) => piece === '');

/** Does a folded text fit? */
export function fits({ pieces }: Pattern, text: string): boolean {
  const [first, ...rest] = pieces as [string, ...string[]];
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

/** In order: what French spells in several ways and says in one. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/[^A-Z]/g, ''],
  [/PH/g, 'F'],
  [/SCH|SH|CH/g, '1'],
  [/QU|Q|CK/g, 'K'],
  [/GN/g, 'N'],
  [/GU(?=[EIY])/g, '2'],
  [/G(?=[EIY])/g, 'J'],
  [/C(?=[EIY])/g, 'S'],
  [/C/g, 'K'],
  [/2/g, 'G'],
  [/H/g, ''],
  [/E?AU/g, 'O'],
  [/EA(?=[MN])/g, 'A'],
  [/[AE][IY]/g, 'E'],
  [/Y/g, 'I'],
  [/Z/g, 'S'],
  [/W/g, 'V'],
  [/[AE][MN](?=[^AEIOUMN]|$)/g, '3'],
  [/[IU][MN](?=[^AEIOUMN]|$)/g, '4'],
  [/O[MN](?=[^AEIOUMN]|$)/g, '5'],
  [/(.)\1/g, '$1'],
];

/** Letters that are not said at the end of a French name. */
const MUTE = 'ESTDXPR';

/** How a name sounds in French, roughly: names that are mistaken for one another by ear have one sound. */
export function soundOf(text: string): string {
  let sound = folded(text);
  for (const [spelt, said] of SOUNDS) sound = sound.replace(spelt, said);
  let end = sound.length;
  while (end > 2 && MUTE.includes(sound[end - 1]!)) end--;
  return sound.slice(0, end);
}
