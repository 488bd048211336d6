import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { PackLimits } from './limits.js';
import { PackError } from './pack-error.js';
import { packPath } from './paths.js';
import type { PackSource, SourceEntry } from './source.js';
import { cannotRead, namedTwice, tooLarge, tooManyEntries } from './source-errors.js';
import { inWords } from './system-error.js';

const BROKEN = 'ce n’est pas une archive .zip, ou elle est abîmée';
const LINK = 0o120000;
const TYPE_MASK = 0o170000;
/** below this, even a file of one letter repeated may be honest */
const SMALL = 1024 ** 2;

/** An archive: what it declares is checked before anything is inflated, and held to while it is. */
export async function openZip(file: string, limits: PackLimits): Promise<PackSource> {
  let zip: ZipFile;
  try {
    // names are decoded here, for ours to be the only check of them
    zip = await openPromise(file, { autoClose: false, decodeStrings: false, validateEntrySizes: true });
  } catch (error) {
    throw cannotRead(file, inWords(error, BROKEN));
  }
  try {
    if (zip.entryCount > limits.entries) throw tooManyEntries(file, limits);
    const entries: (SourceEntry & { entry: Entry })[] = [];
    const seen = new Set<string>();
    for await (const entry of zip.eachEntry()) {
      const named = nameOf(entry);
      const folder = named.endsWith('/');
      const path = packPath(folder ? named.slice(0, -1) : named, file);
      if (folder) continue;
      if (seen.has(path)) throw namedTwice(file, path);
      seen.add(path);
      const symlink = ((entry.externalFileAttributes >>> 16) & TYPE_MASK) === LINK;
      entries.push({ path, size: entry.uncompressedSize, symlink, entry });
    }
    return {
      name: basename(file).replace(/\.zip$/i, ''),
      given: file,
      entries,
      read: (entry) => inflate(zip, (entry as (typeof entries)[number]).entry, entry.path, file, limits),
      async commitOf() {
        // git archive leaves the commit in the comment of the archive
        const comment = Buffer.from(zip.comment as string | Buffer).toString('latin1');
        return /^[0-9a-f]{40}$/.test(comment) ? { commit: comment, differ: 0 } : undefined;
      },
      close: async () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof PackError ? error : cannotRead(file, inWords(error, BROKEN));
  }
}

/** Info-ZIP: a name in UTF-8 beside the one of the directory */
const UNICODE_PATH = 0x7075;

/** Archivers outside Windows often write UTF-8 and do not say so; what is no UTF-8 is in the code page of the format. */
function nameOf(entry: Entry): string {
  if (!entry.extraFields.some(({ id }) => id === UNICODE_PATH))
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(entry.fileNameRaw);
    } catch {
      // told by the format then
    }
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
}

async function inflate(zip: ZipFile, entry: Entry, path: string, file: string, limits: PackLimits): Promise<Uint8Array> {
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > limits.fileBytes) throw tooLarge(file, path, limits);
  if (uncompressedSize > SMALL && uncompressedSize > compressedSize * limits.ratio)
    throw new PackError(
      file,
      {
        fr: `${path} se déploie en ${Math.round(uncompressedSize / Math.max(1, compressedSize))} fois sa taille : aucune règle ne se comprime ainsi.`,
        en: `${path} unfolds to ${Math.round(uncompressedSize / Math.max(1, compressedSize))} times its size: no rule compresses like that.`,
      },
      { fr: 'Rien n’a été ajouté. Se méfier de cette archive.', en: 'Nothing was added. Be wary of this archive.' },
    );
  if (!entry.canDecodeFileData())
    throw cannotRead(file, {
      fr: `${path}\u00A0: ${entry.isEncrypted() ? 'chiffré' : `compression ${entry.compressionMethod}`}`,
      en: `${path}: ${entry.isEncrypted() ? 'encrypted' : `compression ${entry.compressionMethod}`}`,
    });
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of stream as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > uncompressedSize || length > limits.fileBytes) throw tooLarge(file, path, limits);
      pieces.push(piece);
    }
    const bytes = Buffer.concat(pieces);
    if (crc32(bytes) !== entry.crc32) throw cannotRead(file, `${path}: CRC-32`);
    return bytes;
  } catch (error) {
    if (error instanceof PackError) throw error;
    const what = inWords(error, 'contenu abîmé');
    throw cannotRead(file, { fr: `${path}\u00A0: ${what.fr}`, en: `${path}: ${what.en}` });
  }
}
