/**
 * A FHIR resource open for mutation: its value as JSON, and every place in it with what the definitions in force say of
 * that place. The snapshots are read here as they are, apart from the programs of the validator, so that a mistake in
 * these does not hide itself.
 */

/** One place: a resource, an element, a primitive. */
class Place {
  constructor(given) {
    Object.assign(this, given);
  }
  /** `Patient.name[0].given[1]` without the positions: what places of one kind have in common. */
  get kind() {
    return this.path.replace(/\[\d+\]/g, '');
  }
  /** Whether it is an object of JSON, not a primitive. */
  get complex() {
    return typeof this.value === 'object' && this.value !== null;
  }
}

const BACKBONE = new Set(['BackboneElement', 'Element']);
const ANY = new Set(['Resource', 'DomainResource']);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const capitalised = (word) => word.charAt(0).toUpperCase() + word.slice(1);

const indexes = new WeakMap();

/** The elements of a snapshot by id, by parent, and the slices of each. */
export function indexOf(structure) {
  let index = indexes.get(structure);
  if (index) return index;
  index = { byId: new Map(), below: new Map(), slices: new Map() };
  const put = (map, key, one) => map.set(key, [...(map.get(key) ?? []), one]);
  for (const element of structure.elements) {
    const { id } = element;
    index.byId.set(id, element);
    const dot = id.lastIndexOf('.');
    const colon = id.indexOf(':', dot + 1);
    if (colon >= 0) {
      const slash = id.lastIndexOf('/');
      put(index.slices, slash > colon ? id.slice(0, slash) : id.slice(0, colon), element);
    } else if (dot >= 0) put(index.below, id.slice(0, dot), element);
  }
  indexes.set(structure, index);
  return index;
}

export const nameOf = ({ path }) => path.slice(path.lastIndexOf('.') + 1);
/** The types of an element; those of what it refers to where it takes its content from elsewhere. */
const typesOf = ({ structure, element }) => contentOf({ structure, element }).element.types ?? [];

function contentOf(view) {
  const reference = view.element.contentReference;
  if (reference === undefined) return view;
  const element = indexOf(view.structure).byId.get(reference.slice(reference.indexOf('#') + 1));
  return element ? { ...view, element } : view;
}

/** What the definitions say of what a resource may hold. */
export class Known {
  constructor(definitions) {
    this.definitions = definitions;
  }

  /** A profile or type that is there and can be used. */
  structure(canonical) {
    try {
      return this.definitions.structure(canonical);
    } catch {
      return undefined;
    }
  }

  type(name) {
    return this.definitions.type(name);
  }

  isA(type, wanted) {
    for (let here = type; here !== undefined;) {
      if (here === wanted) return true;
      const base = this.type(here)?.baseDefinition;
      here = base?.slice(base.lastIndexOf('/') + 1);
    }
    return false;
  }

  /** The elements below a view, slices left out. */
  below({ structure, element }) {
    return indexOf(structure).below.get(element.id) ?? [];
  }

  /** The element that a name means below a view, and the type that it says. */
  child(view, name) {
    for (const element of this.below(view)) {
      const own = nameOf(element);
      const here = { ...view, element };
      if (own === name) return { ...here, typed: typesOf(here).length === 1 ? typesOf(here)[0] : undefined };
      if (!own.endsWith('[x]') || !name.startsWith(own.slice(0, -3))) continue;
      const typed = typesOf(here).find(({ code }) => capitalised(code) === name.slice(own.length - 3));
      if (typed) return { ...here, typed };
    }
    return undefined;
  }

  /** All that is said of a node of a type, when `view` is what its parent says of it. */
  unfolded({ typed, ...given }, type) {
    const view = contentOf(given);
    const views = [view];
    const root = BACKBONE.has(type) ? undefined : this.type(type);
    // an extension in an extension is of its own type
    if (root && view.element !== root.elements[0]) views.push({ structure: root, element: root.elements[0], guards: [] });
    const profiles = typed?.profiles ?? [];
    const profile = profiles.length === 1 && !ANY.has(type) && this.structure(profiles[0]);
    if (profile && profile.type === type)
      views.push({ structure: profile, element: profile.elements[0], guards: below(view.guards, view.element.id, profile.elements[0].id) });
    return views;
  }

  /** The slice of an item, where fixed values, patterns and types tell it; of nested slices the innermost too. */
  slicesOf(view, item, type) {
    const found = [];
    const look = (at) => {
      const { discriminator = [] } = slicingOf(at);
      // what a profile tells apart is in no slice any more once it is changed
      if (
        discriminator.length === 0
        || discriminator.some(({ type: by, path }) => by === 'profile' || by === 'exists' || /[()]/.test(path))
      )
        return;
      for (const slice of indexOf(view.structure).slices.get(at.element.id) ?? []) {
        const here = { structure: view.structure, element: slice };
        if (!discriminator.every((one) => this.#tells(one, here, item, type))) continue;
        const guards = [...view.guards, ...discriminator.map(({ path }) => (path === '$this' ? slice.id : `${slice.id}.${path}`))];
        const typed = slice.types?.find(({ code }) => code === type);
        found.push({ ...here, guards, typed, sliced: at.element });
        look(here);
      }
    };
    look(view);
    return found;
  }

  /** Whether a discriminator puts an item in a slice, as far as fixed values, patterns and types tell. */
  #tells({ type: by, path }, slice, item, type) {
    const steps = path === '$this' ? [] : path.split('.');
    if (by === 'type') {
      const at = this.#reach([slice], steps);
      const value = steps.reduce((here, step) => here?.[step], item);
      const own = isObject(value) && typeof value.resourceType === 'string' ? value.resourceType : type;
      return at.some(({ element }) => element.types?.some(({ code }) => code === own));
    }
    const values = steps.reduce((here, step) => here.flatMap((one) => one?.[step] ?? []), [item]);
    const stated = this.#reach([slice], steps).flatMap((at) => this.#statedIn(at));
    return stated.length > 0 && values.some((value) => stated.some((test) => test(value)));
  }

  /** The views at the end of a path, those of the profiles of types included. */
  #reach(views, steps) {
    if (steps.length === 0) return views.flatMap((view) => this.#withProfiles(view));
    const [step, ...rest] = steps;
    return this.#reach(
      views
        .flatMap((view) => this.#withProfiles(view))
        .flatMap((view) => {
          const child = this.below(view).find((element) => nameOf(element) === step);
          return child ? [{ structure: view.structure, element: child }] : [];
        }),
      rest,
    );
  }

  #withProfiles(view) {
    const profiles = (view.element.types ?? []).flatMap(({ profiles: urls = [] }) => urls).map((url) => this.structure(url));
    return [view, ...profiles.filter(Boolean).map((structure) => ({ structure, element: structure.elements[0] }))];
  }

  /** Tests that a value passes when it is what an element states: by itself, or by what it states below. */
  #statedIn(view) {
    const { fixed, pattern } = view.element;
    if (fixed) return [(value) => JSON.stringify(value) === JSON.stringify(fixed.value)];
    if (pattern) return [(value) => fits(value, pattern.value)];
    const children = this.below(view).flatMap((element) => {
      const tests = this.#statedIn({ structure: view.structure, element });
      return tests.length > 0 ? [{ name: nameOf(element), test: tests[0] }] : [];
    });
    if (children.length === 0) return [];
    return [
      (value) =>
        isObject(value) && children.every(({ name, test }) => (Array.isArray(value[name]) ? value[name].some(test) : test(value[name]))),
    ];
  }
}

/** How an element is sliced; extensions are by their url where nothing is said. */
export function slicingOf({ element }) {
  const { slicing, types } = element;
  if (slicing && slicing.discriminator.length > 0) return slicing;
  if (types?.[0]?.code === 'Extension') return { ...slicing, discriminator: [{ type: 'value', path: 'url' }] };
  return slicing ?? { discriminator: [] };
}

/** Guards as the profile of a type knows them, by its own ids. */
const below = (guards = [], id, root) => guards.flatMap((guard) => (guard.startsWith(`${id}.`) ? [root + guard.slice(id.length)] : []));

function fits(value, pattern) {
  if (!isObject(pattern)) return value === pattern;
  return (
    isObject(value)
    && Object.entries(pattern).every(([name, one]) =>
      Array.isArray(one) ? one.every((p) => [value[name] ?? []].flat().some((v) => fits(v, p))) : fits(value[name], one),
    )
  );
}

/**
 * What tells the slice of a node: changed, the node may be in no slice, or in another, and so no longer wrong.
 * @returns whether the element, or what is above or below it, is part of that
 */
export const isGuarded = ({ guards = [] }, { id }) =>
  guards.some((guard) => guard === id || guard.startsWith(`${id}.`) || (id.startsWith(guard) && /[.:]/.test(id[guard.length])));

/**
 * Opens a resource for mutation.
 * @param known what the definitions in force say
 * @returns undefined when it is no resource of FHIR R4
 */
export function openResource(name, bytes, known) {
  const value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const places = [];
  const root = typeof value?.resourceType === 'string' ? resource(value, [], value.resourceType, undefined, []) : undefined;
  return root && { name, value, root, places, known };

  function resource(here, at, path, parent, asked) {
    const type = here.resourceType;
    const base = known.type(type);
    if (base?.kind !== 'resource' || base.abstract) return undefined;
    const declared = (here.meta?.profile ?? []).flatMap((canonical) => known.structure(canonical) ?? []);
    const structures = [base, ...declared.filter((one) => known.isA(type, one.type)), ...asked];
    // without its declaration a resource is not judged by a profile any more
    const views = [...new Set(structures)].map((structure) => ({
      structure,
      element: structure.elements[0],
      guards: structure === base ? [] : [`${structure.type}.meta.profile`],
    }));
    const place = new Place({
      at,
      path,
      value: here,
      parent,
      type,
      views,
      resource: true,
      name: at.findLast((key) => typeof key === 'string') ?? type,
    });
    places.push(place);
    children(place);
    return place;
  }

  function children(place) {
    const { value: here, at, path, views } = place;
    place.children = [];
    for (const key of Object.keys(here)) {
      const aside = key.startsWith('_');
      const own = aside ? key.slice(1) : key;
      if (key === 'resourceType' || (aside && own in here)) continue;
      const said = views.flatMap((view) => known.child(view, own) ?? []);
      if (said.length === 0) continue;
      const values = aside ? undefined : here[key];
      const asides = here[`_${own}`];
      const list = Array.isArray(values ?? asides);
      const items = list ? (values ?? asides) : [values ?? asides];
      items.forEach((_, i) => {
        const child = one({
          name: own,
          parent: place,
          said,
          value: list ? values?.[i] : values,
          aside: list ? asides?.[i] : asides,
          at: list ? [...at, own, i] : [...at, own],
          asideAt: list ? [...at, `_${own}`, i] : [...at, `_${own}`],
          path: list ? `${path}.${own}[${i}]` : `${path}.${own}`,
          inArray: list,
        });
        if (child) place.children.push(child);
      });
    }
  }

  function one({ said, value: here, aside, asideAt, ...given }) {
    if (isObject(here) && typeof here.resourceType === 'string') {
      const asked = said.flatMap((view) => (view.typed?.profiles?.length === 1 ? (known.structure(view.typed.profiles[0]) ?? []) : []));
      return resource(
        here,
        given.at,
        given.path,
        given.parent,
        asked.filter(({ type }) => type === here.resourceType),
      );
    }
    const type = said.find(({ typed }) => typed)?.typed.code ?? 'BackboneElement';
    const sliced = said.flatMap((view) => known.slicesOf(view, here, type));
    let views = [...said, ...sliced].flatMap((view) => known.unfolded(view, type));
    if (type === 'Extension' && typeof here?.url === 'string') {
      const definition = known.structure(here.url);
      if (definition?.type === 'Extension') views.push({ structure: definition, element: definition.elements[0], guards: [] });
    }
    const seen = new Map();
    // one element by two ways: the one that is least guarded says most
    for (const view of views) {
      const key = `${view.structure.url}|${view.structure.version}#${view.element.id}`;
      const before = seen.get(key);
      if (!before || (view.guards ?? []).length < (before.guards ?? []).length)
        seen.set(key, { ...view, sliced: before?.sliced ?? view.sliced });
    }
    views = [...seen.values()];
    const place = new Place({ ...given, value: here, aside, type, said, slices: sliced, views, children: [] });
    places.push(place);
    if (isObject(here)) children(place);
    else if (isObject(aside)) {
      const beside = new Place({ ...place, at: asideAt, value: aside });
      children(beside);
      place.children = beside.children;
    }
    return place;
  }
}

/** What stands at a path of keys. */
export const at = (root, keys) => keys.reduce((here, key) => here[key], root);

/** Changes what holds a place: `change(holder, key)`. */
const within = (keys, change) => (root) => change(at(root, keys.slice(0, -1)), keys.at(-1));

/** The edit that gives a place another value. */
export const becomes = ({ at: keys }, value) => within(keys, (holder, key) => (holder[key] = value));

/** The edit that takes a place away; an array that is left empty goes with it. */
export const removed =
  ({ at: keys }) =>
  (root) => {
    const [holder, key] = [at(root, keys.slice(0, -1)), keys.at(-1)];
    if (!Array.isArray(holder)) {
      delete holder[key];
      return;
    }
    holder.splice(key, 1);
    if (holder.length === 0) within(keys.slice(0, -1), (above, name) => delete above[name])(root);
  };

/** The edit that takes away all of a name, with what stands beside it. */
export const without = (place, name) => (root) => {
  const here = at(root, place.at);
  delete here[name];
  delete here[`_${name}`];
};

/** The edit that gives an object one more element. */
export const withElement = (place, name, value) => (root) => {
  at(root, place.at)[name] = value;
};

/** Begins a key that is there already: it is written without this mark. */
export const SECOND = '\uE001';

/** A resource as text once an edit is made: `Raw` stands for characters that no value of JSON gives. */
export function written(value) {
  const raws = [];
  const text = JSON.stringify(value, (_, one) => (one instanceof Raw ? `\uE000${raws.push(one.text) - 1}\uE000` : one), 1);
  return text.replace(/"\uE000(\d+)\uE000"/g, (_, i) => raws[i]).replaceAll(SECOND, '');
}

/** Characters to be written as they are. */
export class Raw {
  constructor(text) {
    this.text = text;
  }
}

/** The bytes of a mutant. */
export function mutantOf({ value }, { change, bytes }) {
  if (bytes) return bytes(written(value));
  const copy = structuredClone(value);
  change(copy);
  return Buffer.from(written(copy), 'utf8');
}
