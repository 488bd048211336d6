import { createHash, X509Certificate } from 'node:crypto';
import { type Bilingual, ConfigurationError, type PackIdentity, type Trust } from '../../model/index.js';
import { loadPacks, type LoadedPack } from '../../packs/load.js';
import { openToolbox } from '../toolbox.js';
import { readBounded } from './read.js';

/** What every file of a command is judged by; plain data, so that a worker thread can be given it. */
export interface JudgeSetup {
  packs: PackIdentity[];
  /** the instant of judgement */
  at: string;
  trust: Trust;
  /** what every file is, when it is not to be detected */
  kind?: string | undefined;
  /** files that go with each of them: documents that metadata describe, messages that came before */
  related: { file: string; sha256: string }[];
  /** parameters of the validators */
  parameters: Readonly<Record<string, string>>;
  strict: boolean;
  requireComplete: boolean;
  /** make the SVRL report of each file */
  svrl: boolean;
  /** make the page of each file: one alone, or one of a folder with an index */
  page: false | 'alone' | 'in-folder';
}

/**
 * The packs of the project, all of them or those asked for.
 * @throws ConfigurationError when a coordinate is of no pack in force
 */
export function chosenPacks(coordinates: readonly string[] | undefined): LoadedPack[] {
  const packs = loadPacks(process.cwd());
  const unknown = coordinates?.find((wanted) => !packs.some(({ coordinate }) => coordinate === wanted));
  if (unknown !== undefined)
    throw new ConfigurationError(
      '--pack',
      { fr: `aucun paquet ${unknown} dans packs.lock.`, en: `no pack ${unknown} in packs.lock.` },
      { fr: 'Voir : addax packs list', en: 'See: addax packs list' },
    );
  return coordinates === undefined ? packs : packs.filter(({ coordinate }) => coordinates.includes(coordinate));
}

/**
 * The very packs of a command that is under way.
 * @throws ConfigurationError when they are no longer those it began with
 */
export function samePacks(wanted: readonly PackIdentity[]): LoadedPack[] {
  if (wanted.length === 0) return [];
  const packs = chosenPacks(wanted.map(({ coordinate }) => coordinate));
  const other = wanted.find(({ coordinate, sha256 }) => !packs.some((pack) => pack.coordinate === coordinate && pack.sha256 === sha256));
  if (!other) return packs;
  throw new ConfigurationError(
    other.coordinate,
    { fr: 'packs.lock a changé pendant le jugement.', en: 'packs.lock changed during the judgement.' },
    { fr: 'Recommencer, sans toucher aux paquets.', en: 'Start again, and leave the packs alone meanwhile.' },
  );
}

/** @throws ConfigurationError when it is no date */
export function instantOf(given: string | undefined): Date {
  const at = given === undefined ? new Date() : new Date(given);
  if (!Number.isNaN(at.getTime())) return at;
  throw new ConfigurationError(
    '--at',
    { fr: `${given} n’est pas une date.`, en: `${given} is not a date.` },
    { fr: 'Écrire par exemple 2026-11-20T10:00:00Z.', en: 'Write for example 2026-11-20T10:00:00Z.' },
  );
}

/** @throws ConfigurationError when it is not there or no certificate */
export function authority(file: string): string {
  const pem = textOf(file, '--trust');
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new ConfigurationError(
      '--trust',
      { fr: `${file} n’est pas un certificat PEM.`, en: `${file} is not a PEM certificate.` },
      { fr: 'Donner le certificat PEM d’une autorité.', en: 'Give the PEM certificate of an authority.' },
    );
  }
}

/**
 * Parameters of the validators, as `name=value`.
 * @throws ConfigurationError for a name that no validator knows
 */
export async function parametersOf(given: readonly string[]): Promise<Record<string, string>> {
  if (given.length === 0) return {};
  const { validators } = await openToolbox();
  const known = [...new Set(validators.flatMap(({ parameters = [] }) => parameters))].sort();
  return Object.fromEntries(
    given.map((one) => {
      const [name = '', value] = one.split(/=(.*)/s);
      if (value === undefined || !known.includes(name))
        throw new ConfigurationError(
          '--param',
          { fr: `${one} n’est pas un paramètre de validateur.`, en: `${one} is no parameter of a validator.` },
          {
            fr: `Écrire nom=valeur, avec un nom parmi : ${known.join(', ')}.`,
            en: `Write name=value, with a name among: ${known.join(', ')}.`,
          },
        );
      return [name, value];
    }),
  );
}

/**
 * A file that goes with those that are judged.
 * @throws ConfigurationError when it cannot be read
 */
export function relatedFile(file: string): { file: string; sha256: string } {
  return { file, sha256: createHash('sha256').update(bytesOf(file, '--related')).digest('hex') };
}

/** @throws ConfigurationError when it is not there or no list */
export function revocationList(file: string): string {
  const pem = textOf(file, '--crl');
  if (pem.includes('-----BEGIN X509 CRL-----')) return pem;
  throw new ConfigurationError(
    '--crl',
    { fr: `${file} n’est pas une liste de révocation PEM.`, en: `${file} is not a PEM revocation list.` },
    { fr: 'Donner un fichier PEM (X509 CRL).', en: 'Give a PEM file (X509 CRL).' },
  );
}

const textOf = (file: string, option: string): string => new TextDecoder().decode(bytesOf(file, option, PEM));

const READABLE: Bilingual = { fr: 'Donner un fichier lisible.', en: 'Give a file that can be read.' };
const PEM: Bilingual = { fr: 'Donner un fichier PEM lisible.', en: 'Give a PEM file that can be read.' };

/** @throws ConfigurationError when it cannot be read */
export function bytesOf(file: string, option: string, remedy = READABLE): Uint8Array {
  const read = readBounded(file);
  if (read instanceof Uint8Array) return read;
  throw new ConfigurationError(option, { fr: `${file}\u00A0: ${read.fr}.`, en: `${file}: ${read.en}.` }, remedy);
}
