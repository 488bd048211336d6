/** What clients ask an agenda manager that was filled by `--seed-data`. */
const SPECIALTY = 'https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale';
const SPECIALTIES = ['SM54', 'SM04', 'SM15', 'SM26', 'SM40', 'SM42'];
const CITIES = ['Paris', 'Lyon', 'Brest', 'Lille', 'Nîmes', 'Mâcon'];
const SLOTS_OF_AN_AGENDA = 1000;

/** One beginning in ten is that of more than a hundred doctors of a thousand: asked less often, for it takes longest. */
export const LONGEST = 'by the beginning of a name, of up to 112 doctors';

/** The same numbers in the same order, spread over all there are. */
const spread = (i, many) => (i * 7919) % many;

/** Searches of the volet Gestion d'agendas partagés, for `slots` slots of which the first begin at a day. */
export function searches(slots, firstDay) {
  const doctors = Math.max(1, Math.floor(slots / SLOTS_OF_AN_AGENDA));
  const doctor = (i) => spread(i, doctors) + 1;
  const from = (i) => `ge${new Date(firstDay + (i % 20) * 86_400_000).toISOString().slice(0, 10)}`;
  const free = (i, more) => `/Slot?${new URLSearchParams([['status', 'free'], ['start', from(i)], ...more])}`;
  const specialty = (i) => ['schedule.actor:PractitionerRole.specialty', `${SPECIALTY}|${SPECIALTIES[i % SPECIALTIES.length]}`];
  return {
    'free slots of an agenda from a date': (i) => free(i, [['schedule', `Schedule/${doctor(i)}`]]),
    'the same, in the order of their start': (i) =>
      free(i, [
        ['schedule', `Schedule/${doctor(i)}`],
        ['_sort', 'start'],
      ]),
    'by the identifier of the doctor': (i) =>
      free(i, [['schedule.actor:Practitioner.identifier', `urn:oid:1.2.250.1.71.4.2.1|899700${String(doctor(i)).padStart(6, '0')}`]]),
    'by the name of the doctor': (i) => free(i, [['schedule.actor:Practitioner.family:exact', `DOCTEUR${doctor(i)}`]]),
    [LONGEST]: (i) => free(i, [['schedule.actor:Practitioner.name', `DOCTEUR${doctor(i)}`]]),
    'by specialty': (i) => free(i, [specialty(i)]),
    'by the address of the place': (i) => free(i, [['schedule.actor:PractitionerRole.location.address', CITIES[i % CITIES.length]]]),
    'by specialty and address, with agendas and actors': (i) =>
      free(i, [
        specialty(i),
        ['schedule.actor:PractitionerRole.location.address', CITIES[(i >> 3) % CITIES.length]],
        ['_include', 'Slot:schedule'],
        ['_include', 'Schedule:actor'],
      ]),
    'by identifier': (i) =>
      `/Slot?${new URLSearchParams([['identifier', `urn:oid:2.25.110013372391416600993703546217915742552|s${spread(i, slots) + 1}`]])}`,
    'all free slots, in the order of their start': (i) => free(i, [['_sort', 'start']]),
  };
}

export const read = (i, slots) => `/Slot/s${spread(i, slots) + 1}`;

/** An appointment for a slot that is free. */
export const appointment = ({ id, start, end }) => ({
  resourceType: 'Appointment',
  status: 'booked',
  slot: [{ reference: `Slot/${id}` }],
  start,
  end,
  participant: [{ actor: { reference: 'PractitionerRole/1' }, status: 'accepted' }],
});

export const transaction = (slots) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: slots.map((slot) => ({ resource: appointment(slot), request: { method: 'POST', url: 'Appointment' } })),
});
