import { describe, expect, test } from '@jest/globals';
import { elementAsDocument, elementAsText } from './subtree.js';
import { readXml } from './reader.js';

const read = (text: string) => readXml(Buffer.from(text));
const WRAPPED = [
  '<?xml version="1.0" encoding="ISO-8859-1"?>',
  '<!-- before --><w:wrap xmlns:w="urn:w" xmlns="urn:d" xmlns:q="urn:a?b&amp;c" xmlns:own="urn:above">',
  '  <w:é/><doc xmlns:own="urn:own" a="1"',
  '     b="2"><own:x/><!-- inside -->tail<?pi y?></doc><after/>',
  '</w:wrap><?pi z?>',
].join('\n');

describe('an element as the text of a document', () => {
  const document = read(Buffer.from(WRAPPED, 'latin1').toString('latin1').replace('ISO-8859-1', 'UTF-8'));
  const inner = document.root.element('doc')!;
  const again = read(elementAsText(inner));

  test('keeps lines, and columns up to the end of the start tag', () => {
    const attributes = again.root.attributes.filter((a) => !a.name.startsWith('xmlns'));
    expect(attributes.map((a) => again.position(a.start))).toEqual([
      { line: 3, column: 34 },
      { line: 4, column: 6 },
    ]);
    expect(again.position(again.root.start)).toEqual(document.position(inner.start));
  });

  test('carries the namespaces in scope, its own winning', () => {
    expect([...again.root.scope].sort()).toEqual([...inner.scope].sort());
    expect(again.root.scope.get('q')).toBe('urn:a?b&c');
    expect(again.root.elements()[0]!.namespace).toBe('urn:own');
    expect(again.root.namespace).toBe('urn:d');
  });

  test('leaves out what stands around it', () => {
    expect(again.asides.map((aside) => aside.text)).toEqual([' inside ', 'y']);
    expect(again.root.text).toBe('tail');
  });

  test('an empty-element tag stays empty', () => {
    const leaf = read('<a xmlns:p="urn:p">\n<p:b c="d"/></a>').root.elements()[0]!;
    expect(elementAsText(leaf)).toBe('                   \n<p:b c="d" xmlns:p="urn:p"/>');
  });

  test('a default namespace that was undone is not brought back', () => {
    const leaf = read('<a xmlns="urn:a"><b xmlns=""><c/></b></a>').root.elements()[0]!.elements()[0]!;
    expect(read(elementAsText(leaf)).root.namespace).toBe('');
  });

  test('the root is the text as it stands', () => {
    expect(elementAsText(document.root)).toBe(document.text);
  });
});

describe('an element as a document', () => {
  const document = readXml(Buffer.from(WRAPPED.replace('ISO-8859-1', 'UTF-8')), { lineOffset: 10 });
  const inner = document.root.element('doc')!;
  const alone = elementAsDocument(inner);

  test('is the root of its own tree', () => {
    expect(alone.root.path).toBe('/doc');
    expect(alone.root.parent).toBeUndefined();
    expect(alone.root.elements()[0]!.path).toBe('/doc/own:x');
    expect(alone.root.elements()[0]!.document).toBe(alone);
    expect(inner.path).toBe('/w:wrap/doc');
  });

  test('keeps every place', () => {
    for (const [mine, theirs] of [
      [alone.root, inner],
      [alone.root.elements()[0]!, inner.elements()[0]!],
    ] as const) {
      expect(alone.position(mine.start)).toEqual(document.position(theirs.start));
      expect([mine.end, mine.contentStart, mine.contentEnd]).toEqual([theirs.end, theirs.contentStart, theirs.contentEnd]);
    }
    expect(alone.position(alone.root.start).line).toBe(13);
  });

  test('keeps text, scope and the comments and instructions inside', () => {
    expect(alone.root.text).toBe('tail');
    expect(alone.root.scope.get('w')).toBe('urn:w');
    expect(alone.asides.map(({ text, parent }) => [text, parent === alone.root])).toEqual([
      [' inside ', true],
      ['y', true],
    ]);
  });

  test('the root gives the document itself', () => {
    expect(elementAsDocument(document.root)).toBe(document);
  });
});
