import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all test files: a folder for what they share, named to them by `ADDAX_TEST_SHARED`. */
export default function makeSharedFolder(): void {
  process.env['ADDAX_TEST_SHARED'] = mkdtempSync(join(tmpdir(), 'addax-shared-'));
}
