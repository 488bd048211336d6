import type { BlobSink, Recorder, WireMessage } from '../model/index.js';

/** Keeps the exact bytes of one HTTP message as they come. */
export class MessageCapture {
  readonly #startedAt: string;
  readonly #sink: BlobSink;
  #size = 0;
  #headSize: number | undefined;
  #overflow = false;

  constructor(
    recorder: Recorder,
    readonly now: () => Date,
    /** bytes after which no more are kept: the message then counts as incomplete */
    readonly limit = Number.POSITIVE_INFINITY,
  ) {
    this.#startedAt = now().toISOString();
    this.#sink = recorder.openBlob();
  }

  write(chunk: Uint8Array): void {
    if (this.#overflow) return;
    if (this.#size + chunk.length > this.limit) {
      this.#overflow = true;
      return;
    }
    this.#sink.write(chunk);
    this.#size += chunk.length;
  }

  head(size: number): void {
    this.#headSize = size;
  }

  finish(complete: boolean): WireMessage {
    const { blob, size } = this.#sink.finish();
    return {
      blob,
      size,
      headSize: Math.min(this.#headSize ?? size, size),
      complete: complete && !this.#overflow,
      startedAt: this.#startedAt,
      endedAt: this.now().toISOString(),
    };
  }
}
