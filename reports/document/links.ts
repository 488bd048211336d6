import type { ReadBlock, ReadFact, Reading, ReadRun, ReadSection } from '../../src/model/index.js';
import type { Numbered } from './causes.js';
import { Outline } from './outline.js';
import type { SourceText } from './source-text.js';

/** A piece of the reading that a finding can be about. */
export type Piece = ReadFact | ReadSection | ReadRun | ReadBlock | Reading | Cell;
type Cell = Extract<ReadBlock, { kind: 'table' }>['rows'][number]['cells'][number];

/** of a longer line, which of its pieces is meant cannot be told */
const LONG_LINE = 1500;

interface Extent<T> {
  piece: T;
  from: number;
  to: number;
}

/**
 * Tells which piece of the document, as a person reads it, a finding is about: the piece on its line; else the header
 * fact that its element is part of; else the narrative that the coded entry refers to; else its section.
 */
export class ReadingLinks {
  readonly #reading: Reading;
  readonly #source: SourceText;
  readonly #outline: Outline;
  readonly #onLine = new Map<number, { piece: Piece; text: string }[]>();
  readonly #byId = new Map<string, ReadRun>();
  readonly #facts: Extent<ReadFact>[];
  readonly #sections: Extent<ReadSection>[];

  constructor(reading: Reading, source: SourceText) {
    this.#reading = reading;
    this.#source = source;
    this.#outline = new Outline(source);
    this.#facts = this.#extents(reading.facts);
    const sections: ReadSection[] = [];
    const visit = (inner: readonly ReadSection[]): void => {
      for (const section of inner) {
        sections.push(section);
        section.blocks.forEach((block) => this.#block(block));
        visit(section.sections);
      }
    };
    visit(reading.sections);
    this.#sections = this.#extents(sections);
  }

  /** Pieces with the lines of their elements; of several that begin on one line, it cannot be told. */
  #extents<T extends ReadFact | ReadSection>(pieces: readonly T[]): Extent<T>[] {
    const begins = new Map<number, number>();
    for (const { line } of pieces) begins.set(line, (begins.get(line) ?? 0) + 1);
    return pieces
      .filter(({ line }) => begins.get(line) === 1 && !this.#isLong(line))
      .map((piece) => ({ piece, ...this.#outline.extent(piece.line) }));
  }

  pieceOf({ finding }: Numbered, offset: number): Piece | undefined {
    const { line, path } = finding.place;
    if (/^\/[^/]*ClinicalDocument\/(?:[\w.-]+:)?title(?:$|[/[])/.test(path)) return this.#reading;
    return (
      this.#exact(line, offset)
      ?? within(this.#facts, line)
      ?? this.#outline
        .references(offset)
        .map((id) => this.#byId.get(id))
        .find((run) => run !== undefined)
      ?? within(this.#sections, line)
      ?? sectionAt(this.#reading, path)
    );
  }

  #exact(line: number, offset: number): Piece | undefined {
    const pieces = this.#onLine.get(line);
    if (!pieces || this.#isLong(line)) return undefined;
    if (pieces.length === 1) return pieces[0]!.piece;
    // of several, the one whose text comes first after the place
    const rest = this.#source.text.slice(offset, this.#source.end(line));
    let best: { piece: Piece; at: number } | undefined;
    for (const { piece, text } of pieces) {
      const at = text === '' ? -1 : rest.indexOf(text.slice(0, 40));
      if (at !== -1 && at < (best?.at ?? Infinity)) best = { piece, at };
    }
    return best?.piece;
  }

  #isLong(line: number): boolean {
    const start = this.#source.starts[line - 1];
    return start === undefined || this.#source.end(line) - start > LONG_LINE;
  }

  #put(line: number, piece: Piece, text: string): void {
    const here = this.#onLine.get(line);
    if (here) here.push({ piece, text });
    else this.#onLine.set(line, [{ piece, text }]);
  }

  #runs(runs: readonly ReadRun[] | undefined): void {
    let waiting: string[] = [];
    for (const run of runs ?? []) {
      if (run.text.trim() === '') {
        if (run.id !== undefined) waiting.push(run.id);
        continue;
      }
      this.#put(run.line, run, run.text.trim());
      for (const id of [...waiting, ...(run.id === undefined ? [] : [run.id])]) if (!this.#byId.has(id)) this.#byId.set(id, run);
      waiting = [];
    }
  }

  #block(block: ReadBlock): void {
    switch (block.kind) {
      case 'paragraph':
        this.#runs(block.runs);
        return;
      case 'list':
        this.#runs(block.caption);
        for (const item of block.items) item.blocks.forEach((inner) => this.#block(inner));
        return;
      case 'table':
        this.#runs(block.caption);
        for (const { cells } of block.rows)
          for (const cell of cells) {
            if (cell.blocks.length === 0) this.#put(cell.line, cell, '');
            cell.blocks.forEach((inner) => this.#block(inner));
          }
        return;
      default:
        this.#put(block.line, block, '');
    }
  }
}

/** The section that a path goes through, by its position among its siblings. */
function sectionAt(reading: Reading, path: string): ReadSection | undefined {
  if (!path.includes('structuredBody')) return undefined;
  let found: ReadSection | undefined;
  for (const [, position = '1'] of path.matchAll(/component(?:\[(\d{1,6})\])?\/(?:[\w.-]+:)?section(?![\w-])/g)) {
    const next: ReadSection | undefined = (found ?? reading).sections[Number(position) - 1];
    if (!next) break;
    found = next;
  }
  return found;
}

/** The smallest of the pieces whose lines hold this one. */
function within<T>(pieces: readonly { piece: T; from: number; to: number }[], line: number): T | undefined {
  let best: { piece: T; size: number } | undefined;
  for (const { piece, from, to } of pieces)
    if (line >= from && line <= to && to - from <= (best?.size ?? Infinity)) best = { piece, size: to - from };
  return best?.piece;
}
