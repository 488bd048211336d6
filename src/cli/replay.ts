import type { CommandModule } from 'yargs';
import { judgeRun } from '../engine/index.js';
import { Bundle, BundleError } from '../evidence/index.js';
import { ConfigurationError, ExitCode } from '../model/index.js';
import { say } from './language.js';
import { print, printJson, verdictWord } from './output.js';
import { packsOf } from './packs-of-bundle.js';
import { openToolbox } from './toolbox.js';

/** Opens a bundle given on the command line. @throws ConfigurationError */
export function openBundle(directory: string): Bundle {
  try {
    return new Bundle(directory);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new ConfigurationError(
      'BUNDLE',
      { fr: error.message, en: error.message },
      {
        fr: 'Donner le dossier d’une exécution, par exemple addax-out/latest.',
        en: 'Give the folder of a run, for example addax-out/latest.',
      },
    );
  }
}

export const replay: CommandModule<object, { bundle: string; format: 'text' | 'json' }> = {
  command: 'replay <bundle>',
  describe: say({
    fr: 'Rejuger un dossier de preuve hors ligne et comparer l’empreinte',
    en: 'Judge an evidence bundle again, offline, and compare the digest',
  }),
  builder: (yargs) =>
    yargs.positional('bundle', {
      type: 'string',
      demandOption: true,
      describe: say({ fr: 'Dossier d’une exécution', en: 'Folder of a run' }),
    }) as never,
  async handler(argv) {
    const bundle = openBundle(argv.bundle);
    const recorded = bundle.events.findLast((e) => e.kind === 'run-judged');
    const damage = bundle.damage();
    if (damage !== undefined) {
      if (argv.format === 'json') printJson({ same: false, damage, recorded: recorded?.digest ?? null, replayed: null, verdict: null });
      else print(say({ fr: `Le dossier a été altéré : ${damage}`, en: `The bundle was altered: ${damage}` }));
      process.exitCode = ExitCode.failed;
      return;
    }
    const { report } = await judgeRun(bundle.events, (hash) => bundle.blob(hash), await openToolbox(packsOf(bundle, argv.bundle)));
    const same = recorded?.digest === report.digest;
    if (argv.format === 'json')
      printJson({ same, damage: null, recorded: recorded?.digest ?? null, replayed: report.digest, verdict: report.verdict });
    else {
      print(`${verdictWord(report.verdict)}  ${report.product.name} ${report.product.version}`);
      print(
        `${say({ fr: 'enregistrée', en: 'recorded ' })}  ${recorded?.digest ?? say({ fr: 'aucune : l’exécution n’est pas allée au bout', en: 'none: the run did not end' })}`,
      );
      print(`${say({ fr: 'rejouée    ', en: 'replayed ' })}  ${report.digest}`);
      print(
        same ?
          say({ fr: 'Les deux jugements sont identiques.', en: 'Both judgements are identical.' })
        : say({ fr: 'Les deux jugements diffèrent.', en: 'The judgements differ.' }),
      );
    }
    process.exitCode = same ? ExitCode.passed : ExitCode.failed;
  },
};
