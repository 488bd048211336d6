import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'document-source',
  title: { fr: 'Producteur de documents (Document Source)', en: 'Document Source' },
  transactions: [{ id: 'ITI-41', side: 'client' }],
  load: async () => {
    const { DocumentSource } = await import('./index.js');
    return () => new DocumentSource();
  },
};
