import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'xdm',
  title: { fr: 'Archive IHE_XDM (XDM, ITI-32)', en: 'IHE_XDM archive (XDM, ITI-32)' },
  view: 'message',
  blocks: ['manifest-files'],
  load: async () => (await import('./index.js')).validator,
};
