import { Continuations, openIdentityStore, type IdentityStore } from '../../src/identity/index.js';
import { SimulatorError, type Endpoint, type Performed, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import { Hl7Client, hl7Endpoint, listenMllp, type Hl7Transaction, type Listening } from '../../src/transport/index.js';
import { performAdt } from '../patient-identity-source/adt.js';
import { answerPdq, PDQ_MESSAGES, type SupplierContext } from './iti-21.js';

const ACTOR = 'patient-demographics-supplier';

/**
 * Knows patients: answers who has given traits (ITI-21) and tells of changes (ITI-30), over MLLP. Parameters: those of
 * `openIdentityStore`; `max-patients` (a question that finds more is refused); `phonetic` (`yes`: names that sound alike
 * match); `wildcards` (where an asterisk is one: `none`, `trailing`, `anywhere`).
 */
export class PatientDemographicsSupplier implements Simulator {
  #store: IdentityStore | undefined;
  #client: Hl7Client | undefined;
  #mllp: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const matching = matchingOf(context.parameters);
    const store = (this.#store = openIdentityStore(context));
    const continuations = new Continuations();
    this.#client = new Hl7Client(ACTOR, context);
    const iti21: Hl7Transaction = {
      id: 'ITI-21',
      takes: PDQ_MESSAGES,
      answer: (message, { faults }, answering) =>
        answerPdq(message, {
          ...answering,
          ...matching,
          store,
          continuations,
          ...(faults.take('empty-result') !== undefined && { isEmpty: true }),
        }),
    };
    this.#mllp = await listenMllp({ actor: ACTOR, context, ...hl7Endpoint(context, [iti21]) }).catch((error: unknown) => {
      store.close();
      throw error;
    });
    return [{ actor: ACTOR, transaction: 'ITI-21', url: this.#mllp.url }];
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#client || transaction !== 'ITI-30') throw new Error(`${ACTOR}: does not send ${transaction}`);
    return performAdt(this.#client, 'patient-demographics-consumer', transaction, input);
  }

  async stop(): Promise<void> {
    this.#client?.close();
    await this.#mllp?.close();
    this.#store?.close();
  }
}

const WILDCARDS = ['none', 'trailing', 'anywhere'] as const;

/** @throws SimulatorError when a parameter has a value that it cannot have */
function matchingOf(parameters: Readonly<Record<string, string>>): Pick<SupplierContext, 'wildcards' | 'phonetic' | 'mostMatches'> {
  const { wildcards = 'trailing', phonetic = 'no', 'max-patients': most } = parameters;
  const known = WILDCARDS.find((one) => one === wildcards);
  const wrong = (name: string, value: string, wanted: string): SimulatorError =>
    new SimulatorError('configuration', {
      fr: `Paramètre ${name}\u00A0: « ${value} » n’est pas connu\u00A0; ${wanted} est attendu`,
      en: `Parameter ${name}: “${value}” is not known; ${wanted} is expected`,
    });
  if (!known) throw wrong('wildcards', wildcards, WILDCARDS.join(' | '));
  if (phonetic !== 'yes' && phonetic !== 'no') throw wrong('phonetic', phonetic, 'yes | no');
  if (most !== undefined && !/^[1-9]\d{0,5}$/.test(most)) throw wrong('max-patients', most, '1–999999');
  return { wildcards: known, phonetic: phonetic === 'yes', ...(most !== undefined && { mostMatches: Number(most) }) };
}
