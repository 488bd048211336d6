import { describe, expect, test } from '@jest/globals';
import { parseMultipart as parseIndependently } from '@mjackson/multipart-parser';
import fc from 'fast-check';
import { decodedBody, parseMediaType, readMultipart, writeMultipart } from './index.js';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const text = (value: Uint8Array): string => Buffer.from(value).toString('latin1');
const kinds = (body: string): string[] => readMultipart(bytes(body), 'b').problems.map(({ kind }) => kind);

describe('readMultipart', () => {
  test('cuts parts without copying them', () => {
    const whole = bytes(
      'preamble\r\n--b\r\nContent-ID: <one@x>\r\nContent-Type: text/xml; charset=utf-8\r\n\r\n<a/>\r\n--b\r\nContent-ID: <two@x>\r\n\r\n\x00\x01\r\n\r\n--b--\r\nepilogue',
    );
    const { parts, problems } = readMultipart(whole, 'b');
    expect(problems).toEqual([]);
    expect(parts.map(({ contentId, body }) => [contentId, text(body)])).toEqual([
      ['one@x', '<a/>'],
      ['two@x', '\x00\x01\r\n'],
    ]);
    for (const { body, bodyOffset } of parts) expect([body.buffer, body.byteOffset]).toEqual([whole.buffer, bodyOffset]);
    expect(parts[0]!.mediaType).toMatchObject({ type: 'text/xml', parameters: { charset: 'utf-8' } });
  });
  test('a boundary that begins like ours is content', () => {
    const { parts } = readMultipart(bytes('--b\r\n\r\nx\r\n--bb\r\ny\r\n--b--'), 'b');
    expect(parts.map(({ body }) => text(body))).toEqual(['x\r\n--bb\r\ny']);
  });
  test.each([
    ['another boundary', '--other\r\n\r\nx\r\n--other--', ['boundary-not-found']],
    ['no closing boundary', '--b\r\n\r\nx', ['closing-boundary-missing']],
    ['no empty line', '--b\r\nContent-ID: <a>\r\n--b--', ['headers-malformed']],
    ['a line that is no header', '--b\r\nhello\r\n\r\nx\r\n--b--', ['headers-malformed']],
    ['the same id twice', '--b\r\nContent-ID: <a>\r\n\r\n1\r\n--b\r\nContent-ID: <a>\r\n\r\n2\r\n--b--', ['content-id-duplicate']],
    ['endless headers', `--b\r\n${'A: b\r\n'.repeat(20_000)}\r\nx\r\n--b--`, ['headers-too-large']],
    ['a bare LF after a delimiter', '--b\n\r\nx\r\n--b--', ['bare-line-feed']],
    ['a bare LF after a header', '--b\r\nA: b\n\r\nx\r\n--b--', ['bare-line-feed']],
    ['bare LF everywhere, once', '--b\nA: b\n\nx\n--b\nA: b\n\ny\n--b--\n', ['bare-line-feed']],
    ['nothing', '', ['boundary-not-found']],
    ['too many parts', `${'--b\r\n\r\n\r\n'.repeat(2000)}--b--`, ['too-many-parts']],
  ])('tells: %s', (_, body, expected) => {
    expect(kinds(body)).toEqual(expected);
  });
  test('never throws, and never reads beyond its bytes', () => {
    const pieces = fc.constantFrom('--b', '--b--', '\r\n', '\n', 'Content-ID: <a>', ':', 'x', '\x00', '--', ' ', '\t');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
        const whole = bytes(list.join(''));
        for (const { body, bodyOffset } of readMultipart(whole, 'b').parts) {
          expect(bodyOffset + body.length).toBeLessThanOrEqual(whole.length);
          expect(body.byteOffset).toBe(bodyOffset);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('writeMultipart', () => {
  test('is read back by us and by an independent reader', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 5 }), (contents) => {
        const parts = contents.map((body, i) => ({
          headers: { 'Content-ID': `<p${i}@x>`, 'Content-Type': 'application/octet-stream' },
          body,
        }));
        const whole = new Uint8Array(Buffer.concat(writeMultipart('boundary-of-tests', parts)));
        const mine = readMultipart(whole, 'boundary-of-tests');
        expect(mine.problems).toEqual([]);
        expect(mine.parts.map(({ body }) => [...body])).toEqual(contents.map((body) => [...body]));
        const theirs = [...parseIndependently(whole, { boundary: 'boundary-of-tests' })];
        expect(theirs.map((part) => [...part.bytes])).toEqual(contents.map((body) => [...body]));
      }),
      { numRuns: 200 },
    );
  });
});

describe('transfer encodings', () => {
  const body = (encoding: string, content: string): Uint8Array | undefined =>
    decodedBody(readMultipart(bytes(`--b\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}\r\n--b--`), 'b').parts[0]!);
  test.each([
    ['binary', 'é', 'é'],
    ['Base64', 'aGVs\r\nbG8=', 'hello'],
    ['quoted-printable', 'a=3Db=\r\nc', 'a=bc'],
  ])('%s', (encoding, content, expected) => {
    expect(text(body(encoding, content)!)).toBe(expected);
  });
  test('an unknown one is told', () => {
    expect(body('uuencode', 'x')).toBeUndefined();
  });
});

describe('parseMediaType', () => {
  test.each([
    [
      'multipart/related; boundary="a;b\\"c"; type=Text/XML ;start=<x>',
      { type: 'multipart/related', parameters: { boundary: 'a;b"c', type: 'Text/XML', start: '<x>' } },
    ],
    ['Application/SOAP+XML;;bad;charset=UTF-8', { type: 'application/soap+xml', parameters: { charset: 'UTF-8' } }],
    ['text/xml; a=1; A=2', { type: 'text/xml', parameters: { a: '1' } }],
    ['nothing', undefined],
    [`a/b; x="${'y'.repeat(20_000)}`, undefined],
  ])('%s', (value, expected) => {
    const read = parseMediaType(value);
    expect(read && { type: read.type, parameters: { ...read.parameters } }).toEqual(expected);
  });
});
