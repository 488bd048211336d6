import { createHash } from 'node:crypto';
import { refusal, type Change, type Inside } from '../../src/fhir-server/index.js';
import { textOf, isObject, literalReference, type ExactObject } from '../../src/protocols/fhir/index.js';
import { openingsOf, serviceTypesOf } from './availability.js';

/** Statuses in which an appointment holds its slots, and what these are then. */
const HOLDING: Readonly<Record<string, string>> = {
  pending: 'busy-tentative',
  booked: 'busy',
  arrived: 'busy',
  'checked-in': 'busy',
  fulfilled: 'busy',
};

/**
 * What keeps an agenda whole, along with each change of it: a slot is held by one appointment, gets free again when that is
 * cancelled, an agenda with appointments stays, and slots follow the availabilities of their agenda.
 * @throws Refused: 409 for a slot that is taken, and for an agenda that is in use
 */
export function agendaRule(change: Change, inside: Inside): void {
  if (change.type === 'Appointment') book(change, inside);
  else if (change.type === 'Schedule') plan(change, inside);
}

function book({ id, before, after }: Change, inside: Inside): void {
  const status = after && Object.hasOwn(HOLDING, textOf(after['status'])) ? HOLDING[textOf(after['status'])] : undefined;
  const wanted = after && status !== undefined ? slotsOf(after) : [];
  // the slots that it held before stay its own
  const held = before && Object.hasOwn(HOLDING, textOf(before['status'])) ? slotsOf(before) : [];
  for (const slot of wanted) {
    const found = inside.read('Slot', slot);
    if (!found)
      throw refusal(422, 'not-found', `Le créneau Slot/${slot} n’existe pas.`, `The slot Slot/${slot} does not exist.`, 'Appointment.slot');
    const others = holders(slot, inside).filter((one) => one !== id);
    if (others.length > 0 || (found['status'] !== 'free' && !held.includes(slot)))
      throw refusal(
        409,
        'conflict',
        `Le créneau Slot/${slot} n’est pas libre (${textOf(found['status'])}).`,
        `The slot Slot/${slot} is not free (${textOf(found['status'])}).`,
        'Appointment.slot',
      );
    if (found['status'] !== status) inside.update('Slot', slot, { ...found, status: status! });
  }
  for (const slot of before ? slotsOf(before) : []) {
    if (wanted.includes(slot) || holders(slot, inside).length > 0) continue;
    const found = inside.read('Slot', slot);
    if (found && (found['status'] === 'busy' || found['status'] === 'busy-tentative'))
      inside.update('Slot', slot, { ...found, status: 'free' });
  }
}

/** Ids of the appointments that hold a slot. */
function holders(slot: string, inside: Inside): string[] {
  return inside.referring({ type: 'Slot', id: slot }, 'Appointment', 'slot').filter((id) => {
    const appointment = inside.read('Appointment', id);
    return appointment !== undefined && Object.hasOwn(HOLDING, textOf(appointment['status']));
  });
}

/** Ids of the slots here that an appointment is for. */
function slotsOf(appointment: ExactObject): string[] {
  const slots = Array.isArray(appointment['slot']) ? appointment['slot'] : [];
  return slots.flatMap((slot) => {
    const reference = isObject(slot) && typeof slot['reference'] === 'string' ? literalReference(slot['reference']) : undefined;
    return reference?.type === 'Slot' && (reference.base === undefined || reference.base.endsWith('/agenda-manager')) ? [reference.id] : [];
  });
}

function plan({ id, before, after }: Change, inside: Inside): void {
  const there = inside.referring({ type: 'Schedule', id }, 'Slot', 'schedule');
  if (!after) {
    const held = there.filter((slot) => holders(slot, inside).length > 0);
    if (held.length > 0)
      throw refusal(
        409,
        'conflict',
        `Des rendez-vous tiennent ${held.length} créneaux de cet agenda\u00A0: les annuler d’abord (Appointment.status).`,
        `Appointments hold ${held.length} slots of this agenda: cancel them first (Appointment.status).`,
        'Schedule',
      );
    for (const slot of there) inside.remove('Slot', slot);
    return;
  }
  const openings = new Map(openingsOf(after).map((opening) => [slotId(id, opening.start), opening]));
  if (openings.size === 0 && (!before || openingsOf(before).length === 0)) return;
  for (const slot of there) {
    const opening = openings.get(slot);
    const found = inside.read('Slot', slot)!;
    const isHeld = holders(slot, inside).length > 0;
    // an appointment keeps its slot, also when its time is offered no more
    if (isHeld || (opening && found['end'] === written(opening.end))) openings.delete(slot);
    else if (!opening) inside.remove('Slot', slot);
  }
  for (const [slot, { start, end }] of openings)
    inside.update('Slot', slot, {
      resourceType: 'Slot',
      id: slot,
      ...servicesOf(after),
      schedule: { reference: `Schedule/${id}` },
      status: 'free',
      start: written(start),
      end: written(end),
    });
}

/** A slot of an agenda is the same one as long as it begins at the same time. */
const slotId = (schedule: string, start: number): string => createHash('sha256').update(`${schedule} ${start}`).digest('hex').slice(0, 32);

const written = (at: number): string => new Date(at).toISOString();

/** What a slot takes over from its agenda. */
function servicesOf(schedule: ExactObject): ExactObject {
  const { specialty, serviceCategory } = schedule;
  const services = serviceTypesOf(schedule);
  return {
    ...(services.length > 0 && { serviceType: services }),
    ...(serviceCategory !== undefined && { serviceCategory }),
    ...(specialty !== undefined && { specialty }),
  };
}
