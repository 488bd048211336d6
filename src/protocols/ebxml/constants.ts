import { table } from '../../model/index.js';
const uuid = (value: string): string => `urn:uuid:${value}`;

/** What a RegistryPackage is: the classificationNode it is classified with. */
export const NODE = {
  submissionSet: uuid('a54d6aa5-d40d-43f9-88c5-b4633d873bdd'),
  folder: uuid('d9d542f3-6cc4-48b6-8870-ea235fbc94c2'),
  submissionSetLimitedMetadata: uuid('5003a9db-8d8d-49e6-bf0c-990e34ac7707'),
  documentEntryLimitedMetadata: uuid('ab9b591b-83ab-4d03-8f5d-f93b1fb92e85'),
  folderLimitedMetadata: uuid('2c144a76-29a9-4b7c-af54-b25409fe7d03'),
} as const;

/** ExtrinsicObject/@objectType. */
export const ENTRY_TYPE = {
  stable: uuid('7edca82f-054d-47f2-a032-9b2a5b5186c1'),
  onDemand: uuid('34268e47-fdf5-41a6-ba33-82133c465248'),
} as const;

/** Classification/@classificationScheme of each attribute. */
export const SCHEME = {
  entryAuthor: uuid('93606bcf-9494-43ec-9b4e-a7748d1a838d'),
  classCode: uuid('41a5887f-8865-4c09-adf7-e362475b143a'),
  confidentialityCode: uuid('f4f85eac-e6cb-4883-b524-f2705394840f'),
  eventCodeList: uuid('2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4'),
  formatCode: uuid('a09d5840-386c-46f2-b5ad-9c3699a4309d'),
  healthcareFacilityTypeCode: uuid('f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1'),
  practiceSettingCode: uuid('cccf5598-8b07-4b77-a05e-ae952c785ead'),
  typeCode: uuid('f0306f51-975f-434e-a61c-c59651d33983'),
  setAuthor: uuid('a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d'),
  contentTypeCode: uuid('aa543740-bdda-424e-8c96-df4873be8500'),
  folderCodeList: uuid('1ba97051-7806-41a8-a48b-8fce7af683c5'),
  associationDocumentation: uuid('abd807a3-4432-4053-87b4-fd82c643d1f3'),
} as const;

/** ExternalIdentifier/@identificationScheme of each identifier. */
export const IDENTIFIER = {
  entryPatientId: uuid('58a6f841-87b3-4a3e-92fd-a8ffeff98427'),
  entryUniqueId: uuid('2e82c1f6-a085-4c72-9da3-8640a32e42ab'),
  setPatientId: uuid('6b5aea1a-874d-4603-a4bc-96a0a7b38446'),
  setSourceId: uuid('554ac39e-e3fe-47fe-b233-965d2a147832'),
  setUniqueId: uuid('96fdda7c-d067-4183-912e-bf5ee74998a8'),
  folderPatientId: uuid('f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a'),
  folderUniqueId: uuid('75df8f67-9973-4fbe-a900-df66cefecc5a'),
} as const;

/** ExternalIdentifier/Name that goes with each identificationScheme. */
export const IDENTIFIER_NAME: Readonly<Record<string, string>> = table({
  [IDENTIFIER.entryPatientId]: 'XDSDocumentEntry.patientId',
  [IDENTIFIER.entryUniqueId]: 'XDSDocumentEntry.uniqueId',
  [IDENTIFIER.setPatientId]: 'XDSSubmissionSet.patientId',
  [IDENTIFIER.setSourceId]: 'XDSSubmissionSet.sourceId',
  [IDENTIFIER.setUniqueId]: 'XDSSubmissionSet.uniqueId',
  [IDENTIFIER.folderPatientId]: 'XDSFolder.patientId',
  [IDENTIFIER.folderUniqueId]: 'XDSFolder.uniqueId',
});

/** Association/@associationType. */
export const ASSOCIATION = {
  hasMember: 'urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember',
  replaces: 'urn:ihe:iti:2007:AssociationType:RPLC',
  appends: 'urn:ihe:iti:2007:AssociationType:APND',
  transforms: 'urn:ihe:iti:2007:AssociationType:XFRM',
  transformsAndReplaces: 'urn:ihe:iti:2007:AssociationType:XFRM_RPLC',
  signs: 'urn:ihe:iti:2007:AssociationType:signs',
  isSnapshotOf: 'urn:ihe:iti:2010:AssociationType:IsSnapshotOf',
  updateAvailabilityStatus: 'urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus',
  submitAssociation: 'urn:ihe:iti:2010:AssociationType:SubmitAssociation',
} as const;

/** Associations between document entries whose target is already in the registry. */
export const DOCUMENT_RELATIONS: readonly string[] = [
  ASSOCIATION.replaces,
  ASSOCIATION.appends,
  ASSOCIATION.transforms,
  ASSOCIATION.transformsAndReplaces,
];

/** Associations that deprecate their target. */
export const REPLACEMENTS: readonly string[] = [ASSOCIATION.replaces, ASSOCIATION.transformsAndReplaces];

/** @objectType of the ebRIM objects that are not document entries. */
export const OBJECT_TYPE = {
  association: 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Association',
  classification: 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Classification',
  externalIdentifier: 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:ExternalIdentifier',
  registryPackage: 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:RegistryPackage',
} as const;

/** @status of a registry object; Archived and Deleted are French (JDV_J52). */
export const STATUS = {
  approved: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved',
  deprecated: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated',
  submitted: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Submitted',
  archived: 'urn:asip:ci-sis:2010:StatusType:Archived',
  deleted: 'urn:asip:ci-sis:2010:StatusType:Deleted',
} as const;

/** @status of a response. */
export const RESPONSE_STATUS = {
  success: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success',
  failure: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure',
  partialSuccess: 'urn:ihe:iti:2007:ResponseStatusType:PartialSuccess',
} as const;
export type ResponseStatus = keyof typeof RESPONSE_STATUS;

/** RegistryError/@severity. */
export const ERROR_SEVERITY = {
  error: 'urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error',
  warning: 'urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning',
} as const;

/** RegistryError/@errorCode values of the IHE technical framework (ITI TF-3 4.2.4), metadata update and imaging included. */
export const ERROR_CODES = [
  'DocumentQueued',
  'InvalidDocumentContent',
  'LocalPolicyRestrictionError',
  'PartialAppendContentNotProcessed',
  'PartialFolderContentNotProcessed',
  'PartialReplaceContentNotProcessed',
  'PartialTransformNotProcessed',
  'PartialTransformReplaceNotProcessed',
  'ReferencesExistException',
  'UnmodifiableMetadataError',
  'UnresolvedReferenceException',
  'XDSDocumentUniqueIdError',
  'XDSDuplicateUniqueIdInRegistry',
  'XDSExtraMetadataNotSaved',
  'XDSIRequestError',
  'XDSIUnknownIdsUid',
  'XDSInvalidRequestException',
  'XDSMetadataAnnotationError',
  'XDSMetadataIdentifierError',
  'XDSMetadataUpdateError',
  'XDSMetadataUpdateOperationError',
  'XDSMetadataVersionError',
  'XDSMissingDocument',
  'XDSMissingDocumentMetadata',
  'XDSMissingHomeCommunityId',
  'XDSNonIdenticalHash',
  'XDSNonIdenticalSize',
  'XDSObjectTypeError',
  'XDSPatientIDReconciliationError',
  'XDSPatientIdDoesNotMatch',
  'XDSRegistryBusy',
  'XDSRegistryDeprecatedDocumentError',
  'XDSRegistryDuplicateUniqueIdInMessage',
  'XDSRegistryError',
  'XDSRegistryMetadataError',
  'XDSRegistryNotAvailable',
  'XDSRegistryOutOfResources',
  'XDSRemoveDocumentsError',
  'XDSReplaceFailed',
  'XDSRepositoryBusy',
  'XDSRepositoryDuplicateUniqueIdInMessage',
  'XDSRepositoryError',
  'XDSRepositoryMetadataError',
  'XDSRepositoryOutOfResources',
  'XDSResultNotSinglePatient',
  'XDSStoredQueryMissingParam',
  'XDSStoredQueryParamNumber',
  'XDSTooManyResults',
  'XDSUnavailableCommunity',
  'XDSUnknownCommunity',
  'XDSUnknownPatientId',
  'XDSUnknownRepositoryId',
  'XDSUnknownStoredQuery',
  'XDSUnreferencedObjectException',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
