import { AgendaClient, plain, type Flux, type Given } from '../agenda-declarant/agenda-client.js';
import { appointmentQuery, slotQuery } from './query-input.js';

const AGENDAS = 'agenda-manager';

const search = (type: string, query: (given: Given, transaction: string) => Given): Flux => ({
  server: AGENDAS,
  input: (given, transaction) => ({ operation: 'search', type, ...given, parameters: query(given, transaction) }),
});

/**
 * Looks for availabilities (flux 4a) and appointments (flux 4b), goes through their pages and reads them, as the
 * Consommateur of the volet Gestion d'agendas partagés 3.0.
 */
export const agendaConsumer = (): AgendaClient =>
  new AgendaClient('agenda-consumer', {
    'GAP-4a': search('Slot', slotQuery),
    'GAP-4b': search('Appointment', appointmentQuery),
    'FHIR read Slot': plain(AGENDAS, 'read', 'Slot'),
    'FHIR read Schedule': plain(AGENDAS, 'read', 'Schedule'),
    'FHIR read Appointment': plain(AGENDAS, 'read', 'Appointment'),
    'FHIR capabilities': plain(AGENDAS, 'capabilities'),
  });
