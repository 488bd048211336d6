import { fhirRest, type SearchParameterDefinition } from '../../src/packs/index.js';
import { isType } from './exchange.js';
import { VOLET_PARAMETERS } from './volet-parameters.js';

export type ParameterType = SearchParameterDefinition['type'];

/** A search parameter as far as a name and a value are judged by it. */
export interface Known {
  code: string;
  type: ParameterType;
  /** types that a reference may lead to */
  target?: readonly string[] | undefined;
}

/** What the name of a parameter says. */
export type Reading =
  | { is: 'known'; parameter: Known; modifier?: string }
  /** several types of targets have it, in different ways */
  | { is: 'unclear' }
  | { is: 'unknown' };

/** Of a chain, which without types may lead anywhere: each step counts once for every type that it may lead to. */
const MOST_STEPS = 1000;
const LONGEST_CHAIN = 10;
/** Parameters of FHIR that no SearchParameter defines (FHIR R4, 3.1.1.3). */
const SPECIAL: readonly Known[] = ['_text', '_content', '_list', '_query', '_filter', '_type', '_score'].map((code) => ({
  code,
  type: 'special',
}));

let byBase: ReadonlyMap<string, readonly Known[]> | undefined;
const ofType = new Map<string, ReadonlyMap<string, Known>>();

function bases(): ReadonlyMap<string, readonly Known[]> {
  if (byBase) return byBase;
  const made = new Map<string, Known[]>();
  for (const { code, type, base, target } of fhirRest().parameters)
    for (const one of base) {
      const there = made.get(one);
      if (there) there.push({ code, type, target });
      else made.set(one, [{ code, type, target }]);
    }
  return (byBase = made);
}

/** The search parameters of a type, by code. */
export function parametersOfType(type: string): ReadonlyMap<string, Known> {
  let known = ofType.get(type);
  if (!known) {
    const own = Object.hasOwn(VOLET_PARAMETERS, type) ? VOLET_PARAMETERS[type]! : [];
    const all = [...['Resource', 'DomainResource', type].flatMap((base) => bases().get(base) ?? []), ...SPECIAL, ...own];
    known = new Map(all.map((one) => [one.code, one]));
    if (isType(type)) ofType.set(type, known);
  }
  return known;
}

/** What a name says as a parameter of a search of a type: `birthdate`, `family:exact`, `schedule.actor:Practitioner.name`, `_has:…`. */
export const readName = (type: string, name: string): Reading => readStep(type, name, 0, { left: MOST_STEPS });

function readStep(type: string, name: string, depth: number, steps: { left: number }): Reading {
  steps.left -= 1;
  if (depth > LONGEST_CHAIN || steps.left < 0) return { is: 'unclear' };
  if (name.startsWith('_has:')) {
    const [, source = '', code = '', ...rest] = name.split(':');
    const leads = isType(source) && parametersOfType(source).get(code)?.type === 'reference' && rest.length > 0;
    return leads ? readStep(source, rest.join(':'), depth + 1, steps) : { is: 'unknown' };
  }
  const dot = name.indexOf('.');
  const [code, modifier] = split(dot === -1 ? name : name.slice(0, dot));
  const parameter = parametersOfType(type).get(code);
  if (!parameter) return { is: 'unknown' };
  if (dot === -1) return { is: 'known', parameter, ...(modifier !== undefined && { modifier }) };
  if (parameter.type !== 'reference') return { is: 'unknown' };
  const targets = modifier === undefined ? (parameter.target ?? []) : [modifier];
  const readings = targets
    .filter(isType)
    .map((target) => readStep(target, name.slice(dot + 1), depth + 1, steps))
    .filter(({ is }) => is !== 'unknown');
  const [first, ...others] = readings;
  if (!first) return { is: 'unknown' };
  return first.is === 'known' && others.every((one) => one.is === 'known' && one.parameter.type === first.parameter.type) ?
      first
    : { is: 'unclear' };
}

function split(step: string): [code: string, modifier?: string] {
  const colon = step.indexOf(':');
  return colon === -1 ? [step] : [step.slice(0, colon), step.slice(colon + 1)];
}

/** Modifiers by the type of a parameter, beside :missing (FHIR R4, 3.1.1.4.5). */
const MODIFIERS: Readonly<Record<ParameterType, readonly string[]>> = {
  string: ['exact', 'contains'],
  token: ['text', 'not', 'above', 'below', 'in', 'not-in', 'of-type'],
  reference: ['identifier', 'above', 'below'],
  uri: ['above', 'below'],
  number: [],
  date: [],
  quantity: [],
  composite: [],
  special: [],
};

export const modifiersOf = ({ type }: Known): string[] => [...MODIFIERS[type], 'missing'];

/** Whether a parameter may have a modifier; that of a reference may be the type of its target. */
export const hasModifier = (parameter: Known, modifier: string): boolean =>
  modifiersOf(parameter).includes(modifier)
  || (parameter.type === 'reference' && isType(modifier))
  // what a special parameter allows, it says itself
  || parameter.type === 'special';
