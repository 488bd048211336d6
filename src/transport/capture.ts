import type { BlobSink, Recorder, WireMessage } from '../model/index.js';

/** Up to here a message is kept in one stroke when it ends; a longer one is written as it comes. */
const SMALL = 256 * 1024;

/** Keeps the exact bytes of one HTTP message. */
export class MessageCapture {
  readonly #startedAt: string;
  /** bytes that are not written yet; nothing any more once there is a sink */
  #waiting: Uint8Array[] = [];
  #sink: BlobSink | undefined;
  #size = 0;
  #headSize: number | undefined;
  #overflow = false;

  constructor(
    readonly recorder: Recorder,
    readonly now: () => Date,
    /** bytes after which no more are kept: the message then counts as incomplete */
    readonly limit = Number.POSITIVE_INFINITY,
  ) {
    this.#startedAt = now().toISOString();
  }

  write(chunk: Uint8Array): void {
    if (this.#overflow) return;
    if (this.#size + chunk.length > this.limit) {
      this.#overflow = true;
      return;
    }
    this.#size += chunk.length;
    if (this.#sink) {
      this.#sink.write(chunk);
      return;
    }
    // what streams hand out is not written to again: it can wait without a copy
    this.#waiting.push(chunk);
    if (this.#size > SMALL) {
      this.#sink = this.recorder.openBlob();
      for (const piece of this.#waiting) this.#sink.write(piece);
      this.#waiting = [];
    }
  }

  head(size: number): void {
    this.#headSize = size;
  }

  finish(complete: boolean): WireMessage {
    const blob = this.#sink ? this.#sink.finish().blob : this.recorder.keep(Buffer.concat(this.#waiting));
    this.#waiting = [];
    return {
      blob,
      size: this.#size,
      headSize: Math.min(this.#headSize ?? this.#size, this.#size),
      complete: complete && !this.#overflow,
      startedAt: this.#startedAt,
      endedAt: this.now().toISOString(),
    };
  }
}
