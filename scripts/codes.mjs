/** Keeps the codes that ship with Addax in the form in which they are asked, beside their module. Run by the build. */
import { writeFileSync } from 'node:fs';
import { compactCodes } from '../dist/validators/cda/codes/shipped.js';

writeFileSync(new URL('../dist/validators/cda/codes/shipped.bin', import.meta.url), compactCodes());
