/**
 * Mutants that break an invariant and nothing else: what is optional is taken away, what is allowed is added, and those
 * are kept of which FHIRPath says that an invariant held before and no longer does. It is asked of the library, not of the
 * validator, which judges many invariants without it.
 */
import { createRequire } from 'node:module';
import { at, capitalised, isGuarded, nameOf } from './resource.mjs';
import { sampleOf } from './values.mjs';

const load = createRequire(import.meta.url);
let engine;
const compiled = new Map();

function holds(expression, base, value) {
  const key = `${base}\n${expression}`;
  if (!compiled.has(key)) {
    engine ??= { fhirpath: load('fhirpath'), model: load('fhirpath/fhir-context/r4') };
    compiled.set(key, engine.fhirpath.compile(base === '' ? expression : { base, expression }, engine.model));
  }
  const [answer] = compiled.get(key)(value, {});
  return answer !== undefined && answer !== false;
}

/** Asked of what is outside the node, or by functions that a validator lends; and those that have a class of their own. */
const BEYOND = /%|resolve\(|conformsTo\(|memberOf\(|htmlChecks\(|hasValue\(/;
const OWN_CLASS = new Set(['ext-1', 'per-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'bdl-1', 'bdl-2', 'bdl-3', 'bdl-4', 'bdl-5', 'bdl-8']);

/** The invariants of a place, each once. */
function invariantsOf(place, severity) {
  const found = new Map();
  for (const view of place.views)
    for (const one of view.element.constraints ?? [])
      if (one.severity === severity && !one.bestPractice && one.expression && !OWN_CLASS.has(one.key) && !BEYOND.test(one.expression))
        if (!found.has(`${one.key} ${one.expression}`)) found.set(`${one.key} ${one.expression}`, { ...one, view });
  return [...found.values()];
}

const mentions = (expression, name) => new RegExp(`\\b${name.replace('[x]', '')}`).test(expression);

/** Elements that may be taken away or added without breaking a cardinality. */
function candidatesOf({ known }, place) {
  const elements = new Map();
  for (const view of place.views)
    for (const element of known.below(view)) {
      const name = nameOf(element);
      const before = elements.get(name) ?? {
        name,
        min: 0,
        max: Infinity,
        types: element.types,
        list: (element.base?.max ?? element.max) !== '1',
      };
      before.min = Math.max(before.min, element.min);
      before.max = Math.min(before.max, element.max === '*' ? Infinity : Number(element.max));
      elements.set(name, before);
    }
  return [...elements.values()].flatMap(({ name, min, max, types = [], list }) => {
    if (name === 'id' || name === 'extension' || name === 'modifierExtension') return [];
    const start = name.replace('[x]', '');
    const there = Object.keys(place.value).filter((key) =>
      name === start ? key === name : types.some(({ code }) => key === start + capitalised(code)),
    );
    if (there.length > 0)
      return min > 0 || `_${there[0]}` in place.value ?
          []
        : [{ name, note: `without ${start}`, change: (here) => there.forEach((key) => delete here[key]) }];
    const type = types.find(({ code }) => sampleOf(code) !== undefined)?.code;
    if (max === 0 || !type) return [];
    const key = name === start ? name : start + capitalised(type);
    return [{ name, note: `with ${start}`, change: (here) => (here[key] = list ? [sampleOf(type)] : sampleOf(type)) }];
  });
}

const baseOf = ({ type, resource, said }) =>
  resource ? ''
  : type === 'BackboneElement' || type === 'Element' ? (said[0].element.base?.path ?? said[0].element.path)
  : type;

/** Sites where one more or one less element breaks an invariant of this severity. */
export function invariantSites(resource, severity) {
  return resource.places
    .filter(({ complex }) => complex)
    .flatMap((place) => {
      const invariants = invariantsOf(place, severity);
      if (invariants.length === 0) return [];
      return candidatesOf(resource, place).flatMap(({ name, note, change }) => {
        const broken = invariants.find(({ expression, view }) => {
          if (!mentions(expression, name) || isGuarded(view, { id: `${view.element.id}.${name}` })) return false;
          const copy = structuredClone(place.value);
          change(copy);
          try {
            return holds(expression, baseOf(place), place.value) && !holds(expression, baseOf(place), copy);
          } catch {
            return false;
          }
        });
        return broken ?
            [
              {
                place,
                at: [place.path, `${place.path}.${name.replace('[x]', '')}`],
                note: `${broken.key} ${note}`,
                change: (root) => change(at(root, place.at)),
              },
            ]
          : [];
      });
    });
}
