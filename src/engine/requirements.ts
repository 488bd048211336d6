import type { Bilingual, CaseResult, Requirement, RequirementResult, Statement, Verdict } from '../model/index.js';
import { covers } from './catalogue.js';

export type KnownRequirement = Requirement & { volet: string };

/**
 * What each requirement comes to over all cases: FAILED when a rule or assertion that covers it found something,
 * PASSED when one was evaluated and found nothing, NOT_APPLICABLE when the messages arrived but held nothing it speaks
 * of, NOT_RUN or INCONCLUSIVE when its assertions could not be judged.
 * @param rulesOf requirement ids of a rule id
 */
export function rollUpRequirements(
  known: readonly KnownRequirement[],
  cases: readonly CaseResult[],
  statement: Statement,
  rulesOf: ReadonlyMap<string, readonly string[]>,
): RequirementResult[] {
  const declared = new Set(statement.actors.map((a) => a.actor));
  return known.flatMap((requirement): RequirementResult[] => {
    if (!requirement.actors.some((actor) => declared.has(actor))) return [];
    const seen: { verdict: Verdict; case: string; reason?: Bilingual | undefined; waitsFor?: string | undefined }[] = [];
    for (const one of cases)
      for (const assertion of one.assertions) {
        if (!assertion.requirements.some((pattern) => covers(pattern, requirement.id))) continue;
        const id = `${one.scenario}/${one.variant}`;
        const found = assertion.findings.filter((f) => f.requirements.includes(requirement.id));
        const rules = assertion.evaluated.filter((rule) => rule === assertion.id || rulesOf.get(rule)?.includes(requirement.id));
        if (assertion.verdict === 'WAIVED' && found.length > 0) seen.push({ verdict: 'WAIVED', case: id, reason: assertion.reason });
        else if (found.some((f) => f.severity === 'error') && assertion.level === 'SHALL') seen.push({ verdict: 'FAILED', case: id });
        else if (found.some((f) => f.severity !== 'information')) seen.push({ verdict: 'WARNING', case: id });
        else if (rules.length > 0) seen.push({ verdict: 'PASSED', case: id });
        else if (['NOT_RUN', 'INCONCLUSIVE', 'ERROR'].includes(assertion.verdict))
          seen.push({ verdict: assertion.verdict, case: id, reason: assertion.reason, waitsFor: assertion.waitsFor });
        else seen.push({ verdict: 'NOT_APPLICABLE', case: id });
      }
    if (seen.length === 0) return [];
    const worst = ORDER.find((verdict) => seen.some((s) => s.verdict === verdict)) ?? 'NOT_RUN';
    const told = seen.find((s) => s.verdict === worst);
    return [
      {
        id: requirement.id,
        volet: requirement.volet,
        text: requirement.text,
        level: requirement.level,
        source: requirement.source,
        verdict: worst,
        cases: [...new Set(seen.filter((s) => s.verdict !== 'NOT_APPLICABLE' || worst === 'NOT_APPLICABLE').map((s) => s.case))],
        ...(told?.reason && { reason: told.reason }),
        ...(told?.waitsFor && { waitsFor: told.waitsFor }),
      },
    ];
  });
}

/** A failure in one case outweighs a pass in another; what was observed outweighs what could not be. */
const ORDER: Verdict[] = ['FAILED', 'WAIVED', 'WARNING', 'PASSED', 'ERROR', 'INCONCLUSIVE', 'NOT_RUN', 'NOT_APPLICABLE'];
