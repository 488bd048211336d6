/**
 * Many documents in one command: how fast with one thread and with two, and how much memory whatever their number. The
 * documents are those of the published pack in `ADDAX_CDA_PACK`, else our two examples, named again and again.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured } from './cda/measured.mjs';

export const title = `\`addax validate FOLDER\` on ${cpus().length} processors: documents per second and peak memory of the process`;

const root = fileURLToPath(new URL('..', import.meta.url));
const addax = join(root, 'dist/src/cli/main.js');
/** documents, and of each measure, taken in turn, how often: the fastest counts, for what else the machine does only slows down */
const COUNTS = [
  [1000, Number(process.env.ADDAX_BENCH_ROUNDS ?? 3)],
  [10_000, 1],
];

export async function run() {
  const pack = process.env.ADDAX_CDA_PACK && resolve(process.env.ADDAX_CDA_PACK);
  const documents = documentsIn(pack ? join(pack, 'ExemplesCDA') : join(root, 'examples/documents'));
  const folder = mkdtempSync(join(tmpdir(), 'addax-bench-batch-'));
  try {
    const env = { ...process.env, ADDAX_HOME: join(folder, 'home'), ADDAX_CACHE: join(folder, 'cache') };
    const project = join(folder, 'project');
    mkdirSync(project);
    if (pack) spawnSync(process.execPath, [addax, 'packs', 'add', pack], { cwd: project, env });
    const judge = async (count, jobs, args) => {
      const options = { cwd: project, env };
      const batch = batchOf(folder, documents, count);
      const ended = await measured({
        program: process.execPath,
        args: [addax, 'validate', batch, '--jobs', String(jobs), '--quiet', ...args],
        options,
      });
      if (ended.status > 1) throw new Error(`addax validate ended with ${ended.status}:\n${ended.output}`);
      return { rate: (count / ended.ms) * 1000, peakMB: ended.peakMB };
    };
    const rows = [];
    for (const [rules, args] of [['rules of Addax', ['--no-packs']], ...(pack ? [['rules of Addax and official pack', []]] : [])]) {
      for (const [count, rounds] of COUNTS) {
        const best = { 1: { rate: 0 }, 2: { rate: 0 } };
        for (let i = 0; i < rounds; i++)
          for (const jobs of [1, 2]) {
            const one = await judge(count, jobs, args);
            if (one.rate > best[jobs].rate) best[jobs] = one;
          }
        for (const jobs of [1, 2]) rows.push(row(rules, count, jobs, best[jobs], best[1]));
      }
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const row = (rules, count, jobs, { rate, peakMB }, alone) => ({
  rules,
  documents: count,
  threads: jobs,
  'documents/s': rate.toFixed(0),
  'against one thread': (rate / alone.rate).toFixed(2),
  'peak memory, MB': peakMB ?? '-',
});

const documentsIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.xml') && readFileSync(join(folder, name)).includes('ClinicalDocument'))
    .map((name) => join(folder, name));

/** A folder with so many names, each leading to one of the documents. */
function batchOf(folder, documents, count) {
  const batch = join(folder, String(count));
  try {
    mkdirSync(batch);
  } catch {
    // it was made for another round
    return batch;
  }
  for (let i = 0; i < count; i++) symlinkSync(documents[i % documents.length], join(batch, `${String(i).padStart(6, '0')}.xml`));
  return batch;
}
