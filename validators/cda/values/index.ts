import type { XmlElement } from '../../../src/protocols/xml/index.js';
import type { FamilyContext, RuleFamily } from '../family.js';
import type { Judge } from '../judge.js';
import { contactRules, observeContacts } from './contact-rules.js';
import { dateRules, observeDates } from './date-rules.js';
import { identifierRules, observeIdentifiers } from './identifier-rules.js';
import { nullRules, observeNulls } from './null-rules.js';
import { observePersons, personRules } from './person-rules.js';
import { observeQuantities, quantityRules } from './quantity-rules.js';
import { observeStatuses, statusRules } from './status-rules.js';
import { judgeVersions, versionRules } from './version-rules.js';
import { walk } from './walk.js';

/** Values of the document, whatever the act they belong to: identifiers, dates, quantities, nulls, contacts, statuses. */
export const values: RuleFamily = {
  rules: [
    ...identifierRules,
    ...versionRules,
    ...dateRules,
    ...quantityRules,
    ...nullRules,
    ...contactRules,
    ...personRules,
    ...statusRules,
  ],
  judge(judge: Judge, root: XmlElement, context: FamilyContext): void {
    judgeVersions(judge, root);
    walk(root, [
      observeIdentifiers(judge, context),
      observeDates(judge, root, context),
      observeQuantities(judge),
      observeNulls(judge),
      observeContacts(judge),
      observePersons(judge),
      observeStatuses(judge),
    ]);
  },
};
