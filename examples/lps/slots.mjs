import { ask, criterion, token } from './fhir.mjs';
import { dayAfter, instantOf, localOf, shownTime } from './times.mjs';

const RPPS = 'urn:oid:1.2.250.1.71.4.2.1';
const SPECIALTY = 'https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale';
const MOST_PAGES = 10;

/** What is asked for slots: free ones, of whom or where, between the beginning of a day and the end of another. */
function criteriaOf(session) {
  const { practitioner, specialty, place, service, from, to, pageSize } = session.input.slots;
  return session
    .breaks('slotCriteria', [
      ['status', 'free'],
      ['start', `ge${session.breaks('searchedTime', instantOf(session, { day: from }))}`],
      ['start', `lt${session.breaks('searchedTime', instantOf(session, { day: dayAfter(to) }))}`],
      practitioner && ['schedule.actor:Practitioner.identifier', token(session, { system: RPPS, value: practitioner })],
      specialty && ['schedule.actor:PractitionerRole.specialty', token(session, { system: SPECIALTY, value: specialty })],
      place && ['schedule.actor:Location.name', criterion(session, place)],
      service && ['schedule.actor:HealthcareService.name', criterion(session, service)],
      ['_include', 'Slot:schedule'],
      ['_include', 'Schedule:actor'],
      pageSize && ['_count', String(pageSize)],
    ])
    .filter(Boolean);
}

/** The address of the next page, where it is on the server that was asked. */
function nextPage(session, base, bundle) {
  const next = session.breaks('pointer', bundle.link?.find(({ relation }) => relation === 'next')?.url, bundle);
  if (!next) return {};
  const isHere = URL.canParse(next) && new URL(next).origin === new URL(base).origin;
  return isHere || !session.breaks('staysHome', true) ? { next } : { strange: true };
}

/**
 * A search, page after page.
 * @returns what came of it: `found` with the resources by their references, or why there are none
 */
export async function searchPages(session, base, type, criteria) {
  const matches = [];
  const known = new Map();
  let sent = 0;
  let next;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const at = next;
    const answer = await ask(session, base, (client, options) =>
      at ? client.get(at, options) : client.search(type, new URLSearchParams(criteria), options),
    );
    sent += answer.sent;
    if (answer.outcome !== 'accepted') return { failed: true, kind: 'no-list', reason: answer.reason, sent };
    const bundle = answer.resource;
    if (bundle?.resourceType !== 'Bundle' || bundle.type !== 'searchset')
      return { failed: true, kind: 'no-list', reason: 'la réponse n’est pas le résultat d’une recherche', sent };
    for (const { resource, search } of bundle.entry ?? []) {
      if (!resource) continue;
      known.set(`${resource.resourceType}/${resource.id}`, resource);
      if (search?.mode !== 'include' && resource.resourceType === type) matches.push(resource);
    }
    const after = nextPage(session, base, bundle);
    if (after.strange) return { matches, known, sent, strange: true };
    if (!after.next) return { matches, known, sent };
    next = after.next;
  }
  return { matches, known, sent };
}

const nameOf = ({ name }) => (typeof name === 'string' ? name : [name?.[0]?.family, ...(name?.[0]?.given ?? [])].filter(Boolean).join(' '));

/** Who a slot is with, by the agenda that came with it. */
function actorsOf(slot, known) {
  const schedule = known.get(slot.schedule?.reference);
  return (schedule?.actor ?? []).map(({ reference }) => ({ reference, name: nameOf(known.get(reference) ?? {}) }));
}

/**
 * Flux 4a: searches free slots.
 * @returns {Promise<{failed: boolean, kind: string, shown: string, sent: number, slots?: object[]}>}
 */
export async function searchSlots(session) {
  session.say('Recherche de créneaux…');
  const { matches, known, failed, kind, reason, strange, sent } = await searchPages(session, session.agenda(), 'Slot', criteriaOf(session));
  if (failed) return { failed, kind, shown: `La recherche de créneaux n’a pas abouti : ${reason}`, sent };
  const slots = matches.map((slot) => ({ slot, actors: actorsOf(slot, known) }));
  if (slots.length === 0) return { failed: false, kind: 'nothing', shown: 'Aucun créneau libre.', sent, slots };
  const lines = slots.map(({ slot, actors }) =>
    [shownTime(slot.start), ...actors.map(({ name }) => name), session.breaks('shownText', slot.comment)].filter(Boolean).join(', '),
  );
  const rest = strange ? ' La suite est annoncée sur un autre serveur : elle n’est pas demandée.' : '';
  const named = slots.every(({ actors }) => actors.some(({ name }) => name));
  return {
    failed: false,
    kind: named ? 'slots' : 'unnamed',
    shown: `${slots.length} créneau(x) : ${lines.join(' ; ')}.${rest}`,
    sent,
    slots,
  };
}

/** The slot that the user chose by its day and time, and its distance from UTC where that matters. */
export function chosenSlot(session, slots, { day, time, offset }) {
  const fits = slots.filter(({ slot }) => {
    const local = localOf(slot.start);
    return local.day === day && local.time === time;
  });
  return session.breaks(
    'chosenSlot',
    fits.find(({ slot }) => !offset || localOf(slot.start).offset === offset),
    fits,
  );
}
