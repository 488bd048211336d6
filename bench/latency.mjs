/** Many times of one thing, in ms: what half, what 95 and what 99 of 100 took at most. */
export function percentiles(times) {
  const sorted = Float64Array.from(times).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Runs `act(i)` with so many clients until it has been done `count` times; the times of each, and how many a second. */
export async function timed(clients, count, act) {
  const times = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < count) {
        const i = next++;
        const at = performance.now();
        await act(i);
        times.push(performance.now() - at);
      }
    }),
  );
  return { ...percentiles(times), rate: (count / (performance.now() - began)) * 1000 };
}

export const ms = (time) => time.toFixed(time < 1 ? 3 : 1);
