/**
 * Our own rules on one document, warm and in one process, against reading it and against the official rules. The
 * documents are those of the published pack in `ADDAX_CDA_PACK`, else our examples.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const title = 'The rules of Addax on one CDA document, warm, against reading it and against the official rules';

const root = fileURLToPath(new URL('..', import.meta.url));
const OF_THE_PACK = [
  'VAC-NOTE_2023.01.xml',
  'VAC_2023.01.xml',
  'BIO-CR-BIO_2024.01_TSH_1.xml',
  'AVC-AUNV_2022.01.xml',
  'ANEST-CR-CPA_2022.01.xml',
  'IPS-FR_2024.01.xml',
];
const OURS = ['compte-rendu-niveau-1.xml', 'cr-bio-niveau-3.xml', 'carnet-de-vaccination.xml'];
const ROUNDS = 25;

export async function run() {
  const pack = process.env.ADDAX_CDA_PACK && resolve(process.env.ADDAX_CDA_PACK);
  const folder = mkdtempSync(join(tmpdir(), 'addax-bench-rules-'));
  try {
    const { validator } = await import('../dist/validators/cda/index.js');
    const { Artefact } = await import('../dist/src/model/index.js');
    const { xmlOf } = await import('../dist/src/protocols/xml/index.js');
    const official = pack ? await packsOf(pack, folder) : [];
    const context = { at: new Date(), trust: { anchors: [], crls: [] }, parameters: {} };
    const rows = [];
    for (const name of pack ? OF_THE_PACK : OURS) {
      const bytes = readFileSync(join(pack ? join(pack, 'ExemplesCDA') : join(root, 'examples/documents'), name));
      const read = await median(() => xmlOf(new Artefact(name, bytes)));
      const own = await median(() => validator.validate(new Artefact(name, bytes), context));
      const both = pack ? await median(() => validator.validate(new Artefact(name, bytes), { ...context, packs: official })) : undefined;
      rows.push({
        document: name,
        kB: Math.round(bytes.length / 1000),
        'reading, ms': read.toFixed(1),
        'reading and our rules, ms': own.toFixed(1),
        ratio: (own / read).toFixed(1),
        ...(both && { 'with schema and official rules, ms': both.toFixed(1) }),
      });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function packsOf(pack, folder) {
  process.env.ADDAX_HOME = join(folder, 'home');
  process.env.ADDAX_CACHE = join(folder, 'cache');
  const project = join(folder, 'project');
  mkdirSync(project);
  spawnSync(process.execPath, [join(root, 'dist/src/cli/main.js'), 'packs', 'add', pack], { cwd: project });
  return (await import('../dist/src/packs/load.js')).loadPacks(project);
}

async function median(work) {
  const times = [];
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  // the first rounds compile
  return times.slice(5).sort((a, b) => a - b)[Math.floor((ROUNDS - 5) / 2)];
}
