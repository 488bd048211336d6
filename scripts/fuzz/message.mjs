/**
 * An HTTP message that can be taken apart, changed and put together again. Text is Latin-1 throughout: one character a
 * byte, so that what is not changed stays as it was, whatever its encoding.
 */

/** @param {Uint8Array} wire head and body of one request */
export function readMessage(wire) {
  const text = Buffer.from(wire).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const [line, ...fields] = text.slice(0, end).split('\r\n');
  const headers = fields
    .map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1).trim()])
    .filter(([name]) => !/^(?:content-length|connection|host)$/i.test(name));
  const body = text.slice(end + 4);
  const boundary = boundaryOf(headers);
  return { line, headers, ...(boundary === undefined ? { parts: [{ head: '', body }] } : { boundary, parts: partsOf(body, boundary) }) };
}

export const boundaryOf = (headers) =>
  /boundary="?([^";]+)"?/i.exec(headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? '')?.[1];

/** The parts of a multipart body, whichever way its lines end: header lines and content of each. */
export function partsOf(body, boundary) {
  const delimiter = new RegExp(`\\r?\\n--${boundary.replace(/[^\w-]/g, '\\$&')}`);
  return `\n${body}`
    .split(delimiter)
    .slice(1)
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => {
      const end = /\r?\n\r?\n/.exec(piece);
      return end ? { head: piece.slice(0, end.index).trim(), body: piece.slice(end.index + end[0].length) } : { head: piece, body: '' };
    });
}

/** The body as it is sent. `tail` replaces the closing boundary. */
export function bodyOf({ boundary, parts, preamble = '', tail }) {
  if (boundary === undefined) return parts.map(({ body }) => body).join('');
  const pieces = parts.map(({ head, body }) => `--${boundary}\r\n${head}\r\n\r\n${body}\r\n`);
  return `${preamble}${pieces.join('')}${tail ?? `--${boundary}--\r\n`}`;
}

/** The bytes that are sent: `framing`, where given, makes the last lines of the head and the body. */
export function wireOf(message) {
  const body = message.rawBody ?? bodyOf(message);
  const fields = message.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const framed = message.framing?.(body) ?? { head: `Content-Length: ${body.length}\r\nConnection: close\r\n`, body };
  return Buffer.from(`${message.line}\r\nHost: localhost\r\n${fields}${framed.head}\r\n${framed.body}`, 'latin1');
}

/** A message of its own, to be changed. */
export const copyOf = (message) => ({
  ...message,
  headers: message.headers.map((field) => [...field]),
  parts: message.parts.map((part) => ({ ...part })),
});
