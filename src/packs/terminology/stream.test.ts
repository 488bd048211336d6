import { describe, expect, test } from '@jest/globals';
import { streamJson } from './json-stream.js';
import { Gathered } from './skos.js';
import { UnreadableTerminology } from './text-stream.js';
import { streamTurtle } from './turtle.js';
import { streamXml } from './xml-stream.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What is read of XML, in one line. */
function read(text: string | Uint8Array): string {
  let told = '';
  streamXml(typeof text === 'string' ? bytes(text) : text, {
    open: ({ local, namespace, attributes }) =>
      (told += `<${namespace}|${local}${[...attributes].map(([name, value]) => ` ${name}=${value}`).join('')}>`),
    text: (one) => (told += one),
    close: () => (told += '</>'),
  });
  return told;
}

describe('streamXml', () => {
  test.each([
    ['namespaces', '<a xmlns="u" xmlns:p="v"><p:b p:c="1"/><d xmlns=""/></a>', '<u|a xmlns=u xmlns:p=v><v|b p:c=1></><|d xmlns=></></>'],
    ['references', '<a b="&lt;&#233;&#xE9;&quot;">&amp;&apos;</a>', '<|a b=<éé">&\'</>'],
    [
      'CDATA, comments, instructions',
      '<?xml version="1.0"?><!-- <x> --><a><![CDATA[<b>&amp;]]><!-- - --><?p <c>?></a> <!-- end -->',
      '<|a><b>&amp;</>',
    ],
    ['white space in tags', "<a\n b = '1'\n></a\n>", '<|a b=1></>'],
    ['a byte order mark', '\ufeff<a/>', '<|a></>'],
  ])('%s', (_what, text, told) => {
    expect(read(text)).toBe(told);
  });

  test('other encodings', () => {
    expect(read(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1'))).toBe('<|a>é</>');
    expect(read(Buffer.from('\ufeff<a>é</a>', 'utf16le'))).toBe('<|a>é</>');
  });

  test.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', /DOCTYPE/],
    ['an unknown entity', '<a>&e;</a>', /well-formed/],
    ['an ampersand alone', '<a>a & b</a>', /well-formed/],
    ['an impossible character', '<a>&#x110000;</a>', /well-formed/],
    ['tags that do not match', '<a><b></a></b>', /well-formed/],
    ['two roots', '<a/><b/>', /well-formed/],
    ['text beside the root', '<a/>text', /well-formed/],
    ['nothing', '', /well-formed/],
    ['an open tag', '<a b="1"', /well-formed/],
    ['an open comment', '<a><!-- ', /well-formed/],
    ['an attribute without quotes', '<a b=1/>', /well-formed/],
    ['an attribute without a value', '<a b/>', /well-formed/],
    ['an unknown encoding', '<?xml version="1.0" encoding="x-none"?><a/>', /Unknown encoding/],
    ['depth', '<a>'.repeat(300), /nested/],
  ])('%s is refused', (_what, text, reason) => {
    expect(() => read(text)).toThrow(reason);
    expect(() => read(text)).toThrow(UnreadableTerminology);
  });

  test('bytes that are no text are refused, with their line', () => {
    expect(() => read(new Uint8Array([0x3c, 0x61, 0x3e, 0x0a, 0xff, 0x3c]))).toThrow(/declared encoding/);
    expect(() => read('<a>\n\n<b></a>')).toThrow('line 3');
  });

  test('parts are put together wherever they are cut', () => {
    // a part ends after 262,144 bytes: everything passes over such an end at some length
    const inner = '<b c="é &amp; d">x &lt; y</b><!-- e --><![CDATA[f]]>';
    const whole = '<|b c=é & d>x < y</>f';
    for (let filler = 0; filler < 80; filler++) {
      const text = `<a>${' '.repeat(262_144 - 40 - filler)}${inner.repeat(3)}</a>`;
      expect(read(text).replace(/ {9,}/, '')).toBe(`<|a>${whole.repeat(3)}</>`);
    }
  });

  test('a tag without end is refused before it fills the memory', () => {
    expect(() => read(`<a b="${'x'.repeat(20 * 1024 ** 2)}`)).toThrow(/16 MB/);
  });
});

describe('streamTurtle', () => {
  test('parts are put together wherever they are cut', () => {
    const inner =
      '<urn:a> <http://www.w3.org/2004/02/skos/core#notation> "a \\" b"^^<urn:t> , 12.5 ; # to the end\n <urn:b> """l\n"o"ng""""@fr-FR . ';
    for (let filler = 0; filler < 140; filler += 3) {
      const found: string[][] = [];
      streamTurtle(
        bytes(`#${' '.repeat(262_144 - 60 - filler)}\n${inner.repeat(2)}`),
        new Gathered(({ notations }) => found.push(notations)),
      );
      expect(found).toEqual([
        ['a " b', '12.5'],
        ['a " b', '12.5'],
      ]);
    }
  });
});

describe('streamJson', () => {
  test('gives the items of streamed arrays, inner before outer, and keeps the rest', () => {
    const given: unknown[] = [];
    const rest = streamJson(
      bytes('{"a":[1,{"b":null}],"c":[{"n":1,"c":[{"n":2}]},{"n":"\\u00e9"}],"d":{"c":[]}}'),
      new Set(['c']),
      (item, path) => given.push([item, path.join('/')]),
    );
    expect(JSON.stringify(rest)).toBe('{"a":[1,{"b":null}],"d":{}}');
    expect(JSON.stringify(given)).toBe('[[{"n":2},"c/0/c/0"],[{"n":1},"c/0"],[{"n":"é"},"c/1"]]');
  });

  test('parts are put together wherever they are cut', () => {
    const value = [{ a: 'é " \\ \n' }, -12.5e-3, true, null];
    for (let filler = 0; filler < 60; filler++) {
      const text = `[${' '.repeat(262_144 - 30 - filler)}${JSON.stringify(value)}]`;
      expect(JSON.parse(JSON.stringify(streamJson(bytes(text), new Set(), () => undefined)))).toEqual([value]);
    }
  });

  test.each(['', '{', '{"a"}', '{"a":1,}', '[1,]', '[1 2]', '{a:1}', '"open', '"\\x"', '01', 'nul', '[1]]', '{"a":1'])(
    '%j is refused',
    (text) => {
      expect(() => streamJson(bytes(text), new Set(), () => undefined)).toThrow(UnreadableTerminology);
    },
  );

  test('what would fill the memory is refused', () => {
    expect(() => streamJson(bytes('['.repeat(1000)), new Set(), () => undefined)).toThrow(/levels/);
    expect(() => streamJson(bytes(`[${'0,'.repeat(2_100_000)}0]`), new Set(), () => undefined)).toThrow(/Too many values/);
  });
});
