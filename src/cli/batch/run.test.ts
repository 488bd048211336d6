import { expect, test } from '@jest/globals';
import { threadsFor } from './run.js';

const GB = 1024 ** 3;

test.each([
  [8, 64 * GB, 8],
  [8, 3.5 * GB, 3],
  [2, 0.5 * GB, 1],
  [1, 64 * GB, 1],
])('%d processors and %d bytes of memory: %d threads', (processors, bytes, threads) => {
  expect(threadsFor(processors, bytes)).toBe(threads);
});
