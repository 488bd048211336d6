import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Of each kind of thing, so many are kept: the oldest make way. */
const MOST = 10_000;

/** Keeps in memory what the authorization server has to remember: which assertions of clients were used. */
export class Memory implements Adapter {
  /** @param given what is there from the start and stays */
  constructor(readonly given: ReadonlyMap<string, AdapterPayload> = new Map()) {}

  readonly #kept = new Map<string, { payload: AdapterPayload; until: number }>();

  upsert(id: string, payload: AdapterPayload, seconds: number): Promise<void> {
    this.#kept.delete(id);
    this.#kept.set(id, { payload, until: seconds ? Date.now() + seconds * 1000 : Infinity });
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value!);
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    const found = this.#kept.get(id);
    const given = this.given.get(id);
    if (given) return Promise.resolve({ ...given });
    return Promise.resolve(found && found.until > Date.now() ? found.payload : undefined);
  }

  consume(id: string): Promise<void> {
    const found = this.#kept.get(id);
    if (found) found.payload.consumed = Math.floor(Date.now() / 1000);
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    this.#kept.delete(id);
    return Promise.resolve();
  }

  /** Nobody logs in here: there are no sessions, grants and codes to look for. */
  revokeByGrantId(): Promise<void> {
    return Promise.resolve();
  }

  findByUid(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
