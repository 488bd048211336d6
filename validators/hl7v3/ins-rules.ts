import type { Level, Rule } from '../../src/model/index.js';
import { readIi, v3All, v3At, type V3Message } from '../../src/protocols/hl7v3/index.js';
import { judgeIns, type IdentityTraits, type InsAspect, type PatientIdentifier } from '../../src/protocols/identifiers/index.js';
import { elementOr, type Where, type XmlElement } from '../../src/protocols/xml/index.js';
import { says, type Judge, type RuleFamily } from './judge.js';
import { birthGivensOf, birthplaceIn, familiesOf, isSaid, isUsed, namesOf, textOf } from './traits.js';

const INS = 'Référentiel INS';
const II = `${INS} ; HL7 V3 2008, II`;
const PERSON = `${INS} ; HL7 V3 2008, PRPA_MT201301UV02, PRPA_MT201302UV02, PRPA_MT201310UV02`;
const RIGHT = '<id root="1.2.250.1.213.1.4.10" extension="279035121518989"/>';

type Texts = Parameters<typeof says>[2];

const OTHER_RECORD = {
  fr: 'Le message peut être rattaché à un autre patient.',
  en: 'The message may be attached to another patient.',
};

/** A rule on the INS; its requirement is one that all formats share. */
const ins = (id: string, level: Level, requirement: string, texts: Texts, clause: string, wrong: string, right = RIGHT): Rule => ({
  ...says(id, level, texts, clause, [right, wrong]),
  requirements: [requirement],
  why: OTHER_RECORD,
});

/** Real patients have no place in a test, whoever the message is attached to. */
const ofTest = (rule: Rule): Rule => ({
  ...rule,
  why: { fr: 'Des données de santé réelles n’ont rien à faire dans un essai.', en: 'Real health data have no place in a test.' },
});

const agreement = (id: string, requirement: string, fr: string, en: string, right: string, wrong: string): Rule =>
  ins(
    id,
    'SHOULD',
    requirement,
    [
      [`${fr} s’accorde avec l’INS.`, `${en} agrees with the INS.`],
      [`${fr} et l’INS se contredisent.`, `${en} and the INS disagree.`],
      [
        'Reprendre l’INS et les traits que l’INSi rend ensemble\u00A0; une rectification de l’état civil peut expliquer l’écart.',
        'Take the INS and the traits that INSi returns together; a corrected civil status may explain the difference.',
      ],
    ],
    PERSON,
    wrong,
    right,
  );

const trait = (id: string, requirement: string, fr: string, en: string, right: string, wrong: string): Rule => ({
  ...ins(
    id,
    'SHALL',
    requirement,
    [
      [`Un INS est accompagné de ${fr}.`, `An INS is accompanied by ${en}.`],
      [`L’INS est envoyé sans ${fr}.`, `The INS is sent without ${en}.`],
      ['Écrire les traits que l’INSi rend avec le matricule.', 'Write the traits that INSi returns with the number.'],
    ],
    PERSON,
    wrong,
    right,
  ),
  why: {
    fr: 'Sans les traits INS, le destinataire ne peut pas vérifier que c’est le bon patient.',
    en: 'Without the INS traits, the receiver cannot check that this is the right patient.',
  },
});

const rules: readonly Rule[] = [
  ins(
    '100',
    'SHALL',
    'INS-01',
    [
      ['Un matricule INS a 13 caractères suivis d’une clé de 2 chiffres.', 'A matricule INS has 13 characters followed by a 2-digit key.'],
      ['Le matricule INS n’a pas la forme attendue.', 'The matricule INS does not have the expected form.'],
      ['Écrire dans extension le NIR ou le NIA et sa clé, sans espace.', 'Write in extension the NIR or NIA and its key, without spaces.'],
    ],
    II,
    RIGHT.replace('279035121518989', '2790351215189'),
  ),
  ins(
    '101',
    'SHALL',
    'INS-02',
    [
      ['La clé d’un matricule INS est juste.', 'The control key of a matricule INS is right.'],
      ['La clé du matricule INS est fausse.', 'The control key of the matricule INS is wrong.'],
      ['Reprendre le matricule rendu par l’INSi.', 'Take the matricule that INSi returned.'],
    ],
    II,
    RIGHT.replace('279035121518989', '279035121518988'),
  ),
  ins(
    '102',
    'SHOULD',
    'INS-03',
    [
      ['Le mois et le département que porte un matricule INS existent.', 'The month and the department in a matricule INS exist.'],
      ['Le mois ou le département du matricule INS n’existe pas.', 'The month or department of the matricule INS does not exist.'],
      ['Reprendre le matricule rendu par l’INSi.', 'Take the matricule that INSi returned.'],
    ],
    INS,
    RIGHT.replace('279035121518989', '279135121518955'),
  ),
  ins(
    '103',
    'SHALL',
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
    'SHALL',
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
  ofTest(
    ins(
      '105',
      'SHOULD',
      'INS-06',
      [
        [
          'Un message de test désigne son patient par un INS de test (OID en .10 ou .11).',
          'A test message names its patient by a test INS (OID in .10 or .11).',
        ],
        [
          'L’INS porte l’OID de production\u00A0: ce patient peut être réel.',
          'The INS carries the production OID: this patient may be real.',
        ],
        [
          'Employer une identité de test\u00A0; hors essai, --param insAuthority=production.',
          'Use a test identity; outside of tests, --param insAuthority=production.',
        ],
      ],
      INS,
      RIGHT.replace('213.1.4.10', '213.1.4.8'),
    ),
  ),
  ofTest(
    ins(
      '106',
      'SHALL',
      'INS-07',
      [
        [
          'Dans un essai (insAuthority\u00A0: test), aucun INS ne porte l’OID de production.',
          'In a test (insAuthority: test), no INS carries the production OID.',
        ],
        ['L’INS porte l’OID de production dans un essai.', 'The INS carries the production OID in a test.'],
        ['Employer une identité de test, OID en .10.', 'Use a test identity, OID in .10.'],
      ],
      INS,
      RIGHT.replace('213.1.4.10', '213.1.4.8'),
    ),
  ),
  agreement(
    '107',
    'INS-08',
    'Le sexe (administrativeGenderCode)',
    'The gender (administrativeGenderCode)',
    '279035121518989, F',
    '279035121518989, M',
  ),
  agreement(
    '108',
    'INS-09',
    'La date de naissance (birthTime)',
    'The birth date (birthTime)',
    '279035121518989, 19790328',
    '279035121518989, 19780328',
  ),
  agreement(
    '109',
    'INS-10',
    'Le lieu de naissance (birthPlace)',
    'The birthplace (birthPlace)',
    '279035121518989, <county>51215</county>',
    '279035121518989, <county>63220</county>',
  ),
  trait(
    '110',
    'INS-11',
    'un nom de naissance (family, qui n’est pas qualifié CL ou SP)',
    'a birth family name (family, not qualified CL or SP)',
    '<family qualifier="BR">PAT-TROIS</family>',
    '<family qualifier="CL">PAT-TROIS</family>',
  ),
  trait(
    '111',
    'INS-12',
    'un premier prénom de naissance (given, qui n’est pas qualifié CL)',
    'a first birth given name (given, not qualified CL)',
    '<given qualifier="BR">DOMINIQUE</given>',
    '<given qualifier="CL">DOMINIQUE</given>',
  ),
  trait(
    '112',
    'INS-14',
    'une date de naissance (birthTime)',
    'a birth date (birthTime)',
    '<birthTime value="19790328"/>',
    '<birthTime nullFlavor="UNK"/>',
  ),
  trait(
    '113',
    'INS-15',
    'un sexe (administrativeGenderCode)',
    'a gender (administrativeGenderCode)',
    '<administrativeGenderCode code="F"/>',
    '<administrativeGenderCode nullFlavor="UNK"/>',
  ),
  trait(
    '114',
    'INS-16',
    'un code COG de lieu de naissance (birthPlace)',
    'a COG code of birthplace (birthPlace)',
    '<birthPlace><addr><county>51215</county></addr></birthPlace>',
    '<birthPlace><addr><city>DOMPREMY</city></addr></birthPlace>',
  ),
  ins(
    '115',
    'SHOULD',
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
    'SHOULD',
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

/**
 * Which rule says what is judged; the authority of tests is in two, by parameter. An II has no type, the reliability of an
 * identity and how its INS was had do not travel in HL7 V3, and the list of given names is the sequence of `given`, which
 * cannot lack where there is a first one.
 */
const RULE: Readonly<Partial<Record<InsAspect, string>>> = {
  shape: 'HL7V3-100',
  key: 'HL7V3-101',
  month: 'HL7V3-102',
  department: 'HL7V3-102',
  authority: 'HL7V3-103',
  namespace: 'HL7V3-104',
  sex: 'HL7V3-107',
  'birth-date': 'HL7V3-108',
  birthplace: 'HL7V3-109',
  'has-birth-name': 'HL7V3-110',
  'has-first-given-name': 'HL7V3-111',
  'has-birth-date': 'HL7V3-112',
  'has-sex': 'HL7V3-113',
  'has-birthplace': 'HL7V3-114',
  'one-number': 'HL7V3-115',
  'nir-or-nia': 'HL7V3-115',
  period: 'HL7V3-115',
  legacy: 'HL7V3-116',
  'legacy-key': 'HL7V3-116',
  lookalike: 'HL7V3-116',
};

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
    const rule =
      aspect !== 'test-authority' ? RULE[aspect]
      : authority === 'test' ? 'HL7V3-106'
      : 'HL7V3-105';
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
