/** What a parameter of a stored query holds. */
export type ParameterType =
  'text' | 'patient' | 'time' | 'code' | 'status' | 'entry-uuid' | 'entry-type' | 'association-type' | 'like' | 'number';

export interface QueryParameterDefinition {
  type: ParameterType;
  /** takes a list; otherwise a single value */
  many: boolean;
  /** several slots of this name are combined with AND */
  repeatable?: boolean;
}

export interface StoredQueryDefinition {
  name: string;
  id: string;
  required: readonly string[];
  /** exactly one of these is given */
  oneOf: readonly string[];
  parameters: Readonly<Record<string, QueryParameterDefinition>>;
  /** answered by a registry about folders only */
  folders?: boolean;
}

type Parameters = Record<string, QueryParameterDefinition>;
const one = (type: ParameterType): QueryParameterDefinition => ({ type, many: false });
const many = (type: ParameterType): QueryParameterDefinition => ({ type, many: true });
const combined = (type: ParameterType): QueryParameterDefinition => ({ type, many: true, repeatable: true });

const ENTRY_FILTER: Parameters = {
  $XDSDocumentEntryClassCode: many('code'),
  $XDSDocumentEntryTypeCode: many('code'),
  $XDSDocumentEntryPracticeSettingCode: many('code'),
  $XDSDocumentEntryCreationTimeFrom: one('time'),
  $XDSDocumentEntryCreationTimeTo: one('time'),
  $XDSDocumentEntryServiceStartTimeFrom: one('time'),
  $XDSDocumentEntryServiceStartTimeTo: one('time'),
  $XDSDocumentEntryServiceStopTimeFrom: one('time'),
  $XDSDocumentEntryServiceStopTimeTo: one('time'),
  $XDSDocumentEntryHealthcareFacilityTypeCode: many('code'),
  $XDSDocumentEntryEventCodeList: combined('code'),
  $XDSDocumentEntryConfidentialityCode: combined('code'),
  $XDSDocumentEntryAuthorPerson: many('like'),
  $XDSDocumentEntryFormatCode: many('code'),
  $XDSDocumentEntryDocumentAvailability: many('text'),
};
const FIND_DOCUMENTS: Parameters = {
  $XDSDocumentEntryPatientId: one('patient'),
  ...ENTRY_FILTER,
  $XDSDocumentEntryStatus: many('status'),
  $XDSDocumentEntryType: many('entry-type'),
};
const CONTENT_FILTER: Parameters = {
  $XDSDocumentEntryFormatCode: many('code'),
  $XDSDocumentEntryConfidentialityCode: combined('code'),
  $XDSDocumentEntryType: many('entry-type'),
};
const ENTRY_KEYS: Parameters = { $XDSDocumentEntryEntryUUID: many('entry-uuid'), $XDSDocumentEntryUniqueId: many('text') };
const ENTRY_KEY: Parameters = { $XDSDocumentEntryEntryUUID: one('entry-uuid'), $XDSDocumentEntryUniqueId: one('text') };
const ANYWHERE: Parameters = { $homeCommunityId: one('text'), $MetadataLevel: one('number') };

function query(
  name: string,
  id: string,
  required: readonly string[],
  oneOf: readonly string[],
  parameters: Parameters,
  folders = false,
): StoredQueryDefinition {
  return { name, id: `urn:uuid:${id}`, required, oneOf, parameters: { ...parameters, ...ANYWHERE }, ...(folders && { folders }) };
}

/** Every stored query of ITI-18, with its parameters. */
export const STORED_QUERIES: readonly StoredQueryDefinition[] = [
  query(
    'FindDocuments',
    '14d4debf-8f97-4251-9a74-a90016b0af0d',
    ['$XDSDocumentEntryPatientId', '$XDSDocumentEntryStatus'],
    [],
    FIND_DOCUMENTS,
  ),
  query('FindSubmissionSets', 'f26abbcb-ac74-4422-8a30-edb644bbc1a9', ['$XDSSubmissionSetPatientId', '$XDSSubmissionSetStatus'], [], {
    $XDSSubmissionSetPatientId: one('patient'),
    $XDSSubmissionSetSourceId: many('text'),
    $XDSSubmissionSetSubmissionTimeFrom: one('time'),
    $XDSSubmissionSetSubmissionTimeTo: one('time'),
    $XDSSubmissionSetAuthorPerson: one('like'),
    $XDSSubmissionSetContentType: many('code'),
    $XDSSubmissionSetStatus: many('status'),
  }),
  query(
    'FindFolders',
    '958f3006-baad-4929-a4de-ff1114824431',
    ['$XDSFolderPatientId', '$XDSFolderStatus'],
    [],
    {
      $XDSFolderPatientId: one('patient'),
      $XDSFolderLastUpdateTimeFrom: one('time'),
      $XDSFolderLastUpdateTimeTo: one('time'),
      $XDSFolderCodeList: combined('code'),
      $XDSFolderStatus: many('status'),
    },
    true,
  ),
  query(
    'GetAll',
    '10b545ea-725c-446d-9b95-8aeb444eddf3',
    ['$patientId', '$XDSDocumentEntryStatus', '$XDSSubmissionSetStatus', '$XDSFolderStatus'],
    [],
    {
      $patientId: one('patient'),
      $XDSDocumentEntryStatus: many('status'),
      $XDSSubmissionSetStatus: many('status'),
      $XDSFolderStatus: many('status'),
      ...CONTENT_FILTER,
    },
  ),
  query(
    'GetDocuments',
    '5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4',
    [],
    ['$XDSDocumentEntryEntryUUID', '$XDSDocumentEntryUniqueId', '$XDSDocumentEntryLogicalID'],
    { ...ENTRY_KEYS, $XDSDocumentEntryLogicalID: many('entry-uuid') },
  ),
  query(
    'GetFolders',
    '5737b14c-8a1a-4539-b659-e03a34a5e1e4',
    [],
    ['$XDSFolderEntryUUID', '$XDSFolderUniqueId', '$XDSFolderLogicalID'],
    { $XDSFolderEntryUUID: many('entry-uuid'), $XDSFolderUniqueId: many('text'), $XDSFolderLogicalID: many('entry-uuid') },
    true,
  ),
  query('GetAssociations', 'a7ae438b-4bc2-4642-93e9-be891f7bb155', ['$uuid'], [], {
    $uuid: many('entry-uuid'),
    $XDSAssociationStatus: many('status'),
  }),
  query(
    'GetDocumentsAndAssociations',
    'bab9529a-4a10-40b3-a01f-f68a615d247a',
    [],
    ['$XDSDocumentEntryEntryUUID', '$XDSDocumentEntryUniqueId'],
    { ...ENTRY_KEYS, $XDSAssociationStatus: many('status') },
  ),
  query('GetSubmissionSets', '51224314-5390-4169-9b91-b1980040715a', ['$uuid'], [], { $uuid: many('entry-uuid') }),
  query(
    'GetSubmissionSetAndContents',
    'e8e3cb2c-e39c-46b9-99e4-c12f57260b83',
    [],
    ['$XDSSubmissionSetEntryUUID', '$XDSSubmissionSetUniqueId'],
    { $XDSSubmissionSetEntryUUID: one('entry-uuid'), $XDSSubmissionSetUniqueId: one('text'), ...CONTENT_FILTER },
  ),
  query(
    'GetFolderAndContents',
    'b909a503-523d-4517-8acf-8e5834dfc4c7',
    [],
    ['$XDSFolderEntryUUID', '$XDSFolderUniqueId'],
    { $XDSFolderEntryUUID: one('entry-uuid'), $XDSFolderUniqueId: one('text'), ...CONTENT_FILTER },
    true,
  ),
  query(
    'GetFoldersForDocument',
    '10cae35a-c7f9-4cf5-b61e-fc3278ffb578',
    [],
    ['$XDSDocumentEntryEntryUUID', '$XDSDocumentEntryUniqueId'],
    ENTRY_KEY,
    true,
  ),
  query(
    'GetRelatedDocuments',
    'd90e5407-b356-4d91-a89f-873917b4b0e6',
    ['$AssociationTypes'],
    ['$XDSDocumentEntryEntryUUID', '$XDSDocumentEntryUniqueId'],
    {
      ...ENTRY_KEY,
      $AssociationTypes: many('association-type'),
      $XDSDocumentEntryType: many('entry-type'),
    },
  ),
  query(
    'FindDocumentsByReferenceId',
    '12941a89-e02e-4be5-967c-ce4bfc8fe492',
    ['$XDSDocumentEntryPatientId', '$XDSDocumentEntryStatus', '$XDSDocumentEntryReferenceIdList'],
    [],
    { ...FIND_DOCUMENTS, $XDSDocumentEntryReferenceIdList: combined('text') },
  ),
  query('FindDocumentsExclude', '4308b1df-36de-4bef-8e2e-ba91f593c435', ['$XDSDocumentEntryPatientId', '$XDSDocumentEntryStatus'], [], {
    ...FIND_DOCUMENTS,
    ...Object.fromEntries(
      Object.entries(ENTRY_FILTER)
        .filter(([, { many: list }]) => list)
        .map(([name, definition]) => [`${name}Exclude`, definition]),
    ),
  }),
];

const BY_ID = new Map(STORED_QUERIES.map((definition) => [definition.id, definition]));
const BY_NAME = new Map(STORED_QUERIES.map((definition) => [definition.name, definition]));

/** The stored query of this id (`urn:uuid:`), whatever its case. */
export function storedQueryById(id: string): StoredQueryDefinition | undefined {
  return BY_ID.get(id.toLowerCase());
}

/** The stored query of this name: `FindDocuments`. */
export function storedQueryByName(name: string): StoredQueryDefinition | undefined {
  return BY_NAME.get(name);
}

/** What a query accepts under this name; undefined when it is none of its parameters. */
export function parameterOf(query: StoredQueryDefinition, name: string): QueryParameterDefinition | undefined {
  return Object.hasOwn(query.parameters, name) ? query.parameters[name] : undefined;
}
