import type { AttributeValue, Name } from '@peculiar/asn1-x509';
import { fits } from '../../model/index.js';
import { asn1 } from './libraries.js';

/** One attribute of a distinguished name: `type` is a dotted OID, `value` its text, or `#` and hexadecimal DER. */
export interface NameAttribute {
  type: string;
  value: string;
}

/** A relative distinguished name: one attribute, or several bound by `+`. */
export type Rdn = NameAttribute[];

/** A distinguished name, in the order it was given. */
export type DistinguishedName = Rdn[];

/** Short names of RFC 4514 first, then what products write for the same types. */
const TYPES: readonly (readonly [string, string])[] = [
  ['CN', '2.5.4.3'],
  ['SN', '2.5.4.4'],
  ['SERIALNUMBER', '2.5.4.5'],
  ['C', '2.5.4.6'],
  ['L', '2.5.4.7'],
  ['ST', '2.5.4.8'],
  ['STREET', '2.5.4.9'],
  ['O', '2.5.4.10'],
  ['OU', '2.5.4.11'],
  ['T', '2.5.4.12'],
  ['GN', '2.5.4.42'],
  ['DC', '0.9.2342.19200300.100.1.25'],
  ['UID', '0.9.2342.19200300.100.1.1'],
  ['E', '1.2.840.113549.1.9.1'],
  ['S', '2.5.4.8'],
  ['SP', '2.5.4.8'],
  ['G', '2.5.4.42'],
  ['GIVENNAME', '2.5.4.42'],
  ['SURNAME', '2.5.4.4'],
  ['TITLE', '2.5.4.12'],
  ['EMAILADDRESS', '1.2.840.113549.1.9.1'],
  ['ORGANIZATIONIDENTIFIER', '2.5.4.97'],
];

const OID_OF = new Map(TYPES.map(([short, oid]) => [short, oid]));

/** The OID of an attribute type as DNs are written: a short name, an OID, or `OID.` and an OID; undefined when unknown. */
export function attributeType(written: string): string | undefined {
  const name = written
    .trim()
    .toUpperCase()
    .replace(/^OID\./, '');
  return fits(/^\d+(\.\d+)+$/, name) ? name : OID_OF.get(name);
}

/** The value of the first attribute of a type, by short name. */
export function attributeOf(name: DistinguishedName, short: string): string | undefined {
  const type = OID_OF.get(short);
  return name.flat().find((attribute) => attribute.type === type)?.value;
}

/** Far beyond any name; a longer text is not read as one. */
const MAX_NAME = 10_000;

/**
 * Reads a DN written as text (RFC 4514, RFC 2253, RFC 1779 and their usual variants): escapes, quotes, `#` values,
 * `+`, OIDs, spaces around separators. Returns undefined when it is not one.
 */
export function parseName(text: string): DistinguishedName | undefined {
  const name: DistinguishedName = [];
  let rdn: Rdn = [];
  let at = 0;
  if (text.length > MAX_NAME || text.trim() === '') return undefined;
  for (;;) {
    const equals = text.indexOf('=', at);
    if (equals === -1) return undefined;
    const type = attributeType(text.slice(at, equals));
    if (type === undefined) return undefined;
    const read = readValue(text, equals + 1);
    if (!read) return undefined;
    rdn.push({ type, value: read.value });
    const separator = text[read.end];
    at = read.end + 1;
    if (separator === '+') continue;
    name.push(rdn);
    rdn = [];
    if (separator === undefined) return name;
  }
}

/** Most values: nothing escaped, nothing quoted. */
const PLAIN = /[^\\,;+"]*/y;

function readValue(text: string, from: number): { value: string; end: number } | undefined {
  let at = from;
  while (text[at] === ' ') at++;
  if (text[at] === '#') {
    const hex = /[0-9A-Fa-f]*/y;
    hex.lastIndex = at + 1;
    const digits = hex.exec(text)?.[0] ?? '';
    at += 1 + digits.length;
    while (text[at] === ' ') at++;
    if (digits === '' || digits.length % 2 === 1 || !isEnd(text[at])) return undefined;
    return { value: decodeHex(digits), end: at };
  }
  PLAIN.lastIndex = at;
  const plain = PLAIN.exec(text)![0];
  if (isEnd(text[at + plain.length])) return { value: plain.replace(/ +$/, ''), end: at + plain.length };
  const quoted = text[at] === '"';
  if (quoted) at++;
  const octets: number[] = [];
  const encoder = new TextEncoder();
  // spaces before the separator do not count, unless escaped
  let kept = 0;
  for (; at < text.length; at++) {
    const c = text[at]!;
    if (c === '\\') {
      const pair = /^[0-9A-Fa-f]{2}/.exec(text.slice(at + 1, at + 3))?.[0];
      const next = text[at + 1];
      if (next === undefined) return undefined;
      if (pair) octets.push(Number.parseInt(pair, 16));
      else octets.push(...encoder.encode(next));
      at += pair ? 2 : 1;
      kept = octets.length;
    } else if (quoted && c === '"') {
      at++;
      while (text[at] === ' ') at++;
      return isEnd(text[at]) ? { value: new TextDecoder().decode(Uint8Array.from(octets)), end: at } : undefined;
    } else if (!quoted && isEnd(c)) break;
    else {
      const point = text.codePointAt(at)!;
      const character = String.fromCodePoint(point);
      octets.push(...encoder.encode(character));
      at += character.length - 1;
      if (c !== ' ' || quoted) kept = octets.length;
    }
  }
  if (quoted) return undefined;
  return { value: new TextDecoder().decode(Uint8Array.from(octets.slice(0, kept))), end: at };
}

const isEnd = (c: string | undefined): boolean => c === undefined || c === ',' || c === ';' || c === '+';

/** `#` values hold DER: the text of a character string, else the hexadecimal as it is. */
function decodeHex(digits: string): string {
  const { AsnConvert, types } = asn1();
  try {
    return textOf(AsnConvert.parse(Buffer.from(digits, 'hex'), types.AttributeValue));
  } catch {
    // hexadecimal that is not DER stands for itself
    return `#${digits.toLowerCase()}`;
  }
}

/** Takes the Name of a certificate apart. */
export function nameOf(name: Name): DistinguishedName {
  return name.map((rdn) => rdn.map(({ type, value }) => ({ type, value: textOf(value) })));
}

function textOf(value: AttributeValue): string {
  // the library makes null of an ASN.1 NULL, and of nothing else
  const other = value.anyValue as ArrayBuffer | null | undefined;
  if (other === undefined) return value.toString();
  return `#${other === null ? '0500' : Buffer.from(other).toString('hex')}`;
}

/** Reads a Name from DER. Returns undefined for what is not one. */
export function nameFromDer(bytes: Uint8Array): DistinguishedName | undefined {
  const { AsnConvert, types } = asn1();
  try {
    return nameOf(AsnConvert.parse(bytes, types.Name));
  } catch {
    // whatever the ASN.1 schema objects to, it is not a name
    return undefined;
  }
}

/** Writes a DN as RFC 2253 asks: last RDN first. */
export function writeName(name: DistinguishedName): string {
  return name
    .toReversed()
    .map((rdn) => rdn.map(({ type, value }) => `${TYPES.find(([, oid]) => oid === type)?.[0] ?? type}=${escapeValue(value)}`).join('+'))
    .join(',');
}

const escapeValue = (value: string): string =>
  value.length % 2 === 1 && /^#[0-9a-f]+$/.test(value) ?
    value
  : value
      .replace(/[,+"\\<>;=]/g, '\\$&')
      .replace(/^[ #]/, '\\$&')
      .replace(/ $/, '\\ ');

const canonical = (rdn: Rdn): string =>
  rdn
    .map(({ type, value }) => `${type}=${value.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()}`)
    .toSorted()
    .join('\u0000');

/**
 * Are these the same name? Compared by structure: written from either end, whatever the case of values, the spaces and
 * the alias of the types.
 */
export function sameName(a: DistinguishedName, b: DistinguishedName): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [a.map(canonical), b.map(canonical)];
  return left.every((rdn, i) => rdn === right[i]) || left.every((rdn, i) => rdn === right[right.length - 1 - i]);
}
