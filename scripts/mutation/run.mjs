/**
 * `node scripts/mutation/run.mjs [cda|fhir] [--documents FOLDER[=PACK[,PACK]]]... [--classes M01,M02] [--only TEXT] [--sites N]
 *   [--seed N] [--jobs N] [--dist FOLDER] [--out FOLDER] [--resume] [--pack-verdicts FOLDER]`
 *
 * Changes each document in one place, for each class of mutation and every place where it can be made, and judges original
 * and mutant. A mutant is detected when some rule gives more errors and warnings than for the original. Told apart: our
 * rules alone, the official packs alone, and both as `addax validate` judges where packs are in force.
 *
 * Without --documents: the folders cda and cda-v2.41 of ADDAX_SAMPLES, judged by the packs ADDAX_CDA_PACK and
 * ADDAX_CDA_PACK_V2 (a copy of a published pack each; none: our rules alone). `--sites` takes so many sites of each class
 * and document, of every kind of place first; 0, as it is without it, takes all. `--only` takes the documents whose name
 * contains the text. `--resume` keeps the documents that are judged already, by the same build and options.
 * `--pack-verdicts` keeps in a folder what the packs say of each mutant, for the next run on another build of our rules.
 *
 * `fhir`: FHIR resources instead of CDA documents. Without --documents: every folder of ADDAX_SAMPLES that holds resources,
 * judged by the definitions in the folders `conformance` beside them and by `--packs PACK[,PACK]`.
 *
 * In FOLDER (addax-out/mutation, addax-out/mutation-fhir) stay the verdicts of each document (JSON Lines), mutation.md and misses.json.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { canLoad, projectOf } from './judge.mjs';
import { readVerdicts } from './report.mjs';

const MARK = '.mutation';
const say = (text) => process.stderr.write(`${text}\n`);
function giveUp(text) {
  say(text);
  process.exit(3);
}

let options, positionals;
try {
  ({ values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      documents: { type: 'string', multiple: true },
      classes: { type: 'string', default: '' },
      packs: { type: 'string', default: '' },
      only: { type: 'string', default: '' },
      sites: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '2' },
      dist: { type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url)) },
      out: { type: 'string' },
      'pack-verdicts': { type: 'string' },
      resume: { type: 'boolean', default: false },
    },
  }));
} catch (e) {
  giveUp(e.message);
}
const [format = 'cda'] = positionals;
if (format !== 'cda' && format !== 'fhir') giveUp(`no mutation of ${format}: there are cda and fhir`);
const { CLASSES, VALIDATOR, WORKER, asMarkdown, foldersOf, isDocument, misses } = await import(`./${format}/subject.mjs`);
const [sites, seed, jobs] = [options.sites, options.seed, options.jobs].map(Number);
if (![sites, seed, jobs].every(Number.isInteger) || jobs < 1 || sites < 0) giveUp('--sites, --seed and --jobs take a whole number');
const classes = options.classes.split(',').filter(Boolean);
const unknown = classes.filter((id) => !CLASSES.some((c) => c.id === id));
if (unknown.length) giveUp(`no class ${unknown.join(', ')}: there are ${CLASSES.map(({ id }) => id).join(' ')}`);
const dist = resolve(options.dist);
if (!existsSync(join(dist, VALIDATOR))) giveUp(`${dist} holds no build: run npm run build`);
if (!canLoad(dist)) giveUp(`the packages cannot be found from ${dist}`);

/** What is judged, by the environment where nothing else is said. */
function documentFolders() {
  if (options.documents) return options.documents.map((given) => given.split('='));
  if (!process.env.ADDAX_SAMPLES) giveUp('--documents or ADDAX_SAMPLES is needed: a folder of documents');
  return foldersOf(process.env);
}
const besides = options.packs.split(',').filter(Boolean);
const folders = documentFolders().map(([folder, packs = '']) => {
  if (!existsSync(folder)) giveUp(`${folder} is not there`);
  return { folder, packs: [...packs.split(',').filter(Boolean), ...besides].map((p) => resolve(p)) };
});

const out = resolve(options.out ?? (format === 'cda' ? 'addax-out/mutation' : `addax-out/mutation-${format}`));
// what is deleted must be ours: a folder of the user's named by mistake stays
if (existsSync(out) && readdirSync(out).length && !existsSync(join(out, MARK)))
  giveUp(`${out} is not empty and not of an earlier run: name another folder with --out`);
const stamp = digest();
const kept = existsSync(join(out, MARK)) ? readFileSync(join(out, MARK), 'utf8') : '';
if (!options.resume || kept !== stamp) {
  if (options.resume && kept) say('the build or the options are others than before: starting again');
  rmSync(out, { recursive: true, force: true });
}
mkdirSync(join(out, 'verdicts'), { recursive: true });
writeFileSync(join(out, MARK), stamp);

/** Names what a verdict depends on: the build, the classes and the options. */
function digest() {
  const hash = createHash('sha256').update(JSON.stringify([format, sites, seed, classes, folders]));
  for (const folder of [dist, fileURLToPath(new URL('.', import.meta.url))])
    for (const name of readdirSync(folder, { recursive: true }).sort())
      if (/\.m?js$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

const packVerdicts = options['pack-verdicts'] && resolve(options['pack-verdicts']);
if (packVerdicts) mkdirSync(packVerdicts, { recursive: true });

const tasks = [];
const projects = new Map();
for (const { folder, packs } of folders) {
  const inForce = packs.join();
  if (packs.length && !projects.has(inForce)) {
    const project = join(out, 'projects', basename(folder));
    projects.set(inForce, project);
    if (!existsSync(project)) {
      mkdirSync(project, { recursive: true });
      await projectOf(dist, packs, project);
    }
  }
  const project = projects.get(inForce);
  for (const name of readdirSync(folder).sort())
    if (isDocument(join(folder, name)) && name.includes(options.only)) {
      const file = join(folder, name);
      tasks.push({ name: `${basename(folder)}/${name}`, file, project, out: join(out, 'verdicts', `${basename(folder)}.${name}.jsonl`) });
    }
}
// the largest first, so that no worker is left alone with one at the end
const waiting = tasks
  .filter((task) => !existsSync(task.out))
  .map((task) => ({ task, size: statSync(task.file).size }))
  .sort((a, b) => b.size - a.size)
  .map(({ task }) => task);
const total = waiting.length;
say(`${tasks.length} documents, ${total} to judge, ${jobs} at a time`);

const began = performance.now();
let [finished, mutants] = [0, 0];
await Promise.all(
  Array.from({ length: Math.min(jobs, total) }, async () => {
    const worker = new Worker(WORKER, { workerData: { dist, classes, sites, seed, packVerdicts } });
    while (waiting.length) {
      const task = waiting.shift();
      await new Promise((done, failed) => {
        worker.removeAllListeners();
        worker.on('error', failed);
        worker.on('message', (message) => {
          if (!message.finished) return;
          finished++;
          mutants += message.done;
          say(`${finished}/${total} ${task.name}: ${message.done} mutants (${((performance.now() - began) / 1000).toFixed(0)} s)`);
          done();
        });
        worker.postMessage(task);
      });
    }
    await worker.terminate();
  }),
).catch((e) => giveUp(e.stack));

const verdicts = tasks.flatMap((task) => readVerdicts(readFileSync(task.out, 'utf8')));
const withPacks = folders.some(({ packs }) => packs.length > 0);
const markdown = asMarkdown(verdicts, withPacks);
writeFileSync(join(out, 'mutation.md'), markdown);
writeFileSync(join(out, 'misses.json'), JSON.stringify(misses(verdicts), null, 1));
process.stdout.write(markdown);
say(`${mutants} mutants in ${((performance.now() - began) / 1000).toFixed(0)} s; kept in ${out}`);
