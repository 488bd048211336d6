import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'portable-media-creator',
  title: { fr: 'Créateur de média (Portable Media Creator)', en: 'Portable Media Creator' },
  transactions: [{ id: 'ITI-32', side: 'client' }],
  load: async () => {
    const { PortableMediaCreator } = await import('./index.js');
    return () => new PortableMediaCreator();
  },
};
