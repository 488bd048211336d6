import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { packageRoot, type Report } from '../../src/model/index.js';
import { addax, type CommandLine, type Ended, startServer } from './addax.js';

export interface Defect {
  id: string;
  title: { fr: string; en: string };
  scenario: string;
  variant?: string;
  expects: string[];
  /** the run is stopped there: no data of real patients is let in */
  stops?: boolean;
}

/** What the defects of a reference system must turn red, as written down before the run. */
export const defectsOf = (system: 'lps' | 'platform' | 'gam' | 'agenda'): Defect[] =>
  parse(readFileSync(join(packageRoot, 'examples', system, 'defects.yaml'), 'utf8')) as Defect[];

/** Processes that last through many runs. */
export interface Lasting {
  run: CommandLine;
  /** where the LPS and the GAM take their hooks by HTTP */
  lps: string;
  gam: string;
  /** where the agenda serves each of its defects, at a path of its own */
  agenda: string;
  servers: LastingServers;
}

/** Where a server listens, and how it ends. */
type Listening = Awaited<ReturnType<typeof startServer>>;

/** One process for all the platforms and GAMs that listen. */
export interface LastingServers {
  open(product: string, defect: string | undefined, pki: string): Promise<Listening>;
  end(): Promise<void>;
}

/** Reference systems that listen, each as its program would, in one process that reads what they are made of once. */
export function lastingServers(): LastingServers {
  const child = fork(join(packageRoot, 'test', 'support', 'reference-servers.mjs'), { cwd: packageRoot });
  type Answer = { id: number; ready: Listening['ready']; error?: string };
  const waiting = new Map<number, { done: (listening: Listening) => void; failed: (error: Error) => void }>();
  let opened = 0;
  child.on('message', ({ id, ready, error }: Answer) => {
    const { done, failed } = waiting.get(id)!;
    waiting.delete(id);
    if (error !== undefined) failed(new Error(error));
    else
      done({
        ready,
        stop: async () => {
          child.send({ id, closes: true });
        },
      });
  });
  child.on('disconnect', () => {
    for (const { failed } of waiting.values()) failed(new Error('the process of the reference systems is gone'));
  });
  return {
    open: (product, defect, pki) =>
      new Promise((done, failed) => {
        const id = (opened += 1);
        waiting.set(id, { done, failed });
        child.send({ id, product, defect, pki });
      }),
    end: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/**
 * Runs scenarios against a reference system by its name: `lps-healthy`, `lps-bad-hash`, `platform-ignores-rplc`, `gam-no-movement`,
 * `agenda-books-twice`.
 * @param folder for results; `pki` in it is made once and shared
 * @param lasting in place of a process for each command
 * @returns among others where the results are (`out`)
 */
export async function runReference(
  system: string,
  scenario: string,
  folder: string,
  more: string[] = [],
  lasting?: Lasting,
): Promise<Ended & { report: Report; out: string }> {
  const [, product, defect] = /^(lps|platform|gam|agenda)-(.+)$/.exec(system) ?? [];
  if (!product || !defect) throw new Error(`no reference system ${system}`);
  const run = lasting?.run ?? addax;
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
  const asked = defect === 'healthy' ? '' : `?defect=${defect}`;
  const broken = defect === 'healthy' ? [] : ['--defect', defect];
  const examples = join(packageRoot, 'examples');
  const file = `${out}.yaml`;
  let ended: Ended;
  if (product === 'lps' && lasting) {
    const written = readFileSync(join(examples, 'lps.yaml'), 'utf8');
    writeFileSync(file, written.replaceAll(/command: node lps\/lps\.mjs ([a-z0-9-]+)/g, `http: '${lasting.lps}/$1${asked}'`));
    ended = await run(args(file));
  } else if (product === 'agenda' && lasting) {
    const written = readFileSync(join(examples, 'agenda.yaml'), 'utf8');
    writeFileSync(file, written.replaceAll('https://127.0.0.1:8670/healthy', `${lasting.agenda}/${defect}`));
    ended = await run(args(file));
  } else if (product === 'lps') {
    ended = await run(args(join(examples, 'lps.yaml')), { env: { LPS_DEFECT: defect === 'healthy' ? '' : defect } });
  } else {
    const pki = join(folder, 'pki');
    const program = [join(examples, product, `${product}.mjs`), ...(product === 'gam' ? ['serve'] : [])];
    const server =
      lasting ?
        await lasting.servers.open(product, defect === 'healthy' ? undefined : defect, pki)
      : await startServer([...program, '--pki', pki, '--port', '0', ...broken]);
    try {
      // hooks are commands that start in the folder of the statement
      const written = readFileSync(join(examples, `${product}.yaml`), 'utf8')
        .replaceAll(/command: node gam\/gam\.mjs ([a-z-]+)/g, (command, event) =>
          lasting ? `http: '${lasting.gam}/${event}${asked}'` : command,
        )
        .replaceAll(/node (gam|platform)\//g, `node ${examples}/$1/`)
        .replaceAll('https://127.0.0.1:8643', new URL(server.ready['document-repository'] ?? 'https://127.0.0.1:8643').origin);
      writeFileSync(file, stringify({ ...(parse(written) as object), endpoints: server.ready }));
      ended = await run(args(file), { env: { GAM_DEFECT: defect === 'healthy' ? '' : defect } });
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
