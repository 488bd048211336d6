import { z } from 'zod';
import { ABSENT, AnyYamlText, readArgument, type Artefact, type Check, type CheckOutcome } from '../../src/model/index.js';
import { messageIn } from './judge.js';
import { count, values } from './values.js';

const Expected = z.strictObject({
  /** AA, AE, AR, CA, CE, CR */
  acknowledgement: z.string().optional(),
  /** OK, NF, QE, AE */
  code: z.string().optional(),
  /** code of an acknowledgementDetail: `204` */
  detail: AnyYamlText.optional(),
  /** how many patients the message carries */
  patients: z.number().int().min(0).optional(),
  remaining: z.number().int().min(0).optional(),
});

function evaluate(artefact: Artefact, argument: unknown): CheckOutcome {
  const expected = readArgument(Expected, argument, 'v3-answer');
  const message = messageIn(artefact);
  const found = message && {
    acknowledgement: message.acknowledgement?.code,
    code: message.queryAck?.code,
    detail: message.acknowledgement?.details.map(({ code }) => code).find((code) => code === expected.detail),
    patients: message.registrations.length,
    remaining: message.queryAck?.remaining,
  };
  const names = Object.keys(expected) as (keyof typeof expected)[];
  if (found && names.every((name) => found[name] === expected[name])) return { holds: true };
  const written = names.map((name) => `${name} ${String(expected[name])}`).join(', ');
  const actual = found && names.map((name) => `${name} ${String(found[name] ?? '–')}`).join(', ');
  return { holds: false, expected: { fr: written, en: written }, actual: actual === undefined ? ABSENT : { fr: actual, en: actual } };
}

/**
 * What an answer says of itself: `v3-answer: { acknowledgement: AA, code: OK, patients: 2, remaining: 1 }`; what stands in any
 * message: `v3-values: { name/family[@qualifier=BR]: MARTIN }`, `v3-count: { patient/id: 2 }`.
 */
export const checks: Readonly<Record<string, Check>> = {
  'v3-answer': { title: { fr: 'Ce que dit la réponse HL7 V3', en: 'What the HL7 V3 answer says' }, evaluate },
  'v3-values': { title: { fr: 'Valeurs d’un message HL7 V3', en: 'Values of an HL7 V3 message' }, evaluate: values },
  'v3-count': { title: { fr: 'Nombre d’éléments d’un message HL7 V3', en: 'Number of elements of an HL7 V3 message' }, evaluate: count },
};
