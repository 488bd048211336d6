import { crc32, deflateRawSync } from 'node:zlib';
import { ZIP } from './directory.js';

/** A file of an archive to write. */
export interface ZipFileToWrite {
  name: string;
  bytes: Uint8Array;
  /** without compression */
  stored?: boolean;
  /** what its headers say instead of what is: only where a partner is to be tested with it */
  declares?: { size?: number; crc?: number; method?: number; flags?: number; localName?: string; mode?: number };
}

const VERSION = 20;
/** made on Unix, so that the attributes are a mode */
const MADE_BY = (3 << 8) | VERSION;
const REGULAR_FILE = 0o100644;

/**
 * Writes an archive of files in the order given. The names are written as they are, without any check: an actor that
 * tests others writes names that no library would.
 * @param at the time of modification of every file, in universal time
 */
export function writeZip(files: readonly ZipFileToWrite[], at: Date): Uint8Array {
  const written: Buffer[] = [];
  const directory: Buffer[] = [];
  const stamp = dosTime(at);
  let offset = 0;
  for (const { name, bytes, stored = false, declares = {} } of files) {
    const rawName = Buffer.from(name, 'utf8');
    const localName = Buffer.from(declares.localName ?? name, 'utf8');
    const data = stored ? bytes : deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(ZIP.utf8 | (declares.flags ?? 0), 2);
    common.writeUInt16LE(declares.method ?? (stored ? ZIP.stored : ZIP.deflate), 4);
    common.writeUInt32LE(stamp, 6);
    common.writeUInt32LE(declares.crc ?? crc32(bytes), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(declares.size ?? bytes.length, 18);
    const local = Buffer.concat([signature(ZIP.local), common]);
    local.writeUInt16LE(localName.length, 26);
    const central = Buffer.concat([signature(ZIP.central), uint16(MADE_BY), common, Buffer.alloc(14)]);
    central.writeUInt16LE(rawName.length, 28);
    central.writeUInt32LE(((declares.mode ?? REGULAR_FILE) << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    directory.push(central, rawName);
    written.push(local, localName, Buffer.from(data));
    offset += local.length + localName.length + data.length;
  }
  const headers = Buffer.concat(directory);
  const end = Buffer.alloc(ZIP.endBytes);
  end.writeUInt32LE(ZIP.end, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(headers.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...written, headers, end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** Time in the low half, date in the high one (MS-DOS: from 1980, steps of two seconds). */
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return ((date << 16) | time) >>> 0;
}
