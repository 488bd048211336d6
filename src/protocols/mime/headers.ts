/** One header field, with where it stands. */
export interface HeaderField {
  /** as written */
  name: string;
  value: string;
  /** byte offset in the bytes that were read */
  offset: number;
}

export interface HeaderBlock {
  fields: HeaderField[];
  /** names in lower case; a repeated field is joined with `, ` */
  headers: Record<string, string>;
  /** lines that are no header field */
  malformed: { offset: number; line: string }[];
  /** where the first line ends in a bare LF */
  bareLineFeed?: number;
  /** first byte after the empty line; undefined when the block does not end within the limit */
  bodyOffset?: number;
}

export const MAX_HEADER_BLOCK = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/**
 * Reads a block of header fields up to its empty line (RFC 5322 section 2.2, RFC 9112 section 5). Lines end in CRLF or
 * in a bare LF; folded lines are joined.
 * @param limit bytes to look at; a longer block has no `bodyOffset`
 */
export function readHeaders(bytes: Uint8Array, start: number, end = bytes.length, limit = MAX_HEADER_BLOCK): HeaderBlock {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const block: HeaderBlock = { fields: [], headers: Object.create(null) as Record<string, string>, malformed: [] };
  const stop = Math.min(end, start + limit);
  let at = start;
  while (at < stop) {
    const feed = buffer.indexOf(LF, at);
    if (feed === -1 || feed >= stop) break;
    const lineEnd = feed > at && buffer[feed - 1] === CR ? feed - 1 : feed;
    if (lineEnd === feed) block.bareLineFeed ??= feed;
    if (lineEnd === at) {
      block.bodyOffset = feed + 1;
      break;
    }
    addLine(block, buffer.toString('latin1', at, lineEnd), at);
    at = feed + 1;
  }
  for (const { name, value } of block.fields) {
    const key = name.toLowerCase();
    block.headers[key] = key in block.headers ? `${block.headers[key]}, ${value}` : value;
  }
  return block;
}

function addLine(block: HeaderBlock, line: string, offset: number): void {
  const last = block.fields.at(-1);
  if (last && (line.startsWith(' ') || line.startsWith('\t'))) {
    last.value = `${last.value} ${line.trim()}`.trim();
    return;
  }
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon));
  if (colon <= 0 || /[\s()<>@,;\\"/[\]?={}]/.test(name)) block.malformed.push({ offset, line: line.slice(0, 200) });
  else block.fields.push({ name, value: line.slice(colon + 1).trim(), offset });
}
