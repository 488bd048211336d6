import { afterAll, describe, expect, test } from '@jest/globals';
import { addax, redOf, temporaryFolder } from '../support/addax.js';
import { defectsOf, runReference } from '../support/reference-systems.js';

const folder = temporaryFolder();
// one set of certificates for all, made before the first of the concurrent tests needs it
const pki = addax(['pki', '--out', `${folder.path}/pki`]);
afterAll(() => {
  folder.remove();
});

/** The table of docs/defects.md: each defect turns red what was written down before the run, and nothing else. */
describe.each(['lps', 'platform'] as const)('%s', (system) => {
  test('has at least twenty defects between the two systems, each with something to turn red', () => {
    const defects = defectsOf(system);
    expect(defects.length).toBeGreaterThan(system === 'lps' ? 20 : 10);
    for (const defect of defects) expect(defect.expects.length).toBeGreaterThan(0);
  });

  test.concurrent.each(defectsOf(system).map((d) => [d.id, d] as const))(
    '%s',
    async (_id, defect) => {
      await pki;
      const { report, code } = await runReference(
        `${system}-${defect.id}`,
        `${defect.scenario}/${defect.variant ?? 'nominal'}`,
        folder.path,
      );
      expect({ red: redOf(report), errors: report.errors }).toEqual({ red: [...defect.expects].sort(), errors: [] });
      expect(code).toBe(report.requirements.some((r) => r.verdict === 'FAILED') ? 1 : 0);
    },
    60_000,
  );
});
