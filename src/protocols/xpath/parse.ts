import {
  FN,
  XML,
  XS,
  type Axis,
  type Binding,
  type ComparisonOp,
  type Expr,
  type ItemType,
  type NodeTest,
  type Occurrence,
  type Pattern,
  type PatternAlternative,
  type PatternStep,
  type SequenceType,
  type StaticNames,
  type TypeName,
} from './ast.js';
import { isNCName, place, syntaxError, tokenize, type Token } from './lexer.js';
import { UnsupportedExpression, type XPathError } from './values.js';

/**
 * Reads an XPath 2.0 expression (XPath 2.0, annex A). Operators of one rank lean left, so that the tree of `a or b or c`
 * is as deep as the chain is long, whereas what is nested is at most 500 deep.
 * @throws XPathError XPST0003 when it is none, XPST0081 for a prefix that is not declared, XPST0008 for a schema test
 * @throws UnsupportedExpression when it is XPath 3
 */
export function parseXPath(text: string, names: StaticNames): Expr {
  return new Parser(text, names, 'XPST0003').whole();
}

/**
 * Reads an XSLT 2.0 match pattern (XSLT 2.0, 5.5.2).
 * @throws XPathError XTSE0340 when it is none, XPST0081 for a prefix that is not declared, XPST0008 for a schema test
 * @throws UnsupportedExpression when it is rooted at id(), key() or a variable, or is a pattern or expression of version 3
 */
export function parsePattern(text: string, names: StaticNames): Pattern {
  return new Parser(text, names, 'XTSE0340').pattern();
}

/** Nobody writes a tenth of it; every level costs several frames of the stack, here and in who walks the tree. */
const DEEPEST = 500;

const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['xs', XS],
  ['fn', FN],
  ['xml', XML],
]);

const AXES: ReadonlySet<string> = new Set<Axis>([
  ...(['child', 'descendant', 'attribute', 'self', 'descendant-or-self', 'following-sibling', 'following'] as const),
  ...(['namespace', 'parent', 'ancestor', 'preceding-sibling', 'preceding', 'ancestor-or-self'] as const),
]);

const SCHEMA_TESTS = ['schema-element', 'schema-attribute'];
const KIND_TESTS: ReadonlySet<string> = new Set([
  ...['node', 'text', 'comment', 'processing-instruction', 'element', 'attribute', 'document-node'],
  ...SCHEMA_TESTS,
]);
/** Names that no function can have (XPath 2.0, A.3), besides those of the kind tests. */
const RESERVED: ReadonlySet<string> = new Set(['empty-sequence', 'if', 'item', 'typeswitch']);

interface Operator {
  /** the higher, the tighter */
  rank: number;
  /** whether `a op b op c` is allowed */
  chains: boolean;
  build(left: Expr, right: Expr): Expr;
}

const COMPARISONS: readonly [symbol: string, op: ComparisonOp][] = [
  ['=', 'eq'],
  ['!=', 'ne'],
  ['<', 'lt'],
  ['<=', 'le'],
  ['>', 'gt'],
  ['>=', 'ge'],
];

/** XPath 2.0, A.4; the operators on types, which bind tighter, are read with their operand. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...(['or', 'and'] as const).map((kind, i) => operator(kind, i + 1, true, (left, right) => ({ kind, at: left.at, left, right }))),
  ...COMPARISONS.flatMap(([symbol, op]) => [
    operator(symbol, 3, false, (left, right) => ({ kind: 'general', at: left.at, op, left, right })),
    operator(op, 3, false, (left, right) => ({ kind: 'value', at: left.at, op, left, right })),
  ]),
  ...(['is', '<<', '>>'] as const).map((op) =>
    operator(op, 3, false, (left, right) => ({ kind: 'node-comparison', at: left.at, op, left, right })),
  ),
  operator('to', 4, false, (left, right) => ({ kind: 'range', at: left.at, left, right })),
  ...(['+', '-', '*', 'div', 'idiv', 'mod'] as const).map((op, i) =>
    operator(op, i < 2 ? 5 : 6, true, (left, right) => ({ kind: 'arithmetic', at: left.at, op, left, right })),
  ),
  ...['union', '|'].map((word) => operator(word, 7, true, (left, right) => ({ kind: 'union', at: left.at, left, right }))),
  ...(['intersect', 'except'] as const).map((kind) => operator(kind, 8, true, (left, right) => ({ kind, at: left.at, left, right }))),
]);

function operator(word: string, rank: number, chains: boolean, build: Operator['build']): [string, Operator] {
  return [word, { rank, chains, build }];
}

/** Operators of XPath 3.1: nothing else can be meant where an operator stands. */
const LATER_OPERATORS = ['||', '!', '=>'];

/** Recursive descent; the operators by precedence, without recursion, so that one level of nesting costs few frames. */
class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(
    readonly text: string,
    readonly names: StaticNames,
    /** of a syntax error */
    readonly code: 'XPST0003' | 'XTSE0340',
  ) {
    this.#tokens = tokenize(text, code);
  }

  whole(): Expr {
    const expr = this.#expression();
    if (this.#token.type !== 'end') this.#fail('an operator or the end');
    return expr;
  }

  pattern(): Pattern {
    const alternatives = [this.#alternative()];
    while (this.#skip('|')) alternatives.push(this.#alternative());
    if (this.#isWord('union') || this.#isWord('intersect') || this.#isWord('except')) this.#later('in a pattern');
    if (this.#token.type !== 'end') this.#fail('“/”, “//”, “[”, “|” or the end');
    return { alternatives };
  }

  // --- patterns

  #alternative(): PatternAlternative {
    const { at } = this.#token;
    const absolute = this.#skip('/');
    if (absolute && (this.#token.type === 'end' || this.#is('|'))) return { at, steps: [], absolute };
    if (!absolute && !this.#skip('//')) this.#refuseOtherRoot();
    // every tree has a document at its root, so that a leading `//` says nothing
    const steps: PatternStep[] = [this.#patternStep('parent')];
    while (this.#is('/') || this.#is('//')) steps.push(this.#patternStep(this.#take().value === '/' ? 'parent' : 'ancestor'));
    return { at, steps: steps.reverse(), absolute };
  }

  /** What XSLT allows at the start of a pattern besides a step: in 2.0 id() and key(), more in 3.0. */
  #refuseOtherRoot(): void {
    const token = this.#token;
    const anyItem = this.#is('.') && (this.#is('[', 1) || this.#tokens[this.#next + 1]!.type === 'end');
    if (anyItem || this.#is('$')) this.#later('at the start of a pattern');
    const roots = ['id', 'key', 'doc', 'element-with-id', 'root'];
    if (token.type === 'name' && roots.includes(token.value) && this.#is('(', 1) && this.#functionNamespace(token) === FN)
      throw new UnsupportedExpression(`a pattern that begins with “${token.value}(” is not read here, ${place(this.text, token.at)}`);
  }

  #patternStep(upwards: PatternStep['upwards']): PatternStep {
    const start = this.#token;
    if (this.#is('(')) this.#later('in a pattern');
    if (this.#is('::', 1)) {
      if (['self', 'descendant', 'descendant-or-self', 'namespace'].includes(start.value)) this.#later('in a pattern');
      const axis = this.#axis();
      if (axis !== 'child' && axis !== 'attribute')
        throw this.#error(start, `a pattern knows the axes child and attribute, not ${axis}: put the condition into a predicate`);
      return { axis, test: this.#nodeTest(), predicates: this.#predicates(), upwards };
    }
    const attribute = this.#skip('@');
    if (!attribute && this.#is('..')) throw this.#error(start, 'a pattern cannot go up with “..”: put the condition into a predicate');
    if (start.type === 'name' && this.#is('(', 1) && !isKindTest(start))
      throw this.#error(start, `a pattern has no place for the function “${this.#written(start)}”, except in a predicate`);
    const test = this.#nodeTest();
    return { axis: attribute ? 'attribute' : axisFor(test), test, predicates: this.#predicates(), upwards };
  }

  // --- expressions

  #expression(): Expr {
    const first = this.#single();
    if (!this.#is(',')) return first;
    const items = [first];
    while (this.#skip(',')) items.push(this.#single());
    return { kind: 'sequence', at: first.at, items };
  }

  #single(): Expr {
    this.#deeper();
    const expr = this.#construct() ?? this.#operation();
    this.#depth--;
    return expr;
  }

  /** What a keyword begins; the same names alone are element names. */
  #construct(): Expr | undefined {
    const { type, value, prefix } = this.#token;
    if (type !== 'name' || prefix !== '') return undefined;
    if (value === 'if' && this.#is('(', 1)) return this.#if();
    if (!this.#is('$', 1)) return undefined;
    switch (value) {
      case 'for':
        return this.#for();
      case 'some':
      case 'every':
        return this.#quantified(value === 'every');
      case 'let':
        return this.#later();
      default:
        return undefined;
    }
  }

  #if(): Expr {
    const { at } = this.#take();
    this.#expect('(');
    const test = this.#expression();
    this.#expect(')');
    this.#word('then');
    const then = this.#single();
    this.#word('else');
    return { kind: 'if', at, test, then, else: this.#single() };
  }

  #for(): Expr {
    const { at } = this.#take();
    const bindings = this.#bindings();
    this.#word('return');
    return { kind: 'for', at, bindings, return: this.#single() };
  }

  #quantified(every: boolean): Expr {
    const { at } = this.#take();
    const bindings = this.#bindings();
    this.#word('satisfies');
    return { kind: 'quantified', at, every, bindings, satisfies: this.#single() };
  }

  #bindings(): Binding[] {
    const bindings: Binding[] = [];
    do {
      this.#expect('$');
      const name = this.#variableName();
      this.#word('in');
      bindings.push({ name, in: this.#single() });
    } while (this.#skip(','));
    return bindings;
  }

  #operation(): Expr {
    const first = this.#operand();
    let operator = this.#operator();
    if (operator === undefined) return first;
    const operands = [first];
    const pending: Operator[] = [];
    for (;;) {
      while (pending.length > 0) {
        const last = pending.at(-1)!;
        if (operator !== undefined && operator.rank === last.rank && !last.chains)
          throw this.#error(this.#token, `“${this.#token.value}” cannot follow an operator of its kind: put one of the two in parentheses`);
        if (operator !== undefined && operator.rank > last.rank) break;
        const right = operands.pop()!;
        operands.push(last.build(operands.pop()!, right));
        pending.pop();
      }
      if (operator === undefined) return operands[0]!;
      pending.push(operator);
      this.#take();
      operands.push(this.#operand());
      operator = this.#operator();
    }
  }

  #operator(): Operator | undefined {
    const { type, value, prefix } = this.#token;
    if (type === 'symbol' && LATER_OPERATORS.includes(value)) this.#later();
    return type === 'symbol' || (type === 'name' && prefix === '') ? OPERATORS.get(value) : undefined;
  }

  /** A path with its signs, then with the operators on types, each once and from the tightest. */
  #operand(): Expr {
    const signs: Token[] = [];
    for (; this.#is('-') || this.#is('+'); signs.push(this.#take())) this.#deeper();
    let of = this.#path();
    this.#depth -= signs.length;
    for (const sign of signs.reverse()) of = { kind: 'unary', at: sign.at, op: sign.value as '+' | '-', of };
    if (this.#token.type !== 'name') return of;
    for (const kind of ['cast', 'castable'] as const) {
      if (!this.#skipWord(kind)) continue;
      this.#word('as');
      if (this.#is('(')) this.#later('as a type');
      const type = this.#typeName();
      of = { kind, at: of.at, of, type, optional: this.#skip('?') };
    }
    if (this.#skipWord('treat')) {
      this.#word('as');
      of = { kind: 'treat', at: of.at, of, type: this.#sequenceType() };
    }
    if (this.#skipWord('instance')) {
      this.#word('of');
      of = { kind: 'instance-of', at: of.at, of, type: this.#sequenceType() };
    }
    return of;
  }

  // --- paths

  #path(): Expr {
    let left: Expr;
    if (this.#is('/') || this.#is('//')) {
      left = { kind: 'root', at: this.#token.at };
      if (this.#is('/') && !startsStep(this.#tokens[this.#next + 1]!)) {
        this.#take();
        return left;
      }
    } else left = this.#step();
    while (this.#is('/') || this.#is('//')) {
      const { at, value } = this.#take();
      if (value === '//') {
        const all: Expr = { kind: 'step', at, axis: 'descendant-or-self', test: { test: 'node' }, predicates: [] };
        left = { kind: 'path', at: left.at, left, right: all };
      }
      left = { kind: 'path', at: left.at, left, right: this.#step() };
    }
    return left;
  }

  #step(): Expr {
    const token = this.#token;
    const { at, value } = token;
    switch (token.type) {
      case 'string':
      case 'integer':
      case 'decimal':
      case 'double':
        this.#take();
        return this.#filter({ kind: token.type, at, value });
      case 'namespace-wildcard':
      case 'local-wildcard':
        return this.#axisStep();
      case 'name':
        if (this.#is('(', 1) && !isKindTest(token)) return this.#filter(this.#call());
        if (this.#is('#', 1)) return this.#later('after a name', this.#tokens[this.#next + 1]);
        if (this.#is('{', 1) && ['map', 'array'].includes(value)) return this.#later();
        return this.#axisStep();
      case 'end':
        return this.#fail('an expression');
      case 'symbol':
        switch (value) {
          case '@':
          case '*':
            return this.#axisStep();
          case '..':
            this.#take();
            return { kind: 'step', at, axis: 'parent', test: { test: 'node' }, predicates: this.#predicates() };
          case '.':
            this.#take();
            return this.#filter({ kind: 'context', at });
          case '$':
            this.#take();
            return this.#filter({ kind: 'variable', at, name: this.#variableName() });
          case '(':
            return this.#filter(this.#parenthesized());
          case '[':
          case '?':
            return this.#later();
          default:
            return this.#fail('an expression');
        }
    }
  }

  #axisStep(): Expr {
    const { at } = this.#token;
    if (this.#is('::', 1)) return { kind: 'step', at, axis: this.#axis(), test: this.#nodeTest(), predicates: this.#predicates() };
    const attribute = this.#skip('@');
    const test = this.#nodeTest();
    return { kind: 'step', at, axis: attribute ? 'attribute' : axisFor(test), test, predicates: this.#predicates() };
  }

  #axis(): Axis {
    const token = this.#take();
    if (token.type !== 'name' || token.prefix !== '' || !AXES.has(token.value))
      throw this.#error(token, `“${this.#written(token)}” is no axis`);
    this.#take();
    return token.value as Axis;
  }

  #filter(base: Expr): Expr {
    const predicates = this.#predicates();
    if (this.#is('(') || this.#is('?')) this.#later('after an expression');
    return predicates.length === 0 ? base : { kind: 'filter', at: base.at, base, predicates };
  }

  #predicates(): Expr[] {
    const predicates: Expr[] = [];
    while (this.#skip('[')) {
      predicates.push(this.#expression());
      this.#expect(']');
    }
    return predicates;
  }

  #parenthesized(): Expr {
    const { at } = this.#take();
    if (this.#skip(')')) return { kind: 'sequence', at, items: [] };
    const expr = this.#expression();
    this.#expect(')');
    return expr;
  }

  #call(): Expr {
    const token = this.#take();
    if (token.prefix === '') {
      if (['function', 'namespace-node'].includes(token.value)) this.#later('here', token);
      if (RESERVED.has(token.value)) throw this.#error(token, `“${token.value}(…)” cannot stand here: it is no function`);
    }
    const namespace = this.#functionNamespace(token);
    const args: Expr[] = [];
    this.#expect('(');
    if (!this.#skip(')')) {
      do args.push(this.#single());
      while (this.#skip(','));
      this.#expect(')');
    }
    return { kind: 'call', at: token.at, namespace, local: token.value, args };
  }

  // --- node tests and types

  #nodeTest(): NodeTest {
    const token = this.#token;
    if (isKindTest(token) && this.#is('(', 1)) return this.#kindTest();
    if (this.#is('(', 1) && token.type === 'name' && token.value === 'namespace-node') this.#later();
    switch (token.type) {
      case 'name':
        this.#take();
        return { test: 'name', namespace: this.#namespace(token), local: token.value };
      case 'namespace-wildcard':
        this.#take();
        return { test: 'name', namespace: this.#namespace(token), local: undefined };
      case 'local-wildcard':
        this.#take();
        return { test: 'name', namespace: undefined, local: token.value };
      default:
        if (this.#skip('*')) return { test: 'name', namespace: undefined, local: undefined };
        return this.#fail('a name, “*” or a node test such as “text()”');
    }
  }

  #kindTest(): NodeTest {
    const kind = this.#take();
    this.#expect('(');
    const test = this.#kindTestOf(kind);
    this.#expect(')');
    return test;
  }

  #kindTestOf(kind: Token): NodeTest {
    switch (kind.value) {
      case 'processing-instruction':
        return this.#instructionTest();
      case 'document-node':
        if (!isKindTest(this.#token) || !this.#token.value.endsWith('element')) return { test: 'document-node' };
        return { test: 'document-node', inner: this.#kindTest() };
      case 'element':
      case 'attribute':
        return this.#typedTest(kind.value);
      case 'schema-element':
      case 'schema-attribute':
        throw syntaxError(this.text, kind.at, `“${kind.value}” asks for a declaration, and no schema is imported`, 'XPST0008');
      default:
        return { test: kind.value as 'node' | 'text' | 'comment' };
    }
  }

  #instructionTest(): NodeTest {
    const token = this.#token;
    if (token.type === 'string') {
      this.#take();
      const local = token.value.trim();
      if (!isNCName(local)) throw syntaxError(this.text, token.at, `no processing instruction has the target “${local}”`, 'XPTY0004');
      return { test: 'processing-instruction', local };
    }
    if (token.type !== 'name' || token.prefix !== '') return { test: 'processing-instruction' };
    this.#take();
    return { test: 'processing-instruction', local: token.value };
  }

  #typedTest(kind: 'element' | 'attribute'): NodeTest {
    const test: NodeTest = { test: kind };
    const token = this.#token;
    if (token.type === 'name') {
      this.#take();
      test.namespace = this.#namespace(token);
      test.local = token.value;
    } else if (!this.#skip('*')) return test;
    if (this.#skip(',')) {
      test.type = this.#typeName();
      // whether nil is accepted: without a schema nothing is nil
      if (kind === 'element') this.#skip('?');
    }
    return test;
  }

  #sequenceType(): SequenceType {
    const type = this.#itemType();
    if (type.item === 'empty') return { type, occurrence: '' };
    // one that follows always belongs to the type (XPath 2.0, A.1.2, occurrence-indicators)
    const occurrence = this.#is('?') || this.#is('*') || this.#is('+') ? (this.#take().value as Occurrence) : '';
    return { type, occurrence };
  }

  #itemType(): ItemType {
    const { type, prefix, value } = this.#token;
    if (this.#is('(')) return this.#later('as a type');
    if (type !== 'name' || prefix !== '' || !this.#is('(', 1)) return { item: 'atomic', type: this.#typeName() };
    if (KIND_TESTS.has(value)) return { item: 'node', test: this.#kindTest() };
    if (['function', 'map', 'array', 'namespace-node'].includes(value)) this.#later('as a type');
    if (value !== 'item' && value !== 'empty-sequence') this.#fail('a type');
    this.#take();
    this.#expect('(');
    this.#expect(')');
    return { item: value === 'item' ? 'item' : 'empty' };
  }

  // --- names

  #typeName(): TypeName {
    const token = this.#token;
    if (token.type !== 'name') return this.#fail('the name of a type');
    this.#take();
    return { namespace: this.#namespace(token), local: token.value };
  }

  #variableName(): string {
    const token = this.#token;
    if (token.type !== 'name') return this.#fail('the name of a variable');
    this.#take();
    const namespace = this.#namespace(token);
    return namespace === '' ? token.value : `{${namespace}}${token.value}`;
  }

  #functionNamespace(name: Token): string {
    return name.prefix === '' ? FN : this.#namespace(name);
  }

  #namespace({ prefix, at }: Token): string {
    if (prefix === '') return '';
    const namespace = this.names.namespaces.get(prefix) ?? BUILT_IN.get(prefix) ?? '';
    if (namespace === '') throw syntaxError(this.text, at, `the prefix “${prefix}” is not declared`, 'XPST0081');
    return namespace;
  }

  // --- tokens

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  /** Nothing is taken beyond the end: who takes has looked. */
  #take(): Token {
    return this.#tokens[this.#next++]!;
  }

  #is(symbol: string, ahead = 0): boolean {
    const token = this.#tokens[this.#next + ahead];
    return token !== undefined && token.type === 'symbol' && token.value === symbol;
  }

  #isWord(word: string): boolean {
    const { type, value, prefix } = this.#token;
    return type === 'name' && value === word && prefix === '';
  }

  #skip(symbol: string): boolean {
    const found = this.#is(symbol);
    if (found) this.#next++;
    return found;
  }

  #skipWord(word: string): boolean {
    const found = this.#isWord(word);
    if (found) this.#next++;
    return found;
  }

  #expect(symbol: string): void {
    if (!this.#skip(symbol)) this.#fail(`“${symbol}”`);
  }

  #word(word: string): void {
    if (!this.#skipWord(word)) this.#fail(`“${word}”`);
  }

  #deeper(): void {
    if (++this.#depth > DEEPEST) throw this.#error(this.#token, `nested more than ${DEEPEST} levels deep`);
  }

  // --- errors

  #written(token: Token): string {
    const written = this.text.slice(token.at, token.end);
    return written.length > 30 ? `${written.slice(0, 29)}…` : written;
  }

  #error(token: Token, problem: string): XPathError {
    return syntaxError(this.text, token.at, problem, this.code);
  }

  #fail(expected: string): never {
    const token = this.#token;
    if (this.#is(':')) throw this.#error(token, 'a “:” joins a prefix and a name, without blanks around it');
    const found =
      token.type === 'end' ? 'the end'
      : token.type === 'string' ? this.#written(token)
      : `“${this.#written(token)}”`;
    throw this.#error(token, `expected ${expected}, found ${found}`);
  }

  #later(where = 'here', token = this.#token): never {
    throw new UnsupportedExpression(`“${this.#written(token)}” ${where} belongs to XPath or XSLT 3, ${place(this.text, token.at)}`);
  }
}

const isKindTest = (token: Token): boolean => token.type === 'name' && token.prefix === '' && KIND_TESTS.has(token.value);

/** The axis of a step that names none (XPath 2.0, 3.2.4). */
const axisFor = (test: NodeTest): 'child' | 'attribute' => (test.test === 'attribute' ? 'attribute' : 'child');

/** After a `/`: whatever can begin a step does (XPath 2.0, A.1.2, leading-lone-slash). */
const startsStep = ({ type, value }: Token): boolean =>
  type === 'symbol' ? ['*', '@', '.', '..', '(', '$'].includes(value) : type !== 'end';
