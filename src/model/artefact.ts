import { createHash } from 'node:crypto';
import type { Bilingual } from './bilingual.js';

/** Where an artefact stands inside what arrived, so that a line of a part can be told as a line of the whole. */
export interface Origin {
  /** the piece of a larger message this is, in words; absent when it is the whole */
  part?: Bilingual;
  /** added to lines counted in these bytes (0 when they are counted in their own right) */
  lineOffset: number;
}

/**
 * A handle on something to judge: the bytes as they arrived, what is known of them from outside, and whatever was
 * already parsed from them. Parsing happens once: readers keep their result here under a key of their own.
 */
export class Artefact {
  readonly #memo = new Map<unknown, unknown>();

  constructor(
    readonly name: string,
    readonly bytes: Uint8Array,
    readonly about: {
      mediaType?: string;
      /** headers of the HTTP message that carried it, names in lower case */
      headers?: Readonly<Record<string, string>>;
      /** HTTP method, for a request */
      method?: string;
      /** request target as it was written: path and query */
      target?: string;
      /** HTTP status, for an answer */
      status?: number;
      /** the transaction it belongs to, when the wire told: `ITI-41` */
      transaction?: string;
      /** for an answer: what it answers */
      request?: Artefact;
    } = {},
    readonly origin: Origin = { lineOffset: 0 },
  ) {}

  /** Returns what was made for this key before, or makes it now. A maker that throws is asked again next time. */
  memo<T>(key: unknown, make: () => T): T {
    if (!this.#memo.has(key)) this.#memo.set(key, make());
    return this.#memo.get(key) as T;
  }

  /** SHA-256 of the bytes, lower-case hexadecimal; worked out when first asked for. */
  get sha256(): string {
    return this.memo('sha256', () => createHash('sha256').update(this.bytes).digest('hex'));
  }
}
