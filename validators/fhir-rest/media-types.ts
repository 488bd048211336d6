import { parseMediaType, type MediaType } from '../../src/protocols/mime/index.js';

export type Format = 'json' | 'xml';

/** Media types that are FHIR's own (FHIR R4, 3.1.0.1.8). */
const OWN: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['application/fhir+json', 'json'],
  ['application/fhir+xml', 'xml'],
]);
/** Those that say the form and not that it is FHIR, and those of versions before R4. */
const GENERIC: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['application/json', 'json'],
  ['text/json', 'json'],
  ['application/json+fhir', 'json'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['application/xml+fhir', 'xml'],
]);

export const isOwn = (type: string): boolean => OWN.has(type);
export const isGeneric = (type: string): boolean => GENERIC.has(type);

/** The form that a media type announces; undefined when it is none of FHIR's. */
export const formOf = (type: string | undefined): Format | undefined =>
  type === undefined ? undefined : (OWN.get(type) ?? GENERIC.get(type));

/** What `_format` may say (FHIR R4, 3.1.0.1.11). */
export function formOfParameter(written: string): Format | undefined {
  const short = written.trim().toLowerCase();
  if (short === 'json' || short === 'xml') return short;
  // a plus sign that was not encoded arrives as a space
  return formOf(typeOf(written.replace(/ /g, '+')));
}

/** A header of a stranger is read as far as any real one goes. */
export const LONGEST_HEADER = 8192;

export const readMediaType = (written: string | undefined): MediaType | undefined => parseMediaType(written?.slice(0, LONGEST_HEADER));

const typeOf = (written: string): string | undefined => readMediaType(written)?.type;

/** The forms that a list of media ranges admits; both for an absent or empty one. */
export function acceptedForms(accept: string | undefined): ReadonlySet<Format> {
  if (accept === undefined || accept.trim() === '') return new Set<Format>(['json', 'xml']);
  const forms = new Set<Format>();
  for (const range of accept.slice(0, LONGEST_HEADER).split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (parameters.some((one) => /^q=0(?:\.0{0,3})?$/.test(one))) continue;
    const form = formOf(type);
    if (form) forms.add(form);
    else if (type === '*/*' || type === 'application/*') for (const one of ['json', 'xml'] as const) forms.add(one);
  }
  return forms;
}
