import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'portable-media-importer',
  title: { fr: 'Importateur de média (Portable Media Importer)', en: 'Portable Media Importer' },
  // it goes and reads the media: nobody connects to it
  transactions: [{ id: 'ITI-32', side: 'client' }],
  load: async () => {
    const { PortableMediaImporter } = await import('./index.js');
    return () => new PortableMediaImporter();
  },
};
