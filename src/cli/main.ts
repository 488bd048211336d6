#!/usr/bin/env node
import yargs from 'yargs';
import { ConfigurationError } from '../engine/index.js';
import { BundleError } from '../evidence/index.js';
import { ExitCode, toolVersion } from '../model/index.js';
import { doctor } from './doctor.js';
import { explain } from './explain.js';
import { language, say } from './language.js';
import { lint } from './lint.js';
import { list } from './list.js';
import { printError } from './output.js';
import { pki } from './pki.js';
import { replay } from './replay.js';
import { report } from './report.js';
import { run } from './run.js';
import { simulate } from './simulate.js';
import { validate } from './validate.js';

const cli = yargs(process.argv.slice(2))
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
  .command([run, validate, simulate, lint, list, explain, doctor, report, replay, pki] as never)
  .demandCommand(1, say({ fr: 'Donner une commande.', en: 'Give a command.' }))
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
    if (error) throw error;
    cli.showHelp();
    printError(`\n${message}`);
    process.exit(ExitCode.configuration);
  });

// a reader that has had enough, `addax list rules | head`, is no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await cli.parseAsync();
} catch (error) {
  if (error instanceof BundleError) {
    printError(error.message);
    process.exitCode = ExitCode.configuration;
  } else if (error instanceof ConfigurationError) {
    printError(`${error.field}${say({ fr: '\u00a0:', en: ':' })} ${error.explanation[language]}\n  ${error.remedy[language]}`);
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
