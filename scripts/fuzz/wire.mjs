/** Sends bytes as they are, and reads what comes back. */
import { connect } from 'node:net';

/** No answer takes longer, whatever was asked. */
export const LONGEST_MS = 15_000;

/** Collects the first final answer; what comes before and after it is left aside. */
class Answer {
  #pieces = [];
  #size = 0;
  #head;
  #bodiless;

  constructor(bodiless) {
    this.#bodiless = bodiless;
  }

  get begun() {
    return this.#size > 0;
  }

  add(chunk) {
    this.#pieces.push(chunk);
    this.#size += chunk.length;
    while (!this.#head) {
      const text = Buffer.concat(this.#pieces).toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = text.slice(0, end);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
      const interim = status >= 100 && status < 200;
      if (interim) this.#pieces = [Buffer.from(text.slice(end + 4), 'latin1')];
      else this.#head = { status, head, length: end + 4 + this.#lengthOf(head), from: end + 4 };
      this.#size = this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    }
  }

  #lengthOf(head) {
    return this.#bodiless ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  }

  /** Status, head and body (Latin-1) once all of it is there. */
  get whole() {
    if (!this.#head || this.#size < this.#head.length) return undefined;
    const { status, head, from, length } = this.#head;
    return { status, head, body: Buffer.concat(this.#pieces).subarray(from, length).toString('latin1') };
  }
}

/**
 * @param bodiless the answer has no body, whatever its length says: that to a HEAD
 * @returns the answer, or how the connection ended without one
 */
export function send(url, bytes, { bodiless = false } = {}) {
  const began = performance.now();
  return new Promise((done) => {
    const answer = new Answer(bodiless);
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    const finish = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      const ms = performance.now() - began;
      done({ ...(answer.whole ?? { [closed]: true, partial: answer.begun }), ms });
    };
    const timer = setTimeout(() => finish('hung'), LONGEST_MS);
    socket.on('data', (chunk) => {
      answer.add(chunk);
      if (answer.whole) finish('closed');
    });
    socket.on('error', () => finish('closed'));
    socket.on('close', () => finish('closed'));
    socket.write(bytes);
  });
}
