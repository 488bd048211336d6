import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { Hl7Client } from '../../src/transport/index.js';
import { performAdt } from '../patient-identity-source/adt.js';

const ACTOR = 'patient-encounter-supplier';

/** Tells of stays and movements (ITI-31, with ZBE as France wants it). */
export class PatientEncounterSupplier implements Simulator {
  #client: Hl7Client | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#client = new Hl7Client(ACTOR, context);
    return Promise.resolve([]);
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#client || transaction !== 'ITI-31') throw new Error(`${ACTOR}: does not send ${transaction}`);
    return performAdt(this.#client, 'patient-encounter-consumer', transaction, input);
  }

  stop(): Promise<void> {
    this.#client?.close();
    return Promise.resolve();
  }
}
