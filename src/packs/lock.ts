import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { same, type Bilingual } from '../model/index.js';
import { LEFT_REASONS, FILE_KINDS } from './kind.js';
import { Coordinate, Version } from './manifest.js';
import { PackError } from './pack-error.js';
import { inWords } from './system-error.js';

export const LOCK_FILE = 'packs.lock';

/** One pack that a project judges by, pinned. */
export const LockedPack = z.object({
  coordinate: Coordinate,
  version: Version,
  /** of the repository it was taken from; null when nothing tells, or the files are not those of a commit */
  commit: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .nullable(),
  /** over the sorted list of paths, kinds and content hashes */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** what to give to `addax packs add`, without credentials; a path starts at the folder of the lock */
  source: z.string(),
  /** how many files of each kind */
  files: z.partialRecord(z.enum(FILE_KINDS), z.number().int()),
  /** how many files were left where they were, by reason */
  left: z.partialRecord(z.enum(LEFT_REASONS), z.number().int()),
});
export type LockedPack = z.infer<typeof LockedPack>;

const Lock = z.object({ format: z.literal(1), packs: z.array(LockedPack) });

export interface LockInForce {
  /** where it is, or would be written */
  file: string;
  packs: LockedPack[];
}

/**
 * The lock of the project: in this folder or the nearest one above; when there is none, it would be written here.
 * @throws PackError when it cannot be read
 */
export function lockInForce(cwd: string): LockInForce {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = join(folder, LOCK_FILE);
    if (existsSync(file)) return { file, packs: readLock(file) };
    if (folder === dirname(folder)) return { file: join(resolve(cwd), LOCK_FILE), packs: [] };
  }
}

function readLock(file: string): LockedPack[] {
  let what: Bilingual;
  try {
    const parsed = Lock.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data.packs;
    const issue = parsed.error.issues[0]!;
    what = same(`${issue.path.join('.')}: ${issue.message}`);
  } catch (error) {
    what = inWords(error);
  }
  throw new PackError(
    file,
    { fr: `ce fichier n’est pas un packs.lock lisible (${what.fr}).`, en: `this file is no packs.lock that can be read (${what.en}).` },
    {
      fr: 'Le reprendre de l’historique du projet, ou l’effacer et refaire addax packs add.',
      en: 'Restore it from the history of the project, or delete it and run addax packs add again.',
    },
  );
}

/** Writes the lock all at once, in an order that does not depend on who added what first. */
export function writeLock({ file, packs }: LockInForce): void {
  const sorted = [...packs].sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1));
  const temporary = `${file}.${process.pid}.part`;
  try {
    writeFileSync(temporary, `${JSON.stringify({ format: 1, packs: sorted }, null, 2)}\n`);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw notWritten(file, error);
  }
}

const RETRY_MS = 50;
const PATIENCE_MS = 10_000;
/** changing a lock takes milliseconds: who holds it this long was killed */
const STALE_MS = 60_000;

/**
 * Changes the lock while nobody else does: what `change` is given is what the file says at that moment.
 * @param change gives the packs to write; undefined leaves the file as it is
 * @throws PackError when it cannot be read or written, or others do not let go of it
 */
export function changeLock(file: string, change: (packs: LockedPack[]) => LockedPack[] | undefined, patienceMs = PATIENCE_MS): void {
  const busy = `${file}.busy`;
  const until = Date.now() + patienceMs;
  while (!taken(busy, file)) {
    if (Date.now() > until) throw stillBusy(busy);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
  }
  try {
    const packs = change(existsSync(file) ? readLock(file) : []);
    if (packs) writeLock({ file, packs });
  } finally {
    rmSync(busy, { force: true });
  }
}

/** Takes the lock of the lock, if nobody has it. */
function taken(busy: string, file: string): boolean {
  try {
    closeSync(openSync(busy, 'wx'));
    return true;
  } catch (error) {
    // Windows refuses a name whose file is just being removed
    const held = ['EEXIST', ...(process.platform === 'win32' ? ['EPERM', 'EACCES'] : [])];
    if (!held.includes((error as NodeJS.ErrnoException).code ?? '')) throw notWritten(file, error);
    if ((statSync(busy, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < Date.now() - STALE_MS) rmSync(busy, { force: true });
    return false;
  }
}

const stillBusy = (busy: string): PackError =>
  new PackError(
    busy,
    { fr: 'un autre addax modifie packs.lock en ce moment.', en: 'another addax is changing packs.lock just now.' },
    {
      fr: 'Attendre qu’il ait fini et recommencer. S’il n’y en a pas, effacer ce fichier.',
      en: 'Wait for it to end and try again. If there is none, delete this file.',
    },
  );

function notWritten(file: string, error: unknown): PackError {
  const { fr, en } = inWords(error);
  return new PackError(
    file,
    { fr: `ce fichier n’a pas pu être écrit (${fr}).`, en: `this file could not be written (${en}).` },
    { fr: 'Donner le droit d’écrire dans ce dossier.', en: 'Give the right to write in this folder.' },
  );
}
