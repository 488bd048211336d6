/** The mutation of FHIR resources, as run.mjs takes it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export { CLASSES } from './classes.mjs';
export { asMarkdown, misses } from './report.mjs';

export const VALIDATOR = 'validators/fhir/index.js';
export const WORKER = new URL('worker.mjs', import.meta.url);

/** A resource in JSON: what it says of itself stands near its beginning. */
export const isDocument = (file) => file.endsWith('.json') && /^\s*\{[^]{0,2000}"resourceType"\s*:/.test(readFileSync(file, 'latin1'));

/** Every folder of samples that holds resources, with the definitions that stand beside any of them. */
export function foldersOf({ ADDAX_SAMPLES: samples }) {
  const folders = readdirSync(samples, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => join(samples, name))
    .sort()
    .filter((folder) => readdirSync(folder).some((name) => isDocument(join(folder, name))));
  const packs = folders.map((folder) => join(folder, 'conformance')).filter((folder) => existsSync(folder));
  return folders.map((folder) => [folder, packs.join()]);
}
