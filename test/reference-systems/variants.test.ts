import { afterAll, describe, expect, test } from '@jest/globals';
import { loadCatalogue } from '../../src/engine/index.js';
import type { Report } from '../../src/model/index.js';
import { addax, temporaryFolder } from '../support/addax.js';
import { defectsOf, runReference } from '../support/reference-systems.js';

const folder = temporaryFolder();
// one set of certificates for all, made before the first of the concurrent tests needs it
const pki = addax(['pki', '--out', `${folder.path}/pki`]);
afterAll(() => {
  folder.remove();
});

const variants = loadCatalogue().scenarios.flatMap(({ scenario }) =>
  scenario.variants.map((v) => [`${scenario.id}/${v.id}`, scenario.id, v] as const),
);
const defects = (['lps', 'platform', 'gam'] as const).flatMap((product) =>
  defectsOf(product).map((defect) => [`${product}-${defect.id}`, `${defect.scenario}/${defect.variant ?? 'nominal'}`, defect] as const),
);

/** Of each system and scenario one run, of every variant that anything is known of. */
const runs = new Map<string, Promise<{ report: Report; code: number | null }>>();
function runOf(system: string, scenario: string): Promise<{ report: Report; code: number | null }> {
  const key = `${system} ${scenario}`;
  let run = runs.get(key);
  if (!run) {
    const ofVariants = variants
      .filter(([, of, v]) => of === scenario && [v['passed-by'], v['failed-by']].includes(system))
      .map(([id]) => id);
    const ofDefects = defects.filter(([broken, , defect]) => broken === system && defect.scenario === scenario).map(([, id]) => id);
    const selected = [...new Set([...ofVariants, ...ofDefects])];
    run = pki.then(() => runReference(system, selected.join(','), folder.path, ['--reports', 'json']));
    runs.set(key, run);
  }
  return run;
}

/** What came of one case: its verdict, the requirements it did not meet, and the errors told of it. */
function outcomeOf({ cases, requirements, errors }: Report, id: string): { verdict: string | undefined; red: string[]; errors: unknown[] } {
  const one = cases.find(({ scenario, variant }) => `${scenario}/${variant}` === id);
  const complained = new Set(
    one?.assertions.flatMap(({ findings }) => findings.filter((f) => f.severity !== 'information').flatMap((f) => f.requirements)),
  );
  return {
    verdict: one?.verdict,
    red: requirements
      .filter((r) => ['FAILED', 'WARNING'].includes(r.verdict) && complained.has(r.id) && r.cases.includes(id))
      .map((r) => r.id)
      .sort(),
    errors: errors.filter((error) => error.case === undefined || error.case === id),
  };
}

/** A variant counts only when a named reference system passes it and another fails it on the variant's own assertions. */
describe('scenario variants', () => {
  test.concurrent.each(variants)(
    '%s',
    async (id, scenario, variant) => {
      const passed = await runOf(variant['passed-by'], scenario);
      expect(outcomeOf(passed.report, id)).toEqual({ verdict: 'PASSED', red: [], errors: [] });
      const failed = await runOf(variant['failed-by'], scenario);
      expect(outcomeOf(failed.report, id).verdict).toBe('FAILED');
    },
    180_000,
  );
});

/** The table of docs/defects.md: each defect turns red what was written down before the run, and nothing else. */
describe('defects', () => {
  test('are at least twenty of the LPS and of the patient administration and ten of the platform, each with something to turn red', () => {
    for (const [product, least] of [
      ['lps', 20],
      ['platform', 10],
      ['gam', 20],
    ] as const) {
      expect(defectsOf(product).length).toBeGreaterThan(least);
      for (const { expects } of defectsOf(product)) expect(expects.length).toBeGreaterThan(0);
    }
  });

  test.concurrent.each(defects)(
    '%s',
    async (system, id, { scenario, expects }) => {
      const { report, code } = await runOf(system, scenario);
      const { red, errors } = outcomeOf(report, id);
      expect({ red, errors }).toEqual({ red: [...expects].sort(), errors: [] });
      expect(code).toBe(report.requirements.some((r) => r.verdict === 'FAILED') ? 1 : 0);
    },
    180_000,
  );
});
