/**
 * The classes of mutation of FHIR resources. Each finds every site of a resource: the place or places where a finding has
 * to stand, the change that makes the mutant, in `note` what tells sites of one class apart, and in `equivalent` the name
 * of the argument (EQUIVALENT) by which what is wrong cannot be told. What is legal by some definition is no site: sites
 * are made from what the snapshots of the type and of the profiles that a resource claims forbid.
 *
 * A mutant has to give an error; where a class names a reason in `warning`, a warning is enough.
 */
import { BUNDLE_CLASSES } from './bundle-classes.mjs';
import { invariantSites } from './invariants.mjs';
import {
  at,
  becomes,
  capitalised,
  indexOf,
  isGuarded,
  nameOf,
  Raw,
  removed,
  SECOND,
  slicingOf,
  withElement,
  without,
} from './resource.mjs';
import { another, isPrimitive, OUT_OF_RANGE, sampleOf, WRONG } from './values.mjs';
import { XML_CLASSES } from './xml-classes.mjs';

/** Why what is wrong with a mutant cannot be told. Counted and listed apart. */
export const EQUIVALENT = {
  'no-codes': 'The value set or its code system is in no package that is loaded: nothing says which codes it has.',
};

const complexPlaces = ({ places }) => places.filter(({ complex }) => complex);
const primitivePlaces = ({ places }, ...types) =>
  places.filter(
    ({ complex, type, value }) => !complex && value !== undefined && (types.length === 0 || types.includes(type)) && isPrimitive(type),
  );

/** Sites one for each key, the first that is found. */
function once(sites, keyOf = ({ note, at: where }) => `${note} ${where}`) {
  const seen = new Map();
  for (const site of sites) if (!seen.has(keyOf(site))) seen.set(keyOf(site), site);
  return [...seen.values()];
}

/** Every element that some view of a place has below it. */
function stated(resource, pick) {
  return complexPlaces(resource).flatMap((place) =>
    place.views.flatMap((view) => resource.known.below(view).flatMap((element) => pick(place, view, element) ?? [])),
  );
}

/** The names under which an element is there: one at most, unless it is a choice. */
function namesOf(place, element) {
  const name = nameOf(element);
  if (!name.endsWith('[x]')) return name in place.value || `_${name}` in place.value ? [name] : [];
  const start = name.slice(0, -3);
  const types = new Set((element.types ?? []).map(({ code }) => start + capitalised(code)));
  return [...new Set(Object.keys(place.value).map((key) => key.replace(/^_/, '')))].filter((key) => types.has(key));
}

/** By whom something is said: the specification, or a profile. */
const speaker = ({ structure }) =>
  structure.derivation === 'constraint' && !structure.url.startsWith('http://hl7.org/fhir/') ? 'profile' : 'base';
const site = (place, change, more) => ({ place, at: [place.path], change, ...more });
const siteAt = (place, name, change, more) => ({ place, at: [`${place.path}.${name}`], change, ...more });
const baseMax = (element) => element.base?.max ?? element.max;

// ---- structure

const mandatoryRemoved = (resource) =>
  once(
    stated(resource, (place, view, element) => {
      if (element.min < 1 || element.max === '0' || isGuarded(view, element)) return [];
      const names = namesOf(place, element);
      if (names.length === 0) return [];
      return [
        siteAt(place, names[0].replace(/\[x\]$/, ''), (root) => names.forEach((name) => without(place, name)(root)), {
          note: speaker(view),
        }),
      ];
    }),
    ({ at: where }) => where[0],
  ).map((one) => ({ ...one, at: [...one.at, ...one.at.map(choiceOf)] }));

/** A choice is missed under its own name: `value` for `valueString`. */
const choiceOf = (path) => {
  const dot = path.lastIndexOf('.');
  return path.slice(0, dot + 1) + path.slice(dot + 1).replace(/[A-Z].*$/, '');
};

const forbiddenAdded = (resource) =>
  once(
    stated(resource, (place, view, element) => {
      if (element.max !== '0' || baseMax(element) === '0' || isGuarded(view, element)) return [];
      const name = nameOf(element);
      if (namesOf(place, element).length > 0) return [];
      const type = typeAbove(resource, place, name);
      const value = type && sampleOf(type);
      if (value === undefined) return [];
      const key = name.endsWith('[x]') ? name.slice(0, -3) + capitalised(type) : name;
      return [siteAt(place, key, withElement(place, key, baseMax(element) === '1' ? value : [value]), { note: speaker(view) })];
    }),
  );

/** The type that the definitions of types give an element, whatever a profile leaves of it. */
function typeAbove({ known }, place, name) {
  for (const view of place.views) {
    const element = known.below(view).find((one) => nameOf(one) === name && one.max !== '0');
    const type = element?.types?.find(({ code }) => sampleOf(code) !== undefined)?.code;
    if (type) return type;
  }
  return undefined;
}

const tooMany = (resource) =>
  once(
    stated(resource, (place, view, element) => {
      const most = Number(element.max);
      const name = nameOf(element);
      const list = place.value[name];
      if (!(most >= 1) || baseMax(element) !== '*' || !Array.isArray(list) || list.length === 0 || `_${name}` in place.value) return [];
      return [siteAt(place, name, (root) => repeat(at(root, place.at)[name], 0, most), { note: speaker(view) })];
    }),
  );

/** Copies an item until there are more than so many. */
function repeat(list, which, most) {
  while (list.length <= most) list.push(structuredClone(list[which]));
}

const single = ({ inArray, said, aside, resource: isResource, type }) =>
  inArray === false && aside === undefined && said?.some(({ element }) => baseMax(element) === '1') && (isResource || type !== 'xhtml');

const repeatedSingle = (resource) =>
  resource.places.filter(single).map((place) =>
    site(
      place,
      becomesItself(place, (value) => [value, structuredClone(value)]),
    ),
  );
const arrayForSingle = (resource) =>
  resource.places.filter(single).map((place) =>
    site(
      place,
      becomesItself(place, (value) => [value]),
    ),
  );
const singleForArray = (resource) =>
  resource.places
    .filter(({ inArray, aside, parent, name }) => inArray && aside === undefined && parent.value[name]?.length === 1)
    .map((place) =>
      siteAt(place.parent, place.name, (root) => {
        const holder = at(root, place.parent.at);
        holder[place.name] = holder[place.name][0];
      }),
    );

const becomesItself = (place, make) => (root) => becomes(place, make(at(root, place.at)))(root);

const unknownElement = (resource) =>
  complexPlaces(resource).map((place) => siteAt(place, 'inconnu', withElement(place, 'inconnu', 'Texte')));

function misspelt(resource) {
  return complexPlaces(resource).flatMap((place) =>
    Object.keys(place.value)
      .filter((key) => key !== 'resourceType' && !key.startsWith('_') && !(`_${key}` in place.value))
      .flatMap((key) =>
        [capitalised(key), key.length > 2 && key.slice(0, -1)]
          .filter((name) => name && name !== key && !place.views.some((view) => resource.known.child(view, name)) && !(name in place.value))
          .map((name) => ({
            place,
            at: [`${place.path}.${name}`],
            kind: `${place.kind}.${key}`,
            note: name === capitalised(key) ? 'capital' : 'letter missing',
            change: (root) => renameKey(at(root, place.at), key, name),
          })),
      ),
  );
}

function renameKey(object, key, name) {
  const entries = Object.entries(object);
  for (const one of Object.keys(object)) delete object[one];
  for (const [one, value] of entries) object[one === key ? name : one] = value;
}

// ---- JSON

const NUMBERS = new Set(['decimal', 'integer', 'positiveInt', 'unsignedInt']);

const quoted = (resource) =>
  primitivePlaces(resource, 'boolean', ...NUMBERS).map((place) =>
    site(place, becomes(place, String(place.value)), { note: typeof place.value }),
  );
const unquoted = (resource) =>
  primitivePlaces(resource)
    .filter(({ value }) => typeof value === 'string')
    .flatMap((place) => [site(place, becomes(place, 12), { note: 'number' }), site(place, becomes(place, true), { note: 'boolean' })]);
const primitiveForComplex = (resource) =>
  complexPlaces(resource)
    .filter(({ parent, resource: isResource }) => parent && !isResource)
    .map((place) => site(place, becomes(place, 'Texte')));
const complexForPrimitive = (resource) =>
  primitivePlaces(resource).map((place) => site(place, becomes(place, { value: place.value }), { note: place.type }));

const emptyText = (resource) => textPlaces(resource).map((place) => site(place, becomes(place, '')));
const blankText = (resource) => textPlaces(resource).map((place) => site(place, becomes(place, '  ')));
const controlText = (resource) =>
  primitivePlaces(resource, 'string', 'markdown').map((place) => site(place, becomes(place, `${place.value}\u0007`)));
const textPlaces = (resource) => primitivePlaces(resource).filter(({ value }) => typeof value === 'string');

const nullAlone = (resource) =>
  resource.places.filter(({ parent, aside }) => parent && aside === undefined).map((place) => site(place, becomes(place, null)));
const emptyObject = (resource) =>
  complexPlaces(resource)
    .filter(({ parent }) => parent)
    .map((place) => site(place, becomes(place, {})));
const emptyArray = (resource) =>
  resource.places
    .filter(({ inArray, at: keys }) => inArray && keys.at(-1) === 0)
    .map((place) => siteAt(place.parent, place.name, withElement(place.parent, place.name, [])));
const arrayInArray = (resource) =>
  resource.places
    .filter(({ inArray, aside }) => inArray && aside === undefined)
    .map((place) =>
      site(
        place,
        becomesItself(place, (value) => [value]),
      ),
    );

/** The writer takes the mark away: the key stands twice. */
const duplicateKey = (resource) =>
  complexPlaces(resource).flatMap((place) =>
    Object.keys(place.value).map((key) => ({
      place,
      at: [`${place.path}.${key}`, place.path],
      kind: `${place.kind}.${key}`,
      change: (root) => {
        const here = at(root, place.at);
        here[SECOND + key] = structuredClone(here[key]);
      },
    })),
  );

const unevenArrays = (resource) =>
  primitivePlaces(resource)
    .filter(({ inArray, at: keys, parent, name }) => inArray && keys.at(-1) === 0 && !(`_${name}` in parent.value))
    .map((place) =>
      siteAt(
        place.parent,
        place.name,
        withElement(place.parent, `_${place.name}`, [...place.parent.value[place.name].map(() => null), { id: 'a' }]),
      ),
    );
const companionNoObject = (resource) =>
  primitivePlaces(resource)
    .filter(({ inArray, aside }) => !inArray && aside === undefined)
    .map((place) => site(place, withElement(place.parent, `_${place.name}`, 'Texte')));

/** Bytes that no longer are JSON: a finding may stand anywhere. */
const textual = (make) => (resource) => make().map(([note, bytes]) => ({ place: resource.root, at: undefined, note, bytes }));
const half = (text) => Math.floor(text.length / 2);
const brokenSyntax = textual(() => [
  ['cut in the middle', (text) => Buffer.from(text.slice(0, half(text)))],
  ['last bracket missing', (text) => Buffer.from(text.trimEnd().slice(0, -1))],
  ['comma too many', (text) => Buffer.from(text.replace(/\n\}$/, ',\n}'))],
  ['comma missing', (text) => Buffer.from(text.replace(',\n', '\n'))],
  ['comment', (text) => Buffer.from(text.replace('\n', ' // note\n'))],
  ['apostrophes', (text) => Buffer.from(text.replace('"resourceType"', "'resourceType'"))],
  ['text after it', (text) => Buffer.from(`${text}}`)],
  ['line break in a text', (text) => Buffer.from(text.replace(/: "([^"\\])/, ': "$1\n'))],
]);
const brokenEncoding = textual(() => [
  ['byte order mark', (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
  ['ISO-8859-1', (text) => Buffer.from(text.replace(/: "([^"\\])/, ': "é$1'), 'latin1')],
  ['UTF-16', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['lone surrogate', (text) => Buffer.from(text.replace(/: "([^"\\])/, ': "$1\\ud800'))],
]);

// ---- types

const choiceDoubled = (resource) =>
  once(
    stated(resource, (place, view, element) => {
      const name = nameOf(element);
      const [there] = name.endsWith('[x]') ? namesOf(place, element) : [];
      if (there === undefined) return [];
      const start = name.slice(0, -3);
      const other = (element.types ?? []).find(({ code }) => sampleOf(code) !== undefined && start + capitalised(code) !== there)?.code;
      if (!other) return [];
      const key = start + capitalised(other);
      return [
        { place, at: [`${place.path}.${key}`, `${place.path}.${there}`], note: start, change: withElement(place, key, sampleOf(other)) },
      ];
    }),
    ({ place, note }) => `${place.path}.${note}`,
  );

/** Types that a choice rarely has; the first that a view does not allow is taken. */
const UNLIKELY = ['time', 'Ratio', 'Money', 'base64Binary', 'boolean', 'Period', 'Timing', 'HumanName', 'Address', 'Coding', 'instant'];

const choiceNotAllowed = (resource) =>
  once(
    stated(resource, (place, view, element) => {
      const name = nameOf(element);
      const names = name.endsWith('[x]') ? namesOf(place, element) : [];
      if (names.length !== 1 || element.max === '0' || isGuarded(view, element)) return [];
      const start = name.slice(0, -3);
      const type = UNLIKELY.find((one) => !(element.types ?? []).some(({ code }) => code === one));
      if (!type) return [];
      const key = start + capitalised(type);
      return [
        {
          place,
          at: [`${place.path}.${key}`],
          kind: `${place.kind}.${start}`,
          note: speaker(view),
          change: (root) => {
            names.forEach((one) => without(place, one)(root));
            withElement(place, key, sampleOf(type))(root);
          },
        },
      ];
    }),
    ({ place, kind }) => `${place.path} ${kind}`,
  );

// ---- what profiles state of values

const isUrlOfExtension = ({ path }) => path === 'Extension.url' || path.endsWith('.extension.url');

/** Another value of what is there, whatever its type: the first primitive in it is changed. */
function altered(value, type) {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return another(type, value) ?? 'autre';
  if (Array.isArray(value)) return [altered(value[0]), ...value.slice(1)];
  const [name] = Object.keys(value);
  return { ...value, [name]: altered(value[name]) };
}

const fixedAltered = (resource) =>
  once(
    resource.places.flatMap((place) =>
      place.value === undefined ?
        []
      : (place.said ? place.views : []).flatMap((view) =>
          view.element.fixed === undefined || isUrlOfExtension(view.element) || isGuarded(view, view.element) ?
            []
          : [
              site(
                place,
                becomesItself(place, (value) => altered(value, place.type)),
                { note: speaker(view) },
              ),
            ],
        ),
    ),
  );

const patternAltered = (resource) =>
  once(
    resource.places.flatMap((place) =>
      (place.said ? place.views : []).flatMap((view) => {
        const { pattern } = view.element;
        if (pattern === undefined || place.value === undefined || isGuarded(view, view.element)) return [];
        return [
          site(place, (root) => becomes(place, unlike(at(root, place.at), pattern.value, place.type))(root), { note: speaker(view) }),
        ];
      }),
    ),
  );

/** A value that no longer has a pattern: wherever the first thing that the pattern says is there, it is something else. */
function unlike(value, pattern, type) {
  // an original that does not have the pattern stays as it is
  if (value === undefined) return value;
  if (typeof pattern !== 'object') return value === pattern ? altered(value, type) : value;
  const [name] = Object.keys(pattern);
  const wanted = Array.isArray(pattern[name]) ? pattern[name][0] : pattern[name];
  const here = value[name];
  return { ...value, [name]: Array.isArray(here) ? here.map((one) => unlike(one, wanted)) : unlike(here, wanted) };
}

/** A value that a bound of some view leaves out; undefined where there is none. */
function outOfBounds({ value }, { maxLength, minValue, maxValue }) {
  if (maxLength !== undefined && typeof value === 'string') return ['length', value.padEnd(maxLength + 1, 'x')];
  const beyond = (limit, step) =>
    typeof limit === 'number' ? limit + step
    : step < 0 ? '0001-01-01'
    : '9999-12-31';
  if (minValue !== undefined && typeof minValue.value !== 'object') return ['minimum', beyond(minValue.value, -1)];
  if (maxValue !== undefined && typeof maxValue.value !== 'object') return ['maximum', beyond(maxValue.value, 1)];
  return undefined;
}

const boundsLeft = (resource) =>
  primitivePlaces(resource).flatMap((place) =>
    (place.said ? place.views : []).flatMap((view) => {
      const found = isGuarded(view, view.element) ? undefined : outOfBounds(place, view.element);
      return found ? [site(place, becomes(place, found[1]), { note: found[0] })] : [];
    }),
  );

// ---- codes

/** A code by its form, and none of any system: not even of those that have a grammar instead of a list. */
const NO_CODE = 'code inconnu';

/** What a bound element becomes when its code is another; undefined where there is no code to change. */
function recoded(value, type, code) {
  switch (type) {
    case 'code':
    case 'string':
    case 'uri':
      return code;
    case 'Coding':
    case 'Quantity':
      return value.code === undefined ? undefined : { ...value, code };
    case 'CodeableConcept':
      return value.coding?.some((one) => one.code !== undefined) ?
          { ...value, coding: value.coding.map((one) => ({ ...one, code })) }
        : undefined;
    default:
      return undefined;
  }
}
const systemsOf = (value, type) =>
  type === 'CodeableConcept' ? (value.coding ?? []).map(({ system }) => system)
  : type === 'Coding' || type === 'Quantity' ? [value.system]
  : [undefined];

const outsideRequired = (resource) => {
  const sites = resource.places.flatMap((place) => {
    const value = place.value === undefined || !place.said ? undefined : recoded(place.value, place.type, NO_CODE);
    return value === undefined ?
        []
      : place.views.flatMap((view) => {
          const { binding } = view.element;
          const valueSet = binding?.strength === 'required' ? binding.valueSet : binding?.maxValueSet;
          if (valueSet === undefined || isGuarded(view, view.element)) return [];
          const told = systemsOf(place.value, place.type).every(
            (system) => resource.known.definitions.member(valueSet, system, NO_CODE).result === 'out',
          );
          const how = told ? { note: place.type } : { note: valueSet.split('|')[0], equivalent: 'no-codes' };
          return [site(place, becomes(place, value), how)];
        });
  });
  // where the codes of one view are known, it matters no more that those of another are not
  const told = sites.filter(({ equivalent }) => !equivalent);
  return once([...told, ...sites], ({ place }) => place.path);
};

const notInSystem = (resource) =>
  resource.places
    .filter(({ type, value }) => type === 'Coding' && value?.code !== undefined && value.system !== undefined)
    .flatMap((place) => {
      const known = resource.known.definitions.codeSystem(place.value.system)?.content === 'complete';
      const change = (root) => {
        at(root, place.at).code = NO_CODE;
      };
      return [site(place, change, { note: place.value.system, ...(!known && { equivalent: 'no-codes' }) })];
    });

const withoutSystem = (resource) =>
  resource.places
    .filter(({ type, value }) => type === 'Coding' && value?.code !== undefined && value.system !== undefined)
    .map((place) => site(place, without(place, 'system')));

// ---- slices

/** The items of a place by the slice that they are in. */
function bySlice(place) {
  const groups = new Map();
  for (const child of place.children ?? [])
    for (const view of child.slices ?? []) groups.set(view.element, { view, items: [...(groups.get(view.element)?.items ?? []), child] });
  return [...groups.values()];
}

const sliceUnder = (resource) =>
  complexPlaces(resource).flatMap((place) =>
    bySlice(place).flatMap(({ view, items }) => {
      const { name, inArray } = items[0];
      if (view.element.min < 1 || isGuarded({ guards: view.guards.filter((guard) => !guard.startsWith(view.element.id)) }, view.element))
        return [];
      const change = (root) => (inArray ? items.toReversed().forEach((item) => removed(item)(root)) : without(place, name)(root));
      return [
        siteAt(
          place,
          name.replace(/(?<=[a-z])[A-Z].*$/, (end) => (view.element.path.endsWith('[x]') ? '' : end)),
          change,
          { note: view.element.sliceName },
        ),
      ];
    }),
  );

const sliceOver = (resource) =>
  complexPlaces(resource).flatMap((place) =>
    bySlice(place).flatMap(({ view, items }) => {
      const { name, inArray, at: keys } = items[0];
      const most = Number(view.element.max);
      if (!(most >= 1) || !inArray || `_${name}` in place.value) return [];
      const change = (root) => {
        const list = at(root, place.at)[name];
        for (let count = items.length; count <= most; count++) list.push(structuredClone(list[keys.at(-1)]));
      };
      return [siteAt(place, name, change, { note: view.element.sliceName })];
    }),
  );

const closedSlicing = (resource) =>
  once(
    stated(resource, (place, view, element) => {
      const here = { ...view, element };
      const name = nameOf(element);
      const type = element.types?.[0]?.code;
      const list = place.value[name];
      if (slicingOf(here).rules !== 'closed' || !indexOf(view.structure).slices.has(element.id) || !Array.isArray(list)) return [];
      const value = type && sampleOf(type);
      if (value === undefined || resource.known.slicesOf({ ...here, guards: [] }, value, type).length > 0) return [];
      return [siteAt(place, name, (root) => at(root, place.at)[name].push(value))];
    }),
  );

/** Neighbours of different slices that are to stand in the order of the profile change places. */
const sliceOrder = (resource) =>
  once(
    stated(resource, (place, view, element) => {
      if (!slicingOf({ element }).ordered) return [];
      const name = nameOf(element);
      const items = place.children.filter((child) => child.name === name);
      const sliceAt = (i) => items[i].slices?.find(({ sliced }) => sliced === element)?.element;
      const i = items.findIndex((_, n) => n > 0 && sliceAt(n) && sliceAt(n - 1) && sliceAt(n) !== sliceAt(n - 1));
      if (i < 1 || items.length < 2) return [];
      const change = (root) => {
        const list = at(root, place.at)[name];
        [list[i - 1], list[i]] = [list[i], list[i - 1]];
      };
      return [siteAt(place, name, change)];
    }),
  );

// ---- extensions

const has = (resource, place, name) =>
  place.views.some(
    (view) => resource.known.child(view, name)?.element.max !== undefined && resource.known.child(view, name).element.max !== '0',
  );
const mayModify = (resource) =>
  complexPlaces(resource).filter((place) => has(resource, place, 'modifierExtension') && !('modifierExtension' in place.value));
const extensions = ({ places }) => places.filter(({ type, value }) => type === 'Extension' && value !== undefined);
const valueName = (value) => Object.keys(value).find((key) => /^value[A-Z]/.test(key));

const unknownModifier = (resource) =>
  mayModify(resource).map((place) =>
    siteAt(
      place,
      'modifierExtension',
      withElement(place, 'modifierExtension', [{ url: 'https://example.org/fhir/inconnue', valueBoolean: true }]),
    ),
  );

const notModifying = (resource) =>
  mayModify(resource).flatMap((place) =>
    (place.value.extension ?? []).flatMap((extension, i) => {
      const definition = resource.known.structure(extension.url);
      if (definition?.type !== 'Extension' || definition.elements[0].isModifier) return [];
      const change = (root) => {
        removed({ at: [...place.at, 'extension', i] })(root);
        withElement(place, 'modifierExtension', [extension])(root);
      };
      return [siteAt(place, 'modifierExtension', change)];
    }),
  );

/** An extension of the specification that is for one kind of resource alone, where a resource has none that is known. */
const ELSEWHERE = { url: 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName', valueString: 'Texte' };

const outOfContext = (resource) => {
  const known = once(
    [ELSEWHERE, ...extensions(resource).map(({ value }) => value)].map((value) => ({
      value,
      definition: resource.known.structure(value.url ?? ''),
    })),
    ({ value }) => value.url,
  ).filter(({ definition }) => definition?.type === 'Extension' && definition.context?.length > 0);
  return complexPlaces(resource).flatMap((place) =>
    !has(resource, place, 'extension') || place.type === 'Extension' ?
      []
    : known
        .filter(({ definition }) =>
          definition.context.every((context) => context.type === 'element' && !standsIn(resource, place, context.expression)),
        )
        .slice(0, 2)
        .map(({ value }) => {
          const list = place.value.extension ?? [];
          return siteAt(place, 'extension', withElement(place, 'extension', [...list, value]), { note: value.url });
        }),
  );
};

/** Whether a place is what a context names: a type, a kind of type, or a path from one that it stands in. */
function standsIn({ known }, place, expression) {
  if (expression === 'Element') return true;
  const [head, ...rest] = expression.split('.');
  let here = place;
  for (const step of rest.toReversed()) {
    const choice = step.endsWith('[x]') ? step.slice(0, -3) : undefined;
    if (!here || (choice === undefined ? here.name !== step : !here.name.startsWith(choice))) return false;
    here = here.parent;
  }
  if (!here) return false;
  return known.isA(here.type, head) || here.views.some(({ element }) => element.path === head);
}

const valueAndExtensions = (resource) =>
  extensions(resource)
    .filter(({ value }) => valueName(value) && !value.extension)
    .map((place) => site(place, withElement(place, 'extension', [{ url: 'https://example.org/fhir/inconnue', valueString: 'Texte' }])));
const neitherValueNorExtensions = (resource) =>
  extensions(resource).map((place) =>
    site(place, (root) => [valueName(place.value), 'extension'].forEach((name) => name && without(place, name)(root))),
  );
const relativeUrl = (resource) =>
  extensions(resource)
    .filter(({ parent, value }) => parent.type !== 'Extension' && value.url !== undefined)
    .map((place) => site(place, withElement(place, 'url', 'inconnue')));

/** A part that the definition of an extension does not have: by a relative url, which only that could define. */
const unknownPart = (resource) =>
  extensions(resource)
    .filter(({ value }) => {
      const definition = resource.known.structure(value.url ?? '');
      return value.extension && definition?.type === 'Extension' && indexOf(definition).slices.has('Extension.extension');
    })
    .map((place) => {
      const parts = [...place.value.extension, { url: 'inconnue', valueString: 'Texte' }];
      return siteAt(place, 'extension', withElement(place, 'extension', parts));
    });

// ---- references

const references = ({ places }) => places.filter(({ type, value }) => type === 'Reference' && value !== undefined);
const REST = /^((?:https?:\/\/[^\s?#]*\/)?)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(\/_history\/.*)?$/;
/** Resources that few references are for. */
const STRANGE = ['ImplementationGuide', 'Slot', 'Binary', 'SubstancePolymer', 'TestScript'];

/** The types of resource that every view of a reference allows; undefined: any. */
function targetsOf({ known }, place) {
  const lists = place.views.flatMap((view) => {
    const targets = (view.typed ?? view.element.types?.find(({ code }) => code === 'Reference'))?.targetProfiles ?? [];
    const types = targets.map((canonical) => known.structure(canonical)?.type);
    return (
        targets.length === 0
          || types.includes(undefined)
          || types.some((type) => type === 'Resource' || type === 'DomainResource')
          || isGuarded(view, view.element)
      ) ?
        []
      : [types];
  });
  return lists.length === 0 ? undefined : (type) => lists.every((types) => types.includes(type));
}

const wrongTarget = (resource) =>
  references(resource).flatMap((place) => {
    const allowed = targetsOf(resource, place);
    const type = allowed && STRANGE.find((one) => !allowed(one));
    if (!type) return [];
    const base = REST.exec(place.value.reference ?? '')?.[1] ?? '';
    const change = (root) => {
      const here = at(root, place.at);
      delete here.type;
      here.reference = `${base}${type}/1`;
    };
    return [site(place, change, { note: place.value.reference === undefined ? 'was without reference' : 'type' })];
  });

const contradictoryType = (resource) =>
  references(resource).flatMap((place) => {
    const type = REST.exec(place.value.reference ?? '')?.[2];
    const allowed = targetsOf(resource, place);
    const other = ['Patient', 'Organization', 'Practitioner', ...STRANGE].find((one) => one !== type && (!allowed || allowed(one)));
    return type && resource.known.type(type) && other ? [site(place, withElement(place, 'type', other))] : [];
  });

const absentFragment = (resource) => references(resource).map((place) => site(place, withElement(place, 'reference', '#absent')));
const malformedReference = (resource) =>
  references(resource).flatMap((place) => [
    site(place, withElement(place, 'reference', 'pas une référence'), { note: 'words' }),
    site(place, withElement(place, 'reference', 'patient/1'), { note: 'lower case' }),
  ]);

/** What shall be contained, and is, stands elsewhere. */
const outside = (resource) =>
  references(resource)
    .filter(({ value }) => value.reference?.startsWith('#'))
    .flatMap((place) => {
      const kinds = place.views.flatMap((view) =>
        isGuarded(view, view.element) ? [] : [(view.typed ?? view.element.types?.[0])?.aggregation ?? []],
      );
      return kinds.some((one) => one.length > 0 && !one.includes('referenced')) ?
          [site(place, withElement(place, 'reference', 'https://example.org/fhir/ailleurs'))]
        : [];
    });

// ---- forms of primitives

const wrongForm = (types) => (resource) =>
  primitivePlaces(resource, ...types)
    .filter(({ value }) => typeof value === 'string')
    .flatMap((place) => WRONG[place.type].map(([note, make]) => site(place, becomes(place, make(place.value)), { note })));

const withoutZone = (resource) =>
  primitivePlaces(resource, 'dateTime', 'instant')
    .filter(({ value }) => value.includes('T') || value.length === 10)
    .flatMap((place) => {
      const moment = `${place.value.slice(0, 10)}T10:00:00`;
      return [
        site(place, becomes(place, moment), { note: 'no zone' }),
        site(place, becomes(place, `${moment}+0100`), { note: 'zone without colon' }),
        site(place, becomes(place, `${moment}+15:00`), { note: 'zone that does not exist' }),
      ];
    });

const startsLike = (start, wrong) => (resource) =>
  primitivePlaces(resource, 'uri', 'oid', 'uuid', 'url', 'canonical')
    .filter(({ value }) => value.startsWith(start))
    .flatMap((place) => wrong(place.value).map(([note, value]) => site(place, becomes(place, value), { note })));
const wrongOid = startsLike('urn:oid:', (value) => [
  ['arc with a leading zero', `${value}.01`],
  ['ends in a dot', `${value}.`],
  ['letters', `${value}.x`],
  ['first arc 3', value.replace(/urn:oid:\d/, 'urn:oid:3')],
]);
const wrongUuid = startsLike('urn:uuid:', (value) => [
  ['too short', value.slice(0, -1)],
  ['a letter that is none of it', `${value.slice(0, -1)}z`],
  ['capitals', value === value.toUpperCase() ? `${value}0` : `urn:uuid:${value.slice(9).toUpperCase().replace(/^./, 'A')}`],
]);

const outOfRange = (resource) =>
  primitivePlaces(resource, 'integer', 'unsignedInt', 'positiveInt').flatMap((place) =>
    OUT_OF_RANGE[place.type].map(([note, value]) => site(place, becomes(place, value), { note })),
  );
const endlessNumber = (resource) =>
  primitivePlaces(resource, ...NUMBERS).map((place) => site(place, becomes(place, new Raw('1e999')), { note: place.type }));

/** The last of two moments first; where there is one, another that contradicts it. */
const periodReversed = (resource) =>
  complexPlaces(resource).flatMap((place) => {
    const { start, end } = place.value;
    if (place.type !== 'Period') return [];
    if (typeof start === 'string' && typeof end === 'string')
      return start.slice(0, 4) === end.slice(0, 4) && !comparable(start, end) ?
          []
        : [site(place, (root) => Object.assign(at(root, place.at), { start: '2024-03-01', end: '2024-02-29' }))];
    return typeof start === 'string' ? [site(place, withElement(place, 'end', '1850-01-01'))] : [];
  });
const comparable = (a, b) => a.length === b.length;

// ---- narrative

const narratives = ({ places }) => places.filter(({ type, value }) => type === 'xhtml' && typeof value === 'string');
const inDiv = (div, what) => div.replace(/(<div[^>]*[^/])>/, `$1>${what}`);

const narrative = (makers) => (resource) =>
  narratives(resource).flatMap((place) =>
    makers.flatMap(([note, make]) => {
      const value = make(place.value);
      return value === place.value ? [] : [site(place, becomes(place, value), { note })];
    }),
  );
const XMLNS = 'xmlns="http://www.w3.org/1999/xhtml"';
const activeNarrative = narrative([
  ['script', (div) => inDiv(div, '<script>alert(1)</script>')],
  ['onclick', (div) => inDiv(div, '<p onclick="alert(1)">a</p>')],
  ['javascript:', (div) => inDiv(div, '<a href="javascript:alert(1)">a</a>')],
  ['iframe', (div) => inDiv(div, '<iframe src="https://example.org/"></iframe>')],
  ['form', (div) => inDiv(div, '<form action="https://example.org/"><input name="a"/></form>')],
  ['style sheet', (div) => inDiv(div, '<link rel="stylesheet" href="https://example.org/a.css"/>')],
  ['object', (div) => inDiv(div, '<object data="a.swf"></object>')],
  ['JavaScript: with a blank', (div) => inDiv(div, '<a href=" JavaScript:alert(1)">a</a>')],
]);
const emptyNarrative = narrative([
  ['nothing', () => `<div ${XMLNS}></div>`],
  ['blanks', () => `<div ${XMLNS}> \n </div>`],
  ['tags alone', () => `<div ${XMLNS}><p><b> </b></p></div>`],
]);
const illFormedNarrative = narrative([
  ['no namespace', (div) => div.replace(/\s*xmlns="[^"]*"/, '')],
  ['a tag left open', (div) => inDiv(div, '<p>')],
  ['entity of HTML', (div) => inDiv(div, '&nbsp;')],
  ['bare ampersand', (div) => inDiv(div, 'a & b')],
  ['text alone', () => 'Texte'],
  ['p for div', (div) => div.replace(/^<div/, '<p').replace(/<\/div>$/, '</p>')],
]);

// ---- resources

const domainResources = (resource) =>
  resource.places.filter(
    ({ resource: is, type, name, value }) =>
      is && resource.known.isA(type, 'DomainResource') && name !== 'contained' && !('contained' in value),
  );

/** A resource with one more contained that is right, so that only what is then done to it is wrong. */
function containing(resource, make) {
  return domainResources(resource)
    .filter((place) => has(resource, place, 'contained'))
    .map((place) => {
      const change = (root) => {
        const here = at(root, place.at);
        here.contained = [{ resourceType: 'Organization', id: 'contenu', name: 'Texte' }];
        here.extension = [
          ...(here.extension ?? []),
          { url: 'https://example.org/fhir/inconnue', valueReference: { reference: '#contenu' } },
        ];
        make(here.contained, here);
      };
      return { place, at: [`${place.path}.contained`, place.path], change };
    });
}
const REFERENCE = ({ extension }) => extension.at(-1).valueReference;

const withoutReference = (resource) => containing(resource, (_, here) => (REFERENCE(here).reference = 'Organization/1'));
const containedInContained = (resource) =>
  containing(resource, ([one]) => {
    one.contained = [{ resourceType: 'Organization', id: 'dedans', name: 'Texte' }];
    one.partOf = { reference: '#dedans' };
  });
const containedWithoutId = (resource) => containing(resource, ([one]) => delete one.id);
const containedTwice = (resource) => containing(resource, (list) => list.push(structuredClone(list[0])));
const containedVersioned = (resource) => [
  ...containing(resource, ([one]) => (one.meta = { versionId: '1' })).map((s) => ({ ...s, note: 'versionId' })),
  ...containing(resource, ([one]) => (one.meta = { lastUpdated: '2024-02-29T10:00:00Z' })).map((s) => ({ ...s, note: 'lastUpdated' })),
  ...containing(resource, ([one]) => (one.meta = { security: [{ system: 'https://example.org/a', code: 'a' }] })).map((s) => ({
    ...s,
    note: 'security',
  })),
];

const resources = ({ places }) => places.filter(({ resource: is }) => is);
const unknownResource = (resource) =>
  resources(resource).flatMap((place) =>
    [
      ['unknown', 'Patiente'],
      ['lower case', place.type.toLowerCase()],
      ['abstract', 'DomainResource'],
    ].map(([note, type]) => ({
      ...site(place, (root) => (at(root, place.at).resourceType = type), { note }),
      // the root is named after its type
      ...(place.parent ? {} : { at: [type] }),
    })),
  );
const noResourceType = (resource) =>
  resources(resource).map((place) => ({
    ...site(place, (root) => delete at(root, place.at).resourceType),
    ...(place.parent ? {} : { at: undefined }),
  }));
const profileOfAnother = (resource) =>
  resources(resource).map((place) => {
    const other = place.type === 'Patient' ? 'Practitioner' : 'Patient';
    return site(place, (root) => {
      const here = at(root, place.at);
      here.meta = { ...here.meta, profile: [...(here.meta?.profile ?? []), `http://hl7.org/fhir/StructureDefinition/${other}`] };
    });
  });

const STRUCTURE = [
  { title: 'mandatory element removed', sites: mandatoryRemoved },
  { title: 'element that a profile forbids', sites: forbiddenAdded },
  { title: 'element oftener than a profile allows', sites: tooMany },
  { title: 'element that occurs once repeated', sites: repeatedSingle },
  { title: 'array for a single element', sites: arrayForSingle },
  { title: 'no array for an element that repeats', sites: singleForArray },
  { title: 'unknown element', sites: unknownElement },
  { title: 'name of an element misspelt', sites: misspelt },
  { title: 'choice of type given twice', sites: choiceDoubled },
  { title: 'choice of a type that is not allowed', sites: choiceNotAllowed },
];
const JSON_FORM = [
  { title: 'number or boolean in quotes', sites: quoted },
  { title: 'number or boolean for a text', sites: unquoted },
  { title: 'text for an object', sites: primitiveForComplex },
  { title: 'object for a primitive', sites: complexForPrimitive },
  { title: 'empty text', sites: emptyText },
  { title: 'text of blanks', sites: blankText },
  { title: 'control character in a text', sites: controlText },
  { title: 'null alone', sites: nullAlone },
  { title: 'empty object', sites: emptyObject },
  { title: 'empty array', sites: emptyArray },
  { title: 'array in an array', sites: arrayInArray },
  { title: 'key twice', sites: duplicateKey },
  { title: 'arrays of a primitive and of its extensions of different lengths', sites: unevenArrays },
  { title: 'text where the extensions of a primitive belong', sites: companionNoObject },
  { title: 'JSON that is none', sites: brokenSyntax },
  { title: 'bytes that are not UTF-8', sites: brokenEncoding },
];
const VALUES = [
  { title: 'date that does not exist or is of another form', sites: wrongForm(['date', 'dateTime', 'instant', 'time']) },
  { title: 'moment without a time zone, or with a wrong one', sites: withoutZone },
  { title: 'bad id', sites: wrongForm(['id']) },
  { title: 'URI with a blank', sites: wrongForm(['uri', 'url', 'canonical', 'oid', 'uuid']) },
  { title: 'bad OID', sites: wrongOid },
  { title: 'bad UUID', sites: wrongUuid },
  { title: 'bad base64', sites: wrongForm(['base64Binary']) },
  { title: 'blanks in a code', sites: wrongForm(['code']) },
  { title: 'integer out of range', sites: outOfRange },
  { title: 'number that no decimal holds', sites: endlessNumber },
  { title: 'fixed value altered', sites: fixedAltered },
  { title: 'pattern altered', sites: patternAltered },
  { title: 'value out of the bounds of a profile', sites: boundsLeft },
  { title: 'code outside a required binding', sites: outsideRequired },
  { title: 'code that its system does not have', sites: notInSystem },
  {
    title: 'code without its system',
    warning: 'Coding.system is optional: a code without one is allowed, and says nothing to who does not know the sender.',
    sites: withoutSystem,
  },
  { title: 'period that ends before it starts', sites: periodReversed },
  { title: 'invariant broken', sites: (resource) => invariantSites(resource, 'error') },
  {
    title: 'invariant broken that only warns',
    warning: 'The definition itself makes it a warning.',
    sites: (resource) => invariantSites(resource, 'warning'),
  },
];
const PROFILING = [
  { title: 'slice under its cardinality', sites: sliceUnder },
  { title: 'slice over its cardinality', sites: sliceOver },
  { title: 'item of no slice where slicing is closed', sites: closedSlicing },
  { title: 'slices out of their order', sites: sliceOrder },
  { title: 'unknown modifier extension', sites: unknownModifier },
  { title: 'extension as modifier that modifies nothing', sites: notModifying },
  { title: 'extension outside of its context', sites: outOfContext },
  { title: 'extension with value and extensions', sites: valueAndExtensions },
  { title: 'extension with neither value nor extensions', sites: neitherValueNorExtensions },
  { title: 'extension with a relative url', sites: relativeUrl },
  { title: 'reference to a resource of another type', sites: wrongTarget },
  { title: 'reference whose type says another', sites: contradictoryType },
  { title: 'reference to elsewhere of what has to be contained', sites: outside },
  { title: 'reference to a contained resource that is not there', sites: absentFragment },
  {
    title: 'reference that is no reference',
    warning: 'Reference.reference is a string by its type: that it is a URL is said in prose.',
    sites: malformedReference,
  },
];
const RESOURCES = [
  { title: 'narrative with active content', sites: activeNarrative },
  { title: 'narrative that says nothing', sites: emptyNarrative },
  { title: 'narrative that is no XHTML', sites: illFormedNarrative },
  { title: 'contained resource that nothing refers to', sites: withoutReference },
  { title: 'contained resource in a contained resource', sites: containedInContained },
  { title: 'contained resource without id', sites: containedWithoutId },
  { title: 'two contained resources with one id', sites: containedTwice },
  { title: 'contained resource with version or security label', sites: containedVersioned },
  { title: 'type of resource that FHIR R4 does not have', sites: unknownResource },
  { title: 'resource without type', sites: noResourceType },
  { title: 'profile of another type declared', sites: profileOfAnother },
];

export const CLASSES = [
  ...STRUCTURE,
  ...JSON_FORM,
  ...VALUES,
  ...PROFILING,
  ...RESOURCES,
  ...BUNDLE_CLASSES,
  ...XML_CLASSES,
  { title: 'part that an extension does not have', sites: unknownPart },
].map((one, i) => ({
  id: `F${String(i + 1).padStart(3, '0')}`,
  ...one,
}));
