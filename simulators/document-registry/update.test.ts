import { describe, expect, test } from '@jest/globals';
import {
  ASSOCIATION,
  IDENTIFIER,
  membership,
  revisedEntry,
  rimOfRelationship,
  rimOfSubmissionSet,
  STATUS,
  type EntryChanges,
  type Relationship,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { accept, context, entry, folder, found, OTHER, PATIENT, refused, rim, set, theDocument } from './fixtures/lots.js';
import { kindOf, RegistryStore, uniqueIdOf } from './store.js';
import { planUpdate } from './update.js';

type Lot = RimObject[];

const lot = (objects: RimObject[], relationships: Relationship[], patient = PATIENT): Lot => {
  const one = set(patient);
  const named = relationships.map((relationship) => ({ ...relationship, source: relationship.source.replace('SET', one.id) }));
  return [rimOfSubmissionSet(one), ...objects, ...named.map(rimOfRelationship)];
};

/** A new version of an entry, with what the test changes. */
const revision = (
  registered: RimObject,
  changes: EntryChanges = {},
  slots: Record<string, string> = { PreviousVersion: registered.version! },
  patient = PATIENT,
): Lot =>
  lot(
    [revisedEntry(registered, 'Revised', changes)],
    [{ ...membership('SET', 'Revised'), slots: { SubmissionSetStatus: 'Original', ...slots } }],
    patient,
  );

const status = (target: string, from: string, to: string, source = 'SET'): Relationship => ({
  type: ASSOCIATION.updateAvailabilityStatus,
  source,
  target,
  slots: { OriginalStatus: from, NewStatus: to },
});

const submit = (type: string, source: string, target: string): Relationship[] => [
  { id: 'New', type, source, target },
  { id: 'Order', type: ASSOCIATION.submitAssociation, source: 'SET', target: 'New' },
];

function update(store: RegistryStore, objects: Lot): string[] {
  const outcome = planUpdate(store, objects, context);
  if (!outcome.accepted) return outcome.refusals.map(({ code }) => code);
  store.apply(outcome.change);
  return [];
}

/** A registry with one document, and that document. */
function registry(over: Parameters<typeof entry>[0] = {}): { store: RegistryStore; document: RimObject } {
  const store = new RegistryStore();
  return { store, document: theDocument(accept(store, rim([entry(over)]))) };
}

const everything = { $MetadataLevel: 2 };

describe('a new version of a document entry', () => {
  test('follows the one before, which is deprecated', () => {
    const { store, document } = registry();
    expect(update(store, revision(document, { title: 'Nouveau titre' }))).toEqual([]);
    const current = store.latest(document.lid!)!;
    expect(current).toMatchObject({ name: 'Nouveau titre', lid: document.id, version: '2', status: STATUS.approved });
    expect([current.id === document.id, store.object(document.id)?.status, uniqueIdOf(current)]).toEqual([
      false,
      STATUS.deprecated,
      uniqueIdOf(document),
    ]);
    expect(update(store, revision(current))).toEqual([]);
    expect(store.latest(document.lid!)).toMatchObject({ version: '3' });
  });
  test('keeps the state of the one before', () => {
    const { store, document } = registry();
    expect(update(store, lot([], [status(document.id, STATUS.approved, STATUS.archived)]))).toEqual([]);
    expect(update(store, revision(document))).toEqual([]);
    expect(store.latest(document.lid!)).toMatchObject({ version: '2', status: STATUS.archived });
  });
  test('takes a change of state that comes with it', () => {
    const { store, document } = registry();
    const objects = revision(document);
    const order = rimOfRelationship({ ...status(document.id, STATUS.approved, STATUS.archived, objects[0]!.id), id: 'Order' });
    expect(update(store, [...objects, order])).toEqual([]);
    expect(store.latest(document.lid!)).toMatchObject({ version: '2', status: STATUS.archived });
    expect(store.object(document.id)?.status).toBe(STATUS.deprecated);
  });
  test.each(['yes', 'no', undefined])('takes over the associations, but memberships of submission sets: %s', (propagation) => {
    const store = new RegistryStore();
    const [one, addendum] = [entry(), entry()];
    const folders = [folder('Folder01', '1.2.77')];
    const first = accept(store, [...rim([one], [{ type: ASSOCIATION.hasMember, source: 'Folder01', target: one.id }]), ...folders]);
    const document = theDocument(first);
    const added = theDocument(accept(store, rim([addendum], [{ type: ASSOCIATION.appends, source: addendum.id, target: document.id }])));
    const slots = { PreviousVersion: '1', ...(propagation !== undefined && { AssociationPropagation: propagation }) };
    expect(update(store, revision(document, {}, slots))).toEqual([]);
    const current = store.latest(document.lid!)!;
    const types = store
      .associationsOf(current.id)
      .map(({ type, source }) => `${type!.split(':').at(-1)} ${kindOf(store.object(source!)!)}`);
    expect(types).toEqual(['HasMember submission-set', ...(propagation === 'no' ? [] : ['HasMember folder', 'APND document'])]);
    expect(store.associationsOf(added.id).some(({ target }) => target === current.id)).toBe(propagation !== 'no');
  });

  test.each<[string, (document: RimObject) => Lot]>([
    ['XDSMetadataUpdateError', (document) => revision(document, { logicalId: 'urn:uuid:00000000-0000-4000-8000-999999999999' })],
    ['XDSMetadataUpdateError', (document) => revision(document, { logicalId: 'Logical' })],
    ['XDSMetadataUpdateError', (document) => revision(document).map(({ lid: _lid, ...object }) => object)],
    [
      'XDSMetadataUpdateError',
      (document) =>
        revision(document).map((object) =>
          object.lid ? { ...object, id: object.lid }
          : object.kind === 'Association' ? { ...object, target: document.id }
          : object,
        ),
    ],
    ['XDSMetadataUpdateError', (document) => revision(document, {}, {})],
    ['XDSMetadataUpdateError', (document) => revision(document, {}, { PreviousVersion: '1', AssociationPropagation: 'perhaps' })],
    ['XDSMetadataUpdateError', (document) => revision(document).slice(0, 2)],
    ['XDSMetadataUpdateError', (document) => revision(document).slice(1)],
    ['XDSMetadataUpdateError', (document) => revision(document).slice(0, 1)],
    ['XDSMetadataVersionError', (document) => revision(document, {}, { PreviousVersion: '2' })],
    ['XDSMetadataVersionError', (document) => revision(document, {}, { PreviousVersion: 'x' })],
    ['XDSMetadataIdentifierError', (document) => revision(document, { uniqueId: '1.2.3.999' })],
    ['XDSObjectTypeError', (document) => revision(document, { objectType: 'urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248' })],
    ['UnmodifiableMetadataError', (document) => revision(document, { hash: 'b'.repeat(40) })],
    ['UnmodifiableMetadataError', (document) => revision(document, { size: '11' })],
    ['UnmodifiableMetadataError', (document) => revision(document, { mimeType: 'text/plain' })],
    ['UnmodifiableMetadataError', (document) => revision(document, { repositoryUniqueId: '1.2.4' })],
    ['UnmodifiableMetadataError', (document) => revision(document, { sourcePatientId: 'P^^^&1.2&ISO^PI' })],
    ['XDSPatientIDReconciliationError', (document) => revision(document, { patientId: OTHER }, undefined, OTHER)],
    [
      'XDSPatientIdDoesNotMatch',
      (document) =>
        revision(document, {}, undefined, OTHER)
          .filter(({ kind }) => kind === 'RegistryPackage')
          .concat(revision(document).slice(1))
          .map((object, _, all) => (object.kind === 'Association' ? { ...object, source: all[0]!.id } : object)),
    ],
    [
      'XDSMetadataUpdateOperationError',
      (document) => [
        ...revision(document),
        rimOfRelationship({ id: 'X', type: ASSOCIATION.replaces, source: 'Revised', target: document.id }),
      ],
    ],
    [
      'XDSRegistryMetadataError',
      (document) =>
        [...revision(document), rimOfRelationship({ ...status(document.id, STATUS.approved, STATUS.archived), id: 'Revised' })].slice(0, 4),
    ],
  ])('is refused with %s, %#, and nothing changes', (expected, make) => {
    const { store, document } = registry();
    const before = [store.size, store.latest(document.lid!)];
    expect(update(store, make(document))).toContain(expected);
    expect([store.size, store.latest(document.lid!)]).toEqual(before);
    expect(document).toMatchObject({ status: STATUS.approved, version: '1' });
  });
  test.each<[string, (document: RimObject) => Lot]>([
    ['no PreviousVersion', (document) => revision(document, {}, {})],
    ['another AssociationPropagation', (document) => revision(document, {}, { PreviousVersion: '1', AssociationPropagation: 'perhaps' })],
    ['no HasMember', (document) => revision(document).slice(0, 2)],
    ['an order of another source', ({ id }) => lot([], [status(id, STATUS.approved, STATUS.archived, id)])],
    ['an association that nobody submits', ({ id }) => lot([], [{ type: ASSOCIATION.submitAssociation, source: 'SET', target: id }])],
  ])('the code for annotations can be that of ITI-92: %s', (_, make) => {
    const { store, document } = registry();
    const told = (objects: Lot, over: object): string[] => {
      const outcome = planUpdate(store, objects, { ...context, ...over });
      return outcome.accepted ? [] : outcome.refusals.map((refusal) => refusal.code);
    };
    const other = { annotationError: 'XDSMetadataAnnotationError' };
    expect([told(make(document), {}), told(make(document), other)]).toEqual([['XDSMetadataUpdateError'], ['XDSMetadataAnnotationError']]);
    expect(told(revision(document), other)).toEqual([]);
    expect(told(revision(document, { uniqueId: '1.2.3.999' }), other)).toEqual(['XDSMetadataIdentifierError']);
  });
  test('each of these breaks one thing only', () => {
    const { store, document } = registry();
    expect(update(store, revision(document, { uniqueId: '1.2.3.999' }))).toEqual(['XDSMetadataIdentifierError']);
    expect(update(store, revision(document, { hash: 'b'.repeat(40) }))).toEqual(['UnmodifiableMetadataError']);
    expect(update(store, revision(document, {}, { PreviousVersion: '2' }))).toEqual(['XDSMetadataVersionError']);
    expect(update(store, revision(document, { patientId: OTHER }, undefined, OTHER))).toEqual(['XDSPatientIDReconciliationError']);
  });
  test('one operation that is refused refuses the others', () => {
    const { store, document } = registry();
    const second = theDocument(accept(store, rim([entry()])));
    const objects = revision(document);
    const order = rimOfRelationship({ ...status(second.id, STATUS.archived, STATUS.approved, objects[0]!.id), id: 'Order' });
    expect(update(store, [...objects, order])).toEqual(['XDSMetadataUpdateError']);
    expect(store.latest(document.lid!)).toEqual(document);
  });
  test('the submission set is a new one of a known patient', () => {
    const { store, document } = registry();
    const again = revision(document);
    expect(update(store, again)).toEqual([]);
    const current = store.latest(document.lid!)!;
    const twice = [
      again[0]!,
      ...revision(current)
        .slice(1)
        .map((o) => (o.source ? { ...o, source: again[0]!.id } : o)),
    ];
    expect(update(store, twice)).toEqual(['XDSDuplicateUniqueIdInRegistry']);
    const strangers = lot([], [status(current.id, STATUS.approved, STATUS.archived)], '1^^^&9.9&ISO^NH');
    expect(update(store, strangers)).toContain('XDSUnknownPatientId');
  });
});

describe('a change of state', () => {
  const { approved, archived, deleted, deprecated } = STATUS;
  test.each([
    [[approved, archived]],
    [[approved, archived, approved]],
    [[approved, deleted]],
    [[approved, archived, deleted]],
    [[approved, deprecated, approved]],
  ])('is allowed: %j', (states) => {
    const { store, document } = registry();
    for (const [i, to] of states.slice(1).entries()) {
      expect(update(store, lot([], [status(document.id, states[i]!, to)]))).toEqual([]);
      expect(store.object(document.id)?.status).toBe(to);
    }
  });
  test.each([
    [approved, deleted, deleted, approved],
    [approved, deleted, deleted, archived],
    [approved, deprecated, deprecated, archived],
    [approved, deprecated, deprecated, deleted],
    [approved, archived, archived, deprecated],
    [approved, archived, approved, deleted],
    [approved, archived, archived, 'urn:x'],
  ])('is refused after %s → %s: %s → %s', (first, then, from, to) => {
    const { store, document } = registry();
    update(store, lot([], [status(document.id, first, then)]));
    expect(update(store, lot([], [status(document.id, from, to)]))).toEqual(['XDSMetadataUpdateError']);
    expect(store.object(document.id)?.status).toBe(then);
  });
  test.each<[string, string, (store: RegistryStore, document: RimObject) => Lot]>([
    [
      'unknown',
      'UnresolvedReferenceException',
      () => lot([], [status('urn:uuid:00000000-0000-4000-8000-999999999999', approved, archived)]),
    ],
    ['of another patient', 'XDSPatientIDReconciliationError', (_, { id }) => lot([], [status(id, approved, archived)], OTHER)],
    ['not ordered by the set', 'XDSMetadataUpdateError', (_, { id }) => lot([], [status(id, approved, archived, id)])],
    ['ordered twice', 'XDSMetadataUpdateError', (_, { id }) => lot([], [status(id, approved, archived), status(id, approved, deleted)])],
    [
      'past',
      'XDSMetadataVersionError',
      (store, document) => (update(store, revision(document)), lot([], [status(document.id, deprecated, approved)])),
    ],
    [
      'a submission set',
      'XDSMetadataUpdateError',
      (store, { id }) => lot([], [status(store.associationsOf(id)[0]!.source!, approved, deprecated)]),
    ],
    [
      'a membership of a submission set',
      'XDSMetadataUpdateError',
      (store, { id }) => lot([], [status(store.associationsOf(id)[0]!.id, approved, deprecated)]),
    ],
  ])('is refused of what is %s', (_, expected, make) => {
    const { store, document } = registry();
    expect(update(store, make(store, document))).toEqual([expected]);
  });
});

describe('folders', () => {
  function withFolder() {
    const store = new RegistryStore();
    const one = entry();
    const objects = accept(store, [
      ...rim([one], [{ type: ASSOCIATION.hasMember, source: 'Folder01', target: one.id }]),
      folder('Folder01', '1.2.78'),
    ]);
    const registered = objects.find((object) => kindOf(object) === 'folder')!;
    const next = (slots: Record<string, string> = { PreviousVersion: '1' }, over: Partial<RimObject> = {}) =>
      lot([folder('Folder02', '1.2.78', { lid: registered.lid!, ...over })], [{ ...membership('SET', 'Folder02'), slots }]);
    return { store, registered, next };
  }
  test('get new versions, which keep their content, and are deprecated', () => {
    const { store, registered, next } = withFolder();
    expect(update(store, next())).toEqual([]);
    const kinds = (level: object) =>
      found(store, 'GetFolderAndContents', { $XDSFolderUniqueId: '1.2.78', ...level }).map(({ kind }) => kind);
    expect(kinds({})).toEqual(['RegistryPackage', 'ExtrinsicObject', 'Association']);
    expect(kinds(everything)).toEqual(['RegistryPackage', 'ExtrinsicObject', 'Association', 'RegistryPackage', 'Association']);
    expect(found(store, 'GetFolders', { $XDSFolderLogicalID: [registered.lid!] })).toMatchObject([{ version: '2' }]);
    const current = store.latest(registered.lid!)!;
    expect(update(store, lot([], [status(current.id, STATUS.approved, STATUS.deprecated)]))).toEqual([]);
    expect(found(store, 'GetFolders', { $XDSFolderUniqueId: ['1.2.78'] })).toEqual([]);
    expect(found(store, 'GetFolders', { $XDSFolderUniqueId: ['1.2.78'], ...everything })).toHaveLength(2);
  });
  test('are refused', () => {
    const { store, registered, next } = withFolder();
    expect(update(store, next({ PreviousVersion: '4' }))).toEqual(['XDSMetadataVersionError']);
    expect(update(store, lot([], [status(registered.id, STATUS.approved, STATUS.archived)]))).toEqual(['XDSMetadataUpdateError']);
    const identifiers = [
      { id: 'a', scheme: IDENTIFIER.folderPatientId, value: PATIENT },
      { id: 'b', scheme: IDENTIFIER.folderUniqueId, value: '1.2.79' },
    ];
    expect(update(store, next(undefined, { identifiers }))).toEqual(['XDSMetadataIdentifierError']);
    update(store, lot([], [status(registered.id, STATUS.approved, STATUS.deprecated)]));
    expect(update(store, next())).toEqual(['XDSMetadataUpdateError']);
  });
});

describe('a new association', () => {
  function withTwo() {
    const store = new RegistryStore();
    const [one, two] = [entry(), entry()].map((made) => theDocument(accept(store, rim([made])))) as [RimObject, RimObject];
    return { store, one, two };
  }
  test('joins registered documents, and may be deprecated', () => {
    const { store, one, two } = withTwo();
    expect(update(store, lot([], submit(ASSOCIATION.appends, two.id, one.id)))).toEqual([]);
    const association = store.associationsOf(one.id).find(({ type }) => type === ASSOCIATION.appends)!;
    expect(association).toMatchObject({ source: two.id, target: one.id, status: STATUS.approved });
    const related = (more: object) =>
      found(store, 'GetRelatedDocuments', { $XDSDocumentEntryEntryUUID: one.id, $AssociationTypes: [ASSOCIATION.appends], ...more });
    expect(related({})).toHaveLength(3);
    expect(update(store, lot([], [status(association.id, STATUS.approved, STATUS.deprecated)]))).toEqual([]);
    expect([related({}).length, related(everything).length]).toEqual([0, 3]);
  });
  test('that replaces deprecates', () => {
    const { store, one, two } = withTwo();
    expect(update(store, lot([], submit(ASSOCIATION.replaces, two.id, one.id)))).toEqual([]);
    expect([one, two].map(({ id }) => store.object(id)?.status)).toEqual([STATUS.deprecated, STATUS.approved]);
  });
  test.each<[string, string, (two: { store: RegistryStore; one: RimObject; two: RimObject }) => Lot]>([
    [
      'an end is unknown',
      'UnresolvedReferenceException',
      ({ one }) => lot([], submit(ASSOCIATION.appends, one.id, 'urn:uuid:00000000-0000-4000-8000-999999999999')),
    ],
    [
      'it is a membership of a document',
      'XDSMetadataUpdateError',
      ({ one, two }) => lot([], submit(ASSOCIATION.hasMember, one.id, two.id)),
    ],
    ['it joins a document to itself', 'XDSMetadataUpdateError', ({ one }) => lot([], submit(ASSOCIATION.appends, one.id, one.id))],
    [
      'nothing is submitted',
      'XDSMetadataUpdateError',
      ({ one }) => lot([], [{ type: ASSOCIATION.submitAssociation, source: 'SET', target: one.id }]),
    ],
    [
      'nobody orders it',
      'XDSMetadataUpdateOperationError',
      ({ one, two }) => lot([], [{ type: ASSOCIATION.appends, source: one.id, target: two.id }]),
    ],
    [
      'it is of another patient',
      'XDSPatientIDReconciliationError',
      ({ one, two }) => lot([], submit(ASSOCIATION.appends, one.id, two.id), OTHER),
    ],
    [
      'it is there',
      'XDSMetadataUpdateError',
      ({ store, one, two }) => (
        update(store, lot([], submit(ASSOCIATION.appends, one.id, two.id))),
        lot([], submit(ASSOCIATION.appends, one.id, two.id))
      ),
    ],
    [
      'an end is archived',
      'XDSMetadataUpdateError',
      ({ store, one, two }) => (
        update(store, lot([], [status(one.id, STATUS.approved, STATUS.archived)])),
        lot([], submit(ASSOCIATION.appends, one.id, two.id))
      ),
    ],
  ])('is refused when %s', (_, expected, make) => {
    const two = withTwo();
    expect(new Set(update(two.store, make(two)))).toEqual(new Set([expected]));
  });
});

describe('queries about versions', () => {
  const { store, document } = registry();
  const uniqueId = uniqueIdOf(document)!;
  update(store, revision(document, { title: 'v2' }));
  const patient = { $XDSDocumentEntryPatientId: PATIENT, $XDSDocumentEntryStatus: [STATUS.approved, STATUS.deprecated] };
  const set1 = store.associationsOf(document.id).find(({ type }) => type === ASSOCIATION.hasMember)!.source!;
  test.each<[string, Record<string, string | string[]>, number, number]>([
    ['FindDocuments', patient, 1, 2],
    ['GetDocuments', { $XDSDocumentEntryUniqueId: [uniqueId] }, 1, 2],
    ['GetDocuments', { $XDSDocumentEntryLogicalID: [document.lid!] }, 1, 2],
    ['GetDocuments', { $XDSDocumentEntryEntryUUID: [document.id] }, 0, 1],
    ['GetDocumentsAndAssociations', { $XDSDocumentEntryUniqueId: [uniqueId] }, 2, 4],
    ['GetSubmissionSetAndContents', { $XDSSubmissionSetEntryUUID: set1 }, 1, 3],
    [
      'GetAll',
      {
        $patientId: PATIENT,
        $XDSDocumentEntryStatus: patient.$XDSDocumentEntryStatus,
        $XDSSubmissionSetStatus: [STATUS.approved],
        $XDSFolderStatus: [STATUS.approved],
      },
      4,
      6,
    ],
  ])('%s %j gives %d objects at level 1, %d at level 2', (query, parameters, one, two) => {
    expect(found(store, query, parameters)).toHaveLength(one);
    expect(found(store, query, { ...parameters, $MetadataLevel: 1 })).toHaveLength(one);
    expect(found(store, query, { ...parameters, ...everything })).toHaveLength(two);
  });
  test('documents that are offline are for level 2', () => {
    const { store: other, document: one } = registry();
    update(other, revision(one, { documentAvailability: 'urn:ihe:iti:2010:DocumentAvailability:Offline' }));
    expect(
      [found(other, 'FindDocuments', patient), found(other, 'FindDocuments', { ...patient, ...everything })].map(({ length }) => length),
    ).toEqual([0, 2]);
    const online = { $XDSDocumentEntryDocumentAvailability: ['urn:ihe:iti:2010:DocumentAvailability:Online'] };
    expect(found(other, 'FindDocuments', { ...patient, ...everything, ...online }).map(({ id }) => id)).toEqual([one.id]);
  });
  test.each([[3], ['2'], [[1, 2].map(String)]])('a level is 1 or 2: %j', ($MetadataLevel) => {
    expect(refused(store, 'FindDocuments', { ...patient, $MetadataLevel })).not.toEqual([]);
  });
});
