import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { same } from '../model/index.js';
import { gitAddress, shownPlainly, type GitAddress } from './git-address.js';
import type { PackLimits } from './limits.js';
import { PackError } from './pack-error.js';
import { packPath } from './paths.js';
import type { PackSource, SourceEntry } from './source.js';
import { cannotRead, tooLarge, tooManyEntries } from './source-errors.js';
import { inWords } from './system-error.js';

const LINK = '120000';
const WATCH_MS = 500;
/** what git says of one file at most: paths are far shorter */
const LISTED_BYTES = 2_560;

/**
 * One commit of a repository, fetched without its history. There is no work tree: files are read as they were committed,
 * so no hook, filter, line end or letter case of this machine changes them, and the pack has the same hash everywhere.
 */
export async function openGit(given: string, limits: PackLimits): Promise<PackSource> {
  const address = gitAddress(given);
  const folder = mkdtempSync(join(tmpdir(), 'addax-git-'));
  const close = async (): Promise<void> => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const git = await gitIn(folder, address, limits);
    await git(['init', '--quiet', '--bare', '--template=', '.']);
    await fetchCommit(folder, git, address, limits);
    const commit = (await git(['rev-parse', '--verify', 'FETCH_HEAD^{commit}'])).trim();
    const entries: (SourceEntry & { id: string })[] = [];
    for (const line of (await git(['ls-tree', '-r', '-l', '-z', commit])).split('\0')) {
      // <mode> <type> <object> <size>\t<path>
      const tab = line.indexOf('\t');
      if (tab === -1) continue;
      const [mode, type, id, size] = line.slice(0, tab).split(/ +/);
      // a submodule is another repository: not fetched
      if (type !== 'blob') continue;
      if (entries.length === limits.entries) throw tooManyEntries(address.shown, limits);
      entries.push({ path: packPath(line.slice(tab + 1), address.shown), size: Number(size), symlink: mode === LINK, id: id! });
    }
    const objects = readObjects(folder, git.env, address, limits);
    return {
      name: address.name,
      given: address.shown,
      entries,
      read: (entry) => objects.read((entry as (typeof entries)[number]).id, entry),
      commitOf: async () => ({ commit, differ: 0 }),
      async close() {
        objects.end();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Git {
  (args: readonly string[], signal?: AbortSignal): Promise<string>;
  env: NodeJS.ProcessEnv;
}

/** Nothing asks, nothing runs that the repository brings, and what arrives is one file whose growth can be watched. */
const SETTINGS = [
  ...['core.hooksPath=no-hooks', 'gc.auto=0', 'maintenance.auto=false', 'fetch.recurseSubmodules=false', 'submodule.recurse=false'],
  ...['fetch.writeCommitGraph=false', 'fetch.unpackLimit=1'],
].flatMap((setting) => ['-c', setting]);

/** Set inside a git hook, these would point git at another repository. */
const OF_ANOTHER_REPOSITORY = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'],
  ...['GIT_COMMON_DIR', 'GIT_NAMESPACE', 'GIT_PREFIX'],
];

async function gitIn(folder: string, address: GitAddress, limits: PackLimits): Promise<Git> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_ALLOW_PROTOCOL: 'https:ssh:file',
  };
  for (const name of OF_ANOTHER_REPOSITORY) Reflect.deleteProperty(env, name);
  const run = async (args: readonly string[], signal?: AbortSignal): Promise<string> => {
    try {
      const { stdout } = await promisify(execFile)('git', ['--no-pager', ...SETTINGS, ...args], {
        cwd: folder,
        env,
        timeout: limits.fetchMs,
        killSignal: 'SIGKILL',
        maxBuffer: limits.entries * LISTED_BYTES,
        windowsHide: true,
        ...(signal && { signal }),
      });
      return stdout;
    } catch (error) {
      if (signal?.aborted) throw tooLarge(address.shown, address.name, limits);
      // of all that is asked of git, only its list of files can be long
      if ((error as Failed).code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') throw tooManyEntries(address.shown, limits);
      throw gitFailed(error as Failed, address, limits);
    }
  };
  if (env['GIT_SSH_COMMAND'] === undefined && env['GIT_SSH'] === undefined) {
    const own = await run(['config', '--get', 'core.sshCommand']).catch(() => '');
    // a key that wants a passphrase would wait at the terminal
    env['GIT_SSH_COMMAND'] = `${own.trim() || 'ssh'} -oBatchMode=yes`;
  }
  return Object.assign(run, { env });
}

/** Fetches, and gives up when what arrives outgrows any pack. */
async function fetchCommit(folder: string, git: Git, { url, ref }: GitAddress, limits: PackLimits): Promise<void> {
  const stop = new AbortController();
  const watch = setInterval(() => {
    if (sizeOf(join(folder, 'objects', 'pack')) > limits.totalBytes) stop.abort();
  }, WATCH_MS);
  try {
    await git(['fetch', '--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--', url, ref ?? 'HEAD'], stop.signal);
  } finally {
    clearInterval(watch);
  }
}

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);

type Failed = NodeJS.ErrnoException & { stderr?: string; killed?: boolean };

function gitFailed(error: Failed, { shown, ref }: GitAddress, limits: PackLimits): PackError {
  // execFile names a program that is not there by ENOENT
  if ((error.code as unknown) === 'ENOENT')
    return new PackError(
      shown,
      { fr: 'le programme git n’est pas installé.', en: 'the program git is not installed.' },
      { fr: 'L’installer, ou donner le .zip du dépôt.', en: 'Install it, or give the .zip of the repository.' },
    );
  if (error.killed)
    return new PackError(
      shown,
      { fr: `git n’a pas fini en ${limits.fetchMs / 1000} s.`, en: `git did not end within ${limits.fetchMs / 1000} s.` },
      { fr: 'Réessayer, ou donner le .zip du dépôt.', en: 'Try again, or give the .zip of the repository.' },
    );
  const lines = shownPlainly(error.stderr?.replaceAll('\n', '\u2028') ?? '')
    .split('\u2028')
    .map((line) => line.trim());
  const told = lines.find((line) => line.startsWith('fatal:')) ?? lines.find((line) => line !== '');
  const what = told === undefined ? inWords(error) : same(told);
  return new PackError(
    shown,
    { fr: `git a refusé (${what.fr}).`, en: `git refused (${what.en}).` },
    {
      fr: `Vérifier l’adresse${ref === undefined ? '' : `, la référence ${ref}`} et les droits ; git ne demande pas de mot de passe ici.`,
      en: `Check the address${ref === undefined ? '' : `, the reference ${ref}`} and the rights; git asks for no password here.`,
    },
  );
}

/** One process that hands over objects as they are asked for, one after the other. */
function readObjects(folder: string, env: NodeJS.ProcessEnv, address: GitAddress, limits: PackLimits) {
  const child = spawn('git', ['--no-pager', ...SETTINGS, 'cat-file', '--batch'], {
    cwd: folder,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  // what goes wrong is told by the output that ends too early
  child.on('error', () => child.stdout.destroy());
  child.stdin.on('error', () => {});
  const output = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  const more = async (path: string): Promise<Buffer> => {
    const next = await output.next().catch(() => ({ done: true as const, value: undefined }));
    if (next.done) throw cannotRead(address.shown, `git cat-file, ${path}`);
    return next.value;
  };
  return {
    async read(id: string, { path }: SourceEntry): Promise<Uint8Array> {
      child.stdin.write(`${id}\n`);
      while (!rest.includes(10)) rest = Buffer.concat([rest, await more(path)]);
      const end = rest.indexOf(10);
      const [, type, length] = rest.subarray(0, end).toString('latin1').split(' ');
      const size = Number(length);
      if (type !== 'blob' || !Number.isInteger(size)) throw cannotRead(address.shown, `git cat-file, ${path}`);
      if (size > limits.fileBytes) throw tooLarge(address.shown, path, limits);
      const pieces = [rest.subarray(end + 1)];
      let have = pieces[0]!.length;
      // a line end follows the content
      while (have < size + 1) {
        const piece = await more(path);
        pieces.push(piece);
        have += piece.length;
      }
      const all = Buffer.concat(pieces);
      rest = all.subarray(size + 1);
      return all.subarray(0, size);
    },
    end: () => void child.kill('SIGKILL'),
  };
}
