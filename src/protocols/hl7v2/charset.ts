/** A character set of table 0211 that Addax reads and writes. */
export interface Charset {
  /** as MSH-18 names it */
  name: string;
  /** text of bytes; what is no character of the set becomes U+FFFD */
  decode(bytes: Uint8Array): string;
  /** bytes of a text; undefined when a character is not in the set */
  encode(text: string): Uint8Array | undefined;
  /** how many bytes a text read from it takes */
  length(text: string): number;
}

const REPLACEMENT = '\uFFFD';
/** So many characters are made by one call. */
const AT_ONCE = 8192;

const utf8: Charset = {
  name: 'UNICODE UTF-8',
  // the mark of byte order is told by the reader, not swallowed here
  decode: (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
  encode: (text) => new TextEncoder().encode(text),
  length: (text) => Buffer.byteLength(text),
};

const ascii = singleByte('ASCII', (byte) => (byte < 0x80 ? String.fromCharCode(byte) : REPLACEMENT));
const latin1 = singleByte('8859/1', (byte) => String.fromCharCode(byte));

/** Parts of ISO 8859 that the platform decodes; 11 and 16 are not in table 0211. */
const ISO_8859 = [2, 3, 4, 5, 6, 7, 8, 13, 14, 15] as const;

const TURKISH: ReadonlyMap<number, string> = new Map([
  [0xd0, 'Ğ'],
  [0xdd, 'İ'],
  [0xde, 'Ş'],
  [0xf0, 'ğ'],
  [0xfd, 'ı'],
  [0xfe, 'ş'],
]);

const CHARSETS: ReadonlyMap<string, Charset> = new Map(
  [
    ascii,
    latin1,
    utf8,
    ...ISO_8859.map((part) => {
      const decoder = new TextDecoder(`iso-8859-${part}`);
      return singleByte(`8859/${part}`, (byte) => decoder.decode(Uint8Array.of(byte)));
    }),
    // the platform takes 8859-9 for a set of Windows; six letters tell it from 8859-1
    singleByte('8859/9', (byte) => TURKISH.get(byte) ?? String.fromCharCode(byte)),
  ].map((charset) => [charset.name, charset]),
);

/** What table 0211 allows and Addax does not read: an encoding whose bytes are no superset of ASCII, or of another script. */
const UNREAD: readonly string[] = [
  'ISO IR6',
  'ISO IR14',
  'ISO IR87',
  'ISO IR159',
  'GB 18030-2000',
  'KS X 1001',
  'CNS 11643-1992',
  'BIG-5',
  'UNICODE',
  'UNICODE UTF-16',
  'UNICODE UTF-32',
];

/** Is this a value of table 0211, read by Addax or not? */
export const isCharsetName = (name: string): boolean => CHARSETS.has(name) || UNREAD.includes(name);

/** The character set that MSH-18 names (exactly as table 0211 writes it); undefined when Addax does not read it. */
export const charsetNamed = (name: string): Charset | undefined => CHARSETS.get(name);

/**
 * What a message that names no character set is most likely written in: ASCII, which is what HL7 says, when no byte says
 * otherwise; then UTF-8 when the bytes are that; then what French software wrote before.
 */
export function likelyCharset(bytes: Uint8Array): Charset {
  if (!bytes.some((byte) => byte >= 0x80)) return ascii;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return utf8;
  } catch {
    return CHARSETS.get('8859/15')!;
  }
}

function singleByte(name: string, charOf: (byte: number) => string): Charset {
  let codes: Uint16Array | undefined;
  let bytes: Map<string, number> | undefined;
  const table = (): Uint16Array => (codes ??= Uint16Array.from({ length: 256 }, (_, byte) => charOf(byte).charCodeAt(0)));
  return {
    name,
    decode(input) {
      const of = table();
      // character by character, ten megabytes would be as many strings
      const pieces: string[] = [];
      const piece = new Uint16Array(Math.min(AT_ONCE, input.length));
      for (let from = 0; from < input.length; from += AT_ONCE) {
        const length = Math.min(AT_ONCE, input.length - from);
        for (let i = 0; i < length; i++) piece[i] = of[input[from + i]!]!;
        pieces.push(String.fromCharCode(...piece.subarray(0, length)));
      }
      return pieces.join('');
    },
    encode(text) {
      bytes ??= new Map(Array.from(table(), (code, byte) => [String.fromCharCode(code), byte]));
      const out = new Uint8Array(text.length);
      for (let i = 0; i < text.length; i++) {
        const byte = text[i] === REPLACEMENT ? undefined : bytes.get(text[i]!);
        if (byte === undefined) return undefined;
        out[i] = byte;
      }
      return out;
    },
    length: (text) => text.length,
  };
}
