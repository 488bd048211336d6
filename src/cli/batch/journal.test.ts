import { afterAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JudgedFile } from '../../model/index.js';
import { Journal } from './journal.js';
import { Offsets } from './offsets.js';

const folder = mkdtempSync(join(tmpdir(), 'addax-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'results.jsonl');
const head = { addax: '1', at: '2026-01-01T00:00:00.000Z', by: 'x' };
const HASH = 'a'.repeat(64);
const result = (name: string, kind = 'cda'): JudgedFile => ({
  file: name,
  kind,
  verdict: 'PASSED',
  findings: [],
  evaluated: [],
  notes: [],
  durationMs: 1,
});

describe('a journal', () => {
  const names = ['a.xml', 'zip.zip!/"quoted", \\ \n.xml', 'é\u2028.xml', 'x'.repeat(3000)];

  test('finds by name what it was told, whatever the name, and only what has a hash', () => {
    const journal = Journal.begin(folder, head);
    for (const name of names) journal.add(result(name), HASH);
    journal.add(result('unreadable.xml'), undefined);
    journal.close();
    const again = Journal.open(folder)!;
    expect(again.head).toEqual(head);
    for (const name of names) expect(again.find(name)).toMatchObject({ sha256: HASH, result: result(name) });
    expect(again.find('unreadable.xml')).toBeUndefined();
    expect(again.find('b.xml')).toBeUndefined();
    again.close();
  });

  test('the last that is told of a name counts; what is torn off or no JSON is not there', () => {
    appendFileSync(
      file,
      `${JSON.stringify(Object.assign({ file: 'a.xml', sha256: HASH }, result('a.xml', 'vihf')))}\n\0\0\0\n{"file":"b.xml","sha256":"${HASH}",`,
    );
    const journal = Journal.open(folder)!;
    expect(journal.find('a.xml')?.result.kind).toBe('vihf');
    expect(journal.find('b.xml')).toBeUndefined();
    journal.close();
    expect(readFileSync(file, 'utf8').endsWith('\0\0\0\n')).toBe(true);
  });

  test('ends with the lines of this batch, in the order of its files', () => {
    const journal = Journal.open(folder)!;
    journal.add(result('new.xml'), HASH);
    journal.keep(journal.find(names[2]!)!.line);
    journal.end();
    expect(
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line && (JSON.parse(line) as JudgedFile).file),
    ).toEqual([undefined, 'new.xml', names[2], '']);
  });

  test.each(['', '{"file":"a"}\n', 'not JSON\n', JSON.stringify(head)])('%j is none', (content) => {
    writeFileSync(file, content);
    expect(Journal.open(folder)).toBeUndefined();
  });
});

test('100,000 offsets are found again, in a few megabytes', () => {
  const offsets = new Offsets();
  for (let i = 0; i < 100_000; i++) offsets.set(`file-${i}`, i, i + 1);
  for (let i = 0; i < 100_000; i++) expect(offsets.get(`file-${i}`)?.offset === i).toBe(true);
  expect(offsets.get('file-100000')).toBeUndefined();
});
