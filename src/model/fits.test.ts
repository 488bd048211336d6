import { expect, test } from '@jest/globals';
import { fits } from './fits.js';

test('a form of a short text, and of none that is long', () => {
  const oid = /^[0-2](?:\.\d+)+$/;
  expect(['1.2.250', '1.2.', ''].map((text) => fits(oid, text))).toEqual([true, false, false]);
  const long = '1.2'.concat('.3'.repeat(6_000_000));
  expect(() => oid.test(long)).toThrow(RangeError);
  expect(fits(oid, long)).toBe(false);
});
