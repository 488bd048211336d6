import type { Place } from '../../model/index.js';
import { charsetNamed, likelyCharset, type Charset } from './charset.js';
import { encodingCharacters, readDelimiters, type Delimiters } from './delimiters.js';
import { hasBadEscape, unescapeText, type BadEscape } from './escape.js';

const CR = 0x0d;
const LF = 0x0a;
/** Segments whose first two fields are the delimiters themselves. */
const HEADERS = ['MSH', 'FHS', 'BHS'];
/** A field of more repetitions, components and subcomponents than this is not cut: no message needs them, and each takes memory. */
export const MOST_PIECES = 50_000;
/** Characters of the longest type that is no document: TX and FT (chapter 2.A of HL7 v2.5). */
export const LONGEST_TEXT = 65_536;

/** What is wrong with the bytes of a message before any field is looked at. */
export interface ReadingProblem {
  kind:
    | 'byte-order-mark'
    | 'framing'
    | 'line-end'
    | 'last-line-end'
    | 'empty-line'
    | 'charset-undeclared'
    | 'charset-unread'
    | 'charset-bytes'
    | 'charset-doubtful';
  place: Place;
  /** what stands there, when a word says it: `LF`, `CR LF`, the name of a character set */
  actual?: string;
}

/** One HL7 v2 message in its ER7 form (chapter 2 of HL7 v2.5). Reading never fails: what is wrong is in `problems`. */
export class Hl7Message {
  /** of a message of 100,000 segments, many questions are asked by name */
  readonly #named = new Map<string, Segment[]>();

  constructor(
    readonly segments: readonly Segment[],
    readonly delimiters: Delimiters,
    readonly charset: Charset,
    readonly problems: readonly ReadingProblem[],
  ) {
    for (const segment of segments) {
      const same = this.#named.get(segment.name);
      if (same) same.push(segment);
      else this.#named.set(segment.name, [segment]);
    }
  }

  /** The segments of a name, in order. */
  all(name: string): readonly Segment[] {
    return this.#named.get(name) ?? [];
  }

  /** The first segment of a name. */
  first(name: string): Segment | undefined {
    return this.#named.get(name)?.[0];
  }

  /** Does a name need an ordinal to tell a segment? */
  isRepeated(name: string): boolean {
    return this.all(name).length > 1;
  }
}

/** One segment. Fields are cut when they are asked for: a message may carry a document of many megabytes. */
export class Segment {
  /** where each field begins and ends, one after the other: a segment of separators alone has millions */
  #spans: Uint32Array | undefined;
  message!: Hl7Message;

  constructor(
    /** its first three characters */
    readonly name: string,
    readonly text: string,
    /** counts from 1; a line ends where a segment does */
    readonly line: number,
    /** where its first byte stands in the message */
    readonly byteOffset: number,
    /** which of its name it is, from 1 */
    readonly ordinal: number,
    readonly delimiters: Delimiters,
    readonly charset: Charset,
  ) {}

  /** `PID`, or `OBX[2]` where there are several. */
  get path(): string {
    return this.message.isRepeated(this.name) ? `${this.name}[${this.ordinal}]` : this.name;
  }

  get place(): Place {
    return { line: this.line, column: 1, path: this.path };
  }

  /** The number of the last field that is written, empty or not. */
  get lastField(): number {
    return this.#cut().length / 2;
  }

  /** Field `n`, from 1. One that is not written is empty, and stands at the end of the segment. */
  field(n: number): Field {
    const spans = this.#cut();
    const { length } = this.text;
    return new Field(this, n, spans[2 * n - 2] ?? length, spans[2 * n - 1] ?? length);
  }

  /** The fields that are written, each made when it is asked for. */
  *fields(): Generator<Field> {
    for (let n = 1; n <= this.lastField; n++) yield this.field(n);
  }

  /** The field that a character of the segment stands in or ends; none for its name. */
  fieldHolding(offset: number): Field | undefined {
    const spans = this.#cut();
    for (let n = 1; n <= this.lastField; n++) if (spans[2 * n - 2]! <= offset && offset <= spans[2 * n - 1]!) return this.field(n);
    return undefined;
  }

  /** Where a character of the segment stands in the bytes of the message. */
  byteAt(offset: number): number {
    return this.byteOffset + this.charset.length(this.text.slice(0, offset));
  }

  #cut(): Uint32Array {
    if (this.#spans) return this.#spans;
    const { text } = this;
    const { field } = this.delimiters;
    if (text.length <= this.name.length) return (this.#spans = new Uint32Array());
    const start = this.name.length + 1;
    let count = this.isHeader ? 2 : 1;
    for (let next = text.indexOf(field, start); next >= 0; next = text.indexOf(field, next + 1)) count++;
    const spans = new Uint32Array(2 * count);
    let at = 0;
    if (this.isHeader) {
      spans.set([3, 4]);
      at = 2;
    }
    for (let from = start; at < spans.length; at += 2) {
      const next = text.indexOf(field, from);
      const to = next < 0 ? text.length : next;
      spans[at] = from;
      spans[at + 1] = to;
      from = to + 1;
    }
    return (this.#spans = spans);
  }

  get isHeader(): boolean {
    return HEADERS.includes(this.name);
  }
}

/** One field of a segment, with its repetitions. */
export class Field {
  #repetitions: readonly Piece[] | undefined;

  constructor(
    readonly segment: Segment,
    readonly number: number,
    readonly from: number,
    readonly to: number,
  ) {}

  /** `PID-3` */
  get path(): string {
    return `${this.segment.path}-${this.number}`;
  }

  get raw(): string {
    return this.segment.text.slice(this.from, this.to);
  }

  get isEmpty(): boolean {
    return this.from === this.to;
  }

  /** None when the field is empty. MSH-1 and MSH-2 are one each, whatever they hold. */
  get repetitions(): readonly Piece[] {
    if (this.#repetitions) return this.#repetitions;
    if (this.isEmpty) return (this.#repetitions = []);
    const { segment, from, to } = this;
    const whole = this.isDelimiters || this.isUncut;
    const spans: (readonly [number, number])[] = whole ? [[from, to]] : cut(segment.text, from, to, segment.delimiters.repetition);
    return (this.#repetitions = spans.map(
      ([start, end], i) => new Piece(segment, this, undefined, i + 1, start, end, whole ? LEAF : COMPONENTS),
    ));
  }

  /** Has it so many pieces that it is not cut? */
  get isUncut(): boolean {
    const { text, delimiters } = this.segment;
    if (this.to - this.from < MOST_PIECES) return false;
    let delimiting = 0;
    for (let at = this.from; at < this.to && delimiting < MOST_PIECES; at++) {
      const char = text.charAt(at);
      if (char === delimiters.component || char === delimiters.subcomponent || char === delimiters.repetition) delimiting++;
    }
    return delimiting >= MOST_PIECES;
  }

  /** Is there more of it than any message needs? A document (OBX-5) and what partners agreed on (Z segments) may be long. */
  get isExcessive(): boolean {
    if (this.isUncut) return true;
    if (this.to - this.from <= LONGEST_TEXT) return false;
    const { name } = this.segment;
    if (name.startsWith('Z') || (name === 'OBX' && this.number === 5)) return false;
    return this.repetitions.some(({ from, to }) => to - from > LONGEST_TEXT);
  }

  /** The n-th repetition, from 1; an empty one at the end of the field when it is not there. */
  repetition(n = 1): Piece {
    return this.repetitions[n - 1] ?? new Piece(this.segment, this, undefined, n, this.to, this.to, COMPONENTS);
  }

  /** Is this MSH-1 or MSH-2 (or those of a batch), which hold the delimiters? */
  get isDelimiters(): boolean {
    return this.number <= 2 && this.segment.isHeader;
  }

  get place(): Place {
    return { line: this.segment.line, column: this.from + 1, path: this.path };
  }
}

/** How deep a piece is: a repetition is cut into components, those into subcomponents (1), those no further. */
const COMPONENTS = 0;
const LEAF = 2;

/** A repetition of a field, a component of it or a subcomponent of that. */
export class Piece {
  #parts: readonly Piece[] | undefined;

  constructor(
    readonly segment: Segment,
    readonly field: Field,
    readonly parent: Piece | undefined,
    /** from 1 */
    readonly number: number,
    readonly from: number,
    readonly to: number,
    readonly level: number,
  ) {}

  /** As written, with its delimiters and escape sequences. */
  get raw(): string {
    return this.segment.text.slice(this.from, this.to);
  }

  get isEmpty(): boolean {
    return this.from === this.to;
  }

  /** Two double quotes: the sender says that there is no value any more, which is not the same as saying nothing. */
  get isNull(): boolean {
    return this.to - this.from === 2 && this.raw === '""';
  }

  /** The text of its first subcomponent, escape sequences replaced; empty for a null. */
  get value(): string {
    const leaf = this.#first();
    return leaf.isNull ? '' : leaf.text();
  }

  /** Its own text with the delimiters within, escape sequences replaced; `onBad` is told the sequences that are none. */
  text(onBad?: (bad: BadEscape) => void): string {
    return unescapeText(this.raw, this.segment.delimiters, this.segment.charset, onBad);
  }

  /** Does its own text hold an escape sequence that is none? */
  get hasBadEscape(): boolean {
    return hasBadEscape(this.raw, this.segment.delimiters, this.segment.charset);
  }

  /** Components of a repetition, subcomponents of a component; none when it is empty. */
  get parts(): readonly Piece[] {
    if (this.#parts) return this.#parts;
    const { segment, field, level, from, to } = this;
    if (level === LEAF || this.isEmpty) return (this.#parts = []);
    const delimiter = level === COMPONENTS ? segment.delimiters.component : segment.delimiters.subcomponent;
    return (this.#parts = cut(segment.text, from, to, delimiter).map(
      ([start, end], i) => new Piece(segment, field, this, i + 1, start, end, level + 1),
    ));
  }

  /** The n-th part, from 1; an empty one at the end when it is not there. */
  part(n: number): Piece {
    return this.parts[n - 1] ?? new Piece(this.segment, this.field, this, n, this.to, this.to, Math.min(this.level + 1, LEAF));
  }

  /** The pieces that are cut no further. */
  *leaves(): Generator<Piece> {
    const { parts } = this;
    if (parts.length <= 1 && this.level !== COMPONENTS) yield this;
    else if (this.isEmpty) yield this;
    else for (const part of parts) yield* part.leaves();
  }

  /** `PID-3[2].4.2` */
  get path(): string {
    if (this.parent) return `${this.parent.path}.${this.number}`;
    return this.number > 1 || this.field.repetitions.length > 1 ? `${this.field.path}[${this.number}]` : this.field.path;
  }

  get place(): Place {
    return { line: this.segment.line, column: this.from + 1, path: this.path };
  }

  /** Where its first byte stands in the message. */
  get byteOffset(): number {
    return this.segment.byteAt(this.from);
  }

  #first(): Piece {
    return this.parts.length === 0 ? this : this.parts[0]!.#first();
  }
}

function cut(whole: string, from: number, to: number, delimiter: string): [number, number][] {
  // a search in the whole would go on beyond the piece, for each of a million pieces
  const text = whole.slice(from, to);
  const spans: [number, number][] = [];
  for (let start = 0; ;) {
    const next = text.indexOf(delimiter, start);
    if (next < 0) {
      spans.push([from + start, to]);
      return spans;
    }
    spans.push([from + start, from + next]);
    start = next + 1;
  }
}

/**
 * Reads one message: `bytes` without their MLLP frame, or with it (a file that was cut from the wire). A segment ends with
 * a carriage return; where there is none in the whole message, line feeds end segments and a problem says so.
 */
export function readHl7(bytes: Uint8Array): Hl7Message {
  const problems: ReadingProblem[] = [];
  const whole = { line: 1, column: 1, path: 'MSH' };
  let start = 0;
  let end = bytes.length;
  if (bytes[0] === 0x0b) start = 1;
  if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) {
    problems.push({ kind: 'byte-order-mark', place: whole });
    start += 3;
  }
  if (start > 0 && bytes[0] === 0x0b) {
    // the frame of the wire is not part of the message: its end goes with its start
    if (bytes[end - 1] === CR && bytes[end - 2] === 0x1c) end -= 2;
    else if (bytes[end - 1] === 0x1c) end -= 1;
    problems.push({ kind: 'framing', place: whole });
  }
  const lines = linesOf(bytes, start, end, problems);
  const { charset, delimiters } = headOf(bytes.subarray(start, end), lines[0]?.bytes ?? new Uint8Array(), problems);
  const ordinals = new Map<string, number>();
  const segments: Segment[] = [];
  for (const { bytes: line, offset, number } of lines) {
    const text = charset.decode(line);
    const name = text.slice(0, 3);
    const ordinal = (ordinals.get(name) ?? 0) + 1;
    ordinals.set(name, ordinal);
    const segment = new Segment(name, text, number, offset, ordinal, delimiters, charset);
    const wrong = text.indexOf('\uFFFD');
    if (wrong >= 0) problems.push({ kind: 'charset-bytes', place: { line: number, column: wrong + 1, path: name }, actual: charset.name });
    segments.push(segment);
  }
  const message = new Hl7Message(segments, delimiters, charset, problems);
  for (const segment of segments) segment.message = message;
  return message;
}

interface Line {
  bytes: Uint8Array;
  offset: number;
  number: number;
}

function linesOf(bytes: Uint8Array, start: number, end: number, problems: ReadingProblem[]): Line[] {
  const ends = bytes.subarray(start, end).includes(CR) ? CR : LF;
  const lines: Line[] = [];
  let number = 0;
  let told = false;
  for (let from = start; from < end;) {
    number++;
    let to = bytes.indexOf(ends, from);
    if (to < 0 || to >= end) to = end;
    const place = { line: number, column: to - from + 1, path: '' };
    const lineFeed = ends === CR && to + 1 < end && bytes[to + 1] === LF;
    if (to === end) problems.push({ kind: 'last-line-end', place });
    else if (!told && (ends === LF || lineFeed)) {
      told = true;
      problems.push({ kind: 'line-end', place, actual: lineFeed ? 'CR LF' : 'LF' });
    }
    if (to === from) problems.push({ kind: 'empty-line', place: { ...place, column: 1 } });
    else lines.push({ bytes: bytes.subarray(from, to), offset: from, number });
    from = to + (lineFeed ? 2 : 1);
  }
  return lines;
}

function headOf(bytes: Uint8Array, first: Uint8Array, problems: ReadingProblem[]): { charset: Charset; delimiters: Delimiters } {
  const likely = likelyCharset(bytes);
  const head = likely.decode(first);
  const delimiters = readDelimiters(HEADERS.includes(head.slice(0, 3)) ? head : `MSH|${encodingCharacters(readDelimiters(''))}|`);
  const msh = new Segment('MSH', head, 1, 0, 1, delimiters, likely);
  const field = msh.field(18);
  const place: Place = { line: 1, column: field.from + 1, path: 'MSH-18' };
  // as written: an escape sequence would have to be read in the set that is not known yet
  const leaf = field.repetitions[0]?.part(1).part(1);
  const declared = leaf && !leaf.isNull ? leaf.raw : '';
  if (declared === '') {
    if (likely.name !== 'ASCII') problems.push({ kind: 'charset-undeclared', place, actual: likely.name });
    return { charset: likely, delimiters };
  }
  const charset = charsetNamed(declared);
  if (!charset) problems.push({ kind: 'charset-unread', place, actual: declared });
  // accents in ISO 8859 that happen to be UTF-8 throughout are no accents in ISO 8859
  else if (charset.name.startsWith('8859/') && likely.name === 'UNICODE UTF-8')
    problems.push({ kind: 'charset-doubtful', place, actual: likely.name });
  return { charset: charset ?? likely, delimiters };
}
