import { describe, expect, test } from '@jest/globals';
import { fromBufferPromise } from 'yauzl';
import { directoryOf, headersIn, readZip, writeZip, ZIP_LIMITS, type ZipArchive, type ZipEntry, type ZipFileToWrite } from './index.js';

const at = new Date('2026-11-20T10:15:30Z');
const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const files: ZipFileToWrite[] = [
  { name: 'README.TXT', bytes: text('Émetteur : CABINET DE TEST\r\n'.repeat(20)) },
  { name: 'IHE_XDM/SUBSET01/METADATA.XML', bytes: text('<a/>'), stored: true },
  { name: 'vide', bytes: new Uint8Array() },
  { name: 'accentué.txt', bytes: text('é') },
];

const opened = (bytes: Uint8Array, limits = ZIP_LIMITS): ZipArchive => {
  const archive = readZip(bytes, limits);
  if (typeof archive === 'string') throw new Error(archive);
  return archive;
};
const troubles = (bytes: Uint8Array, limits = ZIP_LIMITS): (string | undefined)[] => {
  const archive = opened(bytes, limits);
  return archive.entries.map((entry) => {
    const content = archive.content(entry);
    return 'trouble' in content ? content.trouble : undefined;
  });
};
const contents = (bytes: Uint8Array): [string, string][] => {
  const archive = opened(bytes);
  return archive.entries.map((entry: ZipEntry) => {
    const content = archive.content(entry);
    return [entry.name, 'bytes' in content ? Buffer.from(content.bytes).toString('utf8') : content.detail];
  });
};
const written = files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('utf8')]);

describe('what is written', () => {
  test('is read back', () => {
    expect(contents(writeZip(files, at))).toEqual(written);
  });
  test('is read by another reader, times included', async () => {
    const zip = await fromBufferPromise(Buffer.from(writeZip(files, at)), { validateEntrySizes: true });
    const read: [string, string][] = [];
    for await (const entry of zip.eachEntry()) {
      const pieces: Buffer[] = [];
      for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) pieces.push(piece);
      read.push([entry.fileName, Buffer.concat(pieces).toString('utf8')]);
      expect(entry.getLastModDate({ timezone: 'UTC' })).toEqual(at);
    }
    expect(read).toEqual(written);
  });
});

describe('what is read', () => {
  test.each([
    ['nothing', new Uint8Array()],
    ['text', text('PK\u0003\u0004 but no archive')],
    ['an archive that was cut', writeZip(files, at).subarray(0, 400)],
    ['an archive with bytes after its end', Buffer.concat([writeZip(files, at), text('x')])],
  ])('%s is no archive', (_, bytes) => {
    expect(readZip(bytes)).toBe('not-a-zip');
  });
  test('a comment that holds the signature of the end', () => {
    const bytes = Buffer.concat([writeZip(files, at), text('PK\u0005\u0006 is how it ends, then 22 bytes and more')]);
    bytes.writeUInt16LE(bytes.length - writeZip(files, at).length, writeZip(files, at).length - 2);
    expect(contents(bytes)).toEqual(written);
  });
  test('fewer headers than the archive says', () => {
    const bytes = Buffer.from(writeZip(files, at));
    bytes.writeUInt16LE(9, bytes.length - 12);
    bytes.writeUInt16LE(9, bytes.length - 14);
    expect(readZip(bytes)).toBe('damaged-directory');
  });
  test('sizes and offsets of 64 bits', () => {
    expect(contents(with64(Buffer.from(writeZip([files[0]!], at))))).toEqual([written[0]]);
  });
  test('too many entries', () => {
    expect(readZip(writeZip(files, at), { ...ZIP_LIMITS, entries: 3 })).toBe('too-many-entries');
  });
  const one = (more: Partial<ZipFileToWrite>): Uint8Array => writeZip([{ ...files[0]!, ...more }, files[1]!], at);
  test.each([
    ['encrypted', { declares: { flags: 1 } }, 'encrypted'],
    ['compressed by another method', { declares: { method: 9 } }, 'method'],
    ['larger than declared', { declares: { size: 20 } }, 'untrue'],
    ['smaller than declared', { declares: { size: 2000 } }, 'untrue'],
    ['stored, of another size', { stored: true, declares: { size: 20 } }, 'untrue'],
    ['with another CRC-32', { declares: { crc: 1 } }, 'untrue'],
    ['under another name in its local header', { declares: { localName: 'OTHER.TXT' } }, 'untrue'],
    ['damaged', { stored: true, declares: { method: 8 } }, 'untrue'],
  ] as const)('an entry %s gives no content, the others do', (_, more, trouble) => {
    expect(troubles(one(more))).toEqual([trouble, undefined]);
  });
  test('a local header that says another size than the directory', () => {
    const bytes = Buffer.from(one({}));
    bytes.writeUInt32LE(7, 22);
    expect(troubles(bytes)).toEqual(['untrue', undefined]);
    // a writer that streams leaves it empty there
    bytes.writeUInt32LE(0, 22);
    bytes.writeUInt16LE(0x808, 6);
    const directory = directoryOf(bytes, bytes.length)!;
    bytes.writeUInt16LE(0x808, directory.offset + 8);
    expect(troubles(bytes)).toEqual([undefined, undefined]);
  });
  test('an entry that unfolds out of proportion is not inflated; one that is merely small is', () => {
    const zeros = (megabytes: number): Uint8Array => writeZip([{ name: 'a', bytes: new Uint8Array(megabytes * 1024 ** 2) }], at);
    expect(troubles(zeros(1))).toEqual([undefined]);
    expect(troubles(zeros(2))).toEqual(['bounds']);
  });
  test('all entries together stay within a limit', () => {
    const some = Array.from({ length: 5 }, (_, i) => ({ name: `f${i}`, bytes: Buffer.alloc(1000, 'abcdefghij') }));
    expect(troubles(writeZip(some, at), { ...ZIP_LIMITS, totalBytes: 2500 })).toEqual([undefined, undefined, 'bounds', 'bounds', 'bounds']);
    expect(troubles(writeZip(some, at), { ...ZIP_LIMITS, fileBytes: 999 })).toEqual(Array(5).fill('bounds'));
  });
  test('entries that share their bytes', () => {
    const bytes = writeZip(
      [
        { name: 'same', bytes: text('one') },
        { name: 'same', bytes: text('two') },
      ],
      at,
    );
    const archive = Buffer.from(bytes);
    const directory = directoryOf(archive, archive.length)!;
    const second = directory.offset + 46 + 4;
    archive.copy(archive, second + 16, directory.offset + 16, directory.offset + 28);
    archive.writeUInt32LE(0, second + 42);
    expect(troubles(archive)).toEqual([undefined, 'bounds']);
  });
  test('an entry that shows its mode is a link', () => {
    expect(opened(one({ declares: { mode: 0o120777 } })).entries.map(({ symlink }) => symlink)).toEqual([true, false]);
  });
  test('2,000 mutations: no crash, and never more than the limit', () => {
    const whole = writeZip(files, at);
    let seed = 42;
    const random = (below: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % below;
    let read = 0;
    for (let i = 0; i < 2000; i++) {
      const bytes = Buffer.from(whole.subarray(0, random(8) === 0 ? random(whole.length) : whole.length));
      for (let flips = 1 + random(6); flips > 0 && bytes.length > 0; flips--) bytes[random(bytes.length)] = random(256);
      const archive = readZip(bytes);
      if (typeof archive === 'string') continue;
      read++;
      let total = 0;
      for (const entry of archive.entries) {
        const content = archive.content(entry);
        if ('bytes' in content) total += content.bytes.length;
      }
      expect(total).toBeLessThan(ZIP_LIMITS.totalBytes);
    }
    expect(read).toBeGreaterThan(500);
  });
});

test('headers are read as far as they can be', () => {
  const bytes = writeZip(files, at);
  const { offset, size } = directoryOf(bytes, bytes.length)!;
  expect([...headersIn(bytes.subarray(offset, offset + size))].map(({ name }) => name)).toEqual(files.map(({ name }) => name));
  expect([...headersIn(bytes.subarray(offset, offset + size - 10))].length).toBe(3);
});

/** The same archive of one file, written as if it were beyond 4 GB: sizes and offsets in records of 64 bits. */
function with64(bytes: Buffer): Buffer {
  const directory = directoryOf(bytes, bytes.length)!;
  const local = bytes.subarray(0, directory.offset);
  const header = Buffer.from(bytes.subarray(directory.offset, directory.offset + directory.size));
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(header.readUInt32LE(24)), 4);
  extra.writeBigUInt64LE(BigInt(header.readUInt32LE(20)), 12);
  extra.writeBigUInt64LE(BigInt(header.readUInt32LE(42)), 20);
  for (const field of [20, 24, 42]) header.writeUInt32LE(0xffff_ffff, field);
  header.writeUInt16LE(extra.length, 30);
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(1n, 24);
  end64.writeBigUInt64LE(1n, 32);
  end64.writeBigUInt64LE(BigInt(header.length + extra.length), 40);
  end64.writeBigUInt64LE(BigInt(local.length), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(local.length + header.length + extra.length), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.from(bytes.subarray(bytes.length - 22));
  end.writeUInt32LE(0xffff_ffff, 12);
  end.writeUInt32LE(0xffff_ffff, 16);
  return Buffer.concat([local, header, extra, end64, locator, end]);
}
