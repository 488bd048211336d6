import type { Artefact } from '../../src/model/index.js';
import { readSubmission, type RegistryObject, type Submission } from '../../src/protocols/ebxml/index.js';
import { findAssertion, readVihf, type Vihf } from '../../src/protocols/saml/index.js';
import { carriedDocuments, openSoap, viewOf } from '../../src/protocols/soap/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { clinicalDocumentOf } from '../cda/index.js';

/** A document entry with the document it describes, as far as it arrived. */
export interface Published {
  entry: RegistryObject;
  /** the bytes as they arrived */
  bytes?: Uint8Array;
  document?: Artefact;
  /** ClinicalDocument; absent when the document is none */
  cda?: XmlElement;
}

/** What one ITI-41 request says three times over: in its VIHF, in its metadata, in its documents. */
export interface Publication {
  envelope: Artefact;
  vihf?: Vihf;
  submission: Submission;
  set?: RegistryObject;
  published: Published[];
}

/** Opens a message; undefined when it submits nothing. */
export function openPublication(artefact: Artefact): Publication | undefined {
  const message = openSoap(artefact);
  if (!message.root || !message.envelope) return undefined;
  const submission = readSubmission(message.root);
  if (!submission || submission.obsolete) return undefined;
  const assertion = findAssertion(message.root);
  const [set] = submission.submissionSets;
  const documents = viewOf(artefact, 'documents');
  const carried = carriedDocuments(message);
  return {
    envelope: message.envelope,
    ...(assertion && { vihf: readVihf(assertion) }),
    submission,
    ...(set && { set }),
    published: submission.documentEntries.map((entry): Published => {
      const bytes = carried.find(({ id }) => id !== '' && id === entry.id)?.bytes;
      const document = bytes && documents.find((candidate) => candidate.bytes === bytes);
      const cda = document && clinicalDocumentOf(document);
      return { entry, ...(bytes && { bytes }), ...(document && { document }), ...(cda && { cda }) };
    }),
  };
}
