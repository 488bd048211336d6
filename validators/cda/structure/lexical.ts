import { fits, oneOf, type Bilingual } from '../../../src/model/index.js';
import { LISTS, VOCABULARY } from './vocabulary.js';

/** What the value of an attribute may be. */
export interface Lexical {
  /** the rule that a wrong value breaks */
  rule: string;
  accepts(value: string): boolean;
  /** said of a value that is refused */
  expected: Bilingual | string;
  /** the codes it may be, when it is one of a few */
  codes?: ReadonlySet<string>;
}

/** Blanks around do not count in tokens, numbers and codes. An expression would look for the end behind each blank inside. */
function trimmed(value: string): string {
  const isBlank = (at: number): boolean => ' \t\r\n'.includes(value[at]!);
  let [from, to] = [0, value.length];
  while (from < to && isBlank(from)) from++;
  while (to > from && isBlank(to - 1)) to--;
  return value.slice(from, to);
}

const pattern = (rule: string, expression: RegExp, fr: string, en: string, clean: (value: string) => string = trimmed): Lexical => ({
  rule,
  accepts: (value) => expression.test(clean(value)),
  expected: { fr, en },
});
const asIs = (value: string): string => value;
const words = (value: string): string[] => trimmed(value).split(/[ \t\r\n]+/);

/** a letter or an underscore, then no blank and no colon */
const NC_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}._\u00B7-]*$/u;
const NM_TOKEN = /^[\p{L}\p{M}\p{N}._:\u00B7-]+$/u;

const OID = '[0-2](?:\\.(?:0|[1-9][0-9]*))*';
const IS_OID = new RegExp(`^${OID}$`);
const IS_UID = new RegExp(`^(?:${OID}|[0-9a-zA-Z]{8}(?:-[0-9a-zA-Z]{4}){3}-[0-9a-zA-Z]{12}|[A-Za-z][A-Za-z0-9-]*)$`);
const INTEGER = /^[+-]?\d+$/;
const REAL = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NaN)$/;

const TYPES: Readonly<Record<string, Lexical>> = {
  oid: {
    rule: 'CDA-307',
    accepts: (value) => fits(IS_OID, value),
    expected: { fr: 'un OID, par exemple 1.2.250.1.213.1.4.8', en: 'an OID, for example 1.2.250.1.213.1.4.8' },
  },
  // a reserved identifier is a letter, then letters, digits and hyphens
  uid: {
    rule: 'CDA-307',
    accepts: (value) => fits(IS_UID, value),
    expected: { fr: 'un OID ou un UUID, sans préfixe ni espace', en: 'an OID or a UUID, without prefix or space' },
  },
  ts: pattern(
    'CDA-308',
    /^(?:[0-9]{1,8}|(?:[0-9]{9,14}|[0-9]{14}\.[0-9]+)(?:[+-][0-9]{1,4})?)$/,
    'AAAAMMJJhhmmss+hhmm, tronqué à droite',
    'YYYYMMDDhhmmss+hhmm, truncated from the right',
    asIs,
  ),
  int: pattern('CDA-309', INTEGER, 'un entier', 'an integer'),
  int_pos: pattern('CDA-309', /^\+?0*[1-9]\d*$/, 'un entier supérieur à zéro', 'an integer above zero'),
  real: pattern('CDA-309', REAL, 'un nombre, avec un point décimal', 'a number, with a decimal point'),
  probability: {
    rule: 'CDA-309',
    accepts: (value) => REAL.test(trimmed(value)) && Number(trimmed(value)) >= 0 && Number(trimmed(value)) <= 1,
    expected: { fr: 'un nombre de 0 à 1', en: 'a number from 0 to 1' },
  },
  list_int: {
    rule: 'CDA-309',
    accepts: (value) => trimmed(value) === '' || words(value).every((word) => INTEGER.test(word)),
    expected: { fr: 'des entiers séparés par des blancs', en: 'integers separated by blanks' },
  },
  bl: pattern('CDA-310', /^(?:true|false)$/, 'true ou false', 'true or false'),
  bn: pattern('CDA-310', /^(?:true|false)$/, 'true ou false', 'true or false'),
  boolean: pattern('CDA-310', /^(?:true|false|0|1)$/, 'true ou false', 'true or false'),
  cs: pattern('CDA-311', /^[^\s]+$/, 'une valeur sans blanc', 'a value without blanks'),
  st: pattern('CDA-312', /[^]/, 'un texte d’au moins un caractère', 'a text of at least one character', asIs),
  bin: { rule: 'CDA-316', accepts: isBase64, expected: { fr: 'du base64', en: 'base64' } },
  url: { rule: 'CDA-316', accepts: isUri, expected: { fr: 'un URI', en: 'a URI' } },
  ID: pattern(
    'CDA-316',
    NC_NAME,
    'un nom qui commence par une lettre ou _, sans blanc',
    'a name that begins with a letter or _, without blanks',
  ),
  IDREF: pattern('CDA-316', NC_NAME, 'un ID du document', 'an ID of the document'),
  IDREFS: {
    rule: 'CDA-316',
    accepts: (value) => words(value).every((word) => NC_NAME.test(word)),
    expected: { fr: 'des ID du document, séparés par des blancs', en: 'IDs of the document, separated by blanks' },
  },
  NMTOKEN: pattern('CDA-316', NM_TOKEN, 'un nom sans blanc', 'a name without blanks'),
  NMTOKENS: {
    rule: 'CDA-316',
    accepts: (value) => words(value).every((word) => NM_TOKEN.test(word)),
    expected: { fr: 'des noms séparés par des blancs', en: 'names separated by blanks' },
  },
  string: { rule: 'CDA-316', accepts: () => true, expected: '' },
};

/** Attributes that say what kind of thing a class is. */
const STRUCTURAL = new Set(['classCode', 'moodCode', 'typeCode', 'determinerCode', 'contextControlCode']);

const known = new Map<string, Lexical>();

/** What an attribute of this name and type may be. */
export function lexicalOf(name: string, type: string, fixed: string | undefined): Lexical {
  const plain = fixed === undefined ? TYPES[type] : undefined;
  if (plain) return plain;
  const rule =
    type === 'NullFlavor' ? 'CDA-315'
    : STRUCTURAL.has(name) ? 'CDA-314'
    : 'CDA-313';
  const key = `${rule} ${type} ${fixed ?? ''}`;
  const made = known.get(key) ?? ofCodes(rule, type, fixed);
  known.set(key, made);
  return made;
}

function ofCodes(rule: string, type: string, fixed: string | undefined): Lexical {
  const list = LISTS[type];
  const codes = new Set(fixed === undefined ? (VOCABULARY[list ?? type]?.split(' ') ?? type.split('|')) : [fixed]);
  const accepts =
    list === undefined ?
      (value: string) => codes.has(trimmed(value))
    : (value: string) => trimmed(value) === '' || words(value).every((word) => codes.has(word));
  return { rule, accepts, expected: oneOf(codes), codes };
}

/** Whole groups of four digits, blanks between them aside. */
function isBase64(value: string): boolean {
  const digits = value.replace(/[ \t\r\n]+/g, '');
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*(?:[AEIMQUYcgkosw048]=|[AQgw]==)?$/.test(digits);
}

/**
 * As lenient as readers of xs:anyURI are: characters that a URI has not are escaped by them. What is left to be wrong
 * is a bad scheme, host or port, a half escape, a second fragment, a bracket out of place.
 */
function isUri(value: string): boolean {
  const [whole, ...fragments] = trimmed(value).split('#') as [string, ...string[]];
  if (fragments.length > 1 || /%(?![0-9A-Fa-f]{2})/.test(value)) return false;
  const scheme = /^([^:/?]*):/.exec(whole)?.[1];
  if (scheme !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) return false;
  const authority = /^(?:[^:/?]*:)?\/\/([^/?]*)/.exec(whole)?.[1] ?? '';
  const host = authority.replace(/^[^@]*@/, '').replace(/^\[[0-9A-Fa-f:.]+\]/, '');
  return !/[@:](?!\d*$)/.test(host) && !/[[\]]/.test(authority === '' ? whole : whole.replace(authority, host));
}
