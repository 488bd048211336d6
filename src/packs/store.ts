import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataFolder, makeFolder } from './folders.js';
import { FILE_KINDS } from './kind.js';
import { PackError } from './pack-error.js';
import { inWords } from './system-error.js';

/** A file of a pack: its path is data, never a name in our own folders. */
export const StoredFile = z.strictObject({
  path: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
  kind: z.enum(FILE_KINDS),
});
export type StoredFile = z.infer<typeof StoredFile>;

const Index = z.strictObject({ format: z.literal(1), files: z.array(StoredFile) });

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Names a pack by its content and what that was found to be: the same files give the same name, wherever they came from. */
export const packHash = (files: readonly StoredFile[]): string =>
  sha256(
    [...files]
      .sort(byPath)
      .map((file) => `${file.sha256}  ${file.kind}  ${file.path}\n`)
      .join(''),
  );

/** By code units: the same order on every machine. */
export const byPath = (a: { path: string }, b: { path: string }): number =>
  a.path < b.path ? -1
  : a.path > b.path ? 1
  : 0;

const folderOf = (hash: string): string => join(dataFolder(), 'packs', hash);
const INDEX = 'index.json';

/** Where packs are kept, for a message. */
export const storeFolder = (): string => join(dataFolder(), 'packs');

/** Where a content of a pack lies. Contents are named by their hash, so no name that a publisher chose reaches the file system. */
const contentOf = (pack: string, file: StoredFile): string => join(folderOf(pack), file.sha256);

const DRAFT = '.draft-';
const OLD_DRAFT_MS = 24 * 3_600_000;

/** An addax that was killed leaves its draft behind. */
function forgetOldDrafts(store: string): void {
  for (const name of readdirSync(store).filter((entry) => entry.startsWith(DRAFT))) {
    const began = statSync(join(store, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (began < Date.now() - OLD_DRAFT_MS) rmSync(join(store, name), { recursive: true, force: true });
  }
}

export interface Draft {
  /** keeps one content */
  put(file: StoredFile, bytes: Uint8Array): void;
  /** makes it a pack, all at once; whether that very pack was there and whole */
  commit(): { sha256: string; alreadyThere: boolean };
  /** forgets it, when it was not committed */
  discard(): void;
}

/**
 * Begins a pack beside the others; nothing is to be seen of it until it is committed.
 * @throws PackError when the folder cannot be written to, here or later
 */
export function draftPack(): Draft {
  const store = storeFolder();
  const folder = join(store, `${DRAFT}${randomUUID()}`);
  writing(store, () => {
    makeFolder(folder);
    forgetOldDrafts(store);
  });
  const files: StoredFile[] = [];
  return {
    put(file, bytes) {
      files.push(file);
      const to = join(folder, file.sha256);
      if (!existsSync(to)) writing(store, () => writeFileSync(to, bytes, { mode: 0o600 }));
    },
    commit() {
      files.sort(byPath);
      const hash = packHash(files);
      const there = readIndex(hash);
      if (there && damageOf(hash, there).length === 0) return { sha256: hash, alreadyThere: true };
      writing(store, () => {
        writeFileSync(join(folder, INDEX), JSON.stringify({ format: 1, files } satisfies z.infer<typeof Index>), { mode: 0o600 });
        rmSync(folderOf(hash), { recursive: true, force: true });
        try {
          renameSync(folder, folderOf(hash));
        } catch (error) {
          // another addax added the same pack meanwhile
          if (!readIndex(hash)) throw error;
        }
      });
      return { sha256: hash, alreadyThere: false };
    },
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs `write`; what fails is the fault of the store, not of what is added to it. */
function writing(store: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { fr, en } = inWords(error);
    throw new PackError(
      store,
      {
        fr: `les paquets se gardent dans ce dossier, où rien n’a pu être écrit (${fr}).`,
        en: `packs are kept in this folder, to which nothing could be written (${en}).`,
      },
      {
        fr: 'Donner le droit d’y écrire et de la place, ou en nommer un autre par la variable ADDAX_HOME (chemin absolu).',
        en: 'Give the right to write there and room, or name another by the variable ADDAX_HOME (absolute path).',
      },
    );
  }
}

/** The files of a pack; undefined when it is not there, or its list is not the one that gave it its name. */
export function readIndex(pack: string): readonly StoredFile[] | undefined {
  let text: string;
  try {
    text = readFileSync(join(folderOf(pack), INDEX), 'utf8');
  } catch {
    return undefined;
  }
  try {
    const { files } = Index.parse(JSON.parse(text));
    return packHash(files) === pack ? files : undefined;
  } catch {
    return undefined;
  }
}

/** The content of a file; undefined when it is gone or not what was added. */
export function readStored(pack: string, file: StoredFile): Uint8Array | undefined {
  try {
    const bytes = readFileSync(contentOf(pack, file));
    return sha256(bytes) === file.sha256 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

export interface Damage {
  path: string;
  damage: 'missing' | 'changed';
}

/** Files that are gone or no longer what was added. */
export function damageOf(pack: string, files: readonly StoredFile[]): Damage[] {
  return files.flatMap((file): Damage[] => {
    if (!existsSync(contentOf(pack, file))) return [{ path: file.path, damage: 'missing' }];
    return readStored(pack, file) ? [] : [{ path: file.path, damage: 'changed' }];
  });
}
