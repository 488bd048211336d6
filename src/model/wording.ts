import type { Bilingual } from './bilingual.js';

export const ABSENT: Bilingual = { fr: 'absent', en: 'missing' };
export const EMPTY: Bilingual = { fr: 'vide', en: 'empty' };
export const NOTHING: Bilingual = { fr: 'rien', en: 'nothing' };

/** A value as a message repeats it: cut when it is long, because whoever wrote it chose its length. */
export function shorten(value: string, length = 120): string {
  return value.length > length ? `${value.slice(0, length - 1)}…` : value;
}

/** A value inside a sentence: cut when it is long, and still seen when it is empty. */
export const asWritten = (value: string, length = 80): string => shorten(value, length) || '""';

/** A value as expected or found: cut when it is long, said to be absent or empty when it is. */
export function quoted(value: string | undefined, length = 160): Bilingual | string {
  if (value === undefined) return ABSENT;
  if (value.trim() === '') return EMPTY;
  return shorten(value, length);
}

/** A text that is the same in both languages; a long one is cut. */
export function same(text: string, length = 300): Bilingual {
  const shown = asWritten(text, length);
  return { fr: shown, en: shown };
}

/** In both languages what may be the same in both. */
export const bilingual = (text: Bilingual | string): Bilingual => (typeof text === 'string' ? same(text, Infinity) : text);

/** Codes of which one is expected. */
export function oneOf(codes: Iterable<string>): Bilingual {
  const list = [...codes];
  const last = list.pop() ?? '';
  if (list.length === 0) return same(last);
  const others = list.join(', ');
  return { fr: `${others} ou ${last}`, en: `${others} or ${last}` };
}

const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * Makes what would be invisible, or would reorder the text around it, visible: control characters as control pictures,
 * format characters (direction marks among them) as their code point. Lone surrogates become U+FFFD.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}
