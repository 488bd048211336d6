import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'agenda-consumer',
  title: { fr: 'Consommateur d’agendas (Consommateur)', en: 'Consumer of agendas (Consommateur)' },
  transactions: [
    { id: 'GAP-4a', side: 'client' },
    { id: 'GAP-4b', side: 'client' },
    { id: 'FHIR read Slot', side: 'client' },
    { id: 'FHIR read Schedule', side: 'client' },
    { id: 'FHIR read Appointment', side: 'client' },
    { id: 'FHIR capabilities', side: 'client' },
  ],
  load: async () => {
    const { agendaConsumer } = await import('./index.js');
    return agendaConsumer;
  },
};
