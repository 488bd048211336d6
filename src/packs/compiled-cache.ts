import { createHash, randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolVersion } from '../model/index.js';
import { cacheFolder, makeFolder } from './folders.js';
import { sha256 } from './store.js';

/** Keeps what was compiled from a pack, from one command to the next. Losing it costs time, nothing else. */
export interface CompiledCache {
  read(key: string): Uint8Array | undefined;
  write(key: string, bytes: Uint8Array): void;
}

const MAX_BYTES = 512 * 1024 ** 2;
/** hexadecimal SHA-256 and a line end, before the content, which starts where numbers may be read in place */
const HEADER = 68;
const LEFTOVER_MS = 3_600_000;

/**
 * The cache of this user. A key names everything that the content depends on, hashes of its sources included; the
 * version of Addax is added here. An entry that is damaged, of another key, or in a folder that others may write to is
 * not there; what cannot be written is not written.
 */
export function compiledCache(maxBytes = MAX_BYTES): CompiledCache {
  const folder = join(cacheFolder(), 'compiled');
  const nameOf = (key: string): string => sha256(`${toolVersion}\n${key}`);
  const seal = (name: string, bytes: Uint8Array): string => `${createHash('sha256').update(name).update(bytes).digest('hex')}   \n`;
  return {
    read(key) {
      const name = nameOf(key);
      try {
        if (!isOurs(folder)) return undefined;
        const stored = readFileSync(join(folder, name));
        const bytes = stored.subarray(HEADER);
        if (stored.subarray(0, HEADER).toString('latin1') !== seal(name, bytes)) return undefined;
        const now = new Date();
        utimesSync(join(folder, name), now, now);
        return bytes;
      } catch {
        return undefined;
      }
    },
    write(key, bytes) {
      if (bytes.length + HEADER > maxBytes) return;
      const name = nameOf(key);
      const temporary = join(folder, `${name}.${randomUUID()}.part`);
      try {
        makeFolder(folder);
        if (!isOurs(folder)) return;
        writeFileSync(temporary, Buffer.concat([Buffer.from(seal(name, bytes)), bytes]), { mode: 0o600, flag: 'wx' });
        renameSync(temporary, join(folder, name));
        makeRoom(folder, maxBytes);
      } catch {
        // no place for it; a part that stays is removed by a later write
      }
    },
  };
}

/** Compiled rules are run: a folder that someone else can write to is none of ours. */
function isOurs(folder: string): boolean {
  const about = lstatSync(folder);
  if (!about.isDirectory()) return false;
  if (process.getuid === undefined) return true;
  return about.uid === process.getuid() && (about.mode & 0o022) === 0;
}

/** Removes what was used longest ago until the rest fits. */
function makeRoom(folder: string, maxBytes: number): void {
  const entries = readdirSync(folder).flatMap((name) => {
    const file = join(folder, name);
    const about = statSync(file, { throwIfNoEntry: false });
    return about?.isFile() ? [{ file, size: about.size, used: about.mtimeMs, part: name.endsWith('.part') }] : [];
  });
  let total = entries.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size, used, part } of entries.sort((a, b) => a.used - b.used)) {
    // another addax may be writing its part just now
    const leftover = part && used < Date.now() - LEFTOVER_MS;
    if (total <= maxBytes && !leftover) continue;
    rmSync(file, { force: true });
    total -= size;
  }
}
