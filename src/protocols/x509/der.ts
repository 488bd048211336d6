/** Bytes that are not the DER they should be. Never leaves this folder: readers turn it into "not a certificate". */
export class DerError extends Error {}

/** One tag-length-value of DER. */
export interface Der {
  /** identifier octet, class and constructed bit included */
  tag: number;
  /** the whole of it, identifier and length octets included */
  whole: Uint8Array;
  content: Uint8Array;
}

export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Reads the value that begins at `at`.
 * @throws DerError
 */
export function readDer(bytes: Uint8Array, at = 0): Der {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('no value here');
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError('length not acceptable');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start++] ?? 0);
  }
  if (start + length > bytes.length) throw new DerError('truncated');
  return { tag, whole: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) };
}

/** The values that stand one after the other in the content. @throws DerError */
export function children(der: Der): Der[] {
  const found: Der[] = [];
  for (let at = 0; at < der.content.length; at += found.at(-1)!.whole.length) found.push(readDer(der.content, at));
  return found;
}

/** Takes the value when it has the tag. @throws DerError */
export function tagged(der: Der | undefined, tag: number): Der {
  if (der?.tag !== tag) throw new DerError(`tag ${der?.tag} instead of ${tag}`);
  return der;
}

/** Dotted notation of an OBJECT IDENTIFIER. @throws DerError */
export function oidOf(der: Der | undefined): string {
  const { content } = tagged(der, Tag.oid);
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0n;
    } else if (arc > 1n << 128n) throw new DerError('arc too long');
  }
  const head = arcs.shift();
  if (head === undefined) throw new DerError('empty object identifier');
  const root = head < 80n ? head / 40n : 2n;
  return [root, head - root * 40n, ...arcs].join('.');
}

/** UTCTime or GeneralizedTime. @throws DerError */
export function timeOf(der: Der | undefined): Date {
  const text = new TextDecoder('latin1').decode(der?.content);
  const short = der?.tag === Tag.utcTime;
  if (!short && der?.tag !== Tag.generalizedTime) throw new DerError('no time');
  const parts = (short ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(text);
  if (!parts) throw new DerError('no time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const century =
    !short ? 0
    : year >= 50 ? 1900
    : 2000;
  return new Date(Date.UTC(century + year, month - 1, day, hour, minute, second));
}

/** The text of a character string, undefined when it is none. */
export function stringOf(der: Der): string | undefined {
  switch (der.tag) {
    case Tag.utf8String:
    case Tag.printableString:
    case Tag.ia5String:
      return new TextDecoder('utf-8').decode(der.content);
    case Tag.teletexString:
      return new TextDecoder('latin1').decode(der.content);
    case Tag.bmpString:
      return new TextDecoder('utf-16be').decode(der.content);
    case Tag.universalString: {
      const view = new DataView(der.content.buffer, der.content.byteOffset, der.content.byteLength);
      let text = '';
      for (let i = 0; i + 4 <= view.byteLength; i += 4) {
        const point = view.getUint32(i);
        text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
      }
      return text;
    }
    default:
      return undefined;
  }
}
