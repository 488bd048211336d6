import { z } from 'zod';
import { Bilingual } from './bilingual.js';
import { Level } from './verdict.js';

/** One sentence of a specification that a product can meet or miss. */
export const Requirement = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/),
  text: Bilingual,
  level: Level,
  /** document and clause it comes from */
  source: z.string().min(1),
  /** actors it binds, in IHE terms: `document-source` */
  actors: z.array(z.string()).min(1),
  /** why nothing tests it; only for a requirement that nothing covers */
  untested: Bilingual.optional(),
});
export type Requirement = z.infer<typeof Requirement>;

/** suites/<volet>/requirements.yaml */
export const RequirementFile = z.strictObject({
  volet: z.string(),
  title: Bilingual,
  version: z.string(),
  requirements: z.array(Requirement).min(1),
});
export type RequirementFile = z.infer<typeof RequirementFile>;
