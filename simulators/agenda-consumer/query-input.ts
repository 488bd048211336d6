import { z } from 'zod';
import { readInput, YamlText } from '../../src/model/index.js';
import { inFewWords, type Given } from '../agenda-declarant/agenda-client.js';

const Parameters = z.record(z.string(), z.unknown()).default({});

/** Availabilities that are looked for, in few words. */
const Slots = z.strictObject({
  from: YamlText.optional(),
  to: YamlText.optional(),
  /** absent: `free` */
  status: YamlText.default('free'),
  /** of the professional: `system|code` */
  specialty: YamlText.optional(),
  /** of the professional: `system|value` */
  practitioner: YamlText.optional(),
  /** of the place where he works */
  address: YamlText.optional(),
  /** agendas and their actors come with the slots */
  include: z.boolean().default(true),
});

/** Appointments that are looked for, in few words. */
const Appointments = z.strictObject({
  from: YamlText.optional(),
  to: YamlText.optional(),
  status: YamlText.optional(),
  identifier: YamlText.optional(),
  /** `system|value` of who takes part */
  patient: YamlText.optional(),
  practitioner: YamlText.optional(),
});

const Input = z.looseObject({ slots: inFewWords(Slots), appointments: inFewWords(Appointments), parameters: Parameters });

const during = (name: string, from: string | undefined, to: string | undefined): Given => {
  const bounds = [...(from === undefined ? [] : [`ge${from}`]), ...(to === undefined ? [] : [`le${to}`])];
  return bounds.length === 0 ? {} : { [name]: bounds };
};

const given = (entries: Readonly<Record<string, string | undefined>>): Given =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

/** The search parameters of flux 4a that the input says in few words (`slots`), with those that it names itself. */
export function slotQuery(input: Given, transaction: string): Given {
  const { slots, parameters } = readInput(Input, input, transaction);
  if (!slots) return parameters;
  const { from, to, status, specialty, practitioner, address, include } = slots;
  return {
    ...(include && { _include: ['Slot:schedule', 'Schedule:actor'] }),
    status,
    ...during('start', from, to),
    ...given({
      'schedule.actor:PractitionerRole.specialty': specialty,
      'schedule.actor:Practitioner.identifier': practitioner,
      'schedule.actor:PractitionerRole.location.address': address,
    }),
    ...parameters,
  };
}

/** The search parameters of flux 4b that the input says in few words (`appointments`), with those that it names itself. */
export function appointmentQuery(input: Given, transaction: string): Given {
  const { appointments, parameters } = readInput(Input, input, transaction);
  if (!appointments) return parameters;
  const { from, to, status, identifier, patient, practitioner } = appointments;
  return {
    ...during('date', from, to),
    ...given({ status, identifier, 'actor:Patient.identifier': patient, 'actor:Practitioner.identifier': practitioner }),
    ...parameters,
  };
}
