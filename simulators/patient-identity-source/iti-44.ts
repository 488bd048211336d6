import { z } from 'zod';
import { patientOf } from '../../src/identity/patient-v3.js';
import { NOBODY, type Identity } from '../../src/identity/index.js';
import type { Performed } from '../../src/model/index.js';
import { FEEDS, writeFeed, type Registration } from '../../src/protocols/hl7v3/index.js';
import { readInput } from '../document-source/input.js';
import { IdentifierInput, iiOfInput, performed, Text, type V3Client } from '../patient-demographics-consumer/v3-client.js';

/** Input of ITI-44: who the patient is, and on a merge the identifiers that end. */
const Input = z.strictObject({
  operation: z.enum(['add', 'revise', 'merge']).default('add'),
  identifiers: z.array(IdentifierInput).min(1),
  birthFamily: Text.optional(),
  given: Text.optional(),
  /** every given name of the birth certificate */
  givenList: Text.optional(),
  /** the name that is used */
  family: Text.optional(),
  birthDate: Text.transform((date) => date.replaceAll('-', '')).optional(),
  sex: Text.optional(),
  /** code of the COG */
  birthPlace: Text.optional(),
  city: Text.optional(),
  postalCode: Text.optional(),
  phone: Text.optional(),
  multipleBirth: z.boolean().optional(),
  birthOrder: z.coerce.number().int().optional(),
  /** identifiers of the registration that is replaced */
  replaces: z.array(IdentifierInput).default([]),
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
    body: (transmission) => writeFeed(input.operation, transmission, registration),
  });
  return performed(called);
}

function registrationOf(input: Input): Registration {
  const { birthFamily, given, givenList, family, birthDate, sex, birthPlace, city, postalCode, phone, multipleBirth, birthOrder } = input;
  const birth = { ...(birthFamily !== undefined && { family: birthFamily }), ...(given !== undefined && { given }) };
  const identity: Identity = {
    ...NOBODY,
    names: [
      ...(Object.keys(birth).length > 0 ? [{ ...birth, ...(givenList !== undefined && { givenList }), use: 'L' }] : []),
      ...(family === undefined ? [] : [{ family, use: 'D' }]),
    ],
    addresses: [
      ...(city === undefined && postalCode === undefined ?
        []
      : [{ ...(city !== undefined && { city }), ...(postalCode !== undefined && { postalCode }), type: 'H' }]),
      ...(birthPlace === undefined ? [] : [{ countyCode: birthPlace, type: 'BDL' }]),
    ],
    telecoms: phone === undefined ? [] : [{ number: phone }],
    ...(multipleBirth !== undefined && { multipleBirth }),
    ...(birthOrder !== undefined && { birthOrder }),
  };
  const ids = input.identifiers.map(iiOfInput);
  const organization = { root: ids[0]!.root };
  return {
    // a date and a sex are sent as they are given, wrong ones too
    patient: {
      ...patientOf(identity),
      ids,
      provider: organization,
      ...(birthDate !== undefined && { birthTime: birthDate }),
      ...(sex !== undefined && { gender: sex }),
    },
    replaces: input.replaces.map(iiOfInput),
    custodian: organization,
  };
}
