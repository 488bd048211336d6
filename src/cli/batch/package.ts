import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { isPackaged, XDM } from '../../protocols/xdm/names.js';
import { statOf } from './places.js';
import { directoryOf, headersIn, ZIP_TAIL_BYTES } from '../../protocols/zip/directory.js';

/** The kind that an archive is judged as when it is one artefact. */
export const PACKAGE_KIND = 'xdm';
/** of a central directory that is looked into: a package has far fewer files than that names */
const MOST_DIRECTORY_BYTES = 8 * 1024 ** 2;

/**
 * Whether an archive is one package (XDM) to judge as a whole, rather than files to judge one by one: by its name, or by
 * the directory IHE_XDM at its root.
 * @param kind what the user says files are; anything but `xdm`: an archive is a way to give them together
 */
export function isPackage(file: string, kind?: string): boolean {
  if (kind !== undefined) return kind === PACKAGE_KIND;
  return basename(file).toUpperCase() === XDM.archive || lookedInto(file);
}

/** What was found in archives, while they are what they were: a command asks several times. */
const looked = new Map<string, { mtimeMs: number; size: number; holds: boolean }>();
const MOST_LOOKED = 10_000;

function lookedInto(file: string): boolean {
  const about = statOf(file);
  if (!about?.isFile()) return false;
  const { mtimeMs, size } = about;
  const known = looked.get(file);
  if (known?.mtimeMs === mtimeMs && known.size === size) return known.holds;
  const holds = holdsPackage(file);
  if (looked.size < MOST_LOOKED) looked.set(file, { mtimeMs, size, holds });
  return holds;
}

/** Only the end of the archive is read; what cannot be read is told by whoever reads it whole. */
function holdsPackage(file: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const about = fstatSync(descriptor);
    if (!about.isFile()) return false;
    const tail = Buffer.alloc(Math.min(about.size, ZIP_TAIL_BYTES));
    readSync(descriptor, tail, 0, tail.length, about.size - tail.length);
    const directory = directoryOf(tail, about.size);
    if (!directory) return false;
    const headers = Buffer.alloc(Math.min(directory.size, MOST_DIRECTORY_BYTES));
    readSync(descriptor, headers, 0, headers.length, directory.offset);
    for (const { name } of headersIn(headers)) if (isPackaged(name)) return true;
    return false;
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
