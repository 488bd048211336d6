import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { CommandModule } from 'yargs';
import { lintCatalogue, loadCatalogue, type LintMessage } from '../engine/index.js';
import { ConfigurationError, ExitCode } from '../model/index.js';
import { language, say } from './language.js';
import { print, printJson } from './output.js';
import { openToolbox } from './toolbox.js';

export const lint: CommandModule<object, { folder?: string; format: 'text' | 'json' }> = {
  command: 'lint [folder]',
  describe: say({ fr: 'Vérifier les suites : exigences, scénarios, textes', en: 'Check the suites: requirements, scenarios, texts' }),
  builder: (yargs) =>
    yargs.positional('folder', {
      type: 'string',
      describe: say({ fr: 'Dossier de suites ; sinon celles d’Addax', en: 'Folder of suites; else those of Addax' }),
    }) as never,
  async handler(argv) {
    if (argv.folder !== undefined && !existsSync(argv.folder))
      throw new ConfigurationError(
        'folder',
        { fr: `${argv.folder} est introuvable.`, en: `${argv.folder} cannot be found.` },
        { fr: 'Donner un dossier de suites.', en: 'Give a folder of suites.' },
      );
    const messages = await lintCatalogue(loadCatalogue(argv.folder), await openToolbox());
    if (argv.format === 'json') printJson({ messages: messages.map((m) => ({ ...m, file: relative(process.cwd(), m.file) })) });
    else for (const message of messages) print(line(message));
    if (argv.format === 'text') print(say({ fr: `${messages.length} remarque(s)`, en: `${messages.length} message(s)` }));
    process.exitCode = messages.length > 0 ? ExitCode.failed : ExitCode.passed;
  },
};

const line = ({ file, line: at, code, text }: LintMessage): string => `${relative(process.cwd(), file)}:${at}  ${code}  ${text[language]}`;
