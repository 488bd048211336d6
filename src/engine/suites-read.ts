import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../model/index.js';

/** What the build read of the suites (scripts/prepare.mjs): the plain data of each YAML file, by the SHA-256 of its text. */
let read: Readonly<Record<string, unknown>> | undefined;

/** The plain data of a YAML text, when the build has read the very same; else undefined. Half of the start of a run is YAML. */
export function readByTheBuild(text: string): unknown {
  const file = join(packageRoot, 'dist', 'suites.json');
  read ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  return read[createHash('sha256').update(text).digest('hex')];
}
