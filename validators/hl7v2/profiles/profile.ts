import { type Bilingual, type Level, table } from '../../../src/model/index.js';
import { elementFacts, type ElementFacts, type ProfileFile, type ProfileRule, type Usage } from './format.js';
import { Grammar, readStructure } from './grammar.js';
import type { Predicate } from './predicate.js';

/** Codes of a table. */
export interface Table {
  id: string;
  codes: ReadonlySet<string>;
  level: Level;
}

/** A field, a component or a subcomponent, with everything that is said of it. */
export interface Element {
  usage: Usage;
  /** `*`: the message itself says which */
  type: string;
  min: number;
  max: number;
  length?: number | undefined;
  table?: Table | undefined;
  constant?: string | undefined;
  when?: Predicate | undefined;
  otherwise?: 'O' | 'RE' | 'X' | undefined;
  level: Level;
  /** its components or subcomponents, where they are not those of its type */
  parts?: Elements;
}

/** The fields of a segment, or the parts of a type. */
export interface Elements {
  all: readonly Element[];
  /** only some are known: there may be others after them */
  open: boolean;
}

/** One structure of a profile, and what its segments hold. */
export interface MessageProfile {
  structure: string;
  grammar: Grammar;
  /** what the fields of a segment are known as, where not by its name */
  as: Readonly<Record<string, string>>;
}

/** A conformance profile that messages are judged by. */
export interface Profile {
  id: string;
  title: Bilingual;
  clause: string;
  /** MSH-12.1 of its messages */
  versions: readonly string[];
  identifiers: readonly string[];
  where: Predicate | undefined;
  /** how many profiles it builds on: of two that fit a message, the more exact one judges */
  depth: number;
  localSegments: 'ignored' | 'warning';
  rules: readonly ProfileRule[];
  /** `ADT^A01`, `ACK` */
  messages: readonly string[];
  message(name: string): MessageProfile | undefined;
  /** what a field is called: `PID-7` */
  nameOf(field: string): Bilingual | undefined;
  /** the fields of a segment; undefined when the profile does not say */
  fields(segment: string): Elements | undefined;
  /** the parts of a type; undefined for one that has none */
  parts(type: string): Elements | undefined;
}

/** An element of which nothing is said. */
const UNKNOWN: ElementFacts = { type: '*', max: '*' };

/**
 * The profiles of some files, each with what it builds on.
 * @throws Error when one builds on what is not there, or a structure cannot be read: the files' fault
 */
export function profilesOf(files: readonly ProfileFile[]): Profile[] {
  const byId = new Map(files.map((file) => [file.id, file]));
  return files.map((file) => {
    const chain: ProfileFile[] = [];
    for (let one: ProfileFile | undefined = file; one; one = one.extends === undefined ? undefined : known(byId, one.extends)) {
      if (chain.includes(one)) throw new Error(`profile ${one.id} builds on itself`);
      chain.unshift(one);
    }
    return profileOf(file, chain);
  });
}

function known(byId: ReadonlyMap<string, ProfileFile>, id: string): ProfileFile {
  const file = byId.get(id);
  if (!file) throw new Error(`no profile ${id}`);
  return file;
}

function profileOf(file: ProfileFile, chain: readonly ProfileFile[]): Profile {
  const tables = lazily((id): Table | undefined => {
    const written = chain.findLast(({ tables: own }) => own && id in own)?.tables?.[id];
    if (written === undefined) return undefined;
    const { codes, level = 'SHALL' } = typeof written === 'string' ? { codes: written } : written;
    return { id, codes: new Set(codes.split(' ')), level };
  });
  const elements = (of: 'types' | 'segments') =>
    lazily((name): Elements | undefined => {
      const facts: ElementFacts[] = [];
      let [own, open] = [false, true];
      // CX-DOMAIN is a CX, and what is said of it besides
      const all = [...new Set([name.split('-')[0]!, name])];
      for (const written of all.flatMap((known) => chain.map((one) => one[of]?.[known]))) {
        if (written === undefined) continue;
        own = true;
        open &&= !Array.isArray(written);
        for (const [key, element] of Object.entries(written)) {
          // a list counts from 0, a map from 1
          const index = Array.isArray(written) ? Number(key) : Number(key) - 1;
          facts[index] = { ...facts[index], ...elementFacts(element) };
        }
      }
      return own ? { all: Array.from(facts, (one: ElementFacts | undefined) => elementOf(one ?? UNKNOWN, tables)), open } : undefined;
    });
  const structures = lazily((name): MessageProfile | undefined => {
    const all = chain.flatMap(({ structures: own }) => own?.[name] ?? []);
    const segments = all.findLast((one) => one.segments !== undefined)?.segments;
    if (segments === undefined) return undefined;
    return {
      structure: name,
      grammar: new Grammar(readStructure(segments)),
      as: table(Object.fromEntries(all.flatMap(({ as = {} }) => Object.entries(as)))),
    };
  });
  const structureOf = new Map(
    Object.entries(file.structures ?? {}).flatMap(([name, { messages }]) => messages.map((message) => [message, name] as const)),
  );
  return {
    id: file.id,
    title: file.title,
    clause: file.clause,
    versions: file.versions,
    identifiers: file.identifiers ?? [],
    where: file.where,
    depth: chain.length,
    localSegments: chain.findLast(({ localSegments }) => localSegments)?.localSegments ?? 'ignored',
    rules: chain.flatMap(({ rules = [] }) => rules),
    messages: [...structureOf.keys()],
    message(name) {
      const structure = structureOf.get(name);
      return structure === undefined ? undefined : structures(structure);
    },
    nameOf: lazily((field) => chain.findLast(({ names }) => names && field in names)?.names?.[field]),
    fields: elements('segments'),
    parts: elements('types'),
  };
}

/** What a function says of a name, worked out when it is first asked. */
function lazily<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    if (!made.has(name)) made.set(name, make(name));
    return made.get(name)!;
  };
}

function elementOf(facts: ElementFacts, tableOf: (id: string) => Table | undefined): Element {
  const { usage = 'O', type = 'ST', level = 'SHALL', max = 1 } = facts;
  return {
    usage,
    type,
    level,
    min: Math.max(facts.min ?? 0, usage === 'R' ? 1 : 0),
    max: max === '*' ? Infinity : max,
    length: facts.length,
    table: facts.table === undefined ? undefined : tableOf(facts.table),
    constant: facts.constant,
    when: facts.when,
    otherwise: facts.otherwise,
  };
}
