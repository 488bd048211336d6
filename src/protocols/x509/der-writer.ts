import { Tag } from './der.js';

/** Writes one DER value. */
export function der(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const octets: number[] = [];
  if (length < 0x80) octets.push(length);
  else {
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff);
    octets.unshift(0x80 | octets.length);
  }
  return Buffer.concat([Uint8Array.from([tag, ...octets]), ...parts]);
}

export const sequence = (...parts: Uint8Array[]): Uint8Array => der(Tag.sequence, ...parts);
export const set = (...parts: Uint8Array[]): Uint8Array => der(Tag.set, ...parts);
export const octetString = (bytes: Uint8Array): Uint8Array => der(Tag.octetString, bytes);
export const nullValue = (): Uint8Array => Uint8Array.from([0x05, 0x00]);
export const boolean = (value: boolean): Uint8Array => der(Tag.boolean, Uint8Array.from([value ? 0xff : 0]));
/** Explicit context tag: `[number]`. */
export const explicit = (number: number, ...parts: Uint8Array[]): Uint8Array => der(0xa0 | number, ...parts);
/** Implicit context tag on a primitive value. */
export const implicit = (number: number, bytes: Uint8Array): Uint8Array => der(0x80 | number, bytes);

export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return der(Tag.bitString, Uint8Array.from([unusedBits]), bytes);
}

/** A non-negative INTEGER, from a number or from big-endian octets. */
export function integer(value: number | Uint8Array): Uint8Array {
  const hex =
    typeof value === 'number' ?
      value.toString(16)
    : Buffer.from(value)
        .toString('hex')
        .replace(/^(?:00)+(?=..)/, '');
  const octets = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return octets[0]! >= 0x80 ? der(Tag.integer, Uint8Array.from([0]), octets) : der(Tag.integer, octets);
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc & 0x7f];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128)) groups.unshift((high & 0x7f) | 0x80);
    octets.push(...groups);
  }
  return der(Tag.oid, Uint8Array.from(octets));
}

export const utf8String = (text: string): Uint8Array => der(Tag.utf8String, new TextEncoder().encode(text));
export const printableString = (text: string): Uint8Array => der(Tag.printableString, new TextEncoder().encode(text));

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function time(at: Date): Uint8Array {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, '');
  const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
  return at.getUTCFullYear() < 2050 ? der(Tag.utcTime, ascii(digits.slice(2))) : der(Tag.generalizedTime, ascii(digits));
}

/** PEM text of DER bytes. */
export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
