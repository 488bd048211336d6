/**
 * Our engine in a process of its own, told what to do by a JSON file: `{ pack, tasks: [{ name, profiles, files, warmUp,
 * rounds }] }`. Writes one line of JSON per task and file: how long compiling and judging took, and how much was judged.
 */
import { readFileSync } from 'node:fs';
import { compile } from './ours.mjs';

const { pack, tasks } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const took = async (work) => {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
};

for (const { name, profiles, files, warmUp, rounds } of tasks) {
  const compiled = await took(() => compile(pack, profiles));
  const judge = compiled.value;
  for (const file of files) {
    const bytes = readFileSync(file);
    for (let i = 0; i < warmUp; i++) await judge(bytes);
    const times = [];
    let verdict;
    for (let i = 0; i < rounds; i++) {
      const { ms, value } = await took(() => judge(bytes));
      times.push(ms);
      verdict = value;
    }
    process.stdout.write(`${JSON.stringify({ name, file, compileMs: compiled.ms, ms: median(times), ...verdict })}\n`);
  }
}
