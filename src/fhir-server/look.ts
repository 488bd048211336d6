import { Search } from './search.js';
import type { SearchParameters } from './search-parameters.js';
import { readSearch } from './search-request.js';
import type { ResourceStore, Version } from './store.js';

/** Looks into a store for somebody who is no client: a page that shows what is there. */
export class Look {
  readonly #search: Search;

  constructor(
    readonly store: ResourceStore,
    private readonly parameters: SearchParameters,
    now: () => Date,
  ) {
    this.#search = new Search(store, now);
  }

  /** A resource that is there. */
  read(type: string, id: string): Version | undefined {
    const version = this.store.read(type, id);
    return version?.body === undefined ? undefined : version;
  }

  /** Whether resources of any type but some were changed after a number of `store.lastChange`. */
  changedSince(change: number, except: readonly string[]): boolean {
    const sql = 'SELECT 1 FROM resource WHERE seq > ? AND type NOT IN (SELECT value FROM json_each(?)) LIMIT 1';
    return this.store.get(sql, change, JSON.stringify(except)) !== undefined;
  }

  /**
   * What a search as a client writes it finds first.
   * @throws Refused as a client would be
   */
  find(type: string, query: readonly (readonly [string, string])[]): readonly Version[] {
    return this.#search.run(type, readSearch(type, query, this.parameters, true)).matches;
  }
}
