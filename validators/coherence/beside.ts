import { createHash } from 'node:crypto';
import type { Artefact } from '../../src/model/index.js';
import { IDENTIFIER, type RegistryObject } from '../../src/protocols/ebxml/index.js';
import { clinicalDocumentOf } from '../cda/index.js';

/** Finds the document of an entry among files beside the metadata: by its URI, its hash, or the identifier of the CDA. */
export function documentsBeside(related: readonly Artefact[]): (entry: RegistryObject) => Artefact | undefined {
  const candidates = related.map((document) => {
    const id = clinicalDocumentOf(document)?.element('id');
    const extension = id?.attribute('extension') ?? '';
    const root = id?.attribute('root');
    return { document, name: baseName(document.name), uniqueId: root && (extension === '' ? root : `${root}^${extension}`) };
  });
  const hashes = new Map<Artefact, string>();
  const hashOf = (document: Artefact): string => {
    const known = hashes.get(document) ?? createHash('sha1').update(document.bytes).digest('hex');
    hashes.set(document, known);
    return known;
  };
  return (entry) => {
    const uri = entry.value('URI');
    const hash = entry.value('hash')?.toLowerCase();
    const uniqueId = entry.identifier(IDENTIFIER.entryUniqueId)?.trim();
    const found =
      candidates.find(({ name }) => uri !== undefined && name === baseName(uri))
      ?? candidates.find(({ document }) => hash !== undefined && hashOf(document) === hash)
      ?? candidates.find((one) => one.uniqueId !== undefined && one.uniqueId === uniqueId);
    return found?.document;
  };
}

const baseName = (name: string): string => name.split(/[/\\]/).at(-1)!.toUpperCase();
