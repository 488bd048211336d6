import { agreement } from './agreement/index.js';
import { codes } from './codes/index.js';
import { embedded } from './embedded/index.js';
import type { RuleFamily } from './family.js';
import { structure } from './structure/index.js';
import { templates } from './templates/index.js';
import { values } from './values/index.js';

/** The families of rules that judge a whole document, header and body. */
export const families: readonly RuleFamily[] = [values, codes, templates, embedded, agreement];

/** Judged last, and only where no schema of a pack judges the same. */
export const lastFamily: RuleFamily = structure;
