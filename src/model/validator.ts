import type { z } from 'zod';
import type { Artefact } from './artefact.js';
import type { Bilingual } from './bilingual.js';
import type { Finding } from './finding.js';
import type { Reading } from './reading.js';
import type { Rule } from './rule.js';

/** PEM certificates that are trusted to sign or to identify, and the instant at which trust is judged. */
export interface Trust {
  /** PEM certificates of trusted authorities; empty: chains are not judged */
  anchors: string[];
  /** PEM certificate revocation lists */
  crls: string[];
}

/** Names exactly the rules of a pack that was judged by. */
export interface PackIdentity {
  /** `fr.ans:ci-sis-cda:3.0` */
  coordinate: string;
  /** SHA-256 over its files */
  sha256: string;
}

export interface ValidationContext {
  /** the instant of the record being judged: a validator never reads the clock */
  at: Date;
  trust: Trust;
  /** named values of the scenario or the statement, for example `resourceUrn: urn:dmp` */
  parameters: Readonly<Record<string, string>>;
  /** what goes with the artefact and is no part of it: documents it describes, messages that came before it */
  related?: readonly Artefact[];
  /** the packs in force; a validator that judges by packs knows what `src/packs` gives beyond their names */
  packs?: readonly PackIdentity[];
}

/** What a user has to know about a validation that is no finding on the artefact. */
export interface ValidationNote {
  /** `choice`: what was judged by, and why; `unchecked`: what of the artefact nothing judged; `incomplete`: what of the rules could not be judged */
  kind: 'choice' | 'unchecked' | 'incomplete';
  text: Bilingual;
}

export interface Validation {
  findings: Finding[];
  /** ids of the rules that had something to judge */
  evaluated: string[];
  notes?: ValidationNote[];
}

/** Judges one kind of artefact. Pure: same artefact and context, same validation. Lives in validators/<kind>/. */
export interface Validator {
  kind: string;
  title: Bilingual;
  rules: readonly Rule[];
  /** 0 (not mine) to 1 (certainly mine), from the first few kilobytes */
  detect(head: Uint8Array): number;
  validate(artefact: Artefact, context: ValidationContext): Promise<Validation>;
  /** the outcome of the schematrons that judged it, or its findings, as one SVRL report (ISO/IEC 19757-3, annex D); undefined when there is none */
  svrl?(artefact: Artefact, context: ValidationContext): Promise<string | undefined>;
  /** the files of an artefact that is a package of them, in their order; undefined when it is none */
  files?(artefact: Artefact): PackedFile[] | undefined;
  /** the artefact as a person reads it; undefined when it is not one that people read */
  read?(artefact: Artefact): Reading | undefined;
  /** the profiles that it may judge by, with these packs: `addax list profiles`, `--param profile=<id>` */
  profiles?(packs: readonly PackIdentity[]): readonly NamedProfile[];
  /** what it compares, statement by statement: scenarios call a block by name: `cross: [<id>]` */
  blocks?: readonly CrossBlock[];
  /** structured checks that scenarios call by name: `check: { <name>: argument }` */
  checks?: Readonly<Record<string, Check>>;
  /** what messages are compared by, by name: `check: { same: <name> }`; empty where the artefact has none */
  identifiers?: Readonly<Record<string, (artefact: Artefact) => string[]>>;
}

/** A profile of messages or resources that a validator knows. */
export interface NamedProfile {
  id: string;
  title: Bilingual;
  /** where its facts come from */
  clause: string;
  /** the messages it is for: `ADT^A01`; the type of resource: `Patient` */
  messages: readonly string[];
}

/** A file of a package, as a page shows it. Findings in it have paths that begin with its name. */
export interface PackedFile {
  name: string;
  /** absent: the file is missing, or its content cannot be had */
  bytes?: Uint8Array;
  /** what it is: `Document, “Compte rendu”`; that it is missing */
  about?: Bilingual;
}

/** Cross-checks between two statements of the same things, as a table that people read and scenarios call by its id. */
export interface CrossBlock {
  /** `metadata-cda` */
  id: string;
  title: Bilingual;
  left: Bilingual;
  right: Bilingual;
  rows: readonly CrossRow[];
}

/** One row of a block: what the left side says here shall agree with what the right side says there. */
export interface CrossRow {
  /** the rule, with its level, texts and requirements */
  rule: string;
  left: string;
  right: string;
  /** what agreeing means: `the same instant` */
  compare: Bilingual;
}

/** A structured check of a scenario on one artefact. */
export interface Check {
  title: Bilingual;
  evaluate(artefact: Artefact, argument: unknown, context: ValidationContext): CheckOutcome;
}

/** `undefined` when it holds; what was expected and found, and where, when it does not. */
export type CheckOutcome =
  { holds: true } | { holds: false; expected: Bilingual; actual: Bilingual; line?: number; column?: number; path?: string };

/** What is read of a validator at start-up: the code behind `load` is only loaded when used. */
export interface ValidatorManifest {
  kind: string;
  title: Bilingual;
  /** the view of a message it judges: the message itself, its security header, its metadata, its documents */
  view: 'message' | 'security' | 'metadata' | 'documents';
  checks?: readonly string[];
  /** ids of its blocks of cross-checks */
  blocks?: readonly string[];
  /** the kinds of artefact whose pieces it judges too, when the whole is given to `addax validate` */
  within?: readonly string[];
  identifiers?: readonly string[];
  /** it has profiles of messages or resources */
  profiles?: true;
  /** names of the parameters that a user may set: `profile`, `line-ends` */
  parameters?: readonly string[];
  load(): Promise<Validator>;
}

/**
 * The argument that a scenario gives to a check.
 * @throws Error naming the check and what is wrong with its argument: the suite's fault
 */
export function readArgument<T extends z.ZodType>(schema: T, argument: unknown, check: string): z.infer<T> {
  const parsed = schema.safeParse(argument);
  if (parsed.success) return parsed.data;
  throw new Error(
    `check ${check}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'argument'}: ${message}`).join('; ')}`,
  );
}
