/**
 * `npm run fhir-agreement`: judges the R4 test cases of HL7 and writes docs/fhir-agreement.md. ADDAX_FHIR_TEST_CASES names a
 * checkout of FHIR/fhir-test-cases.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, install, root } from '../prepare.mjs';
import { agreement, agreementPage, idle, unargued } from './agreement.mjs';

const cases = process.env.ADDAX_FHIR_TEST_CASES;
if (!cases || !existsSync(join(cases, 'validator', 'manifest.json'))) {
  console.error('ADDAX_FHIR_TEST_CASES names no checkout of https://github.com/FHIR/fhir-test-cases');
  process.exit(3);
}
checkNode();
install();
build();

const dist = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const modules = await Promise.all(
  [
    'src/model/index.js',
    'src/protocols/fhir/index.js',
    'src/packs/source-tar.js',
    'src/packs/limits.js',
    'validators/fhir/program.js',
    'validators/fhir/judge-resource.js',
  ].map(dist),
);
const ours = Object.assign({}, ...modules);
const rows = await agreement(cases, ours, new ours.Shelf(readFileSync(join(root, 'dist/fhir-r4.shelf')), 'hl7.fhir.r4.core:4.0.1'));
writeFileSync(join(root, 'docs/fhir-agreement.md'), agreementPage(rows));
for (const name of unargued(rows)) console.error(`not argued: ${name}`);
for (const name of idle(rows)) console.error(`argued, but agreed: ${name}`);
