import type { Bilingual } from '../../model/index.js';
import { chunkSize, MAX_HTTP_HEAD, readHead } from './message.js';

/** What the framing found, in the order of the bytes. */
export interface FramingEvents {
  /** the first byte of a message is about to come */
  begin(): void;
  /** bytes that belong to the current message, exactly as they came */
  bytes(chunk: Uint8Array): void;
  /** the head ended; `size` counts its bytes, interim answers included */
  head(size: number, startLine: string, headers: Readonly<Record<string, string>>): void;
  /** the message ended, as announced or not */
  end(complete: boolean, problem?: Bilingual): void;
}

type State = 'idle' | 'head' | 'length' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'until-close' | 'broken';

const LF = 0x0a;

/**
 * Cuts one direction of an HTTP/1.1 connection into messages, as bytes arrive (RFC 9112 section 6). It follows the same
 * framing as an HTTP parser but interprets nothing else, so that what is kept is what crossed the wire. After bytes that
 * are not HTTP everything up to the end of the connection belongs to the broken message.
 */
export class HttpFraming {
  #state: State = 'idle';
  /** bytes of the head or of a line that did not end yet */
  #pending: Buffer[] = [];
  #pendingSize = 0;
  /** bytes of the head so far, interim answers included */
  #headSize = 0;
  /** bytes left in a body of known length or in a chunk */
  #left = 0;
  #problem: Bilingual | undefined;

  constructor(
    readonly side: 'request' | 'answer',
    readonly events: FramingEvents,
    /** tells, for answers, the method of the request that is answered: HEAD has no body */
    readonly method: () => string | undefined = () => undefined,
  ) {}

  push(chunk: Uint8Array): void {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    while (at < buffer.length) at = this.#step(buffer, at);
  }

  /** The connection ended in this direction. */
  close(): void {
    if (this.#state === 'idle') return;
    const complete = this.#state === 'until-close';
    this.#end(
      complete,
      complete ? undefined : (
        (this.#problem ?? {
          fr: 'La connexion s’est fermée avant la fin du message.',
          en: 'The connection closed before the end of the message.',
        })
      ),
    );
  }

  /** Consumes bytes from `at`; returns where to go on. */
  #step(buffer: Buffer, at: number): number {
    switch (this.#state) {
      case 'idle':
        this.#headSize = 0;
        this.#state = 'head';
        this.events.begin();
        return at;
      case 'head':
        return this.#readHead(buffer, at);
      case 'length':
      case 'chunk': {
        const take = Math.min(this.#left, buffer.length - at);
        this.events.bytes(buffer.subarray(at, at + take));
        this.#left -= take;
        if (this.#left === 0) {
          if (this.#state === 'length') this.#end(true);
          else this.#state = 'chunk-end';
        }
        return at + take;
      }
      case 'chunk-size':
      case 'chunk-end':
      case 'trailer':
        return this.#readLine(buffer, at);
      case 'until-close':
      case 'broken':
        this.events.bytes(at === 0 ? buffer : buffer.subarray(at));
        return buffer.length;
    }
  }

  #readHead(buffer: Buffer, at: number): number {
    const end = this.#headEnd(buffer, at);
    const stop = end ?? buffer.length;
    this.#keep(buffer.subarray(at, stop));
    this.events.bytes(buffer.subarray(at, stop));
    this.#headSize += stop - at;
    if (end === undefined) {
      if (this.#pendingSize > MAX_HTTP_HEAD + 4096)
        this.#break(`L’en-tête HTTP dépasse ${MAX_HTTP_HEAD} octets.`, `The HTTP head exceeds ${MAX_HTTP_HEAD} bytes.`);
      return stop;
    }
    const head = readHead(this.#take(), 0);
    if (this.side === 'answer' && head.status !== undefined && head.status < 200 && head.status !== 101) return stop;
    this.events.head(this.#headSize, head.startLine, head.headers);
    const known = this.side === 'request' ? head.method !== undefined : head.status !== undefined;
    if (!known) this.#break('Ce qui est arrivé n’est pas du HTTP/1.1.', 'What arrived is not HTTP/1.1.');
    else this.#enterBody(head.headers, head.status);
    return stop;
  }

  /** Where the head ends in this buffer, minding an empty line that is split between two. */
  #headEnd(buffer: Buffer, at: number): number | undefined {
    for (let feed = buffer.indexOf(LF, at); feed !== -1; feed = buffer.indexOf(LF, feed + 1)) {
      const one = this.#byteBefore(buffer, at, feed, 1);
      const two = one === 0x0d ? this.#byteBefore(buffer, at, feed, 2) : one;
      // an empty line before the start line is not the end of the head
      if (two === LF && !this.#onlyBreaks(buffer, at, feed)) return feed + 1;
    }
    return undefined;
  }

  #byteBefore(buffer: Buffer, at: number, feed: number, back: number): number | undefined {
    const index = feed - back;
    if (index >= at) return buffer[index];
    let missing = at - index;
    for (let i = this.#pending.length - 1; i >= 0; i--) {
      const piece = this.#pending[i]!;
      if (missing <= piece.length) return piece[piece.length - missing];
      missing -= piece.length;
    }
    return undefined;
  }

  #onlyBreaks(buffer: Buffer, at: number, feed: number): boolean {
    const isBreak = (byte: number): boolean => byte === 0x0d || byte === LF;
    return buffer.subarray(at, Math.min(feed, at + 64)).every(isBreak) && this.#pending.every((p) => p.subarray(0, 64).every(isBreak));
  }

  #enterBody(headers: Readonly<Record<string, string>>, status: number | undefined): void {
    const coding = headers['transfer-encoding'];
    const length = headers['content-length'];
    const bodiless = this.side === 'answer' && (status === 204 || status === 304 || status === 101 || this.method() === 'HEAD');
    if (bodiless) this.#end(true);
    else if (coding !== undefined && /\bchunked\s*$/i.test(coding)) this.#state = 'chunk-size';
    else if (length !== undefined) {
      // a repeated length was joined with a comma; equal ones count as one (RFC 9112 section 6.3)
      const values = new Set(length.split(',').map((v) => v.trim()));
      const value = [...values][0] ?? '';
      if (values.size !== 1 || !/^\d{1,15}$/.test(value)) {
        this.#break(`Content-Length invalide : « ${length.slice(0, 40)} ».`, `Invalid Content-Length: “${length.slice(0, 40)}”.`);
        return;
      }
      this.#left = Number(value);
      this.#state = 'length';
      if (this.#left === 0) this.#end(true);
    } else if (this.side === 'request') this.#end(true);
    else this.#state = 'until-close';
  }

  #readLine(buffer: Buffer, at: number): number {
    const feed = buffer.indexOf(LF, at);
    const stop = feed === -1 ? buffer.length : feed + 1;
    this.#keep(buffer.subarray(at, stop));
    this.events.bytes(buffer.subarray(at, stop));
    if (this.#pendingSize > 4096) {
      this.#break('Le découpage « chunked » est rompu.', 'The chunked coding is broken.');
      return stop;
    }
    if (feed === -1) return stop;
    const line = this.#take()
      .toString('latin1')
      .replace(/\r?\n$/, '');
    if (this.#state === 'chunk-end') {
      if (line === '') this.#state = 'chunk-size';
      else this.#break('Le découpage « chunked » est rompu.', 'The chunked coding is broken.');
    } else if (this.#state === 'trailer') {
      if (line === '') this.#end(true);
    } else {
      const size = chunkSize(line);
      if (size === undefined) this.#break('Taille de bloc « chunked » invalide.', 'Invalid chunk size.');
      else if (size === 0) this.#state = 'trailer';
      else {
        this.#left = size;
        this.#state = 'chunk';
      }
    }
    return stop;
  }

  #keep(piece: Buffer): void {
    this.#pending.push(Buffer.from(piece));
    this.#pendingSize += piece.length;
  }

  #take(): Buffer {
    const all = this.#pending.length === 1 ? this.#pending[0]! : Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingSize = 0;
    return all;
  }

  #break(fr: string, en: string): void {
    this.#problem = { fr, en };
    this.#pending = [];
    this.#pendingSize = 0;
    this.#state = 'broken';
  }

  #end(complete: boolean, problem?: Bilingual): void {
    this.#state = 'idle';
    this.#problem = undefined;
    this.#pending = [];
    this.#pendingSize = 0;
    this.events.end(complete, problem);
  }
}
