import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, toolVersion } from '../../model/index.js';
import { inWords } from '../../packs/system-error.js';
import { language, say } from '../language.js';
import { printError } from '../output.js';
import type { JudgeSetup } from '../validate/setup.js';
import { Journal, type JournalHead } from './journal.js';
import { takeFolder } from './lock.js';
import type { Summary } from './summary.js';

const LOCK = 'addax.lock';

/** The folder of a batch: its journal, and in the end its summary; of one process at a time. */
export interface Kept {
  journal: Journal;
  /** the instant by which the batch is judged: of a batch that is resumed, the one it began with */
  at: string;
  end(summary: Summary): void;
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
    mkdirSync(folder, { recursive: true });
    release = takeFolder(join(folder, LOCK));
    const journal = openJournal(folder, { addax: toolVersion, at: setup.at, by: digestOf(setup, atGiven) }, resume);
    const { packs } = setup;
    return {
      journal,
      at: journal.head.at,
      end(summary) {
        try {
          journal.end();
          const draft = join(folder, 'summary.json.part');
          writeFileSync(draft, `${JSON.stringify(told(summary, journal.head.at, packs), null, 2)}\n`);
          renameSync(draft, join(folder, 'summary.json'));
        } catch (error) {
          fail(error);
        }
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
  rmSync(join(folder, 'summary.json'), { force: true });
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
const digestOf = ({ at, packs, trust, kind, strict, requireComplete }: JudgeSetup, atGiven: boolean): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        packs.map(({ coordinate, sha256 }) => [coordinate, sha256]),
        trust.anchors,
        trust.crls,
        kind ?? null,
        strict,
        requireComplete,
        atGiven ? at : null,
        language,
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
