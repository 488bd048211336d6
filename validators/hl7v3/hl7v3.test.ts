import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { Artefact, RequirementFile, type Validation } from '../../src/model/index.js';
import { soapFault, writeSoap } from '../../src/protocols/soap/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import { checks } from './checks.js';
import { rules as allRules, validator } from './index.js';
import { insFamily } from './ins-rules.js';
import { HOSPITAL, MESSAGES, QUESTIONS } from './fixtures/messages.js';

const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const artefact = (text: string, question?: string): Artefact =>
  new Artefact(
    'message.xml',
    Buffer.from(text),
    question === undefined ? {} : { request: new Artefact('question.xml', Buffer.from(question)) },
  );
/** Rules but for those on the INS, which have a table of their own. */
const rules = allRules.filter(({ id }) => !insFamily.rules.some((rule) => rule.id === id));
const ids = new Set(rules.map(({ id }) => id));
async function judge(text: string, question?: string): Promise<Validation> {
  const { findings, evaluated, ...more } = await validator.validate(artefact(text, question), context);
  return { ...more, findings: findings.filter(({ rule }) => ids.has(rule)), evaluated: evaluated.filter((id) => ids.has(id)) };
}

type Name = keyof typeof MESSAGES;
const questionOf = (name: Name): string | undefined => QUESTIONS[name] && MESSAGES[QUESTIONS[name]];

/** A message with something else in the place of something that it has. */
function changed(name: Name, what: string | RegExp, by: string): [Name, string] {
  const text = MESSAGES[name].replace(what, by);
  if (text === MESSAGES[name]) throw new Error(`${name} has no ${String(what)}`);
  return [name, text];
}

const PERSON = /<patientPerson.*<\/patientPerson>/;
const SUBJECT = /<subject typeCode.*<\/subject>/.exec(MESSAGES.pdqAnswer)![0];

/** What breaks a rule, and only it. */
const broken: Record<string, [Name, string][]> = {
  'HL7V3-01': [changed('add', '</patient>', ''), changed('add', /^/, '<!DOCTYPE PRPA_IN201301UV02>')],
  'HL7V3-16': [['add', '<PRPA_IN201350UV02 xmlns="urn:hl7-org:v3"/>']],
  'HL7V3-02': [
    changed('add', 'xmlns="urn:hl7-org:v3"', 'xmlns="urn:hl7-org:v2"'),
    changed('add', 'xmlns="urn:hl7-org:v3" ', ''),
    changed('add', '<birthPlace ', '<birthPlace xmlns="" '),
  ],
  'HL7V3-03': [changed('add', ' ITSVersion="XML_1.0"', ''), changed('add', 'XML_1.0', '1.0')],
  'HL7V3-04': [
    changed('add', /<id root="[^"]*" extension="q"\/>/, ''),
    changed('add', /<id root="[^"]*" extension="q"\/>/, '<id nullFlavor="NI"/>'),
    changed('add', /(<id root="[^"]*" extension="q"\/>)/, '$1$1'),
  ],
  'HL7V3-05': [changed('add', '20261120101500+0100', '2026-11-20T10:15:00'), changed('add', '20261120101500+0100', '20261320')],
  'HL7V3-06': [
    changed('add', 'extension="PRPA_IN201301UV02"', 'extension="PRPA_IN201302UV02"'),
    changed('add', '<interactionId root="2.16.840.1.113883.1.6"', '<interactionId root="2.16.840.1.113883"'),
    changed('add', /<interactionId [^>]*>/, ''),
  ],
  'HL7V3-07': [changed('add', '<processingCode code="T"/>', '<processingCode code="TEST"/>')],
  'HL7V3-08': [changed('add', '<processingModeCode code="T"/>', '<processingModeCode code="A"/>')],
  'HL7V3-09': [changed('add', '<acceptAckCode code="AL"/>', '<acceptAckCode code="NE"/>'), changed('pixAnswer', 'code="NE"', 'code="AL"')],
  'HL7V3-10': [changed('add', /<receiver .*<\/receiver>/, ''), changed('add', 'typeCode="RCV"', 'typeCode="SND"')],
  'HL7V3-11': [changed('add', /<sender .*<\/sender>/, ''), changed('add', /(<sender .*<\/sender>)/, '$1$1')],
  'HL7V3-12': [
    changed('add', /(<creationTime [^>]*>)(<interactionId [^>]*>)/, '$2$1'),
    changed('add', /(<administrativeGenderCode [^>]*>)(<birthTime [^>]*>)/, '$2$1'),
    changed('pdqQuery', /(<livingSubjectBirthTime>.*<\/livingSubjectBirthTime>)(<livingSubjectName>.*<\/livingSubjectName>)/, '$2$1'),
    changed('add', '<receiver ', '<idA/><receiver '),
  ],
  'HL7V3-13': [
    changed('accepted', '</MCCI_', '<controlActProcess classCode="CACT" moodCode="EVN"/></MCCI_'),
    changed('add', 'classCode="CACT"', 'classCode="ACT"'),
    changed('add', /<controlActProcess.*<\/controlActProcess>/, ''),
  ],
  'HL7V3-14': [changed('add', 'PRPA_TE201301UV02', 'PRPA_TE201302UV02'), changed('continuation', 'PRPA_TE000003UV01', 'PRPA_TE201305UV02')],
  'HL7V3-15': [changed('add', / codeSystem="2\.16\.840\.1\.113883\.1\.6"/, '')],
  'HL7V3-20': [
    changed('add', `<id root="${HOSPITAL}" extension="8001"`, '<id extension="8001"'),
    changed('add', `<id root="${HOSPITAL}" extension="8001"`, '<id root="CHU-X" extension="8001"'),
    changed('add', 'extension="8001"', 'extension=""'),
  ],
  'HL7V3-21': [changed('add', '<birthTime value="19790328"/>', '<birthTime nullFlavor="INCONNU"/>')],
  'HL7V3-22': [
    changed('add', '<birthTime value', '<birthTime nullFlavor="UNK" value'),
    changed('add', '<addr use="H"', '<addr nullFlavor="UNK"'),
    changed('add', '<family qualifier="BR"', '<family nullFlavor="MSK" qualifier="BR"'),
  ],
  'HL7V3-23': [
    changed('add', /<addr use="H">.*?<\/addr>/, '<addr/>'),
    changed('add', '<telecom value="tel:+33102030405"/><admin', '<telecom use="H"/><admin'),
  ],
  'HL7V3-24': [changed('add', '"19790328"', '"1979-03-28"'), changed('pdqQuery', '"19790328"', '"19790230"')],
  'HL7V3-25': [
    changed('add', 'code="MTH"', 'code="MTH mother"'),
    changed('add', 'codeSystem="2.16.840.1.113883.5.111"', 'codeSystem="RoleCode"'),
  ],
  'HL7V3-26': [
    changed('pdqAnswer', 'xsi:type="INT" value="100"', 'xsi:type="v3:INT" value="100"'),
    changed('pdqAnswer', 'xsi:type="INT" value="100"', 'xsi:type="INTEGER" value="100"'),
    changed('pdqAnswer', 'xsi:type="INT" value="100"', 'xmlns:h="urn:other" xsi:type="h:INT" value="100"'),
  ],
  'HL7V3-27': [
    changed('pdqAnswer', 'xsi:type="INT" value="100"', 'xsi:type="REAL" value="100"'),
    changed('pdqAnswer', 'xsi:type="INT" value="100"', 'value="100"'),
    changed('add', '<birthTime ', '<birthTime xsi:type="ST" '),
  ],
  'HL7V3-28': [
    changed('add', '<multipleBirthOrderNumber value="2"/>', '<multipleBirthOrderNumber value="deux"/>'),
    changed('add', '<deceasedInd value="false"/>', '<deceasedInd value="N"/>'),
  ],
  'HL7V3-30': [changed('pdqQuery', '<statusCode code="new"/>', '<statusCode code="active"/>'), changed('pixQuery', /<queryId [^>]*>/, '')],
  'HL7V3-31': [changed('pdqQuery', '<responseModalityCode code="R"/>', '<responseModalityCode code="B"/>')],
  'HL7V3-32': [changed('pdqQuery', /<parameterList>.*<\/parameterList>/, '<parameterList/>')],
  'HL7V3-33': [changed('pdqQuery', '<parameterList>', '<parameterList><patientName><value/></patientName>')],
  'HL7V3-34': [
    changed('pdqQuery', '<value value="19790328"/>', '<value/>'),
    changed('pdqQuery', '<value value="19790328"/>', ''),
    changed('pdqQuery', /<value><given>.*?<\/value>/, '<value use="L"/>'),
  ],
  'HL7V3-35': [
    changed('pdqQuery', '<semanticsText>LivingSubject.birthTime</semanticsText>', ''),
    changed('pdqQuery', /(<value value="19790328"\/>)(<semanticsText>LivingSubject.birthTime<\/semanticsText>)/, '$2$1'),
  ],
  'HL7V3-36': [
    changed('pdqQuery', '<initialQuantity value="1"/>', '<initialQuantity value="0"/>'),
    changed('pdqQuery', '<initialQuantityCode code="RD"/>', '<initialQuantityCode code="LI"/>'),
  ],
  'HL7V3-37': [changed('pdqQuery', 'value="75"', 'value="750"'), changed('pdqQuery', 'value="75"', 'value="-1"')],
  'HL7V3-38': [changed('pdqQuery', `<value root="${HOSPITAL}"/>`, `<value root="${HOSPITAL}" extension="CHU"/>`)],
  'HL7V3-39': [changed('pdqQuery', 'PAT-TROIS', 'PAT*')],
  'HL7V3-40': [
    changed('pixQuery', ' extension="8001"', ''),
    changed('pixQuery', /(<patientIdentifier>.*<\/patientIdentifier>)/, '$1$1'),
    changed('pixQuery', /<patientIdentifier>.*<\/patientIdentifier>/, ''),
  ],
  'HL7V3-45': [
    changed('continuation', /<queryContinuation><queryId [^>]*>/, '<queryContinuation>'),
    changed('cancellation', /<queryContinuation>.*<\/queryContinuation>/, ''),
  ],
  'HL7V3-46': [
    changed('continuation', 'waitContinuedQueryResponse', 'new'),
    changed('cancellation', 'aborted', 'waitContinuedQueryResponse'),
  ],
  'HL7V3-47': [changed('continuation', '<continuationQuantity value="1"/>', '<continuationQuantity value="0"/>')],
  'HL7V3-50': [
    changed('pixAnswer', '<typeCode code="AA"/>', '<typeCode code="CA"/>'),
    changed('accepted', '<typeCode code="CA"/>', '<typeCode code="OK"/>'),
    changed('accepted', /<acknowledgement>.*<\/acknowledgement>/, ''),
  ],
  'HL7V3-51': [
    changed('accepted', /(targetMessage><id [^>]*)extension="q"/, '$1extension="z"'),
    changed('continuation', /<targetMessage>.*<\/targetMessage>/, ''),
  ],
  'HL7V3-52': [changed('unknown', /<acknowledgementDetail.*<\/acknowledgementDetail>/, '')],
  'HL7V3-53': [changed('unknown', /<location>.*<\/location>/, ''), changed('unknown', 'Detail typeCode="E"', 'Detail typeCode="ERR"')],
  'HL7V3-54': [['accepted', MESSAGES.pixAnswer]],
  'HL7V3-55': [changed('accepted', '<id root="1.2.250.1.999.3"/>', '<id root="1.2.250.1.999.33"/>')],
  'HL7V3-60': [
    changed('pixAnswer', '<queryResponseCode code="OK"/>', '<queryResponseCode code="FOUND"/>'),
    changed('pixAnswer', /<queryAck>.*<\/queryAck>/, ''),
  ],
  'HL7V3-61': [
    changed(
      'pixAnswer',
      '<queryAck><queryId root="1.2.250.1.999.2" extension="42"/>',
      '<queryAck><queryId root="1.2.250.1.999.2" extension="43"/>',
    ),
  ],
  'HL7V3-62': [
    changed('unknown', '<queryResponseCode code="AE"/>', '<queryResponseCode code="NF"/>'),
    changed('unknown', '<typeCode code="AE"/>', '<typeCode code="AA"/>'),
  ],
  'HL7V3-63': [changed('pixAnswer', '<queryResponseCode code="OK"/>', '<queryResponseCode code="NF"/>')],
  'HL7V3-64': [changed('nobody', '<queryResponseCode code="NF"/>', '<queryResponseCode code="OK"/>')],
  'HL7V3-65': [changed('pixAnswer', '<queryResponseCode code="OK"/>', '<queryResponseCode code="OK"/><resultCurrentQuantity value="2"/>')],
  'HL7V3-66': [
    changed('pdqAnswer', 'resultRemainingQuantity value="2"', 'resultRemainingQuantity value="1"'),
    [
      'pdqAnswer',
      MESSAGES.pdqAnswer
        .replace('<queryAck>', `${SUBJECT}<queryAck>`)
        .replace('CurrentQuantity value="1"', 'CurrentQuantity value="2"')
        .replace('RemainingQuantity value="2"', 'RemainingQuantity value="1"'),
    ],
  ],
  'HL7V3-67': [
    changed('pdqAnswer', '<value code="F"', '<value code="M"'),
    changed('pdqAnswer', /<queryByParameter>.*<\/queryByParameter>/, ''),
  ],
  'HL7V3-68': [changed('pixAnswer', 'id root="1.2.250.1.213.1.4.10" extension="279', 'id root="1.2.250.1.213.1.4.8" extension="279')],
  'HL7V3-69': [changed('pdqAnswer', 'value="100"', 'value="50"')],
  'HL7V3-70': [changed('pixAnswer', /(<subject typeCode.*<\/subject>)/, '$1$1')],
  'HL7V3-80': [changed('add', /(<subject typeCode.*<\/subject>)/, '$1$1'), changed('add', /<subject typeCode.*<\/subject>/, '')],
  'HL7V3-81': [
    changed('add', 'classCode="REG"', 'classCode="ACT"'),
    changed('add', '<id nullFlavor="NA"/><statusCode code="active"/>', '<id nullFlavor="NA"/>'),
  ],
  'HL7V3-82': [
    changed('add', /<patient classCode="PAT">(<id [^>]*>)+/, '<patient classCode="PAT"><id nullFlavor="UNK"/>'),
    changed('add', '<statusCode code="active"/><patientPerson', '<patientPerson'),
  ],
  'HL7V3-83': [
    changed('add', PERSON, ''),
    changed('add', /<patientPerson (.*?)><name>.*?<\/name>/, '<patientPerson $1>'),
    changed('add', 'classCode="PSN"', 'classCode="ENT"'),
  ],
  'HL7V3-84': [changed('add', /<given>(.*?)<\/given>/, '<firstName>$1</firstName>')],
  'HL7V3-85': [changed('add', '<administrativeGenderCode code="F"', '<administrativeGenderCode code="2"')],
  'HL7V3-86': [changed('add', /<city>LYON<\/city><\/addr><asOther/, '<town>LYON</town></addr><asOther')],
  'HL7V3-87': [
    changed('add', /(<scopingOrganization [^>]*><id root=")[^"]*/, '$11.2.250.1.999.77'),
    changed('add', /<scopingOrganization.*<\/scopingOrganization>/, ''),
  ],
  'HL7V3-88': [changed('add', /<custodian.*<\/custodian>/, '')],
  'HL7V3-89': [changed('pdqAnswer', /<subjectOf1>.*<\/subjectOf1>/, ''), changed('pdqAnswer', 'value="100"', 'value="1000"')],
  'HL7V3-90': [
    changed('merge', /<replacementOf.*<\/replacementOf>/, ''),
    changed('merge', 'code="obsolete"', 'code="active"'),
    changed('add', '</registrationEvent>', '<replacementOf typeCode="RPLC"/></registrationEvent>'),
  ],
  'HL7V3-91': [changed('merge', '"7999"', '"8001"')],
  'HL7V3-92': [changed('add', '<telecom value="tel:+33102030405"/><admin', '<telecom value="0102030405"/><admin')],
};

const envelope = (body: string): string =>
  Buffer.concat(writeSoap({ action: 'urn:hl7-org:v3:PRPA_IN201301UV02', messageId: 'urn:uuid:1', body: new Raw(body) }).body).toString();

describe('rules', () => {
  test('each has something that breaks it, and a requirement of its level', () => {
    expect(Object.keys(broken)).toEqual(rules.map(({ id }) => id));
    const file = RequirementFile.parse(
      parse(readFileSync(new URL('../../suites/messages-hl7v3/requirements.yaml', import.meta.url), 'utf8')),
    );
    expect(file.requirements.map(({ id, level }) => [id, level])).toEqual(rules.map(({ id, level }) => [id, level]));
  });

  test('messages as they should be break none, and all are evaluated', async () => {
    const judged = await Promise.all((Object.keys(MESSAGES) as Name[]).map((name) => judge(MESSAGES[name], questionOf(name))));
    expect(judged.flatMap(({ findings }) => findings)).toEqual([]);
    expect(new Set(judged.flatMap(({ evaluated }) => evaluated))).toEqual(new Set(rules.map(({ id }) => id)));
  });

  test.each(Object.entries(broken).flatMap(([rule, inputs]) => inputs.map(([name, text], i) => ({ rule, name, i, text }))))(
    '$rule: $name $i',
    async ({ rule, name, text }) => {
      const { findings } = await judge(text, questionOf(name));
      expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
      for (const { message, hint, expected, actual } of findings) {
        expect(expected).not.toEqual(actual);
        for (const { fr } of [message, hint]) expect(fr).not.toMatch(/[^\u00a0][;?!](?![\w\u00a0-])| [:;?!]|« | »|[a-z]'[a-z]/);
      }
    },
  );

  test('prefixes make no difference, in a message or between a query and its repetition', async () => {
    const prefixed = (text: string): string =>
      text
        .replace(/<(\/?)(?=[A-Za-z])/g, '<$1h:')
        .replace('xmlns=', 'xmlns:h=')
        .replaceAll('xsi:type="INT"', 'xsi:type="h:INT"');
    expect((await judge(prefixed(MESSAGES.pdqQuery))).findings).toEqual([]);
    expect((await judge(MESSAGES.pdqAnswer, prefixed(MESSAGES.pdqQuery))).findings).toEqual([]);
  });

  test('what is wrong in a query is not the fault of the answer that repeats it', async () => {
    const wrong = (text: string): string => text.replace('<value value="19790328"/>', '<value value="28/03/1979"/>');
    expect((await judge(wrong(MESSAGES.nobody), wrong(MESSAGES.pdqQuery))).findings).toEqual([]);
    expect((await judge(wrong(MESSAGES.pdqQuery))).findings.map(({ rule }) => rule)).toEqual(['HL7V3-24']);
  });

  test('places are those of what is wrong', async () => {
    const [finding] = (await judge(MESSAGES.add.replace('"19790328"', '\n"1979-03-28"'))).findings;
    expect(finding?.place).toMatchObject({
      line: 1,
      path: '/PRPA_IN201301UV02/controlActProcess/subject/registrationEvent/subject1/patient/patientPerson/birthTime/@value',
    });
  });

  test('a message in its envelope is judged there, and what is no HL7 V3 is left alone', async () => {
    const wrong = await judge(envelope(MESSAGES.add.replace('"19790328"', '"1979-03-28"')));
    expect(wrong.findings.map(({ rule, place }) => [rule, place.line])).toEqual([['HL7V3-24', 2]]);
    const fault = soapFault({ code: 'Sender', reason: { fr: 'non', en: 'no' } }, { messageId: 'urn:uuid:2' });
    for (const other of [envelope('<a xmlns="urn:b"/>'), Buffer.concat(fault.body).toString(), '<Envelope'])
      expect(await judge(other)).toEqual({ findings: [], evaluated: [] });
  });

  test('an interaction of another profile is told, bare or in an envelope', async () => {
    const stranger = '<PRPA_IN201307UV02 xmlns="urn:hl7-org:v3"/>';
    for (const text of [stranger, envelope(stranger)]) {
      const { findings } = await judge(text);
      expect(findings.map(({ rule, severity, actual }) => [rule, severity, actual?.fr])).toEqual([
        ['HL7V3-16', 'warning', 'PRPA_IN201307UV02'],
      ]);
    }
  });
});

describe('check v3-answer', () => {
  const check = (name: Name, argument: unknown): boolean =>
    checks['v3-answer']!.evaluate(artefact(MESSAGES[name]), argument, context).holds;

  test('holds for what the answer says', () => {
    expect(check('pdqAnswer', { acknowledgement: 'AA', code: 'OK', patients: 1, remaining: 2 })).toBe(true);
    expect(check('unknown', { acknowledgement: 'AE', code: 'AE', detail: 204, patients: 0 })).toBe(true);
    expect(check('accepted', { acknowledgement: 'CA' })).toBe(true);
    expect(check('unknown', { acknowledgement: ['AE', 'AR'], code: ['QE', 'AE'] })).toBe(true);
  });

  test('holds for a SOAP fault where one does as well', () => {
    const { headers, body } = soapFault({ code: 'Sender', reason: { fr: 'Refusé', en: 'Refused' } }, { messageId: 'urn:uuid:1' });
    const fault = new Artefact('fault', Buffer.concat(body), { mediaType: headers['Content-Type']! });
    const answered = (argument: unknown): boolean => checks['v3-answer']!.evaluate(fault, argument, context).holds;
    expect(answered({ acknowledgement: ['AE', 'AR'], 'or-fault': true })).toBe(true);
    expect(answered({ acknowledgement: ['AE', 'AR'] })).toBe(false);
    expect(check('nobody', { acknowledgement: ['AE', 'AR'], 'or-fault': true })).toBe(false);
  });

  test('fails for anything else', () => {
    expect(check('pdqAnswer', { code: 'NF' })).toBe(false);
    expect(check('unknown', { detail: 205 })).toBe(false);
    expect(check('nobody', { patients: 1 })).toBe(false);
    expect(() => check('nobody', { codes: 'NF' })).toThrow('v3-answer');
  });
});

describe('checks v3-values and v3-count', () => {
  const outcome = (name: string, text: string, argument: unknown): unknown => {
    const { holds, ...why } = checks[name]!.evaluate(artefact(text), argument, context);
    return holds || why;
  };
  const named = MESSAGES.add.replace(/<name[^]*?<\/name>/, '<name><given>ZOE</given><family qualifier="BR">ADRUN</family></name>');

  test('values: one of the elements that a path ends at has one of the values', () => {
    expect(outcome('v3-values', named, { 'name/given': ['X', 'ZOE'], 'family[@qualifier=BR]': 'ADRUN' })).toBe(true);
    expect(outcome('v3-values', named, { 'PRPA_IN201301UV02/interactionId/@extension': 'PRPA_IN201301UV02' })).toBe(true);
    expect(outcome('v3-values', named, { 'patientPerson/name/family': 'X' })).toMatchObject({
      expected: { fr: 'patientPerson/name/family = X' },
      actual: { fr: 'ADRUN' },
      path: expect.stringMatching(/\/family$/),
    });
    expect(outcome('v3-values', named, { 'family[@qualifier=CL]': 'ADRUN' })).toMatchObject({ actual: { en: 'missing' }, line: 1 });
    expect(outcome('v3-values', '<a/>', { family: 'ADRUN' })).toMatchObject({ actual: { en: 'missing' } });
  });

  test('counts elements, or those that have an attribute', () => {
    expect(outcome('v3-count', named, { 'patientPerson/name/family': 1, 'family/@qualifier': 1, 'given/@qualifier': 0 })).toBe(true);
    expect(outcome('v3-count', named, { given: 2 })).toMatchObject({ expected: { en: 'given: 2' }, actual: { en: '1' } });
    expect(outcome('v3-count', '<a/>', { family: 0 })).toMatchObject({ actual: { en: 'missing' } });
  });

  test('say that a suite is wrong', () => {
    expect(() => outcome('v3-values', named, { '//family': 'X' })).toThrow('v3-values: //family');
    expect(() => outcome('v3-count', named, { 'a[b]': 1 })).toThrow('v3-count: a[b]');
  });

  test('messages and patients are told apart by their identifiers', () => {
    const of = (name: string, text: string): string[] => validator.identifiers![name]!(artefact(text));
    expect(of('v3-message-id', MESSAGES.add)).toHaveLength(1);
    expect(of('v3-patient-id', MESSAGES.add)).toHaveLength(1);
    expect([of('v3-message-id', '<a/>'), of('v3-patient-id', MESSAGES.nobody)]).toEqual([[], []]);
  });
});

describe('any bytes', () => {
  const nested = `${'<name>'.repeat(200)}${'</name>'.repeat(200)}`;
  test.each([
    ['nothing', ''],
    ['a root', '<PRPA_IN201306UV02 xmlns="urn:hl7-org:v3"/>'],
    ['an acknowledgement of nothing', '<MCCI_IN000002UV01 xmlns="urn:hl7-org:v3"><acknowledgement/></MCCI_IN000002UV01>'],
    ['elements within elements', MESSAGES.add.replace('<birthTime', `${nested}<birthTime`)],
    ['a hundred thousand identifiers', MESSAGES.add.replace('<patientPerson', `${'<id root="x"/>'.repeat(100_000)}<patientPerson`)],
    [
      'as many domains as identifiers',
      MESSAGES.pixAnswer
        .replace(
          '<dataSource>',
          Array.from({ length: 30_000 }, (_, i) => `<dataSource><value root="1.2.${i}"/></dataSource>`).join('') + '<dataSource>',
        )
        .replace(
          '<patient classCode="PAT">',
          `<patient classCode="PAT">${Array.from({ length: 30_000 }, (_, i) => `<id root="1.3.${i}"/>`).join('')}`,
        ),
    ],
    ['a long value', MESSAGES.add.replace('19790328', '1'.repeat(5_000_000))],
    [
      'names of objects',
      '<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3"><controlActProcess><queryByParameter><parameterList><constructor><value/></constructor></parameterList></queryByParameter><toString/></controlActProcess></PRPA_IN201305UV02>',
    ],
  ])('%s: a finding or nothing', async (_name, text) => {
    const { findings, evaluated } = await validator.validate(artefact(text), context);
    const known = new Set(allRules.map(({ id }) => id));
    expect([...findings.map(({ rule }) => rule), ...evaluated].filter((id) => !known.has(id))).toEqual([]);
    expect(findings.length).toBeLessThanOrEqual(allRules.length * 100);
  });
});
