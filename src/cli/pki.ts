import type { CommandModule } from 'yargs';
import { ConfigurationError } from '../model/index.js';
import { say } from './language.js';
import { print, printJson } from './output.js';
import { writeTestPki } from './setup.js';

export const pki: CommandModule<object, { out: string; structure?: string; 'crl-url'?: string; format: 'text' | 'json' }> = {
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
      })
      .option('crl-url', {
        type: 'string',
        describe: say({
          fr: 'Adresse http de la liste de révocation, écrite dans les certificats (simulate --crl-port la sert)',
          en: 'http address of the revocation list, written in the certificates (simulate --crl-port serves it)',
        }),
      }) as never,
  async handler(argv) {
    const crlUrl = argv['crl-url'];
    if (crlUrl !== undefined && !(URL.canParse(crlUrl) && new URL(crlUrl).protocol === 'http:'))
      throw new ConfigurationError(
        '--crl-url',
        { fr: `${crlUrl} n’est pas une adresse http.`, en: `${crlUrl} is not an http address.` },
        { fr: 'Écrire par exemple http://localhost:8081/crl.', en: 'Write for example http://localhost:8081/crl.' },
      );
    const files = await writeTestPki(argv.out, new Date(), {
      ...(argv.structure && { structure: argv.structure }),
      ...(crlUrl !== undefined && { crlUrl }),
    });
    if (argv.format === 'json') printJson({ folder: argv.out, files });
    else for (const file of files) print(`${argv.out}/${file}`);
  },
};
