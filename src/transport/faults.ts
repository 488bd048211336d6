import type { Fault, Recorder, SimulatorContext } from '../model/index.js';

type Faults = Omit<Fault, 'at'>;

/** The faults that hit one message. Whoever commits one takes it, which puts it in the evidence. */
export class ActiveFaults {
  readonly #faults: Faults;

  constructor(
    faults: readonly Faults[],
    readonly recorder: Recorder,
    readonly actor: string,
    readonly exchange: string,
  ) {
    this.#faults = Object.assign({}, ...faults) as Faults;
  }

  /** The value of a fault that is to be committed now; undefined when this message is spared it. */
  take<K extends keyof Faults>(name: K): Faults[K] | undefined {
    const value = this.#faults[name];
    if (value !== undefined) this.recorder.record({ kind: 'fault', actor: this.actor, exchange: this.exchange, fault: { [name]: value } });
    return value;
  }
}

/** Deals out the faults of a context to messages: `every` n-th one meets it. */
export class FaultPlan {
  readonly #seen = new Map<object, number>();

  constructor(
    readonly context: SimulatorContext,
    readonly actor: string,
  ) {}

  next(exchange: string): ActiveFaults {
    const hit = this.context.faults.filter((planned) => {
      const count = (this.#seen.get(planned) ?? 0) + 1;
      this.#seen.set(planned, count);
      // whatever is no whole number of messages counts as each message: a planned fault always happens
      const every = Number.isInteger(planned.every) && planned.every > 0 ? planned.every : 1;
      return count % every === 0;
    });
    return new ActiveFaults(
      hit.map((planned) => planned.fault),
      this.context.recorder,
      this.actor,
      exchange,
    );
  }
}
