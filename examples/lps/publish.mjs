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

/** The ITI-41 message of a document in a submission set: the same for the same two, whenever it is made. */
function messageOf(session, { document, set, folders, to }) {
  const cdaPatient = session.breaks('cdaPatient', document.patient);
  const bytes = Buffer.from(session.breaks('cda', writeCda({ ...document, patient: cdaPatient }, session.structure)));
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
  return {
    action: ACTION,
    to,
    patient: document.patient,
    packaging,
    attachments: parts.attachments,
    body: () =>
      xml`<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="${NS.xdsb}">${raw(writeMetadata(submission))}${parts.elements}</xdsb:ProvideAndRegisterDocumentSetRequest>`,
  };
}

/**
 * ITI-41: sends a document and its metadata to the repository or to a recipient, and says what came of it. What has been
 * neither accepted nor refused for good stays in the outbox.
 * @returns {Promise<{shown: string, failed: boolean, sent: number, uniqueId: string}>}
 */
export function publish(session, document, to = session.repository()) {
  const folders = session.input.folder ? [folderOf(document, session.input.folder)] : [];
  return deliver(session, { document, set: session.breaks('set', submissionSetOf(document, new Date(), session.structure)), folders, to });
}

async function deliver(session, submission, before = false) {
  const { document } = submission;
  const again = () => messageOf(session, session.breaks('resubmission', submission));
  session.say(`Envoi de « ${document.type.title} »…`);
  const answer = await send(session, before ? again() : messageOf(session, submission), again);
  // the platform has this submission: an earlier message of ours arrived although its answer was lost
  const known = answer.codes?.includes('XDSDuplicateUniqueIdInRegistry') && (before || answer.sent > 1);
  const outcome = known ? 'accepted' : answer.outcome;
  const open = outcome !== 'accepted' && (outcome !== 'refused' || answer.passing);
  session.memory.setOutbox(session.breaks('outbox', open ? [submission] : []));
  if (outcome === 'accepted') {
    const { type, patient, ...kept } = document;
    session.memory.addPublished({ ...kept, title: type.title, ins: patient.ins });
  }
  return { ...outcomeFor(outcome, answer.reason), sent: answer.sent, uniqueId: document.uniqueId };
}

/** Sends again what is in the outbox: the same document, in the same submission set, in a new message. */
export async function resend(session) {
  const [waiting] = session.memory.outbox();
  if (!waiting) {
    const last = session.memory.published().at(-1);
    if (!last) return { failed: false, kind: 'nothing-published', shown: 'Aucun document publié.', sent: 0 };
    return { failed: false, shown: `Rien n’attend d’être envoyé. Dernier document publié : ${last.title}.`, sent: 0 };
  }
  const at = (name) => new Date(waiting.document[name]);
  const document = { ...waiting.document, startedAt: at('startedAt'), stoppedAt: at('stoppedAt'), createdAt: at('createdAt') };
  return deliver(session, { ...waiting, document }, true);
}

const outcomeFor = (outcome, reason) =>
  ({
    accepted: { failed: false, shown: 'Document publié.' },
    refused: { failed: true, shown: `Document refusé : ${reason}` },
    unreadable: { failed: true, shown: `Publication non confirmée : ${reason}. Vérifiez avant d’envoyer de nouveau.` },
    silent: { failed: true, shown: `Publication non confirmée : ${reason}. Vérifiez avant d’envoyer de nouveau.` },
  })[outcome];
