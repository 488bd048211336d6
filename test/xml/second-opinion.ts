import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TreeForm } from './tree-form.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('libxmljs2-process.cjs', import.meta.url));

export type Opinion = { tree: TreeForm; refused?: undefined } | { refused: string; tree?: undefined };

/** Why libxmljs2 cannot be asked on this machine; undefined when it can. scripts/prepare.mjs tried to compile it. */
export function secondOpinionMissing(): string | undefined {
  const { status } = spawnSync(process.execPath, ['-e', 'require("libxmljs2")'], { cwd: root, stdio: 'ignore' });
  if (status === 0) return undefined;
  const kept = `${root}/node_modules/.addax-libxmljs2-reason`;
  return existsSync(kept) ?
      `libxmljs2 could not be compiled: ${readFileSync(kept, 'utf8').trim()}`
    : 'libxmljs2 is not compiled (npm test does it)';
}

/** A process that runs libxmljs2, asked one document at a time. */
export class SecondOpinion {
  readonly #child: ChildProcessWithoutNullStreams = spawn(process.execPath, [program], { cwd: root });
  readonly #answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();

  async about(bytes: Uint8Array): Promise<Opinion> {
    this.#child.stdin.write(`${JSON.stringify({ xml: Buffer.from(bytes).toString('base64') })}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('libxmljs2 ended its process on this document');
    return JSON.parse(value) as Opinion;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await ended;
  }
}
