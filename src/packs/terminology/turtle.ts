import type { Bilingual } from '../../model/index.js';
import type { Skos, Subject } from './skos.js';
import { TextStream, UnreadableTerminology } from './text-stream.js';

type Token =
  | { kind: 'iri' | 'name' | 'variable' | 'punctuation' | 'prefix' | 'base' | 'lang' | 'number'; text: string }
  | { kind: 'literal'; text: string };

const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const SPACE = /(?:\s+|#[^\n]*(?:\n|$))+/y;
const IRI = /<([^<>"{}|^`\\\s]*(?:\\u[0-9A-Fa-f]{4}[^<>"{}|^`\\\s]*)*)>/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\d_:-])/uy;
/** a prefixed name: letters, digits, `_ - .` inside, `%` escapes, `\` before punctuation */
const NAME =
  /(?:[\p{L}_](?:[\p{L}\p{M}\d_.-]*[\p{L}\p{M}\d_-])?)?:(?:(?:[\p{L}\p{M}\d_:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-])(?:(?:[\p{L}\p{M}\d_:.-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-])*(?:[\p{L}\p{M}\d_:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-]))?)?/uy;
const WORD = /[A-Za-z]+/y;
const LANG = /@([A-Za-z]+(?:-[A-Za-z0-9]+)*)/y;
const ESCAPES: Readonly<Record<string, string>> = { t: '\t', b: '\b', n: '\n', r: '\r', f: '\f' };
const MOST_DEPTH = 64;

/**
 * Reads the statements of Turtle, part by part. Subjects inside others (`[ … ]`, `( … )`) are read and lead nowhere: no
 * terminology says its codes in them.
 * @throws UnreadableTerminology
 */
export function streamTurtle(bytes: Uint8Array, skos: Skos): void {
  const stream = new TextStream(bytes, 'utf-8');
  const prefixes = new Map<string, string>();
  const refuse = (text: Bilingual): never => {
    throw new UnreadableTerminology(stream.line, text);
  };
  const broken = (): never => refuse({ fr: 'Turtle mal formé.', en: 'Not well-formed Turtle.' });
  let waiting: Token | undefined;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = stream.at;
    return pattern.exec(stream.text);
  };

  /** The next token; undefined at the end. A token that reaches the end of a part is read again with the next one. */
  const next = (): Token | undefined => {
    if (waiting) {
      const token = waiting;
      waiting = undefined;
      return token;
    }
    for (;;) {
      const space = match(SPACE)?.[0].length ?? 0;
      if (stream.at + space === stream.text.length) {
        // a comment may go on
        if (stream.more()) continue;
        return undefined;
      }
      stream.at += space;
      const read = readToken();
      const end = stream.at + (read?.length ?? 0);
      // whether it goes on can only be said with what follows
      if ((read === undefined || end + LOOK_AHEAD > stream.text.length) && stream.more()) continue;
      if (read === undefined) return broken();
      stream.at = end;
      return read.token;
    }
  };

  const readToken = (): { token: Token; length: number } | undefined => {
    const start = stream.text[stream.at]!;
    if (start === '"' || start === "'") return readLiteral(stream.text, stream.at);
    let found = start === '<' ? match(IRI) : null;
    if (found) return { token: { kind: 'iri', text: found[1]! }, length: found[0].length };
    if (start === '@') {
      found = match(LANG);
      if (!found) return undefined;
      const word = found[1]!;
      return { token: { kind: word === 'prefix' || word === 'base' ? word : 'lang', text: word }, length: found[0].length };
    }
    if (start === '^' && stream.text[stream.at + 1] === '^') return { token: { kind: 'punctuation', text: '^^' }, length: 2 };
    found = match(NUMBER);
    if (found) {
      // a full stop after a number ends the statement
      const text = found[0].replace(/\.$/, '');
      return { token: { kind: 'number', text }, length: text.length };
    }
    if ('.;,[]()'.includes(start)) return { token: { kind: 'punctuation', text: start }, length: 1 };
    found = match(NAME);
    if (found) return { token: { kind: 'name', text: found[0] }, length: found[0].length };
    found = match(WORD);
    return found ? { token: { kind: 'variable', text: found[0] }, length: found[0].length } : undefined;
  };

  const iriOf = (token: Token): string => {
    if (token.kind === 'iri') return token.text;
    if (token.kind !== 'name') return broken();
    const colon = token.text.indexOf(':');
    const prefix = token.text.slice(0, colon);
    const local = token.text.slice(colon + 1).replace(/\\(.)/g, '$1');
    if (prefix === '_') return token.text;
    return `${prefixes.get(prefix) ?? broken()}${local}`;
  };

  const isPunctuation = (token: Token | undefined, text: string): boolean => token?.kind === 'punctuation' && token.text === text;
  const expect = (text: string): void => {
    if (!isPunctuation(next(), text)) broken();
  };

  /** What a statement says of its subject; undefined for a subject inside. */
  const object = (depth: number): { value: string; lang: string } | undefined => {
    const token = next() ?? broken();
    if (token.kind === 'literal') {
      const after = next();
      if (after?.kind === 'lang') return { value: token.text, lang: after.text };
      if (isPunctuation(after, '^^')) iriOf(next() ?? broken());
      else waiting = after;
      return { value: token.text, lang: '' };
    }
    if (token.kind === 'iri' || token.kind === 'name') return { value: iriOf(token), lang: '' };
    if (token.kind === 'number' || (token.kind === 'variable' && (token.text === 'true' || token.text === 'false')))
      return { value: token.text, lang: '' };
    if (isPunctuation(token, '[') || isPunctuation(token, '(')) {
      inside(token.text, depth);
      return undefined;
    }
    return broken();
  };

  /** Reads past a subject inside, or a list. */
  const inside = (opened: string, depth: number): void => {
    if (depth === MOST_DEPTH) refuse({ fr: `Plus de ${MOST_DEPTH} niveaux.`, en: `More than ${MOST_DEPTH} levels.` });
    if (opened === '(') {
      for (let token = next(); !isPunctuation(token, ')'); token = next()) {
        waiting = token ?? broken();
        object(depth + 1);
      }
      return;
    }
    const token = next();
    if (isPunctuation(token, ']')) return;
    waiting = token;
    properties(skos.subject('', stream.line), depth + 1);
    expect(']');
  };

  /** `predicate object, object; predicate object` */
  const properties = (subject: Subject, depth: number): void => {
    for (;;) {
      const token = next() ?? broken();
      if (isPunctuation(token, '.') || isPunctuation(token, ']')) {
        waiting = token;
        return;
      }
      if (isPunctuation(token, ';')) continue;
      const predicate = token.kind === 'variable' && token.text === 'a' ? TYPE : iriOf(token);
      for (;;) {
        const said = object(depth);
        if (said) skos.statement(subject, predicate, said.value, said.lang);
        const after = next();
        if (isPunctuation(after, ',')) continue;
        waiting = after;
        break;
      }
    }
  };

  for (let token = next(); token; token = next()) {
    const line = stream.line;
    const directive = token.kind === 'variable' ? token.text.toLowerCase() : token.kind;
    if (directive === 'prefix' || directive === 'base') {
      if (directive === 'prefix') {
        const name = next();
        if (name?.kind !== 'name' || !name.text.endsWith(':')) broken();
        prefixes.set(name!.text.slice(0, -1), iriOf(next() ?? broken()));
      } else iriOf(next() ?? broken());
      // `@prefix` ends with a full stop, `PREFIX` does not
      if (token.kind !== 'variable') expect('.');
      continue;
    }
    let about = '';
    if (isPunctuation(token, '[') || isPunctuation(token, '(')) inside(token.text, 0);
    else about = iriOf(token);
    const subject = skos.subject(about, line);
    properties(subject, 0);
    expect('.');
    skos.end(subject);
  }
}

const LOOK_AHEAD = 4;

function readLiteral(text: string, at: number): { token: Token; length: number } | undefined {
  const quote = text[at]!;
  const long = text.startsWith(quote.repeat(3), at);
  const end = long ? quote.repeat(3) : quote;
  const from = at + end.length;
  let to = from;
  for (; ; to++) {
    const here = text[to];
    if (here === undefined) return undefined;
    if (here === '\\') to++;
    else if (!long && (here === '\n' || here === '\r')) return undefined;
    else if (here === quote && text.startsWith(end, to)) break;
  }
  // a quote may stand before the three that end a long literal
  while (long && text[to + 3] === quote) to++;
  const value = text
    .slice(from, to)
    .replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_all, four?: string, eight?: string, one?: string) => {
      if (one !== undefined) return ESCAPES[one] ?? one;
      const code = parseInt(four ?? eight!, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    });
  return { token: { kind: 'literal', text: value }, length: to + end.length - at };
}
