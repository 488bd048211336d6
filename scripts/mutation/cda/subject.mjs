/** The mutation of CDA documents, as run.mjs takes it. */
import { join } from 'node:path';

export { CLASSES } from '../classes.mjs';
export { asMarkdown, misses } from '../report.mjs';

export const VALIDATOR = 'validators/cda/index.js';
export const WORKER = new URL('../worker.mjs', import.meta.url);
export const isDocument = (file) => file.endsWith('.xml');

/** The folders of samples, each with the packs that judge it. */
export const foldersOf = ({ ADDAX_SAMPLES: samples, ADDAX_CDA_PACK: v3, ADDAX_CDA_PACK_V2: v2 = v3 }) => [
  [join(samples, 'cda'), v3],
  [join(samples, 'cda-v2.41'), v2],
];
