import { same, type Bilingual } from '../model/index.js';
import { PackError } from './pack-error.js';
import type { PackLimits } from './limits.js';
import { MANIFEST_FILE } from './manifest.js';

const mega = (bytes: number): number => Math.round(bytes / 1024 ** 2);

export const tooManyEntries = (source: string, limits: PackLimits): PackError =>
  new PackError(
    source,
    {
      fr: `plus de ${limits.entries} fichiers : ce n’est pas un paquet de règles.`,
      en: `more than ${limits.entries} files: this is no pack of rules.`,
    },
    { fr: 'Donner le dossier qui contient les règles, et lui seul.', en: 'Give the folder that holds the rules, and only that.' },
  );

export const tooLarge = (source: string, path: string, limits: PackLimits): PackError =>
  new PackError(
    source,
    {
      fr: `${path} dépasse ${mega(limits.fileBytes)} Mo, ou l’ensemble ${mega(limits.totalBytes)} Mo.`,
      en: `${path} is larger than ${mega(limits.fileBytes)} MB, or all together than ${mega(limits.totalBytes)} MB.`,
    },
    { fr: 'Rien n’a été ajouté. Retirer ce qui n’est pas une règle.', en: 'Nothing was added. Remove what is no rule.' },
  );

export const namedTwice = (source: string, path: string): PackError =>
  new PackError(
    source,
    { fr: `${path} s’y trouve deux fois : rien ne dit lequel est le bon.`, en: `${path} is in it twice: nothing says which one is meant.` },
    { fr: 'Rien n’a été ajouté. Demander l’archive à qui la publie.', en: 'Nothing was added. Ask its publisher for the archive.' },
  );

export const manifestTooLarge = (bytes: number): PackError =>
  new PackError(
    MANIFEST_FILE,
    { fr: `ce fichier dépasse ${mega(bytes)} Mo.`, en: `this file is larger than ${mega(bytes)} MB.` },
    {
      fr: 'Rien n’a été ajouté. Il ne dit que ce qu’est le paquet\u00A0: en retirer le reste.',
      en: 'Nothing was added. It only says what the pack is: remove the rest from it.',
    },
  );

export function cannotRead(source: string, what: string | Bilingual): PackError {
  const { fr, en } = typeof what === 'string' ? same(what) : what;
  return new PackError(
    source,
    { fr: `lecture impossible (${fr}).`, en: `cannot be read (${en}).` },
    {
      fr: 'Donner un dossier, un fichier .zip ou .tgz, ou une adresse git (https:, ssh:, git@, file:).',
      en: 'Give a folder, a .zip or .tgz file, or a git address (https:, ssh:, git@, file:).',
    },
  );
}
