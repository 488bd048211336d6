import type { Rule } from '../../src/model/index.js';
import { readIi, v3All, v3At, type V3Message } from '../../src/protocols/hl7v3/index.js';
import {
  INS_TEXTS,
  insRule,
  insRuleIn,
  judgeIns,
  type IdentityTraits,
  type InsAspect,
  type InsRequirement,
  type InsTexts,
  type PatientIdentifier,
} from '../../src/protocols/identifiers/index.js';
import { elementOr, type Where, type XmlElement } from '../../src/protocols/xml/index.js';
import type { Judge, RuleFamily } from './judge.js';
import { birthGivensOf, birthplaceIn, familiesOf, isSaid, isUsed, namesOf, textOf } from './traits.js';

const INS = 'Référentiel INS';
const II = `${INS} ; HL7 V3 2008, II`;
const PERSON = `${INS} ; HL7 V3 2008, PRPA_MT201301UV02, PRPA_MT201302UV02, PRPA_MT201310UV02`;
const RIGHT = '<id root="1.2.250.1.213.1.4.10" extension="279035121518989"/>';

/** A rule of HL7 V3 on the INS, with what is right beside what is wrong. */
const ins = (id: string, requirement: InsRequirement, texts: InsTexts, clause: string, wrong: string, right = RIGHT): Rule =>
  insRule(`HL7V3-${id}`, requirement, texts, clause, [right, wrong]);

const { accompanied, agrees, digits, key, noProduction, shape, testAuthority } = INS_TEXTS;

const rules: readonly Rule[] = [
  ins('100', 'INS-01', shape('extension'), II, RIGHT.replace('279035121518989', '2790351215189')),
  ins('101', 'INS-02', key, II, RIGHT.replace('279035121518989', '279035121518988')),
  ins('102', 'INS-03', digits, INS, RIGHT.replace('279035121518989', '279135121518955')),
  ins(
    '103',
    'INS-04',
    [
      [
        'Un identifiant dit INS par son assigningAuthorityName a pour racine un OID du matricule INS.',
        'An identifier said to be an INS by its assigningAuthorityName has an OID of the matricule INS as its root.',
      ],
      ['La racine de cet INS n’est pas celle d’un matricule INS.', 'The root of this INS is not that of a matricule INS.'],
      [
        'Écrire root="1.2.250.1.213.1.4.8" (NIA\u00A0: .9\u00A0; test\u00A0: .10 ou .11).',
        'Write root="1.2.250.1.213.1.4.8" (NIA: .9; test: .10 or .11).',
      ],
    ],
    II,
    '<id root="1.2.250.1.213.1.4.12" extension="279035121518989" assigningAuthorityName="ASIP-SANTE-INS-NIR"/>',
  ),
  ins(
    '104',
    'INS-05',
    [
      [
        'Le nom d’autorité d’un INS (assigningAuthorityName), quand il en est un d’INS, va avec sa racine.',
        'The authority name of an INS (assigningAuthorityName), where it is one of an INS, goes with its root.',
      ],
      ['Le nom d’autorité de cet INS est celui d’une autre.', 'The authority name of this INS is that of another.'],
      ['Écrire le nom et l’OID qui vont ensemble, ou l’OID seul.', 'Write the name and the OID that go together, or the OID alone.'],
    ],
    II,
    '<id root="1.2.250.1.213.1.4.8" extension="279035121518989" assigningAuthorityName="ASIP-SANTE-INS-NIA"/>',
  ),
  ins('105', 'INS-06', testAuthority, INS, RIGHT.replace('213.1.4.10', '213.1.4.8')),
  ins('106', 'INS-07', noProduction, INS, RIGHT.replace('213.1.4.10', '213.1.4.8')),
  ins(
    '107',
    'INS-08',
    agrees('Le sexe (administrativeGenderCode)', 'The gender (administrativeGenderCode)'),
    PERSON,
    '279035121518989, M',
    '279035121518989, F',
  ),
  ins(
    '108',
    'INS-09',
    agrees('La date de naissance (birthTime)', 'The birth date (birthTime)'),
    PERSON,
    '279035121518989, 19780328',
    '279035121518989, 19790328',
  ),
  ins(
    '109',
    'INS-10',
    agrees('Le lieu de naissance (birthPlace)', 'The birthplace (birthPlace)'),
    PERSON,
    '279035121518989, <county>63220</county>',
    '279035121518989, <county>51215</county>',
  ),
  ins(
    '110',
    'INS-11',
    accompanied('un nom de naissance (family, qui n’est pas qualifié CL ou SP)', 'a birth family name (family, not qualified CL or SP)'),
    PERSON,
    '<family qualifier="CL">PAT-TROIS</family>',
    '<family qualifier="BR">PAT-TROIS</family>',
  ),
  ins(
    '111',
    'INS-12',
    accompanied('un premier prénom de naissance (given, qui n’est pas qualifié CL)', 'a first birth given name (given, not qualified CL)'),
    PERSON,
    '<given qualifier="CL">DOMINIQUE</given>',
    '<given qualifier="BR">DOMINIQUE</given>',
  ),
  ins(
    '112',
    'INS-14',
    accompanied('une date de naissance (birthTime)', 'a birth date (birthTime)'),
    PERSON,
    '<birthTime nullFlavor="UNK"/>',
    '<birthTime value="19790328"/>',
  ),
  ins(
    '113',
    'INS-15',
    accompanied('un sexe (administrativeGenderCode)', 'a gender (administrativeGenderCode)'),
    PERSON,
    '<administrativeGenderCode nullFlavor="UNK"/>',
    '<administrativeGenderCode code="F"/>',
  ),
  ins(
    '114',
    'INS-16',
    accompanied('un code COG de lieu de naissance (birthPlace)', 'a COG code of birthplace (birthPlace)'),
    PERSON,
    '<birthPlace><addr><city>DOMPREMY</city></addr></birthPlace>',
    '<birthPlace><addr><county>51215</county></addr></birthPlace>',
  ),
  ins(
    '115',
    'INS-19',
    [
      [
        'Un patient a un seul INS en cours\u00A0; ceux d’avant sont dans asOtherIDs, avec leur fin (effectiveTime/high).',
        'A patient has one current INS; earlier ones are in asOtherIDs, with their end (effectiveTime/high).',
      ],
      ['Le patient a plusieurs INS en cours.', 'The patient has several current INS.'],
      ['Ne garder que l’INS actif, ou dire la fin de ceux d’avant.', 'Keep only the active INS, or tell the end of earlier ones.'],
    ],
    `${INS} ; HL7 V3 2008, PRPA_MT201301UV02, OtherIDs`,
    `${RIGHT}<id root="1.2.250.1.213.1.4.10" extension="207058575627097"/>`,
  ),
  ins(
    '116',
    'INS-20',
    [
      [
        'Rien ne tient lieu de matricule INS\u00A0: ni INS-A ou INS-C, ni un matricule sous une autre racine.',
        'Nothing stands for a matricule INS: no INS-A or INS-C, no such number under another root.',
      ],
      ['Cet identifiant tient lieu de matricule INS.', 'This identifier stands for a matricule INS.'],
      [
        'Envoyer le matricule INS sous son OID, ou le seul identifiant local.',
        'Send the matricule INS under its OID, or the local identifier alone.',
      ],
    ],
    II,
    '<id root="1.2.250.1.213.1.4.2" extension="1541187387477485562488"/>',
  ),
];

/** Which of its attributes an aspect of an identifier is about; the others are about its number. */
const ATTRIBUTE: Readonly<Partial<Record<InsAspect, string>>> = {
  authority: 'root',
  'test-authority': 'root',
  lookalike: 'root',
  namespace: 'assigningAuthorityName',
};

/** One identifier of a message, and the period in which it holds where that is told (asOtherIDs). */
interface Written {
  id: XmlElement;
  period?: XmlElement | undefined;
}

function identifierOf({ id, period }: Written): PatientIdentifier[] {
  const { root, extension, authority } = readIi(id) ?? {};
  if (root === undefined || extension === undefined) return [];
  const [from, until] = ['low', 'high'].map((end) => v3At(period, end)?.attribute('value'));
  return [
    {
      value: extension,
      oid: root,
      // a name for people; only one that HL7 v2 knows is compared
      ...(authority !== undefined && /^ASIP-SANTE-INS-/.test(authority) && { namespace: authority }),
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
    },
  ];
}

function tell(
  judge: Judge,
  message: V3Message,
  written: readonly Written[],
  traits?: Partial<IdentityTraits>,
  placeOf: (aspect: InsAspect) => Where = () => message.element,
): void {
  const named = written.flatMap((one) => identifierOf(one).map((identifier) => ({ ...one, identifier })));
  const authority = judge.parameters['insAuthority'];
  const at = message.transmission.creationTime;
  const checks = judgeIns({
    identifiers: named.map(({ identifier }) => identifier),
    ...(traits && { traits }),
    ...(at !== undefined && { at }),
    ...(authority !== undefined && { authority }),
  });
  for (const { aspect, of, problem } of checks) {
    // an II has no type, the reliability of an identity and how its INS was had do not travel in HL7 V3, and the list of
    // given names is the sequence of `given`, which cannot lack where there is a first one
    const rule = insRuleIn(rules, aspect, authority);
    if (rule === undefined) continue;
    const one = of === undefined ? undefined : named[of]!;
    const where =
      one === undefined ? placeOf(aspect)
      : aspect === 'period' ? one.period
      : ([one.id, ATTRIBUTE[aspect] ?? 'extension'] as const);
    judge.expect(rule, !problem, where, () => ({ message: problem!.text, expected: problem!.expected, actual: problem!.actual }));
  }
}

/** Interactions whose patients have identifiers and, if anything, a name: PIX answers, and the patients that a merge names. */
const IDENTIFIERS_ALONE: readonly string[] = ['PRPA_IN201310UV02', 'PRPA_IN201304UV02'];

function judgePatient(judge: Judge, message: V3Message, patient: XmlElement): void {
  const person = v3At(patient, 'patientPerson');
  const within = person ?? patient;
  const [birthTime, gender, birthPlace] = ['birthTime', 'administrativeGenderCode', 'birthPlace'].map((local) => v3At(person, local));
  const names = namesOf(person);
  const born = birthplaceIn(birthPlace);
  const value = (element: XmlElement | undefined, attribute: string): string =>
    element && isSaid(element) ? (element.attribute(attribute)?.trim() ?? '') : '';
  const traits = {
    birthName: textOf(names.flatMap(familiesOf).find((family) => !isUsed(family))),
    firstGivenName: textOf(names.flatMap(birthGivensOf)[0]),
    birthDate: value(birthTime, 'value'),
    sex: value(gender, 'code'),
    birthplace: textOf(born),
  };
  const told = Object.entries(traits).filter(([, text]) => text !== '');
  // a notification (ITI-46) is a revision that says who somebody is and nothing of them
  const full = told.length > 0 && !IDENTIFIERS_ALONE.includes(message.interaction.name);
  const others = v3All(person, 'asOtherIDs').flatMap((other) =>
    v3All(other, 'id').map((id) => ({ id, period: v3At(other, 'effectiveTime') })),
  );
  const written: Written[] = [...v3All(patient, 'id'), ...v3All(person, 'id')].map((id) => ({ id }));
  tell(judge, message, [...written, ...others], full ? traits : Object.fromEntries(told), (aspect) => {
    switch (aspect) {
      case 'sex':
      case 'has-sex':
        return elementOr(gender, within, 'administrativeGenderCode');
      case 'birth-date':
      case 'has-birth-date':
        return elementOr(birthTime, within, 'birthTime');
      case 'birthplace':
      case 'has-birthplace':
        return elementOr(born ?? birthPlace, within, 'birthPlace');
      default:
        return elementOr(v3At(person, 'name'), within, 'name');
    }
  });
}

function judge(judge: Judge, message: V3Message): void {
  const { element: root, interaction, query } = message;
  const act = v3At(root, 'controlActProcess');
  for (const event of v3All(act, 'subject', 'registrationEvent')) {
    for (const patient of v3All(event, 'subject1', 'patient')) judgePatient(judge, message, patient);
    const replaced = v3All(event, 'replacementOf', 'priorRegistration', 'subject1', 'priorRegisteredRole', 'id');
    tell(
      judge,
      message,
      replaced.map((id) => ({ id })),
    );
  }
  // the query that an answer repeats is its asker’s
  if (interaction.kind !== 'query') return;
  const list = v3At(query, 'parameterList');
  for (const id of [...v3All(list, 'patientIdentifier', 'value'), ...v3All(list, 'livingSubjectId', 'value')])
    tell(judge, message, [{ id }]);
}

export const insFamily: RuleFamily = { rules, judge };
