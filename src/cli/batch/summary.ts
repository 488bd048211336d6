import type { BatchRule } from '../../../reports/results.js';
import { exitCode, type Finding, type JudgedFile, type Rule, type Severity, type Verdict } from '../../model/index.js';
import { LEFT_REASONS, type LeftReason } from './inputs.js';

const MOST_EXAMPLES = 3;
/** each file may have a reason of its own */
const MOST_REASONS = 50;
const WEIGHT: Record<Severity, number> = { error: 0, warning: 1, information: 2 };

type Counted = Omit<BatchRule, 'examples'> & { first: Finding; examples: { file: string; line: number; column: number }[] };

/** What a batch comes to, counted as it goes: no file is kept, only one entry for each rule that found something. */
export class Summary {
  readonly verdicts: Partial<Record<Verdict, number>> = {};
  readonly findings: Record<Severity, number> = { error: 0, warning: 0, information: 0 };
  readonly left: Partial<Record<LeftReason, { count: number; examples: string[] }>> = {};
  /** why files were not judged, the first reasons that came */
  readonly reasons = new Map<string, { verdict: Verdict; count: number; examples: string[] }>();
  files = 0;
  readonly #rules = new Map<string, Counted>();
  readonly #codes = new Set<number>();

  add(result: JudgedFile): void {
    this.files++;
    this.verdicts[result.verdict] = (this.verdicts[result.verdict] ?? 0) + 1;
    this.#codes.add(exitCode(result.verdict, result.error ? [result.error.owner] : []));
    if (result.error) this.#explain(result, result.error.text);
    const seen = new Set<Counted>();
    for (const finding of result.findings) {
      this.findings[finding.severity]++;
      const counted = this.#of(finding);
      counted.findings++;
      if (seen.has(counted)) continue;
      seen.add(counted);
      counted.files++;
      const { line, column } = finding.place;
      if (counted.examples.length < MOST_EXAMPLES) counted.examples.push({ file: result.file, line, column });
    }
  }

  leave(file: string, reason: LeftReason): void {
    const counted = (this.left[reason] ??= { count: 0, examples: [] });
    counted.count++;
    if (counted.examples.length < MOST_EXAMPLES) counted.examples.push(file);
  }

  get leftCount(): number {
    return LEFT_REASONS.reduce((sum, reason) => sum + (this.left[reason]?.count ?? 0), 0);
  }

  /** Says of each rule what it says of every file; what a finding says may be of that file only. */
  describe(ruleOf: (finding: Finding) => Rule | undefined): void {
    for (const counted of this.#rules.values()) {
      const rule = ruleOf(counted.first);
      if (rule) Object.assign(counted, { message: rule.message, hint: rule.hint });
    }
  }

  /** The worst first: by severity, then in how many files, then how often. */
  get rules(): BatchRule[] {
    return [...this.#rules.values()]
      .sort(
        (a, b) =>
          WEIGHT[a.severity] - WEIGHT[b.severity]
          || b.files - a.files
          || b.findings - a.findings
          || (a.rule < b.rule ? -1 : Number(a.rule > b.rule))
          || (a.source < b.source ? -1 : 1),
      )
      .map(({ first: _first, ...rule }) => rule);
  }

  /** The worst of all files; where nothing was judged, nothing is concluded. */
  get exitCode(): number {
    return [1, 4, 3, 2].find((code) => this.#codes.has(code)) ?? (this.files === 0 ? 2 : 0);
  }

  #explain({ file, verdict }: JudgedFile, text: string): void {
    // what follows is where in the code
    const reason = text.split('\n', 1)[0]!;
    let counted = this.reasons.get(reason);
    if (!counted) {
      if (this.reasons.size >= MOST_REASONS) return;
      this.reasons.set(reason, (counted = { verdict, count: 0, examples: [] }));
    }
    counted.count++;
    if (counted.examples.length < MOST_EXAMPLES) counted.examples.push(file);
  }

  #of(first: Finding): Counted {
    const { rule, source, severity, message, hint } = first;
    const key = `${severity} ${source} ${rule}`;
    let counted = this.#rules.get(key);
    if (!counted) this.#rules.set(key, (counted = { first, rule, source, severity, message, hint, findings: 0, files: 0, examples: [] }));
    return counted;
  }
}
