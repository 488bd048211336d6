const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';
const directory = ['create', 'update', 'delete', 'read', 'search-type'];

/** What each type is served by. */
export const SERVED = {
  ...Object.fromEntries(
    ['Patient', 'Practitioner', 'PractitionerRole', 'RelatedPerson', 'Location', 'HealthcareService', 'Organization', 'Device'].map(
      (type) => [type, directory],
    ),
  ),
  Schedule: ['create', 'update', 'patch', 'delete', 'read', 'search-type'],
  Slot: ['read', 'search-type'],
  Appointment: ['create', 'update', 'read', 'search-type'],
};

/** Search parameters that the volet adds to those of FHIR. */
export const OWN_SEARCH_PARAMETERS = [
  ['start', 'date', 'Appointment.start'],
  ['created', 'date', 'Appointment.created'],
  ['description', 'string', 'Appointment.comment | Appointment.description'],
  ['priority', 'token', 'Appointment.priority'],
].map(([code, type, expression]) => ({ resourceType: 'SearchParameter', base: ['Appointment'], code, type, expression }));

const PROFILES = { Schedule: 'fr-core-schedule', Slot: 'fr-core-slot', Appointment: 'fr-core-appointment' };

export const statement = (base) => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-11-21',
  kind: 'instance',
  implementation: { description: 'Agenda Témoin', url: base },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'application/fhir+xml'],
  patchFormat: ['application/json-patch+json'],
  rest: [
    {
      mode: 'server',
      resource: Object.entries(SERVED).map(([type, interactions]) => ({
        type,
        ...(PROFILES[type] && { supportedProfile: [`${FR_CORE}${PROFILES[type]}`] }),
        interaction: interactions.map((code) => ({ code })),
        versioning: 'versioned-update',
        ...(type === 'Appointment' && { conditionalUpdate: true }),
      })),
    },
  ],
});
