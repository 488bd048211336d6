import type { Definitions, ElementDefinition, ElementType, StructureDefinition } from '../../src/protocols/fhir/definitions.js';

/** An element of a profile with what stands below it: a snapshot as a tree that is only walked. */
export interface Element {
  readonly definition: ElementDefinition;
  readonly program: Program;
  /** last step of the path, without `[x]` */
  readonly name: string;
  /** `value[x]` */
  readonly choice: boolean;
  /** elements below that the snapshot states itself; slices are not among them */
  readonly children: readonly Element[];
  readonly slices: readonly Element[];
}

/** A StructureDefinition ready to be walked. */
export interface Program {
  readonly structure: StructureDefinition;
  readonly root: Element;
  /** elements by their id */
  readonly byId: ReadonlyMap<string, Element>;
}

/** What a name below an element means. */
export interface Child {
  readonly element: Element;
  /** of what type a child of this name is; undefined: its resourceType tells */
  readonly type: ElementType | undefined;
  /** position of the element in its type, for XML */
  readonly order: number;
}

/** The children that a node of some type may have, at one element of a profile. */
export interface Shape {
  readonly elements: readonly Element[];
  readonly byName: ReadonlyMap<string, Child>;
  /** elements that may be of several types, by their name without `[x]` */
  readonly choices: ReadonlyMap<string, Element>;
}

const EMPTY: Shape = { elements: [], byName: new Map(), choices: new Map() };
/** `string` as it ends a name: `String`. */
export const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The programs of all profiles that a set of definitions gives: compiled when first asked for, then kept. */
export class Library {
  readonly #programs = new Map<StructureDefinition, Program>();
  /** asked of every node */
  readonly #types = new Map<string, Program>();
  readonly #shapes = new Map<Element, Map<string, Shape>>();
  readonly #ancestors = new Map<string, readonly string[]>();

  constructor(readonly definitions: Definitions) {}

  /** @throws DefinitionError for a profile that cannot be used */
  profile(canonical: string): Program | undefined {
    const structure = this.definitions.structure(canonical);
    return structure && this.compiled(structure);
  }

  type(name: string): Program | undefined {
    let program = this.#types.get(name);
    if (!program) {
      const structure = this.definitions.type(name);
      program = structure && this.compiled(structure);
      if (program) this.#types.set(name, program);
    }
    return program;
  }

  compiled(structure: StructureDefinition): Program {
    let program = this.#programs.get(structure);
    if (!program) this.#programs.set(structure, (program = compile(structure)));
    return program;
  }

  /** A type and those that it is a kind of, nearest first: `Patient`, `DomainResource`, `Resource`. */
  ancestors(type: string): readonly string[] {
    let known = this.#ancestors.get(type);
    if (!known) {
      const names = new Set<string>();
      for (let here: string | undefined = type; here !== undefined && !names.has(here);) {
        names.add(here);
        const base: string | undefined = this.definitions.type(here)?.baseDefinition;
        here = base?.slice(base.lastIndexOf('/') + 1);
      }
      this.#ancestors.set(type, (known = [...names]));
    }
    return known;
  }

  /** Whether what follows the name of a choice is a type: `Quantity`, `DateTime`. */
  isTypeName(suffix: string): boolean {
    return this.typeNamed(suffix) !== undefined;
  }

  /** The type that a name of a choice ends in: `dateTime` for `DateTime`. */
  typeNamed(suffix: string): string | undefined {
    if (!/^[A-Z][A-Za-z0-9]{0,60}$/.test(suffix)) return undefined;
    const lower = suffix.charAt(0).toLowerCase() + suffix.slice(1);
    return [suffix, lower].find((name) => this.definitions.type(name)?.name === name);
  }

  isA(type: string, wanted: string): boolean {
    return type === wanted || this.ancestors(type).includes(wanted);
  }

  /**
   * The children of an element when it is of this type: those that the profile states below it, and for the rest those
   * of the type. The type of a profile of a datatype is that datatype.
   */
  shape(element: Element, type: string): Shape {
    let shapes = this.#shapes.get(element);
    if (!shapes) this.#shapes.set(element, (shapes = new Map<string, Shape>()));
    let shape = shapes.get(type);
    if (!shape) shapes.set(type, (shape = this.#makeShape(element, type)));
    return shape;
  }

  /** The element that an element takes its children from. @throws DefinitionError */
  content(element: Element): Element {
    const reference = element.definition.contentReference;
    if (reference === undefined) return element;
    const [canonical = '', id = ''] = reference.split('#');
    const program = canonical === '' ? element.program : (this.profile(canonical) ?? element.program);
    return program.byId.get(id) ?? this.type(id.split('.')[0]!)?.byId.get(id) ?? element;
  }

  /** What the specification itself says of an element that a profile restricts. */
  generic({ definition }: Element): Element | undefined {
    const path = definition.base?.path ?? definition.path;
    return this.type(path.slice(0, path.indexOf('.')))?.byId.get(path);
  }

  #makeShape(at: Element, type: string): Shape {
    const element = this.content(at);
    const ofType = this.type(type)?.root;
    const own = element.children;
    const generic = ofType === undefined || ofType === element ? [] : ofType.children;
    if (own.length === 0 && generic.length === 0) return EMPTY;
    const stated = new Map(own.map((child) => [child.name, child]));
    // the order is that of the type; what only the profile has (a type that is not known) comes after
    const elements = [
      ...generic.map((child) => stated.get(child.name) ?? child),
      ...own.filter((o) => !generic.some((g) => g.name === o.name)),
    ];
    const byName = new Map<string, Child>();
    const choices = new Map<string, Element>();
    elements.forEach((child, order) => {
      const types = child.definition.types ?? this.content(child).definition.types ?? [];
      if (child.choice) {
        choices.set(child.name, child);
        for (const one of types) byName.set(child.name + capitalised(one.code), { element: child, type: one, order });
      } else {
        byName.set(child.name, { element: child, type: types.length === 1 ? types[0] : undefined, order });
      }
    });
    return { elements, byName, choices };
  }
}

function compile(structure: StructureDefinition): Program {
  type Writable = { -readonly [K in keyof Element]: Element[K] } & { children: Element[]; slices: Element[] };
  const byId = new Map<string, Writable>();
  const program = { structure, byId } as unknown as { structure: StructureDefinition; byId: Map<string, Writable>; root: Element };
  for (const definition of structure.elements) {
    const { id } = definition;
    const last = definition.path.slice(definition.path.lastIndexOf('.') + 1);
    const choice = last.endsWith('[x]');
    const element: Writable = { definition, program, name: choice ? last.slice(0, -3) : last, choice, children: [], slices: [] };
    if (byId.size === 0) program.root = element;
    byId.set(id, element);
    const dot = id.lastIndexOf('.');
    const colon = id.indexOf(':', dot + 1);
    if (colon >= 0) sliced(byId, id, colon)?.slices.push(element);
    else if (dot >= 0) byId.get(id.slice(0, dot))?.children.push(element);
  }
  return program;
}

/** What a slice is a slice of: the element, or for `identifier:a/b` the slice `identifier:a`. */
function sliced<T>(byId: ReadonlyMap<string, T>, id: string, colon: number): T | undefined {
  const slash = id.lastIndexOf('/');
  return (slash > colon ? byId.get(id.slice(0, slash)) : undefined) ?? byId.get(id.slice(0, colon));
}
