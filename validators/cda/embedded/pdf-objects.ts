/**
 * Reads the objects of a PDF through its cross-reference table, as ISO 19005-1 (PDF/A-1) wants files to be written: a
 * PDF that keeps objects or references in compressed streams is no PDF/A-1, so nothing of those is read.
 */

export class PdfName {
  constructor(readonly name: string) {}
}
export class PdfReference {
  constructor(readonly number: number) {}
}
export class PdfStream {
  constructor(
    readonly dictionary: PdfDictionary,
    /** offset of its first byte */
    readonly start: number,
  ) {}
}
export type PdfDictionary = ReadonlyMap<string, PdfValue>;
export type PdfValue = null | boolean | number | string | PdfName | PdfReference | PdfStream | PdfValue[] | PdfDictionary;

/** What cannot be read as a PDF 1.4. */
export class PdfSyntaxError extends Error {}

const MOST = {
  /** values within values */
  depth: 60,
  objects: 200_000,
  /** tables that a file says are older than its last one */
  tables: 500,
  /** characters read, as a multiple of those of the file: objects that lie within one another are read again and again */
  timesOver: 4,
};

const WHITE = new Set('\0\t\n\f\r ');
const DELIMITER = new Set('()<>[]{}/%');

export class PdfFile {
  readonly trailer: PdfDictionary;
  /** objects or references stand in streams, which PDF 1.4 does not know */
  readonly compressed: boolean;
  readonly #text: string;
  readonly #offsets = new Map<number, number>();
  readonly #read = new Map<number, PdfValue>();
  #left: number;

  /**
   * @param text the bytes of the file, one character each
   * @throws PdfSyntaxError
   */
  constructor(text: string) {
    this.#text = text;
    this.#left = text.length * MOST.timesOver;
    const header = text.indexOf('%PDF-');
    const last = text.lastIndexOf('startxref');
    const start = /^startxref\s*(\d{1,12})/.exec(text.slice(last, last + 40))?.[1];
    if (last === -1 || start === undefined) throw new PdfSyntaxError('no startxref');
    // offsets count from the header, which may not be the first byte
    const shift = text.startsWith('xref', Number(start)) ? 0 : Math.max(header, 0);
    let trailer: PdfDictionary | undefined;
    let compressed = false;
    const seen = new Set<number>();
    for (let at: number | undefined = Number(start); at !== undefined && !seen.has(at) && seen.size < MOST.tables;) {
      seen.add(at);
      const table = this.#table(at + shift, shift);
      compressed ||= table.compressed;
      trailer ??= table.dictionary;
      const previous = table.dictionary.get('Prev');
      at = typeof previous === 'number' ? previous : undefined;
    }
    this.trailer = trailer!;
    this.compressed = compressed || this.trailer.has('XRefStm');
  }

  /** Every object in use, in the order of its number. */
  *objects(): Generator<PdfValue> {
    for (const number of [...this.#offsets.keys()].sort((a, b) => a - b)) yield this.#object(number);
  }

  /** What a value stands for: itself, or the object that it refers to. */
  resolve(value: PdfValue | undefined): PdfValue | undefined {
    for (let times = 0; value instanceof PdfReference && times < MOST.depth; times++) value = this.#object(value.number);
    return value;
  }

  /** A value as a dictionary, that of a stream included. */
  dictionary(value: PdfValue | undefined): PdfDictionary | undefined {
    const found = this.resolve(value);
    if (found instanceof PdfStream) return found.dictionary;
    return found instanceof Map ? found : undefined;
  }

  /** The bytes of a stream as they are in the file. */
  content({ dictionary, start }: PdfStream): string {
    const length = this.resolve(dictionary.get('Length'));
    if (typeof length === 'number' && length >= 0 && /^\s*endstream/.test(this.#text.slice(start + length, start + length + 12)))
      return this.#text.slice(start, start + length);
    const end = this.#text.indexOf('endstream', start);
    return this.#text.slice(start, end === -1 ? this.#text.length : end);
  }

  /** Reads from a place on, within what may be read in all. */
  #from<T>(at: number, read: (reader: Reader) => T): T {
    if (this.#left < 0) throw new PdfSyntaxError('objects that lie within one another');
    const reader = new Reader(this.#text, at);
    const value = read(reader);
    this.#left -= reader.at - at;
    return value;
  }

  /** One cross-reference table and the trailer after it; of a stream of references, its dictionary. */
  #table(at: number, shift: number): { dictionary: PdfDictionary; compressed: boolean } {
    if (!this.#text.startsWith('xref', at)) {
      const stream = this.#from(at, (reader) => reader.object());
      if (stream instanceof PdfStream && stream.dictionary.get('Type') instanceof PdfName)
        return { dictionary: stream.dictionary, compressed: true };
      throw new PdfSyntaxError('no cross-reference table where startxref says');
    }
    const dictionary = this.#from(at + 4, (reader) => {
      for (let word = reader.word(); word !== 'trailer'; word = reader.word()) this.#section(reader, Number(word), shift);
      return reader.value();
    });
    if (!(dictionary instanceof Map)) throw new PdfSyntaxError('no trailer');
    return { dictionary, compressed: false };
  }

  #section(reader: Reader, first: number, shift: number): void {
    const count = Number(reader.word());
    if (!Number.isInteger(first) || !Number.isInteger(count)) throw new PdfSyntaxError('a cross-reference table that cannot be read');
    for (let i = 0; i < count; i++) {
      const offset = Number(reader.word());
      reader.word();
      const used = reader.word() === 'n';
      // of an object that was changed, the newest counts: it is met first
      if (used && !this.#offsets.has(first + i) && this.#offsets.size < MOST.objects) this.#offsets.set(first + i, offset + shift);
    }
  }

  #object(number: number): PdfValue {
    const known = this.#read.get(number);
    if (known !== undefined) return known;
    const offset = this.#offsets.get(number);
    // an object that is nowhere is null
    const value = offset === undefined ? null : this.#from(offset, (reader) => reader.object(number));
    this.#read.set(number, value);
    return value;
  }
}

/** Reads values from a place on. */
class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** `12 0 obj … endobj` */
  object(number?: number): PdfValue {
    const start = this.#at;
    const found = Number(this.word());
    this.word();
    if (this.word() !== 'obj' || (number !== undefined && found !== number)) throw new PdfSyntaxError(`no object at byte ${start}`);
    const value = this.value();
    if (!(value instanceof Map)) return value;
    this.#blanks();
    if (!this.#text.startsWith('stream', this.#at)) return value;
    this.#at += 6;
    if (this.#text[this.#at] === '\r') this.#at++;
    if (this.#text[this.#at] === '\n') this.#at++;
    return new PdfStream(value, this.#at);
  }

  /** Characters up to the next blank or delimiter. */
  word(): string {
    this.#blanks();
    const start = this.#at;
    while (this.#at < this.#text.length && !WHITE.has(this.#text[this.#at]!) && !DELIMITER.has(this.#text[this.#at]!)) this.#at++;
    if (this.#at === start) throw new PdfSyntaxError(`nothing that can be read at byte ${start}`);
    return this.#text.slice(start, this.#at);
  }

  value(depth = 0): PdfValue {
    if (depth > MOST.depth) throw new PdfSyntaxError('too many values within values');
    this.#blanks();
    const [first, second] = [this.#text[this.#at], this.#text[this.#at + 1]];
    if (first === '/') return new PdfName(this.#name());
    if (first === '(') return this.#literal();
    if (first === '<') return second === '<' ? this.#dictionary(depth) : this.#hexadecimal();
    if (first === '[') return this.#array(depth);
    const word = this.word();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    const number = Number(word);
    if (Number.isNaN(number)) throw new PdfSyntaxError(`a value that cannot be read: ${word.slice(0, 20)}`);
    const reference = Number.isInteger(number) ? /^\s+\d+\s+R(?![A-Za-z])/.exec(this.#text.slice(this.#at, this.#at + 24)) : null;
    if (!reference) return number;
    this.#at += reference[0].length;
    return new PdfReference(number);
  }

  #blanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text[this.#at]!;
      if (c === '%') this.#at = endOfLine(this.#text, this.#at);
      else if (!WHITE.has(c)) return;
    }
  }

  /** Whether this comes next, blanks and comments aside. */
  #next(sign: string): boolean {
    this.#blanks();
    return this.#text.startsWith(sign, this.#at);
  }

  #name(): string {
    const start = ++this.#at;
    while (this.#at < this.#text.length && !WHITE.has(this.#text[this.#at]!) && !DELIMITER.has(this.#text[this.#at]!)) this.#at++;
    return this.#text.slice(start, this.#at).replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  }

  /** Nothing is asked of the text of a string, so escapes stay as they are. */
  #literal(): string {
    const start = this.#at + 1;
    let open = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text[this.#at];
      if (c === '\\') this.#at++;
      else if (c === '(') open++;
      else if (c === ')' && --open === 0) return this.#text.slice(start, this.#at++);
    }
    throw new PdfSyntaxError('a string that does not end');
  }

  #hexadecimal(): string {
    const end = this.#text.indexOf('>', this.#at);
    if (end === -1) throw new PdfSyntaxError('a string that does not end');
    const text = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return text;
  }

  #array(depth: number): PdfValue[] {
    const values: PdfValue[] = [];
    this.#at++;
    while (!this.#next(']')) values.push(this.value(depth + 1));
    this.#at++;
    return values;
  }

  #dictionary(depth: number): PdfDictionary {
    const values = new Map<string, PdfValue>();
    this.#at += 2;
    while (!this.#next('>>')) {
      if (this.#text[this.#at] !== '/') throw new PdfSyntaxError('a dictionary that cannot be read');
      const name = this.#name();
      values.set(name, this.value(depth + 1));
    }
    this.#at += 2;
    return values;
  }
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}
