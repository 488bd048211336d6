import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Bilingual } from './bilingual.js';

export const Severity = z.enum(['error', 'warning', 'information']);
export type Severity = z.infer<typeof Severity>;

/** Where something stands in the bytes as they arrived. Lines and columns count from 1, columns in characters. */
export const Place = z.strictObject({
  /** the piece of a larger message the line counts in, for example a MIME part; absent: the whole artefact */
  part: Bilingual.optional(),
  line: z.number().int().min(1),
  column: z.number().int().min(1),
  /** XPath, FHIRPath or HL7 path of the thing */
  path: z.string(),
  /** SHA-256 of the very bytes that `line` counts in: the whole artefact, or the part */
  blob: z.string().optional(),
});
export type Place = z.infer<typeof Place>;

export const Finding = z.strictObject({
  rule: z.string(),
  /** who says so: `addax`, `pack:<coordinate>/<profile>`, `xsd:<coordinate>` */
  source: z.string(),
  severity: Severity,
  place: Place,
  expected: Bilingual.optional(),
  actual: Bilingual.optional(),
  message: Bilingual,
  /** what follows from it for a user or a patient */
  why: Bilingual.optional(),
  /** what to write instead */
  hint: Bilingual,
  requirements: z.array(z.string()),
  fingerprint: z.string(),
});
export type Finding = z.infer<typeof Finding>;

/** Names a finding across runs: the same rule at the same path, whatever the line or the value of the day. */
export function fingerprint(rule: string, path: string): string {
  return createHash('sha256').update(`${rule}\n${path}`).digest('hex').slice(0, 16);
}
