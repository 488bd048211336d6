import type { Rule, Terminology } from '../../src/model/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import type { Judge } from './judge.js';

/** What a family of rules knows beyond the document. */
export interface FamilyContext {
  /** what ships with Addax and what the packs in force bring */
  terminology: Terminology;
  /** `production` allows real identities, else only those of test */
  insAuthority: string | undefined;
  /** the instant of the judgement */
  at: Date;
}

/** Rules that are about one side of a document and are judged together. */
export interface RuleFamily {
  rules: readonly Rule[];
  /** @param root the ClinicalDocument */
  judge(judge: Judge, root: XmlElement, context: FamilyContext): void;
}
