import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readXml, XmlSyntaxError } from '../../src/protocols/xml/index.js';
import { perhapsBroken, wellFormed } from './arbitrary-xml.js';
import { libxml2Form } from './libxml2-form.js';
import { SecondOpinion, secondOpinionMissing, type Opinion } from './second-opinion.js';
import { treeForm } from './tree-form.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function ours(bytes: Uint8Array): Opinion {
  try {
    return { tree: treeForm(readXml(bytes).root) };
  } catch (error) {
    if (error instanceof XmlSyntaxError) return { refused: error.message };
    throw error;
  }
}

/** Where two readers part most easily. None declares a document type: the product refuses those before libxml2 sees them. */
const BY_HAND = [
  ...[
    '',
    ' ',
    '\n<a/>',
    'a',
    '<',
    '<>',
    '<a',
    '<a>',
    '</a>',
    '<a></b>',
    '<a/><b/>',
    '<a/>x',
    'x<a/>',
    '<a/>\n<!-- x -->\n',
    '< a/>',
    '<a / >',
  ],
  ...[
    '<a/ >',
    '<a></a >',
    '<a></ a>',
    '<1/>',
    '<-a/>',
    '<.a/>',
    '<_a/>',
    '<a.-_1/>',
    '<é/>',
    '<a\u00b7/>',
    '<\u00b7a/>',
    '<😀/>',
    '<a\u00d7/>',
  ],
  ...[
    '<a b/>',
    '<a b=/>',
    '<a b=c/>',
    '<a b=\'c"/>',
    '<a b="1" b="2"/>',
    '<a b="1"c="2"/>',
    '<a b="<"/>',
    '<a b=">"/>',
    '<a b="&"/>',
    '<a b = "1"/>',
  ],
  ...[
    '<a b="\t\n\r\n &#9;&#10;&#13;"/>',
    '<a b="&lt;&gt;&amp;&quot;&apos;"/>',
    '<a b="]]>"/>',
    '<a xml:lang="fr" xml:space="preserve"/>',
    '<a b=""/>',
  ],
  ...['<a>]]></a>', '<a>]]</a>', '<a>></a>', '<a>&</a>', '<a>& </a>', '<a>&amp</a>', '<a>&x;</a>', '<a>&amp;amp;</a>', '<a>&#38;#38;</a>'],
  ...[
    '<a>&#0;</a>',
    '<a>&#x0;</a>',
    '<a>&#1;</a>',
    '<a>&#9;</a>',
    '<a>&#xD;\r\n</a>',
    '<a>&#xD800;</a>',
    '<a>&#xFFFE;</a>',
    '<a>&#x10FFFF;</a>',
    '<a>&#x110000;</a>',
  ],
  ...[
    '<a>&#X41;</a>',
    '<a>&#xg;</a>',
    '<a>&#;</a>',
    '<a>&#x;</a>',
    '<a>&#065;&#x041;</a>',
    '<a>&LT;</a>',
    '<a>\u0001</a>',
    '<a>\u007f\u0085\u2028</a>',
    '<a>\ufffe</a>',
  ],
  ...[
    '<a><!-- -- --></a>',
    '<a><!-----></a>',
    '<a><!----></a>',
    '<a><!--></a>',
    '<a><!--->b--></a>',
    '<a><!-- <b> --></a>',
    '<a>1<!---->2</a>',
    '<!-- x',
  ],
  ...[
    '<a><![CDATA[]]></a>',
    '<a><![CDATA[]]]]></a>',
    '<a><![CDATA[]]]]><![CDATA[>]]></a>',
    '<a><![CDATA[<b>&amp;]]></a>',
    '<a><![cdata[]]></a>',
    '<![CDATA[]]><a/>',
  ],
  ...[
    '<a><![CDATA[ ]]</a>',
    '<a>1<![CDATA[2]]>3</a>',
    '<a><?b?></a>',
    '<a><?b c?></a>',
    '<a><? b?></a>',
    '<a><?b></a>',
    '<a><?b <c> ?></a>',
    '<a><?xml?></a>',
  ],
  ...[
    '<a><?XML x?></a>',
    '<?xml version="1.0"?>',
    '<?xml?><a/>',
    ' <?xml version="1.0"?><a/>',
    '<?xml version="1.0" ?><a/>',
    '<?xml  version = "1.0"?><a/>',
  ],
  ...[
    '<?xml encoding="utf-8"?><a/>',
    '<?xml version="1.0" encoding=""?><a/>',
    '<?xml version="1.0" encoding="utf-8" standalone="maybe"?><a/>',
    '<?xml version="1.1"?><a/>',
  ],
  ...[
    '<a:b/>',
    '<a:b xmlns:a="u:a"/>',
    '<a xmlns:a="u:a" a:b="1" b="2"/>',
    '<a xmlns:a="u:a" xmlns:b="u:a" a:c="1" b:c="2"/>',
    '<a xmlns:a=""/>',
    '<a xmlns=""/>',
  ],
  ...[
    '<a xmlns="u:a"><b xmlns=""/><c/></a>',
    '<a xmlns:b="u:1"><b:c xmlns:b="u:2"/><b:c/></a>',
    '<a:b:c xmlns:a="u:a"/>',
    '<:a/>',
    '<a:/>',
    '<a :b="1"/>',
    '<xml:a/>',
    '<xmlns:a/>',
  ],
  ...[
    '<a xmlns:xml="u:a"/>',
    '<a xmlns:xmlns="u:a"/>',
    '<a b:c="1" xmlns:b="u:b"/>',
    '<a xmlns="http://www.w3.org/2000/xmlns/"/>',
    '<a xmlns:b="http://www.w3.org/XML/1998/namespace"/>',
  ],
  '<a>'.repeat(255) + '</a>'.repeat(255),
  `<a ${Array.from({ length: 200 }, (_, i) => `b${i}="${i}"`).join(' ')}/>`,
  `<a b="${'x'.repeat(100_000)}">${'y\n'.repeat(100_000)}</a>`,
];

/** What text cannot say. */
const IN_BYTES: Record<string, Uint8Array> = {
  'UTF-8 with a byte order mark': Buffer.from('\ufeff<a>é</a>'),
  'UTF-16 with a byte order mark': Buffer.from('\ufeff<a>é😀</a>', 'utf16le'),
  'UTF-16 big-endian with a byte order mark': Buffer.from('\ufeff<a>é😀</a>', 'utf16le').swap16(),
  'ISO-8859-1 as declared': Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a b="é">à</a>', 'latin1'),
  'ISO-8859-1 not declared': Buffer.from('<a>é</a>', 'latin1'),
  'ISO-8859-1 declared as UTF-8': Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>é</a>', 'latin1'),
  'an overlong form': Buffer.from([...Buffer.from('<a>'), 0xc0, 0xbc, ...Buffer.from('</a>')]),
  'a surrogate in UTF-8': Buffer.from([...Buffer.from('<a>'), 0xed, 0xa0, 0x80, ...Buffer.from('</a>')]),
  'a character cut short': Buffer.from([...Buffer.from('<a>'), 0xe2, 0x82, ...Buffer.from('</a>')]),
  'a NUL': Buffer.from('<a>\u0000</a>'),
};

describe('readXml builds the tree that libxml2, which accepted the bytes, builds of them', () => {
  const same = (xml: string): void => {
    const { tree } = ours(utf8(xml));
    if (tree) expect(tree).toEqual(libxml2Form(utf8(xml)));
  };
  test('of generated documents', () => {
    fc.assert(fc.property(wellFormed(), same), { numRuns: 500 });
  });
  test('of documents with something broken that is accepted nonetheless', () => {
    fc.assert(fc.property(perhapsBroken, same), { numRuns: 3000 });
  });
  test('of documents where readers part most easily', () => {
    BY_HAND.forEach(same);
  });
});

const missing = secondOpinionMissing();
const differential = missing === undefined ? describe : describe.skip;

differential(`readXml and libxmljs2 agree${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let second: SecondOpinion;
  beforeAll(() => {
    second = new SecondOpinion();
  });
  afterAll(() => second.close());

  async function agree(bytes: Uint8Array): Promise<void> {
    const [mine, theirs] = [ours(bytes), await second.about(bytes)];
    if (theirs.tree) expect(mine).toEqual(theirs);
    else expect({ tree: mine.tree, refusedByLibxmljs2: theirs.refused }).toEqual({ refusedByLibxmljs2: theirs.refused });
  }

  test('on generated documents', async () => {
    await fc.assert(
      fc.asyncProperty(wellFormed(), async (xml) => {
        expect(ours(utf8(xml)).refused).toBeUndefined();
        await agree(utf8(xml));
      }),
      { numRuns: 500 },
    );
  });
  test('on documents with something broken', async () => {
    await fc.assert(
      fc.asyncProperty(perhapsBroken, async (xml) => agree(utf8(xml))),
      { numRuns: 1500 },
    );
  });
  test.each(BY_HAND.map((xml): [string, string] => [JSON.stringify(xml).slice(0, 80), xml]))('on %s', async (_, xml) => agree(utf8(xml)));
  test.each(Object.entries(IN_BYTES))('on %s', async (_, bytes) => agree(bytes));
});
