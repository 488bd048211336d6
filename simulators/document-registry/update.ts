import {
  ASSOCIATION,
  DOCUMENT_RELATIONS,
  isUuidUrn,
  REPLACEMENTS,
  slotValue,
  STATUS,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { patientKey } from './patient.js';
import { refuse, type Outcome, type Refusal } from './refusal.js';
import {
  append,
  approved,
  deprecationOf,
  filingOf,
  kindOf,
  patientIdOf,
  shortName,
  uniqueIdOf,
  withSlot,
  withUuids,
  type Change,
  type ObjectKind,
  type RegistrationContext,
  type RegistryStore,
} from './store.js';

/** From which state to which other an object may go. Archived and Deleted are French (JDV_J52) and for document entries only. */
const TRANSITIONS: Readonly<Partial<Record<ObjectKind, readonly (readonly [from: string, to: string])[]>>> = {
  document: [
    [STATUS.approved, STATUS.deprecated],
    [STATUS.deprecated, STATUS.approved],
    [STATUS.approved, STATUS.archived],
    [STATUS.archived, STATUS.approved],
    [STATUS.approved, STATUS.deleted],
    [STATUS.archived, STATUS.deleted],
  ],
  folder: [
    [STATUS.approved, STATUS.deprecated],
    [STATUS.deprecated, STATUS.approved],
  ],
  association: [
    [STATUS.approved, STATUS.deprecated],
    [STATUS.deprecated, STATUS.approved],
  ],
};

/** What describes the bytes of a document and where they come from: no metadata update changes it. */
const FIXED_SLOTS = ['hash', 'size', 'repositoryUniqueId', 'sourcePatientId'] as const;

/** What a registry may answer when the annotations of an update are at fault. */
export const ANNOTATION_ERRORS = ['XDSMetadataUpdateError', 'XDSMetadataAnnotationError'] as const;

export interface UpdateContext extends RegistrationContext {
  /**
   * The code for annotations: the association that goes with an update, and its Slots PreviousVersion and
   * AssociationPropagation. Absent: that of ITI-57. The other belongs to Restricted Metadata Update (ITI-92), which has the
   * same annotations; some registries answer it to both.
   */
  annotationError?: (typeof ANNOTATION_ERRORS)[number];
}

/**
 * Works out a metadata update (ITI-57; IHE ITI Supplement XDS Metadata Update, 3.57.4.1.3): new versions of document
 * entries and folders, changes of state, new associations. Everything in the request belongs to one of these operations,
 * and they are done together or not at all. The associations that ask for a change of state are orders and are not kept.
 */
export function planUpdate(store: RegistryStore, submitted: readonly RimObject[], context: UpdateContext): Outcome<{ change: Change }> {
  const objects = withUuids(submitted, context.newUuid);
  const sets = objects.filter((object) => kindOf(object) === 'submission-set');
  const [set] = sets;
  if (!set || sets.length > 1)
    return refuse('XDSMetadataUpdateError', `Une mise à jour contient un lot de soumission ; celle-ci en contient ${sets.length}.`);
  return new Update(store, objects, set, context).plan();
}

class Update {
  readonly #refusals: Refusal[] = [];
  readonly #added: RimObject[] = [];
  readonly #statuses = new Map<string, string>();
  /** the new version of each object that gets one, by the id of the version before */
  readonly #successors = new Map<string, { object: RimObject; propagates: boolean }>();
  readonly #newVersions = new Map<string, RimObject>();
  /** objects of the request that an operation took */
  readonly #taken = new Set<RimObject>();
  readonly #submitted: ReadonlyMap<string, RimObject>;
  readonly #associations: readonly RimObject[];
  /** memberships of the submission set, by member */
  readonly #memberships = new Map<string, RimObject[]>();

  constructor(
    readonly store: RegistryStore,
    readonly objects: readonly RimObject[],
    readonly set: RimObject,
    readonly context: UpdateContext,
  ) {
    this.#submitted = new Map(objects.map((object) => [object.id, object]));
    this.#associations = objects.filter(({ kind }) => kind === 'Association');
    for (const association of this.#associations)
      if (association.type === ASSOCIATION.hasMember && association.source === set.id)
        append(this.#memberships, association.target!, association);
  }

  plan(): Outcome<{ change: Change }> {
    this.#checkSet();
    for (const object of this.objects) {
      const kind = kindOf(object);
      if (kind === 'document' || kind === 'folder') this.#newVersion(object, kind);
    }
    this.#propagate();
    for (const association of this.#associations) {
      if (association.type === ASSOCIATION.updateAvailabilityStatus) this.#changeStatus(association);
      if (association.type === ASSOCIATION.submitAssociation) this.#newAssociation(association);
    }
    const left = this.objects.filter((object) => object !== this.set && !this.#taken.has(object));
    for (const { kind, type, id } of left)
      this.#say(
        'XDSMetadataUpdateOperationError',
        `${kind} ${type === undefined ? id : shortName(type)} ne relève d’aucune opération de mise à jour.`,
      );
    if (this.objects.length === 1) this.#say('XDSMetadataUpdateError', 'Le lot ne demande aucune mise à jour.');
    if (this.#refusals.length > 0) return { accepted: false, refusals: this.#refusals };
    const filed = filingOf(this.store, this.#added, this.context);
    return {
      accepted: true,
      change: {
        added: [...this.#added, ...filed.added.map(approved)],
        statuses: [...this.#statuses].map(([id, status]) => ({ id, status })),
        slots: filed.slots,
      },
    };
  }

  #say(code: Refusal['code'], context: string): void {
    this.#refusals.push({ code, context });
  }

  #sayOfAnnotations(context: string): void {
    this.#say(this.context.annotationError ?? 'XDSMetadataUpdateError', context);
  }

  #checkSet(): void {
    const { set, store } = this;
    this.#added.push(approved(set));
    if (this.#submitted.size < this.objects.length) this.#say('XDSRegistryMetadataError', 'Un identifiant désigne deux objets du lot.');
    if (store.object(set.id)) this.#say('XDSRegistryMetadataError', `L’identifiant ${set.id} est déjà celui d’un objet du registre.`);
    const uniqueId = uniqueIdOf(set);
    if (uniqueId === undefined) this.#say('XDSRegistryMetadataError', 'Le lot de soumission n’a pas de uniqueId.');
    else if (store.withUniqueId(uniqueId).length > 0)
      this.#say('XDSDuplicateUniqueIdInRegistry', `Le uniqueId ${uniqueId} est déjà utilisé dans le registre.`);
    const patients = new Set(
      this.objects
        .map(patientIdOf)
        .filter((id) => id !== undefined)
        .map(patientKey),
    );
    if (patients.size > 1)
      this.#say('XDSPatientIdDoesNotMatch', `Le lot porte sur ${patients.size} patients : ${[...patients].join(', ')}.`);
    const patient = patientIdOf(set);
    if (patient === undefined) this.#say('XDSRegistryMetadataError', 'Le lot de soumission n’a pas de patientId.');
    else if (!this.context.isKnownPatient(patient)) this.#say('XDSUnknownPatientId', `Le patient ${patient} n’est pas connu du registre.`);
  }

  /** Update DocumentEntry Metadata (3.57.4.1.3.3.1), Update Folder Metadata (3.57.4.1.3.3.3). */
  #newVersion(object: RimObject, kind: 'document' | 'folder'): void {
    const refused = this.#refusals.length;
    const { id, lid } = object;
    this.#taken.add(object);
    const [membership, ...more] = this.#memberships.get(id) ?? [];
    if (membership) this.#taken.add(membership);
    if (!membership || more.length > 0)
      return this.#sayOfAnnotations(`L’objet ${id} n’est pas rattaché au lot par une association HasMember et une seule.`);
    const previousVersion = slotValue(membership, 'PreviousVersion');
    if (previousVersion === undefined) return this.#sayOfAnnotations(`L’association HasMember vers ${id} n’a pas de Slot PreviousVersion.`);
    if (lid === undefined || !isUuidUrn(lid) || lid === id)
      return this.#say(
        'XDSMetadataUpdateError',
        `L’objet ${id} n’est pas une nouvelle version : son lid (${lid ?? 'absent'}) est un UUID différent de son id.`,
      );
    if (this.store.object(id)) return this.#say('XDSRegistryMetadataError', `L’identifiant ${id} est déjà celui d’un objet du registre.`);
    const propagation = slotValue(membership, 'AssociationPropagation') ?? 'yes';
    if (propagation !== 'yes' && propagation !== 'no')
      this.#sayOfAnnotations(`AssociationPropagation vaut « ${propagation} » : yes ou no est attendu.`);
    const previous = this.store.latest(lid);
    if (!previous) return this.#say('XDSMetadataUpdateError', `Le registre ne connaît aucun objet de logicalID ${lid}.`);
    if (this.#successors.has(previous.id)) return this.#say('XDSMetadataUpdateError', `Le lot met deux fois à jour ${lid}.`);
    if (kindOf(previous) !== kind || previous.objectType !== object.objectType)
      return this.#say(
        'XDSObjectTypeError',
        `objectType de ${lid} : ${previous.objectType ?? ''} ne devient pas ${object.objectType ?? ''}.`,
      );
    if (previous.status === STATUS.deleted || (kind === 'folder' && previous.status !== STATUS.approved))
      this.#say('XDSMetadataUpdateError', `L’objet ${lid} est à l’état ${shortName(previous.status)} et ne se met plus à jour.`);
    if (previousVersion !== previous.version)
      this.#say(
        'XDSMetadataVersionError',
        `PreviousVersion vaut ${previousVersion} ; la version en vigueur de ${lid} est ${previous.version ?? ''}.`,
      );
    if (uniqueIdOf(object) !== uniqueIdOf(previous))
      this.#say(
        'XDSMetadataIdentifierError',
        `uniqueId de ${lid} : ${uniqueIdOf(previous) ?? ''} ne devient pas ${uniqueIdOf(object) ?? ''}.`,
      );
    this.#checkPatient(patientIdOf(object), previous);
    if (kind === 'document')
      for (const name of fixedDifferences(previous, object))
        this.#say('UnmodifiableMetadataError', `${name} de ${lid} ne se modifie pas par une mise à jour de métadonnées.`);
    if (this.#refusals.length > refused) return;
    const version = String(Number(previous.version) + 1);
    // a folder does not say itself when something was last put in it, and nothing is now
    const time = kind === 'folder' ? previous.slots.find(({ name }) => name === 'lastUpdateTime') : undefined;
    const current: RimObject = { ...(time ? withSlot(object, time) : object), lid, version, status: previous.status ?? STATUS.approved };
    this.#added.push(current, approved(membership));
    this.#statuses.set(previous.id, STATUS.deprecated);
    this.#successors.set(previous.id, { object: current, propagates: propagation === 'yes' });
    this.#newVersions.set(id, current);
  }

  /** Patients are reconciled by the identity feed, not by an update. */
  #checkPatient(patient: string | undefined, object: RimObject): void {
    const own = patientIdOf(object);
    if (own !== undefined && patient !== undefined && patientKey(own) !== patientKey(patient))
      this.#say('XDSPatientIDReconciliationError', `L’objet ${object.id} est celui du patient ${own}, la mise à jour dit ${patient}.`);
  }

  /** A new version takes over the associations of the one before, but its membership in submission sets (3.57.4.1.3.3.1.5). */
  #propagate(): void {
    const copied = new Set<string>();
    for (const [previous, { propagates }] of this.#successors)
      for (const association of propagates ? this.store.associationsOf(previous) : []) {
        const { source = '', target = '', status } = association;
        if (copied.has(association.id) || status !== STATUS.approved || this.#kindOf(source) === 'submission-set') continue;
        copied.add(association.id);
        const id = `urn:uuid:${this.context.newUuid()}`;
        this.#added.push(approved({ ...association, id, source: this.#successorOf(source), target: this.#successorOf(target) }));
      }
  }

  #successorOf(id: string): string {
    const next = this.#successors.get(id);
    return next?.propagates ? next.object.id : id;
  }

  #object(id: string): RimObject | undefined {
    return this.#successors.get(id)?.object ?? this.#newVersions.get(id) ?? this.store.object(id);
  }

  #kindOf(id: string): ObjectKind | undefined {
    const object = this.store.object(id);
    return object && kindOf(object);
  }

  /** Update DocumentEntry, Folder or Association AvailabilityStatus (3.57.4.1.3.3.2 and following). */
  #changeStatus(order: RimObject): void {
    this.#taken.add(order);
    const { source, target = '' } = order;
    if (source !== this.set.id)
      return this.#sayOfAnnotations(`La source d’UpdateAvailabilityStatus est le lot de soumission, pas ${source ?? ''}.`);
    // beside a new version, the new state is that of the new version
    const object = this.#object(target);
    if (!object) return this.#say('UnresolvedReferenceException', `UpdateAvailabilityStatus désigne ${target}, inconnu du registre.`);
    const kind = kindOf(object)!;
    const transitions = TRANSITIONS[kind];
    if (!transitions) return this.#say('XDSMetadataUpdateError', `L’état d’un lot de soumission (${target}) ne change pas.`);
    if (kind === 'association' && this.#kindOf(object.source ?? '') === 'submission-set')
      return this.#say('XDSMetadataUpdateError', `L’état d’une association du lot de soumission (${target}) ne change pas.`);
    if (kind !== 'association' && !this.#newVersions.has(object.id) && this.store.latestId(object.lid ?? object.id) !== object.id)
      return this.#say('XDSMetadataVersionError', `${target} n’est plus la version en vigueur de ${object.lid ?? ''}.`);
    if (this.#statuses.has(object.id)) return this.#say('XDSMetadataUpdateError', `Le lot change deux fois l’état de ${target}.`);
    const refused = this.#refusals.length;
    this.#checkPatient(patientIdOf(this.set), object);
    const [from, to] = ['OriginalStatus', 'NewStatus'].map((name) => slotValue(order, name) ?? '') as [string, string];
    if (from !== object.status)
      this.#say(
        'XDSMetadataUpdateError',
        `OriginalStatus vaut ${shortName(from) || 'rien'} ; l’état de ${target} est ${shortName(object.status)}.`,
      );
    else if (!transitions.some(([one, other]) => one === from && other === to))
      this.#say('XDSMetadataUpdateError', `${target} ne passe pas de l’état ${shortName(from)} à l’état ${shortName(to) || 'absent'}.`);
    if (this.#refusals.length === refused) this.#statuses.set(object.id, to);
  }

  /** Submit Associations (3.57.4.1.3.3.6). */
  #newAssociation(order: RimObject): void {
    this.#taken.add(order);
    const association = this.#submitted.get(order.target ?? '');
    if (order.source !== this.set.id || association?.kind !== 'Association' || association === order)
      return this.#sayOfAnnotations('SubmitAssociation va du lot de soumission à une association du même lot.');
    this.#taken.add(association);
    const { type = '', source = '', target = '' } = association;
    const [from, to] = [this.store.object(source), this.store.object(target)];
    if (!from || !to)
      return this.#say(
        'UnresolvedReferenceException',
        `L’association ${shortName(type)} désigne ${from ? target : source}, inconnu du registre.`,
      );
    const ends = [kindOf(from), kindOf(to)].join(' ');
    const fits =
      type === ASSOCIATION.hasMember ? ends === 'folder document' : DOCUMENT_RELATIONS.includes(type) && ends === 'document document';
    if (!fits || source === target)
      return this.#say('XDSMetadataUpdateError', `L’association ${shortName(type)} ne relie pas ${source} à ${target}.`);
    if (from.status !== STATUS.approved || to.status !== STATUS.approved)
      return this.#say(
        'XDSMetadataUpdateError',
        `L’association ${shortName(type)} relie des objets qui ne sont pas tous à l’état Approved.`,
      );
    if (
      this.store
        .associationsOf(source)
        .some((one) => one.type === type && one.source === source && one.target === target && one.status === STATUS.approved)
    )
      return this.#say('XDSMetadataUpdateError', `L’association ${shortName(type)} de ${source} à ${target} existe déjà.`);
    const refused = this.#refusals.length;
    for (const end of [from, to]) this.#checkPatient(patientIdOf(this.set), end);
    if (this.#refusals.length > refused) return;
    this.#added.push(approved(association));
    if (REPLACEMENTS.includes(type)) for (const { id, status } of deprecationOf(this.store, target)) this.#statuses.set(id, status);
  }
}

function fixedDifferences(previous: RimObject, next: RimObject): string[] {
  return [
    ...FIXED_SLOTS.filter((name) => slotValue(previous, name)?.toLowerCase() !== slotValue(next, name)?.toLowerCase()),
    ...(previous.mimeType === next.mimeType ? [] : ['mimeType']),
    ...((previous.home ?? '') === (next.home ?? '') ? [] : ['homeCommunityId']),
  ];
}
