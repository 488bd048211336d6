import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { hl7Endpoint, listenMllp, type Listening } from '../../src/transport/index.js';
import { ENCOUNTER_EVENTS, receive } from './reception.js';

const ACTOR = 'patient-encounter-consumer';

/** Takes stays and movements (ITI-31) and acknowledges them, AE where they are not as PAM in its French extension says. */
export class PatientEncounterConsumer implements Simulator {
  #mllp: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const takes = [{ type: 'ADT', events: ENCOUNTER_EVENTS, since: 5 }];
    this.#mllp = await listenMllp({
      actor: ACTOR,
      context,
      ...hl7Endpoint(context, [
        { id: 'ITI-31', takes, answer: (message, request, answering) => receive(message, request, answering, context) },
      ]),
    });
    return [{ actor: ACTOR, transaction: 'ITI-31', url: this.#mllp.url }];
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} sends nothing: ${transaction} is not one of its client transactions`));
  }

  async stop(): Promise<void> {
    await this.#mllp?.close();
  }
}
