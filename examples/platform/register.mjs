import { RegistryError } from './fault.mjs';
import { registryResponse } from './answers.mjs';
import { ADDITIONS, DEPRECATED, HAS_MEMBER, missingIn, readSubmission, REPLACEMENTS, sameId, shortName, slotOf } from './metadata.mjs';

/** The patients this platform knows: those of the tests. */
const PATIENTS = ['279035121518989', '207058575627097'];
export const isKnownPatient = (cx) => PATIENTS.includes(cx?.split('^')[0]);

/** What is checked of a submission; a defect leaves it out. */
export const CHECKS = { identifiers: true, patients: true, references: true, attributes: true };

/** ITI-42: registers the metadata of documents that a repository keeps. */
export function registerDocumentSet({ body, store, breaks }) {
  const objects = readSubmission(body);
  for (const { kind, id, element } of objects) {
    const missing = kind === 'entry' ? ['hash', 'size', 'repositoryUniqueId'].filter((name) => !slotOf(element, name)) : [];
    if (missing.length > 0 && breaks('registryChecks', CHECKS).attributes)
      throw new RegistryError('XDSRegistryMetadataError', `Il manque à l’entrée ${id} : ${missing.join(', ')}.`);
  }
  register(objects, { store, breaks });
  return { body: registryResponse(breaks('success', { status: 'Success', errors: [] })) };
}

/**
 * Registers the objects of a submission, all of them or none.
 * @throws {RegistryError}
 */
export function register(objects, { store, breaks }) {
  const checks = breaks('registryChecks', CHECKS);
  const submitted = new Map(objects.map((o) => [o.id, o]));
  const [set, ...more] = objects.filter((o) => o.kind === 'set');
  if (!set || more.length > 0) throw new RegistryError('XDSRegistryMetadataError', 'Un lot de soumission et un seul est attendu.');
  if (checks.identifiers) checkIdentifiers();
  if (!breaks('atomic', true)) for (const object of objects) store.add(object);
  if (checks.patients) checkPatients();
  for (const entry of objects.filter((o) => o.kind === 'entry')) checkEntry(entry);
  for (const association of objects.filter((o) => o.kind === 'association')) if (checks.references) checkAssociation(association);

  for (const object of breaks('kept', objects)) store.add(object);
  if (breaks('replacement', true))
    for (const { type, target } of objects)
      if (REPLACEMENTS.includes(type)) for (const id of replaced(target)) store.setStatus(id, DEPRECATED);

  function checkIdentifiers() {
    for (const { kind, uniqueId, element } of objects) {
      const known = uniqueId ? store.withUniqueId(uniqueId) : [];
      if (known.length === 0) continue;
      if (kind !== 'entry' || known.some((o) => o.kind !== 'entry'))
        throw new RegistryError('XDSDuplicateUniqueIdInRegistry', `L’identifiant ${uniqueId} est déjà enregistré.`);
      if (known.some((o) => slotOf(o.element, 'hash')?.toLowerCase() !== slotOf(element, 'hash')?.toLowerCase()))
        throw new RegistryError('XDSNonIdenticalHash', `Un autre contenu porte déjà l’identifiant ${uniqueId}.`);
    }
  }

  function checkPatients() {
    for (const { kind, id, patient } of objects)
      if (kind !== 'association' && sameId(patient) !== sameId(set.patient))
        throw new RegistryError('XDSPatientIdDoesNotMatch', `L’objet ${id} et le lot ne sont pas du même patient.`);
    if (!isKnownPatient(set.patient)) throw new RegistryError('XDSUnknownPatientId', `Le patient ${set.patient} n’est pas connu.`);
  }

  function checkEntry(entry) {
    const missing = missingIn(entry);
    if (missing.length > 0)
      throw new RegistryError('XDSRegistryMetadataError', `Il manque à l’entrée ${entry.id} : ${missing.join(', ')}.`);
    if (!objects.some((o) => o.type === HAS_MEMBER && o.source === set.id && o.target === entry.id))
      throw new RegistryError('XDSRegistryMetadataError', `L’entrée ${entry.id} n’est pas rattachée au lot.`);
  }

  function checkAssociation({ type, source, target }) {
    const ends = [source, target].map((id) => submitted.get(id) ?? store.object(id));
    if (ends.includes(undefined))
      throw new RegistryError('UnresolvedReferenceException', `Une association ${shortName(type)} désigne un objet inconnu.`);
    const [from, to] = ends;
    if ([...REPLACEMENTS, ...ADDITIONS].includes(type)) {
      if (submitted.has(target) || to.kind !== 'entry')
        throw new RegistryError('UnresolvedReferenceException', `La cible de ${shortName(type)} n’est pas une entrée enregistrée.`);
      if (to.status === DEPRECATED)
        throw new RegistryError('XDSRegistryDeprecatedDocumentError', `Le document ${target} est déjà remplacé.`);
    }
    if (from.patient && to.patient && sameId(from.patient) !== sameId(to.patient))
      throw new RegistryError('XDSPatientIdDoesNotMatch', `L’association ${shortName(type)} relie deux patients.`);
  }

  /** What goes with a replaced entry: its addenda and transformations. */
  function replaced(id) {
    const along =
      breaks('replacedAlong', true) ? store.associationsOf(id).filter((a) => ADDITIONS.includes(a.type) && a.target === id) : [];
    return [id, ...along.flatMap((a) => replaced(a.source))];
  }
}
