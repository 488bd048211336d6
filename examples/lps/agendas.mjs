import { ask } from './fhir.mjs';
import { instantOf } from './times.mjs';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/';
const AVAILABILITY = `${FR_CORE}StructureDefinition/fr-core-schedule-availability-time`;

/** A time that is offered, as the French profile of agendas has it; recurring where the user says so. */
function availability(session, { name, day, from, to, offset, repeats, closed }) {
  const part = (url, value) => ({ url, ...value });
  const rule = repeats && session.breaks('recurrence', repeats);
  return {
    url: AVAILABILITY,
    extension: session.breaks('availability', [
      part('identifier', { valueIdentifier: { value: name } }),
      part('type', {
        valueCoding: { system: `${FR_CORE}CodeSystem/fr-core-cs-schedule-type`, code: closed ? 'busy-unavailable' : 'free' },
      }),
      part('start', { valueDateTime: instantOf(session, { day, time: from, offset }) }),
      part('end', { valueDateTime: instantOf(session, { day, time: to }) }),
      ...(rule ?
        [
          part('rrule', {
            extension: [
              part('freq', { valueCoding: { system: 'https://www.ietf.org/rfc/rfc2445', code: rule.every } }),
              ...(rule.until ? [part('until', { valueDateTime: instantOf(session, { day: rule.until, time: '23:59' }) })] : []),
              ...(rule.days ?? []).map((code) => part('byDay', { valueString: code })),
            ],
          }),
        ]
      : []),
    ]),
  };
}

/** The service of an agenda and how long it takes. */
const service = ({ service: text, minutes }) => ({
  url: `${FR_CORE}StructureDefinition/fr-core-service-type-duration`,
  extension: [
    { url: 'serviceType', valueCodeableConcept: { text } },
    { url: 'duration', valueDuration: { value: minutes, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' } },
  ],
});

function newAgenda(session) {
  const { agenda } = session.input;
  return session.breaks('schedule', {
    resourceType: 'Schedule',
    meta: { profile: [`${FR_CORE}StructureDefinition/fr-core-schedule`] },
    extension: [
      ...(agenda.minutes ? session.breaks('durations', [service(agenda)]) : []),
      ...agenda.times.map((time) => availability(session, time)),
    ],
    active: true,
    actor: (agenda.actors ?? [session.breaks('references', session.memory.kept('resources'))[agenda.of]]).map((reference) => ({
      reference,
    })),
    ...(agenda.comment && { comment: agenda.comment }),
  });
}

/** What came of it, as the user is told. */
function told(session, answer, done) {
  if (answer.outcome !== 'accepted') return { failed: true, kind: 'not-done', shown: `Refusé : ${answer.reason}`, sent: answer.sent };
  if (answer.resource?.resourceType === 'Schedule') session.memory.keep('agenda', answer.resource);
  return { failed: false, kind: 'done', shown: `${done}.`, sent: answer.sent };
}

/** Flux 2a. @returns what was shown */
export async function declareAgenda(session) {
  const agenda = newAgenda(session);
  return told(session, await ask(session, session.agenda(), (client, options) => client.createResource(agenda, options)), 'Agenda déclaré');
}

/** The agenda that this LPS declared, or one that the user names. */
function known(session) {
  const agenda = session.input.known ? { resourceType: 'Schedule', id: session.input.known } : session.memory.kept('agenda');
  if (!agenda) throw new Error('aucun agenda déclaré');
  return agenda;
}

/** Replaces an agenda as it was known: where it has changed meanwhile, the server refuses. */
const replace = (session, agenda, interact = (client, options) => client.updateResource(agenda, options)) =>
  ask(session, session.agenda(), (client, options) =>
    interact(client, { ...options, headers: session.breaks('ifMatch', { 'If-Match': `W/"${agenda.meta.versionId}"` }) }),
  );

/** Flux 2b. @returns what was shown */
export async function changeAgenda(session) {
  const agenda = session.breaks('changedAgenda', { ...known(session), comment: session.input.comment });
  const answer = await replace(session, agenda);
  if (answer.status !== 412) return told(session, answer, 'Agenda changé');
  const again = session.breaks('forces', false);
  if (again)
    return told(
      session,
      await ask(session, session.agenda(), (client, options) => client.updateResource(agenda, options)),
      'Agenda changé',
    );
  return { failed: true, kind: 'not-done', shown: 'L’agenda a changé entre-temps : relire, puis recommencer.', sent: answer.sent };
}

/** Flux 3, by PUT of the whole agenda, or by PATCH: a time is added, or one is taken away by its name. @returns what was shown */
export async function changeAvailability(session) {
  const agenda = known(session);
  const { adds, removes, patches } = session.input;
  const at = agenda.extension.findIndex(
    ({ url, extension }) =>
      url === AVAILABILITY && extension.some((one) => one.url === 'identifier' && one.valueIdentifier.value === removes),
  );
  const place = session.breaks('patchedPlace', at);
  if (patches) {
    const operations =
      adds ? [{ op: 'add', path: '/extension/-', value: availability(session, adds) }] : [{ op: 'remove', path: `/extension/${place}` }];
    const patch = (client, options) => client.patchResource('Schedule', agenda.id, session.breaks('operations', operations), options);
    return told(session, await replace(session, agenda, patch), 'Disponibilités changées');
  }
  const extension =
    adds ? session.breaks('addedTo', [...agenda.extension, availability(session, adds)]) : agenda.extension.toSpliced(place, 1);
  return told(session, await replace(session, { ...agenda, extension }), 'Disponibilités changées');
}

/** Flux 2c. @returns what was shown */
export async function removeAgenda(session) {
  const { id } = known(session);
  const remove = (client, options) => client.deleteResource('Schedule', id, options);
  return told(session, await ask(session, session.agenda(), session.breaks('agendaRemoval', remove, known(session))), 'Agenda supprimé');
}
