import { type Bilingual, shorten } from '../../src/model/index.js';
import type { Constraint, StatedValue } from '../../src/protocols/fhir/definitions.js';
import { type FhirNode, isPrimitiveType, loadFhirpath, nodeOfPlain, plainOf } from '../../src/protocols/fhir/index.js';
import { BudgetExceeded, within } from '../../src/protocols/xpath/index.js';
import { IN_FRENCH } from './invariants-in-french.js';
import { RULE } from './rules.js';
import { containerOf, resourceOf, type Resolver } from './references.js';
import { named, valueOf } from './values.js';

/** An invariant to judge at a node, once the walk is over. */
export interface Invariant {
  constraint: Constraint;
  node: FhirNode;
  /** path or type by which FHIRPath knows the types below: `Patient.contact`, `HumanName` */
  base: string;
}

/** What an expression may ask of the walk. */
export interface Oracle {
  conforms(node: FhirNode, canonical: string): boolean | undefined;
  /** whether a code is in a value set; undefined: cannot be told */
  memberOf(valueSet: string, system: string | undefined, code: string): boolean | undefined;
  resolver: Resolver;
  /** what a primitive is in JSON, for what came in XML */
  jsonType: (node: FhirNode) => 'string' | 'number' | 'boolean' | undefined;
  patience: Patience;
  /** Remembers how far the walk is; what it returns takes the walk back there, after an interruption. */
  mark(): () => void;
}

export interface Judged {
  invariant: Invariant;
  holds: boolean;
  /** it could not be judged, and why */
  error?: string | Bilingual;
}

/** Expressions that nearly every element has, of more than `expressions.ts` reads; a test holds them to what fhirpath says. */
const NATIVE: ReadonlyMap<string, (node: FhirNode) => boolean> = new Map<string, (node: FhirNode) => boolean>([
  [
    'hasValue() or (children().count() > id.count())',
    (node) =>
      node.value !== undefined
      || node.xhtml !== undefined
      || node.children.some(({ name }) => name !== 'id')
      // in JSON, what is empty was told when it was read
      || (node.inArray !== undefined && node.children.length === 0),
  ],
  ['text.`div`.exists()', (node) => named(node, 'text').some((text) => has(text, 'div'))],
]);

/** The expressions that are judged on the tree. */
export const NATIVE_EXPRESSIONS: readonly string[] = [...NATIVE.keys()];

const has = (node: FhirNode, name: string): boolean => node.children.some((child) => child.name === name);

/**
 * Constraints with a rule of their own here, which says more than the expression can: narrative (txt-1, txt-2), references
 * into contained resources (ref-1), contained resources that nothing refers to (dom-3), one fullUrl twice (bdl-7).
 */
const ELSEWHERE = new Set(['txt-1', 'txt-2', 'ref-1', 'dom-3', 'bdl-7']);
const STANDARD = 'http://hl7.org/fhir/StructureDefinition/';

/** Whether a constraint is one that an expression has to judge. */
export const isJudgedByExpression = ({ key, source, expression }: Constraint): boolean =>
  expression !== undefined && !(ELSEWHERE.has(key) && (source === undefined || source.startsWith(STANDARD)));

/** Judges one invariant on the tree where that is enough; undefined: it takes FHIRPath. */
export const judgeNatively = ({ constraint: { expression = '' }, node }: Invariant): boolean | undefined => NATIVE.get(expression)?.(node);

type Compiled = (value: unknown, variables: Record<string, unknown>) => unknown[];
type Engine = (expression: string, base: string) => Compiled;

const compiled = new Map<string, Compiled | Error>();
let engine: Engine | undefined;
/** Loads the engine before any clock runs: interrupted, it would stay half loaded. */
const load = (): Engine => (engine ??= fhirpathEngine());
/** what the functions of the expression under way ask */
let asked: { oracle: Oracle; nodes: (value: unknown) => FhirNode | undefined } | undefined;

function fhirpathEngine(): Engine {
  const { fhirpath, model, quiet } = loadFhirpath();
  const options = {
    ...quiet,
    userInvocationTable: {
      htmlChecks: { fn: () => [true], arity: { 0: [] } },
      resolve: { fn: (inputs: unknown[]) => inputs.flatMap(resolved), arity: { 0: [] } },
      conformsTo: { fn: (inputs: unknown[], canonical: string) => inputs.map((one) => conforms(one, canonical)), arity: { 1: ['String'] } },
      replace: {
        fn: replacing((pattern) => new RegExp(pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'g')),
        arity: { 2: ['String', 'String'] },
      },
      replaceMatches: { fn: replacing((pattern) => new RegExp(pattern, 'gu')), arity: { 2: ['String', 'String'] } },
      memberOf: { fn: (inputs: unknown[], valueSet: string) => inputs.flatMap((one) => isMember(one, valueSet)), arity: { 1: ['String'] } },
    },
  };
  return (expression, base) => fhirpath.compile(base === '' ? expression : { base, expression }, model, options as never);
}

const LONGEST_TEXT = 16 * 1024 ** 2;

/** replace() and replaceMatches(), of results that are not longer than any text: no clock interrupts the making of one. */
const replacing =
  (search: (pattern: string) => RegExp) =>
  (inputs: readonly unknown[], pattern: string, substitution: string): string[] => {
    if (inputs.length > 1) throw new Error('replace() takes one text');
    const [text] = inputs;
    if (typeof text !== 'string' || typeof pattern !== 'string' || typeof substitution !== 'string') return [];
    // a dollar may stand for all that is before or after what was found
    const each = (substitution.length + 1) * (substitution.includes('$') ? text.length + 1 : 1);
    if ((text.length + 1) * each > LONGEST_TEXT) throw new Error(`replace() makes more than ${LONGEST_TEXT} characters`);
    return [text.replace(search(pattern), substitution)];
  };

function resolved(reference: unknown): unknown[] {
  const written = typeof reference === 'string' ? reference : (reference as { reference?: unknown } | null)?.reference;
  if (typeof written !== 'string' || !asked) return [];
  const from = asked.nodes(reference);
  const target = from && asked.oracle.resolver.resolve(written, from);
  if (target && 'node' in target) return [plainOf(target.node, asked.oracle.jsonType)];
  // what is elsewhere is known by its type at least
  return target?.where === 'outside' && target.type !== undefined ? [{ resourceType: target.type }] : [];
}

function conforms(value: unknown, canonical: string): boolean {
  const node = asked?.nodes(value);
  const answer = node && asked?.oracle.conforms(node, canonical);
  if (answer === undefined) throw new Error(`conformsTo(${canonical})`);
  return answer;
}

function isMember(value: unknown, valueSet: string): boolean[] {
  // XML does not say that one coding is a list
  const codings = typeof value === 'string' ? { code: value } : ((value as { coding?: unknown }).coding ?? value);
  const answers = [codings].flat().map((coding) => {
    const { system, code } = coding as { system?: string; code?: string };
    return code === undefined ? false : asked?.oracle.memberOf(valueSet, system, code);
  });
  if (answers.includes(true)) return [true];
  if (answers.includes(undefined)) throw new Error(`memberOf(${valueSet})`);
  return [false];
}

/** `value` of a primitive: the engine knows a primitive as its value, which has no children. */
const VALUE = /'(?:[^'\\]|\\.){0,2000}'|(?<![\w.$%`])value(?![\w(`])/g;
const ofPrimitive = (expression: string): string => expression.replace(VALUE, (found) => (found === 'value' ? '$this' : found));

function compile(expression: string, base: string): Compiled {
  const key = `${base}\n${expression}`;
  let known = compiled.get(key);
  if (!known) {
    try {
      known = load()(isPrimitiveType(base) ? ofPrimitive(expression) : expression, base);
    } catch (error) {
      known = error instanceof Error ? error : new Error(String(error));
    }
    compiled.set(key, known);
  }
  if (known instanceof Error) throw known;
  return known;
}

/** What one artefact may still cost; expressions that were interrupted are not tried again. */
export interface Patience {
  milliseconds: number;
  readonly lost: Set<string>;
}

/** No invariant of a conformant profile comes near these: they are judged in a tenth of a millisecond each. */
const MILLISECONDS = { forAll: 10_000, moreForEach: 2, forSome: 1000, forOne: 1000 };
/** judged under one clock, which costs as much as one of them */
const SOME = 100;

export const newPatience = (): Patience => ({ milliseconds: MILLISECONDS.forAll, lost: new Set() });

/**
 * Judges invariants by FHIRPath. An expression that cannot be evaluated, or that takes too long, is told as such; the others
 * are judged all the same.
 */
export function judgeInvariants(invariants: readonly Invariant[], oracle: Oracle): Judged[] {
  const judged: Judged[] = [];
  // what an expression took apart is looked at from where it stands
  const nodes = (value: unknown): FhirNode | undefined => nodeOfPlain(value) ?? invariants[judged.length]?.node;
  const plain = (node: FhirNode): unknown => plainOf(node, oracle.jsonType);
  const one = (invariant: Invariant): Judged => {
    const { constraint, node, base } = invariant;
    try {
      const value = plain(node);
      const expression = constraint.expression!;
      // %context is what the engine starts from, and knows the type of
      const variables = expression.includes('%') ? { resource: plain(resourceOf(node)), rootResource: plain(containerOf(node)) } : {};
      const found = compile(expression, base)(value, variables);
      return { invariant, holds: found.length > 0 && found[0] !== false };
    } catch (error) {
      if (error instanceof BudgetExceeded) throw error;
      return { invariant, holds: true, error: shorten(error instanceof Error ? error.message : String(error), 160) };
    }
  };
  const { patience } = oracle;
  // before the clock runs: what is interrupted while it loads stays half there
  if (invariants.length > 0) engine ??= fhirpathEngine();
  const restore = oracle.mark();
  const before = asked;
  /** Judges the next ones, up to a number of them. Returns whether there was time. */
  const watched = (milliseconds: number, until: number): boolean => {
    try {
      within(milliseconds, () => {
        while (judged.length < until) judged.push(known(invariants[judged.length]!) ?? one(invariants[judged.length]!));
      });
      return true;
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      // what was interrupted had no chance to put things back
      restore();
      asked = { oracle, nodes };
      return false;
    }
  };
  const known = (invariant: Invariant): Judged | undefined =>
    patience.lost.has(invariant.constraint.expression!) ? { invariant, holds: true, error: TOO_LONG } : undefined;
  try {
    asked = { oracle, nodes };
    while (judged.length < invariants.length) {
      const began = performance.now();
      const first = judged.length;
      const next = Math.min(first + SOME, invariants.length);
      if (patience.milliseconds <= 0) judged.push({ invariant: invariants[first]!, holds: true, error: NO_TIME_LEFT });
      // the time may be over just when all is done
      else if (!watched(MILLISECONDS.forSome, next) && judged.length < next) {
        const alone = judged.length;
        const invariant = invariants[alone]!;
        // the time may have gone with those before it: alone, it has its own
        if (!watched(MILLISECONDS.forOne, alone + 1) && judged.length === alone) {
          patience.lost.add(invariant.constraint.expression!);
          judged.push({ invariant, holds: true, error: TOO_LONG });
        }
      }
      patience.milliseconds += (judged.length - first) * MILLISECONDS.moreForEach - (performance.now() - began);
    }
  } finally {
    asked = before;
  }
  return judged;
}

/** Why what was interrupted was not judged. */
export const TOO_LONG: Bilingual = {
  fr: `interrompu au bout de ${MILLISECONDS.forOne / 1000} s`,
  en: `interrupted after ${MILLISECONDS.forOne / 1000} s`,
};
const NO_TIME_LEFT: Bilingual = {
  fr: 'le temps accordé aux invariants de la ressource est épuisé',
  en: 'the time for the invariants of the resource is used up',
};

/** Whether an expression, of the resource that a node stands in, leads to that node; undefined when it cannot be evaluated. */
export function selects(expression: string, node: FhirNode, oracle: Oracle): boolean | undefined {
  const before = asked;
  const plain = (one: FhirNode): unknown => plainOf(one, oracle.jsonType);
  try {
    asked = { oracle, nodes: (value) => nodeOfPlain(value) ?? node };
    load();
    return within(MILLISECONDS.forOne, () => {
      const resource = plain(resourceOf(node));
      return compile(expression, '')(resource, { resource, rootResource: plain(containerOf(node)) }).includes(plain(node));
    });
  } catch {
    return undefined;
  } finally {
    asked = before;
  }
}

const UCUM = 'http://unitsofmeasure.org';

/** How a quantity compares with a stated one of another UCUM unit, as `compare` does. */
export function compareQuantities(node: FhirNode, { value }: StatedValue): number | undefined {
  const { value: amount, code, system } = value as { value?: unknown; code?: unknown; system?: unknown };
  if (typeof amount !== 'number' || typeof code !== 'string' || /['\\]/.test(code) || system !== UCUM || valueOf(node, 'system') !== UCUM)
    return undefined;
  const is = (sign: string): boolean =>
    compile(`$this ${sign} ${amount.toFixed(8)} '${code}'`, 'Quantity')(
      plainOf(node, ({ name }) => (name === 'value' ? 'number' : undefined)),
      {},
    )[0] === true;
  try {
    return (
      is('=') ? 0
      : is('<') ? -1
      : is('>') ? 1
      : undefined
    );
  } catch {
    // units that are none, or of other dimensions
    return undefined;
  }
}

/** Contained resources that nothing refers to and that refer to nothing of their container (dom-3). */
export function unreferenced(resource: FhirNode): FhirNode[] {
  const contained = named(resource, 'contained');
  if (contained.length === 0) return [];
  const fragments = new Set<string>();
  const toContainer = new Set<FhirNode>();
  const look = (node: FhirNode, inside: FhirNode | undefined): void => {
    if (node.value?.startsWith('#')) {
      if (node.value !== '#') fragments.add(node.value.slice(1));
      else if (inside) toContainer.add(inside);
    }
    // a picture of a narrative may be contained
    for (const [, id = ''] of node.xhtml?.matchAll(/["']#([A-Za-z0-9.-]{1,64})["']/g) ?? []) fragments.add(id);
    for (const child of node.children) look(child, child.name === 'contained' && node === resource ? child : inside);
  };
  look(resource, undefined);
  return contained.filter((one) => !fragments.has(valueOf(one, 'id') ?? '') && !toContainer.has(one));
}

/** What an invariant says, for people: in the words of its author, and in French where the author gave it or it is one of the specification. */
export function wordsOf({ key, human, french, source }: Constraint): Bilingual {
  const en = shorten(human, 300);
  const ofStandard = source?.startsWith(STANDARD) ? IN_FRENCH.get(key) : undefined;
  return { fr: ofStandard ?? (french === undefined ? en : shorten(french, 300)), en };
}

/** The rule that tells a broken invariant. */
export const ruleOf = ({ severity, bestPractice }: Constraint): string =>
  bestPractice ? RULE.bestPractice
  : severity === 'error' ? RULE.invariant
  : RULE.advice;
