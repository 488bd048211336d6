import {
  ASSOCIATION,
  codesOf,
  DOCUMENT_RELATIONS,
  ENTRY_TYPE,
  IDENTIFIER,
  identifierOf,
  isUuidUrn,
  NODE,
  OBJECT_TYPE,
  REPLACEMENTS,
  SCHEME,
  slotValue,
  STATUS,
  type RimObject,
  type RimSlot,
} from '../../src/protocols/ebxml/index.js';
import { closeDatabase, inTransaction, openDatabase, type Database, type Statement, type StoreFormat } from '../../src/storage/database.js';
import { Packing } from './packed.js';
import { patientKey } from './patient.js';
import { type Outcome, type Refusal } from './refusal.js';

export type ObjectKind = 'document' | 'submission-set' | 'folder' | 'association';

export interface RegistrationContext {
  /** a UUID, without prefix */
  newUuid: () => string;
  isKnownPatient: (cx: string) => boolean;
  now: () => Date;
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
  /** Slots of registered objects that take another value */
  slots?: readonly { id: string; slot: RimSlot }[];
  removed?: ReadonlySet<string>;
}

/** What a query sees of a registry. */
export type RegistryView = Pick<RegistryStore, 'object' | 'withUniqueId' | 'withLogicalId' | 'ofPatient' | 'associationsOf'>;

/** What a query wants of the objects of a patient, as far as columns can tell; it looks at what comes for the rest. */
export interface Wanted {
  kind: Exclude<ObjectKind, 'association'>;
  statuses: readonly string[];
  /** `code^^system` */
  classCodes?: readonly string[];
  typeCodes?: readonly string[];
  /** creationTime of a document entry, submissionTime of a submission set, lastUpdateTime of a folder */
  time?: Period;
  serviceStartTime?: Period;
  serviceStopTime?: Period;
}

/** DTM; the beginning belongs to it, the end does not. */
export interface Period {
  from?: string;
  to?: string;
}

/** The first instant of a DTM. */
export const earliest = (dtm: string): string => dtm + '00000101000000'.slice(dtm.length);

const KINDS: readonly ObjectKind[] = ['document', 'submission-set', 'folder', 'association'];
const TIME_SLOT = { document: 'creationTime', 'submission-set': 'submissionTime', folder: 'lastUpdateTime' } as const;

/** `object` is in the order of registration. A code column is null where an object has not exactly one such code. */
const OBJECTS = `
  CREATE TABLE term (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE object (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    status ANY,
    lid TEXT,
    version TEXT,
    uniqueId TEXT,
    patient TEXT,
    classCode TEXT,
    typeCode TEXT,
    time TEXT,
    serviceStartTime TEXT,
    serviceStopTime TEXT,
    source TEXT,
    target TEXT,
    body TEXT NOT NULL
  ) STRICT`;
const INDEXES = `
  CREATE UNIQUE INDEX object_by_id ON object (id);
  CREATE INDEX object_by_lid ON object (lid) WHERE lid IS NOT NULL;
  CREATE INDEX object_by_unique_id ON object (uniqueId) WHERE uniqueId IS NOT NULL;
  CREATE INDEX object_of_patient ON object (patient, kind, status, classCode, typeCode, time, serviceStartTime, serviceStopTime)
    WHERE patient IS NOT NULL;
  CREATE INDEX association_by_source ON object (source) WHERE source IS NOT NULL;
  CREATE INDEX association_by_target ON object (target) WHERE target IS NOT NULL`;

const TERMS: ReadonlySet<string> = new Set([
  ...['ExtrinsicObject', 'RegistryPackage', 'Association'],
  ...[STATUS, ENTRY_TYPE, NODE, SCHEME, IDENTIFIER, ASSOCIATION, OBJECT_TYPE].flatMap((names) => Object.values<string>(names)),
]);
const terms = [...TERMS].map((text, number) => `(${number}, '${text}')`).join(', ');

/** The letters ADDR: a registry of Addax. */
const FORMAT: StoreFormat = {
  applicationId: 0x41_44_44_52,
  version: 1,
  schema: `${OBJECTS}; INSERT INTO term VALUES ${terms}; ${INDEXES}`,
};

const ROW = 'id, status, lid, version, source, target, body';
const among = (column: string): string => `${column} IN (SELECT value FROM json_each(:${column}))`;
const within = (column: string): string =>
  `(:${column}From IS NULL OR ${column} >= :${column}From) AND (:${column}To IS NULL OR ${column} < :${column}To)`;

const SQL = {
  insert: `INSERT INTO object (id, kind, status, lid, version, uniqueId, patient, classCode, typeCode, time, serviceStartTime,
    serviceStopTime, source, target, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  remove: 'DELETE FROM object WHERE id = ?',
  setStatus: 'UPDATE object SET status = ? WHERE id = ?',
  setSlots: 'UPDATE object SET time = ?, serviceStartTime = ?, serviceStopTime = ?, body = ? WHERE id = ?',
  byId: `SELECT ${ROW} FROM object WHERE id = ?`,
  byUniqueId: `SELECT ${ROW} FROM object WHERE uniqueId = ? ORDER BY seq`,
  byLogicalId: `SELECT ${ROW} FROM object WHERE lid = ? ORDER BY seq`,
  latest: 'SELECT id FROM object WHERE lid = ? ORDER BY CAST(ifnull(version, 1) AS INTEGER) DESC, seq LIMIT 1',
  knowsPatient: 'SELECT 1 FROM object WHERE patient = ? LIMIT 1',
  ofPatient: `SELECT ${ROW} FROM object WHERE patient = :patient AND kind = :kind AND ${among('status')}
    AND (:classCode IS NULL OR classCode IS NULL OR ${among('classCode')})
    AND (:typeCode IS NULL OR typeCode IS NULL OR ${among('typeCode')})
    AND ${['time', 'serviceStartTime', 'serviceStopTime'].map(within).join(' AND ')} ORDER BY seq`,
  associationsOf: `SELECT ${ROW} FROM object WHERE source = ?1 OR target = ?1 ORDER BY seq`,
  size: 'SELECT count(*) AS size FROM object',
} as const;

type Statements = Record<keyof typeof SQL, Statement>;

interface Row {
  id: string;
  status: number | string | null;
  lid: string | null;
  version: string | null;
  source: string | null;
  target: string | null;
  body: string;
}

/** The content of a registry: a file, or in memory. A transaction changes it whole or not at all. */
export class RegistryStore {
  readonly #database: Database;
  readonly #packing: Packing;
  readonly #sql: Statements;

  /**
   * @param path file that keeps the store between runs; absent: in memory
   * @throws ConfigurationError when the file cannot serve
   */
  constructor(path?: string) {
    this.#database = openDatabase(path, FORMAT);
    this.#packing = new Packing(termsOf(this.#database));
    this.#sql = Object.fromEntries(Object.entries(SQL).map(([name, sql]) => [name, this.#database.prepare(sql)])) as Statements;
  }

  close(): void {
    closeDatabase(this.#database);
  }

  get size(): number {
    return (this.#sql.size.get() as { size: number }).size;
  }

  object(id: string): RimObject | undefined {
    return this.#one(this.#sql.byId.get(id));
  }

  /** Objects with this uniqueId: several document entries may stand for one document. */
  withUniqueId(uniqueId: string): readonly RimObject[] {
    return this.#all(this.#sql.byUniqueId.all(uniqueId));
  }

  withLogicalId(logicalId: string): readonly RimObject[] {
    return this.#all(this.#sql.byLogicalId.all(logicalId));
  }

  /** The current version of a logical object (IHE ITI TF-3, 4.1.5). */
  latest(logicalId: string): RimObject | undefined {
    const id = this.latestId(logicalId);
    return id === undefined ? undefined : this.object(id);
  }

  /** Its id alone, for less. */
  latestId(logicalId: string): string | undefined {
    return (this.#sql.latest.get(logicalId) as { id: string } | undefined)?.id;
  }

  /** Does the registry hold an object of this patient? */
  holdsPatient(cx: string): boolean {
    return this.#sql.knowsPatient.get(patientKey(cx)) !== undefined;
  }

  /** Document entries, submission sets or folders of a patient, in the order they were registered. */
  ofPatient(cx: string, { kind, statuses, classCodes, typeCodes, time, serviceStartTime, serviceStopTime }: Wanted): readonly RimObject[] {
    const list = (values: readonly unknown[] | undefined): string | null => (values ? JSON.stringify(values) : null);
    const rows = this.#sql.ofPatient.all({
      patient: patientKey(cx),
      kind: KINDS.indexOf(kind),
      status: list(statuses.map((status) => this.#packing.term(status))),
      classCode: list(classCodes),
      typeCode: list(typeCodes),
      ...bounds('time', time),
      ...bounds('serviceStartTime', serviceStartTime),
      ...bounds('serviceStopTime', serviceStopTime),
    });
    return this.#all(rows);
  }

  /** Associations that have this object at one of their ends. */
  associationsOf(id: string): readonly RimObject[] {
    return this.#all(this.#sql.associationsOf.all(id));
  }

  /** How each statement finds its rows, as SQLite tells it. */
  plans(): Record<string, string[]> {
    return Object.fromEntries(
      Object.entries(SQL).map(([name, sql]) => [
        name,
        (this.#database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail),
      ]),
    );
  }

  #one(row: unknown): RimObject | undefined {
    return row === undefined ? undefined : this.#objectOf(row as Row);
  }

  #all(rows: unknown[]): RimObject[] {
    return rows.map((row) => this.#objectOf(row as Row));
  }

  #objectOf({ id, status, lid, version, source, target, body }: Row): RimObject {
    const object: RimObject = { ...this.#packing.unpack(body), id };
    if (lid !== null) object.lid = lid;
    if (version !== null) object.version = version;
    const state = this.#packing.text(status);
    if (state !== undefined) object.status = state;
    if (source !== null) object.source = source;
    if (target !== null) object.target = target;
    return object;
  }

  /**
   * Registers a submission (ITI-42): symbolic ids become UUIDs, new objects are Approved, replaced entries Deprecated, and
   * folders tell when something was last put in them, whatever they say themselves. On refusal nothing changes. Returns the
   * objects as registered.
   */
  register(submitted: readonly RimObject[], context: RegistrationContext): Outcome<{ objects: RimObject[] }> {
    const objects = withUuids(submitted, context.newUuid);
    const refusals = [...this.identityRefusals(objects, context), ...this.#checkObjects(objects), ...this.#checkAssociations(objects)];
    if (refusals.length > 0) return { accepted: false, refusals };
    const filed = filingOf(this, objects, context);
    const updated = objects.map((object) => (kindOf(object) === 'folder' ? withSlot(object, lastUpdateTime(context.now())) : object));
    return inTransaction(this.#database, () => {
      this.#make({ added: [...updated, ...filed.added].map(approved), slots: filed.slots });
      this.#make({ statuses: objects.filter(isReplacement).flatMap(({ target }) => deprecationOf(this, target!)) });
      return { accepted: true, objects: objects.map(({ id }) => this.object(id)!) };
    });
  }

  /**
   * What speaks against a submission whatever its metadata are worth: a patient who is not known, a uniqueId that stands
   * for something else. A client that corrected its metadata only would come back for nothing.
   */
  identityRefusals(objects: readonly RimObject[], { isKnownPatient }: Pick<RegistrationContext, 'isKnownPatient'>): Refusal[] {
    const refusals = new Map<string, Refusal>();
    for (const object of objects) {
      const patient = patientIdOf(object);
      if (patient !== undefined && !isKnownPatient(patient))
        refusals.set(patientKey(patient), { code: 'XDSUnknownPatientId', context: `Le patient ${patient} n’est pas connu du registre.` });
      const uniqueId = uniqueIdOf(object);
      const refusal = uniqueId === undefined ? undefined : this.#otherUnder(uniqueId, object);
      if (refusal) refusals.set(uniqueId!, refusal);
    }
    return [...refusals.values()];
  }

  #otherUnder(uniqueId: string, object: RimObject): Refusal | undefined {
    for (const other of this.withUniqueId(uniqueId)) {
      if (kindOf(object) !== 'document' || kindOf(other) !== 'document')
        return { code: 'XDSDuplicateUniqueIdInRegistry', context: `Le uniqueId ${uniqueId} est déjà utilisé dans le registre.` };
      if (slotValue(other, 'hash')?.toLowerCase() !== slotValue(object, 'hash')?.toLowerCase())
        return { code: 'XDSNonIdenticalHash', context: `Le document ${uniqueId} est déjà enregistré avec une autre empreinte.` };
      if (slotValue(other, 'size') !== slotValue(object, 'size'))
        return { code: 'XDSNonIdenticalSize', context: `Le document ${uniqueId} est déjà enregistré avec une autre taille.` };
    }
    return undefined;
  }

  #checkObjects(objects: readonly RimObject[]): Refusal[] {
    const refusals: Refusal[] = [];
    const say = (code: Refusal['code'], text: string): void => void refusals.push({ code, context: text });
    const patients = new Set<string>();
    const uniqueIds = new Set<string>();
    const ids = new Set<string>();
    for (const object of objects) {
      if (ids.has(object.id)) say('XDSRegistryMetadataError', `L’identifiant ${object.id} désigne deux objets du lot.`);
      ids.add(object.id);
      if (this.object(object.id)) say('XDSRegistryMetadataError', `L’identifiant ${object.id} est déjà celui d’un objet du registre.`);
      const kind = kindOf(object);
      if (kind === 'association') continue;
      if (!kind) {
        say('XDSRegistryMetadataError', `Le RegistryPackage ${object.id} n’est classé ni lot de soumission, ni classeur.`);
        continue;
      }
      const patientId = patientIdOf(object);
      if (patientId !== undefined) patients.add(patientKey(patientId));
      else say('XDSRegistryMetadataError', `L’objet ${object.id} n’a pas de patientId.`);
      const uniqueId = uniqueIdOf(object);
      if (uniqueId === undefined) say('XDSRegistryMetadataError', `L’objet ${object.id} n’a pas de uniqueId.`);
      else if (uniqueIds.has(uniqueId))
        say('XDSRegistryDuplicateUniqueIdInMessage', `Le uniqueId ${uniqueId} figure deux fois dans le lot.`);
      else uniqueIds.add(uniqueId);
      if (kind !== 'document') continue;
      const missing = ['hash', 'size', 'repositoryUniqueId'].filter((name) => !slotValue(object, name));
      if (missing.length > 0) say('XDSRegistryMetadataError', `La fiche ${object.id} n’a pas de ${missing.join(', ')}.`);
    }
    if (patients.size > 1) say('XDSPatientIdDoesNotMatch', `Le lot porte sur ${patients.size} patients : ${[...patients].join(', ')}.`);
    return refusals;
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
    const ends = [source, target].map((id) => submitted.get(id) ?? this.object(id));
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

  /** Makes a change that was found in order: additions, then states and Slots, then removals. */
  apply(change: Change): void {
    inTransaction(this.#database, () => this.#make(change));
  }

  /**
   * Fills an empty store, much faster than one submission after the other: without a journal on disk, and indexes come last. Killed
   * on the way, the store is worthless, so nobody else may know its name yet.
   * @param note kept as the note `seed` once all is in
   */
  fill(note: string, batches: Iterable<readonly RimObject[]>, onBatch: (batch: readonly RimObject[]) => void): void {
    const database = this.#database;
    const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all() as { name: string }[];
    database.exec(`PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; ${names.map(({ name }) => `DROP INDEX ${name}`).join(';')}`);
    for (const batch of batches) {
      inTransaction(database, () => this.#make({ added: batch }));
      onBatch(batch);
    }
    inTransaction(database, () => {
      database.exec(INDEXES);
      database.prepare('INSERT INTO meta VALUES (?, ?)').run('seed', note);
    });
  }

  /** A note about the store as a whole. */
  note(name: string): string | undefined {
    return (this.#database.prepare('SELECT value FROM meta WHERE name = ?').get(name) as { value: string } | undefined)?.value;
  }

  #make({ added = [], statuses = [], slots = [], removed = new Set() }: Change): void {
    for (const object of added) this.#add(object);
    for (const { id, status } of statuses) this.#sql.setStatus.run(this.#packing.term(status), id);
    for (const { id, slot } of slots) this.#setSlot(id, slot);
    for (const id of removed) this.#sql.remove.run(id);
  }

  #setSlot(id: string, slot: RimSlot): void {
    const object = withSlot(this.object(id)!, slot);
    this.#sql.setSlots.run(...timesOf(object), this.#packing.pack(object), id);
  }

  #add(object: RimObject): void {
    const kind = kindOf(object);
    const patientId = patientIdOf(object);
    const { id, status, lid, version, source, target, ...body } = object;
    this.#sql.insert.run(
      id,
      kind ? KINDS.indexOf(kind) : NO_KIND,
      this.#packing.term(status),
      lid ?? null,
      version ?? null,
      uniqueIdOf(object) ?? null,
      patientId === undefined ? null : patientKey(patientId),
      onlyCode(object, SCHEME.classCode),
      onlyCode(object, SCHEME.typeCode),
      ...timesOf(object),
      source ?? null,
      target ?? null,
      this.#packing.pack(body),
    );
  }
}

const NO_KIND = -1;

function onlyCode(object: RimObject, scheme: string): string | null {
  const [code, ...more] = codesOf(object, scheme);
  return code && more.length === 0 ? `${code.code}^^${code.scheme}` : null;
}

function instant(object: RimObject, slot: string): string | null {
  const time = slotValue(object, slot);
  return time === undefined ? null : earliest(time);
}

/** The time columns: `time`, `serviceStartTime`, `serviceStopTime`. */
function timesOf(object: RimObject): [string | null, string | null, string | null] {
  const kind = kindOf(object);
  const time = kind && kind !== 'association' ? instant(object, TIME_SLOT[kind]) : null;
  return [time, instant(object, 'serviceStartTime'), instant(object, 'serviceStopTime')];
}

const bounds = (column: string, { from, to }: Period = {}): Record<string, string | null> => ({
  [`${column}From`]: from === undefined ? null : earliest(from),
  [`${column}To`]: to === undefined ? null : earliest(to),
});

const termsOf = (database: Database): string[] =>
  (database.prepare('SELECT text FROM term ORDER BY number').all() as { text: string }[]).map(({ text }) => text);

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

/** The time at which something was last put in a folder; it is the registry's to give (IHE ITI TF-3, 4.2.3.4.6). */
export const lastUpdateTime = (now: Date): RimSlot => ({
  name: TIME_SLOT.folder,
  values: [now.toISOString().replace(/\D/g, '').slice(0, 14)],
});

/** An object with one Slot of this name. */
export const withSlot = (object: RimObject, slot: RimSlot): RimObject => ({
  ...object,
  slots: [...object.slots.filter(({ name }) => name !== slot.name), slot],
});

/**
 * What new associations do to the folders of a registry. What replaces a document takes its place in each folder that holds
 * it, and a folder that something is put in tells when (IHE ITI TF-2, 3.42.4.1.3; TF-3, 4.2.3.4.6). Removing it from there
 * again does not change that time: it is that of the last arrival.
 * @param associations those that a submission adds, among its other objects
 */
export function filingOf(
  store: RegistryView,
  associations: readonly RimObject[],
  { newUuid, now }: Pick<RegistrationContext, 'newUuid' | 'now'>,
): Required<Pick<Change, 'added' | 'slots'>> {
  const folders = new Set<string>();
  const added: RimObject[] = [];
  const isThere = (one: RimObject, folder: string, document: string): boolean =>
    one.type === ASSOCIATION.hasMember && one.source === folder && one.target === document;
  for (const { type, source = '', target = '' } of associations) {
    if (type === ASSOCIATION.hasMember && isFolder(store.object(source))) folders.add(source);
    if (!REPLACEMENTS.includes(type ?? '')) continue;
    for (const membership of store.associationsOf(target)) {
      const folder = membership.source!;
      if (!isThere(membership, folder, target) || membership.status !== STATUS.approved || !isFolder(store.object(folder))) continue;
      folders.add(folder);
      if ([...associations, ...added, ...store.associationsOf(source)].some((one) => isThere(one, folder, source))) continue;
      added.push({ ...membership, id: `urn:uuid:${newUuid()}`, target: source });
    }
  }
  const slot = lastUpdateTime(now());
  return { added, slots: [...folders].map((id) => ({ id, slot })) };
}

const isFolder = (object: RimObject | undefined): boolean => object !== undefined && kindOf(object) === 'folder';

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
