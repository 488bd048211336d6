import { registryResponse } from './answers.mjs';
import { Fault, RegistryError } from './fault.mjs';
import {
  ADDITIONS,
  APPROVED,
  ARCHIVED,
  DELETED,
  DEPRECATED,
  HAS_MEMBER,
  readSubmission,
  REPLACEMENTS,
  sameId,
  shortName,
  slotOf,
  SUBMIT_ASSOCIATION,
  UPDATE_STATUS,
} from './metadata.mjs';
import { all, children } from '../wire/xml.mjs';

const OTHER_PATIENT = () => new Fault('Sender', 'wsse:FailedAuthentication', 'Le VIHF est établi pour un autre patient.');

/** The states an entry passes through, each way an update may take. */
const TRANSITIONS = [
  [APPROVED, DEPRECATED],
  [DEPRECATED, APPROVED],
  [APPROVED, ARCHIVED],
  [ARCHIVED, APPROVED],
  [APPROVED, DELETED],
  [ARCHIVED, DELETED],
];

/** What no update changes: what describes the bytes of the document and where they are. */
const FIXED = ['hash', 'size', 'repositoryUniqueId', 'sourcePatientId'];

/** ITI-57: new versions of entries, changes of state, new associations; all of them or none. */
export function updateDocumentSet({ body, vihfPatient, store, breaks }) {
  const objects = readSubmission(body);
  const set = objects.find((o) => o.kind === 'set');
  if (!set) throw new RegistryError('XDSMetadataUpdateError', 'Une mise à jour contient un lot de soumission.');
  if (vihfPatient && breaks('patientCheck', true) && sameId(vihfPatient) !== sameId(set.patient)) throw OTHER_PATIENT();
  const checked = breaks('updateChecks', true);
  const refuse = (code, text) => {
    if (checked) throw new RegistryError(code, text);
  };
  if (store.withUniqueId(set.uniqueId).length > 0) refuse('XDSDuplicateUniqueIdInRegistry', `Le lot ${set.uniqueId} est déjà enregistré.`);
  const changes = [];
  const associations = objects.filter((o) => o.kind === 'association');
  for (const entry of objects.filter((o) => o.kind === 'entry')) revise(entry);
  for (const order of associations.filter((a) => a.type === UPDATE_STATUS)) changeStatus(order);
  for (const order of associations.filter((a) => a.type === SUBMIT_ASSOCIATION)) associate(order);
  if (breaks('updated', true)) {
    store.add(set);
    for (const change of changes) change();
  }
  return { body: registryResponse(breaks('success', { status: 'Success', errors: [] })) };

  function revise(entry) {
    const membership = associations.find((a) => a.type === HAS_MEMBER && a.source === set.id && a.target === entry.id);
    const before = store.latest(entry.lid);
    if (!membership || !before || before === entry)
      refuse('XDSMetadataUpdateError', `Rien d’enregistré ne porte le logicalID ${entry.lid}.`);
    const previous = before ?? { version: 0, status: APPROVED };
    if (membership && slotOf(membership.element, 'PreviousVersion') !== String(previous.version))
      refuse('XDSMetadataVersionError', `La version en vigueur de ${entry.lid} est ${previous.version}.`);
    if (before) checkSame(before, entry);
    changes.push(() => {
      store.add({ ...entry, version: breaks('nextVersion', previous.version + 1), status: previous.status });
      if (membership) store.add(membership);
      if (before) store.setStatus(before.id, DEPRECATED);
    });
  }

  function checkSame(before, entry) {
    if (before.element.getAttribute('objectType') !== entry.element.getAttribute('objectType'))
      refuse('XDSObjectTypeError', `objectType de ${entry.lid} ne change pas.`);
    if (before.uniqueId !== entry.uniqueId) refuse('XDSMetadataIdentifierError', `uniqueId de ${entry.lid} ne change pas.`);
    if (sameId(before.patient) !== sameId(entry.patient)) refuse('XDSPatientIDReconciliationError', `${entry.lid} est d’un autre patient.`);
    for (const name of FIXED)
      if (slotOf(before.element, name)?.toLowerCase() !== slotOf(entry.element, name)?.toLowerCase())
        refuse('UnmodifiableMetadataError', `${name} de ${entry.lid} ne se modifie pas.`);
  }

  function changeStatus({ element, target }) {
    const object = store.object(target);
    if (!object) return refuse('UnresolvedReferenceException', `${target} n’est pas dans le registre.`);
    const [from, to] = [slotOf(element, 'OriginalStatus'), slotOf(element, 'NewStatus')];
    if (sameId(object.patient) !== sameId(set.patient)) refuse('XDSPatientIDReconciliationError', `${target} est d’un autre patient.`);
    if (object.status !== from) refuse('XDSMetadataUpdateError', `L’état de ${target} est ${shortName(object.status)}.`);
    if (!TRANSITIONS.some(([one, other]) => one === from && other === to))
      refuse('XDSMetadataUpdateError', `${target} ne passe pas de ${shortName(from)} à ${shortName(to)}.`);
    changes.push(() => store.setStatus(target, to));
  }

  function associate({ target }) {
    const association = associations.find((a) => a.id === target);
    if (!association) return refuse('XDSMetadataUpdateError', 'SubmitAssociation désigne une association du même lot.');
    const ends = [association.source, association.target].map((id) => store.object(id));
    if (ends.includes(undefined)) refuse('UnresolvedReferenceException', 'L’association désigne un objet qui n’est pas dans le registre.');
    else if (ends.some((o) => sameId(o.patient) !== sameId(set.patient)))
      refuse('XDSPatientIDReconciliationError', 'L’association relie un objet d’un autre patient.');
    else if (![...REPLACEMENTS, ...ADDITIONS, HAS_MEMBER].includes(association.type))
      refuse('XDSMetadataUpdateError', `L’association ${shortName(association.type)} ne s’ajoute pas ainsi.`);
    changes.push(() => {
      store.add(association);
      if (REPLACEMENTS.includes(association.type)) store.setStatus(association.target, DEPRECATED);
    });
  }
}

/** ITI-62: removes objects; nothing that stays may refer to what goes, nor be left outside every submission set. */
export function removeObjects({ body, vihfPatient, store, breaks }) {
  const ids = all(body, 'rim:ObjectRef').map((reference) => reference.getAttribute('id'));
  const objects = ids.flatMap((id) => store.object(id) ?? []);
  if (vihfPatient && breaks('patientCheck', true) && objects.some((o) => o.patient && sameId(o.patient) !== sameId(vihfPatient)))
    throw OTHER_PATIENT();
  if (breaks('removalChecks', true)) check();
  if (breaks('removed', true)) for (const id of ids) store.remove(id);
  return { body: registryResponse(breaks('success', { status: 'Success', errors: [] })) };

  function check() {
    if (ids.length === 0 || children(body, 'rim:AdhocQuery').length > 0)
      throw new RegistryError('XDSInvalidRequestException', 'La suppression désigne ses objets par leur identifiant.');
    const unknown = ids.find((id) => !store.object(id));
    if (unknown) throw new RegistryError('UnresolvedReferenceException', `${unknown} n’est pas dans le registre.`);
    const stays = (id) => !ids.includes(id);
    for (const id of ids)
      if (store.associationsOf(id).some((a) => stays(a.id)))
        throw new RegistryError('ReferencesExistException', `Une association désigne encore ${id}.`);
    const ends = objects.filter((o) => o.kind === 'association').flatMap((a) => [a.source, a.target]);
    for (const id of ends.filter((end) => stays(end) && store.object(end) && store.object(end).kind !== 'association'))
      if (!isHeld(store.object(id))) throw new RegistryError('XDSUnreferencedObjectException', `${id} resterait en dehors de tout lot.`);

    function isHeld({ kind, id }) {
      const memberships = store.associationsOf(id).filter((a) => a.type === HAS_MEMBER && stays(a.id));
      if (kind === 'set') return memberships.some((a) => a.source === id);
      return memberships.some((a) => a.target === id && store.object(a.source)?.kind === 'set');
    }
  }
}
