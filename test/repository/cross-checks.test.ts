import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, type Validator } from '../../src/model/index.js';
import { manifest as coherence } from '../../validators/coherence/manifest.js';
import { manifest as xdm } from '../../validators/xdm/manifest.js';
import { manifest as xdsMetadata } from '../../validators/xds-metadata/manifest.js';

test('docs/cross-checks.md is what the validators hold: npm run cross-checks', async () => {
  const { crossChecksPage } = (await import(join(packageRoot, 'scripts/cross-checks.mjs'))) as {
    crossChecksPage: (validators: readonly Validator[]) => string;
  };
  const manifests = [coherence, xdm, xdsMetadata];
  const validators: Validator[] = [];
  for (const manifest of manifests) validators.push(await manifest.load());
  expect(readFileSync(join(packageRoot, 'docs/cross-checks.md'), 'utf8')).toBe(crossChecksPage(validators));
  for (const [i, { rules, blocks }] of validators.entries()) {
    expect(blocks!.map(({ id }) => id)).toEqual(manifests[i]!.blocks);
    const known = rules.map(({ id }) => id);
    for (const { rows } of blocks!) for (const { rule } of rows) expect(known).toContain(rule);
  }
});
