import type { Bilingual } from '../../model/index.js';
import type { XmlElement } from './tree.js';

/** What kind of difference with the schema it is. */
export type XsdCode =
  | 'unexpected-element'
  | 'missing-element'
  | 'undeclared-element'
  | 'missing-attribute'
  | 'unexpected-attribute'
  | 'unexpected-text'
  | 'unexpected-content'
  | 'invalid-value'
  | 'type'
  | 'nil'
  | 'identity'
  | 'other';

/** What libxml2 said of one element, for people. */
export interface XsdWords {
  code: XsdCode;
  /** of the element, as written or as it should have been written */
  attribute?: string;
  message: Bilingual;
  hint: Bilingual;
  expected?: Bilingual;
  actual?: Bilingual;
}

const SAID = /^Element '[^']*'(?:, attribute '([^']*)')?: ([\s\S]*)$/;
const EXPECTED = / Expected is(?: one of)? \( (.*) \)\.$/;
/** libxml2 names no more than this many of the elements it expects */
const NAMED = 10;
const LONGEST_VALUE = 80;

/**
 * Puts a message of the validity check of libxml2 into French and English: names as they are written in the document
 * instead of `{namespace}local`, long values shortened. What is not known keeps the words of libxml2.
 */
export function inWords(raw: string, element: XmlElement): XsdWords {
  const [, named, said = raw] = SAID.exec(raw) ?? [];
  const attribute = named === undefined ? undefined : writtenName(named, element, true);
  for (const [shape, say] of SHAPES) {
    const match = shape.exec(said);
    if (match) return { ...(attribute !== undefined && { attribute }), ...say(match, element, attribute) };
  }
  const rest = shortened(
    said.replace(/\{[^{}]*\}[\w.-]+/g, (name) => writtenName(name, element)),
    300,
  );
  return {
    code: /identity-constraint|key-sequence|keyref/.test(said) ? 'identity' : 'other',
    ...(attribute !== undefined && { attribute }),
    message: {
      fr: `${subject(element, attribute)} n’est pas conforme au schéma : ${rest}`,
      en: `${subject(element, attribute)} does not conform to the schema: ${rest}`,
    },
    hint: { fr: 'Corriger selon le schéma.', en: 'Correct it as the schema asks.' },
  };
}

/** `{namespace}local` with the prefix that the document gives that namespace here; as it is when it has none. */
function writtenName(name: string, element: XmlElement, ofAttribute = false): string {
  const [, namespace, local] = /^\{([^}]*)\}(.*)$/.exec(name) ?? [];
  if (local === undefined) return name;
  for (const [prefix, bound] of element.scope)
    if (bound === namespace && !(ofAttribute && prefix === '')) return prefix === '' ? local : `${prefix}:${local}`;
  return name;
}

const subject = (element: XmlElement, attribute?: string): string =>
  attribute === undefined ? `<${element.name}>` : `@${attribute} (<${element.name}>)`;

/** A value for people: its beginning and its end. */
function shortened(value: string, longest = LONGEST_VALUE): string {
  if (value.length <= longest) return value;
  const half = Math.floor(longest / 2);
  return `${value.slice(0, half)} … ${value.slice(-half)}`;
}

const quoted = (value: string): Bilingual =>
  value === '' ? { fr: 'une valeur vide', en: 'an empty value' } : { fr: `« ${shortened(value)} »`, en: `‘${shortened(value)}’` };

const both = (text: string): Bilingual => ({ fr: text, en: text });

/** The names of an `Expected is one of ( a, {ns}b, ##other{ns}*, * )`. */
function expectedElements(list: string | undefined, element: XmlElement): Bilingual | undefined {
  if (list === undefined) return undefined;
  const names = list.split(', ').map((name): Bilingual => {
    const wildcard = /^(##other)?(?:\{([^}]*)\})?\*$/.exec(name);
    if (!wildcard) return both(`<${writtenName(name, element)}>`);
    const [, other, namespace] = wildcard;
    if (other)
      return { fr: `un élément hors de l’espace de noms ${namespace ?? ''}`, en: `an element outside namespace ${namespace ?? ''}` };
    if (namespace) return { fr: `un élément de l’espace de noms ${namespace}`, en: `an element of namespace ${namespace}` };
    return { fr: 'un autre élément que le schéma admet', en: 'another element that the schema allows' };
  });
  const join = (language: 'fr' | 'en', or: string): string => {
    const texts = names.map((name) => name[language]);
    if (texts.length >= NAMED) return `${texts.join(', ')}…`;
    return texts.length === 1 ? texts[0]! : `${texts.slice(0, -1).join(', ')} ${or} ${texts.at(-1)!}`;
  };
  return { fr: join('fr', 'ou'), en: join('en', 'or') };
}

const typeWords = (kind: string, name: string | undefined, element: XmlElement): Bilingual => {
  if (name !== undefined)
    return { fr: `une valeur du type ${writtenName(name, element)}`, en: `a value of type ${writtenName(name, element)}` };
  if (kind === 'list') return { fr: 'une liste de valeurs du type défini là', en: 'a list of values of the type defined there' };
  if (kind === 'union') return { fr: 'une valeur de l’un des types admis là', en: 'a value of one of the types allowed there' };
  return { fr: 'une valeur du type défini là', en: 'a value of the type defined there' };
};

type Say = (match: RegExpExecArray, element: XmlElement, attribute: string | undefined) => XsdWords;

/** A value that is not what the schema asks; `wanted` says what it asks. */
const value =
  (wanted: (match: RegExpExecArray, element: XmlElement) => { found: string; wanted: Bilingual }): Say =>
  (match, element, attribute) => {
    const { found, wanted: expected } = wanted(match, element);
    const it = subject(element, attribute);
    const actual = quoted(found);
    return {
      code: 'invalid-value',
      message: {
        fr: `${it} porte ${actual.fr} ; attendu : ${expected.fr}.`,
        en: `${it} has ${actual.en}; expected: ${expected.en}.`,
      },
      hint: {
        fr: `Écrire dans ${it} ${expected.fr}.`,
        en: `Write ${expected.en} in ${it}.`,
      },
      expected,
      actual,
    };
  };

const bound = (shape: RegExp, fr: string, en: string): [RegExp, Say] => [
  shape,
  value(([, found, limit]) => ({ found: found!, wanted: { fr: `${fr} ${limit!}`, en: `${en} ${limit!}` } })),
];

const content =
  (code: XsdCode, fr: string, en: string, hint: Bilingual): Say =>
  (_, element) => ({ code, message: { fr: `<${element.name}> ${fr}.`, en: `<${element.name}> ${en}.` }, hint });

const NO_TEXT: Bilingual = {
  fr: 'Retirer le texte, ou le mettre dans l’élément prévu.',
  en: 'Remove the text, or put it in the element meant for it.',
};
const NO_ELEMENT: Bilingual = { fr: 'Retirer les éléments qu’il contient.', en: 'Remove the elements in it.' };

/** The messages of libxml2 (xmlschemas.c), and what they mean. */
const SHAPES: readonly (readonly [RegExp, Say])[] = [
  [
    /^This element is not expected\./,
    ({ input }, element) => {
      const expected = expectedElements(EXPECTED.exec(input)?.[1], element);
      const within = element.parent ? { fr: ` dans <${element.parent.name}>`, en: ` in <${element.parent.name}>` } : both('');
      return {
        code: 'unexpected-element',
        message: {
          fr: `<${element.name}> n’est pas attendu ici${within.fr}${expected ? ` ; attendu : ${expected.fr}` : ''}.`,
          en: `<${element.name}> is not expected here${within.en}${expected ? `; expected: ${expected.en}` : ''}.`,
        },
        hint: {
          fr: `Retirer <${element.name}>, ou le mettre à la place que le schéma lui donne : l’ordre des éléments compte.`,
          en: `Remove <${element.name}>, or put it where the schema has it: the order of elements matters.`,
        },
        ...(expected && { expected }),
        actual: both(`<${element.name}>`),
      };
    },
  ],
  [
    /^Missing child element\(s\)\./,
    ({ input }, element) => {
      const expected = expectedElements(EXPECTED.exec(input)?.[1], element) ?? { fr: 'un élément', en: 'an element' };
      return {
        code: 'missing-element',
        message: { fr: `Il manque dans <${element.name}> : ${expected.fr}.`, en: `Missing in <${element.name}>: ${expected.en}.` },
        hint: { fr: `Ajouter dans <${element.name}> ${expected.fr}.`, en: `Add ${expected.en} to <${element.name}>.` },
        expected,
        actual: { fr: 'absent', en: 'missing' },
      };
    },
  ],
  [
    /^No matching global (?:element )?declaration available/,
    (_, element) => ({
      code: 'undeclared-element',
      message: {
        fr: `Le schéma ne déclare pas <${element.name}>${element.namespace === '' ? ' sans espace de noms' : ` dans l’espace de noms ${element.namespace}`}.`,
        en: `The schema declares no <${element.name}>${element.namespace === '' ? ' without a namespace' : ` in namespace ${element.namespace}`}.`,
      },
      hint: { fr: 'Corriger le nom ou l’espace de noms de l’élément.', en: 'Correct the name or the namespace of the element.' },
    }),
  ],
  [
    /^The attribute '([^']*)' is required but missing\.$/,
    ([, name], element) => {
      const attribute = writtenName(name!, element, true);
      return {
        code: 'missing-attribute',
        attribute,
        message: {
          fr: `L’attribut @${attribute} manque à <${element.name}>.`,
          en: `Attribute @${attribute} is missing on <${element.name}>.`,
        },
        hint: { fr: `Ajouter l’attribut @${attribute}.`, en: `Add attribute @${attribute}.` },
        expected: both(`@${attribute}`),
        actual: { fr: 'absent', en: 'missing' },
      };
    },
  ],
  [
    /^(?:The attribute '[^']*' is not allowed\.$|No matching global attribute declaration available)/,
    (_, element, attribute = '') => ({
      code: 'unexpected-attribute',
      message: {
        fr: `L’attribut @${attribute} n’est pas admis sur <${element.name}>.`,
        en: `Attribute @${attribute} is not allowed on <${element.name}>.`,
      },
      hint: { fr: `Retirer l’attribut @${attribute} ou corriger son nom.`, en: `Remove attribute @${attribute} or correct its name.` },
      actual: both(`@${attribute}`),
    }),
  ],
  [
    /^'([\s\S]*)' is not a valid value of the (?:local )?(\w+) type(?: '([^']*)')?\.$/,
    value(([, found, kind, name], element) => ({ found: found!, wanted: typeWords(kind!, name, element) })),
  ],
  [
    /^\[facet 'enumeration'\] The value '([\s\S]*)' is not an element of the set \{([\s\S]*)\}\.$/,
    value(([, found, set]) => {
      const wanted = shortened(set!.replace(/^'|'$/g, '').replaceAll("', '", ', '), 200);
      return { found: found!, wanted: { fr: `une des valeurs ${wanted}`, en: `one of ${wanted}` } };
    }),
  ],
  [
    /^\[facet 'pattern'\] The value '([\s\S]*)' is not accepted by the pattern '([\s\S]*)'\.$/,
    value(([, found, pattern]) => ({
      found: found!,
      wanted: { fr: `une valeur de la forme ${pattern!}`, en: `a value of the form ${pattern!}` },
    })),
  ],
  bound(/^\[facet 'minInclusive'\] The value '([\s\S]*)' is less than the minimum value allowed \('(.*)'\)\.$/, 'au moins', 'at least'),
  bound(/^\[facet 'maxInclusive'\] The value '([\s\S]*)' is greater than the maximum value allowed \('(.*)'\)\.$/, 'au plus', 'at most'),
  bound(/^\[facet 'minExclusive'\] The value '([\s\S]*)' must be greater than '(.*)'\.$/, 'plus que', 'more than'),
  bound(/^\[facet 'maxExclusive'\] The value '([\s\S]*)' must be less than '(.*)'\.$/, 'moins que', 'less than'),
  bound(
    /^\[facet 'totalDigits'\] The value '([\s\S]*)' has more digits than are allowed \('(.*)'\)\.$/,
    'nombre de chiffres au plus',
    'number of digits at most',
  ),
  bound(
    /^\[facet 'fractionDigits'\] The value '([\s\S]*)' has more fractional digits than are allowed \('(.*)'\)\.$/,
    'nombre de décimales au plus',
    'number of decimals at most',
  ),
  bound(
    /^\[facet 'minLength'\] The value '([\s\S]*)' has a length of '\d+'; .* minimum length of '(\d+)'\.$/,
    'longueur au moins',
    'length at least',
  ),
  bound(
    /^\[facet 'maxLength'\] The value '([\s\S]*)' has a length of '\d+'; .* maximum length of '(\d+)'\.$/,
    'longueur au plus',
    'length at most',
  ),
  bound(/^\[facet 'length'\] The value '([\s\S]*)' has a length of '\d+'; .* length of '(\d+)'\.$/, 'longueur exacte', 'exact length'),
  [
    /^The (?:actual )?value '([\s\S]*)' does not match the fixed value constraint '([\s\S]*)'\.$/,
    value(([, found, fixed]) => ({ found: found!, wanted: quoted(fixed!) })),
  ],
  [
    /^Character content other than whitespace is not allowed because/,
    content('unexpected-text', 'contient du texte alors qu’il n’admet que des éléments', 'holds text, but allows elements only', NO_TEXT),
  ],
  [
    /^Character content is not allowed, because/,
    content('unexpected-text', 'contient du texte alors qu’il doit être vide', 'holds text, but must be empty', NO_TEXT),
  ],
  [
    /^Element content is not allowed, because the content type is empty/,
    content('unexpected-content', 'contient des éléments alors qu’il doit être vide', 'holds elements, but must be empty', NO_ELEMENT),
  ],
  [
    /^Element content is not allowed, because/,
    content(
      'unexpected-content',
      'contient des éléments alors qu’il n’admet que du texte',
      'holds elements, but allows text only',
      NO_ELEMENT,
    ),
  ],
  [
    /^Neither character nor element content is allowed because the element is 'nilled'/,
    content('nil', 'a un contenu alors qu’il porte xsi:nil="true"', 'has content, but is marked xsi:nil="true"', {
      fr: 'Retirer le contenu, ou xsi:nil.',
      en: 'Remove the content, or xsi:nil.',
    }),
  ],
  [
    /^The element is not 'nillable'/,
    content('nil', 'porte xsi:nil, que le schéma n’admet pas ici', 'carries xsi:nil, which the schema does not allow here', {
      fr: 'Retirer xsi:nil.',
      en: 'Remove xsi:nil.',
    }),
  ],
  [
    /^The (?:type definition|element declaration) is abstract/,
    content('type', 'est d’un type abstrait : xsi:type doit dire lequel', 'is of an abstract type: xsi:type must say which', {
      fr: 'Ajouter xsi:type avec un type concret.',
      en: 'Add xsi:type with a concrete type.',
    }),
  ],
  [
    /^The QName value '([^']*)' of the xsi:type attribute does not resolve to a type definition\.$/,
    ([, name], element) => ({
      code: 'type',
      message: {
        fr: `xsi:type de <${element.name}> nomme un type que le schéma ne connaît pas : ${writtenName(name!, element)}.`,
        en: `xsi:type of <${element.name}> names a type that the schema does not know: ${writtenName(name!, element)}.`,
      },
      hint: { fr: 'Corriger xsi:type, ou déclarer son préfixe.', en: 'Correct xsi:type, or declare its prefix.' },
      actual: both(writtenName(name!, element)),
    }),
  ],
  [
    /^The type definition '([^']*)', specified by xsi:type, is blocked or not validly derived from the type definition/,
    ([, name], element) => ({
      code: 'type',
      message: {
        fr: `xsi:type de <${element.name}> nomme ${writtenName(name!, element)}, qui ne dérive pas du type attendu ici.`,
        en: `xsi:type of <${element.name}> names ${writtenName(name!, element)}, which is not derived from the type expected here.`,
      },
      hint: {
        fr: 'Écrire dans xsi:type un type dérivé de celui du schéma.',
        en: 'Write a type derived from that of the schema in xsi:type.',
      },
      actual: both(writtenName(name!, element)),
    }),
  ],
  [
    // libxml2 cuts its messages at 64,000 bytes: what it asked for is lost
    /^(?:\[facet '[^']*'\] The value )?'([\s\S]{1000,})$/,
    value(([, found]) => ({ found: found!, wanted: { fr: 'une valeur que le schéma admet', en: 'a value that the schema allows' } })),
  ],
];
