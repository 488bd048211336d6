/** Namespaces, code systems and interactions of the HL7 V3 messages about patients (HL7 V3 2008 Normative Edition). */
export const HL7V3 = 'urn:hl7-org:v3';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** code system of interactions and of their trigger events */
export const HL7_INTERACTIONS = '2.16.840.1.113883.1.6';
/** HL7 table 0357, the codes of acknowledgementDetail */
export const ERROR_CODE_SYSTEM = '2.16.840.1.113883.12.357';
export const GENDER_CODE_SYSTEM = '2.16.840.1.113883.5.1';

export type InteractionKind = 'query' | 'continuation' | 'feed' | 'answer' | 'acknowledgement';

/** A message of the field: its name is that of its root element. */
export interface Interaction {
  name: string;
  kind: InteractionKind;
  /** code of controlActProcess: the first is the one that is written */
  triggers: readonly string[];
  /** extension of interactionId, where it is not the name */
  id?: string;
  /** wsa:Action of the message; absent for an answer that has that of its name */
  action?: string;
  /** names of the messages that answer it */
  answers: readonly string[];
}

const demographics = ['PRPA_IN201306UV02'];
const accepted = ['MCCI_IN000002UV01'];
const continued = { kind: 'continuation', id: 'QUQI_IN000003UV01', triggers: ['PRPA_TE000003UV01', 'QUQI_TE000003UV01'] } as const;

/** The interactions of PDQv3 (ITI-47) and PIXv3 (ITI-44, ITI-45, ITI-46). */
export const INTERACTIONS: readonly Interaction[] = [
  { name: 'PRPA_IN201301UV02', kind: 'feed', triggers: ['PRPA_TE201301UV02'], answers: accepted },
  { name: 'PRPA_IN201302UV02', kind: 'feed', triggers: ['PRPA_TE201302UV02'], answers: accepted },
  { name: 'PRPA_IN201304UV02', kind: 'feed', triggers: ['PRPA_TE201304UV02'], answers: accepted },
  { name: 'PRPA_IN201305UV02', kind: 'query', triggers: ['PRPA_TE201305UV02'], answers: demographics },
  { name: 'PRPA_IN201306UV02', kind: 'answer', triggers: ['PRPA_TE201306UV02'], answers: [] },
  { name: 'PRPA_IN201309UV02', kind: 'query', triggers: ['PRPA_TE201309UV02'], answers: ['PRPA_IN201310UV02'] },
  { name: 'PRPA_IN201310UV02', kind: 'answer', triggers: ['PRPA_TE201310UV02'], answers: [] },
  {
    ...continued,
    name: 'QUQI_IN000003UV01',
    action: `${HL7V3}:QUQI_IN000003UV01_Continue`,
    // a cancellation too is written with this root: its statusCode tells
    answers: [...demographics, ...accepted],
  },
  { ...continued, name: 'QUQI_IN000003UV01_Cancel', answers: accepted },
  { name: 'MCCI_IN000002UV01', kind: 'acknowledgement', triggers: [], answers: [] },
];

const byName = new Map(INTERACTIONS.map((interaction) => [interaction.name, interaction]));

/** The interaction whose root element has this name. */
export const interactionOf = (name: string): Interaction | undefined => byName.get(name);

/** wsa:Action of a message by the name of its root element (IHE ITI TF-2, 3.44 to 3.47). */
export const actionOf = (name: string): string => byName.get(name)?.action ?? `${HL7V3}:${name}`;

/** How the semanticsText of each query parameter reads (IHE ITI TF-2, 3.45.4.1.2 and 3.47.4.1.2), in the order of the schema. */
export const PARAMETERS = {
  PRPA_IN201305UV02: {
    livingSubjectAdministrativeGender: 'LivingSubject.administrativeGender',
    livingSubjectBirthPlaceAddress: 'LivingSubject.BirthPlace.Addr',
    livingSubjectBirthPlaceName: 'LivingSubject.BirthPlace.Place.Name',
    livingSubjectBirthTime: 'LivingSubject.birthTime',
    livingSubjectDeceasedTime: 'LivingSubject.deceasedTime',
    livingSubjectId: 'LivingSubject.id',
    livingSubjectName: 'LivingSubject.name',
    mothersMaidenName: 'Person.MothersMaidenName',
    otherIDsScopingOrganization: 'OtherIDs.scopingOrganization.id',
    patientAddress: 'Patient.addr',
    patientStatusCode: 'Patient.statusCode',
    patientTelecom: 'Patient.telecom',
    principalCareProviderId: 'AssignedProvider.id',
    principalCareProvisionId: 'CareProvision.id',
  },
  PRPA_IN201309UV02: { dataSource: 'DataSource.id', patientIdentifier: 'Patient.id' },
} as const satisfies Record<string, Record<string, string>>;
