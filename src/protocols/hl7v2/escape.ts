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
  const { escape } = delimiters;
  let at = text.indexOf(escape);
  if (at < 0) return text;
  let out = '';
  let from = 0;
  while (at >= 0) {
    const end = text.indexOf(escape, at + 1);
    const name = end < 0 ? undefined : text.slice(at + 1, end);
    const meant = name === undefined ? undefined : meaning(name, delimiters, charset);
    if (meant === undefined) {
      onBad?.({ offset: at, sequence: text.slice(at, Math.min(end < 0 ? text.length : end + 1, at + LONGEST_SHOWN)) });
      // the next one may begin where this would have ended
      at = end;
      continue;
    }
    out += text.slice(from, at) + (meant ?? text.slice(at, end + 1));
    from = end + 1;
    at = text.indexOf(escape, from);
  }
  return out + text.slice(from);
}

/** What a sequence stands for; null: nothing that text can say, it stays as written; undefined: it is none. */
function meaning(name: string, delimiters: Delimiters, charset: Charset): string | null | undefined {
  switch (name) {
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

/** Writes a text so that it is read back as it is: delimiters and characters that end a segment become escape sequences. */
export function escapeText(text: string, delimiters: Delimiters): string {
  const names = new Map([
    [delimiters.field, 'F'],
    [delimiters.component, 'S'],
    [delimiters.subcomponent, 'T'],
    [delimiters.repetition, 'R'],
    [delimiters.escape, 'E'],
    ...(delimiters.truncation === undefined ? [] : [[delimiters.truncation, 'P'] as const]),
  ]);
  return text.replace(SPECIAL, (char) => {
    const code = char.charCodeAt(0);
    const name = names.get(char) ?? (code < 0x20 || code === 0x7f ? `X${code.toString(16).toUpperCase().padStart(2, '0')}` : undefined);
    return name === undefined ? char : delimiters.escape + name + delimiters.escape;
  });
}
