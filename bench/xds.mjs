/** Messages of ITI-18, ITI-41, ITI-42 and ITI-43 for the benches, made of the metadata that `--seed-data` makes. */
import { randomUUID } from 'node:crypto';
import { STATUS, writeProvide, writeRetrieveRequest, writeStoredQuery, writeSubmitObjects } from '../dist/src/protocols/ebxml/index.js';
import { writeSoap } from '../dist/src/protocols/soap/index.js';
import { patientAt, seededSubmissions } from '../dist/simulators/document-registry/seeded-metadata.js';
import { DEFAULT_REPOSITORY } from '../dist/simulators/document-repository/repository-id.js';
import { post } from './support.mjs';

const ACTION = {
  'ITI-18': 'urn:ihe:iti:2007:RegistryStoredQuery',
  'ITI-41': 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b',
  'ITI-42': 'urn:ihe:iti:2007:RegisterDocumentSet-b',
  'ITI-43': 'urn:ihe:iti:2007:RetrieveDocumentSet',
};
const SIZE = 10_000;

/** Submissions of one document as a source sends them: the first of each of `count` patients, from the patient `from` on. */
export function* submissions(count, from = 0) {
  const patients = from + count;
  let n = 0;
  // four documents a patient on average, so that each has one: the first visit goes through them all
  for (const objects of seededSubmissions({ documents: 4 * patients, patients, repositoryUniqueId: DEFAULT_REPOSITORY })) {
    if (n >= patients) return;
    if (n++ >= from) yield asSent(objects);
  }
}

/** Submissions one after the other for the same patients: replacements, addenda and folders are among them. */
export function* growth(documents, patients) {
  for (const objects of seededSubmissions({ documents, patients, repositoryUniqueId: DEFAULT_REPOSITORY })) yield asSent(objects);
}

const asSent = (objects) => objects.map(({ lid: _lid, status: _status, version: _version, ...object }) => object);

/** FindDocuments for the n-th patient: entries in force and replaced. */
export const findDocuments = (n) =>
  writeStoredQuery('FindDocuments', {
    $XDSDocumentEntryPatientId: patientAt(n).cx,
    $XDSDocumentEntryStatus: [STATUS.approved, STATUS.deprecated],
  });

/** GetDocuments by the entryUUID of one document. */
export const getDocuments = (id) => writeStoredQuery('GetDocuments', { $XDSDocumentEntryEntryUUID: [id] });

/** GetAll for the n-th patient: entries, submission sets, folders and what relates them. */
export const getAll = (n) =>
  writeStoredQuery('GetAll', {
    $patientId: patientAt(n).cx,
    $XDSDocumentEntryStatus: [STATUS.approved, STATUS.deprecated],
    $XDSSubmissionSetStatus: [STATUS.approved],
    $XDSFolderStatus: [STATUS.approved],
  });

export const register = (objects) => writeSubmitObjects(objects);

/** A submission with its documents, of 10 kB each and each other bytes; hash and size are left to the repository. */
export function provide(objects) {
  const withoutBytes = objects.map((object) => ({
    ...object,
    slots: object.slots.filter(({ name }) => name !== 'hash' && name !== 'size'),
  }));
  const documents = objects.filter(({ kind }) => kind === 'ExtrinsicObject').map(({ id }) => ({ id, contentId: `${randomUUID()}@bench` }));
  return {
    body: writeProvide(writeSubmitObjects(withoutBytes), new Map(documents.map(({ id, contentId }) => [id, { contentId }]))),
    attachments: documents.map(({ id, contentId }) => ({
      contentId,
      mediaType: 'text/xml',
      bytes: Buffer.from(`<ClinicalDocument>${`${id} `.repeat(SIZE / (id.length + 1))}</ClinicalDocument>`),
    })),
  };
}

/** ITI-43 for one document. */
export const retrieve = (documentUniqueId) => writeRetrieveRequest([{ repositoryUniqueId: DEFAULT_REPOSITORY, documentUniqueId }]);

/** Sends a transaction and looks at the status of the answer. */
export async function send(transaction, url, body, through, attachments) {
  const written = writeSoap({
    action: ACTION[transaction],
    to: url,
    messageId: `urn:uuid:${randomUUID()}`,
    body,
    ...(transaction !== 'ITI-18' && transaction !== 'ITI-42' && { attachments: attachments ?? [] }),
  });
  const { 'Content-Type': contentType } = written.headers;
  const answer = await post(
    url,
    { contentType, body: Buffer.concat(Array.isArray(written.body) ? written.body : [written.body]) },
    through,
  );
  if (!answer.text.includes('ResponseStatusType:Success'))
    throw new Error(`${transaction}: ${answer.status} ${answer.text.slice(0, 2000)}`);
  return answer;
}
