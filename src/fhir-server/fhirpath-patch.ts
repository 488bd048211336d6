import { textOf, type ElementTable, isObject, loadFhirpath, type Exact, type ExactObject } from '../protocols/fhir/index.js';
import { BudgetExceeded, within } from '../protocols/xpath/index.js';
import { MOST_OPERATIONS, structuredCopy } from './json-patch.js';
import { refusal, type Refused } from './outcome.js';
import { shown } from './search-request.js';

const LONGEST_PATH = 1000;
const MOST_STEPS = 30;
/** For the conditions of one patch. */
const MILLISECONDS = 500;

/** Where a value stands: in an object, or in an array of one. */
interface Place {
  value: Exact;
  holder: ExactObject;
  key: string;
  /** in an array */
  index?: number;
  /** what its children are looked up by */
  below: string;
}

/**
 * Applies a FHIRPath Patch (FHIR R4, fhirpatch.html) to a copy of a resource. A path is made of names, indices, `where`,
 * `first`, `last`, `extension` and `ofType`; what stands in a `where` is any FHIRPath.
 * @throws Refused: 400 for what is no patch, 422 for one that cannot be applied
 */
export function applyFhirpathPatch(resource: ExactObject, patch: ExactObject, table: ElementTable): ExactObject {
  const target = structuredCopy(resource) as ExactObject;
  const operations = list(patch['parameter']).filter((one) => isObject(one) && one['name'] === 'operation') as ExactObject[];
  if (patch['resourceType'] !== 'Parameters' || operations.length === 0 || operations.length > MOST_OPERATIONS)
    throw malformed(
      `une ressource Parameters est attendue, avec de 1 à ${MOST_OPERATIONS} paramètres operation`,
      `a Parameters resource is expected, with 1 to ${MOST_OPERATIONS} parameters named operation`,
    );
  const patcher = new Patcher(target, table);
  operations.forEach((operation, index) => patcher.apply(operation, index));
  return target;
}

class Patcher {
  /** milliseconds for all conditions */
  #left = MILLISECONDS;

  constructor(
    private readonly resource: ExactObject,
    private readonly table: ElementTable,
  ) {}

  apply(operation: ExactObject, index: number): void {
    const parts = new Map(
      list(operation['part']).flatMap((part): [string, ExactObject][] => (isObject(part) ? [[textOf(part['name']), part]] : [])),
    );
    const type = this.#value(parts.get('type'), '');
    const path = this.#value(parts.get('path'), '');
    if (typeof type !== 'string' || typeof path !== 'string')
      throw malformed(`l’opération ${index} n’a pas de type ou de path`, `operation ${index} has no type or path`);
    switch (type) {
      case 'add':
        return this.#add(path, parts);
      case 'insert':
        return this.#insert(path, parts);
      case 'delete':
        return this.#delete(path);
      case 'replace': {
        const place = this.#one(path);
        return put(place, this.#needed(parts, place.below, path));
      }
      case 'move':
        return this.#move(path, parts);
      default:
        throw malformed(`l’opération ${index} n’a pas de type connu`, `operation ${index} has no known type`);
    }
  }

  #add(path: string, parts: ReadonlyMap<string, ExactObject>): void {
    const { value: at, below } = this.#one(path);
    const name = this.#value(parts.get('name'), '');
    if (!isObject(at) || typeof name !== 'string' || !/^[a-zA-Z]{1,64}$/.test(name))
      throw impossible(path, 'il faut un élément et un nom', 'an element and a name are needed');
    const children = this.table.children(below);
    const typed = typeof at['resourceType'] === 'string' ? this.table.children(at['resourceType']) : children;
    const choice = valueKey(parts.get('value'))?.slice('value'.length) ?? '';
    const key = typed.has(name) || !typed.has(name + choice) ? name : name + choice;
    const known = typed.get(key);
    const value = this.#needed(parts, known?.below ?? '', path);
    const there = Object.hasOwn(at, key) ? at[key] : undefined;
    if (known?.many === true || Array.isArray(there)) at[key] = [...(there === undefined ? [] : list(there)), value];
    else if (there !== undefined) throw impossible(path, `${name} a déjà une valeur`, `${name} has a value already`);
    else at[key] = value;
  }

  #insert(path: string, parts: ReadonlyMap<string, ExactObject>): void {
    const { array, below } = this.#array(path);
    const index = this.#value(parts.get('index'), '');
    if (typeof index !== 'number' || index < 0 || index > array.length)
      throw impossible(path, 'index hors de la liste', 'index outside the list');
    array.splice(index, 0, this.#needed(parts, below, path));
  }

  #move(path: string, parts: ReadonlyMap<string, ExactObject>): void {
    const { array } = this.#array(path);
    const [source, destination] = ['source', 'destination'].map((name) => this.#value(parts.get(name), ''));
    const isIn = (index: Exact | undefined): index is number =>
      typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < array.length;
    if (!isIn(source) || !isIn(destination)) throw impossible(path, 'index hors de la liste', 'index outside the list');
    array.splice(destination, 0, ...array.splice(source, 1));
  }

  #delete(path: string): void {
    const places = this.#find(path);
    if (places.length === 0) return;
    const { holder, key, index } = this.#one(path);
    const there = holder[key];
    if (index === undefined || (Array.isArray(there) && there.length === 1)) Reflect.deleteProperty(holder, key);
    else if (Array.isArray(there)) there.splice(index, 1);
  }

  #array(path: string): { array: Exact[]; below: string } {
    const places = this.#find(path);
    const [first] = places;
    const array = first?.holder[first.key];
    if (!first || !Array.isArray(array) || places.some(({ holder, key }) => holder !== first.holder || key !== first.key))
      throw impossible(path, 'ce n’est pas une liste', 'this is no list');
    return { array, below: first.below };
  }

  #one(path: string): Place {
    const [first, second] = this.#find(path);
    if (!first || second)
      throw impossible(
        path,
        first ? 'plusieurs éléments y sont' : 'rien n’y est',
        first ? 'several elements are there' : 'nothing is there',
      );
    return first;
  }

  #needed(parts: ReadonlyMap<string, ExactObject>, below: string, path: string): Exact {
    const value = this.#value(parts.get('value'), below);
    if (value === undefined) throw impossible(path, 'aucune valeur n’est donnée', 'no value is given');
    return value;
  }

  /** The value of a parameter: value[x], or an element made of parts. */
  #value(parameter: ExactObject | undefined, below: string): Exact | undefined {
    if (!parameter) return undefined;
    const key = valueKey(parameter);
    if (key !== undefined) return parameter[key];
    if (parameter['resource'] !== undefined) return parameter['resource'];
    const parts = list(parameter['part']).filter(isObject);
    if (parts.length === 0) return undefined;
    const children = this.table.children(below);
    const made: ExactObject = {};
    for (const part of parts) {
      const written = textOf(part['name']);
      const choice = valueKey(part)?.slice('value'.length) ?? '';
      const name = children.has(written) || !children.has(written + choice) ? written : written + choice;
      if (name === '__proto__') continue;
      const value = this.#value(part, children.get(name)?.below ?? '');
      if (value === undefined) continue;
      const there = Object.hasOwn(made, name) ? made[name]! : undefined;
      made[name] = children.get(name)?.many === true || there !== undefined ? [...(there === undefined ? [] : list(there)), value] : value;
    }
    return made;
  }

  #find(path: string): Place[] {
    const steps = stepsOf(path);
    const type = textOf(this.resource['resourceType']);
    const root: Place = { value: this.resource, holder: { [type]: this.resource }, key: type, below: type };
    const [first, ...rest] = steps;
    const fromRoot = first?.kind === 'name' && (first.text === type || first.text === 'Resource' || first.text === 'DomainResource');
    let here: Place[] = [root];
    for (const step of fromRoot ? rest : steps) here = this.#step(here, step, path);
    return here;
  }

  #step(here: readonly Place[], { kind, text }: Step, path: string): Place[] {
    switch (kind) {
      case 'name':
        return here.flatMap((place) => this.#children(place, text));
      case 'index':
        return here.slice(Number(text), Number(text) + 1);
      case 'first':
        return here.slice(0, 1);
      case 'last':
        return here.slice(-1);
      case 'ofType':
        return here.filter(
          ({ key, value }) =>
            key.endsWith(text.charAt(0).toUpperCase() + text.slice(1)) || (isObject(value) && value['resourceType'] === text),
        );
      case 'extension':
        return here.flatMap((place) => this.#children(place, 'extension')).filter(({ value }) => isObject(value) && value['url'] === text);
      case 'where':
        return here.filter(({ value }) => {
          const began = performance.now();
          const holds = fulfils(value, text, path, Math.max(1, Math.round(this.#left)));
          this.#left -= performance.now() - began;
          return holds;
        });
    }
  }

  #children({ value, below }: Place, name: string): Place[] {
    if (!isObject(value)) return [];
    const children = this.table.children(typeof value['resourceType'] === 'string' ? value['resourceType'] : below);
    const key =
      Object.hasOwn(value, name) ? name : (
        Object.keys(value).find((one) => one.startsWith(name) && /^[A-Z]/.test(one.slice(name.length)) && children.has(one))
      );
    if (key === undefined) return [];
    const child = value[key]!;
    const next = children.get(key)?.below ?? '';
    return Array.isArray(child) ?
        child.map((one, index) => ({ value: one, holder: value, key, index, below: next }))
      : [{ value: child, holder: value, key, below: next }];
  }
}

function put({ holder, key, index }: Place, value: Exact): void {
  const there = holder[key];
  if (index !== undefined && Array.isArray(there)) there[index] = value;
  else holder[key] = value;
}

interface Step {
  kind: 'name' | 'index' | 'first' | 'last' | 'where' | 'extension' | 'ofType';
  text: string;
}

/** @throws Refused for a path of another form */
function stepsOf(path: string): Step[] {
  if (path.length > LONGEST_PATH) throw unreadable(path);
  const steps: Step[] = [];
  let at = 0;
  while (at < path.length) {
    if (steps.length >= MOST_STEPS) throw unreadable(path);
    const rest = path.slice(at);
    const index = /^\[(\d{1,6})\]/.exec(rest);
    if (index) {
      steps.push({ kind: 'index', text: index[1]! });
      at += index[0].length;
      continue;
    }
    const name = (steps.length === 0 ? /^([A-Za-z_]\w{0,63})/ : /^\.([A-Za-z_]\w{0,63})/).exec(rest);
    if (!name) throw unreadable(path);
    at += name[0].length;
    const word = name[1]!;
    if (path[at] !== '(') {
      steps.push({ kind: 'name', text: word });
      continue;
    }
    const end = closing(path, at);
    const inside = path.slice(at + 1, end);
    at = end + 1;
    steps.push(callOf(word, inside, path));
  }
  return steps;
}

function callOf(name: string, inside: string, path: string): Step {
  const argument = inside.trim();
  if ((name === 'first' || name === 'last') && argument === '') return { kind: name, text: '' };
  if (name === 'where' && argument !== '') return { kind: 'where', text: inside };
  if ((name === 'ofType' || name === 'as') && /^[A-Za-z]{1,64}$/.test(argument)) return { kind: 'ofType', text: argument };
  const quoted = /^'([^'\\]{1,500})'$/.exec(argument);
  if (name === 'extension' && quoted) return { kind: 'extension', text: quoted[1]! };
  throw unreadable(path);
}

/** Where the bracket that opens here closes. */
function closing(path: string, open: number): number {
  let depth = 0;
  let inString = false;
  for (let at = open; at < path.length; at++) {
    const sign = path[at];
    if (inString && sign === '\\') at += 1;
    else if (sign === "'") inString = !inString;
    else if (!inString && sign === '(') depth += 1;
    else if (!inString && sign === ')') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw unreadable(path);
}

/** Whether a condition holds for an element. What never ends is interrupted. @throws Refused */
function fulfils(value: Exact, condition: string, path: string, milliseconds: number): boolean {
  const { fhirpath, quiet } = loadFhirpath();
  try {
    const found = within(milliseconds, () => fhirpath.evaluate(value, condition, undefined, undefined, quiet) as unknown[]);
    return found.length > 0 && found[0] === true;
  } catch (error) {
    if (error instanceof BudgetExceeded)
      throw refusal(
        403,
        'too-costly',
        `La condition de ${shown(path)} prend trop de temps.`,
        `The condition of ${shown(path)} takes too long.`,
      );
    throw unreadable(path);
  }
}

const list = (value: Exact | undefined): Exact[] =>
  value === undefined ? []
  : Array.isArray(value) ? value
  : [value];

const valueKey = (parameter: ExactObject | undefined): string | undefined =>
  parameter && Object.keys(parameter).find((key) => /^value[A-Z]/.test(key));

const malformed = (fr: string, en: string): Refused => refusal(400, 'structure', `FHIRPath Patch\u00A0: ${fr}.`, `FHIRPath Patch: ${en}.`);
const unreadable = (path: string): Refused =>
  refusal(
    400,
    'value',
    `FHIRPath Patch\u00A0: ce chemin ne se lit pas\u00A0: ${shown(path)}.`,
    `FHIRPath Patch: this path cannot be read: ${shown(path)}.`,
  );
const impossible = (path: string, fr: string, en: string): Refused =>
  refusal(422, 'processing', `FHIRPath Patch\u00A0: ${shown(path)}\u00A0: ${fr}.`, `FHIRPath Patch: ${shown(path)}: ${en}.`);
