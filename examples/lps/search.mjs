import { insCx } from './identity.mjs';
import { send } from './send.mjs';
import { all, children, NS, xml } from '../wire/xml.mjs';

const ACTION = 'urn:ihe:iti:2007:RegistryStoredQuery';
const FIND_DOCUMENTS = 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d';
/** An answer that is larger holds more than anybody reads: the user is asked to narrow the search. */
const LARGEST_LIST = 2 * 1024 * 1024;
const GET_DOCUMENTS = 'urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4';

/** ITI-18: one stored query. */
export const query = (session, id, parameters, returnType = 'LeafClass') =>
  send(session, {
    action: ACTION,
    to: session.registry(),
    patient: session.patient,
    packaging: 'simple',
    largest: LARGEST_LIST,
    body: () => xml`<query:AdhocQueryRequest xmlns:query="${NS.query}" xmlns:rim="${NS.rim}">
  <query:ResponseOption returnComposedObjects="true" returnType="${returnType}"/>
  <rim:AdhocQuery id="${id}">${Object.entries(parameters).map(
    ([name, value]) => xml`
    <rim:Slot name="${name}"><rim:ValueList><rim:Value>${value}</rim:Value></rim:ValueList></rim:Slot>`,
  )}
  </rim:AdhocQuery>
</query:AdhocQueryRequest>`,
  });

export const slot = (object, name) =>
  all(object, 'rim:Slot')
    .find((s) => s.getAttribute('name') === name)
    ?.textContent.trim();

export const identifier = (object, scheme) =>
  all(object, 'rim:ExternalIdentifier')
    .find((e) => e.getAttribute('identificationScheme') === `urn:uuid:${scheme}`)
    ?.getAttribute('value');

const title = (object) => children(children(object, 'rim:Name')[0])[0]?.getAttribute('value');

const entriesIn = (answer) =>
  all(answer.body, 'rim:ExtrinsicObject').map((object) => ({
    entryUuid: object.getAttribute('id'),
    uniqueId: identifier(object, '2e82c1f6-a085-4c72-9da3-8640a32e42ab'),
    repositoryUniqueId: slot(object, 'repositoryUniqueId'),
    hash: slot(object, 'hash')?.toLowerCase(),
    createdAt: slot(object, 'creationTime') ?? '',
    title: title(object) ?? '',
  }));

/**
 * FindDocuments for the patient, then GetDocuments for the newest one found.
 * @returns {Promise<{shown: string, failed: boolean, sent: number, found: object[]}>}
 */
export async function search(session) {
  session.say('Recherche des documents du patient…');
  const { returnType, ...parameters } = session.breaks('query', {
    $XDSDocumentEntryPatientId: `'${insCx(session.patient)}'`,
    $XDSDocumentEntryStatus: "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')",
    ...filtersOf(session.input),
  });
  const list = await query(session, FIND_DOCUMENTS, parameters, returnType);
  if (list.outcome !== 'accepted')
    return { failed: true, kind: 'no-list', shown: `La recherche n’a pas abouti : ${list.reason}`, sent: list.sent, found: [] };
  if (returnType === 'ObjectRef') return openReferences(session, list);
  const found = entriesIn(list).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  session.memory.setFound(found);
  if (found.length === 0) return { failed: false, kind: 'nothing', shown: 'Aucun document pour ce patient.', sent: list.sent, found };
  const detail = await query(session, GET_DOCUMENTS, session.breaks('detail', { $XDSDocumentEntryUniqueId: `('${found[0].uniqueId}')` }));
  const sent = list.sent + detail.sent;
  if (detail.outcome !== 'accepted')
    return { failed: true, shown: `Le détail du document n’a pas pu être lu : ${detail.reason}`, sent, found };
  return { failed: false, shown: `${found.length} document(s) : ${found.map((f) => f.title).join(', ')}.`, sent, found };
}

/** What the user wants of the documents: of a type, written between two dates, or only how many there are. */
const filtersOf = ({ type, from, to, references }) => ({
  ...(type && { $XDSDocumentEntryTypeCode: `('${type}')` }),
  ...(from && { $XDSDocumentEntryCreationTimeFrom: `'${from}'` }),
  ...(to && { $XDSDocumentEntryCreationTimeTo: `'${to}'` }),
  ...(references && { returnType: 'ObjectRef' }),
});

/** GetDocuments for the entries that a search gave by reference. */
async function openReferences(session, list) {
  const ids = all(list.body, 'rim:ObjectRef').map((reference) => `'${reference.getAttribute('id')}'`);
  if (ids.length === 0) return { failed: false, shown: 'Aucun document pour ce patient.', sent: list.sent, found: [] };
  const answer = await query(session, GET_DOCUMENTS, { $XDSDocumentEntryEntryUUID: `(${ids.join(',')})` });
  const sent = list.sent + answer.sent;
  if (answer.outcome !== 'accepted')
    return { failed: true, shown: `Les fiches n’ont pas pu être lues : ${answer.reason}`, sent, found: [] };
  const found = entriesIn(answer);
  session.memory.setFound(found);
  return { failed: false, shown: `${found.length} document(s) sur ${ids.length} : ${found.map((f) => f.title).join(', ')}.`, sent, found };
}

/** GetDocuments for one document: the object itself, with its version. */
export async function lookUpObject(session, uniqueId) {
  const answer = await query(session, GET_DOCUMENTS, { $XDSDocumentEntryUniqueId: `('${uniqueId}')`, $MetadataLevel: '2' });
  return answer.outcome === 'accepted' ? all(answer.body, 'rim:ExtrinsicObject')[0] : undefined;
}

/** GetDocuments for one document whose uniqueId is known: what the registry calls it. */
export async function lookUp(session, uniqueId) {
  const answer = await query(session, GET_DOCUMENTS, { $XDSDocumentEntryUniqueId: `('${uniqueId}')` });
  return answer.outcome === 'accepted' ? entriesIn(answer)[0] : undefined;
}
