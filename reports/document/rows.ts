import type { SourceText } from './source-text.js';

/** A row of the source as the page shows it: a line, or a piece of a long one. */
export interface Row {
  line: number;
  from: number;
  to: number;
  /** it begins its line, whose number it shows */
  first: boolean;
  /** how far it is set in, when the line is cut where nothing sets it in */
  depth: number;
}

/** a longer line is cut at its tags, then at its spaces */
const WIDE = 260;
const MOST_DEPTH = 16;

/** What a page can carry, even folded. */
const MOST_ROWS = 250_000;

/** The rows of a text, in order, as many as a page can carry. */
export function rowsOf(source: SourceText): Row[] {
  const rows: Row[] = [];
  const { isXml } = source;
  let depth = 0;
  for (let line = 1; line <= source.starts.length && rows.length < MOST_ROWS; line++) {
    const from = source.starts[line - 1]!;
    const to = source.end(line);
    if (to - from <= WIDE) rows.push({ line, from, to, first: true, depth: 0 });
    else {
      const pieces = isXml ? atTags(source.text, from, to, depth) : { cuts: [{ from, to, depth: 0 }], depth };
      depth = pieces.depth;
      pushPieces(rows, source.text, line, pieces.cuts);
    }
  }
  return rows.slice(0, MOST_ROWS);
}

interface Cut {
  from: number;
  to: number;
  depth: number;
}

function pushPieces(rows: Row[], text: string, line: number, cuts: readonly Cut[]): void {
  let first = true;
  for (const cut of cuts) {
    let from = cut.from;
    while (from < cut.to) {
      const to = cut.to - from <= WIDE ? cut.to : breakBefore(text, from, cut.to);
      rows.push({ line, from, to, first, depth: cut.depth });
      first = false;
      from = to;
    }
  }
}

/** Where a piece that is too wide is cut: after a space, never inside a long word such as base64. */
function breakBefore(text: string, from: number, to: number): number {
  for (let at = from + WIDE; at > from + WIDE / 2; at--) if (isSpace(text.charCodeAt(at - 1))) return at;
  for (let at = from + WIDE; at < to; at++) if (isSpace(text.charCodeAt(at)) || text.charCodeAt(at) === 0x3c) return at;
  return to;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;

/** Pieces of a line of XML: one element that holds no other, or one tag, each. */
function atTags(text: string, from: number, to: number, begin: number): { cuts: Cut[]; depth: number } {
  const cuts: Cut[] = [];
  let depth = begin;
  let start = from;
  /** the piece holds a start tag that is still open */
  let open = false;
  const cut = (end: number, at: number): void => {
    if (end > start) cuts.push({ from: start, to: end, depth: Math.min(Math.max(at, 0), MOST_DEPTH) });
    start = end;
  };
  let pieceDepth = depth;
  let close = from;
  for (let at = text.indexOf('<', from); at !== -1 && at < to; at = text.indexOf('<', at + 1)) {
    if (text[at + 1] === '/') {
      depth -= 1;
      if (open) open = false;
      else {
        cut(at, pieceDepth);
        pieceDepth = depth;
      }
      continue;
    }
    cut(at, pieceDepth);
    pieceDepth = depth;
    // looked for once, however many tags never close
    if (close < at) close = text.indexOf('>', at);
    if (close === -1) close = Infinity;
    open = close < Infinity && text[close - 1] !== '/' && text[at + 1] !== '!' && text[at + 1] !== '?';
    if (open) depth += 1;
  }
  cut(to, pieceDepth);
  return { cuts, depth: Math.max(depth, 0) };
}
