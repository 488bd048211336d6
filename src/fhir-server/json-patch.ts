import { applyPatch, type Operation } from 'rfc6902';
import { FHIR_LIMITS, isObject, type Exact, type ExactObject } from '../protocols/fhir/index.js';
import { refusal, type Refused } from './outcome.js';
import { shown } from './search-request.js';

/** Operations of one patch: more are refused. */
export const MOST_OPERATIONS = 1000;
const LONGEST_POINTER = 2000;
const NEEDS: Readonly<Record<string, readonly ('from' | 'value')[]>> = {
  add: ['value'],
  replace: ['value'],
  test: ['value'],
  remove: [],
  move: ['from'],
  copy: ['from'],
};
/** Keys that lead out of the data. */
const FORBIDDEN = /(?:^|\/)(?:__proto__|constructor|prototype)(?:\/|$)/;

/**
 * Applies a JSON Patch (RFC 6902; FHIR R4, 3.1.0.8) to a copy of a resource.
 * @throws Refused: 400 for what is no patch, 422 for one that cannot be applied, as a test that fails
 */
export function applyJsonPatch(resource: ExactObject, patch: Exact): ExactObject {
  if (!Array.isArray(patch) || patch.length > MOST_OPERATIONS)
    throw malformed(
      `un tableau d’au plus ${MOST_OPERATIONS} opérations est attendu`,
      `an array of at most ${MOST_OPERATIONS} operations is expected`,
    );
  const operations = patch.map((one, index) => operationOf(one, index));
  if (operations.filter(({ op }) => op === 'copy').length > MOST_COPIES)
    throw refusal(403, 'too-costly', `Plus de ${MOST_COPIES} copies.`, `More than ${MOST_COPIES} copies.`);
  const target = structuredCopy(resource) as ExactObject;
  // at most so deep, as far as is known without a look at all of it
  let depth = depthOf(target);
  operations.forEach((operation, index) => {
    const { op, path } = operation;
    const value = 'value' in operation ? depthOf(operation.value as Exact) : 0;
    if (value > DEEPEST) throw tooDeep(index);
    // a copy of everything into itself doubles it each time
    if (op === 'copy' && isLarge(target))
      throw refusal(413, 'too-costly', 'La ressource devient trop grande.', 'The resource becomes too large.');
    const [error] = applyPatch(target, [operation]);
    if (error)
      throw refusal(
        422,
        'processing',
        `L’opération ${index} (${op} ${shown(path)}) ne s’applique pas à la ressource.`,
        `Operation ${index} (${op} ${shown(path)}) cannot be applied to the resource: ${shown(error.message)}.`,
      );
    depth = Math.max(depth, path.split('/').length - 1 + ('from' in operation ? depth : value));
    if (depth > DEEPEST) depth = depthOf(target);
    if (depth > DEEPEST) throw tooDeep(index);
  });
  return target;
}

const MOST_COPIES = 100;
const MOST_VALUES = 100_000;

const DEEPEST = FHIR_LIMITS.maxDepth;

/** How deep a value goes, looked at no deeper than matters; without recursion, for nobody has bounded it yet. */
function depthOf(value: Exact): number {
  let level: Exact[] = [value];
  for (let depth = 0; ; depth++) {
    level = level.flatMap((one) =>
      Array.isArray(one) ? one
      : isObject(one) ? Object.values(one)
      : [],
    );
    if (level.length === 0 || depth > DEEPEST) return depth;
  }
}

const tooDeep = (index: number): Refused =>
  refusal(
    400,
    'too-long',
    `JSON Patch\u00A0: l’opération ${index} fait plus de ${DEEPEST} niveaux.`,
    `JSON Patch: operation ${index} makes more than ${DEEPEST} levels.`,
  );

function isLarge(value: Exact): boolean {
  let left = MOST_VALUES;
  const look = (one: Exact): boolean => {
    left -= 1;
    if (left < 0) return true;
    if (Array.isArray(one)) return one.some(look);
    return isObject(one) && Object.values(one).some(look);
  };
  return look(value);
}

function operationOf(written: Exact, index: number): Operation {
  if (!isObject(written)) throw malformed(`l’opération ${index} n’est pas un objet`, `operation ${index} is no object`);
  const { op, path, from } = written;
  const needs = typeof op === 'string' && Object.hasOwn(NEEDS, op) ? NEEDS[op] : undefined;
  if (!needs) throw malformed(`l’opération ${index} n’a pas d’op connue`, `operation ${index} has no known op`);
  if (!isPointer(path) || (needs.includes('from') && !isPointer(from)))
    throw malformed(`l’opération ${index} n’a pas de chemin (JSON Pointer)`, `operation ${index} has no path (JSON Pointer)`);
  if (needs.includes('value') && written['value'] === undefined)
    throw malformed(`l’opération ${index} n’a pas de valeur`, `operation ${index} has no value`);
  return written as unknown as Operation;
}

const isPointer = (path: Exact | undefined): path is string =>
  typeof path === 'string' && path.length <= LONGEST_POINTER && (path === '' || path.startsWith('/')) && !FORBIDDEN.test(path);

const malformed = (fr: string, en: string): Refused => refusal(400, 'structure', `JSON Patch\u00A0: ${fr}.`, `JSON Patch: ${en}.`);

/** A copy that shares nothing that a patch could change. */
export function structuredCopy(value: Exact): Exact {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, structuredCopy(member)]));
}
