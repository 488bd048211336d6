import { RegistryError } from './fault.mjs';
import {
  APPROVED,
  authorSlot,
  CODES,
  codesOf,
  CONTENT_TYPE,
  DEPRECATED,
  ENTRY_AUTHOR,
  EVENT_CODES,
  FOLDER_CODES,
  HAS_MEMBER,
  IDENTIFIERS,
  identifierOf,
  sameId,
  SET_AUTHOR,
  slotOf,
  slotsOf,
  STABLE,
} from './metadata.mjs';
import { all, children } from '../wire/xml.mjs';

const E = '$XDSDocumentEntry';
const S = '$XDSSubmissionSet';
const F = '$XDSFolder';

/** Parameters whose repeated slots must all be met; the others come once. */
const REPEATABLE = [`${E}EventCodeList`, `${E}ConfidentialityCode`, `${E}ReferenceIdList`, `${F}CodeList`];
/** Parameters that take one value wherever they stand. */
const SINGLE = /PatientId$|^\$patientId$|Time(?:From|To)$|^\$XDSSubmissionSet(?:EntryUUID|UniqueId)$/;

/** The parameters of one query, as they were written. */
export class Given {
  #slots = new Map();

  constructor(adhocQuery) {
    for (const slot of children(adhocQuery, 'rim:Slot')) {
      const name = slot.getAttribute('name');
      this.#slots.set(name, [...(this.#slots.get(name) ?? []), readValues(all(slot, 'rim:Value').map((v) => v.textContent.trim()))]);
    }
  }

  /** @throws {RegistryError} when the question cannot be answered as it is put */
  check({ required = [], oneOf = [], single = [] }) {
    for (const [name, slots] of this.#slots) {
      if (slots.length > 1 && !REPEATABLE.includes(name))
        throw new RegistryError('XDSStoredQueryParamNumber', `Le paramètre ${name} ne se répète pas.`);
      if (!SINGLE.test(name) && !single.includes(name)) continue;
      if (slots[0].list || slots[0].values.length !== 1)
        throw new RegistryError('XDSStoredQueryParamNumber', `Le paramètre ${name} prend une valeur et une seule.`);
      if (!slots[0].quoted) throw new RegistryError('XDSRegistryError', `La valeur de ${name} n’est pas entre apostrophes.`);
    }
    for (const name of required)
      if (this.list(name).length === 0) throw new RegistryError('XDSStoredQueryMissingParam', `Le paramètre ${name} manque.`);
    const keys = oneOf.filter(this.has);
    if (oneOf.length > 0 && keys.length === 0)
      throw new RegistryError('XDSStoredQueryMissingParam', `Un paramètre parmi ${oneOf.join(', ')} est attendu.`);
    if (keys.length > 1) throw new RegistryError('XDSStoredQueryParamNumber', `Un seul paramètre parmi ${keys.join(', ')} est attendu.`);
  }

  has = (name) => this.#slots.has(name);
  groups = (name) => (this.#slots.get(name) ?? []).map((slot) => slot.values);
  list = (name) => this.groups(name).flat();
  one = (name) => this.list(name)[0];
}

/** Values of a parameter: `'a'`, `('a','b')` or a number; `list` says whether parentheses were there. */
function readValues(texts) {
  const list = texts.some((t) => t.startsWith('('));
  const values = texts.flatMap((t) => t.match(/'(?:[^']|'')*'|\d+/g) ?? []);
  const quoted = texts.every((t) => /^\(?\s*(?:'|\d+$)/.test(t));
  return { list, quoted, values: values.map((v) => (v.startsWith("'") ? v.slice(1, -1).replaceAll("''", "'") : v)) };
}

const findDocuments = { required: [`${E}PatientId`, `${E}Status`], run: (view, given) => entriesOfPatient(view, given, `${E}PatientId`) };

/** The stored queries, by id: what each must be given, and how it is answered. */
export const QUERIES = {
  'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d': findDocuments,
  'urn:uuid:12941a89-e02e-4be5-967c-ce4bfc8fe492': { ...findDocuments, required: [...findDocuments.required, `${E}ReferenceIdList`] },
  'urn:uuid:4308b1df-36de-4bef-8e2e-ba91f593c435': {
    ...findDocuments,
    run: (view, given) =>
      findDocuments.run(view, given).filter(({ element }) => view.filters([() => !Object.entries(CODED).some(isExcluded(given, element))])),
  },
  'urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9': {
    required: [`${S}PatientId`, `${S}Status`],
    run: (view, given) =>
      ofPatient(view, 'set', given.one(`${S}PatientId`)).filter((set) =>
        view.filters([
          () => given.list(`${S}Status`).includes(set.status),
          () => isAmong(given, `${S}SourceId`, [identifierOf(set.element, IDENTIFIERS.setSource)]),
          () => isAmong(given, `${S}ContentType`, codesOf(set.element, CONTENT_TYPE)),
          () => isWithin(given, `${S}SubmissionTime`, slotOf(set.element, 'submissionTime'), view),
          () => isBy(given, `${S}AuthorPerson`, authorSlot(set.element, SET_AUTHOR, 'authorPerson')),
        ]),
      ),
  },
  'urn:uuid:958f3006-baad-4929-a4de-ff1114824431': {
    required: [`${F}PatientId`, `${F}Status`],
    run: (view, given) =>
      ofPatient(view, 'folder', given.one(`${F}PatientId`)).filter((folder) =>
        view.filters([
          () => given.list(`${F}Status`).includes(folder.status),
          () => isAmong(given, `${F}CodeList`, codesOf(folder.element, FOLDER_CODES), view),
          () => isWithin(given, `${F}LastUpdateTime`, slotOf(folder.element, 'lastUpdateTime'), view),
        ]),
      ),
  },
  'urn:uuid:10b545ea-725c-446d-9b95-8aeb444eddf3': {
    required: ['$patientId', `${E}Status`, `${S}Status`, `${F}Status`],
    run(view, given) {
      const found = [
        ...entriesOfPatient(view, given, '$patientId'),
        ...ofPatient(view, 'set', given.one('$patientId')).filter((o) => given.list(`${S}Status`).includes(o.status)),
        ...ofPatient(view, 'folder', given.one('$patientId')).filter((o) => given.list(`${F}Status`).includes(o.status)),
      ];
      return [...found, ...linksBetween(view, found)];
    },
  },
  'urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4': {
    oneOf: [`${E}EntryUUID`, `${E}UniqueId`, `${E}LogicalID`],
    run: (view, given) => view.breaks('details', named(view, given, 'entry', E)),
  },
  'urn:uuid:5737b14c-8a1a-4539-b659-e03a34a5e1e4': {
    oneOf: [`${F}EntryUUID`, `${F}UniqueId`, `${F}LogicalID`],
    run: (view, given) => named(view, given, 'folder', F),
  },
  'urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155': { required: ['$uuid'], run: (view, given) => linksOf(view, given, given.list('$uuid')) },
  'urn:uuid:bab9529a-4a10-40b3-a01f-f68a615d247a': {
    oneOf: [`${E}EntryUUID`, `${E}UniqueId`],
    run(view, given) {
      const entries = named(view, given, 'entry', E);
      return [
        ...entries,
        ...linksOf(
          view,
          given,
          entries.map(({ id }) => id),
        ),
      ];
    },
  },
  'urn:uuid:51224314-5390-4169-9b91-b1980040715a': {
    required: ['$uuid'],
    run: (view, given) => ownersOf(view, given.list('$uuid'), 'set').flat(),
  },
  'urn:uuid:e8e3cb2c-e39c-46b9-99e4-c12f57260b83': {
    oneOf: [`${S}EntryUUID`, `${S}UniqueId`],
    run(view, given) {
      const sets = named(view, given, 'set', S);
      const members = sets.flatMap((set) => membersOf(view, set, given)).filter((o) => o.kind !== 'association');
      return [...sets, ...members, ...linksBetween(view, [...sets, ...members])];
    },
  },
  'urn:uuid:b909a503-523d-4517-8acf-8e5834dfc4c7': {
    oneOf: [`${F}EntryUUID`, `${F}UniqueId`],
    single: [`${F}EntryUUID`, `${F}UniqueId`],
    run(view, given) {
      const folders = named(view, given, 'folder', F);
      const members = folders.flatMap((folder) => membersOf(view, folder, given));
      return [...folders, ...members, ...linksBetween(view, [...folders, ...members])];
    },
  },
  'urn:uuid:10cae35a-c7f9-4cf5-b61e-fc3278ffb578': {
    oneOf: [`${E}EntryUUID`, `${E}UniqueId`],
    single: [`${E}EntryUUID`, `${E}UniqueId`],
    run: (view, given) =>
      ownersOf(
        view,
        named(view, given, 'entry', E).map(({ id }) => id),
        'folder',
      ).map(([folder]) => folder),
  },
  'urn:uuid:d90e5407-b356-4d91-a89f-873917b4b0e6': {
    required: ['$AssociationTypes'],
    oneOf: [`${E}EntryUUID`, `${E}UniqueId`],
    single: [`${E}EntryUUID`, `${E}UniqueId`],
    run: (view, given) =>
      named(view, given, 'entry', E).flatMap((entry) => {
        const links = view.all().filter((o) => isLinkOf(o, [entry.id]) && given.list('$AssociationTypes').includes(o.type));
        const others = links.flatMap((link) => view.object(link.source === entry.id ? link.target : link.source) ?? []);
        return links.length === 0 ? [] : [entry, ...others, ...links];
      }),
  },
};

/**
 * What a query sees of the store: current versions only, unless it knows of the others; nothing that is masked.
 * @param {{level: string | undefined, sees: (entry: object) => boolean, breaks: (stage: string, value: any) => any}} options
 */
export function viewOf(store, { level, sees, breaks }) {
  const isCurrent = (o) =>
    level === '2'
    || (o.kind === 'entry' || o.kind === 'folder' ?
      store.latest(o.lid) === o && !(o.kind === 'folder' && o.status === DEPRECATED)
    : o.status !== DEPRECATED);
  const isSeen = (o) => {
    const entries = o.kind === 'association' ? [o.source, o.target].flatMap((id) => store.object(id) ?? []) : [o];
    return isCurrent(o) && entries.every((e) => e.kind !== 'entry' || sees(e));
  };
  const objects = store.all().filter(isSeen);
  return {
    breaks,
    all: () => objects,
    object: (id) => objects.find((o) => o.id === id),
    filters: (tests) => breaks('filters', true) === false || tests.every((test) => test()),
  };
}

const ofPatient = (view, kind, patient) =>
  view.all().filter((o) => o.kind === kind && (!view.breaks('patientFilter', true) || sameId(o.patient) === sameId(patient)));

const entriesOfPatient = (view, given, parameter) =>
  ofPatient(view, 'entry', given.one(parameter)).filter(
    (entry) => given.list(`${E}Status`).includes(entry.status) && view.filters([() => meets(view, given, entry)]),
  );

/** The coded attributes of an entry, by the name of their parameter. */
const CODED = { ...CODES, EventCodeList: EVENT_CODES };

/** Does an entry meet every filter of the query? */
function meets(view, given, { element }) {
  const types = given.list(`${E}Type`);
  return (
    (types.length > 0 ? types : [STABLE]).includes(element.getAttribute('objectType'))
    && Object.entries(CODED).every(([name, scheme]) => isAmong(given, `${E}${name}`, codesOf(element, scheme), view))
    && ['creationTime', 'serviceStartTime', 'serviceStopTime'].every((name) =>
      isWithin(given, `${E}${name[0].toUpperCase()}${name.slice(1)}`, slotOf(element, name), view),
    )
    && isBy(given, `${E}AuthorPerson`, authorSlot(element, ENTRY_AUTHOR, 'authorPerson'))
    && isAmong(given, `${E}ReferenceIdList`, slotsOf(element, 'urn:ihe:iti:xds:2013:referenceIdList') ?? [], view)
  );
}

/** Does an entry have a code that the question excludes? */
const isExcluded =
  (given, element) =>
  ([name, scheme]) =>
    given.list(`${E}${name}Exclude`).some((code) => codesOf(element, scheme).includes(code));

/** One value of each slot of that name is there. */
function isAmong(given, parameter, own, view) {
  const groups = view ? view.breaks('groups', given.groups(parameter)) : given.groups(parameter);
  return groups.every((values) => values.some((value) => own.includes(value)));
}

/** Inclusive lower bound, exclusive upper bound; what a shorter date leaves out is its first instant. */
function isWithin(given, parameter, time, view) {
  const from = given.one(`${parameter}From`);
  const to = given.one(`${parameter}To`);
  if (!from && !to) return true;
  if (!time) return false;
  const full = (dtm) => dtm + '00000101000000'.slice(dtm.length);
  const { after, before } = view.breaks('bounds', { after: (t, f) => t >= f, before: (t, u) => t < u });
  return (!from || after(full(time), full(from))) && (!to || before(full(time), full(to)));
}

/** `%` stands for any text, `_` for one character. */
function isBy(given, parameter, persons) {
  const patterns = given.list(parameter).map((pattern) => {
    const escaped = pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'su');
  });
  return patterns.length === 0 || patterns.some((p) => persons.some((person) => p.test(person)));
}

const named = (view, given, kind, prefix) =>
  view
    .all()
    .filter(
      (o) =>
        o.kind === kind
        && (given.list(`${prefix}EntryUUID`).includes(o.id)
          || given.list(`${prefix}UniqueId`).includes(o.uniqueId)
          || given.list(`${prefix}LogicalID`).includes(o.lid)),
    );

const isLinkOf = (o, ids) => o.kind === 'association' && (ids.includes(o.source) || ids.includes(o.target));

function linksOf(view, given, ids) {
  const status = given.list('$XDSAssociationStatus');
  return view.all().filter((o) => isLinkOf(o, ids) && (status.length > 0 ? status : [APPROVED]).includes(o.status));
}

function linksBetween(view, objects) {
  const ids = objects.map(({ id }) => id);
  return view.all().filter((o) => o.kind === 'association' && ids.includes(o.source) && ids.includes(o.target));
}

const membersOf = (view, whole, given) =>
  view
    .all()
    .filter((o) => o.type === HAS_MEMBER && o.source === whole.id)
    .flatMap(({ target }) => view.object(target) ?? [])
    .filter((member) => member.kind !== 'entry' || view.filters([() => meets(view, given, member)]));

const ownersOf = (view, ids, kind) =>
  view
    .all()
    .filter((o) => o.type === HAS_MEMBER && ids.includes(o.target))
    .map((link) => [view.object(link.source), link])
    .filter(([owner]) => owner?.kind === kind);
