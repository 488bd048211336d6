import type { CommandModule } from 'yargs';
import { ConfigurationError } from '../model/index.js';
import { type BatchOptions, judgeBatch } from './batch/batch.js';
import { arePlainFiles } from './batch/inputs.js';
import { checkTargets, isOnePage } from './batch/targets.js';
import { say } from './language.js';
import { isDocument, openJudge } from './validate/judge.js';
import { authority, chosenPacks, instantOf, type JudgeSetup, parametersOf, relatedFile, revocationList } from './validate/setup.js';

interface Arguments extends BatchOptions {
  packs: boolean;
  pack?: string[];
  strict: boolean;
  requireComplete: boolean;
  related?: string[];
  param?: string[];
  trust?: string[];
  crl?: string[];
  at?: string;
  resume: boolean;
  watch: boolean;
}

const MOST_JOBS = 64;
const TIMEOUT_S = 300;

type Format = 'text' | 'json' | 'jsonl' | 'csv' | 'svrl';

export const validate: CommandModule<object, Arguments> = {
  command: 'validate <files..>',
  describe: say({
    fr: 'Juger des fichiers : CDA, VIHF, message SOAP, métadonnées XDS, archive IHE_XDM, messages HL7 v2 et V3, ressources FHIR',
    en: 'Judge files: CDA, VIHF, SOAP message, XDS metadata, IHE_XDM archive, HL7 v2 and V3 messages, FHIR resources',
  }),
  builder: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: say({
          fr: 'Fichiers, dossiers, archives .zip (IHE_XDM : jugée comme un tout), motifs entre guillemets ("docs/**/*.xml")',
          en: 'Files, folders, .zip archives (IHE_XDM: judged as a whole), quoted patterns ("docs/**/*.xml")',
        }),
      })
      .option('format', {
        // beside text and json, which every command has
        choices: ['jsonl', 'csv', 'svrl'] as readonly Format[],
        default: 'text',
        describe: say({
          fr: 'Forme de la sortie ; jsonl : un fichier par ligne ; csv : un constat par ligne ; svrl : le résultat brut des schématrons',
          en: 'Form of the output; jsonl: one file a line; csv: one finding a line; svrl: the bare outcome of the schematrons',
        }),
      })
      .option('packs', {
        type: 'boolean',
        default: true,
        describe: say({
          fr: 'Juger aussi par les paquets de packs.lock (--no-packs : non)',
          en: 'Judge by the packs of packs.lock too (--no-packs: do not)',
        }),
      })
      .option('pack', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({ fr: 'Seulement ce paquet (coordonnée)', en: 'This pack only (coordinate)' }),
      })
      .option('require-complete', {
        type: 'boolean',
        default: false,
        describe: say({
          fr: 'Une règle qui n’a pas pu être jugée rend le verdict INCONCLUSIVE',
          en: 'A rule that could not be judged makes the verdict INCONCLUSIVE',
        }),
      })
      .option('kind', {
        type: 'string',
        describe: say({ fr: 'Nature du fichier, si la détection se trompe', en: 'Kind of file, where detection errs' }),
      })
      .option('strict', {
        type: 'boolean',
        default: false,
        describe: say({ fr: 'Un avertissement compte comme un échec', en: 'A warning counts as a failure' }),
      })
      .option('related', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({
          fr: 'Ce avec quoi comparer : documents que décrivent les métadonnées, messages antérieurs',
          en: 'What to compare with: documents that the metadata describe, earlier messages',
        }),
      })
      .option('param', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({
          fr: 'Paramètre des validateurs, nom=valeur : dmp=true, profile=xua, line-ends=lenient',
          en: 'Parameter of the validators, name=value: dmp=true, profile=xua, line-ends=lenient',
        }),
      })
      .option('trust', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({
          fr: 'Autorités de confiance (PEM) pour juger les signatures',
          en: 'Trusted authorities (PEM) to judge signatures',
        }),
      })
      .option('crl', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({ fr: 'Listes de révocation (PEM)', en: 'Revocation lists (PEM)' }),
      })
      .option('at', {
        type: 'string',
        describe: say({ fr: 'Instant du jugement (ISO 8601) ; sinon maintenant', en: 'Instant of judgement (ISO 8601); else now' }),
      })
      .option('jobs', {
        type: 'number',
        requiresArg: true,
        describe: say({
          fr: 'Fichiers jugés en même temps ; sinon un par processeur dès qu’ils sont nombreux',
          en: 'Files judged at the same time; else one for each processor where there are many',
        }),
      })
      .option('timeout', {
        type: 'number',
        requiresArg: true,
        default: TIMEOUT_S,
        describe: say({
          fr: 'Secondes par fichier, quand plusieurs sont jugés en même temps',
          en: 'Seconds for each file, where several are judged at the same time',
        }),
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: say({
          fr: 'Dossier où garder les résultats au fur et à mesure (results.jsonl, summary.json)',
          en: 'Folder to keep the results in as they come (results.jsonl, summary.json)',
        }),
      })
      .option('resume', {
        type: 'boolean',
        default: false,
        describe: say({
          fr: 'Compléter les résultats de --out, sans rejuger ce qui n’a pas changé',
          en: 'Complete the results in --out without judging again what has not changed',
        }),
      })
      .option('html', {
        type: 'string',
        requiresArg: true,
        describe: say({ fr: 'Écrire le rapport : une page, ou un dossier de pages', en: 'Write the report: a page, or a folder of pages' }),
      })
      .option('sarif', {
        type: 'string',
        requiresArg: true,
        describe: say({ fr: 'Écrire les constats en SARIF (GitHub, GitLab)', en: 'Write the findings as SARIF (GitHub, GitLab)' }),
      })
      .option('junit', {
        type: 'string',
        requiresArg: true,
        describe: say({ fr: 'Écrire les résultats en JUnit XML', en: 'Write the results as JUnit XML' }),
      })
      .option('csv', {
        type: 'string',
        requiresArg: true,
        describe: say({ fr: 'Écrire les constats en CSV', en: 'Write the findings as CSV' }),
      })
      .option('jsonl', {
        type: 'string',
        requiresArg: true,
        describe: say({ fr: 'Écrire les résultats en JSON Lines', en: 'Write the results as JSON Lines' }),
      })
      .option('progress', {
        type: 'boolean',
        describe: say({
          fr: 'Montrer l’avancement même hors d’un terminal (--no-progress : jamais)',
          en: 'Show the progress outside a terminal too (--no-progress: never)',
        }),
      })
      .option('quiet', {
        type: 'boolean',
        default: false,
        describe: say({
          fr: 'Ni avancement, ni texte par fichier : le résumé seul',
          en: 'Neither progress nor text for each file: the summary only',
        }),
      })
      .option('watch', {
        type: 'boolean',
        default: false,
        describe: say({
          fr: 'Rejuger à chaque modification et dire ce qui a changé',
          en: 'Judge again at each change and tell what is new and what is gone',
        }),
      }) as never,
  async handler(argv) {
    checkOptions(argv);
    const packs = argv.packs ? chosenPacks(argv.pack) : [];
    const setup: JudgeSetup = {
      packs: packs.map(({ coordinate, sha256 }) => ({ coordinate, sha256 })),
      at: instantOf(argv.at).toISOString(),
      trust: { anchors: (argv.trust ?? []).map(authority), crls: (argv.crl ?? []).map(revocationList) },
      kind: argv.kind,
      related: (argv.related ?? []).map(relatedFile),
      parameters: await parametersOf(argv.param ?? []),
      strict: argv.strict,
      requireComplete: argv.requireComplete,
      svrl: argv.format === 'svrl',
      page: argv.html !== undefined && (isOnePage(argv) ? 'alone' : 'in-folder'),
    };
    await checkTargets(argv, [...(argv.trust ?? []), ...(argv.crl ?? []), ...(argv.related ?? [])], (file) => isDocument(file, packs));
    if (argv.watch) {
      const { watch } = await import('./batch/watch.js');
      const end = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end.abort());
      await watch(argv.files, await openJudge(setup, packs), end.signal, argv.kind);
    } else if (argv.out === undefined) process.exitCode = await judgeBatch(argv, setup, packs, undefined);
    else {
      const { openKept } = await import('./batch/kept.js');
      const kept = openKept(argv.out, setup, { resume: argv.resume, atGiven: argv.at !== undefined });
      // whatever ends the process, but a kill
      process.once('exit', kept.release);
      process.exitCode = await judgeBatch(argv, { ...setup, at: kept.at }, packs, kept);
    }
  },
};

/** @throws ConfigurationError when options contradict each other or make no sense */
function checkOptions(argv: Arguments): void {
  const refuse = (field: string, fr: string, en: string, doFr: string, doEn: string): never => {
    throw new ConfigurationError(field, { fr, en }, { fr: doFr, en: doEn });
  };
  if (argv.format === 'svrl' && (argv.files.length > 1 || !arePlainFiles(argv.files, argv.kind)))
    refuse(
      '--format svrl',
      'un rapport SVRL ne parle que d’un document.',
      'an SVRL report is about one document.',
      'Donner un seul fichier à la fois.',
      'Give one file at a time.',
    );
  if (!argv.packs && argv.pack !== undefined)
    refuse(
      '--no-packs --pack',
      'ces deux options se contredisent.',
      'these two options contradict each other.',
      'Garder --pack pour juger par ce paquet seul, --no-packs pour ne juger par aucun.',
      'Keep --pack to judge by this pack only, --no-packs to judge by none.',
    );
  if (argv.jobs !== undefined && !(Number.isInteger(argv.jobs) && argv.jobs >= 1 && argv.jobs <= MOST_JOBS))
    refuse(
      '--jobs',
      `un nombre entier de 1 à ${MOST_JOBS} est attendu.`,
      `a whole number from 1 to ${MOST_JOBS} is expected.`,
      'Donner au plus le nombre de processeurs.',
      'Give the number of processors at most.',
    );
  if (!(argv.timeout > 0 && argv.timeout <= 86_400))
    refuse(
      '--timeout',
      'un nombre de secondes est attendu, une journée au plus.',
      'a number of seconds is expected, a day at most.',
      'Donner par exemple 300.',
      'Give for example 300.',
    );
  if (argv.resume && argv.out === undefined)
    refuse(
      '--resume',
      'il faut savoir quels résultats compléter.',
      'which results are to be completed must be known.',
      'Ajouter --out DOSSIER.',
      'Add --out FOLDER.',
    );
  const others = (['out', 'html', 'sarif', 'junit', 'csv', 'jsonl', 'jobs'] as const).find((name) => argv[name] !== undefined);
  if (argv.watch && (others !== undefined || argv.format !== 'text'))
    refuse(
      `--watch --${others ?? 'format'}`,
      'ce qui est surveillé se lit à l’écran, en texte.',
      'what is watched is read on the screen, as text.',
      'Choisir l’une des deux options.',
      'Choose one of the two options.',
    );
}
