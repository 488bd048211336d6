import { AgendaClient, plain } from '../agenda-declarant/agenda-client.js';
import { appointmentOf, conditionOf } from './appointment-input.js';

const AGENDAS = 'agenda-manager';

/**
 * Makes appointments (flux 6a), changes and cancels them by their identifier (flux 6b) as the DéclarantRDV of the volet
 * Gestion d'agendas partagés 3.0.
 */
export const appointmentDeclarant = (): AgendaClient =>
  new AgendaClient('appointment-declarant', {
    'GAP-6a': {
      server: AGENDAS,
      input: (given, transaction) => ({ operation: 'create', type: 'Appointment', ...appointmentOf(given, transaction), ...given }),
    },
    'GAP-6b': {
      server: AGENDAS,
      input: (given, transaction) => {
        const made = appointmentOf(given, transaction);
        const condition = given['conditional'] === false ? {} : conditionOf(given['resource'] ?? made['resource']);
        return { operation: 'update', type: 'Appointment', conditional: true, ...made, ...condition, ...given };
      },
    },
    'FHIR read Appointment': plain(AGENDAS, 'read', 'Appointment'),
  });
