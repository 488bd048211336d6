import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Yaml from 'yaml';
import { packageRoot } from '../model/index.js';

/** What the build read of the suites (scripts/prepare.mjs): the plain data of each YAML file, by the SHA-256 of its text. */
let read: Readonly<Record<string, unknown>> | undefined;

/** The plain data of a YAML text, when the build has read the very same; else undefined. Half of the start of a run is YAML. */
export function readByTheBuild(text: string): unknown {
  const file = join(packageRoot, 'dist', 'suites.json');
  read ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  return read[createHash('sha256').update(text).digest('hex')];
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
