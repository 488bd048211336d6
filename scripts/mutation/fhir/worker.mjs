/** Judges the mutants of the resources that it is given, one resource a message. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { sampled } from '../sample.mjs';
import { CLASSES } from './classes.mjs';
import { openJudge } from './judge.mjs';
import { kindOf, mutants, opened } from './mutants.mjs';

const { dist, classes, sites: most, seed } = workerData;
const chosen = CLASSES.filter(({ id }) => classes.length === 0 || classes.includes(id));
const judges = new Map();

parentPort.on('message', async ({ name, file, project, out }) => {
  if (!judges.has(project)) judges.set(project, await openJudge(dist, project));
  const judge = judges.get(project);
  const resource = opened(name, readFileSync(file), judge);
  const lines = [{ document: name }];
  let done = 0;
  for (const one of resource ? chosen : []) {
    const all = one.sites(resource);
    const taken = sampled(all, most, `${seed} ${name} ${one.id}`, kindOf);
    lines.push({ class: one.id, all: all.length, taken: taken.length });
    for (const mutant of mutants(resource, one, taken, judge)) {
      lines.push(mutant);
      done++;
    }
  }
  writeFileSync(`${out}.part`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  renameSync(`${out}.part`, out);
  parentPort.postMessage({ name, done, finished: true });
});
