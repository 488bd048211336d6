import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';

/**
 * Packs files as a ZIP archive, stored.
 * @param {{name: string, bytes: Buffer}[]} files
 */
export function writeZip(files) {
  let offset = 0;
  const locals = [];
  const directory = [];
  for (const { name, bytes } of files) {
    const label = Buffer.from(name);
    const about = Buffer.alloc(22);
    // date of 1 January 2026; the rest of what both headers share
    for (const [at, value] of [
      [0, 0x5c21],
      [14, label.length],
    ])
      about.writeUInt16LE(value, at);
    for (const [at, value] of [
      [2, crc32(bytes)],
      [6, bytes.length],
      [10, bytes.length],
    ])
      about.writeUInt32LE(value, at);
    const common = about.subarray(0, 18);
    const local = Buffer.concat([Buffer.from('504b0304140000000000', 'hex'), Buffer.alloc(2), common, label, bytes]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021400140000000000', 'hex'), Buffer.alloc(2), common, where, label]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}

const LARGEST_FILE = 100 * 1024 * 1024;

/**
 * Reads an archive: its files by name.
 * @throws {Error} for a name that leads out of it or comes twice, a link, or a file that is too large
 */
export function readZip(file) {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error);
      const files = new Map();
      archive.on('error', reject);
      archive.on('end', () => resolve(files));
      archive.on('entry', (entry) => {
        const { fileName, uncompressedSize, externalFileAttributes } = entry;
        const link = ((externalFileAttributes >>> 28) & 0xf) === 0xa;
        if (files.has(fileName) || link || uncompressedSize > LARGEST_FILE)
          return reject(new Error(`le fichier ${fileName} n’est pas admis`));
        if (fileName.endsWith('/')) return archive.readEntry();
        archive.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed);
          const chunks = [];
          stream.on('data', (chunk) => chunks.push(chunk));
          stream.on('error', reject);
          stream.on('end', () => {
            files.set(fileName, Buffer.concat(chunks));
            archive.readEntry();
          });
        });
      });
      archive.readEntry();
    });
  });
}
