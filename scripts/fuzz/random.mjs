/** Chance that repeats itself: one generator a case, from the seed, the name of the door and the number of the case. */
import { createHash } from 'node:crypto';

export class Random {
  #state;

  constructor(...names) {
    this.#state = createHash('sha256').update(names.join('\0')).digest().readUInt32LE(0);
  }

  /** From 0 to 1, 1 excluded (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0 to `most`, `most` excluded. */
  below(most) {
    return Math.floor(this.next() * most);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  chance(probability) {
    return this.next() < probability;
  }

  /** One of a list of `{ weight }`. */
  weighted(list) {
    let left = this.next() * list.reduce((sum, { weight }) => sum + weight, 0);
    return list.find(({ weight }) => (left -= weight) < 0) ?? list.at(-1);
  }

  bytes(length) {
    return String.fromCharCode(...Array.from({ length }, () => this.below(256)));
  }

  uuid() {
    const hex = Array.from({ length: 32 }, () => this.below(16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
