import { IdentifierInput, writeIdentifier, type Identifier, type Identity, type IdentityStore } from '../../src/identity/index.js';
import { SimulatorError, type Performed } from '../../src/model/index.js';
import { dtmOf, type SegmentValue } from '../../src/protocols/hl7v2/index.js';
import { ACKNOWLEDGEMENT, MessageOptions, valuesAt, type Hl7Call, type Hl7Client } from '../../src/transport/index.js';
import { readInput } from '../document-source/input.js';

const CONSUMER = 'patient-identifier-cross-reference-consumer';

/** Input of ITI-10: an identifier of the patient whose identifiers have changed. */
const Input = MessageOptions.extend({ identifier: IdentifierInput });

/**
 * The PIX update notification of a person (ITI-10; IHE ITI TF-2, 3.10.4.1.2): ADT^A31 with all their identifiers, and a space for a
 * name, since names are none of the consumer's business.
 */
export function updateNotification(person: Identity, now: Date): Omit<Hl7Call, 'options'> {
  const at = dtmOf(now);
  const segments: SegmentValue[] = [
    ['EVN', '', at],
    ['PID', '', '', { repetitions: person.identifiers.map(writeIdentifier) }, '', ' '],
    ['PV1', '', 'N'],
  ];
  return { to: CONSUMER, transaction: 'ITI-10', type: ['ADT', 'A31', 'ADT_A05'], version: ['2.5'], segments };
}

/**
 * Tells the Patient Identifier Cross-reference Consumer the identifiers of a patient (ITI-10).
 * @throws SimulatorError when its address is not known, or the store knows nobody of this identifier
 */
export async function performIti10(client: Hl7Client, store: IdentityStore, given: Readonly<Record<string, unknown>>): Promise<Performed> {
  const input = readInput(Input, given, 'ITI-10');
  const told = updateNotification(personOf(store, input.identifier, 'ITI-10'), client.context.now());
  const called = await client.call({ ...told, options: input });
  return { exchange: called.exchange, values: valuesAt(called, ACKNOWLEDGEMENT) };
}

/**
 * Who has this identifier, with the identifiers of every domain.
 * @throws SimulatorError when nobody has
 */
export function personOf(store: IdentityStore, identifier: Identifier, transaction: string): Identity {
  const key = store.keyOf(identifier);
  const person = key === undefined ? undefined : store.presented(key);
  if (person) return person;
  const { value, authority } = identifier;
  const domain = authority.oid || authority.namespace;
  throw new SimulatorError('configuration', {
    fr: `${transaction}\u00A0: l’identifiant ${value} (${domain}) n’est celui de personne`,
    en: `${transaction}: the identifier ${value} (${domain}) is nobody’s`,
  });
}
