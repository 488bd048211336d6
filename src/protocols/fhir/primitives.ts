const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?$/;
const ZONE = /^(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/;
const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const UNSIGNED = /^(?:0|[1-9]\d*)$/;
const POSITIVE = /^[1-9]\d*$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const ID = /^[A-Za-z0-9.-]{1,64}$/;
const ARC = /^(?:0|[1-9]\d*)$/;
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const MOST_32_BITS = 2_147_483_647;
const LONGEST_STRING = 1_048_576;

const bounded = (form: RegExp, least: number) => (text: string) => {
  const value = Number(text);
  return form.test(text) && value >= least && value <= MOST_32_BITS;
};

function isDate(text: string): boolean {
  const parts = DATE.exec(text);
  if (!parts) return false;
  const [, year, month, day] = parts;
  if (year === '0000') return false;
  if (month === undefined) return true;
  const last = daysOf(Number(year), Number(month));
  return last > 0 && (day === undefined || (Number(day) >= 1 && Number(day) <= last));
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** A full date and time with its offset, as instant wants it and dateTime from the hour on. */
function isInstant(text: string): boolean {
  if (text[10] !== 'T' || !isDate(text.slice(0, 10))) return false;
  const zone = text.endsWith('Z') ? text.length - 1 : text.length - 6;
  return TIME.test(text.slice(11, zone)) && ZONE.test(text.slice(zone));
}

/** No control character but tab, line feed and carriage return. */
function isText(text: string): boolean {
  if (text.length > LONGEST_STRING) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 32 && unit !== 9 && unit !== 10 && unit !== 13) return false;
  }
  return true;
}

const isCode = (text: string): boolean => text !== '' && text.length <= LONGEST_STRING && !/^\s|\s\s|\s$/.test(text);

/** Whether a number can be computed with: neither endless nor so small that nothing is left of it. */
function isComputable(text: string): boolean {
  const value = Number(text);
  return Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(text.replace(/[eE].*$/, '')));
}

function isOid(text: string): boolean {
  const [root = '', ...arcs] = text.slice(8).split('.');
  return text.startsWith('urn:oid:') && /^[0-2]$/.test(root) && arcs.length > 0 && arcs.every((arc) => ARC.test(arc));
}

function isUri(text: string): boolean {
  if (text === '' || /\s/.test(text)) return false;
  if (text.startsWith('urn:oid:')) return isOid(text);
  if (text.startsWith('urn:uuid:')) return UUID.test(text);
  return true;
}

const isBase64 = (text: string): boolean => {
  const packed = text.replace(/\s/g, '');
  return packed !== '' && packed.length % 4 === 0 && BASE64.test(packed);
};

const FORMS: ReadonlyMap<string, (text: string) => boolean> = new Map(
  Object.entries({
    base64Binary: isBase64,
    boolean: (text) => text === 'true' || text === 'false',
    canonical: isUri,
    code: isCode,
    date: isDate,
    dateTime: (text) => isDate(text) || isInstant(text),
    decimal: (text) => DECIMAL.test(text) && isComputable(text),
    id: (text) => ID.test(text),
    instant: isInstant,
    integer: bounded(INTEGER, -MOST_32_BITS - 1),
    markdown: (text) => /\S/.test(text) && isText(text),
    oid: isOid,
    positiveInt: bounded(POSITIVE, 1),
    string: (text) => /\S/.test(text) && isText(text),
    time: (text) => TIME.test(text),
    unsignedInt: bounded(UNSIGNED, 0),
    uri: isUri,
    url: isUri,
    uuid: (text) => UUID.test(text),
  } satisfies Record<string, (text: string) => boolean>),
);

/** How a primitive of the type is written, for people: `AAAA-MM-JJ`. */
export const PRIMITIVE_FORMS: Readonly<Record<string, { fr: string; en: string }>> = {
  base64Binary: { fr: 'du base64 (groupes de quatre caractères)', en: 'base64 (groups of four characters)' },
  boolean: { fr: 'true ou false', en: 'true or false' },
  canonical: { fr: 'une URI sans espace, avec |version si besoin', en: 'a URI without spaces, with |version where needed' },
  code: { fr: 'un code sans espace au début, à la fin ni double', en: 'a code without leading, trailing or double spaces' },
  date: { fr: 'AAAA, AAAA-MM ou AAAA-MM-JJ, une date qui existe', en: 'YYYY, YYYY-MM or YYYY-MM-DD, a date that exists' },
  dateTime: {
    fr: 'AAAA, AAAA-MM, AAAA-MM-JJ ou AAAA-MM-JJThh:mm:ss avec Z ou ±hh:mm',
    en: 'YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with Z or ±hh:mm',
  },
  decimal: {
    fr: 'un nombre décimal (point, sans zéro en tête), à l’échelle d’un calcul',
    en: 'a decimal number (point, no leading zero) of a size to compute with',
  },
  id: { fr: '1 à 64 caractères parmi A-Z, a-z, 0-9, - et .', en: '1 to 64 characters among A-Z, a-z, 0-9, - and .' },
  instant: { fr: 'AAAA-MM-JJThh:mm:ss avec Z ou ±hh:mm', en: 'YYYY-MM-DDThh:mm:ss with Z or ±hh:mm' },
  integer: { fr: 'un entier de 32 bits', en: 'an integer of 32 bits' },
  markdown: {
    fr: 'un texte non vide, de 1 Mo au plus, sans caractère de contrôle',
    en: 'a text, not empty, at most 1 MB, without control characters',
  },
  oid: { fr: 'urn:oid: suivi d’un OID', en: 'urn:oid: and an OID' },
  positiveInt: { fr: 'un entier de 1 à 2147483647', en: 'an integer from 1 to 2147483647' },
  string: {
    fr: 'un texte non vide, de 1 Mo au plus, sans caractère de contrôle',
    en: 'a text, not empty, at most 1 MB, without control characters',
  },
  time: { fr: 'hh:mm:ss, sans décalage', en: 'hh:mm:ss, without offset' },
  unsignedInt: { fr: 'un entier de 0 à 2147483647', en: 'an integer from 0 to 2147483647' },
  uri: {
    fr: 'une URI sans espace (urn:oid: avec un OID, urn:uuid: avec un UUID en minuscules)',
    en: 'a URI without spaces (urn:oid: with an OID, urn:uuid: with a UUID in lower case)',
  },
  url: { fr: 'une URL sans espace', en: 'a URL without spaces' },
  uuid: { fr: 'urn:uuid: suivi d’un UUID en minuscules', en: 'urn:uuid: and a UUID in lower case' },
};

/** Whether it is one of the primitive types of FHIR whose lexical form is judged; xhtml has rules of its own. */
export const isPrimitiveType = (type: string): boolean => FORMS.has(type);

/** Whether a text is a value of this primitive type (FHIR R4, 2.24.0.1): its form, its range, and for dates that they exist. */
export const isPrimitive = (type: string, text: string): boolean => FORMS.get(type)?.(text) ?? true;

const NUMBERS = new Set(['decimal', 'integer', 'positiveInt', 'unsignedInt']);

/** How JSON writes a value of this primitive type (FHIR R4, 2.6.2.1). */
export const jsonTypeOf = (type: string): 'string' | 'number' | 'boolean' =>
  type === 'boolean' ? 'boolean'
  : NUMBERS.has(type) ? 'number'
  : 'string';
