import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'document-repository',
  title: { fr: 'Entrepôt de documents (Document Repository)', en: 'Document Repository' },
  transactions: [
    { id: 'ITI-41', side: 'server' },
    { id: 'ITI-43', side: 'server' },
    { id: 'ITI-42', side: 'client' },
  ],
  needs: ['document-registry'],
  options: ['store'],
  load: async () => {
    const { DocumentRepository } = await import('./index.js');
    return () => new DocumentRepository();
  },
};
