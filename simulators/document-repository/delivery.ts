import { createHash } from 'node:crypto';
import { IDENTIFIER, type RegistryObject, type Submission } from '../../src/protocols/ebxml/index.js';
import { carriedDocuments, type CarriedDocument, type SoapMessage } from '../../src/protocols/soap/index.js';
import type { Refusal } from './refusal.js';

/** A document as it will be kept, with the entry that describes it. */
export interface Delivered {
  entry: RegistryObject;
  /** XDSDocumentEntry.uniqueId */
  uniqueId: string;
  mimeType: string;
  bytes: Uint8Array;
  sha1: string;
}

/**
 * Pairs the entries of a submission with the documents of its message and checks what a repository can: each entry has
 * its document and each document its entry (ITI TF-2, 3.41.4.1.3), and hash and size, where given, are those of the bytes.
 */
export function delivered(message: SoapMessage, submission: Submission): { documents: Delivered[]; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const carried = new Map<string, CarriedDocument>();
  for (const document of carriedDocuments(message)) {
    if (carried.has(document.id))
      refusals.push({
        code: 'XDSRepositoryMetadataError',
        context: `Deux éléments Document portent l’id « ${document.id} ».`,
        location: document.element.path,
      });
    carried.set(document.id, document);
  }
  const documents: Delivered[] = [];
  const uniqueIds = new Set<string>();
  for (const entry of submission.documentEntries) {
    const document = carried.get(entry.id);
    if (!document?.bytes) {
      refusals.push({
        code: 'XDSMissingDocument',
        context: `La fiche « ${entry.id} » n’a pas de document : aucun élément Document ne porte cet id.`,
        location: entry.element.path,
      });
      continue;
    }
    carried.delete(entry.id);
    const uniqueId = entry.identifier(IDENTIFIER.entryUniqueId) ?? '';
    if (uniqueIds.has(uniqueId))
      refusals.push({
        code: 'XDSRepositoryDuplicateUniqueIdInMessage',
        context: `Deux fiches ont le même uniqueId « ${uniqueId} ».`,
        location: entry.element.path,
      });
    uniqueIds.add(uniqueId);
    const sha1 = createHash('sha1').update(document.bytes).digest('hex');
    refusals.push(...contradictions(entry, document.bytes, sha1));
    documents.push({ entry, uniqueId, mimeType: entry.mimeType ?? 'application/octet-stream', bytes: document.bytes, sha1 });
  }
  for (const { id, element } of carried.values())
    refusals.push({
      code: 'XDSMissingDocumentMetadata',
      context: `Le document « ${id} » n’est décrit par aucune fiche (ExtrinsicObject) de ce message.`,
      location: element.path,
    });
  return { documents, refusals };
}

function contradictions(entry: RegistryObject, bytes: Uint8Array, sha1: string): Refusal[] {
  const refusals: Refusal[] = [];
  const hash = entry.value('hash');
  if (hash !== undefined && hash.toLowerCase() !== sha1)
    refusals.push({
      code: 'XDSRepositoryMetadataError',
      context: `hash annonce ${hash}, l’empreinte SHA-1 du document reçu est ${sha1}.`,
      location: entry.slot('hash')!.element.path,
    });
  const size = entry.value('size');
  if (size !== undefined && Number(size) !== bytes.length)
    refusals.push({
      code: 'XDSRepositoryMetadataError',
      context: `size annonce ${size}, le document reçu fait ${bytes.length} octets.`,
      location: entry.slot('size')!.element.path,
    });
  return refusals;
}
