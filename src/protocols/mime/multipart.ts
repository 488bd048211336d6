import type { Bilingual } from '../../model/index.js';
import { MAX_HEADER_BLOCK, readHeaders } from './headers.js';
import { parseMediaType, type MediaType } from './media-type.js';

export interface MimePart {
  /** from 0, in the order of the message */
  index: number;
  /** names in lower case */
  headers: Readonly<Record<string, string>>;
  /** without angle brackets */
  contentId?: string;
  mediaType?: MediaType;
  /** lower case; `binary` when the part does not say */
  transferEncoding: string;
  /** a view on the bytes that were parsed, never a copy; still transfer-encoded */
  body: Uint8Array;
  /** byte offsets of the delimiter line, of the headers and of the body */
  delimiterOffset: number;
  headersOffset: number;
  bodyOffset: number;
  /** where its first header line ends in a bare LF */
  bareLineFeed?: number;
}

export type MimeProblemKind =
  | 'boundary-not-found'
  | 'closing-boundary-missing'
  | 'headers-malformed'
  | 'headers-too-large'
  | 'content-id-duplicate'
  | 'too-many-parts'
  | 'bare-line-feed';

export interface MimeProblem {
  kind: MimeProblemKind;
  /** byte offset where it shows */
  offset: number;
  part?: number;
  text: Bilingual;
}

export interface Multipart {
  parts: MimePart[];
  problems: MimeProblem[];
}

export const MAX_PARTS = 1000;

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/**
 * Cuts a multipart body into parts (RFC 2046 section 5.1). Never throws: what is wrong is told with its byte offset, and
 * whatever can be read is returned. A truncated last part is kept with the bytes it has.
 */
export function readMultipart(bytes: Uint8Array, boundary: string): Multipart {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: MimePart[] = [];
  const problems: MimeProblem[] = [];
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  let here = nextDelimiter(buffer, delimiter, 0);
  if (!here) {
    problems.push({
      kind: 'boundary-not-found',
      offset: 0,
      text: {
        fr: `Aucune ligne ne commence par la frontière annoncée « --${boundary} ».`,
        en: `No line begins with the announced boundary “--${boundary}”.`,
      },
    });
    return { parts, problems };
  }
  while (!here.closing) {
    if (parts.length === MAX_PARTS) {
      problems.push({
        kind: 'too-many-parts',
        offset: here.start,
        text: {
          fr: `Plus de ${MAX_PARTS} pièces : les suivantes sont ignorées.`,
          en: `More than ${MAX_PARTS} parts: the rest is ignored.`,
        },
      });
      break;
    }
    const next = nextDelimiter(buffer, delimiter, here.end);
    parts.push(readPart(bytes, parts.length, here, next?.contentEnd, problems));
    if (!next) {
      problems.push({
        kind: 'closing-boundary-missing',
        offset: bytes.length,
        part: parts.length - 1,
        text: {
          fr: `La frontière de fin « --${boundary}-- » manque : le message est tronqué.`,
          en: `The closing boundary “--${boundary}--” is missing: the message is truncated.`,
        },
      });
      break;
    }
    here = next;
  }
  tellDuplicates(parts, problems);
  tellBareLineFeed(buffer, parts, problems);
  return { parts, problems };
}

interface Delimiter {
  /** of its first dash */
  start: number;
  /** first byte after its line */
  end: number;
  /** where the part before it ends: the line break belongs to the delimiter */
  contentEnd: number;
  closing: boolean;
}

function nextDelimiter(buffer: Buffer, delimiter: Buffer, from: number): Delimiter | undefined {
  for (let at = buffer.indexOf(delimiter, from); at !== -1; at = buffer.indexOf(delimiter, at + 1)) {
    // a delimiter begins a line; the first line of a part may be one already (a part without headers or body)
    if (at !== 0 && at !== from && buffer[at - 1] !== LF) continue;
    let end = at + delimiter.length;
    const closing = buffer[end] === DASH && buffer[end + 1] === DASH;
    if (closing) end += 2;
    while (buffer[end] === 0x20 || buffer[end] === 0x09) end++;
    if (buffer[end] === CR && buffer[end + 1] === LF) end += 2;
    else if (buffer[end] === LF) end += 1;
    else if (end !== buffer.length && !closing) continue; // a longer boundary that begins like ours
    const lineBreak =
      at < 1 || buffer[at - 1] !== LF ? 0
      : at >= 2 && buffer[at - 2] === CR ? 2
      : 1;
    return { start: at, end, contentEnd: Math.max(from, at - lineBreak), closing };
  }
  return undefined;
}

/** @param until where the next delimiter begins; undefined: the message is truncated in this part */
function readPart(bytes: Uint8Array, index: number, after: Delimiter, until: number | undefined, problems: MimeProblem[]): MimePart {
  const end = until ?? bytes.length;
  const block = readHeaders(bytes, after.end, end);
  const tell = (kind: MimeProblemKind, offset: number, fr: string, en: string): void => {
    problems.push({ kind, offset, part: index, text: { fr, en } });
  };
  for (const bad of block.malformed.slice(0, 5))
    tell(
      'headers-malformed',
      bad.offset,
      `Pièce ${index + 1} : « ${bad.line.slice(0, 60)} » n’est pas un en-tête.`,
      `Part ${index + 1}: “${bad.line.slice(0, 60)}” is not a header field.`,
    );
  if (block.bodyOffset === undefined) {
    if (end - after.end > MAX_HEADER_BLOCK)
      tell(
        'headers-too-large',
        after.end,
        `Pièce ${index + 1} : plus de ${MAX_HEADER_BLOCK} octets sans ligne vide après les en-têtes.`,
        `Part ${index + 1}: more than ${MAX_HEADER_BLOCK} bytes without an empty line after the header fields.`,
      );
    else if (until !== undefined)
      tell(
        'headers-malformed',
        after.end,
        `Pièce ${index + 1} : aucune ligne vide ne termine les en-têtes.`,
        `Part ${index + 1}: no empty line ends the header fields.`,
      );
  }
  const bodyOffset = block.bodyOffset ?? end;
  const contentId = block.headers['content-id']?.trim().replace(/^<(.*)>$/, '$1');
  const mediaType = parseMediaType(block.headers['content-type']);
  return {
    index,
    headers: block.headers,
    ...(contentId !== undefined && { contentId }),
    ...(mediaType && { mediaType }),
    transferEncoding: block.headers['content-transfer-encoding']?.trim().toLowerCase() ?? 'binary',
    body: bytes.subarray(bodyOffset, Math.max(bodyOffset, end)),
    delimiterOffset: after.start,
    headersOffset: after.end,
    bodyOffset,
    ...(block.bareLineFeed !== undefined && { bareLineFeed: block.bareLineFeed }),
  };
}

function tellDuplicates(parts: readonly MimePart[], problems: MimeProblem[]): void {
  const first = new Map<string, number>();
  for (const part of parts) {
    if (part.contentId === undefined) continue;
    const earlier = first.get(part.contentId);
    if (earlier === undefined) first.set(part.contentId, part.index);
    else
      problems.push({
        kind: 'content-id-duplicate',
        offset: part.headersOffset,
        part: part.index,
        text: {
          fr: `Les pièces ${earlier + 1} et ${part.index + 1} ont le même Content-ID « ${part.contentId} ».`,
          en: `Parts ${earlier + 1} and ${part.index + 1} have the same Content-ID “${part.contentId}”.`,
        },
      });
  }
}

/** Told once, where it shows first: who writes one bare LF writes them all (RFC 2046 section 5.1.1). */
function tellBareLineFeed(buffer: Buffer, parts: readonly MimePart[], problems: MimeProblem[]): void {
  for (const { index, delimiterOffset, headersOffset, bareLineFeed } of parts) {
    const before = delimiterOffset - 1;
    const after = headersOffset - 1;
    const isBare = (at: number): boolean => buffer[at] === LF && buffer[at - 1] !== CR;
    const offset = [before, after].find(isBare) ?? bareLineFeed;
    if (offset === undefined) continue;
    problems.push({
      kind: 'bare-line-feed',
      offset,
      part: index,
      text: {
        fr: `Pièce ${index + 1} : une ligne finit par LF seul au lieu de CRLF.`,
        en: `Part ${index + 1}: a line ends in a bare LF instead of CRLF.`,
      },
    });
    return;
  }
}

/** Undoes the transfer encoding of a part; the body itself for 7bit, 8bit and binary. Undefined: not an encoding we know. */
export function decodedBody(part: MimePart): Uint8Array | undefined {
  switch (part.transferEncoding) {
    case 'binary':
    case '8bit':
    case '7bit':
      return part.body;
    case 'base64':
      return Buffer.from(Buffer.from(part.body.buffer, part.body.byteOffset, part.body.byteLength).toString('latin1'), 'base64');
    case 'quoted-printable':
      return Buffer.from(
        Buffer.from(part.body.buffer, part.body.byteOffset, part.body.byteLength)
          .toString('latin1')
          .replace(/=\r?\n/g, '')
          .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );
    default:
      return undefined;
  }
}

export interface PartToWrite {
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** Returns the pieces of a multipart body in order; the bodies are not copied. */
export function writeMultipart(boundary: string, parts: readonly PartToWrite[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  parts.forEach((part, i) => {
    const fields = Object.entries(part.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    pieces.push(Buffer.from(`${i === 0 ? '' : '\r\n'}--${boundary}\r\n${fields.join('')}\r\n`, 'latin1'), part.body);
  });
  pieces.push(Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1'));
  return pieces;
}
