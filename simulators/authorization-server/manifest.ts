import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'authorization-server',
  title: { fr: 'Serveur d’autorisation (IUA Authorization Server)', en: 'Authorization server (IUA Authorization Server)' },
  transactions: [
    // IHE IUA, Get Access Token
    { id: 'ITI-71', side: 'server' },
    // IHE IUA, Get Authorization Server Metadata
    { id: 'ITI-103', side: 'server' },
  ],
  load: async () => {
    const { AuthorizationServer } = await import('./index.js');
    return () => new AuthorizationServer();
  },
};
