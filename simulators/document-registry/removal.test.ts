import { expect, test } from '@jest/globals';
import { ASSOCIATION, type RimObject } from '../../src/protocols/ebxml/index.js';
import { accept, entry, folder, found, rim, theDocument } from './fixtures/lots.js';
import { planRemoval } from './removal.js';
import { kindOf, RegistryStore, uniqueIdOf } from './store.js';

const UNKNOWN = 'urn:uuid:00000000-0000-4000-8000-999999999999';

/** A submission of a document in a folder, and a second document that appends to it. */
function filled() {
  const store = new RegistryStore();
  const [one, two] = [entry(), entry()];
  const first = accept(store, [
    ...rim([one], [{ type: ASSOCIATION.hasMember, source: 'Folder01', target: one.id }]),
    folder('Folder01', '1.2.8'),
  ]);
  const folderSet = first.find((object) => kindOf(object) === 'submission-set')!;
  const document = theDocument(first);
  const second = accept(store, rim([two], [{ type: ASSOCIATION.appends, source: two.id, target: document.id }]));
  const ids = (objects: readonly RimObject[], kind: string) => objects.filter((object) => kindOf(object) === kind).map(({ id }) => id);
  return { store, document, folderSet, first, second, ids };
}

function remove(store: RegistryStore, ids: readonly string[]): string[] {
  const outcome = planRemoval(store, ids);
  if (!outcome.accepted) return outcome.refusals.map(({ code }) => code);
  store.apply(outcome.change);
  return [];
}

test('removes a submission with everything in it, and leaves no trace', () => {
  const { store, document, first, second } = filled();
  expect(
    remove(
      store,
      [...first, ...second].map(({ id }) => id),
    ),
  ).toEqual([]);
  expect(store.size).toBe(0);
  expect(store.withUniqueId(uniqueIdOf(document)!)).toEqual([]);
  expect([store.latest(document.lid!), store.associationsOf(document.id).length]).toEqual([undefined, 0]);
  expect(found(store, 'GetDocuments', { $XDSDocumentEntryUniqueId: [uniqueIdOf(document)!] })).toEqual([]);
});

test('removes what was added, then the document, and the uniqueId is free again', () => {
  const { store, first, second, document } = filled();
  expect(
    remove(
      store,
      second.map(({ id }) => id),
    ),
  ).toEqual([]);
  expect(store.associationsOf(document.id).map(({ type }) => type)).toEqual([ASSOCIATION.hasMember, ASSOCIATION.hasMember]);
  expect(
    remove(
      store,
      first.map(({ id }) => id),
    ),
  ).toEqual([]);
  expect(store.size).toBe(0);
});

test('a document leaves a folder', () => {
  const { store, document, first } = filled();
  const link = first.find(({ kind, source }) => kind === 'Association' && kindOf(store.object(source!)!) === 'folder')!;
  // the folder is in no submission set of its own here: it stays outside
  expect(remove(store, [link.id])).toEqual(['XDSUnreferencedObjectException']);
  const folderId = link.source!;
  expect(remove(store, [link.id, folderId])).toEqual([]);
  expect(store.object(document.id)).toEqual(document);
});

test.each<[string, (made: ReturnType<typeof filled>) => string[]]>([
  ['UnresolvedReferenceException', () => [UNKNOWN]],
  ['UnresolvedReferenceException', ({ document }) => [document.id, UNKNOWN]],
  ['ReferencesExistException', ({ document }) => [document.id]],
  ['ReferencesExistException', ({ folderSet }) => [folderSet.id]],
  ['XDSUnreferencedObjectException', ({ second, ids }) => ids(second, 'association').slice(0, 1)],
  ['XDSUnreferencedObjectException', ({ second, ids }) => [...ids(second, 'association'), ...ids(second, 'document')]],
])('refuses with %s, %#, and removes nothing', (expected, make) => {
  const made = filled();
  const before = made.store.size;
  expect(new Set(remove(made.store, make(made)))).toEqual(new Set([expected]));
  expect(made.store.size).toBe(before);
});
