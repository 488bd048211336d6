import { PRACTICE_SETTINGS } from '../value-sets.js';
import type { Site } from './sites.js';

const ROLE_CODE = '2.16.840.1.113883.5.111';
const PROTECTION = '1.2.250.1.213.1.1.4.327';
const TA_ASIP = '1.2.250.1.213.1.1.4.322';
const EDQM = '0.4.0.127.0.16.1.1.2.1';

/** The systems that the code of an element is taken from, by its name or that of its parent and its own. */
const SYSTEMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['interpretationCode', ['2.16.840.1.113883.5.83', TA_ASIP, '2.16.840.1.113883.6.1']],
  ['administrativeGenderCode', ['2.16.840.1.113883.5.1']],
  ['maritalStatusCode', ['2.16.840.1.113883.5.2']],
  ['confidentialityCode', ['2.16.840.1.113883.5.25', '1.2.250.1.213.1.1.4.13']],
  ['priorityCode', ['2.16.840.1.113883.5.7']],
  ['routeCode', ['2.16.840.1.113883.5.112', EDQM]],
  ['administrationUnitCode', ['2.16.840.1.113883.5.85', EDQM]],
  ['formCode', ['2.16.840.1.113883.5.85', EDQM]],
  ['functionCode', ['2.16.840.1.113883.5.88', '1.2.250.1.213.1.1.4.2.280', '1.2.250.1.213.1.6.1.107']],
  ['encompassingEncounter/code', ['2.16.840.1.113883.5.4', '1.2.250.1.213.1.1.4.2.291']],
  ['relatedEntity/code', [ROLE_CODE, PROTECTION]],
  ['relatedSubject/code', [ROLE_CODE, PROTECTION]],
]);

export const systemsOf = ({ element }: Site): readonly string[] | undefined =>
  SYSTEMS.get(element.local === 'code' ? `${element.parent?.local ?? ''}/code` : element.local);

/** The value set of a code of the header that comes with the packs or ships, and that the header table does not judge. */
const HEADER_SETS: ReadonlyMap<string, string> = new Map([
  ['assignedAuthor', 'JDV_J01_XdsAuthorSpecialty_CISIS'],
  ['assignedEntity', 'JDV_J01_XdsAuthorSpecialty_CISIS'],
  ['associatedEntity', 'JDV_J01_XdsAuthorSpecialty_CISIS'],
  ['healthCareFacility', 'JDV_J02_XdsHealthcareFacilityTypeCode_CISIS'],
  ['relatedEntity', 'JDV_J11_RelationPatient_CISIS'],
]);

export const valueSetOf = ({ element, header }: Site): string | undefined =>
  header && element.local === 'code' ? HEADER_SETS.get(element.parent?.local ?? '') : undefined;

const IN_HEADER_TABLE = new Set(['confidentialityCode', 'administrativeGenderCode', 'functionCode']);
const JUDGED_IN = new Map([
  ['code', ['ClinicalDocument', 'encompassingEncounter']],
  ['standardIndustryClassCode', ['representedOrganization']],
]);

/** The header table judges that this code exists. */
export const judgedByHeader = ({ element, header }: Site): boolean =>
  header && (IN_HEADER_TABLE.has(element.local) || JUDGED_IN.get(element.local)?.includes(element.parent?.local ?? '') === true);

/** Its code is judged against the list of types of documents. */
export const isTypeOfDocument = ({ element }: Site): boolean => element.local === 'code' && element.parent?.local === 'ClinicalDocument';

/** CDA-46 judges the label of a known practice setting. */
export const labelJudgedByHeader = ({ element, code }: Site): boolean =>
  element.local === 'standardIndustryClassCode' && PRACTICE_SETTINGS[code ?? ''] !== undefined;
