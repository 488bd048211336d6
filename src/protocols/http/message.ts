import { Artefact, type Bilingual } from '../../model/index.js';
import { readHeaders } from '../mime/index.js';

export interface HttpProblem {
  /** byte offset in the bytes that were read */
  offset: number;
  text: Bilingual;
}

/** One HTTP/1.1 message as read from its bytes. */
export interface HttpMessage {
  startLine: string;
  kind: 'request' | 'answer' | 'unknown';
  method?: string;
  target?: string;
  status?: number;
  /** names in lower case */
  headers: Record<string, string>;
  /** bytes of the head, interim answers (1xx) included: the body begins there */
  headSize: number;
  /** without transfer coding; a view on the bytes when they were not chunked */
  body: Uint8Array;
  problems: HttpProblem[];
}

export const MAX_HTTP_HEAD = 64 * 1024;

/** Reads a stored message: head and body as they crossed the wire. Never throws; what is missing is told in `problems`. */
export function parseHttpMessage(bytes: Uint8Array): HttpMessage {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const problems: HttpProblem[] = [];
  let head = readHead(buffer, 0);
  while (head.bodyOffset !== undefined && head.status !== undefined && head.status >= 100 && head.status < 200 && head.status !== 101)
    head = readHead(buffer, head.bodyOffset);
  const { startLine, headers, status, method, target } = head;
  const bodyOffset = head.bodyOffset ?? bytes.length;
  if (head.bodyOffset === undefined)
    problems.push({
      offset: bytes.length,
      text: { fr: 'L’en-tête HTTP n’est pas terminé par une ligne vide.', en: 'No empty line ends the HTTP head.' },
    });
  for (const { offset, line } of head.malformed)
    problems.push({
      offset,
      text: { fr: `« ${line.slice(0, 60)} » n’est pas un en-tête HTTP.`, en: `“${line.slice(0, 60)}” is not an HTTP header field.` },
    });
  const kind =
    status !== undefined ? 'answer'
    : method !== undefined ? 'request'
    : 'unknown';
  if (kind === 'unknown')
    problems.push({
      offset: 0,
      text: {
        fr: 'La première ligne n’est ni une requête ni une réponse HTTP.',
        en: 'The first line is neither an HTTP request nor an answer.',
      },
    });
  const rest = bytes.subarray(bodyOffset);
  const coded = /\bchunked\s*$/i.test(headers['transfer-encoding'] ?? '');
  return {
    startLine,
    kind,
    ...(method !== undefined && { method }),
    ...(target !== undefined && { target }),
    ...(status !== undefined && { status }),
    headers,
    headSize: bodyOffset,
    body: coded ? dechunk(rest, bodyOffset, problems) : byLength(rest, headers['content-length'], bodyOffset, problems),
    problems,
  };
}

interface Head {
  startLine: string;
  method?: string;
  target?: string;
  status?: number;
  headers: Record<string, string>;
  malformed: { offset: number; line: string }[];
  bodyOffset?: number;
}

/** Reads a start line and header fields; used on whole messages and, by the framing, on heads that just ended. */
export function readHead(buffer: Buffer, from: number): Head {
  let start = from;
  // empty lines before a request line are skipped (RFC 9112 section 2.2)
  while (buffer[start] === 0x0d || buffer[start] === 0x0a) start++;
  const feed = buffer.subarray(start, start + MAX_HTTP_HEAD).indexOf(0x0a);
  const lineEnd = feed === -1 ? Math.min(buffer.length, start + MAX_HTTP_HEAD) : start + feed;
  const startLine = buffer.toString('latin1', start, lineEnd).replace(/\r$/, '');
  const status = /^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(startLine);
  const request = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP\/1\.[01]$/.exec(startLine);
  const block = feed === -1 ? undefined : readHeaders(buffer, lineEnd + 1, buffer.length, MAX_HTTP_HEAD);
  return {
    startLine,
    ...(status && { status: Number(status[1]) }),
    ...(request && { method: request[1]!, target: request[2]! }),
    headers: block?.headers ?? (Object.create(null) as Record<string, string>),
    malformed: block?.malformed ?? [],
    ...(block?.bodyOffset !== undefined && { bodyOffset: block.bodyOffset }),
  };
}

function byLength(rest: Uint8Array, announced: string | undefined, offset: number, problems: HttpProblem[]): Uint8Array {
  if (announced === undefined || !/^\d{1,15}$/.test(announced)) return rest;
  const length = Number(announced);
  if (rest.length < length)
    problems.push({
      offset: offset + rest.length,
      text: {
        fr: `Content-Length annonce ${length} octets, ${rest.length} sont arrivés.`,
        en: `Content-Length announces ${length} bytes, ${rest.length} arrived.`,
      },
    });
  return rest.subarray(0, length);
}

/** Length announced by a chunk-size line; undefined when it is not one. */
export function chunkSize(line: string): number | undefined {
  const match = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?\r?$/.exec(line);
  return match ? Number.parseInt(match[1]!, 16) : undefined;
}

function dechunk(rest: Uint8Array, offset: number, problems: HttpProblem[]): Uint8Array {
  const buffer = Buffer.from(rest.buffer, rest.byteOffset, rest.byteLength);
  const pieces: Uint8Array[] = [];
  const broken = (at: number): void => {
    problems.push({
      offset: offset + at,
      text: { fr: 'Le découpage « chunked » est rompu ici.', en: 'The chunked coding is broken here.' },
    });
  };
  let at = 0;
  for (;;) {
    const feed = buffer.indexOf(0x0a, at);
    const size = feed === -1 || feed - at > 4096 ? undefined : chunkSize(buffer.toString('latin1', at, feed));
    if (size === undefined) {
      broken(at);
      break;
    }
    if (size === 0) break;
    pieces.push(rest.subarray(feed + 1, feed + 1 + size));
    at = feed + 1 + size;
    if (at > rest.length) {
      broken(rest.length);
      break;
    }
    if (buffer[at] === 0x0d) at++;
    if (buffer[at] !== 0x0a) {
      broken(Math.min(at, rest.length));
      break;
    }
    at++;
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/** The artefact of a stored message: its body, with what the head said of it. */
export function httpArtefact(name: string, bytes: Uint8Array, about: { transaction?: string; request?: Artefact } = {}): Artefact {
  const message = parseHttpMessage(bytes);
  const mediaType = message.headers['content-type'];
  return new Artefact(name, message.body, {
    headers: message.headers,
    ...(mediaType !== undefined && { mediaType }),
    ...(message.method !== undefined && { method: message.method }),
    ...(message.target !== undefined && { target: message.target }),
    ...(message.status !== undefined && { status: message.status }),
    ...about,
  });
}
