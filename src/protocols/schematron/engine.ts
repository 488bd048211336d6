import {
  budget,
  BudgetExceeded,
  Kind,
  localNumber,
  localNumbers,
  loadProgram,
  namespaceNumber,
  namespaceNumbers,
  nameNumber,
  type Node,
  XPathError,
  type Documents,
  type Dynamic,
  type NodeTest,
  type Program,
  within,
} from '../xpath/index.js';
import type { CompiledCheck, CompiledContext, CompiledPattern, CompiledProfile, CompiledRule, NameTest } from './compile.js';

/** A failed assertion or a report that holds, where it is so. */
export interface Result {
  pattern: CompiledPattern;
  rule: CompiledRule;
  check: CompiledCheck;
  node: Node;
  text: string;
  diagnostics: { id: string; text: string }[];
  properties: { id: string; role: string; scheme: string; text: string }[];
}

/** A check that could not be evaluated on a node: the official engine stops the whole profile there. */
export interface Failure {
  rule: CompiledRule;
  check: CompiledCheck | undefined;
  node: Node;
  /** of XPath, or `limit` */
  code: string;
  message: string;
}

/** A rule that fired on a node. */
export interface Fired {
  pattern: CompiledPattern;
  rule: CompiledRule;
  node: Node;
}

export interface Judgement {
  /** each rule at least once; of more than a million firings, the first */
  fired: Fired[];
  firings: number;
  /** of one check no more than the first thousand */
  results: Result[];
  /** how often a check was told beyond that */
  omitted: Map<CompiledCheck, number>;
  failures: Failure[];
}

/** What judges a rule that the compiler left to another engine: by node, the positions in the body that failed and their texts. */
export interface Elsewhere {
  judge(elsewhere: NonNullable<CompiledRule['elsewhere']>, root: Node): ElsewhereResult;
}

export interface ElsewhereFailure extends Partial<Pick<Result, 'diagnostics' | 'properties'>> {
  /** position among the checks of the rule */
  check: number;
  text: string;
}

export interface ElsewhereResult {
  /** by node; a node that is absent is not a context of the rule */
  matched: ReadonlyMap<Node, readonly ElsewhereFailure[]>;
  error?: { code: string; message: string };
}

/**
 * Steps of loops that one rule may make on one node, and all rules of a profile on a document: so many, and so many more
 * for each of its nodes. The largest published profile makes some hundred thousand on a document of ordinary size.
 */
const STEPS_PER_RULE = 20_000_000;
const STEPS_PER_DOCUMENT = 200_000_000;
const STEPS_PER_NODE = 200;
/** For all rules that another engine judges, whose steps cannot be counted. */
const ELSEWHERE_MS = 10_000;
const MOST_RESULTS = 1000;
const MOST_FIRED = 1_000_000;
const LONGEST_TEXT = 20_000;

/**
 * A compiled profile ready to judge documents, one at a time.
 */
export class Profile {
  /** of this module: what a walk needs */
  readonly program: Program;
  readonly dispatch: Dispatch;
  readonly #dynamic: Dynamic;
  readonly #learn: () => Uint8Array;

  constructor(
    readonly compiled: CompiledProfile,
    readonly environment: { documents: Documents; now: Date; elsewhere?: Elsewhere },
    learned?: Uint8Array,
  ) {
    this.#dynamic = {
      item: undefined,
      position: 1,
      size: 1,
      current: undefined as unknown as Node,
      documents: environment.documents,
      base: compiled.entry,
      now: environment.now,
      namespaces: new Map(compiled.namespaces),
    };
    ({ program: this.program, learn: this.#learn } = loadProgram(compiled.program, this.#dynamic, learned));
    this.dispatch = new Dispatch(compiled, this.program);
  }

  /** What V8 has compiled of the program so far, to start faster next time. */
  learned(): Uint8Array {
    return this.#learn();
  }

  set now(now: Date) {
    this.#dynamic.now = now;
  }
}

/**
 * Judges the document under `root`, a document node, by all profiles in one walk. For each node the first rule of each
 * pattern whose context matches fires (ISO/IEC 19757-3, 6.5); elements, attributes, comments and instructions can be
 * contexts, text cannot.
 * @returns one judgement a profile, in their order
 */
export function judge(profiles: readonly Profile[], root: Node): Judgement[] {
  const walks = profiles.map((profile) => new Walk(profile, root));
  for (const { program } of profiles) program.begin(root);
  try {
    for (const node of root.tree.all) if (node.kind !== Kind.Text) for (const walk of walks) walk.visit(node);
  } finally {
    for (const { program } of profiles) program.end();
    budget.left = Infinity;
  }
  return walks.map((walk) => walk.judgement);
}

/** What one profile finds on the way through a document. */
class Walk {
  readonly judgement: Judgement = { fired: [], firings: 0, results: [], omitted: new Map(), failures: [] };
  readonly #fired = new Set<CompiledRule>();
  readonly #program: Program;
  readonly #dispatch: Dispatch;
  /** by order of the parent: what its children can be contexts of */
  readonly #states: (State | undefined)[];
  readonly #others = new Map<CompiledRule, ElsewhereResult>();
  /** rules that went beyond their bounds: they are not tried again on this document */
  readonly #left = new Set<CompiledRule>();
  /** how often each check was told */
  readonly #said = new Map<CompiledCheck, number>();
  /** how often each check could not be evaluated */
  readonly #failed = new Map<CompiledCheck, number>();
  #steps: number;
  #elsewhereMs = ELSEWHERE_MS;

  constructor(
    private readonly profile: Profile,
    private readonly root: Node,
  ) {
    this.#program = profile.program;
    this.#dispatch = profile.dispatch;
    const nodes = root.tree.all.length;
    this.#states = new Array<State | undefined>(nodes);
    this.#steps = STEPS_PER_DOCUMENT + nodes * STEPS_PER_NODE;
  }

  visit(node: Node): void {
    if ((node.kind === Kind.Attribute && !this.#dispatch.attributes) || this.#steps < 0) return;
    budget.left = STEPS_PER_RULE;
    const candidates = this.#dispatch.candidates(node, node.parent === undefined ? this.#dispatch.outside : this.#stateOf(node.parent));
    budget.left -= candidates.length;
    if (candidates.length > 0) this.#tryAll(candidates, node);
    this.#settle();
    if (this.#steps < 0) this.#stop(candidates, node);
  }

  #tryAll(candidates: readonly Candidate[], node: Node): void {
    const program = this.#program;
    program.look(node);
    let firedPattern = -1;
    for (const candidate of candidates) {
      if (candidate.pattern === firedPattern || this.#left.has(candidate.rule)) continue;
      if (candidate.rule.elsewhere !== undefined) {
        if (this.#fireElsewhere(candidate, node)) firedPattern = candidate.pattern;
      } else if (this.#matches(candidate, node)) {
        firedPattern = candidate.pattern;
        this.#fire(candidate, node);
        program.look(node);
      }
    }
  }

  /** Takes the steps made since the last time from those of the document; the next rule starts with all of its own. */
  #settle(): void {
    this.#steps -= STEPS_PER_RULE - budget.left;
    budget.left = STEPS_PER_RULE;
  }

  #stop(candidates: readonly Candidate[], node: Node): void {
    const rule = candidates[0]?.rule ?? this.profile.compiled.patterns[0]!.rules[0]!;
    const message = 'too many steps for one document: the rest of it is not judged';
    this.judgement.failures.push({ rule, check: undefined, node, code: 'limit', message });
  }

  /** Parents are visited before their children, so the state of a parent's parent is known or one step away. */
  #stateOf(parent: Node): State {
    const known = this.#states[parent.order];
    if (known !== undefined) return known;
    const above = parent.parent === undefined ? this.#dispatch.outside : this.#stateOf(parent.parent);
    const state = this.#dispatch.step(parent, above, (rule, error) => this.#leaveOut(rule, undefined, parent, error));
    return (this.#states[parent.order] = state);
  }

  #matches({ rule, matches }: Candidate, node: Node): boolean {
    try {
      return holds(matches, node);
    } catch (error) {
      if (!isLimit(error)) throw error;
      this.#leaveOut(rule, undefined, node, error);
      return false;
    }
  }

  #fire(candidate: Candidate, node: Node): void {
    const { compiled } = this.profile;
    const program = this.#program;
    const { rule } = candidate;
    const pattern = compiled.patterns[candidate.pattern]!;
    program.fire(node);
    this.#tellFired(pattern, rule, node);
    this.#settle();
    const { checks } = rule;
    for (let i = 0; i < checks.length; i++) {
      const check = compiled.checks[checks[i]!]!;
      if (check.test === -1) continue;
      try {
        if (program.tests[check.test]!(node) !== (check.kind === 'assert')) this.#tell(pattern, rule, check, node);
      } catch (error) {
        if (error instanceof XPathError) this.#tellFailure(rule, check, node, error);
        else if (isLimit(error)) {
          this.#leaveOut(rule, check, node, error);
          break;
        } else throw error;
      }
    }
    this.#settle();
  }

  #tellFailure(rule: CompiledRule, check: CompiledCheck, node: Node, { code, message }: XPathError): void {
    const before = this.#failed.get(check) ?? 0;
    this.#failed.set(check, before + 1);
    if (before < MOST_RESULTS) this.judgement.failures.push({ rule, check, node, code, message });
  }

  #leaveOut(rule: CompiledRule, check: CompiledCheck | undefined, node: Node, error: Error): void {
    this.#left.add(rule);
    this.#settle();
    this.judgement.failures.push({ rule, check, node, code: 'limit', message: `${error.message}: this rule is not tried again` });
  }

  #tellFired(pattern: CompiledPattern, rule: CompiledRule, node: Node): void {
    const { judgement } = this;
    if (++judgement.firings <= MOST_FIRED || !this.#fired.has(rule)) judgement.fired.push({ pattern, rule, node });
    this.#fired.add(rule);
  }

  #tell(pattern: CompiledPattern, rule: CompiledRule, check: CompiledCheck, node: Node): void {
    const write = (parts: readonly (string | number)[]): string => this.#write(parts, node, rule, check);
    this.#keep(check, () => ({
      pattern,
      rule,
      check,
      node,
      text: write(check.message),
      diagnostics: check.diagnostics.map(({ id, message }) => ({ id, text: write(message) })),
      properties: check.properties.map(({ id, role, scheme, message }) => ({ id, role, scheme, text: write(message) })),
    }));
  }

  /** Keeps a result, unless the same check was told a thousand times: then it is only counted, and its text not written. */
  #keep(check: CompiledCheck, make: () => Result): void {
    const before = this.#said.get(check) ?? 0;
    this.#said.set(check, before + 1);
    if (before < MOST_RESULTS) this.judgement.results.push(make());
    else this.judgement.omitted.set(check, before + 1 - MOST_RESULTS);
  }

  /** What the test found stands, whatever becomes of its message: a part that cannot be worked out is told in its place. */
  #write(parts: readonly (string | number)[], node: Node, rule: CompiledRule, check: CompiledCheck): string {
    let text = '';
    for (const part of parts) {
      if (typeof part === 'string') text += part;
      else
        try {
          text += this.#program.texts[part]!(node);
        } catch (error) {
          if (error instanceof XPathError) this.#tellFailure(rule, check, node, error);
          else if (!isLimit(error)) throw error;
          text += `[${error.message}]`;
        }
      if (text.length > LONGEST_TEXT) return `${text.slice(0, LONGEST_TEXT)}…`;
    }
    return text;
  }

  #fireElsewhere(candidate: Candidate, node: Node): boolean {
    const { rule } = candidate;
    const outcome = this.#elsewhere(rule);
    const failed = outcome.matched.get(node);
    if (failed === undefined) return false;
    const { compiled } = this.profile;
    const pattern = compiled.patterns[candidate.pattern]!;
    this.#tellFired(pattern, rule, node);
    for (const { check: number, text, diagnostics = [], properties = [] } of failed) {
      const check = compiled.checks[rule.checks[number]!]!;
      this.#keep(check, () => ({ pattern, rule, check, node, text, diagnostics, properties }));
    }
    return true;
  }

  /** The other engine judges the whole document at once. */
  #elsewhere(rule: CompiledRule): ElsewhereResult {
    let outcome = this.#others.get(rule);
    if (outcome === undefined) {
      const { elsewhere } = this.profile.environment;
      const failed = (code: string, message: string): ElsewhereResult => ({ matched: new Map(), error: { code, message } });
      const began = performance.now();
      try {
        outcome =
          elsewhere === undefined ? failed('unsupported', rule.elsewhere!.reason)
          : this.#elsewhereMs < 1 ? failed('limit', 'no time was left for it on this document')
          : within(Math.round(this.#elsewhereMs), () => elsewhere.judge(rule.elsewhere!, this.root));
        this.#elsewhereMs -= performance.now() - began;
      } catch (error) {
        if (!isLimit(error)) throw error;
        this.#elsewhereMs = 0;
        outcome = failed('limit', error.message);
      }
      this.#others.set(rule, outcome);
      if (outcome.error) this.judgement.failures.push({ rule, check: undefined, node: this.root, ...outcome.error });
    }
    return outcome;
  }
}

/** Too many steps, too much time, too long a string, too deep a recursion: bounds that an expression ran into. */
const isLimit = (error: unknown): error is Error => error instanceof BudgetExceeded || error instanceof RangeError;

/** A test of a match pattern: an error in one of its predicates means that it does not match (XSLT 2.0, 5.5.4). */
function holds(test: (node: Node) => boolean, node: Node): boolean {
  try {
    return test(node);
  } catch (error) {
    if (error instanceof XPathError) return false;
    throw error;
  }
}

// ---- which rules may fire on a node

interface Candidate {
  /** order of the rule among all: pattern first, then rule */
  order: number;
  pattern: number;
  rule: CompiledRule;
  axis: CompiledContext['axis'];
  test: NodeTest;
  matches: (node: Node) => boolean;
}

/** A step of contexts that is not the last: contexts that begin alike share it. */
interface Prefix {
  number: number;
  test: NodeTest;
  matches: (node: Node) => boolean;
  /** the first of those that it is a prefix for; the document node has none */
  rule: CompiledRule | undefined;
  /** what may come below, at once or at any depth: the last steps of contexts, and further steps */
  children: { last: Candidate[]; further: Prefix[] };
  descendants: { last: Candidate[]; further: Prefix[] };
}

/**
 * What the nodes below a node can be: the same for all nodes that match the same prefixes. There are few of them, however
 * large the documents, so what follows from one is worked out once.
 */
interface State {
  /** prefixes that match the node itself */
  here: readonly Prefix[];
  /** prefixes that match it or an ancestor, and allow any depth below */
  above: readonly Prefix[];
  candidates: Map<number, readonly Candidate[]>;
  further: Map<number, readonly Prefix[]>;
  /** the state below a child that matches no prefix */
  nothing: State | undefined;
}

const NONE: readonly Prefix[] = [];

interface Keyed {
  child: (name: number) => boolean;
  attribute: (name: number) => boolean;
  byValue: Map<string, Candidate[]>;
}

/**
 * Finds, for a node, the rules whose context could match: by what is above it, by its name, and by the templateIds of its
 * children. It is an automaton over the steps of all contexts, built as documents ask for it.
 */
class Dispatch {
  readonly attributes: boolean;
  /** of the document node itself */
  readonly outside: State;
  /** stands for the document node: absolute contexts hang on it */
  readonly #document: Prefix = prefix(0, { test: 'document-node' }, (node) => node.kind === Kind.Document, undefined);
  /** contexts and prefixes that may stand anywhere */
  readonly #anywhere: Prefix['children'] = { last: [], further: [] };
  readonly #keyed: Keyed[] = [];
  readonly #states = new Map<string, State>();

  constructor(compiled: CompiledProfile, program: Program) {
    const keyed = new Map<string, Keyed>();
    let order = 0;
    let prefixes = 1;
    let attributes = false;
    for (const [pattern, { rules }] of compiled.patterns.entries())
      for (const rule of rules) {
        order++;
        for (const context of rule.elsewhere ? [ANYTHING] : rule.contexts) {
          const [last, ...above] = context.steps;
          const matches = rule.elsewhere ? () => true : program.matchers[last!.matcher]!;
          const candidate: Candidate = { order, pattern, rule, axis: context.axis, test: last!.test, matches };
          if (context.axis === 'attribute' || rule.elsewhere) attributes = true;
          if (context.key !== undefined && above.length === 0 && !context.absolute) {
            addKeyed(keyed, context.key, candidate);
            continue;
          }
          let place = context.absolute ? this.#document.children : this.#anywhere;
          for (let i = above.length - 1; i >= 0; i--) {
            const { matcher, test } = above[i]!;
            let next = place.further.find((one) => one.matches === program.matchers[matcher]);
            if (next === undefined) place.further.push((next = prefix(prefixes++, test, program.matchers[matcher]!, rule)));
            // how the step below looks up to this one
            place = context.steps[i]!.upwards === 'parent' ? next.children : next.descendants;
          }
          place.last.push(candidate);
        }
      }
    this.attributes = attributes;
    this.#keyed = [...keyed.values()];
    this.outside = this.#state([], []);
  }

  /** The state below a node, from that below its parent. */
  step(node: Node, above: State, leaveOut: (rule: CompiledRule, error: Error) => void): State {
    if (node.kind === Kind.Document) {
      // a pattern may begin with document-node() as well as with /
      const first = this.#anywhere.further.filter(({ test, matches }) => passes(test, 'child', node) && holds(matches, node));
      const here = [this.#document, ...first];
      return this.#state(here, here.filter(hasDescendants));
    }
    let further = above.further.get(node.name);
    if (further === undefined) {
      further = [
        ...this.#anywhere.further,
        ...above.here.flatMap(({ children }) => children.further),
        ...above.above.flatMap(({ descendants }) => descendants.further),
      ].filter(({ test }) => passes(test, 'child', node));
      above.further.set(node.name, further);
    }
    const here =
      further.length === 0 ?
        NONE
      : further.filter(({ matches, rule }) => {
          try {
            return holds(matches, node);
          } catch (error) {
            if (!isLimit(error)) throw error;
            leaveOut(rule!, error);
            return false;
          }
        });
    if (here.length === 0) return (above.nothing ??= this.#state(NONE, above.above));
    const deep = here.filter(hasDescendants);
    return this.#state(here, deep.length === 0 ? above.above : [...new Set([...above.above, ...deep])].sort(byNumber));
  }

  #state(here: readonly Prefix[], above: readonly Prefix[]): State {
    const key = `${here.map(({ number }) => number).join(' ')}|${above.map(({ number }) => number).join(' ')}`;
    let state = this.#states.get(key);
    if (state === undefined) {
      // a hostile document could ask for ever more of them
      if (this.#states.size > MOST_STATES) this.#states.clear();
      this.#states.set(key, (state = { here, above, candidates: new Map(), further: new Map(), nothing: undefined }));
    }
    return state;
  }

  candidates(node: Node, above: State): readonly Candidate[] {
    const plain = this.#plain(node, above);
    if (node.kind !== Kind.Element || node.first === undefined || this.#keyed.length === 0) return plain;
    let found: Candidate[] | undefined;
    for (let child: Node | undefined = node.first; child !== undefined; child = child.next) {
      if (child.kind !== Kind.Element) continue;
      const { name } = child;
      for (const group of this.#keyed) {
        if (!group.child(name)) continue;
        for (const attribute of child.attributes) {
          if (!group.attribute(attribute.name)) continue;
          const known = group.byValue.get(attribute.value!);
          if (known === undefined) continue;
          found ??= [...plain];
          for (const candidate of known) if (!found.includes(candidate, plain.length)) found.push(candidate);
        }
      }
    }
    return found === undefined ? plain : found.sort(byOrder);
  }

  /** Contexts without a key that a node of this kind and name could be. */
  #plain(node: Node, above: State): readonly Candidate[] {
    const key =
      node.kind === Kind.Element ? node.name
      : node.kind === Kind.Attribute ? -node.name
      : -0.5 - node.kind;
    let list = above.candidates.get(key);
    if (list === undefined) {
      list = [
        ...this.#anywhere.last,
        ...above.here.flatMap(({ children }) => children.last),
        ...above.above.flatMap(({ descendants }) => descendants.last),
      ]
        .filter((candidate) => candidate.rule.elsewhere !== undefined || passes(candidate.test, candidate.axis, node))
        .sort(byOrder);
      // instructions are told apart by their target, which is no part of the key
      if (node.kind !== Kind.Instruction) above.candidates.set(key, list);
    }
    return list;
  }
}

const MOST_STATES = 10_000;

const prefix = (number: number, test: NodeTest, matches: Prefix['matches'], rule: Prefix['rule']): Prefix => ({
  number,
  test,
  matches,
  rule,
  children: { last: [], further: [] },
  descendants: { last: [], further: [] },
});

const hasDescendants = ({ descendants }: Prefix): boolean => descendants.last.length > 0 || descendants.further.length > 0;

function addKeyed(keyed: Map<string, Keyed>, { child, attribute, value }: NonNullable<CompiledContext['key']>, candidate: Candidate): void {
  const name = JSON.stringify([child, attribute]);
  let group = keyed.get(name);
  if (group === undefined) keyed.set(name, (group = { child: nameTester(child), attribute: nameTester(attribute), byValue: new Map() }));
  const known = group.byValue.get(value);
  if (known) known.push(candidate);
  else group.byValue.set(value, [candidate]);
}

const byNumber = (a: Prefix, b: Prefix): number => a.number - b.number;
const byOrder = (a: Candidate, b: Candidate): number => a.order - b.order;

/** The context of a rule that is judged elsewhere: that other engine says which nodes it fires on. */
const ANYTHING: CompiledContext = { steps: [{ matcher: -1, test: { test: 'node' }, upwards: 'parent' }], absolute: false, axis: 'child' };

const nameTester = ({ namespace, local }: NameTest): ((name: number) => boolean) => {
  if (namespace === undefined) {
    const number = localNumber(local);
    return (name) => localNumbers[name] === number;
  }
  const number = nameNumber(namespace, local);
  return (name) => name === number;
};

/** Whether a node of this kind and name could pass a step; the other conditions of the step are not looked at. */
function passes(test: NodeTest, axis: CompiledContext['axis'], node: Node): boolean {
  if (node.kind === Kind.Document) return test.test === 'document-node';
  if (axis === 'document' || (axis === 'attribute') !== (node.kind === Kind.Attribute)) return false;
  switch (test.test) {
    case 'name':
      if (node.kind !== Kind.Element && node.kind !== Kind.Attribute) return false;
      if (test.local !== undefined && localNumbers[node.name] !== localNumber(test.local)) return false;
      return test.namespace === undefined || namespaceNumbers[node.name] === namespaceNumber(test.namespace);
    case 'element':
      return node.kind === Kind.Element;
    case 'attribute':
      return node.kind === Kind.Attribute;
    case 'comment':
      return node.kind === Kind.Comment;
    case 'processing-instruction':
      return node.kind === Kind.Instruction;
    case 'node':
      return true;
    default:
      return false;
  }
}
