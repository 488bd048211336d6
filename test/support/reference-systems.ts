import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { packageRoot, type Report } from '../../src/model/index.js';
import { addax, type Ended, startServer } from './addax.js';

export interface Defect {
  id: string;
  title: { fr: string; en: string };
  scenario: string;
  variant?: string;
  expects: string[];
}

/** What the defects of a reference system must turn red, as written down before the run. */
export const defectsOf = (system: 'lps' | 'platform'): Defect[] =>
  parse(readFileSync(join(packageRoot, 'examples', system, 'defects.yaml'), 'utf8')) as Defect[];

/**
 * Runs scenarios against a reference system by its name: `lps-healthy`, `lps-bad-hash`, `platform-ignores-rplc`.
 * @param folder for results; `pki` in it is made once and shared
 * @returns among others where the results are (`out`)
 */
export async function runReference(
  system: string,
  scenario: string,
  folder: string,
  more: string[] = [],
): Promise<Ended & { report: Report; out: string }> {
  const [, product, defect] = /^(lps|platform)-(.+)$/.exec(system) ?? [];
  if (!product || !defect) throw new Error(`no reference system ${system}`);
  // a list of scenarios may be longer than a name
  const out = join(folder, `${system}-${createHash('sha256').update(scenario).digest('hex').slice(0, 12)}`);
  const args = (statement: string): string[] => [
    'run',
    statement,
    '--unattended',
    '--format',
    'json',
    '--out',
    out,
    '--pki',
    join(folder, 'pki'),
    ...scenario.split(',').flatMap((s) => ['--scenario', s]),
    ...more,
  ];
  const broken = defect === 'healthy' ? [] : ['--defect', defect];
  let ended: Ended;
  if (product === 'lps')
    ended = await addax(args(join(packageRoot, 'examples', 'lps.yaml')), { env: { LPS_DEFECT: defect === 'healthy' ? '' : defect } });
  else {
    const server = await startServer([
      join(packageRoot, 'examples', 'platform', 'platform.mjs'),
      '--pki',
      join(folder, 'pki'),
      '--port',
      '0',
      ...broken,
    ]);
    try {
      const statement = parse(readFileSync(join(packageRoot, 'examples', 'platform.yaml'), 'utf8')) as object;
      const file = `${out}.yaml`;
      writeFileSync(file, stringify({ ...statement, endpoints: server.ready }));
      ended = await addax(args(file));
    } finally {
      await server.stop();
    }
  }
  try {
    return { ...ended, report: JSON.parse(ended.stdout) as Report, out };
  } catch {
    throw new Error(`addax run ended with ${ended.code}: ${ended.stdout}${ended.stderr}`);
  }
}
