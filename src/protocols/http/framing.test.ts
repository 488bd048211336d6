import { describe, expect, test } from '@jest/globals';
import { HttpFraming, httpArtefact, parseHttpMessage } from './index.js';

interface Cut {
  text: string;
  headSize?: number;
  startLine?: string;
  complete?: boolean;
  problem?: string | undefined;
}

/** Pushes a stream in pieces of a size, and returns the messages that it was cut into. */
function cut(stream: string, size: number, side: 'request' | 'answer' = 'request', method = 'POST'): Cut[] {
  const found: Cut[] = [];
  const last = (): Cut => found.at(-1)!;
  const framing = new HttpFraming(
    side,
    {
      begin: () => found.push({ text: '' }),
      bytes: (chunk) => (last().text += Buffer.from(chunk).toString('latin1')),
      head: (headSize, startLine) => Object.assign(last(), { headSize, startLine }),
      end: (complete, problem) => Object.assign(last(), { complete, problem: problem?.en }),
    },
    () => method,
  );
  const bytes = Buffer.from(stream, 'latin1');
  for (let at = 0; at < bytes.length; at += size) framing.push(bytes.subarray(at, at + size));
  framing.close();
  return found;
}

const SIZES = [1, 2, 3, 7, 64, 100_000];
const post = (body: string): string => `POST /a HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const chunked = 'POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\n\r\n\r\n0\r\nT: 1\r\n\r\n';

describe('HttpFraming', () => {
  test.each(SIZES)('cuts pipelined requests however they are split: %i', (size) => {
    const messages = [post('hello'), post(''), chunked, '\r\nGET /c HTTP/1.1\r\nHost: x\r\n\r\n', post('x\r\n\r\ny')];
    const found = cut(messages.join(''), size);
    expect(found.map(({ text }) => text)).toEqual(messages);
    expect(found.every(({ complete, problem }) => complete && problem === undefined)).toBe(true);
    expect(found.map(({ startLine }) => startLine!.split(' ')[1])).toEqual(['/a', '/a', '/b', '/c', '/a']);
    for (const { text, headSize } of found) expect(text.slice(0, headSize)).toMatch(/\r\n\r\n$/);
  });
  test.each(SIZES)('interim answers belong to the one they announce: %i', (size) => {
    const continued = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const empty = 'HTTP/1.1 204 No Content\r\n\r\n';
    const open = 'HTTP/1.1 200 OK\r\n\r\nuntil the end';
    const found = cut(continued + empty + open, size, 'answer');
    expect(found.map(({ text, complete }) => [text, complete])).toEqual([
      [continued, true],
      [empty, true],
      [open, true],
    ]);
  });
  test('an answer to HEAD has no body', () => {
    expect(cut('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n', 10, 'answer', 'HEAD')).toHaveLength(2);
  });
  test.each([
    ['not HTTP', '\x16\x03\x01 hello\r\n\r\nmore', 'What arrived is not HTTP/1.1.'],
    ['a length that is none', 'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nabc', 'Invalid Content-Length: “-1”.'],
    ['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc', 'Invalid Content-Length: “1, 2”.'],
    ['a broken chunk', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc', 'Invalid chunk size.'],
    ['a chunk without its end', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n', 'The chunked coding is broken.'],
    ['an endless head', `POST / HTTP/1.1\r\n${'X: y\r\n'.repeat(20_000)}`, 'The HTTP head exceeds 65536 bytes.'],
    ['a body cut short', 'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc', 'The connection closed before the end of the message.'],
    ['a head cut short', 'POST / HT', 'The connection closed before the end of the message.'],
  ])('%s: every byte is kept, and the problem told', (_, stream, problem) => {
    for (const size of SIZES) {
      const found = cut(stream, size);
      expect(found).toHaveLength(1);
      expect([found[0]!.text, found[0]!.complete, found[0]!.problem]).toEqual([stream, false, problem]);
    }
  });
});

describe('parseHttpMessage', () => {
  const parse = (text: string) => parseHttpMessage(Buffer.from(text, 'latin1'));
  test('reads requests and answers', () => {
    expect(parse(post('abc'))).toMatchObject({
      kind: 'request',
      method: 'POST',
      target: '/a',
      headers: { 'content-length': '3' },
      problems: [],
    });
    expect(parse('HTTP/1.1 404 Not Found\r\nA: 1\r\nA: 2\r\n\r\nx')).toMatchObject({ kind: 'answer', status: 404, headers: { a: '1, 2' } });
  });
  test('gives the body without its transfer coding, and without a copy where there is none', () => {
    expect(Buffer.from(parse(chunked).body).toString()).toBe('abc\r\n');
    const bytes = Buffer.from(post('abc'));
    const { body, headSize } = parseHttpMessage(bytes);
    expect([body.buffer, body.byteOffset - bytes.byteOffset]).toEqual([bytes.buffer, headSize]);
  });
  test.each([
    '',
    '\r\n\r\n',
    'garbage',
    'POST / HTTP/1.1\r\n',
    chunked.slice(0, 60),
    'HTTP/1.1 100 Continue\r\n\r\n',
    'POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\n',
  ])('tells what is missing in %j', (text) => {
    expect(parse(text).problems.length).toBeGreaterThan(0);
  });
  test('an artefact knows its headers and status', () => {
    const artefact = httpArtefact('x', Buffer.from('HTTP/1.1 500 Oops\r\nContent-Type: text/xml\r\n\r\n<a/>'), { transaction: 'ITI-41' });
    expect(artefact.about).toEqual({
      headers: expect.objectContaining({ 'content-type': 'text/xml' }),
      mediaType: 'text/xml',
      status: 500,
      transaction: 'ITI-41',
    });
    expect(Buffer.from(artefact.bytes).toString()).toBe('<a/>');
  });
});
