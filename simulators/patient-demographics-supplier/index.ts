import { Continuations, openIdentityStore, type IdentityStore } from '../../src/identity/index.js';
import { SimulatorError, type Endpoint, type Performed, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import { Hl7Client, hl7Endpoint, listenMllp, type Hl7Transaction, type Listening } from '../../src/transport/index.js';
import { performAdt } from '../patient-identity-source/adt.js';
import { serveIti47 } from './iti-47.js';
import { openFhirDoor } from './iti-78.js';
import { openSoapDoor, type V3Transaction } from './soap-door.js';
import { answerPdq, PDQ_MESSAGES, type SupplierContext } from './iti-21.js';

const ACTOR = 'patient-demographics-supplier';

/**
 * Knows patients: answers who has given traits (ITI-21 over MLLP, ITI-47 over SOAP,
 * ITI-78 over FHIR) and tells of changes (ITI-30). Parameters: those of
 * `openIdentityStore`; `max-patients` (a question that finds more is refused); `phonetic` (`yes`: names that sound alike
 * match); `wildcards` (where an asterisk is one: `none`, `trailing`, `anywhere`).
 */
export class PatientDemographicsSupplier implements Simulator {
  #store: IdentityStore | undefined;
  #client: Hl7Client | undefined;
  readonly #doors: Pick<Listening, 'close'>[] = [];

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
          wrongIns: faults.take('wrong-ins'),
        }),
    };
    const iti47: V3Transaction = {
      id: 'ITI-47',
      takes: ['PRPA_IN201305UV02', 'QUQI_IN000003UV01', 'QUQI_IN000003UV01_Cancel'],
      answer: (message, { faults }, answering) =>
        serveIti47(message, {
          ...answering,
          ...matching,
          store,
          continuations,
          ...(faults.take('empty-result') !== undefined && { isEmpty: true }),
          wrongIns: faults.take('wrong-ins'),
        }),
    };
    try {
      const mllp = await listenMllp({ actor: ACTOR, context, ...hl7Endpoint(context, [iti21]) });
      this.#doors.push(mllp);
      const soap = await openSoapDoor(ACTOR, context, [iti47]);
      if (soap) this.#doors.push(soap.listening);
      const fhir = await openFhirDoor(ACTOR, context, store, matching);
      if (fhir) this.#doors.push(fhir.listening);
      return [{ actor: ACTOR, transaction: 'ITI-21', url: mllp.url }, ...(soap?.endpoints ?? []), ...(fhir ? [fhir.endpoint] : [])];
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#client || transaction !== 'ITI-30') throw new Error(`${ACTOR}: does not send ${transaction}`);
    return performAdt(this.#client, 'patient-demographics-consumer', transaction, input);
  }

  async stop(): Promise<void> {
    this.#client?.close();
    await Promise.all(this.#doors.splice(0).map((door) => door.close()));
    this.#store?.close();
    this.#store = undefined;
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
