import { readFileSync, statSync } from 'node:fs';
import { SimulatorError, type Bilingual } from '../model/index.js';

/** Files of keys, clients and tokens are small. */
const LARGEST_FILE = 1024 * 1024;

/** A parameter that cannot be used: the configuration's fault. */
export const badParameter = (name: string, { fr, en }: Bilingual): SimulatorError =>
  new SimulatorError('configuration', { fr: `Paramètre ${name}\u00A0: ${fr}`, en: `Parameter ${name}: ${en}` });

/**
 * The text of a file that a parameter names.
 * @throws SimulatorError when it cannot be read, or is larger than such files are
 */
export function fileOf(name: string, path: string): string {
  try {
    if (statSync(path).size > LARGEST_FILE) throw new Error(`> ${LARGEST_FILE}`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { message } = error as Error;
    throw badParameter(name, {
      fr: `le fichier «\u00A0${path}\u00A0» ne peut pas être lu (${message})`,
      en: `the file “${path}” cannot be read (${message})`,
    });
  }
}
