import type { Bilingual, Language } from '../../../src/model/index.js';
import type { SlotStatus } from './agenda.js';

const word = (fr: string, en: string): Bilingual => ({ fr: fr.replaceAll('~', '\u00a0'), en });

/** The fixed vocabulary of the page; `~` is a non-breaking space. */
export const WORDS = {
  live: word('En direct', 'Live'),
  lost: word('Liaison perdue, nouvel essai en cours', 'Connection lost, trying again'),
  noScript: word('Sans script, cette page se recharge toutes les 5~secondes.', 'Without script this page reloads every 5 seconds.'),
  title: word('Agenda en direct', 'Live agenda'),
  skip: word('Aller au contenu', 'Skip to content'),
  language: word('Langue', 'Language'),
  agendas: word('Agendas', 'Agendas'),
  find: word('Nom ou identifiant', 'Name or identifier'),
  search: word('Chercher', 'Search'),
  all: word('Tous les agendas', 'All agendas'),
  noAgenda: word('Aucun agenda.', 'No agenda.'),
  moreAgendas: word('Il y en a d’autres~: les chercher par leur nom.', 'There are more: search them by name.'),
  gone: word('Cet agenda n’existe pas, ou plus.', 'This agenda does not exist, or not any more.'),
  week: word('Semaine', 'Week'),
  previous: word('Précédente', 'Previous'),
  next: word('Suivante', 'Next'),
  previousWeek: word('Semaine précédente', 'Previous week'),
  nextWeek: word('Semaine suivante', 'Next week'),
  today: word('Cette semaine', 'This week'),
  goTo: word('Semaine du', 'Week of'),
  go: word('Aller', 'Go'),
  none: word('Aucun créneau', 'No slot'),
  nothing: word('Aucun créneau cette semaine.', 'No slot in this week.'),
  cut: word('Il y a plus de créneaux que cette page n’en montre.', 'There are more slots than this page shows.'),
  short: word('Jour de 23~heures', 'Day of 23 hours'),
  long: word('Jour de 25~heures', 'Day of 25 hours'),
  again: word('heure d’hiver', 'winter time'),
  first: word('heure d’été', 'summer time'),
  closure: word('Indisponible', 'Unavailable'),
  slotless: word('sans créneau', 'without slot'),
  appointments: word('Rendez-vous de la semaine', 'Appointments of the week'),
  noAppointment: word('Aucun rendez-vous cette semaine.', 'No appointment in this week.'),
  moreAppointments: word('Il y en a d’autres, que cette page ne montre pas.', 'There are more, which this page does not show.'),
  when: word('Heure', 'Time'),
  status: word('Statut', 'Status'),
  patient: word('Patient', 'Patient'),
  with: word('Avec', 'With'),
  about: word('Objet', 'About'),
  identifier: word('Identifiant', 'Identifier'),
  aboutAndIdentifier: word('Objet, identifiant', 'About, identifier'),
  journal: word('Dernières requêtes', 'Last requests'),
  noRequest: word('Aucune requête depuis le démarrage.', 'No request since the start.'),
  refusedConnection: word('Connexion refusée', 'Connection refused'),
  fault: word('Faute simulée', 'Simulated fault'),
  unread: word('Ce n’est pas une requête lisible', 'Not a readable request'),
  accepted: word('Accepté', 'Accepted'),
  refused: word('Refusé', 'Refused'),
  failed: word('Erreur du serveur', 'Server error'),
  unnamed: word('Agenda', 'Agenda'),
} satisfies Record<string, Bilingual>;

/** What a slot is, as its status says. */
export const SLOT_WORDS: Readonly<Record<SlotStatus, Bilingual>> = {
  free: word('Libre', 'Free'),
  'busy-tentative': word('À confirmer', 'Tentative'),
  busy: word('Pris', 'Busy'),
  'busy-unavailable': word('Indisponible', 'Unavailable'),
  'entered-in-error': word('Saisi par erreur', 'Entered in error'),
};

/** Slots of a status, counted. */
export const SLOT_COUNTS: Readonly<Record<SlotStatus, Bilingual>> = {
  free: word('libres', 'free'),
  'busy-tentative': word('à confirmer', 'tentative'),
  busy: word('pris', 'busy'),
  'busy-unavailable': word('indisponibles', 'unavailable'),
  'entered-in-error': word('saisis par erreur', 'entered in error'),
};

/** What an appointment is, as its status says (http://hl7.org/fhir/appointmentstatus). */
export const APPOINTMENT_WORDS: ReadonlyMap<string, Bilingual> = new Map([
  ['proposed', word('Proposé', 'Proposed')],
  ['pending', word('À confirmer', 'Pending')],
  ['booked', word('Confirmé', 'Booked')],
  ['arrived', word('Patient arrivé', 'Arrived')],
  ['fulfilled', word('Honoré', 'Fulfilled')],
  ['cancelled', word('Annulé', 'Cancelled')],
  ['noshow', word('Patient absent', 'No show')],
  ['entered-in-error', word('Saisi par erreur', 'Entered in error')],
  ['checked-in', word('Accueilli', 'Checked in')],
  ['waitlist', word('Liste d’attente', 'Waitlist')],
]);

/** The same words in one language, for a template. */
export const wordsIn = (language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(WORDS).map(([name, text]) => [name, text[language]]));
