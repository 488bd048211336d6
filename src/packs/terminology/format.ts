/** What the compact form says before its numbers and its texts. */
export interface CompactHead {
  /** of the hashes: whoever writes a file cannot know which of its codes will meet in one slot */
  seed: number;
  systems: { oid: string; name: string; complete: boolean; size: number }[];
  sets: { oid: string; names: string[]; size: number }[];
  /** how many numbers each section has, in the order of `SECTIONS` */
  lengths: number[];
}

/**
 * The numbers of the compact form. A concept, a label and a member of a value set are a place in these sections; a text
 * is a place in the pool of texts.
 */
export const SECTIONS = [
  /** of each concept: its code, its system, its first label (0: none), the day from which it is withdrawn (0: it is not) */
  'code',
  'system',
  'firstLabel',
  'until',
  /** concepts by system */
  'bySystem',
  /** of each label, from 1: its text, its concept, the next label of that concept, the hash of its folded text (in systems that are not compared) */
  'label',
  'labelConcept',
  'nextLabel',
  'labelHash',
  /** of each member, by value set: its concept, its label (0: that of the concept), the day from which it is withdrawn, its set */
  'member',
  'memberLabel',
  'memberUntil',
  'memberSet',
  /** hash tables, open-addressed: 0 is free, else a concept, label or member, plus 1 */
  'conceptTable',
  'labelTable',
  'memberTable',
] as const;
export type Section = (typeof SECTIONS)[number];
export type Sections = Record<Section, Int32Array>;

/** Withdrawn, and nothing says since when. */
export const WITHDRAWN = 1;

/** A day as a number that can be compared: 20241231. */
export const dayOf = (date: Date): number => (date.getUTCFullYear() * 100 + date.getUTCMonth() + 1) * 100 + date.getUTCDate();

const PRIME = 0x01000193;

export function hashBytes(seed: number, bytes: Uint8Array, from: number, length: number): number {
  let hash = Math.imul(seed + 1, 0x9e3779b1);
  for (let i = from; i < from + length; i++) hash = Math.imul(hash ^ bytes[i]!, PRIME);
  return mixed(hash);
}

export function hashText(seed: number, text: string): number {
  let hash = Math.imul(seed + 1, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return mixed(hash);
}

export const hashPair = (a: number, b: number): number => mixed(Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b));

function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Slots of a hash table for so many entries: a power of two, at most two thirds full. */
export function slotsFor(entries: number, least = 16): number {
  let slots = least;
  while (slots * 2 < entries * 3) slots *= 2;
  return slots;
}

/** Value sets and code systems up to this size are compared with what was written one concept after the other. */
export const COMPARED = 8000;

export const LONGEST_CODE = 512;
export const LONGEST_LABEL = 4096;
const encoder = new TextEncoder();
/** every code that is looked for passes through here: nothing is allocated for it */
export const scratch = new Uint8Array(LONGEST_CODE * 3);

/** Puts a code into `scratch` as UTF-8; its length in bytes, -1 when no code is that long. */
export function encodeCode(code: string): number {
  if (code.length > LONGEST_CODE) return -1;
  for (let i = 0; i < code.length; i++) {
    const unit = code.charCodeAt(i);
    if (unit > 127) return encoder.encodeInto(code, scratch).written;
    scratch[i] = unit;
  }
  return code.length;
}

/** Whether the text at a place of the pool is the one in `scratch`. */
export function isInScratch(pool: Uint8Array, at: number, length: number): boolean {
  if ((pool[at]! | (pool[at + 1]! << 8)) !== length) return false;
  for (let i = 0; i < length; i++) if (pool[at + 2 + i] !== scratch[i]) return false;
  return true;
}
