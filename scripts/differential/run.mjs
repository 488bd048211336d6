/**
 * `node scripts/differential/run.mjs --pack FOLDER [--pack FOLDER] [--mutants 500] [--seed N] [--saxon JAR]
 *   [--out FOLDER] [--profile TEXT] [--reuse] [--reference-only]`
 *
 * Judges the examples of the packs, and mutants of them, with Saxon on the ISO skeleton and with our engine, and compares
 * the verdicts: failed assertions and reports (kind, place, text), the number of fired rules, and whether a profile could
 * be judged at all. Each pack is judged as published (examples only, the profiles that name absent files) and completed
 * with stand-ins for the absent value sets (examples and mutants, every profile).
 *
 * In FOLDER (addax-out/differential) stay the documents, the copies of the packs, the verdicts of the reference and the
 * differences, each in full. `--reuse` takes the verdicts that are there instead of asking Saxon again, `--profile` only
 * the profiles whose path contains the text, `--reference-only` does not ask our engine, which is that of dist/. Exit
 * code: 0 no difference, 1 differences, 3 no Saxon or wrong usage.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asMarkdown, tally } from './compare.mjs';
import { makeMutants } from './mutants.mjs';
import { copyPack, examples, generalProfiles, packName, voletProfiles } from './pack.mjs';
import { compileReference, findSaxon, runReference } from './reference.mjs';
import { clinicalDocumentText } from './xml-text.mjs';

const MARK = '.differential';

const say = (text) => process.stderr.write(`${text}\n`);
function giveUp(text) {
  say(text);
  process.exit(3);
}

let options;
try {
  options = parseArgs({
    options: {
      pack: { type: 'string', multiple: true },
      mutants: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      saxon: { type: 'string' },
      out: { type: 'string', default: 'addax-out/differential' },
      profile: { type: 'string', default: '' },
      reuse: { type: 'boolean', default: false },
      'reference-only': { type: 'boolean', default: false },
    },
  }).values;
} catch (e) {
  giveUp(e.message);
}
const [wanted, seed] = [Number(options.mutants), Number(options.seed)];
if (!options.pack?.length) giveUp('--pack FOLDER is needed: a copy of the published pack, with schematrons/ and ExemplesCDA/');
if (!Number.isInteger(wanted) || !Number.isInteger(seed)) giveUp('--mutants and --seed take a whole number');
if (new Set(options.pack.map(packName)).size < options.pack.length) giveUp('two packs have folders of the same name');
for (const folder of options.pack)
  for (const part of ['schematrons/moteur/iso_svrl_for_xslt2.xsl', 'ExemplesCDA'])
    if (!existsSync(join(folder, part))) giveUp(`${folder} has no ${part}: it is not a published pack`);

const { judge } =
  options['reference-only'] ?
    { judge: undefined }
  : await import('./ours.mjs').catch((e) => giveUp(`our engine cannot be loaded, is it built (npm run build)? ${e.message}`));
const out = resolve(options.out);
let command;
if (!options.reuse) {
  const saxon = findSaxon(options.saxon);
  if (saxon.missing) giveUp(saxon.missing);
  // what is deleted must be ours: a folder of the user's named by mistake stays
  if (existsSync(out) && readdirSync(out).length && !existsSync(join(out, MARK)))
    giveUp(`${out} is not empty and not of an earlier run: name another folder with --out`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, MARK), '');
  command = compileReference(saxon.jar, join(out, 'java'));
}

/** Verdicts of an earlier run are of use only for the same documents. */
function checkSame(name, documents) {
  const file = join(out, name, 'documents.sha256');
  const hash = createHash('sha256');
  for (const document of documents) hash.update(JSON.stringify(document));
  const digest = hash.digest('hex');
  if (!options.reuse) writeFileSync(file, digest);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== digest)
    giveUp(`the verdicts in ${out} are about other documents, mutants or seeds: run without --reuse`);
}

/** Writes the documents of a pack where both engines read them; returns them with the profiles that judge them. */
function prepareDocuments(folder, name) {
  const documents = join(out, name, 'documents');
  mkdirSync(documents, { recursive: true });
  const general = generalProfiles(folder);
  const originals = examples(folder).map((example) => {
    const text = readFileSync(example.file, 'utf8');
    return { name: example.name, text: clinicalDocumentText(text), profiles: [...general, ...voletProfiles(folder, text)] };
  });
  const mutants = makeMutants(originals, Math.ceil(wanted / options.pack.length), seed);
  checkSame(name, [...originals, ...mutants]);
  const write = (list) =>
    list.map(({ name, text, profiles }) => {
      const file = join(documents, name);
      writeFileSync(file, text);
      return { name, file, profiles };
    });
  writeFileSync(
    join(out, name, 'mutants.json'),
    JSON.stringify(
      mutants.map(({ text: _text, profiles: _profiles, ...told }) => told),
      null,
      1,
    ),
  );
  return { originals: write(originals), mutants: write(mutants) };
}

const judgementsOf = (documents, takes) =>
  documents.flatMap(({ name, file, profiles }) =>
    profiles.filter((profile) => profile.includes(options.profile) && takes(profile)).map((profile) => ({ document: name, file, profile })),
  );

/** The verdicts of the reference for one batch, from Saxon or from an earlier run. */
async function referenceOf(batch) {
  if (options.reuse) {
    const lines = readFileSync(batch.output, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const wantedIds = new Set(batch.judgements.map((j) => `${j.document}\t${j.profile}`));
    return lines.filter((line) => line.document !== undefined && wantedIds.has(`${line.document}\t${line.profile}`));
  }
  const verdicts = [];
  const began = performance.now();
  await runReference(
    command,
    batch.pack,
    batch.judgements,
    (answer) => {
      if (answer.document !== undefined) verdicts.push(answer);
      else if (answer.error) say(`  ${answer.profile} does not compile: ${answer.error.message}`);
    },
    batch.output,
  );
  say(`${batch.title}: ${verdicts.length} judgements by Saxon in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return verdicts;
}

const batches = [];
for (const folder of options.pack.map((f) => resolve(f))) {
  const name = packName(folder);
  const published = join(out, name, 'published');
  const completed = join(out, name, 'completed');
  const absent = copyPack(folder, published, false).absent;
  copyPack(folder, completed, true);
  const documents = prepareDocuments(folder, name);
  const incomplete = new Set(absent.filter(({ path }) => path.endsWith('.xml')).flatMap(({ entries }) => entries));
  for (const { path, entries } of absent) say(`${name}: ${path} is absent, named by ${entries.join(', ')}`);
  const batch = (title, pack, list, takes = () => true) =>
    batches.push({
      title: `${name} ${title}`,
      pack,
      judgements: judgementsOf(list, takes),
      output: join(out, `${name}.${title}.jsonl`),
    });
  batch('examples', completed, documents.originals);
  batch('published', published, documents.originals, (profile) => incomplete.has(profile));
  batch('mutants', completed, documents.mutants);
}
// the examples of every pack first: they are the ones asked about most
batches.sort((a, b) => Number(a.title.endsWith('mutants')) - Number(b.title.endsWith('mutants')));

const results = tally();
const full = join(out, 'differences.jsonl');
writeFileSync(full, '');
for (const batch of batches) {
  const reference = await referenceOf(batch);
  if (!judge) continue;
  const files = new Map(batch.judgements.map((j) => [`${j.document}\t${j.profile}`, j.file]));
  for (const verdict of reference) {
    const began = process.hrtime.bigint();
    const ours = await judge(batch.pack, verdict.profile, files.get(`${verdict.document}\t${verdict.profile}`));
    const nanos = Number(process.hrtime.bigint() - began);
    for (const difference of results.add(batch.title, verdict, ours, nanos)) {
      const line = JSON.stringify(difference);
      appendFileSync(full, `${line}\n`);
      process.stdout.write(`${line}\n`);
    }
  }
}

if (judge) {
  const markdown = asMarkdown(results.rows(), results.differences());
  writeFileSync(join(out, 'differential.md'), markdown);
  process.stdout.write(`\n${markdown}`);
  const [saxon, ours] = ['saxon', 'ours'].map((side) => results.rows().reduce((sum, row) => sum + row[side], 0));
  say(`in all: Saxon ${(saxon / 1000).toFixed(1)} s, ours ${(ours / 1000).toFixed(1)} s with reading and compiling; kept in ${out}`);
  process.exitCode = results.differences().length ? 1 : 0;
} else say(`the verdicts of the reference are kept in ${out}`);
