import type { RuleFamily } from '../family.js';
import { agreementRules } from './agreement-rules.js';
import { judgeDocumentId } from './document-id.js';
import { judgeIdentity } from './identity.js';
import { judgeLifetime } from './lifetime.js';
import { judgeResults } from './results.js';
import { judgeWriting } from './writing.js';

/** Whether what a document says in two places agrees, and what is valid and yet almost surely not meant. */
export const agreement: RuleFamily = {
  rules: agreementRules,
  judge(judge, root) {
    judgeIdentity(judge, root);
    judgeLifetime(judge, root);
    judgeDocumentId(judge, root);
    judgeResults(judge, root);
    judgeWriting(judge, root);
  },
};
