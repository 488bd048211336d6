import {
  COMPARED,
  type CompactHead,
  encodeCode,
  hashBytes,
  hashPair,
  hashText,
  isInScratch,
  LONGEST_LABEL,
  scratch,
  SECTIONS,
  type Sections,
  slotsFor,
} from './format.js';
import { foldLabel } from './nearest.js';

/** Numbers that become more. */
class Numbers {
  values = new Int32Array(1024);
  length = 0;

  add(value: number): number {
    if (this.length === this.values.length) {
      const more = new Int32Array(this.length * 2);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length] = value;
    return this.length++;
  }

  get whole(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}

/** A hash table of numbers from 0, which grows; `hashOf` gives again the hash of one that is in it. */
class Table {
  slots = new Int32Array(16);
  #entries = 0;

  constructor(private readonly hashOf: (entry: number) => number) {}

  /** The first entry of this hash for which `is` holds; -1 when there is none. */
  find(hash: number, is: (entry: number) => boolean): number {
    const mask = this.slots.length - 1;
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const entry = this.slots[i]! - 1;
      if (entry === -1 || is(entry)) return entry;
    }
  }

  /** @param hash of the entry */
  add(entry: number, hash: number): void {
    this.#entries++;
    if (slotsFor(this.#entries, this.slots.length) > this.slots.length) {
      const old = this.slots;
      this.slots = new Int32Array(old.length * 2);
      for (const kept of old) if (kept !== 0) this.#put(kept - 1, this.hashOf(kept - 1));
    }
    this.#put(entry, hash);
  }

  #put(entry: number, hash: number): void {
    const mask = this.slots.length - 1;
    let i = hash & mask;
    while (this.slots[i] !== 0) i = (i + 1) & mask;
    this.slots[i] = entry + 1;
  }
}

/** Labels that many concepts of one system share (‘other’) are found through as many of them. */
const SAME_LABEL = 16;
/** no concept has as many names */
const MOST_LABELS = 64;
const MOST_TEXT = 1024 ** 3;

/** The terminology is larger than what can be kept. */
export class TooMuchTerminology extends Error {}

/** Takes in concepts and value sets one by one and makes the compact form of them. */
export class TerminologyWriter {
  readonly systems: CompactHead['systems'] = [];
  readonly sets: CompactHead['sets'] = [];
  readonly #systemOf = new Map<string, number>();
  readonly #setOf = new Map<string, number>();
  readonly #numbers = Object.fromEntries(SECTIONS.map((name) => [name, new Numbers()])) as Record<(typeof SECTIONS)[number], Numbers>;
  readonly #lastLabel = new Numbers();
  readonly #concepts = new Table((concept) => {
    const { code, system } = this.#numbers;
    const at = code.values[concept]!;
    return hashBytes(system.values[concept]! ^ this.seed, this.#pool, at + 2, this.#lengthAt(at));
  });
  readonly #members = new Table((member) =>
    hashPair(this.#numbers.memberSet.values[member]! ^ this.seed, this.#numbers.member.values[member]!),
  );
  #pool = new Uint8Array(64 * 1024);
  #poolLength = 0;

  /** @param seed of the hashes: one that depends on all that is taken in, where that comes from someone else */
  constructor(private readonly seed = 0) {
    // label 0 is none
    for (const name of ['label', 'labelConcept', 'nextLabel', 'labelHash'] as const) this.#numbers[name].add(0);
  }

  /** A code system, made known; what was said of it before stays. */
  system(oid: string, name = '', complete = false): number {
    let index = this.#systemOf.get(oid);
    if (index === undefined) {
      index = this.systems.push({ oid, name: '', complete: false, size: 0 }) - 1;
      this.#systemOf.set(oid, index);
    }
    const system = this.systems[index]!;
    system.name ||= name;
    system.complete ||= complete;
    return index;
  }

  /** The number of a system that is known, else undefined. */
  knownSystem(oid: string): number | undefined {
    return this.#systemOf.get(oid);
  }

  /** Every concept of a system. */
  *conceptsOf(system: number): Generator<number> {
    const { values, length } = this.#numbers.system;
    for (let concept = 0; concept < length; concept++) if (values[concept] === system) yield concept;
  }

  #hashOfScratch(system: number, length: number): number {
    return hashBytes(system ^ this.seed, scratch, 0, length);
  }

  /** The concept whose code is in `scratch`. */
  #findEncoded(system: number, length: number, hash: number): number {
    const { system: systems, code: codes } = this.#numbers;
    return this.#concepts.find(
      hash,
      (concept) => systems.values[concept] === system && isInScratch(this.#pool, codes.values[concept]!, length),
    );
  }

  /**
   * Makes a concept known, with its labels, the preferred one first; those of a concept that is known are added to its own.
   * @param until the day from which it is withdrawn, as 20241231; 0 when it is not
   * @returns -1 when the code is longer than any
   */
  concept(system: number, code: string, displays: readonly string[], until = 0): number {
    const length = encodeCode(code);
    if (length === -1) return -1;
    const hash = this.#hashOfScratch(system, length);
    let concept = this.#findEncoded(system, length, hash);
    if (concept === -1) {
      concept = this.#numbers.code.add(this.#putBytes(scratch, length));
      this.#numbers.system.add(system);
      this.#numbers.firstLabel.add(0);
      this.#numbers.until.add(0);
      this.#lastLabel.add(0);
      this.#concepts.add(concept, hash);
      this.systems[system]!.size++;
    }
    if (until !== 0) this.#numbers.until.values[concept] = until;
    for (const display of displays) this.#labelOf(concept, display);
    return concept;
  }

  /** A value set, made known by its OID or canonical address, with the names it may be asked for by. */
  set(oid: string, names: readonly string[]): number {
    let index = this.#setOf.get(oid);
    if (index === undefined) {
      index = this.sets.push({ oid, names: [], size: 0 }) - 1;
      this.#setOf.set(oid, index);
    }
    const known = this.sets[index]!.names;
    for (const name of names) if (name !== '' && !known.includes(name)) known.push(name);
    return index;
  }

  /** Puts a concept into a value set; false when it was in it. */
  member(set: number, concept: number, display: string | undefined, until = 0): boolean {
    const { member, memberSet, memberLabel, memberUntil } = this.#numbers;
    const hash = hashPair(set ^ this.seed, concept);
    const known = this.#members.find(hash, (candidate) => memberSet.values[candidate] === set && member.values[candidate] === concept);
    if (known !== -1) return false;
    const added = member.add(concept);
    memberSet.add(set);
    memberLabel.add(display === undefined ? 0 : this.#labelOf(concept, display));
    memberUntil.add(until);
    this.#members.add(added, hash);
    this.sets[set]!.size++;
    return true;
  }

  /** Everything that was taken in, in the compact form, in pieces. */
  finish(): { head: CompactHead; sections: Sections; pool: Uint8Array } {
    const n = this.#numbers;
    const sections = Object.fromEntries(SECTIONS.map((name) => [name, n[name].whole])) as Sections;
    sections.bySystem = grouped(sections.system, this.systems);
    const order = grouped(sections.memberSet, this.sets);
    for (const name of ['member', 'memberLabel', 'memberUntil', 'memberSet'] as const) {
      const before = sections[name];
      sections[name] = order.map((at) => before[at]!);
    }
    const hashOf = (member: number): number => hashPair(sections.memberSet[member]! ^ this.seed, sections.member[member]!);
    const members = new Table(hashOf);
    for (let i = 0; i < order.length; i++) members.add(i, hashOf(i));
    sections.conceptTable = this.#concepts.slots;
    sections.memberTable = members.slots;
    sections.labelTable = this.#labelTable(sections);
    const head = { seed: this.seed, systems: this.systems, sets: this.sets, lengths: SECTIONS.map((name) => sections[name].length) };
    return { head, sections, pool: this.#pool.subarray(0, this.#poolLength) };
  }

  /** Finds labels by their folded text, in code systems that are too large to be compared concept by concept. */
  #labelTable({ label: texts, labelHash, labelConcept, system }: Sections): Int32Array {
    const isLarge = this.systems.map(({ size }) => size > COMPARED);
    const labels: number[] = [];
    for (let label = 1; label < texts.length; label++) {
      const of = system[labelConcept[label]!]!;
      if (!isLarge[of]) continue;
      const at = texts[label]!;
      const text = decoder.decode(this.#pool.subarray(at + 2, at + 2 + this.#lengthAt(at)));
      labelHash[label] = hashText(of ^ this.seed, foldLabel(text));
      labels.push(label);
    }
    const table = new Int32Array(slotsFor(labels.length));
    const mask = table.length - 1;
    for (const label of labels) {
      const hash = labelHash[label]!;
      let same = 0;
      let i = hash & mask;
      for (; table[i] !== 0 && same < SAME_LABEL; i = (i + 1) & mask) {
        const other = table[i]! - 1;
        if (labelHash[other] === hash && system[labelConcept[other]!] === system[labelConcept[label]!]) same++;
      }
      if (same < SAME_LABEL) table[i] = label + 1;
    }
    return table;
  }

  /** The label of a concept with this text, made when it has none. */
  #labelOf(concept: number, display: string): number {
    const text = display.length > LONGEST_LABEL ? `${display.slice(0, LONGEST_LABEL - 1)}…` : display;
    if (text === '') return 0;
    const { firstLabel, label, labelConcept, nextLabel, labelHash } = this.#numbers;
    const bytes = encoder.encode(text);
    let labels = 0;
    for (let known = firstLabel.values[concept]!; known !== 0; known = nextLabel.values[known]!, labels++)
      if (this.#isAt(label.values[known]!, bytes)) return known;
    if (labels === MOST_LABELS) return 0;
    const added = label.add(this.#putBytes(bytes, bytes.length));
    labelConcept.add(concept);
    nextLabel.add(0);
    labelHash.add(0);
    const last = this.#lastLabel.values[concept]!;
    if (last === 0) firstLabel.values[concept] = added;
    else nextLabel.values[last] = added;
    this.#lastLabel.values[concept] = added;
    return added;
  }

  #lengthAt(at: number): number {
    return this.#pool[at]! | (this.#pool[at + 1]! << 8);
  }

  #isAt(at: number, bytes: Uint8Array): boolean {
    if (this.#lengthAt(at) !== bytes.length) return false;
    for (let i = 0; i < bytes.length; i++) if (this.#pool[at + 2 + i] !== bytes[i]) return false;
    return true;
  }

  #putBytes(bytes: Uint8Array, length: number): number {
    const at = this.#poolLength;
    if (at + length + 2 > this.#pool.length) {
      if (at + length > MOST_TEXT) throw new TooMuchTerminology();
      const more = new Uint8Array(this.#pool.length * 2 + length);
      more.set(this.#pool);
      this.#pool = more;
    }
    this.#pool[at] = length & 0xff;
    this.#pool[at + 1] = length >> 8;
    this.#pool.set(length === bytes.length ? bytes : bytes.subarray(0, length), at + 2);
    this.#poolLength = at + length + 2;
    return at;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Positions ordered by the group each is of, in the order of the groups, else as they were. */
function grouped(groupOf: Int32Array, groups: readonly { size: number }[]): Int32Array {
  const next = new Int32Array(groups.length);
  for (let i = 1; i < groups.length; i++) next[i] = next[i - 1]! + groups[i - 1]!.size;
  const order = new Int32Array(groupOf.length);
  groupOf.forEach((group, i) => (order[next[group]!++] = i));
  return order;
}
