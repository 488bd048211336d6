import type { CapabilityStatement, ResourceCapability, SearchParameter } from '../../src/fhir-server/index.js';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';
const GAP = 'https://interop.esante.gouv.fr/ig/fhir/gap/';

/** A resource of the directory that agendas refer to: an answer may include it, so it can be read. */
const directory = (type: string, profile?: string): ResourceCapability => ({
  type,
  ...(profile !== undefined && { profile: `${FR_CORE}${profile}` }),
  interaction: [{ code: 'read' }, { code: 'search-type' }],
});

/**
 * What the actor GestionnaireAgenda offers (volet Gestion d'agendas partagés 3.0, CapabilityStatement GAP-GestionnaireAgenda),
 * and beyond it what a tester needs to look: Schedule can be read and searched, versions are kept.
 */
export const CAPABILITY_STATEMENT: CapabilityStatement = {
  resourceType: 'CapabilityStatement',
  name: 'GestionnaireAgenda',
  status: 'active',
  date: '2026-11-21',
  kind: 'instance',
  implementation: { description: 'Addax, GestionnaireAgenda (simulateur)' },
  instantiates: [`${GAP}CapabilityStatement/GAP-GestionnaireAgenda`],
  fhirVersion: '4.0.1',
  format: ['application/fhir+xml', 'application/fhir+json'],
  patchFormat: ['application/json-patch+json', 'application/fhir+json', 'application/fhir+xml'],
  rest: [
    {
      mode: 'server',
      resource: [
        {
          type: 'Schedule',
          profile: `${FR_CORE}fr-core-schedule`,
          interaction: [
            { code: 'create' },
            { code: 'update' },
            { code: 'delete' },
            { code: 'patch' },
            { code: 'read' },
            { code: 'vread' },
            { code: 'history-instance' },
            { code: 'search-type' },
          ],
          versioning: 'versioned',
          readHistory: true,
          updateCreate: false,
          conditionalRead: 'full-support',
        },
        {
          type: 'Slot',
          profile: `${FR_CORE}fr-core-slot`,
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          versioning: 'versioned',
          conditionalRead: 'full-support',
          searchInclude: ['Slot:schedule', 'Schedule:actor'],
          searchRevInclude: ['Appointment:slot'],
        },
        {
          type: 'Appointment',
          profile: `${FR_CORE}fr-core-appointment`,
          interaction: [
            { code: 'create' },
            { code: 'update' },
            { code: 'read' },
            { code: 'vread' },
            { code: 'history-instance' },
            { code: 'search-type' },
          ],
          versioning: 'versioned',
          readHistory: true,
          updateCreate: false,
          conditionalRead: 'full-support',
          conditionalUpdate: true,
          searchInclude: ['Appointment:slot', 'Appointment:actor', 'Slot:schedule'],
        },
        directory('Patient', 'fr-core-patient'),
        directory('Practitioner', 'fr-core-practitioner'),
        directory('PractitionerRole'),
        directory('RelatedPerson', 'fr-core-related-person'),
        directory('Location', 'fr-core-location'),
        directory('HealthcareService', 'fr-core-healthcare-service'),
        directory('Organization', 'fr-core-organization'),
        directory('Device'),
      ],
      interaction: [{ code: 'search-system' }, { code: 'transaction' }, { code: 'batch' }],
    },
  ],
};

/** Search parameters that the volet adds to those of FHIR; `start` of a Slot is one of FHIR too. */
export const OWN_SEARCH_PARAMETERS: readonly SearchParameter[] = [
  ['start', 'date', 'Appointment.start', 'GAP-Appointment-earliestStart'],
  ['created', 'date', 'Appointment.created', 'GAP-Appointment-created'],
  ['description', 'string', 'Appointment.comment | Appointment.description', 'GAP-Appointment-description'],
  ['priority', 'token', 'Appointment.priority', 'GAP-Appointment-priority'],
].map(([code = '', type = '', expression = '', id = '']) => ({
  code,
  type: type as SearchParameter['type'],
  base: ['Appointment'],
  expression,
  url: `${GAP}SearchParameter/${id}`,
}));

/** The flux of the volet that an interaction is; undefined for what the volet does not have. */
export function fluxOf(interaction: string, type: string): string | undefined {
  return FLUXES[`${type} ${interaction}`];
}

const FLUXES: Readonly<Record<string, string>> = {
  'Schedule create': 'GAP-2a',
  // availabilities may be changed by an update too: the flux is that of the whole agenda
  'Schedule update': 'GAP-2b',
  'Schedule delete': 'GAP-2c',
  'Schedule patch': 'GAP-3',
  'Slot search-type': 'GAP-4a',
  'Appointment search-type': 'GAP-4b',
  'Appointment create': 'GAP-6a',
  'Appointment update': 'GAP-6b',
};
