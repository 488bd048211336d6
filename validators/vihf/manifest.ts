import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'vihf',
  title: { fr: 'VIHF, jeton SAML 2.0 de l’utilisateur', en: 'VIHF, SAML 2.0 token of the user' },
  view: 'security',
  checks: ['assertion-id', 'issued', 'saml-status'],
  within: ['soap'],
  parameters: ['vihf', 'dmp', 'patient', 'resourceUrn', 'profile', 'audience', 'sha1', 'insAuthority'],
  load: async () => (await import('./index.js')).validator,
};
