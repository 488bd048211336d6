import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { packageRoot, Scenario } from '../../src/model/index.js';
import { ATTACKS } from '../../src/protocols/saml/attacks/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { DocumentSource } from './index.js';

const patient = {
  ins: '279035121518989',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  sex: 'F',
  birthDate: '19790328',
  birthPlace: '51215',
};
const variantsOf = (id: string): Scenario['variants'] =>
  Scenario.parse(parse(readFileSync(join(packageRoot, 'suites/partage-documents-sante/scenarios', `${id}.yaml`), 'utf8'))).variants;
const variants = [...variantsOf('platform-refuses-vihf'), ...variantsOf('platform-refuses-attacks')];
const defects = [...new Set(variants.map((variant) => variant['failed-by'].replace('platform-', '')))];

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

/** What becomes of a submission with each of these. */
const outcomes = (defect: string | undefined, attacks: readonly string[]): Promise<string[]> =>
  bench.withPlatform(defect, async (peers) => {
    const source = await bench.start(new DocumentSource(), { peers });
    const told: string[] = [];
    for (const vihf of attacks) told.push(`${vihf}: ${(await source.perform('ITI-41', { patient, vihf })).values['status']}`);
    return told;
  });

test('every attack that can be sent to a platform, and that a standard forbids, has its variant', () => {
  const apart = ['expired-certificate', 'revoked-certificate', 'replayed', 'entity'];
  const wanted = ATTACKS.filter(({ id, level }) => level === 'error' && !apart.includes(id)).map(({ id }) => id);
  expect(variants.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
});

describe('the reference platform', () => {
  test('lets a healthy VIHF in, and no attack', async () => {
    const attacks = variants.map(({ id }) => id);
    expect(await outcomes(undefined, ['valid', ...attacks])).toEqual(['valid: Success', ...attacks.map((id) => `${id}: fault`)]);
  }, 60_000);
  test.each(defects)(
    '%s: those that name it are let in',
    async (defect) => {
      const attacks = variants.filter((variant) => variant['failed-by'] === `platform-${defect}`).map(({ id }) => id);
      expect(await outcomes(defect, attacks)).toEqual(attacks.map((id) => `${id}: Success`));
    },
    60_000,
  );
});
