import type { CommandModule } from 'yargs';
import { shipped } from '../../validators/cda/codes/shipped.js';
import { type Bilingual, type CodeSystemView, type Concept, ConfigurationError, ExitCode, type ValueSetView } from '../model/index.js';
import {
  foldLabel,
  joined,
  type Named,
  nameOf,
  type SearchableTerminology,
  systemNamed,
  terminologyOf,
  validateCode,
  valueSetNamed,
  visible,
} from '../packs/index.js';
import { language, say } from './language.js';
import { bold, print, printJson } from './output.js';
import { chosenPacks } from './validate/setup.js';

interface Common {
  format: 'text' | 'json';
  packs: boolean;
  pack?: string[];
}

interface Within {
  system?: string;
  'value-set'?: string;
}

const MOST_FOUND = 20;
const MOST_NEAR = 5;

const systemOption = {
  type: 'string',
  requiresArg: true,
  describe: say({ fr: 'Système de codage\u00A0: OID, adresse FHIR ou nom', en: 'Code system: OID, FHIR address or name' }),
} as const;
const valueSetOption = {
  type: 'string',
  requiresArg: true,
  describe: say({ fr: 'Jeu de valeurs\u00A0: OID ou nom', en: 'Value set: OID or name' }),
} as const;

const lookup: CommandModule<object, Common & Within & { text: string }> = {
  command: 'lookup <text>',
  describe: say({ fr: 'Chercher un code, ou les mots d’un libellé', en: 'Look for a code, or the words of a label' }),
  builder: (yargs) =>
    yargs
      .positional('text', { type: 'string', demandOption: true, describe: say({ fr: 'Code ou mots', en: 'Code or words' }) })
      .string('text')
      .option('system', systemOption)
      .option('value-set', valueSetOption) as never,
  handler(argv) {
    const known = terminologyFor(argv);
    const { system, valueSet, unknown } = namedIn(known, argv);
    if (unknown) {
      process.exitCode = ExitCode.inconclusive;
      if (argv.format === 'json') printJson({ text: argv.text, concepts: [], more: false, near: [], reason: unknown[language] });
      else print(`${MARKS.unknown} ${visible(unknown[language])}`);
      return;
    }
    const within = { ...(system && { system: system.oid }), ...(valueSet && { valueSet: valueSet.oid }) };
    const found = known.search(argv.text, within, MOST_FOUND + 1);
    const near = found.length > 0 ? [] : nearIn(known, argv.text, system, valueSet);
    if (found.length === 0) process.exitCode = ExitCode.inconclusive;
    const shown = found.slice(0, MOST_FOUND);
    if (argv.format === 'json') {
      printJson({
        text: argv.text,
        concepts: shown.map((concept) => ({ ...toJson(known, concept), valueSets: setsWith(known, concept) })),
        more: found.length > MOST_FOUND,
        near: near.map((concept) => toJson(known, concept)),
      });
      return;
    }
    for (const concept of shown) {
      printConcept(known, concept);
      const sets = setsWith(known, concept).map(({ oid, name }) => (name === oid ? oid : `${name} (${oid})`));
      if (sets.length > 0) print(`  ${say({ fr: 'jeux de valeurs', en: 'value sets' })}  ${visible(sets.join(', '))}`);
    }
    if (found.length > MOST_FOUND)
      print(
        say({
          fr: `… et d’autres\u00A0: préciser par --system ou --value-set.`,
          en: '… and more: narrow it down by --system or --value-set.',
        }),
      );
    if (found.length === 0) {
      print(say({ fr: `Rien de connu pour «\u00A0${argv.text}\u00A0».`, en: `Nothing known for "${argv.text}".` }));
      printNear(known, near);
    }
  },
};

const validate: CommandModule<object, Common & Within & { code: string; display?: string }> = {
  command: 'validate-code',
  describe: say({
    fr: 'Dire si un code existe, est dans un jeu de valeurs, porte ce libellé',
    en: 'Say whether a code exists, is in a value set, has this label',
  }),
  builder: (yargs) =>
    yargs
      .option('code', { type: 'string', demandOption: true, requiresArg: true, describe: say({ fr: 'Le code', en: 'The code' }) })
      .option('system', systemOption)
      .option('display', { type: 'string', requiresArg: true, describe: say({ fr: 'Le libellé à vérifier', en: 'The label to check' }) })
      .option('value-set', valueSetOption) as never,
  handler(argv) {
    if (argv.system === undefined && argv['value-set'] === undefined)
      throw new ConfigurationError(
        '--system',
        { fr: 'un code n’a de sens que dans un système de codage.', en: 'a code has a meaning only in a code system.' },
        { fr: 'Donner --system, --value-set, ou les deux.', en: 'Give --system, --value-set, or both.' },
      );
    const known = terminologyFor(argv);
    const { system, valueSet, unknown } = namedIn(known, argv);
    const answer =
      unknown ?
        { result: 'unknown' as const, reason: unknown, concept: undefined, near: [] }
      : validateCode(known, { code: argv.code, system, valueSet, display: argv.display });
    process.exitCode = EXIT[answer.result];
    if (argv.format === 'json') {
      printJson({
        result: answer.result,
        reason: answer.reason[language],
        concept: answer.concept ? toJson(known, answer.concept) : null,
        near: answer.near.map((concept) => toJson(known, concept)),
      });
      return;
    }
    print(`${MARKS[answer.result]} ${visible(answer.reason[language])}`);
    if (answer.concept) printConcept(known, answer.concept);
    printNear(known, answer.near);
  },
};

const EXIT = { valid: ExitCode.passed, invalid: ExitCode.failed, unknown: ExitCode.inconclusive };
const MARKS = { valid: '✔', invalid: '✘', unknown: '◆' };

const list: CommandModule<object, Common & { filter?: string }> = {
  command: 'list [filter]',
  describe: say({
    fr: 'Énumérer les systèmes de codage et les jeux de valeurs connus',
    en: 'List the code systems and value sets that are known',
  }),
  builder: (yargs) =>
    yargs.positional('filter', {
      type: 'string',
      describe: say({ fr: 'Partie d’un nom ou d’un OID', en: 'Part of a name or an OID' }),
    }) as never,
  handler(argv) {
    const known = terminologyFor(argv);
    const filter = argv.filter ?? '';
    const wanted = foldLabel(filter);
    // a filter of punctuation only folds to nothing, which every name includes
    const isWanted = ({ oid, name }: { oid: string; name: string }): boolean =>
      (wanted === '' ? name.includes(filter) : foldLabel(name).includes(wanted)) || oid.includes(filter);
    const systems = [...known.codeSystems()].filter(isWanted).sort(byName);
    const sets = [...known.valueSets()].filter(isWanted).sort(byName);
    if (argv.format === 'json') {
      printJson({
        codeSystems: systems.map(({ oid, name, size, complete }) => ({ oid, name, codes: size, complete })),
        valueSets: sets.map(({ oid, name, size }) => ({ oid, name, codes: size })),
      });
      return;
    }
    const row = (oid: string, size: number, name: string, more: string): void =>
      print(`  ${oid.padEnd(32)}  ${String(size).padStart(7)}  ${visible(name)}${more}`);
    print(bold(say({ fr: `Systèmes de codage (${systems.length})`, en: `Code systems (${systems.length})` })));
    for (const { oid, size, name, complete } of systems) row(oid, size, name, complete ? say({ fr: '  (entier)', en: '  (whole)' }) : '');
    print(bold(say({ fr: `Jeux de valeurs (${sets.length})`, en: `Value sets (${sets.length})` })));
    for (const { oid, size, name } of sets) row(oid, size, name, '');
  },
};

export const terms: CommandModule<object, Common> = {
  command: 'terms',
  describe: say({
    fr: 'Interroger les codes et les jeux de valeurs\u00A0: lookup, validate-code, list',
    en: 'Ask about codes and value sets: lookup, validate-code, list',
  }),
  builder: (yargs) =>
    yargs
      .option('packs', {
        type: 'boolean',
        default: true,
        describe: say({
          fr: 'Prendre aussi les paquets de packs.lock (--no-packs\u00A0: non)',
          en: 'Take the packs of packs.lock too (--no-packs: do not)',
        }),
      })
      .option('pack', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({ fr: 'Seulement ce paquet (coordonnée)', en: 'This pack only (coordinate)' }),
      })
      .command([lookup, validate, list] as never)
      .demandCommand(1, say({ fr: 'Donner une action.', en: 'Give an action.' })) as never,
  handler() {
    // one of the actions above has run
  },
};

/** What the packs of the project know, then what ships with Addax. */
const terminologyFor = ({ packs, pack }: Common): SearchableTerminology =>
  packs ? joined(terminologyOf(chosenPacks(pack), new Date()), shipped) : shipped;

/** The code system and the value set that are asked for; else what says that one of them is not known, with names that come near. */
function namedIn(
  known: SearchableTerminology,
  asked: Within,
): { system: CodeSystemView | undefined; valueSet: ValueSetView | undefined; unknown: Bilingual | undefined } {
  const system = asked.system === undefined ? undefined : systemNamed(known, asked.system);
  const valueSet = asked['value-set'] === undefined ? undefined : valueSetNamed(known, asked['value-set']);
  const unknown =
    system && !('found' in system) ?
      {
        fr: `le système de codage ${asked.system} n’est pas connu${orRather(system, 'fr')}.`,
        en: `the code system ${asked.system} is not known${orRather(system, 'en')}.`,
      }
    : valueSet && !('found' in valueSet) ?
      {
        fr: `le jeu de valeurs ${asked['value-set']} n’est pas connu${orRather(valueSet, 'fr')}.`,
        en: `the value set ${asked['value-set']} is not known${orRather(valueSet, 'en')}.`,
      }
    : undefined;
  return {
    system: system && 'found' in system ? system.found : undefined,
    valueSet: valueSet && 'found' in valueSet ? valueSet.found : undefined,
    unknown,
  };
}

function orRather(named: Named<unknown>, lang: 'fr' | 'en'): string {
  if ('found' in named || named.near.length === 0) return '';
  const names = named.near.join(', ');
  return lang === 'fr' ? `\u00A0; le plus proche\u00A0: ${names}` : `; nearest: ${names}`;
}

function nearIn(known: SearchableTerminology, text: string, system?: CodeSystemView, valueSet?: ValueSetView): Concept[] {
  const written = { code: text, display: text };
  if (valueSet) return known.nearest({ valueSet: valueSet.oid }, written, MOST_NEAR);
  const systems = system ? [system] : [...known.codeSystems()];
  return systems.flatMap(({ oid }) => known.nearest({ system: oid }, written, MOST_NEAR)).slice(0, MOST_NEAR);
}

const setsWith = (known: SearchableTerminology, { system, code }: Concept): { oid: string; name: string }[] =>
  [...known.valueSets()].filter((set) => set.has(system, code)).map(({ oid, name }) => ({ oid, name }));

const toJson = (known: SearchableTerminology, { code, system, displays, active }: Concept) => ({
  code,
  system,
  systemName: known.codeSystem(system)?.name ?? '',
  displays,
  active,
});

function printConcept(known: SearchableTerminology, { code, system, displays, active }: Concept): void {
  const [first, ...others] = displays;
  const withdrawn = active ? '' : say({ fr: '  (retiré)', en: '  (withdrawn)' });
  const view = known.codeSystem(system);
  print(`${bold(visible(code))}  ${visible(first ?? say({ fr: '(sans libellé)', en: '(no label)' }))}${withdrawn}`);
  print(`  ${visible(view ? nameOf(view) : system)}`);
  for (const other of others) print(`  = ${visible(other)}`);
}

function printNear(known: SearchableTerminology, near: readonly Concept[]): void {
  if (near.length === 0) return;
  print(say({ fr: 'Le plus proche\u00A0:', en: 'Nearest:' }));
  for (const concept of near) printConcept(known, concept);
}

const byName = (a: { name: string; oid: string }, b: { name: string; oid: string }): number =>
  a.name.localeCompare(b.name, 'fr', { numeric: true }) || (a.oid < b.oid ? -1 : 1);
