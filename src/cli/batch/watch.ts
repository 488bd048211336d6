import { type Stats, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError, type Finding, type JudgedFile } from '../../model/index.js';
import { visible } from '../../packs/shown.js';
import { language, say } from '../language.js';
import { bold, print } from '../output.js';
import type { Judge } from '../validate/judge.js';
import { printFinding, printResult, printVerdict } from '../validate/text.js';
import { pathsOf } from './inputs.js';

const LOOK_MS = 250;
/** looking takes at most this part of the time */
const RESTS_PER_LOOK = 10;
const MOST_FILES = 10_000;

interface Watched {
  /** what it was when it was last judged */
  judged?: string;
  /** what it was when it was last looked at */
  seen: string;
  findings: Finding[];
  told: boolean;
}

/**
 * Judges files again whenever they change, until the signal, and tells what is new and what is gone. It looks at them
 * again and again: notices of the system miss files that an editor replaces, network folders and containers. What has
 * just changed is judged when it has stopped changing.
 * @throws ConfigurationError when there are too many
 */
export async function watch(names: readonly string[], judge: Judge, signal: AbortSignal, kind?: string): Promise<void> {
  const watched = new Map<string, Watched>();
  const ended = (): boolean => signal.aborted;
  for (let first = true; !ended(); first = false) {
    const began = performance.now();
    const there = await look(names, kind);
    for (const file of watched.keys()) if (!there.has(file)) tellGone(file, watched);
    for (const [file, { stamp, found }] of there) {
      const before = watched.get(file);
      const settled = first || before?.seen === stamp;
      const one = before ?? { seen: stamp, findings: [], told: false };
      one.seen = stamp;
      watched.set(file, one);
      if (!settled || one.judged === stamp || ended()) continue;
      one.judged = stamp;
      const outcome = await judge({ file, from: { path: file }, found });
      if (outcome.state === 'judged') tell(outcome.result, one);
      // Ctrl-C is heard between two files
      await sleep(0);
    }
    if (first) tellWatching([...watched.values()].filter(({ told }) => told).length);
    const spent = performance.now() - began;
    await sleep(Math.max(LOOK_MS, spent * RESTS_PER_LOOK), undefined, { signal }).catch(() => undefined);
  }
  print();
}

/** What each file is now: a file that was written or replaced is another. */
async function look(names: readonly string[], kind: string | undefined): Promise<Map<string, { stamp: string; found: boolean }>> {
  const there = new Map<string, { stamp: string; found: boolean }>();
  for await (const one of pathsOf(names, new Set(), kind)) {
    if (one.state !== 'file') continue;
    there.set(one.path, { stamp: stampOf(one.path), found: one.found });
    if (there.size > MOST_FILES)
      throw new ConfigurationError(
        '--watch',
        { fr: `plus de ${MOST_FILES} fichiers à surveiller.`, en: `more than ${MOST_FILES} files to watch.` },
        {
          fr: 'Donner un dossier plus petit, ou les seuls fichiers en cours.',
          en: 'Give a smaller folder, or only the files being worked on.',
        },
      );
  }
  return there;
}

function stampOf(file: string): string {
  let about: Stats;
  try {
    about = statSync(file);
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
  return `${about.ino} ${about.size} ${about.mtimeMs}`;
}

function tell(result: JudgedFile, one: Watched): void {
  const before = one.findings;
  one.findings = result.findings;
  if (!one.told) {
    one.told = true;
    printResult(result);
    return;
  }
  const fresh = missing(result.findings, before);
  const gone = missing(before, result.findings);
  print();
  const clock = new Date().toLocaleTimeString(language === 'fr' ? 'fr-FR' : 'en-GB');
  print(
    `${bold(clock)}  ${say({ fr: `+${fresh.length} −${gone.length}, reste ${result.findings.length}`, en: `+${fresh.length} −${gone.length}, ${result.findings.length} left` })}`,
  );
  printVerdict(result);
  if (result.error) print(`  ${result.error.text}`);
  for (const { rule, message, place } of gone)
    print(`  ${say({ fr: '✔ corrigé', en: '✔ corrected' })}  ${bold(rule)}  ${message[language]}  (${place.path})`);
  for (const finding of fresh) printFinding(result.file, finding);
}

function tellGone(file: string, watched: Map<string, Watched>): void {
  if (watched.get(file)?.told) print(`\n${say({ fr: 'n’est plus là', en: 'is gone' })}  ${visible(file)}`);
  watched.delete(file);
}

function tellWatching(count: number): void {
  print(
    `\n${say({
      fr: `${count} ${count > 1 ? 'fichiers' : 'fichier'} sous surveillance\u00A0; Ctrl-C pour finir.`,
      en: `Watching ${count} ${count === 1 ? 'file' : 'files'}; Ctrl-C ends.`,
    })}`,
  );
}

/** The findings that the others do not have, as often as they are more: of a rule at a path, whatever the line. */
function missing(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const left = new Map<string, number>();
  const key = ({ source, severity, fingerprint }: Finding): string => `${source} ${severity} ${fingerprint}`;
  for (const one of others) left.set(key(one), (left.get(key(one)) ?? 0) + 1);
  return findings.filter((one) => {
    const count = left.get(key(one)) ?? 0;
    if (count > 0) left.set(key(one), count - 1);
    return count === 0;
  });
}
