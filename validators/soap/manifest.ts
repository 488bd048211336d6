import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'soap',
  title: { fr: 'Message SOAP 1.2, WS-Addressing et MTOM', en: 'SOAP 1.2 message, WS-Addressing and MTOM' },
  view: 'message',
  checks: ['action', 'soap', 'packaging', 'registry-status', 'soap-fault', 'refused', 'documents'],
  identifiers: ['message-id'],
  parameters: ['expected-action', 'request-message-id'],
  load: async () => (await import('./index.js')).validator,
};
