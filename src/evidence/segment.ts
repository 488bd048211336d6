import { hash } from 'node:crypto';
import { closeSync, existsSync, ftruncateSync, openSync, readdirSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Segments: files in which many small byte sequences stand one after the other, each between a line with its SHA-256 and
 * size and a line end. For the messages of HL7 v2 a file of its own costs ten times what the message costs, and a place on disk of
 * 4 kB.
 */
const NAME = /^segment-(\d{6})$/;
/** `<64 hexadecimal> <size>` and a line end. */
const HEADER = /^([0-9a-f]{64}) (\d{1,10})\n/;
const LONGEST_HEADER = 76;
const LINE_END = Buffer.from('\n');
const LF = 0x0a;

const segmentsOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)) : []).sort();

/** Appends to a segment of its own: a process that is killed leaves at most one entry unfinished, the last of its segment. */
export class SegmentWriter {
  readonly #file: number;
  #size = 0;

  /** @throws Error when the folder cannot be written to */
  constructor(folder: string) {
    this.#file = opened(folder);
  }

  /** On disk when it returns. @throws Error when it is not, and then nothing of it stays */
  append(sha256: string, bytes: Uint8Array): void {
    const entry = Buffer.concat([Buffer.from(`${sha256} ${bytes.length}\n`, 'latin1'), bytes, LINE_END]);
    try {
      writeFileSync(this.#file, entry);
    } catch (error) {
      ftruncateSync(this.#file, this.#size);
      throw error;
    }
    this.#size += entry.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The segment after the last one; where another process makes the same at the same time, the one after that. */
function opened(folder: string): number {
  const last = Number(NAME.exec(segmentsOf(folder).at(-1) ?? '')?.[1] ?? 0);
  try {
    return openSync(join(folder, `segment-${String(last + 1).padStart(6, '0')}`), 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return opened(folder);
  }
}

interface Entry {
  file: string;
  at: number;
  size: number;
}

/** What the segments of a folder hold. Contents stay on disk until they are asked for. */
export class Segments {
  readonly #entries = new Map<string, Entry>();
  /** the first place where a segment is not as it was written */
  #damage: string | undefined;

  constructor(readonly folder: string) {
    for (const name of segmentsOf(folder)) this.#index(name);
  }

  has(sha256: string): boolean {
    return this.#entries.has(sha256);
  }

  /** Bytes by their SHA-256. */
  read(sha256: string): Uint8Array | undefined {
    const entry = this.#entries.get(sha256);
    if (!entry) return undefined;
    const file = openSync(join(this.folder, entry.file), 'r');
    try {
      return bytesAt(file, entry.at, entry.size);
    } finally {
      closeSync(file);
    }
  }

  /** What shows that a segment is not as it was written; undefined when nothing does. */
  damage(): string | undefined {
    if (this.#damage !== undefined) return this.#damage;
    for (const [sha256, { file, at }] of this.#entries)
      if (hash('sha256', this.read(sha256)!) !== sha256) return `${file}, byte ${at}: not the bytes that their SHA-256 says`;
    return undefined;
  }

  #index(name: string): void {
    const path = join(this.folder, name);
    const { size } = statSync(path);
    const file = openSync(path, 'r');
    try {
      for (let at = 0; at < size;) {
        const header = HEADER.exec(Buffer.from(bytesAt(file, at, LONGEST_HEADER)).toString('latin1'));
        const begins = at + (header?.[0].length ?? 0);
        const ends = begins + Number(header?.[2] ?? 0);
        // an entry that a killed process did not finish was never acknowledged
        if (header ? ends >= size : size - at < LONGEST_HEADER) return;
        if (!header || bytesAt(file, ends, 1)[0] !== LF) {
          this.#damage ??= `${name}, byte ${at}: not an entry`;
          return;
        }
        this.#entries.set(header[1]!, { file: name, at: begins, size: ends - begins });
        at = ends + 1;
      }
    } finally {
      closeSync(file);
    }
  }
}

/** As many bytes as there are, up to `size`. */
function bytesAt(file: number, at: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(size);
  let read = 0;
  while (read < size) {
    const more = readSync(file, bytes, read, size - read, at + read);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}
