import { oneOf, quoted } from '../../src/model/index.js';
import { splitAt } from '../../src/protocols/fhir/index.js';
import { type Asked, isType, type Parameter } from './exchange.js';
import { type Judge, placeOfParameter, type Where } from './judge.js';
import { RULE } from './rules.js';
import { hasModifier, modifiersOf, parametersOfType, readName } from './search-parameters.js';
import { wrongValue } from './search-values.js';

/** Parameters that say how to answer, and not what is looked for (FHIR R4, 3.1.1.5). */
export const CONTROLS: ReadonlySet<string> = new Set([
  '_sort',
  '_count',
  '_include',
  '_revinclude',
  '_summary',
  '_total',
  '_elements',
  '_contained',
  '_containedType',
  '_format',
  '_pretty',
]);
/** Parameters of OAuth that are no criteria: that they are there is told once. */
export const TOKEN = /^(?:access_token|id_token|refresh_token|bearer)$/i;
const LONGEST_NAME = 1000;

/** `_include:iterate` is `_include`. */
export const bareName = (name: string): string => name.slice(0, LONGEST_NAME).split(':', 1)[0]!;

/** Judges the parameters of a search by the definitions of FHIR R4. */
export function judgeSearch(judge: Judge, { type, parameters }: Asked): void {
  const counts = parameters.filter(({ name }) => name === '_count');
  for (const [index, one] of counts.entries())
    judge.holds(RULE.count, index === 0 && /^\d{1,18}$/.test(one.value), placeOfParameter(one), () => ({
      expected: '_count=50',
      actual: quoted(counts.map(({ value }) => value).join(', ')),
    }));
  for (const parameter of parameters) if (CONTROLS.has(bareName(parameter.name))) judgeControl(judge, type, parameter);
  // in a search of all types, what they have in common is known, and what each adds is not
  if (type !== undefined)
    judgeCriteria(
      judge,
      type,
      parameters.filter(({ name }) => !CONTROLS.has(bareName(name))),
    );
}

/** Judges criteria: those of a search, or of a conditional interaction. */
export function judgeCriteria(judge: Judge, type: string, criteria: readonly Parameter[], where?: Where): void {
  for (const one of criteria.filter(({ name }) => !TOKEN.test(name))) {
    const place = where ?? placeOfParameter(one);
    if (isOfServer(type, one.name)) continue;
    const reading = one.name.length > LONGEST_NAME ? ({ is: 'unknown' } as const) : readName(type, one.name);
    judge.holds(RULE.parameter, reading.is !== 'unknown', place, () => ({ actual: quoted(`${type}?${one.name}`) }));
    // a parameter without a value says nothing (FHIR R4, 3.1.1.1)
    if (reading.is !== 'known' || one.value === '') continue;
    const { parameter, modifier } = reading;
    if (modifier !== undefined) {
      const holds = judge.holds(RULE.modifier, hasModifier(parameter, modifier), place, () => ({
        expected: oneOf(modifiersOf(parameter).map((name) => `:${name}`)),
        actual: quoted(`:${modifier}`),
      }));
      if (!holds) continue;
    }
    const wrong = wrongValue(parameter, modifier, one.value);
    judge.holds(RULE.value, wrong === undefined, place, () => ({ expected: wrong!.expected, actual: quoted(wrong!.actual) }));
  }
}

/** Servers go from page to page by names of their own: `_page`, `_getpages`; one that only differs by capitals is a mistake. */
export function isOfServer(type: string, name: string): boolean {
  if (!name.startsWith('_') || name.startsWith('_has:') || CONTROLS.has(bareName(name))) return false;
  const bare = bareName(name).split('.', 1)[0]!.toLowerCase();
  return ![...parametersOfType(type).keys()].some((code) => code.toLowerCase() === bare);
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  _summary: ['true', 'text', 'data', 'count', 'false'],
  _total: ['none', 'estimate', 'accurate'],
  _contained: ['true', 'false', 'both'],
  _containedType: ['container', 'contained'],
};

function judgeControl(judge: Judge, type: string | undefined, parameter: Parameter): void {
  const { name, value } = parameter;
  const place = placeOfParameter(parameter);
  const bare = bareName(name);
  if (bare === '_sort' && type !== undefined) {
    const known = parametersOfType(type);
    const wrong = name === '_sort' ? splitAt(value, ',').find((one) => !known.has(one.replace(/^-/, ''))) : name;
    judge.holds(RULE.sort, wrong === undefined, place, () => ({ actual: quoted(wrong) }));
  } else if (bare === '_include' || bare === '_revinclude')
    judge.holds(RULE.include, isInclude(name, value), place, () => ({
      expected: 'Type:parameter[:Target]',
      actual: quoted(`${name}=${value}`),
    }));
  else if (bare === '_elements')
    judge.holds(
      RULE.part,
      splitAt(value, ',').every((one) => /^\s*(?:[A-Z]\w{0,63}\.)?[a-z][\w.]{0,200}\s*$/.test(one)),
      place,
      () => ({ expected: '_elements=id,name', actual: quoted(value) }),
    );
  else if (Object.hasOwn(VALUES, bare))
    judge.holds(RULE.part, VALUES[bare]!.includes(value), place, () => ({ expected: oneOf(VALUES[bare]!), actual: quoted(value) }));
}

function isInclude(name: string, value: string): boolean {
  const modifier = name.slice(bareName(name).length + 1);
  if (name.includes(':') && modifier !== 'iterate' && modifier !== 'recurse') return false;
  if (value === '*') return bareName(name) === '_include';
  const [type = '', code = '', target, ...more] = value.slice(0, LONGEST_NAME).split(':');
  if (!isType(type) || more.length > 0 || (target !== undefined && !isType(target))) return false;
  return code === '*' || parametersOfType(type).get(code)?.type === 'reference';
}
