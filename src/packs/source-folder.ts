import { execFile } from 'node:child_process';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { PackLimits } from './limits.js';
import { PackError } from './pack-error.js';
import { packPath } from './paths.js';
import type { PackSource, SourceEntry } from './source.js';
import { cannotRead, namedTwice, tooLarge, tooManyEntries } from './source-errors.js';
import { inWords } from './system-error.js';

/** Everything below a folder; a link is named, not followed. */
export function openFolder(folder: string, limits: PackLimits): PackSource {
  const entries: (SourceEntry & { file: string })[] = [];
  const seen = new Set<string>();
  let met = 0;
  const open = [''];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const child of list(join(folder, here), folder)) {
      if (++met > limits.entries) throw tooManyEntries(folder, limits);
      const named = here === '' ? child.name : `${here}/${child.name}`;
      // the history of a checkout is many files, and none a rule
      if (child.isDirectory()) {
        if (child.name !== '.git') open.push(named);
        continue;
      }
      const path = packPath(named, folder);
      if (seen.has(path)) throw namedTwice(folder, path);
      seen.add(path);
      const file = join(folder, named);
      const regular = child.isFile() ? lstatSync(file, { throwIfNoEntry: false }) : undefined;
      if (regular) entries.push({ path, size: regular.size, symlink: false, file });
      else if (child.isSymbolicLink()) entries.push({ path, size: 0, symlink: true, file });
    }
  }
  return {
    name: basename(resolve(folder)),
    given: folder,
    entries,
    async read(entry) {
      const { file } = entry as (typeof entries)[number];
      let descriptor: number | undefined;
      try {
        // what became a link or a pipe since it was listed is not opened; Windows knows neither flag, and undefined is no bit
        descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
        const { size } = fstatSync(descriptor);
        if (size > limits.fileBytes) throw tooLarge(folder, entry.path, limits);
        return readFileSync(descriptor);
      } catch (error) {
        throw error instanceof PackError ? error : cannotRead(folder, inWords(error));
      } finally {
        if (descriptor !== undefined) closeSync(descriptor);
      }
    },
    commitOf: (taken) => commitOfCheckout(folder, taken),
    close: async () => {},
  };
}

function list(folder: string, source: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder);
  } catch (error) {
    throw cannotRead(source, inWords(error));
  }
}

const readEntries = (folder: string) => readdirSync(folder, { withFileTypes: true });

/**
 * The commit of a checkout, and how many of the files taken are not as committed. Git only lists objects here: a folder
 * from elsewhere may bring a configuration that runs programs, so nothing that looks at the work tree is asked for, and
 * no transport is allowed.
 */
async function commitOfCheckout(
  folder: string,
  taken: ReadonlyMap<string, string>,
): Promise<{ commit: string; differ: number } | undefined> {
  const git = async (...args: string[]): Promise<string> =>
    (
      await promisify(execFile)('git', ['--no-pager', '-C', folder, ...args], {
        env: { ...process.env, GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
        timeout: 30_000,
        maxBuffer: 256 * 1024 ** 2,
        windowsHide: true,
      })
    ).stdout;
  try {
    const commit = (await git('rev-parse', '--verify', 'HEAD^{commit}')).trim();
    const committed = new Map<string, string>();
    for (const line of (await git('ls-tree', '-r', '-z', 'HEAD')).split('\0')) {
      const [about, path] = line.split('\t');
      if (path !== undefined) committed.set(path.normalize('NFC'), about!.split(' ')[2]!);
    }
    const differ = [...taken].filter(([path, id]) => committed.get(path) !== id).length;
    return { commit, differ };
  } catch {
    // no checkout, or no git: then nothing tells the commit
    return undefined;
  }
}
