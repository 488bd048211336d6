import type { Artefact, ValidatorManifest } from '../../model/index.js';
import { attachDocuments } from '../ebxml/index.js';
import { carriedDocuments, documentArtefacts } from './documents.js';
import { openSoap } from './open.js';

const KEYS = { security: Symbol('security view'), metadata: Symbol('metadata view'), documents: Symbol('documents view') };

/**
 * What a validator of this view judges in a message: the message itself, the envelope for its security header or its
 * metadata, or its documents. Empty when the message holds no such thing. The same artefacts are returned each time, so
 * that what was parsed stays parsed.
 */
export function viewOf(artefact: Artefact, view: ValidatorManifest['view']): Artefact[] {
  if (view === 'message') return [artefact];
  return artefact.memo(KEYS[view], () => {
    const message = openSoap(artefact);
    if (view === 'documents') return documentArtefacts(message);
    // an envelope that cannot be read is the message's fault, told once
    if (!message.envelope || !message.root) return [];
    if (view === 'metadata') {
      const documents = carriedDocuments(message).flatMap(({ id, bytes }): [string, Uint8Array][] => (bytes ? [[id, bytes]] : []));
      // only a message whose transaction carries documents says which came
      if (documents.length > 0 || message.packaging === 'mtom') attachDocuments(message.envelope, new Map(documents));
    }
    return [message.envelope];
  });
}
