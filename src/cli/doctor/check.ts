import type { Bilingual } from '../../model/index.js';

/** One thing that the doctor looked at. */
export interface Check {
  field: string;
  title: Bilingual;
  /** `configuration`: nothing can be said of the product; `failure`: the product is at fault; `warning`: it could do better */
  problem?: { explanation: Bilingual; remedy: Bilingual; severity: 'configuration' | 'failure' | 'warning' };
}

/** A text in both languages; French punctuation gets the spaces that no line breaks at. */
export const both = (fr: string, en: string): Bilingual => ({
  fr: fr.replace(/ (?=[:;?!»])/g, '\u00A0').replace(/« /g, '«\u00A0'),
  en,
});

export const well = (field: string, fr: string, en: string): Check => ({ field, title: both(fr, en) });

/** A check that found something wrong. */
export const ill = (
  field: string,
  severity: NonNullable<Check['problem']>['severity'],
  title: Bilingual,
  explanation: Bilingual,
  remedy: Bilingual,
): Check => ({ field, title, problem: { explanation, remedy, severity } });
