import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { Hl7Client, hl7Endpoint, listenMllp, type Listening } from '../../src/transport/index.js';
import { IDENTITY_EVENTS, receive } from '../patient-encounter-consumer/reception.js';
import { PdqV2 } from './iti-21.js';
import { PdqV3 } from './iti-47.js';
import { Pdqm } from './iti-78.js';
import { V3Client } from './v3-client.js';

const ACTOR = 'patient-demographics-consumer';

/** Asks who has given traits (ITI-21, ITI-47, ITI-78), and takes identities and their changes (ITI-30) as PAM in its French extension says. */
export class PatientDemographicsConsumer implements Simulator {
  #client: Hl7Client | undefined;
  #pdq: PdqV2 | undefined;
  #pdqV3: PdqV3 | undefined;
  #pdqm: Pdqm | undefined;
  #mllp: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#client = new Hl7Client(ACTOR, context);
    this.#pdq = new PdqV2(this.#client);
    this.#pdqV3 = new PdqV3(new V3Client(ACTOR, context));
    this.#pdqm = new Pdqm(ACTOR, context);
    const takes = [{ type: 'ADT', events: IDENTITY_EVENTS, since: 5 }];
    this.#mllp = await listenMllp({
      actor: ACTOR,
      context,
      ...hl7Endpoint(context, [
        { id: 'ITI-30', takes, answer: (message, request, answering) => receive(message, request, answering, context) },
      ]),
    });
    return [{ actor: ACTOR, transaction: 'ITI-30', url: this.#mllp.url }];
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (this.#pdqV3 && transaction === 'ITI-47') return this.#pdqV3.perform(input);
    if (this.#pdqm && transaction === 'ITI-78') return this.#pdqm.perform(input);
    if (!this.#pdq || transaction !== 'ITI-21') throw new Error(`${ACTOR}: does not send ${transaction}`);
    return this.#pdq.perform(input);
  }

  async stop(): Promise<void> {
    this.#client?.close();
    await this.#mllp?.close();
  }
}
