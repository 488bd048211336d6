import { afterAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/model/index.js';
import { cli, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const posix = process.platform === 'win32' ? test.skip : test;

const GOOD = readFileSync(join(packageRoot, 'examples/documents/cr-bio-niveau-3.xml'), 'utf8');
const BAD = GOOD.replace(/<realmCode code="FR"\s*\/>/, '<realmCode code="BE"/>');

posix(
  '--watch judges what changes and tells only what is new and what is gone, until Ctrl-C',
  async () => {
    const file = join(folder.path, 'a.xml');
    writeFileSync(file, GOOD);
    const child = spawn(process.execPath, [cli, 'validate', '.', '--watch', '--lang', 'en'], {
      cwd: folder.path,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise((done) => child.on('close', done));
    /** What is said until these words are; then it begins anew. */
    const until = async (words: RegExp): Promise<string> => {
      const deadline = Date.now() + 40_000;
      while (!words.test(said)) {
        if (Date.now() > deadline) throw new Error(`never ${words}: ${said}`);
        await new Promise((done) => setTimeout(done, 20));
      }
      await new Promise((done) => setTimeout(done, 200));
      const whole = said;
      said = '';
      return whole;
    };
    try {
      expect(await until(/Watching 1 file/)).toContain('PASSED  a.xml');
      writeFileSync(file, BAD);
      expect(await until(/to do/)).toMatch(/\+1 −0, 1 left\n.*FAILED {2}a\.xml .*\n\n {2}✘ a\.xml:\d+:\d+ {2}CDA-/);
      // what does not matter to the finding moves it by a line: nothing is new, nothing gone
      writeFileSync(file, BAD.replace('<realmCode', '\n<realmCode'));
      expect(await until(/left\n.*\n/)).toMatch(/\+0 −0, 1 left/);
      // as editors do that write beside it and rename
      writeFileSync(join(folder.path, '.a.xml.swp'), GOOD);
      renameSync(join(folder.path, '.a.xml.swp'), file);
      expect(await until(/corrected/)).toMatch(/\+0 −1, 0 left\n.*PASSED {2}a\.xml .*\n {2}✔ corrected {2}CDA-/);
      writeFileSync(join(folder.path, 'b.xml'), BAD);
      expect(await until(/FAILED {2}b\.xml[^]*ms\n/)).not.toContain('a.xml');
      rmSync(file);
      expect(await until(/is gone/)).toContain('is gone  a.xml');
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toBe(0);
  },
  120_000,
);
