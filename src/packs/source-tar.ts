import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PackLimits } from './limits.js';
import { PackError } from './pack-error.js';
import { packPath } from './paths.js';
import type { PackSource, SourceEntry } from './source.js';
import { cannotRead, namedTwice, tooLarge, tooManyEntries } from './source-errors.js';
import { inWords } from './system-error.js';

/** below this, even an archive of one letter repeated may be honest */
const SMALL = 16 * 1024 ** 2;
const BROKEN = { fr: 'ce n’est pas une archive .tgz, ou elle est abîmée', en: 'this is no .tgz archive, or it is damaged' };

/** Whether bytes begin as gzip does. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/**
 * An archive of npm, which is what packages of FHIR come in: a tar in gzip, read by the reader of npm.
 * @throws PackError for a bomb, a name that leaves the archive, a name that is there twice, or what is no such archive
 */
export async function openTar(file: string, limits: PackLimits): Promise<PackSource> {
  const entries = await members(inflate(file, limits), file, limits);
  return {
    name: basename(file).replace(/\.(tgz|tar\.gz)$/i, ''),
    given: file,
    entries,
    async read(entry) {
      if (entry.size > limits.fileBytes) throw tooLarge(file, entry.path, limits);
      return Buffer.concat((entry as Member).pieces);
    },
    commitOf: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

function inflate(file: string, limits: PackLimits): Buffer {
  try {
    const { size } = statSync(file);
    if (size > limits.fileBytes) throw tooLarge(file, basename(file), limits);
    const compressed = readFileSync(file);
    return gunzipSync(compressed, { maxOutputLength: Math.min(limits.totalBytes, Math.max(SMALL, compressed.length * limits.ratio)) });
  } catch (error) {
    if (error instanceof PackError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new PackError(
        file,
        {
          fr: `l’archive se déploie à plus de ${limits.ratio} fois sa taille, ou au-delà de ce qu’un paquet contient.`,
          en: `the archive unfolds to more than ${limits.ratio} times its size, or beyond what a pack holds.`,
        },
        { fr: 'Rien n’a été ajouté. Se méfier de cette archive.', en: 'Nothing was added. Be wary of this archive.' },
      );
    throw cannotRead(file, inWords(error, BROKEN.fr));
  }
}

interface Member extends SourceEntry {
  /** of the archive, which is in memory: nothing is copied before it is read */
  pieces: Buffer[];
}

/** The members of a tar, in their order; anything that the reader warns of is refused. */
async function members(bytes: Buffer, file: string, limits: PackLimits): Promise<Member[]> {
  // the reader would inflate it again, beyond our bounds
  if (isGzip(bytes)) throw cannotRead(file, BROKEN);
  const { Parser } = await import('tar/parse');
  const found: Member[] = [];
  const seen = new Set<string>();
  let met = 0;
  const damage: string[] = [];
  const parser = new Parser({
    brotli: false,
    zstd: false,
    onReadEntry(entry) {
      if (++met > limits.entries) throw tooManyEntries(file, limits);
      if (entry.type !== 'Directory') {
        const path = packPath(entry.path.replace(/^(?:\.\/){1,9}/, ''), file);
        if (seen.has(path)) throw namedTwice(file, path);
        seen.add(path);
        const pieces: Buffer[] = [];
        entry.on('data', (piece) => pieces.push(piece));
        found.push({ path, size: entry.size, symlink: !FILES.has(entry.type), pieces });
      }
      entry.resume();
    },
    onwarn: (code) => damage.push(code),
  });
  parser.on('error', () => damage.push('error'));
  parser.end(bytes);
  if (damage.length > 0) throw cannotRead(file, BROKEN);
  return found;
}

/** Types of members that are files; all others are links, devices and the like. */
const FILES: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);
