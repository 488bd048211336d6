import type { CommandModule } from 'yargs';
import { covers, loadCatalogue, type Catalogue, type Toolbox } from '../engine/index.js';
import { FAULT_NAMES, FAULTS, faultsOf, type Bilingual, type Scenario } from '../model/index.js';
import { loadPacks } from '../packs/index.js';
import { TOKEN_ATTACKS } from '../protocols/oauth/index.js';
import { ATTACKS } from '../protocols/saml/attacks/index.js';
import { language, say } from './language.js';
import { print, printJson } from './output.js';
import { openToolbox } from './toolbox.js';

const WHAT = [
  'actors',
  'transactions',
  'suites',
  'scenarios',
  'requirements',
  'validators',
  'rules',
  'blocks',
  'profiles',
  'faults',
] as const;

interface Arguments {
  what: (typeof WHAT)[number];
  format: 'text' | 'json';
  coverage: boolean;
}

export const list: CommandModule<object, Arguments> = {
  command: 'list <what>',
  describe: say({
    fr: 'Énumérer acteurs, transactions, suites, scénarios, exigences, validateurs, règles, blocs de contrôles croisés, profils de messages, fautes simulées',
    en: 'List actors, transactions, suites, scenarios, requirements, validators, rules, blocks of cross-checks, profiles of messages, simulated faults',
  }),
  builder: (yargs) =>
    yargs.positional('what', { choices: WHAT, demandOption: true, describe: say({ fr: 'Quoi', en: 'What' }) }).option('coverage', {
      type: 'boolean',
      default: false,
      describe: say({ fr: 'Exigences : par quoi chacune est couverte', en: 'Requirements: what covers each' }),
    }) as never,
  async handler(argv) {
    const listed = await LISTS[argv.what](await openToolbox(), loadCatalogue(), argv.coverage);
    if (argv.format === 'json') printJson({ [argv.what]: listed.json });
    else for (const line of listed.lines) print(line);
  },
};

interface Listed {
  json: unknown[];
  lines: string[];
}

interface Covered {
  actors: string[];
  untested?: Bilingual;
  rules?: string[];
  scenarios?: string[];
}

/** The actors that a scenario puts under test, with the transactions that each receives and sends there. */
const underTest = ({ roles, steps }: Scenario): { actor: string; receives: string[]; sends: string[] }[] =>
  Object.entries(roles)
    .filter(([, role]) => role.is === 'sut')
    .map(([name, { actor }]) => {
      const transactions = (end: 'from' | 'to'): string[] =>
        steps.flatMap((step) => (step.type === 'TRANSACTION' && step[end] === name ? [step.transaction] : []));
      return { actor, receives: transactions('to'), sends: transactions('from') };
    });

/** For each actor what it is tried with, in which direction, and what covers each of its requirements, or why nothing does. */
function coverageByActor<T extends Covered>(all: readonly T[], { scenarios }: Catalogue, told: (requirement: T) => string): string[] {
  const list = (values: Iterable<string>): string => [...new Set(values)].sort().join(', ') || '–';
  return [...new Set(all.flatMap(({ actors }) => actors))].sort().flatMap((actor) => {
    const own = all.filter(({ actors }) => actors.includes(actor));
    const tried = scenarios.flatMap(({ scenario }) => underTest(scenario).filter((role) => role.actor === actor));
    const [receives, sends] = [list(tried.flatMap((role) => role.receives)), list(tried.flatMap((role) => role.sends))];
    const untested = own.filter((requirement) => requirement.untested).length;
    return [
      '',
      `${actor} · ${say({ fr: `reçoit ${receives} ; envoie ${sends}`, en: `receives ${receives}; sends ${sends}` })}`,
      say({
        fr: `${own.length} exigences : ${own.length - untested} couvertes, ${untested} dites non testées`,
        en: `${own.length} requirements: ${own.length - untested} covered, ${untested} said to be untested`,
      }),
      ...own.flatMap((requirement) => [
        told(requirement),
        requirement.untested ?
          `    ${say({ fr: 'non testée :', en: 'not tested:' })} ${requirement.untested[language]}`
        : `    ${say({ fr: 'règles :', en: 'rules:' })} ${list(requirement.rules ?? [])} · ${say({ fr: 'scénarios :', en: 'scenarios:' })} ${list(requirement.scenarios ?? [])}`,
      ]),
    ];
  });
}

const LISTS: Record<Arguments['what'], (toolbox: Toolbox, catalogue: Catalogue, coverage: boolean) => Listed | Promise<Listed>> = {
  actors: ({ simulators }) => ({
    json: simulators.map((s) => ({ actor: s.actor, title: s.title, transactions: s.transactions })),
    lines: simulators.map((s) => `${s.actor.padEnd(44)} ${s.title[language]}`),
  }),
  transactions: ({ simulators }) => {
    const all = simulators
      .flatMap((s) => s.transactions.map((t) => ({ transaction: t.id, actor: s.actor, side: t.side })))
      .sort((a, b) => a.transaction.localeCompare(b.transaction));
    return { json: all, lines: all.map((t) => `${t.transaction.padEnd(10)} ${t.side.padEnd(8)} ${t.actor}`) };
  },
  suites: (_toolbox, catalogue) => {
    const all = catalogue.suites.map((id) => {
      const volet = catalogue.volets.get(id);
      return {
        id,
        title: volet?.title,
        requirements: volet?.requirements.length ?? 0,
        scenarios: catalogue.scenarios.filter((s) => s.suite === id).length,
        variants: catalogue.scenarios.filter((s) => s.suite === id).reduce((n, s) => n + s.scenario.variants.length, 0),
      };
    });
    const lines = all.map(
      (s) =>
        `${s.id.padEnd(28)} ${say({ fr: `${s.requirements} exigences, ${s.scenarios} scénarios, ${s.variants} variantes`, en: `${s.requirements} requirements, ${s.scenarios} scenarios, ${s.variants} variants` })}  ${s.title?.[language] ?? ''}`,
    );
    return { json: all, lines };
  },
  scenarios: (_toolbox, catalogue) => ({
    json: catalogue.scenarios.map(({ suite, scenario }) => ({
      id: scenario.id,
      suite,
      volet: scenario.volet,
      level: scenario.level,
      title: scenario.title,
      variants: scenario.variants.map((v) => ({ id: v.id, passedBy: v['passed-by'], failedBy: v['failed-by'] })),
    })),
    lines: catalogue.scenarios.flatMap(({ suite, scenario }) => [
      `${scenario.id.padEnd(28)} ${scenario.level}  ${suite}  ${scenario.title[language]}`,
      ...scenario.variants.map(
        (v) =>
          `    ${v.id.padEnd(24)} ${say({ fr: 'réussie par', en: 'passed by' })} ${v['passed-by']}, ${say({ fr: 'manquée par', en: 'failed by' })} ${v['failed-by']}`,
      ),
    ]),
  }),
  requirements: async (toolbox, catalogue, coverage) => {
    const rules = (await Promise.all(toolbox.validators.map((m) => m.load()))).flatMap((v) => v.rules);
    const all = [...catalogue.requirements.values()].map((r) => ({
      id: r.id,
      volet: r.volet,
      level: r.level,
      text: r.text,
      source: r.source,
      actors: r.actors,
      ...(r.untested && { untested: r.untested }),
      ...(coverage && {
        rules: rules.filter((rule) => rule.requirements.includes(r.id)).map((rule) => rule.id),
        scenarios: catalogue.scenarios
          .filter(
            ({ scenario }) =>
              underTest(scenario).some(({ actor }) => r.actors.includes(actor))
              && scenario.assertions.some((a) => a.requires.some((pattern) => covers(pattern, r.id))),
          )
          .map((s) => s.scenario.id),
      }),
    }));
    const told = (r: (typeof all)[number]): string => `${r.id.padEnd(14)} ${r.level.padEnd(6)} ${r.text[language]}`;
    return { json: all, lines: coverage ? coverageByActor(all, catalogue, told) : all.map(told) };
  },
  validators: ({ validators }) => ({
    json: validators.map((v) => ({ kind: v.kind, title: v.title, view: v.view, checks: v.checks ?? [] })),
    lines: validators.map((v) => `${v.kind.padEnd(16)} ${v.title[language]}`),
  }),
  rules: async ({ validators }) => {
    const all = (await Promise.all(validators.map(async (m) => (await m.load()).rules.map((rule) => ({ kind: m.kind, ...rule }))))).flat();
    return { json: all, lines: all.map((r) => `${r.id.padEnd(18)} ${r.level.padEnd(6)} ${r.title[language]}`) };
  },
  blocks: async ({ validators }) => {
    const all = (await Promise.all(validators.filter((m) => m.blocks).map((m) => m.load()))).flatMap(({ blocks = [], rules }) => {
      const levels = new Map(rules.map(({ id, level }) => [id, level]));
      return blocks.map((block) => ({ ...block, rows: block.rows.map((row) => ({ ...row, level: levels.get(row.rule)! })) }));
    });
    const lines = all.flatMap(({ id, title, left, right, rows }) => [
      `${id.padEnd(20)} ${title[language]} : ${left[language]} / ${right[language]}`,
      ...rows.map((r) => `    ${r.rule.padEnd(14)} ${r.level.padEnd(6)} ${r.left} / ${r.right} (${r.compare[language]})`),
    ]);
    return { json: all, lines };
  },
  profiles: async ({ validators }) => {
    const loaded = await Promise.all(validators.filter((m) => m.profiles).map((m) => m.load()));
    const packs = loadPacks(process.cwd());
    const all = loaded.flatMap((validator) => (validator.profiles?.(packs) ?? []).map((profile) => ({ kind: validator.kind, ...profile })));
    const lines = all.flatMap((p) => [`${p.id.padEnd(18)} ${p.title[language]}  (${p.clause})`, `    ${p.messages.join(' ')}`]);
    return { json: all, lines };
  },
  faults: ({ simulators }) => {
    const all = FAULT_NAMES.map((name) => ({
      name,
      ...FAULTS[name],
      actors: simulators.filter((s) => faultsOf(s.transactions).includes(name)).map((s) => s.actor),
      ...(name === 'token' && { values: TOKEN_ATTACKS.map(({ id }) => id) }),
      ...(name === 'vihf' && { values: ATTACKS.filter(({ envelope }) => !envelope).map(({ id }) => id) }),
    }));
    const lines = all.flatMap(({ example, effect, actors, values }) => [
      `${example.padEnd(42)} ${effect[language]}`,
      `    ${say({ fr: 'joué par', en: 'played by' })} : ${actors.join(', ')}`,
      ...(values ? [`    ${say({ fr: 'valeurs', en: 'values' })} : ${values.join(', ')}`] : []),
    ]);
    return { json: all, lines };
  },
};
