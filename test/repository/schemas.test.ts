import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { jsonSchemas, packageRoot } from '../../src/model/index.js';

const folder = join(packageRoot, 'docs', 'schemas');

describe('docs/schemas', () => {
  const wanted = jsonSchemas();

  test('holds the schemas of the model and nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(wanted).sort());
  });
  test.each(Object.entries(wanted))('%s is what the model says (npm run schemas writes it)', (name, schema) => {
    expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toEqual(schema);
  });
});
