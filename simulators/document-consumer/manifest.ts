import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'document-consumer',
  title: { fr: 'Consommateur de documents (Document Consumer)', en: 'Document Consumer' },
  transactions: [
    { id: 'ITI-18', side: 'client' },
    { id: 'ITI-43', side: 'client' },
  ],
  load: async () => {
    const { DocumentConsumer } = await import('./index.js');
    return () => new DocumentConsumer();
  },
};
