import { BundleError } from '../evidence/index.js';
import { Statement, toolVersion, Verdict } from '../model/index.js';
import type { CaseResult, EvidenceRecord, Event, PackIdentity, RecordOf, Report, RequirementResult } from '../model/index.js';
import { rollUp } from '../model/index.js';
import { verdictDigest } from './digest.js';
import { type Evidence, judgeCase, type JudgedCase } from './judge.js';
import { type KnownRequirement, rollUpRequirements } from './requirements.js';
import type { Toolbox } from './toolbox.js';
import { applyWaivers } from './waivers.js';

export interface Judgement {
  report: Report;
  /** the bytes that findings point into, by SHA-256, beyond those in the bundle */
  bytes: Map<string, Uint8Array>;
}

interface RunFacts {
  id: string;
  strict: boolean;
  selection: string[];
  volets: { id: string; title: { fr: string; en: string } }[];
  requirements: KnownRequirement[];
  /** ids of the cases that were to be played */
  planned: string[];
  /** the packs it was judged by; absent from bundles written before there were any */
  packs?: PackIdentity[];
}

/**
 * Judges a whole run from its evidence: the same bundle gives the same digest, anywhere, at any time.
 * @param known cases judged already, by id; the others are judged now
 * @throws Error when the bundle lacks the plan, the statement or a scenario
 */
export async function judgeRun(
  events: readonly Event[],
  blob: Evidence['blob'],
  toolbox: Toolbox,
  known: ReadonlyMap<string, JudgedCase> = new Map(),
): Promise<Judgement> {
  const records = evidenceOf(events);
  const statement = Statement.parse(datum(records, 'statement').value);
  const facts = JSON.parse(new TextDecoder().decode(blob(datum(records, 'run').blob ?? '') ?? new Uint8Array())) as RunFacts;
  const evidence: Evidence = { records, blob };
  const bytes = new Map<string, Uint8Array>();
  const judged: CaseResult[] = [];
  for (const id of casesOf(records)) {
    const one = known.get(id) ?? (await judgeCase(evidence, statement, id, toolbox, facts.strict));
    judged.push(one.result);
    for (const [hash, content] of one.bytes) bytes.set(hash, content);
  }
  const rules = await ruleRequirements(toolbox);
  const requirementsOf = (cases: readonly CaseResult[]): RequirementResult[] =>
    rollUpRequirements(facts.requirements, cases, statement, rules);
  const before = new Map(requirementsOf(judged).map((r) => [r.id, r.verdict]));
  const startedAt = records[0]?.at ?? '';
  const cases =
    statement.waivers ? applyWaivers(judged, statement.waivers, startedAt, facts.strict, (id) => before.get(id) === 'PASSED') : judged;
  const requirements = requirementsOf(cases);
  const unplayed = facts.planned.filter((id) => !casesOf(records).includes(id));
  const verdict = rollUp(
    [
      ...cases.map((one) => ({ verdict: one.verdict, level: 'SHALL' as const })),
      ...unplayed.map(() => ({ verdict: 'NOT_RUN' as const, level: 'SHALL' as const })),
    ],
    facts.strict,
  );
  const errors = records
    .filter((r): r is RecordOf<'error'> => r.kind === 'error')
    .map((r) => ({ owner: r.owner, ...(r.case && { case: r.case }), message: r.message, ...(r.remedy && { remedy: r.remedy }) }));
  const judgingErrors = cases.flatMap((one) =>
    one.assertions
      .filter((a) => a.verdict === 'ERROR')
      .map((a) => ({
        owner: a.owner ?? ('tool' as const),
        case: `${one.scenario}/${one.variant}`,
        message: a.reason ?? { fr: a.id, en: a.id },
      })),
  );
  const volets = facts.volets.filter((v) => requirements.some((r) => r.volet === v.id));
  const report: Report = {
    schema: 'addax-report-1',
    tool: { name: 'addax', version: toolVersion },
    run: { id: facts.id, startedAt, endedAt: records.at(-1)?.at ?? startedAt, selection: facts.selection },
    product: statement.product,
    ...(statement.contact && { contact: statement.contact }),
    actors: statement.actors,
    verdict,
    strict: facts.strict,
    digest: verdictDigest(verdict, cases, requirements),
    counts: Object.fromEntries(Verdict.options.map((v) => [v, requirements.filter((r) => r.verdict === v).length])) as Report['counts'],
    volets,
    requirements,
    cases,
    errors: [...errors, ...judgingErrors, ...(unplayed.length > 0 ? [interrupted(unplayed)] : [])],
    packs: (facts.packs ?? []).map(({ coordinate, sha256 }) => ({ coordinate, hash: sha256 })),
  };
  return { report, bytes };
}

const PROGRESS = new Set(['run-started', 'case-started', 'waiting', 'case-judged', 'run-judged']);
/** What happened, without what the engine told about itself. */
export const evidenceOf = (events: readonly Event[]): EvidenceRecord[] =>
  events.filter((event): event is EvidenceRecord => !PROGRESS.has(event.kind));

function datum(records: readonly EvidenceRecord[], name: string): RecordOf<'datum'> {
  const found = records.find((r): r is RecordOf<'datum'> => r.kind === 'datum' && r.name === name);
  if (!found) throw new BundleError(`the bundle is not that of a run: it holds no ${name}`);
  return found;
}

function casesOf(records: readonly EvidenceRecord[]): string[] {
  return [...new Set(records.flatMap((r) => (r.kind === 'datum' && r.name === 'case' && r.case ? [r.case] : [])))];
}

/** A run that was cut short is the bench's affair: what was not played is named. */
const interrupted = (unplayed: readonly string[]): Report['errors'][number] => ({
  owner: 'tool',
  message: {
    fr: `L’exécution a été interrompue ; non joués : ${unplayed.join(', ')}.`,
    en: `The run was interrupted; not played: ${unplayed.join(', ')}.`,
  },
  remedy: { fr: 'Relancer l’exécution.', en: 'Run it again.' },
});

/** Requirement ids of every rule of every validator. */
export async function ruleRequirements(toolbox: Toolbox): Promise<Map<string, readonly string[]>> {
  const validators = await Promise.all(toolbox.validators.map((manifest) => manifest.load()));
  return new Map(validators.flatMap((v) => v.rules.map((rule) => [rule.id, rule.requirements] as const)));
}
