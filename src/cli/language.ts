import type { Bilingual, Language } from '../model/index.js';

/** The language of the environment: French when the locale is French. */
export function localeLanguage(environment: NodeJS.ProcessEnv = process.env): Language {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^fr/i.test(locale) ? 'fr' : 'en';
}

/** The language asked for on the command line (`--lang`), before the options are parsed: help is written in it too. */
export function askedLanguage(argv: readonly string[]): Language | undefined {
  const at = argv.findIndex((a) => a === '--lang' || a.startsWith('--lang='));
  const value =
    at === -1 ? undefined
    : argv[at] === '--lang' ? argv[at + 1]
    : argv[at]!.slice(7);
  return value === 'fr' || value === 'en' ? value : undefined;
}

export const language: Language = askedLanguage(process.argv) ?? localeLanguage();

/** The text in the language of this command. */
export const say = (text: Bilingual): string => text[language];
