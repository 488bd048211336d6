import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'oauth-token',
  title: { fr: 'Jeton d’accès OAuth 2.0', en: 'OAuth 2.0 access token' },
  view: 'message',
  parameters: ['oauth-issuer', 'oauth-audience', 'oauth-jwks', 'oauth-certificate'],
  load: async () => (await import('./index.js')).validator,
};
