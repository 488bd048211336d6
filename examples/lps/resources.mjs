import { ask } from './fhir.mjs';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';
const PROFILES = {
  Practitioner: 'fr-core-practitioner',
  PractitionerRole: 'fr-core-practitioner-role',
  Location: 'fr-core-location',
  HealthcareService: 'fr-core-healthcare-service',
  Organization: 'fr-core-organization',
  Patient: 'fr-core-patient',
};

/** What the user typed, as resources. */
const written = {
  Practitioner: ({ rpps, family, given }) => ({
    identifier: [
      {
        use: 'official',
        type: { coding: [{ system: `${FR_CORE.replace('StructureDefinition', 'CodeSystem')}fr-core-cs-v2-0203`, code: 'RPPS' }] },
        system: 'https://rpps.esante.gouv.fr',
        value: rpps,
      },
    ],
    active: true,
    name: [{ use: 'official', family, given: [given] }],
  }),
  PractitionerRole: ({ specialty }, kept) => ({
    active: true,
    ...(kept.Practitioner && { practitioner: { reference: kept.Practitioner } }),
    specialty: [
      {
        coding: [{ system: 'https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale', code: specialty }],
      },
    ],
    ...(kept.Location && { location: [{ reference: kept.Location }] }),
  }),
  Location: ({ name, line, city, postalCode }) => ({
    status: 'active',
    name,
    address: { line: [line], city, postalCode },
  }),
  HealthcareService: ({ name }) => ({ active: true, name }),
};

function resourceOf(session) {
  const { resource } = session.input;
  const kept = session.breaks('references', session.memory.kept('resources') ?? {});
  const { type } = resource;
  return session.breaks('declared', {
    resourceType: type,
    ...(PROFILES[type] && { meta: { profile: [`${FR_CORE}${PROFILES[type]}`] } }),
    ...written[type](resource, kept),
  });
}

/** What came of it, as the user is told. */
function told(session, answer, done) {
  if (answer.outcome !== 'accepted') return { failed: true, kind: 'not-done', shown: `Refusé : ${answer.reason}`, sent: answer.sent };
  const { resourceType, id } = answer.resource ?? {};
  if (resourceType && id) {
    session.memory.keep('resource', answer.resource);
    session.memory.keep('resources', { ...session.memory.kept('resources'), [resourceType]: `${resourceType}/${id}` });
  }
  return { failed: false, kind: 'done', shown: `${done}.`, sent: answer.sent };
}

/** Flux 1a. @returns what was shown */
export async function declareResource(session) {
  const resource = resourceOf(session);
  return told(session, await ask(session, session.directory(), (client, options) => client.createResource(resource, options)), 'Déclaré');
}

/** The resource that this LPS declared last. */
function last(session) {
  const resource = session.memory.kept('resource');
  if (!resource) throw new Error('rien n’a été déclaré');
  return resource;
}

/** Flux 1b: the whole resource, as the user changed it, at the id that the server gave it. @returns what was shown */
export async function changeResource(session) {
  const { id, meta } = last(session);
  const changed = { ...resourceOf(session), id };
  const headers = { 'If-Match': `W/"${meta.versionId}"` };
  const change = session.breaks('resourceChange', (client, one, options) => client.updateResource(one, { ...options, headers }));
  return told(session, await ask(session, session.directory(), (client, options) => change(client, changed, options)), 'Changé');
}

/** Flux 1c. @returns what was shown */
export async function removeResource(session) {
  const resource = last(session);
  const remove = session.breaks('resourceRemoval', (client, { resourceType, id }, options) =>
    client.deleteResource(resourceType, id, options),
  );
  return told(session, await ask(session, session.directory(), (client, options) => remove(client, resource, options)), 'Supprimé');
}
