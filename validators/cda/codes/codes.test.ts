import { describe, expect, test } from '@jest/globals';
import { Artefact, type Finding, type Terminology } from '../../../src/model/index.js';
import { readXml } from '../../../src/protocols/xml/index.js';
import { joined, terminologyFrom } from '../../../src/packs/terminology/build.js';
import { Judge } from '../judge.js';
import { codes } from './index.js';
import { shipped } from './shipped.js';

const LOINC = 'codeSystem="2.16.840.1.113883.6.1"';
const SNOMED = 'codeSystem="2.16.840.1.113883.6.96"';
const TA_ASIP = 'codeSystem="1.2.250.1.213.1.1.4.322"';
const SPECIALTIES = 'codeSystem="1.2.250.1.213.1.1.4.5"';
const LOCAL = 'codeSystem="1.2.250.1.9999.1"';

/** What the shipped codes would be with one of them withdrawn. */
const withdrawn: Terminology = {
  ...shipped,
  concept: (system, code) => {
    const concept = shipped.concept(system, code);
    return concept && (code === '11502-2' ? { ...concept, active: false } : concept);
  },
};

/** A document with these elements in its header or in an observation of its body. */
const documentWith = (body: string, header = ''): string =>
  `<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${header}<component><structuredBody><component><section>`
  + `<text><table code="x" displayName="y"/></text><entry><observation>${body}</observation></entry></section></component></structuredBody></component></ClinicalDocument>`;

function judge(xml: string, terminology: Terminology = shipped): { findings: Finding[]; evaluated: string[] } {
  const artefact = new Artefact('cda.xml', Buffer.from(xml));
  const checklist = new Judge(artefact, codes.rules);
  codes.judge(checklist, readXml(artefact.bytes).root, { terminology, insAuthority: undefined, at: new Date('2026-11-20T12:00:00Z') });
  return checklist.result;
}

type Case = [rule: string, right: string, wrong: string, expected?: string];
const value = (attributes: string): string => `<value xsi:type="CD" ${attributes}/>`;
const author = (attributes: string): string => `<author><assignedAuthor><code ${attributes}/></assignedAuthor></author>`;

/** In the body: the smallest that satisfies a rule, the smallest that breaks it and no other, and what the finding expects. */
const BODY: Case[] = [
  ['CDA-380', value(`code="I10" codeSystem="2.16.840.1.113883.6.3"`), value(`code="I10" codeSystem="2.16.840.1.113883.6.3333"`)],
  [
    'CDA-380',
    value(`code="11502-2" ${LOINC}`),
    value('code="11502-2" displayName="CR d’examens biologiques" codeSystem="2.16.840.1.113883.6.98765"'),
    '2.16.840.1.113883.6.1 (LOINC)',
  ],
  [
    'CDA-380',
    value('code="FINSTRUCT" codeSystem="1.3.6.1.4.1.19376.1.5.3.2"'),
    value('code="FINSTRUCT" codeSystem="1.3.5.1.4.1.19376.1.5.3.2"'),
    '1.3.6.1.4.1.19376.1.5.3.2 (IHEActCode)',
  ],
  ['CDA-381', value(`code="11502-2" ${LOINC}`), value(`code="GLY" ${LOCAL}`)],
  [
    'CDA-382',
    value('code="SA25" codeSystem="1.2.250.1.71.4.2.4"'),
    value('code="SA25" codeSystem="1.2.250.1.213.1.1.5.466"'),
    '1.2.250.1.71.4.2.4 (healthCareFacilityTypeCode)',
  ],
  ['CDA-383', value(`code="4548-4" ${LOINC}`), value(`code="4548-5" ${LOINC}`)],
  ['CDA-383', value(`code="XX-ANTENATAL" ${LOINC}`), value(`code="4548" ${LOINC}`)],
  [
    'CDA-390',
    value('code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"'),
    value('code="ASSERTIOM" codeSystem="2.16.840.1.113883.5.4"'),
    'ASSERTION (Assertion)',
  ],
  [
    'CDA-383',
    value(`code="11502-2" ${LOINC}`),
    value(`code="11502-3" displayName="CR d'examens biologiques" ${LOINC}`),
    "11502-2 (CR d'examens biologiques)",
  ],
  [
    'CDA-383',
    value(`code="2160-0" ${LOINC}`),
    value(`code="MED-142" displayName="Synthèse médicale" ${LOINC}`),
    'codeSystem="1.2.250.1.213.1.1.4.322"',
  ],
  ['CDA-384', value(`code="38341003" ${SNOMED}`), value(`code="38341004" ${SNOMED}`)],
  ['CDA-384', value(`code="38341003:246112005=24484000" ${SNOMED}`), value(`code="38341" ${SNOMED}`)],
  // the identifier of a description, with a right check digit
  ['CDA-384', value(`code="38341003" ${SNOMED}`), value(`code="680946014" ${SNOMED}`)],
  ['CDA-385', value(`code="LA4489-6" ${LOINC}`), value(`code="LA4489-7" ${LOINC}`)],
  ['CDA-385', value('code="J07BC01" codeSystem="2.16.840.1.113883.6.73"'), value('code="E11.9" codeSystem="2.16.840.1.113883.6.73"')],
  [
    'CDA-385',
    value('code="3400935693099" codeSystem="1.2.250.1.213.2.3.2"'),
    value('code="3400935693098" codeSystem="1.2.250.1.213.2.3.2"'),
  ],
  ['CDA-385', value('code="60019927" codeSystem="1.2.250.1.213.2.3.1"'), value('code="60019928" codeSystem="1.2.250.1.213.2.3.1"')],
  ['CDA-385', value('code="1215702" codeSystem="1.2.250.1.215.200.2.1"'), value('code="1215703" codeSystem="1.2.250.1.215.200.2.1"')],
  [
    'CDA-386',
    '<interpretationCode code="N" codeSystem="2.16.840.1.113883.5.83"/>',
    '<interpretationCode code="NORM" displayName="Normal" codeSystem="2.16.840.1.113883.5.83"/>',
    'N (Normal) ou A (Anormal)',
  ],
  [
    'CDA-388',
    '<interpretationCode code="H" codeSystem="2.16.840.1.113883.5.83"/>',
    '<interpretationCode code="H" codeSystem="2.16.840.1.113883.5.1063"/>',
  ],
  [
    'CDA-389',
    value(`code="MED-142" displayName="Synthèse médicale" ${TA_ASIP}`),
    value('code="MED-142" displayName="Synthèse médicale" codeSystem="1.2.250.1.213.2.60"'),
    '1.2.250.1.213.1.1.4.322 (TA_ASIP)',
  ],
  [
    'CDA-390',
    value(`code="MED-142" displayName="Synthèse médicale" ${TA_ASIP}`),
    value(`code="MED-1429" displayName="Synthèse médicale" ${TA_ASIP}`),
    'MED-142 (Synthèse médicale)',
  ],
  [
    'CDA-391',
    value('code="G-A101" displayName="gauche" codeSystem="1.2.250.1.213.2.12"'),
    value('code="G-A101" displayName="droit" codeSystem="1.2.250.1.213.2.12"'),
    'Gauche',
  ],
  [
    'CDA-392',
    value(`code="MED-142" displayName="SYNTHÈSE  MEDICALE." ${TA_ASIP}`),
    value(`code="MED-142" displayName="Ordonnance" ${TA_ASIP}`),
    'Synthèse médicale',
  ],
  [
    'CDA-401',
    value(`code="MED-142" displayName="Synthèse médicale" ${TA_ASIP}`),
    value(`code="MED-142" displayName="Synthèse du médecin" ${TA_ASIP}`),
    'Synthèse médicale',
  ],
  [
    'CDA-393',
    value(`code="11502-2" displayName="CR d’examens biologiques" ${LOINC}`),
    value(`code="11502-2" displayName="Ordonnance" ${LOINC}`),
    "CR d'examens biologiques",
  ],
  [
    'CDA-394',
    value(`code="2160-0" displayName="Créatinine" ${LOINC}`).repeat(2) + value(`code="2160-0" displayName="Créatinine (sérum)" ${LOINC}`),
    value(`code="2160-0" displayName="Créatinine" ${LOINC}`).repeat(2) + value(`code="2160-0" displayName="Natrium" ${LOINC}`),
    'Créatinine',
  ],
  [
    'CDA-395',
    value(`code="2160-0" displayName="Créatinine" ${LOINC}`) + value(`code="2951-2" displayName="Natrium" ${LOINC}`),
    value(`code="2160-0" displayName="Créatinine" ${LOINC}`) + value(`code="2951-2" displayName="Créatinine" ${LOINC}`),
  ],
  [
    'CDA-396',
    value(`code="11502-2" codeSystemName="LOINC" ${LOINC}`),
    value(`code="11502-2" codeSystemName="SNOMED CT" ${LOINC}`),
    'LOINC',
  ],
  ['CDA-397', value(`code="11502-2" ${LOINC}`), value('code="11502-2"')],
  ['CDA-402', value(`code="3016-3" displayName="TSH" ${LOINC}`), value(`code="3016-3" displayName="3016-3" ${LOINC}`)],
  [
    'CDA-402',
    value('code="QEQK004" displayName="Mammographie de dépistage" codeSystem="1.2.250.1.213.2.5"'),
    value('code="QEQK004" displayName="QEQK004" codeSystem="1.2.250.1.213.2.5"'),
  ],
  [
    'CDA-402',
    value('code="A01.2" displayName="Un terme local" codeSystem="1.2.250.1.213.2.60"'),
    value('code="A01.2" displayName="a01.2" codeSystem="1.2.250.1.213.2.60"'),
  ],
  ['CDA-398', value(`code="11502-2" ${LOINC}`), value(LOINC)],
  ['CDA-398', value(`nullFlavor="UNK" ${LOINC}`) + value(`code="11502-2" ${LOINC}`), value('displayName="Créatinine"')],
  ['CDA-399', value(`code="A1" codeSystem="1.2.250.1.213.2.60"`), value('code="A1 " codeSystem="1.2.250.1.213.2.60"')],
];
const HEADER: Case[] = [
  [
    'CDA-392',
    `<code code="11502-2" displayName="CR d’examens biologiques" ${LOINC}/>`,
    `<code code="11502-2" displayName="Ordonnance" ${LOINC}/>`,
    "CR d'examens biologiques",
  ],
  ['CDA-387', author(`code="G15_10/SM26" ${SPECIALTIES}`), author(`code="G15_10/SM266" ${SPECIALTIES}`)],
  [
    'CDA-387',
    author(`code="G15_10/SM26" ${SPECIALTIES}`),
    author(`code="G15_10/SM206" displayName="Médecin - Qualifié en Médecine Générale (SM)" ${SPECIALTIES}`),
    'G15_10/SM26 (Médecin - Qualifié en Médecine Générale (SM)), G15_10/SM53 (Médecin - Spécialiste en Médecine Générale (SM)) ou G15_10/SM54 (Médecin - Médecine Générale (SM))',
  ],
];
const CASES = [
  ...BODY.map(([rule, right, wrong, expected]) => ({ rule, right: documentWith(right), wrong: documentWith(wrong), expected })),
  ...HEADER.map(([rule, right, wrong, expected]) => ({ rule, right: documentWith('', right), wrong: documentWith('', wrong), expected })),
];

describe('codes', () => {
  test.each(CASES)('$rule holds', ({ rule, right }) => {
    const { findings, evaluated } = judge(right);
    expect(findings).toEqual([]);
    expect(evaluated).toContain(rule);
  });
  test.each(CASES)('$rule is broken, and nothing else: $expected', ({ rule, wrong, expected: meant }) => {
    const { findings } = judge(wrong);
    expect(findings.map((finding) => finding.rule)).toEqual([rule]);
    if (meant !== undefined) expect(findings[0]!.expected?.fr).toBe(meant);
  });
  test('CDA-400: a withdrawn code', () => {
    const xml = documentWith(value(`code="11502-2" ${LOINC}`));
    expect(judge(xml).evaluated).toContain('CDA-400');
    expect(judge(xml).findings).toEqual([]);
    expect(judge(xml, withdrawn).findings.map(({ rule }) => rule)).toEqual(['CDA-400']);
  });
  test('every rule has both', () => {
    const tested = new Set([...CASES.map(({ rule }) => rule), 'CDA-400']);
    expect(codes.rules.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
  });
  test('each text ends with a full stop, and French is typeset', () => {
    for (const { title, message, why, hint } of codes.rules)
      for (const text of [title, message, hint, ...(why ? [why] : [])]) {
        expect([text.fr, text.en].map((one) => one.at(-1))).toEqual(['.', '.']);
        expect(text.fr).not.toMatch(/ [:;?!»]|« |'/);
      }
  });
  test('what is at fault is told at its attribute', () => {
    const [finding] = judge(documentWith(value(`code="MED-142" displayName="Ordonnance" ${TA_ASIP}`))).findings;
    expect(finding!.place.path).toMatch(/\/value\/@displayName$/);
    expect(finding!.actual).toEqual({ fr: 'Ordonnance', en: 'Ordonnance' });
  });
});

describe('what a pack brings', () => {
  const FRUITS = '1.2.250.1.9999.7';
  const pack = terminologyFrom(
    [
      { oid: FRUITS, name: 'Fruits', complete: true },
      { oid: '1.2.250.1.213.2.5', name: 'CCAM', complete: true },
    ],
    [{ oid: '1.2.250.1.9999.8', names: ['JDV_Fruits'], members: { [FRUITS]: 'A1=Pomme|A2=Poire=Poire Williams|A4' } }],
  );
  const told = (attributes: string) =>
    judge(documentWith(value(attributes)), joined(pack, shipped)).findings.map(({ rule, expected: meant }) => [rule, meant?.fr]);

  test.each([
    ['a code with one of its labels', `code="A2" displayName="poire williams" codeSystem="${FRUITS}"`, []],
    ['the label of another code', `code="A1" displayName="Poire" codeSystem="${FRUITS}"`, [['CDA-391', 'Pomme']]],
    [
      'the label of a like code, where none is known',
      `code="A4" displayName="Poire" codeSystem="${FRUITS}"`,
      [['CDA-391', 'un libellé de A4']],
    ],
    ['a code that is not in a whole system', `code="A3" displayName="Poire" codeSystem="${FRUITS}"`, [['CDA-386', 'A2 (Poire)']]],
    ['what the list of a system leaves out', 'code="A" displayName="Extension" codeSystem="1.2.250.1.213.2.5"', []],
    ['a value set for a system', 'code="A1" displayName="Pomme" codeSystem="1.2.250.1.9999.8"', [['CDA-382', `${FRUITS} (Fruits)`]]],
    ['another system for the one of the code', `code="A1" displayName="Pomme" ${TA_ASIP}`, [['CDA-385', `codeSystem="${FRUITS}"`]]],
  ])('%s', (_, attributes, findings) => {
    expect(told(attributes)).toEqual(findings);
  });
});

describe('what is not told', () => {
  test.each([
    [
      'a code and its translation may have the same label',
      `<value xsi:type="CD" code="2160-0" displayName="Créatinine" ${LOINC}><translation code="A1" displayName="Créatinine" codeSystem="1.2.250.1.213.2.60"/></value>`,
    ],
    [
      'two codes known by one label',
      value('code="N" displayName="Normal" codeSystem="2.16.840.1.113883.5.25"')
        + '<interpretationCode code="N" displayName="Normal" codeSystem="2.16.840.1.113883.5.83"/>',
    ],
    ['a quantity in another unit', '<value xsi:type="PQ" value="1" unit="g/L"><translation value="1" code="mmol/L"/></value>'],
    [
      'one name in two terminologies',
      value('code="N02BE01" displayName="Paracétamol" codeSystem="2.16.840.1.113883.6.73"')
        + value('code="100000090270" displayName="Paracetamol" codeSystem="2.16.840.1.113883.3.6905.2"'),
    ],
    [
      'one name in two lists of analyses',
      value('code="1208" displayName="TSH" codeSystem="1.2.250.1.213.2.7"') + value('code="3016-3" displayName="TSH" ' + LOINC),
    ],
    ['a criterion of a laboratory', '<criterion xmlns="urn:oid:1.3.6.1.4.1.19376.1.3.2"><code code="SEX"/><value value="M"/></criterion>'],
    ['a region of an image', '<regionOfInterest><code code="ELLIPSE"/></regionOfInterest>'],
    ['an event of the day', '<effectiveTime xsi:type="EIVL_TS"><event code="ACM"/></effectiveTime>'],
    ['a value of a prefixed type CS', '<value xmlns:h="urn:hl7-org:v3" xsi:type="h:CS" code="A"/>'],
    ['names that HL7 gives', '<priorityCode code="R" displayName="Routine" codeSystem="2.16.840.1.113883.5.7"/>'],
    ['the name of a friend', value('code="FRND" displayName="unrelated friend" codeSystem="2.16.840.1.113883.5.111"')],
    ['a wide name for a narrow code', value('code="PCOUSN" displayName="Cousin" codeSystem="2.16.840.1.113883.5.111"')],
    ['a function', '<functionCode code="ATTPHYS" displayName="Attending physician" codeSystem="2.16.840.1.113883.5.88"/>'],
    ['an intolerance', value('code="DINT" displayName="Drug intolerance" codeSystem="2.16.840.1.113883.5.4"')],
    ['an abbreviation', '<routeCode code="20045000" displayName="IV" codeSystem="0.4.0.127.0.16.1.1.2.1"/>'],
    ['a vaccine of CVX', value('code="08" displayName="Hep B" codeSystem="2.16.840.1.113883.6.59"')],
    ['ICD-9-CM', value('code="250.00" displayName="Diabetes" codeSystem="2.16.840.1.113883.6.103"')],
    ['UNII', value('code="362O9ITL9D" displayName="Acetaminophen" codeSystem="2.16.840.1.113883.4.9"')],
    ['NUCC', value('code="207R00000X" displayName="Internal Medicine" codeSystem="2.16.840.1.113883.6.101"')],
    ['SNOMED RT', value('code="T-A0100" codeSystem="2.16.840.1.113883.6.5"')],
    ['a table of HL7 V2', value('code="BLD" codeSystem="2.16.840.1.113883.12.70"')],
    ['a code that HL7 has in V2 and in V3', value('code="M" displayName="Male" codeSystem="2.16.840.1.113883.12.1"')],
    ['an asterisk', value('code="G63.2*" displayName="Polynévrite diabétique" codeSystem="2.16.840.1.113883.6.3"')],
    [
      'a dagger after a code whose label is known',
      value('code="C50.2+" displayName="Tumeur maligne du quadrant supéro-interne du sein" codeSystem="2.16.840.1.113883.6.3"'),
    ],
    ['a dagger', value('code="E10.4+" codeSystem="2.16.840.1.113883.6.3"') + value('code="A17.0†" codeSystem="2.16.840.1.113883.6.3"')],
    ['a gene, whose name is its code', value('code="TP53" displayName="TP53" codeSystem="2.16.840.1.113883.6.281"')],
    ['a word that is its own label', value('code="H1N1" displayName="H1N1" codeSystem="1.2.250.1.213.2.60"')],
    ['elements of type CS', '<statusCode code="completed"/><languageCode code="fr-FR"/><value xsi:type="CS" code="A"/>'],
    ['an unknown code of a system that is not whole', value(`code="MED-9999" displayName="Rien de connu" ${TA_ASIP}`)],
    [
      'initials',
      value('code="4548-4" displayName="HbA1c" codeSystem="2.16.840.1.113883.6.1"')
        + value('code="I10" displayName="HTA" codeSystem="2.16.840.1.113883.6.3"'),
    ],
    [
      'œ written as published lists have it',
      value('code="11884-4" displayName="Age gestationnel du foetus (estimation clinique)" codeSystem="2.16.840.1.113883.6.1"'),
    ],
  ])('%s', (_, body) => {
    expect(judge(documentWith(body)).findings.filter(({ severity }) => severity !== 'information')).toEqual([]);
  });
  test('an unknown OID that is like a known one only by itself suggests none', () => {
    const { findings } = judge(documentWith(value('code="XJ-9" codeSystem="2.16.840.1.113883.6.9999"')));
    expect(findings.map(({ rule, expected: meant }) => [rule, meant?.en])).toEqual([['CDA-380', 'the OID of a published code system']]);
  });
  test('an unknown OID is told once, and not again as a code with two systems', () => {
    const once = value('code="I99" displayName="Trouble" codeSystem="2.16.840.1.113883.6.3"');
    const again = value('code="I99" displayName="Trouble" codeSystem="2.16.840.1.113883.6.98765"');
    expect(judge(documentWith(once + again.repeat(3))).findings.map(({ rule }) => rule)).toEqual(['CDA-380']);
  });
  test('what the rules of the header say of a code is not said again', () => {
    const header = author('code="G15_10/SM26" displayName="Médecin" codeSystem="1.2.250.1.71.4.2.4"');
    expect(judge(documentWith('', header)).findings).toEqual([]);
  });
});

describe('hostile documents', () => {
  const timed = (xml: string): number => {
    const start = performance.now();
    expect(judge(xml).findings.length).toBeLessThan(1000);
    return performance.now() - start;
  };
  test.each([
    ['many codes with one label', Array.from({ length: 5000 }, (_, i) => value(`code="A${i}" displayName="Autre" ${LOINC}`)).join('')],
    [
      'one code with many labels',
      Array.from({ length: 5000 }, (_, i) => value(`code="2160-0" displayName="Label ${i}" ${LOINC}`)).join(''),
    ],
    [
      'many unknown systems',
      Array.from({ length: 5000 }, (_, i) => value(`code="A" displayName="B" codeSystem="1.2.250.1.213.9.${i}"`)).join(''),
    ],
    [
      'long attributes',
      value(
        `code="${'9'.repeat(500_000)}" displayName="${'a '.repeat(500_000)}" codeSystem="1.${'2.'.repeat(200_000)}3" codeSystemName="${'x'.repeat(500_000)}"`,
      ),
    ],
    ['a long code', value(`code="${'A'.repeat(500_000)}" displayName="${'é '.repeat(250_000)}" codeSystem="2.16.840.1.113883.6.3"`)],
    [
      'translations in translations',
      '<translation code="A" displayName="B" codeSystem="1.2.3">'.repeat(200) + '</translation>'.repeat(200),
    ],
  ])('%s', (_, body) => {
    expect(timed(documentWith(body))).toBeLessThan(10_000);
  });
});
