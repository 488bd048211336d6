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
    const { bytes } = document;
    // a view keeps the whole message it looks into: that is worth a copy, unless the document is most of it
    const mostOfIt = bytes.length * 2 > bytes.buffer.byteLength;
    this.#documents.set(document.uniqueId, { ...document, bytes: mostOfIt ? bytes : Uint8Array.from(bytes) });
  }
}
