import type { ValidatorManifest } from '../../src/model/index.js';

export const manifest: ValidatorManifest = {
  kind: 'xds-metadata',
  title: { fr: 'Métadonnées et messages XDS.b', en: 'XDS.b metadata and messages' },
  view: 'metadata',
  checks: ['association', 'query', 'asks', 'found', 'objects', 'retrieved'],
  blocks: ['metadata-document', 'query-answer', 'retrieve-answer'],
  identifiers: ['document-unique-id', 'submission-set-unique-id', 'document-hash'],
  within: ['soap'],
  parameters: ['dmp', 'insAuthority', 'limited-metadata'],
  load: async () => (await import('./index.js')).validator,
};
