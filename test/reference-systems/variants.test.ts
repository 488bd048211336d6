import { afterAll, describe, expect, test } from '@jest/globals';
import { loadCatalogue } from '../../src/engine/index.js';
import type { Report } from '../../src/model/index.js';
import { addax, temporaryFolder } from '../support/addax.js';
import { runReference } from '../support/reference-systems.js';

const folder = temporaryFolder();
// one set of certificates for all, made before the first of the concurrent tests needs it
const pki = addax(['pki', '--out', `${folder.path}/pki`]);
afterAll(() => {
  folder.remove();
});

const variants = loadCatalogue().scenarios.flatMap(({ scenario }) =>
  scenario.variants.map((v) => [`${scenario.id}/${v.id}`, scenario.id, v] as const),
);

/** Of each system and scenario one run, of every variant that the system is to pass, or to fail. */
const runs = new Map<string, Promise<Report>>();
function runOf(role: 'passed-by' | 'failed-by', system: string, scenario: string): Promise<Report> {
  const key = `${role} ${system} ${scenario}`;
  let run = runs.get(key);
  if (!run) {
    const selected = variants.filter(([, of, variant]) => of === scenario && variant[role] === system).map(([id]) => id);
    run = pki.then(async () => (await runReference(system, selected.join(','), folder.path)).report);
    runs.set(key, run);
  }
  return run;
}

/** What came of one case: its verdict, the requirements it did not meet, and the errors told of it. */
function outcomeOf({ cases, requirements, errors }: Report, id: string): { verdict: string | undefined; red: string[]; errors: unknown[] } {
  return {
    verdict: cases.find(({ scenario, variant }) => `${scenario}/${variant}` === id)?.verdict,
    red: requirements.filter((r) => ['FAILED', 'WARNING'].includes(r.verdict) && r.cases.includes(id)).map((r) => r.id),
    errors: errors.filter((error) => error.case === undefined || error.case === id),
  };
}

/** A variant counts only when a named reference system passes it and another fails it on the variant's own assertions. */
describe('scenario variants', () => {
  test.concurrent.each(variants)(
    '%s',
    async (id, scenario, variant) => {
      const passed = await runOf('passed-by', variant['passed-by'], scenario);
      expect(outcomeOf(passed, id)).toEqual({ verdict: 'PASSED', red: [], errors: [] });
      const failed = await runOf('failed-by', variant['failed-by'], scenario);
      expect(outcomeOf(failed, id).verdict).toBe('FAILED');
    },
    180_000,
  );
});
