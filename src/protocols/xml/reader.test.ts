import { describe, expect, test } from '@jest/globals';
import { readXml, XML_LIMITS, XmlSyntaxError } from './index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const reasonOf = (input: Uint8Array): XmlSyntaxError => {
  try {
    readXml(input);
  } catch (error) {
    if (error instanceof XmlSyntaxError) return error;
    throw error;
  }
  throw new Error('it was read');
};

describe('readXml', () => {
  test('keeps names, namespaces, values and places', () => {
    const document = readXml(
      bytes('<?xml version="1.0"?>\n<a:x xmlns:a="urn:a" xmlns="urn:d">\n  <y k="1&amp;2"/><y>t<![CDATA[<&]]>u&#233;</y>\n</a:x>'),
    );
    const { root } = document;
    expect([root.name, root.local, root.namespace]).toEqual(['a:x', 'x', 'urn:a']);
    const [first, second] = root.elements('y', 'urn:d');
    expect(first?.attribute('k')).toBe('1&2');
    expect(second?.text).toBe('t<&u\u00e9');
    expect(second?.path).toBe('/a:x/y[2]');
    expect(document.position(second!.start)).toEqual({ line: 3, column: 19 });
  });
  test('sees through comments, sections and line ends as XML 1.0 says', () => {
    const { root } = readXml(bytes('<!--> <x> --><a>1<!--> <b/> -->\r\n2\r3<![CDATA[\r\n4]]>&#13;</a>'));
    expect([root.elements().length, root.text]).toEqual([0, '1\n2\n3\n4\r']);
  });
  test('honours byte order marks and declared encodings', () => {
    const latin1 = Uint8Array.from(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e9</a>', 'latin1'));
    expect(readXml(latin1).root.text).toBe('\u00e9');
    const utf16 = Uint8Array.from(Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>\u00e9</a>', 'utf16le'));
    expect(readXml(utf16).root.text).toBe('\u00e9');
  });
  test.each([
    ['not-well-formed', '<a><b></a>', 1],
    ['not-well-formed', '<a>&undefined;</a>', 1],
    ['doctype', '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 2],
    // a comment that seems to end at once hides nothing from this reader that libxml2 sees, and nothing the other way
    ['doctype', '<!--><a --><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 1],
    ['not-well-formed', '<?xml version="1.0" encoding="<utf-8"?><a/>', 1],
    ['too-deep', '<a>'.repeat(10_000) + '</a>'.repeat(10_000), 1],
    ['empty', '', 1],
  ] as const)('refuses: %s', (reason, text, line) => {
    const error = reasonOf(bytes(text));
    expect([error.reason, error.line]).toEqual([reason, line]);
  });
  test('refuses more elements than it may have', () => {
    const limits = { ...XML_LIMITS, maxElements: 3 };
    expect(readXml(bytes('<a><b/><c/></a>'), { limits }).root.local).toBe('a');
    expect(() => readXml(bytes('<a><b/>\n<c/><d/></a>'), { limits })).toThrow('More than 3 elements. (line 2, column 5)');
  });
  test('tells where the first byte is that is not UTF-8', () => {
    const error = reasonOf(Uint8Array.from([...bytes('<a>\n<b>'), 0xe9, ...bytes('</b></a>')]));
    expect([error.reason, error.line, error.column]).toEqual(['encoding', 2, 4]);
  });
});
