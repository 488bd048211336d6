import { expect, test } from '@jest/globals';
import type { Place } from '../../src/model/index.js';
import { Excerpts, type Excerpt } from '../../reports/html/excerpt.js';
import { Blobs } from './fixture.js';

const at = (content: string | Uint8Array, line: number, column: number, path = '/a'): Excerpt | undefined => {
  const blobs = new Blobs();
  const place: Place = { line, column, path, blob: blobs.keep(content) };
  return new Excerpts(blobs.read).around([place]);
};
/** Lines as `number text`, the faulty one with a star, what the finding points at in brackets. */
const shown = (excerpt: Excerpt | undefined): string[] | undefined =>
  excerpt?.lines.map((line) =>
    line.missing ?
      `+ ${line.missing.en}`
    : `${line.hit ? '*' : ''}${line.number ?? '⋯'} ${line.segments.map((s) => (s.at ? `[${s.text}]` : s.text)).join('')}`,
  );

test('three lines before, five after, line ends of either kind', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`);
  const expected = [
    '7 line 7',
    '8 line 8',
    '9 line 9',
    '*10 [line] 10',
    '11 line 11',
    '12 line 12',
    '13 line 13',
    '14 line 14',
    '15 line 15',
  ];
  expect(shown(at(lines.join('\n'), 10, 1))).toEqual(expected);
  expect(shown(at(lines.join('\r\n'), 10, 1))).toEqual(expected);
});

test('segments of HL7 v2 are lines, in the character set that MSH-18 names', () => {
  const message = 'MSH|^~\\&|A|B|C|D|1||ADT^A28|M|T|2.5||||||8859/15\rEVN\rPID|1||42||MÉLANIE\r';
  expect(shown(at(Buffer.from(message, 'latin1'), 3, 12))).toContain('*3 PID|1||42||[MÉLANIE]');
  const blobs = new Blobs();
  const frame = Buffer.from(`\x0b${message}\x1c\r`, 'latin1');
  const beginning = new Excerpts(blobs.read).beginning(blobs.keep(frame), 0, frame.length, 10);
  expect(beginning?.lines).toEqual([expect.stringMatching(/^␋MSH\|/), 'EVN', 'PID|1||42||MÉLANIE', '␜']);
});

test('columns count as the readers count them, whatever the encoding', () => {
  const xml = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>\n<é à="1"><b/></é>`;
  const expected = '*2 <é à="1">[<][b]/></é>';
  expect(shown(at(xml('UTF-8'), 2, 10))).toContain(expected);
  expect(shown(at(Buffer.from(xml('ISO-8859-1'), 'latin1'), 2, 10))).toContain(expected);
  expect(shown(at(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml('UTF-16'), 'utf16le')]), 2, 10))).toContain(expected);
});

test('a long line of XML is cut at tags around the place', () => {
  const line = `<a>${'<x y="1"/>'.repeat(1000)}<b>wrong</b>${'<z/>'.repeat(1000)}</a>`;
  const column = line.indexOf('<b>') + 1;
  expect(shown(at(line, 1, column))).toEqual([
    '⋯ <x y="1"/>',
    '⋯ <x y="1"/>',
    '⋯ <x y="1"/>',
    '*1 [<][b]>wrong</b>',
    '⋯ <z/>',
    '⋯ <z/>',
    '⋯ <z/>',
    '⋯ <z/>',
  ]);
});

test('a long line of anything else is cut around the place', () => {
  const excerpt = shown(at(`${'x'.repeat(5000)}HERE${'x'.repeat(5000)}`, 1, 5001));
  expect(excerpt).toHaveLength(1);
  expect(excerpt![0]).toContain('[HERE');
  expect(excerpt![0]!.length).toBeLessThan(300);
});

test('every character comes out once, in order', () => {
  const lines = ['<a b="1', '2" c>', "<!-- '<", '--> "text" <?pi <x>', '</a', '><e/>'];
  const excerpt = at(lines.join('\n'), 1, 4);
  expect(excerpt!.lines.map((line) => line.segments.map((s) => s.text).join(''))).toEqual(lines);
});

test('a missing child or attribute is said inside its parent; a present one is not', () => {
  const xml = '<a>\n  <b c="1">\n    <d/>\n  </b>\n</a>';
  expect(shown(at(xml, 2, 3, '/a/b/e'))).toContain('+ this element lacks e');
  expect(shown(at(xml, 2, 3, '/a/b/d[2]'))).toContain('+ this element lacks another d');
  expect(shown(at(xml, 2, 3, '/a/b/@f'))).toContain('+ this element lacks the attribute f');
  expect(shown(at(xml, 2, 3, '/a/b'))!.join()).not.toContain('lacks');
  expect(shown(at(xml, 2, 6, '/a/b/@c'))!.join()).not.toContain('lacks');
});

test('bytes that are not there, and lines that are not in them, give nothing', () => {
  expect(at('one line', 2, 1)).toBeUndefined();
  expect(new Excerpts(() => undefined).around([{ line: 1, column: 1, path: '/', blob: 'f'.repeat(64) }])).toBeUndefined();
  expect(new Excerpts(() => new Uint8Array()).around([{ line: 1, column: 1, path: '/', blob: '../../etc/passwd' }])).toBeUndefined();
  expect(shown(at('', 1, 1))).toEqual(['*1 ']);
});
