import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Artefact } from '../../src/model/index.js';
import { ASSOCIATION, IDENTIFIER, NODE, SCHEME } from '../../src/protocols/ebxml/index.js';
import { VihfCodeSystem, VihfName } from '../../src/protocols/saml/index.js';
import { type Raw, xml } from '../../src/protocols/xml/index.js';
import { MESSAGES } from '../hl7v3/fixtures/messages.js';
import { sameInstant } from './instant.js';
import { rules, validator } from './index.js';
import { manifest } from './manifest.js';

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
    subject: 'ANNE KERLEAU',
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
  setUniqueId: '2.999.5.2',
  sourceId: '2.999.4',
  id: undefined as string | undefined,
  replaces: undefined as string | undefined,
  /** a folder that the entry goes into, one that the message makes */
  filedIn: undefined as string | undefined,
  folder: undefined as [id: string, patientId: string] | undefined,
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
  subject,
  roles,
}: Said['vihf']): Raw => xml`<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">
<saml:Subject><saml:NameID>${nameId}</saml:NameID></saml:Subject>
<saml:AttributeStatement>${attribute(VihfName.structure, structure)}${attribute(VihfName.subjectId, subject)}${attribute(VihfName.resourceId, patient)}${attribute(
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
    const id = said.id ?? `Document0${i + 1}`;
    return xml`<ExtrinsicObject id="${id}" mimeType="${said.mimeType}">
${Object.entries({ ...said.slots, hash: [said.hash ?? createHash('sha1').update(bytes).digest('hex')], size: [said.size ?? String(bytes.length)] }).map(slot)}<Name><LocalizedString value="${said.title}"/></Name>
${author(SCHEME.entryAuthor, id, said.author)}${Object.entries(said.codes).map(
      ([name, [code, scheme]]) =>
        xml`<Classification classificationScheme="${SCHEME[name as keyof typeof SCHEME]}" nodeRepresentation="${code}">${slot(['codingScheme', [scheme]])}</Classification>
`,
    )}${identifier(IDENTIFIER.entryPatientId, id, said.patientId)}${identifier(IDENTIFIER.entryUniqueId, id, said.uniqueId)}</ExtrinsicObject>
${said.replaces !== undefined && xml`<Association associationType="${ASSOCIATION.replaces}" sourceObject="${id}" targetObject="${said.replaces}"/>`}${said.filedIn !== undefined && xml`<Association associationType="${ASSOCIATION.hasMember}" sourceObject="${said.filedIn}" targetObject="${id}"/>`}`;
  });
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>
<o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">${vihfOf(first.vihf)}</o:Security></s:Header>
<s:Body><ProvideAndRegisterDocumentSetRequest xmlns="urn:ihe:iti:xds-b:2007"><SubmitObjectsRequest xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><RegistryObjectList xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
${entries}<RegistryPackage id="Set01">${author(SCHEME.setAuthor, 'Set01', first.setAuthor ?? first.author)}${identifier(IDENTIFIER.setPatientId, 'Set01', first.setPatientId)}${identifier(IDENTIFIER.setUniqueId, 'Set01', first.setUniqueId)}${identifier(IDENTIFIER.setSourceId, 'Set01', first.sourceId)}</RegistryPackage>
<Classification classifiedObject="Set01" classificationNode="${NODE.submissionSet}"/>${
    first.folder
    && xml`<RegistryPackage id="${first.folder[0]}">${identifier(IDENTIFIER.folderPatientId, first.folder[0], first.folder[1])}</RegistryPackage><Classification classifiedObject="${first.folder[0]}" classificationNode="${NODE.folder}"/>`
  }
</RegistryObjectList></SubmitObjectsRequest>
${all.map((said, i) => xml`<Document id="${said.id ?? `Document0${i + 1}`}">${Buffer.from(said.cda).toString('base64')}</Document>`)}
</ProvideAndRegisterDocumentSetRequest></s:Body></s:Envelope>`.markup;
}

const artefact = (text: string, name = 'message.xml'): Artefact => new Artefact(name, Buffer.from(text));
const judge = (text: string, ...related: Artefact[]) => validator.validate(artefact(text), { ...context, related });

const EARLIER = 'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c2';
const FOLDER = 'urn:uuid:2c144a76-29a9-4b7c-af54-b25409fe7d03';
/** The message before: the document of the day before, under its entryUUID, and a folder. */
const earlier: Change = (said) => {
  said.id = EARLIER;
  said.uniqueId = '2.999.1.1.20261119.1';
  said.cda = said.cda.replace('<id root="2.999.1.1.20261120.1"/>', '<id root="2.999.1.1.20261119.1"/>');
  said.setUniqueId = '2.999.5.1';
  said.folder = [FOLDER, INS];
};

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
const CCAM = '1.2.250.1.213.2.5';
const act: Change = cda('<serviceEvent>', `<serviceEvent><code code="DEQP003" codeSystem="${CCAM}"/>`);
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

/** The new version of the document of `earlier`. */
const successor: Change = both(
  cda('<componentOf>', related + '<componentOf>'),
  cda('<versionNumber value="1"/>', '<versionNumber value="2"/>'),
  (s) => {
    s.replaces = EARLIER;
    s.filedIn = FOLDER;
  },
);

type Case = [rule: string, what: string, change: Change, where: RegExp, before?: Change];
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
  ['PDS-X-23', 'RPLC alone', (s) => void (s.replaces = EARLIER), /^\/ClinicalDocument\/relatedDocument$/],
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
  ['PDS-X-34', 'another name', slots('legalAuthenticator', KERLEAU.replace('KERLEAU', 'KERLO')), /Value/],
  [
    'PDS-X-35',
    'another name',
    (s) => {
      s.setAuthor = { ...s.author };
      s.author['authorPerson'] = [KERLEAU.replace('KERLEAU', 'KERLO')];
    },
    /Value/,
  ],
  [
    'PDS-X-36',
    'another name',
    (s) => {
      s.setAuthor = { ...s.author };
      s.author['authorInstitution'] = [PRACTICE.replace('KERLEAU', 'MARCHETTI')];
    },
    /Value/,
  ],
  ['PDS-X-37', 'an act that is left out', both(act, code('eventCodeList', 'YYYY001', CCAM)), /@nodeRepresentation/],
  ['PDS-X-39', 'another name', (s) => void (s.vihf.subject = 'LOUISE KERLEAU'), /Value/],
  [
    'PDS-X-40',
    'another document in the CDA',
    both(successor, cda('2.999.1.1.20261119.1', '2.999.1.1.20261118.1')),
    /parentDocument\/id\/@root$/,
    earlier,
  ],
  [
    'PDS-X-42',
    'another patient',
    successor,
    /@value/,
    both(
      earlier,
      (s) => void (s.patientId = OTHER_INS),
      (s) => void (s.folder = undefined),
    ),
  ],
  ['PDS-X-43', 'another series', both(successor, cda('<setId root="', '<setId root="2.')), /setId\/@root$/, earlier],
  [
    'PDS-X-44',
    'the same version',
    both(successor, cda('<versionNumber value="2"/>', '<versionNumber value="1"/>')),
    /versionNumber\/@value$/,
    earlier,
  ],
  [
    'PDS-X-45',
    'the identifier of the document replaced',
    (s) => {
      earlier(s);
      Object.assign(s, { id: undefined, replaces: EARLIER, setUniqueId: '2.999.5.2', folder: undefined });
      s.cda = s.cda.replace('<componentOf>', `${related}<componentOf>`).replace('<versionNumber value="1"/>', '<versionNumber value="2"/>');
    },
    /@value/,
    earlier,
  ],
  [
    'PDS-X-46',
    'another content',
    cda('<title>', '<!-- -->\n<title>'),
    /Value/,
    both(
      () => undefined,
      (s) => void (s.setUniqueId = '2.999.5.1'),
    ),
  ],
  ['PDS-X-47', 'the submission set of before', (s) => void (s.setUniqueId = '2.999.5.1'), /@value/, earlier],
  ['PDS-X-48', 'another source', (s) => void (s.sourceId = '2.999.4.1'), /@value/, earlier],
  ['PDS-X-49', 'the folder of another patient', successor, /@value/, both(earlier, (s) => void (s.folder = [FOLDER, OTHER_INS]))],
  ['PDS-X-33', 'another patient', info(0, `PID-3|${OTHER_INS}`), /Value\[1\]/],
];

const passing: [string, Change, Change?][] = [
  ['after another', successor, earlier],
  ['sent again as it was', (s) => void (s.setUniqueId = '2.999.5.3'), () => undefined],
  ['acts of the document and others', both(act, code('eventCodeList', 'DEQP003', CCAM))],
  ['level 1', () => undefined],
  ['level 3', biology],
  ['an automaton', nonPs],
  ['a replacement', both(cda('<componentOf>', related + '<componentOf>'), (s) => void (s.replaces = EARLIER))],
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
  // a row without a last value would be given a callback in its place
  test.each(passing.map(([what, change, before]) => [what, change, before] as const))('%s', async (_, change, before) => {
    const { findings } = await judge(message(change), ...(before ? [artefact(message(before))] : []));
    expect(findings.map((f) => `${f.rule} ${f.actual?.en}`)).toEqual([]);
  });
});

describe('each rule finds the two that disagree, and nothing else', () => {
  test.each(cases.map(([rule, what, change, where, before]) => [rule, what, change, where, before] as const))(
    '%s: %s',
    async (rule, _, change, where, before) => {
      const text = message(change);
      const { findings, evaluated } = await judge(text, ...(before ? [artefact(message(before))] : []));
      expect(findings.map((f) => f.rule)).toEqual([rule]);
      expect(evaluated).toContain(rule);
      const [finding] = findings;
      expect(finding!.place.path).toMatch(where);
      expect(finding!.expected).toBeDefined();
      expect(finding!.actual).toBeDefined();
      if (finding!.place.part) expect(finding!.place.part.fr).toContain('document');
      else expect((text.split('\n')[finding!.place.line - 1] ?? '').slice(finding!.place.column - 1)).toMatch(/^[<\w]/);
    },
  );

  test('the majority says who must change: the CDA and the VIHF against the metadata', async () => {
    const { findings } = await judge(message((s) => void (s.patientId = OTHER_INS)));
    expect(findings.map((f) => [f.rule, f.place.path.includes('ExternalIdentifier')])).toEqual([
      ['PDS-X-05', true],
      ['PDS-X-01', true],
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

describe('metadata without a message around them', () => {
  const bare = (change: Change): string => {
    const text = message(change);
    return text.slice(text.indexOf('<SubmitObjectsRequest'), text.indexOf('</SubmitObjectsRequest>')) + '</SubmitObjectsRequest>';
  };
  const document = (name: string, text = level1): Artefact => artefact(text, name);
  const wrongTitle: Change = (s) => void (s.title = 'Document');
  const uri = slots('URI', 'DOC00001.XML');
  test.each<[string, Change, Artefact]>([
    [
      'its URI',
      both(uri, (s) => void (s.hash = '0'.repeat(40))),
      document('lot/doc00001.xml', level1.replace('2.999.1.1.20261120.1', '2.999.8')),
    ],
    ['its hash', (s) => void (s.uniqueId = '2.999.9'), document('a.xml')],
    ['the identifier of the CDA', (s) => void (s.hash = '0'.repeat(40)), document('a.xml')],
  ])('a document beside them is found by %s', async (_, change, beside) => {
    const { findings } = await judge(bare(both(change, wrongTitle)), document('other.xml', level3), beside);
    expect(findings.map((f) => f.rule)).toContain('PDS-X-07');
  });
  test('none beside them: nothing to compare with', async () =>
    expect(await judge(bare(wrongTitle), document('other.xml', level3))).toEqual({ findings: [], evaluated: [] }));
  test('what the answer to a query told counts as told before', async () => {
    const list = message(earlier);
    const answer = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><AdhocQueryResponse xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0">${list.slice(list.indexOf('<RegistryObjectList'), list.indexOf('</RegistryObjectList>'))}</RegistryObjectList></AdhocQueryResponse></s:Body></s:Envelope>`;
    const { findings, evaluated } = await judge(
      message(
        both(successor, (s) => void (s.cda = level1.replace('<componentOf>', `${related.replace('1119.1', '1118.1')}<componentOf>`))),
      ),
      artefact(answer),
    );
    expect(findings.map((f) => f.rule)).toEqual(['PDS-X-40']);
    expect(evaluated).toEqual(expect.arrayContaining(['PDS-X-42', 'PDS-X-45', 'PDS-X-47', 'PDS-X-49']));
  });
});

const PID =
  'PID|1||8001^^^CHU-X&1.2.250.1.999.7&ISO^PI~279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS||'
  + 'PAT-TROIS^DOMINIQUE^DOMINIQUE^^^^L~VIDAL^DOMINIQUE^^^^^D||19790328|F|||1 rue des Lilas^^PARIS^^75007^FRA^H~^^^^^^BDL^^51215';
/** What a search by HL7 v2 returned: these patients. */
const answerV2 = (...pids: string[]): string =>
  ['MSH|^~\\&|PDS|CHU-X|LPS|CAB|20261120100000||RSP^K22^RSP_K21|1|P|2.5', 'MSA|AA|1', 'QAK|T1|OK', ...pids, ''].join('\r');
const answerV3 = MESSAGES.pdqAnswer;
const instead = (from: string | RegExp, to: string, text = answerV2(PID)): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to replace: ${String(from)}`);
  return changed;
};
const without = (i: number): Change => info(i, 'PID-18|');
const noVihfPatient: Change = (s) => void (s.vihf.patient = '');
const OTHER_PID = PID.replace('279035121518989', '207058575627097').replace('8001', '8002').replace('19790328', '19070525');

/** What a publication says beside the answers to searches: the rules that find it, and where. */
const foundCases: [rules: string[], what: string, change: Change, answers: string[], where: RegExp][] = [
  [
    ['PDS-X-50'],
    'nobody of that identifier, in the metadata',
    both(
      noVihfPatient,
      cda('<id root="1.2.250.1.213.1.4.10"', '<id root="1.2.250.1.213.1.4.8"'),
      (s) => void (s.patientId = INS.replace('4.10', '4.8')),
      without(0),
    ),
    [answerV2(PID)],
    /ExternalIdentifier.*@value/,
  ],
  [['PDS-X-01', 'PDS-X-51'], 'another patient in the VIHF', (s) => void (s.vihf.patient = OTHER_INS), [answerV2(PID)], /AttributeValue/],
  [
    ['PDS-X-05', 'PDS-X-52'],
    'another patient in the CDA',
    cda('extension="279035121518989"', 'extension="207058575627097"'),
    [answerV2(PID)],
    /patientRole\/id\[1\]\/@extension$/,
  ],
  [
    ['PDS-X-50', 'PDS-X-51'],
    'a patient who has no INS',
    () => undefined,
    [instead(/~279035121518989[^|]*/, '')],
    /ExternalIdentifier.*@value/,
  ],
  [
    ['PDS-X-20', 'PDS-X-53'],
    'a used name that nobody returned',
    info(1, 'PID-5|PAT-TROIS^DOMINIQUE^^^^^L~VIDOL^DOMINIQUE^^^^^D'),
    [answerV2(PID)],
    /Value\[2\]/,
  ],
  [
    ['PDS-X-54'],
    'another day of birth',
    cda('<birthTime value="19790328"/>', '<birthTime nullFlavor="UNK"/>'),
    [instead('19790328', '19790329')],
    /Value\[3\]/,
  ],
  [
    ['PDS-X-55'],
    'another sex',
    cda('<administrativeGenderCode code="F"', '<administrativeGenderCode nullFlavor="UNK"'),
    [instead('|F|', '|M|')],
    /Value\[4\]/,
  ],
  [['PDS-X-56'], 'another birthplace', info(4, 'PID-11|^^^^^^BDL^^63220'), [answerV2(PID)], /Value\[5\]/],
  [
    ['PDS-X-57'],
    'another birth name',
    cda('<family qualifier="BR">PAT-TROIS', '<family qualifier="BR">VIDAL'),
    [answerV2(PID)],
    /name\/family\[1\]$/,
  ],
  [
    ['PDS-X-58'],
    'another used name',
    cda('<family qualifier="CL">PAT-TROIS', '<family qualifier="CL">VIDOL'),
    [answerV2(PID)],
    /name\/family\[2\]$/,
  ],
  [
    ['PDS-X-59'],
    'another given name',
    cda('<given qualifier="BR">DOMINIQUE', '<given qualifier="BR">LAURENCE'),
    [answerV2(PID)],
    /name\/given\[2\]$/,
  ],
  [['PDS-X-60'], 'another day of birth, in the CDA', without(2), [instead('19790328', '19790329')], /birthTime\/@value$/],
  [['PDS-X-61'], 'another sex, in the CDA', without(3), [instead('|F|', '|M|')], /administrativeGenderCode\/@code$/],
  [['PDS-X-62'], 'another birthplace, in the CDA', () => undefined, [instead('BDL^^51215', 'BDL^^63220')], /county$/],
  // the patient is looked for among all who were found, and the last answer counts
  [
    ['PDS-X-54', 'PDS-X-60'],
    'the birth date of the last answer',
    () => undefined,
    [answerV2(OTHER_PID, PID), instead('19790328', '19790329')],
    /Value\[3\]/,
  ],
  [
    ['PDS-X-54', 'PDS-X-60'],
    'the birth date, by HL7 V3',
    () => undefined,
    [instead('<birthTime value="19790328"', '<birthTime value="19790329"', answerV3)],
    /Value\[3\]/,
  ],
  [
    ['PDS-X-53', 'PDS-X-57', 'PDS-X-58'],
    'the name, by HL7 V3',
    () => undefined,
    [instead(/(<patientPerson.*?<family qualifier="BR">)PAT-TROIS/, '$1DURAND', answerV3)],
    /Value\[2\]/,
  ],
  [
    ['PDS-X-55', 'PDS-X-61', 'PDS-X-62'],
    'sex and birthplace, by HL7 V3',
    () => undefined,
    [instead('>51215<', '>63220<', instead(/(<patientPerson.*?<administrativeGenderCode code=)"F"/, '$1"M"', answerV3))],
    /Value\[4\]/,
  ],
  [
    ['PDS-X-50', 'PDS-X-51', 'PDS-X-52'],
    'the identifier, by HL7 V3',
    () => undefined,
    [instead('extension="279035121518989"', 'extension="207058575627097"', answerV3)],
    /ExternalIdentifier.*@value/,
  ],
];

const foundPassing: [what: string, change: Change, answers: string[]][] = [
  ['the patient found', info(4, 'PID-11|^^^^^^BDL^^51215'), [answerV2(PID)]],
  ['by HL7 V3', () => undefined, [answerV3]],
  ['one of several', () => undefined, [answerV2(OTHER_PID, PID)]],
  ['a patient of another answer', () => undefined, [answerV2(OTHER_PID), answerV2(PID)]],
  ['accents and case', info(1, 'PID-5|Pat Trois^Dominiqué^^^^^L'), [answerV2(PID)]],
  [
    'the used name',
    both(
      cda('<family qualifier="CL">PAT-TROIS', '<family qualifier="CL">VIDAL'),
      info(1, 'PID-5|PAT-TROIS^DOMINIQUE^^^^^L~VIDAL^DOMINIQUE^^^^^D'),
    ),
    [answerV2(PID)],
  ],
  ['nothing but the identifier', () => undefined, [answerV2(PID.split('|').slice(0, 4).join('|'))]],
];

describe('what a search returned is what is published', () => {
  const found = (change: Change, answers: string[]) =>
    judge(message(change), ...answers.map((answer, i) => artefact(answer, `answer-${i}`)));

  test.each(foundCases)('%j: %s', async (expected, _, change, answers, where) => {
    const { findings } = await found(change, answers);
    expect(findings.map((f) => f.rule).toSorted()).toEqual(expected);
    const own = findings.find((f) => f.rule === expected.find((rule) => rule >= 'PDS-X-50'))!;
    expect(own.place.path).toMatch(where);
    expect(own.expected!.fr).toContain('réponse à la recherche, ligne');
    expect(own.expected).not.toEqual(own.actual);
  });

  test.each(foundPassing)('%s: nothing is wrong', async (_, change, answers) => {
    expect((await found(change, answers)).findings.map((f) => `${f.rule} ${f.actual?.en}`)).toEqual([]);
  });

  test('nobody found, an answer that is none, another patient alone: nothing to compare the traits with', async () => {
    const rulesOf = async (...answers: string[]): Promise<string[]> =>
      (await found(() => undefined, answers)).evaluated.filter((rule) => rule >= 'PDS-X-50');
    expect(await rulesOf(answerV2())).toEqual([]);
    expect(await rulesOf(answerV2(PID).replace('K22', 'K23'), 'MSH', 'MSH|', '\u000bMSH|^~\\&\r\u001c\r')).toEqual([]);
    expect(await rulesOf(answerV2(OTHER_PID, OTHER_PID.replace('8002', '8003')))).toEqual(['PDS-X-50', 'PDS-X-51', 'PDS-X-52']);
  });

  test('a hundred thousand patients are compared in time', async () => {
    const { findings } = await found(() => undefined, [answerV2(...Array.from({ length: 100_000 }, () => OTHER_PID))]);
    expect(findings.map((f) => f.rule).toSorted()).toEqual(['PDS-X-50', 'PDS-X-51', 'PDS-X-52']);
  });
});

describe('the tables', () => {
  test('each block is announced, each row is a rule of its own', () => {
    const rows = validator.blocks!.flatMap((block) => block.rows);
    expect(validator.blocks!.map(({ id }) => id)).toEqual(manifest.blocks);
    expect(rows.map((row) => row.rule).toSorted()).toEqual(rules.map(({ id }) => id));
  });
});

describe('the rules', () => {
  test('each has an input that passes it and one that fails it', async () => {
    const passed = new Set<string>();
    for (const [, change, before] of passing)
      for (const rule of (await judge(message(change), ...(before ? [artefact(message(before))] : []))).evaluated) passed.add(rule);
    for (const [, change, answers] of foundPassing)
      for (const rule of (await judge(message(change), ...answers.map((answer) => artefact(answer)))).evaluated) passed.add(rule);
    const failed = new Set([...cases.map(([rule]) => rule), ...foundCases.flatMap(([broken]) => broken)]);
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
    expect(evaluated.filter((rule) => !['PDS-X-01', 'PDS-X-02', 'PDS-X-24', 'PDS-X-25', 'PDS-X-39'].includes(rule))).toEqual([]);
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
