import type { Bilingual, Place } from '../../src/model/index.js';
import { encodingOf, isHl7 } from './encoding.js';
import { highlight, type Segment } from './highlight.js';
import { indentUnder, missingAt } from './missing.js';

/** One line of bytes as the page shows it. */
export interface ExcerptLine {
  /** the number it has in the bytes; absent for the continuation of a long line, and for what is missing */
  number?: number;
  hit: boolean;
  segments: Segment[];
  /** said in place of bytes: what should stand here */
  missing?: Bilingual;
  indent?: string;
}

export interface Excerpt {
  first: number;
  last: number;
  lines: ExcerptLine[];
}

const BEFORE = 3;
const AFTER = 5;
/** a line longer than this is cut around the place, at tags when there are any */
const WIDE = 220;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

type BlobReader = (hash: string) => Uint8Array | undefined;

/**
 * Shows the bytes of a place with its neighbours. Line ends are found in the bytes, and only what is shown is decoded:
 * the bytes may be very many.
 */
export class Excerpts {
  readonly #blob: BlobReader;
  /** the last texts asked for, with where their lines start; findings of one message come together */
  readonly #recent = new Map<string, Lines | undefined>();

  constructor(blob: BlobReader) {
    this.#blob = blob;
  }

  /** Lines around these places, which are in the same bytes; undefined when the bytes are not there. */
  around(places: readonly Place[]): Excerpt | undefined {
    const hash = places[0]?.blob;
    const lines = hash === undefined ? undefined : this.#lines(hash);
    if (!lines) return undefined;
    const hits = places.filter((place) => place.line <= lines.count);
    if (hits.length === 0) return undefined;
    const numbers = hits.map((place) => place.line);
    const first = Math.max(1, Math.min(...numbers) - BEFORE);
    const last = Math.min(lines.count, Math.max(...numbers) + AFTER);
    const shown: ExcerptLine[] = [];
    const coloured = highlight(
      lines.isXml,
      Array.from({ length: last - first + 1 }, (_, i) => {
        const number = first + i;
        const here = hits.find((place) => place.line === number);
        return { number, ...lines.cut(number, here?.column), column: here?.column, hit: here !== undefined };
      }).flatMap(({ number, rows, column, hit }) =>
        rows.map((row, i) => ({
          text: row.text,
          number:
            (
              i
              === Math.max(
                0,
                rows.findIndex((r) => holds(r, column)),
              )
            ) ?
              number
            : undefined,
          hit: hit && (rows.length === 1 || holds(row, column)),
          at: column !== undefined && holds(row, column) ? column - 1 - row.from : undefined,
        })),
      ),
    );
    for (const row of coloured)
      shown.push({ ...(row.number !== undefined && { number: row.number }), hit: row.hit, segments: row.segments });
    for (const place of hits) insertMissing(shown, place.path);
    return { first, last, lines: shown };
  }

  /** The first lines of bytes, or of their first `headSize` bytes. */
  beginning(hash: string, from: number, to: number, most: number): { lines: string[]; more: boolean } | undefined {
    const bytes = this.#read(hash);
    if (!bytes) return undefined;
    const end = Math.min(to, bytes.length);
    const lines: string[] = [];
    const lineEnd = lineEndOf(bytes);
    const decoder = new TextDecoder(encodingOf(bytes));
    let start = from;
    while (start < end && lines.length < most) {
      const stop = bytes.indexOf(lineEnd, start);
      const until = stop === -1 || stop >= end ? end : stop;
      lines.push(
        frameMarks(clean(decoder.decode(bytes.subarray(start, Math.min(until, start + WIDE * 4))).slice(0, WIDE * 2)))
          + (until - start > WIDE * 4 ? '…' : ''),
      );
      start = until + 1;
    }
    return { lines, more: start < end };
  }

  #read(hash: string): Uint8Array | undefined {
    return /^[0-9a-f]{64}$/.test(hash) ? this.#blob(hash) : undefined;
  }

  #lines(hash: string): Lines | undefined {
    if (!this.#recent.has(hash)) {
      const oldest = this.#recent.size >= 4 ? this.#recent.keys().next().value : undefined;
      if (oldest !== undefined) this.#recent.delete(oldest);
      const bytes = this.#read(hash);
      this.#recent.set(hash, bytes && new Lines(bytes));
    }
    return this.#recent.get(hash);
  }
}

interface LineRow {
  text: string;
  /** columns of the line that stand before it */
  from: number;
}

const holds = (row: LineRow, column: number | undefined): boolean =>
  column !== undefined && column > row.from && column <= row.from + row.text.length;

const clean = (line: string): string => line.replace(/\r$/, '');

/** What begins and ends a frame of MLLP, as signs that can be seen. */
const frameMarks = (line: string): string => line.replace(/\u000b/g, '␋').replace(/\u001c/g, '␜');

/** Where lines end: as readers of messages count them. */
const lineEndOf = (bytes: Uint8Array): number => (isHl7(bytes) && bytes.includes(RETURN) ? RETURN : NEWLINE);

/** Bytes with where their lines start. Columns are UTF-16 code units, as the readers of documents count them. */
class Lines {
  readonly #starts: number[] = [0];
  readonly #bytes: Uint8Array;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #lineEnd: number;
  readonly isXml: boolean;

  constructor(bytes: Uint8Array) {
    const encoding = encodingOf(bytes);
    this.#decoder = new TextDecoder(encoding);
    // rare and small: bytes whose lines cannot be found as bytes are first made UTF-8
    this.#bytes = encoding.startsWith('utf-16') ? new TextEncoder().encode(this.#decoder.decode(bytes)) : bytes;
    if (this.#bytes !== bytes) this.#decoder = new TextDecoder();
    this.#lineEnd = lineEndOf(this.#bytes);
    for (let at = this.#bytes.indexOf(this.#lineEnd); at !== -1; at = this.#bytes.indexOf(this.#lineEnd, at + 1))
      this.#starts.push(this.#lineEnd === RETURN && this.#bytes[at + 1] === NEWLINE ? at + 2 : at + 1);
    this.isXml = /^\s*</.test(this.#decoder.decode(this.#bytes.subarray(0, 64)));
  }

  get count(): number {
    return this.#starts.length;
  }

  /** A line; when it is too long to show, its beginning, or the rows around a column. */
  cut(number: number, column: number | undefined): { rows: LineRow[] } {
    const start = this.#starts[number - 1]!;
    const end = number < this.count ? this.#starts[number]! - 1 : this.#bytes.length;
    // far enough to hold the place and its neighbourhood, whatever the encoding: one column is at most three bytes
    const enough = Math.min(end, start + ((column ?? 1) + WIDE * 4) * 3);
    const whole = clean(this.#decoder.decode(this.#bytes.subarray(start, enough)));
    if (whole.length <= WIDE && enough === end) return { rows: [{ text: whole, from: 0 }] };
    if (column === undefined) return { rows: [{ text: `${whole.slice(0, WIDE)}…`, from: 0 }] };
    const rows = this.isXml ? atTags(whole, column - 1) : [];
    if (rows.length === 0) {
      const from = Math.max(0, Math.min(column - 1 - WIDE / 2, whole.length));
      rows.push({ text: whole.slice(from, from + WIDE), from });
    }
    return { rows: rows.map((row) => clipRow(row, column - 1)) };
  }
}

/** Rows of a long line of XML, one tag each, around an offset. */
function atTags(line: string, offset: number): LineRow[] {
  const cuts: number[] = [];
  let before = line.lastIndexOf('<', offset);
  for (let i = 0; i < BEFORE && before > 0; i++) {
    cuts.unshift(before);
    before = line.lastIndexOf('<', before - 1);
  }
  cuts.unshift(Math.max(0, before));
  let after = line.indexOf('<', offset + 1);
  for (let i = 0; i < AFTER && after !== -1; i++) {
    cuts.push(after);
    after = line.indexOf('<', after + 1);
  }
  const stop = after === -1 ? line.length : after;
  const starts = cuts.filter((cut, i) => i === 0 || line.startsWith('<', cut));
  // an end tag that only closes what stands on its row stays there
  const rows: LineRow[] = [];
  starts.forEach((from, i) => {
    const text = line.slice(from, starts[i + 1] ?? stop);
    const last = rows.at(-1);
    if (last && text.startsWith('</') && (last.text.startsWith('</') || !(last.text.includes('</') || last.text.endsWith('/>'))))
      last.text += text;
    else if (text.trim() !== '') rows.push({ text, from });
  });
  return rows;
}

function clipRow(row: LineRow, offset: number): LineRow {
  if (row.text.length <= WIDE) return row;
  const inside = offset >= row.from && offset < row.from + row.text.length ? offset - row.from : 0;
  const start = inside > WIDE / 2 ? inside - WIDE / 4 : 0;
  return { text: row.text.slice(start, start + WIDE) + (start + WIDE < row.text.length ? '…' : ''), from: row.from + start };
}

/** A line that says what is missing, inside the element that lacks it, after its start tag. */
function insertMissing(lines: ExcerptLine[], path: string): void {
  const index = lines.findIndex((line) => line.hit && line.segments.some((s) => s.at) && line.missing === undefined);
  const texts = lines[index]?.segments ?? [];
  const at = texts.findIndex((segment) => segment.at);
  const written = (from: number, to?: number): string =>
    texts
      .slice(from, to)
      .map((segment) => segment.text)
      .join('');
  const missing = at === -1 ? undefined : missingAt(written(at), path);
  if (missing) lines.splice(index + 1, 0, { hit: false, segments: [], indent: indentUnder(written(0, at)), missing });
}
