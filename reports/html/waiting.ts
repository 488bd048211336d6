import type { AssertionResult, Bilingual, CaseResult, ErrorOwner, Report, Verdict } from '../../src/model/index.js';
import { OWNER, WORDS, type Word } from '../words.js';
import { covers } from './causes.js';
import { capital, count, same } from './text.js';

/** Something that could not be judged, for one reason, with who must act. */
export interface Waiting {
  verdict: Extract<Verdict, 'INCONCLUSIVE' | 'NOT_RUN' | 'ERROR'>;
  word: Word;
  title: Bilingual;
  reason?: Bilingual;
  remedy?: Bilingual;
  requirements: string[];
  cases: string[];
  who: Bilingual;
  must: Word;
}

const OPEN = ['INCONCLUSIVE', 'NOT_RUN', 'ERROR'] as const;
type Open = (typeof OPEN)[number];
const isOpen = (verdict: Verdict): verdict is Open => (OPEN as readonly Verdict[]).includes(verdict);

/**
 * What does not count against the product: requirements first, one entry for all that share a reason; then assertions
 * that no such requirement tells of; then what went wrong on the bench.
 */
export function waitingOf(report: Report): Waiting[] {
  const entries = new Map<string, Waiting>();
  const person = same(report.contact ?? report.product.vendor);
  const make = (verdict: Open, owner: ErrorOwner | undefined, waitsFor: string | undefined): Pick<Waiting, 'word' | 'who' | 'must'> => {
    if (verdict === 'ERROR') {
      const known = OWNER[owner ?? 'tool'];
      return { word: owner ? known.verdict : 'ERROR', who: waitsFor ? same(waitsFor) : WORDS[known.who], must: known.must };
    }
    return { word: verdict, who: waitsFor ? same(waitsFor) : person, must: verdict === 'NOT_RUN' ? 'must-run' : 'must-act' };
  };

  const told = new Set<string>();
  const titles = new Map<string, Bilingual>();
  for (const requirement of report.requirements) {
    if (!isOpen(requirement.verdict)) continue;
    told.add(requirement.id);
    titles.set(requirement.id, requirement.text);
    const behind = assertionBehind(report, requirement.id, requirement.verdict);
    const waitsFor = requirement.waitsFor ?? behind?.waitsFor;
    const reason = requirement.reason ?? behind?.reason;
    const key = [requirement.verdict, behind?.owner, reason?.fr, waitsFor].join('\n');
    const entry = entries.get(key);
    if (entry) {
      entry.requirements.push(requirement.id);
      entry.cases = [...new Set([...entry.cases, ...requirement.cases])];
    } else
      entries.set(key, {
        verdict: requirement.verdict,
        ...make(requirement.verdict, behind?.owner, waitsFor),
        title: requirement.text,
        ...(reason && { reason }),
        requirements: [requirement.id],
        cases: [...requirement.cases],
      });
  }
  for (const entry of entries.values())
    if (entry.requirements.length > 1)
      entry.title = count(entry.requirements.length, ['exigence', 'exigences'], ['requirement', 'requirements']);

  for (const testCase of report.cases)
    for (const assertion of testCase.assertions) {
      if (!isOpen(assertion.verdict) || [...told].some((id) => covers(assertion.requirements, id))) continue;
      const key = ['assertion', assertion.verdict, assertion.id, assertion.reason?.fr].join('\n');
      const entry = entries.get(key);
      if (entry) entry.cases.push(caseId(testCase));
      else
        entries.set(key, {
          verdict: assertion.verdict,
          ...make(assertion.verdict, assertion.owner, assertion.waitsFor),
          title: assertion.title ?? { fr: `Contrôle \`${assertion.id}\``, en: `Check \`${assertion.id}\`` },
          ...(assertion.reason && { reason: assertion.reason }),
          requirements: [],
          cases: [caseId(testCase)],
        });
    }

  for (const error of report.errors) {
    const known = [...entries.values()].find((entry) => entry.verdict === 'ERROR' && entry.reason?.fr === error.message.fr);
    if (known) {
      if (error.remedy) known.remedy = error.remedy;
      continue;
    }
    const key = ['error', error.owner, error.message.fr].join('\n');
    const entry = entries.get(key);
    if (entry) {
      if (error.case) entry.cases.push(error.case);
    } else
      entries.set(key, {
        verdict: 'ERROR',
        ...make('ERROR', error.owner, undefined),
        title: capital(error.message),
        ...(error.remedy && { remedy: error.remedy }),
        requirements: [],
        cases: error.case ? [error.case] : [],
      });
  }
  return [...entries.values()].sort((a, b) => OPEN.indexOf(a.verdict) - OPEN.indexOf(b.verdict));
}

const caseId = (testCase: CaseResult): string => `${testCase.scenario}/${testCase.variant}`;

/** The assertion that left a requirement open: it knows whose turn it is. */
function assertionBehind(report: Report, requirement: string, verdict: Verdict): AssertionResult | undefined {
  for (const testCase of report.cases)
    for (const assertion of testCase.assertions)
      if (assertion.verdict === verdict && covers(assertion.requirements, requirement)) return assertion;
  return undefined;
}
