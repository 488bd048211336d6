/** Loaded into a server (`--import`, `--expose-gc`): on SIGUSR2 it collects its garbage and writes what then stays in use to ADDAX_BENCH_MEMORY. */
import { writeFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  globalThis.gc();
  writeFileSync(process.env.ADDAX_BENCH_MEMORY, JSON.stringify(process.memoryUsage()));
});
