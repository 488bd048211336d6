/** A document kept by the repository. */
export interface StoredDocument {
  uniqueId: string;
  mimeType: string;
  bytes: Uint8Array;
  sha1: string;
}

/** Documents by uniqueId, in memory. */
export class DocumentStore {
  readonly #documents = new Map<string, StoredDocument>();

  get(uniqueId: string): StoredDocument | undefined {
    return this.#documents.get(uniqueId);
  }

  keep(document: StoredDocument): void {
    // a copy of its own: the bytes are a view on a whole message, which would be kept with it
    this.#documents.set(document.uniqueId, { ...document, bytes: Uint8Array.from(document.bytes) });
  }
}
