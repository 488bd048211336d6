/** `npm run bench [-- repository|validate|memory|rules|cda|batch|terms|registry|exchange|growth|identity|mllp|mllp-memory|fhir|fhir-server|agenda-view]`: measured speed as ratios in one run, printed as tables. */
import { build, checkNode, install } from '../scripts/prepare.mjs';

checkNode();
install();
build();

const BENCHES = [
  'repository',
  'validate',
  'memory',
  'rules',
  'cda',
  'batch',
  'terms',
  'registry',
  'exchange',
  'growth',
  'identity',
  'mllp',
  'mllp-memory',
  'fhir',
  'fhir-server',
  'agenda-view',
];
const asked = process.argv.slice(2);
for (const name of BENCHES.filter((b) => asked.length === 0 || asked.includes(b))) {
  const { title, run } = await import(`./${name}.mjs`);
  process.stdout.write(`\n## ${title}\n\n`);
  const rows = await run();
  const header = Object.keys(rows[0]);
  process.stdout.write(`| ${header.join(' | ')} |\n|${header.map(() => ' --- ').join('|')}|\n`);
  for (const row of rows) process.stdout.write(`| ${header.map((h) => row[h]).join(' | ')} |\n`);
}
