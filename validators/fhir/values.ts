import type { StatedValue } from '../../src/protocols/fhir/definitions.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A primitive as JSON has it against its lexical form: `1.50` is the number 1.5. */
function samePrimitive(node: FhirNode, value: unknown): boolean {
  if (node.value === undefined) return false;
  return typeof value === 'number' ? Number(node.value) === value : node.value === String(value);
}

/** The nodes of a name, `div` and the like included. */
export const named = (node: FhirNode, name: string): FhirNode[] => node.children.filter((child) => child.name === name);

/** The value of the first child of a name. */
export const valueOf = (node: FhirNode, name: string): string | undefined => node.children.find((child) => child.name === name)?.value;

/** Whether a node is this value and nothing else (fixed[x]). */
export function isFixed(node: FhirNode, value: unknown): boolean {
  if (!isObject(value)) return samePrimitive(node, value);
  const names = new Set(node.children.map(({ name }) => name));
  return (
    [...names].every((name) => Object.hasOwn(value, name))
    && Object.entries(value).every(([name, one]) => isFixedList(named(node, name), one))
  );
}

function isFixedList(nodes: readonly FhirNode[], value: unknown): boolean {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return nodes.length === list.length && nodes.every((node, i) => isFixed(node, list[i]));
}

/** Whether a node has at least this value (pattern[x]): each item of a list of the pattern is met by some node. */
export function fitsPattern(node: FhirNode, value: unknown): boolean {
  if (!isObject(value)) return samePrimitive(node, value);
  return Object.entries(value).every(([name, one]) => {
    const nodes = named(node, name);
    const list: readonly unknown[] = Array.isArray(one) ? one : [one];
    return list.every((item) => nodes.some((candidate) => fitsPattern(candidate, item)));
  });
}

/** As a finding shows it: what an element has inside as that of a resource is shown, `system: …, code: …`. */
export const shown = ({ value }: StatedValue): string => (isObject(value) ? leaves(value).join(', ') : told(value));

const told = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const leaves = (value: Record<string, unknown>): string[] =>
  Object.entries(value).flatMap(([name, one]) =>
    (Array.isArray(one) ? one : [one]).flatMap((item: unknown) => (isObject(item) ? leaves(item) : [`${name}: ${told(item)}`])),
  );

const DATES = new Set(['date', 'dateTime', 'instant', 'time']);

/**
 * How a node compares with a stated value: negative, zero or positive; undefined where the two cannot be compared (dates
 * of different precision, quantities of different units).
 */
export function compare(node: FhirNode, { type, value }: StatedValue): number | undefined {
  if (isObject(value)) {
    const [unit, stated] = [valueOf(node, 'code'), value['code']];
    const amount = valueOf(node, 'value');
    if (amount === undefined || typeof value['value'] !== 'number' || (stated !== undefined && unit !== stated)) return undefined;
    return Number(amount) - value['value'];
  }
  if (node.value === undefined) return undefined;
  if (!DATES.has(type)) {
    const difference = Number(node.value) - Number(value);
    return Number.isNaN(difference) ? undefined : difference;
  }
  const stated = String(value);
  if (node.value.includes('T') !== stated.includes('T')) {
    const length = Math.min(node.value.length, stated.length, 10);
    const [left, right] = [node.value.slice(0, length), stated.slice(0, length)];
    return (
      left === right ? undefined
      : left < right ? -1
      : 1
    );
  }
  if (!stated.includes('T'))
    return (
      node.value === stated ? 0
      : node.value < stated ? -1
      : 1
    );
  const difference = Date.parse(node.value) - Date.parse(stated);
  return Number.isNaN(difference) ? undefined : difference;
}
