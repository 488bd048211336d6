import type { CodeSystemView, Concept, Terminology, ValueSetView } from '../../model/index.js';
import {
  COMPARED,
  type CompactHead,
  dayOf,
  encodeCode,
  hashBytes,
  hashPair,
  hashText,
  isInScratch,
  scratch,
  SECTIONS,
  type Section,
  type Sections,
} from './format.js';
import { folded, type FoldedLabel, foldLabel, oneLetterAway, Written } from './nearest.js';
import type { TerminologyWriter } from './writer.js';

/** A terminology in which texts can be searched, for people. */
export interface SearchableTerminology extends Terminology {
  /** Concepts whose code is this text; when there are none, those with a label in which each of its words begins a word. */
  search(text: string, within: { system?: string; valueSet?: string }, most: number): Concept[];
}

const MOST_SUGGESTED = 3;
const REMEMBERED = 1000;
/** labels kept ready to be compared: those of a few large value sets */
const MOST_FOLDED = 20_000;
/** what is that much further than the nearest is not suggested beside it */
const FURTHER = 0.25;

/**
 * The compact form as bytes: the length of the head, the head as JSON, the numbers, the texts. In the byte order of the
 * machine, since it is only ever read on the one that wrote it.
 */
export function toBytes(writer: TerminologyWriter): Uint8Array {
  const { head, sections, pool } = writer.finish();
  const json = new TextEncoder().encode(JSON.stringify(head));
  const start = padded(4 + json.length);
  const numbers = SECTIONS.reduce((sum, name) => sum + sections[name].byteLength, 0);
  const bytes = new Uint8Array(start + numbers + pool.length);
  new Uint32Array(bytes.buffer, 0, 1)[0] = json.length;
  bytes.set(json, 4);
  let at = start;
  for (const name of SECTIONS) {
    new Int32Array(bytes.buffer, at, sections[name].length).set(sections[name]);
    at += sections[name].byteLength;
  }
  bytes.set(pool, at);
  return bytes;
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** Reads what `toBytes` made, in place: texts are decoded when they are asked for. */
export class CompactTerminology implements SearchableTerminology {
  readonly #head: CompactHead;
  readonly #numbers: Sections;
  readonly #pool: Buffer;
  readonly #systems = new Map<string, number>();
  readonly #sets = new Map<string, number>();
  readonly #setStart: number[] = [];
  readonly #systemStart: number[] = [];
  readonly #today: number;
  readonly #suggested = new Map<string, Concept[]>();
  readonly #folded = new Map<number, FoldedLabel>();

  /** @param at what is withdrawn from a later day on is still active */
  constructor(bytes: Uint8Array, at: Date) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    const { buffer, byteOffset } = aligned;
    const length = new Uint32Array(buffer, byteOffset, 1)[0]!;
    this.#head = JSON.parse(new TextDecoder().decode(aligned.subarray(4, 4 + length))) as CompactHead;
    let from = padded(4 + length);
    this.#numbers = Object.fromEntries(
      SECTIONS.map((name, i): [Section, Int32Array] => {
        const section = new Int32Array(buffer, byteOffset + from, this.#head.lengths[i]);
        from += section.byteLength;
        return [name, section];
      }),
    ) as Sections;
    this.#pool = Buffer.from(buffer, byteOffset + from, aligned.length - from);
    this.#today = dayOf(at);
    let start = 0;
    this.#head.systems.forEach((system, i) => {
      this.#systems.set(system.oid, i);
      this.#systemStart.push(start);
      start += system.size;
    });
    start = 0;
    this.#head.sets.forEach((set, i) => {
      this.#setStart.push(start);
      start += set.size;
      for (const name of [set.oid, ...set.names]) {
        const key = nameKey(name);
        if (!this.#sets.has(key)) this.#sets.set(key, i);
      }
    });
  }

  codeSystem(oid: string): CodeSystemView | undefined {
    const index = this.#systems.get(oid);
    return index === undefined ? undefined : this.#head.systems[index];
  }

  codeSystems(): Iterable<CodeSystemView> {
    return this.#head.systems;
  }

  concept(system: string, code: string): Concept | undefined {
    const index = this.#systems.get(system);
    const concept = index === undefined ? -1 : this.#find(index, code);
    return concept === -1 ? undefined : this.#concept(concept);
  }

  valueSet(oidOrName: string): ValueSetView | undefined {
    const index = this.#sets.get(nameKey(oidOrName));
    return index === undefined ? undefined : this.#view(index);
  }

  *valueSets(): Iterable<ValueSetView> {
    for (let i = 0; i < this.#head.sets.length; i++) yield this.#view(i);
  }

  nearest(
    within: { system: string } | { valueSet: string },
    written: { code?: string; display?: string },
    most = MOST_SUGGESTED,
  ): Concept[] {
    const key = JSON.stringify([within, written.code, written.display, most]);
    let found = this.#suggested.get(key);
    if (found === undefined) {
      found = this.#nearest(within, new Written(written), most);
      if (this.#suggested.size >= REMEMBERED) this.#suggested.clear();
      this.#suggested.set(key, found);
    }
    return found;
  }

  search(text: string, within: { system?: string; valueSet?: string }, most: number): Concept[] {
    const set = within.valueSet === undefined ? undefined : (this.#sets.get(nameKey(within.valueSet)) ?? -1);
    const only = within.system === undefined ? undefined : (this.#systems.get(within.system) ?? -1);
    const codes = this.#head.systems.flatMap((_system, index) => {
      const concept = only === undefined || only === index ? this.#find(index, text) : -1;
      const member = concept === -1 || set === undefined ? -1 : this.#memberOf(set, concept);
      if (concept === -1 || (set !== undefined && member === -1)) return [];
      return [set === undefined ? this.#concept(concept) : this.#member(member)];
    });
    if (codes.length > 0) return codes.slice(0, most);
    const words = foldLabel(text).split(' ');
    if (words[0] === '' || set === -1) return [];
    const found: Concept[] = [];
    const { system, member: members } = this.#numbers;
    const places = set === undefined ? system.keys() : this.#membersOf(set);
    for (const place of places) {
      if (only !== undefined && system[set === undefined ? place : members[place]!] !== only) continue;
      const concept = set === undefined ? this.#concept(place) : this.#member(place);
      if (concept.displays.some((display) => hasWords(display, words))) found.push(concept);
      if (found.length === most) break;
    }
    return found;
  }

  #view(index: number): ValueSetView {
    const { oid, names, size } = this.#head.sets[index]!;
    return {
      oid,
      name: names[0] ?? oid,
      size,
      has: (system, code) => this.#findMember(index, system, code) !== -1,
      concept: (code, system) => {
        const member = system === undefined ? this.#findInAny(index, code) : this.#findMember(index, system, code);
        return member === -1 ? undefined : this.#member(member);
      },
      concepts: () => this.#conceptsOf(index),
    };
  }

  *#conceptsOf(set: number): Generator<Concept> {
    for (const member of this.#membersOf(set)) yield this.#member(member);
  }

  *#membersOf(set: number): Generator<number> {
    const start = this.#setStart[set]!;
    for (let i = 0; i < this.#head.sets[set]!.size; i++) yield start + i;
  }

  #findInAny(set: number, code: string): number {
    for (const oid of this.#systems.keys()) {
      const member = this.#findMember(set, oid, code);
      if (member !== -1) return member;
    }
    return -1;
  }

  #findMember(set: number, system: string, code: string): number {
    const index = this.#systems.get(system);
    const concept = index === undefined ? -1 : this.#find(index, code);
    return concept === -1 ? -1 : this.#memberOf(set, concept);
  }

  /** The member of a value set that is this concept; -1 when it is not in it. */
  #memberOf(set: number, concept: number): number {
    const { memberTable, member, memberSet } = this.#numbers;
    const mask = memberTable.length - 1;
    for (let i = hashPair(set ^ this.#head.seed, concept) & mask; ; i = (i + 1) & mask) {
      const found = memberTable[i]! - 1;
      if (found === -1 || (memberSet[found] === set && member[found] === concept)) return found;
    }
  }

  #find(system: number, code: string): number {
    const length = encodeCode(code);
    if (length === -1) return -1;
    const { conceptTable, code: codes, system: systems } = this.#numbers;
    const mask = conceptTable.length - 1;
    for (let i = hashBytes(system ^ this.#head.seed, scratch, 0, length) & mask; ; i = (i + 1) & mask) {
      const concept = conceptTable[i]! - 1;
      if (concept === -1 || (systems[concept] === system && isInScratch(this.#pool, codes[concept]!, length))) return concept;
    }
  }

  #concept(concept: number): Concept {
    const { code, system, until } = this.#numbers;
    return {
      code: this.#text(code[concept]!),
      system: this.#head.systems[system[concept]!]!.oid,
      displays: this.#displays(concept),
      active: this.#isActive(until[concept]!),
    };
  }

  /** A concept as a value set has it: with the label it has there first. */
  #member(member: number): Concept {
    const { member: members, memberLabel, memberUntil, label } = this.#numbers;
    const concept = this.#concept(members[member]!);
    const own = memberLabel[member]!;
    if (own !== 0) {
      const display = this.#text(label[own]!);
      concept.displays = [display, ...concept.displays.filter((other) => other !== display)];
    }
    concept.active &&= this.#isActive(memberUntil[member]!);
    return concept;
  }

  #isActive(until: number): boolean {
    return until === 0 || until > this.#today;
  }

  #displays(concept: number): string[] {
    const { firstLabel, nextLabel, label } = this.#numbers;
    const displays: string[] = [];
    for (let at = firstLabel[concept]!; at !== 0; at = nextLabel[at]!) displays.push(this.#text(label[at]!));
    return displays;
  }

  #text(at: number): string {
    const length = this.#pool[at]! | (this.#pool[at + 1]! << 8);
    return this.#pool.toString('utf8', at + 2, at + 2 + length);
  }

  #nearest(within: { system: string } | { valueSet: string }, written: Written, most: number): Concept[] {
    const near: { concept: Concept; distance: number }[] = [];
    const consider = (concept: number, full: () => Concept): void => {
      const at = this.#numbers.code[concept]!;
      const code = written.mayBeNear(this.#pool[at]! | (this.#pool[at + 1]! << 8)) ? this.#text(at) : undefined;
      const distance = written.distance(code, this.#foldedLabels(concept));
      if (distance < 1) near.push({ concept: full(), distance });
    };
    const considerMember = (member: number): void => consider(this.#numbers.member[member]!, () => this.#member(member));
    const considerConcept = (concept: number): void => consider(concept, () => this.#concept(concept));
    if ('valueSet' in within) {
      const set = this.#sets.get(nameKey(within.valueSet));
      if (set === undefined) return [];
      if (this.#head.sets[set]!.size <= COMPARED) for (const member of this.#membersOf(set)) considerMember(member);
      else
        for (let system = 0; system < this.#head.systems.length; system++)
          for (const concept of this.#guesses(system, written)) {
            const member = this.#memberOf(set, concept);
            if (member !== -1) considerMember(member);
          }
    } else {
      const system = this.#systems.get(within.system);
      if (system === undefined) return [];
      const start = this.#systemStart[system]!;
      const { size } = this.#head.systems[system]!;
      if (size > COMPARED) for (const concept of this.#guesses(system, written)) considerConcept(concept);
      else for (let i = 0; i < size; i++) considerConcept(this.#numbers.bySystem[start + i]!);
    }
    near.sort((a, b) => a.distance - b.distance || written.inCommon(b.concept.code) - written.inCommon(a.concept.code));
    return near
      .filter(({ distance }) => distance - near[0]!.distance < FURTHER)
      .slice(0, most)
      .map(({ concept }) => concept);
  }

  /** The labels of a concept, ready to be compared; those that were compared are kept, up to a bound. */
  *#foldedLabels(concept: number): Generator<FoldedLabel> {
    const { firstLabel, nextLabel, label } = this.#numbers;
    for (let at = firstLabel[concept]!; at !== 0; at = nextLabel[at]!) {
      let one = this.#folded.get(at);
      if (one === undefined) {
        if (this.#folded.size >= MOST_FOLDED) this.#folded.clear();
        this.#folded.set(at, (one = folded(this.#text(label[at]!))));
      }
      yield one;
    }
  }

  /** Concepts of a large system that may be near: those of this very label, and those whose code is one letter away. */
  #guesses(system: number, { code, display }: Written): Set<number> {
    const found = new Set<number>();
    if (display) for (const concept of this.#withLabel(system, display.text)) found.add(concept);
    for (const other of code === undefined ? [] : [code, ...oneLetterAway(code)]) {
      const concept = this.#find(system, other);
      if (concept !== -1) found.add(concept);
    }
    return found;
  }

  *#withLabel(system: number, text: string): Generator<number> {
    const { labelTable, labelHash, labelConcept, system: systems } = this.#numbers;
    const hash = hashText(system ^ this.#head.seed, text) | 0;
    const mask = labelTable.length - 1;
    for (let i = hash & mask; labelTable[i] !== 0; i = (i + 1) & mask) {
      const label = labelTable[i]! - 1;
      const concept = labelConcept[label]!;
      if (labelHash[label] === hash && systems[concept] === system) yield concept;
    }
  }
}

function hasWords(display: string, words: readonly string[]): boolean {
  const text = ` ${foldLabel(display)}`;
  return words.every((word) => text.includes(` ${word}`));
}

/** Names of value sets are written in several ways: `JDV_J07-XdsTypeCode-CISIS`, `jdv_j07_xdstypecode_cisis.tabs`. */
export const nameKey = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^urn:oid:/, '')
    .replace(/\.(tabs|xml)$/, '')
    .replace(/[-_ ]+/g, '_');
