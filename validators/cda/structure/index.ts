import type { RuleFamily } from '../family.js';
import { StructureCheck } from './check.js';
import { structureRules } from './structure-rules.js';

/** The structure of a CDA R2 document, without any pack: which elements stand where, and what their attributes may be. */
export const structure: RuleFamily = {
  rules: structureRules,
  judge: (judge, root) => new StructureCheck(judge).run(root),
};
