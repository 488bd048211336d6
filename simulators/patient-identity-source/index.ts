import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { Hl7Client } from '../../src/transport/index.js';
import { performAdt } from './adt.js';

const ACTOR = 'patient-identity-source';

/** Feeds a Patient Identifier Cross-reference Manager with identities (ITI-8, ITI-30). */
export class PatientIdentitySource implements Simulator {
  #client: Hl7Client | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#client = new Hl7Client(ACTOR, context);
    return Promise.resolve([]);
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#client || (transaction !== 'ITI-8' && transaction !== 'ITI-30')) throw new Error(`${ACTOR}: does not send ${transaction}`);
    return performAdt(this.#client, 'patient-identifier-cross-reference-manager', transaction, input);
  }

  stop(): Promise<void> {
    this.#client?.close();
    return Promise.resolve();
  }
}
