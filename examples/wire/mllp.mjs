import { createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

const START = 0x0b;
const END = 0x1c;
const CR = 0x0d;

/** Larger frames are not read. */
const LARGEST_FRAME = 50 * 1024 * 1024;

/** A message in its MLLP frame. */
export const frame = (message) => Buffer.concat([Buffer.from([START]), message, Buffer.from([END, CR])]);

/**
 * Takes bytes as they come, and gives the messages that they complete. What stands between two frames is left out.
 * @returns {(chunk: Buffer) => Buffer[]}
 */
export function frames() {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    const messages = [];
    for (;;) {
      const start = pending.indexOf(START);
      if (start < 0) {
        pending = Buffer.alloc(0);
        return messages;
      }
      const end = pending.indexOf(Buffer.from([END, CR]), start);
      if (end < 0) {
        if (pending.length - start > LARGEST_FRAME) throw new Error('trame MLLP trop longue');
        pending = pending.subarray(start);
        return messages;
      }
      messages.push(pending.subarray(start + 1, end));
      pending = pending.subarray(end + 2);
    }
  };
}

/**
 * Listens for MLLP, over TLS when `tls` says how.
 * @param {{port: number, tls?: object, answer: (message: Buffer, socket: import('node:net').Socket) => Promise<Buffer[]> | Buffer[], reader?: typeof frames, halfOpen?: boolean}} options
 *   answers: messages without their frames, in order; `reader`: how frames are found; not `halfOpen`: who closes their direction gets no answer
 * @returns {Promise<{port: number, close: () => void}>} listening on 127.0.0.1
 */
export function listenMllp({ port, tls, answer, reader = frames, halfOpen = true }) {
  const open = new Set();
  const serve = (socket) => {
    open.add(socket);
    const read = reader();
    let turn = Promise.resolve();
    const reply = async (message) => {
      const messages = await answer(message, socket);
      if (messages.length > 0 && !socket.destroyed) socket.write(Buffer.concat(messages.map(frame)));
    };
    socket.on('data', (chunk) => {
      try {
        for (const message of read(chunk)) turn = turn.then(() => reply(message)).catch(() => socket.destroy());
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    // what was asked before the other side closed its direction is still answered
    socket.on('end', () => void turn.then(() => socket.end()));
    socket.on('close', () => open.delete(socket));
  };
  const server = tls ? createTlsServer({ ...tls, allowHalfOpen: halfOpen }, serve) : createTcpServer({ allowHalfOpen: halfOpen }, serve);
  server.on('tlsClientError', () => undefined);
  const close = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return new Promise((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve({ port: server.address().port, close })),
  );
}

/**
 * Sends one message on a connection of its own and waits for the answer to it.
 * @param {{connect: () => import('node:net').Socket, message: Buffer, timeoutMs?: number, isAnswer?: (answer: Buffer) => boolean, reader?: typeof frames}} options
 *   `connect` opens the connection, in clear or by TLS; an answer that is not the one is left aside
 * @returns {Promise<Buffer>} the answer without its frame; rejects when none comes
 */
export function sendMllp({ connect, message, timeoutMs = 10_000, isAnswer = () => true, reader = frames }) {
  return new Promise((resolve, reject) => {
    const socket = connect();
    const read = reader();
    const settle = (how, value) => {
      clearTimeout(timer);
      socket.destroy();
      how(value);
    };
    const timer = setTimeout(() => settle(reject, new Error('pas de réponse dans le délai')), timeoutMs);
    socket.on('data', (chunk) => {
      try {
        const answer = read(chunk).find(isAnswer);
        if (answer) settle(resolve, answer);
      } catch (error) {
        settle(reject, error);
      }
    });
    socket.on('error', (error) => settle(reject, error));
    socket.on('close', () => settle(reject, new Error('connexion fermée sans réponse')));
    socket.write(frame(message));
  });
}
