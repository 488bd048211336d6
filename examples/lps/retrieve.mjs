import { createHash } from 'node:crypto';
import { search } from './search.mjs';
import { send } from './send.mjs';
import { bytesOf } from '../wire/multipart.mjs';
import { all, first, NS, textOf, xml } from '../wire/xml.mjs';

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
  const entries = session.input.all ? session.breaks('several', before.found) : [entry];
  const wanted = entries.map((one) =>
    session.breaks('retrieval', { repositoryUniqueId: one.repositoryUniqueId, documentUniqueId: one.uniqueId }),
  );
  session.say(`Lecture de « ${entry.title} »…`);
  const answer = await send(session, {
    action: ACTION,
    to: session.repository(),
    patient: session.patient,
    packaging: session.breaks('retrievalPackaging', 'mtom'),
    attachments: [],
    body: () => xml`<xdsb:RetrieveDocumentSetRequest xmlns:xdsb="${NS.xdsb}">
${wanted.map(
  ({ repositoryUniqueId, documentUniqueId }) => xml`  <xdsb:DocumentRequest>
    <xdsb:RepositoryUniqueId>${repositoryUniqueId}</xdsb:RepositoryUniqueId>
    <xdsb:DocumentUniqueId>${documentUniqueId}</xdsb:DocumentUniqueId>
  </xdsb:DocumentRequest>
`,
)}</xdsb:RetrieveDocumentSetRequest>`,
  });
  const sent = before.sent + answer.sent;
  if (answer.outcome !== 'accepted') return { failed: true, shown: `Le document n’a pas pu être lu : ${answer.reason}`, sent };
  const responses = all(answer.body, 'xdsb:DocumentResponse');
  let length = 0;
  for (const { uniqueId, hash } of entries) {
    const response = responses.find((r) => textOf(r, 'xdsb:DocumentUniqueId') === uniqueId) ?? responses[0];
    const element = first(response, 'xdsb:Document');
    const bytes = element && bytesOf(element, first(element, 'xop:Include'), answer.parts);
    if (!bytes) return { failed: true, shown: 'La plateforme n’a pas envoyé le document.', sent };
    if (hash && createHash('sha1').update(bytes).digest('hex') !== hash)
      return { failed: true, shown: 'Le document reçu est altéré : son empreinte n’est pas celle de l’annuaire des documents.', sent };
    length += bytes.length;
  }
  return { failed: false, shown: `${entries.length} document(s) affiché(s) (${length} octets).`, sent };
}
