import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError, type Bilingual } from '../model/index.js';

export type Database = DatabaseSyncInstance;
export type Statement = ReturnType<Database['prepare']>;

/** What a store file holds, as SQLite keeps it in the head of the file. */
export interface StoreFormat {
  /** `PRAGMA application_id`: whose file it is */
  applicationId: number;
  /** `PRAGMA user_version`: which schema it has */
  version: number;
  /** the statements that make an empty store */
  schema: string;
}

/** Up to this size a file is looked through when it is opened: some 0.3 s. Damage in a longer one shows when it is met. */
const LOOKED_THROUGH = 64 * 1024 * 1024;

/** How long another process may take to let go of a store: it may just be ending. */
const BUSY_MS = 1000;

const SQLITE = { busy: 5, full: 13, corrupt: 11, notADatabase: 26 } as const;

/**
 * Opens a store, and makes it when there is none. One process has it at a time; each change is a transaction, on disk when
 * it returns: a killed process loses none and leaves none half done.
 * @param path absent: in memory
 * @throws ConfigurationError naming the file: not a store, of another version, corrupt, held by another process, out of reach
 */
export function openDatabase(path: string | undefined, format: StoreFormat): Database {
  if (path === undefined) return prepared(new DatabaseSync(':memory:'), format);
  let database: Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    database = new DatabaseSync(path, { timeout: BUSY_MS });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const found = [valueOf(database, 'PRAGMA application_id'), valueOf(database, 'PRAGMA user_version')];
    const isNew = valueOf(database, 'SELECT count(*) FROM sqlite_schema') === 0 && found.every((value) => value === 0);
    if (!isNew && found[0] !== format.applicationId) throw unfit(path, FOREIGN);
    if (!isNew && found[1] !== format.version) throw unfit(path, ofVersion(Number(found[1]), format.version));
    if (statSync(path).size <= LOOKED_THROUGH && valueOf(database, 'PRAGMA quick_check(1)') !== 'ok') throw unfit(path, CORRUPT);
    // an entry takes some 2 kB: in a page of 4 kB there would be room for one only
    if (isNew) database.exec('PRAGMA page_size = 8192');
    // with WAL a commit survives the process that is killed; only a power cut can take the last ones back
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -32768');
    return prepared(database, format, isNew);
  } catch (error) {
    if (database) database.close();
    throw error instanceof ConfigurationError ? error : unfit(path, reasonOf(error));
  }
}

/**
 * Closes a store: one file stays, and the next process may have it. Leaving the write-ahead log is what gives the lock back:
 * statements that wait for the garbage collector keep the connection, and with it the lock, alive beyond `close`.
 */
export function closeDatabase(database: Database): void {
  if (!database.isOpen) return;
  if (database.location() !== null)
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema');
  database.close();
}

/** Runs what changes a store: all of it or, when it throws, nothing. */
export function inTransaction<T>(database: Database, change: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = change();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // some errors (a full disk) have already rolled back
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function prepared(database: Database, { applicationId, version, schema }: StoreFormat, isNew = true): Database {
  // taking the lock now tells a second process before it answers anyone
  inTransaction(database, () => {
    if (isNew) database.exec(`${schema}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}`);
  });
  return database;
}

function valueOf(database: Database, sql: string): unknown {
  const row = database.prepare(sql).get() as Record<string, unknown> | undefined;
  return row && Object.values(row)[0];
}

interface Reason {
  explanation: Bilingual;
  remedy: Bilingual;
}

const unfit = (path: string, { explanation, remedy }: Reason): ConfigurationError => new ConfigurationError(path, explanation, remedy);

const ELSEWHERE: Bilingual = {
  fr: 'Donner un autre dossier, ou déplacer ce fichier : un magasin neuf sera créé.',
  en: 'Give another folder, or move this file away: a new store will be made.',
};
const CORRUPT: Reason = { explanation: { fr: 'ce magasin est abîmé.', en: 'this store is corrupt.' }, remedy: ELSEWHERE };
const FOREIGN: Reason = {
  explanation: { fr: 'ce fichier n’est pas le magasin de cet acteur.', en: 'this file is not the store of this actor.' },
  remedy: ELSEWHERE,
};

const ofVersion = (found: number, expected: number): Reason => ({
  explanation: {
    fr: `ce magasin est au format ${found} ; cette version d’Addax lit le format ${expected}.`,
    en: `this store has format ${found}; this version of Addax reads format ${expected}.`,
  },
  remedy: ELSEWHERE,
});

function reasonOf(error: unknown): Reason {
  const { errcode, code, message } = error as { errcode?: number; code?: string; message: string };
  // the low byte is the error, what stands above says more of it
  switch (errcode === undefined ? undefined : errcode & 0xff) {
    case SQLITE.busy:
      return {
        explanation: { fr: 'un autre processus tient ce magasin.', en: 'another process holds this store.' },
        remedy: { fr: 'Arrêter l’autre simulateur, ou donner un autre dossier.', en: 'Stop the other simulator, or give another folder.' },
      };
    case SQLITE.notADatabase:
      return FOREIGN;
    case SQLITE.corrupt:
      return CORRUPT;
    case SQLITE.full:
      return {
        explanation: { fr: 'le disque est plein.', en: 'the disk is full.' },
        remedy: { fr: 'Libérer de la place.', en: 'Make room on it.' },
      };
    default:
      return {
        explanation: { fr: `ouverture impossible (${code ?? ''} ${message}).`, en: `cannot be opened (${code ?? ''} ${message}).` },
        remedy: {
          fr: 'Donner un dossier où l’on peut lire et écrire.',
          en: 'Give a folder that can be read and written.',
        },
      };
  }
}
