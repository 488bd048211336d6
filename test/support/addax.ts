import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
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
 * process takes to read what Addax is made of. Commands wait for one another; one that ends the process has another begun,
 * and so has another language, which a process learns once.
 */
export function lastingAddax(): { run: CommandLine; end(): Promise<void> } {
  const program = join(packageRoot, 'test', 'support', 'command-line.mjs');
  const children = new Map<string | undefined, ChildProcess>();
  const run: CommandLine = (args, options) => {
    const language = args.includes('--lang') ? args[args.indexOf('--lang') + 1] : undefined;
    const child = children.get(language) ?? fork(program, [cli], { cwd: packageRoot });
    children.set(language, child);
    return new Promise((done, failed) => {
      const gone = (): void => {
        children.delete(language);
        failed(new Error(`addax ${args.join(' ')}: the process is gone`));
      };
      child.once('disconnect', gone);
      child.once('message', ({ last, ...ended }: Ended & { last?: true }) => {
        child.off('disconnect', gone);
        if (last) children.delete(language);
        done(ended);
      });
      child.send({ args, env: options?.env ?? {}, cwd: options?.cwd ?? packageRoot });
    });
  };
  let last: Promise<unknown> = Promise.resolve();
  let isOver = false;
  return {
    run: (args, options) => {
      // with some tests only (-t), others may still wait for what they asked
      const next = last.then(() => (isOver ? Promise.reject(new Error('the process is no longer needed')) : run(args, options)));
      last = next.catch(() => undefined);
      return next;
    },
    end: async () => {
      isOver = true;
      await last;
      const ended = [...children.values()].map((child) => once(child, 'exit'));
      for (const child of children.values()) child.disconnect();
      await Promise.all(ended);
    },
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
