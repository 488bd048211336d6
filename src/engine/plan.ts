import { endpointName, endpointNamesOf, type Role, type Scenario, type Statement, type Variant } from '../model/index.js';
import { covers, type Catalogue, type SuiteScenario } from './catalogue.js';

/** One scenario variant to run. */
export interface Case {
  id: string;
  suite: string;
  scenario: Scenario;
  variant: Variant;
  source: string;
}

export interface Selection {
  suites?: string[];
  /** scenario ids, or `scenario/variant` */
  scenarios?: string[];
  requirements?: string[];
}

/** Whether a product that declares these actors, with these options, can play every role the scenario gives to the system under test. */
function concerns(statement: Statement, scenario: Scenario): boolean {
  const plays = ({ actor, needs = [] }: Role): boolean =>
    statement.actors.some((a) => a.actor === actor && needs.every((option) => a.options?.includes(option)));
  return Object.values(scenario.roles).every((role) => role.is !== 'sut' || plays(role)) && isServed(statement, scenario);
}

/** An actor that has an address for HL7 V3 only, or for HL7 v2 only, is not asked by the other; one without any is told so later. */
function isServed({ endpoints = {} }: Statement, { roles, steps }: Scenario): boolean {
  return steps.every((step) => {
    const role = step.type === 'TRANSACTION' ? roles[step.to] : undefined;
    if (step.type !== 'TRANSACTION' || role?.is !== 'sut') return true;
    const hasNone = endpointNamesOf(role.actor).every((name) => endpoints[name] === undefined);
    return hasNone || endpoints[endpointName(role.actor, step.transaction)] !== undefined;
  });
}

/** The scenario variants that a statement and a selection call for, in the order of the suites. */
export function plan(catalogue: Catalogue, statement: Statement, selection: Selection = {}): Case[] {
  const suites = selection.suites ?? statement.suites;
  const wanted = (entry: SuiteScenario, variant: Variant): boolean =>
    (!suites || suites.includes(entry.suite))
    && (!selection.scenarios || selection.scenarios.some((s) => s === entry.scenario.id || s === `${entry.scenario.id}/${variant.id}`))
    && (!selection.requirements || touches(entry.scenario, variant, selection.requirements));
  return catalogue.scenarios
    .filter((entry) => concerns(statement, entry.scenario))
    .flatMap((entry) =>
      entry.scenario.variants
        .filter((variant) => wanted(entry, variant))
        .map((variant) => ({
          id: `${entry.scenario.id}/${variant.id}`,
          suite: entry.suite,
          scenario: entry.scenario,
          variant,
          source: entry.source,
        })),
    );
}

function touches(scenario: Scenario, variant: Variant, requirements: string[]): boolean {
  return assertionsOf(scenario, variant).some((a) => a.requires.some((pattern) => requirements.some((id) => covers(pattern, id))));
}

/** The assertions judged on a variant. */
export function assertionsOf(scenario: Scenario, variant: Variant): Scenario['assertions'] {
  return scenario.assertions.filter((a) => (variant.assert ? variant.assert.includes(a.id) : !a.only || a.only.includes(variant.id)));
}

/** The steps played on a variant. */
export function stepsOf(scenario: Scenario, variant: Variant): Scenario['steps'] {
  return scenario.steps.filter((step) => !step.only || step.only.includes(variant.id));
}

/** What a selection or a statement names that does not exist: a misspelt name must not make a run quietly smaller. */
export function unknownNames(catalogue: Catalogue, statement: Statement, selection: Selection): string[] {
  const scenarios = catalogue.scenarios.flatMap(({ scenario }) => [scenario.id, ...scenario.variants.map((v) => `${scenario.id}/${v.id}`)]);
  const missing = (given: readonly string[] | undefined, known: readonly string[]): string[] =>
    (given ?? []).filter((name) => !known.includes(name));
  return [
    ...missing(selection.suites, catalogue.suites),
    ...missing(statement.suites, catalogue.suites),
    ...missing(selection.scenarios, scenarios),
    ...(selection.requirements ?? []).filter((pattern) => ![...catalogue.requirements.keys()].some((id) => covers(pattern, id))),
  ];
}

/** The names of all actions that scenarios ask for. */
export const hookNames = (catalogue: Catalogue): string[] => [
  ...new Set(
    catalogue.scenarios.flatMap(({ scenario }) =>
      scenario.steps.flatMap((step) => (step.type === 'INSTRUCTION' && step.hook ? [step.hook] : [])),
    ),
  ),
];
