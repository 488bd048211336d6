import type { Bilingual } from '../../model/index.js';

/** What a terminology file says is not what its form asks for; with its line. */
export class UnreadableTerminology extends Error {
  constructor(
    readonly line: number,
    readonly explanation: Bilingual,
  ) {
    super(`${explanation.en} (line ${line})`);
  }
}

const CHUNK = 256 * 1024;
/** no token of a terminology is as long */
const MOST_WAITING = 16 * 1024 ** 2;

/**
 * The text of a file, a part at a time: a file may be larger than any text that Node can hold. `text` from `at` on is
 * what has not been read.
 */
export class TextStream {
  text = '';
  at = 0;
  #next = 0;
  /** lines before `#counted`, which is at or before `at` */
  #lines = 1;
  #counted = 0;
  readonly #decoder: InstanceType<typeof TextDecoder>;

  /** @throws UnreadableTerminology when there is no such encoding */
  constructor(
    private readonly bytes: Uint8Array,
    encoding = encodingOf(bytes),
  ) {
    try {
      this.#decoder = new TextDecoder(encoding, { fatal: true });
    } catch {
      throw new UnreadableTerminology(1, { fr: `Encodage inconnu\u00A0: ${encoding}.`, en: `Unknown encoding: ${encoding}.` });
    }
    this.more();
  }

  /** The line of `at`, from 1. */
  get line(): number {
    for (let i = this.text.indexOf('\n', this.#counted); i !== -1 && i < this.at; i = this.text.indexOf('\n', i + 1)) this.#lines++;
    this.#counted = this.at;
    return this.#lines;
  }

  /**
   * Decodes one part more, after what is left; false when there is none.
   * @throws UnreadableTerminology when bytes are none of the encoding, or one token is too long
   */
  more(): boolean {
    if (this.#next >= this.bytes.length) return false;
    if (this.text.length - this.at > MOST_WAITING)
      throw new UnreadableTerminology(this.line, { fr: 'Un élément dépasse 16 Mo.', en: 'One item is larger than 16 MB.' });
    const end = Math.min(this.#next + CHUNK, this.bytes.length);
    let decoded: string;
    try {
      decoded = this.#decoder.decode(this.bytes.subarray(this.#next, end), { stream: end < this.bytes.length });
    } catch {
      throw new UnreadableTerminology(this.line, {
        fr: 'Des octets ne sont pas du texte dans l’encodage déclaré.',
        en: 'Bytes are no text in the declared encoding.',
      });
    }
    // counts the lines of what goes
    void this.line;
    this.#counted = 0;
    this.text = this.text.slice(this.at) + decoded;
    this.at = 0;
    this.#next = end;
    return true;
  }

  /** The place of a text from `from` on; -1 when it does not come. `at` stays. */
  find(text: string, from: number): number {
    let ahead = from - this.at;
    for (;;) {
      const found = this.text.indexOf(text, this.at + ahead);
      if (found !== -1) return found;
      // its beginning may be at the end of this part
      ahead = Math.max(ahead, this.text.length - this.at - text.length + 1);
      if (!this.more()) return -1;
    }
  }
}

function encodingOf(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0x3c && bytes[1] === 0)) return 'utf-16le';
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] === 0x3c)) return 'utf-16be';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(head)?.[1] ?? 'utf-8';
}
