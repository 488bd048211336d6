import type { Bilingual } from './bilingual.js';
import { fingerprint, type Finding, type Place, type Severity } from './finding.js';
import type { Level } from './verdict.js';
import { bilingual } from './wording.js';

/** One thing a validator checks. Its id is stable: it is printed in reports, waivers and editors. */
export interface Rule {
  id: string;
  level: Level;
  /** what shall hold, in one sentence */
  title: Bilingual;
  /** what is wrong when it does not hold, in one sentence */
  message: Bilingual;
  /** what follows from it for a user or a patient */
  why?: Bilingual;
  /** what to write instead, in the infinitive */
  hint: Bilingual;
  /** ids in the requirements.yaml of the suites */
  requirements: string[];
  /** the clause it comes from */
  clause: string;
  /** the smallest excerpt that satisfies it and one that does not; shown by `addax explain` */
  example?: { right: string; wrong: string };
}

/** A rule whose requirement has the same id. */
export function rule(written: Omit<Rule, 'requirements'>): Rule {
  return { ...written, requirements: [written.id] };
}

type Text = readonly [fr: string, en: string];
const both = ([fr, en]: Text): Bilingual => ({ fr, en });

/** A rule in the order in which it is read: what shall hold, what is wrong, what to write; where that stands; an excerpt that keeps it and one that breaks it. */
export type RuleWords = [
  level: Level,
  texts: readonly [title: Text, message: Text, hint: Text],
  clause: string,
  example: readonly [right: string, wrong: string],
];

/** A rule whose requirement has the same id, by its words. */
export const ruleInWords = (id: string, ...[level, [title, message, hint], clause, [right, wrong]]: RuleWords): Rule =>
  rule({ id, level, title: both(title), message: both(message), hint: both(hint), clause, example: { right, wrong } });

const SEVERITY: Record<Level, Severity> = { SHALL: 'error', SHOULD: 'warning', MAY: 'information' };

export interface Complaint {
  expected?: Bilingual | string;
  actual?: Bilingual | string;
  /** replaces the rule's message when something more exact can be said */
  message?: Bilingual;
  hint?: Bilingual;
}

/** A rule that hostile bytes break again and again is reported this often at most. */
const MOST_FINDINGS_PER_RULE = 100;

/**
 * Collects what one validation found. A rule that was never `evaluated` had nothing to judge, which is not the same
 * as a pass; so every check goes through here, whether it finds something or not.
 */
export class Checklist {
  readonly findings: Finding[] = [];
  readonly #evaluated = new Set<string>();
  readonly #told = new Map<string, number>();
  readonly #rules: ReadonlyMap<string, Rule>;

  constructor(
    rules: readonly Rule[],
    readonly source = 'addax',
  ) {
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
  }

  get evaluated(): string[] {
    return [...this.#evaluated];
  }

  get result(): { findings: Finding[]; evaluated: string[] } {
    return { findings: this.findings, evaluated: this.evaluated };
  }

  /** A rule that was told as often as it may be: what else breaks it need not be put into words. */
  protected isFull(ruleId: string): boolean {
    return this.#told.get(ruleId) === MOST_FINDINGS_PER_RULE;
  }

  /** Records that a rule was judged here, and a finding when it does not hold. A place given as a function is only worked out then. Returns `holds`. */
  expect(ruleId: string, holds: boolean, where: Place | (() => Place), complaint: () => Complaint = () => ({})): boolean {
    const rule = this.#rules.get(ruleId);
    if (!rule) throw new Error(`unknown rule ${ruleId}`);
    this.#evaluated.add(ruleId);
    if (holds) return true;
    const told = this.#told.get(ruleId) ?? 0;
    if (told === MOST_FINDINGS_PER_RULE) return false;
    this.#told.set(ruleId, told + 1);
    const place = typeof where === 'function' ? where() : where;
    const { expected, actual, message, hint } = complaint();
    this.findings.push({
      rule: ruleId,
      source: this.source,
      severity: SEVERITY[rule.level],
      place,
      ...(expected !== undefined && { expected: bilingual(expected) }),
      ...(actual !== undefined && { actual: bilingual(actual) }),
      message: message ?? rule.message,
      ...(rule.why && { why: rule.why }),
      hint: hint ?? rule.hint,
      requirements: rule.requirements,
      fingerprint: fingerprint(ruleId, place.path),
    });
    return false;
  }
}
