/**
 * The cardinalities, required attributes and fixed values of the CI-SIS header ("Structuration minimale"), one row an
 * element. Notation of `children`: `name 0..1`, `name 1..*`, `name 1..1 !` (present without nullFlavor),
 * `id[1.2.3] 1..1` (counting those under this root). A row's id is that of its requirement.
 */
export interface Row {
  id: string;
  /** path of the element from ClinicalDocument; '' is the document itself */
  path: string;
  children?: string;
  /**
   * Children and `@attributes` without which the element does not count for its parent (`patientRole[patient] 1..1`): a
   * nullFlavor does not excuse their absence.
   */
  counted?: string;
  /** attributes that the element carries, unless it has a nullFlavor */
  attributes?: string;
  /** attributes with a fixed value: `code=S`; `typeCode?=AUTH` may be left out, the schema supplies it */
  fixed?: string;
  /** a fixed root that official examples do not always respect: a warning */
  usualRoot?: string;
  /** the attribute and the value set its value belongs to */
  values?: `${string} ${'J04' | 'CONFIDENTIALITY' | 'J47' | 'J140' | 'J141' | 'J142' | 'J143' | 'J144'}`;
}

/** health professionals */
export const PS = '1.2.250.1.71.4.2.1';
/** structures */
export const ORG = '1.2.250.1.71.4.2.2';

const NAME = 'family 1..1; given 0..1; prefix 0..1; suffix 0..1';
const CODED = 'code codeSystem displayName';
const PARTY = `id[${PS}] 1..1; code 0..1; assignedPerson 0..1; representedOrganization 0..1`;

export const DOCUMENT_ROWS: readonly Row[] = [
  { id: 'CDA-11', path: '', children: 'id 1..1 !' },
  { id: 'CDA-12', path: '', children: 'code 1..1 !' },
  { id: 'CDA-13', path: '', children: 'title 1..1 !' },
  { id: 'CDA-14', path: '', children: 'effectiveTime 1..1 !' },
  { id: 'CDA-15', path: '', children: 'confidentialityCode 1..1 !' },
  { id: 'CDA-16', path: '', children: 'languageCode 1..1 !' },
  { id: 'CDA-17', path: '', children: 'setId 1..1 !' },
  { id: 'CDA-18', path: '', children: 'versionNumber 1..1 !' },
  { id: 'CDA-19', path: '', children: 'recordTarget 1..1 !' },
  { id: 'CDA-20', path: '', children: 'author 1..* !' },
  { id: 'CDA-21', path: '', children: 'dataEnterer 0..1' },
  { id: 'CDA-22', path: '', children: 'custodian 1..1 !' },
  { id: 'CDA-23', path: '', children: 'legalAuthenticator 1..1' },
  { id: 'CDA-24', path: '', children: 'documentationOf 1..* !' },
  { id: 'CDA-25', path: '', children: 'relatedDocument 0..1' },
  { id: 'CDA-26', path: '', children: 'componentOf 1..1 !' },
  { id: 'CDA-27', path: '', children: 'component 1..1' },
];

export const ELEMENT_ROWS: readonly Row[] = [
  { id: 'CDA-100', path: 'id', attributes: 'root' },
  { id: 'CDA-101', path: 'code', attributes: CODED },
  { id: 'CDA-102', path: 'effectiveTime', attributes: 'value' },
  { id: 'CDA-103', path: 'confidentialityCode', attributes: CODED, values: 'code CONFIDENTIALITY' },
  { id: 'CDA-104', path: 'languageCode', attributes: 'code' },
  { id: 'CDA-105', path: 'setId', attributes: 'root' },
  { id: 'CDA-106', path: 'versionNumber', attributes: 'value' },
  { id: 'CDA-107', path: 'templateId', attributes: 'root' },

  { id: 'CDA-110', path: 'recordTarget', children: 'patientRole 1..1' },
  { id: 'CDA-111', path: 'recordTarget/patientRole', children: 'id 1..* !; patient 1..1 !', counted: 'patient' },
  { id: 'CDA-112', path: 'recordTarget/patientRole/id', attributes: 'extension root' },
  {
    id: 'CDA-113',
    path: 'recordTarget/patientRole/patient',
    children:
      'name 1..1 !; administrativeGenderCode 1..1; birthTime 1..1; sdtc:deceasedInd 0..1; sdtc:deceasedTime 0..1; '
      + 'sdtc:multipleBirthInd 0..1; sdtc:multipleBirthOrderNumber 0..1; birthplace 0..1',
  },
  { id: 'CDA-114', path: 'recordTarget/patientRole/patient/name', children: 'given 1..* !; family 1..* !; prefix 0..1; suffix 0..1' },
  { id: 'CDA-115', path: 'recordTarget/patientRole/patient/name/family', attributes: 'qualifier' },
  { id: 'CDA-116', path: 'recordTarget/patientRole/patient/administrativeGenderCode', attributes: 'code', values: 'code J143' },
  { id: 'CDA-117', path: 'recordTarget/patientRole/patient/birthTime', attributes: 'value' },
  { id: 'CDA-118', path: 'recordTarget/patientRole/patient/guardian', children: 'guardianPerson 0..1; guardianOrganization 0..1' },
  { id: 'CDA-119', path: 'recordTarget/patientRole/patient/guardian/guardianPerson', children: 'name 1..1' },
  {
    id: 'CDA-120',
    path: 'recordTarget/patientRole/patient/guardian/guardianPerson/name',
    children: 'family 1..3; prefix 0..1',
    counted: 'family',
  },
  { id: 'CDA-121', path: 'recordTarget/patientRole/patient/guardian/guardianOrganization', children: `id[${ORG}] 0..1; name 0..1` },
  {
    id: 'CDA-122',
    path: 'recordTarget/patientRole/patient/guardian/guardianOrganization/id',
    attributes: 'extension',
    usualRoot: ORG,
  },
  { id: 'CDA-123', path: 'recordTarget/patientRole/patient/birthplace', children: 'place 1..1' },
  { id: 'CDA-124', path: 'recordTarget/patientRole/patient/birthplace/place', children: 'name 0..1' },

  { id: 'CDA-130', path: 'author', children: 'functionCode 0..1; time 1..1; assignedAuthor 1..1 !' },
  { id: 'CDA-131', path: 'author/functionCode', children: 'originalText 0..1', attributes: 'code codeSystem', values: 'code J47' },
  { id: 'CDA-132', path: 'author/time', attributes: 'value' },
  {
    id: 'CDA-133',
    path: 'author/assignedAuthor',
    children: 'id 1..*; code 0..1; assignedPerson 0..1; assignedAuthoringDevice 0..1; representedOrganization 0..1',
  },
  { id: 'CDA-134', path: 'author/assignedAuthor/id', attributes: 'extension root' },
  { id: 'CDA-135', path: 'author/assignedAuthor/code', attributes: CODED },
  { id: 'CDA-136', path: 'author/assignedAuthor/assignedPerson', children: 'name 1..1' },
  { id: 'CDA-137', path: 'author/assignedAuthor/assignedPerson/name', children: NAME, counted: 'family' },
  {
    id: 'CDA-138',
    path: 'author/assignedAuthor/assignedAuthoringDevice',
    children: 'manufacturerModelName 1..1; softwareName 1..1',
  },
  {
    id: 'CDA-139',
    path: 'author/assignedAuthor/representedOrganization',
    children: `id[${ORG}] 0..1; name 0..1; standardIndustryClassCode 0..1`,
  },
  { id: 'CDA-140', path: 'author/assignedAuthor/representedOrganization/id', attributes: 'extension', usualRoot: ORG },
  {
    id: 'CDA-141',
    path: 'author/assignedAuthor/representedOrganization/standardIndustryClassCode',
    attributes: CODED,
    values: 'code J04',
  },

  { id: 'CDA-145', path: 'dataEnterer', children: 'time 0..1' },

  { id: 'CDA-150', path: 'informant', children: 'assignedEntity 0..1; relatedEntity 0..1' },
  {
    id: 'CDA-151',
    path: 'informant/assignedEntity',
    children: 'id 1..1; code 0..1; assignedPerson 0..1; representedOrganization 0..1',
  },
  { id: 'CDA-152', path: 'informant/assignedEntity/assignedPerson', children: 'name 1..1' },
  { id: 'CDA-153', path: 'informant/assignedEntity/assignedPerson/name', children: NAME, counted: 'family' },
  { id: 'CDA-154', path: 'informant/assignedEntity/representedOrganization', children: 'name 0..1; standardIndustryClassCode 0..1' },
  { id: 'CDA-155', path: 'informant/assignedEntity/representedOrganization/id', attributes: 'extension', usualRoot: ORG },
  {
    id: 'CDA-156',
    path: 'informant/assignedEntity/representedOrganization/standardIndustryClassCode',
    attributes: CODED,
    values: 'code J04',
  },
  { id: 'CDA-157', path: 'informant/relatedEntity', children: 'code 0..1; relatedPerson 1..1', attributes: 'classCode' },
  { id: 'CDA-158', path: 'informant/relatedEntity/code', children: 'originalText 0..1', attributes: CODED },
  { id: 'CDA-159', path: 'informant/relatedEntity/relatedPerson', children: 'name 1..1' },
  {
    id: 'CDA-160',
    path: 'informant/relatedEntity/relatedPerson/name',
    children: 'family 1..1; given 0..1; prefix 0..1',
    counted: 'family',
  },

  { id: 'CDA-165', path: 'custodian', children: 'assignedCustodian 1..1' },
  {
    id: 'CDA-166',
    path: 'custodian/assignedCustodian',
    children: 'representedCustodianOrganization 1..1',
    counted: 'representedCustodianOrganization',
  },
  {
    id: 'CDA-167',
    path: 'custodian/assignedCustodian/representedCustodianOrganization',
    children: 'id 1..1 !; name 0..1; telecom 0..1',
  },
  { id: 'CDA-168', path: 'custodian/assignedCustodian/representedCustodianOrganization/id', attributes: 'root' },

  { id: 'CDA-170', path: 'informationRecipient', children: 'intendedRecipient 1..1' },
  {
    id: 'CDA-171',
    path: 'informationRecipient/intendedRecipient',
    children: 'informationRecipient 0..1; receivedOrganization 0..1',
  },
  { id: 'CDA-172', path: 'informationRecipient/intendedRecipient/templateId', attributes: 'root' },
  { id: 'CDA-173', path: 'informationRecipient/intendedRecipient/id', attributes: 'extension', usualRoot: PS },
  { id: 'CDA-174', path: 'informationRecipient/intendedRecipient/informationRecipient/name', children: NAME },
  { id: 'CDA-175', path: 'informationRecipient/intendedRecipient/receivedOrganization/id', attributes: 'extension', usualRoot: ORG },

  { id: 'CDA-180', path: 'legalAuthenticator', children: 'time 1..1; signatureCode 1..1; assignedEntity 1..1', counted: 'signatureCode' },
  { id: 'CDA-181', path: 'legalAuthenticator/time', attributes: 'value' },
  { id: 'CDA-182', path: 'legalAuthenticator/signatureCode', fixed: 'code=S', counted: '@code' },
  {
    id: 'CDA-183',
    path: 'legalAuthenticator/assignedEntity',
    children: 'id 1..1 !; code 0..1; assignedPerson 0..1; representedOrganization 0..1',
  },
  { id: 'CDA-184', path: 'legalAuthenticator/assignedEntity/id', attributes: 'extension root' },
  { id: 'CDA-185', path: 'legalAuthenticator/assignedEntity/assignedPerson', children: 'name 1..1 !' },
  { id: 'CDA-186', path: 'legalAuthenticator/assignedEntity/assignedPerson/name', children: NAME },
  {
    id: 'CDA-187',
    path: 'legalAuthenticator/assignedEntity/representedOrganization',
    children: 'name 0..1; standardIndustryClassCode 0..1',
  },
  { id: 'CDA-188', path: 'legalAuthenticator/assignedEntity/representedOrganization/id', attributes: 'extension', usualRoot: ORG },
  { id: 'CDA-189', path: 'legalAuthenticator/assignedEntity/representedOrganization/standardIndustryClassCode', values: 'code J04' },

  { id: 'CDA-195', path: 'authenticator', children: 'time 1..1; signatureCode 1..1 !; assignedEntity 1..1' },
  { id: 'CDA-196', path: 'authenticator/time', attributes: 'value' },
  { id: 'CDA-197', path: 'authenticator/signatureCode', fixed: 'code=S' },
  { id: 'CDA-198', path: 'authenticator/assignedEntity', children: PARTY, counted: 'id' },
  { id: 'CDA-199', path: 'authenticator/assignedEntity/id', attributes: 'extension' },
  { id: 'CDA-200', path: 'authenticator/assignedEntity/assignedPerson', children: 'name 1..1' },
  { id: 'CDA-201', path: 'authenticator/assignedEntity/assignedPerson/name', children: NAME, counted: 'family' },
  { id: 'CDA-202', path: 'authenticator/assignedEntity/representedOrganization', children: 'name 0..1; standardIndustryClassCode 0..1' },
  { id: 'CDA-203', path: 'authenticator/assignedEntity/representedOrganization/id', attributes: 'extension', usualRoot: ORG },
  {
    id: 'CDA-204',
    path: 'authenticator/assignedEntity/representedOrganization/standardIndustryClassCode',
    attributes: CODED,
    values: 'code J04',
  },

  {
    id: 'CDA-210',
    path: 'participant',
    children: 'templateId 0..1; functionCode 0..1; time 1..1; associatedEntity 1..1',
    attributes: 'typeCode',
    values: 'typeCode J144',
  },
  { id: 'CDA-211', path: 'participant/functionCode', children: 'originalText 0..1', values: 'code J47' },
  { id: 'CDA-212', path: 'participant/time', children: 'low 0..1; high 0..1' },
  { id: 'CDA-213', path: 'participant/time/low', attributes: 'value' },
  { id: 'CDA-214', path: 'participant/time/high', attributes: 'value' },
  {
    id: 'CDA-215',
    path: 'participant/associatedEntity',
    children: 'id 0..1; code 0..1; associatedPerson 0..1; scopingOrganization 0..1',
    counted: '@classCode',
    attributes: 'classCode',
    values: 'classCode J141',
  },
  { id: 'CDA-216', path: 'participant/associatedEntity/id', attributes: 'extension root' },
  { id: 'CDA-217', path: 'participant/associatedEntity/code', attributes: CODED },
  { id: 'CDA-218', path: 'participant/associatedEntity/associatedPerson', children: 'name 1..1' },
  { id: 'CDA-219', path: 'participant/associatedEntity/associatedPerson/name', children: NAME, counted: 'family' },
  {
    id: 'CDA-220',
    path: 'participant/associatedEntity/scopingOrganization',
    children: 'id 0..1; name 0..1; standardIndustryClassCode 0..1',
  },

  { id: 'CDA-225', path: 'inFulfillmentOf', children: 'order 1..1' },
  { id: 'CDA-226', path: 'inFulfillmentOf/order', children: 'id 1..1; code 0..1; ps3-20:accessionNumber 0..1' },
  { id: 'CDA-227', path: 'inFulfillmentOf/order/code', children: 'originalText 0..1' },

  { id: 'CDA-230', path: 'documentationOf', children: 'serviceEvent 1..1 !' },
  {
    id: 'CDA-231',
    path: 'documentationOf/serviceEvent',
    children: 'code 0..1; lab:statusCode 0..1; effectiveTime 0..1; performer 0..1',
  },
  { id: 'CDA-232', path: 'documentationOf/serviceEvent/code', children: 'originalText 0..1' },
  { id: 'CDA-233', path: 'documentationOf/serviceEvent/code/translation', children: 'qualifier 0..1' },
  { id: 'CDA-234', path: 'documentationOf/serviceEvent/code/translation/qualifier', children: 'name 1..1' },
  { id: 'CDA-235', path: 'documentationOf/serviceEvent/effectiveTime', children: 'low 1..1; high 0..1' },
  { id: 'CDA-236', path: 'documentationOf/serviceEvent/effectiveTime/low', attributes: 'value' },
  {
    id: 'CDA-237',
    path: 'documentationOf/serviceEvent/performer',
    children: 'functionCode 0..1; time 0..1; assignedEntity 1..1',
    fixed: 'typeCode=PRF',
  },
  {
    id: 'CDA-238',
    path: 'documentationOf/serviceEvent/performer/assignedEntity',
    children: 'id 1..1; code 0..1; assignedPerson 0..1; representedOrganization 1..1',
    counted: 'representedOrganization',
  },
  { id: 'CDA-239', path: 'documentationOf/serviceEvent/performer/assignedEntity/assignedPerson/name', children: NAME },
  {
    id: 'CDA-240',
    path: 'documentationOf/serviceEvent/performer/assignedEntity/representedOrganization',
    children: 'name 0..1; standardIndustryClassCode 1..1 !; asOrganizationPartOf 0..1',
  },
  {
    id: 'CDA-241',
    path: 'documentationOf/serviceEvent/performer/assignedEntity/representedOrganization/id',
    attributes: 'extension',
    usualRoot: ORG,
  },
  {
    id: 'CDA-242',
    path: 'documentationOf/serviceEvent/performer/assignedEntity/representedOrganization/standardIndustryClassCode',
    attributes: CODED,
    values: 'code J04',
  },
  {
    id: 'CDA-243',
    path: 'documentationOf/serviceEvent/performer/assignedEntity/representedOrganization/asOrganizationPartOf',
    children: 'code 0..1; statusCode 0..1; effectiveTime 0..1',
  },

  { id: 'CDA-250', path: 'relatedDocument', children: 'parentDocument 1..1 !', fixed: 'typeCode=RPLC' },
  { id: 'CDA-251', path: 'relatedDocument/parentDocument', children: 'id 1..1 !; versionNumber 0..1' },
  { id: 'CDA-252', path: 'relatedDocument/parentDocument/id', attributes: 'root' },

  { id: 'CDA-255', path: 'authorization', children: 'consent 1..1', fixed: 'typeCode?=AUTH' },
  {
    id: 'CDA-256',
    path: 'authorization/consent',
    children: 'code 1..1; statusCode 1..1',
    counted: 'statusCode',
    fixed: 'classCode?=CONS moodCode?=EVN',
  },
  { id: 'CDA-257', path: 'authorization/consent/statusCode', fixed: 'code=completed' },

  { id: 'CDA-260', path: 'componentOf', children: 'encompassingEncounter 1..1 !' },
  {
    id: 'CDA-261',
    path: 'componentOf/encompassingEncounter',
    children: 'code 0..1; effectiveTime 1..1; dischargeDispositionCode 0..1; responsibleParty 0..1; location 1..1',
  },
  { id: 'CDA-262', path: 'componentOf/encompassingEncounter/id', attributes: 'root' },
  { id: 'CDA-263', path: 'componentOf/encompassingEncounter/code', attributes: CODED, values: 'code J142' },
  { id: 'CDA-264', path: 'componentOf/encompassingEncounter/effectiveTime', children: 'low 0..1; high 0..1' },
  {
    id: 'CDA-265',
    path: 'componentOf/encompassingEncounter/dischargeDispositionCode',
    attributes: 'code displayName',
    fixed: 'codeSystem=1.2.250.1.213.2.14',
  },
  { id: 'CDA-266', path: 'componentOf/encompassingEncounter/responsibleParty', children: 'assignedEntity 1..1' },
  { id: 'CDA-267', path: 'componentOf/encompassingEncounter/responsibleParty/assignedEntity', children: PARTY, counted: 'id' },
  { id: 'CDA-268', path: 'componentOf/encompassingEncounter/responsibleParty/assignedEntity/id', attributes: 'extension' },
  { id: 'CDA-269', path: 'componentOf/encompassingEncounter/responsibleParty/assignedEntity/assignedPerson', children: 'name 1..1' },
  {
    id: 'CDA-270',
    path: 'componentOf/encompassingEncounter/responsibleParty/assignedEntity/assignedPerson/name',
    children: NAME,
    counted: 'family',
  },
  {
    id: 'CDA-271',
    path: 'componentOf/encompassingEncounter/responsibleParty/assignedEntity/representedOrganization',
    children: 'name 0..1; standardIndustryClassCode 0..1; asOrganizationPartOf 0..1',
  },
  {
    id: 'CDA-272',
    path: 'componentOf/encompassingEncounter/responsibleParty/assignedEntity/representedOrganization/id',
    attributes: 'extension root',
    usualRoot: ORG,
  },
  {
    id: 'CDA-273',
    path: 'componentOf/encompassingEncounter/responsibleParty/assignedEntity/representedOrganization/standardIndustryClassCode',
    attributes: CODED,
    values: 'code J04',
  },
  {
    id: 'CDA-274',
    path: 'componentOf/encompassingEncounter/responsibleParty/assignedEntity/representedOrganization/asOrganizationPartOf',
    children: 'code 0..1; statusCode 0..1; effectiveTime 0..1',
  },
  {
    id: 'CDA-280',
    path: 'componentOf/encompassingEncounter/encounterParticipant',
    children: 'time 0..1; assignedEntity 1..1',
    attributes: 'typeCode',
    values: 'typeCode J140',
  },
  { id: 'CDA-281', path: 'componentOf/encompassingEncounter/encounterParticipant/time', children: 'low 0..1; high 0..1' },
  { id: 'CDA-282', path: 'componentOf/encompassingEncounter/encounterParticipant/time/low', attributes: 'value' },
  { id: 'CDA-283', path: 'componentOf/encompassingEncounter/encounterParticipant/time/high', attributes: 'value' },
  { id: 'CDA-284', path: 'componentOf/encompassingEncounter/encounterParticipant/assignedEntity', children: PARTY },
  { id: 'CDA-285', path: 'componentOf/encompassingEncounter/encounterParticipant/assignedEntity/id', attributes: 'extension' },
  { id: 'CDA-286', path: 'componentOf/encompassingEncounter/encounterParticipant/assignedEntity/assignedPerson', children: 'name 1..1' },
  {
    id: 'CDA-287',
    path: 'componentOf/encompassingEncounter/encounterParticipant/assignedEntity/assignedPerson/name',
    children: NAME,
    counted: 'family',
  },
  {
    id: 'CDA-288',
    path: 'componentOf/encompassingEncounter/encounterParticipant/assignedEntity/representedOrganization',
    children: 'name 0..1; standardIndustryClassCode 0..1',
  },
  {
    id: 'CDA-289',
    path: 'componentOf/encompassingEncounter/encounterParticipant/assignedEntity/representedOrganization/id',
    attributes: 'extension',
    usualRoot: ORG,
  },
  {
    id: 'CDA-290',
    path: 'componentOf/encompassingEncounter/encounterParticipant/assignedEntity/representedOrganization/standardIndustryClassCode',
    attributes: CODED,
    values: 'code J04',
  },
  {
    id: 'CDA-295',
    path: 'componentOf/encompassingEncounter/location',
    children: 'healthCareFacility 1..1 !',
    counted: 'healthCareFacility',
  },
  { id: 'CDA-296', path: 'componentOf/encompassingEncounter/location/healthCareFacility', children: 'code 1..1 !; location 0..1' },
  { id: 'CDA-297', path: 'componentOf/encompassingEncounter/location/healthCareFacility/code', attributes: CODED },
  { id: 'CDA-298', path: 'componentOf/encompassingEncounter/location/healthCareFacility/code/translation', attributes: CODED },
  { id: 'CDA-299', path: 'componentOf/encompassingEncounter/location/healthCareFacility/location', children: 'name 0..1' },
];
