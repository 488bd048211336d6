import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'hl7v3',
  title: { fr: 'Message HL7 V3 d’identité (PDQv3, PIXv3)', en: 'HL7 V3 message about patients (PDQv3, PIXv3)' },
  view: 'metadata',
  checks: ['v3-answer', 'v3-values', 'v3-count'],
  identifiers: ['v3-message-id', 'v3-patient-id'],
  within: ['soap'],
  parameters: ['insAuthority'],
  load: async () => (await import('./index.js')).validator,
};
