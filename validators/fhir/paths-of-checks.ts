import type { Artefact } from '../../src/model/index.js';
import { loadFhirpath, plainOf, type FhirNode, type JsonType } from '../../src/protocols/fhir/index.js';
import { BudgetExceeded, within } from '../../src/protocols/xpath/index.js';
import { readingOf } from './judge-resource.js';

type Compiled = (value: unknown, variables?: Record<string, unknown>) => unknown[];

/** What came may be as large as a server makes it; the expressions are those of suites. */
const MILLISECONDS = 5000;

let engine: ((expression: string) => Compiled) | undefined;
const compiled = new Map<string, Compiled>();
/** the resource that the expression under way is asked of */
let asked: Record<string, unknown> | undefined;

/** The engine loads when a scenario first asks for it. */
function load(): (expression: string) => Compiled {
  const { fhirpath, model, quiet } = loadFhirpath();
  const options = {
    ...quiet,
    userInvocationTable: { resolve: { fn: (inputs: unknown[]) => inputs.flatMap(resolved), arity: { 0: [] } } },
  };
  return (expression) => fhirpath.compile(expression, model, options as never);
}

const expressionOf = (text: string): Compiled => {
  engine ??= load();
  let known = compiled.get(text);
  if (!known) compiled.set(text, (known = engine(text)));
  return known;
};

/** Whether a text is a FHIRPath expression. */
export function isPath(text: string): boolean {
  try {
    expressionOf(text);
    return true;
  } catch {
    return false;
  }
}

/** The resource of a Bundle that a reference names by the end of its address. */
function resolved(reference: unknown): unknown[] {
  const written = typeof reference === 'string' ? reference : (reference as { reference?: unknown } | null)?.reference;
  const entries: unknown = asked?.['entry'];
  if (typeof written !== 'string' || !Array.isArray(entries)) return [];
  const found = (entries as { fullUrl?: unknown; resource?: { resourceType?: string; id?: string } }[]).find(
    ({ fullUrl, resource }) =>
      fullUrl === written
      || (resource && written.endsWith(`/${resource.id}`) && written.endsWith(`${resource.resourceType}/${resource.id}`)),
  );
  return found?.resource ? [found.resource] : [];
}

/** XML does not tell a truth value from a text that reads like one. */
const typeInXml = ({ value, children }: FhirNode): JsonType | undefined =>
  value === 'true' || value === 'false' ? 'boolean'
  : value !== undefined && children.length === 0 ? 'string'
  : undefined;

/**
 * What a FHIRPath expression finds in the resource of an artefact, or in a part of it that an expression before found;
 * nothing where there is no resource.
 * @throws Error for an expression that cannot be evaluated, or takes longer than 5 s
 */
export function evaluate(artefact: Artefact, expression: string, from?: unknown): unknown[] {
  const { root } = artefact.bytes.length === 0 ? { root: undefined } : readingOf(artefact);
  if (!root) return [];
  const run = expressionOf(expression);
  const whole = plainOf(root, typeInXml);
  asked = whole as Record<string, unknown>;
  try {
    return within(MILLISECONDS, () => run(from ?? whole, { resource: whole }));
  } catch (error) {
    if (error instanceof BudgetExceeded) throw new Error(`${expression}: takes longer than ${MILLISECONDS / 1000} s`, { cause: error });
    throw error;
  } finally {
    asked = undefined;
  }
}
