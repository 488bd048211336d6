import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import type { Hook, RecordOf } from '../model/index.js';

/** What a hook is told, as environment variables (command), JSON body (http) or argument (browser). */
export interface HookCall {
  hook: Hook;
  /** relative paths of the hook start here: the statement's folder */
  directory: string;
  environment: Readonly<Record<string, string>>;
  timeoutMs: number;
}

export interface HookOutcome {
  by: RecordOf<'action'>['by'];
  outcome: RecordOf<'action'>['outcome'];
  detail?: string;
  output: string;
  /** what the hook says was shown to the user, by proof step */
  testimony: Record<string, unknown>;
}

/** What a command has written before it ended is read for this long. */
const DRAIN_MS = 500;

const MAX_OUTPUT = 1024 * 1024;

/** Moves the product under test. Never throws: what went wrong is the outcome. */
export async function callHook(call: HookCall): Promise<HookOutcome> {
  try {
    if ('command' in call.hook) return await runCommand(call.hook.command, call);
    if ('http' in call.hook) return await postTo(call.hook.http, call);
    return await driveBrowser(call.hook.browser, call);
  } catch (error) {
    return { by: 'command', outcome: 'failed', detail: error instanceof Error ? error.message : String(error), output: '', testimony: {} };
  }
}

function runCommand(command: string, call: HookCall): Promise<HookOutcome> {
  return new Promise((done) => {
    const child = spawn(command, {
      cwd: call.directory,
      shell: true,
      env: { ...process.env, ...call.environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      if (output.length < MAX_OUTPUT) output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      // the whole group: a shell does not pass the signal on
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    }, call.timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      done({ by: 'command', outcome: 'failed', detail: error.message, output, testimony: {} });
    });
    // the command is what counts: something it left running in the background may keep the pipes open for ever
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      setTimeout(() => settle(code, signal), DRAIN_MS);
      child.once('close', () => settle(code, signal));
    });
    let settled = false;
    const settle = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (settled) return;
      settled = true;
      child.stdout.destroy();
      child.stderr.destroy();
      const detail =
        late ? `no end after ${call.timeoutMs} ms`
        : code === 0 ? undefined
        : `exit ${code ?? signal}: ${lastLine(output)}`;
      done({
        by: 'command',
        outcome:
          late ? 'timeout'
          : code === 0 ? 'done'
          : 'failed',
        ...(detail && { detail }),
        output,
        testimony: testimonyOf(output),
      });
    };
  });
}

async function postTo(url: string, call: HookCall): Promise<HookOutcome> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(call.environment),
    signal: AbortSignal.timeout(call.timeoutMs),
  });
  const output = (await answer.text()).slice(0, MAX_OUTPUT);
  return {
    by: 'http',
    outcome: answer.ok ? 'done' : 'failed',
    ...(!answer.ok && { detail: `HTTP ${answer.status}` }),
    output,
    testimony: testimonyOf(output),
  };
}

/** A browser script is a module whose default export takes (page, environment) and drives the product's own screens. */
async function driveBrowser(script: string, call: HookCall): Promise<HookOutcome> {
  const { chromium } = await import('playwright-core');
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const module = (await import(pathToFileURL(resolve(call.directory, script)).href)) as {
      default: (page: unknown, environment: unknown) => Promise<unknown>;
    };
    const page = await browser.newPage();
    page.setDefaultTimeout(call.timeoutMs);
    const said = await module.default(page, call.environment);
    const output = said === undefined ? '' : JSON.stringify(said);
    return { by: 'browser', outcome: 'done', output, testimony: testimonyOf(output) };
  } catch (error) {
    return { by: 'browser', outcome: 'failed', detail: error instanceof Error ? error.message : String(error), output: '', testimony: {} };
  } finally {
    await browser.close();
  }
}

const lastLine = (output: string): string => output.trimEnd().split('\n').at(-1)?.slice(0, 500) ?? '';

/** The last line of a hook's output may be one JSON object: {"testimony": {"screen": {"answer": true}}}. */
function testimonyOf(output: string): Record<string, unknown> {
  try {
    const said = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as { testimony?: unknown } | null;
    return typeof said?.testimony === 'object' && said.testimony ? { ...said.testimony } : {};
  } catch {
    return {};
  }
}
