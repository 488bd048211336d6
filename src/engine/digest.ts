import { createHash } from 'node:crypto';
import type { CaseResult, RequirementResult, Verdict } from '../model/index.js';

/**
 * SHA-256 over what was judged and nothing else: no clock, no duration, no language, no file name. Two judgements with
 * the same digest are the same judgement.
 */
export function verdictDigest(verdict: Verdict, cases: readonly CaseResult[], requirements: readonly RequirementResult[]): string {
  const judged = {
    verdict,
    cases: cases.map((one) => ({
      id: `${one.scenario}/${one.variant}`,
      verdict: one.verdict,
      assertions: one.assertions.map((a) => ({
        id: a.id,
        verdict: a.verdict,
        evaluated: a.evaluated,
        findings: a.findings.map((f) => [
          f.rule,
          f.severity,
          f.place.line,
          f.place.column,
          f.place.path,
          f.place.blob ?? '',
          f.expected?.en ?? '',
          f.actual?.en ?? '',
          f.message.en,
        ]),
      })),
    })),
    requirements: requirements.map((r) => [r.id, r.verdict]),
  };
  return createHash('sha256').update(JSON.stringify(judged)).digest('hex');
}
