import { closeDatabase, inTransaction, openDatabase, type Database, type Statement, type StoreFormat } from '../../src/storage/database.js';

/** A document kept by the repository. */
export interface StoredDocument {
  uniqueId: string;
  mimeType: string;
  bytes: Uint8Array;
  sha1: string;
}

/** The letters ADDD: documents of Addax. */
const FORMAT: StoreFormat = {
  applicationId: 0x41_44_44_44,
  version: 1,
  schema: `CREATE TABLE document (
    uniqueId TEXT PRIMARY KEY,
    mimeType TEXT NOT NULL,
    sha1 TEXT NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT`,
};

/** Documents by uniqueId, in a file or in memory. */
export class DocumentStore {
  readonly #database: Database;
  readonly #get: Statement;
  readonly #know: Statement;
  readonly #keep: Statement;

  /**
   * @param path file that keeps the documents between runs; absent: in memory
   * @throws ConfigurationError when the file cannot serve
   */
  constructor(path?: string) {
    this.#database = openDatabase(path, FORMAT);
    this.#get = this.#database.prepare('SELECT uniqueId, mimeType, sha1, bytes FROM document WHERE uniqueId = ?');
    this.#know = this.#database.prepare('SELECT sha1, size FROM document WHERE uniqueId = ?');
    this.#keep = this.#database.prepare('INSERT OR REPLACE INTO document (uniqueId, mimeType, sha1, size, bytes) VALUES (?, ?, ?, ?, ?)');
  }

  get(uniqueId: string): StoredDocument | undefined {
    return this.#get.get(uniqueId) as StoredDocument | undefined;
  }

  /** Hash and size alone: the bytes stay where they are. */
  known(uniqueId: string): { sha1: string; size: number } | undefined {
    return this.#know.get(uniqueId) as { sha1: string; size: number } | undefined;
  }

  /** Keeps the documents of a submission, all or none. */
  keep(documents: readonly StoredDocument[]): void {
    inTransaction(this.#database, () => {
      for (const { uniqueId, mimeType, sha1, bytes } of documents) this.#keep.run(uniqueId, mimeType, sha1, bytes.length, bytes);
    });
  }

  close(): void {
    closeDatabase(this.#database);
  }
}
