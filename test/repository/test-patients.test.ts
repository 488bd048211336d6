import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEST_DOMAINS, TEST_PATIENTS, writePid } from '../../src/identity/index.js';
import { packageRoot } from '../../src/model/index.js';
import { writeHl7 } from '../../src/protocols/hl7v2/index.js';

interface Writers {
  testPatientsPage: (of: object) => string;
  testPatientsFeed: (of: object) => string;
}

test('docs/test-patients.md and examples/test-patients.hl7 are the test patients: npm run test-patients', async () => {
  const { testPatientsPage, testPatientsFeed } = (await import(join(packageRoot, 'scripts/test-patients.mjs'))) as Writers;
  const written = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
  expect(written('docs/test-patients.md')).toBe(testPatientsPage({ patients: TEST_PATIENTS, domains: TEST_DOMAINS }));
  expect(written('examples/test-patients.hl7')).toBe(testPatientsFeed({ patients: TEST_PATIENTS, writePid, writeHl7 }));
});
