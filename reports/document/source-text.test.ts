import { describe, expect, test } from '@jest/globals';
import { SourceText } from './source-text.js';

const linesOf = (text: string): string[] => {
  const source = new SourceText(Buffer.from(text));
  return source.starts.map((start, i) => source.text.slice(start, source.end(i + 1)));
};

describe('lines', () => {
  test.each<[string, string, string[]]>([
    ['of XML end with a line feed', '<a>\n<b/>\r\n</a>\n', ['<a>', '<b/>', '</a>']],
    ['of HL7 v2 end with a carriage return', 'MSH|^~\\&\rNTE|1||a\nb\rPID|1\r', ['MSH|^~\\&', 'NTE|1||a\nb', 'PID|1']],
    ['of HL7 v2 saved as text end with what they were saved with', 'MSH|^~\\&\r\nPID|1\r\n', ['MSH|^~\\&', 'PID|1']],
    ['that are not ended are lines too', 'MSH|^~\\&\rPID|1', ['MSH|^~\\&', 'PID|1']],
    ['there is one of nothing', '', ['']],
  ])('%s', (_, text, lines) => expect(linesOf(text)).toEqual(lines));

  test('a place is found by its line and column', () => {
    const source = new SourceText(Buffer.from('MSH|\rPID|1\r'));
    expect([source.offset(2, 5), source.lineAt(9)]).toEqual([9, 2]);
  });
});
