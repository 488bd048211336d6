/** Signatures, fixed sizes and flags of APPNOTE.TXT 6.3.10 that both directions share. */
export const ZIP = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  localBytes: 30,
  centralBytes: 46,
  endBytes: 22,
  locator64Bytes: 20,
  end64Bytes: 56,
  encrypted: 0x1,
  sizesAfter: 0x8,
  utf8: 0x800,
  stored: 0,
  deflate: 8,
} as const;

const MOST_COMMENT = 0xffff;
const UNKNOWN_16 = 0xffff;
const UNKNOWN_32 = 0xffff_ffff;
const EXTRA_64 = 1;

/** So many bytes at the end of a file are enough to find its directory in. */
export const ZIP_TAIL_BYTES = MOST_COMMENT + ZIP.endBytes + ZIP.locator64Bytes + ZIP.end64Bytes;

/** Where the central directory of an archive stands. */
export interface ZipDirectory {
  offset: number;
  size: number;
  /** entries that the archive says it has */
  count: number;
}

/** One header of the central directory. */
export interface ZipHeader {
  name: string;
  rawName: Uint8Array;
  flags: number;
  method: number;
  crc: number;
  compressedSize: number;
  size: number;
  /** of the local header */
  offset: number;
  /** mode of Unix, 0 when the archive tells none */
  mode: number;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** A number of 64 bits; one that no offset can be is Infinity, which is beyond the end of everything. */
const uint64 = (data: DataView, at: number): number => {
  const value = data.getBigUint64(at, true);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Infinity;
};

/**
 * Finds the central directory from the last bytes of an archive (APPNOTE.TXT 4.3.14 to 4.3.16).
 * @param tail at least `ZIP_TAIL_BYTES`, or the whole archive
 * @param total bytes of the whole archive
 * @returns undefined when it has none, is cut or spans several disks
 */
export function directoryOf(tail: Uint8Array, total: number): ZipDirectory | undefined {
  const data = view(tail);
  for (let at = tail.length - ZIP.endBytes; at >= 0 && at >= tail.length - ZIP.endBytes - MOST_COMMENT; at--) {
    // a comment may hold the signature: the record that is meant ends with the file
    if (data.getUint32(at, true) !== ZIP.end || at + ZIP.endBytes + data.getUint16(at + 20, true) !== tail.length) continue;
    const found = { count: data.getUint16(at + 10, true), size: data.getUint32(at + 12, true), offset: data.getUint32(at + 16, true) };
    const oneDisk = data.getUint16(at + 4, true) === data.getUint16(at + 6, true) && data.getUint16(at + 8, true) === found.count;
    const large = found.count === UNKNOWN_16 || found.size === UNKNOWN_32 || found.offset === UNKNOWN_32;
    const directory = large ? (directory64(data, at, total - tail.length) ?? found) : found;
    return oneDisk && directory.offset + directory.size <= total ? directory : undefined;
  }
  return undefined;
}

function directory64(data: DataView, end: number, before: number): ZipDirectory | undefined {
  const locator = end - ZIP.locator64Bytes;
  if (locator < 0 || data.getUint32(locator, true) !== ZIP.locator64) return undefined;
  const at = uint64(data, locator + 8) - before;
  if (!(at >= 0 && at + ZIP.end64Bytes <= locator) || data.getUint32(at, true) !== ZIP.end64) return undefined;
  return { count: uint64(data, at + 32), size: uint64(data, at + 40), offset: uint64(data, at + 48) };
}

/**
 * Reads the headers of a central directory, in their order, as far as they can be read.
 * @param directory its bytes
 */
export function* headersIn(directory: Uint8Array): Generator<ZipHeader> {
  const data = view(directory);
  let at = 0;
  while (at + ZIP.centralBytes <= directory.length && data.getUint32(at, true) === ZIP.central) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => data.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const nameAt = at + ZIP.centralBytes;
    const next = nameAt + nameLength + extraLength + commentLength;
    if (next > directory.length) return;
    const rawName = directory.subarray(nameAt, nameAt + nameLength);
    const flags = data.getUint16(at + 8, true);
    const header: ZipHeader = {
      name: decodeName(rawName),
      rawName,
      flags,
      method: data.getUint16(at + 10, true),
      crc: data.getUint32(at + 16, true),
      compressedSize: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      offset: data.getUint32(at + 42, true),
      mode: data.getUint32(at + 38, true) >>> 16,
    };
    readExtra64(directory.subarray(nameAt + nameLength, nameAt + nameLength + extraLength), header);
    yield header;
    at = next;
  }
}

/** Sizes and offset beyond 32 bits stand in an extra field, in this order, each only where it is needed (APPNOTE.TXT 4.5.3). */
function readExtra64(extra: Uint8Array, header: ZipHeader): void {
  const data = view(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + data.getUint16(at + 2, true)) {
    if (data.getUint16(at, true) !== EXTRA_64) continue;
    const end = Math.min(extra.length, at + 4 + data.getUint16(at + 2, true));
    let field = at + 4;
    for (const name of ['size', 'compressedSize', 'offset'] as const) {
      if (header[name] !== UNKNOWN_32 || field + 8 > end) continue;
      header[name] = uint64(data, field);
      field += 8;
    }
    return;
  }
}

/** Archivers outside Windows often write UTF-8 and do not say so; what is no UTF-8 is shown, not interpreted. */
function decodeName(raw: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return Buffer.from(raw).toString('latin1');
  }
}
