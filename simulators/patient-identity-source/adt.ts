import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { IdentifierInput, PersonInput, writeIdentifier, writePid, type Identifier, type Identity } from '../../src/identity/index.js';
import { YamlText, type Performed } from '../../src/model/index.js';
import { dtmOf, type SegmentValue } from '../../src/protocols/hl7v2/index.js';
import { ACKNOWLEDGEMENT, MessageOptions, valuesAt, type Hl7Call, type Hl7Client } from '../../src/transport/index.js';
import { readInput } from '../document-source/input.js';

/** The structure (MSH-9.3) of each event of PAM in its French extension that is not named after itself. */
const STRUCTURES: Readonly<Record<string, string>> = {
  A04: 'ADT_A01',
  A07: 'ADT_A06',
  A08: 'ADT_A01',
  A10: 'ADT_A09',
  A11: 'ADT_A09',
  A13: 'ADT_A01',
  A14: 'ADT_A05',
  A22: 'ADT_A21',
  A25: 'ADT_A21',
  A26: 'ADT_A21',
  A27: 'ADT_A21',
  A28: 'ADT_A05',
  A31: 'ADT_A05',
  A32: 'ADT_A21',
  A33: 'ADT_A21',
  A40: 'ADT_A39',
  A44: 'ADT_A43',
  A47: 'ADT_A30',
  A53: 'ADT_A52',
  A55: 'ADT_A52',
  Z99: 'ADT_A01',
};

/** Events that end an identifier in favour of another, or an account of another patient (A44). */
const MERGES = ['A40', 'A44', 'A47'];
/** Events about two patients. */
const PAIRS = ['A24', 'A37'];
/** Events of movements, which carry ZBE in France. */
const MOVEMENTS = /^(?:A0[1-7]|A1[1-6]|A2[12567]|A38|A5[2-5]|Z99)$/;

const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 20);

/** A stay and one movement of it, as a dataset gives them. */
const Movement = z.object({
  /** PV1-2 */
  class: YamlText.default('I'),
  /** PV1-3 */
  location: YamlText.optional(),
  /** PV1-19 */
  visit: IdentifierInput.optional(),
  /** ZBE-1; absent: a new one */
  id: YamlText.default(() => newId()),
  /** ZBE-4 */
  action: z.enum(['INSERT', 'UPDATE', 'CANCEL']).default('INSERT'),
  /** ZBE-5 */
  historic: z.boolean().default(false),
  /** ZBE-6: the event that an update or a cancellation is about */
  original: YamlText.optional(),
  /** ZBE-7 */
  unit: YamlText.default('4021'),
  /** ZBE-9 */
  nature: YamlText.default('HMS'),
});

/** Input of ITI-8, ITI-30 and ITI-31: an event, and who it is about. */
const Input = MessageOptions.extend({
  event: YamlText,
  patient: PersonInput,
  /** identifiers that end (MRG-1), or those of the second patient */
  other: z.array(IdentifierInput).default([]),
  movement: Movement.optional(),
});
type Input = z.infer<typeof Input>;

/** How a transaction writes ADT: HL7 2.3.1 for ITI-8, the French extension of PAM for ITI-30 and ITI-31. */
const FORMS: Readonly<Record<string, Pick<Hl7Call, 'version' | 'profile'>>> = {
  'ITI-8': { version: ['2.3.1'] },
  'ITI-30': { version: ['2.5', 'FRA', '2.11'], profile: ['2.11', 'IHE_FRANCE-2.11-PAM'] },
  'ITI-31': { version: ['2.5', 'FRA', '2.11'], profile: ['2.11', 'IHE_FRANCE-2.11-PAM'] },
};

/** PID of HL7 2.3.1 ends there. */
const FIELDS_OF_231 = 30;

/**
 * Sends one ADT message of the patient identity feed or of PAM; `movement` of the values is ZBE-1.
 * @throws SimulatorError when the peer's address is not known
 */
export async function performAdt(
  client: Hl7Client,
  to: string,
  transaction: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Performed> {
  const input = readInput(Input, given, transaction);
  const form = FORMS[transaction]!;
  const old = transaction === 'ITI-8';
  const { event } = input;
  const called = await client.call({
    to,
    transaction,
    type: old ? ['ADT', event] : ['ADT', event, STRUCTURES[event] ?? `ADT_${event}`],
    ...form,
    segments: segmentsOf(input, old, client.context.now()),
    options: input,
  });
  const { movement } = input;
  return { exchange: called.exchange, values: { ...valuesAt(called, ACKNOWLEDGEMENT), ...(movement && { movement: movement.id }) } };
}

function segmentsOf({ event, patient, other, movement }: Input, old: boolean, now: Date): SegmentValue[] {
  const at = dtmOf(now);
  const second: Identity = { ...patient, identifiers: other };
  const pid = (identity: Identity, setId: number): SegmentValue => {
    const [name, ...fields] = writePid(identity, setId);
    return old ? [name, ...fields.slice(0, FIELDS_OF_231)] : [name, ...fields];
  };
  const evn: SegmentValue = ['EVN', old ? event : '', at];
  if (MERGES.includes(event)) return [evn, pid(patient, 1), mrg(other, event === 'A44' ? patient.account : undefined)];
  if (PAIRS.includes(event)) return [evn, pid(patient, 1), pid(second, 2)];
  const visit = movement?.visit ? writeIdentifier(movement.visit) : '';
  const pv1: SegmentValue = [
    'PV1',
    '1',
    movement?.class ?? 'N',
    movement?.location ? [movement.location] : '',
    ...Array<string>(15).fill(''),
    visit,
  ];
  return [
    evn,
    pid(patient, 1),
    pv1,
    ...(movement && MOVEMENTS.test(event) ? [zbe(movement, at)] : []),
    ...(!old && patient.reliability.includes('VALI') ? [['ZFD', '', '', '', 'N', 'INSI', at.slice(0, 8)] as SegmentValue] : []),
  ];
}

/** @param account MRG-3: the one that was the other patient's */
const mrg = (identifiers: readonly Identifier[], account?: Identifier): SegmentValue => [
  'MRG',
  { repetitions: identifiers.map(writeIdentifier) },
  ...(account ? ['', writeIdentifier(account)] : []),
];

function zbe({ id, action, historic, original, unit, nature }: z.infer<typeof Movement>, at: string): SegmentValue {
  const responsible = [`UF ${unit}`, '', '', '', '', ['ADDAX', '2.999.1', 'ISO'], 'UF', '', '', unit];
  return ['ZBE', [id, 'ADDAX', '2.999.1', 'ISO'], at, '', action, historic ? 'Y' : 'N', original ?? '', responsible, '', nature];
}
