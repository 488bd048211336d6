/** Sends bytes as they are, and reads what comes back. */
import { connect } from 'node:net';

/** No answer takes longer, whatever was asked. */
export const LONGEST_MS = 15_000;

/** The length of the first final answer among bytes, once it is whole. */
function wholeAnswer(text) {
  let at = 0;
  for (;;) {
    const end = text.indexOf('\r\n\r\n', at);
    if (end === -1) return undefined;
    const head = text.slice(at, end);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (status >= 100 && status < 200) at = end + 4;
    else return text.length >= end + 4 + length ? { status, head, body: text.slice(end + 4, end + 4 + length) } : undefined;
  }
}

/** @returns status, head and body (Latin-1) of the answer, or how the connection ended without one */
export function send(url, bytes) {
  const began = performance.now();
  return new Promise((done) => {
    let text = '';
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    const finish = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      const ms = performance.now() - began;
      done({ ...(wholeAnswer(text) ?? { [closed]: true, partial: text.length > 0 }), ms });
    };
    const timer = setTimeout(() => finish('hung'), LONGEST_MS);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (wholeAnswer(text)) finish('closed');
    });
    socket.on('error', () => finish('closed'));
    socket.on('close', () => finish('closed'));
    socket.write(bytes);
  });
}
