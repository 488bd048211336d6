import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { Artefact, RequirementFile, type Validation } from '../../src/model/index.js';
import { HOSPITAL, MESSAGES } from './fixtures/messages.js';
import { insFamily } from './ins-rules.js';
import { validator } from './index.js';

const ids = new Set(insFamily.rules.map(({ id }) => id));

/** What the rules on the INS find. */
async function judge(text: string, parameters: Record<string, string> = {}): Promise<Validation> {
  const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters };
  const judged = await validator.validate(new Artefact('message.xml', Buffer.from(text)), context);
  const { findings, evaluated } = judged;
  return { ...judged, findings: findings.filter(({ rule }) => ids.has(rule)), evaluated: evaluated.filter((id) => ids.has(id)) };
}

const { add, revise, merge, pdqAnswer, pdqQuery, pixAnswer, pixQuery } = MESSAGES;
const NIR = '1.2.250.1.213.1.4.10';
const NUMBER = '279035121518989';
const INS = `<id root="${NIR}" extension="${NUMBER}"/>`;
const OTHER = '207058575627097';

const change = (from: string | RegExp, to: string, text: string = add): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to replace: ${String(from)}`);
  return changed;
};
/** Another number, with what goes with it. */
const person = (ins: string, birthDate: string, sex: string, place: string): string =>
  change(NUMBER, ins)
    .replace('"19790328"', `"${birthDate}"`)
    .replace('Code code="F"', `Code code="${sex}"`)
    .replace('>51215<', `>${place}<`);
const second = (more: string, text: string = add): string => change(INS, `${INS}${more}`, text);
const PRODUCTION = change(NIR, '1.2.250.1.213.1.4.8');
const named = (name: string): string => change(/<name>.*?<\/name>/, name);
const history = (end: string): string =>
  change(
    '<asOtherIDs ',
    `<asOtherIDs classCode="PAT"><id root="${NIR}" extension="${OTHER}"/><effectiveTime><low value="20200101"/>${end}</effectiveTime><scopingOrganization classCode="ORG" determinerCode="INSTANCE"><id root="${NIR}"/></scopingOrganization></asOtherIDs><asOtherIDs `,
  );
const found = (by: string): string =>
  change(
    '<parameterList>',
    `<parameterList><livingSubjectId>${by}<semanticsText>LivingSubject.id</semanticsText></livingSubjectId>`,
    pdqQuery,
  );
const asked = (id: string): string => change(`<value root="${HOSPITAL}" extension="8001"/>`, id.replace('<id', '<value'), pixQuery);
/** A notification (ITI-46): identifiers and no name. */
const NOTIFICATION = change(
  /<patientPerson (.*?)>.*<\/patientPerson>/,
  '<patientPerson $1><name nullFlavor="NA"/></patientPerson>',
  revise,
);

type Case = [name: string, message: string, path: RegExp, parameters?: Record<string, string>];
const EXTENSION = /\/patient\/id\[2\]\/@extension$/;
const ROOT = /\/patient\/id\[2\]\/@root$/;

/** What breaks a rule, and only it. */
const broken: Record<string, Case[]> = {
  'HL7V3-100': [
    ['no key', change(NUMBER, '2790351215189'), EXTENSION],
    ['spaces', change(NUMBER, '2 79 03 51 215 189 89'), EXTENSION],
    ['in asOtherIDs', history('').replace(OTHER, '2070585756270').replace(INS, ''), /asOtherIDs\[1\]\/id\/@extension$/],
    [
      'of the patient replaced',
      change(/"7999"/, '"2790351215189"', merge).replace(/(Role classCode="PAT"><id root=")[^"]*/, `$1${NIR}`),
      /priorRegisteredRole\/id\/@extension$/,
    ],
    ['in a PIX query', asked(INS.replace(NUMBER, '2790351215189')), /patientIdentifier\/value\/@extension$/],
    ['in a PDQ query', found(`<value root="${NIR}" extension="2790351215189"/>`), /livingSubjectId\/value\/@extension$/],
    ['in a PDQ answer', change(NUMBER, '2790351215189', pdqAnswer), EXTENSION],
    ['in a PIX answer', change(NUMBER, '2790351215189', pixAnswer), /\/patient\/id\/@extension$/],
    ['in a notification', change(NUMBER, '2790351215189', NOTIFICATION), EXTENSION],
  ],
  'HL7V3-101': [
    ['another key', change(NUMBER, '279035121518988'), EXTENSION],
    ['2A taken for 20', person('297022A02077851', '19970226', 'F', '2A020'), EXTENSION],
  ],
  'HL7V3-102': [
    ['month 13', person('279135121518955', '19790328', 'F', '51215'), EXTENSION],
    ['department 00', person('279030021518911', '19790328', 'F', '51215'), EXTENSION],
  ],
  'HL7V3-103': [
    ['another root', change(`<id root="${NIR}"`, '<id root="1.2.250.1.213.1.4.12" assigningAuthorityName="ASIP-SANTE-INS-NIR"'), ROOT],
  ],
  'HL7V3-104': [
    [
      'NIA under the OID of the NIR',
      change(`<id root="${NIR}"`, '<id root="1.2.250.1.213.1.4.8" assigningAuthorityName="ASIP-SANTE-INS-NIA"'),
      /\/patient\/id\[2\]\/@assigningAuthorityName$/,
      { insAuthority: 'production' },
    ],
  ],
  'HL7V3-105': [['production', PRODUCTION, ROOT]],
  'HL7V3-106': [
    ['production in a test', PRODUCTION, ROOT, { insAuthority: 'test' }],
    ['in a query', asked(INS.replace(NIR, '1.2.250.1.213.1.4.8')), /patientIdentifier\/value\/@root$/, { insAuthority: 'test' }],
  ],
  'HL7V3-107': [
    ['a man', change('Code code="F"', 'Code code="M"'), /administrativeGenderCode$/],
    ['a man, in an answer', change('Code code="F"', 'Code code="M"', pdqAnswer), /administrativeGenderCode$/],
  ],
  'HL7V3-108': [
    ['another year', change('19790328', '19780328'), /birthTime$/],
    ['another month', change('19790328', '19790428'), /birthTime$/],
    ['in an answer of PIX', change('19790328', '19790428', pixAnswer), /birthTime$/],
  ],
  'HL7V3-109': [
    ['another place', change('>51215<', '>63220<'), /birthPlace\/addr\/county$/],
    ['another place, as a city', change('<county>51215</county>', '<city>63220</city>'), /birthPlace\/addr\/city$/],
  ],
  'HL7V3-110': [
    ['a used name alone', named('<name><given qualifier="BR">DOMINIQUE</given><family qualifier="CL">MARTIN</family></name>'), /\/name$/],
    ['no family name', named('<name><given>DOMINIQUE</given></name>'), /\/name$/],
    ['one that is masked', named('<name><given>DOMINIQUE</given><family nullFlavor="MSK"/></name>'), /\/name$/],
    ['a pseudonym', named('<name><given>DOMINIQUE</given></name><name use="P"><family>X</family></name>'), /\/name\[1\]$/],
    [
      'in an answer',
      change(/<patientPerson (.*?)><name>.*?<\/name>/, '<patientPerson $1><name><given>DOMINIQUE</given></name>', pdqAnswer),
      /\/name$/,
    ],
  ],
  'HL7V3-111': [
    ['none', named('<name><family qualifier="BR">PAT-TROIS</family></name>'), /\/name$/],
    ['a name of one piece', named('<name>PAT-TROIS</name>'), /\/name$/],
    [
      'of the used name alone',
      named('<name><family qualifier="BR">PAT-TROIS</family></name><name><given>DOMI</given><family qualifier="CL">MARTIN</family></name>'),
      /\/name\[1\]$/,
    ],
  ],
  'HL7V3-112': [
    ['none', change(/<birthTime [^>]*>/, ''), /birthTime$/],
    ['null', change('<birthTime value="19790328"', '<birthTime nullFlavor="UNK"'), /birthTime$/],
  ],
  'HL7V3-113': [['null', change(/<administrativeGenderCode [^>]*>/, '<administrativeGenderCode nullFlavor="UNK"/>'), /GenderCode$/]],
  'HL7V3-114': [
    ['none', change(/<birthPlace .*<\/birthPlace>/, ''), /birthPlace$/],
    ['a town', change('<county>51215</county>', '<city>DOMPREMY</city>'), /birthPlace$/],
    ['a postal code', change('<county>51215</county>', '<postalCode>51300</postalCode>'), /birthPlace$/],
  ],
  'HL7V3-115': [
    ['two of one authority', second(INS.replace(NUMBER, OTHER)), /\/patient\/id\[3\]\/@extension$/],
    ['the earlier one, without an end', history(''), /asOtherIDs\[1\]\/id\/@extension$/],
    ['an end before the beginning', history('<high value="20190101"/>'), /effectiveTime$/],
    [
      'a NIR and a NIA',
      second(`<id root="1.2.250.1.213.1.4.9" extension="${OTHER}"/>`).replace(NIR, '1.2.250.1.213.1.4.8'),
      /\/patient\/id\[3\]\/@extension$/,
      { insAuthority: 'production' },
    ],
  ],
  'HL7V3-116': [
    ['an INS-C', second('<id root="1.2.250.1.213.1.4.2" extension="1541187387477485562488"/>'), /\/patient\/id\[3\]\/@extension$/],
    ['an INS-A', second('<id root="1.2.250.1.213.1.4.1" extension="123456789012"/>'), /\/patient\/id\[3\]\/@extension$/],
    ['an INS-C in a PDQ query', found('<value root="1.2.250.1.213.1.4.2" extension="1541187387477485562488"/>'), /value\/@extension$/],
    ['the number as a local identifier', change('extension="8001"', `extension="${NUMBER}"`), /\/patient\/id\[1\]\/@root$/],
  ],
};

/** What breaks none. */
const healthy: Case[] = [
  ...Object.entries(MESSAGES).map(([name, message]): Case => [name, message, /^/]),
  ['production, where it is', PRODUCTION, /^/, { insAuthority: 'production' }],
  ['a test, of a test identity', add, /^/, { insAuthority: 'test' }],
  ['Corsica, 2A', person('297022A02077878', '19970226', 'F', '2A020'), /^/],
  ['Corsica, 2B', person('160012B02077713', '19600115', 'M', '2B020'), /^/],
  ['a birth abroad', person('279039921518954', '19790328', 'F', '99215'), /^/],
  ['a birth date known by its year', change('19790328', '1979'), /^/],
  ['gender not known', change('Code code="F"', 'Code code="UN"'), /^/],
  ['a name of no kind', named('<name><given>DOMINIQUE</given><family>PAT-TROIS</family></name>'), /^/],
  [
    'a used name in the same name',
    named(
      '<name><given qualifier="BR">DOMINIQUE</given><given>MARIE</given><family qualifier="BR">PAT-TROIS</family><family qualifier="CL">MARTIN</family></name>',
    ),
    /^/,
  ],
  ['the code as a city', change('<county>51215</county>', '<city>51215</city>'), /^/],
  [
    'the code as the name of the place',
    change(
      /<addr><county>51215<\/county><\/addr>/,
      '<birthplace classCode="PLC" determinerCode="INSTANCE"><name>51215</name></birthplace>',
    ),
    /^/,
  ],
  ['history', history('<high value="20231231"/>'), /^/],
  ['the same INS twice', second(INS), /^/],
  ['an authority named as people call it', change(`<id root="${NIR}"`, `<id assigningAuthorityName="INSi" root="${NIR}"`), /^/],
  ['its authority as in HL7 v2', change(`<id root="${NIR}"`, `<id assigningAuthorityName="ASIP-SANTE-INS-NIR" root="${NIR}"`), /^/],
  [
    'no INS, no traits',
    change(INS, '').replace(/<patientPerson (.*?)>.*<\/patientPerson>/, '<patientPerson $1><name/></patientPerson>'),
    /^/,
  ],
  ['a null identifier', change(INS, `<id root="${NIR}" nullFlavor="NI"/>`).replace('<birthTime value="19790328"/>', ''), /^/],
  [
    'a PIX answer with a null name',
    pixAnswer.replace(/<patientPerson (.*?)>.*<\/patientPerson>/, '<patientPerson $1><name nullFlavor="NA"/></patientPerson>'),
    /^/,
  ],
  ['a notification', NOTIFICATION, /^/],
  ['a search by INS', found(`<value root="${NIR}" extension="${NUMBER}"/>`), /^/],
  ['an INS asked for', asked(INS), /^/],
];

describe('INS', () => {
  test('each rule has something that breaks it, and a requirement of its level', () => {
    expect(Object.keys(broken)).toEqual(insFamily.rules.map(({ id }) => id));
    const file = RequirementFile.parse(parse(readFileSync(new URL('../../suites/ins/requirements.yaml', import.meta.url), 'utf8')));
    const level = new Map(file.requirements.map((requirement) => [requirement.id, requirement.level]));
    for (const { id, level: own, requirements } of insFamily.rules)
      expect([id, ...requirements.map((one) => level.get(one))]).toEqual([id, own]);
    // what HL7 V3 does not carry: the list of given names as such, the reliability, how the INS was had
    const judged = new Set(insFamily.rules.flatMap(({ requirements }) => requirements));
    expect([...level.keys()].filter((id) => !judged.has(id))).toEqual(['INS-13', 'INS-17', 'INS-18']);
  });

  test('each rule is passed by something', async () => {
    const evaluated = await Promise.all(healthy.map(async ([, message, , parameters]) => (await judge(message, parameters)).evaluated));
    const passed = new Set(evaluated.flat());
    expect([...ids].filter((id) => !passed.has(id))).toEqual([]);
  });

  test.each(healthy)('%s: nothing is wrong', async (...[, message, , parameters]: Case) => {
    const { findings } = await judge(message, parameters);
    expect(findings.map(({ rule, place, actual }) => [rule, place.path, actual])).toEqual([]);
  });

  test.each(Object.entries(broken).flatMap(([rule, cases]) => cases.map((one) => [rule, ...one] as const)))(
    '%s: %s',
    async (rule, ...[, message, path, parameters]: Case) => {
      const { findings } = await judge(message, parameters);
      expect(findings.map((finding) => finding.rule)).toEqual([rule]);
      expect(findings[0]!.place.path).toMatch(path);
      for (const { message: text, hint, expected, actual } of findings) {
        expect(expected).not.toEqual(actual);
        for (const { fr } of [text, hint, expected!]) expect(fr).not.toMatch(/[^\u00a0][;?!:](?![\w\u00a0-])| [:;?!]|« | »|[a-z]'[a-z]/);
      }
    },
  );

  test('messages with thousands of identifiers are judged in time', async () => {
    expect((await judge(change(INS, INS.repeat(20_000)))).findings).toEqual([]);
    const wrong = await judge(change(INS, INS.replace(NUMBER, '1').repeat(20_000)));
    expect(wrong.findings.filter(({ rule }) => rule === 'HL7V3-100')).toHaveLength(100);
    expect(
      (await judge(named(`<name>${`<family qualifier="${'SP '.repeat(1_000)}">X</family>`.repeat(1_000)}</name>`))).findings.map(
        ({ rule }) => rule,
      ),
    ).toContain('HL7V3-110');
    expect((await judge('<MCCI_IN000002UV01 xmlns="urn:hl7-org:v3"/>')).evaluated).toEqual([]);
  });
});
