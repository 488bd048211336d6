import { describe, expect, test } from '@jest/globals';
import { isPattern, parseGlob } from './glob.js';

const matches = (pattern: string, path: string): boolean => parseGlob(pattern).matches(path.split('/'));

describe('patterns', () => {
  test.each<[pattern: string, yes: string[], no: string[]]>([
    ['*.xml', ['a.xml', 'é è.xml', '𝒳.xml'], ['a.xmlx', 'd/a.xml', '.a.xml', 'axml']],
    ['**/*.xml', ['a.xml', 'd/a.xml', 'd/e/f/a.xml'], ['.git/a.xml', 'd/.e/a.xml', 'd/a.txt']],
    ['**', ['a', 'd/a.xml'], ['.a', 'd/.a']],
    ['?/**/e/*', ['d/e/a', 'd/x/e/a', 'd/e/e/a'], ['d/a', 'e/a']],
    ['?.xml', ['a.xml', '𝒳.xml'], ['ab.xml', '.xml']],
    ['[a-cx].xml', ['a.xml', 'c.xml', 'x.xml'], ['d.xml', '-.xml']],
    ['[!a-c].xml', ['d.xml'], ['a.xml']],
    ['[]].xml', ['].xml'], ['a.xml']],
    ['[a.xml', ['[a.xml'], ['a.xml']],
    ['{a,b{1,2}}.{xml,XML}', ['a.xml', 'b1.XML', 'b2.xml'], ['b.xml', 'a.txt']],
    ['{d/a,e/b}.xml', ['d/a.xml', 'e/b.xml'], ['d/b.xml']],
    ['{a}*', ['{a}b'], ['ab']],
    ['.*', ['.a'], ['a']],
    ['a(+)*.x', ['a(+)b.x'], ['aa.x']],
    ['*a*b*', ['ab', 'xaxbx', 'aab'], ['ba', 'a']],
  ])('%s', (pattern, yes, no) => {
    expect(yes.filter((path) => !matches(pattern, path))).toEqual([]);
    expect(no.filter((path) => matches(pattern, path))).toEqual([]);
  });

  test('start in the folder before the first sign, and enter only folders that can lead to a match', () => {
    const glob = parseGlob('docs/in/*/[ab]/*.xml');
    expect(glob.base).toBe('docs/in');
    expect([['x'], ['x', 'a'], ['x', 'c'], ['x', 'a', 'y']].map((folders) => glob.mayEnter(folders))).toEqual([true, true, false, false]);
    expect(parseGlob('/*.xml').base).toBe('/');
    expect(parseGlob('*.xml').base).toBe('');
    expect(parseGlob('**/*.xml').mayEnter(['a', 'b', 'c'])).toBe(true);
  });

  test('are told by their signs', () => {
    expect(['a.xml', 'a*.xml', 'a?', '[a]', '{a,b}', 'a-b_c.xml'].map(isPattern)).toEqual([false, true, true, true, true, false]);
  });

  test('that are hostile take no time', () => {
    const began = performance.now();
    expect(matches(`${'*a'.repeat(100)}b`, 'a'.repeat(255))).toBe(false);
    expect(matches(`${'**/'.repeat(50)}x`, Array<string>(100).fill('a').join('/'))).toBe(false);
    parseGlob('{a,b}'.repeat(40));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
