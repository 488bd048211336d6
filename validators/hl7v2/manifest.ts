import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'hl7v2',
  title: { fr: 'Message HL7 v2', en: 'HL7 v2 message' },
  view: 'message',
  checks: ['hl7-values', 'hl7-without', 'hl7-count', 'hl7-acknowledgements'],
  identifiers: ['hl7-control-id', 'hl7-patient-id'],
  profiles: true,
  parameters: ['line-ends', 'profile', 'insAuthority'],
  load: async () => (await import('./index.js')).validator,
};
