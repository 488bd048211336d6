import type { ElementTable, TableChild } from './element-table.js';
import type { FhirNode } from './node.js';
import { isPrimitiveType } from './primitives.js';

/** A number with the digits it was written with: `1.50` (FHIR R4, 2.24.0.1.1: the precision of a decimal is kept). */
export class ExactNumber extends Number {
  constructor(readonly text: string) {
    super(text);
  }
}

/** JSON in which a number that JavaScript would write otherwise is an ExactNumber. */
export type Exact = string | number | boolean | null | ExactNumber | Exact[] | ExactObject;
export interface ExactObject {
  [key: string]: Exact;
}

export const isObject = (value: unknown): value is ExactObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** What a primitive says, as text; nothing for anything else. */
export const textOf = (value: Exact | undefined): string =>
  typeof value === 'object' && !(value instanceof ExactNumber) ? ''
  : value instanceof ExactNumber ? value.text
  : String(value ?? '');

/**
 * The JSON of a resource as it was read, from JSON or XML.
 * @param table tells for XML what is an array, a number, a boolean
 */
export function exactOf(node: FhirNode, table: ElementTable): ExactObject {
  return objectOf(node, node.resourceType ?? node.name, table);
}

function objectOf(node: FhirNode, below: string, table: ElementTable): ExactObject {
  const object: ExactObject = {};
  if (node.resourceType !== undefined) object['resourceType'] = node.resourceType;
  const children = table.children(below);
  const groups = new Map<string, FhirNode[]>();
  for (const child of node.children) {
    const group = groups.get(child.name);
    if (group) group.push(child);
    else groups.set(child.name, [child]);
  }
  for (const [name, group] of groups) {
    // a key that would change what the object is
    if (name === '__proto__' || name === '_proto__') continue;
    const known = children.get(name);
    const { inArray } = group[0]!;
    const many = group.length > 1 || (inArray ?? known?.many ?? false);
    const primitive = known ? isPrimitiveType(known.type) || known.type === 'xhtml' : group.every(isWrittenAsPrimitive);
    if (!primitive) {
      const objects = group.map((child) => objectOf(child, child.resourceType ?? known?.below ?? '', table));
      object[name] = many ? objects : objects[0]!;
      continue;
    }
    if (group.some(({ value }) => value !== undefined)) {
      const values = group.map((child) => valueOf(child, known));
      object[name] = many ? values : values[0]!;
    }
    if (group.some((child) => child.children.length > 0)) {
      const asides = group.map((child) => (child.children.length > 0 ? objectOf(child, known?.type ?? '', table) : null));
      object[`_${name}`] = many ? asides : asides[0]!;
    }
  }
  return object;
}

const isWrittenAsPrimitive = (node: FhirNode): boolean => node.value !== undefined || node.jsonType !== undefined || node.beside;

const NUMBERS: ReadonlySet<string> = new Set(['decimal', 'integer', 'positiveInt', 'unsignedInt']);

function valueOf({ value, jsonType }: FhirNode, known: TableChild | undefined): Exact {
  if (value === undefined) return null;
  if (jsonType === undefined ? known?.type === 'boolean' : jsonType === 'boolean') return value === 'true';
  if (jsonType === undefined ? NUMBERS.has(known?.type ?? '') : jsonType === 'number')
    return String(Number(value)) === value ? Number(value) : new ExactNumber(value);
  return value;
}

/** Writes it as JSON, each number with its digits. */
export function stringifyExact(value: Exact): string {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(stringifyExact).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members: string[] = [];
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${stringifyExact(member)}`);
  }
  return `{${members.join(',')}}`;
}
