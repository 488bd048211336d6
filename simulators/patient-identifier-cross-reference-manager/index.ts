import { openIdentityStore, type IdentityStore, type Note } from '../../src/identity/index.js';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { FEEDS } from '../../src/protocols/hl7v3/index.js';
import { Hl7Client, hl7Endpoint, listenMllp, MessageOptions, type Hl7Transaction, type Listening } from '../../src/transport/index.js';
import { V3Client } from '../patient-demographics-consumer/v3-client.js';
import { openSoapDoor, type V3Transaction } from '../patient-demographics-supplier/soap-door.js';
import { answerFeed } from './feed.js';
import { performIti10, updateNotification } from './iti-10.js';
import { serveIti44 } from './iti-44.js';
import { serveIti45 } from './iti-45.js';
import { performIti46 } from './iti-46.js';
import { answerQ23 } from './iti-9.js';

const ACTOR = 'patient-identifier-cross-reference-manager';
const CONSUMER = 'patient-identifier-cross-reference-consumer';

/**
 * Knows which identifiers are one person's: takes the identity feed (ITI-8, ITI-30), answers queries (ITI-9) and tells of
 * changes (ITI-10), over MLLP; the same in HL7 V3 over SOAP (ITI-44, ITI-45, ITI-46). Parameters: those of `openIdentityStore`; `pix-update` (`yes`: the consumer whose address is
 * declared is told of each change by itself).
 */
export class PatientIdentifierCrossReferenceManager implements Simulator {
  #store: IdentityStore | undefined;
  #client: Hl7Client | undefined;
  #v3: V3Client | undefined;
  readonly #doors: Listening[] = [];
  /** notifications under way */
  readonly #telling = new Set<Promise<unknown>>();

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const store = (this.#store = openIdentityStore(context));
    const client = (this.#client = new Hl7Client(ACTOR, context));
    this.#v3 = new V3Client(ACTOR, context);
    const isTelling = context.parameters['pix-update'] === 'yes' && /^mllps?:/.test(context.peers[CONSUMER] ?? '');
    const tell = (key: number, within: string): void => {
      const person = store.presented(key);
      if (!person || person.identifiers.length === 0) return;
      const told = client.call({ ...updateNotification(person, context.now()), options: MessageOptions.parse({}), within });
      const ended = told.catch(() => undefined).finally(() => this.#telling.delete(ended));
      this.#telling.add(ended);
    };
    const remark = (exchange: string, notes: readonly Note[]): void => {
      if (notes.length === 0) return;
      const values = { notes: notes.map(({ kind }) => kind).join(' ') };
      context.recorder.record({ kind: 'datum', name: 'answered', value: { exchange, values } });
    };
    const feed: Hl7Transaction['answer'] = (message, { exchange }, answering) => {
      const answer = answerFeed(message, { ...answering, store });
      // the feed is answered meanwhile
      if (answer.key !== undefined && isTelling) tell(answer.key, exchange);
      remark(exchange, answer.notes);
      return answer;
    };
    const transactions: Hl7Transaction[] = [
      {
        id: 'ITI-9',
        takes: [{ type: 'QBP', events: ['Q23'], since: 5 }],
        answer: (message, _, answering) => answerQ23(message, { ...answering, store }),
      },
      { id: 'ITI-8', takes: [{ type: 'ADT', events: ['A01', 'A04', 'A05', 'A08'], since: 3 }], answer: feed },
      // a merge is of ITI-8 in the version of HL7 that it is written in
      { id: 'ITI-8', takes: [{ type: 'ADT', events: ['A40'], since: 3, before: 5 }], answer: feed },
      { id: 'ITI-30', takes: [{ type: 'ADT', events: ['A24', 'A28', 'A31', 'A37', 'A40', 'A47'], since: 5 }], answer: feed },
    ];
    const v3Transactions: V3Transaction[] = [
      {
        id: 'ITI-44',
        takes: Object.values(FEEDS),
        answer: (message, { exchange }, answering) => {
          const answer = serveIti44(message, { ...answering, store });
          remark(exchange, answer.notes);
          return answer;
        },
      },
      { id: 'ITI-45', takes: ['PRPA_IN201309UV02'], answer: (message, _, answering) => serveIti45(message, { ...answering, store }) },
    ];
    try {
      const mllp = await listenMllp({ actor: ACTOR, context, ...hl7Endpoint(context, transactions) });
      this.#doors.push(mllp);
      const soap = await openSoapDoor(ACTOR, context, v3Transactions);
      if (soap) this.#doors.push(soap.listening);
      const { url } = mllp;
      return [...['ITI-8', 'ITI-9', 'ITI-30'].map((transaction) => ({ actor: ACTOR, transaction, url })), ...(soap?.endpoints ?? [])];
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (transaction === 'ITI-46' && this.#v3 && this.#store) return performIti46(this.#v3, this.#store, input);
    if (transaction === 'ITI-10' && this.#client && this.#store) return performIti10(this.#client, this.#store, input);
    throw new Error(`${ACTOR}: does not send ${transaction}`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#doors.splice(0).map((door) => door.close()));
    await Promise.allSettled(this.#telling);
    this.#client?.close();
    this.#store?.close();
    this.#store = undefined;
  }
}
