import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'fhir',
  title: { fr: 'Ressource FHIR R4', en: 'FHIR R4 resource' },
  view: 'message',
  checks: ['fhir-values', 'fhir-without', 'fhir-count', 'fhir-holds'],
  identifiers: ['fhir-id'],
  profiles: true,
  parameters: ['profile', 'mustSupport', 'insAuthority'],
  load: async () => (await import('./index.js')).validator,
};
