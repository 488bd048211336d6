import type { CommandModule } from 'yargs';
import { ConfigurationError } from '../model/index.js';
import { loadCatalogue } from '../engine/index.js';
import { language, say } from './language.js';
import { bold, print, printJson } from './output.js';
import { openToolbox } from './toolbox.js';

export const explain: CommandModule<object, { rule: string; format: 'text' | 'json' }> = {
  command: 'explain <rule>',
  describe: say({
    fr: 'Expliquer une règle ou une exigence : source, exemple juste, exemple faux',
    en: 'Explain a rule or a requirement: source, a right and a wrong example',
  }),
  builder: (yargs) =>
    yargs.positional('rule', {
      type: 'string',
      demandOption: true,
      describe: say({ fr: 'Par exemple VIHF-52', en: 'For example VIHF-52' }),
    }) as never,
  async handler(argv) {
    const id = argv.rule.toUpperCase();
    const catalogue = loadCatalogue();
    const validators = await Promise.all((await openToolbox()).validators.map((m) => m.load()));
    const rules = validators
      .flatMap((v) => v.rules.map((rule) => ({ kind: v.kind, ...rule })))
      .filter((r) => r.id === id || r.requirements.includes(id));
    const requirement = catalogue.requirements.get(id);
    if (rules.length === 0 && !requirement)
      throw new ConfigurationError(
        'RULE',
        { fr: `${argv.rule} n’est ni une règle ni une exigence.`, en: `${argv.rule} is neither a rule nor a requirement.` },
        { fr: 'Voir : addax list rules, addax list requirements', en: 'See: addax list rules, addax list requirements' },
      );
    if (argv.format === 'json') {
      printJson({ requirement: requirement ?? null, rules });
      return;
    }
    if (requirement) {
      print(`${bold(requirement.id)}  ${requirement.level}  ${requirement.text[language]}`);
      print(`  ${say({ fr: 'source', en: 'source' })}  ${requirement.source}`);
      print(`  ${say({ fr: 'acteurs', en: 'actors' })}  ${requirement.actors.join(', ')}`);
      if (requirement.untested) print(`  ${say({ fr: 'non testée', en: 'not tested' })}  ${requirement.untested[language]}`);
    }
    for (const rule of rules) {
      print();
      print(`${bold(rule.id)}  (${rule.kind}, ${rule.level})  ${rule.title[language]}`);
      print(`  ${say({ fr: 'clause  ', en: 'clause  ' })}  ${rule.clause}`);
      if (rule.why) print(`  ${say({ fr: 'pourquoi', en: 'why     ' })}  ${rule.why[language]}`);
      print(`  ${say({ fr: 'à faire ', en: 'to do   ' })}  ${rule.hint[language]}`);
      if (rule.example) {
        print(`  ${say({ fr: 'juste', en: 'right' })}\n${indent(rule.example.right)}`);
        print(`  ${say({ fr: 'faux', en: 'wrong' })}\n${indent(rule.example.wrong)}`);
      }
    }
  },
};

const indent = (text: string): string =>
  text
    .split('\n')
    .map((l) => `    ${l}`)
    .join('\n');
