import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COLOURS, EXAMPLE, schema, SMALL } from '../../src/packs/fixtures/place.js';
import { zip } from '../../src/packs/fixtures/zip.js';
import { addax, type Ended, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const env = { ADDAX_HOME: join(folder.path, 'home'), ADDAX_CACHE: join(folder.path, 'cache') };
const project = join(folder.path, 'project');
const packs = (...args: string[]): Promise<Ended> => addax(['packs', ...args], { cwd: project, env });
const write = (name: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(folder.path, name)), { recursive: true });
  writeFileSync(join(folder.path, name), content);
};

beforeAll(() => {
  mkdirSync(project);
  for (const [name, content] of Object.entries(SMALL)) write(`rules/${name}`, content);
  write('rules/incomplete.sch', schema('<include href="gone.sch"/>'));
  write('rules/examples/cr.xml', EXAMPLE);
});

describe('addax packs', () => {
  test('list, without a pack: says how to add one', async () => {
    const { code, stdout } = await packs('list', '--lang', 'en');
    expect([code, stdout]).toEqual([0, expect.stringContaining('addax packs add FOLDER')]);
  });

  test('add: says what was taken, what was left, and pins it', async () => {
    const { code, stdout } = await packs('add', '../rules', '--as', 'fr.example:rules:1', '--lang', 'fr');
    expect(code).toBe(0);
    expect(stdout).toContain('fr.example:rules:1  ajouté');
    expect(stdout).toMatch(/pris +2 profils schematron, 1 fragment schematron, 1 schéma XML/);
    expect(stdout).toMatch(/laissé +1 exemple de document {2}\(examples\/cr\.xml\)/);
    expect(JSON.parse(readFileSync(join(project, 'packs.lock'), 'utf8')).packs).toMatchObject([
      { coordinate: 'fr.example:rules:1', version: '1', source: '../rules' },
    ]);
    expect((await packs('add', '../rules', '--as', 'fr.example:rules:1', '--lang', 'fr')).stdout).toContain('déjà là, à l’identique');
  });

  test('list and verify: tell what is incomplete, and end with 0 for that', async () => {
    const listed = await packs('list', '--format', 'json');
    expect(JSON.parse(listed.stdout).packs).toMatchObject([{ coordinate: 'fr.example:rules:1', stored: true, profiles: 2, incomplete: 1 }]);
    expect((await packs('list', '--lang', 'en')).stdout).toContain('incomplete: 1 of 2 profiles');
    const { code, stdout } = await packs('verify', '--lang', 'en');
    expect(code).toBe(0);
    expect(stdout).toContain('✔ complete    rules/main.sch');
    expect(stdout).toMatch(/▲ incomplete {2}incomplete\.sch\n {6}▲ incomplete\.sch:2 {2}.*gone\.sch/);
  });

  test('verify: damage ends with 3 and is told file by file', async () => {
    const [{ sha256 }] = JSON.parse(readFileSync(join(project, 'packs.lock'), 'utf8')).packs;
    const { createHash } = await import('node:crypto');
    const stored = join(env.ADDAX_HOME, 'packs', sha256, createHash('sha256').update(COLOURS).digest('hex'));
    writeFileSync(stored, 'x');
    const told = await packs('verify', '--lang', 'fr');
    expect([told.code, told.stdout]).toEqual([3, expect.stringContaining('✘ values/colours.xml  modifié')]);
    const { code, stdout } = await packs('verify', '--format', 'json');
    expect([code, JSON.parse(stdout).packs[0].damage]).toEqual([3, [{ path: 'values/colours.xml', damage: 'changed' }]]);
    rmSync(stored);
    expect((await packs('verify', '--lang', 'en')).stdout).toContain('✘ values/colours.xml  missing');
  });

  test('add: several at the same time are all in the lock', async () => {
    const names = [2, 3, 4, 5].map((version) => `fr.example:rules:${version}`);
    const ended = await Promise.all(names.map((name) => packs('add', '../rules', '--as', name)));
    expect(ended.map(({ code }) => code)).toEqual(names.map(() => 0));
    const { packs: locked } = JSON.parse(readFileSync(join(project, 'packs.lock'), 'utf8'));
    expect(locked.map(({ coordinate }: { coordinate: string }) => coordinate)).toEqual(['fr.example:rules:1', ...names]);
    for (const name of names) await packs('remove', name);
  });

  test('remove: by name where one version is locked; the store keeps it', async () => {
    const { code, stdout } = await packs('remove', 'fr.example:rules', '--lang', 'en');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^fr\.example:rules:1 removed from /)]);
    expect((await packs('remove', 'fr.example:rules')).code).toBe(3);
    expect(existsSync(join(env.ADDAX_HOME, 'packs'))).toBe(true);
  });

  test.each([
    ['a folder that is not there', ['../nowhere'], /Give a folder, a \.zip or \.tgz file, or a git address/],
    ['an archive that climbs out', ['../climbs.zip'], /no safe relative path/],
    ['an address that runs a program', ['ext::sh -c true'], /git address is not accepted/],
    ['an option for git', ['--upload-pack=touch x'], /Not enough non-option|Unknown argument/],
    ['no source', [''], /no source is given/],
    ['a coordinate of two parts', ['../rules', '--as', 'a:b'], /Write owner:name:version/],
  ])('add %s: ends with 3, says what to do, and adds nothing', async (_what, args, complaint) => {
    write('climbs.zip', zip([{ name: 'a.sch', content: schema('') }, { name: '../../a.sch' }]));
    const { code, stderr } = await packs('add', '--lang', 'en', ...args);
    expect(stderr).toMatch(complaint);
    expect(code).toBe(3);
    expect(JSON.parse(readFileSync(join(project, 'packs.lock'), 'utf8')).packs).toEqual([]);
  });

  test('without an action: ends with 3', async () => {
    expect((await packs()).code).toBe(3);
  });
});
