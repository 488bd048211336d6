import { createHash } from 'node:crypto';

const START = 1024;

/**
 * Where the line of each name stands, in a few tens of bytes each however long the names are: an open table keyed by 48
 * bits of their hash. Two names may share a key: whoever reads the line compares the name.
 */
export class Offsets {
  /** key (0: free), offset and length of the line, side by side */
  #table = new Float64Array(3 * START);
  #used = 0;

  set(name: string, offset: number, length: number): void {
    if (this.#used * 2 > this.#table.length / 3) this.#grow();
    this.#put(keyOf(name), offset, length);
  }

  get(name: string): { offset: number; length: number } | undefined {
    const at = this.#slot(keyOf(name));
    return this.#table[at] === 0 ? undefined : { offset: this.#table[at + 1]!, length: this.#table[at + 2]! };
  }

  #put(key: number, offset: number, length: number): void {
    const at = this.#slot(key);
    if (this.#table[at] === 0) this.#used++;
    this.#table.set([key, offset, length], at);
  }

  #slot(key: number): number {
    const slots = this.#table.length / 3;
    let slot = key % slots;
    while (this.#table[3 * slot] !== 0 && this.#table[3 * slot] !== key) slot = (slot + 1) % slots;
    return 3 * slot;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Float64Array(before.length * 2);
    this.#used = 0;
    for (let at = 0; at < before.length; at += 3) if (before[at] !== 0) this.#put(before[at]!, before[at + 1]!, before[at + 2]!);
  }
}

const keyOf = (name: string): number => createHash('sha256').update(name).digest().readUIntBE(0, 6) || 1;
