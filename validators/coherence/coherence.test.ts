import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Artefact } from '../../src/model/index.js';
import { ASSOCIATION, IDENTIFIER, NODE, SCHEME } from '../../src/protocols/ebxml/index.js';
import { VihfCodeSystem, VihfName } from '../../src/protocols/saml/index.js';
import { type Raw, xml } from '../../src/protocols/xml/index.js';
import { sameInstant } from './document.js';
import { rules, validator } from './index.js';

const context = { at: new Date('2026-11-20T12:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const example = (name: string): string => readFileSync(new URL(`../../examples/documents/${name}`, import.meta.url), 'utf8');
const level1 = example('compte-rendu-niveau-1.xml');
const level3 = example('cr-bio-niveau-3.xml');

const INS = '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH';
const OTHER_INS = '207058575627097^^^&1.2.250.1.213.1.4.10&ISO^NH';
const KERLEAU = '899900063480^KERLEAU^ANNE^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS';
const MARCHETTI = '899900038839^MARCHETTI^LOUISE^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS';
const PRACTICE = 'Cabinet du docteur KERLEAU^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^10B0127189';
const ELSEWHERE = 'Clinique^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1750712184';
const LOINC = '2.16.840.1.113883.6.1';

/** What a healthy LPS says of the level 1 example, each statement open to change. */
const healthy = {
  cda: level1,
  vihf: {
    nameId: '899900063480',
    patient: INS,
    structure: '10B0127189',
    roles: [
      ['10', VihfCodeSystem.profession],
      ['SM26', VihfCodeSystem.skill],
    ],
  },
  mimeType: 'text/xml',
  title: 'Compte rendu de consultation',
  hash: undefined as string | undefined,
  size: undefined as string | undefined,
  slots: {
    creationTime: ['20261120091500'],
    languageCode: ['fr-FR'],
    legalAuthenticator: [KERLEAU],
    serviceStartTime: ['20261120082000'],
    serviceStopTime: ['20261120091000'],
    sourcePatientId: ['IPP-000123^^^&2.999.1.3&ISO^PI'],
    sourcePatientInfo: [`PID-3|${INS}`, 'PID-5|PAT-TROIS^DOMINIQUE^DOMINIQUE^^^^L', 'PID-7|19790328', 'PID-8|F'],
  } as Record<string, string[]>,
  author: {
    authorPerson: [KERLEAU],
    authorInstitution: [PRACTICE],
    authorRole: ['Médecin traitant'],
    authorSpecialty: ['G15_10/SM26^Médecin - Qualifié en Médecine Générale (SM)^1.2.250.1.213.1.1.4.5'],
  } as Record<string, string[]>,
  codes: {
    typeCode: ['11488-4', LOINC],
    formatCode: ['urn:ihe:iti:xds-sd:text:2008', '1.3.6.1.4.1.19376.1.2.3'],
    confidentialityCode: ['N', '2.16.840.1.113883.5.25'],
    healthcareFacilityTypeCode: ['SA07', '1.2.250.1.71.4.2.4'],
    practiceSettingCode: ['AMBULATOIRE', '1.2.250.1.213.1.1.4.9'],
  } as Record<string, [string, string]>,
  patientId: INS,
  setPatientId: INS,
  uniqueId: '2.999.1.1.20261120.1',
  setAuthor: undefined as Record<string, string[]> | undefined,
  replaces: false,
};
type Said = typeof healthy;
type Change = (said: Said) => void;

/** The same for the level 3 example, a report that a general practitioner publishes for the laboratory. */
const biology: Change = (said) => {
  said.cda = level3;
  said.title = "Compte rendu d'examens biologiques";
  said.slots['legalAuthenticator'] = [MARCHETTI];
  said.setAuthor = { ...said.author };
  said.author = {
    authorPerson: [MARCHETTI],
    authorInstitution: ['Laboratoire des Tilleuls^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^10B0127189'],
    authorSpecialty: ['G15_10/SM03^Médecin - Biologie médicale (SM)^1.2.250.1.213.1.1.4.5'],
  };
  said.codes['typeCode'] = ['11502-2', LOINC];
  said.codes['formatCode'] = ['urn:ihe:lab:xd-lab:2008', '1.3.6.1.4.1.19376.1.2.3'];
  said.codes['healthcareFacilityTypeCode'] = ['SA25', '1.2.250.1.71.4.2.4'];
  said.uniqueId = '2.999.1.55.20261120.1';
};

const slot = ([name, values]: [string, string[]]): Raw =>
  xml`<Slot name="${name}"><ValueList>${values.map((value) => xml`<Value>${value}</Value>`)}</ValueList></Slot>
`;
const author = (scheme: string, of: string, slots: Record<string, string[]>): Raw =>
  xml`<Classification classificationScheme="${scheme}" classifiedObject="${of}" nodeRepresentation="">${Object.entries(slots).map(slot)}</Classification>
`;
const identifier = (scheme: string, of: string, value: string): Raw =>
  xml`<ExternalIdentifier identificationScheme="${scheme}" registryObject="${of}" value="${value}"/>
`;
const attribute = (name: string, ...values: (string | Raw)[]): Raw =>
  xml`<saml:Attribute Name="${name}">${values.map((value) => xml`<saml:AttributeValue>${value}</saml:AttributeValue>`)}</saml:Attribute>
`;
const vihfOf = ({
  nameId,
  patient,
  structure,
  roles,
}: Said['vihf']): Raw => xml`<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">
<saml:Subject><saml:NameID>${nameId}</saml:NameID></saml:Subject>
<saml:AttributeStatement>${attribute(VihfName.structure, structure)}${attribute(VihfName.resourceId, patient)}${attribute(
  VihfName.role,
  ...roles.map(([code, system]) => xml`<Role xmlns="urn:hl7-org:v3" code="${code}" codeSystem="${system}"/>`),
)}</saml:AttributeStatement></saml:Assertion>`;

/** The message of a publication; entries beyond the first say what `others` make of the healthy case. */
function message(change: Change, ...others: Change[]): string {
  const all = [change, ...others].map((one) => {
    const said = structuredClone(healthy);
    one(said);
    return said;
  });
  const [first] = all as [Said];
  const entries = all.map((said, i) => {
    const bytes = Buffer.from(said.cda);
    return xml`<ExtrinsicObject id="Document0${i + 1}" mimeType="${said.mimeType}">
${Object.entries({ ...said.slots, hash: [said.hash ?? createHash('sha1').update(bytes).digest('hex')], size: [said.size ?? String(bytes.length)] }).map(slot)}<Name><LocalizedString value="${said.title}"/></Name>
${author(SCHEME.entryAuthor, `Document0${i + 1}`, said.author)}${Object.entries(said.codes).map(
      ([name, [code, scheme]]) =>
        xml`<Classification classificationScheme="${SCHEME[name as keyof typeof SCHEME]}" nodeRepresentation="${code}">${slot(['codingScheme', [scheme]])}</Classification>
`,
    )}${identifier(IDENTIFIER.entryPatientId, `Document0${i + 1}`, said.patientId)}${identifier(IDENTIFIER.entryUniqueId, `Document0${i + 1}`, said.uniqueId)}</ExtrinsicObject>
${said.replaces && xml`<Association associationType="${ASSOCIATION.replaces}" sourceObject="Document0${i + 1}" targetObject="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c2"/>`}`;
  });
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>
<o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">${vihfOf(first.vihf)}</o:Security></s:Header>
<s:Body><ProvideAndRegisterDocumentSetRequest xmlns="urn:ihe:iti:xds-b:2007"><SubmitObjectsRequest xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><RegistryObjectList xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
${entries}<RegistryPackage id="Set01">${author(SCHEME.setAuthor, 'Set01', first.setAuthor ?? first.author)}${identifier(IDENTIFIER.setPatientId, 'Set01', first.setPatientId)}</RegistryPackage>
<Classification classifiedObject="Set01" classificationNode="${NODE.submissionSet}"/>
</RegistryObjectList></SubmitObjectsRequest>
${all.map((said, i) => xml`<Document id="Document0${i + 1}">${Buffer.from(said.cda).toString('base64')}</Document>`)}
</ProvideAndRegisterDocumentSetRequest></s:Body></s:Envelope>`.markup;
}

const judge = (text: string) => validator.validate(new Artefact('message.xml', Buffer.from(text)), context);

const slots =
  (name: string, ...values: string[]): Change =>
  (said) => {
    said.slots[name] = values;
  };
const code =
  (name: string, value: string, scheme: string): Change =>
  (said) => {
    said.codes[name] = [value, scheme];
  };
const cda =
  (from: string, to: string): Change =>
  (said) => {
    if (!said.cda.includes(from)) throw new Error(`no ${from}`);
    said.cda = said.cda.replace(from, to);
  };
const both =
  (...changes: Change[]): Change =>
  (said) =>
    changes.forEach((change) => change(said));
const nonPs: Change = (said) => {
  said.vihf.roles = [['AUTOMATE', VihfCodeSystem.nonProfessional]];
  said.author['authorSpecialty'] = ['AUTOMATE^Automate^1.2.250.1.213.1.1.4.6'];
  said.cda = said.cda.replace(/<code code="G15_10\/SM26"[^>]*>/, '');
};
const info =
  (i: number, value: string): Change =>
  (said) =>
    void said.slots['sourcePatientInfo']!.splice(i, 1, value);
const related = '<relatedDocument typeCode="RPLC"><parentDocument><id root="2.999.1.1.20261119.1"/></parentDocument></relatedDocument>';

type Case = [rule: string, what: string, change: Change, where: RegExp];
const cases: Case[] = [
  ['PDS-X-01', 'another patient in the VIHF', (s) => void (s.vihf.patient = OTHER_INS), /AttributeValue/],
  ['PDS-X-01', 'another authority in the VIHF', (s) => void (s.vihf.patient = INS.replace('4.10', '4.8')), /AttributeValue/],
  ['PDS-X-02', 'another user in the VIHF', (s) => void (s.vihf.nameId = '899900038839'), /NameID/],
  ['PDS-X-02', 'another author of the set', (s) => void (s.setAuthor = { authorPerson: [MARCHETTI] }), /RegistryPackage.*Value/],
  [
    'PDS-X-05',
    'another patient in the CDA',
    cda('extension="279035121518989"', 'extension="207058575627097"'),
    /^\/ClinicalDocument\/recordTarget\/patientRole\/id\[1\]\/@extension$/,
  ],
  [
    'PDS-X-06',
    'another author',
    both(
      (s) => void (s.setAuthor = s.author),
      (s) => void (s.author = { ...s.author, authorPerson: [MARCHETTI] }),
    ),
    /Value/,
  ],
  ['PDS-X-07', 'another title', (s) => void (s.title = 'Document'), /LocalizedString\/@value/],
  ['PDS-X-08', 'local time', slots('creationTime', '20261120101500'), /Value/],
  ['PDS-X-09', 'another day', slots('serviceStartTime', '20261118'), /Value/],
  ['PDS-X-10', 'another second', slots('serviceStopTime', '20261120091001'), /Value/],
  ['PDS-X-11', 'another level', code('confidentialityCode', 'R', '2.16.840.1.113883.5.25'), /@nodeRepresentation/],
  ['PDS-X-12', 'another language', slots('languageCode', 'en-US'), /Value/],
  ['PDS-X-13', 'another type', code('typeCode', '34133-9', LOINC), /@nodeRepresentation/],
  ['PDS-X-13', 'another code system', code('typeCode', '11488-4', '1.2.3'), /@nodeRepresentation/],
  ['PDS-X-14', 'PDF for text', code('formatCode', 'urn:ihe:iti:xds-sd:pdf:2008', '1.3.6.1.4.1.19376.1.2.3'), /@nodeRepresentation/],
  ['PDS-X-15', 'another identifier', (s) => void (s.uniqueId = '2.999.9'), /ExternalIdentifier.*@value/],
  [
    'PDS-X-16',
    'an extension',
    both(cda('<id root="2.999.1.1.20261120.1"/>', '<id root="2.999.1.1" extension="42"/>'), (s) => void (s.uniqueId = '2.999.1.1^42')),
    /^\/ClinicalDocument\/id\/@extension$/,
  ],
  ['PDS-X-17', 'another facility', code('healthcareFacilityTypeCode', 'SA01', '1.2.250.1.71.4.2.4'), /@nodeRepresentation/],
  ['PDS-X-18', 'another setting', code('practiceSettingCode', 'HAD', '1.2.250.1.213.1.1.4.9'), /@nodeRepresentation/],
  ['PDS-X-19', 'another person', slots('legalAuthenticator', MARCHETTI), /Value/],
  ['PDS-X-20', 'another family name', info(1, 'PID-5|PATB-QUATRE^DOMINIQUE^^^^^L'), /Value\[2\]/],
  ['PDS-X-20', 'another given name', info(1, 'PID-5|PAT-TROIS^LAURENCE^^^^^L'), /Value\[2\]/],
  ['PDS-X-21', 'another local identifier', slots('sourcePatientId', 'IPP-000124^^^&2.999.1.3&ISO^PI'), /Value/],
  ['PDS-X-22', 'another sender', both(nonPs, (s) => void (s.vihf.nameId = '30B0127189/42')), /NameID/],
  ['PDS-X-23', 'RPLC alone', (s) => void (s.replaces = true), /^\/ClinicalDocument\/relatedDocument$/],
  ['PDS-X-23', 'relatedDocument alone', cda('<componentOf>', related + '<componentOf>'), /ExtrinsicObject$/],
  ['PDS-X-24', 'another structure', (s) => void (s.vihf.structure = '1750712184'), /Value/],
  ['PDS-X-25', 'another profession', (s) => void (s.vihf.roles = [['21', VihfCodeSystem.profession]]), /Value/],
  ['PDS-X-25', 'no skill', (s) => void s.vihf.roles.pop(), /Value/],
  ['PDS-X-26', 'PDF', (s) => void (s.mimeType = 'application/pdf'), /@mimeType/],
  ['PDS-X-27', 'another role', (s) => void (s.author['authorRole'] = ['Correspondant']), /Value/],
  [
    'PDS-X-28',
    'another specialty',
    (s) => {
      s.setAuthor = { ...s.author };
      s.author['authorSpecialty'] = ['G15_21^Pharmacien^1.2.250.1.213.1.1.4.5'];
    },
    /Value/,
  ],
  [
    'PDS-X-29',
    'another organisation',
    (s) => {
      s.setAuthor = { ...s.author };
      s.author['authorInstitution'] = [ELSEWHERE];
    },
    /Value/,
  ],
  [
    'PDS-X-30',
    'another volet',
    both(biology, code('formatCode', 'urn:asip:ci-sis:vsm:2012', '1.2.250.1.213.1.1.4.2.282')),
    /@nodeRepresentation/,
  ],
  ['PDS-X-31', 'another day', info(2, 'PID-7|19790329'), /Value\[3\]/],
  ['PDS-X-32', 'another sex', info(3, 'PID-8|M'), /Value\[4\]/],
  ['PDS-X-33', 'another patient', info(0, `PID-3|${OTHER_INS}`), /Value\[1\]/],
];

const passing: [string, Change][] = [
  ['level 1', () => undefined],
  ['level 3', biology],
  ['an automaton', nonPs],
  ['a replacement', both(cda('<componentOf>', related + '<componentOf>'), (s) => void (s.replaces = true))],
  ['hash in upper case', (s) => void (s.hash = createHash('sha1').update(s.cda).digest('hex').toUpperCase())],
  ['times to the day', both(slots('creationTime', '20261120'), slots('serviceStartTime', '20261120'))],
  ['time with an offset', slots('creationTime', '20261120101500+0100')],
  ['another patient in the submission set, which the metadata rules tell', (s) => void (s.setPatientId = OTHER_INS)],
  ['the INS as local identifier', slots('sourcePatientId', INS)],
  [
    'a title cut at 128 characters',
    both(cda('<title>', `<title>${'Long '.repeat(30)}`), (s) => void (s.title = 'Long '.repeat(26).slice(0, 128).trim())),
  ],
  [
    'self-presenting',
    (s) => {
      s.cda = `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><c:Contenu xmlns:c="urn:asip-sante:ci-sis">${s.cda.replace(/^<\?xml.*\?>/, '')}</c:Contenu></xsl:stylesheet>`;
      s.mimeType = 'application/xslt+xml';
    },
  ],
];

describe('what agrees is left alone', () => {
  test.each(passing)('%s', async (_, change) => {
    const { findings } = await judge(message(change));
    expect(findings.map((f) => `${f.rule} ${f.actual?.en}`)).toEqual([]);
  });
});

describe('each rule finds the two that disagree, and nothing else', () => {
  test.each(cases)('%s: %s', async (rule, _, change, where) => {
    const text = message(change);
    const { findings, evaluated } = await judge(text);
    expect(findings.map((f) => f.rule)).toEqual([rule]);
    expect(evaluated).toContain(rule);
    const [finding] = findings;
    expect(finding!.place.path).toMatch(where);
    expect(finding!.expected).toBeDefined();
    expect(finding!.actual).toBeDefined();
    if (finding!.place.part) expect(finding!.place.part.fr).toContain('document');
    else expect((text.split('\n')[finding!.place.line - 1] ?? '').slice(finding!.place.column - 1)).toMatch(/^[<\w]/);
  });

  test('the majority says who must change: the CDA and the VIHF against the metadata', async () => {
    const { findings } = await judge(message((s) => void (s.patientId = OTHER_INS)));
    expect(findings.map((f) => [f.rule, f.place.path.includes('ExternalIdentifier')])).toEqual([
      ['PDS-X-01', true],
      ['PDS-X-05', true],
    ]);
  });

  test('each document is judged against its own entry', async () => {
    const { findings } = await judge(
      message(
        () => undefined,
        biology,
        both(biology, (s) => void (s.title = 'Autre')),
      ),
    );
    expect(findings.map((f) => [f.rule, f.place.path.includes('ExtrinsicObject[3]')])).toEqual([['PDS-X-07', true]]);
  });
});

describe('the rules', () => {
  test('each has an input that passes it and one that fails it', async () => {
    const passed = new Set<string>();
    for (const [, change] of passing) for (const rule of (await judge(message(change))).evaluated) passed.add(rule);
    const failed = new Set(cases.map(([rule]) => rule));
    expect(rules.filter(({ id }) => !passed.has(id) || !failed.has(id)).map(({ id }) => id)).toEqual([]);
  });
  test('have French typography', () => {
    for (const { title, message: text, hint, why } of rules)
      for (const { fr, en } of [title, text, hint, ...(why ? [why] : [])]) {
        expect(fr).not.toMatch(/ [:;?!»]|« |'/);
        expect(fr).toMatch(/\.$/);
        expect(en).toMatch(/\.$/);
      }
  });
});

describe('a rule is evaluated only where both sides exist', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['no XML', 'Bonjour'],
    ['no submission', '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>'],
  ])('%s', async (_, text) => expect(await judge(text)).toEqual({ findings: [], evaluated: [] }));

  test('a document that is no CDA', async () => {
    const { findings, evaluated } = await judge(message((s) => void (s.cda = 'Bonjour')));
    expect(findings).toEqual([]);
    expect(evaluated.filter((rule) => !['PDS-X-01', 'PDS-X-02', 'PDS-X-24', 'PDS-X-25'].includes(rule))).toEqual([]);
  });

  test('any alteration of the message ends in findings, never in a crash', async () => {
    const text = message(() => undefined);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.nat(40), fc.string({ maxLength: 8 }), async (from, length, put) => {
        await judge(text.slice(0, from) + put + text.slice(from + length));
      }),
      { numRuns: 300 },
    );
  });
});

describe('sameInstant', () => {
  test.each<[string, string, boolean | undefined]>([
    ['20261120091500', '20261120101500+0100', true],
    ['20260720081500', '20260720101500+0200', true],
    ['20261120101500', '20261120101500+0100', false],
    ['20261119233000', '20261120003000+0100', true],
    ['20261120', '20261120101500+0100', true],
    ['202611200915', '20261120101500+0100', true],
    ['20261119230000', '20261120', true],
    ['20261118', '20261120', false],
    ['2026', '20261120', true],
    ['20261120101500', '20261120101500', undefined],
    ['yesterday', '20261120101500+0100', undefined],
  ])('%s and %s: %s', (metadata, document, holds) => expect(sameInstant(metadata, document)).toBe(holds));
});
