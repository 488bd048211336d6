/** One measure of `bench/terms.mjs`: `add`, `ours` or `map`. Prints it as JSON. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const [what, pack, project] = process.argv.slice(2);
const SYSTEM = '2.999.1';
const ROUNDS = 5;

mkdirSync(project, { recursive: true });
const { addPack } = await import(join(root, 'dist/src/packs/add.js'));
const { loadPacks } = await import(join(root, 'dist/src/packs/load.js'));
const { terminologyOf } = await import(join(root, 'dist/src/packs/terminology/of-packs.js'));
const print = (measure) => process.stdout.write(JSON.stringify(measure));

if (what === 'add') {
  const began = performance.now();
  await addPack(pack, { cwd: project });
  print({ ms: performance.now() - began });
} else {
  const rows = () => readFileSync(join(pack, 'codes.csv'), 'utf8').split('\n').slice(1);
  const packs = loadPacks(project);
  globalThis.gc();
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const { member, concept } = what === 'ours' ? ours(packs) : map(rows());
  const loadMs = performance.now() - began;
  // what is left when what loading needed is gone
  globalThis.gc();
  const rssMb = (process.memoryUsage().rss - before) / 1024 ** 2;
  /** every seventh code, and as many that are none */
  const asked = rows()
    .filter((_row, i) => i % 7 === 0)
    .map((row) => row.slice(0, row.indexOf(';')));
  const others = asked.map((code) => `${code}x`);
  print({ loadMs, rssMb, memberNs: nsEach(asked, member), missNs: nsEach(others, member), conceptNs: nsEach(asked, concept) });
}

function ours(packs) {
  const terminology = terminologyOf(packs, new Date());
  const set = terminology.valueSet('2.999.2');
  return { member: (code) => set.has(SYSTEM, code), concept: (code) => terminology.concept(SYSTEM, code)?.displays[0] };
}

function map(rows) {
  const concepts = new Map();
  const members = new Set();
  rows.forEach((row, i) => {
    const [code, display] = row.split(';');
    concepts.set(`${SYSTEM} ${code}`, { code, system: SYSTEM, displays: [display], active: true });
    if (i % 10 === 0) members.add(`${SYSTEM} ${code}`);
  });
  return { member: (code) => members.has(`${SYSTEM} ${code}`), concept: (code) => concepts.get(`${SYSTEM} ${code}`)?.displays[0] };
}

/** The best of a few rounds: the machine may do something else meanwhile. */
function nsEach(codes, ask) {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const began = process.hrtime.bigint();
    let found = 0;
    for (const code of codes) if (ask(code)) found++;
    best = Math.min(best, Number(process.hrtime.bigint() - began) / codes.length);
    if (found > codes.length) throw new Error();
  }
  return best;
}
