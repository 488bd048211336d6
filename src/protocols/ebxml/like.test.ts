import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLike } from './like.js';

describe('LIKE', () => {
  test.each([
    ['%MARTIN%', '8^MARTIN^A', true],
    ['MART_N', 'MARTIN', true],
    ['MART_N', 'MARTN', false],
    ['', '', true],
    ['%', '', true],
    ['_', '', false],
    ['a%b%c', 'aXbYbZc', true],
  ])('%s', (pattern, text, expected) => expect(isLike(text, pattern)).toBe(expected));
  test('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll('%', '.*').replaceAll('_', '.')}$`).test(text);
        expect(isLike(text, pattern)).toBe(expected);
      }),
    );
  });
});
