import {
  ASSOCIATION,
  DOCUMENT_RELATIONS,
  IDENTIFIER,
  identifierOf,
  isUuidUrn,
  NODE,
  REPLACEMENTS,
  slotValue,
  STATUS,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { patientKey } from './patient.js';
import { type Outcome, type Refusal } from './refusal.js';

export type ObjectKind = 'document' | 'submission-set' | 'folder' | 'association';

export interface RegistrationContext {
  /** a UUID, without prefix */
  newUuid: () => string;
  isKnownPatient: (cx: string) => boolean;
}

/** What a registry object is; undefined for a package that nothing classifies. */
export function kindOf(object: RimObject): ObjectKind | undefined {
  if (object.kind === 'ExtrinsicObject') return 'document';
  if (object.kind === 'Association') return 'association';
  const nodes = object.classifications.map((classification) => classification.node);
  return (
    nodes.includes(NODE.submissionSet) ? 'submission-set'
    : nodes.includes(NODE.folder) ? 'folder'
    : undefined
  );
}

const UNIQUE_ID = {
  document: IDENTIFIER.entryUniqueId,
  'submission-set': IDENTIFIER.setUniqueId,
  folder: IDENTIFIER.folderUniqueId,
} as const;
const PATIENT_ID = {
  document: IDENTIFIER.entryPatientId,
  'submission-set': IDENTIFIER.setPatientId,
  folder: IDENTIFIER.folderPatientId,
} as const;

/** uniqueId of a document entry, submission set or folder. */
export function uniqueIdOf(object: RimObject): string | undefined {
  const kind = kindOf(object);
  return kind && kind !== 'association' ? identifierOf(object, UNIQUE_ID[kind]) : undefined;
}

/** patientId of a document entry, submission set or folder, as written. */
export function patientIdOf(object: RimObject): string | undefined {
  const kind = kindOf(object);
  return kind && kind !== 'association' ? identifierOf(object, PATIENT_ID[kind]) : undefined;
}

/** The last part of an association type or a state, as people read it. */
export const shortName = (urn: string | undefined): string => urn?.split(':').at(-1) ?? '';

/** What one transaction does to a registry, once nothing speaks against it. */
export interface Change {
  added?: readonly RimObject[];
  statuses?: readonly { id: string; status: string }[];
  removed?: ReadonlySet<string>;
}

/** What a query sees of a registry. */
export type RegistryView = Pick<RegistryStore, 'object' | 'withUniqueId' | 'withLogicalId' | 'ofPatient' | 'associationsOf'>;

/** The content of a registry, in memory. A transaction changes it whole or not at all. */
export class RegistryStore {
  readonly #byId = new Map<string, RimObject>();
  readonly #byUniqueId = new Map<string, RimObject[]>();
  readonly #byLogicalId = new Map<string, RimObject[]>();
  readonly #byPatient = new Map<string, RimObject[]>();
  readonly #associationsOf = new Map<string, RimObject[]>();

  get size(): number {
    return this.#byId.size;
  }

  object(id: string): RimObject | undefined {
    return this.#byId.get(id);
  }

  /** Objects with this uniqueId: several document entries may stand for one document. */
  withUniqueId(uniqueId: string): readonly RimObject[] {
    return this.#byUniqueId.get(uniqueId) ?? [];
  }

  withLogicalId(logicalId: string): readonly RimObject[] {
    return this.#byLogicalId.get(logicalId) ?? [];
  }

  /** The current version of a logical object (IHE ITI TF-3, 4.1.5). */
  latest(logicalId: string): RimObject | undefined {
    return this.withLogicalId(logicalId).reduce<RimObject | undefined>(
      (last, one) => (last && versionOf(last) >= versionOf(one) ? last : one),
      undefined,
    );
  }

  /** Document entries, submission sets and folders of a patient, in the order they were registered. */
  ofPatient(cx: string): readonly RimObject[] {
    return this.#byPatient.get(patientKey(cx)) ?? [];
  }

  /** Associations that have this object at one of their ends. */
  associationsOf(id: string): readonly RimObject[] {
    return this.#associationsOf.get(id) ?? [];
  }

  /**
   * Registers a submission (ITI-42): symbolic ids become UUIDs, new objects are Approved, replaced entries Deprecated.
   * On refusal nothing changes. Returns the objects as registered.
   */
  register(submitted: readonly RimObject[], context: RegistrationContext): Outcome<{ objects: RimObject[] }> {
    const objects = withUuids(submitted, context.newUuid);
    const refusals = [...this.#checkObjects(objects, context), ...this.#checkAssociations(objects)];
    if (refusals.length > 0) return { accepted: false, refusals };
    this.apply({ added: objects.map(approved) });
    this.apply({ statuses: objects.filter(isReplacement).flatMap(({ target }) => deprecationOf(this, target!)) });
    return { accepted: true, objects: objects.map((object) => this.#byId.get(object.id)!) };
  }

  #checkObjects(objects: readonly RimObject[], { isKnownPatient }: RegistrationContext): Refusal[] {
    const refusals: Refusal[] = [];
    const say = (code: Refusal['code'], text: string): void => void refusals.push({ code, context: text });
    const patients = new Set<string>();
    const uniqueIds = new Set<string>();
    const ids = new Set<string>();
    for (const object of objects) {
      if (ids.has(object.id)) say('XDSRegistryMetadataError', `L’identifiant ${object.id} désigne deux objets du lot.`);
      ids.add(object.id);
      if (this.#byId.has(object.id)) say('XDSRegistryMetadataError', `L’identifiant ${object.id} est déjà celui d’un objet du registre.`);
      const kind = kindOf(object);
      if (kind === 'association') continue;
      if (!kind) {
        say('XDSRegistryMetadataError', `Le RegistryPackage ${object.id} n’est classé ni lot de soumission, ni classeur.`);
        continue;
      }
      const patientId = patientIdOf(object);
      if (patientId !== undefined) {
        if (!patients.has(patientKey(patientId)) && !isKnownPatient(patientId))
          say('XDSUnknownPatientId', `Le patient ${patientId} n’est pas connu du registre.`);
        patients.add(patientKey(patientId));
      } else say('XDSRegistryMetadataError', `L’objet ${object.id} n’a pas de patientId.`);
      this.#checkUniqueId(object, kind, uniqueIds, say);
      if (kind !== 'document') continue;
      const missing = ['hash', 'size', 'repositoryUniqueId'].filter((name) => !slotValue(object, name));
      if (missing.length > 0) say('XDSRegistryMetadataError', `La fiche ${object.id} n’a pas de ${missing.join(', ')}.`);
    }
    if (patients.size > 1) say('XDSPatientIdDoesNotMatch', `Le lot porte sur ${patients.size} patients : ${[...patients].join(', ')}.`);
    return refusals;
  }

  #checkUniqueId(
    object: RimObject,
    kind: Exclude<ObjectKind, 'association'>,
    seen: Set<string>,
    say: (code: Refusal['code'], text: string) => void,
  ): void {
    const uniqueId = uniqueIdOf(object);
    if (uniqueId === undefined) return say('XDSRegistryMetadataError', `L’objet ${object.id} n’a pas de uniqueId.`);
    if (seen.has(uniqueId)) say('XDSRegistryDuplicateUniqueIdInMessage', `Le uniqueId ${uniqueId} figure deux fois dans le lot.`);
    seen.add(uniqueId);
    for (const other of this.withUniqueId(uniqueId)) {
      if (kind !== 'document' || kindOf(other) !== 'document')
        return say('XDSDuplicateUniqueIdInRegistry', `Le uniqueId ${uniqueId} est déjà utilisé dans le registre.`);
      if (slotValue(other, 'hash')?.toLowerCase() !== slotValue(object, 'hash')?.toLowerCase())
        return say('XDSNonIdenticalHash', `Le document ${uniqueId} est déjà enregistré avec une autre empreinte.`);
      if (slotValue(other, 'size') !== slotValue(object, 'size'))
        return say('XDSNonIdenticalSize', `Le document ${uniqueId} est déjà enregistré avec une autre taille.`);
    }
  }

  #checkAssociations(objects: readonly RimObject[]): Refusal[] {
    const submitted = new Map(objects.map((object) => [object.id, object]));
    const refusals: Refusal[] = [];
    for (const association of objects) {
      if (association.kind !== 'Association') continue;
      const refusal = this.#checkAssociation(association, submitted);
      if (refusal) refusals.push(refusal);
    }
    return refusals;
  }

  #checkAssociation(association: RimObject, submitted: ReadonlyMap<string, RimObject>): Refusal | undefined {
    const { type = '', source = '', target = '' } = association;
    const name = shortName(type);
    if (source === target) return { code: 'XDSRegistryMetadataError', context: `L’association ${name} relie ${source} à lui-même.` };
    const ends = [source, target].map((id) => submitted.get(id) ?? this.#byId.get(id));
    const unknown = [source, target].find((_, i) => !ends[i]);
    if (unknown !== undefined)
      return { code: 'UnresolvedReferenceException', context: `L’association ${name} désigne ${unknown}, inconnu du registre.` };
    const [from, to] = ends as [RimObject, RimObject];
    if (type === ASSOCIATION.updateAvailabilityStatus || type === ASSOCIATION.submitAssociation)
      return { code: 'XDSRegistryMetadataError', context: `L’association ${name} relève de la mise à jour (ITI-57).` };
    if (DOCUMENT_RELATIONS.includes(type)) {
      if (!submitted.has(source) || kindOf(from) !== 'document')
        return { code: 'XDSRegistryMetadataError', context: `La source de l’association ${name} n’est pas une fiche du lot.` };
      if (submitted.has(target) || kindOf(to) !== 'document')
        return { code: 'UnresolvedReferenceException', context: `La cible de l’association ${name} n’est pas une fiche du registre.` };
      if (to.status !== STATUS.approved)
        return {
          code: 'XDSRegistryDeprecatedDocumentError',
          context: `La cible de l’association ${name}, ${target}, est à l’état ${shortName(to.status)}.`,
        };
    }
    const [one, other] = [patientIdOf(from), patientIdOf(to)];
    const within = submitted.has(source) && submitted.has(target);
    if (!within && one !== undefined && other !== undefined && patientKey(one) !== patientKey(other))
      return { code: 'XDSPatientIdDoesNotMatch', context: `L’association ${name} relie les patients ${one} et ${other}.` };
    return undefined;
  }

  #add(object: RimObject): void {
    this.#byId.set(object.id, object);
    const uniqueId = uniqueIdOf(object);
    if (uniqueId !== undefined) append(this.#byUniqueId, uniqueId, object);
    if (object.lid !== undefined) append(this.#byLogicalId, object.lid, object);
    const patientId = patientIdOf(object);
    if (patientId !== undefined) append(this.#byPatient, patientKey(patientId), object);
    if (object.kind === 'Association')
      for (const end of new Set([object.source!, object.target!])) append(this.#associationsOf, end, object);
  }

  /** Makes a change that was found in order: additions, then states, then removals. */
  apply({ added = [], statuses = [], removed }: Change): void {
    for (const object of added) this.#add(object);
    for (const { id, status } of statuses) this.#byId.get(id)!.status = status;
    if (!removed || removed.size === 0) return;
    for (const id of removed) this.#remove(this.#byId.get(id)!);
  }

  #remove(object: RimObject): void {
    this.#byId.delete(object.id);
    const uniqueId = uniqueIdOf(object);
    if (uniqueId !== undefined) drop(this.#byUniqueId, uniqueId, object);
    if (object.lid !== undefined) drop(this.#byLogicalId, object.lid, object);
    const patientId = patientIdOf(object);
    if (patientId !== undefined) drop(this.#byPatient, patientKey(patientId), object);
    if (object.kind === 'Association') for (const end of new Set([object.source!, object.target!])) drop(this.#associationsOf, end, object);
  }
}

const versionOf = ({ version }: RimObject): number => Number(version ?? '1');
const isReplacement = ({ type }: RimObject): boolean => REPLACEMENTS.includes(type ?? '');

/** The states that change when an entry is replaced: it takes its addenda and transformations with it (IHE ITI TF-3, 4.2.2.2). */
export function deprecationOf(store: RegistryView, id: string): { id: string; status: string }[] {
  const gone = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (gone.has(next) || store.object(next)?.status === STATUS.deprecated || !store.object(next)) continue;
    gone.add(next);
    for (const { type, source, target } of store.associationsOf(next))
      if (target === next && (type === ASSOCIATION.appends || type === ASSOCIATION.transforms)) waiting.push(source!);
  }
  return [...gone].map((one) => ({ id: one, status: STATUS.deprecated }));
}

function drop(map: Map<string, RimObject[]>, key: string, object: RimObject): void {
  const rest = (map.get(key) ?? []).filter((one) => one !== object);
  if (rest.length > 0) map.set(key, rest);
  else map.delete(key);
}

/** Adds to the list that stands under a key. */
export function append(map: Map<string, RimObject[]>, key: string, object: RimObject): void {
  const list = map.get(key);
  if (list) list.push(object);
  else map.set(key, [object]);
}

/** Replaces every symbolic id of a submission by a UUID, wherever it is used. */
export function withUuids(submitted: readonly RimObject[], newUuid: () => string): RimObject[] {
  const given = new Map<string, string>();
  for (const { id } of submitted) if (!isUuidUrn(id) && !given.has(id)) given.set(id, `urn:uuid:${newUuid()}`);
  const resolved = (id: string): string => given.get(id) ?? id;
  const own = (): string => `urn:uuid:${newUuid()}`;
  return submitted.map((object) => ({
    ...object,
    id: resolved(object.id),
    ...(object.source !== undefined && { source: resolved(object.source) }),
    ...(object.target !== undefined && { target: resolved(object.target) }),
    classifications: object.classifications.map((classification) => ({ ...classification, id: own() })),
    identifiers: object.identifiers.map((identifier) => ({ ...identifier, id: own() })),
  }));
}

/** An object as a registry keeps it the first time: first version, own logical id, Approved. */
export function approved(object: RimObject): RimObject {
  return { ...object, lid: object.id, version: '1', status: STATUS.approved };
}
