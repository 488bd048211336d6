import { type BigIntStats, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { type Bilingual, ConfigurationError } from '../../model/index.js';
import { isPattern, parseGlob } from './glob.js';
import { arePlainFiles, isArchive } from './inputs.js';
import { draftOf, INDEX, LOCK, PAGES, RESULTS, SPOOL, SUMMARY } from './names.js';
import { isSpecial, locate, namesFolder, statOf } from './places.js';

/** Where results are asked for. */
export interface TargetOptions {
  files: string[];
  /** what the user says they are */
  kind?: string;
  out?: string;
  html?: string;
  sarif?: string;
  junit?: string;
  csv?: string;
  jsonl?: string;
}

interface Target {
  option: string;
  path: string;
  /** the folders it is or has */
  folders: string[];
  /** what is written */
  files: string[];
}

const FILES = ['sarif', 'junit', 'csv', 'jsonl'] as const;

/** Whether the report is one page; else it is a folder of pages. */
export const isOnePage = ({ files, html, kind }: TargetOptions): boolean =>
  html !== undefined && files.length === 1 && !namesFolder(html) && arePlainFiles(files, kind);

function targetsOf(options: TargetOptions): Target[] {
  const { out, html } = options;
  const targets: Target[] = [];
  const file = (option: string, path: string): unknown => targets.push({ option, path, folders: [], files: [path, draftOf(path)] });
  const folder = (option: string, path: string, names: string[], within: string[] = []): unknown =>
    targets.push({
      option,
      path,
      folders: [path, ...within.map((name) => join(path, name))],
      files: names.map((name) => join(path, name)),
    });
  if (out !== undefined) folder('--out', out, [RESULTS, draftOf(RESULTS), SUMMARY, draftOf(SUMMARY), LOCK]);
  if (html !== undefined && isOnePage(options)) file('--html', html);
  else if (html !== undefined) folder('--html', html, [INDEX, SPOOL], [PAGES]);
  for (const name of FILES) if (options[name] !== undefined) file(`--${name}`, options[name]);
  return targets;
}

/** The files and folders that a command writes to, by where they are: what it finds there is not judged. */
export function ownPaths(options: TargetOptions): ReadonlySet<string> {
  const paths = targetsOf(options).flatMap(({ folders, files }) => [...folders, ...files]);
  // a link lies in one place and leads to another
  return new Set(paths.flatMap((path) => [locate(path), join(locate(dirname(path)), basename(path))]));
}

/**
 * Sees, before anything is judged, that results have places of their own.
 * @param read what is read beside the files to judge
 * @param isDocument whether a file is of a kind that is judged
 * @throws ConfigurationError when a place is none, is that of other results, or would take the place of what is judged
 */
export async function checkTargets(
  options: TargetOptions,
  read: readonly string[],
  isDocument: (file: string) => Promise<boolean>,
): Promise<void> {
  const taken: { place: string; isFile: boolean; option: string }[] = [];
  for (const target of targetsOf(options)) {
    const { option, path, folders, files } = target;
    // any number of results may go to /dev/null
    if (isSpecial(path)) continue;
    const places = [...folders, ...files].map((place) => ({ place: locate(place), isFile: files.includes(place), option }));
    const other = taken.find((one) => places.some((place) => collide(one, place)));
    if (other)
      refuse(
        `${other.option} ${option}`,
        { fr: `les deux écriraient au même endroit\u00A0: ${path}.`, en: `both would write to the same place: ${path}.` },
        { fr: 'Donner un chemin à chacune.', en: 'Give each a path of its own.' },
      );
    taken.push(...places);
    for (const file of files) await spare(option, file, options.files, read, isDocument);
  }
}

/** A file has a place for itself alone, and nothing lies below it; folders may be shared. */
const collide = (a: { place: string; isFile: boolean }, b: { place: string; isFile: boolean }): boolean =>
  (a.isFile && (a.place === b.place || b.place.startsWith(a.place + sep)))
  || (b.isFile && (a.place === b.place || a.place.startsWith(b.place + sep)));

/** @throws ConfigurationError when a file that is there is one that is read */
async function spare(
  option: string,
  file: string,
  inputs: readonly string[],
  read: readonly string[],
  isDocument: (file: string) => Promise<boolean>,
): Promise<void> {
  const about = identityOf(file);
  if (!about?.isFile()) return;
  const same = [...inputs, ...read].some((name) => {
    const other = identityOf(name);
    return other?.isFile() && other.dev === about.dev && other.ino === about.ino;
  });
  if (same || (inputs.some((name) => holds(name, file)) && (isArchive(file) || (await isDocument(file)))))
    refuse(option, {
      fr: `${file} est un des fichiers à lire\u00A0: le résultat prendrait sa place.`,
      en: `${file} is one of the files to read: the result would take its place.`,
    });
}

function identityOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether a file lies below a folder that is named, or where a pattern looks. */
function holds(name: string, file: string): boolean {
  const about = statOf(name);
  const base =
    about?.isDirectory() ? name
    : !about && isPattern(name) ? parseGlob(name).base || '.'
    : undefined;
  if (base === undefined) return false;
  const below = relative(locate(base), locate(file));
  return below !== '..' && !below.startsWith(`..${sep}`) && join(locate(base), below) === locate(file);
}

const ANOTHER: Bilingual = { fr: 'Donner un autre chemin.', en: 'Give another path.' };

function refuse(option: string, explanation: Bilingual, remedy = ANOTHER): never {
  throw new ConfigurationError(option, explanation, remedy);
}
