import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobRef, Event } from '../model/index.js';

/** A bundle on disk that cannot be read as one, with the reason. */
export class BundleError extends Error {}

/** Reads a bundle: the folder of one run. */
export class Bundle {
  readonly events: readonly Event[];

  /** @throws BundleError when the folder holds no readable events.jsonl */
  constructor(readonly directory: string) {
    const path = join(directory, 'events.jsonl');
    if (!existsSync(path)) throw new BundleError(`${directory}: no events.jsonl`);
    const lines = readFileSync(path, 'utf8').split('\n');
    // a run killed while writing leaves half a last line, which was never acknowledged
    if (lines.at(-1) !== '') lines.pop();
    this.events = lines
      .filter((line) => line !== '')
      .map((line, i) => {
        const parsed = Event.safeParse(safeJson(line));
        if (!parsed.success) throw new BundleError(`${path}, line ${i + 1}: not an event`);
        return parsed.data;
      });
  }

  /** Bytes by their SHA-256; undefined when they are not in the bundle. */
  blob(hash: string): Uint8Array | undefined {
    const path = join(this.directory, 'blobs', 'sha256', BlobRef.parse(hash));
    return existsSync(path) ? readFileSync(path) : undefined;
  }
}

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
