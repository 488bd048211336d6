/**
 * `npm run fuzz -- [--endpoint ITI-41[,cda]] [--seed N] [--count 10000] [--only NUMBER] [--out FOLDER]`
 *
 * Sends changed messages to every endpoint of every simulator and gives changed files to every validator: valid ones of
 * our own, in which one to three things were changed by chance. The same seed and number make the same case. Whatever is
 * wrong (a process that ends, no answer, an internal error, a Success that is none, a finding without a place) is told and
 * kept in FOLDER (addax-out/fuzz): the bytes, and in a JSON file what was done. `--only` runs one case alone.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DOORS, House } from './doors.mjs';
import { fuzzEndpoint, memoryOf } from './endpoint.mjs';
import { fuzzFhir } from './fhir-endpoint.mjs';
import { FILES, fuzzFiles, Judge } from './files.mjs';
import { fuzzMllp } from './mllp.mjs';

const say = (text) => process.stderr.write(`${text}\n`);
function giveUp(text) {
  say(text);
  process.exit(3);
}

let options;
try {
  options = parseArgs({
    options: {
      endpoint: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '10000' },
      only: { type: 'string' },
      out: { type: 'string', default: 'addax-out/fuzz' },
    },
  }).values;
} catch (e) {
  giveUp(e.message);
}
const all = [...Object.keys(DOORS), ...FILES];
const wanted = options.endpoint === '' ? all : options.endpoint.split(',');
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length) giveUp(`--endpoint: no ${unknown.join(', ')}; there are ${all.join(' ')}`);
for (const name of ['seed', 'count', 'only'])
  if (options[name] !== undefined && !/^\d{1,9}$/.test(options[name])) giveUp(`--${name} takes a whole number`);
const numbers = options.only === undefined ? Array.from({ length: Number(options.count) }, (_, i) => i + 1) : [Number(options.only)];
const { seed } = options;
const out = resolve(options.out);
mkdirSync(out, { recursive: true });

const folder = mkdtempSync(join(tmpdir(), 'addax-fuzz-'));
const house = new House(folder);
const judge = new Judge(folder);
const rows = [];
try {
  for (const name of wanted) {
    const began = performance.now();
    const told = ({ number, problem, done, wire }) => {
      say(`${name} ${number}: ${problem.slice(0, 600)} [${done.join(', ')}]`);
      const file = join(out, `${name}-${seed}-${number}`);
      writeFileSync(file, wire);
      writeFileSync(`${file}.json`, JSON.stringify({ endpoint: name, seed, number, problem, done }, null, 1));
    };
    const fuzz =
      DOORS[name]?.fhir ? fuzzFhir(house, name, { seed, numbers, told })
      : DOORS[name]?.mllp ? fuzzMllp(house, name, { seed, numbers, told })
      : DOORS[name] ? fuzzEndpoint(house, name, { seed, numbers, told })
      : fuzzFiles(name, { house, judge, seed, numbers, told, memoryOf });
    const { counts, slowest, memory, findings } = await fuzz;
    const seconds = (performance.now() - began) / 1000;
    rows.push({
      endpoint: name,
      cases: numbers.length,
      ...counts,
      'slowest, ms': slowest,
      'memory, MB': memory,
      wrong: findings,
      s: seconds.toFixed(0),
    });
    say(`${name}: ${numbers.length} cases, ${findings} wrong, ${seconds.toFixed(0)} s`);
  }
} finally {
  await judge.stop();
  await house.close();
  rmSync(folder, { recursive: true, force: true });
}
const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  .filter((c) => !['slowest, ms', 'memory, MB', 'wrong', 's'].includes(c))
  .concat('slowest, ms', 'memory, MB', 'wrong', 's');
process.stdout.write(`| ${columns.join(' | ')} |\n|${columns.map(() => ' --- ').join('|')}|\n`);
for (const row of rows) process.stdout.write(`| ${columns.map((column) => row[column] ?? 0).join(' | ')} |\n`);
const wrong = rows.reduce((sum, row) => sum + row.wrong, 0);
if (wrong > 0) say(`${wrong} cases are wrong; they are kept in ${out}`);
process.exitCode = wrong > 0 ? 1 : 0;
