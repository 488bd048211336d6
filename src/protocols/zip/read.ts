import { crc32, inflateRawSync } from 'node:zlib';
import { directoryOf, headersIn, ZIP, ZIP_TAIL_BYTES, type ZipHeader } from './directory.js';

export interface ZipLimits {
  entries: number;
  /** of one entry, inflated */
  fileBytes: number;
  /** of all entries, inflated */
  totalBytes: number;
  /** inflated to compressed, of an entry beyond a megabyte: documents compress 5 to 40 times */
  ratio: number;
}

/** Far beyond a package that a mail carries, and cheap to reach for. */
export const ZIP_LIMITS: ZipLimits = { entries: 10_000, fileBytes: 128 * 1024 ** 2, totalBytes: 256 * 1024 ** 2, ratio: 200 };

/** Below this, even a file of one letter repeated may be honest. */
const SMALL = 1024 ** 2;
const LINK = 0o120000;
const TYPE_MASK = 0o170000;

/**
 * Why an entry gives no content. `encrypted`; `method`: of a compression that is neither stored nor deflate; `bounds`: it
 * or the archive unfolds beyond the limits, or shares its bytes with another entry; `untrue`: its local header, sizes or
 * CRC-32 are not what the directory says, or its compressed bytes are damaged.
 */
export type ZipTrouble = 'encrypted' | 'method' | 'bounds' | 'untrue';

export interface ZipEntry extends ZipHeader {
  folder: boolean;
  symlink: boolean;
  /** what the directory and the local header alone tell; undefined: nothing is wrong so far */
  trouble?: { kind: ZipTrouble; detail: string };
}

export type ZipContent = { bytes: Uint8Array } | { trouble: ZipTrouble; detail: string };

/** An archive opened on the bytes of its file: only its directory has been read. */
export interface ZipArchive {
  entries: readonly ZipEntry[];
  /** The content of an entry, inflated once; what the entry declares was checked before and holds while it is inflated. */
  content(entry: ZipEntry): ZipContent;
}

/** Why bytes are no archive that can be read. */
export type ZipFailure = 'not-a-zip' | 'too-many-entries' | 'damaged-directory';

/**
 * Opens an archive on bytes that nobody vouches for. It is read without a library because a judge wants what a reader
 * refuses: every entry, however wrong, with both of its headers; and because nothing here waits.
 */
export function readZip(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): ZipArchive | ZipFailure {
  const directory = directoryOf(bytes.subarray(Math.max(0, bytes.length - ZIP_TAIL_BYTES)), bytes.length);
  if (!directory) return 'not-a-zip';
  if (directory.count > limits.entries) return 'too-many-entries';
  const entries: ZipEntry[] = [];
  const spans: { from: number; to: number; entry: ZipEntry }[] = [];
  for (const header of headersIn(bytes.subarray(directory.offset, directory.offset + directory.size))) {
    if (entries.length === limits.entries) return 'too-many-entries';
    const entry: ZipEntry = { ...header, folder: header.name.endsWith('/'), symlink: (header.mode & TYPE_MASK) === LINK };
    const start = dataStart(bytes, entry);
    const trouble = troubleOf(entry, start, directory.offset, limits);
    if (trouble) entry.trouble = trouble;
    else if (typeof start === 'number') spans.push({ from: entry.offset, to: start + entry.compressedSize, entry });
    entries.push(entry);
  }
  if (entries.length !== directory.count) return 'damaged-directory';
  denyShared(spans);
  const known = new Map<ZipEntry, ZipContent>();
  let left = limits.totalBytes;
  return {
    entries,
    content(entry) {
      let content = known.get(entry);
      if (!content) {
        content = entry.size > left && !entry.trouble ? { trouble: 'bounds', detail: `> ${limits.totalBytes}` } : inflate(bytes, entry);
        if ('bytes' in content) left -= content.bytes.length;
        known.set(entry, content);
      }
      return content;
    },
  };
}

/** Where the data of an entry begin, or what its local header says differently from the directory. */
function dataStart(bytes: Uint8Array, entry: ZipHeader): number | string {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset } = entry;
  if (offset + ZIP.localBytes > bytes.length || data.getUint32(offset, true) !== ZIP.local) return 'local header';
  const nameAt = offset + ZIP.localBytes;
  const nameEnd = nameAt + data.getUint16(offset + 26, true);
  if (Buffer.compare(bytes.subarray(nameAt, nameEnd), entry.rawName) !== 0)
    return `local name ${Buffer.from(bytes.subarray(nameAt, Math.min(nameEnd, nameAt + 80))).toString('latin1')}`;
  if (data.getUint16(offset + 8, true) !== entry.method) return `local compression ${data.getUint16(offset + 8, true)}`;
  const localSize = data.getUint32(offset + 22, true);
  // a writer that streams tells the size afterwards; one beyond 32 bits stands elsewhere
  if (!(entry.flags & ZIP.sizesAfter) && localSize !== 0xffff_ffff && localSize !== entry.size) return `local size ${localSize}`;
  return nameEnd + data.getUint16(offset + 28, true);
}

function troubleOf(entry: ZipEntry, start: number | string, directoryAt: number, limits: ZipLimits): ZipEntry['trouble'] {
  if (entry.flags & ZIP.encrypted) return { kind: 'encrypted', detail: entry.name };
  if (entry.method !== ZIP.stored && entry.method !== ZIP.deflate) return { kind: 'method', detail: String(entry.method) };
  if (typeof start === 'string') return { kind: 'untrue', detail: start };
  if (start + entry.compressedSize > directoryAt) return { kind: 'untrue', detail: `compressed size ${entry.compressedSize}` };
  if (entry.method === ZIP.stored && entry.size !== entry.compressedSize) return { kind: 'untrue', detail: `size ${entry.size}` };
  if (entry.size > limits.fileBytes || (entry.size > SMALL && entry.size > entry.compressedSize * limits.ratio))
    return { kind: 'bounds', detail: String(entry.size) };
  return undefined;
}

/** Entries that share bytes are how a small archive unfolds to a large one although each entry is honest. */
function denyShared(spans: { from: number; to: number; entry: ZipEntry }[]): void {
  spans.sort((a, b) => a.from - b.from);
  let end = 0;
  for (const { from, to, entry } of spans) {
    if (from < end) entry.trouble = { kind: 'bounds', detail: `@${from} < ${end}` };
    end = Math.max(end, to);
  }
}

function inflate(bytes: Uint8Array, entry: ZipEntry): ZipContent {
  if (entry.trouble) return { trouble: entry.trouble.kind, detail: entry.trouble.detail };
  const start = dataStart(bytes, entry) as number;
  const data = bytes.subarray(start, start + entry.compressedSize);
  let content: Uint8Array;
  try {
    // one byte more than declared is enough to see that more is there; nothing is inflated beyond
    content = entry.method === ZIP.stored ? data : inflateRawSync(data, { maxOutputLength: entry.size + 1 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { trouble: 'untrue', detail: code === 'ERR_BUFFER_TOO_LARGE' ? `size > ${entry.size}` : (code ?? 'deflate') };
  }
  if (content.length !== entry.size) return { trouble: 'untrue', detail: `size ${content.length}` };
  return crc32(content) === entry.crc ? { bytes: content } : { trouble: 'untrue', detail: 'CRC-32' };
}
