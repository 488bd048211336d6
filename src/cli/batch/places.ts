import { mkdirSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const MOST_LINKS = 40;

/** Where a path leads through links, whether or not there is anything yet. */
export function locate(path: string, links = MOST_LINKS): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    // not there, or not all of it
  }
  const parent = dirname(whole);
  if (parent === whole || links === 0) return whole;
  const folder = locate(parent, links - 1);
  try {
    return locate(resolve(folder, readlinkSync(whole)), links - 1);
  } catch {
    return join(folder, basename(whole));
  }
}

/** What a name leads to; nothing, when it is a link that leads nowhere or to itself, or its folder may not be read. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether a name is that of a folder, or says that it is to be one. */
export const namesFolder = (path: string): boolean => path.endsWith('/') || statOf(path)?.isDirectory() === true;

/** A device, a pipe, a socket: what is written to it goes through, nothing can take its place. */
export function isSpecial(path: string): boolean {
  const about = statOf(path);
  return about !== undefined && !about.isFile() && !about.isDirectory();
}

/** Makes a folder and those it lies in, each tried once: where none can be made, `mkdir -p` of Node tries for ever. */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); statOf(at) === undefined && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  for (const folder of missing)
    try {
      mkdirSync(folder);
    } catch (error) {
      // another process was faster
      if (!((error as NodeJS.ErrnoException).code === 'EEXIST' && statOf(folder)?.isDirectory())) throw error;
    }
  if (statOf(path)?.isDirectory() === false) throw Object.assign(new Error(`ENOTDIR: ${path}`), { code: 'ENOTDIR' });
}
