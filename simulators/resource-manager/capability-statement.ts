import type { CapabilityStatement, ResourceCapability } from '../../src/fhir-server/index.js';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';

/** The resources of the volet, each with the profile that ships for it. */
const PROFILES: Readonly<Record<string, string>> = {
  Patient: `${FR_CORE}fr-core-patient`,
  Practitioner: `${FR_CORE}fr-core-practitioner`,
  PractitionerRole: `${FR_CORE}fr-core-practitioner-role`,
  RelatedPerson: `${FR_CORE}fr-core-related-person`,
  Device: 'http://hl7.org/fhir/StructureDefinition/Device',
  Location: `${FR_CORE}fr-core-location`,
  HealthcareService: `${FR_CORE}fr-core-healthcare-service`,
  Organization: `${FR_CORE}fr-core-organization`,
};

const declared = (type: string): ResourceCapability => ({
  type,
  profile: PROFILES[type]!,
  interaction: [
    { code: 'create' },
    { code: 'update' },
    { code: 'delete' },
    { code: 'read' },
    { code: 'vread' },
    { code: 'history-instance' },
    { code: 'search-type' },
  ],
  versioning: 'versioned',
  readHistory: true,
  updateCreate: false,
  conditionalRead: 'full-support',
});

/**
 * What the actor GestionnaireRessources offers (volet Gestion d'agendas partagés 3.0, CapabilityStatement
 * GAP-GestionnaireRessources: create, update, delete), and beyond it what a tester needs to look.
 */
export const CAPABILITY_STATEMENT: CapabilityStatement = {
  resourceType: 'CapabilityStatement',
  name: 'GestionnaireRessources',
  status: 'active',
  date: '2026-11-21',
  kind: 'instance',
  implementation: { description: 'Addax, GestionnaireRessources (simulateur)' },
  instantiates: ['https://interop.esante.gouv.fr/ig/fhir/gap/CapabilityStatement/GAP-GestionnaireRessources'],
  fhirVersion: '4.0.1',
  format: ['application/fhir+xml', 'application/fhir+json'],
  rest: [
    {
      mode: 'server',
      interaction: [{ code: 'transaction' }, { code: 'batch' }],
      resource: Object.keys(PROFILES).map(declared),
    },
  ],
};

const FLUXES: Readonly<Record<string, string>> = { create: 'GAP-1a', update: 'GAP-1b', delete: 'GAP-1c' };

/** The flux of the volet that an interaction is; undefined for what the volet does not have. */
export const fluxOf = (interaction: string, type: string): string | undefined =>
  Object.hasOwn(PROFILES, type) && Object.hasOwn(FLUXES, interaction) ? FLUXES[interaction] : undefined;
