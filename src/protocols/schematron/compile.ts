import type { Bilingual } from '../../model/index.js';
import {
  childrenOf,
  Compiler,
  conjuncts,
  parsePattern,
  parseXPath,
  refuseDepth,
  UnsupportedExpression,
  XPathError,
  XS,
  type Expr,
  type NodeTest,
  type Pattern,
  type PatternAlternative,
  type Scope,
  type StaticNames,
  type Variable,
} from '../xpath/index.js';
import {
  activePatterns,
  expressionsOf,
  globalLets,
  isXPath1,
  phaseOf,
  type Check,
  type Let,
  type MessagePart,
  type Place,
  type Schema,
  type SchemaPattern,
  type SchemaRule,
} from './schema.js';

/**
 * A profile as it is kept on disk: plain data and one program. Numbers point into the lists that the program returns:
 * `matchers` for contexts, `tests` for assertions, `texts` for what messages quote.
 */
export interface CompiledProfile {
  entry: string;
  title: string;
  schemaVersion: string;
  phase: string;
  namespaces: [prefix: string, uri: string][];
  program: string;
  patterns: CompiledPattern[];
  checks: CompiledCheck[];
  /** why something of the profile cannot be judged at all, with its place */
  problems: { kind: string; text: Bilingual; place: Place; incomplete: boolean }[];
}

export interface CompiledPattern {
  id: string;
  title: string;
  rules: CompiledRule[];
}

export interface CompiledRule {
  id: string;
  context: string;
  role: string;
  flag: string;
  see: string;
  fpi: string;
  place: Place;
  /** ways for a node to be the context, any of which is enough */
  contexts: CompiledContext[];
  /** into `checks`, in the order they are judged */
  checks: number[];
  /** why this rule is left to another engine, with the position of pattern and rule in the schema */
  elsewhere?: { reason: string; pattern: number; rule: number };
}

export interface CompiledContext {
  /** what the node must be, then what its parent or an ancestor must be, and so on */
  steps: CompiledStep[];
  /** the last of the steps is a child of the document node */
  absolute: boolean;
  axis: 'child' | 'attribute' | 'document';
  /** a child of this name has an attribute with this value: most rules of a profile are told apart by a templateId */
  key?: { child: NameTest; attribute: NameTest; value: string };
}

export interface CompiledStep {
  matcher: number;
  test: NodeTest;
  /** how the step after this one is reached from here */
  upwards: 'parent' | 'ancestor';
}

export interface NameTest {
  namespace: string | undefined;
  local: string;
}

export interface CompiledCheck {
  kind: 'assert' | 'report';
  id: string;
  role: string;
  flag: string;
  see: string;
  fpi: string;
  icon: string;
  subject: string;
  place: Place;
  /** the expression, for whoever has to understand the finding */
  expression: string;
  /** -1: judged elsewhere */
  test: number;
  message: (string | number)[];
  diagnostics: { id: string; message: (string | number)[] }[];
  properties: { id: string; role: string; scheme: string; message: (string | number)[] }[];
}

const MOST_STEPS = 100;

/**
 * Compiles the active patterns of a schema. Nothing in a schema makes this throw: what cannot be compiled is told in
 * `problems` and the rest is judged.
 * @param phase as for `phaseOf`
 */
export function compileSchema(schema: Schema, phase?: string): CompiledProfile {
  return new SchemaCompiler(schema, phase).compile();
}

class SchemaCompiler {
  readonly #names: StaticNames;
  readonly #compiler: Compiler;
  readonly #problems: CompiledProfile['problems'];
  readonly #parsed = new Map<string, Expr>();
  readonly #checks: CompiledCheck[] = [];
  readonly #variables = new Map<Check, readonly string[]>();
  readonly #checkNumbers = new Map<Check, Map<string, number>>();
  readonly #lists = { matchers: new Numbered(), tests: new Numbered(), texts: new Numbered() };

  constructor(
    private readonly schema: Schema,
    private readonly phase: string | undefined,
  ) {
    this.#names = { namespaces: schema.namespaces };
    this.#compiler = new Compiler(isXPath1(schema));
    this.#problems = schema.problems.map((problem) => ({ ...problem }));
  }

  compile(): CompiledProfile {
    const { schema } = this;
    const globals = this.#globals();
    const patterns = activePatterns(schema, this.phase).map((pattern) => this.#pattern(pattern, globals));
    const { matchers, tests, texts } = this.#lists;
    return {
      entry: schema.entry,
      title: schema.title ?? '',
      schemaVersion: schema.schemaVersion ?? '',
      phase: phaseOf(schema, this.phase),
      namespaces: [...schema.declaredNamespaces],
      program: this.#compiler.program({ matchers: matchers.list, tests: tests.list, texts: texts.list }),
      patterns,
      checks: this.#checks,
      problems: this.#problems,
    };
  }

  /** Global variables may refer to each other in any order; what stays unresolved is a problem where it is used. */
  #globals(): Map<string, Variable | Error> {
    const scope = new Map<string, Variable | Error>();
    let waiting = [...globalLets(this.schema, this.phase).values()];
    for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
      before = waiting.length;
      const last = before;
      waiting = waiting.filter((one) => {
        const made = this.#variable(one, scope, 'document');
        scope.set(this.#expanded(one.name), made);
        return made instanceof XPathError && made.code === 'XPST0008';
      });
      if (waiting.length === last) break;
    }
    for (const one of globalLets(this.schema, this.phase).values()) {
      const name = this.#expanded(one.name);
      scope.set(name, this.#told(one, scope.get(name)!));
    }
    return scope;
  }

  /** The name of a variable as parsed expressions have it: with the namespace of its prefix. */
  #expanded(name: string): string {
    const colon = name.indexOf(':');
    const namespace = colon < 0 ? undefined : this.schema.namespaces.get(name.slice(0, colon));
    return namespace === undefined ? name : `{${namespace}}${name.slice(colon + 1)}`;
  }

  /** A variable that is no XPath is told once, where it stands; what uses it is told to be left out because of it. */
  #told(one: Let, made: Variable | Error): Variable | Error {
    if (!(made instanceof XPathError)) return made;
    this.#broken(made, one.value ?? '', one.place);
    return new XPathError('XPST0008', `variable $${one.name} could not be made`);
  }

  #variable(one: Let, scope: Scope, each: 'rule' | 'document'): Variable | Error {
    try {
      const expr = one.value === undefined ? untyped(one.content) : this.#parse(one.value);
      return this.#compiler.variable(expr, scope, each);
    } catch (error) {
      if (error instanceof XPathError || error instanceof UnsupportedExpression) return error;
      if (error instanceof RangeError) return new UnsupportedExpression(error.message);
      throw error;
    }
  }

  #parse(text: string): Expr {
    let expr = this.#parsed.get(text);
    if (expr === undefined) {
      expr = parseXPath(text, this.#names);
      refuseDepth(expr);
      this.#parsed.set(text, expr);
    }
    return expr;
  }

  #pattern(pattern: SchemaPattern, globals: Scope): CompiledPattern {
    const number = this.schema.patterns.indexOf(pattern);
    if (pattern.documents !== undefined)
      this.#problems.push({
        kind: 'other-documents',
        text: {
          fr: `Le motif « ${pattern.id ?? ''} » juge d’autres documents (documents="${pattern.documents}")\u00A0: il n’est pas exécuté.`,
          en: `Pattern “${pattern.id ?? ''}” judges other documents (documents="${pattern.documents}"): it is not run.`,
        },
        place: pattern.place,
        incomplete: true,
      });
    return {
      id: pattern.id ?? '',
      title: pattern.title ?? '',
      rules: pattern.documents !== undefined ? [] : pattern.rules.map((rule, index) => this.#rule(rule, globals, number, index)),
    };
  }

  #rule(rule: SchemaRule, globals: Scope, pattern: number, index: number): CompiledRule {
    const compiled: CompiledRule = {
      id: rule.id ?? '',
      context: rule.context,
      role: rule.role ?? '',
      flag: rule.flag ?? '',
      see: rule.see ?? '',
      fpi: rule.fpi ?? '',
      place: rule.place,
      contexts: [],
      checks: [],
    };
    try {
      compiled.contexts = this.#contexts(parsePattern(rule.context, this.#names), globals);
      compiled.checks = this.#body(rule, globals);
    } catch (error) {
      // an expression thousands of operators long is deeper than the stack: another engine may take it
      if (error instanceof UnsupportedExpression || error instanceof RangeError) {
        compiled.elsewhere = { reason: error.message, pattern, rule: index };
        compiled.checks = rule.body.filter((one): one is Check => one.kind !== 'let').map((check) => this.#declare(check));
      } else if (error instanceof XPathError) this.#broken(error, rule.context, rule.place);
      else throw error;
    }
    return compiled;
  }

  /** An expression that is no XPath: the official engine would refuse the whole profile. */
  #broken(error: XPathError, expression: string, place: Place): void {
    const shown = expression.length > 120 ? `${expression.slice(0, 117)}…` : expression;
    this.#problems.push({
      kind: 'expression',
      text: {
        fr: `L’expression « ${shown} » n’est pas valide (${error.message})\u00A0: ce qu’elle vérifie n’est pas jugé.`,
        en: `The expression “${shown}” is not valid (${error.message}): what it checks is not judged.`,
      },
      place,
      incomplete: true,
    });
  }

  #contexts(pattern: Pattern, globals: Scope): CompiledContext[] {
    return pattern.alternatives.map((alternative) => {
      const { steps, absolute } = alternative;
      if (steps.length > MOST_STEPS) throw new UnsupportedExpression(`a context of ${steps.length} steps`);
      const predicates = steps.flatMap((step) => step.predicates);
      predicates.forEach(refuseDepth);
      const matchers = this.#compiler.pattern(alternative, globals);
      const key = matchers.length === 1 && steps[0] ? templateKey(alternative) : undefined;
      return {
        steps: matchers.map((matcher, index) => ({
          matcher: this.#lists.matchers.number(matcher),
          test: steps[index]?.test ?? { test: 'document-node' },
          upwards: steps[index]?.upwards ?? 'parent',
        })),
        absolute: absolute && matchers.length === steps.length,
        axis: steps[0]?.axis ?? 'document',
        ...(key && { key }),
      };
    });
  }

  #body(rule: SchemaRule, globals: Scope): number[] {
    const scope = new Map(globals);
    const checks: number[] = [];
    for (const one of rule.body) {
      if (one.kind === 'let') {
        const made = this.#variable(one, scope, 'rule');
        if (made instanceof UnsupportedExpression) throw made;
        scope.set(this.#expanded(one.name), this.#told(one, made));
      } else checks.push(this.#check(one, scope));
    }
    return checks;
  }

  /** A check that many rules extend is compiled once for each meaning that its variables have. */
  #check(check: Check, scope: Scope): number {
    const meaning = this.#variablesOf(check).map((name) => {
      const variable = scope.get(name);
      return variable instanceof Error || variable === undefined ? '?' : variable.code;
    });
    let known = this.#checkNumbers.get(check);
    if (known === undefined) this.#checkNumbers.set(check, (known = new Map<string, number>()));
    const key = meaning.join(' ');
    let number = known.get(key);
    if (number === undefined) {
      number = this.#declare(check);
      // what is left to another engine throws, for every rule that extends it
      this.#fill(this.#checks[number]!, check, scope);
      known.set(key, number);
    }
    return number;
  }

  /** None of a check that is no XPath: compiling it will tell. */
  #variablesOf(check: Check): readonly string[] {
    let names = this.#variables.get(check);
    if (names === undefined) {
      try {
        names = [...new Set(expressionsOf(this.schema, check).flatMap((text) => variablesIn(this.#parse(text))))];
      } catch (error) {
        if (!(error instanceof XPathError || error instanceof UnsupportedExpression)) throw error;
        names = [];
      }
      this.#variables.set(check, names);
    }
    return names;
  }

  #declare(check: Check): number {
    return (
      this.#checks.push({
        kind: check.kind,
        id: check.id ?? '',
        role: check.role ?? '',
        flag: check.flag ?? '',
        see: check.see ?? '',
        fpi: check.fpi ?? '',
        icon: check.icon ?? '',
        subject: check.subject ?? '',
        place: check.place,
        expression: check.test,
        test: -1,
        message: [],
        diagnostics: [],
        properties: [],
      }) - 1
    );
  }

  #fill(compiled: CompiledCheck, check: Check, scope: Scope): void {
    const message = (parts: readonly MessagePart[]): (string | number)[] => this.#message(parts, scope);
    try {
      const test = this.#parse(check.test);
      compiled.test = this.#lists.tests.number(this.#compiler.test(test, scope));
      compiled.message = message(check.message);
      for (const id of check.diagnostics) {
        const diagnostic = this.schema.diagnostics.get(id);
        if (diagnostic) compiled.diagnostics.push({ id, message: message(diagnostic.message) });
      }
      for (const id of check.properties) {
        const property = this.schema.properties.get(id);
        if (property)
          compiled.properties.push({ id, role: property.role ?? '', scheme: property.scheme ?? '', message: message(property.message) });
      }
    } catch (error) {
      if (!(error instanceof XPathError)) throw error;
      compiled.test = -1;
      this.#broken(error, check.test, check.place);
    }
  }

  #message(parts: readonly MessagePart[], scope: Scope): (string | number)[] {
    return parts.flatMap((part): (string | number)[] => {
      if (typeof part === 'string') return [part];
      if ('inline' in part) return this.#message(part.parts, scope);
      const expr = this.#parse('nameOf' in part ? part.nameOf : part.valueOf);
      const text = 'nameOf' in part ? this.#compiler.nameText(expr, scope) : this.#compiler.text(expr, scope);
      return [this.#lists.texts.number(text)];
    });
  }
}

/** What the document node that a variable with content stands for is worth in expressions. */
const untyped = (value: string): Expr => ({
  kind: 'call',
  namespace: XS,
  local: 'untypedAtomic',
  args: [{ kind: 'string', value, at: 0 }],
  at: 0,
});

/** Gives each name in a list a number once. */
class Numbered {
  readonly list: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.list.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }
}

/** Variables anywhere in an expression, those that it binds itself included. */
function variablesIn(expr: Expr): string[] {
  return [...(expr.kind === 'variable' ? [expr.name] : []), ...childrenOf(expr).flatMap(variablesIn)];
}

/** `[x/@y = 'v']` or `[x[@y = 'v']]` among the predicates of the last step. */
function templateKey(alternative: PatternAlternative): CompiledContext['key'] | undefined {
  for (const predicate of alternative.steps[0]!.predicates)
    for (const condition of conjuncts(predicate)) {
      const [path, value] =
        condition.kind === 'general' && condition.op === 'eq' && condition.right.kind === 'string' ? [condition.left, condition.right.value]
        : condition.kind === 'step' && condition.predicates.length > 0 ? inside(condition)
        : [undefined, ''];
      if (path?.kind !== 'path' || path.left.kind !== 'step' || path.right.kind !== 'step') continue;
      const [child, attribute] = [nameTest(path.left, 'child'), nameTest(path.right, 'attribute')];
      if (child && attribute) return { child, attribute, value };
    }
  return undefined;
}

/** `x[@y = 'v']` read as `x/@y = 'v'`, which is enough to tell where the rule may fire. */
function inside(step: Expr & { kind: 'step' }): [Expr | undefined, string] {
  for (const condition of step.predicates.flatMap(conjuncts))
    if (condition.kind === 'general' && condition.op === 'eq' && condition.right.kind === 'string' && condition.left.kind === 'step')
      return [{ kind: 'path', left: { ...step, predicates: [] }, right: condition.left, at: step.at }, condition.right.value];
  return [undefined, ''];
}

function nameTest(step: Expr & { kind: 'step' }, axis: 'child' | 'attribute'): NameTest | undefined {
  const { test } = step;
  if (step.axis !== axis || test.test !== 'name' || test.local === undefined) return undefined;
  // a filter on the child makes the key weaker, never wrong; a position would be wrong only for more than the key says
  return { namespace: test.namespace, local: test.local };
}
