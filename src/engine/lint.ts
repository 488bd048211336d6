import { join } from 'node:path';
import type { Assertion, Bilingual, Scenario, Validator } from '../model/index.js';
import { FAULT_NAMES, faultsOf, faultsOfVariant, packageRoot } from '../model/index.js';
import { covers, type Catalogue, type SuiteScenario } from './catalogue.js';
import type { Toolbox } from './toolbox.js';

export interface LintMessage {
  /** stable: L01 and on */
  code: string;
  file: string;
  line: number;
  text: Bilingual;
}

/** Checks made by the engine itself, on a step as a whole. */
const STEP_CHECKS = new Set(['arrived', 'count', 'none', 'delivered', 'answered', 'spaced', 'tls-refused']);

/** Checks made by the engine itself, from one message of a step to the next. */
const COMPARISONS = new Set(['same', 'distinct']);

/** Everything in the suites that cannot work, or says less than it should. */
export async function lintCatalogue(catalogue: Catalogue, toolbox: Toolbox): Promise<LintMessage[]> {
  const validators = await Promise.all(toolbox.validators.map((m) => m.load()));
  return [
    ...catalogue.problems.map((p) => ({ code: 'L01', file: p.file, line: p.line, text: { fr: p.message, en: p.message } })),
    ...catalogue.scenarios.flatMap((entry) => lintScenario(entry, catalogue, toolbox)),
    ...lintRules(catalogue, validators),
    ...lintCoverage(catalogue, validators),
  ];
}

function lintScenario(entry: SuiteScenario, catalogue: Catalogue, toolbox: Toolbox): LintMessage[] {
  const { scenario, file, source } = entry;
  const messages: LintMessage[] = [];
  const at = (needle: string): number => Math.max(1, source.split('\n').findIndex((l) => l.includes(needle)) + 1);
  const say = (code: string, needle: string, fr: string, en: string): void => {
    messages.push({ code, file, line: at(needle), text: { fr, en } });
  };
  const steps = new Set(scenario.steps.map((s) => s.id));
  for (const [id, count] of tally([...scenario.steps.map((s) => s.id), ...scenario.assertions.map((a) => a.id)]))
    if (count > 1 && scenario.assertions.filter((a) => a.id === id).length > 1)
      say('L02', `id: ${id}`, `${id} est défini deux fois`, `${id} is defined twice`);
  for (const step of scenario.steps) lintStep(step, scenario, toolbox, say);
  for (const [name, role] of Object.entries(scenario.roles))
    if (role.is === 'sut' && role.parameters)
      say(
        'L18',
        `${name}:`,
        `rôle ${name} : des paramètres sont pour nos simulateurs, non pour le produit`,
        `role ${name}: parameters are for our simulators, not for the product`,
      );
  const variants = new Set(scenario.variants.map((v) => v.id));
  const simulated = Object.values(scenario.roles)
    .filter((role) => role.is === 'simulator')
    .flatMap((role) => [toolbox.simulators.find((s) => s.actor === role.actor)?.transactions ?? []]);
  for (const assertion of scenario.assertions) {
    const step = assertion.on.split('.')[0]!.replace('[*]', '');
    if (!steps.has(step))
      say('L03', `id: ${assertion.id}`, `${assertion.id} : l’étape ${step} n’existe pas`, `${assertion.id}: there is no step ${step}`);
    for (const pattern of assertion.requires)
      if (![...catalogue.requirements.keys()].some((id) => covers(pattern, id)))
        say(
          'L04',
          `id: ${assertion.id}`,
          `${assertion.id} : l’exigence ${pattern} est inconnue`,
          `${assertion.id}: unknown requirement ${pattern}`,
        );
    for (const name of assertion.only ?? [])
      if (!variants.has(name))
        say(
          'L05',
          `id: ${assertion.id}`,
          `${assertion.id} : la variante ${name} n’existe pas`,
          `${assertion.id}: there is no variant ${name}`,
        );
    const judged = scenario.variants.some((v) =>
      v.assert ? v.assert.includes(assertion.id) : !assertion.only || assertion.only.includes(v.id),
    );
    if (!judged)
      say('L06', `id: ${assertion.id}`, `${assertion.id} n’est jugée sur aucune variante`, `${assertion.id} is judged on no variant`);
    for (const on of 'cross' in assertion ? (assertion.with ?? []) : [])
      if (!steps.has(on.split('.')[0]!.replace('[*]', '')))
        say('L03', `id: ${assertion.id}`, `${assertion.id} : l’étape de ${on} n’existe pas`, `${assertion.id}: there is no step for ${on}`);
    lintJudge(assertion, toolbox, say);
  }
  for (const variant of scenario.variants) {
    for (const id of variant.assert ?? [])
      if (!scenario.assertions.some((a) => a.id === id))
        say('L07', `id: ${variant.id}`, `variante ${variant.id} : pas d’assertion ${id}`, `variant ${variant.id}: no assertion ${id}`);
    for (const step of variant['with-at'] ?? [])
      if (!steps.has(step))
        say(
          'L03',
          `id: ${variant.id}`,
          `variante ${variant.id} : l’étape ${step} n’existe pas`,
          `variant ${variant.id}: there is no step ${step}`,
        );
    for (const { at: met, ...planned } of faultsOfVariant(variant)) {
      if (met !== undefined && !steps.has(met))
        say(
          'L03',
          `id: ${variant.id}`,
          `variante ${variant.id} : l’étape ${met} n’existe pas`,
          `variant ${variant.id}: there is no step ${met}`,
        );
      const playable = new Set(simulated.flatMap(faultsOf));
      for (const name of FAULT_NAMES)
        if (planned[name] !== undefined && !playable.has(name))
          say(
            'L17',
            `id: ${variant.id}`,
            `variante ${variant.id} : aucun simulateur du scénario ne peut commettre la faute ${name}`,
            `variant ${variant.id}: no simulator of the scenario can commit the fault ${name}`,
          );
    }
  }
  return messages;
}

type Say = (code: string, needle: string, fr: string, en: string) => void;

function lintStep(step: Scenario['steps'][number], scenario: Scenario, toolbox: Toolbox, say: Say): void {
  const roles =
    step.type === 'TRANSACTION' ? [step.from, step.to]
    : step.type === 'INSTRUCTION' ? [step.to]
    : step.type === 'PREUVE' ? [step.from]
    : [];
  for (const role of roles)
    if (!scenario.roles[role])
      say('L08', `id: ${step.id}`, `étape ${step.id} : le rôle ${role} n’existe pas`, `step ${step.id}: there is no role ${role}`);
  if (step.type !== 'TRANSACTION') return;
  const ours = [step.from, step.to].map((name) => scenario.roles[name]).filter((role) => role?.is === 'simulator');
  for (const role of ours) {
    const manifest = toolbox.simulators.find((s) => s.actor === role!.actor);
    const side = role === scenario.roles[step.from] ? 'client' : 'server';
    if (!manifest?.transactions.some((t) => t.id === step.transaction && t.side === side))
      say(
        'L09',
        `id: ${step.id}`,
        `étape ${step.id} : aucun simulateur ${role!.actor} pour ${step.transaction} (${side})`,
        `step ${step.id}: no simulator ${role!.actor} for ${step.transaction} (${side})`,
      );
  }
  const awaited = scenario.roles[step.from]?.is === 'sut' && step.expect !== 'none';
  if (awaited && !scenario.assertions.some((a) => a.on === step.id || a.on === `${step.id}[*]`))
    say(
      'L10',
      `id: ${step.id}`,
      `étape ${step.id} : rien ne juge si le message arrive (check: { arrived: true })`,
      `step ${step.id}: nothing judges whether the message arrives (check: { arrived: true })`,
    );
}

function lintJudge(assertion: Assertion, toolbox: Toolbox, say: Say): void {
  if ('validate' in assertion && !toolbox.validators.some((v) => v.kind === assertion.validate))
    say(
      'L11',
      `id: ${assertion.id}`,
      `${assertion.id} : pas de validateur ${assertion.validate}`,
      `${assertion.id}: no validator ${assertion.validate}`,
    );
  if ('cross' in assertion)
    for (const id of assertion.cross)
      if (!toolbox.validators.some((v) => v.blocks?.includes(id)))
        say('L16', `id: ${assertion.id}`, `${assertion.id} : pas de bloc ${id}`, `${assertion.id}: no block ${id}`);
  if ('check' in assertion)
    for (const [name, argument] of Object.entries(assertion.check))
      if (COMPARISONS.has(name)) {
        if (!toolbox.validators.some((v) => v.identifiers?.includes(String(argument))))
          say(
            'L12',
            `id: ${assertion.id}`,
            `${assertion.id} : ${name} ne connaît pas ${String(argument)}`,
            `${assertion.id}: ${name} does not know ${String(argument)}`,
          );
      } else if (!STEP_CHECKS.has(name) && !toolbox.validators.some((v) => v.checks?.includes(name)))
        say('L12', `id: ${assertion.id}`, `${assertion.id} : pas de contrôle ${name}`, `${assertion.id}: no check ${name}`);
}

/** Every rule names requirements that exist. */
function lintRules(catalogue: Catalogue, validators: readonly Validator[]): LintMessage[] {
  return validators.flatMap((validator) =>
    validator.rules.flatMap((rule) =>
      rule.requirements
        .filter((id) => !catalogue.requirements.has(id))
        .map((id) => ({
          code: 'L13',
          file: join(packageRoot, 'validators', validator.kind),
          line: 1,
          text: { fr: `la règle ${rule.id} nomme l’exigence inconnue ${id}`, en: `rule ${rule.id} names the unknown requirement ${id}` },
        })),
    ),
  );
}

/** Every requirement is covered by a rule or an assertion, or says why not; and not both. */
function lintCoverage(catalogue: Catalogue, validators: readonly Validator[]): LintMessage[] {
  const byRule = new Set(validators.flatMap((v) => v.rules.flatMap((r) => r.requirements)));
  const byAssertion = new Set(
    catalogue.scenarios.flatMap((s) => s.scenario.assertions.flatMap((a) => ('validate' in a || 'cross' in a ? [] : a.requires))),
  );
  return [...catalogue.requirements.values()].flatMap((requirement) => {
    const covered = byRule.has(requirement.id) || byAssertion.has(requirement.id);
    if (covered !== (requirement.untested !== undefined)) return [];
    const text =
      covered ?
        { fr: `${requirement.id} est couverte et dite non testée`, en: `${requirement.id} is covered and said to be untested` }
      : {
          fr: `${requirement.id} n’est couverte par rien et ne dit pas pourquoi`,
          en: `${requirement.id} is covered by nothing and does not say why`,
        };
    return [{ code: covered ? 'L15' : 'L14', file: join(packageRoot, 'suites', requirement.volet, 'requirements.yaml'), line: 1, text }];
  });
}

function tally(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
