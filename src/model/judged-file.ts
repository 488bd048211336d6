import type { ErrorOwner, Verdict } from './verdict.js';
import type { Finding } from './finding.js';
import type { ValidationNote } from './validator.js';

/** What `addax validate` says of one file: of a batch, each stands alone. */
export interface JudgedFile {
  /** as it was named; of a file in an archive, `archive.zip!/path/in/it` */
  file: string;
  /** kind of artefact; null when it was not recognised */
  kind: string | null;
  verdict: Verdict;
  findings: Finding[];
  evaluated: string[];
  notes: ValidationNote[];
  durationMs: number;
  /** why it was not judged, and who must act */
  error?: { owner: ErrorOwner; text: string };
}
