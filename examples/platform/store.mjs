import { createHash } from 'node:crypto';
import { APPROVED, setSlot } from './metadata.mjs';
import { hl7Utc } from '../wire/identifiers.mjs';

export const REPOSITORY = '1.2.250.1.213.4.1.1.1.99';

export const sha1 = (bytes) => createHash('sha1').update(bytes).digest('hex');

/** Documents and what is registered about them, in memory. */
export function openStore() {
  const objects = new Map();
  const documents = new Map();
  const all = () => [...objects.values()];
  return {
    /** the bytes of a document, by uniqueId */
    document: (uniqueId) => documents.get(uniqueId),
    keepDocument: (uniqueId, document) => documents.set(uniqueId, document),

    object: (id) => objects.get(id),
    all,
    withUniqueId: (uniqueId) => all().filter((o) => o.uniqueId === uniqueId),
    /** the current version of a logical object */
    latest: (lid) =>
      all()
        .filter((o) => o.lid === lid)
        .toSorted((a, b) => b.version - a.version)[0],
    associationsOf: (id) => all().filter((o) => o.kind === 'association' && (o.source === id || o.target === id)),
    /** registers an object; a folder is dated */
    add(object) {
      if (object.kind === 'folder') setSlot(object.element, 'lastUpdateTime', hl7Utc(new Date()));
      objects.set(object.id, { version: 1, status: APPROVED, ...object });
    },
    setStatus(id, status) {
      const object = objects.get(id);
      if (object) object.status = status;
    },
    remove: (id) => objects.delete(id),
  };
}
