import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { Bilingual } from '../../model/index.js';
import { inWords } from '../../packs/system-error.js';
import { XML_LIMITS } from '../../protocols/xml/reader.js';
import { tooLarge } from '../validate/read.js';

/** One file of an archive: its bytes, or why there are none. */
export interface Member {
  name: string;
  read: () => Promise<Uint8Array | Bilingual>;
}

const FOLDER = /\/$/;
/** below this, even a file of one letter repeated may be honest */
const SMALL = 1024 ** 2;
/** inflated to compressed: documents compress 5 to 40 times */
const MOST_RATIO = 200;
const DIRECTORY_ENTRY_BYTES = 46;

/**
 * The files of an archive, one after the other; nothing is written anywhere, and nothing is inflated before it is asked
 * for. What an archive declares of a file is checked before it is inflated, and held to while it is; all files together
 * may not inflate to more than the archive could honestly hold.
 * @throws Bilingual when it is no archive that can be read
 */
export async function* membersOf(archive: string): AsyncGenerator<Member> {
  let zip: ZipFile;
  try {
    // names are decoded here: whatever they are, they are only shown
    zip = await openPromise(archive, { autoClose: false, decodeStrings: false, validateEntrySizes: true });
  } catch (error) {
    throw unreadable(error);
  }
  try {
    const allowance = { left: SMALL + zip.fileSize * MOST_RATIO };
    const entries = zip.eachEntry()[Symbol.asyncIterator]();
    for (;;) {
      const entry = await entries.next().catch((error: unknown) => {
        throw unreadable(error);
      });
      if (entry.done) break;
      const name = nameOf(entry.value);
      if (!FOLDER.test(name)) yield { name, read: () => inflate(zip, entry.value, name, allowance) };
    }
  } finally {
    zip.close();
  }
}

/** How many files and folders an archive says it has, no more than fit in it; none when it cannot be read. */
export async function countMembers(archive: string): Promise<number> {
  try {
    const zip = await openPromise(archive);
    zip.close();
    return Math.min(zip.entryCount, Math.floor(zip.fileSize / DIRECTORY_ENTRY_BYTES));
  } catch {
    return 1;
  }
}

class ArchiveError extends Error {
  constructor(readonly words: Bilingual) {
    super(words.en);
  }
}

/** Why an archive could not be read on; undefined when that was not it. */
export const archiveProblem = (error: unknown): Bilingual | undefined => (error instanceof ArchiveError ? error.words : undefined);

function unreadable(error: unknown): ArchiveError {
  const { fr, en } = inWords(error);
  return new ArchiveError({
    fr: `archive illisible\u00A0: ${fr}\u00A0; la refaire`,
    en: `the archive cannot be read: ${en}; make it again`,
  });
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

/** A name that would lead out of the folder that an archive is unpacked to. */
const leadsOut = (name: string): boolean => /^[/\\]|^[a-z]:/i.test(name) || name.split(/[/\\]/).includes('..');

const LINK = 0o120000;
const TYPE_MASK = 0o170000;

async function inflate(zip: ZipFile, entry: Entry, name: string, allowance: { left: number }): Promise<Uint8Array | Bilingual> {
  const { uncompressedSize, compressedSize } = entry;
  if (leadsOut(name))
    return {
      fr: 'nom qui mène hors de l’archive\u00A0: le fichier n’a pas été lu\u00A0; se méfier de cette archive',
      en: 'a name that leads out of the archive: the file was not read; be wary of this archive',
    };
  if (((entry.externalFileAttributes >>> 16) & TYPE_MASK) === LINK)
    return {
      fr: 'lien symbolique, non suivi\u00A0; mettre le fichier lui-même dans l’archive',
      en: 'symbolic link, not followed; put the file itself into the archive',
    };
  if (entry.isEncrypted())
    return {
      fr: 'chiffré dans l’archive\u00A0: le fichier n’a pas été lu\u00A0; le donner en clair',
      en: 'encrypted in the archive: the file was not read; give it in clear',
    };
  if (!entry.canDecodeFileData())
    return {
      fr: `compression ${entry.compressionMethod} inconnue\u00A0; comprimer par «\u00A0deflate\u00A0»`,
      en: `unknown compression ${entry.compressionMethod}; compress by “deflate”`,
    };
  if (uncompressedSize > XML_LIMITS.maxBytes) return tooLarge(uncompressedSize);
  if ((uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_RATIO) || uncompressedSize > allowance.left)
    return {
      fr: 'se déploie bien au-delà de ce qu’un document comprimé contient\u00A0: le fichier n’a pas été lu\u00A0; se méfier de cette archive',
      en: 'unfolds far beyond what a compressed document holds: the file was not read; be wary of this archive',
    };
  allowance.left -= uncompressedSize;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of stream as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > uncompressedSize) return tooLarge(length);
      pieces.push(piece);
    }
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    if (crc32(bytes) === entry.crc32) return bytes;
    return {
      fr: 'abîmé dans l’archive (CRC-32)\u00A0; refaire l’archive',
      en: 'damaged in the archive (CRC-32); make the archive again',
    };
  } catch (error) {
    const { fr, en } = inWords(error);
    return {
      fr: `illisible dans l’archive\u00A0: ${fr}\u00A0; refaire l’archive`,
      en: `cannot be read in the archive: ${en}; make the archive again`,
    };
  }
}
