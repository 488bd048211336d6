import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { Bilingual } from '../../model/index.js';
import { inWords } from '../../packs/system-error.js';
import { XML_LIMITS } from '../../protocols/xml/reader.js';

const MEGABYTE = 1024 ** 2;

/**
 * The bytes of a regular file that is not too large, or why there are none: a device or a pipe may have no end. A file
 * that someone writes to meanwhile is read once more, then refused: half of it is no document of anyone.
 */
export function readBounded(file: string): Uint8Array | Bilingual {
  const first = opened(file, readWhole);
  return first === CHANGED ? told(opened(file, readWhole)) : first;
}

/** The first bytes of a regular file, of whatever size, or why there are none. */
export function readHead(file: string, length: number): Uint8Array | Bilingual {
  return opened(file, (descriptor) => {
    const head = Buffer.allocUnsafe(length);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < length; filled += count) count = readSync(descriptor, head, filled, length - filled, null);
    return head.subarray(0, filled);
  });
}

const CHANGED = Symbol('changed');

function told(read: Uint8Array | Bilingual | typeof CHANGED): Uint8Array | Bilingual {
  if (read !== CHANGED) return read;
  return {
    fr: 'le fichier change pendant qu’il est lu\u00A0; attendre que son écriture soit finie et recommencer',
    en: 'the file changes while it is read; wait until it is written and try again',
  };
}

function opened<T>(file: string, read: (descriptor: number, about: Stats) => T): T | Bilingual {
  let descriptor: number | undefined;
  try {
    // a pipe without a writer would wait for one; Windows does not know the flag, and undefined is no bit
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const about = fstatSync(descriptor);
    if (about.isDirectory()) return { fr: 'c’est un dossier\u00A0; donner des fichiers', en: 'this is a folder; give files' };
    if (!about.isFile())
      return {
        fr: 'ce n’est pas un fichier ordinaire (périphérique, tube)\u00A0; en enregistrer le contenu et donner ce fichier',
        en: 'this is no regular file (device, pipe); save what it holds and give that file',
      };
    return read(descriptor, about);
  } catch (error) {
    const { fr, en } = inWords(error);
    return {
      fr: `lecture impossible\u00A0: ${fr}\u00A0; vérifier le chemin et les droits`,
      en: `cannot be read: ${en}; check the path and the rights`,
    };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readWhole(descriptor: number, about: Stats): Uint8Array | Bilingual | typeof CHANGED {
  if (about.size > XML_LIMITS.maxBytes) return tooLarge(about.size);
  const pieces: Uint8Array[] = [];
  // some files of the system tell no size and have no end
  for (let length = 0; ;) {
    const piece = Buffer.allocUnsafe(Math.max(about.size === 0 ? MEGABYTE : 1, about.size + 1 - length));
    const count = readSync(descriptor, piece);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
    if (length > XML_LIMITS.maxBytes) return tooLarge(length);
    // it has grown since it was opened
    if (about.size > 0 && length > about.size) return CHANGED;
  }
  const after = fstatSync(descriptor);
  if (after.size !== about.size || after.mtimeMs !== about.mtimeMs) return CHANGED;
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/** Why a file of this size is not judged. */
export function tooLarge(bytes: number): Bilingual {
  const [size, most] = [bytes, XML_LIMITS.maxBytes].map((one) => Math.ceil(one / MEGABYTE));
  return {
    fr: `fichier de ${size} Mo ou plus, au-delà des ${most} Mo qui peuvent être jugés\u00A0; donner les documents séparément`,
    en: `file of ${size} MB or more, beyond the ${most} MB that can be judged; give the documents one by one`,
  };
}
