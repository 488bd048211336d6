import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'document-registry',
  title: { fr: 'Registre de documents (Document Registry)', en: 'Document Registry' },
  transactions: [
    { id: 'ITI-42', side: 'server' },
    { id: 'ITI-18', side: 'server' },
    { id: 'ITI-57', side: 'server' },
    { id: 'ITI-62', side: 'server' },
  ],
  options: ['store', 'seed-data', 'seed-patients'],
  load: async () => {
    const { DocumentRegistry } = await import('./index.js');
    return () => new DocumentRegistry();
  },
};
