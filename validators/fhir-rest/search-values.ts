import type { Bilingual } from '../../src/model/index.js';
import { isPrimitive, literalReference, splitAt } from '../../src/protocols/fhir/index.js';
import { isType } from './exchange.js';
import type { Known, ParameterType } from './search-parameters.js';

const LONGEST = 8192;
const PREFIX = /^(?:eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[-\d])/;
const DATE = /^\d{4}(?:-\d\d(?:-\d\d(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d{1,20})?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?$/;
const NUMBER = /^[+-]?\d{1,100}(?:\.\d{1,100})?(?:[eE][+-]?\d{1,9})?$/;
const ID = /^[A-Za-z0-9.-]{1,64}$/;
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]{0,30}:\S+$/;

const withoutPrefix = (value: string): string => value.replace(PREFIX, '');
const isDate = (value: string): boolean => DATE.test(value) && isPrimitive('date', value.slice(0, 10));
const isUri = (value: string): boolean => value !== '' && !/\s/.test(value);

/** `code`, `system|code`, `|code`, `system|`: not nothing on both sides. */
function isToken(value: string): boolean {
  const parts = splitAt(value, '|');
  if (parts.length === 1) return value !== '';
  const [system = '', code = ''] = parts;
  return parts.length === 2 && (system !== '' || code !== '') && !/\s/.test(system);
}

/** `id`, `Type/id`, or a URL, of a version where there is one. */
function isReference(value: string): boolean {
  const [bare = ''] = splitAt(value, '|');
  const literal = literalReference(bare);
  return ID.test(bare) || (literal ? isType(literal.type) || literal.base !== undefined : ABSOLUTE.test(bare));
}

/** `5.4`, `5.4|system|code`, `5.4||unit`. */
function isQuantity(value: string): boolean {
  const [number = '', system, code] = splitAt(withoutPrefix(value), '|');
  const parts = splitAt(value, '|').length;
  return NUMBER.test(number) && (parts === 1 || (parts === 3 && code !== '' && !/\s/.test(system ?? '')));
}

const FORMS: Readonly<Record<ParameterType, (value: string) => boolean>> = {
  string: () => true,
  special: () => true,
  date: (value) => isDate(withoutPrefix(value)),
  number: (value) => NUMBER.test(withoutPrefix(value)),
  token: isToken,
  reference: isReference,
  quantity: isQuantity,
  uri: isUri,
  composite: (value) => splitAt(value, '$').length > 1,
};

const WORDS: Readonly<Record<ParameterType, Bilingual>> = {
  string: { fr: 'un texte', en: 'a text' },
  special: { fr: 'la forme que le paramètre demande', en: 'the form that the parameter asks for' },
  date: { fr: '[préfixe]aaaa-mm-jj[Thh:mm[:ss][+hh:mm]]', en: '[prefix]yyyy-mm-dd[Thh:mm[:ss][+hh:mm]]' },
  number: { fr: '[préfixe]nombre', en: '[prefix]number' },
  token: { fr: 'code, système|code, |code ou système|', en: 'code, system|code, |code or system|' },
  reference: { fr: 'id, Type/id ou une URL', en: 'id, Type/id or a URL' },
  quantity: { fr: '[préfixe]nombre[|système|unité]', en: '[prefix]number[|system|unit]' },
  uri: { fr: 'un URI', en: 'a URI' },
  composite: { fr: 'valeur$valeur', en: 'value$value' },
};

const BOOLEAN: Bilingual = { fr: 'true ou false', en: 'true or false' };
const OF_TYPE: Bilingual = { fr: 'système|code|valeur', en: 'system|code|value' };

/** What the value of a parameter has to be; undefined when it is that. */
export function wrongValue(
  parameter: Known,
  modifier: string | undefined,
  value: string,
): { expected: Bilingual; actual: string } | undefined {
  if (modifier === 'missing') return value === 'true' || value === 'false' ? undefined : { expected: BOOLEAN, actual: value };
  if (modifier === 'text') return undefined;
  const { holds, expected } = formOf(parameter, modifier);
  const wrong = splitAt(value, ',').find((one) => one.length > LONGEST || !holds(one));
  return wrong === undefined ? undefined : { expected, actual: wrong };
}

function formOf({ type }: Known, modifier: string | undefined): { holds: (value: string) => boolean; expected: Bilingual } {
  if (modifier === 'of-type')
    return { holds: (value) => splitAt(value, '|').every((part) => part !== '') && splitAt(value, '|').length === 3, expected: OF_TYPE };
  if (type === 'token' && (modifier === 'in' || modifier === 'not-in')) return { holds: isUri, expected: WORDS.uri };
  const by = modifier === 'identifier' ? 'token' : type;
  return { holds: FORMS[by], expected: WORDS[by] };
}
