import type { ResourceStore } from '../../src/fhir-server/index.js';
import { localInFrance, offsetInFrance } from '../../src/fhir-server/index.js';
import { textOf, type ExactObject } from '../../src/protocols/fhir/index.js';
import { mixer } from '../../src/storage/seeded.js';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/';
const SPECIALTY = 'https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale';
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Slots of one agenda among many made up. */
const SLOTS_OF_AN_AGENDA = 1000;
/** How many are written at a time. */
const BATCH = 20_000;

const extension = (url: string, value: ExactObject): ExactObject => ({ url, ...value });

/** A working week of consultations of 20 minutes, which begins on the Monday after an instant. */
function availability(now: Date): ExactObject[] {
  const today = Math.floor(localInFrance(now.getTime()) / DAY) * DAY;
  const monday = today + ((8 - new Date(today).getUTCDay()) % 7 || 7) * DAY;
  const at = (hour: number): string => {
    const local = monday + hour * 60 * MINUTE;
    return new Date(local - offsetInFrance(local)).toISOString();
  };
  return [
    {
      url: `${FR_CORE}StructureDefinition/fr-core-service-type-duration`,
      extension: [
        extension('serviceType', {
          valueCodeableConcept: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/service-type', code: '124' }] },
        }),
        extension('duration', { valueDuration: { value: 20, unit: 'minute', system: 'http://unitsofmeasure.org', code: 'min' } }),
      ],
    },
    {
      url: `${FR_CORE}StructureDefinition/fr-core-schedule-availability-time`,
      extension: [
        extension('identifier', { valueIdentifier: { value: 'matinees' } }),
        extension('type', { valueCoding: { system: `${FR_CORE}CodeSystem/fr-core-cs-schedule-type`, code: 'free' } }),
        extension('start', { valueDateTime: at(9) }),
        extension('end', { valueDateTime: at(12) }),
        {
          url: 'rrule',
          extension: [
            extension('freq', { valueCoding: { system: 'https://www.ietf.org/rfc/rfc2445', code: 'DAILY' } }),
            extension('count', { valueInteger: 5 }),
          ],
        },
      ],
    },
  ];
}

/** A doctor, where he works, and as whom he works there; made up. */
const doctor = (id: string, family: string, specialty: string, city: string): ExactObject[] => [
  {
    resourceType: 'Practitioner',
    id,
    identifier: [{ system: 'urn:oid:1.2.250.1.71.4.2.1', value: `899700${id.padStart(6, '0').slice(-6)}` }],
    name: [{ family, given: ['Camille'] }],
  },
  { resourceType: 'Location', id, name: `Cabinet ${family}`, address: { line: ['1 rue des Essais'], city, postalCode: '75001' } },
  {
    resourceType: 'PractitionerRole',
    id,
    practitioner: { reference: `Practitioner/${id}` },
    specialty: [{ coding: [{ system: SPECIALTY, code: specialty }] }],
    location: [{ reference: `Location/${id}` }],
  },
];

const schedule = (id: string, more: ExactObject = {}): ExactObject => ({
  resourceType: 'Schedule',
  id,
  active: true,
  ...more,
  actor: [{ reference: `PractitionerRole/${id}` }, { reference: `Practitioner/${id}` }],
});

/** Of the times below, the local ones in 2031, by when they begin in UTC: one morning, and what the clocks make of two Sundays. */
const DUTY_SLOTS: readonly (readonly [local: string, start: string])[] = [
  ['03-10-0900', '2031-03-10T08:00:00Z'],
  ['03-10-0920', '2031-03-10T08:20:00Z'],
  ['03-10-0940', '2031-03-10T08:40:00Z'],
  ['03-30-0140', '2031-03-30T00:40:00Z'],
  ['03-30-0300', '2031-03-30T01:00:00Z'],
  ['03-30-0320', '2031-03-30T01:20:00Z'],
  ['10-26-0000', '2031-10-25T22:00:00Z'],
  ['10-26-0230-summer', '2031-10-26T00:30:00Z'],
  ['10-26-0230-winter', '2031-10-26T01:30:00Z'],
  ['10-26-2330', '2031-10-26T22:30:00Z'],
];
const OURS = 'urn:oid:2.25.110013372391416600993703546217915742552';
const INS_OF_TEST = { system: 'urn:oid:1.2.250.1.213.1.4.10', value: '279035121518989' };

/** What a user may write, and no browser is to take for more than words. */
const COMMENT = '<img src="x" onerror="alert(1)"> Venir à jeun & avec l’ordonnance';

/** A doctor on duty whose slots do not depend on the day of the test, and the appointments of a test patient with her. */
function duty(): ExactObject[] {
  const id = '3';
  const actors = ['PractitionerRole', 'Practitioner', 'Location', 'HealthcareService'].map((type) => ({ reference: `${type}/${id}` }));
  const appointment = (number: string, slot: string, status: string, more: ExactObject = {}): ExactObject => {
    const start = DUTY_SLOTS.find(([local]) => local === slot)![1];
    return {
      resourceType: 'Appointment',
      id: number,
      identifier: [{ system: OURS, value: `rdv-${number}` }],
      status,
      ...more,
      start,
      end: inMinutes(start, 20),
      slot: [{ reference: `Slot/2031-${slot}` }],
      participant: [`Patient/${id}`, `PractitionerRole/${id}`].map((reference) => ({ actor: { reference }, status: 'accepted' })),
    };
  };
  const [practitioner, location, role] = doctor(id, 'MARTEL', 'SM26', 'Brest') as [ExactObject, ExactObject, ExactObject];
  return [
    practitioner,
    // a comma in a search is to be escaped
    { ...location, name: 'Maison de garde Saint-Marc, Brest' },
    { resourceType: 'HealthcareService', id, name: 'Garde de médecine générale', location: [{ reference: `Location/${id}` }] },
    { ...role, healthcareService: [{ reference: `HealthcareService/${id}` }] },
    {
      resourceType: 'Patient',
      id,
      identifier: [INS_OF_TEST],
      name: [{ use: 'official', family: 'PAT-TROIS', given: ['DOMINIQUE'] }],
      gender: 'female',
      birthDate: '1979-03-28',
    },
    { ...schedule(id), actor: actors },
    ...DUTY_SLOTS.map(([local, start]) => ({
      resourceType: 'Slot',
      id: `2031-${local}`,
      schedule: { reference: `Schedule/${id}` },
      status: 'free',
      start,
      end: inMinutes(start, 20),
      ...(local === '03-10-0940' && { comment: COMMENT }),
    })),
    // it takes its slot
    appointment('1', '03-10-0920', 'booked'),
    appointment('2', '03-10-0940', 'cancelled', { cancelationReason: { text: 'Empêchement du patient' } }),
  ];
}

const inMinutes = (start: string, minutes: number): string => new Date(Date.parse(start) + minutes * MINUTE).toISOString();

/** The agendas that are there from the start: three doctors, of whom the second offers nothing yet. */
export function testAgenda(now: Date): ExactObject[] {
  return [
    ...doctor('1', 'ESSAI', 'SM54', 'Paris'),
    ...doctor('2', 'MODELE', 'SM04', 'Lyon'),
    schedule('1', {
      identifier: [{ system: 'urn:oid:2.25.110013372391416600993703546217915742552', value: 'agenda-1' }],
      extension: availability(now),
    }),
    schedule('2'),
    ...duty(),
  ];
}

const SPECIALTIES = ['SM54', 'SM04', 'SM15', 'SM26', 'SM40', 'SM42'];
const CITIES = ['Paris', 'Lyon', 'Brest', 'Lille', 'Nîmes', 'Mâcon'];

/**
 * Fills a store with so many slots, a thousand for each of as many doctors as it takes, on working days from an instant on;
 * a third of them is taken. The same number and instant make the same agendas.
 */
export function seedSlots(store: ResourceStore, slots: number, from: Date, tell: (done: number) => void): void {
  const draw = mixer(20_261_121);
  const first = Math.floor(from.getTime() / DAY) * DAY;
  for (let begun = 0; begun < slots; begun += BATCH) {
    store.change(() => {
      for (let number = begun; number < Math.min(slots, begun + BATCH); number++) {
        const owner = String(Math.floor(number / SLOTS_OF_AN_AGENDA) + 1);
        const place = number % SLOTS_OF_AN_AGENDA;
        if (place === 0)
          for (const one of [
            ...doctor(
              owner,
              `DOCTEUR${owner}`,
              SPECIALTIES[draw(Number(owner), 1) % SPECIALTIES.length]!,
              CITIES[draw(Number(owner), 2) % CITIES.length]!,
            ),
            schedule(owner),
          ])
            store.put(textOf(one['resourceType']), textOf(one['id']), one, 'PUT', from);
        // twenty slots a day, from eight o'clock
        const start = first + Math.floor(place / 20) * DAY + 8 * 60 * MINUTE + (place % 20) * 20 * MINUTE;
        const id = `s${number + 1}`;
        store.put(
          'Slot',
          id,
          {
            resourceType: 'Slot',
            id,
            identifier: [{ system: 'urn:oid:2.25.110013372391416600993703546217915742552', value: id }],
            schedule: { reference: `Schedule/${owner}` },
            status: draw(number, 3) % 3 === 0 ? 'busy' : 'free',
            start: new Date(start).toISOString(),
            end: new Date(start + 20 * MINUTE).toISOString(),
          },
          'PUT',
          from,
        );
      }
    });
    tell(Math.min(slots, begun + BATCH));
  }
}
