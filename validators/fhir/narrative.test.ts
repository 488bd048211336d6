import { expect, test } from '@jest/globals';
import { readFhirJson } from '../../src/protocols/fhir/index.js';
import { Judge } from './judge.js';
import { isPlain, judgeNarrative } from './narrative.js';
import { rules } from './rules.js';

const div = (content: string): string => `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`;

/** The rules that a narrative breaks. */
function broken(xhtml: string): string[] {
  const resource = { resourceType: 'Patient', text: { status: 'generated', div: xhtml } };
  const { root } = readFhirJson(Buffer.from(JSON.stringify(resource)));
  const judge = new Judge(rules);
  judgeNarrative(root!.children[0]!.children[1]!, judge);
  expect(judge.evaluated.length).toBeGreaterThan(0);
  return judge.findings.map(({ rule }) => rule);
}

const PLAIN = [
  div('Anne EXEMPLE'),
  div('<p class="name">ANNE <b>EXEMPLE</b><br/>née le 28&lt;3 &amp; <br /></p>\n<hr/>'),
  div('<table border="1" class="grid"><tr><td colspan="2" title="a > b">x</td></tr></table>'),
  div(`<ul>${'<li>rendez-vous</li>'.repeat(50)}</ul>`),
  div('&gt;'),
  div('<p><a name="a"> </a>&#160;<a href="https://example.org/a?b=c">x</a><span style="color: red" xml:lang="fr">x</span></p>'),
];
const FOR_THE_PARSER = [
  div(''),
  div(' \n'),
  div('<img src="a.png"/>'),
  div('<a href="javascript:x()">x</a>'),
  div('<script>x</script>'),
  div('<P>x</P>'),
  div('<p onclick="x">x</p>'),
  div('<p style="width: expression(x)">x</p>'),
  div('<p xml:base="x">x</p>'),
  div('<p class="a" class="b">x</p>'),
  div("<p class='a'>x</p>"),
  div('<p>x'),
  div('<b><i>x</b></i>'),
  div('x</p>'),
  div('x & y'),
  div('&nbsp;'),
  div('&#160;'),
  div('x&#160'),
  div('&#1;'),
  div('<!-- x -->x'),
  div('<![CDATA[x]]>'),
  div('x]]>'),
  div('x\u0001'),
  div('x\ud800'),
  div('<p xmlns="urn:x">x</p>'),
  div('<p/ >x'),
  div('x</p class="x">'),
  div(`${'<b>'.repeat(101)}x${'</b>'.repeat(101)}`),
  div('x'.repeat(200_000)),
  '<div>x</div>',
  '<div xmlns="http://www.w3.org/1999/xhtml" xmlns="urn:x">x</div>',
  '<divx xmlns="http://www.w3.org/1999/xhtml">x</divx>',
  `${div('x')}${div('y')}`,
  `${div('x')}x`,
  ` ${div('x')}`,
];

test('a plain narrative is told without a parser', () => {
  expect(PLAIN.filter((xhtml) => !isPlain(xhtml))).toEqual([]);
  expect(FOR_THE_PARSER.filter(isPlain)).toEqual([]);
  expect(PLAIN.flatMap(broken)).toEqual([]);
});

test('what is told to be plain has nothing that the parser tells', () => {
  let plain = 0;
  for (const xhtml of [...PLAIN, ...FOR_THE_PARSER.filter((one) => one.length < 2000)])
    for (let at = 0; at < xhtml.length; at += 11)
      for (const by of ['', '<', '"', 'x', '/', ' ']) {
        const variant = xhtml.slice(0, at) + by + xhtml.slice(at + 1);
        if (!isPlain(variant)) continue;
        plain++;
        // a line end after it is for the parser, and changes nothing
        expect([variant, broken(`${variant}\n`)]).toEqual([variant, []]);
      }
  expect(plain).toBeGreaterThan(50);
});
