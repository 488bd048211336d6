import { all, children } from '../wire/xml.mjs';

const uuid = (text) => `urn:uuid:${text}`;

export const IDENTIFIERS = {
  entryPatient: uuid('58a6f841-87b3-4a3e-92fd-a8ffeff98427'),
  entryUniqueId: uuid('2e82c1f6-a085-4c72-9da3-8640a32e42ab'),
  setPatient: uuid('6b5aea1a-874d-4603-a4bc-96a0a7b38446'),
  setUniqueId: uuid('96fdda7c-d067-4183-912e-bf5ee74998a8'),
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

const HAS_MEMBER = 'urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember';
const RPLC = 'urn:ihe:iti:2007:AssociationType:RPLC';

export const slotOf = (object, name) => {
  const slot = children(object, 'rim:Slot').find((s) => s.getAttribute('name') === name);
  return slot && all(slot, 'rim:Value').map((v) => v.textContent.trim());
};

export const identifierOf = (object, scheme) =>
  children(object, 'rim:ExternalIdentifier')
    .find((e) => e.getAttribute('identificationScheme') === scheme)
    ?.getAttribute('value');

/** Codes of one classification scheme, written `code^^codingScheme` as stored queries name them. */
export const codesOf = (object, scheme) =>
  children(object, 'rim:Classification')
    .filter((c) => c.getAttribute('classificationScheme') === scheme)
    .map((c) => `${c.getAttribute('nodeRepresentation')}^^${slotOf(c, 'codingScheme')?.[0] ?? ''}`);

/** What a submission holds: its set, its document entries, and what replaces what. */
export function readSubmission(request) {
  const associations = all(request, 'rim:Association').map((a) => ({
    type: a.getAttribute('associationType'),
    source: a.getAttribute('sourceObject'),
    target: a.getAttribute('targetObject'),
  }));
  return {
    set: all(request, 'rim:RegistryPackage')[0],
    entries: all(request, 'rim:ExtrinsicObject'),
    members: associations.filter((a) => a.type === HAS_MEMBER),
    replacements: associations.filter((a) => a.type === RPLC),
  };
}

/** Names of the required attributes that a DocumentEntry lacks. */
export const missingIn = (entry) => [
  ...['creationTime', 'languageCode', 'sourcePatientId', 'legalAuthenticator', 'serviceStartTime'].filter(
    (name) => !slotOf(entry, name)?.[0],
  ),
  ...Object.entries(CODES)
    .filter(([, scheme]) => codesOf(entry, scheme).length === 0)
    .map(([name]) => name),
  ...Object.entries({ patientId: IDENTIFIERS.entryPatient, uniqueId: IDENTIFIERS.entryUniqueId })
    .filter(([, scheme]) => !identifierOf(entry, scheme))
    .map(([name]) => name),
];
