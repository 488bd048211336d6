import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/model/index.js';

test('docs/defects.md is the table that the tests run: npm run defects', async () => {
  const { defectsPage } = (await import(join(packageRoot, 'scripts/defects.mjs'))) as { defectsPage: () => string };
  expect(readFileSync(join(packageRoot, 'docs/defects.md'), 'utf8')).toBe(defectsPage());
});
