import { ASSOCIATION, type Folder, type DocumentEntry, type SubmissionToWrite } from '../../src/protocols/ebxml/index.js';
import { writeCda } from './cda.js';
import { KIND, newDocument, utc, type HealthDocument, type Structure } from './document.js';
import type { IdentifierMint } from './identifiers.js';
import type { Publication } from './input.js';
import { sha1, submissionOf } from './metadata.js';

const RELATION = {
  RPLC: ASSOCIATION.replaces,
  APND: ASSOCIATION.appends,
  XFRM: ASSOCIATION.transforms,
  XFRM_RPLC: ASSOCIATION.transformsAndReplaces,
} as const;

/** A document, what is said of it, and what later steps of a scenario may want to know. */
export interface Published {
  document: HealthDocument;
  bytes: Uint8Array;
  submission: SubmissionToWrite;
  entry: DocumentEntry;
  values: Record<string, string>;
}

/** Writes a document and the metadata of its submission, as they are asked for. */
export function publicationOf(mint: IdentifierMint, structure: Structure, asked: Publication, now: Date): Published {
  const { patient, documentEntry, submissionSet, relation, folder } = asked;
  const document = newDocument(mint, patient, structure, now, asked);
  const bytes = writeCda(document);
  const ids = { set: mint.uuid(), uniqueId: submissionSet.uniqueId ?? mint.oid(), sourceId: mint.root };
  const submission = submissionOf(document, bytes, ids, now);
  const entry: DocumentEntry = { ...submission.documentEntries[0]!, ...documentEntry };
  const { patientId } = submission.submissionSet;
  const created: Folder | undefined =
    folder && 'title' in folder ? { id: mint.uuid(), title: folder.title, codes: [KIND.type], patientId, uniqueId: mint.oid() } : undefined;
  const inFolder = folder && {
    id: mint.uuid(),
    type: ASSOCIATION.hasMember,
    source: 'title' in folder ? created!.id : folder.entryUuid,
    target: entry.id,
  };
  return {
    document,
    bytes,
    entry,
    submission: {
      ...submission,
      documentEntries: [entry],
      ...(created && { folders: [created] }),
      relationships: [
        ...(submission.relationships ?? []),
        ...(relation ? [{ type: RELATION[relation.as], source: entry.id, target: relation.entryUuid }] : []),
        // the set says that it is what put the document there (IHE ITI TF-3, 4.2.1.4)
        ...(inFolder ? [inFolder, { type: ASSOCIATION.hasMember, source: ids.set, target: inFolder.id }] : []),
      ],
    },
    values: {
      uniqueId: document.uniqueId,
      entryUuid: entry.id,
      setId: document.setId,
      version: String(document.version),
      submissionSetUniqueId: ids.uniqueId,
      submissionSetUuid: ids.set,
      sourceId: ids.sourceId,
      ...(created && { folderUuid: created.id, folderUniqueId: created.uniqueId }),
      creationTime: utc(document.createdAt),
      sha1: sha1(bytes),
      size: String(bytes.length),
    },
  };
}

/** The document with one byte more under the same uniqueId, in an entry and a submission set of their own. */
export function changedAgain({ document, bytes }: Published, mint: IdentifierMint, now: Date): Omit<Published, 'values'> {
  const changed = { document: { ...document, entryUuid: mint.uuid() }, bytes: Uint8Array.of(...bytes, 0x20) };
  const ids = { set: mint.uuid(), uniqueId: mint.oid(), sourceId: mint.root };
  const submission = submissionOf(changed.document, changed.bytes, ids, now);
  return { ...changed, submission, entry: submission.documentEntries[0]! };
}
