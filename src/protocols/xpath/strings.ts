/** The functions on strings (XQuery and XPath Functions, 7) on bare JavaScript strings. A character is a code point. */

const SURROGATE = /[\ud800-\udfff]/;
const hasSurrogates = (text: string): boolean => SURROGATE.test(text);

/** fn:string-length: code points. */
export function stringLength(text: string): number {
  if (!hasSurrogates(text)) return text.length;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.codePointAt(i)! > 0xffff) i++;
    length++;
  }
  return length;
}

/** fn:substring: the characters whose position p satisfies round(start) <= p < round(start) + round(length). */
export function substring(text: string, start: number, length?: number): string {
  const from = Math.round(start);
  // NaN fails both comparisons, and so takes nothing
  const to = length === undefined ? Infinity : from + Math.round(length);
  if (!(from < Infinity) || !(to > 1)) return '';
  const [first, end] = [Math.max(from, 1) - 1, to - 1];
  if (first >= end) return '';
  if (!hasSurrogates(text)) return text.slice(first, Math.min(end, text.length));
  const unit = (position: number, after: number, at: number): number => {
    for (; after < position && at < text.length; after++) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    return at;
  };
  const begin = unit(first, 0, 0);
  return text.slice(begin, unit(end, first, begin));
}

/** fn:substring-before */
export function substringBefore(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at <= 0 ? '' : text.slice(0, at);
}

/** fn:substring-after */
export function substringAfter(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? '' : text.slice(at + mark.length);
}

const isBlank = (unit: number): boolean => unit === 32 || unit === 10 || unit === 9 || unit === 13;

/** fn:normalize-space: XML white space only, no-break spaces stay. */
export function normalizeSpace(text: string): string {
  let previousBlank = true;
  let i = 0;
  for (; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const blank = isBlank(unit);
    if (blank && (previousBlank || unit !== 32)) break;
    previousBlank = blank;
  }
  // most texts are normal already
  if (i === text.length && !(previousBlank && i > 0)) return text;
  return trimmed(text.replace(/[ \t\r\n]+/g, ' '));
}

/** Without XML white space at either end. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** fn:translate */
export function translate(text: string, from: string, to: string): string {
  const targets = hasSurrogates(to) ? [...to] : to;
  const map = new Map<string, string>();
  let position = 0;
  for (const character of from) {
    if (!map.has(character)) map.set(character, targets[position] ?? '');
    position++;
  }
  let result = '';
  for (const character of text) result += map.get(character) ?? character;
  return result;
}

/** Below, at or above zero: by code point, the only collation there is. */
export function compareCodepoints(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    // a surrogate stands for a character beyond the basic plane, thus after all that are in it
    const [beyondX, beyondY] = [(x & 0xf800) === 0xd800, (y & 0xf800) === 0xd800];
    return (
      beyondX === beyondY ? x - y
      : beyondX ? 1
      : -1
    );
  }
  return a.length - b.length;
}

/** Whether a code point may stand in an XML document (XML 1.0, 2.2). */
export const isXmlCharacter = (point: number): boolean =>
  (point >= 0x20 && point <= 0xd7ff)
  || point === 9
  || point === 10
  || point === 13
  || (point >= 0xe000 && point <= 0xfffd)
  || (point >= 0x10000 && point <= 0x10ffff);

// ---- URIs

const bytes = new TextEncoder();

const escaped = (text: string, kept: RegExp): string => {
  let result = '';
  for (const character of text) {
    if (kept.test(character)) result += character;
    else for (const byte of bytes.encode(character)) result += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return result;
};

/** fn:encode-for-uri: all but the unreserved characters. */
export const encodeForUri = (text: string): string => escaped(text, /[A-Za-z0-9\-_.~]/);

/** fn:iri-to-uri: what a URI may not contain. */
export const iriToUri = (text: string): string => escaped(text, /[!#-;=?-[\]_a-z~]/);

/** fn:escape-html-uri: all but printable ASCII. */
export const escapeHtmlUri = (text: string): string => escaped(text, /[ -~]/);

interface UriParts {
  scheme: string | undefined;
  authority: string | undefined;
  path: string;
  query: string | undefined;
  fragment: string | undefined;
}

function uriParts(uri: string): UriParts {
  const [, scheme, authority, path, query, fragment] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(uri)!;
  return { scheme, authority, path: path!, query, fragment };
}

/** Whether a text can be taken for a URI reference: nothing forbidden in it once a blank or an accent is escaped. */
export const isUri = (uri: string): boolean => !/[\0-\x1f\\^`{|}<>"]|%(?![0-9A-Fa-f]{2})|#[^#]*#|^:/.test(uri);

export const isAbsoluteUri = (uri: string): boolean => uriParts(uri).scheme !== undefined;

/** A relative reference against its base (RFC 3986, 5.2). */
export function resolveUri(reference: string, base: string): string {
  const [r, b] = [uriParts(reference), uriParts(base)];
  if (r.scheme !== undefined) return reference;
  const target = { ...r, scheme: b.scheme };
  if (r.authority === undefined) {
    target.authority = b.authority;
    if (r.path === '') {
      target.path = b.path;
      target.query = r.query ?? b.query;
    } else if (!r.path.startsWith('/')) {
      const folder = b.authority !== undefined && b.path === '' ? '/' : b.path.slice(0, b.path.lastIndexOf('/') + 1);
      target.path = folder + r.path;
    }
  }
  if (r.path !== '') target.path = withoutDots(target.path);
  return (
    (target.scheme === undefined ? '' : `${target.scheme}:`)
    + (target.authority === undefined ? '' : `//${target.authority}`)
    + target.path
    + (target.query === undefined ? '' : `?${target.query}`)
    + (target.fragment === undefined ? '' : `#${target.fragment}`)
  );
}

function withoutDots(path: string): string {
  const result: string[] = [];
  const segments = path.split('/');
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    if (segment === '.' || segment === '..') {
      if (segment === '..' && result.length > 0 && !(result.length === 1 && result[0] === '') && result[result.length - 1] !== '..')
        result.pop();
      else if (segment === '..' && result[0] !== '') result.push('..');
      if (last) result.push('');
    } else result.push(segment);
  });
  return result.join('/');
}
