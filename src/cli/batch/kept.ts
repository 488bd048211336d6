import { createHash } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type JudgedFile, toolVersion } from '../../model/index.js';
import { inWords } from '../../packs/system-error.js';
import { language, say } from '../language.js';
import { printError } from '../output.js';
import type { JudgeSetup } from '../validate/setup.js';
import { type Entry, Journal, type JournalHead, type Line } from './journal.js';
import { takeFolder } from './lock.js';
import { draftOf, LOCK, SUMMARY } from './names.js';
import { makeFolder } from './places.js';
import type { Summary } from './summary.js';

/** The folder of a batch: its journal, and in the end its summary; of one process at a time. */
export interface Kept {
  /** what is known of a file */
  find(file: string): Entry | undefined;
  /** keeps the result of the next file; `sha256`: of what was judged */
  add(result: JudgedFile, sha256: string | undefined): void;
  /** the next file is one whose result is there */
  keep(line: Line): void;
  /** the instant by which the batch is judged: of a batch that is resumed, the one it began with */
  at: string;
  end(summary: Summary): void;
  /** it does not come to its end now */
  close(): void;
  /** lets go of the folder, whether or not the batch came to its end */
  release: () => void;
}

/**
 * Opens the folder of a batch.
 * @param atGiven the instant was asked for, and is not just now
 * @throws ConfigurationError when another process has it, it cannot be written to, or it has results that nobody asked to go on with
 */
export function openKept(folder: string, setup: JudgeSetup, { resume, atGiven }: { resume: boolean; atGiven: boolean }): Kept {
  const fail = (error: unknown): never => {
    if (error instanceof ConfigurationError) throw error;
    const { fr, en } = inWords(error);
    throw new ConfigurationError(
      '--out',
      { fr: `${folder}\u00A0: écriture impossible (${fr}).`, en: `${folder}: cannot be written (${en}).` },
      { fr: 'Donner un dossier où écrire, et de la place.', en: 'Give a folder that can be written to, and room.' },
    );
  };
  let release: (() => void) | undefined;
  try {
    makeFolder(folder);
    release = takeFolder(join(folder, LOCK));
    const journal = openJournal(folder, { addax: toolVersion, at: setup.at, by: digestOf(setup, atGiven) }, resume);
    const { packs } = setup;
    const orFail = (write: () => void): void => {
      try {
        write();
      } catch (error) {
        fail(error);
      }
    };
    return {
      find: (file) => journal.find(file),
      add: (result, sha256) => orFail(() => journal.add(result, sha256)),
      keep: (line) => journal.keep(line),
      close: () => journal.close(),
      at: journal.head.at,
      end(summary) {
        orFail(() => {
          journal.end();
          const draft = join(folder, draftOf(SUMMARY));
          writeFileSync(draft, `${JSON.stringify(told(summary, journal.head.at, packs), null, 2)}\n`);
          renameSync(draft, join(folder, SUMMARY));
        });
      },
      release,
    };
  } catch (error) {
    release?.();
    return fail(error);
  }
}

function openJournal(folder: string, head: JournalHead, resume: boolean): Journal {
  if (!resume && Journal.exists(folder))
    throw new ConfigurationError(
      '--out',
      { fr: `${folder} contient déjà des résultats.`, en: `${folder} has results already.` },
      {
        fr: 'Ajouter --resume pour les compléter, ou donner un autre dossier.',
        en: 'Add --resume to complete them, or give another folder.',
      },
    );
  // the end of a run makes it anew
  rmSync(join(folder, SUMMARY), { force: true });
  const before = resume ? Journal.open(folder) : undefined;
  if (before && before.head.addax === head.addax && before.head.by === head.by) return before;
  if (before) {
    before.close();
    printError(
      say({
        fr: 'Ces résultats ont été obtenus par une autre version, d’autres paquets ou d’autres options\u00A0: tout est rejugé.',
        en: 'These results are by another version, other packs or other options: everything is judged again.',
      }),
    );
  }
  return Journal.begin(folder, head);
}

/** Names everything that a result depends on beside the file. */
const digestOf = ({ at, packs, trust, kind, related, parameters, strict, requireComplete, page }: JudgeSetup, atGiven: boolean): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        packs.map(({ coordinate, sha256 }) => [coordinate, sha256]),
        trust.anchors,
        trust.crls,
        kind ?? null,
        related.map(({ sha256 }) => sha256),
        parameters,
        strict,
        requireComplete,
        atGiven ? at : null,
        // results are in both languages, pages in one
        page ? language : null,
      ]),
    )
    .digest('hex');

const told = ({ files, verdicts, findings, left, rules }: Summary, at: string, packs: JudgeSetup['packs']): object => ({
  tool: `addax ${toolVersion}`,
  at,
  packs: packs.map(({ coordinate, sha256 }) => ({ coordinate, sha256 })),
  files,
  verdicts,
  findings,
  left,
  rules,
});
