import { request } from 'node:https';

const LARGEST_ANSWER = 100 * 1024 * 1024;

/**
 * Sends one HTTP request over mutual TLS and reads the whole answer, up to `largest` bytes. Nobody is followed elsewhere.
 * @param {{method: string, headers: object, body?: Buffer | string}} message
 * @returns {Promise<{status: number, headers: object, body: Buffer}>}
 * @throws {Error} with a `code` when there was no complete answer: refused, cut, too slow
 */
export function exchange(url, { method, headers, body }, tls, { timeoutMs, largest = LARGEST_ANSWER }) {
  return new Promise((resolve, reject) => {
    const fail = (code, message) => {
      clearTimeout(timer);
      reject(Object.assign(new Error(message), { code }));
      call.destroy();
    };
    const call = request(url, { method, headers, agent: false, ...tls }, (answer) => {
      const chunks = [];
      let length = 0;
      answer.on('data', (chunk) => {
        length += chunk.length;
        if (length > largest) fail('ANSWER_TOO_LARGE', 'the answer is too large');
        chunks.push(chunk);
      });
      answer.on('error', () => fail('ANSWER_CUT', 'the answer stopped before its end'));
      answer.on('end', () => {
        clearTimeout(timer);
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) });
      });
    });
    const timer = setTimeout(() => fail('ANSWER_LATE', `no answer within ${timeoutMs} ms`), timeoutMs);
    call.on('error', (error) => fail(error.code, error.message));
    call.end(body);
  });
}

/** Sends one HTTP POST, as `exchange` does. */
export async function post(url, { contentType, body }, tls, patience) {
  const headers = { 'Content-Type': contentType, 'Content-Length': body.length };
  const answer = await exchange(url, { method: 'POST', headers, body }, tls, patience);
  return {
    status: answer.status,
    contentType: answer.headers['content-type'],
    retryAfter: answer.headers['retry-after'],
    body: answer.body,
  };
}
