import { afterAll, describe, expect, test } from '@jest/globals';
import { loadCatalogue } from '../../src/engine/index.js';
import { addax, redOf, temporaryFolder } from '../support/addax.js';
import { runReference } from '../support/reference-systems.js';

const folder = temporaryFolder();
// one set of certificates for all, made before the first of the concurrent tests needs it
const pki = addax(['pki', '--out', `${folder.path}/pki`]);
afterAll(() => {
  folder.remove();
});

const variants = loadCatalogue().scenarios.flatMap(({ scenario }) => scenario.variants.map((v) => [`${scenario.id}/${v.id}`, v] as const));

/** A variant counts only when a named reference system passes it and another fails it on the variant's own assertions. */
describe('scenario variants', () => {
  test.concurrent.each(variants)(
    '%s',
    async (id, variant) => {
      await pki;
      const passed = await runReference(variant['passed-by'], id, folder.path);
      expect({ red: redOf(passed.report), verdict: passed.report.verdict, errors: passed.report.errors, code: passed.code }).toEqual({
        red: [],
        verdict: 'PASSED',
        errors: [],
        code: 0,
      });
      const failed = await runReference(variant['failed-by'], id, folder.path);
      expect({ verdict: failed.report.verdict, code: failed.code }).toEqual({ verdict: 'FAILED', code: 1 });
    },
    90_000,
  );
});
