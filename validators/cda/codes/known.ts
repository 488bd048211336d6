import { detached } from '../../../src/protocols/xml/index.js';
import type { Concept, Terminology } from '../../../src/model/index.js';
import { labelKey } from './labels.js';
import { shippedConcepts } from './shipped.js';

/** A code of a code system, as an index holds it. */
export interface Owner {
  system: string;
  code: string;
  /** of the label or code it was looked up by */
  display: string;
}

/** The index stays small beside the terminology, however large a value set may be. */
const MOST_INDEXED = 60_000;
/** What was looked up is remembered up to this many, and not when it is longer: a document chooses its length. */
const MOST_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 300;
/** Letters of a label that are compared. */
const LONGEST_COMPARED = 600;

/** A terminology that can also be asked whose label a text is, and in which systems a code exists. */
export class Known {
  readonly #concepts = new Map<string, Concept | null>();
  readonly #keys = new Map<string, string>();
  readonly #byLabel = new Map<string, Owner[]>();
  readonly #byCode = new Map<string, Owner[]>();

  constructor(readonly terminology: Terminology) {
    const seen = new Set<string>();
    for (const concept of allOf(terminology)) {
      if (seen.size === MOST_INDEXED) break;
      const { system, code, displays } = concept;
      const id = `${system} ${code}`;
      const first = displays[0] ?? '';
      if (!seen.has(id)) add(this.#byCode, code, { system, code, display: first });
      for (const display of displays) {
        const labelled = `${id} ${display}`;
        if (seen.has(labelled)) continue;
        seen.add(labelled);
        const key = labelKey(display.slice(0, LONGEST_COMPARED));
        if (key !== '' && !this.#byLabel.get(key)?.some((other) => other.system === system && other.code === code))
          add(this.#byLabel, key, { system, code, display });
      }
      seen.add(id);
    }
  }

  concept(system: string, code: string): Concept | undefined {
    const look = () => this.terminology.concept(system, code) ?? null;
    return remembered(this.#concepts, `${system} ${code}`, look) ?? undefined;
  }

  /** What a label is compared by. */
  key(label: string): string {
    return remembered(this.#keys, label, () => labelKey(label.slice(0, LONGEST_COMPARED)));
  }

  /** The codes that have this label. */
  withLabel(key: string): readonly Owner[] {
    return this.#byLabel.get(key) ?? [];
  }

  /** This code in every system that has it. */
  withCode(code: string): readonly Owner[] {
    return this.#byCode.get(code) ?? [];
  }

  hasLabel(concept: Concept, key: string): boolean {
    return concept.displays.some((display) => this.key(display) === key);
  }
}

function* allOf(terminology: Terminology): Generator<{ system: string; code: string; displays: readonly string[] }> {
  yield* shippedConcepts();
  for (const set of terminology.valueSets()) yield* set.concepts();
}

function add(index: Map<string, Owner[]>, key: string, owner: Owner): void {
  const known = index.get(key);
  if (known) known.push(owner);
  else index.set(key, [owner]);
}

function remembered<T>(memory: Map<string, T>, name: string, look: () => T): T {
  let found = memory.get(name);
  if (found !== undefined) return found;
  found = look();
  if (memory.size === MOST_REMEMBERED) memory.clear();
  if (name.length <= LONGEST_REMEMBERED) memory.set(detached(name), found);
  return found;
}

const made = new WeakMap<Terminology, Known>();

/** The index of a terminology, made once. */
export function knownOf(terminology: Terminology): Known {
  let known = made.get(terminology);
  if (!known) made.set(terminology, (known = new Known(terminology)));
  return known;
}
