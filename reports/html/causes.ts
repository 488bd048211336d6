import type { AssertionResult, Bilingual, CaseResult, Finding, Report, Verdict } from '../../src/model/index.js';
import { SEVERITY_MARK, type Mark } from '../words.js';

/** One finding, and the cases where it came back the same. */
export interface Occurrence {
  finding: Finding;
  case: CaseResult;
  also: { case: CaseResult; finding: Finding }[];
}

/** Findings that one correction puts right: they come from one rule. */
export interface Cause {
  key: string;
  mark: Mark;
  /** what is wrong */
  title: Bilingual;
  why?: Bilingual;
  /** what to change */
  hint?: Bilingual;
  /** the origin of the rule and its id; absent when an assertion failed without one */
  rule?: { id: string; source: string };
  requirements: string[];
  occurrences: Occurrence[];
  /** every finding, repeats included */
  findings: number;
  /** cases where it was found */
  cases: CaseResult[];
  /** who waived it, why and until when */
  waiver?: Bilingual;
  /** what should hold, when an assertion says so without a finding */
  expected?: Bilingual;
}

const ORDER: readonly Mark[] = ['FAILED', 'WARNING', 'WAIVED', 'INFORMATION'];

/**
 * Groups the findings of all cases by rule, what decides the verdict first. An assertion that failed without a finding
 * (nothing arrived, sent twice) is a cause of its own.
 */
export function causesOf(report: Report): Cause[] {
  const verdicts = new Map(report.requirements.map((requirement) => [requirement.id, requirement]));
  const causes = new Map<string, Cause>();
  const add = (cause: Omit<Cause, 'occurrences' | 'findings' | 'cases'>, testCase: CaseResult): Cause => {
    const known = causes.get(cause.key);
    const kept = known ?? { ...cause, occurrences: [], findings: 0, cases: [] };
    if (!known) causes.set(cause.key, kept);
    if (ORDER.indexOf(cause.mark) < ORDER.indexOf(kept.mark)) kept.mark = cause.mark;
    kept.requirements = [...new Set([...kept.requirements, ...cause.requirements])];
    if (!kept.cases.includes(testCase)) kept.cases.push(testCase);
    return kept;
  };
  const waiverOf = (requirements: readonly string[]): Bilingual | undefined => {
    const waived = requirements.map((id) => verdicts.get(id)).filter((r) => r !== undefined);
    return waived.length > 0 && waived.every((r) => r.verdict === 'WAIVED') ? waived.find((r) => r.reason)?.reason : undefined;
  };
  const markOf = (finding: Finding, verdict: Verdict): Mark => {
    const mark = SEVERITY_MARK[finding.severity];
    if (mark !== 'FAILED') return mark;
    const waived = finding.requirements.length > 0 && finding.requirements.every((id) => verdicts.get(id)?.verdict === 'WAIVED');
    if (waived || verdict === 'WAIVED') return 'WAIVED';
    return verdict === 'WARNING' ? 'WARNING' : 'FAILED';
  };

  for (const testCase of report.cases) {
    for (const assertion of testCase.assertions) {
      for (const finding of assertion.findings) {
        const mark = markOf(finding, assertion.verdict);
        const waiver = mark === 'WAIVED' ? (waiverOf(finding.requirements) ?? assertion.reason) : undefined;
        const cause = add(
          {
            key: `${finding.source}\n${finding.rule}`,
            mark,
            title: finding.message,
            ...(finding.why && { why: finding.why }),
            hint: finding.hint,
            rule: { id: finding.rule, source: finding.source },
            requirements: finding.requirements,
            ...(waiver && { waiver }),
          },
          testCase,
        );
        cause.findings += 1;
        const twin = cause.occurrences.find((o) => sameFinding(o.finding, finding));
        if (twin) twin.also.push({ case: testCase, finding });
        else cause.occurrences.push({ finding, case: testCase, also: [] });
      }
      const alone = wordless(assertion);
      if (alone)
        add(
          {
            key: `assertion\n${testCase.scenario}\n${assertion.id}\n${assertion.reason?.fr ?? ''}`,
            mark: alone,
            ...titleAlone(assertion),
            requirements: report.requirements.filter((r) => r.verdict === alone && covers(assertion.requirements, r.id)).map((r) => r.id),
          },
          testCase,
        ).findings += 1;
    }
  }
  return [...causes.values()].sort((a, b) => ORDER.indexOf(a.mark) - ORDER.indexOf(b.mark));
}

const sameFinding = (a: Finding, b: Finding): boolean =>
  a.fingerprint === b.fingerprint && a.actual?.fr === b.actual?.fr && a.expected?.fr === b.expected?.fr && a.message.fr === b.message.fr;

/** What went wrong is in the reason; the title of an assertion says what should hold. */
function titleAlone({ id, title, reason }: AssertionResult): Pick<Cause, 'title' | 'expected'> {
  const name = title ?? { fr: id, en: id };
  if (!reason) return { title: { fr: `Ce contrôle n’est pas satisfait\u00a0: ${name.fr}`, en: `This check is not satisfied: ${name.en}` } };
  return { title: reason, ...(title && { expected: title }) };
}

/** The mark of an assertion that came out wrong without saying so in a finding. */
function wordless(assertion: AssertionResult): Mark | undefined {
  if (assertion.findings.length > 0) return undefined;
  return assertion.verdict === 'FAILED' || assertion.verdict === 'WARNING' || assertion.verdict === 'WAIVED' ?
      assertion.verdict
    : undefined;
}

/** Whether a requirement list of an assertion names an id: `VIHF-*` names every id with that beginning. */
export const covers = (patterns: readonly string[], id: string): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id));
