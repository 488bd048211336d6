import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobRef, Event } from '../model/index.js';
import { Segments } from './segment.js';

/** A bundle on disk that cannot be read as one, with the reason. */
export class BundleError extends Error {}

/** Reads a bundle: the folder of one run. */
export class Bundle {
  readonly events: readonly Event[];
  readonly #segments: Segments;

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
    this.#segments = new Segments(join(directory, 'blobs'));
  }

  /** What shows that the bundle is not as it was written; undefined when nothing does. */
  damage(): string | undefined {
    const gap = this.events.findIndex((event, i) => event.seq !== i + 1);
    if (gap !== -1) return `events.jsonl: record ${gap + 1} is missing`;
    const folder = join(this.directory, 'blobs', 'sha256');
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => BlobRef.safeParse(name).success) : [];
    const altered = names.find(
      (name) =>
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex') !== name,
    );
    if (altered) return `blobs/sha256/${altered}: not the bytes that its name says`;
    const segments = this.#segments.damage();
    if (segments) return `blobs/${segments}`;
    const kept = new Set(names);
    const missing = this.events.flatMap(blobsOf).find((hash) => !kept.has(hash) && !this.#segments.has(hash));
    return missing && `blobs/sha256/${missing} is missing`;
  }

  /** Bytes by their SHA-256; undefined when they are not in the bundle. */
  blob(hash: string): Uint8Array | undefined {
    return ownFile(this.directory, hash) ?? this.#segments.read(hash);
  }
}

/** Bytes of the bundle in a folder by their SHA-256, without reading the rest of it; undefined when they are not there. */
export const blobOf = (directory: string, hash: string): Uint8Array | undefined =>
  ownFile(directory, hash) ?? new Segments(join(directory, 'blobs')).read(hash);

function ownFile(directory: string, hash: string): Uint8Array | undefined {
  const path = join(directory, 'blobs', 'sha256', BlobRef.parse(hash));
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** The blobs an event speaks of. */
function blobsOf(event: Event): string[] {
  if (event.kind === 'exchange') return [event.request, event.answer].flatMap((wire) => (wire ? [wire.blob] : []));
  if (event.kind === 'datum' || event.kind === 'testimony') return event.blob ? [event.blob] : [];
  return [];
}

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
