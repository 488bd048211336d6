import { z } from 'zod';
import { identityValues } from '../../src/identity/patient-v3.js';
import { YamlText, type Performed } from '../../src/model/index.js';
import { writeIdentifierQuery } from '../../src/protocols/hl7v3/index.js';
import { readInput } from '../document-source/input.js';
import { IiInput, performed, V3MessageOptions, type V3Client } from '../patient-demographics-consumer/v3-client.js';

/** Input of ITI-45: an identifier, and the OIDs of the domains whose identifiers are wanted. */
const Input = V3MessageOptions.extend({ identifier: IiInput, domains: z.array(YamlText).default([]) });

/**
 * Asks the Patient Identifier Cross-reference Manager for the identifiers of a patient in other domains (ITI-45).
 * @throws SimulatorError when its address is not known
 */
export async function performIti45(client: V3Client, given: Readonly<Record<string, unknown>>): Promise<Performed> {
  const { identifier, domains, ...options } = readInput(Input, given, 'ITI-45');
  const query = { queryId: client.newQueryId(), patient: identifier, domains };
  const called = await client.call({
    to: 'patient-identifier-cross-reference-manager',
    transaction: 'ITI-45',
    name: 'PRPA_IN201309UV02',
    options,
    body: (transmission) => writeIdentifierQuery(transmission, query),
  });
  return performed(called, identityValues(called.answer?.registrations[0]?.patient));
}
