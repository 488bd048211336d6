/**
 * One engine of `bench/fhir.mjs` in a process of its own: `judge.mjs addax|medplum JOB`. From the bytes of a resource to its
 * findings, so often; prints a line of JSON for each task. The fastest counts: other work on the machine only slows down.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { definitionsOf } from './resources.mjs';

const [, , engine, jobFile] = process.argv;
const { profile, tasks } = JSON.parse(readFileSync(jobFile, 'utf8'));
const dist = (path) => import(join(fileURLToPath(new URL('../..', import.meta.url)), 'dist', path));

async function addax() {
  const { Artefact } = await dist('src/model/index.js');
  const { DefinitionSet, Shelf, shelve } = await dist('src/protocols/fhir/index.js');
  const { judgeResource } = await dist('validators/fhir/judge-resource.js');
  const { packageRoot } = await dist('src/model/index.js');
  const base = new Shelf(readFileSync(join(packageRoot, 'dist', 'fhir-r4.shelf')), 'hl7.fhir.r4.core:4.0.1');
  const definitions = new DefinitionSet([base, new Shelf(shelve([profile]), 'bench')]);
  const setting = { at: new Date('2026-11-20T10:00:00Z'), insAuthority: 'test' };
  return (bytes, by) =>
    judgeResource(new Artefact('bench', bytes), definitions, { profiles: by ? [by] : [], mustSupport: false }, setting).findings.filter(
      ({ severity }) => severity === 'error',
    );
}

async function medplum() {
  const { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } = await import('@medplum/core');
  for (const name of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(definitionsOf(name));
  return (bytes, by) => {
    try {
      return validateResource(JSON.parse(bytes.toString()), by ? { profile } : undefined).filter(({ severity }) => severity !== 'warning');
    } catch (error) {
      if (error instanceof OperationOutcomeError) return error.outcome.issue;
      throw error;
    }
  };
}

const judge = await (engine === 'addax' ? addax() : medplum());
for (const { name, file, by, warmUp, rounds } of tasks) {
  const bytes = readFileSync(file);
  const times = [];
  let found = [];
  for (let i = 0; i < warmUp + rounds; i++) {
    const [began, before] = [performance.now(), process.cpuUsage()];
    found = judge(bytes, by);
    const { user, system } = process.cpuUsage(before);
    if (i >= warmUp) times.push({ ms: performance.now() - began, cpu: (user + system) / 1000 });
  }
  // the mean of the processor's time: its clock is coarse
  const cpu = times.reduce((sum, one) => sum + one.cpu, 0) / times.length;
  process.stdout.write(`${JSON.stringify({ name, ms: Math.min(...times.map(({ ms }) => ms)), cpu, errors: found.length })}\n`);
}
