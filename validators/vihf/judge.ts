import type { Artefact, Rule, ValidationContext } from '../../src/model/index.js';
import type { Vihf } from '../../src/protocols/saml/index.js';
import { XmlChecklist } from '../../src/protocols/xml/index.js';

/** One message under judgement, with the instant, the trust and the parameters it is judged by. */
export class Judge extends XmlChecklist {
  constructor(
    artefact: Artefact,
    readonly context: ValidationContext,
    rules: readonly Rule[],
  ) {
    super(artefact, rules);
  }
}

/** One family of rules: what they say, and how a VIHF is judged by them. */
export interface RuleFamily {
  rules: readonly Rule[];
  judge(judge: Judge, vihf: Vihf): void;
}
