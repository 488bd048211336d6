import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'resource-manager',
  title: { fr: 'Gestionnaire de ressources (GestionnaireRessources)', en: 'Resource manager (GestionnaireRessources)' },
  transactions: [
    { id: 'GAP-1a', side: 'server' },
    { id: 'GAP-1b', side: 'server' },
    { id: 'GAP-1c', side: 'server' },
  ],
  options: ['store', 'seed-data'],
  load: async () => {
    const { ResourceManager } = await import('./index.js');
    return () => new ResourceManager();
  },
};
