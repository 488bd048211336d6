import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'tls',
  title: { fr: 'Connexion TLS mutuelle', en: 'Mutual TLS connection' },
  view: 'message',
  load: async () => (await import('./index.js')).validator,
};
