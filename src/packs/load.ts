import { dirname, relative, resolve } from 'node:path';
import type { PackIdentity } from '../model/index.js';
import { asPath, looksLikeAddress } from './git-address.js';
import { type LockedPack, lockInForce } from './lock.js';
import { knownLayout } from './known-layouts.js';
import { MANIFEST_FILE, NO_RULES, type PackManifest, readPackFile } from './manifest.js';
import { PackError } from './pack-error.js';
import { packFinder, withinPack } from './paths.js';
import { shellWord } from './shown.js';
import { readIndex, readStored, type StoredFile, storeFolder } from './store.js';

export interface OpenedFile {
  bytes: Uint8Array;
  /** as the pack names it */
  path: string;
  /** it was asked for in another case */
  caseDiffers: boolean;
  /** it was found to be XML when it was added, and has not changed since */
  wellFormed: boolean;
}

/** A pack as it was added: nothing outside it can be reached through it, and no file that changed since. */
export interface LoadedPack {
  coordinate: string;
  version: string;
  commit: string | null;
  sha256: string;
  source: string;
  manifest: PackManifest;
  /**
   * A file by its path from the root of the pack; `.` and `..` are followed, and where no file has this very name, one
   * that differs only in case is taken: packs are written on systems that ignore it.
   * @returns undefined when there is none, or the path leaves the pack
   * @throws PackError when the file is no longer what was added
   */
  open(path: string): OpenedFile | undefined;
  /** whether `open` would find it */
  has(path: string): boolean;
  /** what `open` would open */
  find(path: string): StoredFile | undefined;
  /** every file, sorted */
  paths(): readonly string[];
  /** every file with its kind and hash, sorted */
  files(): readonly StoredFile[];
}

/**
 * The packs of the project, from the lock in force; none when there is no lock.
 * @throws PackError when the lock cannot be read, or a pack is not in the store as it was added
 */
export function loadPacks(cwd: string): LoadedPack[] {
  const { file, packs } = lockInForce(cwd);
  return packs.map((pack) => loadPack(pack, sourceSeenFrom(pack.source, cwd, dirname(file))));
}

/**
 * One pack of a lock.
 * @param again its source, as the user can give it again from where they are
 * @throws PackError when it is not in the store as it was added
 */
export function loadPack(pack: LockedPack, again: string): LoadedPack {
  const index = readIndex(pack.sha256);
  if (!index) throw notThere(pack, again);
  const exact = new Map(index.map((file) => [file.path, file]));
  const find = packFinder(index);
  const read = (file: StoredFile): Uint8Array => {
    const bytes = readStored(pack.sha256, file);
    if (!bytes) throw changed(pack, file.path, again);
    return bytes;
  };
  const paths = index.map((file) => file.path);
  return {
    coordinate: pack.coordinate,
    version: pack.version,
    commit: pack.commit,
    sha256: pack.sha256,
    source: pack.source,
    manifest: manifestOf(pack, exact, read),
    open(path) {
      const file = find(path);
      return (
        file && {
          bytes: read(file),
          path: file.path,
          caseDiffers: withinPack(path) !== file.path,
          wellFormed: file.kind !== 'unreadable' && file.kind !== 'manifest',
        }
      );
    },
    has: (path) => find(path) !== undefined,
    find,
    paths: () => paths,
    files: () => index,
  };
}

function manifestOf(pack: LockedPack, exact: ReadonlyMap<string, StoredFile>, read: (file: StoredFile) => Uint8Array): PackManifest {
  const { coordinate, version } = pack;
  const own = exact.get(MANIFEST_FILE);
  const published = own ? undefined : knownLayout((path) => exact.has(path));
  const { title, cda, terminology } = (own ? readPackFile(read(own)) : published) ?? {};
  return { coordinate, version, title, layout: published?.coordinate, cda: cda ?? NO_RULES, terminology };
}

/** A source as the user can give it from where they are; `shellWord` makes it fit to be shown. */
export const sourceSeenFrom = (source: string, cwd: string, lockFolder: string): string =>
  looksLikeAddress(source) ? source : asPath(relative(cwd, resolve(lockFolder, source)) || '.');

const notThere = (pack: LockedPack, source: string): PackError =>
  new PackError(
    pack.coordinate,
    {
      fr: `packs.lock demande ce paquet (sha256 ${pack.sha256.slice(0, 12)}…), qui n’est pas sur cette machine ou y est abîmé (dossier ${storeFolder()}).`,
      en: `packs.lock asks for this pack (sha256 ${pack.sha256.slice(0, 12)}…), which is not on this machine or is damaged on it (folder ${storeFolder()}).`,
    },
    addAgain(pack, source),
  );

const changed = (pack: LockedPack, path: string, source: string): PackError =>
  new PackError(
    pack.coordinate,
    {
      fr: `${path} n’est plus ce qui a été ajouté (absent ou modifié).`,
      en: `${path} is no longer what was added (missing or changed).`,
    },
    addAgain(pack, source),
  );

/** A commit that is known is asked for by name: the branch may have moved on. */
function addAgain(pack: LockedPack, source: string): PackError['remedy'] {
  const pinned = looksLikeAddress(source) && pack.commit ? `${source.replace(/#.*/s, '')}#${pack.commit}` : source;
  const command = `addax packs add ${shellWord(pinned)} --as ${pack.coordinate}`;
  return { fr: `Lancer : ${command}`, en: `Run: ${command}` };
}

/** A pack in force that can be judged by, and not only named. */
export const isLoadedPack = (pack: PackIdentity): pack is LoadedPack => 'open' in pack && 'manifest' in pack;
