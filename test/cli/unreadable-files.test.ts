import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addax, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const at = (name: string): string => join(folder.path, name);
const document = at('document.xml');
writeFileSync(document, '<a/>');
const posix = process.platform === 'win32' ? test.skip : test;

describe('addax validate of what is no document', () => {
  posix('a device and a pipe are refused before they are read', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const { code, stdout } = await addax(['validate', '/dev/zero', at('pipe'), '--lang', 'en']);
    expect(code).toBe(3);
    expect(stdout.match(/this is no regular file/g)).toHaveLength(2);
  });

  test('a file beyond what can be judged is refused by its size', async () => {
    writeFileSync(at('large.xml'), '');
    truncateSync(at('large.xml'), 3 * 1024 ** 3);
    const { code, stdout } = await addax(['validate', at('large.xml'), '--lang', 'en']);
    expect([code, stdout]).toEqual([3, expect.stringContaining('file of 3072 MB or more, beyond the 256 MB that can be judged')]);
  });

  test('one that is not there, and a folder, are told in words', async () => {
    mkdirSync(at('inside'));
    const { code, stdout } = await addax(['validate', at('nowhere.xml'), at('inside'), '--lang', 'fr']);
    expect(code).toBe(3);
    expect(stdout).toContain('lecture impossible\u00a0: il n’existe pas\u00a0; vérifier le chemin et les droits');
    expect(stdout).toContain('c’est un dossier');
    expect(stdout).not.toContain('ENOENT');
  });

  posix.each(['--trust', '--crl'])('nor is one read for %s', async (option) => {
    const { code, stderr } = await addax(['validate', document, option, '/dev/zero', '--lang', 'en']);
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${option}: /dev/zero: this is no regular file`)]);
  });
});

describe('options of addax validate', () => {
  test.each(['--pack', '--trust', '--crl'])('%s without its value is a mistake of use, not a defect', async (option) => {
    const { code, stderr } = await addax(['validate', document, option, '--lang', 'en']);
    expect([code, stderr]).toEqual([3, expect.stringContaining(`Not enough arguments following: ${option.slice(2)}`)]);
    expect(stderr).not.toContain('defect');
  });

  test('--pack and --no-packs contradict each other', async () => {
    const { code, stderr } = await addax(['validate', document, '--no-packs', '--pack', 'a:b:1', '--lang', 'en']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('contradict')]);
  });

  test('a refusal writes nothing into the terminal that it would obey', async () => {
    const { code, stderr } = await addax(['validate', document, '--pack', '\u001b[31mx', '--lang', 'en']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('no pack \\u{1b}[31mx in packs.lock')]);
  });
});
