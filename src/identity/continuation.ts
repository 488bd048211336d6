/** A query whose answer is given in parts. */
export interface OpenQuery {
  /** who asks: nobody else may go on */
  querier: string;
  /** QPD-2: what the query is cancelled by */
  tag: string;
  /** the question as it was asked: the same comes with each part */
  question: string;
  /** identities that answer it, in order, as they were when it was asked */
  keys: readonly number[];
  domains?: readonly number[];
}

interface Kept extends OpenQuery {
  until: number;
}

/** How long a query waits for its asker, and how many may wait. */
const LIFETIME_MS = 10 * 60_000;
const MOST_OPEN = 1000;

/**
 * Answers that are given in parts (continuation pointers, DSC): a part may be asked for again, the whole is what it was when
 * the question came, and a query that nobody goes on with ends.
 */
export class Continuations {
  readonly #open = new Map<string, Kept>();

  /** @param lifetimeMs since the last part was asked for */
  constructor(readonly lifetimeMs = LIFETIME_MS) {}

  /**
   * Keeps a query; the pointer to what comes after its first part is `pointer` with this id.
   * @param id letters and digits that nobody can guess
   */
  keep(query: OpenQuery, id: string, now: Date): void {
    this.#expire(now);
    // the one that has waited longest gives way
    if (this.#open.size >= MOST_OPEN) this.#open.delete(this.#open.keys().next().value!);
    this.#open.set(id, { ...query, until: now.getTime() + this.lifetimeMs });
  }

  /** What a pointer points to: the query, and how many of its keys have been told. */
  resume(pointer: string, querier: string, now: Date): { id: string; query: OpenQuery; told: number } | undefined {
    this.#expire(now);
    const [, id, told] = /^([0-9A-Za-z]{1,64}?)Z([0-9]{1,7})$/.exec(pointer) ?? [];
    const query = id === undefined ? undefined : this.#open.get(id);
    if (!query || query.querier !== querier || Number(told) >= query.keys.length) return undefined;
    this.#open.delete(id!);
    this.#open.set(id!, { ...query, until: now.getTime() + this.lifetimeMs });
    return { id: id!, query, told: Number(told) };
  }

  /** Ends the queries of an asker that have this tag; false when there is none. */
  cancel(querier: string, tag: string, now: Date): boolean {
    this.#expire(now);
    const ended = [...this.#open].filter(([, query]) => query.querier === querier && query.tag === tag);
    for (const [id] of ended) this.#open.delete(id);
    return ended.length > 0;
  }

  /** The query that was touched last is at the end. */
  #expire(now: Date): void {
    for (const [id, { until }] of this.#open) {
      if (until > now.getTime()) return;
      this.#open.delete(id);
    }
  }
}

/** The pointer to what follows the first `told` keys of a query. */
export const pointer = (id: string, told: number): string => `${id}Z${told}`;
