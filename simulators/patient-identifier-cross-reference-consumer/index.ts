import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { Hl7Client, hl7Endpoint, listenMllp, type Hl7Transaction, type Listening } from '../../src/transport/index.js';
import { FEEDS } from '../../src/protocols/hl7v3/index.js';
import { V3Client } from '../patient-demographics-consumer/v3-client.js';
import { openSoapDoor } from '../patient-demographics-supplier/soap-door.js';
import { receive } from '../patient-encounter-consumer/reception.js';
import { performIti45 } from './iti-45.js';
import { serveIti46 } from './iti-46.js';
import { performIti9 } from './iti-9.js';

const ACTOR = 'patient-identifier-cross-reference-consumer';

/** Asks which identifiers a person has elsewhere (ITI-9, ITI-45), and is told when they change (ITI-10, ITI-46). */
export class PatientIdentifierCrossReferenceConsumer implements Simulator {
  #client: Hl7Client | undefined;
  #v3: V3Client | undefined;
  readonly #doors: Listening[] = [];

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#client = new Hl7Client(ACTOR, context);
    this.#v3 = new V3Client(ACTOR, context);
    const takes = [{ type: 'ADT', events: ['A31'], since: 5 }];
    const receiving: Hl7Transaction = {
      id: 'ITI-10',
      takes,
      answer: (message, request, answering) => receive(message, request, answering, context),
    };
    try {
      const mllp = await listenMllp({ actor: ACTOR, context, ...hl7Endpoint(context, [receiving]) });
      this.#doors.push(mllp);
      const soap = await openSoapDoor(ACTOR, context, [
        { id: 'ITI-46', takes: [FEEDS.revise], answer: (message, _, answering) => serveIti46(message, answering) },
      ]);
      if (soap) this.#doors.push(soap.listening);
      return [{ actor: ACTOR, transaction: 'ITI-10', url: mllp.url }, ...(soap?.endpoints ?? [])];
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (this.#v3 && transaction === 'ITI-45') return performIti45(this.#v3, input);
    if (!this.#client || transaction !== 'ITI-9') throw new Error(`${ACTOR}: does not send ${transaction}`);
    return performIti9(this.#client, input);
  }

  async stop(): Promise<void> {
    this.#client?.close();
    await Promise.all(this.#doors.splice(0).map((door) => door.close()));
  }
}
