import { createHash } from 'node:crypto';
import { search } from './search.mjs';
import { send } from './send.mjs';
import { bytesOf } from '../wire/multipart.mjs';
import { all, first, NS, textOf, xml } from '../wire/xml.mjs';

const ACTION = 'urn:ihe:iti:2007:RetrieveDocumentSet';

/** ITI-43 for these entries, in one request. */
function ask(session, entries) {
  const wanted = entries.map((entry) =>
    session.breaks('retrieval', { repositoryUniqueId: entry.repositoryUniqueId, documentUniqueId: entry.uniqueId }),
  );
  return send(session, {
    action: ACTION,
    to: session.repository(),
    patient: session.patient,
    packaging: session.breaks('retrievalPackaging', 'mtom'),
    attachments: [],
    body: () => xml`<xdsb:RetrieveDocumentSetRequest xmlns:xdsb="${NS.xdsb}">${wanted.map(
      ({ repositoryUniqueId, documentUniqueId }) => xml`
  <xdsb:DocumentRequest>
    <xdsb:RepositoryUniqueId>${repositoryUniqueId}</xdsb:RepositoryUniqueId>
    <xdsb:DocumentUniqueId>${documentUniqueId}</xdsb:DocumentUniqueId>
  </xdsb:DocumentRequest>`,
    )}
</xdsb:RetrieveDocumentSetRequest>`,
  });
}

/** Why the bytes that came for an entry are not its document; nothing when they are. */
function wrongWith(entry, bytes) {
  if (!bytes) return 'La plateforme n’a pas envoyé le document.';
  if (entry.hash && createHash('sha1').update(bytes).digest('hex') !== entry.hash)
    return 'Le document reçu est altéré : son empreinte n’est pas celle de l’annuaire des documents.';
  return undefined;
}

const bytesIn = (element, parts) => element && bytesOf(element, first(element, 'xop:Include'), parts);

/**
 * ITI-43: fetches the newest document that the search found, and checks that it is whole.
 * @returns {Promise<{shown: string, failed: boolean, sent: number}>}
 */
export async function retrieve(session) {
  let before = { sent: 0, found: session.memory.found() };
  if (before.found.length === 0) before = await search(session);
  const entry = before.found[0];
  if (!entry) return { ...before, failed: Boolean(before.failed) };
  if (session.input.all) return readAll(session, before);
  session.say(`Lecture de « ${entry.title} »…`);
  const answer = await ask(session, [entry]);
  const sent = before.sent + answer.sent;
  if (answer.outcome !== 'accepted') return { failed: true, shown: `Le document n’a pas pu être lu : ${answer.reason}`, sent };
  const bytes = bytesIn(first(answer.body, 'xdsb:Document'), answer.parts);
  const wrong = wrongWith(entry, bytes);
  if (wrong) return { failed: true, kind: 'wrong-document', shown: wrong, sent };
  return { failed: false, shown: `Document affiché (${bytes.length} octets).`, sent };
}

/**
 * ITI-18, then ITI-43: fetches every document of the patient at once.
 * @returns {Promise<{shown: string, failed: boolean, sent: number}>}
 */
export async function retrieveAll(session) {
  const before = await search(session);
  return before.found.length === 0 ? before : readAll(session, before);
}

/** Shows the documents that came whole, and names those that did not. */
async function readAll(session, before) {
  const answer = await ask(session, session.breaks('several', before.found));
  const sent = before.sent + answer.sent;
  if (answer.outcome !== 'accepted' && !answer.partial)
    return { failed: true, shown: `Les documents n’ont pas pu être lus : ${answer.reason}`, sent };
  const came = new Map(
    all(answer.body, 'xdsb:DocumentResponse').map((response) => [
      textOf(response, 'xdsb:DocumentUniqueId'),
      bytesIn(first(response, 'xdsb:Document'), answer.parts),
    ]),
  );
  const missing = before.found.filter((entry) => wrongWith(entry, came.get(entry.uniqueId)));
  const shown = `${before.found.length - missing.length} document(s) affiché(s)`;
  if (missing.length === 0) return { failed: false, shown: `${shown}.`, sent };
  return { failed: false, kind: 'partial', shown: `${shown}, non rendu(s) : ${missing.map((m) => m.title).join(', ')}.`, sent };
}
