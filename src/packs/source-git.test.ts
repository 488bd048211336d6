import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { addPack } from './add.js';
import { loadPacks } from './load.js';
import type { PackError } from './pack-error.js';
import { PACK_LIMITS } from './limits.js';
import { place, SMALL, XSD } from './fixtures/place.js';

const here = place();
const hasGit = (() => {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const inGit = hasGit ? describe : describe.skip;

const add = (source: string) => addPack(source, { cwd: here.project(), as: 'a:b:c' });
const refusal = async (adding: Promise<unknown>): Promise<PackError> => {
  try {
    await adding;
  } catch (error) {
    return error as PackError;
  }
  throw new Error('it was not refused');
};

function git(folder: string, ...args: string[]): string {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: here.path('no-config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  return execFileSync('git', ['-C', folder, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

/** A repository with two commits: the first is tagged v1, the second changes a.xsd. */
function repository(): { folder: string; url: string; first: string; second: string } {
  const folder = here.write('repo', SMALL);
  symlinkSync('a.xsd', `${folder}/link.xsd`);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'one');
  git(folder, 'tag', 'v1');
  const first = git(folder, 'rev-parse', 'HEAD');
  writeFileSync(`${folder}/a.xsd`, XSD.replace('"a"', '"b"'));
  git(folder, 'commit', '--quiet', '-a', '-m', 'two');
  return { folder, url: pathToFileURL(folder).href, first, second: git(folder, 'rev-parse', 'HEAD') };
}

const leftInTemporary = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('addax-git-'));

inGit(`addPack of a git repository${hasGit ? '' : ' (skipped: git is not installed)'}`, () => {
  test('takes what is committed, with its commit; links and history stay', async () => {
    const { folder, url, second } = repository();
    writeFileSync(`${folder}/uncommitted.xsd`, XSD);
    const { pack } = await add(url);
    expect(pack).toMatchObject({ commit: second, source: url, files: { xsd: 1, schema: 1 }, left: { symlink: 1 } });
    rmSync(`${folder}/uncommitted.xsd`);
    rmSync(`${folder}/link.xsd`);
    expect((await addPack(folder, { cwd: here.project(), as: 'a:b:folder' })).pack.sha256).toBe(pack.sha256);
  });

  test('takes the branch, tag or commit after #', async () => {
    const { url, first, second } = repository();
    expect((await add(`${url}#main`)).pack.commit).toBe(second);
    expect((await add(`${url}#v1`)).pack.commit).toBe(first);
    const { pack } = await add(`${url}#${first}`);
    expect([pack.commit, pack.source]).toEqual([first, `${url}#${first}`]);
  });

  test('runs no hook of the user and no filter of the repository', async () => {
    const { folder, url } = repository();
    const marker = here.path('ran');
    const hook = `${here.write('hooks', { 'post-checkout': `#!/bin/sh\ntouch "${marker}"\n` })}/post-checkout`;
    chmodSync(hook, 0o755);
    const config = `${here.write('', { config: `[core]\n\thooksPath = ${here.path('hooks')}\n[filter "x"]\n\tsmudge = touch "${marker}"; cat\n` })}/config`;
    writeFileSync(`${folder}/.gitattributes`, '*.xsd filter=x\n');
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '-m', 'three');
    const before = process.env['GIT_CONFIG_GLOBAL'];
    process.env['GIT_CONFIG_GLOBAL'] = config;
    try {
      execFileSync('git', ['clone', '--quiet', url, here.path('clone')], { env: { ...process.env } });
      expect(existsSync(marker)).toBe(true);
      rmSync(marker);
      await add(url);
    } finally {
      if (before === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
      else process.env['GIT_CONFIG_GLOBAL'] = before;
    }
    expect(existsSync(marker)).toBe(false);
  });

  test('an unknown reference or repository is told in the words of git, and nothing stays', async () => {
    const { url } = repository();
    const before = leftInTemporary();
    expect((await refusal(add(`${url}#nowhere`))).explanation.en).toMatch(/git refused \(fatal: /);
    expect((await refusal(add(`${url}-not`))).remedy.fr).toContain('Vérifier l’adresse');
    expect(leftInTemporary()).toEqual(before);
    expect(existsSync(here.path('project', 'packs.lock'))).toBe(false);
  });

  test('is given up after its time', async () => {
    const before = process.env['GIT_SSH_COMMAND'];
    process.env['GIT_SSH_COMMAND'] = 'sleep 3; true';
    try {
      const adding = addPack('ssh://git@example.invalid/rules', { cwd: here.project(), limits: { ...PACK_LIMITS, fetchMs: 400 } });
      expect((await refusal(adding)).explanation.en).toMatch(/did not end within/);
    } finally {
      if (before === undefined) delete process.env['GIT_SSH_COMMAND'];
      else process.env['GIT_SSH_COMMAND'] = before;
    }
  });

  test('a list of files beyond any pack is given up, in our own words', async () => {
    const { folder, url } = repository();
    const tree = (entries: string): string =>
      execFileSync('git', ['-C', folder, 'mktree'], { input: entries, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }).trim();
    let bomb = `100644 blob ${git(folder, 'rev-parse', 'HEAD:a.xsd')}`;
    for (let level = 0; level < 3; level++) {
      const id = tree(Array.from({ length: 10 }, (_, i) => `${bomb}\t${i}.xsd`).join('\n'));
      bomb = `040000 tree ${id}`;
    }
    git(folder, 'update-ref', 'refs/heads/main', git(folder, 'commit-tree', '-m', 'bomb', bomb.split(' ')[2]!));
    const adding = addPack(url, { cwd: here.project(), limits: { ...PACK_LIMITS, entries: 10 } });
    expect((await refusal(adding)).explanation.en).toMatch(/^more than 10 files/);
  });

  test('large contents come over whole', async () => {
    const { folder, url } = repository();
    const long = `<units>${'<unit>mg</unit>'.repeat(200_000)}</units>`;
    writeFileSync(`${folder}/units.xml`, long);
    git(folder, 'commit', '--quiet', '-a', '-m', 'long');
    await add(url);
    expect(Buffer.from(loadPacks(here.project())[0]!.open('units.xml')!.bytes).toString()).toBe(long);
  });
});

inGit(`addPack of a checkout${hasGit ? '' : ' (skipped: git is not installed)'}`, () => {
  test('notes the commit when the files are those of it, and says so when they are not', async () => {
    const { folder, second } = repository();
    expect((await add(folder)).pack.commit).toBe(second);
    writeFileSync(`${folder}/a.xsd`, XSD);
    const { pack, told } = await add(folder);
    expect([pack.commit, told[0]?.text.en]).toEqual([null, expect.stringMatching(/^1 of the files taken are not those of commit/)]);
  });

  test('a folder that another repository only happens to be around has no commit', async () => {
    repository();
    const inner = here.write('repo/inner', { 'x.xsd': XSD });
    expect((await add(inner)).pack.commit).toBeNull();
  });

  test('its configuration runs nothing', async () => {
    const { folder } = repository();
    const marker = here.path('ran');
    git(folder, 'config', 'core.fsmonitor', `touch "${marker}"`);
    git(folder, 'config', 'core.pager', `touch "${marker}"`);
    git(folder, 'config', 'alias.ls-tree', `!touch "${marker}"`);
    await add(folder);
    expect(existsSync(marker)).toBe(false);
  });
});
