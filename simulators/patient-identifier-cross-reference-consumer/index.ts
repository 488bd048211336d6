import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { Hl7Client, hl7Endpoint, listenMllp, type Listening } from '../../src/transport/index.js';
import { receive } from '../patient-encounter-consumer/reception.js';
import { performIti9 } from './iti-9.js';

const ACTOR = 'patient-identifier-cross-reference-consumer';

/** Asks which identifiers a person has elsewhere (ITI-9), and is told when they change (ITI-10). */
export class PatientIdentifierCrossReferenceConsumer implements Simulator {
  #client: Hl7Client | undefined;
  #mllp: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#client = new Hl7Client(ACTOR, context);
    const takes = [{ type: 'ADT', events: ['A31'], since: 5 }];
    this.#mllp = await listenMllp({
      actor: ACTOR,
      context,
      ...hl7Endpoint(context, [
        { id: 'ITI-10', takes, answer: (message, request, answering) => receive(message, request, answering, context) },
      ]),
    });
    return [{ actor: ACTOR, transaction: 'ITI-10', url: this.#mllp.url }];
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#client || transaction !== 'ITI-9') throw new Error(`${ACTOR}: does not send ${transaction}`);
    return performIti9(this.#client, input);
  }

  async stop(): Promise<void> {
    this.#client?.close();
    await this.#mllp?.close();
  }
}
