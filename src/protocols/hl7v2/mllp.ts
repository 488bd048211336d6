const START = 0x0b;
const END = 0x1c;
const CR = 0x0d;
/** A buffer larger than this is not kept for the next frame. */
const LARGE = 1 << 20;

/** What the bytes of a connection hold, piece by piece. */
export type MllpEvent =
  /** the content of one frame */
  | { kind: 'frame'; content: Uint8Array; offset: number }
  /** bytes between frames, or before the first: HL7 allows none but line ends, which are not told */
  | { kind: 'garbage'; bytes: Uint8Array; offset: number }
  /** a start of frame within a frame: what came before it is lost to the sender */
  | { kind: 'broken-frame'; content: Uint8Array; offset: number }
  /** a frame of more bytes than allowed; nothing after it can be told apart */
  | { kind: 'too-long'; offset: number };

/**
 * Cuts a stream into MLLP frames (HL7 Transport Specification, MLLP Release 1, 2): 0x0B, content, 0x1C 0x0D. Give it
 * chunks as they come, a frame in many or many in one. An 0x1C that no 0x0D follows belongs to the content.
 */
export class MllpReader {
  #kept = new Uint8Array(4096);
  #length = 0;
  #inFrame = false;
  #endSeen = false;
  #offset = 0;
  #began = 0;
  #lost = false;

  /** @param most bytes that one frame may hold */
  constructor(readonly most: number) {}

  /** Is a frame begun and not ended? */
  get isWithin(): boolean {
    return this.#inFrame;
  }

  /** How many bytes came of it. */
  get length(): number {
    return this.#length;
  }

  /** What came of the frame that is not ended. */
  get pending(): Uint8Array {
    return this.#kept.slice(0, this.#length);
  }

  /** What these further bytes complete. After `too-long` it takes no more. */
  push(chunk: Uint8Array): MllpEvent[] {
    const events: MllpEvent[] = [];
    let from = 0;
    const keep = (to: number): void => {
      this.#keep(chunk.subarray(from, to));
      from = to;
    };
    for (let i = 0; i < chunk.length && !this.#lost;) {
      const byte = chunk[i]!;
      if (this.#endSeen) {
        this.#endSeen = false;
        if (byte === CR) {
          keep(i);
          const content = this.#take();
          events.push({ kind: 'frame', content: content.subarray(0, content.length - 1), offset: this.#began });
          this.#inFrame = false;
          from = ++i;
          this.#began = this.#offset + i;
          continue;
        }
      }
      if (byte === START) {
        keep(i);
        if (this.#inFrame) events.push({ kind: 'broken-frame', content: this.#take(), offset: this.#began });
        else this.#garbage(events);
        this.#inFrame = true;
        this.#began = this.#offset + i;
        from = ++i;
        continue;
      }
      if (byte === END && this.#inFrame) this.#endSeen = true;
      i++;
      if (this.#inFrame && !this.#endSeen) while (i < chunk.length && chunk[i] !== START && chunk[i] !== END) i++;
      if (this.#length + (i - from) > this.most) {
        this.#lost = true;
        events.push({ kind: 'too-long', offset: this.#began });
        this.#take();
      }
    }
    if (!this.#lost) {
      keep(chunk.length);
      if (!this.#inFrame) this.#garbage(events);
    }
    this.#offset += chunk.length;
    if (!this.#inFrame) this.#began = this.#offset;
    return events;
  }

  #garbage(events: MllpEvent[]): void {
    const bytes = this.#take();
    if (bytes.some((byte) => byte !== CR && byte !== 0x0a)) events.push({ kind: 'garbage', bytes, offset: this.#began });
  }

  /** Copies: the chunk may be a view of a buffer that the socket uses again, and a byte at a time must not cost an object each. */
  #keep(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#kept.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#kept.length));
      larger.set(this.#kept.subarray(0, this.#length));
      this.#kept = larger;
    }
    this.#kept.set(bytes, this.#length);
    this.#length = length;
  }

  #take(): Uint8Array {
    const bytes = this.pending;
    this.#length = 0;
    if (this.#kept.length > LARGE) this.#kept = new Uint8Array(4096);
    return bytes;
  }
}

/** One MLLP frame. */
export const mllpFrame = (content: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(START), content, Uint8Array.of(END, CR)]);
