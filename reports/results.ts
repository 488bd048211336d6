import type { Bilingual, Finding, JudgedFile, Language, PackIdentity, Rule, Severity, Verdict } from '../src/model/index.js';

/**
 * Tells the results of many files, one after the other, in a form that other programs read. Nothing of a file is kept
 * once it is told, so the files may be any number.
 */
export interface ResultWriter {
  /** what comes before the first file */
  begin(): string;
  add(result: JudgedFile): string;
  /** what comes after the last */
  end(): string;
}

/** What is known of a judgement of files beyond the files. */
export interface ResultsContext {
  language: Language;
  /** the instant of the judgement */
  at: Date;
  /** an absolute folder: names of files inside it are told relative to it */
  root: string;
  /** a warning counts as a failure */
  strict: boolean;
  packs: readonly PackIdentity[];
  /** the rule behind a finding; undefined when it is of a pack */
  ruleOf(finding: Finding): Rule | undefined;
}

/** What one rule found in a batch. */
export interface BatchRule {
  rule: string;
  source: string;
  severity: Severity;
  message: Bilingual;
  hint: Bilingual;
  findings: number;
  /** in how many files */
  files: number;
  examples: readonly { file: string; line: number; column: number; href?: string }[];
}

/** One file of a batch, as its index lists it. */
export interface BatchFile {
  file: string;
  kind: string | null;
  verdict: Verdict;
  errors: number;
  warnings: number;
  /** its own page, relative to the index */
  href?: string;
  /** why it was not judged */
  error?: string;
}

/** What a batch came to. */
export interface BatchSummary {
  language: Language;
  /** what was judged, as it was named: a folder, an archive, a pattern */
  name: string;
  at: Date;
  durationMs: number;
  packs: readonly PackIdentity[];
  verdicts: Readonly<Partial<Record<Verdict, number>>>;
  /** files that are of no kind that can be judged */
  skipped: number;
  rules: readonly BatchRule[];
  /** read once */
  files: Iterable<BatchFile>;
}
