import { expect, test } from '@jest/globals';
import { readXml } from './index.js';

test('millions of references in one value are each read', () => {
  const read = (value: string) => readXml(Buffer.from(`<a b="${value}">${value}</a>`)).root;
  const unit = 'x&amp;&#233;y&#x1F600;&lt;';
  const { text, attributes } = read(unit.repeat(100_000));
  expect(text === 'x&éy😀<'.repeat(100_000)).toBe(true);
  expect(attributes[0]!.value === text).toBe(true);
});
