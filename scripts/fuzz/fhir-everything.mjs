/**
 * A FHIR server of ours with every interaction, for the doors of the fuzz: what actors offer is only a part of it. Tells
 * its address as `addax simulate` does. `node fhir-everything.mjs FOLDER`
 */
import { load } from './product.mjs';

const [{ BundleWriter }, { fhirDefinitions, fhirRest }, { HttpServer }, { judgeResource }, server] = await Promise.all(
  [
    'src/evidence/index.js',
    'src/packs/index.js',
    'src/transport/index.js',
    'validators/fhir/judge-resource.js',
    'src/fhir-server/index.js',
  ].map((path) => load(path)),
);
const { Capabilities, fhirServer, ResourceStore, SearchParameters } = server;

const TYPES = ['Patient', 'Practitioner', 'Organization', 'Location', 'Observation', 'Appointment', 'List', 'ValueSet'];
const ALL = ['create', 'read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'history-type', 'search-type'];
const codes = (list) => list.map((code) => ({ code }));

const rest = fhirRest();
const definitions = fhirDefinitions([]);
const parameters = new SearchParameters(rest);
const now = () => new Date();
const context = {
  recorder: new BundleWriter(process.argv[2]),
  listen: { host: '127.0.0.1', port: 0 },
  faults: [],
  peers: {},
  parameters: { 'idle-timeout-ms': '1500', 'head-timeout-ms': '1500' },
  now,
};
const listening = await HttpServer.listen({
  actor: 'fhir',
  context,
  ...fhirServer({
    path: '/fhir',
    capabilities: new Capabilities({
      resourceType: 'CapabilityStatement',
      status: 'active',
      date: '2026-11-21',
      kind: 'instance',
      implementation: { description: 'Addax' },
      fhirVersion: '4.0.1',
      format: ['application/fhir+json', 'application/fhir+xml'],
      rest: [
        {
          mode: 'server',
          resource: TYPES.map((type) => ({
            ...{ type, interaction: codes(ALL), updateCreate: true },
            ...{ conditionalCreate: true, conditionalUpdate: true, conditionalDelete: 'single' },
          })),
          interaction: codes(['transaction', 'batch', 'search-system', 'history-system']),
        },
      ],
    }),
    ...{ store: new ResourceStore(undefined, parameters), parameters, definitions, summaries: rest.summaries, now },
    judge: (artefact) => judgeResource(artefact, definitions, { profiles: [], mustSupport: false }, { at: now() }).findings,
  }),
});
process.stdout.write(JSON.stringify({ endpoints: [{ actor: 'fhir', transaction: 'FHIR', url: listening.url }] }));
process.once('SIGTERM', () => void listening.close().then(() => process.exit(0)));
