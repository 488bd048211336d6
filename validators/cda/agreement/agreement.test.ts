import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Artefact, RequirementFile, type Finding } from '../../../src/model/index.js';
import { xmlOf } from '../../../src/protocols/xml/index.js';
import { clinicalDocumentIn } from '../document.js';
import type { FamilyContext } from '../family.js';
import { Judge } from '../judge.js';
import { agreement } from './index.js';
import { numbersIn, tellsUnit } from './narrative-numbers.js';
import { unitMeant } from './units-meant.js';

function judge(source: string | Uint8Array): { findings: Finding[]; evaluated: string[] } {
  const artefact = new Artefact('cda.xml', typeof source === 'string' ? Buffer.from(source) : source);
  const found = new Judge(artefact, agreement.rules);
  agreement.judge(found, clinicalDocumentIn(xmlOf(artefact).root)!, {} as FamilyContext);
  return found.result;
}
const told = (source: string): string[] => judge(source).findings.map(({ rule }) => rule);

/** Written for these tests: only what these rules look at. */
const valid = `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<templateId root="1.2.250.1.213.1.1.1.1"/><id root="2.999.1"/><title>Résultats</title><effectiveTime value="20261118101500+0100"/>
<recordTarget><patientRole><id root="1.2.250.1.213.1.4.10" extension="279035121518989"/>
<telecom value="mailto:279035121518989@patient.mssante.fr"/>
<patient><name><family qualifier="BR">PAT-TROIS</family><given>DOMINIQUE</given></name><birthTime value="19790328"/><sdtc:deceasedTime value="20261117"/>
<birthplace><place><addr><county>51215</county></addr></place></birthplace></patient></patientRole></recordTarget>
<relatedDocument><parentDocument><id root="2.999.0"/></parentDocument></relatedDocument>
<component><structuredBody><component><section><id root="2.999.2"/><title>Biologie</title>
<text><table><tbody><tr ID="r1"><td>Potassium (24/11)</td><td>4,1 mmol/L</td><td>3,5 - 5,1</td></tr></tbody></table></text>
<entry><observation classCode="OBS" moodCode="EVN"><id root="2.999.3"/><text><reference value="#r1"/></text><effectiveTime value="20261116"/>
<value xsi:type="PQ" value="4.1" unit="mmol/L"/><interpretationCode code="N" codeSystem="2.16.840.1.113883.5.83"/>
<referenceRange><observationRange><value xsi:type="IVL_PQ"><low value="3.5" unit="mmol/L"/><high value="5.1" unit="mmol/L"/></value></observationRange></referenceRange>
</observation></entry>
<entry><substanceAdministration classCode="SBADM" moodCode="INT"><effectiveTime value="20261120"/><doseQuantity value="1" unit="mg"/></substanceAdministration></entry>
</section></component></structuredBody></component></ClinicalDocument>
`;
const swap = (from: string, to: string): string => {
  if (!valid.includes(from)) throw new Error(`no ${from}`);
  return valid.replace(from, to);
};
const body = (content: string, attributes = 'mediaType="text/plain" representation="B64"'): string =>
  valid.replace(/<component>.*<\/component>/s, `<component><nonXMLBody><text ${attributes}>${content}</text></nonXMLBody></component>`);
const b64 = (text: string): string => Buffer.from(text).toString('base64');

const ins = '<id root="1.2.250.1.213.1.4.10" extension="279035121518989"/>';
const born = (code: string, county: string, root = '1.2.250.1.213.1.4.10'): string => {
  const digits = `27903${code}518`;
  const key = String(97 - Number(BigInt(digits.replace('2A', '19').replace('2B', '18')) % 97n)).padStart(2, '0');
  return swap(ins, `<id root="${root}" extension="${digits}${key}"/>`)
    .replace('279035121518989@', `${digits}${key}@`)
    .replace('51215<', `${county}<`);
};
const result = '<value xsi:type="PQ" value="4.1" unit="mmol/L"/><interpretationCode code="N"';
const measured = (value: string, code: string): string =>
  swap(result, `<value xsi:type="PQ" value="${value}" unit="mmol/L"/><interpretationCode code="${code}"`).replace(
    '4,1 mmol',
    `${value} mmol`,
  );
const dose = 'value="1" unit="mg"';

describe('what is wrong is told, and nothing else', () => {
  test.each<[rule: string, name: string, source: string]>([
    ['CDA-541', 'another patient', swap('mailto:279035121518989@', 'mailto:277076322082910@')],
    ['CDA-541', 'another domain', swap('mailto:279035121518989@patient.mssante.fr', 'mailto:277076322082910@patient.mssante.com')],
    ['CDA-542', 'another place', swap('>51215<', '>63220<')],
    ['CDA-542', 'born abroad by the county alone', swap('>51215<', '>99352<')],
    ['CDA-543', 'gauss', swap(dose, 'value="1" unit="G/L"')],
    ['CDA-543', 'mega', swap(dose, 'value="1" unit="MG"')],
    ['CDA-543', 'joule', swap(dose, 'value="1" unit="mg/J"')],
    ['CDA-544', 'no point', swap(result, result.replace('4.1', '41')).replace('code="N"', 'code="H"')],
    ['CDA-545', 'high told normal', measured('7.2', 'N')],
    ['CDA-545', 'low told high', measured('2.2', 'H')],
    ['CDA-545', 'normal told low', measured('4.2', 'LL')],
    ['CDA-546', 'a century', swap('<birthTime value="19790328"/>', '<birthTime value="18790328"/>')],
    ['CDA-547', 'days after', swap('<effectiveTime value="20261116"/>', '<effectiveTime value="20261118"/>')],
    ['CDA-547', 'from', swap('<effectiveTime value="20261116"/>', '<effectiveTime><low value="20261118"/></effectiveTime>')],
    ['CDA-548', 'section', swap('<id root="2.999.2"/>', '<id root="2.999.1"/>')],
    ['CDA-548', 'entry', swap('<id root="2.999.3"/>', '<id root="2.999.1"/>')],
    ['CDA-549', 'template', swap('<id root="2.999.1"/>', '<id root="1.2.250.1.213.1.1.1.1"/>')],
    ['CDA-550', 'zeros', swap('<id root="2.999.3"/>', '<id root="00000000-0000-0000-0000-000000000000"/>')],
    ['CDA-551', 'HTML', body(b64('<!DOCTYPE html><html><body>Bonjour</body></html>'))],
    ['CDA-551', 'XML', body(b64('\uFEFF<?xml version="1.0"?><a/>'))],
    ['CDA-551', 'HL7 V2', body(b64('MSH|^~\\&|LPS|...'))],
    ['CDA-551', 'base64 again', body(b64(b64('Compte rendu de consultation du 3 mars 2026.')))],
    ['CDA-551', 'not encoded', body('MSH|^~\\&amp;|LPS', '')],
    ['CDA-552', 'name', swap('>DOMINIQUE<', '>AndrÃ©<')],
    ['CDA-552', 'apostrophe', swap('>Biologie<', '>Lâ€™examen<')],
    ['CDA-552', 'lost', swap('Potassium', 'Potassi\uFFFDm')],
    ['CDA-553', 'entity', swap('>Biologie<', '>Radio &amp;amp; scanner<')],
    ['CDA-553', 'tag', swap('Potassium', 'Potassium&lt;br/&gt;')],
    ['CDA-554', 'given', swap('>DOMINIQUE<', '>undefined<')],
    ['CDA-554', 'title', swap('>Biologie<', '>TODO<')],
  ])('%s: %s', (rule, _, source) => {
    const found = judge(source);
    expect(found.findings.map((finding) => finding.rule)).toEqual([rule]);
    expect(found.findings[0]!.place.line).toBeGreaterThan(0);
  });
});

describe('what is right is left alone', () => {
  test('every rule is judged and holds', () => {
    const evaluated = new Set([valid, body(b64('Compte rendu'))].flatMap((source) => judge(source).evaluated));
    expect(told(valid)).toEqual([]);
    expect(agreement.rules.map(({ id }) => id).filter((id) => !evaluated.has(id))).toEqual([]);
  });
  test.each<[name: string, source: string]>([
    ['the address of a professional', swap('279035121518989@patient.mssante.fr', 'anne.martin@mssante.fr')],
    ['a patient without INS', swap(ins, '<id nullFlavor="UNK"/>')],
    ['born abroad', born('99352', '99351')],
    ['born in a former department', born('92352', '99352')],
    ['born in Seine', born('75040', '92040')],
    ['born in Seine-et-Oise', born('78646', '91646')],
    ['born in Corsica before 1976', born('20004', '2A004')],
    ['born in Corsica since', born('2A004', '2A004')],
    ['born in a district', born('75056', '75115')],
    ['a NIA', born('51215', '63220', '1.2.250.1.213.1.4.9')],
    ['a narrative that rounds', swap('value="4.1" unit', 'value="4.12" unit')],
    ['a narrative in another unit', swap('4,1 mmol/L', '160 mg/L')],
    ['a duration in two parts', swap('4,1 mmol/L', '1 h 30 min').replace('value="4.1" unit="mmol/L"', 'value="90" unit="min"')],
    ['a narrative without a number', swap('4,1 mmol/L', 'normal')],
    ['high', measured('7.2', 'H')],
    ['low', measured('1.2', 'LL')],
    ['on the bound', measured('5.1', 'H')],
    ['another interpretation', measured('7.2', 'ABN')],
    ['an unknown range', swap('<low value="3.5" unit="mmol/L"/><high value="5.1" unit="mmol/L"/>', '<low value="160" unit="mg/L"/>')],
    ['120 years and eleven months', swap('<birthTime value="19790328"/>', '<birthTime value="19051219"/>')],
    ['the day of the death', swap('<effectiveTime value="20261116"/>', '<effectiveTime value="20261117"/>')],
    ['a document about a death', swap('<effectiveTime value="20261116"/>', '<effectiveTime value="20261118"/>').replace('<title>', '<code code="64297-5"/><title>')],
    ['a text that begins with <', body(b64('< 5 mg/L de CRP, résultat négatif'))],
    ['a body of another type', body(b64('<html>'), 'mediaType="text/html" representation="B64"')],
    ['Portuguese', swap('>DOMINIQUE<', '>JOÃO<')],
    ['less than', swap('Potassium', 'p &lt; 0,05 &amp; b &gt; 2')],
    ['joules of a device', swap('4,1 mmol/L', '41 J').replace('value="4.1" unit="mmol/L"', 'value="41" unit="J"')],
  ])('%s', (_, source) => {
    expect(told(source)).toEqual([]);
  }); // prettier-ignore
});

test.each([
  ['G/L', '10*9/L'], ['T/L', '10*12/L'], ['K/uL', '10*3/uL'], ['Mmol/L', 'mmol/L'], ['ML', 'mL'], ['C', 'Cel'], ['S', 's'], ['H', 'h'],
  ['J', 'd'], ['A', 'a'], ['mL/H', 'mL/h'], ['mg/kg/J', 'mg/kg/d'], ['mg{x}/J', 'mg{x}/d'],
  ...['g/L', 'K', 'T', 'V', 'mA', 'MBq', 'M[IU]', 'mm[Hg]', '10*9/L', '/uL', 'kJ'].map((unit) => [unit, undefined]),
])('%s means %s', (unit, meant) => {
  expect(unitMeant(unit!, true)).toBe(meant);
}); // prettier-ignore

test('numbers are read each way people write them', () => {
  const values = (text: string, unit = 'g/L'): number[] => numbersIn(text, unit).map(({ value }) => value);
  expect(values('4,1 g/L')).toContain(4.1);
  expect(values('12 500,5 /mm3')).toContain(12500.5);
  expect(values('12\u00A0500')).toContain(12500);
  expect(values('le 3 250 g')).toEqual(expect.arrayContaining([3, 250, 3250]));
  expect(values('250.000')).toEqual(expect.arrayContaining([250, 250000]));
  expect(values('1 m 75 cm', 'cm')).toEqual(expect.arrayContaining([175, 1.75]));
  expect(values('3 kg 250 g', 'g')).toEqual(expect.arrayContaining([3250, 3.25]));
  expect(values('6,1 10*9/L', '10*9/L')).not.toContain(9);
  expect(tellsUnit('il y a 3 ans', 'a')).toBe(false);
  expect(tellsUnit('97 kg', 'kg')).toBe(true);
  expect(tellsUnit('97 | kg', 'kg')).toBe(true);
  expect(tellsUnit('6,1 G/L', '10*9/L')).toBe(true);
  expect(tellsUnit('6 mg/L', 'mg')).toBe(false);
});

test('a mistake made everywhere is told once, with a count', () => {
  const [found, ...others] = judge(swap('Potassium', 'NumÃ©ro').replace('>Biologie<', '>RÃ©sultats<')).findings;
  expect(others).toEqual([]);
  expect(found!.actual!.en).toContain('1 more place');
  const nil = 'root="00000000-0000-0000-0000-000000000000"';
  const [unset, ...more] = judge(swap('root="2.999.2"', nil).replace('root="2.999.3"', nil)).findings;
  expect(more).toEqual([]);
  expect(unset!.actual!.fr).toContain('et 1 autre');
});

test('texts are typeset, and each rule says its requirement in the same words', () => {
  const { requirements } = RequirementFile.parse(
    parse(readFileSync(new URL('../../../suites/concordance-cda/requirements.yaml', import.meta.url), 'utf8')),
  );
  expect(requirements.map(({ id, text }) => [id, text])).toEqual(agreement.rules.map(({ id, title }) => [id, title]));
  for (const { title, message, hint, why } of agreement.rules)
    for (const text of [title, message, hint, why!]) expect(text.fr).not.toMatch(/ [:;?!»]|« |'/);
});

const folder = (name: string | undefined, under: string): string[] => {
  if (!name) return [];
  return readdirSync(join(name, under))
    .filter((file) => file.endsWith('.xml'))
    .map((file) => join(name, under, file));
};
const documents = [...folder(process.env.ADDAX_SAMPLES, 'cda'), ...folder(process.env.ADDAX_CDA_PACK, 'ExemplesCDA')];

(documents.length > 0 ? test : test.skip)('published documents have few warnings', () => {
  const found = documents.flatMap((file) => judge(readFileSync(file)).findings);
  expect(found.length / documents.length).toBeLessThan(0.3);
});

test('a large document is judged in time linear in its size', () => {
  const entry = /<entry><observation.*?<\/entry>/s.exec(valid)![0];
  const time = (count: number): number => {
    const source = valid.replace(entry, entry.repeat(count));
    const start = performance.now();
    judge(source);
    return performance.now() - start;
  };
  time(100);
  expect(time(8000)).toBeLessThan(30 * time(1000) + 500);
});
