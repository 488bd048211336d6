import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Bundle } from '../evidence/index.js';
import type { PackIdentity } from '../model/index.js';
import { LOCK_FILE, lockInForce, sourceSeenFrom, writeLock, type LoadedPack } from '../packs/index.js';
import { looksLikeAddress } from '../packs/git-address.js';
import { loadPack } from '../packs/load.js';

/**
 * Keeps beside the evidence of a run the lock of the packs in force; sources that are paths start at its folder from then
 * on.
 * @throws PackError when a lock cannot be read or written
 */
export function keepLock(cwd: string, bundle: string): void {
  const lock = lockInForce(cwd);
  const seen = (source: string): string => {
    if (looksLikeAddress(source)) return source;
    const path = relative(bundle, resolve(dirname(lock.file), source));
    // on another drive of Windows there is no relative path
    return isAbsolute(path) ? path : path.split(sep).join('/');
  };
  writeLock({ file: join(bundle, LOCK_FILE), packs: lock.packs.map((pack) => ({ ...pack, source: seen(pack.source) })) });
}

/**
 * The packs that a run was judged by: the project may have moved on to others since. Which ones is in the evidence; the
 * lock in the folder only knows where they came from.
 * @throws PackError when one of them is not on this machine
 */
export function packsOf(bundle: Bundle, folder: string): LoadedPack[] {
  const used = packsInEvidence(bundle);
  if (used.length === 0) return [];
  const locked = existsSync(join(folder, LOCK_FILE)) ? lockInForce(folder).packs : [];
  return used.map(({ coordinate, sha256 }) => {
    const known = locked.find((pack) => pack.sha256 === sha256 && pack.coordinate === coordinate);
    if (known) return loadPack(known, sourceSeenFrom(known.source, process.cwd(), folder));
    const version = coordinate.split(':')[2] ?? '';
    return loadPack({ coordinate, version, commit: null, sha256, source: '', files: {}, left: {} }, 'SOURCE');
  });
}

function packsInEvidence(bundle: Bundle): readonly PackIdentity[] {
  const facts = bundle.events.find((event) => event.kind === 'datum' && event.name === 'run');
  const bytes = facts && 'blob' in facts && facts.blob !== undefined ? bundle.blob(facts.blob) : undefined;
  return bytes === undefined ? [] : ((JSON.parse(new TextDecoder().decode(bytes)) as { packs?: PackIdentity[] }).packs ?? []);
}
