import { styleText } from 'node:util';
import type { Bilingual, Verdict } from '../model/index.js';
import { language, say } from './language.js';

/** The words of verdicts, as every report says them. */
const WORDS: Record<Verdict, Bilingual> = {
  PASSED: { fr: 'CONFORME', en: 'PASSED' },
  FAILED: { fr: 'NON CONFORME', en: 'FAILED' },
  WARNING: { fr: 'AVERTISSEMENT', en: 'WARNING' },
  INCONCLUSIVE: { fr: 'INDÉTERMINÉ', en: 'INCONCLUSIVE' },
  NOT_RUN: { fr: 'NON EXÉCUTÉ', en: 'NOT RUN' },
  NOT_APPLICABLE: { fr: 'SANS OBJET', en: 'NOT APPLICABLE' },
  WAIVED: { fr: 'DÉROGATION', en: 'WAIVED' },
  ERROR: { fr: 'ERREUR', en: 'ERROR' },
};

const MARKS: Record<Verdict, [mark: string, style: Parameters<typeof styleText>[0]]> = {
  PASSED: ['✔', 'green'],
  FAILED: ['✘', 'red'],
  WARNING: ['▲', 'yellow'],
  INCONCLUSIVE: ['◆', 'magenta'],
  NOT_RUN: ['○', 'gray'],
  NOT_APPLICABLE: ['–', 'gray'],
  WAIVED: ['◇', 'gray'],
  ERROR: ['⬢', 'cyan'],
};

const coloured = (): boolean => process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

/** Mark and word of a verdict: the word carries the meaning, colour comes last. */
export function verdictWord(verdict: Verdict): string {
  const [mark, style] = MARKS[verdict];
  const text = `${mark} ${WORDS[verdict][language]}`;
  return coloured() ? styleText(style, text) : text;
}

export const bold = (text: string): string => (coloured() ? styleText('bold', text) : text);

/** A number and what there are so many of; in French 0 is one, in English it is many. */
export const counted = (value: number, one: Bilingual, many: Bilingual): string =>
  `${value} ${say(value > 1 || (value === 0 && language === 'en') ? many : one)}`;

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

export const printError = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export const printJson = (value: unknown): void => {
  print(JSON.stringify(value, null, 2));
};

/**
 * A reader that has had enough, `addax validate FOLDER | head`, is no failure and changes no verdict: the work goes on,
 * nothing more is written, and whoever waits for room to write has it.
 * @param gone the reader has had enough
 * @param failed what is written goes nowhere, for another reason
 */
export function outliveReader(gone: () => void, failed: (error: Error) => void): void {
  const { stdout } = process;
  const emit = stdout.emit.bind(stdout) as (event: string | symbol, ...args: unknown[]) => boolean;
  const silence = (): void => {
    stdout.write = (...args: unknown[]): boolean => {
      const done = args.at(-1);
      if (typeof done === 'function') process.nextTick(done);
      return true;
    };
    Object.defineProperty(stdout, 'writableNeedDrain', { value: false });
  };
  stdout.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'error') return emit(event, ...args);
    const error = args[0] as NodeJS.ErrnoException;
    silence();
    if (error.code === 'EPIPE') gone();
    else failed(error);
    // nobody is told of the error: who waits for room would take it for one of their own
    return emit('drain');
  };
}
