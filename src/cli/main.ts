#!/usr/bin/env node
import yargs, { type CommandModule } from 'yargs';
import { BundleError } from '../evidence/index.js';
import { ConfigurationError, ExitCode, toolVersion } from '../model/index.js';
import { visible } from '../packs/shown.js';
import { inWords } from '../packs/system-error.js';
import { checkGiven } from './given.js';
import { language, say } from './language.js';
import { outliveReader, printError } from './output.js';

/** Each command brings what it works with: only the one that is asked for is loaded, all of them for the help, none for the version. */
const COMMANDS: Readonly<Record<string, () => Promise<CommandModule>>> = {
  run: async () => (await import('./run.js')).run as never,
  validate: async () => (await import('./validate.js')).validate as never,
  simulate: async () => (await import('./simulate.js')).simulate as never,
  lint: async () => (await import('./lint.js')).lint as never,
  list: async () => (await import('./list.js')).list as never,
  explain: async () => (await import('./explain.js')).explain as never,
  doctor: async () => (await import('./doctor.js')).doctor as never,
  report: async () => (await import('./report.js')).report as never,
  replay: async () => (await import('./replay.js')).replay as never,
  evidence: async () => (await import('./evidence.js')).evidence as never,
  packs: async () => (await import('./packs.js')).packs as never,
  terms: async () => (await import('./terms.js')).terms as never,
  pki: async () => (await import('./pki.js')).pki as never,
  ins: async () => (await import('./ins.js')).ins as never,
  vihf: async () => (await import('./vihf.js')).vihf,
};

/** What yargs has after `--` it does not count as given: it is made to look like no option instead. No argument holds a NUL. */
const PLAIN = '\0';
const options = process.argv.slice(2);
const plain = options.includes('--') ? options.splice(options.indexOf('--')).slice(1) : [];
const unmarked = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(PLAIN, '')
  : Array.isArray(value) ? value.map(unmarked)
  : value;

const asked = [...options, ...plain].find((argument) => Object.hasOwn(COMMANDS, argument));
const wanted =
  asked !== undefined ? [COMMANDS[asked]!]
  : options.length === 1 && options[0] === '--version' ? []
  : Object.values(COMMANDS);
const commands = await Promise.all(wanted.map((load) => load()));

/** What is asked for, to be done outside of yargs: there, after each handler, the whole help is laid out for nobody. */
class Asked extends Error {
  constructor(readonly work: () => void | Promise<void>) {
    super();
  }
}
const outside = ({ handler, ...command }: CommandModule): CommandModule => ({
  ...command,
  handler(argv) {
    throw new Asked(() => handler(argv));
  },
});

/** @returns what there is to do, unless the help or the version was asked for, or a command of several has done it */
async function parsed(): Promise<Asked | undefined> {
  try {
    await cli.parseAsync();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Asked) return thrown;
    throw thrown;
  }
}

const cli = yargs([...options, ...plain.map((argument) => (argument.startsWith('-') ? PLAIN + argument : argument))])
  .scriptName('addax')
  .locale(language)
  .usage(say({ fr: 'Usage : addax <commande> [options]', en: 'Usage: addax <command> [options]' }))
  .option('format', {
    choices: ['text', 'json'] as const,
    default: 'text' as const,
    global: true,
    describe: say({ fr: 'Forme de la sortie', en: 'Form of the output' }),
  })
  .option('lang', {
    choices: ['fr', 'en'] as const,
    global: true,
    describe: say({
      fr: 'Langue ; sinon celle du système (rapports : français)',
      en: 'Language; else that of the system (reports: French)',
    }),
  })
  .command(commands.map(outside) as never)
  .demandCommand(1, say({ fr: 'Donner une commande.', en: 'Give a command.' }))
  .middleware((argv) => {
    for (const [name, value] of Object.entries(argv)) argv[name] = unmarked(value);
  }, true)
  .check((argv, { array }: { array?: string[] }) => {
    checkGiven(argv, array ?? []);
    return true;
  })
  .strict()
  .version(toolVersion)
  .help()
  .wrap(Math.min(120, process.stdout.columns || 100))
  .epilogue(
    say({
      fr: 'Codes de sortie : 0 tout est conforme, 1 un échec, 2 rien de concluant, 3 erreur de configuration, 4 défaut d’Addax.',
      en: 'Exit codes: 0 all passed, 1 something failed, 2 nothing conclusive, 3 configuration error, 4 Addax itself failed.',
    }),
  )
  .fail((message, error: Error | undefined) => {
    // an option without its value comes as an error of the parser
    if (error && error.name !== 'YError') throw error;
    cli.showHelp();
    printError(`\n${error?.message ?? message}`);
    process.exit(ExitCode.configuration);
  });

// what waits for nothing but its reader has no more to do
const waits = asked === 'simulate' || options.includes('--watch');
outliveReader(
  () => waits && process.exit(),
  (error) => {
    const why = inWords(error);
    printError(
      say({ fr: `sortie standard\u00A0: écriture impossible (${why.fr}).`, en: `standard output: cannot be written (${why.en}).` }),
    );
    process.exit(ExitCode.configuration);
  },
);

try {
  const command = await parsed();
  await command?.work();
} catch (error) {
  if (error instanceof BundleError) {
    printError(error.message);
    process.exitCode = ExitCode.configuration;
  } else if (error instanceof ConfigurationError) {
    // names from a lock or a repository may be in it
    const shown = (text: string): string => text.split('\n').map(visible).join('\n');
    printError(
      `${shown(error.field)}${say({ fr: '\u00a0:', en: ':' })} ${shown(error.explanation[language])}\n  ${shown(error.remedy[language])}`,
    );
    process.exitCode = ExitCode.configuration;
  } else {
    printError(
      say({
        fr: 'Addax a échoué. C’est un défaut d’Addax, non du produit testé :',
        en: 'Addax failed. This is a defect of Addax, not of the product under test:',
      }),
    );
    printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = ExitCode.tool;
  }
}
