import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastingAddax, temporaryFolder } from '../support/addax.js';

const { path: folder, remove } = temporaryFolder();
const { run: addax, end } = lastingAddax();
afterAll(async () => {
  await end();
  remove();
});

const ADT =
  'MSH|^~\\&|GAM|CHU-X|DPI|CHU-X|20261120101500+0100||ADT^A28^ADT_A28|3975|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR\r'
  + 'EVN||20261120101500\r'
  + 'PID|||000003^^^CHU-X&1.2.250.1.999.7&ISO^PI||PAT-TROIS^Zoé^^^^^L||19790328|F||||||||||||||||||||||||VALI\r'
  + 'PV1||N\r';

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('addax validate', () => {
  test('an HL7 v2 message is recognised, and a finding points at its field', async () => {
    const { code, stdout } = await addax(['validate', written('adt.hl7', ADT), '--lang', 'en', '--html', join(folder, 'adt.html')]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/adt\.hl7:1:\d+ {2}HL7-21/);
    expect(stdout).toMatch(/MSH-9\n\s+expected\s+ADT\^A28\^ADT_A05/);
    // one line a segment
    expect(readFileSync(join(folder, 'adt.html'), 'utf8').match(/<li data-n="2"/g)).toHaveLength(1);
  });

  test('a parameter of a validator is given by name', async () => {
    const file = written('saved.hl7', ADT.replace('ADT_A28', 'ADT_A05').replaceAll('\r', '\n'));
    expect((await addax(['validate', file])).code).toBe(1);
    const { code, stdout } = await addax(['validate', file, '--param', 'line-ends=lenient', '--lang', 'en']);
    expect([code, stdout.includes('they are read as if they ended with CR')]).toEqual([0, true]);
  });

  test('profiles are listed, and one may be asked for', async () => {
    const listed = await addax(['list', 'profiles', '--lang', 'en']);
    expect(listed.stdout).toMatch(/^ihe-pdq +IHE PDQ \(ITI-21\)[^]*QBP\^Q22 RSP\^K22 QCN\^J01/m);
    const file = written('profile.hl7', ADT.replace('ADT_A28', 'ADT_A05'));
    const { stdout } = await addax(['validate', file, '--param', 'profile=hl7-2.5', '--lang', 'en']);
    expect(stdout).toContain('Profile hl7-2.5 (HL7 v2.5), as asked.');
  });

  test('one that no validator knows is refused, with those that exist', async () => {
    const { code, stderr } = await addax(['validate', written('a.hl7', ADT), '--param', 'line-end=lenient', '--lang', 'en']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/line-end=lenient is no parameter of a validator[^]*line-ends/);
  });
});
