import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'coherence',
  title: { fr: 'Cohérence entre VIHF, métadonnées et CDA', en: 'Consistency of VIHF, metadata and CDA' },
  view: 'message',
  within: 'soap',
  load: async () => (await import('./index.js')).validator,
};
