import { writeCda } from './cda.mjs';
import { documents } from './documents.mjs';
import { associationsOf, entryOf, folderOf, submissionSetOf, writeMetadata } from './metadata.mjs';
import { send } from './send.mjs';
import { newOid, newUuid } from '../wire/identifiers.mjs';
import { NS, raw, xml } from '../wire/xml.mjs';

const ACTION = 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b';
const MINUTE = 60_000;

/** A new document about the patient, or a new version of one already published. */
export function newDocument(session, replaces) {
  const now = Date.now();
  return session.breaks('document', {
    type: documents[session.input.document] ?? documents[replaces?.kind] ?? documents['cr-bio'],
    kind: session.input.document ?? replaces?.kind ?? 'cr-bio',
    patient: session.patient,
    localPatientId: '0004217',
    uniqueId: newOid(),
    entryUuid: newUuid(),
    setId: replaces?.setId ?? newOid(),
    version: (replaces?.version ?? 0) + 1,
    replaces,
    startedAt: new Date(now - 40 * MINUTE),
    stoppedAt: new Date(now - 20 * MINUTE),
    createdAt: new Date(now - 5 * MINUTE),
  });
}

/**
 * ITI-41: sends a document and its metadata to the repository or to a recipient, and says what came of it.
 * @returns {Promise<{shown: string, failed: boolean, sent: number, uniqueId: string}>}
 */
export async function publish(session, document, to = session.repository()) {
  const cdaPatient = session.breaks('cdaPatient', document.patient);
  const bytes = Buffer.from(session.breaks('cda', writeCda({ ...document, patient: cdaPatient }, session.structure)));
  const set = session.breaks('set', submissionSetOf(document, new Date(), session.structure));
  const folders = session.input.folder ? [folderOf(document, session.input.folder)] : [];
  const submission = {
    folders: session.breaks('folders', folders),
    entry: session.breaks('entry', entryOf(document, bytes, session.structure)),
    set,
    associations: session.breaks('associations', associationsOf(document, set, folders)),
  };
  const contentId = `document-${document.uniqueId}@temoin.example`;
  const packaging = session.breaks('packaging', 'mtom');
  const content =
    packaging === 'mtom' ?
      xml`<xop:Include xmlns:xop="${NS.xop}" href="cid:${encodeURIComponent(session.breaks('reference', contentId))}"/>`
    : bytes.toString('base64');
  const parts = session.breaks('parts', {
    elements: xml`<xdsb:Document id="${document.entryUuid}">${content}</xdsb:Document>`,
    attachments: [{ contentId, type: 'text/xml', bytes }],
  });
  session.say(`Envoi de « ${document.type.title} » (${bytes.length} octets)…`);
  const answer = await send(session, {
    action: ACTION,
    to,
    patient: document.patient,
    packaging,
    attachments: parts.attachments,
    body: () =>
      xml`<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="${NS.xdsb}">${raw(writeMetadata(submission))}${parts.elements}</xdsb:ProvideAndRegisterDocumentSetRequest>`,
  });
  if (answer.outcome === 'accepted') {
    const { type, patient, ...kept } = document;
    session.memory.addPublished({ ...kept, title: type.title, ins: patient.ins });
  }
  return { ...outcomeFor(answer), sent: answer.sent, uniqueId: document.uniqueId };
}

const outcomeFor = ({ outcome, reason }) =>
  ({
    accepted: { failed: false, shown: 'Document publié.' },
    refused: { failed: true, shown: `Document refusé : ${reason}` },
    unreadable: { failed: true, shown: `Publication non confirmée : ${reason}. Vérifiez avant d’envoyer de nouveau.` },
    silent: { failed: true, shown: `Publication non confirmée : ${reason}. Vérifiez avant d’envoyer de nouveau.` },
  })[outcome];
