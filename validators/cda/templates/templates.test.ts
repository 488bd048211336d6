import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Artefact, type Finding, type Terminology } from '../../../src/model/index.js';
import { xmlOf } from '../../../src/protocols/xml/index.js';
import { clinicalDocumentIn } from '../document.js';
import { Judge } from '../judge.js';
import { named, templateOfOid } from './catalogue.js';
import { TEMPLATE_LINES } from './catalogue-data.js';
import { templates } from './index.js';
import { VOLET_CONTENTS } from './volet-content.js';

const none: Terminology = {
  codeSystem: () => undefined,
  codeSystems: () => [],
  concept: () => undefined,
  valueSet: () => undefined,
  valueSets: () => [],
  nearest: () => [],
};

function judged(source: string | Uint8Array): { findings: Finding[]; evaluated: string[] } {
  const artefact = new Artefact('cda.xml', typeof source === 'string' ? Buffer.from(source) : source);
  const judge = new Judge(artefact, templates.rules);
  templates.judge(judge, clinicalDocumentIn(xmlOf(artefact).root)!, {
    terminology: none,
    insAuthority: undefined,
    at: new Date('2026-11-20T12:00:00Z'),
  });
  return judge.result;
}

const ids = (...oids: string[]): string => oids.map((oid) => `<templateId root="${oid}"/>`).join('');
const loinc = (code: string): string => `<code code="${code}" codeSystem="2.16.840.1.113883.6.1"/>`;

const SIMPLE = ['1.3.6.1.4.1.19376.1.5.3.1.4.13', '1.2.250.1.213.1.1.3.48', '1.2.250.1.213.1.1.3.48.224'];
const simple = (n: number): string =>
  `<entry><observation classCode="OBS" moodCode="EVN">${ids(...SIMPLE)}<id root="2.999.1" extension="${n}"/>${loinc('8302-2')}`
  + `<text><reference value="#s${n}"/></text><statusCode code="completed"/><effectiveTime value="20261120"/></observation></entry>`;

const COMMENT = ['2.16.840.1.113883.10.20.1.40', '1.3.6.1.4.1.19376.1.5.3.1.4.2', '1.2.250.1.213.1.1.3.32'];
const VACCINE = ['2.16.840.1.113883.10.20.1.24', '1.3.6.1.4.1.19376.1.5.3.1.4.12', '1.2.250.1.213.1.1.3.45'];
const VACCINE_ENTRY = `<entry><substanceAdministration classCode="SBADM" moodCode="EVN">${ids(...VACCINE)}<id root="2.999.2"/>
  <code code="IMMUNIZ" codeSystem="2.16.840.1.113883.5.4"/><text><reference value="#v1"/></text>
  <statusCode code="completed"/><effectiveTime value="20261120"/>
  <entryRelationship typeCode="SUBJ"><act classCode="ACT" moodCode="EVN">${ids(...COMMENT)}${loinc('48767-8')}
    <text><reference value="#v2"/></text><statusCode code="completed"/></act></entryRelationship>
</substanceAdministration></entry>`;
const VACCINATIONS = `<component><section>${ids('2.16.840.1.113883.10.20.1.6', '1.3.6.1.4.1.19376.1.5.3.1.3.23', '1.2.250.1.213.1.1.2.147')}
  ${loinc('11369-6')}<title>Vaccinations</title>
  <text><content ID="v1">Rougeole</content> <content ID="v2">Sans incident</content> <linkHtml href="#v1">voir</linkHtml></text>
  ${VACCINE_ENTRY}</section></component>`;
const SIMPLES = [1, 2, 3, 4, 5, 6].map(simple).join('\n');
const COMMENTS = `<component><section>${ids('1.2.250.1.213.1.1.2.47')}${loinc('48767-8')}<title>Commentaires</title>
  <text>${[1, 2, 3, 4, 5, 6].map((n) => `<content ID="s${n}">Taille ${n}</content>`).join(' ')}</text>
  ${SIMPLES}</section></component>`;
const PLAIN = `<component><section>${ids('1.2.250.1.213.1.1.2.10')}<id root="2.999.3"/>${loinc('26436-6')}<title>Examens</title>
  <text>Aucun <footnote ID="n1">à ce jour</footnote> <footnoteRef IDREF="n1"/> <renderMultiMedia referencedObject="m1"/></text>
  <entry><observationMedia classCode="OBS" moodCode="EVN" ID="m1"/></entry></section></component>`;
const GROUP = `<component><section>${ids('1.2.250.1.213.1.1.2.5')}<id root="2.999.4"/>${loinc('75326-9')}<title>Suivi</title>
  ${PLAIN}</section></component>`;
const VOLET = '<templateId root="1.2.250.1.213.1.1.1.37" extension="2023.01"/>';
const vac = `<ClinicalDocument xmlns="urn:hl7-org:v3">
${ids('2.16.840.1.113883.2.8.2.1', '1.2.250.1.213.1.1.1.1', '1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2')}
${VOLET}
<documentationOf><serviceEvent>${loinc('11369-6')}</serviceEvent></documentationOf>
<component><structuredBody>
${VACCINATIONS}
${COMMENTS}
${GROUP}
</structuredBody></component>
</ClinicalDocument>`;

const example = (name: string): string => readFileSync(new URL(`../../../examples/documents/${name}`, import.meta.url), 'utf8');
const laboratory = example('cr-bio-niveau-3.xml');

/** Replaces one text of a piece of the document. */
function swap(piece: string, from: string, to: string, source = vac): string {
  if (!source.includes(piece) || !piece.includes(from)) throw new Error(`no ${from}`);
  return source.replace(piece, () => piece.replace(from, () => to));
}
const drop = (piece: string, from: string): string => swap(piece, from, '');

/** Measures of visual acuity, which need no id by their template. */
const acuity = (count: number, withoutId: boolean): string =>
  Array.from(
    { length: count },
    (_, i) => `<entry><observation classCode="OBS" moodCode="EVN">${ids('1.3.6.1.4.1.19376.1.12.1.3.6', '1.2.250.1.213.1.1.3.119')}
  ${withoutId && i === 0 ? '' : `<id root="2.999.5" extension="${i}"/>`}${loinc('28711-0')}<statusCode code="completed"/>
  <effectiveTime value="20230401"/><value nullFlavor="UNK"/><methodCode code="252973004"/><targetSiteCode code="18944008"/>
</observation></entry>`,
  ).join('');
const measured = (count: number, withoutId = true): string => swap(PLAIN, '</section>', `${acuity(count, withoutId)}</section>`);

const cases: [rule: string, name: string, source: string][] = [
  ['CDA-430', 'a section of CI-SIS', swap(VACCINATIONS, '1.213.1.1.2.147"', '1.213.1.1.2.9147"')],
  ['CDA-430', 'a last arc beside a known one', swap(PLAIN, '1.213.1.1.2.10"', '1.213.1.1.2.9"')],
  ['CDA-430', 'a template of the header', swap(vac, '1.5.3.1.1.18.1.2"', '1.5.3.1.1.18.1.3"')],
  ['CDA-431', 'a section on an observation', swap(SIMPLES, ids(...SIMPLE), ids(...SIMPLE, '1.3.6.1.4.1.19376.1.5.3.1.3.36'))],
  ['CDA-432', 'a section on an observation', swap(SIMPLES, ids(...SIMPLE), ids(...SIMPLE, '2.16.840.1.113883.10.20.1.6'))],
  ['CDA-433', 'no parent', drop(VACCINATIONS, ids('2.16.840.1.113883.10.20.1.6'))],
  ['CDA-434', 'no parent', drop(SIMPLES, ids('1.3.6.1.4.1.19376.1.5.3.1.4.13'))],
  ['CDA-435', 'other code', swap(VACCINATIONS, '11369-6', '11369-9')],
  ['CDA-435', 'other system', swap(VACCINATIONS, 'codeSystem="2.16.840.1.113883.6.1"', 'codeSystem="2.16.840.1.113883.6.2"')],
  ['CDA-435', 'none', drop(VACCINE_ENTRY, loinc('48767-8'))],
  ['CDA-436', 'other code', swap(COMMENTS, '48767-8', '48767-9')],
  ['CDA-437', 'no id', drop(SIMPLES, '<id root="2.999.1" extension="1"/>')],
  ['CDA-437', 'no reference', swap(SIMPLES, '<text><reference value="#s1"/></text>', '<text>Taille</text>')],
  ['CDA-437', 'no text', drop(SIMPLES, '<text><reference value="#s1"/></text>')],
  ['CDA-438', 'no title', drop(VACCINATIONS, '<title>Vaccinations</title>')],
  ['CDA-439', 'other status', swap(SIMPLES, '"completed"', '"active"')],
  ['CDA-439', 'no status', drop(SIMPLES, '<statusCode code="completed"/>')],
  ['CDA-439', 'no mood', drop(SIMPLES, ' moodCode="EVN"')],
  ['CDA-440', 'other class', swap(VACCINE_ENTRY, 'act classCode="ACT"', 'act classCode="OBS"')],
  ['CDA-441', 'no entry', drop(VACCINATIONS, VACCINE_ENTRY)],
  ['CDA-442', 'no entry', drop(COMMENTS, SIMPLES)],
  ['CDA-443', 'code of vaccinations', swap(PLAIN, '26436-6', '11369-6')],
  ['CDA-444', 'none', drop(PLAIN, ids('1.2.250.1.213.1.1.2.10'))],
  [
    'CDA-445',
    'none',
    swap(PLAIN, '</section>', '<entry><act classCode="ACT" moodCode="EVN"><code nullFlavor="NA"/></act></entry></section>'),
  ],
  ['CDA-446', 'twice', swap(PLAIN, '<id ', ids('1.2.250.1.213.1.1.2.10') + '<id ')],
  ['CDA-447', 'a version', swap(PLAIN, '2.10"/>', '2.10" extension="2024.01"/>')],
  ['CDA-448', 'one less', drop(SIMPLES, ids('1.2.250.1.213.1.1.3.48.224'))],
  ['CDA-449', 'performer', swap(laboratory, '<templateId root="1.3.6.1.4.1.19376.1.3.3.1.7"/>', '', laboratory)],
  ['CDA-450', 'no vaccinations', drop(vac, VACCINATIONS)],
  ['CDA-451', 'twice', swap(vac, COMMENTS, VACCINATIONS.replaceAll(/(ID="|#)v/g, '$1w') + COMMENTS)],
  ['CDA-452', 'other act', swap(vac, `<serviceEvent>${loinc('11369-6')}`, `<serviceEvent>${loinc('18748-4')}`)],
  ['CDA-452', 'no act', drop(vac, `<serviceEvent>${loinc('11369-6')}</serviceEvent>`)],
  ['CDA-453', 'two', swap(vac, VOLET, VOLET + '<templateId root="1.2.250.1.213.1.1.1.46" extension="2023.01"/>')],
  ['CDA-454', 'a section of IHE alone', drop(VACCINATIONS, ids('1.2.250.1.213.1.1.2.147'))],
  ['CDA-454', 'IHE alone', drop(SIMPLES, ids('1.2.250.1.213.1.1.3.48', '1.2.250.1.213.1.1.3.48.224'))],
  ['CDA-455', 'none', drop(vac, VOLET)],
  ['CDA-456', 'one of six has none', measured(6)],
  ['CDA-460', 'no text', vac.replace(/<title>Commentaires<\/title>\s*<text>.*<\/text>/, '<title>Commentaires</title>')],
  ['CDA-461', 'empty', vac.replace(/<title>Commentaires<\/title>\s*<text>.*<\/text>/, '<title>Commentaires</title><text><br/></text>')],
  ['CDA-462', 'no #', swap(VACCINE_ENTRY, '"#v1"', '"v1"')],
  ['CDA-463', 'a name that is no ID', swap(VACCINE_ENTRY, '"#v1"', '"Rougeole"')],
  ['CDA-464', 'another section', swap(SIMPLES, '"#s1"', '"#v1"')],
  ['CDA-465', 'empty', swap(VACCINATIONS, '<content ID="v1">Rougeole</content>', '<content ID="v1"/>')],
  ['CDA-466', 'no such image', swap(PLAIN, 'referencedObject="m1"', 'referencedObject="m2"')],
  ['CDA-466', 'a text', swap(PLAIN, 'referencedObject="m1"', 'referencedObject="n1"')],
  ['CDA-467', 'no such note', swap(PLAIN, 'IDREF="n1"', 'IDREF="n2"')],
  ['CDA-468', 'nowhere', swap(VACCINATIONS, 'href="#v1"', 'href="#v9"')],
  ['CDA-469', 'none', drop(PLAIN, loinc('26436-6'))],
  ['CDA-470', 'none', drop(GROUP, '<title>Suivi</title>')],
];

const healthy: [string, string][] = [
  ['vaccinations', vac],
  ['level 1', example('compte-rendu-niveau-1.xml')],
  ['laboratory report', laboratory],
  ['vaccination record', example('carnet-de-vaccination.xml')],
  ['measures with an id', measured(6, false)],
  ['too few to tell', measured(4)],
  ['templates of others', swap(PLAIN, '<id ', ids('2.999.7') + '<id ')],
  ['a link to a web page', swap(VACCINATIONS, 'href="#v1"', 'href="https://example.org/#v9"')],
  ['a reference to a file', swap(VACCINE_ENTRY, '"#v1"', '"certificat.pdf"')],
];

test.each(healthy)('%s: nothing is said', (_, source) => {
  expect(judged(source).findings.map((f) => [f.rule, f.place.path])).toEqual([]);
});

test.each(cases)('%s: %s', (rule, _, source) => {
  const { findings, evaluated } = judged(source);
  expect([...new Set(findings.map((f) => f.rule))]).toEqual([rule]);
  expect(evaluated).toContain(rule);
  for (const { message, hint, expected, actual, place } of findings) {
    for (const text of [message, hint, expected!, actual!]) {
      expect(text.fr).toBeTruthy();
      expect(text.en).toBeTruthy();
      expect(text.fr).not.toMatch(/ [:;?!»]|« |'/);
    }
    expect(place.path).toMatch(/^\/ClinicalDocument/);
  }
});

describe('the rules', () => {
  test('each has an input that passes it and one that fails it', () => {
    const passed = new Set(healthy.flatMap(([, source]) => judged(source).evaluated));
    const failed = new Set(cases.map(([rule]) => rule));
    expect(templates.rules.filter(({ id }) => !passed.has(id) || !failed.has(id)).map(({ id }) => id)).toEqual([]);
  });
  test('have French typography and full stops', () => {
    for (const rule of templates.rules)
      for (const { fr, en } of [rule.title, rule.message, rule.hint, ...(rule.why ? [rule.why] : [])]) {
        expect(fr).not.toMatch(/ [:;?!»]|« |'| {2}/);
        expect(en).not.toMatch(/\s[:;?!]| {2}/);
        expect(fr).toMatch(/\.$/);
        expect(en).toMatch(/\.$/);
      }
  });
});

describe('what is suggested', () => {
  const said = (source: string, rule: string): string[] =>
    judged(source)
      .findings.filter((f) => f.rule === rule)
      .map((f) => f.expected!.en);
  test('for an unknown template: the one that those beside it call for', () => {
    expect(said(swap(VACCINATIONS, '1.2.147"', '1.2.9147"'), 'CDA-430')).toEqual(['1.2.250.1.213.1.1.2.147 (FR-Vaccinations)']);
  });
  test('for a section without a template: the one its code is reserved for', () => {
    const bare = swap(PLAIN, ids('1.2.250.1.213.1.1.2.10'), '').replace('26436-6', '10157-6');
    expect(said(bare, 'CDA-444')).toHaveLength(1);
  });
  test('one finding for a template that several call for', () => {
    expect(judged(drop(VACCINATIONS, ids('2.16.840.1.113883.10.20.1.6'))).findings).toHaveLength(1);
  });
  test('for a template of IHE alone: the one of CI-SIS derived from it', () => {
    expect(said(drop(VACCINATIONS, ids('1.2.250.1.213.1.1.2.147')), 'CDA-454')).toEqual(['1.2.250.1.213.1.1.2.147 (FR-Vaccinations)']);
  });
  test('once for a document that hardly names templates of CI-SIS', () => {
    expect(said(vac.replaceAll(/<templateId root="1\.2\.250\.1\.213\.1\.1\.3[^>]*>/g, ''), 'CDA-454')).toHaveLength(1);
  });
  test('one finding for all references without #', () => {
    expect(said(vac.replaceAll('value="#', 'value="'), 'CDA-462')).toHaveLength(1);
  });
});

describe('the catalogue', () => {
  const lines = TEMPLATE_LINES.trim().split('\n');
  test('has each template once, each part of a line is understood', () => {
    expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBe(lines.length);
    for (const line of lines) {
      const template = templateOfOid(line.split(' ')[0]!)!;
      const parts = line
        .slice(0, line.indexOf(' |'))
        .split(' ')
        .slice(2)
        .filter((part) => part !== ';' && part !== '~' && part !== '^');
      const { beside, inside, children, values, code } = template;
      expect([line, beside.length + inside.length + children.length + values.length + (code ? 1 : 0)]).toEqual([line, parts.length]);
    }
  });
  test('knows every template that it or a volet asks for', () => {
    const asked = [
      ...lines.flatMap((line) => templateOfOid(line.split(' ')[0]!)!.beside.map(({ value }) => value)),
      ...lines.flatMap((line) => templateOfOid(line.split(' ')[0]!)!.inside.map(({ value }) => value)),
      ...VOLET_CONTENTS.flatMap(({ sections }) => sections.flatMap((section) => section.templates)),
    ];
    expect(asked.filter((oid) => templateOfOid(oid) === undefined)).toEqual([]);
    expect(named('1.2.250.1.213.1.1.2.147')).toBe('1.2.250.1.213.1.1.2.147 (FR-Vaccinations)');
    expect(named('2.999')).toBe('2.999');
  });
});

test('hostile: a deep, wide document of templates, references and names takes no time', () => {
  const section = `<component><section>${ids(...Array.from({ length: 40 }, (_, i) => `1.2.250.1.213.1.1.2.${i}`))}<text><content ID="a">a</content><reference value="${'x'.repeat(5000)}"/></text>`;
  const deep = section.repeat(50) + '</section></component>'.repeat(50);
  const source = `<ClinicalDocument xmlns="urn:hl7-org:v3">${VOLET.repeat(50)}<component><structuredBody>${deep.repeat(4)}</structuredBody></component></ClinicalDocument>`;
  const started = performance.now();
  expect(judged(source).findings.length).toBeLessThanOrEqual(100 * templates.rules.length);
  expect(performance.now() - started).toBeLessThan(20_000);
});

const samples = process.env['ADDAX_SAMPLES'];
const pack = process.env['ADDAX_CDA_PACK'];
/** Folders of published documents, and how many warnings a reader may meet in them. */
const folders: [folder: string, warnings: number][] = [
  ...(samples === undefined ? [] : ([[join(samples, 'cda'), 60], [join(samples, 'cda-v2.41'), 12]] as [string, number][])),
  ...(pack === undefined ? [] : ([[join(pack, 'ExemplesCDA'), 200]] as [string, number][])),
].filter(([folder]) => existsSync(folder)); // prettier-ignore

if (folders.length === 0) test.skip('published documents: neither ADDAX_SAMPLES nor ADDAX_CDA_PACK names a folder', () => undefined);
else
  test.each(folders)('published documents, %s: no error, few warnings', (folder, most) => {
    let warnings = 0;
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.xml'))) {
      const { findings } = judged(readFileSync(join(folder, name)));
      expect(findings.filter((f) => f.severity === 'error').map((f) => [name, f.rule, f.place.line])).toEqual([]);
      warnings += findings.filter((f) => f.severity === 'warning').length;
    }
    expect(warnings).toBeLessThanOrEqual(most);
  });
