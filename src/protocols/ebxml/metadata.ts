import { ASSOCIATION, ENTRY_TYPE, IDENTIFIER, NODE, OBJECT_TYPE, SCHEME } from './constants.js';
import { identifierOf, slotValue, slotValues, type RimClassification, type RimObject, type RimSlot } from './rim-object.js';

/** A coded value: code, OID of its code system, display name. */
export interface Code {
  code: string;
  scheme: string;
  display: string;
}

/** One author: HL7 values as written (XCN, XON, ...). */
export interface Author {
  person?: string;
  institutions?: string[];
  roles?: string[];
  specialties?: string[];
  telecommunications?: string[];
}

/** XDSDocumentEntry. */
export interface DocumentEntry {
  id: string;
  logicalId?: string;
  status?: string;
  version?: string;
  mimeType: string;
  title?: string;
  comments?: string;
  creationTime?: string;
  languageCode?: string;
  serviceStartTime?: string;
  serviceStopTime?: string;
  /** CX */
  sourcePatientId?: string;
  /** `PID-5|...` */
  sourcePatientInfo?: string[];
  /** XCN */
  legalAuthenticator?: string;
  hash?: string;
  size?: number;
  repositoryUniqueId?: string;
  uri?: string;
  referenceIdList?: string[];
  authors: Author[];
  classCode?: Code;
  typeCode?: Code;
  formatCode?: Code;
  healthcareFacilityTypeCode?: Code;
  practiceSettingCode?: Code;
  confidentialityCodes: Code[];
  eventCodes?: Code[];
  /** CX */
  patientId: string;
  uniqueId: string;
}

/** XDSSubmissionSet. */
export interface SubmissionSet {
  id: string;
  status?: string;
  title?: string;
  comments?: string;
  submissionTime?: string;
  authors: Author[];
  contentTypeCode?: Code;
  intendedRecipients?: string[];
  /** CX */
  patientId: string;
  sourceId: string;
  uniqueId: string;
}

/** XDSFolder; its lastUpdateTime is the registry's to give. */
export interface Folder {
  id: string;
  title: string;
  codes: Code[];
  /** CX */
  patientId: string;
  uniqueId: string;
}

/** An association between two objects: HasMember, RPLC, ... */
export interface Relationship {
  /** `as-1`, `as-2`, ... when absent */
  id?: string;
  type: string;
  source: string;
  target: string;
  slots?: Readonly<Record<string, string>>;
}

const slots = (values: Readonly<Record<string, string | number | readonly string[] | undefined>>): RimSlot[] =>
  Object.entries(values).flatMap(([name, value]) =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? []
    : Array.isArray(value) ? [{ name, values: [...(value as string[])] }]
    : [{ name, values: [String(value)] }],
  );

const codes = (owner: string, attribute: string, scheme: string, list: readonly (Code | undefined)[]): RimClassification[] =>
  list
    .filter((code) => code !== undefined)
    .map((code, i) => ({
      id: `${owner}-${attribute}-${i + 1}`,
      scheme,
      code: code.code,
      slots: [{ name: 'codingScheme', values: [code.scheme] }],
      name: code.display,
    }));

const authors = (owner: string, scheme: string, list: readonly Author[]): RimClassification[] =>
  list.map((author, i) => ({
    id: `${owner}-author-${i + 1}`,
    scheme,
    slots: slots({
      authorPerson: author.person,
      authorInstitution: author.institutions,
      authorRole: author.roles,
      authorSpecialty: author.specialties,
      authorTelecommunication: author.telecommunications,
    }),
  }));

/** Ids of inner objects: the owner's, fit for use inside another id. */
const stem = (id: string): string => id.replaceAll(':', '-');

/** ExtrinsicObject of a document entry. */
export function rimOfDocumentEntry(entry: DocumentEntry): RimObject {
  const owner = stem(entry.id);
  return {
    kind: 'ExtrinsicObject',
    id: entry.id,
    ...(entry.logicalId !== undefined && { lid: entry.logicalId }),
    objectType: ENTRY_TYPE.stable,
    ...(entry.status !== undefined && { status: entry.status }),
    mimeType: entry.mimeType,
    ...(entry.version !== undefined && { version: entry.version }),
    slots: slots({
      creationTime: entry.creationTime,
      languageCode: entry.languageCode,
      serviceStartTime: entry.serviceStartTime,
      serviceStopTime: entry.serviceStopTime,
      sourcePatientId: entry.sourcePatientId,
      sourcePatientInfo: entry.sourcePatientInfo,
      legalAuthenticator: entry.legalAuthenticator,
      hash: entry.hash,
      size: entry.size,
      repositoryUniqueId: entry.repositoryUniqueId,
      URI: entry.uri,
      'urn:ihe:iti:xds:2013:referenceIdList': entry.referenceIdList,
    }),
    ...(entry.title !== undefined && { name: entry.title }),
    ...(entry.comments !== undefined && { description: entry.comments }),
    classifications: [
      ...authors(owner, SCHEME.entryAuthor, entry.authors),
      ...codes(owner, 'class', SCHEME.classCode, [entry.classCode]),
      ...codes(owner, 'type', SCHEME.typeCode, [entry.typeCode]),
      ...codes(owner, 'format', SCHEME.formatCode, [entry.formatCode]),
      ...codes(owner, 'facility', SCHEME.healthcareFacilityTypeCode, [entry.healthcareFacilityTypeCode]),
      ...codes(owner, 'setting', SCHEME.practiceSettingCode, [entry.practiceSettingCode]),
      ...codes(owner, 'confidentiality', SCHEME.confidentialityCode, entry.confidentialityCodes),
      ...codes(owner, 'event', SCHEME.eventCodeList, entry.eventCodes ?? []),
    ],
    identifiers: [
      { id: `${owner}-patientId`, scheme: IDENTIFIER.entryPatientId, value: entry.patientId },
      { id: `${owner}-uniqueId`, scheme: IDENTIFIER.entryUniqueId, value: entry.uniqueId },
    ],
  };
}

/** RegistryPackage of a submission set, with the classification that makes it one. */
export function rimOfSubmissionSet(set: SubmissionSet): RimObject {
  const owner = stem(set.id);
  return {
    kind: 'RegistryPackage',
    id: set.id,
    objectType: OBJECT_TYPE.registryPackage,
    ...(set.status !== undefined && { status: set.status }),
    slots: slots({ submissionTime: set.submissionTime, intendedRecipient: set.intendedRecipients }),
    ...(set.title !== undefined && { name: set.title }),
    ...(set.comments !== undefined && { description: set.comments }),
    classifications: [
      { id: `${owner}-node`, node: NODE.submissionSet, slots: [] },
      ...authors(owner, SCHEME.setAuthor, set.authors),
      ...codes(owner, 'contentType', SCHEME.contentTypeCode, [set.contentTypeCode]),
    ],
    identifiers: [
      { id: `${owner}-patientId`, scheme: IDENTIFIER.setPatientId, value: set.patientId },
      { id: `${owner}-sourceId`, scheme: IDENTIFIER.setSourceId, value: set.sourceId },
      { id: `${owner}-uniqueId`, scheme: IDENTIFIER.setUniqueId, value: set.uniqueId },
    ],
  };
}

/** RegistryPackage of a folder, with the classification that makes it one. */
export function rimOfFolder(folder: Folder): RimObject {
  const owner = stem(folder.id);
  return {
    kind: 'RegistryPackage',
    id: folder.id,
    objectType: OBJECT_TYPE.registryPackage,
    slots: [],
    name: folder.title,
    classifications: [{ id: `${owner}-node`, node: NODE.folder, slots: [] }, ...codes(owner, 'code', SCHEME.folderCodeList, folder.codes)],
    identifiers: [
      { id: `${owner}-patientId`, scheme: IDENTIFIER.folderPatientId, value: folder.patientId },
      { id: `${owner}-uniqueId`, scheme: IDENTIFIER.folderUniqueId, value: folder.uniqueId },
    ],
  };
}

/** Association. */
export function rimOfRelationship(relationship: Relationship, index = 0): RimObject {
  return {
    kind: 'Association',
    id: relationship.id ?? `as-${index + 1}`,
    objectType: OBJECT_TYPE.association,
    type: relationship.type,
    source: relationship.source,
    target: relationship.target,
    slots: slots(relationship.slots ?? {}),
    classifications: [],
    identifiers: [],
  };
}

/** The association that makes a submitted entry a member of its submission set. */
export function membership(set: string, entry: string): Relationship {
  return { type: ASSOCIATION.hasMember, source: set, target: entry, slots: { SubmissionSetStatus: 'Original' } };
}

/** The values of a coded attribute, in order. */
export const codesOf = (object: RimObject, scheme: string): Code[] =>
  object.classifications
    .filter((classification) => classification.scheme === scheme)
    .map((classification) => ({
      code: classification.code ?? '',
      scheme: slotValue(classification, 'codingScheme') ?? '',
      display: classification.name ?? '',
    }));

const authorsOf = (object: RimObject, scheme: string): Author[] =>
  object.classifications
    .filter((classification) => classification.scheme === scheme)
    .map((classification) => ({
      person: slotValue(classification, 'authorPerson'),
      institutions: slotValues(classification, 'authorInstitution'),
      roles: slotValues(classification, 'authorRole'),
      specialties: slotValues(classification, 'authorSpecialty'),
      telecommunications: slotValues(classification, 'authorTelecommunication'),
    }));

/** Reads a document entry back from its ExtrinsicObject; what is absent there is absent or empty here. */
export function documentEntryOf(object: RimObject): DocumentEntry {
  const size = slotValue(object, 'size');
  return {
    id: object.id,
    logicalId: object.lid,
    status: object.status,
    version: object.version,
    mimeType: object.mimeType ?? '',
    title: object.name,
    comments: object.description,
    creationTime: slotValue(object, 'creationTime'),
    languageCode: slotValue(object, 'languageCode'),
    serviceStartTime: slotValue(object, 'serviceStartTime'),
    serviceStopTime: slotValue(object, 'serviceStopTime'),
    sourcePatientId: slotValue(object, 'sourcePatientId'),
    sourcePatientInfo: slotValues(object, 'sourcePatientInfo'),
    legalAuthenticator: slotValue(object, 'legalAuthenticator'),
    hash: slotValue(object, 'hash'),
    size: size !== undefined && /^\d+$/.test(size) ? Number(size) : undefined,
    repositoryUniqueId: slotValue(object, 'repositoryUniqueId'),
    uri: slotValue(object, 'URI'),
    referenceIdList: slotValues(object, 'urn:ihe:iti:xds:2013:referenceIdList'),
    authors: authorsOf(object, SCHEME.entryAuthor),
    classCode: codesOf(object, SCHEME.classCode)[0],
    typeCode: codesOf(object, SCHEME.typeCode)[0],
    formatCode: codesOf(object, SCHEME.formatCode)[0],
    healthcareFacilityTypeCode: codesOf(object, SCHEME.healthcareFacilityTypeCode)[0],
    practiceSettingCode: codesOf(object, SCHEME.practiceSettingCode)[0],
    confidentialityCodes: codesOf(object, SCHEME.confidentialityCode),
    eventCodes: codesOf(object, SCHEME.eventCodeList),
    patientId: identifierOf(object, IDENTIFIER.entryPatientId) ?? '',
    uniqueId: identifierOf(object, IDENTIFIER.entryUniqueId) ?? '',
  };
}

/** Reads a submission set back from its RegistryPackage. */
export function submissionSetOf(object: RimObject): SubmissionSet {
  return {
    id: object.id,
    status: object.status,
    title: object.name,
    comments: object.description,
    submissionTime: slotValue(object, 'submissionTime'),
    authors: authorsOf(object, SCHEME.setAuthor),
    contentTypeCode: codesOf(object, SCHEME.contentTypeCode)[0],
    intendedRecipients: slotValues(object, 'intendedRecipient'),
    patientId: identifierOf(object, IDENTIFIER.setPatientId) ?? '',
    sourceId: identifierOf(object, IDENTIFIER.setSourceId) ?? '',
    uniqueId: identifierOf(object, IDENTIFIER.setUniqueId) ?? '',
  };
}
