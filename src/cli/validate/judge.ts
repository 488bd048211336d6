import { createHash } from 'node:crypto';
import type { DocumentReport } from '../../../reports/document.js';
import type { Toolbox } from '../../engine/index.js';
import {
  Artefact,
  type Bilingual,
  ConfigurationError,
  type ErrorOwner,
  type Finding,
  type JudgedFile,
  type Rule,
  type ValidationContext,
  type ValidationNote,
  type Validator,
  type Verdict,
} from '../../model/index.js';
import type { LoadedPack } from '../../packs/load.js';
import { INDEX } from '../batch/names.js';
import { language, say } from '../language.js';
import { openToolbox } from '../toolbox.js';
import { readBounded, readHead } from './read.js';
import { bytesOf, type JudgeSetup } from './setup.js';

const DETECTION_BYTES = 256 * 1024;

/** One file to judge; plain data, so that a worker thread can be given it. */
export interface FileTask {
  /** as it is told */
  file: string;
  /** where it is read, or its bytes when it comes out of an archive */
  from: { path: string } | { bytes: Uint8Array };
  /** it was found in a folder, in an archive or by a pattern: it is left out when it is of no kind that can be judged */
  found: boolean;
  /** what it is known to be, where its first bytes may not tell */
  kind?: string;
  /** SHA-256 of a content whose result is there already */
  known?: string | undefined;
}

export type Outcome =
  /** `sha256`: of the bytes that were judged; undefined when none were read */
  | { state: 'judged'; result: JudgedFile; sha256?: string | undefined; svrl?: string | undefined; page?: string | undefined }
  /** the content is the one that is known */
  | { state: 'same' }
  /** of no kind that can be judged */
  | { state: 'left' };

export type Judge = (task: FileTask) => Promise<Outcome>;

/** A file of which nothing was judged: why, and who must act. */
export function notJudged(file: string, owner: ErrorOwner, text: string, durationMs = 0): JudgedFile {
  return {
    file,
    kind: null,
    verdict: owner === 'tool' ? 'ERROR' : 'INCONCLUSIVE',
    findings: [],
    evaluated: [],
    notes: [],
    durationMs,
    error: { owner, text },
  };
}

/** Loads everything once, then judges one file after the other. */
export async function openJudge(setup: JudgeSetup, packs: readonly LoadedPack[]): Promise<Judge> {
  const toolbox = await openToolbox(packs);
  const at = new Date(setup.at);
  const context: ValidationContext = {
    packs,
    at,
    trust: setup.trust,
    // a message without a token is judged without one: whether it needs one depends on where it goes
    parameters: { vihf: 'optional', ...setup.parameters },
    related: setup.related.map(({ file }) => new Artefact(file, bytesOf(file, '--related'))),
  };
  const pageOf = setup.page ? await pageMaker(toolbox, packs, at, setup.page === 'in-folder') : undefined;

  return async ({ file, from, found, kind: told, known }) => {
    const began = performance.now();
    const failed = (owner: ErrorOwner, text: string): Outcome => ({
      state: 'judged',
      result: notJudged(file, owner, text, Math.round(performance.now() - began)),
    });
    try {
      if (found && setup.kind === undefined && 'path' in from) {
        // whatever lies beside documents may be large: its head tells that it is none
        const head = readHead(from.path, DETECTION_BYTES);
        if (head instanceof Uint8Array && (await detect(head, toolbox)) === undefined) return { state: 'left' };
      }
      const bytes = 'path' in from ? readBounded(from.path) : from.bytes;
      if (!(bytes instanceof Uint8Array)) return failed('configuration', say(bytes));
      if (known !== undefined && known === createHash('sha256').update(bytes).digest('hex')) return { state: 'same' };
      const kind = setup.kind ?? told ?? (await detect(bytes, toolbox));
      if (kind === undefined) return found ? { state: 'left' } : failed('peer', say(UNRECOGNISED));
      if (!toolbox.validators.some((v) => v.kind === kind))
        return failed('configuration', say({ fr: `nature inconnue : ${kind}`, en: `unknown kind: ${kind}` }));
      const artefact = new Artefact(file, bytes);
      const { svrl, ...judged } = await judgeAs(kind, artefact, toolbox, context, setup.svrl);
      const result: JudgedFile = {
        file,
        kind,
        verdict: verdictOf(judged, setup),
        ...judged,
        durationMs: Math.round(performance.now() - began),
      };
      return { state: 'judged', result, sha256: artefact.sha256, svrl, page: await pageOf?.(result, artefact) };
    } catch (error) {
      // a pack that is no longer what was added: no file can be judged by it
      if (error instanceof ConfigurationError) throw error;
      return failed('tool', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  };
}

const UNRECOGNISED: Bilingual = {
  fr: 'nature non reconnue : rien n’a été jugé (voir --kind)',
  en: 'unrecognised kind: nothing was judged (see --kind)',
};

/** Whether a file is of a kind that can be judged. */
export async function isDocument(file: string, packs: readonly LoadedPack[]): Promise<boolean> {
  const head = readHead(file, DETECTION_BYTES);
  return head instanceof Uint8Array && (await detect(head, await openToolbox(packs))) !== undefined;
}

const PAGE_BYTES = 512;

/** A page for a browser, a report of ours for example, is no document, even if it quotes one. */
const isPage = (head: Uint8Array): boolean =>
  /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]/i.test(new TextDecoder().decode(head.subarray(0, PAGE_BYTES)));

/** The kind whose validator is surest; undefined when none is. */
async function detect(bytes: Uint8Array, toolbox: Toolbox): Promise<string | undefined> {
  const head = bytes.subarray(0, DETECTION_BYTES);
  if (isPage(head)) return undefined;
  let best: { kind: string; confidence: number } | undefined;
  for (const manifest of toolbox.validators) {
    const confidence = (await manifest.load()).detect(head);
    // nobody can be surer: those that were not asked need not be loaded
    if (confidence === 1) return manifest.kind;
    if (confidence > (best?.confidence ?? 0.2)) best = { kind: manifest.kind, confidence };
  }
  return best?.kind;
}

interface Judged {
  findings: Finding[];
  evaluated: string[];
  notes: ValidationNote[];
}

/** A message is judged as a whole, then each of its pieces by the validators of that piece. */
async function judgeAs(
  kind: string,
  artefact: Artefact,
  toolbox: Toolbox,
  context: ValidationContext,
  withSvrl: boolean,
): Promise<Judged & { svrl?: string | undefined }> {
  const findings: Finding[] = [];
  const evaluated = new Set<string>();
  const notes: ValidationNote[] = [];
  let svrl: string | undefined;
  const judge = async (validator: Validator, piece: Artefact): Promise<void> => {
    const outcome = await validator.validate(piece, context);
    findings.push(...outcome.findings);
    for (const rule of outcome.evaluated) evaluated.add(rule);
    notes.push(...(outcome.notes ?? []));
    if (withSvrl) svrl ??= await validator.svrl?.(piece, context);
  };
  await judge(await toolbox.validators.find((v) => v.kind === kind)!.load(), artefact);
  for (const manifest of toolbox.validators.filter((m) => m.within?.includes(kind))) {
    const validator = await manifest.load();
    for (const piece of toolbox.viewOf(artefact, manifest.view)) {
      // a document may be anything; only what this validator recognises is its business
      if (manifest.view === 'documents' && validator.detect(piece.bytes.subarray(0, DETECTION_BYTES)) === 0) continue;
      await judge(validator, piece);
    }
  }
  findings.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return { findings, evaluated: [...evaluated].sort(), notes, svrl };
}

function verdictOf({ findings, evaluated, notes }: Judged, { strict, requireComplete }: JudgeSetup): Verdict {
  if (findings.some((f) => f.severity === 'error' || (strict && f.severity === 'warning'))) return 'FAILED';
  if (requireComplete && notes.some((note) => note.kind === 'incomplete')) return 'INCONCLUSIVE';
  if (evaluated.length === 0) return 'INCONCLUSIVE';
  return findings.some((f) => f.severity === 'warning') ? 'WARNING' : 'PASSED';
}

/** Finds the rule of ours that a finding comes from; of a finding by a pack there is none. */
export async function rulesOf(toolbox: Toolbox): Promise<(finding: Finding) => Rule | undefined> {
  const validators = await Promise.all(toolbox.validators.map((manifest) => manifest.load()));
  const rules = new Map(validators.flatMap((validator) => validator.rules).map((rule) => [rule.id, rule]));
  return ({ rule, source }) => (source === 'addax' ? rules.get(rule) : undefined);
}

/** Makes the page of a file, as it was judged. */
async function pageMaker(
  toolbox: Toolbox,
  packs: DocumentReport['packs'],
  at: Date,
  inFolder: boolean,
): Promise<(result: JudgedFile, artefact: Artefact) => Promise<string>> {
  const { renderDocumentReport } = await import('../../../reports/document.js');
  const ruleOf = await rulesOf(toolbox);
  return async (result, artefact) => {
    const manifest = toolbox.validators.find(({ kind }) => kind === result.kind);
    const validator = await manifest?.load();
    const reading = validator?.read?.(artefact);
    return renderDocumentReport({
      result,
      source: artefact.bytes,
      reading,
      files: validator?.files?.(artefact),
      language,
      packs,
      at,
      kindTitle: manifest?.title,
      ruleOf,
      ...(inFolder && { index: `../${INDEX}` }),
    });
  };
}
