import { type Bilingual, same, shorten } from '../../src/model/index.js';
import {
  DefinitionError,
  type Binding,
  type Constraint,
  type ElementDefinition,
  type ElementType,
} from '../../src/protocols/fhir/definitions.js';
import { type FhirNode, isPrimitive, isPrimitiveType, jsonTypeOf, PRIMITIVE_FORMS } from '../../src/protocols/fhir/index.js';
import { matches } from '../../src/protocols/xpath/functions.js';
import { BudgetExceeded, XPathError } from '../../src/protocols/xpath/index.js';
import { judgeBundle } from './bundles.js';
import { Codes } from './codes.js';
import { judgeAttachment, judgeElementIds, judgeIdentifier } from './datatypes.js';
import { OnTree } from './expressions.js';
import { judgeExtension, judgePart } from './extensions.js';
import {
  compareQuantities,
  type Invariant,
  isJudgedByExpression,
  judgeInvariants,
  judgeNatively,
  newPatience,
  ruleOf,
  selects,
  TOO_LONG,
  unreferenced,
  wordsOf,
} from './invariants.js';
import type { Judge } from './judge.js';
import { judgeNarrative } from './narrative.js';
import { capitalised, type Child, type Element, type Library, type Program, type Shape } from './program.js';
import { judgeReference } from './reference-rules.js';
import { Resolver } from './references.js';
import { RULE } from './rules.js';
import { assign, slicingOf } from './slicing.js';
import type { Typing, WalkUnderWay } from './under-way.js';
import { compare, fitsPattern, isFixed, named, shown, valueOf } from './values.js';

export interface Options {
  /** profiles that the root is judged by, beside those that it declares */
  profiles: readonly string[];
  /** tell of elements that a profile marks mustSupport and that are not there */
  mustSupport: boolean;
  /** the writing keeps the order of the elements (XML) */
  ordered: boolean;
}

/** What one pass over a resource has seen; a trial has its own. */
interface Pass {
  /** the elements by which each node was judged; nearly always one */
  elements: Map<FhirNode, Element[]>;
  invariants: Invariant[];
}

const newPass = (): Pass => ({ elements: new Map(), invariants: [] });

/** trials within trials: far beyond what profiles say of each other, and what the stack holds */
const MOST_TRIALS = 32;
const BASE = 'http://hl7.org/fhir/StructureDefinition/';

/** Walks one artefact along the programs of its types and profiles. */
export class Walk implements WalkUnderWay {
  readonly resolver = new Resolver();
  readonly codes: Codes;
  readonly #typings = new Map<FhirNode, Typing | undefined>();
  readonly #conforming = new Map<FhirNode, Map<Element, boolean>>();
  readonly #unusable = new Set<string>();
  /** expressions that failed once: not evaluated again */
  readonly #unanswered = new Set<string>();
  /** the trials under way */
  readonly #trying: { known: Map<Element, boolean>; element: Element }[] = [];
  readonly patience = newPatience();
  #pass = newPass();
  readonly #onTree = new OnTree(this);

  constructor(
    readonly judge: Judge,
    readonly library: Library,
    readonly options: Options,
  ) {
    this.codes = new Codes(judge, library.definitions);
  }

  /** Judges a resource and everything in it. */
  root(node: FhirNode): void {
    this.#resource(node, this.options.profiles, []);
    this.#flush();
  }

  /** The type of a node by the base definitions; undefined for what they do not have. */
  typing(node: FhirNode): Typing | undefined {
    if (this.#typings.has(node)) return this.#typings.get(node);
    const typing = this.#typingOf(node);
    this.#typings.set(node, typing);
    return typing;
  }

  #typingOf(node: FhirNode): Typing | undefined {
    if (node.resourceType !== undefined) {
      const element = this.library.type(node.resourceType)?.root;
      return element && { element, type: node.resourceType };
    }
    const above = node.parent && this.typing(node.parent);
    if (!above) return undefined;
    const child = this.#child(this.library.shape(above.element, above.type), node.name);
    if (!child) return undefined;
    const type = child.type?.code ?? 'BackboneElement';
    // a datatype is known from its own definition, a backbone from where it stands
    const root = isBackbone(type) ? undefined : this.library.type(type)?.root;
    return { element: root ?? this.library.content(child.element), type };
  }

  #child(shape: Shape, name: string): Child | undefined {
    return shape.byName.get(name);
  }

  /** Whether a node meets a profile; undefined when the profile is not known. */
  conforms(node: FhirNode, canonical: string): boolean | undefined {
    const program = this.program(canonical);
    return program && this.conformsTo(node, program.root);
  }

  /** Whether a node meets an element of a profile. What refers in a circle to a node under judgement meets it. */
  conformsTo(node: FhirNode, element: Element): boolean {
    let known = this.#conforming.get(node);
    if (!known) this.#conforming.set(node, (known = new Map<Element, boolean>()));
    const before = known.get(element);
    if (before !== undefined) return before;
    // so is what a long chain of references leads to, which is judged where it stands
    if (this.#trying.length >= MOST_TRIALS) return true;
    known.set(element, true);
    this.#trying.push({ known, element });
    const pass = this.#pass;
    this.#pass = newPass();
    const result = this.judge.try(() => {
      const type = node.resourceType ?? this.typing(node)?.type ?? element.definition.types?.[0]?.code ?? 'Element';
      if (element.program.root === element && !this.library.isA(type, element.program.structure.type)) {
        this.judge.expect(RULE.resourceType, false, node);
        return;
      }
      if (node.resourceType !== undefined && node.resourceType !== element.program.structure.type && element.program.root !== element) {
        this.#typedNode(node, element, undefined);
      } else this.#node(node, element, type);
      this.#flush();
    });
    this.#pass = pass;
    this.#trying.pop();
    known.set(element, result);
    return result;
  }

  /** Remembers how far the walk is. What it returns takes it back there: what was interrupted had no chance to. */
  mark(): () => void {
    const { length } = this.#trying;
    const { trials } = this.judge;
    const pass = this.#pass;
    return () => {
      for (const { known, element } of this.#trying.splice(length)) known.delete(element);
      this.judge.leaveTrials(trials);
      this.#pass = pass;
    };
  }

  /** The program of a profile; undefined when it is not known, or cannot be used, which is told. */
  program(canonical: string, where?: FhirNode): Program | undefined {
    try {
      const program = this.library.profile(canonical);
      if (program && where) this.judge.expect(RULE.usableProfile, true, where);
      return program;
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      if (where && !this.#unusable.has(canonical)) {
        this.#unusable.add(canonical);
        this.judge.expect(RULE.usableProfile, false, where, () => ({
          expected: canonical,
          actual: unusable(error),
        }));
      }
      return undefined;
    }
  }

  // ---- resources

  /** Judges a resource by its type, the profiles that it declares, and those that its place asks for. */
  #resource(node: FhirNode, asked: readonly string[], types: readonly ElementType[]): void {
    const type = node.resourceType!;
    const base = this.library.type(type);
    const known = base?.structure.kind === 'resource' && !base.structure.abstract;
    if (!this.judge.expect(RULE.knownResource, known, node, () => ({ actual: shorten(type, 80) }))) return;
    const allowed = types.filter(({ code }) => this.library.isA(type, code));
    if (types.length > 0)
      this.judge.expect(RULE.resourceType, allowed.length > 0, node, () => ({
        expected: types.map(({ code }) => code).join(', '),
        actual: type,
      }));
    const programs = new Set<Program>();
    for (const canonical of asked) this.#askedProfile(node, canonical, programs);
    for (const { profiles = [] } of allowed) {
      if (profiles.length === 1) this.#askedProfile(node, profiles[0]!, programs);
      else if (profiles.length > 1) this.#oneOf(node, profiles);
    }
    for (const meta of named(node, 'meta')) for (const profile of named(meta, 'profile')) this.#declaredProfile(node, profile, programs);
    // a profile says all that its type says, or something else in its stead: a binding to French codes
    if (programs.size === 0 && !this.#pass.elements.has(node)) programs.add(base!);
    for (const program of programs) this.#node(node, program.root, type);
    if (type === 'Bundle' && !node.parent)
      judgeBundle(node, this.judge, this.resolver, (name) => this.library.type(name)?.structure.kind === 'resource');
    this.#contained(node);
  }

  #askedProfile(node: FhirNode, canonical: string, programs: Set<Program>): void {
    const program = this.program(canonical, node);
    if (!this.judge.expect(RULE.knownProfile, program !== undefined || this.#unusable.has(canonical), node, () => ({ actual: canonical })))
      return;
    if (program && this.#rightType(node, program, node)) programs.add(program);
  }

  #declaredProfile(node: FhirNode, declaration: FhirNode, programs: Set<Program>): void {
    const canonical = declaration.value;
    if (canonical === undefined || canonical === '') return;
    const program = this.program(canonical, declaration);
    if (
      !this.judge.expect(RULE.knownProfile, program !== undefined || this.#unusable.has(canonical), declaration, () => ({
        actual: canonical,
      }))
    )
      return;
    if (program && this.#rightType(node, program, declaration)) programs.add(program);
  }

  #rightType(node: FhirNode, { structure }: Program, where: FhirNode): boolean {
    return this.judge.expect(RULE.profileType, this.library.isA(node.resourceType!, structure.type), where, () => ({
      expected: structure.type,
      actual: node.resourceType!,
    }));
  }

  #contained(node: FhirNode): void {
    const contained = named(node, 'contained');
    if (contained.length === 0) return;
    const alone = new Set(unreferenced(node));
    for (const one of contained) {
      this.judge.expect(RULE.containedReferred, !alone.has(one), one, () => ({
        actual: `${one.resourceType}/${valueOf(one, 'id') ?? ''}`,
      }));
      this.judge.expect(RULE.containedId, valueOf(one, 'id') !== undefined, { in: one, missing: 'id' });
    }
    const ids = new Set<string>();
    for (const one of contained) {
      const id = valueOf(one, 'id');
      this.judge.expect(RULE.uniqueId, id === undefined || !ids.has(id), one, () => ({ actual: shorten(id!) }));
      if (id !== undefined) ids.add(id);
    }
  }

  /** A node that shall meet one of several profiles. */
  #oneOf(node: FhirNode, profiles: readonly string[]): void {
    const answers = profiles.map((canonical) => this.conforms(node, canonical));
    // one that is not known may be the one that it meets
    if (answers.includes(undefined) && !answers.includes(true)) return;
    this.judge.expect(RULE.oneProfile, answers.includes(true), node, () => ({ expected: same(profiles.join(', ')) }));
  }

  // ---- nodes

  /** A node of which the element says the type, or whose resourceType does. */
  #typedNode(node: FhirNode, element: Element, type: ElementType | undefined): void {
    const types = element.definition.types ?? this.library.content(element).definition.types ?? [];
    if (node.resourceType !== undefined) {
      this.#resource(node, [], type ? [type] : types);
      return;
    }
    if (types.some(({ code }) => this.#isResource(code))) {
      this.judge.expect(RULE.knownResource, false, { in: node, missing: 'resourceType' }, () => ({
        expected: types.map(({ code }) => code).join(', '),
        actual: NO_TYPE,
      }));
      return;
    }
    const code = type?.code ?? 'BackboneElement';
    this.#node(node, element, code);
    const profiles = type?.profiles ?? [];
    if (profiles.length === 1) {
      const program = this.program(profiles[0]!, node);
      if (program && program.root !== element) this.#node(node, program.root, code);
      else if (!program && code !== 'Extension' && !this.#unusable.has(profiles[0]!))
        this.judge.expect(RULE.knownProfile, false, node, () => ({ actual: profiles[0]! }));
    } else if (profiles.length > 1) this.#oneOf(node, profiles);
  }

  #isResource(code: string): boolean {
    return this.library.type(code)?.structure.kind === 'resource';
  }

  #node(node: FhirNode, element: Element, type: string): void {
    if (this.judge.lost) return;
    const before = this.#pass.elements.get(node);
    if (before?.includes(element)) return;
    // the snapshot of a profile has the constraints of an element, not those of its type
    const ofType = before || isBackbone(type) ? undefined : this.library.type(type)?.root;
    const beside = ofType !== undefined && ofType !== element;
    // told before it is done: what is judged below may come back here
    const now =
      before ? [...before, element]
      : beside ? [ofType, element]
      : [element];
    this.#pass.elements.set(node, now);
    if (!before) {
      if (!this.#byType(node, type)) return;
      if (beside) this.#constraints(node, ofType, type, NONE);
    }
    this.#value(node, element, type);
    this.#constraints(node, element, type, now.slice(0, -1));
    this.#children(node, element, type);
  }

  /** What holds for any node of a type, whatever the profile. Returns whether it can be of that type at all. */
  #byType(node: FhirNode, type: string): boolean {
    const { judge } = this;
    const primitive = isPrimitiveType(type);
    if (node.jsonType !== undefined && node.value !== undefined) {
      const wanted =
        primitive ? jsonTypeOf(type)
        : type === 'xhtml' ? 'string'
        : 'object';
      if (
        !judge.expect(RULE.jsonType, node.jsonType === wanted, node, () => ({
          expected: wanted,
          actual: `${node.jsonType}: ${shorten(node.value!, 80)}`,
        }))
      )
        return false;
    }
    // in JSON; what XML writes is an element in any case
    if (node.inArray !== undefined && node.jsonType === undefined) {
      const written = node.beside ? `_${node.name}` : 'object';
      const simple = primitive || type === 'xhtml';
      if (
        (node.beside ? !primitive : simple)
        && !judge.expect(RULE.jsonType, false, node, () => ({ expected: simple ? jsonTypeOf(type) : 'object', actual: written }))
      )
        return false;
    }
    const isResourceId = node.name === 'id' && node.parent?.resourceType !== undefined;
    if (primitive && node.value !== undefined && node.value !== '' && !isResourceId) {
      const text = node.value;
      judge.expect(RULE.syntax, isPrimitive(type, text), node, () => ({ expected: PRIMITIVE_FORMS[type]!, actual: shorten(text) || '""' }));
    }
    switch (type) {
      case 'Extension':
        judgeExtension(node, this);
        break;
      case 'Coding':
        this.codes.coding(node);
        break;
      case 'Identifier':
        judgeIdentifier(node, judge);
        break;
      case 'Attachment':
        judgeAttachment(node, judge);
        break;
      case 'xhtml':
        judgeNarrative(node, judge);
        break;
    }
    if (node.resourceType !== undefined) {
      judgeElementIds(node, judge);
      const id = node.children.find(({ name }) => name === 'id');
      if (id?.value !== undefined)
        judge.expect(RULE.resourceId, isPrimitive('id', id.value), id, () => ({
          expected: PRIMITIVE_FORMS['id']!,
          actual: shorten(id.value!),
        }));
    }
    return true;
  }

  /** What an element of a profile states about the value itself. */
  #value(node: FhirNode, element: Element, type: string): void {
    const { judge } = this;
    const { fixed, pattern, minValue, maxValue, maxLength, minLength, binding, types } = element.definition;
    if (fixed) judge.expect(RULE.fixed, isFixed(node, fixed.value), node, () => ({ expected: same(shown(fixed)), actual: actualOf(node) }));
    if (pattern)
      judge.expect(RULE.pattern, fitsPattern(node, pattern.value), node, () => ({
        expected: same(shown(pattern)),
        actual: actualOf(node),
      }));
    for (const [limit, sign] of [
      [minValue, '≥'],
      [maxValue, '≤'],
    ] as const) {
      const difference = limit && (compare(node, limit) ?? compareQuantities(node, limit));
      if (limit && difference !== undefined)
        judge.expect(RULE.range, sign === '≥' ? difference >= 0 : difference <= 0, node, () => ({
          expected: `${sign} ${shown(limit)}`,
          actual: actualOf(node),
        }));
    }
    if (maxLength !== undefined && node.value !== undefined) {
      const length = [...node.value].length;
      judge.expect(RULE.maxLength, length <= maxLength, node, () => ({ expected: `≤ ${maxLength}`, actual: String(length) }));
    }
    if (minLength !== undefined && node.value !== undefined) {
      const length = [...node.value].length;
      judge.expect(RULE.minLength, length >= minLength, node, () => ({ expected: `≥ ${minLength}`, actual: String(length) }));
    }
    this.#valued(node, element.definition);
    const regex = types?.find(({ code }) => code === type)?.regex;
    if (regex !== undefined && node.value !== undefined && element.program.structure.kind !== 'primitive-type') this.#regex(node, regex);
    if (binding) this.#binding(node, type, binding, element);
    if (type === 'Reference' || type === 'canonical') judgeReference(node, element, this);
  }

  /** That a value is there where no extension, or only some, may stand for it. */
  #valued(node: FhirNode, { mustHaveValue, valueAlternatives }: ElementDefinition): void {
    if (!mustHaveValue && !valueAlternatives) return;
    const alternative = named(node, 'extension').some((one) => valueAlternatives?.includes(valueOf(one, 'url') ?? ''));
    this.judge.expect(RULE.valued, node.value !== undefined || alternative, node, () => ({
      expected: valueAlternatives?.join(', ') ?? '',
    }));
  }

  #regex(node: FhirNode, regex: string): void {
    let holds: boolean | undefined;
    let error: string | Bilingual = TOO_LONG;
    try {
      if (!this.patience.lost.has(regex)) holds = matches(node.value!, `^(${regex})$`, '');
    } catch (thrown) {
      if (thrown instanceof BudgetExceeded) this.patience.lost.add(regex);
      else if (thrown instanceof XPathError) error = thrown.message;
      else throw thrown;
    }
    if (!this.judge.expect(RULE.untoldInvariant, holds !== undefined, node, () => ({ expected: shorten(regex), actual: error }))) return;
    this.judge.expect(RULE.regex, holds === true, node, () => ({
      expected: shorten(regex),
      actual: shorten(node.value!),
    }));
  }

  #binding(node: FhirNode, type: string, binding: Binding, element: Element): void {
    // an extension says why there is no code; where one is required, only that the code is one of another version of FHIR
    if (isPrimitiveType(type) && node.value === undefined) {
      const ofVersion = named(node, 'extension').some((one) => OF_VERSION.test(valueOf(one, 'url') ?? ''));
      if (type !== 'code' || binding.strength !== 'required' || ofVersion) return;
    }
    this.codes.binding(node, type, binding, this.library.generic(element)?.definition.binding);
  }

  #constraints(node: FhirNode, element: Element, type: string, before: readonly Element[]): void {
    const { constraints = NO_CONSTRAINTS } = element.definition;
    // who takes the content of an element takes its invariants too
    const content = this.library.content(element);
    if (content !== element) this.#constraints(node, content, type, [...before, element]);
    for (const constraint of constraints) {
      if (
        !isJudgedByExpression(constraint)
        || before.some(({ definition }) => definition.constraints?.some((one) => isSame(one, constraint)))
      )
        continue;
      // the narrative of what is contained belongs to its container
      if (constraint.key === 'dom-6' && node.name === 'contained') continue;
      const invariant = { constraint, node, base: this.#baseOf(constraint, node, element, type) };
      const native = judgeNatively(invariant);
      if (native === undefined) this.#pass.invariants.push(invariant);
      else this.#invariant(invariant, native);
    }
  }

  /** By what FHIRPath knows the types below a node; where the expression asks for the type of the node itself, by where it stands. */
  #baseOf({ expression }: Constraint, node: FhirNode, element: Element, type: string): string {
    const above = expression?.includes('type()') && node.resourceType === undefined && node.parent ? this.typing(node.parent) : undefined;
    return above ? `${baseOf(node.parent!, above.element, above.type) || above.type}.${node.name}` : baseOf(node, element, type);
  }

  /** Judges the invariants that were met: FHIRPath is run once for all that the tree does not tell. */
  #flush(): void {
    const { invariants } = this.#pass;
    if (invariants.length === 0 || this.judge.lost) return;
    this.#pass.invariants = [];
    const onTree = invariants.map((invariant) => this.#onTree.judge(invariant));
    const others = judgeInvariants(
      invariants.filter((_, i) => onTree[i] === undefined),
      this,
    ).values();
    for (const [i, one] of invariants.entries()) {
      const told = onTree[i];
      const { invariant, holds, error } = told === undefined ? others.next().value! : { invariant: one, holds: told, error: undefined };
      if (
        this.judge.expect(RULE.untoldInvariant, error === undefined, invariant.node, () => ({
          expected: `${invariant.constraint.key}: ${shorten(invariant.constraint.expression!, 200)}`,
          actual: error!,
        }))
      )
        this.#invariant(invariant, holds);
    }
  }

  #invariant({ constraint, node }: Invariant, holds: boolean): void {
    const { key, expression } = constraint;
    this.judge.expect(ruleOf(constraint), holds, node, () => ({
      message: {
        fr: `Invariant ${key} non respecté\u00A0: ${wordsOf(constraint).fr}`,
        en: `Invariant ${key} is broken: ${wordsOf(constraint).en}`,
      },
      expected: `${key}: ${shorten(expression!, 300)}`,
    }));
  }

  // ---- children

  #children(node: FhirNode, element: Element, type: string): void {
    if (type === 'xhtml') return;
    const shape = this.library.shape(element, type);
    const groups = new Map<Element, { nodes: FhirNode[]; types: (ElementType | undefined)[] }>();
    let last = -1;
    let furthest = '';
    for (const child of node.children) {
      const known = this.#known(child, shape);
      if (!known) continue;
      const group = groups.get(known.element);
      if (group) {
        group.nodes.push(child);
        group.types.push(known.type);
      } else groups.set(known.element, { nodes: [child], types: [known.type] });
      // an attribute has no place among the elements
      if (this.options.ordered && !known.element.definition.representation?.includes('xmlAttr')) {
        this.judge.expect(RULE.order, known.order >= last, child, () => ({
          expected: { fr: `avant ${furthest}`, en: `before ${furthest}` },
          actual: child.name,
        }));
        if (known.order > last) {
          last = known.order;
          furthest = child.name;
        }
      }
    }
    for (const one of shape.elements) {
      // the value of a primitive is the node itself
      if (one.name === 'value' && !one.choice && isPrimitiveType(type)) continue;
      const group = groups.get(one);
      this.#cardinality(node, one, group?.nodes ?? []);
      // slices first: what they say of a resource stands for what its type says
      if (one.slices.length > 0) this.#slices(node, one, group?.nodes ?? [], group?.types ?? []);
      group?.nodes.forEach((child, i) => this.#typedNode(child, one, group.types[i]));
      if (this.judge.lost) return;
    }
  }

  /** What a child is by its name, or that it has no business here. */
  #known(child: FhirNode, shape: Shape): Child | undefined {
    const known = shape.byName.get(child.name);
    const valueOfPrimitive = known?.element.definition.path.endsWith('.value') && isPrimitiveType(known.element.program.structure.type);
    if (known && !valueOfPrimitive) {
      if (known.element.choice) this.judge.expect(RULE.choiceType, true, child);
      return known;
    }
    for (const [name, choice] of shape.choices) {
      if (!child.name.startsWith(name)) continue;
      const type = this.library.typeNamed(child.name.slice(name.length));
      if (type === undefined) continue;
      this.judge.expect(RULE.choiceType, false, child, () => ({
        expected: (choice.definition.types ?? []).map(({ code }) => name + capitalised(code)).join(', '),
        actual: child.name,
      }));
      return undefined;
    }
    this.judge.expect(RULE.unknownElement, false, child, () => ({
      expected: names(shape),
      actual: shorten(child.name, 80),
      hint: nearest(child.name, shape),
    }));
    return undefined;
  }

  #cardinality(node: FhirNode, element: Element, nodes: readonly FhirNode[]): void {
    const { judge } = this;
    const { min, max, base, mustSupport } = element.definition;
    const count = nodes.length;
    if (min > 0)
      judge.expect(RULE.min, count >= min, nodes[0] ?? { in: node, missing: element.name }, () => ({
        message: missing(element),
        expected: occurrences(element, min, max),
        actual: String(count),
      }));
    if (count > 0) {
      const most = max === '*' ? Infinity : Number(max);
      if (most < Infinity)
        judge.expect(
          RULE.max,
          count <= most,
          () => nodes[Math.min(most, count - 1)]!.place,
          () => ({ message: tooMany(element), expected: occurrences(element, min, max), actual: String(count) }),
        );
      judge.expect(RULE.unknownElement, true, nodes[0]!);
      const list = nodes[0]!.inArray;
      if (list !== undefined) {
        const wanted = (base?.max ?? max) !== '1' && (base?.max ?? max) !== '0';
        judge.expect(RULE.array, list === wanted, nodes[0]!, () => ({ expected: wanted ? ARRAY : SINGLE, actual: list ? ARRAY : SINGLE }));
      }
    }
    if (mustSupport && this.options.mustSupport && max !== '0')
      judge.expect(RULE.mustSupport, count > 0, { in: node, missing: element.name }, () => ({ expected: same(element.definition.id) }));
  }

  #slices(parent: FhirNode, element: Element, nodes: readonly FhirNode[], types: readonly (ElementType | undefined)[]): void {
    const { judge } = this;
    const { slices, untold } = assign(nodes, element, {
      library: this.library,
      resolver: this.resolver,
      conforms: (node, canonical) => this.conforms(node, canonical),
      conformsTo: (node, slice) => this.conformsTo(node, slice),
      inValueSet: (node, valueSet) => this.codes.holds(node, valueSet),
      typeOf: (node) => this.typing(node)?.type,
    });
    const { rules, ordered } = slicingOf(element);
    let furthest = 0;
    let unmatched: FhirNode | undefined;
    nodes.forEach((node, i) => {
      const slice = slices[i];
      judgePart(node, element, slice, judge);
      if (!slice) {
        unmatched ??= node;
        if (rules === 'closed' && untold.size === 0) judge.expect(RULE.closed, false, node, () => ({ expected: sliceNames(element) }));
        return;
      }
      if (rules === 'closed') judge.expect(RULE.closed, true, node);
      if (rules === 'openAtEnd') judge.expect(RULE.sliceOrder, unmatched === undefined, unmatched ?? node, () => ({ expected: AT_END }));
      if (ordered) {
        const at = element.slices.indexOf(slice);
        judge.expect(RULE.sliceOrder, at >= furthest, node, () => ({
          expected: sliceNames(element),
          actual: slice.definition.sliceName ?? '',
        }));
        furthest = Math.max(furthest, at);
      }
    });
    for (const slice of element.slices) {
      const mine = nodes.filter((_, i) => slices[i] === slice);
      const { min, max, sliceName = '' } = slice.definition;
      const most = max === '*' ? Infinity : Number(max);
      const where = mine[0] ?? { in: parent, missing: `${element.name}:${sliceName}` };
      const complaint = (message: Bilingual) => () => ({ message, expected: occurrences(slice, min, max), actual: String(mine.length) });
      if (!untold.has(slice)) judge.expect(RULE.untoldSlice, true, parent);
      if (min > 0) {
        // a node that may be in the slice is not missed
        if (mine.length < min && untold.has(slice))
          judge.expect(RULE.untoldSlice, false, parent, () => ({ expected: same(slice.definition.id) }));
        else judge.expect(RULE.sliceMin, mine.length >= min, where, complaint(missing(slice)));
      } else if (mine.length === 0 && slice.definition.mustSupport && this.options.mustSupport && max !== '0')
        judge.expect(RULE.mustSupport, false, where, () => ({ expected: same(slice.definition.id) }));
      if (most < Infinity && mine.length > 0)
        judge.expect(RULE.sliceMax, mine.length <= most, mine[Math.min(most, mine.length - 1)]!, complaint(tooMany(slice)));
      const own: readonly (ElementType | undefined)[] = types.filter((_, i) => slices[i] === slice);
      mine.forEach((node, i) => {
        const stated = slice.definition.types;
        const type = stated?.find(({ code }) => code === (own[i]?.code ?? code)) ?? own[i];
        this.#typedNode(node, slice, type);
      });
      if (slice.slices.length > 0) this.#slices(parent, slice, mine, own);
    }
  }

  // ---- what others ask

  /** Judges an extension by its definition, in the pass under way. */
  extension(node: FhirNode, program: Program): void {
    this.#node(node, program.root, 'Extension');
  }

  /** Whether an expression, of the resource, leads to a node; undefined when it cannot be evaluated. */
  selects(expression: string, node: FhirNode): boolean | undefined {
    if (this.#unanswered.has(expression)) return undefined;
    const answer = selects(expression, node, this);
    if (answer === undefined) this.#unanswered.add(expression);
    return answer;
  }

  /** Judges a constraint at a node with the others, at the end. */
  later(constraint: Constraint, node: FhirNode): void {
    const typing = this.typing(node);
    if (typing) this.#pass.invariants.push({ constraint, node, base: this.#baseOf(constraint, node, typing.element, typing.type) });
  }

  /** The name of a choice as definitions write it: `value[x]` for `valueString`. */
  choiceName(node: FhirNode): string | undefined {
    const above = node.parent && this.typing(node.parent);
    if (!above) return undefined;
    const child = this.library.shape(above.element, above.type).byName.get(node.name);
    return child?.element.choice ? `${child.element.name}[x]` : undefined;
  }

  /** Whether a code is in a value set, for FHIRPath. */
  memberOf(valueSet: string, system: string | undefined, code: string): boolean | undefined {
    const { result } = this.library.definitions.member(valueSet, system, code);
    return result === 'unknown' ? undefined : result === 'in';
  }

  jsonType = (node: FhirNode): 'string' | 'number' | 'boolean' | undefined => {
    const type = this.typing(node)?.type;
    return type !== undefined && isPrimitiveType(type) ? jsonTypeOf(type) : undefined;
  };
}

function unusable({ source, element, explanation: { fr, en } }: DefinitionError): Bilingual {
  const where = element === undefined ? source : `${source}, ${element}`;
  return { fr: shorten(`${where}\u00A0: ${fr}`, 300), en: shorten(`${where}: ${en}`, 300) };
}

const NO_TYPE: Bilingual = { fr: 'pas de resourceType', en: 'no resourceType' };
const ARRAY: Bilingual = { fr: 'un tableau', en: 'an array' };
const SINGLE: Bilingual = { fr: 'une valeur, sans tableau', en: 'a value, without array' };
/** How people name an element: its step in the path, with the slice. */
const nameOf = ({ definition: { id } }: Element): string => id.slice(id.lastIndexOf('.') + 1);
const missing = (element: Element): Bilingual => ({
  fr: `Il manque un élément obligatoire\u00A0: ${nameOf(element)}.`,
  en: `A mandatory element is missing: ${nameOf(element)}.`,
});
const tooMany = (element: Element): Bilingual => ({
  fr: `Il y a trop d’éléments ${nameOf(element)}.`,
  en: `There are too many elements ${nameOf(element)}.`,
});
const AT_END: Bilingual = { fr: 'ce qui n’est d’aucune tranche vient après', en: 'what is in no slice comes after' };

const NONE: readonly Element[] = [];
const NO_CONSTRAINTS: readonly Constraint[] = [];
const OF_VERSION = /^http:\/\/hl7\.org\/fhir\/\d\.\d\/StructureDefinition\/extension-/;
const isSame = (a: Constraint, b: Constraint): boolean => a === b || (a.key === b.key && a.expression === b.expression);
const isBackbone = (type: string): boolean => type === 'BackboneElement' || type === 'Element';
const basePath = ({ definition }: Element): string => (definition.base?.path ?? definition.path).replaceAll('[x]', '');

/** By what FHIRPath knows the types below a node. */
const baseOf = (node: FhirNode, element: Element, type: string): string =>
  isBackbone(type) ? basePath(element)
  : node.resourceType === undefined ? type
  : '';

const occurrences = ({ definition, program }: Element, min: number, max: string): Bilingual =>
  same(`${definition.id} ${min}..${max}${program.structure.url.startsWith(BASE) ? '' : ` (${program.structure.url})`}`);

const sliceNames = ({ slices }: Element): Bilingual => same(slices.map(({ definition }) => definition.sliceName ?? '').join(', '));

/** A value as a finding shows it: the text of a primitive, the names and texts of what is in a datatype. */
export function actualOf(node: FhirNode): string {
  if (node.children.length === 0) return shorten(node.value ?? '""');
  const pieces: string[] = [];
  const look = (here: FhirNode, depth: number): void => {
    if (pieces.length > 12 || depth > 4) return;
    if (here.value !== undefined) pieces.push(`${here.name}: ${shorten(here.value, 60)}`);
    for (const child of here.children) look(child, depth + 1);
  };
  look(node, 0);
  return shorten(pieces.join(', ')) || '{}';
}

const names = ({ elements }: Shape): Bilingual => same(elements.map(({ name, choice }) => (choice ? `${name}[x]` : name)).join(', '));

/** A name that is the one written but for its case or one letter. */
function nearest(written: string, shape: Shape): Bilingual | undefined {
  const low = written.toLowerCase();
  const near = [...shape.byName.keys()].find((name) => {
    const other = name.toLowerCase();
    return other === low || `${other}s` === low || other === `${low}s`;
  });
  return near === undefined ? undefined : { fr: `Écrire ${near}.`, en: `Write ${near}.` };
}
