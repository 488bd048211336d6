import { z } from 'zod';

/** What an assertion, a requirement, a scenario or a run comes to. */
export const Verdict = z.enum(['NOT_APPLICABLE', 'PASSED', 'WARNING', 'FAILED', 'WAIVED', 'INCONCLUSIVE', 'NOT_RUN', 'ERROR']);
export type Verdict = z.infer<typeof Verdict>;

/** Requirement levels of RFC 2119 as the field uses them. */
export const Level = z.enum(['SHALL', 'SHOULD', 'MAY']);
export type Level = z.infer<typeof Level>;

/** Who must put an ERROR right; an ERROR never counts against the product. */
export const ErrorOwner = z.enum(['configuration', 'peer', 'tool']);
export type ErrorOwner = z.infer<typeof ErrorOwner>;

export interface Judged {
  verdict: Verdict;
  level: Level;
  owner?: ErrorOwner | undefined;
}

/**
 * Rolls verdicts up to their parent (assertion to scenario, scenario to suite, suite to run).
 * One FAILED makes it FAILED; else one mandatory INCONCLUSIVE or NOT_RUN, or no mandatory verdict reached at all,
 * makes it INCONCLUSIVE; else a WARNING shows. ERROR stands beside the others and never outweighs them, but it is not
 * an evaluation: alone it leaves the parent INCONCLUSIVE.
 * @param strict counts WARNING as FAILED
 */
export function rollUp(judged: readonly Judged[], strict = false): Verdict {
  if (judged.length > 0 && judged.every((j) => j.verdict === 'NOT_APPLICABLE')) return 'NOT_APPLICABLE';
  const has = (verdict: Verdict): boolean => judged.some((j) => j.verdict === verdict);
  if (has('FAILED') || (strict && has('WARNING'))) return 'FAILED';
  const mandatory = judged.filter((j) => j.level === 'SHALL');
  if (mandatory.some((j) => j.verdict === 'INCONCLUSIVE' || j.verdict === 'NOT_RUN')) return 'INCONCLUSIVE';
  const evaluated = mandatory.filter((j) => ['PASSED', 'WARNING', 'WAIVED'].includes(j.verdict));
  if (evaluated.length === 0) return 'INCONCLUSIVE';
  return has('WARNING') ? 'WARNING' : 'PASSED';
}

export const ExitCode = { passed: 0, failed: 1, inconclusive: 2, configuration: 3, tool: 4 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/**
 * The exit code of a run, the first that applies: something failed, the tool itself failed, the configuration is
 * wrong, nothing conclusive (inconclusive, peer error, nothing evaluated), all passed.
 */
export function exitCode(verdict: Verdict, errors: readonly ErrorOwner[]): ExitCode {
  if (verdict === 'FAILED') return ExitCode.failed;
  if (errors.includes('tool')) return ExitCode.tool;
  if (errors.includes('configuration')) return ExitCode.configuration;
  if (errors.includes('peer')) return ExitCode.inconclusive;
  return verdict === 'PASSED' || verdict === 'WARNING' || verdict === 'WAIVED' ? ExitCode.passed : ExitCode.inconclusive;
}
