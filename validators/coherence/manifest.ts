import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'coherence',
  title: { fr: 'Cohérence entre VIHF, métadonnées et CDA', en: 'Consistency of VIHF, metadata and CDA' },
  view: 'message',
  within: ['soap', 'xds-metadata'],
  blocks: ['metadata-cda', 'metadata-vihf', 'submission-earlier', 'publication-found'],
  load: async () => (await import('./index.js')).validator,
};
