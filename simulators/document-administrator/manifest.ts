import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'document-administrator',
  title: { fr: 'Administrateur de documents (Document Administrator)', en: 'Document Administrator' },
  transactions: [
    { id: 'ITI-57', side: 'client' },
    { id: 'ITI-62', side: 'client' },
  ],
  load: async () => {
    const { DocumentAdministrator } = await import('./index.js');
    return () => new DocumentAdministrator();
  },
};
