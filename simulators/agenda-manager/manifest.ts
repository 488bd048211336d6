import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'agenda-manager',
  title: { fr: 'Gestionnaire d’agenda (GestionnaireAgenda)', en: 'Agenda manager (GestionnaireAgenda)' },
  transactions: [
    { id: 'GAP-2a', side: 'server' },
    { id: 'GAP-2b', side: 'server' },
    { id: 'GAP-2c', side: 'server' },
    { id: 'GAP-3', side: 'server' },
    { id: 'GAP-4a', side: 'server' },
    { id: 'GAP-4b', side: 'server' },
    { id: 'GAP-6a', side: 'server' },
    { id: 'GAP-6b', side: 'server' },
  ],
  needs: ['resource-manager'],
  options: ['store', 'seed-data'],
  hasPage: true,
  load: async () => {
    const { AgendaManager } = await import('./index.js');
    return () => new AgendaManager();
  },
};
