import type { SimulatorContext } from '../../src/model/index.js';
import {
  answerTo,
  readHl7Path,
  type AnswerContext,
  type Hl7Answer,
  type Hl7Message,
  type MessageError,
} from '../../src/protocols/hl7v2/index.js';
import type { MllpRequest } from '../../src/transport/index.js';
import { validator } from '../../validators/hl7v2/index.js';

/** Events of ITI-30 that the French extension of PAM keeps. */
export const IDENTITY_EVENTS: readonly string[] = ['A24', 'A28', 'A31', 'A37', 'A40', 'A47'];

/** Events of ITI-31 in the French extension of PAM. */
export const ENCOUNTER_EVENTS: readonly string[] = [
  ...['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A09', 'A10', 'A11', 'A12', 'A13', 'A14', 'A15', 'A16'],
  ...['A21', 'A22', 'A25', 'A26', 'A27', 'A32', 'A33', 'A38', 'A44', 'A52', 'A53', 'A54', 'A55', 'Z99'],
];

/** What a rule that is broken is told as in ERR-3; every other one is "another HL7 error". */
const CODES: Readonly<Record<string, MessageError['code']>> = {
  'HL7-40': 'segmentSequence',
  'HL7-41': 'segmentSequence',
  'HL7-42': 'cardinality',
  'HL7-43': 'segmentSequence',
  'HL7-50': 'requiredFieldMissing',
  'HL7-51': 'cardinality',
  'HL7-52': 'cardinality',
  'HL7-55': 'dataType',
  'HL7-56': 'tableValueNotFound',
  'HL7-57': 'tableValueNotFound',
};
/** A message with more errors than this is told that many. */
const MOST_ERRORS = 50;

/**
 * Acknowledges a message by what the validator finds in it: AA, or AE with an ERR for each error. The parameter `reception`
 * (`tolerant`) takes what is wrong as well, for products that are not there yet.
 */
export async function receive(
  message: Hl7Message,
  { artefact }: Pick<MllpRequest, 'artefact'>,
  answering: AnswerContext,
  { parameters, now }: SimulatorContext,
): Promise<Hl7Answer> {
  if (parameters['reception'] === 'tolerant') return answerTo(message, { code: 'AA' }, answering);
  const { findings } = await validator.validate(artefact, { at: now(), trust: { anchors: [], crls: [] }, parameters });
  const errors = findings
    .filter(({ severity }) => severity === 'error')
    .slice(0, MOST_ERRORS)
    .map(({ rule, place, message: text }): MessageError => ({
      code: CODES[rule] ?? 'other',
      location: locationOf(place.path),
      text: text.fr,
    }));
  return answerTo(message, { code: errors.length > 0 ? 'AE' : 'AA', errors }, answering);
}

/** ERR-2 of the path of a finding: segment, its ordinal, field, repetition, component, subcomponent. */
function locationOf(path: string): (string | number)[] {
  const { segment, ordinal = 1, field, repetition = 1, component, subcomponent } = readHl7Path(path) ?? {};
  if (segment === undefined) return [];
  const parts = [segment, ordinal, field, field === undefined ? undefined : repetition, component, subcomponent];
  return parts.filter((part): part is string | number => part !== undefined);
}
