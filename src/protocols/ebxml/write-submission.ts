import { xml, type Raw } from '../xml/index.js';
import { ASSOCIATION } from './constants.js';
import {
  membership,
  rimOfDocumentEntry,
  rimOfFolder,
  rimOfRelationship,
  rimOfSubmissionSet,
  type DocumentEntry,
  type Folder,
  type Relationship,
  type SubmissionSet,
} from './metadata.js';
import { NS } from './namespaces.js';
import { writeObjectList, type RimObject } from './rim-object.js';

export interface SubmissionToWrite {
  submissionSet: SubmissionSet;
  documentEntries: DocumentEntry[];
  folders?: Folder[];
  /** beside the memberships of the entries and folders, which are written without being asked */
  relationships?: Relationship[];
}

/** The registry objects of a submission, memberships included. */
export function rimOfSubmission({ submissionSet, documentEntries, folders = [], relationships = [] }: SubmissionToWrite): RimObject[] {
  const all: Relationship[] = [
    ...documentEntries.map((entry) => membership(submissionSet.id, entry.id)),
    ...folders.map((folder) => ({ type: ASSOCIATION.hasMember, source: submissionSet.id, target: folder.id })),
    ...relationships,
  ];
  return [
    ...documentEntries.map(rimOfDocumentEntry),
    rimOfSubmissionSet(submissionSet),
    ...folders.map(rimOfFolder),
    ...all.map(rimOfRelationship),
  ];
}

/** lcm:SubmitObjectsRequest: the body of ITI-42, the METADATA.XML of XDM, the metadata of ITI-41. */
export function writeSubmission(submission: SubmissionToWrite): Raw {
  return writeSubmitObjects(rimOfSubmission(submission));
}

/** lcm:SubmitObjectsRequest around objects that are ready. */
export function writeSubmitObjects(objects: readonly RimObject[]): Raw {
  return xml`<lcm:SubmitObjectsRequest xmlns:lcm="${NS.lcm}">${writeObjectList(objects)}</lcm:SubmitObjectsRequest>`;
}

/** Where the content of a document stands: a MIME part, or base64 in place. */
export type DocumentContent = { contentId: string } | { base64: string };

/** xop:Include of a MIME part, or the base64 text. */
export function writeContent(content: DocumentContent): Raw {
  return 'base64' in content ?
      xml`${content.base64}`
    : xml`<xop:Include xmlns:xop="${NS.xop}" href="cid:${encodeURIComponent(content.contentId)}"/>`;
}

/** xdsb:ProvideAndRegisterDocumentSetRequest: the body of ITI-41. `documents` maps the id of an entry to its content. */
export function writeProvideAndRegister(submission: SubmissionToWrite, documents: ReadonlyMap<string, DocumentContent>): Raw {
  return writeProvide(writeSubmission(submission), documents);
}

/** xdsb:ProvideAndRegisterDocumentSetRequest around a SubmitObjectsRequest that is ready. */
export function writeProvide(submitObjects: Raw, documents: ReadonlyMap<string, DocumentContent>): Raw {
  const content = [...documents].map(([id, where]) => xml`<xdsb:Document id="${id}">${writeContent(where)}</xdsb:Document>`);
  return xml`<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="${NS.xdsb}">${submitObjects}${content}</xdsb:ProvideAndRegisterDocumentSetRequest>`;
}
