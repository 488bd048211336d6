import { existsSync, readFileSync } from 'node:fs';
import type { CodeSystemView, Concept } from '../../model/index.js';
import { CompactTerminology, type SearchableTerminology, toBytes } from './compact.js';
import { TerminologyWriter } from './writer.js';

/** A code system as data: `code=label|code=label=other label`, a code alone where no label is known. */
export interface SystemFacts {
  oid: string;
  name: string;
  /** every code of the system is here */
  complete?: boolean;
  concepts?: string;
}

/** A value set as data: its codes by the OID of their system, as `code|code=label`; a label here is the one this value set prefers. */
export interface SetFacts {
  oid: string;
  /** the names it may be asked for by, the one to show first */
  names: readonly string[];
  members: Readonly<Record<string, string>>;
}

/** Facts that are written down here are never withdrawn. */
const ANY_DAY = new Date(0);

/** A terminology made of data that is small enough to be written down. Nothing is read before it is first asked. */
export const terminologyFrom = (systems: readonly SystemFacts[], sets: readonly SetFacts[] = []): SearchableTerminology =>
  whenAsked(() => new CompactTerminology(compactFrom(systems, sets), ANY_DAY));

/** The same of the compact form that the build has kept in a file; made anew where it kept none. */
export const keptTerminology = (file: URL, make: () => Uint8Array): SearchableTerminology =>
  whenAsked(() => new CompactTerminology(existsSync(file) ? readFileSync(file) : make(), ANY_DAY));

/** The compact form of data that is small enough to be written down. */
export function compactFrom(systems: readonly SystemFacts[], sets: readonly SetFacts[]): Uint8Array {
  const writer = new TerminologyWriter();
  for (const { oid, name, complete, concepts } of systems) {
    const system = writer.system(oid, name, complete);
    for (const [code, displays] of conceptsIn(concepts ?? '')) writer.concept(system, code, displays);
  }
  for (const { oid, names, members } of sets) {
    const set = writer.set(oid, names);
    for (const [system, codes] of Object.entries(members))
      for (const [code, displays] of conceptsIn(codes))
        writer.member(set, writer.concept(writer.system(system), code, displays), displays[0]);
  }
  return toBytes(writer);
}

function* conceptsIn(text: string): Generator<[code: string, displays: string[]]> {
  if (text === '') return;
  for (const entry of text.split('|')) {
    const [code = '', ...displays] = entry.split('=');
    yield [code, displays];
  }
}

/** A terminology that is made when it is first asked. */
export function whenAsked(make: () => SearchableTerminology): SearchableTerminology {
  let made: SearchableTerminology | undefined;
  const it = (): SearchableTerminology => (made ??= make());
  return {
    codeSystem: (oid) => it().codeSystem(oid),
    codeSystems: () => it().codeSystems(),
    concept: (system, code) => it().concept(system, code),
    valueSet: (oidOrName) => it().valueSet(oidOrName),
    valueSets: () => it().valueSets(),
    nearest: (within, written, most) => it().nearest(within, written, most),
    search: (text, within, most) => it().search(text, within, most),
  };
}

/**
 * Several terminologies as one. A value set is that of the first that has it; a concept has the labels of all, those of
 * the first before the others, and is withdrawn when one of them says so.
 */
export function joined(...all: readonly SearchableTerminology[]): SearchableTerminology {
  const [only] = all;
  if (only && all.length === 1) return only;
  const first = <T>(find: (one: SearchableTerminology) => T | undefined): T | undefined => {
    for (const one of all) {
      const found = find(one);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const codeSystem = (oid: string): CodeSystemView | undefined => {
    const known = all.flatMap((one) => one.codeSystem(oid) ?? []);
    if (known.length < 2) return known[0];
    return {
      oid,
      name: known.find(({ name }) => name !== '')?.name ?? '',
      complete: known.some(({ complete }) => complete),
      size: Math.max(...known.map(({ size }) => size)),
    };
  };
  const merged = (concepts: readonly Concept[]): Concept | undefined => {
    const [one] = concepts;
    if (!one || concepts.length === 1) return one;
    return {
      code: one.code,
      system: one.system,
      displays: [...new Set(concepts.flatMap(({ displays }) => displays))],
      active: concepts.every(({ active }) => active),
    };
  };
  const several = (of: (one: SearchableTerminology) => Concept[], most: number): Concept[] => {
    const found = new Map<string, Concept>();
    for (const concept of all.flatMap(of)) {
      const key = `${concept.system} ${concept.code}`;
      const known = found.get(key);
      found.set(key, known ? merged([known, concept])! : concept);
    }
    return [...found.values()].slice(0, most);
  };
  return {
    codeSystem,
    *codeSystems() {
      const oids = new Set(all.flatMap((one) => [...one.codeSystems()].map(({ oid }) => oid)));
      for (const oid of oids) yield codeSystem(oid)!;
    },
    concept: (system, code) => merged(all.flatMap((one) => one.concept(system, code) ?? [])),
    valueSet: (oidOrName) => first((one) => one.valueSet(oidOrName)),
    *valueSets() {
      const told = new Set<string>();
      for (const one of all)
        for (const set of one.valueSets()) {
          if (!told.has(set.oid)) yield set;
          told.add(set.oid);
        }
    },
    nearest(within, written, most = MOST_SUGGESTED) {
      // a value set is that of the first that has it, so its suggestions are too
      if ('valueSet' in within)
        return first((one) => (one.valueSet(within.valueSet) ? one.nearest(within, written, most) : undefined)) ?? [];
      return several((one) => one.nearest(within, written, most), most);
    },
    search(text, within, most) {
      if (within.valueSet !== undefined)
        return first((one) => (one.valueSet(within.valueSet!) ? one.search(text, within, most) : undefined)) ?? [];
      const found = several((one) => one.search(text, within, most), most * all.length);
      const codes = found.filter(({ code }) => code === text);
      return (codes.length > 0 ? codes : found).slice(0, most);
    },
  };
}

const MOST_SUGGESTED = 3;
