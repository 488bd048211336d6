import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { judgeRun } from '../engine/index.js';
import { ConfigurationError, type Language } from '../model/index.js';
import { reportFormats } from '../../reports/index.js';
import { askedLanguage, say } from './language.js';
import { print } from './output.js';
import { openBundle } from './replay.js';
import { render, writeReports } from './results.js';
import { packsOf } from './packs-of-bundle.js';
import { openToolbox } from './toolbox.js';

export const report: CommandModule<object, { bundle: string; as?: string; output?: string }> = {
  command: 'report <bundle>',
  describe: say({ fr: 'Écrire à nouveau les rapports d’un dossier de preuve', en: 'Write the reports of an evidence bundle again' }),
  builder: (yargs) =>
    yargs
      .positional('bundle', { type: 'string', demandOption: true, describe: say({ fr: 'Dossier d’une exécution', en: 'Folder of a run' }) })
      .option('as', { choices: reportFormats.map((f) => f.id), describe: say({ fr: 'Seulement ce format', en: 'Only this format' }) })
      .option('output', {
        type: 'string',
        implies: 'as',
        describe: say({ fr: 'Fichier à écrire ; sinon dans le dossier', en: 'File to write; else in the folder' }),
      }),
  async handler(argv) {
    const bundle = openBundle(argv.bundle);
    const damage = bundle.damage();
    if (damage)
      throw new ConfigurationError(
        'BUNDLE',
        { fr: `le dossier a été altéré : ${damage}`, en: `the bundle was altered: ${damage}` },
        { fr: 'Retrouver le dossier tel qu’il a été écrit.', en: 'Find the bundle as it was written.' },
      );
    const blob = (hash: string): Uint8Array | undefined => bundle.blob(hash);
    const judgement = await judgeRun(bundle.events, blob, await openToolbox(packsOf(bundle, argv.bundle)));
    const language: Language = askedLanguage(process.argv) ?? 'fr';
    const format = reportFormats.find((f) => f.id === argv.as);
    if (!format) {
      for (const path of await writeReports(judgement, argv.bundle, language, blob)) print(path);
      return;
    }
    const path = argv.output ?? join(argv.bundle, format.file);
    writeFileSync(path, await render(format.id, judgement, language, blob));
    print(path);
  },
};
