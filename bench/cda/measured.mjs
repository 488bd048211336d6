/** One process from start to end: how long, how much of the processor and how much memory at most, what it said. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const POLL_MS = 10;
/** in which Linux counts the time of the processor */
const TICK_MS = 10;

/** Runs a program to its end; `input` goes to its standard input. Peak memory and the time of the processor are null where /proc is not there. */
export function measured({ program, args, options = {} }, input = '') {
  const began = performance.now();
  const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  let [output, peak, cpuMs] = ['', 0, 0];
  const poll = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0));
      const [user, system] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
      cpuMs = (user + system) * TICK_MS;
    } catch {
      // no such process any more, or no /proc on this system
    }
  }, POLL_MS);
  return new Promise((done, failed) => {
    child.stdout.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.on('error', failed);
    child.on('close', (status) => {
      clearInterval(poll);
      done({ status, output, ms: performance.now() - began, cpuMs: cpuMs || null, peakMB: peak ? Math.round(peak / 1024) : null });
    });
    child.stdin.on('error', () => {}).end(input);
  });
}

/** The lines of JSON that a process wrote. */
export const jsonLines = (output) =>
  output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
