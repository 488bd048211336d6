import type { FhirNode } from '../../src/protocols/fhir/node.js';
import type { ElementType, Slicing, StatedValue } from '../../src/protocols/fhir/definitions.js';
import { capitalised, type Element, type Library } from './program.js';
import type { Resolver } from './references.js';
import { fitsPattern, isFixed, isObject, named, valueOf } from './values.js';

/** undefined: it cannot be told, because a definition is not there or the profile states nothing to tell by. */
type Told = boolean | undefined;

/** What the matching of slices asks of the walk. */
export interface SlicingOracle {
  library: Library;
  resolver: Resolver;
  conforms(node: FhirNode, canonical: string): Told;
  conformsTo(node: FhirNode, element: Element): boolean;
  /** whether the codes of a node are in a value set */
  inValueSet(node: FhirNode, valueSet: string): Told;
  typeOf: (node: FhirNode) => string | undefined;
}

export interface Assignment {
  /** the slice of each node, in the order of the nodes */
  slices: readonly (Element | undefined)[];
  /** slices of which it could not be told whether a node is in them */
  untold: ReadonlySet<Element>;
}

type Step = { kind: 'child' | 'extension' | 'type'; name: string } | { kind: 'resolve' };

const steps = new Map<string, readonly Step[]>();

/** `code.coding`, `$this.resolve()`, `extension('url').value`, `value.ofType(Coding)`. */
function stepsOf(path: string): readonly Step[] {
  let known = steps.get(path);
  if (!known) {
    const pieces = path.match(/\w+\('[^']{0,500}'\)|\w+\([\w.]{0,80}\)|\w+\(\)|\$this|[\w[\]]+/g) ?? [];
    known = pieces.flatMap((piece): Step[] => {
      if (piece === '$this') return [];
      if (piece === 'resolve()') return [{ kind: 'resolve' }];
      const call = /^(\w+)\('?([^']*?)'?\)$/.exec(piece);
      if (call?.[1] === 'extension') return [{ kind: 'extension', name: call[2]! }];
      if (call?.[1] === 'ofType' || call?.[1] === 'as') return [{ kind: 'type', name: call[2]!.replace(/^FHIR\./, '') }];
      return [{ kind: 'child', name: piece.replace('[x]', '') }];
    });
    steps.set(path, known);
  }
  return known;
}

const DEFAULT: Slicing = { discriminator: [], ordered: false, rules: 'open' };
const BY_URL: Slicing = { ...DEFAULT, discriminator: [{ type: 'value', path: 'url' }] };
const BY_TYPE: Slicing = { ...DEFAULT, discriminator: [{ type: 'type', path: '$this' }] };

/** How an element is sliced; where a snapshot leaves it out, extensions are by url and choices by type. */
export function slicingOf(element: Element): Slicing {
  const { slicing, types } = element.definition;
  if (slicing && slicing.discriminator.length > 0) return slicing;
  if (types?.[0]?.code === 'Extension') return { ...BY_URL, ...(slicing && { ordered: slicing.ordered, rules: slicing.rules }) };
  return slicing ?? (element.choice ? BY_TYPE : DEFAULT);
}

/** Which slice of an element each of its nodes is in: the first that it meets. */
export function assign(nodes: readonly FhirNode[], element: Element, oracle: SlicingOracle): Assignment {
  const slicing = slicingOf(element);
  const untold = new Set<Element>();
  const slices = nodes.map((node) =>
    element.slices.find((slice) => {
      const told = isIn(node, slice, slicing, oracle);
      if (told === undefined) untold.add(slice);
      return told === true;
    }),
  );
  return { slices, untold };
}

function isIn(node: FhirNode, slice: Element, { discriminator }: Slicing, oracle: SlicingOracle): Told {
  if (discriminator.length === 0) return oracle.conformsTo(node, slice);
  const told = discriminator.map(({ type, path }) => discriminate(node, slice, type, stepsOf(path), oracle));
  // of several discriminators a slice may leave some open
  const telling = told.filter((one) => one !== SILENT);
  if (telling.length === 0 || telling.includes(undefined)) return telling.includes(false) ? false : undefined;
  return !telling.includes(false);
}

/** The slice says nothing of what it is told by. */
const SILENT = Symbol('silent');

function discriminate(
  node: FhirNode,
  slice: Element,
  by: Slicing['discriminator'][number]['type'],
  path: readonly Step[],
  oracle: SlicingOracle,
): Told | typeof SILENT {
  const found = along(path, node, (one, step) => follow(one, step, oracle));
  const stated = statedAt(slice, path, oracle.library);
  switch (by) {
    case 'exists':
      return any(stated, (one) =>
        one.definition.max === '0' ? found.length === 0
        : one.definition.min > 0 ? found.length > 0
        : undefined,
      );
    case 'type': {
      if (path.at(-1)?.kind !== 'resolve') return any(stated, (one) => hasType(found, one, oracle));
      // the reference alone tells the type of what is not here
      const references = along(path.slice(0, -1), node, (one, step) => follow(one, step, oracle));
      const types = references.flatMap((one) => targetTypeOf(one, oracle) ?? []);
      return any(stated, ({ program }) => types.some((type) => oracle.library.isA(type, program.structure.type)));
    }
    case 'profile':
      if (stated.length > 0 && stated.every((one) => isSilent(one, oracle.library))) return SILENT;
      return any(stated, (one) => hasProfile(found, one, path, oracle));
    default:
      if (stated.length > 0 && stated.every((one) => isSilent(one, oracle.library))) return SILENT;
      return any(stated, (one) => {
        // what a slice forbids tells it apart too
        if (found.length === 0) return one.definition.max === '0' ? true : false;
        return anyNode(found, (candidate) => describes(candidate, one, oracle) ?? hasUrlOf(candidate, slice));
      });
  }
}

function any<T>(list: readonly T[], told: (one: T) => Told): Told {
  let result: Told = list.length === 0 ? undefined : false;
  for (const one of list) {
    const here = told(one);
    if (here === true) return true;
    if (here === undefined) result = undefined;
  }
  return result;
}
const anyNode = any<FhirNode>;

/** Where a path leads, each place once: references in circles lead to the same ones again and again. */
const along = <T>(path: readonly Step[], from: T, next: (one: T, step: Step) => readonly T[]): readonly T[] =>
  path.reduce<readonly T[]>(
    (here, step) => (here.length === 1 ? next(here[0]!, step) : [...new Set(here.flatMap((one) => next(one, step)))]),
    [from],
  );

/** The nodes that a step of a discriminator leads to. */
function follow(node: FhirNode, step: Step, { library, resolver }: SlicingOracle): FhirNode[] {
  switch (step.kind) {
    case 'resolve': {
      const reference = node.value ?? valueOf(node, 'reference');
      const target = reference === undefined ? undefined : resolver.resolve(reference, node);
      return target && 'node' in target ? [target.node] : [];
    }
    case 'extension':
      return named(node, 'extension').filter((extension) => valueOf(extension, 'url') === step.name);
    case 'type':
      return node.name.endsWith(capitalised(step.name)) || node.resourceType === step.name ? [node] : [];
    case 'child': {
      const direct = named(node, step.name);
      if (direct.length > 0) return direct;
      return node.children.filter(({ name }) => name.startsWith(step.name) && library.isTypeName(name.slice(step.name.length)));
    }
  }
}

const codeOf = ({ definition }: Element): string => definition.types?.[0]?.code ?? 'BackboneElement';

/** The type of what a reference leads to. */
function targetTypeOf(node: FhirNode, { resolver }: SlicingOracle): string | undefined {
  const reference = node.value ?? valueOf(node, 'reference');
  const target = reference === undefined ? undefined : resolver.resolve(reference, node);
  return (
    (target && 'node' in target ? target.node.resourceType
    : target?.where === 'outside' ? target.type
    : undefined) ?? valueOf(node, 'type')
  );
}

/** An element that a stated value of the one above states. */
const below = ({ definition, program }: Element, name: string, pattern: StatedValue): Element => ({
  definition: { id: `${definition.id}.${name}`, path: `${definition.path}.${name}`, min: 1, max: '*', pattern },
  program,
  name,
  choice: false,
  children: [],
  slices: [],
});

/** What a slice states at the end of a path: in the snapshot itself, or in the profiles of its types. */
function statedAt(slice: Element, path: readonly Step[], library: Library): readonly Element[] {
  return along(path, slice, (one, step) => statedBelow(one, step, library));
}

function statedBelow(element: Element, step: Step, library: Library): readonly Element[] {
  const { fixed, pattern, types = [] } = element.definition;
  const above = fixed ?? pattern;
  if (step.kind === 'child' && isObject(above?.value) && Object.hasOwn(above.value, step.name)) {
    // what the element states says what is below it
    const value: unknown = above.value[step.name];
    return (Array.isArray(value) ? value : [value]).map((one: unknown) => below(element, step.name, { type: '', value: one }));
  }
  const profiles = (pick: (type: ElementType) => readonly string[] | undefined): Element[] =>
    types.flatMap((type) => (pick(type) ?? []).flatMap((canonical) => library.profile(canonical)?.root ?? []));
  if (step.kind === 'resolve') return profiles(({ targetProfiles }) => targetProfiles);
  if (step.kind === 'type') {
    const slice = element.slices.find((one) => codeOf(one) === step.name);
    return [slice ?? element];
  }
  const name = step.kind === 'extension' ? 'extension' : step.name;
  const find = (at: Element): readonly Element[] => {
    const shape = library.shape(at, codeOf(at));
    // a profile may state a choice by the name of one of its types
    const byType = at.children.filter((one) => one.name.startsWith(name) && library.isTypeName(one.name.slice(name.length)));
    if (byType.length > 0) return byType;
    const child = shape.byName.get(name)?.element ?? shape.choices.get(name);
    if (!child) return [];
    if (step.kind !== 'extension') return [child];
    return child.slices.filter((slice) =>
      slice.definition.types?.some(({ profiles: urls }) => urls?.some((url) => url.split('|')[0] === step.name)),
    );
  };
  // the profile of the type says more than the type, unless the snapshot goes down itself
  if (element.children.some((child) => child.name === name)) {
    const own = find(element);
    if (own.some(states)) return own;
  }
  const byProfile = profiles((type) => type.profiles).flatMap(find);
  return byProfile.length > 0 ? byProfile : find(element);
}

/** An optional element of which a slice states nothing. */
const isSilent = (element: Element, library: Library): boolean =>
  element.definition.min === 0
  && element.definition.max !== '0'
  && !states(element)
  && !(element.definition.types ?? []).some(({ profiles = [] }) => profiles.some((canonical) => library.profile(canonical) !== undefined));

const states = ({ definition, children, slices }: Element): boolean =>
  definition.fixed !== undefined
  || definition.pattern !== undefined
  || definition.binding?.strength === 'required'
  || children.some(states)
  || slices.some(states);

/** Whether a node is what an element states by fixed value, pattern, required binding, and below. */
function describes(node: FhirNode, element: Element, oracle: SlicingOracle): Told {
  const { fixed, pattern, binding } = element.definition;
  if (fixed) return isFixed(node, fixed.value);
  if (pattern) return fitsPattern(node, pattern.value);
  let told: Told;
  for (const child of [...element.children, ...element.slices]) {
    if (!states(child) || child.definition.max === '0') continue;
    const below = child.definition.sliceName === undefined ? named(node, child.name) : [node];
    const isSlice = child.definition.sliceName !== undefined && child.program === element.program && element.slices.includes(child);
    if (isSlice) continue;
    if (child.definition.min === 0 && below.length === 0 && !child.definition.fixed && !child.definition.pattern) continue;
    const here = below.length === 0 ? false : anyNode(below, (one) => describesSliced(one, child, oracle));
    if (here === false) return false;
    if (here === true) told = true;
  }
  if (told === undefined && binding?.strength === 'required' && binding.valueSet !== undefined && !isInherited(element, oracle.library))
    return oracle.inValueSet(node, binding.valueSet);
  return told;
}

/** Whether a url is that of the extension that a slice is for: the canonical tells, though the definition is not there. */
function hasUrlOf(node: FhirNode, { definition }: Element): Told {
  const extensions = definition.types?.filter(({ code }) => code === 'Extension').flatMap(({ profiles = [] }) => profiles) ?? [];
  return node.name === 'url' && extensions.length > 0 ? extensions.some((canonical) => canonical.split('|')[0] === node.value) : undefined;
}

/** A binding that the type has anyway tells no slice from another. */
function isInherited(element: Element, library: Library): boolean {
  const generic = library.generic(element)?.definition.binding;
  return generic?.valueSet?.split('|')[0] === element.definition.binding?.valueSet?.split('|')[0];
}

/** An element with mandatory slices is described by one of them. */
function describesSliced(node: FhirNode, element: Element, oracle: SlicingOracle): Told {
  const mandatory = element.slices.filter(({ definition }) => definition.min > 0);
  return mandatory.length > 0 ? any(mandatory, (slice) => describes(node, slice, oracle)) : describes(node, element, oracle);
}

function hasType(found: readonly FhirNode[], element: Element, { library, typeOf }: SlicingOracle): Told {
  const types = element.definition.types ?? [];
  if (found.length === 0) return false;
  return found.some((node) => {
    const type = node.resourceType ?? typeOf(node);
    return type !== undefined && types.some(({ code }) => library.isA(type, code));
  });
}

function hasProfile(found: readonly FhirNode[], element: Element, path: readonly Step[], oracle: SlicingOracle): Told {
  const canonicals =
    path.at(-1)?.kind === 'resolve' ?
      [element.program.structure.url]
    : (element.definition.types ?? []).flatMap(({ profiles = [] }) => profiles);
  if (found.length === 0) return false;
  if (canonicals.length === 0) return hasType(found, element, oracle);
  return any(found, (node) => any(canonicals, (canonical) => oracle.conforms(node, canonical)));
}
