import { XMLSerializer } from '@xmldom/xmldom';
import { identifier, lookUpObject, query } from './search.mjs';
import { send } from './send.mjs';
import { submissionSetOf, writePackage } from './metadata.mjs';
import { newUuid } from '../wire/identifiers.mjs';
import { all, children, NS, raw, xml } from '../wire/xml.mjs';

const UPDATE = 'urn:ihe:iti:2010:UpdateDocumentSet';
const DELETE = 'urn:ihe:iti:2010:DeleteDocumentSet';
const CONTENT_OF_SET = 'urn:uuid:e8e3cb2c-e39c-46b9-99e4-c12f57260b83';
const SETS_OF = 'urn:uuid:51224314-5390-4169-9b91-b1980040715a';
const SET_UNIQUE_ID = '96fdda7c-d067-4183-912e-bf5ee74998a8';
const CONFIDENTIALITY = 'urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f';
const ASSOCIATION = 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Association';
const HAS_MEMBER = 'urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember';
const UPDATE_STATUS = 'urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus';

const STATES = {
  archive: 'urn:asip:ci-sis:2010:StatusType:Archived',
  delete: 'urn:asip:ci-sis:2010:StatusType:Deleted',
};

/** What the user is told of a request that changes what is registered. */
const told = ({ outcome, reason, sent }, done) =>
  outcome === 'accepted' ? { failed: false, shown: done, sent } : { failed: true, shown: `Le registre n’a rien changé : ${reason}`, sent };

/** The last document that this LPS published, as the registry knows it. */
async function published(session) {
  const last = session.memory.published().at(-1);
  const object = last && (await lookUpObject(session, last.uniqueId));
  if (!object) throw new Error('aucun document à mettre à jour');
  return object;
}

const slot = (name, value) => xml`<rim:Slot name="${name}"><rim:ValueList><rim:Value>${value}</rim:Value></rim:ValueList></rim:Slot>`;

const association = (type, source, target, slots) =>
  xml`<rim:Association id="${newUuid()}" objectType="${ASSOCIATION}" associationType="${type}" sourceObject="${source}" targetObject="${target}">${Object.entries(
    slots,
  ).map(([name, value]) => slot(name, value))}</rim:Association>`;

/** ITI-57: archives a document or says it deleted, gives it another title, or masks it to professionals. */
export async function update(session) {
  const object = await published(session);
  const { change } = session.input;
  const set = session.breaks(
    'set',
    submissionSetOf({ type: { title: 'Mise à jour' }, patient: session.patient }, new Date(), session.structure),
  );
  const content = STATES[change] ? changeOfState() : newVersion();
  const answer = await send(session, {
    action: UPDATE,
    to: session.registry(),
    patient: session.patient,
    packaging: 'simple',
    body: () =>
      xml`<lcm:SubmitObjectsRequest xmlns:lcm="${NS.lcm}" xmlns:rim="${NS.rim}"><rim:RegistryObjectList>${writePackage(set)}${content}</rim:RegistryObjectList></lcm:SubmitObjectsRequest>`,
  });
  return told(answer, 'Document mis à jour.');

  function changeOfState() {
    const slots = session.breaks('stateChange', { OriginalStatus: object.getAttribute('status'), NewStatus: STATES[change] });
    return association(UPDATE_STATUS, set.id, object.getAttribute('id'), slots);
  }

  function newVersion() {
    const next = object.cloneNode(true);
    const id = newUuid();
    next.removeAttribute('status');
    next.setAttribute('id', id);
    const [version] = children(next, 'rim:VersionInfo');
    next.removeChild(version);
    for (const child of children(next)) {
      for (const name of ['classifiedObject', 'registryObject']) if (child.hasAttribute(name)) child.setAttribute(name, id);
      if (child.hasAttribute('id')) child.setAttribute('id', newUuid());
    }
    if (change === 'mask') mask(next, id);
    else all(children(next, 'rim:Name')[0], 'rim:LocalizedString')[0].setAttribute('value', session.input.title ?? 'Titre corrigé');
    const slots = session.breaks('versionSlots', { SubmissionSetStatus: 'Original', PreviousVersion: version.getAttribute('versionName') });
    return [raw(new XMLSerializer().serializeToString(next)), association(HAS_MEMBER, set.id, id, slots)];
  }
}

/** Adds the code that hides a document from professionals other than its author. */
function mask(entry, id) {
  const [normal] = children(entry, 'rim:Classification').filter((c) => c.getAttribute('classificationScheme') === CONFIDENTIALITY);
  const masked = normal.cloneNode(true);
  masked.setAttribute('id', newUuid());
  masked.setAttribute('classifiedObject', id);
  masked.setAttribute('nodeRepresentation', 'MASQUE_PS');
  all(masked, 'rim:Value')[0].textContent = '1.2.250.1.213.1.1.4.13';
  all(masked, 'rim:LocalizedString')[0].setAttribute('value', 'Document masqué aux professionnels de santé');
  entry.insertBefore(masked, normal.nextSibling);
}

/** ITI-62: removes the last document published, with the submission set that brought it and what links them. */
export async function remove(session) {
  const object = await published(session);
  const entry = object.getAttribute('id');
  const sets = await query(session, SETS_OF, { $uuid: `('${entry}')` });
  const uniqueId = identifier(all(sets.body, 'rim:RegistryPackage')[0], SET_UNIQUE_ID);
  const content = await query(session, CONTENT_OF_SET, { $XDSSubmissionSetUniqueId: `'${uniqueId}'` }, 'ObjectRef');
  const ids = session.breaks('removed', {
    entry,
    ids: all(content.body, 'rim:ObjectRef').map((reference) => reference.getAttribute('id')),
  }).ids;
  const answer = await send(session, {
    action: DELETE,
    to: session.registry(),
    patient: session.patient,
    packaging: 'simple',
    body: () =>
      xml`<lcm:RemoveObjectsRequest xmlns:lcm="${NS.lcm}" xmlns:rim="${NS.rim}"><rim:ObjectRefList>${ids.map((id) => xml`<rim:ObjectRef id="${id}"/>`)}</rim:ObjectRefList></lcm:RemoveObjectsRequest>`,
  });
  return told(answer, 'Document supprimé.');
}
