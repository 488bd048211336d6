import { createHash } from 'node:crypto';
import type { Artefact, Validator } from '../../src/model/index.js';
import { IDENTIFIER, readSubmission, type RegistryObject } from '../../src/protocols/ebxml/index.js';
import { carriedDocuments, openSoap } from '../../src/protocols/soap/index.js';

const valuesOf = (artefact: Artefact, of: 'documentEntries' | 'submissionSets', scheme: string): string[] => {
  const { root } = openSoap(artefact);
  const objects: readonly RegistryObject[] = (root && readSubmission(root)?.[of]) ?? [];
  return objects.flatMap((object) => object.identifier(scheme) ?? []).sort();
};

/** What submissions are compared by, from one message to the next. */
export const identifiers: NonNullable<Validator['identifiers']> = {
  'document-unique-id': (artefact) => valuesOf(artefact, 'documentEntries', IDENTIFIER.entryUniqueId),
  'submission-set-unique-id': (artefact) => valuesOf(artefact, 'submissionSets', IDENTIFIER.setUniqueId),
  'document-hash': (artefact) =>
    carriedDocuments(openSoap(artefact))
      .flatMap(({ bytes }) => (bytes ? createHash('sha1').update(bytes).digest('hex') : []))
      .sort(),
};
