import { beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { addPack } from './add.js';
import { type LoadedPack, loadPacks } from './load.js';
import type { PackError } from './pack-error.js';
import { removePack } from './remove.js';
import { verifyPacks } from './verify.js';
import { place, SMALL, XSD } from './fixtures/place.js';

const here = place();
const refusal = (run: () => unknown): PackError => {
  try {
    run();
  } catch (error) {
    return error as PackError;
  }
  throw new Error('it was not refused');
};

describe('loadPacks', () => {
  let hash = '';
  let pack: LoadedPack;
  beforeEach(async () => {
    hash = (await addPack(here.write('pack', SMALL), { cwd: here.project(), as: 'a:b:1' })).pack.sha256;
    pack = loadPacks(here.project())[0]!;
  });
  const stored = (): string[] =>
    readdirSync(here.path('home', 'packs', hash))
      .filter((name) => name !== 'index.json')
      .map((name) => here.path('home', 'packs', hash, name));

  test.each([
    ['a.xsd', 'a.xsd', false],
    ['rules/../a.xsd', 'a.xsd', false],
    ['./rules/parts/one.sch', 'rules/parts/one.sch', false],
    ['Rules/PARTS/One.sch', 'rules/parts/one.sch', true],
  ])('%s opens %s', (asked, path, caseDiffers) => {
    expect(pack.open(asked)).toMatchObject({ path, caseDiffers });
    expect(pack.has(asked)).toBe(true);
  });

  test.each([
    'nowhere.xsd',
    '../a.xsd',
    'rules/../../a.xsd',
    '../pack/a.xsd',
    'rules/../../pack/a.xsd',
    '/a.xsd',
    'rules\\main.sch',
    'rules',
    '',
    '..',
    'index.json',
  ])('%j opens nothing', (asked) => {
    expect([pack.open(asked), pack.has(asked)]).toEqual([undefined, false]);
  });

  test('no name of the pack is a name in the store', () => {
    expect(stored().filter((name) => !/[0-9a-f]{64}$/.test(name))).toEqual([]);
    expect(stored()).toHaveLength(Object.keys(SMALL).length);
  });

  test('others on this machine cannot read the store', () => {
    if (process.platform !== 'win32') expect(statSync(here.path('home', 'packs', hash)).mode & 0o077).toBe(0);
  });

  test('a file that changed since is named, with what to run', () => {
    for (const name of stored()) writeFileSync(name, 'x');
    const error = refusal(() => pack.open('a.xsd'));
    expect([error.explanation.en, error.remedy.en]).toEqual([expect.stringContaining('a.xsd'), 'Run: addax packs add ../pack --as a:b:1']);
    expect(error.remedy.fr).toBe('Lancer\u00a0: addax packs add ../pack --as a:b:1');
  });

  test('a file whose kind was changed in the list makes the pack another', () => {
    const index = here.path('home', 'packs', hash, 'index.json');
    const files = pack.files().map((file) => (file.kind === 'schema' ? { ...file, kind: 'other' } : file));
    writeFileSync(index, JSON.stringify({ format: 1, files }));
    expect(refusal(() => loadPacks(here.project())).explanation.en).toMatch(/not on this machine or is damaged/);
    expect(refusal(() => verifyPacks(here.project())).explanation.en).toMatch(/not on this machine or is damaged/);
  });

  test('what a lock says its source is cannot run or write over anything', () => {
    const lock = JSON.parse(readFileSync(here.path('project', 'packs.lock'), 'utf8')) as { packs: { source: string }[] };
    lock.packs[0]!.source = `https://example.org/$(touch x);\u001b[2J#a\nb`;
    writeFileSync(here.path('project', 'packs.lock'), JSON.stringify(lock));
    rmSync(here.path('home'), { recursive: true });
    const { remedy } = refusal(() => loadPacks(here.project()));
    expect(remedy.en).toBe("Run: addax packs add 'https://example.org/$(touch x);\\u{1b}[2J#a\\u{a}b' --as a:b:1");
  });

  test('a pack that is not on this machine, or whose list was changed, is asked for again', async () => {
    const index = here.path('home', 'packs', hash, 'index.json');
    writeFileSync(index, JSON.stringify({ format: 1, files: pack.files().slice(1) }));
    expect(refusal(() => loadPacks(here.project())).explanation.en).toMatch(/not on this machine or is damaged/);
    rmSync(here.path('home'), { recursive: true });
    const error = refusal(() => loadPacks(here.project()));
    expect([error.field, error.remedy.en]).toEqual(['a:b:1', 'Run: addax packs add ../pack --as a:b:1']);
    await addPack('../pack', { cwd: here.project(), as: 'a:b:1' });
    expect(loadPacks(here.project())[0]!.open('a.xsd')?.path).toBe('a.xsd');
  });

  test('adding again repairs a damaged store', async () => {
    for (const name of stored()) writeFileSync(name, 'x');
    expect((await addPack('../pack', { cwd: here.project(), as: 'a:b:1' })).state).toBe('same');
    expect(Buffer.from(loadPacks(here.project())[0]!.open('a.xsd')!.bytes).toString()).toBe(XSD);
  });

  test('what came from git is asked for by its commit', () => {
    const commit = 'a'.repeat(40);
    const lock = {
      format: 1,
      packs: [
        { coordinate: 'a:b:9', version: '9', commit, sha256: '0'.repeat(64), source: 'https://example.org/r#main', files: {}, left: {} },
      ],
    };
    writeFileSync(here.path('project', 'packs.lock'), JSON.stringify(lock));
    expect(refusal(() => loadPacks(here.project())).remedy.en).toBe(`Run: addax packs add https://example.org/r#${commit} --as a:b:9`);
  });

  test('from a folder below, the source is said as seen from there', () => {
    mkdirSync(here.path('project', 'below'));
    rmSync(here.path('home'), { recursive: true });
    expect(refusal(() => loadPacks(here.path('project', 'below'))).remedy.en).toContain('addax packs add ../../pack ');
  });

  test.each([
    ['no JSON', '{'],
    ['another format', '{"format":2,"packs":[]}'],
    [
      'a hash that is a path',
      '{"format":1,"packs":[{"coordinate":"a:b:1","version":"1","commit":null,"sha256":"../../etc","source":".","files":{},"left":{}}]}',
    ],
  ])('a lock that is %s is named', (_what, text) => {
    writeFileSync(here.path('project', 'packs.lock'), text);
    expect(refusal(() => loadPacks(here.project())).field).toBe(here.path('project', 'packs.lock'));
  });

  test('without a lock there is no pack', () => {
    rmSync(here.path('project', 'packs.lock'));
    expect(loadPacks(here.project())).toEqual([]);
  });

  test('removePack takes it out of the lock; a name alone must mean one pack', async () => {
    await addPack('../pack', { cwd: here.project(), as: 'a:b:2' });
    expect(refusal(() => removePack('a:b', here.project())).remedy.en).toContain('a:b:1, a:b:2');
    expect(removePack('a:b:1', here.project()).pack.coordinate).toBe('a:b:1');
    expect(removePack('a:b', here.project()).pack.coordinate).toBe('a:b:2');
    expect(loadPacks(here.project())).toEqual([]);
    expect(refusal(() => removePack('a:b', here.project())).remedy.en).toMatch(/It has none/);
  });
});
