import { z } from 'zod';
import { Bilingual } from './bilingual.js';
import { Event } from './evidence.js';
import { Fault } from './fault.js';
import { Finding, Place } from './finding.js';
import { AssertionResult, CaseResult, Report, RequirementResult, TimelineEntry } from './report.js';
import { Requirement, RequirementFile } from './requirement.js';
import { Assertion, Scenario, Step } from './scenario.js';
import { Statement, Waiver } from './statement.js';
import { Level, Verdict } from './verdict.js';

interface Words {
  id?: string;
  title?: string;
  description?: string;
}

/** Shapes that stand in several places of a schema: named once, referred to from there. */
const SHARED = {
  AssertionResult,
  Assertion,
  Bilingual,
  CaseResult,
  Fault,
  Level,
  Place,
  Requirement,
  RequirementResult,
  Step,
  TimelineEntry,
  Verdict,
  Waiver,
};

const FILES: Record<string, { schema: z.ZodType; title: string; description: string }> = {
  statement: { schema: Statement, title: 'Statement', description: 'One product version, the actors it claims, how to reach and move it.' },
  scenario: {
    schema: Scenario,
    title: 'Scenario',
    description: 'suites/<volet>/scenarios/*.yaml: who plays, what happens, what is judged.',
  },
  requirements: { schema: RequirementFile, title: 'Requirements', description: 'suites/<volet>/requirements.yaml' },
  report: { schema: Report, title: 'Report', description: 'report.json: the whole result of a run.' },
  event: { schema: Event, title: 'Event', description: 'One line of events.jsonl.' },
  finding: { schema: Finding, title: 'Finding', description: 'What a rule found, where, and what to write instead.' },
};

/** The JSON Schemas (draft 2020-12) of the files that people write and programs read, by file name. */
export function jsonSchemas(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(FILES).map(([name, { schema, title, description }]) => {
      const words = z.registry<Words>();
      for (const [id, shared] of Object.entries(SHARED)) if (shared !== schema) words.add(shared, { id });
      words.add(schema, { title, description });
      return [`${name}.schema.json`, z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', metadata: words })];
    }),
  );
}
