import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { hookNames, loadCatalogue, plan, preflight, type PreflightCheck } from '../engine/index.js';
import { ConfigurationError, ExitCode } from '../model/index.js';
import { language, say } from './language.js';
import { print, printJson } from './output.js';
import { ensureTestPki, readStatement, trustAndIdentity } from './setup.js';

export const doctor: CommandModule<object, { statement: string; out: string; unattended: boolean; format: 'text' | 'json' }> = {
  command: 'doctor <statement>',
  describe: say({
    fr: 'Vérifier la déclaration, les certificats, les ports, les automatismes, sans rien jouer',
    en: 'Check statement, certificates, ports and hooks without playing anything',
  }),
  builder: (yargs) =>
    yargs
      .positional('statement', {
        type: 'string',
        demandOption: true,
        describe: say({ fr: 'La déclaration du produit (YAML)', en: 'The statement of the product (YAML)' }),
      })
      .option('out', { type: 'string', default: 'addax-out', describe: say({ fr: 'Dossier des résultats', en: 'Folder for the results' }) })
      .option('unattended', {
        type: 'boolean',
        default: false,
        describe: say({ fr: 'Personne au clavier', en: 'Nobody at the keyboard' }),
      }) as never,
  async handler(argv) {
    const checks = await examine(argv);
    const problems = checks.filter((c) => c.problem);
    if (argv.format === 'json') printJson({ checks });
    else
      for (const { field, title, problem } of checks) {
        print(`${problem ? '✘' : '✔'} ${field}  ${title[language]}`);
        if (problem) print(`    ${problem.explanation[language]}\n    ${problem.remedy[language]}`);
      }
    process.exitCode = problems.length > 0 ? ExitCode.configuration : ExitCode.passed;
  },
};

async function examine(argv: { statement: string; out: string; unattended: boolean }): Promise<PreflightCheck[]> {
  const checks: PreflightCheck[] = [];
  const attempt = async <T>(field: string, title: PreflightCheck['title'], what: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      const value = await what();
      checks.push({ field, title });
      return value;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      checks.push({ field: error.field, title, problem: { explanation: error.explanation, remedy: error.remedy } });
      return undefined;
    }
  };
  const read = await attempt(argv.statement, { fr: 'La déclaration est lisible', en: 'The statement can be read' }, () =>
    readStatement(argv.statement),
  );
  if (!read) return checks;
  const pki = await ensureTestPki(resolve(argv.out, 'pki'), new Date());
  await attempt('tls, vihf', { fr: 'Clés et certificats sont utilisables', en: 'Keys and certificates can be used' }, () =>
    trustAndIdentity(read.statement, read.directory, pki),
  );
  const catalogue = loadCatalogue();
  const cases = plan(catalogue, read.statement);
  checks.push(
    cases.length > 0 ?
      { field: 'actors', title: { fr: `${cases.length} variantes de scénario à jouer`, en: `${cases.length} scenario variants to play` } }
    : {
        field: 'actors',
        title: { fr: 'Des scénarios existent pour ces acteurs', en: 'There are scenarios for these actors' },
        problem: {
          explanation: { fr: 'Aucun scénario pour les acteurs déclarés.', en: 'No scenario for the declared actors.' },
          remedy: { fr: 'Voir : addax list scenarios', en: 'See: addax list scenarios' },
        },
      },
  );
  return [...checks, ...(await preflight(read.statement, cases, read.directory, argv.unattended, new Date(), hookNames(catalogue)))];
}
