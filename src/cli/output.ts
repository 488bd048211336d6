import { styleText } from 'node:util';
import type { Bilingual, Verdict } from '../model/index.js';
import { language } from './language.js';

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

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

export const printError = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export const printJson = (value: unknown): void => {
  print(JSON.stringify(value, null, 2));
};
