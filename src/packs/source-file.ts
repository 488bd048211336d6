import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { PackLimits } from './limits.js';
import type { PackSource } from './source.js';
import { cannotRead, tooLarge } from './source-errors.js';
import { inWords } from './system-error.js';

/** One file of rules, as it is published alone: an XML profile of messages, a schematron, a value set. */
export function openFile(file: string, limits: PackLimits): PackSource {
  const path = basename(file);
  return {
    name: path.replace(/\.[^.]*$/, ''),
    given: file,
    entries: [{ path, size: statSync(file).size, symlink: false }],
    async read() {
      try {
        if (statSync(file).size > limits.fileBytes) throw tooLarge(file, path, limits);
        return readFileSync(file);
      } catch (error) {
        throw error instanceof Error && 'code' in error ? cannotRead(file, inWords(error)) : error;
      }
    },
    commitOf: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
