import { expect, test } from '@jest/globals';
import type { Reading, ReadRun } from '../../src/model/index.js';
import { finding } from '../../test/reports/judged-files.js';
import { ReadingLinks } from './links.js';
import { Outline } from './outline.js';
import { rowsOf } from './rows.js';
import { SourceText } from './source-text.js';

const sourceOf = (text: string): SourceText => new SourceText(Buffer.from(text));

test('a line is a row; a long one is cut at its tags, set in by depth, nothing lost', () => {
  const short = '<a>\n  <b/>\n</a>';
  expect(rowsOf(sourceOf(short)).map(({ line, depth }) => [line, depth])).toEqual([
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
  const long = `<?xml version="1.0"?><a><!-- ${'x '.repeat(120)}--><b c="1">t</b><d><e/></d></a>`;
  const source = sourceOf(`${long}\n<z/>`);
  const rows = rowsOf(source);
  expect(rows.map(({ from, to }) => source.text.slice(from, to)).join('')).toBe(`${long}<z/>`);
  const shown = rows.map((row) => [row.depth, row.first, source.text.slice(row.from, row.to).slice(0, 12)]);
  expect(shown).toEqual([
    [0, true, '<?xml versio'],
    [0, false, '<a>'],
    [1, false, '<!-- x x x x'],
    [1, false, '<b c="1">t</'],
    [1, false, '<d>'],
    [2, false, '<e/>'],
    [1, false, '</d>'],
    [0, false, '</a>'],
    [0, true, '<z/>'],
  ]);
});

test('where elements begin and end, whatever stands between them', () => {
  const outline = new Outline(sourceOf('<a>\n<!-- <b> -->\n<b x=">"\n y="1">\n<![CDATA[</b>]]>\n</b><c/>\n</a>'));
  expect([1, 2, 3, 6, 7, 99].map((line) => outline.extent(line))).toEqual([
    { from: 1, to: 7 },
    { from: 2, to: 2 },
    { from: 3, to: 6 },
    { from: 6, to: 6 },
    { from: 7, to: 7 },
    { from: 99, to: 99 },
  ]);
});

test('the narrative that an entry refers to, the nearest first', () => {
  const text =
    '<section><entry><act><text><reference value="#outer"/></text><observation><code><originalText><reference value="#inner"/></originalText></code><value/></observation></act></entry></section>';
  const outline = new Outline(sourceOf(text));
  expect(outline.references(text.indexOf('<value'))).toEqual(['inner', 'outer']);
  expect(outline.references(text.indexOf('<act'))).toEqual(['outer']);
  expect(outline.references(0)).toEqual([]);
});

const run = (text: string, line: number, id?: string): ReadRun => ({ text, line, ...(id !== undefined && { id }) });
const cell = (line: number, runs: ReadRun[]) => ({
  line,
  head: false,
  colspan: 1,
  rowspan: 1,
  blocks: [{ kind: 'paragraph' as const, line, runs }],
});

test('a finding is about the piece on its line, of several the one after it; else the fact, the narrative, the section', () => {
  const text = [
    '<ClinicalDocument><title>T</title>',
    '<author>',
    '<id/>',
    '</author>',
    '<section><title>S</title>',
    '<tr><td>un</td><td>deux</td></tr>',
    '<entry><text><reference value="#b"/></text>',
    '<value/></entry>',
    '<entry/>',
    '</section>',
    '</ClinicalDocument>',
  ].join('\n');
  const [one, two] = [run('un', 6), run('deux', 6, 'b')];
  const fact = { label: { fr: 'Auteur', en: 'Author' }, value: 'x', line: 2 };
  const section = {
    title: 'S',
    line: 5,
    blocks: [{ kind: 'table' as const, line: 6, rows: [{ line: 6, head: false, cells: [cell(6, [one]), cell(6, [two])] }] }],
    sections: [],
  };
  const reading: Reading = { title: 'T', facts: [fact], sections: [section] };
  const source = sourceOf(text);
  const links = new ReadingLinks(reading, source);
  const pieceAt = (line: number, column = 1, path = '/x') =>
    links.pieceOf({ number: 1, finding: finding(1, { place: { line, column, path } }) }, source.offset(line, column)!);
  expect(pieceAt(6)).toBe(one);
  expect(pieceAt(6, 15)).toBe(two);
  expect(pieceAt(3)).toBe(fact);
  expect(pieceAt(8)).toBe(two);
  expect(pieceAt(9)).toBe(section);
  expect(pieceAt(1, 20, '/ClinicalDocument/title')).toBe(reading);
  expect(pieceAt(11)).toBeUndefined();
});

test('of a document on one line only what the entry refers to and the path tell it', () => {
  const text = `<ClinicalDocument>${'<!-- -->'.repeat(300)}<author/><component><structuredBody><component><section/></component><component><section>un<entry><text><reference value="#a"/></text></entry></section></component></structuredBody></component></ClinicalDocument>`;
  const named = run('un', 1, 'a');
  const section = { title: 'S', line: 1, blocks: [{ kind: 'paragraph' as const, line: 1, runs: [named] }], sections: [] };
  const empty = { title: 'V', line: 1, blocks: [], sections: [] };
  const links = new ReadingLinks(
    { title: '', facts: [{ label: { fr: 'A', en: 'A' }, value: 'x', line: 1 }], sections: [empty, section] },
    sourceOf(text),
  );
  const pieceAt = (place: string, path: string) =>
    links.pieceOf({ number: 1, finding: finding(1, { place: { line: 1, column: 1, path } }) }, text.indexOf(place));
  const body = '/ClinicalDocument/component/structuredBody';
  expect(pieceAt('<author', '/ClinicalDocument/author')).toBeUndefined();
  expect(pieceAt('<reference', `${body}/component[2]/section/entry/text/reference`)).toBe(named);
  expect(pieceAt('<section>un', `${body}/component[2]/section/title`)).toBe(section);
  expect(pieceAt('<section/>', `${body}/component[1]/section`)).toBe(empty);
});
