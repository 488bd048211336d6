import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as model from '../../src/model/index.js';
import { PACK_LIMITS } from '../../src/packs/limits.js';
import { openTar } from '../../src/packs/source-tar.js';
import * as fhir from '../../src/protocols/fhir/index.js';
import { judgeResource } from '../../validators/fhir/judge-resource.js';
import { Library } from '../../validators/fhir/program.js';

interface Agreement {
  agreement(root: string, ours: object, base: fhir.Shelf): Promise<object[]>;
  agreementPage(rows: object[]): string;
  unargued(rows: object[]): string[];
  idle(rows: object[]): string[];
}

const cases = process.env['ADDAX_FHIR_TEST_CASES'];
const there = cases !== undefined && existsSync(join(cases, 'validator/manifest.json'));

(there ? describe : describe.skip)('the test cases of HL7 (skipped without ADDAX_FHIR_TEST_CASES)', () => {
  test('are judged as docs/fhir-agreement.md says, each difference argued: npm run fhir-agreement', async () => {
    const { agreement, agreementPage, idle, unargued } = (await import(
      join(model.packageRoot, 'scripts/fhir-agreement/agreement.mjs')
    )) as Agreement;
    const ours = { ...model, ...fhir, PACK_LIMITS, openTar, judgeResource, Library };
    const base = new fhir.Shelf(readFileSync(join(model.packageRoot, 'dist/fhir-r4.shelf')), 'hl7.fhir.r4.core:4.0.1');
    const rows = await agreement(cases!, ours, base);
    expect(unargued(rows)).toEqual([]);
    expect(idle(rows)).toEqual([]);
    expect(readFileSync(join(model.packageRoot, 'docs/fhir-agreement.md'), 'utf8')).toBe(agreementPage(rows));
  }, 120_000);
});
