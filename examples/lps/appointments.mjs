import { ask, token } from './fhir.mjs';
import { chosenSlot, searchPages, searchSlots } from './slots.mjs';
import { dayAfter, instantOf, shownTime } from './times.mjs';
import { newUuid } from '../wire/identifiers.mjs';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';

const cloned = (resource) => JSON.parse(JSON.stringify(resource));

/** The appointment of the patient for a slot: booked, or asked for. */
function newAppointment(session, { slot, actors }) {
  const { patient } = session;
  const { asks, comment, identifier } = session.input;
  return session.breaks('appointment', {
    resourceType: 'Appointment',
    meta: { profile: [`${FR_CORE}fr-core-appointment`] },
    identifier: [identifier ?? { system: 'urn:ietf:rfc:3986', value: newUuid() }],
    status: asks ? 'pending' : 'booked',
    start: session.breaks('appointmentTime', slot.start),
    end: session.breaks('appointmentTime', slot.end),
    slot: [{ reference: `Slot/${slot.id}` }],
    ...(comment && { comment }),
    participant: [
      {
        actor: {
          type: 'Patient',
          identifier: { system: `urn:oid:${patient.oid}`, value: patient.ins },
          display: `${patient.birthFamily} ${patient.given}`,
        },
        status: 'accepted',
      },
      ...actors.map(({ reference }) => ({ actor: { reference }, status: asks ? 'needs-action' : 'accepted' })),
    ],
  });
}

const byIdentifier = (session, { identifier: [identifier] }) => [
  ['identifier', session.breaks('identifierAsked', token(session, identifier))],
];

/** What came of sending an appointment, as the user is told. */
function told(session, answer, appointment, done) {
  const { resource = appointment } = answer;
  if (answer.outcome === 'accepted' && resource.resourceType === 'Appointment') {
    session.memory.keep('appointment', resource);
    session.memory.keep('unanswered', undefined);
    return { failed: false, kind: 'booked', shown: `${done} : ${shownTime(appointment.start)}.`, sent: answer.sent };
  }
  if (answer.outcome === 'refused' && !answer.passing && answer.status < 500)
    return { failed: true, kind: 'not-booked', shown: `Refusé : ${answer.reason}`, sent: answer.sent };
  // nobody knows whether it was done
  session.memory.keep('unanswered', appointment);
  const reason = answer.reason ?? 'la réponse n’est pas un rendez-vous';
  return { failed: true, kind: 'not-booked', shown: `Sans confirmation (${reason}) : à vérifier.`, sent: answer.sent };
}

/**
 * Flux 4a and 6a: books a slot that is free. What was sent before and not answered is looked for first (4b).
 * @returns what was shown
 */
export async function book(session) {
  const pending = session.breaks('unanswered', session.memory.kept('unanswered'));
  if (pending) {
    const { matches, failed, reason, sent } = await searchPages(session, session.agenda(), 'Appointment', byIdentifier(session, pending));
    if (failed) return { failed, kind: 'not-booked', shown: `Le rendez-vous n’a pas pu être vérifié : ${reason}`, sent };
    if (matches.length > 0) return told(session, { outcome: 'accepted', resource: matches[0], sent }, pending, 'Rendez-vous pris');
    return send(session, pending);
  }
  const found = await searchSlots(session);
  if (!found.slots) return found;
  const chosen = chosenSlot(session, found.slots, session.input.at);
  if (!chosen) return { failed: true, kind: 'not-booked', shown: 'Ce créneau n’est pas libre.', sent: found.sent };
  return send(session, newAppointment(session, chosen));
}

const send = async (session, appointment) =>
  told(
    session,
    await ask(session, session.agenda(), (client, options) => client.createResource(appointment, options)),
    appointment,
    session.input.asks ? 'Rendez-vous demandé' : 'Rendez-vous pris',
  );

/** Flux 6b: the appointment is found by its identifier, whatever the server calls it. */
async function change(session, changed, done) {
  const { id: _id, meta: _meta, ...sent } = changed;
  const appointment = { meta: { profile: [`${FR_CORE}fr-core-appointment`] }, ...sent };
  const interact = session.breaks(
    'changedBy',
    (client, one, options) => client.upsertResource(one, new URLSearchParams(byIdentifier(session, one)), options),
    changed,
  );
  const answer = await ask(session, session.agenda(), (client, options) => interact(client, appointment, options));
  return told(session, answer, appointment, done);
}

/** @returns what was shown */
export async function cancel(session) {
  const last = session.memory.kept('appointment');
  if (!last) throw new Error('aucun rendez-vous à annuler');
  const reason = { text: session.input.reason };
  return change(
    session,
    session.breaks('cancelled', { ...cloned(last), status: 'cancelled', cancelationReason: reason }),
    'Rendez-vous annulé',
  );
}

/** @returns what was shown */
export async function move(session) {
  const last = session.memory.kept('appointment');
  if (!last) throw new Error('aucun rendez-vous à déplacer');
  const found = await searchSlots(session);
  if (!found.slots) return found;
  const chosen = chosenSlot(session, found.slots, session.input.at);
  if (!chosen) return { failed: true, kind: 'not-booked', shown: 'Ce créneau n’est pas libre.', sent: found.sent };
  const { slot } = chosen;
  const moved = {
    ...cloned(last),
    start: slot.start,
    end: slot.end,
    slot: session.breaks('movedSlot', [{ reference: `Slot/${slot.id}` }], last),
  };
  return change(session, moved, 'Rendez-vous déplacé');
}

/**
 * Flux 4b: the appointments of a patient between two days.
 * @returns what was shown
 */
export async function searchAppointments(session) {
  session.say('Recherche de rendez-vous…');
  const { ins, from, to, status } = session.input.appointments;
  const criteria = session.breaks('appointmentCriteria', [
    ['actor:Patient.identifier', token(session, { system: `urn:oid:${ins.oid}`, value: ins.value })],
    ['date', `ge${instantOf(session, { day: from })}`],
    ['date', `lt${instantOf(session, { day: dayAfter(to) })}`],
    ...(status ? [['status', status]] : []),
  ]);
  const { matches, failed, kind, reason, sent } = await searchPages(session, session.agenda(), 'Appointment', criteria);
  if (failed) return { failed, kind, shown: `La recherche de rendez-vous n’a pas abouti : ${reason}`, sent };
  if (matches.length === 0) return { failed: false, kind: 'nothing', shown: 'Aucun rendez-vous.', sent };
  const words = { booked: 'pris', pending: 'demandé', cancelled: 'annulé' };
  const lines = session.breaks('listed', matches).map((one) => `${shownTime(one.start)}, ${words[one.status] ?? one.status}`);
  return { failed: false, kind: 'appointments', shown: `${lines.length} rendez-vous : ${lines.join(' ; ')}.`, sent };
}
