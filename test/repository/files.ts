import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/model/index.js';

/** Names of the files that are, or would be, in the repository; undefined where this is no clone of it. */
export function repositoryFiles(): string[] | undefined {
  const { status, stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: packageRoot,
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  return [...new Set(stdout.split('\0'))].filter((name) => name !== '' && existsSync(join(packageRoot, name)));
}

export const contentOf = (name: string): string => readFileSync(join(packageRoot, name), 'utf8');

/** `file:line` of every line of these files that matches. */
export function linesMatching(names: readonly string[], pattern: RegExp): string[] {
  return names.flatMap((name) =>
    contentOf(name)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${name}:${i + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}
