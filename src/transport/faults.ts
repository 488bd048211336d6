import { createHash } from 'node:crypto';
import type { Deeds, FaultName, PlannedFault, Recorder, SimulatorContext } from '../model/index.js';

/** The faults that hit one message. Whoever commits one takes it, which puts it in the evidence. */
export class ActiveFaults {
  #deeds: Deeds | undefined;
  #transaction: string | undefined;

  constructor(
    readonly deal: (transaction: string | undefined) => Deeds,
    readonly recorder: Recorder,
    readonly actor: string,
    readonly exchange: string,
  ) {}

  /** Says which transaction the message is of, which some faults are planned for. To be told before one is taken. */
  meet(transaction: string | undefined): void {
    if (!this.#deeds && transaction !== undefined) this.#transaction = transaction;
  }

  /** The value of a fault that is planned for this message, without committing it. */
  planned<K extends FaultName>(name: K): Deeds[K] | undefined {
    this.#deeds ??= this.deal(this.#transaction);
    return this.#deeds[name];
  }

  /** The value of a fault that is to be committed now; undefined when this message is spared it. */
  take<K extends FaultName>(name: K): Deeds[K] | undefined {
    const value = this.planned(name);
    if (value !== undefined) this.recorder.record({ kind: 'fault', actor: this.actor, exchange: this.exchange, fault: { [name]: value } });
    return value;
  }
}

/**
 * Deals out the faults of a context to messages. Which message meets which fault is a function of the plan and of the
 * order of the messages: a run with the same seed repeats. The plan is kept as evidence.
 */
export class FaultPlan {
  readonly #seen = new Map<PlannedFault, number>();

  constructor(
    readonly context: SimulatorContext,
    readonly actor: string,
  ) {
    if (context.faults.length > 0) context.recorder.record({ kind: 'datum', name: 'faults', value: { actor, faults: context.faults } });
  }

  /** The faults of a message that is recorded as this exchange. */
  next(exchange: string): ActiveFaults {
    return new ActiveFaults((transaction) => this.#deal(transaction), this.context.recorder, this.actor, exchange);
  }

  #deal(transaction: string | undefined): Deeds {
    const hit = this.context.faults.filter((planned) => {
      if (planned.transaction !== undefined && planned.transaction !== transaction) return false;
      const number = (this.#seen.get(planned) ?? 0) + 1;
      this.#seen.set(planned, number);
      return isHit(planned, number, this.context.faults.indexOf(planned));
    });
    return Object.assign({}, ...hit.map(({ fault }) => fault)) as Deeds;
  }
}

/** Does the n-th message (or connection) concerned meet the fault? Whatever is no whole number of messages leaves them all. */
export function isHit({ every, first, after = 0, probability, seed = 1 }: PlannedFault, number: number, place: number): boolean {
  const counted = number - after;
  if (counted < 1 || (first !== undefined && counted > first)) return false;
  if (every !== undefined && Number.isInteger(every) && every > 0 && counted % every !== 0) return false;
  return probability === undefined || chance(`${seed}.${place}.${number}`) < probability;
}

/** A number from 0 up to 1 that only depends on the text: no state, so that messages may come in any order. */
const chance = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
