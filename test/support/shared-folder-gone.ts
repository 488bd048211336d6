import { rmSync } from 'node:fs';

/** After all test files. */
export default function removeSharedFolder(): void {
  rmSync(process.env['ADDAX_TEST_SHARED']!, { recursive: true, force: true });
}
