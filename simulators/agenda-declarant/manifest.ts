import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'agenda-declarant',
  title: { fr: 'Déclarant d’agendas (Déclarant)', en: 'Declarant of agendas (Déclarant)' },
  transactions: [
    { id: 'GAP-1a', side: 'client' },
    { id: 'GAP-1b', side: 'client' },
    { id: 'GAP-1c', side: 'client' },
    { id: 'GAP-2a', side: 'client' },
    { id: 'GAP-2b', side: 'client' },
    { id: 'GAP-2c', side: 'client' },
    { id: 'GAP-3', side: 'client' },
    { id: 'FHIR read Schedule', side: 'client' },
    { id: 'FHIR capabilities', side: 'client' },
  ],
  load: async () => {
    const { agendaDeclarant } = await import('./index.js');
    return agendaDeclarant;
  },
};
