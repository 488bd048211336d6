import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { same, type Bilingual } from '../model/index.js';
import { FHIR_PACKAGE_FILE, type FhirPackage, missingDependencies, readFhirPackage } from './fhir-package.js';
import { asPath, looksLikeAddress } from './git-address.js';
import { type FileKind, kindOf, type LeftReason, type Told } from './kind.js';
import { knownLayout } from './known-layouts.js';
import { PACK_LIMITS, type PackLimits } from './limits.js';
import { loadPack } from './load.js';
import { changeLock, type LockedPack, lockInForce } from './lock.js';
import { Coordinate, MANIFEST_FILE, type PackFile, readPackFile } from './manifest.js';
import { PackError } from './pack-error.js';
import { manifestProblems } from './manifest-problems.js';
import { foldCase, packFinder } from './paths.js';
import { openFile } from './source-file.js';
import { openFolder } from './source-folder.js';
import { openGit } from './source-git.js';
import type { PackSource, SourceEntry } from './source.js';
import { cannotRead, manifestTooLarge, tooLarge } from './source-errors.js';
import { isGzip, openTar } from './source-tar.js';
import { openZip } from './source-zip.js';
import { visible } from './shown.js';
import { byPath, draftPack, sha256, type StoredFile } from './store.js';
import { inWords } from './system-error.js';
import type { TerminologySummary } from './terminology/compile.js';
import { terminologySummary } from './terminology/of-packs.js';

export interface AddedPack {
  pack: LockedPack;
  title: Bilingual | undefined;
  lockFile: string;
  /** `same`: this very content was already locked under this coordinate */
  state: 'new' | 'same' | 'replaced';
  /** what the lock said before, when replaced */
  before: LockedPack | undefined;
  /** what stayed where it was: some of its paths, for each reason */
  left: { reason: LeftReason; count: number; examples: string[] }[];
  /** what is worth knowing of what was taken */
  told: Told[];
  /** the codes that it brings; undefined when it brings none */
  terminology: TerminologySummary | undefined;
}

/** Names of files that may hold rules; what they hold is then read. */
const MAY_BE_RULES = /\.(sch|xsd|xml|rdf|owl|ttl|json)$/i;
/** What makes a pack of a folder: the other kinds only go with them. */
const RULES: readonly FileKind[] = ['schema', 'xsd', 'value-set', 'terminology', 'hl7v2-profile', 'fhir-definition'];
const LEFT_BY_NAME: readonly [RegExp, LeftReason][] = [
  [/\.(xslt?|css|fo)$/i, 'presentation'],
  [/\.(zip|jar|gz|tgz|7z|rar)$/i, 'archive'],
  [/\.(md|txt|docx?|pdf|html?|xlsx?|odt)$/i, 'documentation'],
];
/** folders of a FHIR package that hold no definition */
const BESIDE_FHIR: Readonly<Record<string, LeftReason>> = { example: 'example', examples: 'example', openapi: 'documentation' };
const MANIFEST_BYTES = 1024 ** 2;
const EXAMPLES_TOLD = 3;

/**
 * Takes the rules of a folder, an archive or a git repository into the store of the user, and pins them in the lock of
 * the project. All or nothing.
 * @throws PackError
 */
export async function addPack(
  given: string,
  { cwd, as, limits = PACK_LIMITS }: { cwd: string; as?: string | undefined; limits?: PackLimits },
): Promise<AddedPack> {
  if (as !== undefined && !Coordinate.safeParse(as).success) throw badCoordinate(as);
  const lock = lockInForce(cwd);
  const source = await openSource(given, cwd, limits);
  try {
    const taken = await take(source, limits, lock.packs);
    const { entry, left, told, title, alreadyThere } = taken;
    const pack: LockedPack = {
      ...entry,
      ...(as !== undefined && { coordinate: as, version: as.split(':')[2]! }),
      source: givenFrom(source.given, cwd, dirname(lock.file)),
    };
    let before = lockedAs(pack.coordinate, lock.packs);
    // a project that may not be written to can still have its packs fetched
    if (!(before && alreadyThere && before.sha256 === pack.sha256 && before.commit === pack.commit && before.source === pack.source))
      changeLock(lock.file, (packs) => {
        before = lockedAs(pack.coordinate, packs);
        return [...packs.filter((locked) => locked !== before), pack];
      });
    // made now, so that nobody waits for it later
    const terminology = terminologySummary(loadPack(pack, pack.source));
    const state =
      before === undefined ? 'new'
      : before.sha256 === pack.sha256 ? 'same'
      : 'replaced';
    return { pack, title, lockFile: lock.file, state, before: state === 'replaced' ? before : undefined, left, told, terminology };
  } catch (error) {
    throw error instanceof PackError ? error : cannotRead(source.given, inWords(error));
  } finally {
    await source.close();
  }
}

const lockedAs = (coordinate: string, packs: readonly LockedPack[]): LockedPack | undefined =>
  packs.find((locked) => locked.coordinate === coordinate);

async function openSource(given: string, cwd: string, limits: PackLimits): Promise<PackSource> {
  // an empty variable in a script would add whatever folder it runs in
  if (given.trim() === '') throw cannotRead('packs add', { fr: 'aucune source n’est donnée', en: 'no source is given' });
  if (given.startsWith('-')) throw cannotRead(JSON.stringify(given), 'option');
  if (looksLikeAddress(given)) return openGit(given, limits);
  const path = resolve(cwd, given);
  let about;
  try {
    about = statSync(path);
  } catch (error) {
    throw cannotRead(given, inWords(error));
  }
  if (about.isDirectory()) return openFolder(path, limits);
  if (about.isFile()) {
    if (MAY_BE_RULES.test(path)) return openFile(path, limits);
    return isGzip(headOf(path, given)) ? openTar(path, limits) : openZip(path, limits);
  }
  throw cannotRead(given, { fr: 'ni dossier ni fichier', en: 'neither folder nor file' });
}

/** The first bytes of a file: what kind of archive it is. */
function headOf(path: string, given: string): Uint8Array {
  const head = new Uint8Array(2);
  try {
    const descriptor = openSync(path, 'r');
    try {
      readSync(descriptor, head);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw cannotRead(given, inWords(error));
  }
  return head;
}

/** A path in a lock starts at the folder of the lock, so that a project can be moved with its rules. */
function givenFrom(given: string, cwd: string, lockFolder: string): string {
  if (looksLikeAddress(given)) return given;
  const from = relative(lockFolder, resolve(cwd, given));
  // on another drive of Windows there is no relative path
  return isAbsolute(from) ? from : asPath(from.split(sep).join('/') || '.');
}

const isManifest = ({ path }: { path: string }): boolean => path === MANIFEST_FILE;

interface Taken {
  entry: Omit<LockedPack, 'source'>;
  title: Bilingual | undefined;
  left: AddedPack['left'];
  told: Told[];
  alreadyThere: boolean;
}

async function take(source: PackSource, limits: PackLimits, packs: readonly LockedPack[]): Promise<Taken> {
  const root = rootOf(source.entries);
  const inside = source.entries
    .filter((entry) => entry.path.startsWith(root))
    .map((entry) => ({ entry, path: entry.path.slice(root.length) }))
    .sort(byPath);
  const paths = new Set(inside.map(({ path }) => path));
  const layout = paths.has(MANIFEST_FILE) ? undefined : knownLayout((path) => paths.has(path));

  const told: Told[] = [];
  const left = new Map<LeftReason, { count: number; examples: string[] }>();
  const leave = (reason: LeftReason, path: string): void => {
    const group = left.get(reason) ?? { count: 0, examples: [] };
    group.count++;
    if (group.examples.length < EXAMPLES_TOLD) group.examples.push(path);
    left.set(reason, group);
  };

  const draft = draftPack();
  try {
    const files: StoredFile[] = [];
    const gitIds = new Map<string, string>();
    let total = 0;
    let own: PackFile | undefined;
    let fhir: FhirPackage | undefined;
    // what the pack says of itself is read first: it may say what its files are
    for (const { entry, path } of [...inside.filter(isManifest), ...inside.filter((one) => !isManifest(one))]) {
      const declared = own?.hl7v2?.profiles.includes(path) || (own?.terminology?.files.some((file) => file.path === path) ?? false);
      const reason = leftUnread(entry, path, layout?.leave ?? (paths.has(FHIR_PACKAGE_FILE) ? BESIDE_FHIR : {}), declared);
      if (reason) {
        leave(reason, path);
        continue;
      }
      const bound = path === MANIFEST_FILE ? MANIFEST_BYTES : limits.fileBytes;
      if (entry.size > bound && path === MANIFEST_FILE) throw manifestTooLarge(bound);
      if (entry.size > bound || total + entry.size > limits.totalBytes) throw tooLarge(source.given, path, limits);
      const bytes = await source.read(entry);
      total += bytes.length;
      if (bytes.length > bound || total > limits.totalBytes) throw tooLarge(source.given, path, limits);
      let kind: FileKind = 'manifest';
      if (path === MANIFEST_FILE) own = readPackFile(bytes);
      else if (path === FHIR_PACKAGE_FILE && (fhir = readFhirPackage(bytes))) kind = 'fhir-package';
      else {
        const found = kindOf(path, bytes, declared);
        if ('left' in found) {
          leave(found.left, path);
          continue;
        }
        kind = found.kind;
        if (found.problem) told.push(found.problem);
      }
      const file: StoredFile = { path, sha256: sha256(bytes), bytes: bytes.length, kind };
      files.push(file);
      gitIds.set(entry.path, createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex'));
      draft.put(file, bytes);
    }
    if (!files.some(({ kind }) => RULES.includes(kind))) throw noRules(source.given, files, told);
    told.push(...caseCollisions(files));
    if (own) told.push(...manifestProblems(own, packFinder(files)));
    if (fhir) told.push(...missingDependencies(fhir, packs));
    const commit = await commitOf(source, gitIds, told);
    const { sha256: hash, alreadyThere } = draft.commit();
    const coordinate =
      own ?
        `${own.coordinate}:${own.version}`
      : (layout?.coordinate ?? fhir?.coordinate ?? `local:${localName(source.name)}:${hash.slice(0, 12)}`);
    return {
      entry: {
        coordinate,
        version: coordinate.split(':')[2]!,
        commit,
        sha256: hash,
        files: counts(files.map(({ kind }) => kind)),
        left: Object.fromEntries([...left].map(([reason, { count }]) => [reason, count]).sort()) as LockedPack['left'],
      },
      title: own?.title ?? layout?.title ?? (fhir?.title === undefined ? undefined : same(fhir.title)),
      left: [...left].map(([reason, group]) => ({ reason, ...group })),
      told,
      alreadyThere,
    };
  } finally {
    draft.discard();
  }
}

/** An archive of a repository has everything in one folder: the pack begins where it is recognised. */
function rootOf(entries: readonly SourceEntry[]): string {
  const paths = new Set(entries.map(({ path }) => path));
  // packages of npm and of FHIR have everything that counts in this folder, whatever is beside it
  if (paths.has(`package/${FHIR_PACKAGE_FILE}`)) return 'package/';
  const tops = new Set(entries.map(({ path }) => path.slice(0, path.indexOf('/') + 1)));
  // what a Mac adds to an archive
  tops.delete('__MACOSX/');
  const [top] = tops;
  if (tops.size !== 1 || top === '') return '';
  return paths.has(`${top}${MANIFEST_FILE}`) || knownLayout((path) => paths.has(`${top}${path}`)) ? top! : '';
}

/** Why a file is not even read; undefined when it may be a rule. */
function leftUnread(
  entry: SourceEntry,
  path: string,
  beside: Readonly<Record<string, LeftReason>>,
  declared: boolean,
): LeftReason | undefined {
  if (path.split('/').some((segment) => segment.startsWith('.') || segment === '__MACOSX')) return 'hidden';
  for (const [folder, reason] of Object.entries(beside)) if (path.startsWith(`${folder}/`)) return reason;
  if (entry.symlink) return 'symlink';
  if (path === MANIFEST_FILE || declared || MAY_BE_RULES.test(path)) return undefined;
  return LEFT_BY_NAME.find(([name]) => name.test(path))?.[1] ?? 'no-rule';
}

const counts = (kinds: readonly FileKind[]): LockedPack['files'] => {
  const found: LockedPack['files'] = {};
  for (const kind of [...kinds].sort()) found[kind] = (found[kind] ?? 0) + 1;
  return found;
};

/** Two names that a Windows or Mac machine takes for one: each is found by its exact name only. */
function caseCollisions(files: readonly StoredFile[]): Told[] {
  const first = new Map<string, string>();
  return files.flatMap(({ path }) => {
    const other = first.get(foldCase(path));
    first.set(foldCase(path), other ?? path);
    if (other === undefined) return [];
    return [
      {
        path,
        text: {
          fr: `ne diffère de ${other} que par la casse : sur Windows et macOS l’un cache l’autre.`,
          en: `differs from ${other} only in case: on Windows and macOS one hides the other.`,
        },
      },
    ];
  });
}

async function commitOf(source: PackSource, taken: ReadonlyMap<string, string>, told: Told[]): Promise<string | null> {
  const found = await source.commitOf(taken);
  if (!found || found.differ === taken.size) return null;
  if (found.differ === 0) return found.commit;
  told.push({
    path: '.',
    text: {
      fr: `${found.differ} des fichiers pris ne sont pas ceux du commit ${found.commit.slice(0, 12)} : le commit n’est pas retenu.`,
      en: `${found.differ} of the files taken are not those of commit ${found.commit.slice(0, 12)}: the commit is not recorded.`,
    },
  });
  return null;
}

/** The name of a folder as part of a coordinate. */
const localName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 60) || 'pack';

/** @param told what is wrong with files, among them those that cannot be read and might have held a rule */
function noRules(source: string, files: readonly StoredFile[], told: readonly Told[]): PackError {
  const unreadable = told.filter(({ path }) => files.some((file) => file.path === path && file.kind === 'unreadable'));
  const lines = (of: 'fr' | 'en'): string => {
    const shown = unreadable.slice(0, EXAMPLES_TOLD).map(({ path, line, text }) => {
      const at = line === undefined ? path : `${path}:${line}`;
      return `\n  ▲ ${visible(at)}  ${text[of]}`;
    });
    return shown.join('') + (unreadable.length > shown.length ? '\n  …' : '');
  };
  return new PackError(
    source,
    {
      fr: `aucune règle ici (schematron, XSD, jeu de valeurs, terminologie, profil HL7 v2 ou FHIR).${lines('fr')}`,
      en: `no rule here (Schematron, XSD, value set, terminology, HL7 v2 or FHIR profile).${lines('en')}`,
    },
    {
      fr: 'Donner le dossier qui contient les règles telles qu’elles sont publiées.',
      en: 'Give the folder that holds the rules as they are published.',
    },
  );
}

const badCoordinate = (given: string): PackError =>
  new PackError(
    '--as',
    { fr: `${JSON.stringify(given)} n’est pas une coordonnée.`, en: `${JSON.stringify(given)} is no coordinate.` },
    {
      fr: 'Écrire propriétaire:nom:version, par exemple fr.ans:ci-sis-cda:3.0.',
      en: 'Write owner:name:version, for example fr.ans:ci-sis-cda:3.0.',
    },
  );
