import { describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { compiledCache } from './compiled-cache.js';
import { place } from './fixtures/place.js';

const here = place();
const folder = (): string => here.path('cache', 'compiled');
const files = (): string[] => readdirSync(folder()).map((name) => `${folder()}/${name}`);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (read: Uint8Array | undefined): string | undefined => read && new TextDecoder().decode(read);

describe('compiledCache', () => {
  test('gives back what was written, by key', () => {
    const cache = compiledCache();
    expect(cache.read('a')).toBeUndefined();
    cache.write('a', bytes('one'));
    cache.write('b', bytes('two'));
    cache.write('a', bytes('three'));
    expect([text(cache.read('a')), text(compiledCache().read('b'))]).toEqual(['three', 'two']);
    expect(files()).toHaveLength(2);
  });

  test('an entry that is damaged, cut or put under another name is not there', () => {
    const cache = compiledCache();
    cache.write('a', bytes('one'));
    const [a] = files();
    const whole = readFileSync(a!);
    for (const damaged of [whole.subarray(0, -1), Buffer.concat([whole, bytes('x')]), Buffer.alloc(0), bytes('console.log(1)')]) {
      writeFileSync(a!, damaged);
      expect(cache.read('a')).toBeUndefined();
    }
    cache.write('b', bytes('two'));
    const b = files().find((file) => file !== a)!;
    writeFileSync(b, whole);
    expect(cache.read('b')).toBeUndefined();
  });

  test('is closed to others, and not trusted when it is open to them', () => {
    if (process.platform === 'win32') return;
    const cache = compiledCache();
    cache.write('a', bytes('one'));
    expect([statSync(folder()).mode & 0o777, statSync(files()[0]!).mode & 0o777]).toEqual([0o700, 0o600]);
    chmodSync(folder(), 0o777);
    expect(cache.read('a')).toBeUndefined();
    cache.write('b', bytes('two'));
    expect(files()).toHaveLength(1);
  });

  test('what was used longest ago makes room', () => {
    const cache = compiledCache(400);
    cache.write('a', bytes('a'.repeat(100)));
    cache.write('b', bytes('b'.repeat(100)));
    for (const file of files()) utimesSync(file, 1000, 1000);
    expect(cache.read('a')).toBeDefined();
    cache.write('c', bytes('c'.repeat(100)));
    expect([cache.read('a'), cache.read('b'), cache.read('c')].map((read) => read !== undefined)).toEqual([true, false, true]);
    cache.write('d', bytes('d'.repeat(400)));
    expect(cache.read('d')).toBeUndefined();
    expect(cache.read('c')).toBeDefined();
  });

  test('what cannot be written is not written, and nothing fails', () => {
    writeFileSync(here.path('cache'), 'a file where the folder would be');
    const cache = compiledCache();
    cache.write('a', bytes('one'));
    expect(cache.read('a')).toBeUndefined();
  });

  test('leftovers of a killed process go', () => {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    writeFileSync(`${folder()}/x.part`, 'x');
    utimesSync(`${folder()}/x.part`, 1000, 1000);
    compiledCache().write('a', bytes('one'));
    expect(files()).toHaveLength(1);
  });
});
