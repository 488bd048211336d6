import type { Bilingual } from '../../model/bilingual.js';
import { type CompactStructure, type StatedElement, typeOfSuffix } from './compact.js';
import {
  type Constraint,
  DefinitionError,
  type ElementDefinition,
  type ElementType,
  type Slicing,
  type StructureDefinition,
} from './definitions.js';

/** What making a snapshot asks about other definitions. */
export interface SnapshotNeeds {
  structure(canonical: string): StructureDefinition | undefined;
  type(name: string): StructureDefinition | undefined;
}

/** An element with those below it; slices stand beside what they slice, after it. */
interface Branch {
  /** last part of the id: `identifier`, `identifier:INS-NIR` */
  segment: string;
  element: ElementDefinition;
  children: Branch[];
  /** the children by their segment, where they are many */
  index?: Map<string, Branch>;
}

/** far beyond any profile */
const MOST_ELEMENTS = 50_000;
/** a chain of types that ends in itself is unfolded by a differential only as deep as it is written */
const DEEPEST = 512;

/**
 * Makes the snapshot of a profile from its differential and the snapshot of its base (FHIR R4, 5.1.0.4 and following):
 * slices and re-slices, choice types by their own name, content references, datatypes and profiles of types that the
 * differential goes into.
 * @throws DefinitionError naming the element that cannot be placed
 */
export function makeSnapshot(
  profile: CompactStructure,
  source: string,
  base: readonly ElementDefinition[],
  needs: SnapshotNeeds,
): ElementDefinition[] {
  return new Maker(profile, source, base, needs).snapshot();
}

const BY_URL: Slicing = { discriminator: [{ type: 'value', path: 'url' }], ordered: false, rules: 'open' };
const BY_TYPE: Slicing = { discriminator: [{ type: 'type', path: '$this' }], ordered: false, rules: 'open' };

class Maker {
  readonly #root: Branch;
  #count: number;

  constructor(
    private readonly profile: CompactStructure,
    private readonly source: string,
    base: readonly ElementDefinition[],
    private readonly needs: SnapshotNeeds,
  ) {
    this.#root = asTree(base, profile.type, profile.type);
    this.#count = base.length;
  }

  snapshot(): ElementDefinition[] {
    for (const stated of this.profile.differential ?? []) merge(this.#find(stated), stated);
    return [...flatten(this.#root)];
  }

  /** The branch that an element of the differential is about; slices and elements of types are made on the way. */
  #find(stated: StatedElement): ElementDefinition {
    const [first, ...segments] = idSegments(stated);
    if (first !== this.#root.segment)
      throw this.#error(stated.id, {
        fr: `cet élément n’est pas dans ${this.#root.segment}`,
        en: `this element is not in ${this.#root.segment}`,
      });
    if (segments.length > DEEPEST)
      throw this.#error(stated.path.slice(0, 100), {
        fr: `plus de ${DEEPEST} éléments l’un dans l’autre`,
        en: `more than ${DEEPEST} elements inside one another`,
      });
    let here = this.#root;
    segments.forEach((segment, index) => {
      const last = index === segments.length - 1;
      here = this.#step(here, segment, stated, last);
    });
    return here.element;
  }

  #step(parent: Branch, segment: string, stated: StatedElement, last: boolean): Branch {
    if (parent.children.length === 0) this.#unfold(parent, stated);
    const exact = childOf(parent, segment);
    if (exact) return exact;
    const colon = segment.indexOf(':');
    const name = colon === -1 ? segment : segment.slice(0, colon);
    const sliced = childOf(parent, name);
    if (sliced) return this.#slice(parent, sliced, segment, colon === -1 ? undefined : segment.slice(colon + 1));
    const choice = this.#choice(parent, name, stated, last);
    if (choice) return choice;
    if (this.profile.derivation === 'specialization' && last) return this.#add(parent, segment, stated);
    throw this.#error(stated.id, {
      fr: `${parent.element.id} n’a pas d’élément ${name}`,
      en: `${parent.element.id} has no element ${name}`,
    });
  }

  /** A choice by its own name: `valueQuantity` for `value[x]` restricted to Quantity. */
  #choice(parent: Branch, name: string, stated: StatedElement, last: boolean): Branch | undefined {
    for (const child of parent.children) {
      if (!child.segment.endsWith('[x]')) continue;
      const stem = child.segment.slice(0, -3);
      if (!name.startsWith(stem) || name.length === stem.length) continue;
      const type = child.element.types?.find(({ code }) => code === typeOfSuffix(name.slice(stem.length)));
      if (!type) continue;
      // where nothing else is allowed, the choice is what is meant
      if (child.element.types!.length === 1) return child;
      const segment = `${child.segment}:${name}`;
      const there = childOf(parent, segment);
      if (there) return there;
      child.element.slicing ??= BY_TYPE;
      const slice = this.#slice(parent, child, segment, name);
      slice.element.types = [type];
      // one of the types that shall be there leaves no other, because a choice has one value
      if (last && (stated.min ?? 0) > 0 && child.element.max === '1') {
        child.element.types = [type];
        child.element.slicing = { ...BY_TYPE, rules: 'closed' };
      }
      return slice;
    }
    return undefined;
  }

  /** A new slice is what it slices, as it is so far; of a slice, what `a/b` slices is `a`. */
  #slice(parent: Branch, sliced: Branch, segment: string, sliceName: string | undefined): Branch {
    const name = sliceName ?? '';
    // extensions are sliced by their url whether or not a profile says so
    if (/^(modifierE|e)xtension$/.test(sliced.segment)) sliced.element.slicing ??= BY_URL;
    const slash = name.lastIndexOf('/');
    const outer = slash === -1 ? undefined : childOf(parent, `${sliced.segment}:${name.slice(0, slash)}`);
    const model = outer ?? sliced;
    const slice = this.#copy(model, segment, `${parent.element.id}.${segment}`, model.element.path);
    delete slice.element.slicing;
    slice.element.sliceName = name;
    slice.element.min = 0;
    // after the slices that are there, and those of slices with them
    const prefix = outer ? `${outer.segment}/` : `${sliced.segment}:`;
    const last = parent.children.findLastIndex((child) => child === model || child.segment.startsWith(prefix));
    parent.children.splice(last + 1, 0, slice);
    parent.index?.set(segment, slice);
    return slice;
  }

  /** An element that a specialization brings. */
  #add(parent: Branch, segment: string, stated: StatedElement): Branch {
    const { path } = stated;
    const element = { ...stated, min: stated.min ?? 0, max: stated.max ?? '*' };
    const added: Branch = { segment, element: { ...element, base: { path, min: element.min, max: element.max } }, children: [] };
    parent.children.push(added);
    parent.index?.set(segment, added);
    return added;
  }

  /** Gives an element the children of its type, of the profile of its type, or of the element it refers to. */
  #unfold(branch: Branch, stated: StatedElement): void {
    const { element } = branch;
    const model = this.#modelOf(branch, stated);
    this.#count += model.children.length;
    const copies = model.children.map((child) =>
      this.#copy(child, child.segment, `${element.id}.${child.segment}`, `${element.path}.${lastStep(child.element.path)}`),
    );
    branch.children.push(...copies);
  }

  #modelOf({ element }: Branch, stated: StatedElement): Branch {
    const { contentReference, types = [] } = element;
    if (contentReference !== undefined && types.length === 0) {
      const [canonical, id = ''] = contentReference.split('#');
      const holder = canonical ? this.needs.structure(canonical) : this.needs.type(id.split('.')[0]!);
      const found = holder && id !== '' ? branchById(asTree(holder.elements, holder.type, holder.type), id) : undefined;
      if (found) return found;
      throw this.#error(stated.id, {
        fr: `${contentReference} n’est pas un élément connu`,
        en: `${contentReference} is no known element`,
      });
    }
    const codes = new Set(types.map(({ code }) => code));
    // of several types, only what all types have can be said
    const code = codes.size === 1 ? types[0]!.code : 'Element';
    const profiles = codes.size === 1 ? types.flatMap((type) => type.profiles ?? []) : [];
    const canonical = profiles.length === 1 ? profiles[0]! : undefined;
    const type = (canonical === undefined ? undefined : this.needs.structure(canonical)) ?? this.needs.type(code);
    if (type && type.elements.length > 0) {
      if (this.#count + type.elements.length > MOST_ELEMENTS)
        throw this.#error(stated.id, { fr: `plus de ${MOST_ELEMENTS} éléments`, en: `more than ${MOST_ELEMENTS} elements` });
      return asTree(type.elements, type.elements[0]!.path, type.elements[0]!.path);
    }
    throw this.#error(stated.id, { fr: `le type ${code} est inconnu`, en: `the type ${code} is unknown` });
  }

  #copy(model: Branch, segment: string, id: string, path: string): Branch {
    if (++this.#count > MOST_ELEMENTS)
      throw this.#error(id, { fr: `plus de ${MOST_ELEMENTS} éléments`, en: `more than ${MOST_ELEMENTS} elements` });
    return {
      segment,
      element: { ...model.element, id, path },
      children: model.children.map((child) =>
        this.#copy(child, child.segment, `${id}.${child.segment}`, `${path}.${lastStep(child.element.path)}`),
      ),
    };
  }

  #error(element: string, explanation: Bilingual): DefinitionError {
    return new DefinitionError(this.profile.url, this.source, element, explanation);
  }
}

/** below this number of children, looking at each is faster than a map */
const FEW = 64;

/** The first child of a segment. */
function childOf(parent: Branch, segment: string): Branch | undefined {
  if (parent.children.length < FEW) return parent.children.find((child) => child.segment === segment);
  parent.index ??= new Map([...parent.children].reverse().map((child) => [child.segment, child]));
  return parent.index.get(segment);
}

const lastStep = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The steps of an id; where the id only repeats the path, a slice is named by its sliceName. */
function idSegments({ id, path, sliceName }: StatedElement): string[] {
  const segments = id.split('.');
  // a slice name may have a dot in it: then the path tells where the steps are
  if (segments.length === path.split('.').length) return segments;
  const steps = path.split('.');
  const found: string[] = [];
  let rest = id;
  steps.forEach((step, index) => {
    const next = steps[index + 1];
    const end = next === undefined ? rest.length : startOfStep(rest, step, next);
    found.push(rest.slice(0, end));
    rest = rest.slice(end + 1);
  });
  return found.every((segment, index) => segment === steps[index] || segment.startsWith(`${steps[index]!}:`)) ? found : (
      steps.map((step, index) => (index === steps.length - 1 && sliceName !== undefined ? `${step}:${sliceName}` : step))
    );
}

/** Where in an id the dot stands after a step whose slice name may have dots. */
function startOfStep(rest: string, step: string, next: string): number {
  for (let dot = rest.indexOf('.', step.length); dot !== -1; dot = rest.indexOf('.', dot + 1))
    if (rest.startsWith(next, dot + 1) && /^([.:]|$)/.test(rest.slice(dot + 1 + next.length, dot + 2 + next.length))) return dot;
  return rest.length;
}

/**
 * Elements as a tree, with ids and paths that begin with other words.
 * @param id of the root, in place of the one it has
 */
function asTree(elements: readonly ElementDefinition[], id: string, path: string): Branch {
  const [first, ...others] = elements;
  const root: Branch = { segment: id, element: { ...first!, id, path }, children: [] };
  const was = first!.path;
  // by the id it had
  const branches = new Map<string, Branch>([[first!.id, root]]);
  for (const element of others) {
    const segments = idSegments(element);
    const segment = segments.at(-1)!;
    const parent = branches.get(element.id.slice(0, -segment.length - 1)) ?? root;
    const branch: Branch = {
      segment,
      element: { ...element, id: `${parent.element.id}.${segment}`, path: path + element.path.slice(was.length) },
      children: [],
    };
    branches.set(element.id, branch);
    parent.children.push(branch);
  }
  return root;
}

function branchById(root: Branch, id: string): Branch | undefined {
  let here: Branch | undefined = root;
  for (const segment of id.split('.').slice(1)) here = here?.children.find((child) => child.segment === segment);
  return here;
}

function* flatten(branch: Branch): Generator<ElementDefinition> {
  yield branch.element;
  for (const child of branch.children) yield* flatten(child);
}

/** Puts what the differential states over what the base has; what is below an element is shared, never changed. */
function merge(element: ElementDefinition, stated: StatedElement): void {
  const { id: _id, path: _path, sliceName, base: _base, types, constraints, conditions, binding, ...others } = stated;
  Object.assign(element, others);
  // a slice keeps the name of its place
  if (sliceName !== undefined && element.sliceName === undefined && !element.path.endsWith('[x]')) element.sliceName = sliceName;
  if (types) {
    element.types = types.map((type) => narrowed(type, element.types));
    delete element.contentReference;
  }
  if (binding) element.binding = binding;
  if (constraints) element.constraints = joined(element.constraints, constraints);
  if (conditions) element.conditions = [...new Set([...(element.conditions ?? []), ...conditions])];
}

/** A type that is restated keeps what it does not restate. */
function narrowed(type: ElementType, before: readonly ElementType[] | undefined): ElementType {
  const same = before?.find(({ code }) => code === type.code);
  return { ...(same?.regex !== undefined && { regex: same.regex }), ...type };
}

/** Constraints are added to those of the base; one of the same key is that constraint stated anew. */
function joined(before: readonly Constraint[] | undefined, stated: readonly Constraint[]): Constraint[] {
  const keys = new Set(stated.map(({ key }) => key));
  return [...(before ?? []).filter(({ key }) => !keys.has(key)), ...stated];
}
