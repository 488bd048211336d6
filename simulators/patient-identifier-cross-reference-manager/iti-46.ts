import { z } from 'zod';
import { IdentifierInput, type IdentityStore } from '../../src/identity/index.js';
import { patientOf } from '../../src/identity/patient-v3.js';
import type { Performed } from '../../src/model/index.js';
import { FEEDS, writeFeed } from '../../src/protocols/hl7v3/index.js';
import { readInput } from '../document-source/input.js';
import { performed, type V3Client } from '../patient-demographics-consumer/v3-client.js';
import { personOf } from './iti-10.js';

/** Input of ITI-46: an identifier of the patient whose identifiers have changed. */
const Input = z.strictObject({ identifier: IdentifierInput });

/**
 * Tells the Patient Identifier Cross-reference Consumer the identifiers of a patient (ITI-46; IHE ITI TF-2, 3.46.4.1): all of
 * them, without a name.
 * @throws SimulatorError when its address is not known, or the store knows nobody of this identifier
 */
export async function performIti46(client: V3Client, store: IdentityStore, given: Readonly<Record<string, unknown>>): Promise<Performed> {
  const { identifier } = readInput(Input, given, 'ITI-46');
  const { ids, provider } = patientOf(personOf(store, identifier, 'ITI-46'));
  const patient = { ids, otherIds: [], names: [], telecoms: [], addresses: [], ...(provider && { provider }) };
  const called = await client.call({
    to: 'patient-identifier-cross-reference-consumer',
    transaction: 'ITI-46',
    name: FEEDS.revise,
    body: (transmission) => writeFeed('revise', transmission, { patient, replaces: [], custodian: transmission.sender.id }),
  });
  return performed(called, { identifiers: ids.map(({ root, extension = '' }) => `${extension}^${root}`).join(' ') });
}
