import { z } from 'zod';
import { patientOf } from '../../src/identity/patient-v3.js';
import { identityOf, PersonShape } from '../../src/identity/index.js';
import type { Performed } from '../../src/model/index.js';
import { FEEDS, writeFeed, type Registration } from '../../src/protocols/hl7v3/index.js';
import { readInput } from '../document-source/input.js';
import { IiInput, performed, V3MessageOptions, type V3Client } from '../patient-demographics-consumer/v3-client.js';

/** Input of ITI-44: who the patient is, and on a merge the identifiers of the registration that is replaced. */
const Input = V3MessageOptions.extend({
  patient: PersonShape,
  operation: z.enum(['add', 'revise', 'merge']).default('add'),
  replaces: z.array(IiInput).default([]),
});
type Input = z.infer<typeof Input>;

/**
 * Sends one message of ITI-44 to the Patient Identifier Cross-reference Manager: a patient is added, revised or merged.
 * @throws SimulatorError when its address is not known
 */
export async function performIti44(client: V3Client, given: Readonly<Record<string, unknown>>): Promise<Performed> {
  const input = readInput(Input, given, 'ITI-44');
  const registration = registrationOf(input);
  const called = await client.call({
    to: 'patient-identifier-cross-reference-manager',
    transaction: 'ITI-44',
    name: FEEDS[input.operation],
    options: input,
    body: (transmission) => writeFeed(input.operation, transmission, registration),
  });
  return performed(called);
}

function registrationOf(input: Input): Registration {
  const patient = patientOf(identityOf(input.patient));
  const organization = patient.provider ?? { root: '' };
  const { birthDate, sex } = input.patient;
  return {
    // a date and a sex are sent as they are given, wrong ones too
    patient: { ...patient, ...(birthDate !== undefined && { birthTime: birthDate }), ...(sex !== undefined && { gender: sex }) },
    replaces: input.replaces,
    custodian: organization,
  };
}
