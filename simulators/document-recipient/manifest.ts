import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'document-recipient',
  title: { fr: 'Destinataire de documents (Document Recipient, XDR)', en: 'Document Recipient (XDR)' },
  transactions: [{ id: 'ITI-41', side: 'server' }],
  options: ['store'],
  load: async () => {
    const { DocumentRecipient } = await import('./index.js');
    return () => new DocumentRecipient();
  },
};
