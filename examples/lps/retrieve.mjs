import { createHash } from 'node:crypto';
import { search } from './search.mjs';
import { send } from './send.mjs';
import { bytesOf } from '../wire/multipart.mjs';
import { first, NS, xml } from '../wire/xml.mjs';

const ACTION = 'urn:ihe:iti:2007:RetrieveDocumentSet';

/**
 * ITI-43: fetches the newest document that the search found, and checks that it is whole.
 * @returns {Promise<{shown: string, failed: boolean, sent: number}>}
 */
export async function retrieve(session) {
  let before = { sent: 0, found: session.memory.found() };
  if (before.found.length === 0) before = await search(session);
  const entry = before.found[0];
  if (!entry) return { failed: Boolean(before.failed), shown: before.shown, sent: before.sent };
  const wanted = session.breaks('retrieval', { repositoryUniqueId: entry.repositoryUniqueId, documentUniqueId: entry.uniqueId });
  session.say(`Lecture de « ${entry.title} »…`);
  const answer = await send(session, {
    action: ACTION,
    to: session.repository(),
    patient: session.patient,
    packaging: session.breaks('retrievalPackaging', 'mtom'),
    attachments: [],
    body: () => xml`<xdsb:RetrieveDocumentSetRequest xmlns:xdsb="${NS.xdsb}">
  <xdsb:DocumentRequest>
    <xdsb:RepositoryUniqueId>${wanted.repositoryUniqueId}</xdsb:RepositoryUniqueId>
    <xdsb:DocumentUniqueId>${wanted.documentUniqueId}</xdsb:DocumentUniqueId>
  </xdsb:DocumentRequest>
</xdsb:RetrieveDocumentSetRequest>`,
  });
  const sent = before.sent + answer.sent;
  if (answer.outcome !== 'accepted') return { failed: true, shown: `Le document n’a pas pu être lu : ${answer.reason}`, sent };
  const element = first(answer.body, 'xdsb:Document');
  const bytes = element && bytesOf(element, first(element, 'xop:Include'), answer.parts);
  if (!bytes) return { failed: true, shown: 'La plateforme n’a pas envoyé le document.', sent };
  if (entry.hash && createHash('sha1').update(bytes).digest('hex') !== entry.hash)
    return { failed: true, shown: 'Le document reçu est altéré : son empreinte n’est pas celle de l’annuaire des documents.', sent };
  return { failed: false, shown: `Document affiché (${bytes.length} octets).`, sent };
}
