import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Yaml from 'yaml';
import { packageRoot } from '../model/index.js';

/** The schemas that the build asks of files of the suites. */
export type SuiteSchema = 'requirements' | 'scenario';

/** What the build read of the suites (scripts/suites.mjs), by the SHA-256 of the text of each YAML file. */
interface ReadByTheBuild {
  /** its plain data */
  data: Readonly<Record<string, unknown>>;
  /** the schema that finds nothing wrong with it, and makes nothing else of it */
  checked: Readonly<Record<string, SuiteSchema>>;
}

const dist = join(packageRoot, 'dist');
/** Schemas that were not built with the suites may ask for something else. */
const isBuilt = fileURLToPath(import.meta.url).startsWith(dist + sep);
const NOTHING: ReadByTheBuild = { data: {}, checked: {} };
let kept: ReadByTheBuild | undefined;

function read(): ReadByTheBuild {
  const file = join(dist, 'suites.json');
  return (kept ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ReadByTheBuild) : NOTHING);
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The plain data of a YAML text, when the build has read the very same; else undefined. Half of the start of a run is YAML. */
export const readByTheBuild = (text: string): unknown => read().data[hashOf(text)];

/** The data of a YAML text, when the build has found it to be as this schema wants it; else undefined. It is shared: nobody may change it. */
export function checkedByTheBuild(text: string, schema: SuiteSchema): unknown {
  if (!isBuilt) return undefined;
  const hash = hashOf(text);
  return read().checked[hash] === schema ? read().data[hash] : undefined;
}

/** The plain data of every YAML file of a folder of the suites, in the order of their names: what validators know as data. */
export function suiteData(folder: string): unknown[] {
  const path = join(packageRoot, 'suites', folder);
  return readdirSync(path)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(path, name), 'utf8');
      return readByTheBuild(text) ?? ((createRequire(import.meta.url)('yaml') as typeof Yaml).parse(text) as unknown);
    });
}
