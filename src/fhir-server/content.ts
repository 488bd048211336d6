import type { Finding } from '../model/index.js';
import {
  textOf,
  type ElementTable,
  exactOf,
  type ExactObject,
  type FhirReading,
  isObject,
  readFhirJson,
  readFhirXml,
  stringifyExact,
  writeFhirXml,
} from '../protocols/fhir/index.js';
import type { Format } from './negotiation.js';
import { Refused, type Issue, type IssueCode } from './outcome.js';

/**
 * Reads the resource that a request carries.
 * @throws Refused (400) naming what of it cannot be read, and where
 */
export function readResource(bytes: Uint8Array, format: Format, table: ElementTable): ExactObject {
  const { root, problems }: FhirReading = (format === 'xml' ? readFhirXml : readFhirJson)(bytes);
  const unreadable = problems.filter(({ kind }) =>
    ['syntax', 'bound', 'dtd', 'encoding', 'duplicate-key', 'root', 'number'].includes(kind),
  );
  if (root && root.resourceType !== undefined && unreadable.length === 0) return exactOf(root, table);
  const issues = unreadable.slice(0, 20).map(({ kind, place, actual, detail }): Issue => {
    const found = actual === '' ? '' : ` (${actual})`;
    return {
      severity: 'fatal',
      code: kind === 'bound' ? 'too-long' : 'structure',
      text: {
        fr: `Ce n’est pas une ressource FHIR en ${format.toUpperCase()}\u00A0: ${detail?.fr ?? kind}${found}.`,
        en: `This is no FHIR resource in ${format.toUpperCase()}: ${detail?.en ?? kind}${found}.`,
      },
      location: `line ${place.line}, column ${place.column}`,
    };
  });
  throw new Refused(400, issues.length > 0 ? issues : [NO_RESOURCE]);
}

const NO_RESOURCE: Issue = {
  severity: 'fatal',
  code: 'structure',
  text: { fr: 'Le corps de la requête n’est pas une ressource FHIR.', en: 'The body of the request is no FHIR resource.' },
};

/** The resource that the store keeps as JSON. */
export function stored(body: string, table: ElementTable): ExactObject {
  return exactOf(readFhirJson(Buffer.from(body)).root!, table);
}

/** Writes an answer, which is JSON, in the format that was asked for. */
export function written(json: string, format: Format, pretty: boolean, table: ElementTable): Buffer {
  if (format === 'xml') return Buffer.from(writeFhirXml(readFhirJson(Buffer.from(json)).root!, table));
  if (!pretty) return Buffer.from(json);
  return Buffer.from(`${indented(json)}\n`);
}

/** JSON with a line for each member; numbers keep their digits, because nothing is read. */
function indented(json: string): string {
  const lines: string[] = [];
  let depth = 0;
  let inString = false;
  let line = '';
  const end = (): void => {
    lines.push(line);
    line = '  '.repeat(depth);
  };
  for (let at = 0; at < json.length; at++) {
    const sign = json[at]!;
    if (inString) {
      line += sign;
      if (sign === '\\') line += json.charAt((at += 1));
      else if (sign === '"') inString = false;
    } else if (sign === '{' || sign === '[') {
      line += sign;
      depth += 1;
      end();
    } else if (sign === '}' || sign === ']') {
      depth -= 1;
      end();
      line += sign;
    } else {
      line += sign === ':' ? ': ' : sign;
      if (sign === '"') inString = true;
      if (sign === ',') end();
    }
  }
  return [...lines, line].join('\n');
}

/** What a validation found, as issues: errors refuse, the rest is told. */
export const issuesOf = (findings: readonly Finding[]): Issue[] =>
  findings.slice(0, MOST_ISSUES).map(({ severity, place, message, expected, actual, rule }) => ({
    severity,
    code: CODES.get(rule) ?? 'invariant',
    text: {
      fr: [
        sentence(message.fr),
        ...(expected ? [`Attendu\u00A0: ${expected.fr}.`] : []),
        ...(actual ? [`Trouvé\u00A0: ${actual.fr}.`] : []),
        `[${rule}]`,
      ].join(' '),
      en: [
        sentence(message.en),
        ...(expected ? [`Expected: ${expected.en}.`] : []),
        ...(actual ? [`Found: ${actual.en}.`] : []),
        `[${rule}]`,
      ].join(' '),
    },
    expression: place.path,
    location: `line ${place.line}, column ${place.column}`,
  }));

const sentence = (text: string): string => (/[.!?:;]$/.test(text) ? text : `${text}.`);

const MOST_ISSUES = 100;

/** What FHIR calls what rules of the validator find (http://hl7.org/fhir/issue-type); the others find broken invariants. */
const CODES: ReadonlyMap<string, IssueCode> = new Map<string, IssueCode>([
  ...['FHIR-04', 'FHIR-05', 'FHIR-06', 'FHIR-12', 'FHIR-13', 'FHIR-14', 'FHIR-15', 'FHIR-16', 'FHIR-17'].map(
    (rule) => [rule, 'structure'] as const,
  ),
  ...['FHIR-20', 'FHIR-21', 'FHIR-23', 'FHIR-24', 'FHIR-25', 'FHIR-26', 'FHIR-27', 'FHIR-28'].map((rule) => [rule, 'value'] as const),
  ...['FHIR-10', 'FHIR-50'].map((rule) => [rule, 'required'] as const),
  ['FHIR-30', 'code-invalid'],
]);

const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
const ALWAYS: ReadonlySet<string> = new Set(['resourceType', 'id', 'meta']);

/** What of a resource an answer has (FHIR R4, 3.1.1.5.8 and 3.1.1.5.9): marked as a part where something was left out. */
export interface Part {
  /** elements of its summary, by path */
  summary?: ReadonlySet<string>;
  /** names that were asked for; mandatory elements come with them */
  elements?: readonly string[];
  /** text, id, meta and what is mandatory */
  textOnly?: boolean;
  withoutText?: boolean;
}

/** A part of a resource, as JSON. */
export function partOf(body: string, { summary, elements, textOnly, withoutText }: Part, table: ElementTable): string {
  const resource = stored(body, table);
  const type = textOf(resource['resourceType']);
  const children = table.children(type);
  const bare = (key: string): string => (key.startsWith('_') ? key.slice(1) : key);
  const keep = (key: string): boolean => {
    const name = bare(key);
    if (ALWAYS.has(name)) return true;
    const known = children.get(name);
    if (withoutText) return name !== 'text';
    if (known?.mandatory || (elements && known?.modifier)) return true;
    if (textOnly) return name === 'text';
    if (elements) return elements.includes(name) || elements.includes(stemOf(name));
    return summary !== undefined && (summary.has(`${type}.${name}`) || summary.has(`${type}.${stemOf(name)}[x]`));
  };
  const kept: ExactObject = {};
  for (const [key, value] of Object.entries(resource)) if (keep(key)) kept[key] = value;
  const meta = isObject(kept['meta']) ? kept['meta'] : {};
  const tag = Array.isArray(meta['tag']) ? meta['tag'] : [];
  kept['meta'] = { ...meta, tag: [...tag, SUBSETTED] };
  return stringifyExact(kept);
}

/** The name of the choice that a name may be of: `value` for `valueQuantity`. */
const stemOf = (name: string): string => /^[a-z]+(?=[A-Z])/.exec(name)?.[0] ?? name;
