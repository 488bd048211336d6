import type { Bilingual } from '../../model/index.js';
import { WITHDRAWN } from './format.js';
import { streamJson, type Json, type JsonPath } from './json-stream.js';
import { foldLabel } from './nearest.js';
import { baseName, dayIn, isBlank, oidIn, type Reading } from './source.js';
import { OID_OF_ADDRESS } from './systems.js';
import type { TerminologyWriter } from './writer.js';

type Resource = { [key: string]: Json };
/** Concepts, each with the label that a value set has for it. */
type Members = Map<number, string | undefined>;

interface Part {
  system: string | undefined;
  /** the codes that it names; undefined when it names none, and means all */
  listed: Members | undefined;
  filtered: boolean;
  valueSets: string[];
}

interface Pending {
  path: string;
  set: { oid: string; names: string[]; url: string };
  expansion: { members: Members; total: number | undefined } | undefined;
  include: Part[];
  exclude: Part[];
  /** what it was found to hold */
  expanded: Members | undefined;
}

/** What codes are listed in, in resources of FHIR. */
const STREAMED = new Set(['concept', 'contains']);
const INACTIVE = /^(deprecated|retired|inactive|withdrawn)$/i;

/** Resources that say how others are written. */
const DEFINITIONS = ['StructureDefinition', 'SearchParameter', 'OperationDefinition', 'CapabilityStatement', 'ConceptMap', 'NamingSystem'];

/** Which resources a JSON file holds; undefined when it holds neither terminology nor definitions. */
export function fhirKind(bytes: Uint8Array): 'terminology' | 'value-set' | 'fhir-definition' | undefined {
  const types = resourcesIn(streamJson(bytes, STREAMED, () => undefined)).map(({ resource }) => resource['resourceType']);
  return (
    types.includes('CodeSystem') ? 'terminology'
    : types.includes('ValueSet') ? 'value-set'
    : types.some((type) => typeof type === 'string' && DEFINITIONS.includes(type)) ? 'fhir-definition'
    : undefined
  );
}

/** Reads code systems and value sets of FHIR, in JSON, alone or in a Bundle: first all code systems, then all value sets. */
export class FhirReader {
  readonly #systems = new Map(OID_OF_ADDRESS);
  readonly #pending = new Map<string, Pending>();

  /** Reads the code systems of a file. */
  codeSystems({ path, bytes, writer, tell }: Reading): void {
    const systems = new Map<string, { system: number; french: boolean }>();
    for (const { at, resource } of resourcesIn(streamJson(bytes, STREAMED, () => undefined))) {
      if (resource['resourceType'] !== 'CodeSystem') continue;
      const url = text(resource['supplements']) ?? text(resource['url']);
      const oid = oidIn(url) ?? oidOf(resource) ?? (url === undefined ? undefined : this.#oid(url));
      if (oid === undefined) {
        tell.tell(path, 'no-oid', undefined, {
          fr: 'ce CodeSystem n’a ni url ni identifiant\u00A0: il n’est pas pris.',
          en: 'this CodeSystem has neither url nor identifier: it is not taken.',
        });
        continue;
      }
      if (url !== undefined) this.#systems.set(plainUrl(url), oid);
      const system = writer.system(oid, text(resource['title']) ?? text(resource['name']) ?? '', resource['content'] === 'complete');
      systems.set(at, { system, french: !/^en/i.test(text(resource['language']) ?? '') });
    }
    if (systems.size === 0) return;
    const seen = new Map<number, string>();
    streamJson(bytes, STREAMED, (item, where, line) => {
      const of = systems.get(keyOf(where));
      const { code, displays, until } = conceptIn(item, of?.french ?? true);
      if (of === undefined || code === undefined) return;
      if (isBlank(code)) {
        tell.blank(path, line);
        return;
      }
      const concept = writer.concept(of.system, code, displays, until);
      const known = seen.get(concept);
      if (known !== undefined && foldLabel(known) !== foldLabel(displays[0] ?? '')) tell.twice(path, line, code, known, displays[0] ?? '');
      else if (known === undefined && seen.size < COMPARED) seen.set(concept, displays[0] ?? '');
    });
  }

  /** Reads the value sets of a file; what they hold is known once all were read. */
  valueSets({ path, bytes, writer, tell }: Reading): void {
    const found = new Map<string, Pending>();
    for (const { at, resource } of resourcesIn(streamJson(bytes, STREAMED, () => undefined))) {
      if (resource['resourceType'] !== 'ValueSet') continue;
      const url = plainUrl(text(resource['url']) ?? '');
      const oid = oidIn(url) ?? oidOf(resource) ?? url;
      if (oid === '') {
        tell.tell(path, 'no-oid', undefined, {
          fr: 'ce ValueSet n’a ni url ni identifiant\u00A0: il n’est pas pris.',
          en: 'this ValueSet has neither url nor identifier: it is not taken.',
        });
        continue;
      }
      const names = [resource['name'], resource['title'], resource['id']].flatMap((name) => text(name) ?? []);
      const compose = record(resource['compose']);
      const expansion = record(resource['expansion']);
      const total = expansion?.['total'];
      const pending: Pending = {
        path,
        set: { oid, names: [...names, ...(at === '' ? [baseName(path)] : []), ...(url === '' ? [] : [url])], url },
        expansion: expansion && { members: new Map(), total: typeof total === 'number' ? total : undefined },
        include: list(compose?.['include']).map(partOf),
        exclude: list(compose?.['exclude']).map(partOf),
        expanded: undefined,
      };
      found.set(at, pending);
      this.#pending.set(url === '' ? oid : url, pending);
    }
    if (found.size === 0) return;
    streamJson(bytes, STREAMED, (item, where, line) => {
      const pending = found.get(keyOf(where));
      if (!pending) return;
      const part = where.slice(resourceDepth(where));
      if (part[0] === 'expansion') {
        const system = text(record(item)?.['system']);
        if (pending.expansion && record(item)?.['abstract'] !== true)
          this.#take(pending.expansion.members, system, item, writer, tell, path, line);
      } else if (part[0] === 'compose' && (part[1] === 'include' || part[1] === 'exclude')) {
        const into = pending[part[1]][Number(part[2])];
        if (into) this.#take((into.listed ??= new Map<number, string | undefined>()), into.system, item, writer, tell, path, line);
      }
    });
  }

  /** Puts into the terminology every value set whose codes can be said; tells those whose codes cannot. */
  finish(writer: TerminologyWriter, tell: Reading['tell']): void {
    for (const [key, { path, set }] of this.#pending) {
      const why: Bilingual[] = [];
      const members = this.#expanded(key, writer, [], why);
      if (members === undefined) {
        for (const { fr, en } of why.slice(0, 1))
          tell.tell(path, 'not-expanded', undefined, {
            fr: `le jeu de valeurs ${set.names[0] ?? set.oid} n’est pas pris\u00A0: ${fr}.`,
            en: `the value set ${set.names[0] ?? set.oid} is not taken: ${en}.`,
          });
        continue;
      }
      const index = writer.set(set.oid, set.names);
      for (const [concept, display] of members) writer.member(index, concept, display);
    }
  }

  #oid(url: string): string {
    const plain = plainUrl(url);
    return oidIn(plain) ?? this.#systems.get(plain) ?? plain;
  }

  #take(
    into: Members,
    url: string | undefined,
    item: Json,
    writer: TerminologyWriter,
    tell: Reading['tell'],
    path: string,
    line: number,
  ): void {
    const { code, displays, until } = conceptIn(item, true);
    if (code === undefined) return;
    if (isBlank(code)) {
      tell.blank(path, line);
      return;
    }
    if (url === undefined) {
      tell.tell(path, 'no-system', line, {
        fr: `le code ${code} n’a pas de system\u00A0: il n’est pas pris.`,
        en: `the code ${code} has no system: it is not taken.`,
      });
      return;
    }
    const concept = writer.concept(writer.system(this.#oid(url)), code, displays, until);
    if (concept === -1) return;
    const known = into.get(concept);
    if (known !== undefined && displays[0] !== undefined && foldLabel(known) !== foldLabel(displays[0]))
      tell.twice(path, line, code, known, displays[0]);
    if (!into.has(concept)) into.set(concept, displays[0]);
  }

  /** The codes of a value set; undefined when they cannot be said, with the reason. */
  #expanded(key: string, writer: TerminologyWriter, above: readonly string[], why: Bilingual[]): Members | undefined {
    const pending = this.#pending.get(key);
    const fail = (fr: string, en: string): undefined => {
      why.push({ fr, en });
      return undefined;
    };
    if (!pending) return void fail(`il reprend ${key}, qui n’est pas dans ce paquet`, `it imports ${key}, which is not in this pack`);
    if (above.length > MOST_IMPORTS)
      return void fail(
        `il reprend des jeux de valeurs sur plus de ${MOST_IMPORTS} niveaux`,
        `it imports value sets over more than ${MOST_IMPORTS} levels`,
      );
    if (above.includes(key))
      return void fail(`il se reprend lui-même (${[...above, key].join(' → ')})`, `it imports itself (${[...above, key].join(' → ')})`);
    const { expansion, include, exclude, expanded } = pending;
    // one that several import is expanded once
    if (expanded) return expanded;
    if (expansion && expansion.members.size >= (expansion.total ?? 0) && expansion.members.size > 0) return expansion.members;
    if (include.length === 0) return void fail('il n’a ni compose ni expansion entière', 'it has neither compose nor a whole expansion');
    const all: Members = new Map();
    for (const part of include) {
      const members = this.#part(part, key, writer, above, why);
      if (!members) return undefined;
      for (const [concept, display] of members) if (all.get(concept) === undefined) all.set(concept, display);
    }
    for (const part of exclude) {
      const members = this.#part(part, key, writer, above, why);
      if (!members) return undefined;
      for (const concept of members.keys()) all.delete(concept);
    }
    pending.expanded = all;
    return all;
  }

  #part(
    { system, listed, filtered, valueSets }: Part,
    key: string,
    writer: TerminologyWriter,
    above: readonly string[],
    why: Bilingual[],
  ): Members | undefined {
    if (filtered) {
      why.push({
        fr: 'il choisit ses codes par un filtre (compose.include.filter)',
        en: 'it chooses its codes by a filter (compose.include.filter)',
      });
      return undefined;
    }
    let members = listed;
    if (members === undefined && system !== undefined) {
      const oid = this.#oid(system);
      const index = writer.knownSystem(oid);
      if (index === undefined || !writer.systems[index]!.complete) {
        why.push({
          fr: `il prend tous les codes de ${system}, qui n’est pas en entier dans ce paquet`,
          en: `it takes every code of ${system}, which is not whole in this pack`,
        });
        return undefined;
      }
      members = new Map([...writer.conceptsOf(index)].map((concept) => [concept, undefined]));
    }
    // what one part names is what all of it have in common
    for (const url of valueSets) {
      const imported = this.#expanded(plainUrl(url), writer, [...above, key], why);
      if (!imported) return undefined;
      members = members === undefined ? imported : new Map([...members].filter(([concept]) => imported.has(concept)));
    }
    return members ?? new Map();
  }
}

const COMPARED = 100_000;
const MOST_IMPORTS = 32;

function resourcesIn(root: Json): { at: string; resource: Resource }[] {
  const top = record(root);
  if (!top) return [];
  if (top['resourceType'] !== 'Bundle') return [{ at: '', resource: top }];
  return list(top['entry']).flatMap((entry, i) => {
    const resource = record(record(entry)?.['resource']);
    return resource ? [{ at: `entry ${i}`, resource }] : [];
  });
}

/** The resource that a path is in, as `resourcesIn` names it. */
const keyOf = (path: JsonPath): string => (path[0] === 'entry' ? `entry ${path[1]}` : '');
const resourceDepth = (path: JsonPath): number => (path[0] === 'entry' ? 3 : 0);

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const record = (value: Json | undefined): Resource | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
/** a canonical address without its version */
const plainUrl = (url: string): string => url.replace(/\|.*$/s, '').replace(/\/$/, '');

const oidOf = (resource: Resource): string | undefined =>
  [...list(resource['identifier']), ...(record(resource['identifier']) ? [resource['identifier']!] : [])]
    .map((identifier) => oidIn(text(record(identifier)?.['value'])))
    .find((oid) => oid !== undefined);

function partOf(part: Json): Part {
  const { system, filter, valueSet } = record(part) ?? {};
  return {
    system: text(system),
    listed: undefined,
    filtered: list(filter).length > 0,
    valueSets: list(valueSet).flatMap((url) => text(url) ?? []),
  };
}

/** A concept of a code system, of compose or of an expansion. */
function conceptIn(item: Json, french: boolean): { code: string | undefined; displays: string[]; until: number } {
  const { code, display, designation, property, inactive } = record(item) ?? {};
  const designations = list(designation).flatMap((one) => {
    const { language, value } = record(one) ?? {};
    const of = /^(fr|en)/i.exec(text(language) ?? '')?.[1]?.toLowerCase();
    const said = text(value);
    return said === undefined || (language !== undefined && of === undefined) ? [] : [{ of, said }];
  });
  const inFrench = designations.filter(({ of }) => of === 'fr').map(({ said }) => said);
  const others = designations.filter(({ of }) => of !== 'fr').map(({ said }) => said);
  const own = text(display)?.trim();
  const ownFirst = own === undefined ? [] : [own];
  const displays = french ? [...ownFirst, ...inFrench, ...others] : [...inFrench, ...ownFirst, ...others];
  let until = inactive === true ? WITHDRAWN : 0;
  for (const one of list(property)) {
    const { code: name, valueBoolean, valueCode, valueString, valueDateTime } = record(one) ?? {};
    if (
      (name === 'inactive' && (valueBoolean === true || valueCode === 'true'))
      || (name === 'status' && INACTIVE.test(text(valueCode) ?? text(valueString) ?? ''))
    )
      until ||= WITHDRAWN;
    else if (name === 'dateFin' || name === 'deprecationDate' || name === 'retirementDate')
      until = dayIn(text(valueDateTime) ?? text(valueString)) || until;
  }
  return { code: typeof code === 'string' ? code : undefined, displays: [...new Set(displays)], until };
}
