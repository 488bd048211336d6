import { existsSync, renameSync, rmSync } from 'node:fs';
import { ConfigurationError } from '../model/index.js';

/** A store that can be filled, and remembers with what. */
export interface Seedable {
  readonly size: number;
  /** the note that a filling leaves under this name */
  note(name: 'seed'): string | undefined;
  close(): void;
}

/**
 * Opens the store at `path` (absent: in memory) and sees that it holds what is asked for. A new file is filled beside its
 * place and moved there when it is whole; one that was filled in the same way is opened as it is.
 * @param note what it is filled with, in words: the same words mean the same content
 * @throws ConfigurationError when the file holds something else, or cannot serve
 */
export function openSeeded<Store extends Seedable>(
  path: string | undefined,
  note: string,
  open: (path?: string) => Store,
  fill: (store: Store) => void,
): Store {
  if (path === undefined) {
    const store = open();
    fill(store);
    return store;
  }
  if (existsSync(path)) {
    const store = open(path);
    if (store.note('seed') === note) return store;
    const isEmpty = store.size === 0;
    store.close();
    if (!isEmpty)
      throw new ConfigurationError(
        path,
        { fr: 'ce magasin contient déjà autre chose que ces données.', en: 'this store already holds something other than these data.' },
        { fr: 'Donner un dossier neuf, ou se passer de --seed-data.', en: 'Give a new folder, or do without --seed-data.' },
      );
  }
  const beside = `${path}.part`;
  for (const leftOver of [beside, `${beside}-wal`]) rmSync(leftOver, { force: true });
  const made = open(beside);
  try {
    fill(made);
  } finally {
    made.close();
  }
  renameSync(beside, path);
  return open(path);
}

/**
 * Reads a parameter that is a whole number from 1 to `most`.
 * @throws ConfigurationError for a number that cannot be
 */
export function numberIn(field: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new ConfigurationError(
    field,
    { fr: `« ${text} » ne convient pas.`, en: `“${text}” will not do.` },
    { fr: `Donner un nombre entier de 1 à ${most}.`, en: `Give a whole number from 1 to ${most}.` },
  );
}

/** Makes a function that gives 32 bits which depend on all it is given (the finalizer of MurmurHash3). */
export const mixer =
  (start: number) =>
  (...given: number[]): number => {
    let hash = start;
    for (const value of given) {
      hash ^= value;
      hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
      hash ^= hash >>> 16;
    }
    return hash >>> 0;
  };
