import { describe, expect, test } from '@jest/globals';
import type { VoletRow } from '../../src/packs/index.js';
import { readXml } from '../../src/protocols/xml/index.js';
import { officialVolets } from './official-volets.js';
import { voletOf, type VoletChoice } from './volet-of-document.js';

const ANS = '1.2.250.1.213.1.1.1.';
const rows = officialVolets('fr.ans:ci-sis-cda:3.0');

const STRUCTURED = '<component><structuredBody/></component>';
const UNSTRUCTURED = '<component><nonXMLBody/></component>';

/** A header with these templates (`root` or `root@extension`) beside the two that every document has. */
function cda(templates: string[], { code = '', body = STRUCTURED, before = '' } = {}): string {
  const all = ['2.16.840.1.113883.2.8.2.1', `${ANS}1`, ...templates].map((template) => {
    const [root, extension] = template.split('@');
    return `<templateId root="${root!}"${extension === undefined ? '' : ` extension="${extension}"`}/>`;
  });
  return `${before}<ClinicalDocument xmlns="urn:hl7-org:v3">${all.join('')}<code code="${code}"/>${body}</ClinicalDocument>`;
}

const choice = (text: string, among: readonly VoletRow[] = rows): VoletChoice => voletOf(readXml(Buffer.from(text)), among);
const told = ({ outcome, row, level }: VoletChoice): unknown[] => [outcome, row?.schematron.replace('schematrons/CI-SIS_', ''), level];
const names = (path: string): string => `<?oxygen SCHSchema="${path}"?>`;

describe('the schematron of the volet', () => {
  test('follows from template and version', () => {
    const found = choice(cda([`${ANS}39@2023.01`, '1.3.6.1.4.1.19376.1.5.3.1.1.1']));
    expect(told(found)).toEqual(['chosen', 'EP-MED-DM_2023.01.sch', 3]);
    expect(found.others).toEqual([]);
    expect(found.reason).toEqual({
      fr: `Le document déclare le modèle ${ANS}39 (2023.01) : schématron CI-SIS_EP-MED-DM_2023.01.sch.`,
      en: `The document declares template ${ANS}39 (2023.01): schematron CI-SIS_EP-MED-DM_2023.01.sch.`,
    });
  });

  test('is that of the version, whatever the document names', () => {
    expect(told(choice(cda([`${ANS}55@2024.01`], { before: names('../schematrons/CI-SIS_BIO-CR-BIO_2021.01.sch') })))).toEqual([
      'chosen',
      'BIO-CR-BIO_2024.01.sch',
      3,
    ]);
  });

  test('of several is the one that the document names', () => {
    const before =
      names('../schematrons/profils/IHE.sch')
      + names('../schematrons/CI-SIS_BIO-CR-BIO_2021.01.sch')
      + '<?other SCHSchema="CI-SIS_BIO-CR-BIO_2024.01.sch"?>';
    const found = choice(cda([`${ANS}55`], { before }));
    expect(told(found)).toEqual(['chosen', 'BIO-CR-BIO_2021.01.sch', 3]);
    expect(found.others.map((row) => row.schematron)).toEqual(['schematrons/CI-SIS_BIO-CR-BIO_2024.01.sch']);
    expect(found.reason.fr).toContain('désigne lui-même CI-SIS_BIO-CR-BIO_2021.01.sch');
    expect(found.reason.en).toContain('itself names CI-SIS_BIO-CR-BIO_2021.01.sch');
  });

  test.each([
    ['nothing', ''],
    ['something else', names('CI-SIS_VAC_2023.01.sch')],
    ['one in a comment', '<!-- <?oxygen SCHSchema="CI-SIS_BIO-CR-BIO_2021.01.sch"?> -->'],
  ])('of several is the newest when the document names %s, and that is said', (_, before) => {
    const found = choice(cda([`${ANS}55`], { before }));
    expect(told(found)).toEqual(['assumed', 'BIO-CR-BIO_2024.01.sch', 3]);
    expect(found.reason.fr).toContain('le plus récent est pris, CI-SIS_BIO-CR-BIO_2024.01.sch.');
    expect(found.reason.en).toContain('the newest is taken, CI-SIS_BIO-CR-BIO_2024.01.sch.');
  });

  test('of two volets is the one of the document type', () => {
    const both = [`${ANS}37@2023.01`, `${ANS}46@2023.01`];
    const found = choice(cda(both, { code: '11369-6' }));
    expect(told(found)).toEqual(['chosen', 'VAC_2023.01.sch', 3]);
    expect(found.others).toHaveLength(1);
    expect(told(choice(cda(both, { code: '87273-9' })))[1]).toBe('VAC-NOTE_2023.01.sch');
  });

  test('newest counts versions as numbers', () => {
    const own: VoletRow[] = ['V_2.9', 'V_2.10', 'V_2.1'].map((name) => ({ templateId: '1.5', schematron: `s/${name}.sch` }));
    expect(choice(cda(['1.5']), own).row!.schematron).toBe('s/V_2.10.sch');
  });

  test('in a self-presenting document is found inside', () => {
    const inner = cda([`${ANS}26@2022.01`]);
    const found = choice(
      `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><d:Contenu xmlns:d="urn:asip-sante:ci-sis">${inner}</d:Contenu></xsl:stylesheet>`,
    );
    expect(told(found)).toEqual(['chosen', 'CANCER-PPS_2022.01.sch', 3]);
    expect(found.selfPresenting).toBe(true);
    expect(found.root!.name).toBe('ClinicalDocument');
    expect(choice(inner).selfPresenting).toBe(false);
  });
});

describe('an unstructured document', () => {
  const XDS_SD = '1.3.6.1.4.1.19376.1.2.20';

  test('has no rules of a volet', () => {
    const found = choice(cda([XDS_SD], { code: '11502-2', body: UNSTRUCTURED }));
    expect(told(found)).toEqual(['none-needed', undefined, 1]);
    expect(found.reason.en).toContain('CDA level 1');
  });

  test('nor does it when it declares the template of a structured one', () => {
    expect(told(choice(cda([`${ANS}55@2024.01`], { body: UNSTRUCTURED })))[0]).toBe('none-needed');
  });

  test('save the telemedicine report, which its type tells', () => {
    expect(told(choice(cda([XDS_SD], { code: '85208-7', body: UNSTRUCTURED })))).toEqual(['chosen', 'TLM-CR_2022.01.sch', 1]);
    expect(told(choice(cda([XDS_SD], { code: '85208-7' })))).toEqual(['chosen', 'TLM-CR_2022.01.sch', 3]);
  });

  test('save where a row of a manifest asks for its type', () => {
    const own: VoletRow[] = [
      { templateId: '1.5', schematron: 'any.sch' },
      { templateId: '1.5', code: 'A', schematron: 'a.sch' },
    ];
    expect(choice(cda(['1.5'], { code: 'A', body: UNSTRUCTURED }), own).row?.schematron).toBe('a.sch');
    expect(choice(cda(['1.5'], { code: 'B', body: UNSTRUCTURED }), own).outcome).toBe('none-needed');
    expect(choice(cda(['1.5'], { code: 'A' }), own).row?.schematron).toBe('a.sch');
    expect(choice(cda(['1.5'], { code: 'B' }), own).row?.schematron).toBe('any.sch');
  });

  test('its template with a structured body and another type says no volet', () => {
    expect(told(choice(cda([XDS_SD], { code: '11502-2' })))).toEqual(['unknown-volet', undefined, 3]);
  });
});

describe('what is not checked is said', () => {
  test.each([
    [`${ANS}39@2021.01`, ['2022.01'], 'est déclaré en version 2021.01'],
    [`${ANS}39@2023.02`, ['2023.01', '2024.01'], 'est déclaré en version 2023.02'],
    [`${ANS}39@2030.01`, ['2024.01'], 'est déclaré en version 2030.01'],
    [`${ANS}39`, ['2024.01'], 'est déclaré sans version (templateId/@extension)'],
    [`${ANS}39@`, ['2024.01'], 'est déclaré sans version'],
  ])('version %s', (template, nearest, fr) => {
    const found = choice(cda([template]));
    expect(told(found)).toEqual(['unknown-version', undefined, 3]);
    expect(found.nearest.map((row) => row.extension)).toEqual(nearest);
    expect(found.reason.fr).toContain(fr);
    expect(found.reason.fr).toContain(`(connu au plus près : ${nearest.join(', ')}). Les règles propres au volet ne sont pas vérifiées`);
    expect(found.reason.en).toContain(`(nearest known: ${nearest.join(', ')}). The rules of the volet are not checked`);
  });

  test('a version declared where the pack knows the template without any', () => {
    const found = choice(cda(['1.5@3']), [{ templateId: '1.5', schematron: 'V.sch' }]);
    expect(found.outcome).toBe('unknown-version');
    expect(found.reason.en).toContain('nearest known: without a version');
  });

  test('a volet that the pack does not have', () => {
    const found = choice(cda(Array.from({ length: 9 }, (_, i) => `1.9.${i}@${i}`)));
    expect(told(found)).toEqual(['unknown-volet', undefined, 3]);
    expect(found.reason.fr).toContain('modèles déclarés : 1.9.0 (0), 1.9.1 (1), 1.9.2 (2), 1.9.3 (3), 1.9.4 (4)…. ');
  });

  test('no volet at all, and no body', () => {
    expect(told(choice(cda([], { body: '' })))).toEqual(['undeclared', undefined, undefined]);
  });

  test('another vocabulary', () => {
    const found = choice('<html><ClinicalDocument xmlns="urn:hl7-org:v3"/></html>');
    expect([...told(found), found.root, found.selfPresenting]).toEqual(['no-clinical-document', undefined, undefined, undefined, false]);
  });
});
