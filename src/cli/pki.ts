import type { CommandModule } from 'yargs';
import { say } from './language.js';
import { print, printJson } from './output.js';
import { writeTestPki } from './setup.js';

export const pki: CommandModule<object, { out: string; structure?: string; format: 'text' | 'json' }> = {
  command: 'pki',
  describe: say({
    fr: 'Fabriquer des certificats de test : autorité, serveur, client, cachet VIHF, et des mauvais',
    en: 'Make test certificates: authority, server, client, VIHF seal, and bad ones',
  }),
  builder: (yargs) =>
    yargs
      .option('out', { type: 'string', default: 'addax-pki', describe: say({ fr: 'Dossier à écrire', en: 'Folder to write' }) })
      .option('structure', {
        type: 'string',
        describe: say({
          fr: 'Identifiant national de la structure (OU des certificats)',
          en: 'National identifier of the structure (OU of the certificates)',
        }),
      }) as never,
  async handler(argv) {
    const files = await writeTestPki(argv.out, new Date(), { ...(argv.structure && { structure: argv.structure }) });
    if (argv.format === 'json') printJson({ folder: argv.out, files });
    else for (const file of files) print(`${argv.out}/${file}`);
  },
};
