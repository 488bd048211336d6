import { existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/** XDG base directory specification: a relative path is not taken. */
const absolute = (path: string | undefined): string | undefined => (path && isAbsolute(path) ? path : undefined);

/** Where added packs are kept, for all projects of this user. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = absolute(env['ADDAX_HOME']);
  if (own) return own;
  if (process.platform === 'win32') return join(absolute(env['LOCALAPPDATA']) ?? join(homedir(), 'AppData', 'Local'), 'addax');
  return join(absolute(env['XDG_DATA_HOME']) ?? join(homedir(), '.local', 'share'), 'addax');
}

/** Where what can be made again is kept. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = absolute(env['ADDAX_CACHE']);
  if (own) return own;
  if (process.platform === 'win32') return join(absolute(env['LOCALAPPDATA']) ?? join(homedir(), 'AppData', 'Local'), 'addax', 'cache');
  return join(absolute(env['XDG_CACHE_HOME']) ?? join(homedir(), '.cache'), 'addax');
}

/**
 * Makes a folder for this user alone, and those it is in. Node’s own way of that never ends where the system knows no
 * new names (`/proc`, an automounter).
 * @throws the error of the system
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path));
    makeFolder(path);
  }
}
