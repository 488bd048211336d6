import { XMLSerializer } from '@xmldom/xmldom';
import { newUuid } from '../wire/identifiers.mjs';
import { all, children, first, NS, parseXml } from '../wire/xml.mjs';

const uuid = (text) => `urn:uuid:${text}`;

export const IDENTIFIERS = {
  entryPatient: uuid('58a6f841-87b3-4a3e-92fd-a8ffeff98427'),
  entryUniqueId: uuid('2e82c1f6-a085-4c72-9da3-8640a32e42ab'),
  setPatient: uuid('6b5aea1a-874d-4603-a4bc-96a0a7b38446'),
  setUniqueId: uuid('96fdda7c-d067-4183-912e-bf5ee74998a8'),
  setSource: uuid('554ac39e-e3fe-47fe-b233-965d2a147832'),
  folderPatient: uuid('f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a'),
  folderUniqueId: uuid('75df8f67-9973-4fbe-a900-df66cefecc5a'),
};

/** Classification schemes of the codes a DocumentEntry must have, by attribute. */
export const CODES = {
  ClassCode: uuid('41a5887f-8865-4c09-adf7-e362475b143a'),
  ConfidentialityCode: uuid('f4f85eac-e6cb-4883-b524-f2705394840f'),
  FormatCode: uuid('a09d5840-386c-46f2-b5ad-9c3699a4309d'),
  HealthcareFacilityTypeCode: uuid('f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1'),
  PracticeSettingCode: uuid('cccf5598-8b07-4b77-a05e-ae952c785ead'),
  TypeCode: uuid('f0306f51-975f-434e-a61c-c59651d33983'),
};
export const EVENT_CODES = uuid('2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4');
export const CONTENT_TYPE = uuid('aa543740-bdda-424e-8c96-df4873be8500');
export const FOLDER_CODES = uuid('1ba97051-7806-41a8-a48b-8fce7af683c5');
export const ENTRY_AUTHOR = uuid('93606bcf-9494-43ec-9b4e-a7748d1a838d');
export const SET_AUTHOR = uuid('a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d');
export const STABLE = uuid('7edca82f-054d-47f2-a032-9b2a5b5186c1');

const IHE = 'urn:ihe:iti:2007:AssociationType';
export const HAS_MEMBER = 'urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember';
export const REPLACEMENTS = [`${IHE}:RPLC`, `${IHE}:XFRM_RPLC`];
export const ADDITIONS = [`${IHE}:APND`, `${IHE}:XFRM`];
export const UPDATE_STATUS = 'urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus';
export const SUBMIT_ASSOCIATION = 'urn:ihe:iti:2010:AssociationType:SubmitAssociation';

export const APPROVED = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved';
export const DEPRECATED = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated';
export const ARCHIVED = 'urn:asip:ci-sis:2010:StatusType:Archived';
export const DELETED = 'urn:asip:ci-sis:2010:StatusType:Deleted';

/** The last part of a URN, as people read it. */
export const shortName = (urn) => urn?.split(':').at(-1) ?? '';

/** Identifier and authority of a CX, without what may follow. */
export const sameId = (cx) => cx?.split('^').slice(0, 4).join('^');

export const slotsOf = (object, name) => {
  const slot = children(object, 'rim:Slot').find((s) => s.getAttribute('name') === name);
  return slot && all(slot, 'rim:Value').map((v) => v.textContent.trim());
};
export const slotOf = (object, name) => slotsOf(object, name)?.[0];

export const identifierOf = (object, scheme) =>
  children(object, 'rim:ExternalIdentifier')
    .find((e) => e.getAttribute('identificationScheme') === scheme)
    ?.getAttribute('value');

const classifications = (object, scheme) =>
  children(object, 'rim:Classification').filter((c) => c.getAttribute('classificationScheme') === scheme);

/** Codes of one classification scheme, written `code^^codingScheme` as stored queries name them. */
export const codesOf = (object, scheme) =>
  classifications(object, scheme).map((c) => `${c.getAttribute('nodeRepresentation')}^^${slotOf(c, 'codingScheme') ?? ''}`);

/** Values that the authors of an object have in one slot. */
export const authorSlot = (object, scheme, name) => classifications(object, scheme).flatMap((c) => slotsOf(c, name) ?? []);

const PACKAGES = { [uuid('a54d6aa5-d40d-43f9-88c5-b4633d873bdd')]: 'set', [uuid('d9d542f3-6cc4-48b6-8870-ea235fbc94c2')]: 'folder' };
const UNIQUE_ID = { entry: IDENTIFIERS.entryUniqueId, set: IDENTIFIERS.setUniqueId, folder: IDENTIFIERS.folderUniqueId };
const PATIENT = { entry: IDENTIFIERS.entryPatient, set: IDENTIFIERS.setPatient, folder: IDENTIFIERS.folderPatient };

/**
 * The objects of a submission, each standing alone and under a UUID.
 * @returns {{kind: 'entry' | 'set' | 'folder' | 'association', submittedId: string, id: string, lid: string, element: Element}[]}
 */
export function readSubmission(request) {
  const list = first(request, 'rim:RegistryObjectList');
  const beside = children(list, 'rim:Classification');
  const read = children(list).flatMap((submitted) => {
    const element = standalone(submitted);
    const submittedId = submitted.getAttribute('id');
    for (const one of beside) if (one.getAttribute('classifiedObject') === submittedId) classify(element, one);
    const kind = kindOf(element);
    return kind ? [{ kind, submittedId, element }] : [];
  });
  const given = new Map(read.filter((r) => !r.submittedId.startsWith('urn:uuid:')).map((r) => [r.submittedId, newUuid()]));
  const resolved = (id) => given.get(id) ?? id;
  return read.map(({ kind, submittedId, element }) => {
    const id = resolved(submittedId);
    rename(element, submittedId, id);
    const [source, target] = ['sourceObject', 'targetObject'].map((name) => resolved(element.getAttribute(name)));
    return {
      kind,
      submittedId,
      id,
      lid: element.getAttribute('lid') || id,
      element,
      uniqueId: identifierOf(element, UNIQUE_ID[kind]),
      patient: identifierOf(element, PATIENT[kind]),
      ...(kind === 'association' && { type: element.getAttribute('associationType'), source, target }),
    };
  });
}

const standalone = (element) => parseXml(new XMLSerializer().serializeToString(element)).documentElement;

function kindOf(element) {
  if (element.localName === 'ExtrinsicObject') return 'entry';
  if (element.localName === 'Association') return 'association';
  return children(element, 'rim:Classification')
    .map((c) => PACKAGES[c.getAttribute('classificationNode')])
    .find(Boolean);
}

/** Puts a classification that stood beside its object inside it, where the schema wants it. */
function classify(element, classification) {
  const copy = element.ownerDocument.importNode(classification, true);
  element.insertBefore(copy, children(element, 'rim:Classification')[0] ?? children(element, 'rim:ExternalIdentifier')[0] ?? null);
}

function rename(element, from, to) {
  for (const child of children(element)) {
    for (const name of ['classifiedObject', 'registryObject']) if (child.getAttribute(name) === from) child.setAttribute(name, to);
    if (child.hasAttribute('id') && !child.getAttribute('id').startsWith('urn:uuid:')) child.setAttribute('id', newUuid());
  }
}

const elementIn = (object, name) => object.ownerDocument.createElementNS(NS.rim, `rim:${name}`);

/** Gives a slot of an object one value. */
export function setSlot(object, name, value) {
  const old = children(object, 'rim:Slot').find((s) => s.getAttribute('name') === name);
  if (old) object.removeChild(old);
  const slot = elementIn(object, 'Slot');
  slot.setAttribute('name', name);
  const list = slot.appendChild(elementIn(object, 'ValueList'));
  list.appendChild(elementIn(object, 'Value')).appendChild(object.ownerDocument.createTextNode(value));
  object.insertBefore(slot, object.firstChild);
}

/** An object as a query answers it: with the attributes that are the registry's to give. */
export function serialize({ element, id, lid, status, version, source, target }) {
  const copy = element.cloneNode(true);
  const attributes = { id, lid, status, ...(source && { sourceObject: source, targetObject: target }) };
  for (const [name, value] of Object.entries(attributes)) copy.setAttribute(name, value);
  for (const old of children(copy, 'rim:VersionInfo')) copy.removeChild(old);
  const info = elementIn(copy, 'VersionInfo');
  info.setAttribute('versionName', String(version));
  copy.insertBefore(info, children(copy, 'rim:Classification')[0] ?? children(copy, 'rim:ExternalIdentifier')[0] ?? null);
  return new XMLSerializer().serializeToString(copy);
}

/** Names of the required attributes that a DocumentEntry lacks. */
export const missingIn = ({ element, patient, uniqueId }) => [
  ...['creationTime', 'languageCode', 'sourcePatientId', 'legalAuthenticator', 'serviceStartTime'].filter((name) => !slotOf(element, name)),
  ...Object.entries(CODES)
    .filter(([, scheme]) => codesOf(element, scheme).length === 0)
    .map(([name]) => name),
  ...(patient ? [] : ['patientId']),
  ...(uniqueId ? [] : ['uniqueId']),
];
