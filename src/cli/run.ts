import { writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { CommandModule } from 'yargs';
import { hookNames, loadCatalogue, plan, preflight, run as runCases, type Selection, unknownNames } from '../engine/index.js';
import { Bundle } from '../evidence/index.js';
import { ConfigurationError, ExitCode, type Language } from '../model/index.js';
import { reportFormats } from '../../reports/index.js';
import { loadPacks } from '../packs/index.js';
import { askedLanguage, say } from './language.js';
import { bold, print, printJson, verdictWord } from './output.js';
import { keepLock } from './packs-of-bundle.js';
import { bundleFolder, exitCodeOf, namedFolder, pointLatest, render, writeReports } from './results.js';
import { ensureTestPki, makeFolder, readStatement, trustAndIdentity } from './setup.js';
import { tellProgress, terminalInteraction } from './terminal.js';
import { openToolbox } from './toolbox.js';

interface Arguments {
  statement: string;
  suite?: string[];
  scenario?: string[];
  requirement?: string[];
  unattended: boolean;
  strict: boolean;
  out: string;
  name?: string;
  pki?: string;
  junit?: string;
  reports?: string[];
  format: 'text' | 'json';
}

export const run: CommandModule<object, Arguments> = {
  command: 'run <statement>',
  describe: say({
    fr: 'Jouer les scénarios d’une déclaration, juger, écrire le rapport',
    en: 'Play the scenarios of a statement, judge, write the report',
  }),
  builder: (yargs) =>
    yargs
      .positional('statement', {
        type: 'string',
        demandOption: true,
        describe: say({ fr: 'La déclaration du produit (YAML)', en: 'The statement of the product (YAML)' }),
      })
      .option('suite', { type: 'string', array: true, nargs: 1, describe: say({ fr: 'Seulement ces suites', en: 'Only these suites' }) })
      .option('scenario', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({ fr: 'Seulement ces scénarios (id ou id/variante)', en: 'Only these scenarios (id or id/variant)' }),
      })
      .option('requirement', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({ fr: 'Seulement ce qui couvre ces exigences', en: 'Only what covers these requirements' }),
      })
      .option('unattended', { type: 'boolean', default: false, describe: say({ fr: 'Personne au clavier', en: 'Nobody at the keyboard' }) })
      .option('strict', {
        type: 'boolean',
        default: false,
        describe: say({ fr: 'Un avertissement compte comme un échec', en: 'A warning counts as a failure' }),
      })
      .option('out', { type: 'string', default: 'addax-out', describe: say({ fr: 'Dossier des résultats', en: 'Folder for the results' }) })
      .option('name', {
        type: 'string',
        describe: say({
          fr: 'Nom du dossier de preuve ; sinon la date et le scénario, et « latest » le désigne',
          en: 'Name of the bundle; else date and scenario, and “latest” points at it',
        }),
      })
      .option('pki', {
        type: 'string',
        describe: say({
          fr: 'Dossier des certificats de test ; sinon « pki » dans --out',
          en: 'Folder of the test certificates; else “pki” in --out',
        }),
      })
      .option('junit', {
        type: 'string',
        describe: say({ fr: 'Écrire aussi le JUnit dans ce fichier', en: 'Also write the JUnit to this file' }),
      })
      .option('reports', {
        choices: reportFormats.map(({ id }) => id),
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({
          fr: 'Seulement ces rapports\u00A0; « addax report » écrit les autres plus tard',
          en: 'Only these reports; “addax report” writes the others later',
        }),
      }) as never,
  async handler(argv) {
    const { statement, directory } = readStatement(argv.statement);
    const [toolbox, catalogue] = [await openToolbox(loadPacks(process.cwd())), loadCatalogue()];
    const selection: Selection = {
      ...(argv.suite && { suites: argv.suite }),
      ...(argv.scenario && { scenarios: argv.scenario }),
      ...(argv.requirement && { requirements: argv.requirement }),
    };
    const unknown = unknownNames(catalogue, statement, selection);
    if (unknown.length > 0) {
      print(
        say({
          fr: `Rien ne porte ce nom : ${unknown.join(', ')}. Aucun scénario n’a été joué. Voir : addax list scenarios`,
          en: `Nothing has this name: ${unknown.join(', ')}. No scenario matches it and none was played. See: addax list scenarios`,
        }),
      );
      process.exitCode = ExitCode.inconclusive;
      return;
    }
    if (argv.junit) makeFolder('--junit', dirname(resolve(argv.junit)));
    makeFolder('--out', argv.out);
    const cases = plan(catalogue, statement, selection);
    if (cases.length === 0) {
      print(
        say({
          fr: 'Aucun scénario ne correspond à cette sélection et aux acteurs déclarés. Voir : addax list scenarios',
          en: 'No scenario matches this selection and the declared actors. See: addax list scenarios',
        }),
      );
      process.exitCode = ExitCode.inconclusive;
      return;
    }
    const now = new Date();
    const problem = (await preflight(statement, cases, directory, argv.unattended, now, hookNames(catalogue))).find((c) => c.problem);
    if (problem?.problem) throw new ConfigurationError(problem.field, problem.problem.explanation, problem.problem.remedy);
    const pki = resolve(argv.pki ?? join(argv.out, 'pki'));
    const context = trustAndIdentity(statement, directory, await ensureTestPki(pki, now));
    const bundle =
      argv.name === undefined ?
        bundleFolder(argv.out, cases.length === 1 ? cases[0]!.scenario.id : (cases[0]?.suite ?? 'run'), now)
      : namedFolder(argv.out, argv.name);
    if (toolbox.packs.length > 0) keepLock(process.cwd(), bundle);
    const quiet = argv.format === 'json';
    process.once('SIGINT', () => {
      print(
        say({ fr: `\nInterrompu. Ce qui est arrivé est gardé dans ${bundle}`, en: `\nInterrupted. What arrived is kept in ${bundle}` }),
      );
      process.exit(130);
    });
    const judgement = await runCases({
      statement,
      directory,
      pki,
      catalogue,
      toolbox,
      cases,
      selection: [...(argv.suite ?? []), ...(argv.scenario ?? []), ...(argv.requirement ?? [])],
      strict: argv.strict,
      interaction: terminalInteraction(argv.unattended),
      context,
      out: bundle,
      ...(!quiet && { onEvent: tellProgress }),
    });
    const { report } = judgement;
    const language: Language = askedLanguage(process.argv) ?? 'fr';
    const stored = new Bundle(bundle);
    const blob = (hash: string): Uint8Array | undefined => stored.blob(hash);
    const written = await writeReports(judgement, bundle, language, blob, argv.reports);
    const shown = stored.events.find((e) => e.kind === 'datum' && e.name === 'statement');
    writeFileSync(join(bundle, 'statement.yaml'), stringify(shown && 'value' in shown ? shown.value : statement));
    if (argv.junit) writeFileSync(argv.junit, await render('junit', judgement, language, blob));
    if (argv.name === undefined) pointLatest(bundle);
    if (quiet) printJson(report);
    else {
      const failed = report.requirements.filter((r) => r.verdict === 'FAILED').length;
      const judged = report.requirements.filter((r) => !['NOT_APPLICABLE', 'NOT_RUN'].includes(r.verdict)).length;
      print();
      print(
        `${verdictWord(report.verdict)}  ${bold(`${report.product.name} ${report.product.version}`)}  ${say({ fr: `${failed} exigence(s) non respectée(s) sur ${judged}`, en: `${failed} of ${judged} requirements not met` })}`,
      );
      print(say({ fr: `Rapport\u00A0: ${relative('', written[0] ?? bundle)}`, en: `Report: ${relative('', written[0] ?? bundle)}` }));
    }
    process.exitCode = exitCodeOf(judgement);
  },
};
