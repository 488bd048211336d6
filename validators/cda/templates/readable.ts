import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA } from '../judge.js';

/** Whether the text of a section shows something: words, or an image in place of them. */
export function canBeRead(text: XmlElement): boolean {
  if (text.text.trim() !== '') return true;
  for (const inner of text.descendants('renderMultiMedia', CDA)) return inner.attribute('referencedObject') !== undefined;
  return false;
}
