import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { changeLock, lockInForce, type LockedPack } from './lock.js';
import type { PackError } from './pack-error.js';
import { place } from './fixtures/place.js';

const here = place();
const file = (): string => here.path('project', 'packs.lock');
const pack = (coordinate: string): LockedPack => ({
  coordinate,
  version: '1',
  commit: null,
  sha256: '0'.repeat(64),
  source: '.',
  files: {},
  left: {},
});
const locked = (): string[] => lockInForce(here.project()).packs.map(({ coordinate }) => coordinate);

describe('changeLock', () => {
  test('is given what the file says now, and leaves nothing beside it', () => {
    changeLock(file(), (packs) => [...packs, pack('a:b:1')]);
    changeLock(file(), (packs) => [...packs, pack('a:c:1')]);
    expect(locked()).toEqual(['a:b:1', 'a:c:1']);
    expect(readdirSync(here.project())).toEqual(['packs.lock']);
  });

  test('waits for another that holds it, then says who to wait for', () => {
    writeFileSync(`${file()}.busy`, '');
    let error: PackError | undefined;
    try {
      changeLock(file(), () => [], 120);
    } catch (thrown) {
      error = thrown as PackError;
    }
    expect([error?.field, error?.remedy.en]).toEqual([`${file()}.busy`, expect.stringContaining('delete this file')]);
    expect([existsSync(file()), existsSync(`${file()}.busy`)]).toEqual([false, true]);
  });

  test('takes over from one that was killed', () => {
    writeFileSync(`${file()}.busy`, '');
    const before = new Date(Date.now() - 61_000);
    utimesSync(`${file()}.busy`, before, before);
    changeLock(file(), () => [pack('a:b:1')], 500);
    expect([locked(), existsSync(`${file()}.busy`)]).toEqual([['a:b:1'], false]);
  });

  test('lets go when the change fails, and writes nothing for none', () => {
    changeLock(file(), () => [pack('a:b:1')]);
    const before = readFileSync(file(), 'utf8');
    expect(() =>
      changeLock(file(), () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    changeLock(file(), () => undefined, 0);
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  test('a folder that is not there is named in words', () => {
    expect(() => changeLock(here.path('nowhere', 'packs.lock'), () => [])).toThrow(/could not be written \(it does not exist\)/);
  });
});
