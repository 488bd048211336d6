import type { Charset } from './charset.js';
import type { Delimiters } from './delimiters.js';

/** An escape sequence that is none of HL7 (2.A.7 of chapter 2), and where it begins in the text. */
export interface BadEscape {
  offset: number;
  sequence: string;
}

/** What is shown of a sequence that never ends. */
const LONGEST_SHOWN = 24;
const HIGHLIGHT = /^[HN]$/;
/** Formatting commands of FT fields, with their number where they take one. */
const FORMATTING = /^\.(?:br|fi|nf|ce|sp[+-]?\d{0,4}|in[+-]?\d{1,4}|ti[+-]?\d{1,4}|sk[+-]?\d{1,4})$/i;
const LINE = /^\.(?:br|ce|sp[+-]?\d{0,4})$/i;

/**
 * Replaces escape sequences by what they stand for: delimiters, bytes in hexadecimal, line ends of formatted text.
 * Highlighting and other formatting leave nothing, local (`Z`) sequences and shifts of character set stay as written.
 * `onBad` is told each sequence that HL7 does not know; it stays as written too, so that nothing is lost.
 */
export function unescapeText(text: string, delimiters: Delimiters, charset: Charset, onBad?: (bad: BadEscape) => void): string {
  let out = '';
  let from = 0;
  for (const { offset, end, meant } of sequencesOf(text, delimiters, charset)) {
    if (meant === undefined) {
      onBad?.({ offset, sequence: text.slice(offset, Math.min(end, offset + LONGEST_SHOWN)) });
      continue;
    }
    out += text.slice(from, offset) + (meant ?? text.slice(offset, end));
    from = end;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Is there a sequence that is none? Looks no further than the first one. */
export function hasBadEscape(text: string, delimiters: Delimiters, charset: Charset): boolean {
  for (const { meant } of sequencesOf(text, delimiters, charset)) if (meant === undefined) return true;
  return false;
}

/** The escape sequences of a text in their order: where each begins and ends, and what it stands for (`meaning`). */
function* sequencesOf(
  text: string,
  delimiters: Delimiters,
  charset: Charset,
): Generator<{ offset: number; end: number; meant: string | null | undefined }> {
  const { escape } = delimiters;
  for (let offset = text.indexOf(escape); offset >= 0;) {
    const last = text.indexOf(escape, offset + 1);
    const meant = last < 0 ? undefined : meaning(text.slice(offset + 1, last), delimiters, charset);
    const end = last < 0 ? text.length : last + 1;
    yield { offset, end, meant };
    // where one was none, the next may begin where it would have ended
    offset = meant === undefined ? last : text.indexOf(escape, end);
  }
}

/** What a sequence stands for; null: nothing that text can say, it stays as written; undefined: it is none. */
function meaning(name: string, delimiters: Delimiters, charset: Charset): string | null | undefined {
  switch (name) {
    case '':
      return undefined;
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'T':
      return delimiters.subcomponent;
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escape;
    case 'P':
      return delimiters.truncation ?? '#';
  }
  if (HIGHLIGHT.test(name)) return '';
  if (name.startsWith('X')) {
    const digits = name.slice(1);
    if (digits === '' || digits.length % 2 > 0 || /[^0-9A-Fa-f]/.test(digits)) return undefined;
    const text = charset.decode(Buffer.from(digits, 'hex'));
    // bytes that are no character of the set say nothing
    return text.includes('\uFFFD') ? undefined : text;
  }
  if (/^C[0-9A-Fa-f]{4}$|^M[0-9A-Fa-f]{4}(?:[0-9A-Fa-f]{2})?$/.test(name)) return null;
  if (name.startsWith('Z')) return null;
  if (FORMATTING.test(name)) return LINE.test(name) ? '\n' : '';
  return undefined;
}

/** Whatever can be a delimiter, and control characters. */
const SPECIAL = /[\u0000-\u001f\u007f!-/:-@[-`{-~]/g;

/** The names of escape sequences by the delimiters they stand for. */
const NAMES = new WeakMap<Delimiters, ReadonlyMap<string, string>>();

function namesOf(delimiters: Delimiters): ReadonlyMap<string, string> {
  const { field, component, subcomponent, repetition, escape, truncation } = delimiters;
  const names =
    NAMES.get(delimiters)
    ?? new Map([
      ...[[field, 'F'] as const, [component, 'S'] as const, [subcomponent, 'T'] as const, [repetition, 'R'] as const],
      ...[[escape, 'E'] as const, ...(truncation === undefined ? [] : [[truncation, 'P'] as const])],
    ]);
  NAMES.set(delimiters, names);
  return names;
}

/** Writes a text so that it is read back as it is: delimiters and characters that end a segment become escape sequences. */
export function escapeText(text: string, delimiters: Delimiters): string {
  if (text === '') return text;
  const names = namesOf(delimiters);
  return text.replace(SPECIAL, (char) => {
    const code = char.charCodeAt(0);
    const name = names.get(char) ?? (code < 0x20 || code === 0x7f ? `X${code.toString(16).toUpperCase().padStart(2, '0')}` : undefined);
    return name === undefined ? char : delimiters.escape + name + delimiters.escape;
  });
}
