import { isObject, literalReference, loadFhirpath, type Exact, type ExactObject } from '../protocols/fhir/index.js';

/** Finds in a resource the values that an expression is about. */
export type Finder = (resource: ExactObject) => readonly Exact[];

/** One part of a union: a path from the resource, with what stays of what it finds. */
interface Path {
  type: string;
  steps: readonly string[];
  keep: (value: Exact) => boolean;
  /** the type of a choice: `value as Quantity` */
  as?: string;
  rest: readonly string[];
}

const STEP = '[A-Za-z]{1,64}';
const DOTTED = new RegExp(`^[A-Z][A-Za-z]{1,63}(?:\\.${STEP}){0,12}$`);
const TARGET = /^(.{1,300})\.where\(resolve\(\) is ([A-Za-z]{1,64})\)$/;
const SYSTEM = /^(.{1,300})\.where\(system='([a-z]{1,20})'\)$/;
const CAST = new RegExp(`^\\(?(.{1,300}?)(?: as (${STEP})\\)?|\\.(?:as|ofType)\\((${STEP})\\)\\)?)((?:\\.${STEP}){0,3})$`);

const everything = (): boolean => true;

/**
 * Compiles the FHIRPath of a search parameter for one resource type. What nearly all of them are (a path, a choice by its
 * type, references to a type) is followed on the JSON itself; for the rest there is fhirpath.
 */
export function finderOf(expression: string, type: string): Finder {
  const parts = union(expression)
    .map((part) => part.trim())
    .filter((part) => ownerOf(part) === type || ['Resource', 'DomainResource'].includes(ownerOf(part)) || ownerOf(part) === '');
  const finders = parts.map((part): Finder => {
    const path = simplePath(part);
    return path ? (resource) => follow(resource, path) : byFhirpath(part);
  });
  const [only] = finders;
  return finders.length === 1 && only ? only : (resource) => finders.flatMap((find) => find(resource));
}

/**
 * Compiles the expression of a component of a composite parameter: from the element that the composite is about or, where
 * it says so, from the resource.
 */
export function componentFinderOf(expression: string): (resource: ExactObject, element: Exact) => readonly Exact[] {
  const parts = union(expression).map((part) => {
    const written = part.trim();
    const ofResource = written.startsWith('%resource.');
    const path = simplePath(`Element.${ofResource ? written.slice('%resource.'.length) : written}`);
    return { ofResource, find: path ? (from: ExactObject) => follow(from, path) : byFhirpath(written) };
  });
  return (resource, element) =>
    parts.flatMap(({ ofResource, find }) => {
      const from = ofResource ? resource : element;
      return isObject(from) ? find(from) : [];
    });
}

/** The type that an expression begins with. */
const ownerOf = (part: string): string => /^\(*([A-Z][A-Za-z]{1,63})\b/.exec(part)?.[1] ?? '';

/** The parts of a union that stand outside any bracket. */
function union(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < expression.length; at++) {
    const sign = expression[at];
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === '|' && depth === 0) {
      parts.push(expression.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, expression.slice(from)];
}

function simplePath(part: string): Path | undefined {
  const whole = (written: string, more: Partial<Path> = {}): Path | undefined => {
    if (!DOTTED.test(written)) return undefined;
    const [type = '', ...steps] = written.split('.');
    return { type, steps, keep: everything, rest: [], ...more };
  };
  const [, toTarget, target] = TARGET.exec(part) ?? [];
  if (toTarget !== undefined) return whole(toTarget, { keep: (value) => targetType(value) === target });
  const [, toSystem, system] = SYSTEM.exec(part) ?? [];
  if (toSystem !== undefined) return whole(toSystem, { keep: (value) => isObject(value) && value['system'] === system });
  const [, toChoice, one, other, rest = ''] = CAST.exec(part) ?? [];
  if (toChoice !== undefined) return whole(toChoice, { as: one ?? other!, rest: rest.split('.').slice(1) });
  return whole(part);
}

const targetType = (value: Exact): string | undefined =>
  isObject(value) ?
    typeof value['type'] === 'string' && typeof value['reference'] !== 'string' ?
      value['type']
    : literalReference(typeof value['reference'] === 'string' ? value['reference'] : '')?.type
  : undefined;

function follow(resource: ExactObject, { steps, keep, as, rest }: Path): readonly Exact[] {
  let here: Exact[] = [resource];
  steps.forEach((step, index) => {
    const suffix = index === steps.length - 1 ? as : undefined;
    here = here.flatMap((value) => childrenOf(value, step, suffix));
  });
  for (const step of rest) here = here.flatMap((value) => childrenOf(value, step, undefined));
  return here.filter(keep);
}

/** The children of a name: one or an array of them; a choice by its type, or by any. */
function childrenOf(value: Exact, name: string, as: string | undefined): Exact[] {
  if (!isObject(value)) return [];
  if (as !== undefined) {
    const choice = own(value, name + as.charAt(0).toUpperCase() + as.slice(1));
    // `as` on what is no choice says only what it is
    return listed(choice ?? own(value, name));
  }
  const child = own(value, name);
  if (child !== undefined) return listed(child);
  for (const key of Object.keys(value)) if (key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length))) return listed(value[key]);
  return [];
}

const own = (value: ExactObject, name: string): Exact | undefined => (Object.hasOwn(value, name) ? value[name] : undefined);
const listed = (value: Exact | undefined): Exact[] =>
  value === undefined || value === null ? []
  : Array.isArray(value) ? value.filter((one) => one !== null)
  : [value];

let engine: ((expression: string) => Finder) | undefined;

function byFhirpath(expression: string): Finder {
  let compiled: Finder | undefined;
  return (resource) => (compiled ??= (engine ??= fhirpathEngine())(expression))(resource);
}

function fhirpathEngine(): (expression: string) => Finder {
  const { fhirpath, model, quiet } = loadFhirpath();
  const options = {
    ...quiet,
    // the targets are not here: their types are in the references
    userInvocationTable: {
      resolve: { fn: (inputs: Exact[]) => inputs.flatMap((one) => typedOnly(one)), arity: { 0: [] } },
    },
  };
  return (expression) => {
    const evaluate = fhirpath.compile(expression, model, options as never);
    return (resource) => evaluate(resource) as Exact[];
  };
}

/** What is known of the target of a reference from the reference alone: its type. */
const typedOnly = (reference: Exact): Exact[] => {
  const type = targetType(reference);
  return type === undefined ? [] : [{ resourceType: type }];
};
