/**
 * Memory of `addax simulate document-repository --store` while 100,000 submissions of ITI-41 pass through it, which makes as
 * many of ITI-42 through the registry beside it. `ADDAX_BENCH_SHORT=1`: 2,000.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { agent, folder, startRepository } from './support.mjs';
import { growth, provide, send } from './xds.mjs';

export const title = 'Resident memory of simulate, its heap bounded at 128 MB, while submissions pass through it (10 clients)';

const COUNT = Number(process.env.ADDAX_BENCH_SUBMISSIONS ?? (process.env.ADDAX_BENCH_SHORT === undefined ? 100_000 : 2000));
const CLIENTS = 10;
/** Some three times what stays in use. Without a bound V8 lets garbage lie, and resident memory says little. */
const HEAP_MB = 128;

const residentMB = (pid) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

export async function run() {
  const store = join(folder, 'store-growth');
  const server = await startRepository(['--store', store], [`--max-old-space-size=${HEAP_MB}`]);
  const through = agent(CLIENTS);
  // 20 documents a patient in 16 submissions
  const lots = growth(COUNT * 1.25 + 100, Math.ceil(COUNT / 16));
  const rows = [];
  let sent = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (sent < COUNT) {
        const { value } = lots.next();
        const { body, attachments } = provide(value);
        const n = ++sent;
        await send('ITI-41', server.url, body, through, attachments);
        if (n % (COUNT / 10) !== 0) continue;
        const seconds = ((performance.now() - began) / 1000).toFixed(0);
        rows.push({ submissions: n, 'resident, MB': residentMB(server.pid), 'seconds since the start': seconds });
        process.stderr.write(`${n} submissions: ${rows.at(-1)['resident, MB']} MB after ${seconds} s\n`);
      }
    }),
  );
  through.destroy();
  await server.stop();
  for (const gone of [store, server.evidence]) rmSync(gone, { recursive: true, force: true });
  return rows;
}
