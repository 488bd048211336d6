import type { AssertionResult, CaseResult, Statement, Verdict } from '../model/index.js';
import { fingerprint, rollUp } from '../model/index.js';

/**
 * Applies the waivers of the statement: an assertion whose every error is waived becomes WAIVED, with owner, reason and
 * expiry. A waiver that has expired is not applied. One whose requirement was judged and holds has become pointless,
 * which is a failure of the statement: it is added to the first case as an assertion of its own.
 * @param at the instant the run began
 */
export function applyWaivers(
  cases: readonly CaseResult[],
  waivers: NonNullable<Statement['waivers']>,
  at: string,
  strict: boolean,
  isMet: (requirement: string) => boolean,
): CaseResult[] {
  const inForce = waivers.filter((w) => w.expires >= at.slice(0, 10));
  const applied = cases.map((one) => {
    const assertions = one.assertions.map((assertion): AssertionResult => {
      const errors = assertion.findings.filter((f) => f.severity === 'error');
      const used = inForce.filter((w) => errors.some((f) => f.requirements.includes(w.requirement)));
      if (
        assertion.verdict !== 'FAILED'
        || errors.length === 0
        || !errors.every((f) => used.some((w) => f.requirements.includes(w.requirement)))
      )
        return assertion;
      const told = used.map((w) => `${w.requirement} : ${w.owner}, ${w.reason} (${w.expires})`).join(' ; ');
      return { ...assertion, verdict: 'WAIVED', reason: { fr: told, en: told } };
    });
    return { ...one, assertions, verdict: rollUp(assertions, strict) };
  });
  const pointless = waivers.filter((w) => isMet(w.requirement));
  const [first, ...others] = applied;
  if (!first || pointless.length === 0) return applied;
  const assertions = [...first.assertions, ...pointless.map((w) => pointlessWaiver(w.requirement, w.owner))];
  return [{ ...first, assertions, verdict: rollUp(assertions, strict) }, ...others];
}

function pointlessWaiver(requirement: string, owner: string): AssertionResult {
  const id = `waiver-${requirement.toLowerCase()}`;
  const verdict: Verdict = 'FAILED';
  return {
    id,
    verdict,
    level: 'SHALL',
    requirements: [requirement],
    evaluated: [id],
    findings: [
      {
        rule: id,
        source: 'addax',
        severity: 'error',
        place: { line: 1, column: 1, path: `/waivers/${requirement}` },
        expected: { fr: 'une dérogation seulement pour ce qui échoue', en: 'a waiver only for what fails' },
        actual: { fr: `${requirement} est respectée`, en: `${requirement} is met` },
        message: { fr: `La dérogation à ${requirement} n’a plus d’objet.`, en: `The waiver of ${requirement} has become pointless.` },
        hint: {
          fr: `Retirer de la déclaration la dérogation accordée à ${owner}.`,
          en: `Remove the waiver granted to ${owner} from the statement.`,
        },
        requirements: [requirement],
        fingerprint: fingerprint(id, requirement),
      },
    ],
  };
}
