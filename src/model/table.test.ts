import { expect, test } from '@jest/globals';
import { table } from './table.js';

test('what was received names a row, or nothing', () => {
  const rows = table({ DIRECTE: 'own' });
  expect(rows['DIRECTE']).toBe('own');
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '']) expect(rows[name]).toBeUndefined();
  expect(Object.keys(rows)).toEqual(['DIRECTE']);
});
