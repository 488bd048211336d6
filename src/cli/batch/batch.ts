import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { BatchSummary, ResultsContext, ResultWriter } from '../../../reports/results.js';
import type { JudgedFile } from '../../model/index.js';
import type { LoadedPack } from '../../packs/load.js';
import { language, say } from '../language.js';
import { printError } from '../output.js';
import { openToolbox } from '../toolbox.js';
import { notJudged, openJudge, rulesOf } from '../validate/judge.js';
import type { JudgeSetup } from '../validate/setup.js';
import { printLeft, printResult, printSummary, printSvrl } from '../validate/text.js';
import { arePlainFiles, countInputs, inputsOf } from './inputs.js';
import type { Line } from './journal.js';
import type { Kept } from './kept.js';
import type { Output } from './outputs.js';
import { Progress } from './progress.js';
import { type Done, judgeAll } from './run.js';
import { Summary } from './summary.js';
import { isOnePage, ownPaths, type TargetOptions } from './targets.js';

export interface BatchOptions extends TargetOptions {
  format: 'text' | 'json' | 'jsonl' | 'csv' | 'svrl';
  jobs?: number;
  /** seconds for one file, on a thread of its own */
  timeout: number;
  /** undefined: where someone watches a terminal */
  progress?: boolean;
  quiet: boolean;
}

/** what a shell says of a program that a signal ended: Ctrl-C, or the system */
const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 } as const;

/** One result, and what was made beside it. */
interface Result {
  result: JudgedFile;
  sha256?: string | undefined;
  svrl?: string | undefined;
  page?: string | undefined;
  /** it was judged before: its line in the journal */
  line?: Line | undefined;
}

/**
 * Judges everything that is named, and tells it on the screen and wherever else it was asked for, as it comes.
 * @returns the exit code
 * @throws ConfigurationError when no file can be judged or something cannot be written
 */
export async function judgeBatch(
  options: BatchOptions,
  setup: JudgeSetup,
  packs: readonly LoadedPack[],
  kept: Kept | undefined,
): Promise<number> {
  const began = performance.now();
  const summary = new Summary();
  const plain = arePlainFiles(options.files, setup.kind);
  const own = ownPaths(options);
  const { outputs, hasPage } = await openOutputs(options, setup, packs);
  const screen = await openScreen(options, packs, plain);
  const counting = new AbortController();
  const form = progressForm(options, plain);
  const progress = new Progress(form, form === 'none' ? undefined : countInputs(options.files, own, counting.signal, setup.kind));
  const interrupted = new AbortController();
  let code: number = INTERRUPTED.SIGINT;
  // the first Ctrl-C ends after the file at hand, the second at once
  if (!plain || kept || outputs.length > 0)
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        code = INTERRUPTED[signal];
        interrupted.abort();
      });

  const take = (told: Result): void => {
    const { result, sha256, line } = told;
    summary.add(result);
    if (line) kept?.keep(line);
    else kept?.add(result, sha256);
    for (const output of outputs) output.add(result, told);
    screen.add(told, () => progress.clear());
  };
  let whole = false;
  try {
    const all = judgeAll(inputsOf(options.files, own, setup.kind), {
      jobs: options.jobs,
      limitMs: options.timeout * 1000,
      setup,
      here: () => openJudge(setup, packs),
      recall: (file) => (hasPage(file) ? kept?.find(file) : undefined),
    });
    for await (const done of all) {
      if (interrupted.signal.aborted) break;
      const told = resultOf(done, summary);
      if (told) take(told);
      progress.step(told !== undefined && told.line === undefined);
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain', { signal: interrupted.signal }).catch(unlessAborted);
      // files judged in this thread leave no other moment for signals and counts
      await setImmediate();
    }
    whole = !interrupted.signal.aborted;
  } finally {
    counting.abort();
    progress.clear();
    if (!whole) {
      for (const output of outputs) output.abandon?.();
      kept?.close();
    }
  }
  if (!whole) {
    printError(interruptedWords(kept !== undefined));
    return code;
  }
  if (!plain || outputs.length > 0 || kept) summary.describe(await rulesOf(await openToolbox(packs)));
  progress.end();
  const durationMs = Math.round(performance.now() - began);
  for (const output of outputs) output.end(() => inFull(options, setup, summary, durationMs));
  kept?.end(summary);
  screen.end(summary, durationMs / 1000);
  return summary.exitCode;
}

/** Nobody reads on when the batch is interrupted. */
function unlessAborted(error: unknown): void {
  if ((error as Error).name !== 'AbortError') throw error;
}

/** What an input came to; undefined when it is left out, which is counted. */
function resultOf(done: Done, summary: Summary): Result | undefined {
  if (!('outcome' in done)) {
    if (done.input.state === 'refused') return { result: notJudged(done.input.file, done.input.owner, say(done.input.text)) };
    summary.leave(done.input.file, done.input.reason);
    return undefined;
  }
  const { outcome, entry } = done;
  if (outcome.state === 'judged') return outcome;
  if (outcome.state === 'same') return { result: entry!.result, line: entry!.line };
  summary.leave(done.input.task.file, 'unrecognised');
  return undefined;
}

const interruptedWords = (kept: boolean): string =>
  kept ?
    say({
      fr: 'Interrompu. Ce qui est jugé est gardé\u00A0: relancer la même commande avec --resume.',
      en: 'Interrupted. What is judged is kept: run the same command again with --resume.',
    })
  : say({ fr: 'Interrompu.', en: 'Interrupted.' });

function progressForm({ progress, quiet }: BatchOptions, plain: boolean): 'bar' | 'lines' | 'none' {
  if (progress === false || quiet || (plain && progress === undefined)) return 'none';
  if (process.stderr.isTTY) return 'bar';
  return progress === true ? 'lines' : 'none';
}

const inFull = ({ files }: BatchOptions, setup: JudgeSetup, summary: Summary, durationMs: number): BatchSummary => ({
  language,
  name: files.join(' '),
  at: new Date(setup.at),
  durationMs,
  packs: setup.packs,
  verdicts: summary.verdicts,
  skipped: summary.leftCount,
  rules: summary.rules,
  files: [],
});

/** Opens every file and folder that results are to be written to. */
async function openOutputs(
  options: BatchOptions,
  setup: JudgeSetup,
  packs: readonly LoadedPack[],
): Promise<{ outputs: Output[]; hasPage: (file: string) => boolean }> {
  const { html, sarif, junit, csv, jsonl } = options;
  const outputs: Output[] = [];
  let hasPage = (_file: string): boolean => true;
  if ([html, sarif, junit, csv, jsonl].every((path) => path === undefined)) return { outputs, hasPage };
  const { fileOutput, pageOutput, PagesOutput } = await import('./outputs.js');
  const context = async (): Promise<ResultsContext> => ({
    language,
    at: new Date(setup.at),
    root: process.cwd(),
    strict: setup.strict,
    packs,
    ruleOf: await rulesOf(await openToolbox(packs)),
  });
  if (html !== undefined && isOnePage(options)) outputs.push(pageOutput(html));
  else if (html !== undefined) {
    const pages = new PagesOutput(html, (await import('../../../reports/document.js')).renderBatchIndex);
    hasPage = (file) => pages.has(file);
    outputs.push(pages);
  }
  const add = (option: string, path: string, writer: ResultWriter): unknown => outputs.push(fileOutput(option, path, writer));
  if (sarif !== undefined) add('--sarif', sarif, (await import('../../../reports/sarif.js')).sarifWriter(await context()));
  if (junit !== undefined) add('--junit', junit, (await import('../../../reports/junit-files.js')).junitWriter(await context()));
  if (csv !== undefined) add('--csv', csv, (await import('../../../reports/csv.js')).csvWriter({ language }));
  if (jsonl !== undefined) add('--jsonl', jsonl, (await import('../../../reports/jsonl.js')).jsonlWriter({ language, packs }));
  return { outputs, hasPage };
}

/** What standard output is told. */
interface Screen {
  /** @param clear makes room, before something is printed */
  add(told: Result, clear: () => void): void;
  end(summary: Summary, seconds: number): void;
}

async function openScreen({ format, quiet, files }: BatchOptions, packs: readonly LoadedPack[], plain: boolean): Promise<Screen> {
  if (format === 'text')
    return {
      add({ result }, clear) {
        // of many files, those that there is something to do about
        if (quiet || !(plain || result.verdict !== 'PASSED' || result.findings.length > 0)) return;
        clear();
        printResult(result);
      },
      end(summary, seconds) {
        if (!plain || quiet) printSummary(summary, seconds);
      },
    };
  if (format === 'svrl') return { add: ({ result, svrl }) => printSvrl(result, svrl), end: () => undefined };
  const writer = await writerFor(format, packs);
  let begun = false;
  // where no file can be judged, standard output stays empty
  const put = (text: string): unknown => process.stdout.write(begun ? text : writer.begin() + text);
  return {
    add({ result }, clear) {
      if (process.stdout.isTTY) clear();
      put(writer.add(result));
      begun = true;
    },
    end(summary) {
      put(writer.end());
      if (!plain && !quiet) printLeft(summary, (line) => printError(`${files.join(' ')}:${line}`));
    },
  };
}

async function writerFor(format: 'json' | 'jsonl' | 'csv', packs: readonly LoadedPack[]): Promise<ResultWriter> {
  if (format === 'csv') return (await import('../../../reports/csv.js')).csvWriter({ language });
  const { jsonlWriter, jsonWriter } = await import('../../../reports/jsonl.js');
  return format === 'json' ? jsonWriter({ language, packs }) : jsonlWriter({ language, packs });
}
