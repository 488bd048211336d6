import { z } from 'zod';
import { Bilingual } from './bilingual.js';
import { Finding } from './finding.js';
import { ErrorOwner, Level, Verdict } from './verdict.js';

/** One assertion of one scenario variant, judged. */
export const AssertionResult = z.strictObject({
  id: z.string(),
  title: Bilingual.optional(),
  verdict: Verdict,
  level: Level,
  requirements: z.array(z.string()),
  /** rules that had something to judge */
  evaluated: z.array(z.string()),
  findings: z.array(Finding),
  /** what of the artefact nothing judged, and what of the rules could not be judged */
  notes: z.array(Bilingual).optional(),
  /** why it is not PASSED or FAILED */
  reason: Bilingual.optional(),
  /** who must act on an INCONCLUSIVE or an ERROR */
  waitsFor: z.string().optional(),
  owner: ErrorOwner.optional(),
});
export type AssertionResult = z.infer<typeof AssertionResult>;

/** One message of an exchange, as reports show it. */
export const MessageSummary = z.strictObject({
  blob: z.string(),
  size: z.number(),
  headSize: z.number(),
  complete: z.boolean(),
  /** the pieces it was judged by, as findings name them: `place.blob` of a finding leads back to its message */
  parts: z.array(z.strictObject({ blob: z.string(), title: Bilingual })).optional(),
});

/** One line of the sequence diagram. */
export const TimelineEntry = z.strictObject({
  seq: z.number(),
  at: z.string(),
  kind: z.enum(['instruction', 'connection', 'exchange', 'proof', 'fault', 'error', 'information']),
  from: z.string(),
  to: z.string(),
  label: Bilingual,
  /** below the arrow: size, TLS version, status */
  detail: Bilingual.optional(),
  step: z.string().optional(),
  exchange: z.string().optional(),
  request: MessageSummary.optional(),
  answer: MessageSummary.optional(),
  answeredAt: z.string().optional(),
  answerLabel: Bilingual.optional(),
  /** an exchange that no step of the scenario expected */
  unexpected: z.boolean().optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const CaseResult = z.strictObject({
  scenario: z.string(),
  variant: z.string(),
  suite: z.string(),
  volet: z.string(),
  level: z.enum(['N1', 'N2', 'N3']),
  title: Bilingual,
  variantTitle: Bilingual.optional(),
  verdict: Verdict,
  startedAt: z.string(),
  endedAt: z.string(),
  /** role name to what plays it */
  roles: z.record(z.string(), z.strictObject({ actor: z.string(), is: z.enum(['sut', 'simulator']) })),
  assertions: z.array(AssertionResult),
  timeline: z.array(TimelineEntry),
});
export type CaseResult = z.infer<typeof CaseResult>;

export const RequirementResult = z.strictObject({
  id: z.string(),
  volet: z.string(),
  text: Bilingual,
  level: Level,
  source: z.string(),
  verdict: Verdict,
  /** `scenario/variant` of the cases that judged it */
  cases: z.array(z.string()),
  /** why it was not judged, or who waived it and until when */
  reason: Bilingual.optional(),
  waitsFor: z.string().optional(),
});
export type RequirementResult = z.infer<typeof RequirementResult>;

/** report.json: the whole result of a run, from which every other report is made. */
export const Report = z.strictObject({
  schema: z.literal('addax-report-1'),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  run: z.strictObject({ id: z.string(), startedAt: z.string(), endedAt: z.string(), selection: z.array(z.string()) }),
  product: z.strictObject({ name: z.string(), version: z.string(), vendor: z.string() }),
  contact: z.string().optional(),
  actors: z.array(z.strictObject({ actor: z.string(), options: z.array(z.string()).optional() })),
  verdict: Verdict,
  strict: z.boolean(),
  /** SHA-256 over verdicts and findings: equal digests, equal judgement */
  digest: z.string(),
  /** requirements by verdict */
  counts: z.record(Verdict, z.number()),
  /** the volets that the requirements belong to, in the order they are shown */
  volets: z.array(z.strictObject({ id: z.string(), title: Bilingual })),
  requirements: z.array(RequirementResult),
  cases: z.array(CaseResult),
  errors: z.array(z.strictObject({ owner: ErrorOwner, case: z.string().optional(), message: Bilingual, remedy: Bilingual.optional() })),
  packs: z.array(z.strictObject({ coordinate: z.string(), hash: z.string() })),
});
export type Report = z.infer<typeof Report>;
