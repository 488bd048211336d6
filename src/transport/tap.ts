import { Duplex } from 'node:stream';

export interface TapEvents {
  received?(chunk: Uint8Array): void;
  sent?(chunk: Uint8Array): void;
  /** bytes that were sent have left */
  progress?(): void;
}

/**
 * A stream that passes everything through and shows it on the way: laid between a socket and TLS, or between TLS and
 * HTTP. It can cut what is sent after a number of bytes.
 */
export class Tap extends Duplex {
  #events: TapEvents;
  #budget: number | undefined;
  #whenSpent: 'destroy' | 'end' = 'destroy';

  constructor(
    readonly inner: Duplex,
    events: TapEvents,
  ) {
    super({ allowHalfOpen: true });
    this.#events = events;
    inner.on('data', (chunk: Uint8Array) => {
      this.#events.received?.(chunk);
      if (!this.push(chunk)) inner.pause();
    });
    inner.on('end', () => this.push(null));
    inner.on('error', (error) => this.destroy(error));
    inner.on('close', () => this.destroy());
    inner.pause();
  }

  /** Shows to someone else from now on, or to nobody: what is below TLS is only kept until the handshake ended. */
  show(events: TapEvents): void {
    this.#events = events;
  }

  /** Lets this many more bytes out, then destroys the connection, or only ends its own direction. */
  cutAfter(bytes: number, then: 'destroy' | 'end' = 'destroy'): void {
    this.#budget = bytes;
    this.#whenSpent = then;
  }

  override _read(): void {
    this.inner.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const budget = this.#budget;
    if (budget !== undefined && chunk.length >= budget) {
      const last = chunk.subarray(0, budget);
      this.#budget = 0;
      if (this.inner.writableEnded) {
        done();
        return;
      }
      this.#events.sent?.(last);
      if (this.#whenSpent === 'destroy') this.inner.write(last, () => this.destroy());
      else this.inner.end(last, () => done());
      return;
    }
    if (budget !== undefined) this.#budget = budget - chunk.length;
    this.#events.sent?.(chunk);
    this.inner.write(chunk, (error) => {
      this.#events.progress?.();
      done(error);
    });
  }

  override _writev(chunks: { chunk: Uint8Array; encoding: BufferEncoding }[], done: (error?: Error | null) => void): void {
    // small pieces (head, MIME headers) leave in one packet; nothing large is copied
    const total = chunks.reduce((sum, { chunk }) => sum + chunk.length, 0);
    if (total <= 65_536 || this.#budget !== undefined) {
      this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done);
      return;
    }
    this.inner.cork();
    const last = chunks.length - 1;
    chunks.forEach(({ chunk }, i) => {
      this.#events.sent?.(chunk);
      if (i < last) this.inner.write(chunk);
      else
        this.inner.write(chunk, (error) => {
          this.#events.progress?.();
          done(error);
        });
    });
    this.inner.uncork();
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.inner.writableEnded) done();
    else this.inner.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.inner.destroy();
    done(error);
  }
}
