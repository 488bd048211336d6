import type { Bilingual } from '../../model/bilingual.js';
import {
  DefinitionError,
  type CodeSystemSummary,
  type Definitions,
  type Membership,
  type StructureDefinition,
  type ValueSetSummary,
} from './definitions.js';
import type { CompactStructure } from './compact.js';
import type { CompactCodeSystem, CompactConcept, CompactSetPart, CompactValueSet, Shelf, ShelfContent, ShelfKind } from './shelf.js';
import { makeSnapshot, type SnapshotNeeds } from './snapshot.js';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
/** a chain of bases or value sets that is longer is no chain that people wrote */
const LONGEST_CHAIN = 64;

/** Systems whose codes are made by a grammar and listed nowhere: media types (RFC 6838, 4.2) and languages (RFC 5646, 2.1). */
const GRAMMARS: ReadonlyMap<string, RegExp> = new Map([
  ['urn:ietf:bcp:13', /^[A-Za-z0-9][\w!#$&^.+-]{0,126}\/[A-Za-z0-9][\w!#$&^.+-]{0,126}(?:\s*;.*)?$/],
  ['urn:ietf:bcp:47', /^(?:[A-Za-z]{2,8}|[ixIX](?=-))(?:-[A-Za-z0-9]{1,8}){0,30}$/],
]);
const LONGEST_CODE = 1000;
/** Canonicals whose definitions are kept opened: a client of a server may ask for any. */
const MOST_OPENED = 10_000;

/** A concept where it stands: what it is below, to answer is-a. */
interface Indexed {
  concept: CompactConcept;
  above: string | undefined;
}

interface OpenSystem extends Omit<CompactCodeSystem, 'concepts'>, CodeSystemSummary {
  concepts: ReadonlyMap<string, Indexed>;
}

interface OpenSet extends ValueSetSummary {
  body: CompactValueSet;
}

/** A code that is asked about, the value sets on the way to this one, and what those said that were asked already. */
interface Question {
  code: string;
  asked: readonly string[];
  answered: Map<string, Membership>;
}

type Expansion = NonNullable<CompactValueSet['expansion']>;

/** What answers for a canonical: the shelf and the version in it. */
interface Found {
  shelf: Shelf;
  version: string;
}

/**
 * Definitions on shelves: the first is that of FHIR itself and wins for what it has; of the others the newest version.
 * What none of them has, in whatever version, stand-ins may have. Everything is read when first asked for and kept.
 */
export class DefinitionSet implements Definitions {
  readonly #structures = new Map<string, StructureDefinition | DefinitionError | undefined>();
  readonly #systems = new Map<string, OpenSystem | undefined>();
  readonly #sets = new Map<string, OpenSet | undefined>();
  /** what the code that was asked about last stands below */
  #above: { open: OpenSystem; code: string; all: ReadonlySet<string> } | undefined;
  readonly #listed = new WeakMap<CompactSetPart, ReadonlyMap<string, readonly string[]>>();
  readonly #expanded = new WeakMap<Expansion, ReadonlyMap<string, Expansion['codes']>>();

  constructor(
    private readonly shelves: readonly Shelf[],
    private readonly standIns: readonly Shelf[] = [],
  ) {}

  structure(canonical: string): StructureDefinition | undefined {
    return this.#structure(canonical, []);
  }

  /** @param making what is being made, and needs this one */
  #structure(canonical: string, making: readonly string[]): StructureDefinition | undefined {
    if (this.#structures.has(canonical)) {
      const known = this.#structures.get(canonical);
      if (known instanceof DefinitionError) throw known;
      return known;
    }
    let made: StructureDefinition | DefinitionError | undefined;
    try {
      made = this.#make(canonical, making);
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      made = error;
    }
    this.#structures.set(canonical, made);
    if (made instanceof DefinitionError) throw made;
    return made;
  }

  type(name: string): StructureDefinition | undefined {
    return this.structure(canonicalOf(name));
  }

  #make(canonical: string, making: readonly string[]): StructureDefinition | undefined {
    const { url } = parts(canonical);
    const found = this.#find('StructureDefinition', canonical);
    if (!found) return undefined;
    const { shelf, version } = found;
    const { snapshot, differential, ...about } = shelf.read('StructureDefinition', url, version)!;
    const made = (elements: StructureDefinition['elements']): StructureDefinition => ({ ...about, source: shelf.source, elements });
    if (snapshot) return made(snapshot);
    const broken = (explanation: Bilingual): DefinitionError => new DefinitionError(canonical, shelf.source, undefined, explanation);
    const { baseDefinition } = about;
    if (baseDefinition === undefined || !differential)
      throw broken({
        fr: 'ni snapshot, ni differential avec une base : rien ne dit ses éléments',
        en: 'neither snapshot nor differential with a base: nothing says its elements',
      });
    const key = `${url}|${version}`;
    const now = [...making, key];
    if (making.includes(key) || making.length >= LONGEST_CHAIN)
      throw broken({
        fr: `profil qui se fonde sur lui-même\u00A0: ${now.slice(-4).join(' → ')}`,
        en: `profile that is based on itself: ${now.slice(-4).join(' → ')}`,
      });
    const needs: SnapshotNeeds = {
      structure: (of) => this.#structure(of, now),
      type: (name) => this.#structure(canonicalOf(name), now),
    };
    const base = needs.structure(baseDefinition);
    if (!base) throw broken(this.#absent(baseDefinition));
    return made(makeSnapshot({ ...about, differential }, shelf.source, base.elements, needs));
  }

  #absent(base: string): Bilingual {
    const { url } = parts(base);
    const there = this.#shelvesWith('StructureDefinition', url).flatMap((shelf) => shelf.versions('StructureDefinition', url));
    const others =
      there.length > 0 ?
        { fr: ` (versions présentes : ${there.join(', ')})`, en: ` (versions here: ${there.join(', ')})` }
      : { fr: '', en: '' };
    return {
      fr: `sa base ${base} n’est dans aucun paquet${others.fr}`,
      en: `its base ${base} is in no pack${others.en}`,
    };
  }

  valueSet(canonical: string): ValueSetSummary | undefined {
    return this.#valueSet(canonical);
  }

  codeSystem(canonical: string): CodeSystemSummary | undefined {
    return this.#codeSystem(canonical);
  }

  member(valueSet: string, system: string | undefined, code: string): Membership {
    return this.#member(valueSet, system, { code, asked: [], answered: new Map() });
  }

  #member(valueSet: string, system: string | undefined, question: Question): Membership {
    const { asked, answered } = question;
    const set = this.#valueSet(valueSet);
    if (!set || asked.length >= LONGEST_CHAIN || asked.includes(set.url)) return { result: 'unknown', missing: valueSet };
    const key = `${valueSet}\n${system ?? ''}`;
    const before = answered.get(key);
    if (before) return before;
    const answer = this.#inSet(set.body, system, { ...question, asked: [...asked, set.url] });
    answered.set(key, answer);
    return answer;
  }

  codes(valueSet: string, most: number): readonly string[] | undefined {
    const codes = this.#codesIn(valueSet, most, []);
    return codes && [...new Set(codes)];
  }

  #codesIn(valueSet: string, most: number, asked: readonly string[]): readonly string[] | undefined {
    const set = this.#valueSet(valueSet)?.body;
    if (!set || set.exclude || asked.length >= LONGEST_CHAIN || asked.includes(set.url)) return undefined;
    const { url, include, expansion } = set;
    if (expansion) return expansion.whole && expansion.codes.length <= most ? expansion.codes.map(({ code }) => code) : undefined;
    const all: string[] = [];
    for (const part of include) {
      const codes = this.#codesOfPart(part, most, [...asked, url]);
      if (!codes || all.length + codes.length > most) return undefined;
      all.push(...codes);
    }
    return all;
  }

  #codesOfPart(part: CompactSetPart, most: number, asked: readonly string[]): readonly string[] | undefined {
    const { system, concepts, filters, valueSets = [] } = part;
    if (filters) return undefined;
    if (system === undefined) return valueSets.length === 1 ? this.#codesIn(valueSets[0]!, most, asked) : undefined;
    if (valueSets.length > 0) return undefined;
    if (concepts) return concepts.map(({ code }) => code);
    const open = this.#codeSystem(this.#systemOf(part, system));
    if (open?.content !== 'complete' || open.concepts.size > most) return undefined;
    return [...open.concepts.values()].map(({ concept }) => concept.code);
  }

  code(system: string, code: string): Membership {
    const form = GRAMMARS.get(system);
    if (form) return { result: code.length <= LONGEST_CODE && form.test(code) ? 'in' : 'out' };
    const open = this.#codeSystem(system);
    if (!open) return { result: 'unknown', missing: system };
    const found = this.#concept(open, code);
    if (!found) return open.content === 'complete' ? { result: 'out' } : { result: 'unknown', missing: system };
    return told(found.concept);
  }

  systems(valueSet: string): readonly string[] {
    const all = new Set<string>();
    const asked = new Set<string>();
    const open = [valueSet];
    for (let canonical = open.pop(); canonical !== undefined; canonical = open.pop()) {
      if (asked.has(canonical)) continue;
      asked.add(canonical);
      const set = this.#valueSet(canonical)?.body;
      for (const { system } of set?.expansion?.codes ?? []) if (system !== undefined) all.add(system);
      for (const { system, valueSets = [] } of set?.include ?? []) {
        if (system !== undefined) all.add(system);
        open.push(...valueSets);
      }
    }
    return [...all];
  }

  subsumes(system: string, ancestor: string, code: string): boolean | undefined {
    const open = this.#codeSystem(system);
    const above = open && this.#concept(open, ancestor)?.concept.code;
    if (!open || above === undefined) return undefined;
    const known = this.#concept(open, code)?.concept.code;
    if (known !== undefined) return known === above || this.#isBelow(open, known, above);
    return open.content === 'complete' ? false : undefined;
  }

  #inSet({ url, include, exclude, expansion }: CompactValueSet, system: string | undefined, question: Question): Membership {
    if (expansion) {
      const found = this.#codesOf(expansion)
        .get(question.code)
        ?.find((one) => system === undefined || one.system === system);
      if (found) return { result: 'in', ...(found.displays && { displays: found.displays }) };
      return expansion.whole ? { result: 'out' } : { result: 'unknown', missing: url };
    }
    if (include.length === 0) return { result: 'unknown', missing: url };
    const included = any(include.map((part) => this.#inPart(part, system, question)));
    if (included.result === 'out' || !exclude) return included;
    const excluded = any(exclude.map((part) => this.#inPart(part, system, question)));
    if (excluded.result === 'in') return { result: 'out' };
    return excluded.result === 'unknown' ? excluded : included;
  }

  #inPart(part: CompactSetPart, system: string | undefined, question: Question): Membership {
    if (part.system !== undefined && system !== undefined && part.system !== system) return { result: 'out' };
    const nested = (part.valueSets ?? []).map((set) => this.#member(set, system ?? part.system, question));
    const out = nested.find(({ result }) => result === 'out');
    if (out) return out;
    const own = part.system === undefined ? undefined : this.#inSystem(part, part.system, question.code);
    // every condition shall hold
    const all = own ? [own, ...nested] : nested;
    return all.find(({ result }) => result === 'out') ?? all.find(({ result }) => result === 'unknown') ?? all[0] ?? { result: 'unknown' };
  }

  /** The canonical of the code system of a part: of the version that it names, where that is here. */
  #systemOf({ version }: CompactSetPart, system: string): string {
    return version !== undefined && this.#find('CodeSystem', `${system}|${version}`) ? `${system}|${version}` : system;
  }

  #inSystem(part: CompactSetPart, system: string, code: string): Membership {
    const canonical = this.#systemOf(part, system);
    if (part.concepts) {
      const displays = this.#list(part, part.concepts).get(code);
      if (!displays) return { result: 'out' };
      const of = this.code(canonical, code);
      const both = [...new Set([...displays, ...(of.displays ?? [])])];
      return { result: 'in', ...(both.length > 0 && { displays: both }), ...(of.notSelectable && { notSelectable: true as const }) };
    }
    const whole = this.code(canonical, code);
    if (!part.filters || whole.result !== 'in') return whole;
    const open = this.#codeSystem(canonical)!;
    const indexed = this.#concept(open, code)!;
    for (const filter of part.filters) {
      const passes = this.#passes(open, indexed, filter);
      if (passes === undefined) return { result: 'unknown', missing: system };
      if (!passes) return open.content === 'complete' ? { result: 'out' } : { result: 'unknown', missing: system };
    }
    return whole;
  }

  #list(part: CompactSetPart, concepts: NonNullable<CompactSetPart['concepts']>): ReadonlyMap<string, readonly string[]> {
    let listed = this.#listed.get(part);
    if (!listed) {
      listed = new Map(concepts.map(({ code, displays }) => [code, displays ?? []]));
      this.#listed.set(part, listed);
    }
    return listed;
  }

  #codesOf(expansion: Expansion): ReadonlyMap<string, Expansion['codes']> {
    let byCode = this.#expanded.get(expansion);
    if (!byCode) {
      const made = new Map<string, Expansion['codes']>();
      for (const one of expansion.codes) {
        const same = made.get(one.code);
        if (same) same.push(one);
        else made.set(one.code, [one]);
      }
      this.#expanded.set(expansion, (byCode = made));
    }
    return byCode;
  }

  /** Whether a concept passes a filter; undefined for a filter that is not judged here. */
  #passes(
    open: OpenSystem,
    { concept, above }: Indexed,
    { property, op, value }: { property: string; op: string; value: string },
  ): boolean | undefined {
    const values = (): readonly string[] =>
      property === 'code' || property === 'concept' ? [concept.code]
      : property === 'parent' && above !== undefined ? [above, ...propertyOf(concept, property)]
      : propertyOf(concept, property);
    switch (op) {
      case 'is-a':
        return concept.code === value || this.#isBelow(open, concept.code, value);
      case 'descendent-of':
        return this.#isBelow(open, concept.code, value);
      case '=':
        return values().includes(value);
      case 'in': {
        const wanted = value.split(',').map((one) => one.trim());
        return values().some((one) => wanted.includes(one));
      }
      default:
        return undefined;
    }
  }

  /** Whether a code stands below another, however far: by nesting, or by what its properties say. */
  #isBelow(open: OpenSystem, code: string, ancestor: string): boolean {
    // the filters of a value set ask about one code after the other
    if (this.#above?.open !== open || this.#above.code !== code) this.#above = { open, code, all: this.#ancestors(open, code) };
    return this.#above.all.has(ancestor);
  }

  #ancestors(open: OpenSystem, code: string): ReadonlySet<string> {
    const all = new Set<string>();
    const next = [code];
    for (let here = next.pop(); here !== undefined; here = next.pop()) {
      const indexed = this.#concept(open, here);
      if (!indexed) continue;
      const { concept, above } = indexed;
      for (const parent of [
        ...(above === undefined ? [] : [above]),
        ...propertyOf(concept, 'parent'),
        ...propertyOf(concept, 'subsumedBy'),
      ]) {
        if (all.has(parent)) continue;
        all.add(parent);
        next.push(parent);
      }
    }
    return all;
  }

  #concept({ concepts, caseSensitive }: OpenSystem, code: string): Indexed | undefined {
    return concepts.get(caseSensitive ? code : code.toLowerCase());
  }

  #codeSystem(canonical: string): OpenSystem | undefined {
    if (this.#systems.has(canonical)) return this.#systems.get(canonical);
    const found = this.#read('CodeSystem', canonical);
    const opened = found && { ...found.body, source: found.source, concepts: indexed(found.body) };
    keep(this.#systems, canonical, opened);
    return opened;
  }

  #valueSet(canonical: string): OpenSet | undefined {
    if (this.#sets.has(canonical)) return this.#sets.get(canonical);
    const found = this.#read('ValueSet', canonical);
    const opened = found && { ...found.body, source: found.source, body: found.body };
    keep(this.#sets, canonical, opened);
    return opened;
  }

  #read<K extends ShelfKind>(kind: K, canonical: string): { body: ShelfContent[K]; source: string } | undefined {
    const found = this.#find(kind, canonical);
    const body = found?.shelf.read(kind, parts(canonical).url, found.version);
    return body && { body, source: found!.shelf.source };
  }

  /** Where a canonical may be: stand-ins are asked where no other shelf knows it. */
  #shelvesWith(kind: ShelfKind, url: string): readonly Shelf[] {
    return this.shelves.some((shelf) => shelf.versions(kind, url).length > 0) ? this.shelves : this.standIns;
  }

  /** The profiles of resources that are not of FHIR itself, each version where it is found, in the order of their canonicals. */
  profiles(): (Omit<CompactStructure, 'snapshot' | 'differential'> & { source: string })[] {
    const urls = new Set([...this.shelves.slice(1), ...this.standIns].flatMap((shelf) => shelf.urls('StructureDefinition')));
    return [...urls].sort().flatMap((url) =>
      this.#shelvesWith('StructureDefinition', url).flatMap((shelf) =>
        shelf === this.shelves[0] ?
          []
        : shelf.versions('StructureDefinition', url).flatMap((version) => {
            const { snapshot: _snapshot, differential: _differential, ...about } = shelf.read('StructureDefinition', url, version)!;
            return about.kind === 'resource' ? [{ ...about, source: shelf.source }] : [];
          }),
      ),
    );
  }

  #find(kind: ShelfKind, canonical: string): Found | undefined {
    const { url, version } = parts(canonical);
    let newest: Found | undefined;
    for (const shelf of this.#shelvesWith(kind, url)) {
      for (const here of shelf.versions(kind, url)) {
        if (version !== undefined && here !== version && !here.startsWith(`${version}.`)) continue;
        if (!newest || compareVersions(here, newest.version) > 0) newest = { shelf, version: here };
      }
      if (newest && shelf === this.shelves[0]) return newest;
    }
    return newest;
  }
}

/** Keeps what was opened; of too many all are opened again when they are asked for. */
function keep<T>(opened: Map<string, T>, canonical: string, one: T): void {
  if (opened.size >= MOST_OPENED) opened.clear();
  opened.set(canonical, one);
}

/** The canonical of a type by its name. */
const canonicalOf = (name: string): string => (name.includes('/') ? name : `${CORE}${name}`);

/** Address and version of a canonical; what follows a `#` names something inside and is left out. */
function parts(canonical: string): { url: string; version: string | undefined } {
  const bar = canonical.indexOf('|');
  const address = bar === -1 ? canonical : canonical.slice(0, bar);
  const hash = address.indexOf('#');
  const url = hash === -1 ? address : address.slice(0, hash);
  return { url, version: bar === -1 ? undefined : canonical.slice(bar + 1) };
}

/** Orders versions by their numbers, then by their words: 2.10.0 after 2.9.1, 1.0.0 after 1.0.0-ballot. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(/[.-]/), b.split(/[.-]/)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x, y] = [left[at], right[at]];
    if (x === y) continue;
    const [m, n] = [x, y].map((one) => (one !== undefined && /^[0-9]{1,15}$/.test(one) ? Number(one) : undefined));
    if (m !== undefined && n !== undefined && m !== n) return m - n;
    // a version that goes on with a word comes before the one that ends there
    if (x === undefined) return n === undefined ? 1 : -1;
    if (y === undefined) return m === undefined ? -1 : 1;
    if (m === undefined || n === undefined)
      return (
        m !== undefined ? 1
        : n !== undefined ? -1
        : x < y ? -1
        : 1
      );
  }
  return 0;
}

const propertyOf = ({ properties }: CompactConcept, name: string): readonly string[] =>
  properties && Object.hasOwn(properties, name) ? properties[name]! : [];

const told = ({ displays, notSelectable }: CompactConcept): Membership => ({
  result: 'in',
  ...(displays && { displays }),
  ...(notSelectable && { notSelectable }),
});

/** In one of them is in; else what one does not know is not known. */
const any = (answers: readonly Membership[]): Membership =>
  answers.find(({ result }) => result === 'in') ?? answers.find(({ result }) => result === 'unknown') ?? { result: 'out' };

function indexed({ concepts, caseSensitive }: CompactCodeSystem): ReadonlyMap<string, Indexed> {
  const found = new Map<string, Indexed>();
  const open: Indexed[] = concepts.map((concept) => ({ concept, above: undefined })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { concept } = next;
    const key = caseSensitive ? concept.code : concept.code.toLowerCase();
    if (!found.has(key)) found.set(key, next);
    for (const below of [...(concept.below ?? [])].reverse()) open.push({ concept: below, above: concept.code });
  }
  return found;
}
