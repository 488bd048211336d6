import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PackLimits } from './limits.js';
import { PackError } from './pack-error.js';
import { packPath } from './paths.js';
import type { PackSource, SourceEntry } from './source.js';
import { cannotRead, namedTwice, tooLarge, tooManyEntries } from './source-errors.js';
import { inWords } from './system-error.js';

const BLOCK = 512;
/** below this, even an archive of one letter repeated may be honest */
const SMALL = 16 * 1024 ** 2;
/** extended names are short */
const LONGEST_HEADER = 64 * 1024;
const BROKEN = { fr: 'ce n’est pas une archive .tgz, ou elle est abîmée', en: 'this is no .tgz archive, or it is damaged' };

/** Whether bytes begin as gzip does. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/**
 * An archive of npm, which is what packages of FHIR come in: tar (POSIX ustar, with the long names of pax and GNU) in gzip.
 * @throws PackError for a bomb, a name that leaves the archive, a name that is there twice, or what is no such archive
 */
export function openTar(file: string, limits: PackLimits): PackSource {
  const bytes = inflate(file, limits);
  const entries: (SourceEntry & { content: Uint8Array })[] = [];
  const seen = new Set<string>();
  let met = 0;
  for (const { name, type, content } of members(bytes, file)) {
    if (++met > limits.entries) throw tooManyEntries(file, limits);
    if (type === 'folder') continue;
    const path = packPath(name.replace(/^(\.\/)+/, ''), file);
    if (seen.has(path)) throw namedTwice(file, path);
    seen.add(path);
    entries.push({ path, size: content.length, symlink: type === 'link', content });
  }
  return {
    name: basename(file).replace(/\.(tgz|tar\.gz)$/i, ''),
    given: file,
    entries,
    async read(entry) {
      if (entry.size > limits.fileBytes) throw tooLarge(file, entry.path, limits);
      return (entry as (typeof entries)[number]).content;
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

interface Member {
  name: string;
  type: 'file' | 'folder' | 'link';
  content: Uint8Array;
}

/** The members of a tar, in their order; each header is checked by its sum. */
function* members(bytes: Buffer, file: string): Generator<Member> {
  let long: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    // two empty blocks end an archive
    if (header.every((byte) => byte === 0)) return;
    const size = octal(header, 124, 12);
    if (size === undefined || octal(header, 148, 8) !== sumOf(header)) throw cannotRead(file, BROKEN);
    const end = at + BLOCK + size;
    if (end > bytes.length) throw cannotRead(file, { fr: 'archive coupée', en: 'archive cut short' });
    const content = bytes.subarray(at + BLOCK, end);
    at = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const kind = String.fromCharCode(header[156]!);
    if (kind === 'x' || kind === 'L') {
      if (size > LONGEST_HEADER) throw cannotRead(file, BROKEN);
      long = (kind === 'L' ? textOf(content) : paxPath(content)) ?? long;
      continue;
    }
    // what holds for the whole archive names no file
    if (kind === 'g') continue;
    const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textOf(header.subarray(345, 500)) : '';
    const short = textOf(header.subarray(0, 100));
    const name = long ?? (prefix === '' ? short : `${prefix}/${short}`);
    long = undefined;
    if (kind === '5' || name.endsWith('/')) yield { name, type: 'folder', content };
    else yield { name, type: kind === '0' || kind === '\0' || kind === '7' ? 'file' : 'link', content };
  }
}

const textOf = (field: Uint8Array): string => {
  const end = field.indexOf(0);
  return Buffer.from(end === -1 ? field : field.subarray(0, end)).toString('utf8');
};

/** A number as tar writes it; undefined for none, and for the binary form of sizes that no pack has. */
function octal(header: Buffer, from: number, length: number): number | undefined {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(header.toString('latin1', from, from + length))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

/** The sum of a header, its own field counted as spaces. */
const sumOf = (header: Uint8Array): number => header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);

/** The path in an extended header: records of `length key=value` and a line feed. */
function paxPath(content: Uint8Array): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = space === -1 ? NaN : Number(Buffer.from(content.subarray(at, space)).toString('latin1'));
    if (!Number.isInteger(length) || length <= space - at) return path;
    const record = Buffer.from(content.subarray(space + 1, at + length)).toString('utf8');
    if (record.startsWith('path=')) path = record.slice('path='.length).replace(/\n$/, '');
    at += length;
  }
  return path;
}
