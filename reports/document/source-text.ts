import { encodingOf } from '../html/encoding.js';

/** more than a page can carry, even folded */
const MOST_CHARACTERS = 24_000_000;

/** What was judged, as text with lines. Columns are UTF-16 code units, as the readers of documents count them. */
export class SourceText {
  readonly text: string;
  readonly starts: readonly number[];
  /** not all of it is held */
  readonly cut: boolean;
  /** the bytes are no text */
  readonly binary: boolean;
  readonly #lineEnd: string;

  constructor(bytes: Uint8Array) {
    const whole = new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, MOST_CHARACTERS * 4));
    this.binary = whole.slice(0, 4096).includes('\u0000');
    this.text = this.binary ? '' : whole.slice(0, MOST_CHARACTERS);
    this.cut = bytes.length > MOST_CHARACTERS * 4 || whole.length > MOST_CHARACTERS;
    // a segment of HL7 v2 ends with a carriage return alone
    const first = this.text.indexOf('\r');
    this.#lineEnd = !this.isXml && first >= 0 && this.text[first + 1] !== '\n' ? '\r' : '\n';
    const starts = [0];
    for (let i = this.text.indexOf(this.#lineEnd); i !== -1; i = this.text.indexOf(this.#lineEnd, i + 1)) starts.push(i + 1);
    // what ends with a line break has no line after it
    if (starts.length > 1 && starts.at(-1) === this.text.length) starts.pop();
    this.starts = starts;
  }

  get isXml(): boolean {
    return /^\s{0,1000}</.test(this.text.slice(0, 1001));
  }

  /** Where a line ends, its line break not counted. */
  end(line: number): number {
    const next = this.starts[line];
    const end = next === undefined ? this.text.length - (this.text.endsWith(this.#lineEnd) ? 1 : 0) : next - 1;
    return this.text[end - 1] === '\r' ? end - 1 : end;
  }

  /** Where a line and column are; undefined when there is no such line. */
  offset(line: number, column: number): number | undefined {
    const start = this.starts[line - 1];
    return start === undefined ? undefined : Math.max(start, Math.min(start + column - 1, this.end(line)));
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }
}
