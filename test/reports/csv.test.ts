import { expect, test } from '@jest/globals';
import { csvWriter } from '../../reports/csv.js';
import type { Finding, JudgedFile } from '../../src/model/index.js';

const finding = (actual: string): Finding => ({
  rule: 'CDA-01',
  source: 'addax',
  severity: 'error',
  place: { line: 3, column: 5, path: '/a/b' },
  actual: { fr: actual, en: actual },
  message: { fr: 'Faux, dit-il.', en: 'Wrong.' },
  hint: { fr: 'Écrire « A ».', en: 'Write "A".' },
  requirements: ['CDA-01', 'CDA-02'],
  fingerprint: 'f'.repeat(16),
});
const judged = (file: string, findings: Finding[], error?: JudgedFile['error']): JudgedFile => ({
  file,
  kind: 'cda',
  verdict: 'FAILED',
  findings,
  evaluated: [],
  notes: [],
  durationMs: 0,
  ...(error && { error }),
});

test('one line a finding, as RFC 4180 writes it; none for a file without, one for a file that was not judged', () => {
  const writer = csvWriter({ language: 'en' });
  expect(writer.begin()).toBe(
    'file,kind,verdict,severity,rule,source,line,column,path,part,message,expected,actual,hint,requirements,fingerprint\r\n',
  );
  expect(writer.add(judged('a.xml', []))).toBe('');
  expect(writer.add(judged('a,b.xml', [finding('x\ny')]))).toBe(
    `"a,b.xml",cda,FAILED,error,CDA-01,addax,3,5,/a/b,,Wrong.,,"x\ny","Write ""A"".",CDA-01 CDA-02,${'f'.repeat(16)}\r\n`,
  );
  expect(writer.add(judged('c.xml', [], { owner: 'configuration', text: 'cannot be read' }))).toBe(
    'c.xml,cda,FAILED,,,,,,,,cannot be read,,,,,\r\n',
  );
  expect(csvWriter({ language: 'fr' }).add(judged('a', [finding('')]))).toContain('"Faux, dit-il."');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\uff1d1', '|cmd', '%x'])(
  '%j is no formula for a spreadsheet',
  (value) => {
    const line = csvWriter({ language: 'en' }).add(judged(value, [finding(value)]));
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(([, quoted, plain]) => quoted ?? plain);
    expect([cells[0], cells[12]]).toEqual([`'${value}`, `'${value}`]);
  },
);
