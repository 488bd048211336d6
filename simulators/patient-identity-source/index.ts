import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { Hl7Client } from '../../src/transport/index.js';
import { V3Client } from '../patient-demographics-consumer/v3-client.js';
import { performAdt } from './adt.js';
import { performIti44 } from './iti-44.js';

const ACTOR = 'patient-identity-source';

/** Feeds a Patient Identifier Cross-reference Manager with identities (ITI-8, ITI-30, ITI-44). */
export class PatientIdentitySource implements Simulator {
  #client: Hl7Client | undefined;
  #v3: V3Client | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#client = new Hl7Client(ACTOR, context);
    this.#v3 = new V3Client(ACTOR, context);
    return Promise.resolve([]);
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (this.#v3 && transaction === 'ITI-44') return performIti44(this.#v3, input);
    if (!this.#client || (transaction !== 'ITI-8' && transaction !== 'ITI-30')) throw new Error(`${ACTOR}: does not send ${transaction}`);
    return performAdt(this.#client, 'patient-identifier-cross-reference-manager', transaction, input);
  }

  stop(): Promise<void> {
    this.#client?.close();
    return Promise.resolve();
  }
}
