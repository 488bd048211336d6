import { afterAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bundle, BundleWriter } from './index.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const small = Array.from({ length: 20 }, (_, i) => bytes(`\x0bMSH|${i}\r\n\x00${'é'.repeat(i)}\x1c\r`));
const large = bytes('x'.repeat(100_000));

/** What a simulator keeps: small blobs and a large one, each spoken of by a record. */
function written(): { directory: string; segment: string; hashes: string[] } {
  const directory = mkdtempSync(join(tmpdir(), 'addax-'));
  folders.push(directory);
  const writer = new BundleWriter(directory, undefined, false);
  const hashes = [...small, new Uint8Array(), large].map((one) => {
    const blob = writer.keep(one);
    writer.record({ kind: 'datum', name: 'kept', blob });
    return blob;
  });
  expect(writer.events).toEqual([]);
  writer.close();
  return { directory, segment: join(directory, 'blobs', 'segment-000001'), hashes };
}

describe('the evidence of a simulator', () => {
  test('small blobs share a file, and each is there', () => {
    const { directory, hashes } = written();
    expect(readdirSync(join(directory, 'blobs', 'sha256'))).toEqual([hashes.at(-1)]);
    const bundle = new Bundle(directory);
    expect(hashes.map((hash) => Buffer.from(bundle.blob(hash)!))).toEqual(
      [...small, new Uint8Array(), large].map((one) => Buffer.from(one)),
    );
    expect(bundle.blob('0'.repeat(64))).toBeUndefined();
    expect(bundle.damage()).toBeUndefined();
  });

  test('wherever a killed process stopped writing, what was whole is there', () => {
    const { directory, segment, hashes } = written();
    const whole = readFileSync(segment);
    // the last entry is that of the empty blob: 64 digits, a size of one digit, two line ends
    const last = whole.length - 68;
    for (let size = last; size < whole.length; size++) {
      truncateSync(segment, size);
      const bundle = new Bundle(directory);
      expect(hashes.slice(0, 20).every((hash) => bundle.blob(hash))).toBe(true);
      expect(bundle.blob(hashes[20]!)).toBeUndefined();
      expect(bundle.damage()).toBe(`blobs/sha256/${hashes[20]} is missing`);
      writeFileSync(segment, whole);
    }
    appendFileSync(segment, `${'a'.repeat(64)} 100\nhalf of it`);
    expect(new Bundle(directory).damage()).toBeUndefined();
  });

  test('the next process begins a segment of its own, and so does one beside it', () => {
    const { directory, segment, hashes } = written();
    truncateSync(segment, statSync(segment).size - 10);
    const [one, other] = [new BundleWriter(directory, undefined, false), new BundleWriter(directory, undefined, false)];
    const more = [one.keep(bytes('one')), other.keep(bytes('other'))];
    const bundle = new Bundle(directory);
    expect([...more, hashes[0]!].map((hash) => bundle.blob(hash) !== undefined)).toEqual([true, true, true]);
    expect(existsSync(join(directory, 'blobs', 'segment-000003'))).toBe(true);
    for (const writer of [one, other]) writer.close();
  });

  test.each([
    ['a byte of a blob', (text: string) => text.replace('MSH|7', 'MSH|8'), 'not the bytes that their SHA-256 says'],
    ['the length of a blob', (text: string) => text.replace('MSH|7', 'MSH|77'), 'not an entry'],
    ['a line before a blob', (text: string) => text.replace(/^[0-9a-f]/, 'X'), 'byte 0: not an entry'],
    ['a size beyond the end', (text: string) => text.replace(/ \d+\n/, ' 999999999\n'), 'is missing'],
  ])('%s that was altered is noticed', (_what, alter, told) => {
    const { directory, segment } = written();
    const text = readFileSync(segment, 'latin1');
    writeFileSync(segment, alter(text), 'latin1');
    expect(new Bundle(directory).damage()).toContain(told);
  });
});
