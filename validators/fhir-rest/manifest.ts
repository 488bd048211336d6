import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'fhir-rest',
  title: { fr: 'Échange FHIR R4 par HTTP', en: 'FHIR R4 exchange over HTTP' },
  view: 'message',
  checks: ['fhir-request', 'fhir-refused', 'http-status', 'http-headers'],
  load: async () => (await import('./index.js')).validator,
};
