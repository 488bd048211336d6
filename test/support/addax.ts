import { fork, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot, type Report } from '../../src/model/index.js';

export const cli = join(packageRoot, 'dist', 'src', 'cli', 'main.js');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. */
export function execute(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? packageRoot,
      env: { ...process.env, ...options.env },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    child.stdin?.end(options.input);
    child.on('error', failed);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** The built command line, as a user runs it. */
export function addax(args: readonly string[], options: { env?: NodeJS.ProcessEnv; cwd?: string } = {}): Promise<Ended> {
  if (!existsSync(cli)) throw new Error('dist is missing: npm run build');
  return execute(process.execPath, [cli, ...args], options);
}

/** What runs the command line: `addax`, or a process that lasts. */
export type CommandLine = typeof addax;

/**
 * The built command line in one process that lasts: the same arguments, output and exit code, without the second that a
 * process takes to read what Addax is made of. One command at a time.
 */
export function lastingAddax(): { run: CommandLine; end(): Promise<void> } {
  const child = fork(join(packageRoot, 'test', 'support', 'command-line.mjs'), [cli], { cwd: packageRoot });
  return {
    run: (args, options) =>
      new Promise((done, failed) => {
        const gone = (code: number | null): void => failed(new Error(`addax ${args.join(' ')}: the process ended with ${code}`));
        child.once('exit', gone);
        child.once('message', (ended) => {
          child.off('exit', gone);
          done(ended as Ended);
        });
        child.send({ args, env: options?.env ?? {} });
      }),
    end: () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.disconnect();
      }),
  };
}

/** A folder that goes away with the test file. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'addax-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts a server that says `{"ready": ...}` on one line of its output. */
export async function startServer(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ ready: Record<string, string>; stop(): Promise<void> }> {
  const child = spawn(process.execPath, args, { cwd: packageRoot, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  const ready = await new Promise<Record<string, string>>((done, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const line = output.split('\n').find((l) => l.startsWith('{"ready"'));
      if (line) done((JSON.parse(line) as { ready: Record<string, string> }).ready);
    });
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    void ended.then(() => failed(new Error(`the server ended: ${output}`)));
  });
  return {
    ready,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What a requirement that is not met looks like, for a healthy product has none of either. */
export const redOf = (report: Report): string[] =>
  report.requirements
    .filter((r) => r.verdict === 'FAILED' || r.verdict === 'WARNING')
    .map((r) => r.id)
    .sort();
