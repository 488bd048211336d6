import { crc32 } from 'node:zlib';
import { readXml, XmlSyntaxError } from '../../../src/protocols/xml/index.js';

/** Bytes beyond which a file of text is not read to its end. */
const MOST_TEXT = 5_000_000;

/** A kind of file: how it begins, and how one sees that none of it is lost. */
interface Kind {
  mediaTypes: readonly string[];
  begins(head: string): boolean;
  whole?(bytes: Buffer): boolean;
}

const KINDS: readonly Kind[] = [
  // something may stand before the header of a PDF; whether one is whole is for pdf.ts
  { mediaTypes: ['application/pdf'], begins: (head) => head.includes('%PDF-') },
  { mediaTypes: ['image/jpeg', 'image/jpg'], begins: (head) => head.startsWith('\xff\xd8\xff'), whole: isWholeJpeg },
  { mediaTypes: ['image/png'], begins: (head) => head.startsWith('\x89PNG\r\n\x1a\n'), whole: isWholePng },
  { mediaTypes: ['image/gif'], begins: (head) => /^GIF8[79]a/.test(head), whole: (bytes) => lastOf(bytes) === 0x3b },
  { mediaTypes: ['image/tiff'], begins: (head) => /^(?:II\*\0|MM\0\*)/.test(head), whole: isWholeTiff },
  { mediaTypes: ['text/rtf', 'application/rtf'], begins: (head) => /^\s*\{\\rtf/.test(head), whole: (bytes) => lastOf(bytes) === 0x7d },
  { mediaTypes: ['application/zip'], begins: (head) => /^PK(?:\x03\x04|\x05\x06)/.test(head), whole: isWholeZip },
  { mediaTypes: ['application/msword'], begins: (head) => head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') },
  { mediaTypes: ['application/dicom'], begins: (head) => head.slice(128, 132) === 'DICM' },
  { mediaTypes: ['audio/basic'], begins: (head) => head.startsWith('.snd') },
  { mediaTypes: ['audio/mpeg'], begins: (head) => /^(?:ID3|\xff[\xe0-\xff])/.test(head) },
  { mediaTypes: ['text/html'], begins: (head) => /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|!--)/i.test(head) },
  { mediaTypes: ['text/xml', 'application/xml', 'image/svg+xml'], begins: isXml, whole: isWholeXml },
];

const BY_TYPE = new Map(KINDS.flatMap((kind) => kind.mediaTypes.map((type) => [type, kind] as const)));

/** Whether bytes are of a media type, as far as their beginning tells; undefined when nothing is known of that type. */
export function isOfType(mediaType: string, bytes: Uint8Array): boolean | undefined {
  const head = headOf(bytes);
  return mediaType === 'text/plain' ? isPlainText(bytes, head) : BY_TYPE.get(mediaType)?.begins(head);
}

/** The media type that bytes seem to be of. */
export function typeSeenIn(bytes: Uint8Array): string | undefined {
  const head = headOf(bytes);
  return KINDS.find((kind) => kind.begins(head))?.mediaTypes[0];
}

/** Whether nothing of a file is lost, judged by what it is, not by what it is said to be; undefined when it cannot be told. */
export function isWhole(bytes: Uint8Array): boolean | undefined {
  const seen = typeSeenIn(bytes);
  return seen === undefined ? undefined : BY_TYPE.get(seen)!.whole?.(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** Types whose content is no text. */
export const isBinaryType = (mediaType: string): boolean =>
  /^(?:image|audio|video|application)\//.test(mediaType) && !/(?:[/+]xml|[/+]json|\/rtf|\/dicom)$/.test(mediaType);

/** The first bytes as a message shows them. */
export const beginningOf = (bytes: Uint8Array): string =>
  JSON.stringify(
    Buffer.from(bytes.subarray(0, 12))
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, '.'),
  );

const headOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 1024)).toString('latin1');

/** Text without control characters, that is no file of another type; UTF-16 has a byte order mark. */
function isPlainText(bytes: Uint8Array, head: string): boolean {
  if (/^(?:%PDF-|\{\\rtf)/.test(head)) return false;
  if (/^(?:\xff\xfe|\xfe\xff)/.test(head)) return bytes.length % 2 === 0;
  return bytes.every((byte) => (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d);
}

/** The last byte that is neither a blank nor zero, as writers add them. */
function lastOf(bytes: Buffer): number | undefined {
  let at = bytes.length - 1;
  while (at >= 0 && (bytes[at] === 0 || bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d)) at--;
  return bytes[at];
}

/** Segments up to the scan, which ends with an end marker: none can stand in the scan itself. */
function isWholeJpeg(bytes: Buffer): boolean {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda)
    at += bytes[at + 1] === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  return bytes[at + 1] === 0xda && bytes.includes(Buffer.from([0xff, 0xd9]), at);
}

/** Chunks, each with its checksum, up to the one that ends the image. */
function isWholePng(bytes: Buffer): boolean {
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return false;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return true;
    at = end + 4;
  }
  return false;
}

/** The first directory and what it counts stand within the file. */
function isWholeTiff(bytes: Buffer): boolean {
  const little = bytes[0] === 0x49;
  const number = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const at = bytes.length < 8 ? 0 : number(4);
  if (at < 8 || at + 2 > bytes.length) return false;
  return at + 2 + 12 * (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)) + 4 <= bytes.length;
}

/** The directory of an archive ends it, a comment of at most 65,535 bytes aside. */
function isWholeZip(bytes: Buffer): boolean {
  return bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1') >= Math.max(0, bytes.length - 65_557);
}

function isXml(head: string): boolean {
  return /^(?:\xef\xbb\xbf)?\s*<[?!A-Za-z_]/.test(head) || /^(?:\xff\xfe<\0|\xfe\xff\0<)/.test(head);
}

/** Well-formed, as far as our reader goes: what it refuses for another reason says nothing of what is lost. */
function isWholeXml(bytes: Buffer): boolean {
  if (bytes.length > MOST_TEXT) return true;
  try {
    readXml(bytes);
    return true;
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    return error.reason !== 'not-well-formed';
  }
}
