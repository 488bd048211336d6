import { afterAll, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/model/index.js';
import { execute, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const out = join(folder.path, 'fuzz');
const fuzz = (...more: string[]) => execute(process.execPath, [join(packageRoot, 'scripts/fuzz/run.mjs'), '--out', out, ...more]);
/** What was wrong, with what was done to make it so. */
const kept = (): unknown[] =>
  existsSync(out) ?
    readdirSync(out)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(out, name), 'utf8')) as unknown)
  : [];

const ENDPOINTS = ['ITI-41', 'ITI-43', 'ITI-42', 'ITI-18', 'ITI-57', 'ITI-62', 'WST-1', 'SAMLP-1', 'XDR-ITI-41'].concat([
  'ITI-8',
  'ITI-9',
  'ITI-30',
  'ITI-21',
  'ITI-10',
  'ITI-31',
  'PDC-ITI-30',
  ...['FHIR', 'GAP', 'GAP-1', 'ITI-78'],
]);
const FILES = ['cda', 'vihf', 'xds-metadata', 'soap', 'xdm', 'ITI-32', 'hl7v2', 'fhir'];

test('each endpoint and each validator lives through changed messages, and none is accepted wrongly', async () => {
  const { code, stdout, stderr } = await fuzz('--count', '15', '--seed', '7');
  expect(kept()).toEqual([]);
  expect([code, stderr.includes('wrong, ')]).toEqual([0, true]);
  const rows = stdout.split('\n').flatMap((line) => /^\| ([\w-]+) \| 15 \|/.exec(line)?.[1] ?? []);
  expect(rows).toEqual([...ENDPOINTS, ...FILES]);
}, 120_000);

test('millions of line ends in one value need no heap of their own', async () => {
  const reader = pathToFileURL(join(packageRoot, 'dist/src/protocols/xml/index.js')).href;
  const program = `import { readXml } from '${reader}';
    const blank = '\\t\\n'.repeat(6e6);
    const { root } = readXml(Buffer.from('<a b="x' + blank + '">\\r' + blank + '</a>'));
    console.log(root.attributes[0].value.length, root.text.length);`;
  const { stdout, stderr } = await execute(process.execPath, ['--max-old-space-size=150', '--input-type=module', '-e', program]);
  expect([stdout, stderr]).toEqual(['12000001 12000001\n', '']);
});

test('what it is asked for has to exist', async () => {
  const { code, stderr } = await fuzz('--endpoint', 'ITI-99');
  expect(code).toBe(3);
  expect(stderr).toContain('no ITI-99');
  expect(await fuzz('--count', '-1')).toMatchObject({ code: 3 });
});
