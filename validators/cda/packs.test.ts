import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Artefact, packageRoot, type ValidationNote } from '../../src/model/index.js';
import { addPack } from '../../src/packs/add.js';
import { place, type Files } from '../../src/packs/fixtures/place.js';
import { loadPacks } from '../../src/packs/load.js';
import { xmlOf } from '../../src/protocols/xml/index.js';
import { clinicalDocumentIn } from './document.js';

const here = place();
const LEVEL_3 = readFileSync(join(packageRoot, 'examples/documents/cr-bio-niveau-3.xml'), 'utf8');

const manifest = (name: string, cda: string): string => `coordinate: fr.example:${name}\nversion: '1'\ncda: ${cda}\n`;
const schema = (body: string, more = ''): string =>
  `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"${more}><ns prefix="cda" uri="urn:hl7-org:v3"/>${body}</schema>`;
const rule = (context: string, body: string): string => `<pattern><rule context="${context}">${body}</rule></pattern>`;
const never = (id: string): string => rule('cda:realmCode', `<assert id="${id}" test="false()">${id}</assert>`);

/** Judges a document by packs, each given by its files. */
async function judged(packs: readonly Files[], text = LEVEL_3) {
  for (const [i, files] of packs.entries()) await addPack(here.write(`pack-${i}`, files), { cwd: here.project() });
  // loaded here: the cache that it opens is then that of the test
  const { judgeByPacks, svrlOf } = await import('./packs.js');
  const artefact = new Artefact('document.xml', new TextEncoder().encode(text));
  const document = xmlOf(artefact);
  const context = {
    at: new Date('2026-11-20T10:00:00Z'),
    trust: { anchors: [], crls: [] },
    parameters: {},
    packs: loadPacks(here.project()),
  };
  const result = judgeByPacks(artefact, document, clinicalDocumentIn(document.root)!, context);
  return { ...result, svrl: () => svrlOf(result) };
}
const texts = (notes: readonly ValidationNote[], kind: ValidationNote['kind']): string[] =>
  notes.filter((note) => note.kind === kind).map(({ text }) => text.en);

test('packs of other names all judge; what is said of a volet then names the pack', async () => {
  const volets = '[{ templateId: 2.999.1, schematron: volet.sch }]';
  const { findings, notes } = await judged(
    [
      {
        'addax-pack.yaml': manifest('one', `{ profiles: [a.sch], volets: ${volets} }`),
        'a.sch': schema(never('one')),
        'volet.sch': schema(never('volet')),
      },
      {
        'addax-pack.yaml': manifest('two', `{ profiles: [a.sch], volets: ${volets} }`),
        'a.sch': schema(never('two')),
        'volet.sch': schema(''),
      },
    ],
    LEVEL_3.replace('root="1.2.250.1.213.1.1.1.55" extension="2024.01"', 'root="2.999.1"'),
  );
  expect(findings.map(({ rule: id, source }) => [id, source])).toEqual([
    ['a#one', 'pack:fr.example:one:1/a.sch'],
    ['volet#volet', 'pack:fr.example:one:1/volet.sch'],
    ['a#two', 'pack:fr.example:two:1/a.sch'],
  ]);
  expect(texts(notes, 'choice')).toEqual([
    expect.stringMatching(/^fr\.example:one:1: .*volet\.sch/),
    expect.stringMatching(/^fr\.example:two:1: .*volet\.sch/),
  ]);
});

test('a check that is broken again and again is told a hundred times, and how often in all', async () => {
  const { findings, notes } = await judged(
    [{ 'a.sch': schema(rule('cda:telecom', '<assert id="t" test="false()">t</assert>')) }],
    LEVEL_3.replace('<telecom', '<telecom/>'.repeat(150) + '<telecom'),
  );
  expect(findings).toHaveLength(100);
  expect(texts(notes, 'unchecked')).toEqual([
    expect.stringContaining(`a.sch (a.sch:1): ${150 + LEVEL_3.split('<telecom').length - 1} findings, the first 100 are told.`),
  ]);
});

test('a rule that no engine may run is told, is not among those evaluated, and those beside it judge', async () => {
  const reads = rule('cda:languageCode', '<assert id="reads" test="unparsed-text(@code) = 1">x</assert>');
  const { findings, notes, evaluated } = await judged([{ 'a.sch': schema(`${reads}\n${reads}\n${never('beside')}`) }]);
  expect(findings.map(({ rule: id }) => id)).toEqual(['a#beside']);
  expect(texts(notes, 'incomplete')).toEqual([
    expect.stringMatching(/\(a\.sch:1\): rule not evaluated on \/, line 2: .*unparsed-text/),
    expect.stringMatching(/\(a\.sch:2\): rule not evaluated on \/, line 2: .*unparsed-text/),
  ]);
  expect(evaluated).toEqual(['a#3']);
});

test('a rule of which every check fails to be evaluated is not among those evaluated; one of which a check is judged is', async () => {
  const broken = '<assert test="xs:date(@code)">x</assert>';
  const { findings, evaluated, notes } = await judged([
    {
      'a.sch': schema(
        rule('cda:languageCode', broken).replace('<rule', '<rule id="none"')
          + rule('cda:languageCode', `${broken}<assert test="true()">x</assert>`).replace('<rule', '<rule id="some"'),
      ),
    },
  ]);
  expect([findings, evaluated]).toEqual([[], ['a#some']]);
  expect(texts(notes, 'incomplete')).toEqual([expect.stringContaining('FORG0001')]);
});

test.each([
  ['is missing', undefined, /gone\.xsd/],
  ['is no schema', '<a/>', /a\.xsd/],
])('an XML Schema that %s is told, and the schematrons judge', async (_what, content, complaint) => {
  const { findings, evaluated, notes } = await judged([
    {
      'addax-pack.yaml': manifest('x', `{ xsd: ${content ? 'a.xsd' : 'gone.xsd'}, profiles: [a.sch] }`),
      'a.sch': schema(never('x')),
      ...(content && { 'a.xsd': content }),
    },
  ]);
  expect(findings.map(({ rule: id }) => id)).toEqual(['a#x']);
  expect(evaluated).not.toContain('XSD');
  expect(texts(notes, 'incomplete')).toEqual([expect.stringMatching(complaint)]);
});

test.each([
  ['error', 'error'],
  ['fatal', 'error'],
  ['warning', 'warning'],
  ['WARN', 'warning'],
  ['info', 'information'],
  ['information', 'information'],
  ['hint', 'information'],
  ['', 'error'],
])('role “%s”: %s', async (role, severity) => {
  const { findings } = await judged([{ 'a.sch': schema(rule('cda:realmCode', `<assert role="${role}" test="false()">x</assert>`)) }]);
  expect(findings.map((one) => one.severity)).toEqual([severity]);
});

test('a finding without a text names the place of its rule; a report is expected not to hold', async () => {
  const { findings } = await judged([{ 'a.sch': schema(`\n${rule('cda:realmCode', '<report test="@code =\n &apos;FR&apos;"/>')}`) }]);
  expect(findings).toMatchObject([{ rule: 'a#2', message: { en: 'report a.sch:2' }, expected: { en: "not @code = 'FR'" } }]);
});

test('the SVRL report has every rule that fired with what failed of it, of all profiles', async () => {
  const telecom = rule('cda:telecom', '<assert id="nask" test="@nullFlavor">told</assert>');
  const { svrl, findings } = await judged([{ 'a.sch': schema(`${telecom}${never('n')}`), 'b.sch': schema(never('b')) }]);
  const report = svrl();
  expect(report.match(/<svrl:active-pattern/g)).toHaveLength(3);
  expect(report.match(/<svrl:failed-assert/g)).toHaveLength(findings.length);
  const telecoms = LEVEL_3.match(/<telecom/g)!.length;
  expect(report.match(/<svrl:fired-rule context="cda:telecom"/g)).toHaveLength(telecoms);
  const nulled = LEVEL_3.match(/<telecom [^>]*nullFlavor/g)!.length;
  expect(report.match(/<svrl:failed-assert id="nask"/g)).toHaveLength(telecoms - nulled);
});
