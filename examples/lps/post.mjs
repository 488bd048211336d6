import { request } from 'node:https';

const LARGEST_ANSWER = 100 * 1024 * 1024;

/**
 * Sends one HTTP request over mutual TLS, a POST unless it is said, and reads the whole answer, up to `largest` bytes.
 * @throws {Error} with a `code` when there was no complete answer: refused, cut, too slow
 */
export function post(url, { contentType, body, method = 'POST', headers: others = {} }, tls, { timeoutMs, largest = LARGEST_ANSWER }) {
  return new Promise((resolve, reject) => {
    const fail = (code, message) => {
      clearTimeout(timer);
      reject(Object.assign(new Error(message), { code }));
      call.destroy();
    };
    const headers = body ? { ...others, 'Content-Type': contentType, 'Content-Length': body.length } : others;
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
        const { 'content-type': contentType, 'retry-after': retryAfter } = answer.headers;
        resolve({ status: answer.statusCode, contentType, retryAfter, headers: answer.headers, body: Buffer.concat(chunks) });
      });
    });
    const timer = setTimeout(() => fail('ANSWER_LATE', `no answer within ${timeoutMs} ms`), timeoutMs);
    call.on('error', (error) => fail(error.code, error.message));
    call.end(body);
  });
}
