import { expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { actorName } from './words.js';

test('every actor that is played has a name in both languages', () => {
  const actors = readdirSync(new URL('../simulators/', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(actors.length).toBeGreaterThan(10);
  expect(actors.map(({ name }) => name).filter((name) => actorName(name).fr === name || actorName(name).en === name)).toEqual([]);
});
