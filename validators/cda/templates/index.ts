import type { RuleFamily } from '../family.js';
import { judgeNarrative, narrativeRules } from './narrative-rules.js';
import { surveyOf } from './survey.js';
import { judgeTemplates, templateRules } from './template-rules.js';
import { judgeVolets, voletRules } from './volet-rules.js';

/** Volets, sections, entries and narrative: what a document says it is made of, against what it is made of. */
export const templates: RuleFamily = {
  rules: [...templateRules, ...voletRules, ...narrativeRules],
  judge(judge, root) {
    const survey = surveyOf(root);
    judgeTemplates(judge, survey);
    judgeVolets(judge, root, survey);
    judgeNarrative(judge, survey);
  },
};
