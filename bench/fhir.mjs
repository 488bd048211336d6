/**
 * FHIR: one resource warm and cold, a Bundle of 1,000 entries, and memory, against validateResource of @medplum/core on the
 * same bytes in the same run, and against the HL7 validator where ADDAX_HL7_VALIDATOR_JAR names its jar.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonLines, measured } from './cda/measured.mjs';
import { bundle, differentials, patient, PROFILE, profile } from './fhir/resources.mjs';

export const title = 'FHIR R4: one resource and a Bundle of 1,000 entries, against @medplum/core';

const addax = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const judge = fileURLToPath(new URL('fhir/judge.mjs', import.meta.url));
const ROUNDS = process.env.ADDAX_BENCH_SHORT ? 3 : 9;

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'addax-bench-fhir-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder) {
  const put = (name, resource) => {
    const file = join(folder, name);
    const text = JSON.stringify(resource);
    writeFileSync(file, text);
    return { file, size: `${Math.round(Buffer.byteLength(text) / 1000)} kB` };
  };
  const made = profile();
  const [small, middle, large] = [1, 20, 240].map((contacts) => put(`patient-${contacts}.json`, patient(0, contacts)));
  const profiled = put('patient-profile.json', patient(0, 20, PROFILE));
  const whole = put('bundle.json', bundle(1000));
  const rows = [];
  const both = async (tasks) => {
    const job = join(folder, 'job.json');
    writeFileSync(job, JSON.stringify({ profile: made, tasks }));
    const of = async (engine) => {
      const ended = await measured({ program: process.execPath, args: [judge, engine, job] });
      if (ended.status !== 0) throw new Error(`${engine} ended with ${ended.status}`);
      const lines = jsonLines(ended.output);
      const wrong = lines.find(({ errors }) => engine === 'addax' && errors > 0);
      if (wrong) throw new Error(`${wrong.errors} errors in ${wrong.name}, which should have none`);
      return new Map(lines.map((line) => [line.name, line]));
    };
    return [await of('addax'), await of('medplum')];
  };
  const row = (measure, of, ours, theirs, unit) =>
    rows.push({ measure, of, Addax: shown(ours, unit), '@medplum/core': shown(theirs, unit), 'medplum / Addax': ratio(theirs, ours) });

  const warm = [
    { name: 'warm, a Patient', ...small },
    { name: 'warm, a Patient', ...middle },
    { name: 'warm, a Patient', ...large },
    { name: 'warm, a Patient with a French profile', ...profiled, by: PROFILE },
  ].map((task, i) => ({ ...task, warmUp: 200, rounds: i === 2 ? 50 : 300, title: task.name, name: String(i) }));
  const [ours, theirs] = await both(warm);
  for (const { name, title, size } of warm) row(title, size, ours.get(name).ms, theirs.get(name).ms, 'ms');

  const [many, manyTheirs] = await both([{ name: 'bundle', file: whole.file, warmUp: 2, rounds: ROUNDS }]);
  row('warm, Bundle of 1,000 entries', whole.size, many.get('bundle').ms, manyTheirs.get('bundle').ms, 'ms');
  row('the same, time of the processor', whole.size, many.get('bundle').cpu, manyTheirs.get('bundle').cpu, 'ms');

  rows.push(...(await readied()));
  const project = projectWith(folder, made);
  for (const [what, { file, size }, by] of [
    ['Patient with a French profile', profiled, PROFILE],
    ['Bundle of 1,000 entries', whole, undefined],
  ]) {
    const job = join(folder, 'cold.json');
    writeFileSync(job, JSON.stringify({ profile: made, tasks: [{ name: 'cold', file, by, warmUp: 0, rounds: 1 }] }));
    const cold = await often({ program: process.execPath, args: [addax, 'validate', file, '--quiet'], options: project });
    const coldTheirs = await often({ program: process.execPath, args: [judge, 'medplum', job] });
    row(`cold, a whole process: ${what}`, size, cold.ms, coldTheirs.ms, 'ms');
    row('time of the processor of that process', size, cold.cpuMs, coldTheirs.cpuMs, 'ms');
    row('peak memory of that process', size, cold.peakMB, coldTheirs.peakMB, 'MB');
    rows.push(await hl7(what, file, size, cold));
  }
  return rows;
}

/** What it takes to make profiles ready from their differentials, and what it would take to read them, made ready, from a file. */
async function readied() {
  const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url));
  const { DefinitionSet, Shelf, shelve } = await dist('src/protocols/fhir/index.js');
  const { Library } = await dist('validators/fhir/program.js');
  const shelf = readFileSync(new URL('../dist/fhir-r4.shelf', import.meta.url));
  const made = shelve(differentials(50));
  const [fresh, read] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    const definitions = new DefinitionSet([new Shelf(shelf, 'base'), new Shelf(made, 'bench')]);
    const library = new Library(definitions);
    let began = performance.now();
    const programs = differentials(50).map(({ url }) => library.profile(url));
    fresh.push(performance.now() - began);
    const kept = programs.map(({ structure }) => JSON.stringify(structure));
    began = performance.now();
    createHash('sha256').update(kept.join('')).digest();
    for (const text of kept) library.compiled(JSON.parse(text));
    read.push(performance.now() - began);
  }
  const row = (measure, times) => ({
    measure,
    of: '50 profiles of Patient',
    Addax: shown(Math.min(...times), 'ms'),
    '@medplum/core': '',
    'medplum / Addax': '',
  });
  return [
    row('snapshots and programs from differentials, first asked for', fresh),
    row('the same from a file that kept the snapshots', read),
  ];
}

const shown = (value, unit) => (value === undefined ? '' : `${value < 10 ? value.toFixed(2) : Math.round(value)} ${unit}`);
const ratio = (theirs, ours) => (theirs === undefined ? '' : (theirs / ours).toFixed(1));

/** A project whose packs are a FHIR package with the profile, and a cache of its own. */
function projectWith(folder, made) {
  const [pack, cwd] = [join(folder, 'pack'), join(folder, 'project')];
  mkdirSync(pack);
  mkdirSync(cwd);
  writeFileSync(
    join(pack, 'package.json'),
    JSON.stringify({ name: 'example.bench', version: '1.0.0', fhirVersions: ['4.0.1'], dependencies: { 'hl7.fhir.r4.core': '4.0.1' } }),
  );
  writeFileSync(join(pack, 'StructureDefinition-bench-patient-ins.json'), JSON.stringify(made));
  const options = { cwd, env: { ...process.env, ADDAX_HOME: join(folder, 'home'), ADDAX_CACHE: join(folder, 'cache') } };
  const { status, stderr } = spawnSync(process.execPath, [addax, 'packs', 'add', pack], { ...options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`addax packs add ended with ${status}: ${stderr}`);
  return options;
}

/** The fastest of some whole processes: other work on the machine only slows down. */
async function often(process) {
  const runs = [];
  for (let i = 0; i < ROUNDS; i++) runs.push(await measured(process));
  const failed = runs.find(({ status }) => status > 1);
  if (failed) throw new Error(`ended with ${failed.status}: ${failed.output}`);
  return {
    ms: Math.min(...runs.map(({ ms }) => ms)),
    cpuMs: Math.min(...runs.map(({ cpuMs }) => cpuMs)),
    peakMB: Math.max(...runs.map(({ peakMB }) => peakMB)),
  };
}

/** HL7's own validator, once: a Java process that loads its definitions from the packages that it has beside it. */
async function hl7(what, file, size, ours) {
  const jar = process.env.ADDAX_HL7_VALIDATOR_JAR;
  const java = spawnSync('java', ['-version']).status === 0;
  const measure = `cold, HL7 validator: ${what}`;
  if (!jar || !existsSync(jar) || !java)
    return {
      measure,
      of: size,
      Addax: '',
      '@medplum/core': '',
      'medplum / Addax': `not run: ${java ? 'ADDAX_HL7_VALIDATOR_JAR names no jar' : 'no java'}`,
    };
  const { ms, peakMB } = await measured({ program: 'java', args: ['-jar', jar, '-version', '4.0', '-tx', 'n/a', file] });
  return {
    measure,
    of: size,
    Addax: shown(ours.ms, 'ms'),
    '@medplum/core': '',
    'medplum / Addax': `HL7: ${shown(ms, 'ms')}, ${peakMB} MB`,
  };
}
