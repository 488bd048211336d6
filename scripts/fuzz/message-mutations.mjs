/** What can be done to a message: its XML, its bytes, its MIME packaging and its HTTP. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { bodyOf, copyOf } from './message.mjs';
import { BYTE_MUTATIONS, XML_MUTATIONS } from './xml-mutations.mjs';

const onPart = (choose) => (mutation) => ({
  ...mutation,
  change: (message, random) => {
    const at = choose(message, random);
    if (!message.parts[at]?.body) return undefined;
    const body = mutation.change(message.parts[at].body, random);
    if (body === undefined) return undefined;
    message.parts[at].body = body;
    return message;
  },
});
const ofEnvelope = onPart(() => 0);
const ofDocument = onPart((message, random) => (message.parts.length > 1 ? 1 + random.below(message.parts.length - 1) : 0));

const header = (message, name) => message.headers.find(([n]) => n.toLowerCase() === name);
const onHeader = (name, change) => (message, random) => {
  const field = header(message, name);
  if (!field) return undefined;
  const value = change(field[1], random);
  if (value === undefined) message.headers = message.headers.filter((f) => f !== field);
  else field[1] = value;
  return message;
};
const onContentType = (change) => onHeader('content-type', change);
const onPartHead = (change) => (message, random) => {
  if (message.boundary === undefined || message.parts.length === 0) return undefined;
  const part = random.pick(message.parts);
  part.head = change(part.head, random);
  return message;
};
const multipart = (change) => (message, random) =>
  message.boundary === undefined || message.parts.length === 0 ? undefined : change(message, random);

const MIME_MUTATIONS = [
  { name: 'Content-Type removed', weight: 1, change: onContentType(() => undefined) },
  {
    name: 'another Content-Type',
    weight: 2,
    change: onContentType((_v, random) =>
      random.pick([
        'text/xml',
        'application/soap+xml',
        'application/xop+xml',
        'multipart/related',
        'multipart/mixed; boundary=x',
        'multipart/related; boundary=""',
        'text/plain',
        '',
        ';',
        'é',
        'multipart/related; boundary="x',
        'application/json',
      ]),
    ),
  },
  {
    name: 'parameter of Content-Type removed',
    weight: 2,
    change: onContentType((value, random) => {
      const pieces = value.split(';');
      return pieces.length < 2 ? undefined : pieces.toSpliced(1 + random.below(pieces.length - 1), 1).join(';');
    }),
  },
  {
    name: 'parameter of Content-Type changed',
    weight: 2,
    change: onContentType((value, random) => {
      const pieces = value.split(';');
      const at = random.below(pieces.length);
      pieces[at] = pieces[at].replace(/=.*$/s, `=${random.pick(['x', '""', '"', '"<x>"', "'", 'a b', `"${'x'.repeat(5_000)}"`])}`);
      return pieces.join(';');
    }),
  },
  {
    name: 'parameter of Content-Type twice',
    weight: 1,
    change: onContentType((value, random) => `${value};${random.pick(value.split(';').slice(1).concat(' x=y'))}`),
  },
  {
    name: 'another boundary in the body',
    weight: 1,
    change: multipart((message, random) => ({
      ...message,
      boundary: random.pick([`${message.boundary}x`, message.boundary.slice(0, -1), '', 'x']),
    })),
  },
  { name: 'no closing boundary', weight: 1, change: multipart((message) => ({ ...message, tail: '' })) },
  {
    name: 'something after the closing boundary',
    weight: 1,
    change: multipart((message, random) => ({
      ...message,
      tail: `--${message.boundary}--${random.pick(['x', '\r\n\r\nepilogue', `\r\n--${message.boundary}\r\n\r\nx`])}`,
    })),
  },
  {
    name: 'something before the first boundary',
    weight: 1,
    change: multipart((message, random) => ({ ...message, preamble: random.pick(['x', 'x\r\n', '\r\n', `--${message.boundary}x\r\n`]) })),
  },
  {
    name: 'part removed',
    weight: 1.5,
    change: multipart((message, random) => ({ ...message, parts: message.parts.toSpliced(random.below(message.parts.length), 1) })),
  },
  {
    name: 'part twice',
    weight: 1,
    change: multipart((message, random) => ({ ...message, parts: [...message.parts, { ...random.pick(message.parts) }] })),
  },
  { name: 'parts in another order', weight: 1, change: multipart((message) => ({ ...message, parts: message.parts.toReversed() })) },
  {
    name: 'stray part',
    weight: 1,
    change: multipart((message, random) => ({
      ...message,
      parts: [...message.parts, { head: random.pick(['', 'Content-ID: <x@y>', 'x']), body: 'x' }],
    })),
  },
  {
    name: 'many parts',
    weight: 0.3,
    change: multipart((message, random) => ({
      ...message,
      parts: [
        ...message.parts,
        ...Array.from({ length: random.pick([100, 20_000]) }, (_, i) => ({ head: `Content-ID: <${i}@y>`, body: '' })),
      ],
    })),
  },
  {
    name: 'header of a part removed',
    weight: 2,
    change: onPartHead((head, random) => head.split('\r\n').toSpliced(random.below(3), 1).join('\r\n')),
  },
  {
    name: 'header of a part changed',
    weight: 2,
    change: onPartHead((head, random) => {
      const lines = head.split('\r\n');
      const at = random.below(lines.length);
      lines[at] = lines[at].replace(
        /:.*$/s,
        `: ${random.pick(['', 'x', '<>', '<x@y>', 'base64', 'quoted-printable', 'x-unknown', 'text/xml; charset=UTF-16', '<a%40b>', 'x'.repeat(70_000)])}`,
      );
      return lines.join('\r\n');
    }),
  },
  { name: 'header of a part twice', weight: 1, change: onPartHead((head, random) => `${head}\r\n${random.pick(head.split('\r\n'))}`) },
  { name: 'header of a part folded', weight: 0.5, change: onPartHead((head) => head.replaceAll(': ', ':\r\n\t')) },
  {
    name: 'header of a part broken',
    weight: 0.5,
    change: onPartHead((head, random) => `${head}\r\n${random.pick(['no colon', ': x', '\0: x', ' : x', 'é: é'])}`),
  },
  {
    name: 'lines that end in LF',
    weight: 0.5,
    change: multipart((message) => ({ ...message, rawBody: bodyOf(message).replaceAll('\r\n', '\n') })),
  },
  {
    name: 'part in base64',
    weight: 1,
    change: multipart((message, random) => {
      const part = random.pick(message.parts);
      const body = Buffer.from(part.body, 'latin1').toString('base64');
      part.body = random.chance(0.5) ? body : `${body.slice(0, 50)}\r\n*${body.slice(50)}`;
      part.head =
        part.head.replace(/content-transfer-encoding:.*/i, '').replace(/\r\n\r\n|\r\n$/, '') + '\r\nContent-Transfer-Encoding: base64';
      return message;
    }),
  },
];

const crlf = '\r\n';
const framed = (make) => (message, random) => ({ ...message, framing: (body) => make(body, random) });
const length = (value) => ({ head: `Content-Length: ${value}${crlf}Connection: close${crlf}` });
const chunks = (body, random) => {
  const pieces = [];
  for (let at = 0; at < body.length;) {
    const size = 1 + random.below(5_000);
    pieces.push(body.slice(at, at + size));
    at += size;
  }
  return pieces;
};
const chunked = (pieces, end = `0${crlf}${crlf}`) => ({
  head: `Transfer-Encoding: chunked${crlf}Connection: close${crlf}`,
  body: pieces.map((piece) => `${piece.length.toString(16)}${crlf}${piece}${crlf}`).join('') + end,
});

/** `http`: afterwards it need not be HTTP, and the connection may be closed without an answer (RFC 9112, 6.3 and 9.6). */
const HTTP_MUTATIONS = [
  { name: 'longer than announced', weight: 1, change: framed((body, random) => ({ ...length(random.below(body.length)), body })) },
  {
    name: 'shorter than announced',
    weight: 0.15,
    change: framed((body, random) => ({ ...length(body.length + 1 + random.below(2_000)), body })),
  },
  {
    name: 'odd Content-Length',
    weight: 1,
    change: framed((body, random) => ({
      ...length(random.pick(['-1', 'x', '1e3', '0x10', '', '99999999999', '1, 2', ' 12', '+5', '99999999999999999999999'])),
      body,
    })),
  },
  {
    name: 'two lengths',
    weight: 0.6,
    change: framed((body, random) => ({
      head: length(body.length).head + `Content-Length: ${random.pick([body.length, 3])}${crlf}`,
      body,
    })),
  },
  { name: 'no length', weight: 0.4, change: framed((body) => ({ head: `Connection: close${crlf}`, body })) },
  { name: 'chunks', weight: 1.5, change: framed((body, random) => chunked(chunks(body, random))) },
  {
    name: 'broken chunks',
    weight: 1,
    change: framed((body, random) => {
      const made = chunked(chunks(body, random));
      const at = random.below(Math.min(2_000, made.body.length));
      return {
        ...made,
        body: made.body.slice(0, at) + random.pick(['x', '\r\n', '', 'ffffffffff\r\n', '-1\r\n']) + made.body.slice(at + random.below(3)),
      };
    }),
  },
  { name: 'chunks without end', weight: 0.1, change: framed((body, random) => chunked(chunks(body, random), '')) },
  {
    name: 'chunks and a length',
    weight: 0.6,
    change: framed((body, random) => ({
      ...chunked(chunks(body, random)),
      head: `Transfer-Encoding: chunked${crlf}${length(body.length).head}`,
    })),
  },
  {
    name: 'odd Transfer-Encoding',
    weight: 0.5,
    change: framed((body, random) => ({
      head: `Transfer-Encoding: ${random.pick(['gzip', 'x', 'chunked, chunked', 'identity', ' chunked', 'Chunked'])}${crlf}${length(body.length).head}`,
      body,
    })),
  },
  {
    name: 'another request line',
    weight: 1,
    change: (message, random) => ({
      ...message,
      line: random.pick([
        'GET / HTTP/1.1',
        'POST /x HTTP/1.1',
        'POST',
        message.line.replace('1.1', '1.0'),
        message.line.replace('1.1', '9.9'),
        message.line.replace('POST', 'OPTIONS'),
        message.line.replace('POST', 'PRI'),
        `${message.line.slice(0, -9)}?${'x'.repeat(3_000)} HTTP/1.1`,
        message.line.replace(' /', ' //'),
        'POST * HTTP/1.1',
        'POST http://[x HTTP/1.1',
        'CONNECT x:1 HTTP/1.1',
      ]),
    }),
  },
  {
    name: 'odd header',
    weight: 1.5,
    change: (message, random) => {
      const added = random.pick([
        ['Expect', '100-continue'],
        ['Expect', 'x'],
        ['Upgrade', 'h2c'],
        ['Connection', 'upgrade'],
        ['no colon\r\nX', ''],
        ['X\0', 'y'],
        [' X', 'y'],
        ['X', 'y'.repeat(9_000)],
        ['X', 'y'.repeat(20_000)],
        ['Cookie', '=;=;'],
        ['X', '\xe9\xff'],
        ['Host', 'x'],
        ['__proto__', 'x'],
        ['Authorization', 'Basic x'],
        ['SOAPAction', 'x'],
        ['Trailer', 'x'],
      ]);
      message.headers.push(added);
      return message;
    },
  },
  {
    name: 'many headers',
    weight: 0.4,
    change: (message, random) => ({
      ...message,
      headers: [...message.headers, ...Array.from({ length: random.pick([50, 1_900, 3_000]) }, (_, i) => [`X${i}`, 'y'])],
    }),
  },
  {
    name: 'header twice',
    weight: 1,
    change: (message, random) =>
      message.headers.length === 0 ? undefined : { ...message, headers: [...message.headers, [...random.pick(message.headers)]] },
  },
  {
    name: 'content coding',
    weight: 0.8,
    change: (message, random) => {
      const body = Buffer.from(bodyOf(message), 'latin1');
      const bomb = () => gzipSync(Buffer.alloc(30_000_000, 0x20));
      const [coding, bytes] = random.pick([
        ['gzip', () => gzipSync(body)],
        ['gzip', () => body],
        ['gzip', bomb],
        ['deflate', () => deflateRawSync(body)],
        ['br', () => body],
        ['identity', () => body],
        ['x', () => body],
      ]);
      message.headers.push(['Content-Encoding', coding]);
      return { ...message, rawBody: bytes().toString('latin1') };
    },
  },
  {
    name: 'two requests',
    weight: 0.4,
    change: framed((body) => ({
      head: `Content-Length: ${body.length}${crlf}`,
      body: `${body}GET / HTTP/1.1${crlf}Host: x${crlf}Connection: close${crlf}${crlf}`,
    })),
  },
].map((mutation) => ({ ...mutation, http: true }));

const onWholeBody = (mutation) => ({
  ...mutation,
  change: (message, random) => {
    const body = message.rawBody ?? bodyOf(message);
    if (body === '') return undefined;
    const rawBody = mutation.change(body, random);
    return { ...message, rawBody };
  },
});

/** One kind of mutation is chosen first, so that none drowns the others. */
const KINDS = [
  { weight: 60, mutations: XML_MUTATIONS.map(ofEnvelope) },
  { weight: 5, mutations: [...XML_MUTATIONS, ...BYTE_MUTATIONS].map(ofDocument) },
  { weight: 12, mutations: MIME_MUTATIONS },
  { weight: 10, mutations: HTTP_MUTATIONS },
  { weight: 13, mutations: BYTE_MUTATIONS.map(onWholeBody) },
];

/**
 * Changes a message in one to three ways.
 * @returns the message, what was done to it, and whether it may be no HTTP any more
 */
export function mutated(message, random) {
  const done = [];
  let http = false;
  let now = copyOf(message);
  for (let left = random.chance(0.7) ? 1 : 2 + random.below(2), tries = 0; left > 0 && tries < 20; tries++) {
    const mutation = random.weighted(random.weighted(KINDS).mutations);
    // what makes a body of its own comes last: the parts are no longer what is sent
    const next = now.rawBody === undefined || mutation.http ? mutation.change(copyOf(now), random) : undefined;
    if (!next) continue;
    now = next;
    done.push(mutation.name);
    http ||= mutation.http === true;
    left--;
  }
  return { message: now, done, http };
}
