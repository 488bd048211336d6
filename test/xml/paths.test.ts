import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readXml, type XmlDocument, type XmlElement } from '../../src/protocols/xml/index.js';
import { wellFormed } from './arbitrary-xml.js';

/** The little that is used of saxon-js, which has no types. */
interface Saxon {
  getResource(options: { text: string; type: 'xml' }): Promise<unknown>;
  XPath: {
    evaluate(
      path: string,
      context: unknown,
      options: { resultForm: 'array'; namespaceContext?: Record<string, string>; xpathDefaultNamespace?: string },
    ): unknown[];
  };
}
const saxon = createRequire(import.meta.url)('saxon-js') as Saxon;

const everyElement = ({ root }: XmlDocument): XmlElement[] => [root, ...root.descendants()];

/** Asks an independent XPath engine what each of our paths selects: that very element and no other. */
async function pathsSelect(xml: string): Promise<number> {
  const document = readXml(new TextEncoder().encode(xml));
  const tree = await saxon.getResource({ text: xml, type: 'xml' });
  const { '': xpathDefaultNamespace = '', ...namespaceContext } = Object.fromEntries(document.root.scope);
  const select = (path: string): unknown[] =>
    saxon.XPath.evaluate(path, tree, { resultForm: 'array', namespaceContext, xpathDefaultNamespace });
  const theirs = select('//*');
  const ours = everyElement(document);
  expect(ours.length).toBe(theirs.length);
  ours.forEach((element, i) => {
    const selected = select(element.path);
    // compared by identity: printing a node of saxon-js prints its whole document
    if (selected.length !== 1 || selected[0] !== theirs[i])
      throw new Error(`${element.path} selects ${selected.length} elements, or another than number ${i + 1} of the document`);
  });
  return ours.length;
}

describe('the path of an element, read by saxon-js, selects that element', () => {
  test('in generated documents whose prefixes are declared at the root', async () => {
    await fc.assert(
      // saxon-js does not read a letter outside ASCII after a prefix in XPath; it is no matter of ours
      fc.asyncProperty(
        wellFormed({ redeclare: false }).map((xml) => xml.replaceAll('é', 'e')),
        async (xml) => {
          await pathsSelect(xml);
        },
      ),
      { numRuns: 150 },
    );
  });
  test('among twins, with and without prefix, in a default namespace', async () => {
    const xml = `<s:Envelope xmlns:s="urn:s" xmlns:r="urn:r" xmlns="urn:d">
      <s:Body><r:Slot name="a"/><Slot/><r:Slot name="b"><r:Value>1</r:Value><r:Value>2</r:Value></r:Slot><Slot/><r:Other/></s:Body>
    </s:Envelope>`;
    expect(await pathsSelect(xml)).toBe(9);
  });
  test('in a document of thousands of siblings', async () => {
    const xml = `<a xmlns="urn:d">${'<b/><c/>'.repeat(1000)}</a>`;
    expect(await pathsSelect(xml)).toBe(2001);
  });
});
