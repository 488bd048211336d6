import { FN, XS, type Axis, type ComparisonOp, type Expr, type NodeTest, type PatternAlternative, type PatternStep } from './ast.js';
import { FUNCTIONS, type FunctionSpec } from './functions.js';
import { UnsupportedExpression, XPathError } from './values.js';

/** What a variable stands for in the code: its JavaScript, and what is known of its value before anything runs. */
export interface Variable {
  /** JavaScript that gives its value as a sequence */
  code: string;
  type: Type;
  /** the same for every document: it depends on literals and on documents of the pack alone */
  constant: boolean;
  /** its expression, when that is a literal: then uses of the variable are uses of the literal */
  literal?: Expr;
}

/** Variables in scope by expanded name; one that could not be made is the error that whatever uses it meets. */
export type Scope = ReadonlyMap<string, Variable | Error>;

const known = (scope: Scope, name: string): Variable | undefined => {
  const variable = scope.get(name);
  return variable instanceof Error ? undefined : variable;
};

type StepExpr = Expr & { kind: 'step' };
type ItemKind = 'node' | 'string' | 'boolean' | 'integer' | 'double' | 'any';

/** Static type: what each item is, and how many there may be. */
interface Type {
  item: ItemKind;
  count: 'one' | 'optional' | 'many';
}

/** The focus of an expression: JavaScript for the context item, its position and the size. */
interface Focus {
  item: string;
  /** what the context item is known to be; 'none' where there is none */
  is: 'node' | 'any' | 'none';
  position?: string;
  size?: string;
}

const NODE: Focus = { item: 'n', is: 'node', position: '1', size: '1' };
const FULL: Focus = { item: 'n', is: 'node', position: 'p', size: 's' };

const COMPARE: Readonly<Record<ComparisonOp, string>> = { eq: '===', ne: '!==', lt: '<', le: '<=', gt: '>', ge: '>=' };
const REVERSED: Readonly<Record<ComparisonOp, ComparisonOp>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };
/** Every turn of a loop is counted: see limits.ts. */
const COUNT = 'if(--W.left<0)R.over();';
const ANY: Type = { item: 'any', count: 'many' };
const NODES: Type = { item: 'node', count: 'many' };
const BOOLEAN: Type = { item: 'boolean', count: 'one' };
const STRING: Type = { item: 'string', count: 'one' };
const INTEGER: Type = { item: 'integer', count: 'one' };
const DOUBLE: Type = { item: 'double', count: 'one' };

const js = (value: string): string => JSON.stringify(value).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);

/**
 * Writes JavaScript for XPath expressions and match patterns (XPath 2.0; XSLT 2.0, 5.5). All that is compiled by one
 * compiler becomes one program: expressions that come out as the same code share one function, so that the thousands of
 * near-identical rules of a published profile cost what is different in them. The program is run by `program.ts`.
 *
 * Choices that make it fast, all invisible in the results:
 *   a path is a loop that stops at the first answer where only existence counts;
 *   `a[@b = 'c']` compares bare strings, since attributes are always untyped here;
 *   what depends on documents of the pack alone (value sets) is worked out once per process and looked up by hash.
 */
export class Compiler {
  readonly #functions = new Map<string, string>();
  readonly #declarations: string[] = [];
  /** variables of the program that hold nodes of the document at hand */
  readonly #holders: string[] = ['C', 'ROOT', 'D.item', 'D.current'];
  readonly #names = new Map<string, string>();
  readonly #locals = new Map<string, string>();
  readonly #namespaces = new Map<string, string>();
  readonly #specs = new Map<string, string>();
  #serial = 0;

  constructor(
    /** XPath 1.0 compatibility mode, for schematrons of query binding xslt or xpath */
    readonly compatible: boolean,
  ) {}

  /** A JavaScript function name: `(n) => boolean`, the effective boolean value with `n` as context node. */
  test(expr: Expr, scope: Scope): string {
    return this.#define('n', this.#ebv(expr, NODE, scope));
  }

  /** A JavaScript function name: `(n) => string`, what xsl:value-of writes. */
  text(expr: Expr, scope: Scope): string {
    return this.#define('n', `R.valueOf(${this.#sequence(expr, NODE, scope)},${this.compatible})`);
  }

  /** A JavaScript function name: `(n) => string`, the name of the first node an expression selects. */
  nameText(expr: Expr, scope: Scope): string {
    return this.#define('n', `R.nameOfFirst(${this.#sequence(expr, NODE, scope)})`);
  }

  /**
   * A variable whose value is worked out when it is first read. `each` says how long it holds: for one firing of a rule
   * (the context is the node it fired on), or for one document (the context is its root).
   */
  variable(expr: Expr, scope: Scope, each: 'rule' | 'document'): Variable {
    const type = this.#type(expr, scope);
    if (isLiteral(expr)) return { code: this.#sequence(expr, NODE, scope), type, constant: true, literal: expr };
    if (this.#isConstant(expr, scope))
      return {
        code: `${this.#constant(this.#sequence(expr, { ...NODE, is: 'none', item: 'undefined' }, scope))}.items`,
        type,
        constant: true,
      };
    const [stamp, context] = each === 'rule' ? ['G', 'C'] : ['GD', 'ROOT'];
    const value = this.#define('n', this.#sequence(expr, NODE, scope));
    const key = `let ${each} ${value}`;
    let name = this.#functions.get(key);
    if (name === undefined) {
      name = `v${this.#serial++}`;
      this.#functions.set(key, name);
      // current() is the context node of the variable, not of whoever reads it first
      const compute = each === 'rule' ? `${value}(${context})` : `R.withCurrent(${context},C,(c)=>{C=c},()=>${value}(${context}))`;
      this.#holders.push(`${name}x`);
      this.#declarations.push(
        `let ${name}x,${name}g=-1;function ${name}(){if(${name}g!==${stamp}){${name}x=${compute};${name}g=${stamp}}return ${name}x}`,
      );
    }
    return { code: `${name}()`, type, constant: false };
  }

  /**
   * JavaScript function names, `(n) => boolean`, one for each step, last step first: what the step asks of the node itself.
   * That the node has the right parent or ancestor is for the caller to know. A pattern with current() in it asks about the
   * node that is to match wherever it stands: it is one function, and `steps` is 1.
   */
  pattern(alternative: PatternAlternative, scope: Scope): string[] {
    const { steps, absolute } = alternative;
    if (steps.length === 0) return [this.#define('n', 'n.kind===0')];
    if (steps.length > 1 && JSON.stringify(steps).includes('"local":"current"')) return [this.#patternFrom(steps, 0, absolute, scope)];
    return steps.map((step) => this.#define('n', this.#stepConditions(step, scope).join('&&') || 'true'));
  }

  /** The program as JavaScript text: an expression that is a function of the runtime and of its environment. */
  program(entries: Readonly<Record<string, readonly string[]>>): string {
    const lists = Object.entries(entries).map(([name, functions]) => `${name}:[${functions.join(',')}]`);
    const constants = [
      ...[...this.#names].map(([key, name]) => {
        const [namespace, local] = key.split('\u0000') as [string, string];
        return `${name}=R.nameNumber(${js(namespace)},${js(local)})`;
      }),
      ...[...this.#locals].map(([local, name]) => `${name}=R.localNumber(${js(local)})`),
      ...[...this.#namespaces].map(([namespace, name]) => `${name}=R.namespaceNumber(${js(namespace)})`),
      ...[...this.#specs].map(([key, name]) => `${name}=R.FUNCTIONS.get(${js(key)})`),
    ];
    return (
      `(function(R,D){"use strict";`
      + `const LOC=R.localNumbers,NSP=R.namespaceNumbers,W=R.budget;`
      + (constants.length > 0 ? `const ${constants.join(',')};` : '')
      + `let C,ROOT,G=0,GD=0;`
      + this.#declarations.join('\n')
      + `\nreturn{begin(root){ROOT=root;C=root;GD++;G++},end(){${this.#holders.join('=')}=undefined},`
      + `fire(n){C=n;G++},look(n){C=n},${lists.join(',')}}})`
    );
  }

  // ---- functions of the program

  #define(parameters: string, expression: string): string {
    return this.#defineBody(parameters, `return ${expression}`);
  }

  #defineBody(parameters: string, body: string): string {
    const key = `${parameters}|${body}`;
    let name = this.#functions.get(key);
    if (name === undefined) {
      name = `f${this.#serial++}`;
      this.#functions.set(key, name);
      this.#declarations.push(`function ${name}(${parameters}){${body}}`);
    }
    return name;
  }

  /** A value that is the same for every document: computed when first asked for, then kept with its indexes. */
  #constant(sequence: string): string {
    const key = `const ${sequence}`;
    let name = this.#functions.get(key);
    if (name === undefined) {
      name = `k${this.#serial++}`;
      this.#functions.set(key, name);
      this.#declarations.push(`let ${name}x;function ${name}(){return ${name}x??(${name}x=new R.Constant(${sequence}))}`);
    }
    return `${name}()`;
  }

  #name(namespace: string, local: string): string {
    return intern(this.#names, `${namespace}\u0000${local}`, 'N');
  }

  // ---- static knowledge

  #type(expr: Expr, scope: Scope): Type {
    switch (expr.kind) {
      case 'string':
        return STRING;
      case 'integer':
        return INTEGER;
      case 'double':
        return DOUBLE;
      case 'variable': {
        return this.#variable(expr, scope).type;
      }
      case 'root':
        return { item: 'node', count: 'one' };
      case 'step':
        return {
          item: 'node',
          count: expr.axis === 'self' || expr.axis === 'parent' || (expr.axis === 'attribute' && isNamed(expr.test)) ? 'optional' : 'many',
        };
      case 'path': {
        const right = this.#type(expr.right, scope);
        return { item: right.item, count: this.#type(expr.left, scope).count === 'one' ? right.count : 'many' };
      }
      case 'filter': {
        const base = this.#type(expr.base, scope);
        return { item: base.item, count: base.count === 'one' ? 'optional' : base.count };
      }
      case 'union':
      case 'intersect':
      case 'except':
        return NODES;
      case 'or':
      case 'and':
      case 'general':
      case 'quantified':
      case 'instance-of':
      case 'castable':
        return BOOLEAN;
      case 'value':
      case 'node-comparison':
        return { item: 'boolean', count: 'optional' };
      case 'sequence':
        return expr.items.length === 1 ? this.#type(expr.items[0]!, scope) : ANY;
      case 'if': {
        const [a, b] = [this.#type(expr.then, scope), this.#type(expr.else, scope)];
        return a.item === b.item && a.count === b.count ? a : { item: a.item === b.item ? a.item : 'any', count: 'many' };
      }
      case 'call': {
        const spec = this.#spec(expr);
        const count = 'one';
        switch (spec.result) {
          case 'boolean':
          case 'string':
          case 'integer':
          case 'double':
            return spec.optional ? { item: 'any', count: 'optional' } : { item: spec.result, count };
          default:
            return (
              expr.local === 'current' || expr.local === 'root' ? { item: 'node', count: 'optional' }
              : expr.local === 'doc' || expr.local === 'document' || spec.result === 'node' ? NODES
              : ANY
            );
        }
      }
      default:
        return ANY;
    }
  }

  #spec(expr: Expr & { kind: 'call' }): FunctionSpec {
    const spec = FUNCTIONS.get(`{${expr.namespace}}${expr.local}`);
    if (spec === undefined)
      throw new UnsupportedExpression(`function ${expr.namespace === FN ? '' : `{${expr.namespace}}`}${expr.local}()`);
    if (expr.args.length < spec.min || expr.args.length > spec.max)
      throw new XPathError(
        'XPST0017',
        `${expr.local}() takes ${spec.min === spec.max ? spec.min : `${spec.min} to ${spec.max}`} arguments, not ${expr.args.length}`,
        expr.at,
      );
    return spec;
  }

  #variable(expr: Expr & { kind: 'variable' }, scope: Scope): Variable {
    const variable = scope.get(expr.name);
    if (variable === undefined) throw new XPathError('XPST0008', `variable $${expr.name} is not declared here`, expr.at);
    if (variable instanceof Error) throw variable;
    return variable;
  }

  /** Whether the focus can be seen from here: a context item, a position, or a path that starts from it. */
  #usesFocus(expr: Expr): boolean {
    switch (expr.kind) {
      case 'context':
      case 'root':
      case 'step':
        return true;
      case 'path':
        return this.#usesFocus(expr.left);
      case 'filter':
        return this.#usesFocus(expr.base);
      case 'call':
        return this.#spec(expr).usesFocus(expr.args.length) || expr.args.some((a) => this.#usesFocus(a));
      default:
        return childrenOf(expr).some((e) => this.#usesFocus(e));
    }
  }

  /** Whether the value can only depend on the text of the expression and on documents of the pack. */
  #isConstant(expr: Expr, scope: Scope, inner = false): boolean {
    switch (expr.kind) {
      case 'variable':
        return known(scope, expr.name)?.constant ?? inner;
      case 'context':
        return inner;
      case 'root':
        return inner;
      case 'step':
        return inner && expr.predicates.every((p) => this.#isConstant(p, scope, true));
      case 'path':
        return this.#isConstant(expr.left, scope, inner) && this.#isConstant(expr.right, scope, true);
      case 'filter':
        return this.#isConstant(expr.base, scope, inner) && expr.predicates.every((p) => this.#isConstant(p, scope, true));
      case 'call': {
        if (expr.namespace === FN && NOT_CONSTANT.has(expr.local)) return false;
        const spec = this.#spec(expr);
        if (spec.usesFocus(expr.args.length) && !inner) return false;
        return expr.args.every((a) => this.#isConstant(a, scope, inner));
      }
      case 'for':
      case 'quantified':
        return false;
      default:
        return childrenOf(expr).every((e) => this.#isConstant(e, scope, inner));
    }
  }

  /** Constant, and worth keeping: it reads a document. */
  #readsPack(expr: Expr, scope: Scope): boolean {
    const reads = (e: Expr): boolean =>
      (e.kind === 'call' && (e.local === 'doc' || e.local === 'document'))
      || (e.kind === 'variable' && known(scope, e.name)?.constant === true && known(scope, e.name)?.literal === undefined)
      || childrenOf(e).some(reads);
    return reads(expr) && this.#isConstant(expr, scope);
  }

  /** How a predicate selects: by truth, by position, or as only its value can tell. */
  #predicate(expr: Expr, scope: Scope): 'truth' | 'position' | 'value' {
    if (this.#usesPosition(expr)) return 'value';
    const { item } = this.#type(expr, scope);
    if (item === 'integer') return 'position';
    if (item === 'boolean' || item === 'string' || item === 'node') return 'truth';
    return 'value';
  }

  #selectsByTruth(step: StepExpr, scope: Scope): boolean {
    return step.predicates.every((p) => this.#predicate(p, scope) === 'truth');
  }

  #usesPosition(expr: Expr): boolean {
    if (expr.kind === 'call' && expr.namespace === FN && (expr.local === 'position' || expr.local === 'last') && expr.args.length === 0)
      return true;
    if (expr.kind === 'step') return false;
    if (expr.kind === 'path') return this.#usesPosition(expr.left);
    if (expr.kind === 'filter') return this.#usesPosition(expr.base);
    return childrenOf(expr).some((e) => this.#usesPosition(e));
  }

  // ---- truth

  #ebv(expr: Expr, f: Focus, scope: Scope): string {
    switch (expr.kind) {
      case 'or':
      case 'and':
        // a chain is one list: V8 takes no more nesting than we do
        return `(${chain(expr, expr.kind)
          .map((e) => this.#ebv(e, f, scope))
          .join(expr.kind === 'or' ? '||' : '&&')})`;
      case 'general':
        return this.#general(expr, f, scope);
      case 'sequence':
        if (expr.items.length === 1) return this.#ebv(expr.items[0]!, f, scope);
        break;
      case 'if':
        return `(${this.#ebv(expr.test, f, scope)}?${this.#ebv(expr.then, f, scope)}:${this.#ebv(expr.else, f, scope)})`;
      case 'quantified':
        return this.#quantified(expr, f, scope);
      case 'value': {
        const [a, b] = [this.#number(expr.left, f, scope), this.#number(expr.right, f, scope)];
        if (a && b) return `(${a}${COMPARE[expr.op]}${b})`;
        return `R.booleanOf(R.valueComparison(${js(expr.op)},${this.#sequence(expr.left, f, scope)},${this.#sequence(expr.right, f, scope)}))`;
      }
      case 'castable':
      case 'instance-of':
        return `${this.#sequence(expr, f, scope)}[0]`;
      case 'variable':
        if (this.#type(expr, scope).item === 'node') return `(${this.#sequence(expr, f, scope)}.length>0)`;
        break;
      case 'string':
        return expr.value === '' ? 'false' : 'true';
      case 'call': {
        const truth = this.#truthCall(expr, f, scope);
        if (truth !== undefined) return truth;
        break;
      }
      default:
    }
    if (this.#type(expr, scope).item === 'node') return this.#exists(expr, f, scope);
    const number = this.#number(expr, f, scope);
    if (number) return `R.numberTruth(${number})`;
    return `R.booleanOf(${this.#sequence(expr, f, scope)})`;
  }

  #truthCall(expr: Expr & { kind: 'call' }, f: Focus, scope: Scope): string | undefined {
    if (expr.namespace !== FN) return undefined;
    this.#spec(expr);
    const [a, b] = expr.args;
    switch (expr.local) {
      case 'true':
      case 'false':
        return expr.local;
      case 'not':
        return `!${this.#ebv(a!, f, scope)}`;
      case 'boolean':
        return this.#ebv(a!, f, scope);
      case 'exists':
        return this.#type(a!, scope).item === 'node' ? this.#exists(a!, f, scope) : `(${this.#sequence(a!, f, scope)}.length>0)`;
      case 'empty':
        return this.#type(a!, scope).item === 'node' ? `!${this.#exists(a!, f, scope)}` : `(${this.#sequence(a!, f, scope)}.length===0)`;
      case 'contains':
      case 'starts-with':
      case 'ends-with': {
        if (expr.args.length !== 2) return undefined;
        const method = { contains: 'includes', 'starts-with': 'startsWith', 'ends-with': 'endsWith' }[expr.local];
        return `${this.#stringArgument(a!, f, scope)}.${method}(${this.#stringArgument(b!, f, scope)})`;
      }
      case 'matches':
        return `R.matches(${this.#stringArgument(a!, f, scope)},${this.#requiredString(b!, f, scope)},${expr.args[2] ? this.#requiredString(expr.args[2], f, scope) : '""'})`;
      default:
        return undefined;
    }
  }

  /** Whether an expression of nodes selects any. */
  #exists(expr: Expr, f: Focus, scope: Scope): string {
    if (expr.kind === 'sequence' && expr.items.length === 1) return this.#exists(expr.items[0]!, f, scope);
    if (expr.kind === 'root') return 'true';
    if (expr.kind === 'union' && [expr.left, expr.right].every((e) => this.#type(e, scope).item === 'node'))
      return `(${this.#exists(expr.left, f, scope)}||${this.#exists(expr.right, f, scope)})`;
    if (isPlainAttribute(expr) && f.is === 'node') return `(R.attribute(${f.item},${this.#testName(expr.test)})!==undefined)`;
    if (expr.kind === 'step' || expr.kind === 'path' || expr.kind === 'filter') {
      const lookup = this.#lookup(expr, f, scope);
      if (lookup) return `R.some(${lookup.nodes},${lookup.rest})`;
      return this.#loop(f, (g) => `${this.#each(expr, g, scope, () => 'return true')}return false`);
    }
    return `(${this.#sequence(expr, f, scope)}.length>0)`;
  }

  // ---- comparisons

  #general(expr: Expr & { kind: 'general' }, f: Focus, scope: Scope): string {
    const { op, left, right } = expr;
    const [l, r] = [this.#type(left, scope), this.#type(right, scope)];
    const [a, b] = [this.#number(left, f, scope), this.#number(right, f, scope)];
    if (a && b) return `(${a}${COMPARE[op]}${b})`;
    if (!this.compatible) {
      if (l.item === 'node') {
        const direct = this.#compareNodes(op, left, right, r, f, scope);
        if (direct) return direct;
      }
      if (r.item === 'node') {
        const direct = this.#compareNodes(REVERSED[op], right, left, l, f, scope);
        if (direct) return direct;
      }
      if (op === 'eq' && l.item === 'string' && l.count === 'one') {
        const strings = literalStrings(right, scope);
        if (strings) return this.#isOneOf(this.#string(left, f, scope), strings);
      }
      if (l.item === 'string' && r.item === 'string' && l.count === 'one' && r.count === 'one')
        return op === 'eq' || op === 'ne' ?
            `(${this.#string(left, f, scope)}${COMPARE[op]}${this.#string(right, f, scope)})`
          : `R.compareStrings(${js(op)},${this.#string(left, f, scope)},${this.#string(right, f, scope)})`;
    }
    // a side that is constant is looked up by hash; the other is small
    if (op === 'eq' && !this.compatible) {
      if (this.#readsPack(right, scope)) return `${this.#constantOf(right, scope)}.equalsAny(${this.#sequence(left, f, scope)})`;
      if (this.#readsPack(left, scope)) return `${this.#constantOf(left, scope)}.equalsAny(${this.#sequence(right, f, scope)})`;
    }
    return `R.compare(${js(op)},${this.#sequence(left, f, scope)},${this.#sequence(right, f, scope)},${this.compatible})`;
  }

  #isOneOf(value: string, strings: readonly string[]): string {
    if (strings.length === 1) return `(${value}===${js(strings[0]!)})`;
    const set = this.#declareConstant(`new Set([${strings.map(js).join(',')}])`);
    return `${set}.has(${value})`;
  }

  #declareConstant(expression: string): string {
    let name = this.#functions.get(`value ${expression}`);
    if (name === undefined) {
      name = `c${this.#serial++}`;
      this.#functions.set(`value ${expression}`, name);
      this.#declarations.push(`const ${name}=${expression};`);
    }
    return name;
  }

  /** Nodes against a string, a number or other nodes: their values are untyped, so the comparison is known now. */
  #compareNodes(op: ComparisonOp, nodes: Expr, other: Expr, type: Type, f: Focus, scope: Scope): string | undefined {
    const some = (condition: (x: string) => string): string => {
      if (
        nodes.kind === 'step'
        && nodes.axis === 'attribute'
        && isNamed(nodes.test)
        && nodes.predicates.length === 0
        && f.is === 'node'
        && f.item !== ''
      ) {
        const test = condition('x');
        return `${this.#define('x', `x!==undefined&&${test}`)}(R.attribute(${f.item},${this.#testName(nodes.test)}))`;
      }
      return this.#loop(f, (g) => `${this.#each(nodes, g, scope, (x) => `if(${condition(x)})return true;`)}return false`);
    };
    const strings = literalStrings(other, scope);
    if (strings && op === 'eq') return some((x) => this.#isOneOf(`${x}.text`, strings));
    if (strings?.length === 1) {
      const literal = js(strings[0]!);
      return some((x) => (op === 'ne' ? `${x}.text!==${literal}` : `R.compareStrings(${js(op)},${x}.text,${literal})`));
    }
    const number = literalNumber(other);
    if (number !== undefined) {
      // a text that is no number is an error unless one before it, in document order, decided
      if ((nodes.kind === 'path' || nodes.kind === 'step') && !this.#isOrdered(nodes, scope)) return undefined;
      return some((x) => `R.parseDouble(${x}.text)${COMPARE[op]}${number}`);
    }
    if (type.item === 'node') {
      if (op === 'eq' && this.#readsPack(other, scope)) {
        const constant = this.#constantOf(other, scope);
        return some((x) => `${constant}.has(${x}.text)`);
      }
      if (op === 'eq' && this.#readsPack(nodes, scope)) return undefined;
      return `R.compareTexts(${js(op)},${this.#texts(nodes, f, scope)},${this.#texts(other, f, scope)})`;
    }
    if (
      type.item === 'string'
      && type.count === 'one'
      && (op === 'eq' || op === 'ne')
      && !this.#usesFocus(other)
      && !this.#containsVariable(other)
    )
      return some((x) => `${x}.text${COMPARE[op]}${this.#string(other, f, scope)}`);
    return undefined;
  }

  #containsVariable(expr: Expr): boolean {
    return expr.kind === 'variable' || childrenOf(expr).some((e) => this.#containsVariable(e));
  }

  /** The string values of nodes, in an array; order and repetition do not matter to the caller. */
  #texts(expr: Expr, f: Focus, scope: Scope): string {
    return this.#loop(f, (g) => `const a=[];${this.#each(expr, g, scope, (x) => `a.push(${x}.text);`)}return a`);
  }

  #constantOf(expr: Expr, scope: Scope): string {
    return this.#constant(this.#sequence(expr, { item: 'undefined', is: 'none' }, scope));
  }

  // ---- single values

  /** A JavaScript number for an expression that is exactly one small integer or double; undefined otherwise. */
  #number(expr: Expr, f: Focus, scope: Scope): string | undefined {
    const literal = literalNumber(expr);
    if (literal !== undefined && expr.kind === 'integer') return literal;
    if (expr.kind === 'sequence' && expr.items.length === 1) return this.#number(expr.items[0]!, f, scope);
    if (expr.kind === 'variable') {
      const { type, code, literal: value } = this.#variable(expr, scope);
      if (value) return this.#number(value, f, scope);
      return type.item === 'integer' && type.count === 'one' ? `Number(${code}[0])` : undefined;
    }
    if (expr.kind !== 'call' || expr.namespace !== FN) return undefined;
    this.#spec(expr);
    const [a] = expr.args;
    switch (expr.local) {
      case 'count':
        return this.#count(a!, f, scope);
      case 'string-length':
        return `R.stringLength(${a ? this.#stringArgument(a, f, scope) : this.#contextString(f)})`;
      case 'position':
        return f.position;
      case 'last':
        return f.size;
      default:
        return undefined;
    }
  }

  #count(expr: Expr, f: Focus, scope: Scope): string {
    if (this.#type(expr, scope).item === 'node' && this.#isOrdered(expr, scope))
      return this.#loop(f, (g) => `let c=0;${this.#each(expr, g, scope, () => 'c++;')}return c`);
    return `${this.#sequence(expr, f, scope)}.length`;
  }

  /** A JavaScript string for an expression whose static type is exactly one string. */
  #string(expr: Expr, f: Focus, scope: Scope): string {
    if (expr.kind === 'string') return js(expr.value);
    if (expr.kind === 'variable') {
      const { literal, code } = this.#variable(expr, scope);
      return literal ? this.#string(literal, f, scope) : `${code}[0]`;
    }
    if (expr.kind === 'sequence') return this.#string(expr.items[0]!, f, scope);
    if (expr.kind === 'if')
      return `(${this.#ebv(expr.test, f, scope)}?${this.#string(expr.then, f, scope)}:${this.#string(expr.else, f, scope)})`;
    const direct = expr.kind === 'call' ? this.#stringCall(expr, f, scope) : undefined;
    return direct ?? `${this.#sequence(expr, f, scope)}[0]`;
  }

  /** The functions whose one string is worked out without making sequences; undefined for the others. */
  #stringCall(expr: Expr & { kind: 'call' }, f: Focus, scope: Scope): string | undefined {
    if (expr.namespace === FN) {
      const [a, b, c] = expr.args;
      const argument = (e: Expr): string => this.#stringArgument(e, f, scope);
      switch (expr.local) {
        case 'string':
          if (!a) return this.#contextString(f);
          if (this.#type(a, scope).item === 'node') return `R.textArgument(${this.#firstTwo(a, f, scope)},${this.compatible})`;
          break;
        case 'normalize-space':
          return `R.normalizeSpace(${a ? argument(a) : this.#contextString(f)})`;
        case 'substring-before':
          if (!c) return `R.substringBefore(${argument(a!)},${argument(b!)})`;
          break;
        case 'substring-after':
          if (!c) return `R.substringAfter(${argument(a!)},${argument(b!)})`;
          break;
        case 'substring': {
          const [start, length] = [literalNumber(b!), c ? literalNumber(c) : 'undefined'];
          if (start !== undefined && length !== undefined) return `R.substring(${argument(a!)},${start},${length})`;
          break;
        }
        case 'upper-case':
          return `${argument(a!)}.toUpperCase()`;
        case 'lower-case':
          return `${argument(a!)}.toLowerCase()`;
        case 'translate':
          return `R.translate(${argument(a!)},${this.#requiredString(b!, f, scope)},${this.#requiredString(c!, f, scope)})`;
        case 'concat':
          return `R.bounded(${expr.args.map((e) => (this.#type(e, scope).item === 'string' && this.#type(e, scope).count === 'one' ? this.#string(e, f, scope) : `R.concatPart(${this.#sequence(e, f, scope)},${this.compatible})`)).join('+')})`;
        default:
      }
    }
    return undefined;
  }

  #contextString(f: Focus): string {
    return f.is === 'node' ? `${f.item}.text` : `R.stringOfItem(${this.#item(f)})`;
  }

  /** An argument of type xs:string?: the empty sequence is '' (Functions and Operators, 5.4). */
  #stringArgument(expr: Expr, f: Focus, scope: Scope): string {
    const type = this.#type(expr, scope);
    if (type.item === 'string' && type.count === 'one') return this.#string(expr, f, scope);
    if (expr.kind === 'context' && f.is === 'node') return `${f.item}.text`;
    if (isPlainAttribute(expr) && f.is === 'node') return `R.attributeText(${f.item},${this.#testName(expr.test)})`;
    if (type.item === 'node') return `R.textArgument(${this.#firstTwo(expr, f, scope)},${this.compatible})`;
    return `R.stringArgument(${this.#sequence(expr, f, scope)},${this.compatible})`;
  }

  #requiredString(expr: Expr, f: Focus, scope: Scope): string {
    const type = this.#type(expr, scope);
    if (type.item === 'string' && type.count === 'one') return this.#string(expr, f, scope);
    return `R.requiredString(${this.#sequence(expr, f, scope)},${this.compatible})`;
  }

  /** Nodes, of which only the first and whether there is a second matter. */
  #firstTwo(expr: Expr, f: Focus, scope: Scope): string {
    if (isPlainAttribute(expr) && f.is === 'node') return `R.optional(R.attribute(${f.item},${this.#testName(expr.test)}))`;
    return this.#sequence(expr, f, scope);
  }

  #item(f: Focus): string {
    return f.is === 'none' ? 'R.noContext()' : f.item;
  }

  // ---- sequences

  /** A JavaScript array of items, nodes in document order and once each. */
  #sequence(expr: Expr, f: Focus, scope: Scope): string {
    switch (expr.kind) {
      case 'string':
        return this.#declareConstant(`[${js(expr.value)}]`);
      case 'integer':
        return this.#declareConstant(`[${BigInt(expr.value)}n]`);
      case 'decimal':
        return this.#declareConstant(`[R.decimal(${js(expr.value)})]`);
      case 'double':
        return this.#declareConstant(`[${Number(expr.value)}]`);
      case 'variable': {
        const { literal, code } = this.#variable(expr, scope);
        return literal ? this.#sequence(literal, f, scope) : code;
      }
      case 'context':
        return `[${this.#item(f)}]`;
      case 'root':
        return `[R.rootOf(${this.#item(f)})]`;
      case 'sequence':
        if (expr.items.length === 1) return this.#sequence(expr.items[0]!, f, scope);
        return `R.join([${expr.items.map((e) => this.#sequence(e, f, scope)).join(',')}])`;
      case 'or':
      case 'and':
      case 'general':
      case 'quantified':
        return `[${this.#ebv(expr, f, scope)}]`;
      case 'value':
        return `R.valueComparison(${js(expr.op)},${this.#sequence(expr.left, f, scope)},${this.#sequence(expr.right, f, scope)})`;
      case 'node-comparison':
        return `R.nodeComparison(${js(expr.op)},${this.#sequence(expr.left, f, scope)},${this.#sequence(expr.right, f, scope)})`;
      case 'arithmetic':
        return `R.arithmetic(${js(expr.op)},${this.#sequence(expr.left, f, scope)},${this.#sequence(expr.right, f, scope)},${this.compatible})`;
      case 'unary':
        return expr.op === '-' ?
            `R.negate(${this.#sequence(expr.of, f, scope)},${this.compatible})`
          : `R.plus(${this.#sequence(expr.of, f, scope)},${this.compatible})`;
      case 'range':
        return `R.range(${this.#sequence(expr.left, f, scope)},${this.#sequence(expr.right, f, scope)},${this.compatible})`;
      case 'union':
      case 'intersect':
      case 'except':
        return `R.${expr.kind}(${this.#sequence(expr.left, f, scope)},${this.#sequence(expr.right, f, scope)})`;
      case 'if':
        return `(${this.#ebv(expr.test, f, scope)}?${this.#sequence(expr.then, f, scope)}:${this.#sequence(expr.else, f, scope)})`;
      case 'for':
        return this.#for(expr, f, scope);
      case 'instance-of':
        return `[R.matchesType(${this.#sequence(expr.of, f, scope)},${JSON.stringify(expr.type)})]`;
      case 'treat':
        return `R.treat(${this.#sequence(expr.of, f, scope)},${JSON.stringify(expr.type)})`;
      case 'castable':
        return `[R.castable(${this.#sequence(expr.of, f, scope)},${JSON.stringify(expr.type)},${expr.optional},D.namespaces)]`;
      case 'cast':
        return `R.cast(${this.#sequence(expr.of, f, scope)},${JSON.stringify(expr.type)},${expr.optional},D.namespaces)`;
      case 'call':
        return this.#call(expr, f, scope);
      case 'filter':
        return this.#filter(this.#sequence(expr.base, f, scope), this.#type(expr.base, scope), expr.predicates, scope);
      case 'step':
      case 'path': {
        const lookup = this.#lookup(expr, f, scope);
        if (lookup) return `R.those(${lookup.nodes},${lookup.rest})`;
        if (this.#type(expr, scope).item !== 'node') return this.#mapPath(expr as Expr & { kind: 'path' }, f, scope);
        const ordered = this.#isOrdered(expr, scope);
        return this.#loop(
          f,
          (g) => `const a=[];${this.#each(expr, g, scope, (x) => `a.push(${x});`)}return ${ordered ? 'a' : 'R.treeOrder(a)'}`,
        );
      }
    }
  }

  #call(expr: Expr & { kind: 'call' }, f: Focus, scope: Scope): string {
    const spec = this.#spec(expr);
    if (expr.namespace === FN) {
      const truth = this.#truthCall(expr, f, scope);
      if (truth !== undefined) return `[${truth}]`;
      if (expr.local === 'current') return '[C]';
      if (
        expr.local === 'string-length'
        || expr.local === 'count'
        || ((expr.local === 'position' || expr.local === 'last') && f.position !== undefined)
      )
        return `[BigInt(${this.#number(expr, f, scope)!})]`;
      const text = this.#stringCall(expr, f, scope);
      if (text !== undefined) return `[${text}]`;
    }
    const name = intern(this.#specs, `{${expr.namespace}}${expr.local}`, 'S');
    const focus =
      spec.usesFocus(expr.args.length) ?
        `${f.is === 'none' ? 'undefined' : f.item},${f.position ?? '1'},${f.size ?? '1'}`
      : 'undefined,1,1';
    return `R.call(D,${name},C,${focus},${this.compatible},[${expr.args.map((a) => this.#sequence(a, f, scope)).join(',')}])`;
  }

  /** `left/right` where right gives atomic values, or may: for each node of left, in document order. */
  #mapPath(expr: Expr & { kind: 'path' }, f: Focus, scope: Scope): string {
    const body = this.#define('n,p,s', this.#sequence(expr.right, { ...FULL }, scope));
    return `R.map(${this.#sequence(expr.left, f, scope)},${body})`;
  }

  #filter(base: string, type: Type, predicates: readonly Expr[], scope: Scope): string {
    let result = base;
    for (const predicate of predicates) {
      const how = this.#predicate(predicate, scope);
      const focus: Focus = { ...FULL, is: type.item === 'node' ? 'node' : 'any' };
      if (how === 'position' && predicate.kind === 'integer') result = `R.at(${result},${Number(predicate.value)})`;
      else if (how === 'truth') result = `R.where(${result},${this.#define('n,p,s', this.#ebv(predicate, focus, scope))})`;
      else result = `R.select(${result},${this.#define('n,p,s', this.#sequence(predicate, focus, scope))})`;
    }
    return result;
  }

  #for(expr: Expr & { kind: 'for' }, f: Focus, scope: Scope): string {
    return this.#loop(f, (g) => {
      const inner = new Map(scope);
      const open = this.#bindings(expr.bindings, g, inner);
      return `const a=[];${open.code}for(const y of ${this.#sequence(expr.return, g, inner)}){W.left-=7;${COUNT}a.push(y)}${open.close}return a`;
    });
  }

  #quantified(expr: Expr & { kind: 'quantified' }, f: Focus, scope: Scope): string {
    return this.#loop(f, (g) => {
      const inner = new Map(scope);
      const open = this.#bindings(expr.bindings, g, inner);
      const truth = this.#ebv(expr.satisfies, g, inner);
      return `${open.code}if(${expr.every ? '!' : ''}${truth})return ${!expr.every};${open.close}return ${expr.every}`;
    });
  }

  /** Opens a loop for each binding; its variable is one of the program, so that functions defined inside can read it. */
  #bindings(
    bindings: readonly { name: string; in: Expr }[],
    f: Focus,
    scope: Map<string, Variable | Error>,
  ): { code: string; close: string } {
    let code = '';
    for (const binding of bindings) {
      const name = `q${this.#serial++}`;
      this.#holders.push(name);
      this.#declarations.push(`let ${name};`);
      const type = this.#type(binding.in, scope);
      code += `for(const y of ${this.#sequence(binding.in, f, scope)}){${COUNT}${name}=[y];`;
      scope.set(binding.name, { code: name, type: { item: type.item, count: 'one' }, constant: false });
    }
    return { code, close: '}'.repeat(bindings.length) };
  }

  /** Puts statements that end in `return` into a function of their own, called with the focus. */
  #loop(f: Focus, body: (focus: Focus) => string): string {
    const focus: Focus = {
      item: 'n',
      is: f.is,
      ...(f.position !== undefined && { position: 'p' }),
      ...(f.size !== undefined && { size: 's' }),
    };
    const code = this.#inOwnFunction(() => body(focus));
    const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(code);
    const positioned = uses('p') || uses('s');
    const name = this.#defineBody(positioned ? 'n,p,s' : 'n', code);
    const item = f.is === 'none' ? 'undefined' : f.item;
    return positioned ? `${name}(${item},${f.position ?? '1'},${f.size ?? '1'})` : `${name}(${item})`;
  }

  // ---- paths as loops

  /** Whether the loop of a path gives its nodes in document order and once each. */
  #isOrdered(expr: Expr, scope: Scope): boolean {
    const steps = plainSteps(expr, (step) => this.#selectsByTruth(step, scope));
    if (!steps) return false;
    let flat = true;
    for (const [index, step] of steps.entries()) {
      if (step === 'root' || step === 'start') continue;
      switch (step.axis) {
        case 'self':
        case 'attribute':
          break;
        case 'child':
          // children of nested elements interleave
          if (!flat) return false;
          break;
        case 'descendant':
        case 'descendant-or-self':
          if (!flat) return false;
          flat = false;
          break;
        case 'following-sibling':
        case 'parent':
          if (index > (steps[0] === 'start' ? 1 : 0)) return false;
          flat = step.axis === 'parent';
          break;
        default:
          return false;
      }
    }
    return true;
  }

  /**
   * Statements that run `sink` for each node of an expression of nodes, in any order and maybe more than once; a caller
   * to whom that matters asks #isOrdered.
   */
  #each(expr: Expr, f: Focus, scope: Scope, sink: (node: string) => string): string {
    switch (expr.kind) {
      case 'sequence':
        if (expr.items.length === 1) return this.#each(expr.items[0]!, f, scope, sink);
        break;
      case 'path': {
        const { left, right } = expr;
        if (right.kind === 'step') {
          // `//x`: one step over descendants, unless a position counts among siblings
          if (right.axis === 'child' && left.kind === 'path' && isAnyDescendantOrSelf(left.right) && this.#selectsByTruth(right, scope))
            return this.#each(left.left, f, scope, (x) =>
              this.#step({ ...right, axis: 'descendant' }, { item: x, is: 'node' }, scope, sink),
            );
          return this.#each(left, f, scope, (x) => this.#step(right, { item: x, is: 'node' }, scope, sink));
        }
        if (this.#usesPosition(right) || this.#type(right, scope).item !== 'node') break;
        return this.#each(left, f, scope, (x) => this.#each(right, { item: x, is: 'node' }, scope, sink));
      }
      case 'step':
        return this.#step(expr, f, scope, sink);
      case 'root': {
        const x = this.#local();
        return `{const ${x}=R.rootOf(${this.#item(f)});${sink(x)}}`;
      }
      case 'context':
        if (f.is === 'node') {
          const x = this.#local();
          return `{const ${x}=${f.item};${sink(x)}}`;
        }
        break;
      case 'union':
        // only where a repetition does no harm, which is where there is no order either
        break;
      default:
    }
    const x = this.#local();
    const sequence = expr.kind === 'path' ? this.#mapPath(expr, f, scope) : this.#sequence(expr, f, scope);
    return `for(const ${x} of R.nodes(${sequence})){${COUNT}${sink(x)}}`;
  }

  #depth = 0;
  #local(): string {
    return `x${this.#depth++}`;
  }

  /** Names of locals start again in each function, so that the same expression gives the same code wherever it stands. */
  #inOwnFunction<T>(write: () => T): T {
    const depth = this.#depth;
    this.#depth = 0;
    try {
      return write();
    } finally {
      this.#depth = depth;
    }
  }

  /** A function name: `(n) => Node[]`, what `each` runs over. */
  #gather(write: (sink: (x: string) => string) => string, text = false): string {
    return this.#defineBody(
      'n',
      this.#inOwnFunction(() => `const a=[];${write((x) => `a.push(${x}${text ? '.text' : ''});`)}return a`),
    );
  }

  #step(step: StepExpr, f: Focus, scope: Scope, sink: (node: string) => string): string {
    const from = f.is === 'node' ? f.item : `R.contextNode(${this.#item(f)})`;
    if (!this.#selectsByTruth(step, scope)) {
      // positions count along the axis: gather first
      const x = this.#local();
      const bare = { ...step, predicates: [] };
      const first = step.predicates[0]!;
      const gather = this.#gather((push) => this.#step(bare, { item: 'n', is: 'node' }, scope, push));
      if (first.kind === 'integer' && step.predicates.length === 1 && step.axis === 'child')
        return `{const ${x}=R.nth(${from},${Number(first.value)},${this.#define('x', this.#testCode(step.test, 'x', 'child'))});if(${x}!==undefined){${sink(x)}}}`;
      return `for(const ${x} of ${this.#filter(`${gather}(${from})`, NODES, step.predicates, scope)}){${sink(x)}}`;
    }
    const x = this.#local();
    const truths = step.predicates.map((p) => this.#ebv(p, { item: x, is: 'node' }, scope));
    const condition = (test: string): string => [test, ...truths].filter((c) => c !== 'true').join('&&') || 'true';
    const test = this.#testCode(step.test, x, step.axis);
    const guarded = `${COUNT}if(${condition(test)}){${sink(x)}}`;
    switch (step.axis) {
      case 'child':
        return `for(let ${x}=${from}.first;${x}!==undefined;${x}=${x}.next){${guarded}}`;
      case 'attribute':
        if (isNamed(step.test))
          return `{const ${x}=R.attribute(${from},${this.#testName(step.test)});if(${condition(`${x}!==undefined`)}){${sink(x)}}}`;
        return `for(const ${x} of ${from}.attributes){${guarded}}`;
      case 'self':
        return `{const ${x}=${from};${guarded}}`;
      case 'parent':
        return `{const ${x}=${from}.parent;if(${condition(`${x}!==undefined&&${test}`)}){${sink(x)}}}`;
      case 'ancestor':
        return `for(let ${x}=${from}.parent;${x}!==undefined;${x}=${x}.parent){${guarded}}`;
      case 'ancestor-or-self':
        return `for(let ${x}=${from};${x}!==undefined;${x}=${x}.parent){${guarded}}`;
      case 'following-sibling':
        return `for(let ${x}=R.nextOf(${from});${x}!==undefined;${x}=${x}.next){${guarded}}`;
      case 'preceding-sibling':
        return `for(let ${x}=R.previousOf(${from});${x}!==undefined;${x}=${x}.previous){${guarded}}`;
      case 'descendant':
      case 'descendant-or-self':
        if (isNamed(step.test)) {
          // the node itself is in the list when it has that name
          const before = step.axis === 'descendant' ? '' : '-1';
          const [list, i, from2] = [`l${x}`, `i${x}`, `n${x}`];
          return (
            `{const ${from2}=${from},${list}=${from2}.tree.named(${this.#testName(step.test)});`
            + `for(let ${i}=R.lowerBound(${list},${from2}.order${before});${i}<${list}.length;${i}++){const ${x}=${list}[${i}];if(${x}.order>${from2}.last)break;${COUNT}${truths.length > 0 ? `if(${truths.join('&&')})` : ''}{${sink(x)}}}}`
          );
        }
        return this.#below(from, x, guarded, step.axis === 'descendant' ? 1 : 0);
      case 'following':
        return `for(const ${x} of R.following(${from})){${guarded}}`;
      case 'preceding':
        return `for(const ${x} of R.preceding(${from})){${guarded}}`;
      case 'namespace':
        throw new UnsupportedExpression('the namespace axis');
    }
  }

  /** A loop over a node (`from` 0) or what is below it (1), in document order; attributes are no descendants. */
  #below(node: string, x: string, body: string, from: 0 | 1): string {
    const [i, start, all] = [`i${x}`, `n${x}`, `l${x}`];
    const skip = from === 0 ? `${x}.kind===2&&${x}!==${start}` : `${x}.kind===2`;
    return (
      `{const ${start}=${node},${all}=${start}.tree.all;`
      + `for(let ${i}=${start}.order+${from};${i}<=${start}.last;${i}++){const ${x}=${all}[${i}];if(${skip})continue;${body}}}`
    );
  }

  #testName(test: NodeTest): string {
    const { namespace, local } = test as { namespace?: string; local?: string };
    return this.#name(namespace ?? '', local ?? '');
  }

  /** Whether a node on an axis passes the node test; on the attribute axis names stand for attributes. */
  #testCode(test: NodeTest, x: string, axis: Axis): string {
    const principal = axis === 'attribute' ? 2 : 1;
    switch (test.test) {
      case 'node':
        return 'true';
      case 'text':
        return `${x}.kind===3`;
      case 'comment':
        return `${x}.kind===4`;
      case 'processing-instruction':
        return `${x}.kind===5${test.local === undefined ? '' : `&&${x}.name===${this.#name('', test.local)}`}`;
      case 'document-node':
        return `${x}.kind===0${test.inner ? `&&R.hasOnlyElement(${x},${this.#define('x', this.#testCode(test.inner, 'x', 'child'))})` : ''}`;
      case 'element':
      case 'attribute': {
        if (
          test.type
          && !(test.type.namespace === XS && ['anyType', 'untyped', 'anyAtomicType', 'untypedAtomic'].includes(test.type.local))
        )
          return 'false';
        const kind = `${x}.kind===${test.test === 'element' ? 1 : 2}`;
        return test.local === undefined ? kind : `${kind}&&${x}.name===${this.#name(test.namespace ?? '', test.local)}`;
      }
      case 'name': {
        const kind = `${x}.kind===${principal}`;
        if (test.local === undefined)
          return test.namespace === undefined ? kind : `${kind}&&NSP[${x}.name]===${intern(this.#namespaces, test.namespace, 'U')}`;
        if (test.namespace === undefined) return `${kind}&&LOC[${x}.name]===${intern(this.#locals, test.local, 'L')}`;
        // an instruction and an element without namespace may share a number, and so may an attribute and an element
        const sure = axis === 'child' && test.namespace !== '';
        return sure ?
            `${x}.name===${this.#name(test.namespace, test.local)}`
          : `${x}.name===${this.#name(test.namespace, test.local)}&&${kind}`;
      }
    }
  }

  // ---- lookups in constant documents

  /**
   * `doc('values.xml')//concept[@code = $c][..]`: nodes that never change, chosen by a key. They are found by hash, and
   * what remains of the predicates is tested on the few found.
   */
  #lookup(expr: Expr, f: Focus, scope: Scope): { nodes: string; rest: string } | undefined {
    if (this.compatible || expr.kind !== 'path' || expr.right.kind !== 'step' || expr.right.predicates.length === 0) return undefined;
    const step = expr.right;
    const bare: Expr = { ...expr, right: { ...step, predicates: [] } };
    const base = this.#indexable(bare, scope, f);
    if (base === undefined) return undefined;
    const conditions = step.predicates.flatMap((p) => conjuncts(p));
    if (conditions.some((c) => this.#predicate(c, scope) !== 'truth')) return undefined;
    for (const [index, condition] of conditions.entries()) {
      if (condition.kind !== 'general' || condition.op !== 'eq') continue;
      for (const [own, other] of [
        [condition.left, condition.right],
        [condition.right, condition.left],
      ] as const) {
        const key = keyOf(own);
        if (!key || this.#usesFocus(other)) continue;
        const rest = conditions.filter((_, i) => i !== index);
        const test = rest.map((c) => this.#ebv(c, { item: 'n', is: 'node' }, scope)).join('&&') || 'true';
        const extract = this.#gather((push) => this.#each(own, { item: 'n', is: 'node' }, scope, push), true);
        return {
          nodes: `${base}.find(${js(key)},${extract},${this.#sequence(other, f, scope)})`,
          rest: this.#define('n', test),
        };
      }
    }
    return undefined;
  }

  /** The nodes of a path before its last predicates, kept with their indexes: for the process, or with the document they are in. */
  #indexable(path: Expr, scope: Scope, f: Focus): string | undefined {
    if (this.#readsPack(path, scope)) return this.#constantOf(path, scope);
    const [call, below] = splitDocument(path);
    if (!call || !below || !this.#isConstant(below, scope, true)) return undefined;
    return `R.kept(${this.#sequence(call, f, scope)},${this.#gather((push) => this.#each(below, { item: 'n', is: 'node' }, scope, push))})`;
  }

  // ---- match patterns

  /** A function that tests step `index` of the pattern on `n` and everything to its left on what is above. */
  #patternFrom(steps: readonly PatternStep[], index: number, absolute: boolean, scope: Scope): string {
    const step = steps[index]!;
    const conditions = this.#stepConditions(step, scope);
    if (index + 1 < steps.length) {
      const prefix = this.#patternFrom(steps, index + 1, absolute, scope);
      conditions.push(step.upwards === 'parent' ? `n.parent!==undefined&&${prefix}(n.parent)` : `R.anyAncestor(n,${prefix})`);
    } else if (absolute) conditions.push('n.parent!==undefined&&n.parent.kind===0');
    return this.#define('n', conditions.join('&&') || 'true');
  }

  /** What a step asks of the node itself. */
  #stepConditions(step: PatternStep, scope: Scope): string[] {
    const test =
      step.test.test === 'node' ?
        step.axis === 'attribute' ?
          'n.kind===2'
        : 'n.kind!==2&&n.kind!==0'
      : this.#testCode(step.test, 'n', step.axis);
    const conditions = [test];
    if (step.predicates.every((p) => this.#predicate(p, scope) === 'truth'))
      for (const predicate of step.predicates) conditions.push(this.#ebv(predicate, { item: 'n', is: 'node' }, scope));
    else {
      const all = this.#gather((push) =>
        this.#step({ kind: 'step', at: 0, axis: step.axis, test: step.test, predicates: [] }, { item: 'n', is: 'node' }, scope, push),
      );
      conditions.push(`n.parent!==undefined&&${this.#filter(`${all}(n.parent)`, NODES, step.predicates, scope)}.includes(n)`);
    }
    return conditions.filter((condition) => condition !== 'true');
  }
}

/** The operands of `a or b or c`, or of a chain of `and`. */
function chain(expr: Expr, kind: 'or' | 'and'): Expr[] {
  const operands: Expr[] = [];
  let here = expr;
  for (; here.kind === kind; here = here.left) operands.push(here.right);
  operands.push(here);
  return operands.reverse();
}

/** V8 reads programs by recursion too, and refuses the whole program for one expression: what is deeper goes elsewhere. */
const DEEPEST = 200;

/** @throws UnsupportedExpression for an expression that is nested too deeply; a chain of `or` or `and` is not nested */
export function refuseDepth(expr: Expr): void {
  const open: [Expr, number][] = [[expr, 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [here, depth] = next;
    if (depth > DEEPEST) throw new UnsupportedExpression(`nested more than ${DEEPEST} times`);
    const inner = here.kind === 'or' || here.kind === 'and' ? chain(here, here.kind) : childrenOf(here);
    for (const one of inner) open.push([one, depth + 1]);
  }
}

const intern = (known: Map<string, string>, key: string, letter: string): string => {
  let name = known.get(key);
  if (name === undefined) known.set(key, (name = `${letter}${known.size}`));
  return name;
};

const NOT_CONSTANT = new Set([
  'position',
  'last',
  'current',
  'current-dateTime',
  'current-date',
  'current-time',
  'error',
  'trace',
  'doc-available',
]);

const isLiteral = (expr: Expr): boolean =>
  expr.kind === 'string' || expr.kind === 'integer' || expr.kind === 'decimal' || expr.kind === 'double';

const isNamed = (test: NodeTest): boolean => test.test === 'name' && test.local !== undefined && test.namespace !== undefined;

/** `@name` */
const isPlainAttribute = (expr: Expr): expr is StepExpr =>
  expr.kind === 'step' && expr.axis === 'attribute' && isNamed(expr.test) && expr.predicates.length === 0;

const isAnyDescendantOrSelf = (expr: Expr): boolean =>
  expr.kind === 'step' && expr.axis === 'descendant-or-self' && expr.test.test === 'node' && expr.predicates.length === 0;

/** The strings of a literal, of a variable that is one, or of a list of them. */
function literalStrings(expr: Expr, scope: Scope): string[] | undefined {
  if (expr.kind === 'string') return [expr.value];
  if (expr.kind === 'variable') {
    const literal = known(scope, expr.name)?.literal;
    return literal && literalStrings(literal, scope);
  }
  if (expr.kind !== 'sequence' || expr.items.length === 0) return undefined;
  const all = expr.items.map((e) => literalStrings(e, scope));
  return all.every((s) => s !== undefined) ? all.flat() : undefined;
}

const literalNumber = (expr: Expr): string | undefined =>
  (expr.kind === 'integer' || expr.kind === 'decimal' || expr.kind === 'double') && Number.isSafeInteger(Math.trunc(Number(expr.value))) ?
    String(Number(expr.value))
  : expr.kind === 'sequence' && expr.items.length === 1 ? literalNumber(expr.items[0]!)
  : undefined;

/** `a and b and c` as a list; a predicate that is no `and` is a list of itself. */
export const conjuncts = (expr: Expr): Expr[] =>
  expr.kind === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)]
  : expr.kind === 'sequence' && expr.items.length === 1 ? conjuncts(expr.items[0]!)
  : [expr];

/** A name for the key that an expression reads off a node, when it is one step down without predicates. */
function keyOf(expr: Expr): string | undefined {
  if (expr.kind !== 'step' || expr.predicates.length > 0 || (expr.axis !== 'attribute' && expr.axis !== 'child')) return undefined;
  return `${expr.axis} ${JSON.stringify(expr.test)}`;
}

/** The steps of a path of steps, from its start; undefined for anything else. */
function plainSteps(expr: Expr, fusable: (step: StepExpr) => boolean): (StepExpr | 'root' | 'start')[] | undefined {
  if (expr.kind === 'sequence' && expr.items.length === 1) return plainSteps(expr.items[0]!, fusable);
  if (expr.kind === 'root') return ['root'];
  if (expr.kind === 'context') return ['start'];
  if (expr.kind === 'step') return ['start', expr];
  if (expr.kind !== 'path' || expr.right.kind !== 'step') return undefined;
  if (expr.left.kind === 'path' && isAnyDescendantOrSelf(expr.left.right) && expr.right.axis === 'child' && fusable(expr.right)) {
    const left = plainSteps(expr.left.left, fusable);
    return left && [...left, { ...expr.right, axis: 'descendant' }];
  }
  if (isAnyDescendantOrSelf(expr.left) && expr.right.axis === 'child' && fusable(expr.right))
    return ['start', { ...expr.right, axis: 'descendant' }];
  const left = plainSteps(expr.left, fusable);
  return left && [...left, expr.right];
}

/** `doc(..)/a/b` as the call and the path below it. */
function splitDocument(path: Expr): [Expr, Expr] | [] {
  if (path.kind !== 'path') return [];
  if (path.left.kind === 'call' && (path.left.local === 'doc' || path.left.local === 'document')) return [path.left, path.right];
  const [call, below] = splitDocument(path.left);
  return call && below ? [call, { ...path, left: below }] : [];
}

/** The expressions directly inside one. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'sequence':
      return expr.items;
    case 'call':
      return expr.args;
    case 'step':
      return expr.predicates;
    case 'filter':
      return [expr.base, ...expr.predicates];
    case 'or':
    case 'and':
      return chain(expr, expr.kind);
    case 'path':
    case 'general':
    case 'value':
    case 'node-comparison':
    case 'arithmetic':
    case 'range':
    case 'union':
    case 'intersect':
    case 'except':
      return [expr.left, expr.right];
    case 'unary':
    case 'instance-of':
    case 'treat':
    case 'castable':
    case 'cast':
      return [expr.of];
    case 'if':
      return [expr.test, expr.then, expr.else];
    case 'for':
      return [...expr.bindings.map((b) => b.in), expr.return];
    case 'quantified':
      return [...expr.bindings.map((b) => b.in), expr.satisfies];
    default:
      return [];
  }
}
