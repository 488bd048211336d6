import type { SubmissionToWrite } from '../../src/protocols/ebxml/index.js';
import { TEST_STRUCTURE } from '../../src/protocols/x509/index.js';
import { writeCda } from '../document-source/cda.js';
import { newDocument, type Structure } from '../document-source/document.js';
import type { IdentifierMint } from '../document-source/identifiers.js';
import type { Patient } from '../document-source/input.js';
import { submissionOf } from '../document-source/metadata.js';

/** One submission set of a package that is being made. */
export interface DraftSet {
  /** `SUBSET01` */
  folder: string;
  submission: SubmissionToWrite;
  /** the file of each entry, in their order */
  documents: { name: string; bytes: Uint8Array }[];
  /** root of METADATA.XML; absent: lcm:SubmitObjectsRequest */
  root?: 'ProvideAndRegisterDocumentSetRequest';
}

/** A package that is being made: what its files will say. */
export interface Draft {
  sets: DraftSet[];
  patient: Patient;
  structure: Structure;
  at: Date;
  mint: IdentifierMint;
}

/** A draft of one submission set with so many new documents about a patient. */
export function newDraft(mint: IdentifierMint, patient: Patient, documents: number, at: Date): Draft {
  const draft: Draft = { sets: [], patient, structure: { id: TEST_STRUCTURE, name: 'CABINET DE TEST' }, at, mint };
  addSet(draft, patient, documents);
  return draft;
}

/** Adds a submission set with new documents about a patient. */
export function addSet(draft: Draft, patient: Patient, documents: number): DraftSet {
  const { mint, structure, at, sets } = draft;
  const ids = { set: mint.uuid(), uniqueId: mint.oid(), sourceId: mint.root };
  const written = Array.from({ length: documents }, (_, i) => {
    const document = newDocument(mint, patient, structure, at);
    const bytes = writeCda(document);
    const submission = submissionOf(document, bytes, ids, at);
    const name = `DOC${numbered(i + 1, 5)}.XML`;
    const [entry] = submission.documentEntries;
    return { name, bytes, submissionSet: submission.submissionSet, entry: { ...entry!, uri: name } };
  });
  const set: DraftSet = {
    folder: `SUBSET${numbered(sets.length + 1, 2)}`,
    submission: { submissionSet: written[0]!.submissionSet, documentEntries: written.map(({ entry }) => entry) },
    documents: written.map(({ name, bytes }) => ({ name, bytes })),
  };
  sets.push(set);
  return set;
}

const numbered = (value: number, digits: number): string => String(value).padStart(digits, '0');
