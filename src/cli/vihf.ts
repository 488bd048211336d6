import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { makeTestCard } from '../../simulators/vihf-issuer/card.js';
import { issueVihf, LOGIN_CLASSES, modeOf, MODES, personOf, PURPOSE_NAMES, type VihfRequest } from '../../simulators/vihf-issuer/issue.js';
import { PROFILE_NAMES } from '../../simulators/vihf-issuer/profiles.js';
import { readVihfSigner, type VihfSigner } from '../../simulators/vihf-issuer/signer.js';
import { ConfigurationError, type Credentials } from '../model/index.js';
import { inWords } from '../packs/system-error.js';
import { certificateFacts } from '../protocols/x509/index.js';
import { say } from './language.js';
import { print, printError, printJson } from './output.js';
import { ensureTestPki } from './setup.js';

interface Arguments extends Omit<VihfRequest, 'software' | 'secret' | 'uncertain'> {
  secret: boolean;
  uncertain: boolean;
  pki: string;
  key?: string;
  certificate?: string;
  pkcs12?: string;
  'passphrase-env'?: string;
  'valid-minutes'?: number;
  out?: string;
  format: 'text' | 'json';
}

const MINUTE = 60_000;
const LONGEST_MINUTES = 525_600;

const words = (names: readonly string[]): string => names.map((name) => name.toLowerCase().replaceAll('_', '-')).join(', ');
const text = (fr: string, en: string) => ({ type: 'string', requiresArg: true, describe: say({ fr, en }) }) as const;
const yesNo = (fr: string, en: string) => ({ type: 'boolean', default: false, describe: say({ fr, en }) }) as const;

const issue: CommandModule<object, Arguments> = {
  command: 'issue',
  describe: say({ fr: 'Émettre un VIHF signé, seul sur la sortie standard', en: 'Issue a signed VIHF, alone on standard output' }),
  builder: (yargs) =>
    yargs
      .option('profile', {
        ...text(`Utilisateur\u00A0: ${words(PROFILE_NAMES)}`, `User: ${words(PROFILE_NAMES)}`),
        demandOption: true,
      })
      .option('mode', { ...text(`Authentification\u00A0: ${words(MODES)}`, `Authentication: ${words(MODES)}`), default: 'indirecte' })
      .option('purpose', {
        ...text(`Mode d’accès\u00A0: ${PURPOSE_NAMES.join(', ')}`, `Purpose of use: ${PURPOSE_NAMES.join(', ')}`),
        default: 'normal',
      })
      .option('reason', text('Raison du bris de glace', 'Reason for emergency access (bris_de_glace)'))
      .option('secret', yesNo('Connexion secrète', 'Secret connection'))
      .option('patient', text('INS et sa clé (OID de test), ou INS^^^&OID&ISO^NH', 'INS and its key (test OID), or INS^^^&OID&ISO^NH'))
      .option(
        'structure',
        text('Struct_IdNat (absent\u00A0: celui du cachet, ou de test)', 'Struct_IdNat (absent: that of the seal, or a test one)'),
      )
      .option('sector', text('Secteur d’activité, par exemple SA07', 'Sector of activity, for example SA07'))
      .option(
        'user',
        text('PS_IdNat (absent\u00A0: celui du profil ou de la carte)', 'PS_IdNat (absent: that of the profile or of the card)'),
      )
      .option('subject-id', text('Nom et prénom, ou nom du logiciel', 'Name and given name, or name of the software'))
      .option('class', text(`Classe de connexion\u00A0: ${LOGIN_CLASSES.join(', ')}`, `Class of the login: ${LOGIN_CLASSES.join(', ')}`))
      .option('authn-context-decl', text('AuthnContextDecl (indirecte-renforcee)', 'AuthnContextDecl (indirecte-renforcee)'))
      .option('vihf-version', { ...text('VIHF_Version\u00A0: 3.0 ou 4.0', 'VIHF_Version: 3.0 or 4.0'), default: '3.0' })
      .option('resource-urn', { ...text('URN du système visé', 'URN of the target system'), default: 'urn:dmp' })
      .option('uncertain', yesNo('Émettre ce dont les sources ne conviennent pas', 'Issue what the sources disagree about'))
      .option('pki', {
        ...text('Dossier des certificats de test, fabriqués au besoin', 'Folder of the test certificates, made when needed'),
        default: 'addax-out/pki',
      })
      .option('key', text('Clé du signataire, PEM', 'Key of the signer, PEM'))
      .option('certificate', text('Certificat du signataire, PEM', 'Certificate of the signer, PEM'))
      .option('pkcs12', text('Clé et certificat du signataire, PKCS#12', 'Key and certificate of the signer, PKCS#12'))
      .option(
        'passphrase-env',
        text('Variable d’environnement qui donne la phrase de passe', 'Environment variable that holds the passphrase'),
      )
      .option('valid-minutes', {
        type: 'number',
        requiresArg: true,
        describe: say({ fr: 'Écrire une validité de N minutes (Conditions)', en: 'State a validity of N minutes (Conditions)' }),
      })
      .option('out', text('Fichier à écrire, au lieu de la sortie standard', 'File to write, in place of standard output')) as never,
  async handler(argv) {
    const now = new Date();
    const validity = validityOf(argv['valid-minutes'], now);
    const own = ownCredentials(argv);
    const { signer, vihf } = await named(own !== undefined, async () => {
      const signs = readVihfSigner(own ?? (await testCredentials(argv, now)), now);
      return { signer: signs, vihf: issueVihf(requestOf(argv), { signer: signs, now, ...(validity && { validity }) }) };
    });
    if (argv.out !== undefined) write(argv.out, vihf.assertion);
    else if (argv.format === 'json') printJson(vihf);
    else print(vihf.assertion);
    printError(summary(argv, signer));
  },
};

export const vihf: CommandModule = {
  command: 'vihf',
  describe: say({ fr: 'Émettre un VIHF de test', en: 'Issue a test VIHF' }),
  builder: (yargs) =>
    yargs.command(issue as never).demandCommand(1, say({ fr: 'Donner une sous-commande\u00A0: issue.', en: 'Give a subcommand: issue.' })),
  handler() {
    // a subcommand is demanded
  },
};

const REQUEST = [
  'profile',
  'mode',
  'user',
  'subject-id',
  'structure',
  'sector',
  'purpose',
  'reason',
  'patient',
  'vihf-version',
  'class',
  'authn-context-decl',
  'resource-urn',
] as const satisfies readonly (keyof VihfRequest)[];

function requestOf(argv: Arguments): VihfRequest {
  const given = Object.fromEntries(REQUEST.flatMap((name) => (argv[name] === undefined ? [] : [[name, argv[name]]])));
  return { ...given, profile: argv.profile, secret: argv.secret, uncertain: argv.uncertain };
}

/** Errors of the issuer by the name of the option; the certificates of the test folder are not options of their own. */
async function named<T>(own: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConfigurationError) || error.field.startsWith('--')) throw error;
    const field = !own && ['certificate', 'key'].includes(error.field) ? 'pki' : error.field;
    throw new ConfigurationError(`--${field}`, error.explanation, error.remedy);
  }
}

function validityOf(minutes: number | undefined, now: Date): { from: Date; to: Date } | undefined {
  if (minutes === undefined) return undefined;
  if (!(minutes > 0 && minutes <= LONGEST_MINUTES))
    throw new ConfigurationError(
      '--valid-minutes',
      { fr: `${minutes} n’est pas une durée en minutes.`, en: `${minutes} is not a duration in minutes.` },
      { fr: `Donner un nombre de 1 à ${LONGEST_MINUTES}.`, en: `Give a number from 1 to ${LONGEST_MINUTES}.` },
    );
  return { from: now, to: new Date(now.getTime() + minutes * MINUTE) };
}

/** What the options give to sign with; undefined when they give nothing. */
function ownCredentials(argv: Arguments): Credentials | undefined {
  const { key, certificate, pkcs12 } = argv;
  if (pkcs12 !== undefined && (key ?? certificate) !== undefined)
    throw new ConfigurationError(
      '--pkcs12',
      { fr: 'il contient déjà clé et certificat.', en: 'it already holds key and certificate.' },
      { fr: 'Donner --pkcs12, ou --key et --certificate.', en: 'Give --pkcs12, or --key and --certificate.' },
    );
  const passphrase = passphraseOf(argv['passphrase-env']);
  if ((key ?? certificate ?? pkcs12) === undefined) {
    if (passphrase === undefined) return undefined;
    throw new ConfigurationError(
      '--passphrase-env',
      { fr: 'il n’y a pas de clé à ouvrir.', en: 'there is no key to open.' },
      { fr: 'Donner aussi --pkcs12, ou --key et --certificate.', en: 'Give --pkcs12, or --key and --certificate, as well.' },
    );
  }
  return {
    ...(key !== undefined && { key: read('--key', key).toString('utf8') }),
    ...(certificate !== undefined && { certificate: read('--certificate', certificate).toString('utf8') }),
    ...(pkcs12 !== undefined && { pkcs12: read('--pkcs12', pkcs12) }),
    ...(passphrase !== undefined && { passphrase }),
  };
}

/** Passphrases do not go on a command line, where every user of the machine reads them. */
function passphraseOf(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  const value = process.env[variable];
  if (value !== undefined) return value;
  throw new ConfigurationError(
    '--passphrase-env',
    { fr: `la variable ${variable} n’est pas définie.`, en: `the variable ${variable} is not set.` },
    { fr: 'La définir, ou retirer l’option.', en: 'Set it, or remove the option.' },
  );
}

function read(field: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = inWords(error);
    throw new ConfigurationError(
      field,
      { fr: `${file}\u00A0: lecture impossible (${why.fr}).`, en: `${file}: cannot be read (${why.en}).` },
      { fr: 'Vérifier le chemin.', en: 'Check the path.' },
    );
  }
}

/** The seal of the test folder; in DIRECTE, a card that its authority issues. */
async function testCredentials(argv: Arguments, now: Date): Promise<Credentials> {
  const folder = resolve(argv.pki);
  const direct = modeOf(argv.mode, argv.profile) === 'DIRECTE';
  const pki = await ensureTestPki(folder, now);
  if (!direct) return { key: pki['lps-sign.key']!, certificate: pki['lps-sign.pem']! };
  const person = personOf(argv.profile, argv.structure, argv.user);
  const card = join(folder, `card-${argv.profile}-${encodeURIComponent(person.id)}`);
  if (!isUsable(card, now)) {
    const authority = { key: read('--pki', join(folder, 'authority.key')).toString('utf8'), certificate: pki['authority.pem']! };
    const { auth, sign } = await makeTestCard(authority, person, now);
    keep(card, { 'auth.key': auth.key, 'auth.pem': auth.certificate, 'sign.key': sign.key, 'sign.pem': sign.certificate });
    printError(say({ fr: `Carte de test fabriquée\u00A0: ${card}`, en: `Test card made: ${card}` }));
  }
  return { key: readFileSync(join(card, 'sign.key'), 'utf8'), certificate: readFileSync(join(card, 'sign.pem'), 'utf8') };
}

function isUsable(card: string, now: Date): boolean {
  const file = join(card, 'sign.pem');
  return existsSync(file) && (certificateFacts(readFileSync(file, 'utf8'))?.notAfter ?? 0) > now;
}

/** Makes the folder whole or not at all: another command may be making the same card. */
function keep(card: string, files: Record<string, string>): void {
  const fresh = `${card}.${process.pid}`;
  try {
    mkdirSync(fresh);
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(fresh, name), content, { mode: name.endsWith('.key') ? 0o600 : 0o644 });
  } catch (error) {
    throw unwritable('--pki', fresh, error);
  }
  rmSync(card, { recursive: true, force: true });
  try {
    renameSync(fresh, card);
  } catch {
    // someone else was quicker: theirs is as good
    rmSync(fresh, { recursive: true });
  }
}

function write(file: string, assertion: string): void {
  try {
    writeFileSync(file, `${assertion}\n`);
  } catch (error) {
    throw unwritable('--out', file, error);
  }
}

function unwritable(field: string, file: string, error: unknown): ConfigurationError {
  const why = inWords(error);
  return new ConfigurationError(
    field,
    { fr: `${file}\u00A0: écriture impossible (${why.fr}).`, en: `${file}: cannot be written (${why.en}).` },
    { fr: 'Choisir un endroit où il est permis d’écrire.', en: 'Choose a place that may be written to.' },
  );
}

function summary({ profile, mode, out }: Arguments, { facts }: VihfSigner): string {
  const where = out === undefined ? '' : ` → ${out}`;
  const name = modeOf(mode, profile);
  return say({
    fr: `VIHF ${name} pour le profil ${profile}, signé par «\u00A0${facts.subjectText}\u00A0»${where}`,
    en: `VIHF ${name} for the profile ${profile}, signed by “${facts.subjectText}”${where}`,
  });
}
