import { z } from 'zod';
import { ABSENT, AnyYamlText, readArgument, type Artefact, type Check, type CheckOutcome } from '../../src/model/index.js';
import { openSoap } from '../../src/protocols/soap/index.js';
import { messageIn } from './judge.js';
import { count, values } from './values.js';

/** A code, or several that it may be. */
const OneOf = z.union([z.string(), z.array(z.string()).min(1)]);

const Expected = z.strictObject({
  /** AA, AE, AR, CA, CE, CR */
  acknowledgement: OneOf.optional(),
  /** OK, NF, QE, AE */
  code: OneOf.optional(),
  /** code of an acknowledgementDetail: `204` */
  detail: AnyYamlText.optional(),
  /** how many patients the message carries */
  patients: z.number().int().min(0).optional(),
  remaining: z.number().int().min(0).optional(),
  /** a SOAP fault does as well */
  'or-fault': z.literal(true).optional(),
});

function evaluate(artefact: Artefact, argument: unknown): CheckOutcome {
  const { 'or-fault': orFault = false, ...expected } = readArgument(Expected, argument, 'v3-answer');
  if (orFault && openSoap(artefact).fault !== undefined) return { holds: true };
  const message = messageIn(artefact);
  const found = message && {
    acknowledgement: message.acknowledgement?.code,
    code: message.queryAck?.code,
    detail: message.acknowledgement?.details.map(({ code }) => code).find((code) => code === expected.detail),
    patients: message.registrations.length,
    remaining: message.queryAck?.remaining,
  };
  const names = Object.keys(expected) as (keyof typeof expected)[];
  if (found && names.every((name) => [expected[name]].flat().includes(found[name]))) return { holds: true };
  const written = (or: string): string => names.map((name) => `${name} ${[expected[name]].flat().join(` ${or} `)}`).join(', ');
  const actual = found && names.map((name) => `${name} ${String(found[name] ?? '–')}`).join(', ');
  return {
    holds: false,
    expected: { fr: written('ou'), en: written('or') },
    actual: actual === undefined ? ABSENT : { fr: actual, en: actual },
  };
}

/**
 * What an answer says of itself: `v3-answer: { acknowledgement: AA, code: OK, patients: 2, remaining: 1 }`, or that it refuses:
 * `v3-answer: { acknowledgement: [AE, AR], or-fault: true }`; what stands in any
 * message: `v3-values: { name/family[@qualifier=BR]: MARTIN }`, `v3-count: { patient/id: 2 }`.
 */
export const checks: Readonly<Record<string, Check>> = {
  'v3-answer': { title: { fr: 'Ce que dit la réponse HL7 V3', en: 'What the HL7 V3 answer says' }, evaluate },
  'v3-values': { title: { fr: 'Valeurs d’un message HL7 V3', en: 'Values of an HL7 V3 message' }, evaluate: values },
  'v3-count': { title: { fr: 'Nombre d’éléments d’un message HL7 V3', en: 'Number of elements of an HL7 V3 message' }, evaluate: count },
};
