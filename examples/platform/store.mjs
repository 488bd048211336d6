import { createHash } from 'node:crypto';
import { XMLSerializer } from '@xmldom/xmldom';
import { IDENTIFIERS, identifierOf } from './metadata.mjs';
import { newUuid } from '../wire/identifiers.mjs';
import { children, NS, parseXml } from '../wire/xml.mjs';

export const REPOSITORY = '1.2.250.1.213.4.1.1.1.99';
export const APPROVED = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved';
export const DEPRECATED = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated';

export const sha1 = (bytes) => createHash('sha1').update(bytes).digest('hex');

/** Documents and their entries, in memory. */
export function openStore(breaks) {
  const entries = new Map();
  const setIds = new Set();
  return {
    entry: (uuid) => entries.get(uuid),
    byUniqueId: (uniqueId) => [...entries.values()].find((e) => e.uniqueId === uniqueId),
    all: () => [...entries.values()],
    hasSet: (uniqueId) => setIds.has(uniqueId),
    addSet: (uniqueId) => setIds.add(uniqueId),
    /** keeps a document; its entry gets the attributes that are the registry's to give */
    add(object, bytes) {
      const uuid = object.getAttribute('id').startsWith('urn:uuid:') ? object.getAttribute('id') : newUuid();
      entries.set(uuid, {
        uuid,
        uniqueId: identifierOf(object, IDENTIFIERS.entryUniqueId),
        patient: identifierOf(object, IDENTIFIERS.entryPatient),
        mimeType: object.getAttribute('mimeType'),
        status: APPROVED,
        hash: sha1(bytes),
        bytes,
        object: complete(object, uuid, breaks('registered', { hash: sha1(bytes), size: bytes.length })),
      });
    },
    deprecate(uuid) {
      entries.get(uuid).status = DEPRECATED;
    },
  };
}

/** A copy of the entry that stands alone: real identifiers, version, repository, hash and size. */
function complete(submitted, uuid, { hash, size }) {
  const object = parseXml(new XMLSerializer().serializeToString(submitted)).documentElement;
  const old = object.getAttribute('id');
  object.setAttribute('id', uuid);
  object.setAttribute('lid', uuid);
  for (const child of children(object))
    for (const name of ['classifiedObject', 'registryObject']) if (child.getAttribute(name) === old) child.setAttribute(name, uuid);
  for (const child of children(object).filter((c) => c.hasAttribute('id') && !c.getAttribute('id').startsWith('urn:uuid:')))
    child.setAttribute('id', newUuid());
  setSlot(object, 'repositoryUniqueId', REPOSITORY);
  setSlot(object, 'hash', hash);
  setSlot(object, 'size', String(size));
  if (!children(object, 'rim:VersionInfo')[0]) {
    const version = element(object, 'VersionInfo');
    version.setAttribute('versionName', '1');
    object.insertBefore(version, children(object, 'rim:Classification')[0] ?? null);
  }
  return object;
}

const element = (object, name) => object.ownerDocument.createElementNS(NS.rim, `rim:${name}`);

function setSlot(object, name, value) {
  const old = children(object, 'rim:Slot').find((s) => s.getAttribute('name') === name);
  if (old) object.removeChild(old);
  const slot = element(object, 'Slot');
  slot.setAttribute('name', name);
  const list = slot.appendChild(element(object, 'ValueList'));
  list.appendChild(element(object, 'Value')).appendChild(object.ownerDocument.createTextNode(value));
  object.insertBefore(slot, object.firstChild);
}

/** The entry as a query answers it. */
export const serialize = ({ object, status }) => {
  const copy = object.cloneNode(true);
  copy.setAttribute('status', status);
  return new XMLSerializer().serializeToString(copy);
};
