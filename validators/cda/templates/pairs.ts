import { rule, type Bilingual, type Rule } from '../../../src/model/index.js';
import type { Force } from './catalogue.js';

const CLAUSE = 'CI-SIS, volet Modèles de contenus CDA ; IHE PCC, LAB, PHARM, CARD, EYECARE ; DICOM PS3.20';
const USUAL: Bilingual = {
  fr: ' (usage des exemples publiés)',
  en: ' (usage of the published examples)',
};

export interface Pair {
  required: string;
  usual: string;
}

/** Which rule of a pair speaks. */
export const of = (pair: Pair, force: Force): string => pair[force];

/** The same rule twice: an error where the specification requires it, a warning where only usage shows it. */
export function pair(ids: Pair, written: Omit<Rule, 'id' | 'level' | 'clause' | 'requirements'>): Rule[] {
  const end = (text: string, more: string): string => text.replace(/\.$/, `${more}.`);
  return [
    rule({ ...written, id: ids.required, level: 'SHALL', clause: CLAUSE }),
    rule({
      ...written,
      id: ids.usual,
      level: 'SHOULD',
      clause: CLAUSE,
      title: { fr: end(written.title.fr, USUAL.fr), en: end(written.title.en, USUAL.en) },
      message: { fr: end(written.message.fr, USUAL.fr), en: end(written.message.en, USUAL.en) },
    }),
  ];
}

/** One rule on templates. */
export const templateRule = (written: Omit<Rule, 'clause' | 'requirements'>): Rule => rule({ ...written, clause: CLAUSE });
