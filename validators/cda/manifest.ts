import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'cda',
  title: { fr: 'Document CDA R2 du CI-SIS', en: 'CI-SIS CDA R2 document' },
  view: 'documents',
  within: ['soap'],
  parameters: ['insAuthority'],
  load: async () => (await import('./index.js')).validator,
};
