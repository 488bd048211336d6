import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { hookNames, loadCatalogue, plan, preflight, type PreflightCheck, type RunSetup } from '../engine/index.js';
import { ConfigurationError, ExitCode, Statement } from '../model/index.js';
import { visible } from '../packs/shown.js';
import type { Check } from './doctor/check.js';
import { diagnose } from './doctor/handshake.js';
import { targetOf } from './doctor/target.js';
import { language, say } from './language.js';
import { print, printJson } from './output.js';
import { ensureTestPki, readStatement, trustAndIdentity } from './setup.js';

interface Arguments {
  target: string;
  statement?: string;
  pki?: string;
  out: string;
  unattended: boolean;
  timeout: number;
  format: 'text' | 'json';
}

export const doctor: CommandModule<object, Arguments> = {
  command: 'doctor <target>',
  describe: say({
    fr: 'Dire ce qui ne va pas : dans la déclaration et le banc, sans rien jouer, ou dans la négociation TLS avec une adresse',
    en: 'Say what is wrong: in statement and bench, without playing anything, or in the TLS handshake with an address',
  }),
  builder: (yargs) =>
    yargs
      .positional('target', {
        type: 'string',
        demandOption: true,
        describe: say({
          fr: 'La déclaration du produit (YAML), une adresse https ou mllps, ou hôte:port',
          en: 'The statement of the product (YAML), an https or mllps address, or host:port',
        }),
      })
      .option('statement', {
        type: 'string',
        describe: say({
          fr: 'Pour une adresse : déclaration dont prendre certificats et autorités',
          en: 'For an address: statement to take certificates and authorities from',
        }),
      })
      .option('pki', {
        type: 'string',
        describe: say({ fr: 'Dossier des certificats de test (sinon OUT/pki)', en: 'Folder of the test certificates (else OUT/pki)' }),
      })
      .option('timeout', {
        type: 'number',
        default: 5,
        describe: say({ fr: 'Secondes laissées à chaque essai de connexion', en: 'Seconds for each attempt to connect' }),
      })
      .option('out', { type: 'string', default: 'addax-out', describe: say({ fr: 'Dossier des résultats', en: 'Folder for the results' }) })
      .option('unattended', {
        type: 'boolean',
        default: false,
        describe: say({ fr: 'Personne au clavier', en: 'Nobody at the keyboard' }),
      }) as never,
  async handler(argv) {
    if (!(argv.timeout > 0 && argv.timeout <= 60))
      throw new ConfigurationError(
        '--timeout',
        { fr: `${argv.timeout} n’est pas une durée.`, en: `${argv.timeout} is not a duration.` },
        { fr: 'Donner de 0,1 à 60 secondes.', en: 'Give 0.1 to 60 seconds.' },
      );
    const checks = isStatement(argv.target) ? await examine(argv) : await examineAddress(argv);
    if (argv.format === 'json') printJson({ checks });
    else for (const check of checks) printCheck(check);
    const severities = checks.map(({ problem }) => problem?.severity);
    process.exitCode =
      severities.includes('failure') ? ExitCode.failed
      : severities.includes('configuration') ? ExitCode.configuration
      : ExitCode.passed;
  },
};

const MARKS = { configuration: '✘', failure: '✘', warning: '▲' } as const;

function printCheck({ field, title, problem }: Check): void {
  // names in certificates are the server's words
  print(visible(`${problem ? MARKS[problem.severity] : '✔'} ${field}  ${title[language]}`));
  if (problem) print(`    ${visible(problem.explanation[language])}\n    ${visible(problem.remedy[language])}`);
}

/** Anything that is a file, or looks like the name of one. */
const isStatement = (target: string): boolean => existsSync(target) || /\.ya?ml$/i.test(target);

/** Tries the TLS server of an address, with the certificates of a statement or of the test PKI. */
async function examineAddress({ target, statement: file, pki, out, timeout }: Arguments): Promise<Check[]> {
  const address = targetOf(target);
  const { statement, directory } =
    file === undefined ?
      {
        statement: Statement.parse({ product: { name: '-', version: '-', vendor: '-' }, actors: [{ actor: 'document-source' }] }),
        directory: '.',
      }
    : readStatement(file);
  const now = new Date();
  const { tls } = trustAndIdentity(statement, directory, await ensureTestPki(resolve(pki ?? join(out, 'pki')), now));
  return diagnose(address, tls!, now, timeout * 1000);
}

async function examine(argv: Arguments): Promise<Check[]> {
  const checks: Check[] = [];
  const attempt = async <T>(field: string, title: Check['title'], what: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      const value = await what();
      checks.push({ field, title });
      return value;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      checks.push({
        field: error.field,
        title,
        problem: { explanation: error.explanation, remedy: error.remedy, severity: 'configuration' },
      });
      return undefined;
    }
  };
  const read = await attempt(argv.target, { fr: 'La déclaration est lisible', en: 'The statement can be read' }, () =>
    readStatement(argv.target),
  );
  if (!read) return checks;
  const pki = await ensureTestPki(resolve(argv.pki ?? join(argv.out, 'pki')), new Date());
  const setup = await attempt('tls, vihf', { fr: 'Clés et certificats sont utilisables', en: 'Keys and certificates can be used' }, () =>
    trustAndIdentity(read.statement, read.directory, pki),
  );
  const catalogue = loadCatalogue();
  const cases = plan(catalogue, read.statement);
  checks.push(scenariosToPlay(cases.length));
  const bench = await preflight(read.statement, cases, read.directory, argv.unattended, new Date(), hookNames(catalogue));
  for (const { field, title, problem } of bench)
    checks.push({ field, title, ...(problem && { problem: { ...problem, severity: 'configuration' } }) });
  if (setup?.tls) checks.push(...(await endpointsSpeakTls(read.statement, bench, setup.tls, argv.timeout * 1000)));
  return checks;
}

function scenariosToPlay(count: number): Check {
  const field = 'actors';
  if (count > 0) return { field, title: { fr: `${count} variantes de scénario à jouer`, en: `${count} scenario variants to play` } };
  return {
    field,
    title: { fr: 'Des scénarios existent pour ces acteurs', en: 'There are scenarios for these actors' },
    problem: {
      explanation: { fr: 'Aucun scénario pour les acteurs déclarés.', en: 'No scenario for the declared actors.' },
      remedy: { fr: 'Voir : addax list scenarios', en: 'See: addax list scenarios' },
      severity: 'configuration',
    },
  };
}

/** Tries the TLS of each server under test that could be reached; addresses on one port are one server. */
async function endpointsSpeakTls(
  { endpoints = {} }: Statement,
  bench: readonly PreflightCheck[],
  tls: NonNullable<RunSetup['context']['tls']>,
  timeoutMs: number,
): Promise<Check[]> {
  const servers = new Map(
    Object.entries(endpoints)
      .map(([actor, url]) => [`endpoints.${actor}`, targetOf(url)] as const)
      .filter(([field, { clear }]) => !clear && bench.some((check) => check.field === field && !check.problem))
      .map(([field, target]) => [`${target.host}:${target.port}`, { field, target }]),
  );
  const checks: Check[] = [];
  for (const { field, target } of servers.values())
    for (const check of await diagnose(target, tls, new Date(), timeoutMs)) checks.push({ ...check, field: `${field} ${check.field}` });
  return checks;
}
