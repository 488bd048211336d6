import { createHash, hash as hashOf } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobSink, Event, EvidenceRecord, NewProgress, NewRecord, ProgressEvent, Recorder } from '../model/index.js';
import { SegmentWriter } from './segment.js';

/** Up to here the messages of a simulator share a file. */
const SMALL = 64 * 1024;

/**
 * Writes a bundle: events.jsonl and blobs, append-only, each line and blob on disk before the call returns, so that a
 * killed run loses nothing that it has acknowledged.
 */
export class BundleWriter implements Recorder {
  #seq = 0;
  readonly #file: number;
  readonly #segment: SegmentWriter | undefined;
  #ids = 0;
  readonly #began = process.hrtime.bigint();
  readonly #listeners = new Set<(event: Event) => void>();
  readonly events: Event[] = [];
  /** stamped on every record until changed: `scenario/variant` */
  case: string | undefined;

  constructor(
    readonly directory: string,
    readonly now: () => Date = () => new Date(),
    /** false: `events` stays empty and small blobs go to a segment, so that a simulator may run for weeks */
    readonly remembers = true,
  ) {
    mkdirSync(join(directory, 'blobs', 'sha256'), { recursive: true });
    if (!remembers) this.#segment = new SegmentWriter(join(directory, 'blobs'));
    this.#file = openSync(join(directory, 'events.jsonl'), 'a');
  }

  record(entry: NewRecord): EvidenceRecord {
    return this.#append(entry) as EvidenceRecord;
  }

  /** Tells what the engine is doing; kept in the same stream, never judged. */
  progress(entry: NewProgress): ProgressEvent {
    return this.#append(entry) as ProgressEvent;
  }

  /** Calls back with every event as it is written; returns what ends that. */
  onEvent(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #append(entry: NewRecord | NewProgress): Event {
    const mono = Number((process.hrtime.bigint() - this.#began) / 1000n) / 1000;
    const event = { seq: ++this.#seq, at: this.now().toISOString(), mono, ...(this.case && { case: this.case }), ...entry };
    writeSync(this.#file, JSON.stringify(event) + '\n');
    if (this.remembers) this.events.push(event);
    for (const listener of this.#listeners) listener(event);
    return event;
  }

  keep(bytes: Uint8Array): string {
    const hash = hashOf('sha256', bytes);
    if (this.#segment && bytes.length <= SMALL) {
      this.#segment.append(hash, bytes);
      return hash;
    }
    const path = this.#blobPath(hash);
    if (!existsSync(path)) {
      const temporary = `${path}.${this.nextId('part')}`;
      writeFileSync(temporary, bytes);
      renameSync(temporary, path);
    }
    return hash;
  }

  /** Bytes kept before in a file of their own, by their SHA-256. */
  read(hash: string): Uint8Array | undefined {
    const path = this.#blobPath(hash);
    return existsSync(path) ? readFileSync(path) : undefined;
  }

  openBlob(): BlobSink {
    const temporary = this.#blobPath(this.nextId('part'));
    const file = openSync(temporary, 'w');
    const hash = createHash('sha256');
    let size = 0;
    return {
      write: (chunk) => {
        writeSync(file, chunk);
        hash.update(chunk);
        size += chunk.length;
      },
      finish: () => {
        closeSync(file);
        const blob = hash.digest('hex');
        if (existsSync(this.#blobPath(blob))) rmSync(temporary);
        else renameSync(temporary, this.#blobPath(blob));
        return { blob, size };
      },
    };
  }

  /** No more is written. */
  close(): void {
    closeSync(this.#file);
    this.#segment?.close();
  }

  nextId(prefix: string): string {
    return `${prefix}${++this.#ids}`;
  }

  #blobPath(name: string): string {
    return join(this.directory, 'blobs', 'sha256', name);
  }
}
