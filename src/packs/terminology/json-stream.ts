import type { Bilingual } from '../../model/index.js';
import { TextStream, UnreadableTerminology } from './text-stream.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** Names of members and positions in arrays, from the root. */
export type JsonPath = readonly (string | number)[];

const MOST_DEPTH = 128;
/** of what is kept: what is not given item by item is small in every terminology */
const MOST_KEPT = 2_000_000;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

/**
 * Reads JSON of any size. Arrays that are members of a streamed name are not kept: each of their items is given as soon
 * as it is read, without the streamed arrays in it, whose items were given before.
 * @returns the rest
 * @throws UnreadableTerminology
 */
export function streamJson(
  bytes: Uint8Array,
  streamed: ReadonlySet<string>,
  give: (item: Json, path: JsonPath, line: number) => void,
): Json {
  const stream = new TextStream(bytes, 'utf-8');
  const path: (string | number)[] = [];
  let kept = 0;
  const refuse = (text: Bilingual): never => {
    throw new UnreadableTerminology(stream.line, text);
  };
  const broken = (): never => refuse({ fr: 'JSON mal formé.', en: 'Not well-formed JSON.' });

  /** The next character that is no space; undefined at the end. */
  const peek = (): string | undefined => {
    for (;;) {
      SPACE.lastIndex = stream.at;
      stream.at += SPACE.exec(stream.text)![0].length;
      if (stream.at < stream.text.length) return stream.text[stream.at];
      if (!stream.more()) return undefined;
    }
  };

  const text = (): string => {
    let end = stream.at;
    do {
      end = stream.find('"', end + 1);
      if (end === -1) broken();
    } while (isEscaped(stream.text, end));
    const raw = stream.text.slice(stream.at, end + 1);
    stream.at = end + 1;
    try {
      return JSON.parse(raw) as string;
    } catch {
      return broken();
    }
  };

  const members = (): Json => {
    const object: { [key: string]: Json } = Object.create(null) as { [key: string]: Json };
    stream.at++;
    if (peek() === '}') {
      stream.at++;
      return object;
    }
    for (;;) {
      if (peek() !== '"') broken();
      const key = text();
      if (peek() !== ':') broken();
      stream.at++;
      path.push(key);
      const before = kept;
      if (streamed.has(key) && peek() === '[')
        items((item) => {
          give(item, path, stream.line);
          kept = before;
        });
      else object[key] = value();
      path.pop();
      if (ends('}')) return object;
    }
  };

  const items = (take: (item: Json) => void): void => {
    stream.at++;
    if (peek() === ']') {
      stream.at++;
      return;
    }
    for (let i = 0; ; i++) {
      path.push(i);
      take(value());
      path.pop();
      if (ends(']')) return;
    }
  };

  /** After a member or an item: whether this was the last. */
  const ends = (close: string): boolean => {
    const next = peek();
    if (next !== ',' && next !== close) broken();
    stream.at++;
    return next === close;
  };

  const value = (): Json => {
    if (path.length > MOST_DEPTH) refuse({ fr: `Plus de ${MOST_DEPTH} niveaux.`, en: `More than ${MOST_DEPTH} levels.` });
    if (++kept > MOST_KEPT) refuse({ fr: 'Trop de valeurs hors des concepts.', en: 'Too many values beside the concepts.' });
    const start = peek();
    if (start === '"') return text();
    if (start === '{') return members();
    if (start === '[') {
      const array: Json[] = [];
      items((item) => array.push(item));
      return array;
    }
    while (stream.text.length - stream.at < 40 && stream.more());
    SCALAR.lastIndex = stream.at;
    const scalar = SCALAR.exec(stream.text)?.[0] ?? broken();
    stream.at += scalar.length;
    return JSON.parse(scalar) as Json;
  };

  const root = value();
  if (peek() !== undefined) broken();
  return root;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text[quote - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
