import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DocumentStore } from '../document-repository/document-store.js';
import { accept, entry, rim, theDocument } from './fixtures/lots.js';
import { seededStore } from './seed.js';
import { RegistryStore } from './store.js';

const folder = mkdtempSync(join(tmpdir(), 'registry-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newPath = (): string => join(folder, `${++files}`, 'store.sqlite');

/** A store with one submission, closed. */
function made(): { path: string; id: string } {
  const path = newPath();
  const store = new RegistryStore(path);
  const { id } = theDocument(accept(store, rim([entry()])));
  store.close();
  return { path, id };
}

test('no statement looks through the whole store, but the one that counts', () => {
  const store = new RegistryStore();
  const { size, ...plans } = store.plans();
  expect(size!.join()).toMatch(/SCAN/);
  expect(
    Object.values(plans)
      .flat()
      .filter((step) => step.startsWith('SCAN object')),
  ).toEqual([]);
  // patient, kind and status from the index, and what else is asked without reading the objects
  expect(plans['ofPatient']!.join()).toContain('object_of_patient (patient=? AND kind=? AND status=?)');
  expect(plans['associationsOf']!.join()).toMatch(/association_by_source.*association_by_target/);
  store.close();
});

test('what was registered is there the next time, unchanged', () => {
  const path = newPath();
  const store = new RegistryStore(path);
  const objects = accept(store, rim([entry(), entry({ title: 'É « & » <' })]));
  store.close();
  const again = new RegistryStore(path);
  expect(objects.map(({ id }) => again.object(id))).toEqual(objects);
  again.close();
});

test('a change that fails on the way is undone', () => {
  const store = new RegistryStore(newPath());
  const [one] = accept(store, rim([entry()]));
  const { size } = store;
  const added = { ...one!, id: 'urn:uuid:00000000-0000-4000-8000-aaaaaaaaaaaa' };
  expect(() => store.apply({ added: [added, added] })).toThrow(/UNIQUE/);
  expect([store.size, store.object(added.id)]).toEqual([size, undefined]);
  accept(store, rim([entry()]));
  store.close();
});

const damaged = (change: (path: string) => void) => (): string => {
  const { path } = made();
  change(path);
  return path;
};
/** From its third page on, five of them. */
const otherBytes = (path: string): void => writeFileSync(path, readFileSync(path).fill(0x5a, 16_384, 57_344));
test.each<[string, () => string, RegExp]>([
  ['is no database', damaged((path) => writeFileSync(path, 'Ce fichier est un texte.'.repeat(500))), /is not the store of this actor/],
  ['has lost its end', damaged((path) => truncateSync(path, 20_000)), /is corrupt/],
  ['has other bytes in its middle', damaged(otherBytes), /is corrupt/],
  [
    'is the store of another actor',
    () => (new DocumentStore(join(folder, 'd')).close(), join(folder, 'd')),
    /is not the store of this actor/,
  ],
  [
    'has another format',
    damaged((path) => {
      const database = new DatabaseSync(path);
      database.exec('PRAGMA user_version = 9');
      database.close();
    }),
    /has format 9; this version of Addax reads format 1/,
  ],
  ['is a folder', () => folder, /cannot be opened/],
  ['stands where nothing can be made', () => '/dev/null/store.sqlite', /cannot be opened/],
])('a file that %s is refused, by its path', (_, make, why) => {
  const path = make();
  const open = (): RegistryStore => new RegistryStore(path);
  expect(open).toThrow(why);
  expect(open).toThrow(path);
});

test('seed data are made once, in a file of their own', () => {
  const path = newPath();
  const plan = { documents: 40, patients: 4, repositoryUniqueId: '1.2.3' };
  const told: string[] = [];
  const open = (over: Partial<typeof plan> = {}): RegistryStore => seededStore(path, { ...plan, ...over }, ({ en }) => told.push(en));
  // what a seeding that was killed leaves
  mkdirSync(dirname(path));
  writeFileSync(`${path}.part`, 'half');
  const store = open();
  const { size } = store;
  store.close();
  const again = open();
  expect([again.size, told]).toEqual([size, ['Seed data: 40 entries of 4 patients, indexed (0 s)']]);
  again.close();
  expect(() => open({ documents: 41 })).toThrow(/already holds something other/);
});

test('documents stay, byte for byte, those of one submission together', () => {
  const path = newPath();
  const document = { uniqueId: '1.2.3', mimeType: 'text/xml', sha1: 'a'.repeat(40), bytes: new Uint8Array([0, 255, 13, 10, 0]) };
  const store = new DocumentStore(path);
  store.keep([document]);
  store.close();
  const again = new DocumentStore(path);
  expect(again.get('1.2.3')).toEqual(document);
  expect([again.known('1.2.3'), again.known('1.2.4'), again.get('1.2.4')]).toEqual([
    { sha1: document.sha1, size: 5 },
    undefined,
    undefined,
  ]);
  again.close();
});
