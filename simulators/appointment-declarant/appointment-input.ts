import { z } from 'zod';
import { readInput, YamlText } from '../../src/model/index.js';
import { inFewWords, type Given } from '../agenda-declarant/agenda-client.js';
import { identifierOf } from '../agenda-declarant/agenda-input.js';

/** An appointment, in few words. */
const Appointment = z.strictObject({
  /** absent: `booked`; a request is `proposed` or `pending` */
  status: YamlText.default('booked'),
  identifier: YamlText.optional(),
  /** ids of the slots that it takes */
  slots: z.array(YamlText).default([]),
  start: YamlText.optional(),
  end: YamlText.optional(),
  /** who and what takes part: `Patient/1`, `PractitionerRole/1` */
  participants: z.array(YamlText).min(1),
  comment: YamlText.optional(),
});

const Input = z.looseObject({ appointment: inFewWords(Appointment) });

/** The Appointment that the input says in few words (`appointment`), in the profile fr-core-appointment. */
export function appointmentOf(given: Given, transaction: string): Given {
  const { appointment } = readInput(Input, given, transaction);
  if (!appointment) return {};
  const { status, identifier, slots, start, end, participants, comment } = appointment;
  return {
    resource: {
      resourceType: 'Appointment',
      ...(identifier !== undefined && { identifier: [identifierOf(identifier)] }),
      status,
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
      ...(slots.length > 0 && { slot: slots.map((id) => ({ reference: id.includes('/') ? id : `Slot/${id}` })) }),
      ...(comment !== undefined && { comment }),
      participant: participants.map((reference) => ({ actor: { reference }, status: 'accepted' })),
    },
  };
}

const Identified = z.looseObject({
  identifier: z.array(z.looseObject({ system: z.string().optional(), value: z.string() })).min(1),
});

/** The condition by which flux 6b names an appointment: its first identifier. */
export function conditionOf(resource: unknown): Given {
  const { data } = Identified.safeParse(resource);
  const [first] = data?.identifier ?? [];
  return first ? { parameters: { identifier: first.system === undefined ? first.value : `${first.system}|${first.value}` } } : {};
}
