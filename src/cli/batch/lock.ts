import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { ConfigurationError } from '../../model/index.js';

/** between its making and the writing of its content, a lock is empty for an instant */
const UNWRITTEN_MS = 5000;

/**
 * Takes a folder for this process alone, until it is given back.
 * @throws ConfigurationError when another process has it
 */
export function takeFolder(lock: string): () => void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (!isStale(lock)) break;
      // who held it was killed
      rmSync(lock, { force: true });
    }
  }
  throw new ConfigurationError(
    lock,
    { fr: 'un autre addax écrit dans ce dossier.', en: 'another addax writes to this folder.' },
    {
      fr: 'Attendre sa fin ou donner un autre dossier. S’il n’y en a plus, sur une autre machine par exemple, effacer ce fichier.',
      en: 'Wait for its end or give another folder. If there is none any more, on another machine for example, delete this file.',
    },
  );
}

function isStale(lock: string): boolean {
  let holder: { pid?: unknown; host?: unknown };
  try {
    holder = JSON.parse(readFileSync(lock, 'utf8')) as typeof holder;
  } catch {
    return (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - UNWRITTEN_MS;
  }
  // what runs on another machine cannot be seen from here
  if (typeof holder.pid !== 'number' || holder.host !== hostname()) return false;
  // a process that was killed, and another one given its number: ours
  if (holder.pid === process.pid) return true;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
