import { isNCName } from './casts.js';
import { checkCollation, contextText, define, text, type Functions } from './function-spec.js';
import { stringOf } from './casts.js';
import { matches, replace, tokenize } from './regex.js';
import {
  compareCodepoints,
  encodeForUri,
  escapeHtmlUri,
  iriToUri,
  isAbsoluteUri,
  isUri,
  isXmlCharacter,
  normalizeSpace,
  resolveUri,
  stringLength,
  substring,
  substringAfter,
  substringBefore,
  translate,
} from './strings.js';
import { AnyUri, QName, XPathError, type Atomic, type Sequence } from './values.js';

/** Functions on strings, URIs and names (XQuery and XPath Functions, 7, 8 and 11). */

const FORMS: ReadonlySet<string> = new Set(['NFC', 'NFD', 'NFKC', 'NFKD']);

function normalizeUnicode(value: string, form: string): string {
  const name = form.trim().toUpperCase();
  if (name === '') return value;
  if (!FORMS.has(name)) throw new XPathError('FOCH0003', `the normalization form ${form} is not known`);
  return value.normalize(name);
}

function fromCodepoints(points: Sequence): string {
  let result = '';
  for (const point of points as readonly bigint[]) {
    if (point < 0n || point > 0x10ffffn || !isXmlCharacter(Number(point)))
      throw new XPathError('FOCH0001', `the code point ${point} is not a character of XML`);
    result += String.fromCodePoint(Number(point));
  }
  return result;
}

/** Two optional strings: undefined when one is absent. */
function both(args: readonly Sequence[]): [string, string] | undefined {
  const [a, b] = [args[0]![0] as string | undefined, args[1]![0] as string | undefined];
  return a === undefined || b === undefined ? undefined : [a, b];
}

function resolve(reference: string, base: string): Sequence {
  if (!isUri(reference)) throw new XPathError('FORG0002', `"${reference}" is not a URI reference`);
  if (isAbsoluteUri(reference)) return [new AnyUri(reference)];
  if (base === '') throw new XPathError('FONS0005', `there is no base URI to resolve "${reference}" against`);
  if (!isUri(base) || !isAbsoluteUri(base)) throw new XPathError('FORG0002', `"${base}" is not an absolute URI`);
  return [new AnyUri(resolveUri(reference, base))];
}

export const TEXT_FUNCTIONS: Functions = [
  define('codepoints-to-string', 'integer*', 'string', (_, [points]) => [fromCodepoints(points!)]),
  define('string-to-codepoints', 'string?', 'sequence', (_, args) => Array.from(text(args, 0), (c) => BigInt(c.codePointAt(0)!))),
  define('compare', 'string? string? / string', 'integer?', (_, args) => {
    checkCollation(args, 2);
    const pair = both(args);
    return pair === undefined ? [] : [BigInt(Math.sign(compareCodepoints(...pair)))];
  }),
  define('codepoint-equal', 'string? string?', 'boolean?', (_, args) => {
    const pair = both(args);
    return pair === undefined ? [] : [pair[0] === pair[1]];
  }),
  define('concat', 'atomic? atomic? / atomic? ...', 'string', (_, args) => [
    args.map((arg) => (arg.length === 0 ? '' : stringOf(arg[0] as Atomic))).join(''),
  ]),
  // the separator may be left out, and values of any type be joined, as in XPath 3.1: Saxon takes it so in XSLT 2.0
  define('string-join', 'atomic* / string', 'string', (_, args) => [(args[0] as readonly Atomic[]).map(stringOf).join(text(args, 1))]),
  define('substring', 'string? double / double', 'string', (_, args) => [
    substring(text(args, 0), args[1]![0] as number, args[2]?.[0] as number | undefined),
  ]),
  define(
    'string-length',
    '/ string?',
    'integer',
    (context, args) => [BigInt(stringLength(args.length === 0 ? contextText(context) : text(args, 0)))],
    0,
  ),
  define(
    'normalize-space',
    '/ string?',
    'string',
    (context, args) => [normalizeSpace(args.length === 0 ? contextText(context) : text(args, 0))],
    0,
  ),
  define('normalize-unicode', 'string? / string', 'string', (_, args) => [
    normalizeUnicode(text(args, 0), args.length > 1 ? text(args, 1) : 'NFC'),
  ]),
  define('upper-case', 'string?', 'string', (_, args) => [text(args, 0).toUpperCase()]),
  define('lower-case', 'string?', 'string', (_, args) => [text(args, 0).toLowerCase()]),
  define('translate', 'string? string string', 'string', (_, args) => [translate(text(args, 0), text(args, 1), text(args, 2))]),
  define('encode-for-uri', 'string?', 'string', (_, args) => [encodeForUri(text(args, 0))]),
  define('iri-to-uri', 'string?', 'string', (_, args) => [iriToUri(text(args, 0))]),
  define('escape-html-uri', 'string?', 'string', (_, args) => [escapeHtmlUri(text(args, 0))]),
  define('contains', 'string? string? / string', 'boolean', (_, args) => {
    checkCollation(args, 2);
    return [text(args, 0).includes(text(args, 1))];
  }),
  define('starts-with', 'string? string? / string', 'boolean', (_, args) => {
    checkCollation(args, 2);
    return [text(args, 0).startsWith(text(args, 1))];
  }),
  define('ends-with', 'string? string? / string', 'boolean', (_, args) => {
    checkCollation(args, 2);
    return [text(args, 0).endsWith(text(args, 1))];
  }),
  define('substring-before', 'string? string? / string', 'string', (_, args) => {
    checkCollation(args, 2);
    return [substringBefore(text(args, 0), text(args, 1))];
  }),
  define('substring-after', 'string? string? / string', 'string', (_, args) => {
    checkCollation(args, 2);
    return [substringAfter(text(args, 0), text(args, 1))];
  }),
  define('matches', 'string? string / string', 'boolean', (_, args) => [matches(text(args, 0), text(args, 1), text(args, 2))]),
  define('replace', 'string? string string / string', 'string', (_, args) => [
    replace(text(args, 0), text(args, 1), text(args, 2), text(args, 3)),
  ]),
  // without a pattern, as in XPath 3.1: by white space
  define('tokenize', 'string? / string string', 'sequence', (_, args) =>
    args.length === 1 ?
      normalizeSpace(text(args, 0))
        .split(' ')
        .filter((token) => token !== '')
    : tokenize(text(args, 0), text(args, 1), text(args, 2)),
  ),
  define('resolve-uri', 'string? / string', 'atomic?', (context, args) =>
    args[0]!.length === 0 ? [] : resolve(text(args, 0), args.length > 1 ? text(args, 1) : context.base),
  ),

  define('QName', 'string? string', 'atomic', (_, args) => {
    const [namespace, name] = [text(args, 0), text(args, 1)];
    const [, prefix = '', local] = /^(?:([^:]*):)?([^:]*)$/s.exec(name) ?? [];
    if (local === undefined || !isNCName(local) || (prefix === '' ? name.startsWith(':') : !isNCName(prefix)))
      throw new XPathError('FOCA0002', `"${name}" is not a name`);
    if (prefix !== '' && namespace === '') throw new XPathError('FOCA0002', `"${name}" has a prefix and no namespace`);
    return [new QName(namespace, local, prefix)];
  }),
  define('prefix-from-QName', 'QName?', 'string?', (_, [names]) =>
    (names as readonly QName[]).filter((name) => name.prefix !== '').map((name) => name.prefix),
  ),
  define('local-name-from-QName', 'QName?', 'string?', (_, [names]) => (names as readonly QName[]).map((name) => name.local)),
  define('namespace-uri-from-QName', 'QName?', 'atomic?', (_, [names]) =>
    (names as readonly QName[]).map((name) => new AnyUri(name.namespace)),
  ),
];
