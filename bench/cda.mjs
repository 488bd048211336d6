import { mkdirSync, mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyPack, ENGINE } from '../scripts/differential/pack.mjs';
import { compileReference, findSaxon } from '../scripts/differential/reference.mjs';
import { chosen, grown } from './cda/documents.mjs';
import { jsonLines, measured } from './cda/measured.mjs';
import { compile, project } from './cda/ours.mjs';

export const title = 'Official CDA rules: Addax against Saxon-HE with the ISO skeleton, on the same documents and profiles';

const addax = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const SIZES = [20_000, 100_000, 300_000, 1_000_000, 3_000_000];
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const sum = (values) => values.reduce((a, b) => a + b, 0);
const kB = (size) => `${Math.round(size / 1000)} kB`;

const row = (measure, of, saxon, ours, unit) => ({
  measure,
  of,
  'Saxon-HE': written(saxon, unit),
  Addax: written(ours, unit),
  'Saxon / Addax': saxon && ours ? (saxon / ours).toFixed(1) : '-',
});
const written = (value, unit) => (value ? `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}` : '-');
const told = (text) => [{ measure: text, of: '', 'Saxon-HE': '-', Addax: '-', 'Saxon / Addax': '-' }];

/** The published pack: the folder in ADDAX_CDA_PACK, or the one that the lock in force was made from. */
function findPack() {
  const whole = (folder) => existsSync(join(folder, ENGINE)) && existsSync(join(folder, 'ExemplesCDA'));
  if (process.env.ADDAX_CDA_PACK) return whole(process.env.ADDAX_CDA_PACK) ? resolve(process.env.ADDAX_CDA_PACK) : undefined;
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const lock = join(folder, 'packs.lock');
    if (existsSync(lock))
      return JSON.parse(readFileSync(lock, 'utf8'))
        .packs.map(({ source }) => resolve(folder, source))
        .find(whole);
    if (folder === dirname(folder)) return undefined;
  }
}

/** What Saxon is told: every profile once, each with the documents it judges, warmed up before they are measured. */
function saxonJob(pack, tasks) {
  const profiles = [...new Set(tasks.flatMap((task) => task.profiles))];
  const lines = profiles.flatMap((profile) => [
    `profile\t${profile}\t${join(pack, profile)}`,
    ...tasks
      .filter((task) => task.profiles.includes(profile))
      .flatMap(({ file, warmUp, rounds }) => [
        ...(warmUp ? [`rounds\t${warmUp}`, `document\twarm-up\t${file}`] : []),
        `rounds\t${rounds}`,
        `document\t${file}\t${file}`,
      ]),
  ]);
  return `${[`engine\t${join(pack, ENGINE)}`, ...lines].join('\n')}\n`;
}

/** Runs Saxon once over the tasks; answers with the times by document and profile, and the peak memory. */
async function saxonRun([program, args], pack, tasks) {
  const { status, output, ms, peakMB } = await measured({ program, args }, saxonJob(pack, tasks));
  if (status !== 0) throw new Error(`Java ended with ${status}`);
  const lines = jsonLines(output);
  const judged = lines.filter((line) => line.document !== undefined && line.document !== 'warm-up');
  const compiled = new Map(lines.filter((line) => 'compiled' in line).map((line) => [line.profile, line]));
  const of = (file, profiles) => {
    const mine = judged.filter((line) => line.document === file && profiles.includes(line.profile));
    // a document is read once, whatever the number of profiles
    return { ms: sum(mine.map((l) => l.nanos / 1e6)) + median(mine.map((l) => l.parseNanos / 1e6)), fired: sum(mine.map((l) => l.fired)) };
  };
  return { of, compiled, ms, peakMB };
}

/** Runs our engine once, in a process of its own, over the tasks. */
async function ourRun(pack, tasks, folder) {
  const job = join(folder, 'job.json');
  writeFileSync(job, JSON.stringify({ pack, tasks }));
  const program = fileURLToPath(new URL('cda/warm.mjs', import.meta.url));
  const { status, output, peakMB } = await measured({ program: process.execPath, args: [program, job] });
  if (status !== 0) throw new Error(`our process ended with ${status}`);
  const lines = jsonLines(output);
  return { of: (name, file) => lines.find((line) => line.name === name && line.file === file), peakMB };
}

/** The same work must have been measured: both sides fired the same number of rules. */
function sameWork(saxon, ours, what) {
  if (saxon && ours && saxon.fired !== ours.fired) throw new Error(`${what}: ${saxon.fired} rules fired on Saxon, ${ours.fired} with ours`);
}

export async function run() {
  const published = findPack();
  if (!published) return told('skipped: ADDAX_CDA_PACK names no folder of a published pack, with schematrons/moteur and ExemplesCDA');
  const saxon = findSaxon();
  if (saxon.missing && !compile) return told(`skipped: ${saxon.missing}`);
  const folder = mkdtempSync(join(tmpdir(), 'addax-bench-cda-'));
  try {
    const pack = join(folder, 'pack');
    copyPack(published, pack, true);
    const [program, flags] = saxon.missing ? [] : compileReference(saxon.jar, join(folder, 'java'));
    // the memory that Java takes by itself, not what the differential run allows it
    const java = program && [program, flags.filter((flag) => !/^-Xmx|^-XX/.test(flag))];
    return [...(saxon.missing ? told(saxon.missing) : []), ...(await measure({ published, pack, java, folder }))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure({ published, pack, java, folder }) {
  const place = (name) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const ten = chosen(published, place('ten'), 10);
  const sizes = grown(published, place('grown'), SIZES);
  const middle = ten[Math.floor(ten.length / 2)];
  // the volet first, the largest profiles last: each row adds one to the row before
  const orders = middle.profiles.map((_, i) => [...middle.profiles].reverse().slice(0, i + 1));
  const tenTasks = ten.map(({ name, profiles, file }) => ({ name, profiles, file, files: [file], warmUp: 15, rounds: 9 }));
  const sizeTasks = sizes.map(({ profiles, file, size }) => ({
    name: `size ${size}`,
    profiles,
    file,
    files: [file],
    warmUp: 1,
    rounds: size > 500_000 ? 3 : 7,
  }));
  const ruleTasks = orders.map((profiles) => ({ name: `rules ${profiles.length}`, profiles, files: [middle.file], warmUp: 15, rounds: 9 }));

  const theirs = java && (await saxonRun(java, pack, [...tenTasks, ...sizeTasks]));
  const theirTen =
    java
    && (await saxonRun(
      java,
      pack,
      tenTasks.map((task) => ({ ...task, warmUp: 0, rounds: 1 })),
    ));
  const mine = compile && (await ourRun(pack, [...tenTasks, ...sizeTasks, ...ruleTasks], folder));
  const mineTen =
    compile
    && (await ourRun(
      pack,
      tenTasks.map((task) => ({ ...task, warmUp: 0, rounds: 1 })),
      folder,
    ));
  const rows = [];

  const warm = ten.map((document) => {
    const [a, b] = [theirs?.of(document.file, document.profiles), mine?.of(document.name, document.file)];
    sameWork(a, b, document.name);
    rows.push(row('warm, one document, all its profiles', `${document.name}, ${kB(document.size)}`, a?.ms, b?.ms, 'ms'));
    return [a?.ms, b?.ms];
  });
  const [theirWarm, ourWarm] = [0, 1].map((side) => median(warm.map((pair) => pair[side]).filter(Boolean)));
  rows.push(row('warm, median', `${ten.length} documents`, theirWarm, ourWarm, 'ms'));

  rows.push(...(await coldRows({ java, pack, folder, document: middle })));
  rows.push(row('peak memory of a process', `${ten.length} documents, each judged once`, theirTen?.peakMB, mineTen?.peakMB, 'MB'));

  const general = middle.profiles.filter((profile) => profile !== middle.volet);
  const compileTheirs = (profiles) => theirs && sum(profiles.map((profile) => theirs.compiled.get(profile).compiled / 1e6));
  const compileOurs = mineTen?.of(ten[0].name, ten[0].file)?.compileMs;
  rows.push(
    row('compiling, first in its process', 'the profiles of one document', compileTheirs([...general, ten[0].volet]), compileOurs, 'ms'),
  );

  for (const { name, file, profiles } of sizeTasks) {
    const { size } = sizes.find((document) => document.file === file);
    const [a, b] = [theirs?.of(file, profiles), mine?.of(name, file)];
    sameWork(a, b, name);
    rows.push(row('warm, by size of the document', kB(size), a?.ms, b?.ms, 'ms'));
  }
  for (const { name, profiles } of ruleTasks) {
    const checks = theirs && sum(profiles.map((profile) => theirs.compiled.get(profile).checks));
    const of = `${profiles.length} profiles${checks === undefined ? '' : `, ${checks} checks`}`;
    rows.push(row('warm, by number of rules', of, theirs?.of(middle.file, profiles).ms, mine?.of(name, middle.file)?.ms, 'ms'));
  }
  return rows;
}

/** One document in a fresh process, from the schematrons on: three runs, the median. */
async function coldRows({ java, pack, folder, document }) {
  const thrice = async (work) => {
    const times = [];
    for (let i = 0; i < 3; i++) times.push(await work(i));
    return { ms: median(times.map(({ ms }) => ms)), peakMB: median(times.map(({ peakMB }) => peakMB)) };
  };
  const task = { profiles: document.profiles, file: document.file, warmUp: 0, rounds: 1 };
  const theirs = java && (await thrice(() => saxonRun(java, pack, [task])));
  const validate = compile && project(addax, pack, join(folder, 'project'));
  const ended = async (cache) => {
    const outcome = await measured(validate(document.file, cache));
    if (outcome.status > 1) throw new Error(`addax validate ended with ${outcome.status}:\n${outcome.output}`);
    return outcome;
  };
  const cold = validate && (await thrice((i) => ended(join(folder, `cache-${i}`))));
  const again = validate && (await thrice(() => ended(join(folder, 'cache-0'))));
  const of = `${document.name}, ${kB(document.size)}`;
  return [
    row('cold, one document in one process, nothing compiled before', of, theirs?.ms, cold?.ms, 'ms'),
    row('cold, one document in one process, rules in the cache', of, theirs?.ms, again?.ms, 'ms'),
    row('peak memory of that process', of, theirs?.peakMB, cold?.peakMB, 'MB'),
  ];
}
