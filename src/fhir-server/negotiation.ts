import { refusal } from './outcome.js';

export type Format = 'json' | 'xml';

/** What a request asks of its answer. */
export interface Wanted {
  format: Format;
  pretty: boolean;
  /** absent: not said */
  return?: 'minimal' | 'representation' | 'OperationOutcome';
  /** unknown search parameters are refused */
  strict: boolean;
}

const JSON_TYPES: ReadonlySet<string> = new Set([
  'application/fhir+json',
  'application/json',
  'text/json',
  'json',
  'application/json+fhir',
]);
const XML_TYPES: ReadonlySet<string> = new Set(['application/fhir+xml', 'application/xml', 'text/xml', 'xml', 'application/xml+fhir']);
const PATCH_TYPE = 'application/json-patch+json';

const formatOf = (type: string): Format | undefined =>
  JSON_TYPES.has(type) ? 'json'
  : XML_TYPES.has(type) ? 'xml'
  : undefined;

/** A media type with its parameters: `application/fhir+json; fhirVersion=4.0`. */
function mediaType(written: string): { type: string; parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = written.split(';');
  const parameters = new Map(
    rest.map((one): [string, string] => {
      const [name = '', value = ''] = one.split('=', 2);
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')];
    }),
  );
  return { type: type.trim().toLowerCase(), parameters };
}

const isOurVersion = (version: string | undefined): boolean => version === undefined || /^4\.0(?:\.\d)?$/.test(version);

/** The longest header that is read. */
const LONGEST = 4000;

/**
 * In which format a request is answered (FHIR R4, 3.1.0.1.10 and 3.1.0.1.11): that of _format, else the best of Accept.
 * @throws Refused for a format or a version of FHIR that is not spoken here
 */
export function wantedOf(headers: Readonly<Record<string, string>>, query: readonly (readonly [string, string])[]): Wanted {
  const override = query.find(([name]) => name === '_format')?.[1];
  const pretty = query.some(([name, value]) => name === '_pretty' && value === 'true');
  const prefer = (headers['prefer'] ?? '').slice(0, LONGEST);
  const returned = (['minimal', 'representation', 'OperationOutcome'] as const).find((one) => prefer.includes(`return=${one}`));
  return {
    format: override === undefined ? accepted((headers['accept'] ?? '').slice(0, LONGEST)) : named(override.replace(/ /g, '+')),
    pretty,
    ...(returned && { return: returned }),
    strict: prefer.includes('handling=strict'),
  };
}

const notAcceptable = (written: string): Error =>
  refusal(
    406,
    'not-supported',
    `Format non disponible\u00A0: ${written.slice(0, 200)}. application/fhir+json et application/fhir+xml (fhirVersion=4.0) le sont.`,
    `Format not available: ${written.slice(0, 200)}. application/fhir+json and application/fhir+xml (fhirVersion=4.0) are.`,
  );

function named(written: string): Format {
  const { type, parameters } = mediaType(written);
  const format = formatOf(type);
  if (!format || !isOurVersion(parameters.get('fhirversion'))) throw notAcceptable(written);
  return format;
}

function accepted(accept: string): Format {
  if (accept.trim() === '') return 'json';
  let best: { format: Format; quality: number } | undefined;
  for (const one of accept.split(',')) {
    const { type, parameters } = mediaType(one);
    const format = ['*/*', 'application/*'].includes(type) ? 'json' : formatOf(type);
    const quality = Number(parameters.get('q') ?? 1);
    if (!format || !isOurVersion(parameters.get('fhirversion')) || !(quality > 0)) continue;
    if (!best || quality > best.quality) best = { format, quality };
  }
  if (!best) throw notAcceptable(accept);
  return best.format;
}

/**
 * In which format the body of a request is written.
 * @throws Refused (415) for another media type, version or character set
 */
export function contentOf(headers: Readonly<Record<string, string>>): Format | 'json-patch' {
  const written = headers['content-type'] ?? '';
  const { type, parameters } = mediaType(written.slice(0, LONGEST));
  const format = type === PATCH_TYPE ? 'json-patch' : formatOf(type);
  const charset = parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  const coded = headers['content-encoding'];
  if (
    format
    && isOurVersion(parameters.get('fhirversion'))
    && ['utf-8', 'utf8'].includes(charset)
    && (coded === undefined || coded === 'identity')
  )
    return format;
  const found = coded === undefined || coded === 'identity' ? written : `Content-Encoding ${coded}`;
  throw refusal(
    415,
    'not-supported',
    `Type de contenu non pris en charge\u00A0: ${found.slice(0, 200) || 'absent'}. application/fhir+json et application/fhir+xml, en UTF-8 et FHIR 4.0, le sont.`,
    `Content type not supported: ${found.slice(0, 200) || 'absent'}. application/fhir+json and application/fhir+xml, in UTF-8 and FHIR 4.0, are.`,
  );
}
