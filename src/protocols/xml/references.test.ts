import { expect, test } from '@jest/globals';
import { readXml } from './index.js';

test('millions of references in one value are each read', () => {
  const read = (value: string) => readXml(Buffer.from(`<a b="${value}">${value}</a>`)).root;
  const unit = 'x&amp;&#233;y&#x1F600;&lt;';
  const { text, attributes } = read(unit.repeat(100_000));
  expect(text === 'x&éy😀<'.repeat(100_000)).toBe(true);
  expect(attributes[0]!.value === text).toBe(true);
});

test('white space and line ends are read alike, however many and wherever a long value is cut', () => {
  for (const before of [65_533, 65_534, 65_535, 65_536]) {
    const value = `${'x'.repeat(before)}\r\n\t\ry\n${'\t\r\n'.repeat(100_000)}&amp;\r`;
    const { text, attributes } = readXml(Buffer.from(`<a b="${value}">${value}</a>`)).root;
    expect(attributes[0]!.value === `${'x'.repeat(before)}   y ${'  '.repeat(100_000)}& `).toBe(true);
    expect(text === `${'x'.repeat(before)}\n\t\ny\n${'\t\n'.repeat(100_000)}&\n`).toBe(true);
  }
});
