import { type FhirNode, isPrimitive, isPrimitiveType, jsonTypeOf } from '../../src/protocols/fhir/index.js';
import type { Invariant } from './invariants.js';
import type { Library } from './program.js';
import { resourceOf } from './references.js';
import type { Typing } from './under-way.js';

/** What an expression asks about nodes. */
export interface Types {
  readonly library: Library;
  /** The type of a node by the base definitions; undefined for what they do not have. */
  typing(node: FhirNode): Typing | undefined;
}

type Item = FhirNode | string | number | boolean;
type Collection = readonly Item[];
type Evaluate = (focus: Item, run: Run) => Collection;

/**
 * Thrown where the tree alone does not tell what FHIRPath would say: types, odd JSON, an error to come. The expression is
 * then given to FHIRPath, so that nothing is judged here that it would judge otherwise.
 */
class Doubt extends Error {}
const DOUBT = new Doubt();

/** Items that one evaluation, and all of an artefact, may look at: what goes round in itself is left to what bounds FHIRPath. */
const MOST_STEPS = 200_000;
const MOST_STEPS_OF_ALL = 20_000_000;
const LONGEST_EXPRESSION = 2000;

const NONE: Collection = [];
const TRUE: Collection = [true];
const FALSE: Collection = [false];
const told = (value: boolean): Collection => (value ? TRUE : FALSE);

/** One evaluation under way. */
class Run {
  #steps = 0;
  readonly resource: FhirNode;
  /** of the resource, which `all` and `where` come back to at each of their items */
  readonly #ofResource = new Map<string, Collection>();

  constructor(
    readonly types: Types,
    start: FhirNode,
  ) {
    this.resource = resourceOf(start);
  }

  step(count: number): void {
    this.#steps += count;
    if (this.#steps > MOST_STEPS) throw DOUBT;
  }

  get steps(): number {
    return this.#steps;
  }

  typing(node: FhirNode): Typing {
    const typing = this.types.typing(node);
    if (!typing) throw DOUBT;
    return typing;
  }

  /** The children that a name means, choices included. */
  children(item: Item, name: string): Collection {
    if (item !== this.resource) return this.#childrenOf(item, name);
    let known = this.#ofResource.get(name);
    if (!known) this.#ofResource.set(name, (known = this.#childrenOf(item, name)));
    return known;
  }

  #childrenOf(item: Item, name: string): Collection {
    if (typeof item !== 'object' || item.value !== undefined || item.beside) throw DOUBT;
    const { element, type } = this.typing(item);
    if (isPrimitiveType(type)) throw DOUBT;
    const { byName, choices } = this.types.library.shape(element, type);
    const choice = choices.get(name);
    if (!choice && byName.get(name)?.element.choice !== false) throw DOUBT;
    this.step(item.children.length);
    let found: FhirNode[] | undefined;
    for (const child of item.children) {
      if (choice ? !child.name.startsWith(name) || byName.get(child.name)?.element !== choice : child.name !== name) continue;
      if (!isOrdinary(child) || (found && found[0]!.name !== child.name)) throw DOUBT;
      if (found) found.push(child);
      else found = [child];
    }
    return found ?? NONE;
  }

  /** The value of FHIRPath that a single item is; a date is none that can be told from a text here. */
  value(item: Item): string | number | boolean {
    if (typeof item !== 'object') return item;
    const { value, children, jsonType } = item;
    const { type } = this.typing(item);
    if (value === undefined || children.length > 0 || !isPrimitiveType(type)) throw DOUBT;
    if (jsonType !== undefined && jsonType !== jsonTypeOf(type)) throw DOUBT;
    if (TEXTS.has(type)) return value;
    if (!isPrimitive(type, value)) throw DOUBT;
    if (type === 'boolean') return value === 'true';
    if (INTEGERS.has(type)) return Number(value);
    throw DOUBT;
  }
}

const TEXTS = new Set(['string', 'code', 'uri', 'url', 'canonical', 'id', 'oid', 'uuid', 'markdown']);
const INTEGERS = new Set(['integer', 'positiveInt', 'unsignedInt']);

/** A value as written, or something with content; what is null, empty or has only extensions is FHIRPath's to judge. */
const isOrdinary = ({ value, jsonType, beside, children, xhtml }: FhirNode): boolean =>
  value === undefined ? children.length > 0 && !beside && xhtml === undefined : jsonType !== 'null' && value !== '';

function single(collection: Collection): Item | undefined {
  if (collection.length > 1) throw DOUBT;
  return collection[0];
}

function truth(collection: Collection, run: Run): boolean | undefined {
  const item = single(collection);
  if (item === undefined) return undefined;
  const value = run.value(item);
  if (typeof value !== 'boolean') throw DOUBT;
  return value;
}

/** The values of two single items; undefined when one is not there. */
function pair(left: Collection, right: Collection, run: Run): [string | number | boolean, string | number | boolean] | undefined {
  const [a, b] = [single(left), single(right)];
  if (a === undefined || b === undefined) return undefined;
  const values: [string | number | boolean, string | number | boolean] = [run.value(a), run.value(b)];
  if (typeof values[0] !== typeof values[1]) throw DOUBT;
  return values;
}

/** Dates to the day, or instants to the second: those that compare whatever else a date may be. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

function moments(left: Collection, right: Collection, run: Run): [number, number] | undefined {
  const [a, b] = [left[0], right[0]];
  if (left.length !== 1 || right.length !== 1 || typeof a !== 'object' || typeof b !== 'object') return undefined;
  const form = [INSTANT, DAY].find((one) => one.test(a.value ?? '') && one.test(b.value ?? ''));
  const type = run.typing(a).type;
  if (!form || type !== run.typing(b).type || (type !== 'dateTime' && type !== 'instant' && type !== 'date')) return undefined;
  if (a.children.length > 0 || b.children.length > 0 || !isPrimitive(type, a.value!) || !isPrimitive(type, b.value!)) return undefined;
  const [from, to] = [Date.parse(a.value!), Date.parse(b.value!)];
  // a leap second is no time to Date
  return Number.isNaN(from - to) ? undefined : [from, to];
}

type Operator = (left: Collection, right: Collection, run: Run) => Collection;

const compared =
  (holds: (difference: number) => boolean): Operator =>
  (left, right, run) => {
    if (left.length === 0 || right.length === 0) return NONE;
    const values = moments(left, right, run) ?? pair(left, right, run)!;
    const [a, b] = values;
    if (typeof a !== 'number' || typeof b !== 'number') throw DOUBT;
    return told(holds(a - b));
  };

const equal =
  (wanted: boolean): Operator =>
  (left, right, run) => {
    const values = pair(left, right, run);
    return values ? told((values[0] === values[1]) === wanted) : NONE;
  };

/** Logic of three values: true, false, and undefined for what is empty. */
const logical =
  (decide: (a: boolean | undefined, b: boolean | undefined) => boolean | undefined): Operator =>
  (left, right, run) => {
    const result = decide(truth(left, run), truth(right, run));
    return result === undefined ? NONE : told(result);
  };

const or = (a: boolean | undefined, b: boolean | undefined): boolean | undefined =>
  a === true || b === true ? true
  : a === undefined || b === undefined ? undefined
  : false;
const not = (a: boolean | undefined): boolean | undefined => (a === undefined ? undefined : !a);

/** How tightly an operator binds (FHIRPath, 10), and what it does. */
const OPERATORS: ReadonlyMap<string, { binds: number; apply: Operator }> = new Map([
  ['implies', { binds: 1, apply: logical((a, b) => or(not(a), b)) }],
  ['or', { binds: 2, apply: logical(or) }],
  ['xor', { binds: 2, apply: logical((a, b) => (a === undefined || b === undefined ? undefined : a !== b)) }],
  ['and', { binds: 3, apply: logical((a, b) => not(or(not(a), not(b)))) }],
  [
    'in',
    {
      binds: 4,
      apply: (left, right, run) => {
        const item = single(left);
        if (item === undefined) return NONE;
        const value = run.value(item);
        if (typeof value !== 'string' || right.some((one) => typeof one !== 'string')) throw DOUBT;
        return told(right.includes(value));
      },
    },
  ],
  ['=', { binds: 5, apply: equal(true) }],
  ['!=', { binds: 5, apply: equal(false) }],
  ['<', { binds: 6, apply: compared((difference) => difference < 0) }],
  ['<=', { binds: 6, apply: compared((difference) => difference <= 0) }],
  ['>', { binds: 6, apply: compared((difference) => difference > 0) }],
  ['>=', { binds: 6, apply: compared((difference) => difference >= 0) }],
  [
    '|',
    {
      binds: 7,
      // of texts, as a list to be `in`
      apply: (left, right) => {
        const all = [...left, ...right];
        if (all.some((item) => typeof item !== 'string')) throw DOUBT;
        return all;
      },
    },
  ],
  [
    '+',
    {
      binds: 9,
      apply: (left, right, run) => {
        const values = pair(left, right, run);
        if (!values) return NONE;
        const [a, b] = values;
        if (typeof a !== 'number' || typeof b !== 'number') throw DOUBT;
        return [a + b];
      },
    },
  ],
]);

type Function = (of: Collection, run: Run) => Collection;

/** Functions that take nothing. */
const PLAIN: ReadonlyMap<string, Function> = new Map<string, Function>([
  ['exists', (of) => told(of.length > 0)],
  ['empty', (of) => told(of.length === 0)],
  ['count', (of) => [of.length]],
  ['first', (of) => of.slice(0, 1)],
  [
    'not',
    (of, run) => {
      const value = truth(of, run);
      return value === undefined ? NONE : told(!value);
    },
  ],
  [
    'hasValue',
    (of, run) => {
      const item = single(of);
      if (item === undefined) return FALSE;
      if (typeof item !== 'object' || item.value === undefined || !isPrimitiveType(run.typing(item).type)) throw DOUBT;
      return TRUE;
    },
  ],
]);

/** Functions that take an expression, judged at each item. */
const CRITERIA: ReadonlyMap<string, (of: Collection, criterion: (item: Item) => boolean | undefined) => Collection> = new Map([
  ['where', (of, criterion) => of.filter((item) => criterion(item) === true)],
  ['exists', (of, criterion) => told(of.filter((item) => criterion(item) === true).length > 0)],
  ['all', (of, criterion) => told(of.every((item) => criterion(item) === true))],
] satisfies [string, (of: Collection, criterion: (item: Item) => boolean | undefined) => Collection][]);

/** Functions that take a text. */
const TEXTUAL: ReadonlyMap<string, (text: string, part: string) => boolean> = new Map([
  ['startsWith', (text: string, part: string) => text.startsWith(part)],
  ['contains', (text: string, part: string) => text.includes(part)],
]);

const TOKEN =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|'(?<text>[^'\\]*)'|(?<number>\d{1,9})(?![\d.])|(?<operator>[<>!]=|[=<>|+.()]|\$this\b|%resource\b))/y;

interface Token {
  kind: 'name' | 'text' | 'number' | 'operator' | 'end';
  text: string;
}
const END: Token = { kind: 'end', text: '' };

/** The tokens of an expression; undefined when there are others than those that are judged here. */
function tokensOf(expression: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const written = expression.trimEnd();
  while (TOKEN.lastIndex < written.length) {
    const groups = TOKEN.exec(written)?.groups;
    if (!groups) return undefined;
    for (const kind of ['name', 'text', 'number', 'operator'] as const)
      if (groups[kind] !== undefined) tokens.push({ kind, text: groups[kind] });
  }
  return tokens;
}

const WORDS = new Set(['true', 'false', 'and', 'or', 'xor', 'implies', 'in', 'is', 'as', 'contains', 'div', 'mod']);

/** The part of FHIRPath that most invariants keep to: paths, logic, comparison of texts and numbers, a few functions. */
class Parser {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Evaluate {
    const evaluate = this.#expression(0);
    if (this.#token.kind !== 'end') throw DOUBT;
    return evaluate;
  }

  get #token(): Token {
    return this.tokens[this.#at] ?? END;
  }

  #is(text: string): boolean {
    const { kind } = this.#token;
    return kind !== 'text' && this.#token.text === text;
  }

  #take(text: string): void {
    if (!this.#is(text)) throw DOUBT;
    this.#at++;
  }

  #expression(least: number): Evaluate {
    let left = this.#path();
    for (;;) {
      const { kind, text } = this.#token;
      const operator = kind === 'name' || kind === 'operator' ? OPERATORS.get(text) : undefined;
      if (!operator || operator.binds <= least) return left;
      this.#at++;
      const [a, b, { apply }] = [left, this.#expression(operator.binds), operator];
      // both sides always: what one of them would refuse is not passed over
      left = (focus, run) => apply(a(focus, run), b(focus, run), run);
    }
  }

  #path(): Evaluate {
    let path = this.#term();
    while (this.#is('.')) {
      this.#at++;
      const { kind, text } = this.#token;
      // a function may be named as an operator is: contains('x')
      if (kind !== 'name' || /^[A-Z]/.test(text)) throw DOUBT;
      this.#at++;
      path = this.#is('(') ? this.#call(text, path) : member(text, path);
    }
    return path;
  }

  #term(): Evaluate {
    const { kind, text } = this.#token;
    this.#at++;
    if (kind === 'text') return constant(text);
    if (kind === 'number') return constant(Number(text));
    if (kind === 'name' && (text === 'true' || text === 'false')) return constant(text === 'true');
    if (text === '$this') return (focus) => [focus];
    if (text === '%resource') return (_, { resource }) => [resource];
    if (text === '(') {
      const inner = this.#expression(0);
      this.#take(')');
      return inner;
    }
    if (kind !== 'name') throw DOUBT;
    const here: Evaluate = (focus) => [focus];
    if (this.#is('(')) return this.#call(text, here);
    if (WORDS.has(text)) throw DOUBT;
    if (!/^[A-Z]/.test(text)) return member(text, here);
    // the type of the resource, said before the path
    return (focus) => {
      if (typeof focus !== 'object' || focus.resourceType !== text) throw DOUBT;
      return [focus];
    };
  }

  #call(name: string, of: Evaluate): Evaluate {
    this.#take('(');
    if (this.#is(')')) {
      this.#at++;
      const apply = PLAIN.get(name);
      if (!apply) throw DOUBT;
      return (focus, run) => apply(of(focus, run), run);
    }
    if (name === 'is') {
      const { kind, text } = this.#token;
      if (kind !== 'name') throw DOUBT;
      this.#at++;
      this.#take(')');
      return isType(of, text);
    }
    const argument = this.#token;
    const evaluate = this.#expression(0);
    this.#take(')');
    const textual = TEXTUAL.get(name);
    if (textual) {
      if (argument.kind !== 'text' || argument.text === '') throw DOUBT;
      return (focus, run) => {
        const item = single(of(focus, run));
        if (item === undefined) return NONE;
        const value = run.value(item);
        if (typeof value !== 'string') throw DOUBT;
        return told(textual(value, argument.text));
      };
    }
    const apply = CRITERIA.get(name);
    if (!apply) throw DOUBT;
    return (focus, run) => {
      const items = of(focus, run);
      run.step(items.length);
      return apply(items, (item) => truth(evaluate(item, run), run));
    };
  }
}

const constant = (value: string | number | boolean): Evaluate => {
  const collection = [value];
  return () => collection;
};

function member(name: string, of: Evaluate): Evaluate {
  return (focus, run) => {
    const items = of(focus, run);
    if (items.length === 1) return run.children(items[0]!, name);
    return items.flatMap((item) => run.children(item, name));
  };
}

/** Of a resource only: what a value is, FHIRPath knows. */
function isType(of: Evaluate, name: string): Evaluate {
  return (focus, run) => {
    const item = single(of(focus, run));
    if (item === undefined) return NONE;
    const { library } = run.types;
    if (typeof item !== 'object' || item.resourceType === undefined || library.type(name)?.structure.kind !== 'resource') throw DOUBT;
    return told(library.isA(run.typing(item).type, name));
  };
}

const ready = new Map<string, Evaluate | undefined>();

/** An expression made ready, once; undefined for one that says more than the part of FHIRPath that is judged here. */
function readied(expression: string): Evaluate | undefined {
  if (ready.has(expression)) return ready.get(expression);
  const evaluate = expression.length > LONGEST_EXPRESSION ? undefined : parsed(expression);
  ready.set(expression, evaluate);
  return evaluate;
}

function parsed(expression: string): Evaluate | undefined {
  const tokens = tokensOf(expression);
  try {
    return tokens && new Parser(tokens).whole();
  } catch (error) {
    if (error instanceof Doubt) return undefined;
    throw error;
  }
}

/** Whether an expression is one that can be judged on the tree. */
export const isForTree = (expression: string): boolean => readied(expression) !== undefined;

/**
 * Judges invariants of one artefact on the tree itself, without the plain JSON and the engine of FHIRPath, which take fifty
 * times as long. A test holds it to what that engine says.
 */
export class OnTree {
  #steps = 0;

  constructor(private readonly types: Types) {}

  /** Whether an invariant holds; undefined where its expression or the node is one of which FHIRPath has to be asked. */
  judge({ constraint: { expression = '' }, node, base }: Invariant): boolean | undefined {
    const evaluate = readied(expression);
    if (!evaluate || this.#steps > MOST_STEPS_OF_ALL) return undefined;
    // what is judged as something else than where it stands makes it is FHIRPath's
    if (base !== '' && !base.includes('.') && base !== this.types.typing(node)?.type) return undefined;
    const run = new Run(this.types, node);
    try {
      // nothing is not true
      return truth(evaluate(node, run), run) ?? false;
    } catch (error) {
      if (error instanceof Doubt) return undefined;
      throw error;
    } finally {
      this.#steps += run.steps;
    }
  }
}
