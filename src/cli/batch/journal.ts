import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Bilingual, Finding, type JudgedFile, Verdict } from '../../model/index.js';
import { draftOf, RESULTS } from './names.js';
import { Offsets } from './offsets.js';

const SYNC_EVERY = 64;
const SYNC_MS = 1000;
const CHUNK = 1024 ** 2;
const LINE_END = 0x0a;

/** What all results of a journal were judged by; results of two that differ are not of one batch. */
export interface JournalHead {
  addax: string;
  /** the instant of judgement, kept when the batch is resumed */
  at: string;
  /** digest of the options and packs */
  by: string;
}

export interface Entry {
  sha256: string;
  result: JudgedFile;
  /** where its line stands in the journal */
  line: Line;
}

/** A line whose result was judged; a line that is damaged is none: its file is judged again. */
const Kept = z.strictObject({
  file: z.string(),
  sha256: z.string(),
  kind: z.string().nullable(),
  verdict: Verdict,
  findings: z.array(Finding),
  evaluated: z.array(z.string()),
  notes: z.array(z.strictObject({ kind: z.enum(['choice', 'unchecked', 'incomplete']), text: Bilingual })),
  durationMs: z.number(),
});

export interface Line {
  offset: number;
  length: number;
}

/**
 * Results as they come, one a line, in a file that only grows: whatever moment a process is killed at, all lines but the
 * last are whole. The first line says what they were judged by. Lines are flushed to the disk in groups.
 */
export class Journal {
  readonly #offsets = new Offsets();
  #size = 0;
  #unsynced = 0;
  #synced = Date.now();
  /** the lines of this batch, in the order of its files */
  #order = new Float64Array(2048);
  #count = 0;

  private constructor(
    private readonly file: string,
    private descriptor: number,
    readonly head: JournalHead,
  ) {}

  /** Begins a new one; what was there goes. */
  static begin(folder: string, head: JournalHead): Journal {
    const file = join(folder, RESULTS);
    const journal = new Journal(file, openSync(file, 'w+'), head);
    journal.#write(`${JSON.stringify(head)}\n`);
    return journal;
  }

  /** The one of this folder; undefined when there is none whose first line is whole. A line that a kill cut off goes. */
  static open(folder: string): Journal | undefined {
    const file = join(folder, RESULTS);
    if (!Journal.exists(folder)) return undefined;
    const descriptor = openSync(file, 'r+');
    let journal: Journal | undefined;
    let end = 0;
    for (const { text, offset, length } of linesOf(descriptor)) {
      end = offset + length;
      if (!journal) {
        const head = parsed(text.toString('utf8')) as JournalHead | undefined;
        if (head?.addax === undefined) break;
        journal = new Journal(file, descriptor, head);
      } else {
        const name = nameIn(text);
        if (name !== undefined) journal.#offsets.set(name, offset, length);
      }
    }
    if (!journal) {
      closeSync(descriptor);
      return undefined;
    }
    ftruncateSync(descriptor, end);
    journal.#size = end;
    return journal;
  }

  static exists(folder: string): boolean {
    return statSync(join(folder, RESULTS), { throwIfNoEntry: false }) !== undefined;
  }

  /** What is known of a file. */
  find(name: string): Entry | undefined {
    const line = this.#offsets.get(name);
    if (!line) return undefined;
    const bytes = Buffer.allocUnsafe(line.length);
    readSync(this.descriptor, bytes, 0, line.length, line.offset);
    const kept = Kept.safeParse(parsed(bytes.toString('utf8')));
    if (!kept.success || kept.data.file !== name) return undefined;
    const { sha256, ...result } = kept.data;
    return { sha256, result, line };
  }

  /** Keeps the result of the next file. Without the hash of what was judged, it is judged again when the batch is resumed. */
  add(result: JudgedFile, sha256: string | undefined): void {
    // these two stand first: they are found without reading the whole line
    const { file, ...rest } = result;
    this.keep(this.#write(`${JSON.stringify({ file, sha256: sha256 ?? null, ...rest })}\n`));
  }

  /** The next file is one whose line is there already. */
  keep({ offset, length }: Line): void {
    if (this.#count * 2 === this.#order.length) {
      const longer = new Float64Array(this.#order.length * 2);
      longer.set(this.#order);
      this.#order = longer;
    }
    this.#order.set([offset, length], 2 * this.#count++);
  }

  /**
   * All files are judged: leaves their lines and no other, in the order of the files, which is what a batch that was
   * never interrupted leaves.
   */
  end(): void {
    if (!this.#inOrder()) this.#rewrite();
    fsyncSync(this.descriptor);
    this.close();
  }

  close(): void {
    closeSync(this.descriptor);
  }

  #inOrder(): boolean {
    let next = Buffer.byteLength(JSON.stringify(this.head)) + 1;
    for (let i = 0; i < this.#count; i++) {
      if (this.#order[2 * i] !== next) return false;
      next += this.#order[2 * i + 1]!;
    }
    return next === this.#size;
  }

  #rewrite(): void {
    const draft = draftOf(this.file);
    const to = openSync(draft, 'w+');
    writeSync(to, `${JSON.stringify(this.head)}\n`);
    for (let i = 0; i < this.#count; i++) {
      const [offset, length] = [this.#order[2 * i]!, this.#order[2 * i + 1]!];
      const line = Buffer.allocUnsafe(length);
      readSync(this.descriptor, line, 0, length, offset);
      writeAll(to, line);
    }
    fsyncSync(to);
    this.close();
    renameSync(draft, this.file);
    this.descriptor = to;
  }

  #write(text: string): Line {
    const bytes = Buffer.from(text);
    const line = { offset: this.#size, length: bytes.length };
    writeAll(this.descriptor, bytes, this.#size);
    this.#size += bytes.length;
    if (++this.#unsynced >= SYNC_EVERY || Date.now() - this.#synced > SYNC_MS) {
      fsyncSync(this.descriptor);
      this.#unsynced = 0;
      this.#synced = Date.now();
    }
    return line;
  }
}

/** A write may be shorter than asked for. */
function writeAll(descriptor: number, bytes: Buffer, at?: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(descriptor, bytes, done, bytes.length - done, at === undefined ? null : at + done);
}

/** The lines that are whole, of a file of any size. */
export function* linesOf(descriptor: number): Generator<Line & { text: Buffer }> {
  let pieces: Buffer[] = [];
  let held = 0;
  let offset = 0;
  for (let at = 0; ;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const count = readSync(descriptor, chunk, 0, CHUNK, at);
    if (count === 0) return;
    at += count;
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0 && end < count; end = chunk.indexOf(LINE_END, from)) {
      const text = Buffer.concat([...pieces, chunk.subarray(from, end)]);
      const length = held + end - from + 1;
      yield { text, offset, length };
      offset += length;
      from = end + 1;
      [pieces, held] = [[], 0];
    }
    pieces.push(chunk.subarray(from, count));
    held += count - from;
  }
}

const HEAD_BYTES = 70_000;

/** The name of the file whose result stands on a line; undefined when it is none, or has no hash. */
function nameIn(line: Buffer): string | undefined {
  const found = /^\{"file":("(?:[^"\\]|\\.)*"),"sha256":"/.exec(line.subarray(0, HEAD_BYTES).toString('utf8'));
  return found ? (parsed(found[1]!) as string | undefined) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
