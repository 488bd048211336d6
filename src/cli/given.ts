import { ConfigurationError } from '../model/index.js';
import { namesFolder } from './batch/places.js';

/** Options that name one file to write, whatever the command. */
const FILES_WRITTEN = new Set(['csv', 'jsonl', 'sarif', 'junit']);
/** Options that name a file or a folder to write. */
const PLACES_WRITTEN = new Set([...FILES_WRITTEN, 'html', 'out']);

/**
 * Checks what is the same for every command, before any of them begins to work.
 * @param several names of what may be given several times
 * @throws ConfigurationError
 */
export function checkGiven(argv: Readonly<Record<string, unknown>>, several: readonly string[]): void {
  for (const [key, value] of Object.entries(argv)) {
    if (key === '_' || key === '$0') continue;
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (Array.isArray(value) && !several.includes(name)) throw givenTwice(name);
    if (Array.isArray(value) && value.includes('')) throw isEmpty(name === 'files' ? 'validate' : `--${name}`);
    if (typeof value !== 'string') continue;
    if (PLACES_WRITTEN.has(name) && value.trim() === '') throw isEmpty(`--${name}`);
    if (FILES_WRITTEN.has(name) && namesFolder(value)) throw isAFolder(name, value);
  }
}

const givenTwice = (name: string): ConfigurationError =>
  new ConfigurationError(
    `--${name}`,
    { fr: 'cette option est donnée plusieurs fois.', en: 'this option is given twice or more.' },
    { fr: 'La donner une seule fois.', en: 'Give it once.' },
  );

const isEmpty = (field: string): ConfigurationError =>
  new ConfigurationError(
    field,
    { fr: 'un chemin vide est donné.', en: 'an empty path is given.' },
    {
      fr: 'Donner un chemin\u00A0; dans un script, vérifier que la variable a une valeur.',
      en: 'Give a path; in a script, check that the variable has a value.',
    },
  );

const isAFolder = (name: string, path: string): ConfigurationError =>
  new ConfigurationError(
    `--${name}`,
    { fr: `${path} est un dossier.`, en: `${path} is a folder.` },
    { fr: 'Donner le nom d’un fichier à écrire.', en: 'Give the name of a file to write.' },
  );
