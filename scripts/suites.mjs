/**
 * Reads the YAML of the suites once for all, and checks what the engine asks of it: a run takes what has not changed since
 * from there. Run by the build (src/packs/suites-read.ts reads it).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import { RequirementFile, Scenario } from '../dist/src/model/index.js';

const [, , to] = process.argv;
const suites = fileURLToPath(new URL('../suites', import.meta.url));
const SCHEMAS = { requirements: RequirementFile, scenario: Scenario };
const schemaOf = (name) =>
  basename(name) === 'requirements.yaml' ? 'requirements'
  : basename(dirname(name)) === 'scenarios' ? 'scenario'
  : undefined;

const [data, checked] = [{}, {}];
for (const name of readdirSync(suites, { recursive: true })) {
  // profiles of FHIR go on a shelf
  if (!name.endsWith('.yaml') || name.startsWith(join('ressources-fhir', 'profiles'))) continue;
  const text = readFileSync(join(suites, name), 'utf8');
  const document = parseDocument(text, { maxAliasCount: 50 });
  if (document.errors.length > 0) continue;
  const hash = createHash('sha256').update(text).digest('hex');
  data[hash] = document.toJS({ maxAliasCount: 50 });
  const schema = schemaOf(name);
  if (schema && isDeepStrictEqual(SCHEMAS[schema].safeParse(data[hash]).data, data[hash])) checked[hash] = schema;
}
writeFileSync(to, JSON.stringify({ data, checked }));
