import { isObject, type Exact, type ExactObject } from '../protocols/fhir/index.js';
import { refusal } from './outcome.js';
import { shown } from './search-request.js';
import { folded } from './values.js';

/** Characters of a resource whose words are found; it may have more. */
const MOST_CHARACTERS = 1_000_000;

/** Elements that say nothing in words. */
const WORDLESS: ReadonlySet<string> = new Set([
  ...['resourceType', 'id', 'meta', 'reference', 'system', 'url', 'contentType', 'data', 'hash', 'versionId', 'fullUrl'],
]);
const DATE_OR_ADDRESS = /^(?:\d{4}(?:-\d\d){0,2}(?:T\S*)?|[a-z][a-z0-9+.-]*:\S*)$/i;

/** The words of a resource, as they are compared: those of its narrative, and all. */
export function wordsOf(resource: ExactObject): { narrative: string; content: string } {
  const { text } = resource;
  const div = isObject(text) && typeof text['div'] === 'string' ? withoutTags(text['div']) : '';
  const found: string[] = [];
  let length = 0;
  const look = (value: Exact): void => {
    if (length > MOST_CHARACTERS) return;
    if (typeof value === 'string') {
      if (DATE_OR_ADDRESS.test(value)) return;
      length += value.length;
      found.push(value);
    } else if (Array.isArray(value)) value.forEach(look);
    else if (isObject(value)) for (const [name, member] of Object.entries(value)) if (!WORDLESS.has(name) && name !== 'div') look(member);
  };
  look(resource);
  return { narrative: folded(div), content: folded(`${div} ${found.join(' ')}`.slice(0, MOST_CHARACTERS)) };
}

const withoutTags = (div: string): string =>
  div
    .slice(0, MOST_CHARACTERS)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (_all, code: string) => characterOf(Number(/^x/i.test(code) ? `0${code}` : code)))
    .replace(/&(?:amp|lt|gt|quot|apos|nbsp);/g, ' ');

const characterOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : ' ');

/** Words of one expression, and brackets within brackets. */
const MOST_WORDS = 50;
const DEEPEST = 10;

/**
 * What `_text` and `_content` ask for, as FTS5 is asked: all of the words, or as `and`, `or` and brackets say
 * (FHIR R4, 3.1.1: `(bone or liver) and metastases`).
 * @throws Refused for an expression that cannot be read
 */
export function wordExpression(code: string, value: string): string {
  const tokens = folded(value).match(/[()]|[\p{L}\p{N}]+/gu) ?? [];
  if (tokens.length > MOST_WORDS)
    throw refusal(403, 'too-costly', `${code}\u00A0: plus de ${MOST_WORDS} mots.`, `${code}: more than ${MOST_WORDS} words.`);
  const wrong = refusal(
    400,
    'value',
    `${code}=${shown(value)}\u00A0: des mots sont attendus, avec and, or et des parenthèses si besoin.`,
    `${code}=${shown(value)}: words are expected, with and, or and brackets where needed.`,
  );
  let at = 0;
  const either = (depth: number): string => {
    const parts = [all(depth)];
    while (tokens[at] === 'or') {
      at += 1;
      parts.push(all(depth));
    }
    return parts.length === 1 ? parts[0]! : `(${parts.join(' OR ')})`;
  };
  const all = (depth: number): string => {
    const parts = [one(depth)];
    for (;;) {
      if (tokens[at] === 'and') at += 1;
      else if (at >= tokens.length || tokens[at] === ')' || tokens[at] === 'or') break;
      parts.push(one(depth));
    }
    return parts.length === 1 ? parts[0]! : `(${parts.join(' AND ')})`;
  };
  const one = (depth: number): string => {
    const token = tokens[at];
    at += 1;
    if (token === undefined || token === ')' || token === 'and' || token === 'or' || depth > DEEPEST) throw wrong;
    if (token !== '(') return `"${token}"`;
    const inner = either(depth + 1);
    if (tokens[at] !== ')') throw wrong;
    at += 1;
    return inner;
  };
  const expression = either(0);
  if (at < tokens.length) throw wrong;
  return expression;
}
