import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folder } from './support.mjs';

export const title = 'Terminology of 500,000 codes: loading, memory, membership; a Map of the same codes beside it';

const CODES = 500_000;

/** A pack of one table with 500,000 codes and labels, and a value set of a tenth of them. */
function writePack() {
  const pack = join(folder, 'terms-pack');
  mkdirSync(pack, { recursive: true });
  const rows = ['code;label'];
  const members = [];
  for (let i = 0; i < CODES; i++) {
    const code = `${(i * 7919) % 100_000_000}-${i % 10}`;
    rows.push(`${code};Observation numéro ${i} : masse, volume, sérum`);
    if (i % 10 === 0) members.push(`<Concept code="${code}" codeSystem="2.999.1" displayName="Observation ${i}"/>`);
  }
  writeFileSync(join(pack, 'codes.csv'), rows.join('\n'));
  writeFileSync(
    join(pack, 'set.xml'),
    `<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet id="2.999.2"><ConceptList>${members.join('')}</ConceptList></ValueSet></RetrieveValueSetResponse>`,
  );
  writeFileSync(
    join(pack, 'addax-pack.yaml'),
    'coordinate: fr.example:terms\nversion: "1"\nterminology:\n  files: [{ path: codes.csv, system: 2.999.1 }]\n  codeSystems: [{ oid: 2.999.1, complete: true }]\n',
  );
  return pack;
}

/** Each measure is of a process of its own: memory that another one left would count. */
function measured(what, pack) {
  const measure = fileURLToPath(new URL('terms/measured.mjs', import.meta.url));
  const env = { ...process.env, ADDAX_HOME: join(folder, 'terms-home'), ADDAX_CACHE: join(folder, 'terms-cache') };
  const ended = spawnSync(process.execPath, ['--expose-gc', measure, what, pack, join(folder, 'terms-project')], { env, encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return JSON.parse(ended.stdout);
}

export async function run() {
  const pack = writePack();
  const made = measured('add', pack);
  const ours = measured('ours', pack);
  const map = measured('map', pack);
  const row = (name, { loadMs, rssMb, conceptNs, memberNs, missNs }, to) => ({
    '': name,
    'load, ms': Math.round(loadMs),
    'RSS growth, MB': Math.round(rssMb),
    'member of the value set, ns': Math.round(memberNs),
    'not a member, ns': Math.round(missNs),
    'concept with its labels, ns': Math.round(conceptNs),
    'member, as a multiple of Map': (memberNs / to.memberNs).toFixed(1),
  });
  process.stdout.write(`added and compiled once, in ${(made.ms / 1000).toFixed(1)} s\n\n`);
  return [row('compact form', ours, map), row('Map and Set', map, map)];
}
