/** Writes docs/schemas/*.schema.json from the model, so that editors complete and check YAML files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, install, root } from './prepare.mjs';

checkNode();
install();
build();

const { jsonSchemas } = await import('../dist/src/model/index.js');
const folder = join(root, 'docs', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
