import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bilingual, type ErrorOwner } from '../../model/index.js';
import { inWords } from '../../packs/system-error.js';
import type { FileTask } from '../validate/judge.js';
import { isPattern, parseGlob } from './glob.js';
import { isPackage, PACKAGE_KIND } from './package.js';
import { locate, statOf } from './places.js';

export const LEFT_REASONS = ['unrecognised', 'hidden', 'link', 'special', 'archive'] as const;
/** Why something that was found is not judged: of no kind that can be, hidden, a link to a folder, no file, an archive in an archive. */
export type LeftReason = (typeof LEFT_REASONS)[number];

export type Input =
  | { state: 'task'; task: FileTask }
  /** something that was to be judged and cannot be: why, and who must act */
  | { state: 'refused'; file: string; owner: ErrorOwner; text: Bilingual }
  | { state: 'left'; file: string; reason: LeftReason };

/** What stands at the end of a way: a file, or an archive of them. */
type Found =
  { state: 'file'; path: string; found: boolean; kind?: string } | { state: 'archive'; path: string } | Exclude<Input, { state: 'task' }>;

/** Whether arguments name one file each, so that a command says all it has to say of each. */
export const arePlainFiles = (names: readonly string[], kind?: string): boolean =>
  names.every((name) => {
    const about = statOf(name);
    return about === undefined ? !isPattern(name) : !about.isDirectory() && (!isArchive(name) || isPackage(name, kind));
  });

/**
 * What the arguments name, in their order: files, everything in folders and what they contain, what patterns find, what
 * archives hold. One after the other: of a million files, none is kept.
 * @param except where that lies which is ours to write to
 * @param kind what the user says they are: it decides whether an archive holds them or is one
 */
export async function* inputsOf(names: readonly string[], except: ReadonlySet<string>, kind?: string): AsyncGenerator<Input> {
  for await (const one of pathsOf(names, except, kind)) {
    if (one.state === 'file') {
      const { path, found, kind: of } = one;
      yield { state: 'task', task: { file: path, from: { path }, found, ...(of !== undefined && { kind: of }) } };
    } else if (one.state === 'archive') yield* archived(one.path);
    else yield one;
  }
}

/** How many inputs there will be; what archives hold is taken from what they say. */
export async function countInputs(
  names: readonly string[],
  except: ReadonlySet<string>,
  signal: AbortSignal,
  kind?: string,
): Promise<number> {
  const { countMembers } = await import('./archive.js');
  let count = 0;
  for await (const one of pathsOf(names, except, kind)) {
    if (signal.aborted) break;
    count += one.state === 'archive' ? await countMembers(one.path) : 1;
  }
  return count;
}

/** Files that may change while someone works on them: what is named, in folders or found by patterns. */
export async function* pathsOf(names: readonly string[], except: ReadonlySet<string>, kind?: string): AsyncGenerator<Found> {
  for await (const one of placesOf(names, except))
    yield one.state === 'archive' && isPackage(one.path, kind) ? { state: 'file', path: one.path, found: false, kind: PACKAGE_KIND } : one;
}

/** The same, where every archive is still one. */
async function* placesOf(names: readonly string[], except: ReadonlySet<string>): AsyncGenerator<Found> {
  for (const name of names) {
    const about = statOf(name);
    const pattern = about === undefined && isPattern(name) ? parseGlob(name) : undefined;
    if (about && !about.isDirectory())
      yield isArchive(name) ? { state: 'archive', path: name } : { state: 'file', path: name, found: false };
    else if (!about && !pattern) yield { state: 'file', path: name, found: false };
    else {
      let any = false;
      const base = pattern?.base ?? name;
      for await (const one of walk(base, locate(base || '.'), [], except, pattern)) {
        any ||= one.state !== 'left';
        yield one;
      }
      if (!any) yield { state: 'refused', file: name, owner: 'configuration', text: pattern ? NOTHING_FOUND : NOTHING_INSIDE };
    }
  }
}

const NOTHING_INSIDE: Bilingual = {
  fr: 'c’est un dossier sans aucun fichier à juger\u00A0; vérifier le chemin',
  en: 'this is a folder without any file to judge; check the path',
};
const NOTHING_FOUND: Bilingual = {
  fr: 'ce motif ne trouve aucun fichier\u00A0; vérifier le chemin et les guillemets',
  en: 'this pattern finds no file; check the path and the quotes',
};

export const isArchive = (name: string): boolean => /\.zip$/i.test(name);

/** Folders are not followed through links, so that none leads to itself. */
async function* walk(
  base: string,
  /** where that is */
  place: string,
  below: readonly string[],
  except: ReadonlySet<string>,
  pattern: ReturnType<typeof parseGlob> | undefined,
): AsyncGenerator<Found> {
  const folder = join(base || '.', ...below);
  for await (const entry of entriesOf(folder)) {
    if (!('name' in entry)) {
      yield { state: 'refused', file: folder, owner: 'configuration', text: entry };
      return;
    }
    const path = join(folder, entry.name);
    const names = [...below, entry.name];
    if (except.has(join(place, ...names))) continue;
    if (pattern && !(entry.isDirectory() ? pattern.mayEnter(names) : pattern.matches(names))) continue;
    const left = (reason: LeftReason): Found => ({ state: 'left', file: path, reason });
    if (!pattern && entry.name.startsWith('.')) yield left('hidden');
    else if (entry.isDirectory()) yield* walk(base, place, names, except, pattern);
    else if (entry.isSymbolicLink() && statOf(path)?.isDirectory()) yield left('link');
    else if (!entry.isFile() && !entry.isSymbolicLink()) yield left('special');
    else yield isArchive(path) ? { state: 'archive', path } : { state: 'file', path, found: true };
  }
}

/** So many entries of a folder are put in order, hence held, at a time; larger folders are ordered piece by piece. */
const ORDERED_TOGETHER = 50_000;

/** What a folder holds, by name, or why that cannot be told. */
async function* entriesOf(folder: string): AsyncGenerator<Dirent | Bilingual> {
  const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : 1);
  let some: Dirent[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: 1024 })) {
      some.push(entry);
      if (some.length < ORDERED_TOGETHER) continue;
      yield* some.sort(byName);
      some = [];
    }
  } catch (error) {
    const { fr, en } = inWords(error);
    yield { fr: `dossier illisible\u00A0: ${fr}\u00A0; vérifier les droits`, en: `the folder cannot be read: ${en}; check the rights` };
    return;
  }
  yield* some.sort(byName);
}

async function* archived(archive: string): AsyncGenerator<Input> {
  // loaded only where there is one: a single file starts without it
  const { archiveProblem, membersOf } = await import('./archive.js');
  let any = false;
  try {
    for await (const { name, read } of membersOf(archive)) {
      any = true;
      const file = `${archive}!/${name}`;
      if (isArchive(name)) {
        yield { state: 'left', file, reason: 'archive' };
        continue;
      }
      const bytes = await read();
      yield bytes instanceof Uint8Array ?
        { state: 'task', task: { file, from: { bytes }, found: true } }
      : { state: 'refused', file, owner: 'peer', text: bytes };
    }
  } catch (error) {
    const problem = archiveProblem(error);
    if (!problem) throw error;
    any = true;
    yield { state: 'refused', file: archive, owner: 'configuration', text: problem };
  }
  if (!any) yield { state: 'refused', file: archive, owner: 'configuration', text: { fr: 'archive vide', en: 'the archive is empty' } };
}
