import { AgendaClient, plain, type Flux } from './agenda-client.js';
import { changeOf, scheduleOf } from './agenda-input.js';

const RESOURCES = 'resource-manager';
const AGENDAS = 'agenda-manager';

const resource = (operation: string): Flux => plain(RESOURCES, operation);
const agenda = (operation: string): Flux => ({
  server: AGENDAS,
  input: (given, transaction) => ({ operation, type: 'Schedule', ...scheduleOf(given, transaction), ...given }),
});

/**
 * Declares who and what agendas are of (fluxes 1a to 1c), agendas (2a to 2c) and their availabilities (3) as the Declarant of
 * the volet Gestion d'agendas partagés 3.0.
 */
export const agendaDeclarant = (): AgendaClient =>
  new AgendaClient('agenda-declarant', {
    'GAP-1a': resource('create'),
    'GAP-1b': resource('update'),
    'GAP-1c': resource('delete'),
    'GAP-2a': agenda('create'),
    'GAP-2b': agenda('update'),
    'GAP-2c': agenda('delete'),
    'GAP-3': {
      server: AGENDAS,
      // availabilities are patched, or replaced with the whole agenda
      input: (given, transaction) => {
        const schedule = scheduleOf(given, transaction);
        const isWhole = schedule['resource'] !== undefined || given['resource'] !== undefined;
        return { operation: isWhole ? 'update' : 'patch', type: 'Schedule', ...schedule, ...changeOf(given, transaction), ...given };
      },
    },
    'FHIR read Schedule': plain(AGENDAS, 'read', 'Schedule'),
    'FHIR capabilities': plain(AGENDAS, 'capabilities'),
  });
