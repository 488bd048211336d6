import type { Bilingual } from '../../model/index.js';

/** One value of a stored query parameter. */
export interface QueryValue {
  value: string;
  /** written between quotes; a number is not */
  quoted: boolean;
}

export type ParsedQueryValue =
  { ok: true; values: QueryValue[]; list: boolean } | { ok: false; problem: Bilingual; /** in the text */ offset: number };

/**
 * Reads the text of one rim:Value of a stored query: `'text'`, `12`, or a list of these in parentheses. A quote inside
 * a string is doubled. One pass over the text.
 */
export function parseQueryValue(text: string): ParsedQueryValue {
  let at = skipSpace(text, 0);
  const fail = (offset: number, fr: string, en: string): ParsedQueryValue => ({ ok: false, offset, problem: { fr, en } });
  const list = text[at] === '(';
  if (list) at = skipSpace(text, at + 1);
  const values: QueryValue[] = [];
  for (;;) {
    const read = readOne(text, at);
    if (!read.ok) return fail(at, read.fr, read.en);
    values.push(read.value);
    at = skipSpace(text, read.end);
    if (list && text[at] === ',') at = skipSpace(text, at + 1);
    else break;
  }
  if (list) {
    if (text[at] !== ')')
      return fail(
        at,
        at < text.length ?
          'Une virgule ou une parenthèse fermante est attendue après la valeur.'
        : 'La parenthèse ouverte n’est pas refermée.',
        at < text.length ? 'A comma or a closing parenthesis is expected after the value.' : 'The opening parenthesis is never closed.',
      );
    at = skipSpace(text, at + 1);
  }
  if (at < text.length)
    return !list && text[at] === ',' ?
        fail(at, 'Plusieurs valeurs s’écrivent entre parenthèses.', 'Several values are written in parentheses.')
      : fail(at, 'Il reste du texte après la valeur.', 'There is text left after the value.');
  return { ok: true, values, list };
}

type One = { ok: true; value: QueryValue; end: number } | { ok: false; fr: string; en: string };

function readOne(text: string, at: number): One {
  if (text[at] === "'") {
    let value = '';
    for (let from = at + 1; ;) {
      const quote = text.indexOf("'", from);
      if (quote === -1) return { ok: false, fr: 'L’apostrophe ouverte n’est pas refermée.', en: 'The opening quote is never closed.' };
      value += text.slice(from, quote);
      if (text[quote + 1] !== "'") return { ok: true, value: { value, quoted: true }, end: quote + 1 };
      value += "'";
      from = quote + 2;
    }
  }
  const number = /[+-]?\d+(?:\.\d+)?/y;
  number.lastIndex = at;
  const found = number.exec(text)?.[0];
  if (found === undefined)
    return at >= text.length ?
        { ok: false, fr: 'La valeur est vide.', en: 'The value is empty.' }
      : { ok: false, fr: 'Une chaîne s’écrit entre apostrophes.', en: 'A string is written between single quotes.' };
  return { ok: true, value: { value: found, quoted: false }, end: at + found.length };
}

function skipSpace(text: string, at: number): number {
  let here = at;
  while (here < text.length && /\s/.test(text[here]!)) here++;
  return here;
}

/** Writes a string as a stored query value, quotes doubled; a number stays as it is. */
export function quoteQueryValue(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
