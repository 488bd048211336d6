import { UnsupportedExpression, XPathError } from './values.js';

/**
 * A terminal of XPath 2.0 (annex A.2.1). Which names are operators and whether `*` multiplies is not decided here: it
 * depends on what stands before, which the parser knows.
 */
export interface Token {
  /** `namespace-wildcard` is `p:*`, `local-wildcard` is `*:name`; a `*` alone is a symbol */
  type: 'name' | 'namespace-wildcard' | 'local-wildcard' | 'string' | 'integer' | 'decimal' | 'double' | 'symbol' | 'end';
  /** what a string holds, the local part of a name, a number or symbol as written */
  value: string;
  /** as written; '' without one */
  prefix: string;
  at: number;
  end: number;
}

/** Far beyond any expression that someone wrote: it bounds the memory that a text can ask for. */
const LONGEST = 1_000_000;

/** Namespaces in XML 1.0, NCName: Name of XML 1.0 5th edition without the colon. */
const NAME_START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}'
  + '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME = new RegExp(`[${NAME_START}][${NAME_START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}]*`, 'uy');
const NUMBER = /(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][+-]?\d+)?/y;
const BLANKS = /[ \t\r\n]+/y;
const LONG_SYMBOL = /\.\.|\/\/|::|:=|<=|<<|>=|>>|!=|\|\||=>/y;
/** those of XPath 3.1 too, so that the parser can tell them from rubbish */
const SYMBOLS = '()[]{},@$*+-=<>/|.?!#:';

/**
 * Cuts an expression into its terminals; comments and white space go. The last token is of type `end`.
 * @param code of the error to throw: XPST0003 for an expression, XTSE0340 for a pattern
 * @throws XPathError for characters that begin no terminal and for strings and comments without an end
 * @throws UnsupportedExpression for `Q{uri}name` of XPath 3.0
 */
export function tokenize(text: string, code: string): Token[] {
  const tokens: Token[] = [];
  if (text.length > LONGEST) throw new XPathError(code, `longer than ${LONGEST} characters`, LONGEST);
  let at = 0;
  const add = (type: Token['type'], value: string, end: number, prefix = ''): void => {
    tokens.push({ type, value, prefix, at, end });
    at = end;
  };
  const nameAt = (offset: number): string => match(NAME, text, offset);

  while (at < text.length) {
    const char = text[at]!;
    const blanks = match(BLANKS, text, at);
    if (blanks !== '') {
      at += blanks.length;
      continue;
    }
    if (char === '(' && text[at + 1] === ':') {
      at = endOfComment(text, at, code);
      continue;
    }
    if (char === '"' || char === "'") {
      const end = endOfString(text, at, code);
      add('string', text.slice(at + 1, end - 1).replaceAll(char + char, char), end);
      continue;
    }
    const number = match(NUMBER, text, at);
    if (number !== '') {
      const end = at + number.length;
      if (nameAt(end) !== '') throw syntaxError(text, end, `a blank is missing after the number “${number}”`, code);
      add(
        /[eE]/.test(number) ? 'double'
        : number.includes('.') ? 'decimal'
        : 'integer',
        number,
        end,
      );
      continue;
    }
    const name = nameAt(at);
    if (name !== '') {
      const end = at + name.length;
      if (name === 'Q' && text[end] === '{') throw new UnsupportedExpression(`“Q{…}” belongs to XPath 3.0, ${place(text, at)}`);
      if (text[end] === ':' && text[end + 1] === '*') {
        add('namespace-wildcard', '*', end + 2, name);
        continue;
      }
      const local = text[end] === ':' ? nameAt(end + 1) : '';
      if (local === '') add('name', name, end);
      else add('name', local, end + 1 + local.length, name);
      continue;
    }
    if (char === '*' && text[at + 1] === ':') {
      const local = nameAt(at + 2);
      if (local !== '') {
        add('local-wildcard', local, at + 2 + local.length, '*');
        continue;
      }
    }
    const symbol = match(LONG_SYMBOL, text, at) || (SYMBOLS.includes(char) ? char : '');
    if (symbol === '') throw syntaxError(text, at, wrongCharacter(text, at), code);
    add('symbol', symbol, at + symbol.length);
  }
  add('end', '', at);
  return tokens;
}

/**
 * An error of the text of an expression: what is wrong, then where, in words.
 * @param at offset of what is wrong
 */
export function syntaxError(text: string, at: number, problem: string, code = 'XPST0003'): XPathError {
  return new XPathError(code, `${problem}, ${place(text, at)}`, at);
}

/** The place of an offset in words, with what stands before it. */
export function place(text: string, at: number): string {
  const before = text
    .slice(Math.max(0, at - 30), at)
    .replace(/\s+/g, ' ')
    .trim();
  return before === '' ? 'at its start' : `at character ${at + 1}, after “${at > 30 ? '…' : ''}${before}”`;
}

export const isNCName = (text: string): boolean => text !== '' && match(NAME, text, 0) === text;

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function endOfString(text: string, from: number, code: string): number {
  const quote = text[from]!;
  for (let at = from + 1; ; at += 2) {
    at = text.indexOf(quote, at);
    if (at < 0) throw syntaxError(text, from, `the string that begins with ${quote} has no end`, code);
    if (text[at + 1] !== quote) return at + 1;
  }
}

/** Comments nest (XPath 2.0, 2.6). */
function endOfComment(text: string, from: number, code: string): number {
  const mark = /\(:|:\)/g;
  mark.lastIndex = from;
  let open = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    open += found[0] === '(:' ? 1 : -1;
    if (open === 0) return mark.lastIndex;
  }
  throw syntaxError(text, from, 'the comment that begins with “(:” has no end', code);
}

function wrongCharacter(text: string, at: number): string {
  const point = text.codePointAt(at)!;
  const number = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  if (/\s/u.test(text[at]!)) return `the character ${number} is no white space for XPath: a plain blank is needed`;
  return /[\p{C}]/u.test(String.fromCodePoint(point)) ?
      `the character ${number} has no place here`
    : `the character “${String.fromCodePoint(point)}” (${number}) has no place here`;
}
