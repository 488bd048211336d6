import type { Artefact, Complaint, Rule, ValidationContext } from '../../src/model/index.js';
import type { Vihf } from '../../src/protocols/saml/index.js';
import { XmlChecklist, type Where } from '../../src/protocols/xml/index.js';

/**
 * What IHE XUA asks of any assertion: the rest is proper to the VIHF, the French variant, or the contrary of XUA
 * (VIHF-19).
 */
const XUA_RULES: ReadonlySet<string> = new Set([
  ...['VIHF-XML', 'VIHF-01', 'VIHF-02', 'VIHF-03', 'VIHF-04', 'VIHF-04-REPLAY', 'VIHF-05', 'VIHF-05-TIME'],
  ...['VIHF-08', 'VIHF-08-VALUE', 'VIHF-10', 'VIHF-10-DIGEST', 'VIHF-11', 'VIHF-11-SHA1', 'VIHF-12'],
  ...['VIHF-15', 'VIHF-15-TIME', 'VIHF-18', 'VIHF-18-ORDER', 'VIHF-64', 'VIHF-64-CRL', 'VIHF-70', 'VIHF-71'],
  ...['XUA-01', 'XUA-02', 'XUA-21', 'XUA-22', 'XUA-23', 'XUA-24', 'XUA-25', 'XUA-26', 'XUA-27'],
]);

/** One message under judgement, with the instant, the trust and the parameters it is judged by. */
export class Judge extends XmlChecklist {
  /** parameter `profile: xua`: an IHE XUA assertion that is no VIHF */
  readonly xua: boolean;

  constructor(
    artefact: Artefact,
    readonly context: ValidationContext,
    rules: readonly Rule[],
  ) {
    super(artefact, rules);
    this.xua = context.parameters['profile'] === 'xua';
  }

  /** Records nothing for a rule that the profile does not have. */
  override expect(ruleId: string, holds: boolean, where: Where, complaint?: () => Complaint): boolean {
    return this.xua && !XUA_RULES.has(ruleId) ? holds : super.expect(ruleId, holds, where, complaint);
  }
}

/** One family of rules: what they say, and how a VIHF is judged by them. */
export interface RuleFamily {
  rules: readonly Rule[];
  judge(judge: Judge, vihf: Vihf): void;
}
