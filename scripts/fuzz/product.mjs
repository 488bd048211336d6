/** The build that is fuzzed. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
