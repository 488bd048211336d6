import { z } from 'zod';
import { readInput, YamlText } from '../../src/model/index.js';
import { inFewWords, type Given } from './agenda-client.js';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/';

/** `system|value`, or the value alone. */
export function identifierOf(written: string): { system?: string; value: string } {
  const bar = written.lastIndexOf('|');
  const system = written.slice(0, Math.max(bar, 0));
  return { ...(system !== '' && { system }), value: written.slice(bar + 1) };
}

/** A time that an agenda offers, or does not. */
const Availability = z.strictObject({
  identifier: YamlText.default('disponibilite-1'),
  /** `free`, `busy-unavailable` */
  type: YamlText.default('free'),
  start: YamlText,
  end: YamlText,
  /** by the parts of RFC 2445 */
  repeat: z
    .strictObject({
      freq: YamlText,
      count: z.int().optional(),
      interval: z.int().optional(),
      until: YamlText.optional(),
      byDay: z.array(YamlText).default([]),
    })
    .optional(),
});
type Availability = z.infer<typeof Availability>;

/** An agenda, in few words. */
const Agenda = z.strictObject({
  /** whose it is: `PractitionerRole/1` */
  actors: z.array(YamlText).min(1),
  identifier: YamlText.optional(),
  active: z.boolean().default(true),
  /** of a slot, in minutes */
  duration: z.number().positive().optional(),
  service: YamlText.default('Consultation'),
  availability: z.array(Availability).default([]),
});

const AgendaInput = z.looseObject({ agenda: inFewWords(Agenda) });

/** The Schedule that the input says in few words (`agenda`), in the profile fr-core-schedule. */
export function scheduleOf(given: Given, transaction: string): Given {
  const { agenda } = readInput(AgendaInput, given, transaction);
  if (!agenda) return {};
  const { actors, identifier, active, duration, service, availability } = agenda;
  const extensions = [...(duration === undefined ? [] : [serviceOf(service, duration)]), ...availability.map(extensionOf)];
  return {
    resource: {
      resourceType: 'Schedule',
      ...(extensions.length > 0 && { extension: extensions }),
      ...(identifier !== undefined && { identifier: [identifierOf(identifier)] }),
      active,
      actor: actors.map((reference) => ({ reference })),
    },
  };
}

const ChangeInput = z.looseObject({
  availability: inFewWords(
    z.discriminatedUnion('change', [
      Availability.extend({ change: z.literal('add') }),
      Availability.extend({ change: z.literal('replace'), at: z.int().min(0) }),
      z.strictObject({ change: z.literal('remove'), at: z.int().min(0) }),
    ]),
  ),
});

/** The JSON Patch of a change of availability (`availability`; `at` is its place among the extensions of the Schedule, from 0). */
export function changeOf(given: Given, transaction: string): Given {
  const { availability } = readInput(ChangeInput, given, transaction);
  if (!availability) return {};
  const { change } = availability;
  const path = `/extension/${change === 'add' ? '-' : availability.at}`;
  return { operations: [{ op: change, path, ...(change !== 'remove' && { value: extensionOf(availability) }) }] };
}

const serviceOf = (service: string, minutes: number): Given => ({
  url: `${FR_CORE}StructureDefinition/fr-core-service-type-duration`,
  extension: [
    { url: 'serviceType', valueCodeableConcept: { text: service } },
    { url: 'duration', valueDuration: { value: minutes, unit: 'minute', system: 'http://unitsofmeasure.org', code: 'min' } },
  ],
});

function extensionOf({ identifier, type, start, end, repeat }: Availability): Given {
  return {
    url: `${FR_CORE}StructureDefinition/fr-core-schedule-availability-time`,
    extension: [
      { url: 'identifier', valueIdentifier: identifierOf(identifier) },
      { url: 'type', valueCoding: { system: `${FR_CORE}CodeSystem/fr-core-cs-schedule-type`, code: type } },
      { url: 'start', valueDateTime: start },
      { url: 'end', valueDateTime: end },
      ...(repeat ? [{ url: 'rrule', extension: recurrenceOf(repeat) }] : []),
    ],
  };
}

const recurrenceOf = ({ freq, count, interval, until, byDay }: NonNullable<Availability['repeat']>): Given[] => [
  { url: 'freq', valueCoding: { system: 'https://www.ietf.org/rfc/rfc2445', code: freq } },
  ...(until === undefined ? [] : [{ url: 'until', valueDateTime: until }]),
  ...(count === undefined ? [] : [{ url: 'count', valueInteger: count }]),
  ...(interval === undefined ? [] : [{ url: 'interval', valueInteger: interval }]),
  ...byDay.map((day) => ({ url: 'byDay', valueString: day })),
];
