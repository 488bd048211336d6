import type { Artefact } from '../../model/index.js';

/** Key under which an artefact of metadata keeps the documents that came with it. */
export const DOCUMENTS = Symbol('documents');

interface Attached {
  documents: ReadonlyMap<string, Uint8Array> | undefined;
}

const holder = (artefact: Artefact): Attached => artefact.memo<Attached>(DOCUMENTS, () => ({ documents: undefined }));

/** Gives metadata the documents of their message, by id of the entry they belong to; an empty map: none came. */
export function attachDocuments(artefact: Artefact, documents: ReadonlyMap<string, Uint8Array>): void {
  holder(artefact).documents = documents;
}

/** The documents attached to these metadata; undefined when nobody said which came. */
export function documentsOf(artefact: Artefact): ReadonlyMap<string, Uint8Array> | undefined {
  return holder(artefact).documents;
}
