import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { addax, root } from './support.mjs';

export const title = '`addax validate` of one document, as a whole process, against an empty Node process';

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const wall = (args) =>
  median(
    Array.from({ length: 9 }, () => {
      const began = performance.now();
      spawnSync(process.execPath, args, { cwd: root });
      return performance.now() - began;
    }),
  );

export async function run() {
  const empty = wall(['-e', '0']);
  return ['cr-bio-niveau-3.xml', 'compte-rendu-niveau-1.xml'].map((name) => {
    const whole = wall([addax, 'validate', join(root, 'examples/documents', name)]);
    return { document: name, 'addax validate, ms': whole.toFixed(0), 'node -e 0, ms': empty.toFixed(0), ratio: (whole / empty).toFixed(1) };
  });
}
