import type { Level, Place, Rule } from '../../src/model/index.js';
import { judgeIns, type InsAspect, type PatientIdentifier } from '../../src/protocols/identifiers/index.js';
import type { Field, Piece, Segment } from '../../src/protocols/hl7v2/index.js';
import type { Judge, RuleFamily } from './judge.js';

const PAM_FR = 'IHE PAM, extension française 2.11';
const INS = 'Référentiel INS';
const IN_PID_3 = '279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS';

const OTHER_RECORD = {
  fr: 'Le message peut être rattaché à un autre patient.',
  en: 'The message may be attached to another patient.',
};

/** A rule on the INS; its requirement is one that all formats share. */
const ins = (
  id: string,
  level: Level,
  requirement: string,
  clause: string,
  written: Omit<Rule, 'id' | 'level' | 'requirements' | 'clause'>,
): Rule => ({
  id,
  level,
  requirements: [requirement],
  clause,
  ...written,
});

const agreement = (id: string, requirement: string, fr: string, en: string, example: { right: string; wrong: string }): Rule =>
  ins(id, 'SHOULD', requirement, `${INS} ; ${PAM_FR}, PID`, {
    title: { fr: `${fr} s’accorde avec l’INS.`, en: `${en} agrees with the INS.` },
    message: { fr: `${fr} et l’INS se contredisent.`, en: `${en} and the INS disagree.` },
    why: OTHER_RECORD,
    hint: {
      fr: 'Reprendre l’INS et les traits que l’INSi rend ensemble\u00A0; une rectification de l’état civil peut expliquer l’écart.',
      en: 'Take the INS and the traits that INSi returns together; a corrected civil status may explain the difference.',
    },
    example,
  });

const trait = (
  id: string,
  level: Level,
  requirement: string,
  field: string,
  fr: string,
  en: string,
  example: { right: string; wrong: string },
): Rule =>
  ins(id, level, requirement, `${INS} ; ${PAM_FR}, ${field}`, {
    title: { fr: `Un INS est accompagné de ${fr} (${field}).`, en: `An INS is accompanied by ${en} (${field}).` },
    message: { fr: `L’INS est envoyé sans ${fr} (${field}).`, en: `The INS is sent without ${en} (${field}).` },
    why: {
      fr: 'Sans les traits INS, le destinataire ne peut pas vérifier que c’est le bon patient.',
      en: 'Without the INS traits, the receiver cannot check that this is the right patient.',
    },
    hint: { fr: 'Écrire les traits que l’INSi rend avec le matricule.', en: 'Write the traits that INSi returns with the number.' },
    example,
  });

const rules: readonly Rule[] = [
  ins('HL7-70', 'SHALL', 'INS-01', `${INS} ; ${PAM_FR}, PID-3`, {
    title: {
      fr: 'Un matricule INS a 13 caractères suivis d’une clé de 2 chiffres.',
      en: 'A matricule INS has 13 characters followed by a 2-digit key.',
    },
    message: { fr: 'Le matricule INS n’a pas la forme attendue.', en: 'The matricule INS does not have the expected form.' },
    why: OTHER_RECORD,
    hint: {
      fr: 'Écrire dans CX-1 le NIR ou le NIA et sa clé, sans espace.',
      en: 'Write in CX-1 the NIR or NIA and its key, without spaces.',
    },
    example: { right: IN_PID_3, wrong: IN_PID_3.replace('279035121518989', '2790351215189') },
  }),
  ins('HL7-71', 'SHALL', 'INS-02', `${INS} ; ${PAM_FR}, PID-3`, {
    title: { fr: 'La clé d’un matricule INS est juste.', en: 'The control key of a matricule INS is right.' },
    message: { fr: 'La clé du matricule INS est fausse.', en: 'The control key of the matricule INS is wrong.' },
    why: OTHER_RECORD,
    hint: { fr: 'Reprendre le matricule rendu par l’INSi.', en: 'Take the matricule that INSi returned.' },
    example: { right: IN_PID_3, wrong: IN_PID_3.replace('279035121518989', '279035121518988') },
  }),
  ins('HL7-72', 'SHOULD', 'INS-03', INS, {
    title: {
      fr: 'Le mois et le département que porte un matricule INS existent.',
      en: 'The month and the department in a matricule INS exist.',
    },
    message: {
      fr: 'Le mois ou le département du matricule INS n’existe pas.',
      en: 'The month or department of the matricule INS does not exist.',
    },
    why: OTHER_RECORD,
    hint: { fr: 'Reprendre le matricule rendu par l’INSi.', en: 'Take the matricule that INSi returned.' },
    example: { right: IN_PID_3, wrong: IN_PID_3.replace('279035121518989', '279135121518955') },
  }),
  ins('HL7-73', 'SHALL', 'INS-04', `${PAM_FR}, PID-3`, {
    title: {
      fr: 'Un identifiant dit INS a pour autorité un OID du matricule INS.',
      en: 'An identifier said to be an INS has an OID of the matricule INS as its authority.',
    },
    message: {
      fr: 'L’autorité de cet INS n’est pas celle d’un matricule INS.',
      en: 'The authority of this INS is not that of a matricule INS.',
    },
    why: OTHER_RECORD,
    hint: {
      fr: 'Écrire dans CX-4 ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.8&ISO (NIA\u00A0: .9\u00A0; test\u00A0: .10 ou .11).',
      en: 'Write in CX-4 ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.8&ISO (NIA: .9; test: .10 or .11).',
    },
    example: { right: IN_PID_3, wrong: IN_PID_3.replace('213.1.4.10', '213.1.4.12') },
  }),
  ins('HL7-74', 'SHALL', 'INS-05', `${PAM_FR}, PID-3`, {
    title: {
      fr: 'Le type d’un INS est INS\u00A0; le nom de son autorité va avec son OID, de type ISO.',
      en: 'The type of an INS is INS; the name of its authority goes with its OID, of type ISO.',
    },
    message: {
      fr: 'Le type de cet INS ou le nom de son autorité est faux.',
      en: 'The type of this INS or the name of its authority is wrong.',
    },
    hint: {
      fr: 'Écrire INS dans CX-5, et dans CX-4 le nom, l’OID et ISO qui vont ensemble.',
      en: 'Write INS in CX-5, and in CX-4 the name, the OID and ISO that go together.',
    },
    example: { right: IN_PID_3, wrong: IN_PID_3.replace('^INS', '^NH') },
  }),
  ins('HL7-75', 'SHOULD', 'INS-06', INS, {
    title: {
      fr: 'Un message de test désigne son patient par un INS de test (OID en .10 ou .11).',
      en: 'A test message names its patient by a test INS (OID in .10 or .11).',
    },
    message: {
      fr: 'L’INS porte l’OID de production\u00A0: ce patient peut être réel.',
      en: 'The INS carries the production OID: this patient may be real.',
    },
    why: { fr: 'Des données de santé réelles n’ont rien à faire dans un essai.', en: 'Real health data have no place in a test.' },
    hint: {
      fr: 'Employer une identité de test\u00A0; hors essai, --param insAuthority=production.',
      en: 'Use a test identity; outside of tests, --param insAuthority=production.',
    },
    example: { right: IN_PID_3, wrong: IN_PID_3.replace('213.1.4.10', '213.1.4.8') },
  }),
  ins('HL7-76', 'SHALL', 'INS-07', INS, {
    title: {
      fr: 'Dans un essai (insAuthority\u00A0: test), aucun INS ne porte l’OID de production.',
      en: 'In a test (insAuthority: test), no INS carries the production OID.',
    },
    message: { fr: 'L’INS porte l’OID de production dans un essai.', en: 'The INS carries the production OID in a test.' },
    why: { fr: 'Des données de santé réelles n’ont rien à faire dans un essai.', en: 'Real health data have no place in a test.' },
    hint: { fr: 'Employer une identité de test, OID en .10.', en: 'Use a test identity, OID in .10.' },
    example: { right: IN_PID_3, wrong: IN_PID_3.replace('213.1.4.10', '213.1.4.8') },
  }),
  agreement('HL7-77', 'INS-08', 'Le sexe (PID-8)', 'The sex (PID-8)', { right: '279035121518989, F', wrong: '279035121518989, M' }),
  agreement('HL7-78', 'INS-09', 'La date de naissance (PID-7)', 'The birth date (PID-7)', {
    right: '279035121518989, 19790328',
    wrong: '279035121518989, 19780328',
  }),
  agreement('HL7-79', 'INS-10', 'Le lieu de naissance (PID-11, BDL)', 'The birthplace (PID-11, BDL)', {
    right: '279035121518989, ^^^^^^BDL^^51215',
    wrong: '279035121518989, ^^^^^^BDL^^63220',
  }),
  trait('HL7-80', 'SHALL', 'INS-11', 'PID-5', 'un nom de naissance, de type L', 'a birth family name, of type L', {
    right: 'PAT-TROIS^DOMINIQUE^DOMINIQUE^^^^L',
    wrong: 'PAT-TROIS^DOMINIQUE^DOMINIQUE^^^^D',
  }),
  trait('HL7-81', 'SHALL', 'INS-12', 'PID-5', 'un premier prénom de naissance', 'a first birth given name', {
    right: 'PAT-TROIS^DOMINIQUE^DOMINIQUE^^^^L',
    wrong: 'PAT-TROIS^^^^^^L',
  }),
  trait('HL7-82', 'SHOULD', 'INS-13', 'PID-5', 'la liste des prénoms de naissance', 'the list of birth given names', {
    right: 'PAT-TROIS^DOMINIQUE^DOMINIQUE^^^^L',
    wrong: 'PAT-TROIS^DOMINIQUE^^^^^L',
  }),
  trait('HL7-83', 'SHALL', 'INS-14', 'PID-7', 'une date de naissance', 'a birth date', { right: '19790328', wrong: '""' }),
  trait('HL7-84', 'SHALL', 'INS-15', 'PID-8', 'un sexe', 'a sex', { right: 'F', wrong: '' }),
  trait('HL7-85', 'SHALL', 'INS-16', 'PID-11', 'un code COG de lieu de naissance, de type BDL', 'a COG code of birthplace, of type BDL', {
    right: '^^^^^^BDL^^51215',
    wrong: '^^PARIS^^75007^FRA^H',
  }),
  ins('HL7-86', 'SHOULD', 'INS-17', `${PAM_FR}, PID-32 ; RNIV`, {
    title: {
      fr: 'Un INS n’est envoyé qu’avec une identité validée (PID-32\u00A0: VALI).',
      en: 'An INS is sent only with a validated identity (PID-32: VALI).',
    },
    message: {
      fr: 'Un INS est envoyé avec une identité qui n’est pas dite validée.',
      en: 'An INS is sent with an identity that is not said to be validated.',
    },
    why: {
      fr: 'Le destinataire range des données de santé sous un INS que personne n’a vérifié.',
      en: 'The receiver files health data under an INS that nobody has checked.',
    },
    hint: {
      fr: 'Ne pas envoyer l’INS d’une identité provisoire, ni après un retour en arrière de VALI.',
      en: 'Do not send the INS of a provisional identity, nor after VALI was withdrawn.',
    },
    example: { right: '…^INS…|VALI', wrong: '…^INS…|PROV' },
  }),
  ins('HL7-87', 'SHOULD', 'INS-18', `${PAM_FR}, ZFD-5 et ZFD-6`, {
    title: {
      fr: 'Un INS envoyé a été obtenu du téléservice INSi (ZFD-5), à une date passée (ZFD-6).',
      en: 'An INS that is sent was obtained from the INSi service (ZFD-5), at a date in the past (ZFD-6).',
    },
    message: {
      fr: 'ZFD ne dit pas que l’INS vient d’INSi, ni quand.',
      en: 'ZFD does not say that the INS comes from INSi, or when.',
    },
    hint: {
      fr: 'Appeler INSi avant d’envoyer l’INS, et écrire INSI et la date de l’appel.',
      en: 'Call INSi before sending the INS, and write INSI and the date of the call.',
    },
    example: { right: 'ZFD|||Y|N|INSI|20211201', wrong: 'ZFD|||Y|N|SM|' },
  }),
  ins('HL7-88', 'SHOULD', 'INS-19', `${INS} ; ${PAM_FR}, PID-3`, {
    title: {
      fr: 'Un patient a un seul INS en cours\u00A0; ceux d’avant ont une date de fin (CX-8).',
      en: 'A patient has one current INS; earlier ones have an end date (CX-8).',
    },
    message: { fr: 'Le patient a plusieurs INS en cours.', en: 'The patient has several current INS.' },
    why: OTHER_RECORD,
    hint: {
      fr: 'Ne garder que l’INS actif, ou donner à ceux d’avant leur date de fin.',
      en: 'Keep only the active INS, or give earlier ones their end date.',
    },
    example: {
      right: '…&1.2.250.1.213.1.4.9&ISO^INS^^20240101^20250630~…&1.2.250.1.213.1.4.8&ISO^INS^^20250701',
      wrong: '…&1.2.250.1.213.1.4.9&ISO^INS^^20240101~…&1.2.250.1.213.1.4.8&ISO^INS^^20250701',
    },
  }),
  ins('HL7-89', 'SHOULD', 'INS-20', `${INS} ; ${PAM_FR}, PID-3`, {
    title: {
      fr: 'Rien ne tient lieu de matricule INS\u00A0: ni INS-A ou INS-C, ni un matricule sous une autre autorité.',
      en: 'Nothing stands for a matricule INS: no INS-A or INS-C, no such number under another authority.',
    },
    message: { fr: 'Cet identifiant tient lieu de matricule INS.', en: 'This identifier stands for a matricule INS.' },
    hint: {
      fr: 'Envoyer le matricule INS sous son OID, ou le seul identifiant local.',
      en: 'Send the matricule INS under its OID, or the local identifier alone.',
    },
    example: { right: IN_PID_3, wrong: '1541187387477485562488^^^ASIP-SANTE-INS-C&1.2.250.1.213.1.4.2&ISO^INS-C' },
  }),
];

/** Which rule says what is judged; the authority of tests is in two, by parameter. */
const RULE: Readonly<Record<Exclude<InsAspect, 'test-authority'>, string>> = {
  shape: 'HL7-70',
  key: 'HL7-71',
  month: 'HL7-72',
  department: 'HL7-72',
  authority: 'HL7-73',
  namespace: 'HL7-74',
  type: 'HL7-74',
  sex: 'HL7-77',
  'birth-date': 'HL7-78',
  birthplace: 'HL7-79',
  'has-birth-name': 'HL7-80',
  'has-first-given-name': 'HL7-81',
  'has-given-names': 'HL7-82',
  'has-birth-date': 'HL7-83',
  'has-sex': 'HL7-84',
  'has-birthplace': 'HL7-85',
  reliability: 'HL7-86',
  obtained: 'HL7-87',
  'obtained-when': 'HL7-87',
  'one-number': 'HL7-88',
  'nir-or-nia': 'HL7-88',
  period: 'HL7-88',
  legacy: 'HL7-89',
  'legacy-key': 'HL7-89',
  lookalike: 'HL7-89',
};

/** Messages that may carry the identifiers of a patient and nothing else: PIX answers and notifications, links. */
const IDENTIFIERS_ALONE = ['K23', 'A31', 'A24', 'A37'];

function judge(judge: Judge): void {
  const { message } = judge;
  const pids = message.all('PID');
  for (const pid of pids) judgePid(judge, pid, pids.length === 1);
  for (const mrg of message.all('MRG')) judgeNumbers(judge, mrg.field(1));
  // the query of PIX is about one identifier; those of PDQ name fields
  for (const qpd of message.all('QPD')) if (eventOf(judge) === 'Q23') judgeNumbers(judge, qpd.field(3));
}

const eventOf = ({ message }: Judge): string => message.first('MSH')?.field(9).repetition().part(2).value ?? '';

function judgePid(judge: Judge, pid: Segment, isOnlyOne: boolean): void {
  const { message } = judge;
  const names = pid.field(5).repetitions.filter((name) => name.part(7).value === 'L');
  const [birthDate, sex] = [pid.field(7), pid.field(8)];
  const birthplace = pid.field(11).repetitions.find((address) => address.part(7).value === 'BDL');
  const alone =
    IDENTIFIERS_ALONE.includes(eventOf(judge))
    && pid.field(5).repetitions.every((name) => name.part(1).value.trim() === '' && name.part(2).value.trim() === '')
    && birthDate.repetition().value === ''
    && sex.repetition().value === '';
  const named = names.find((name) => name.part(1).value.trim() !== '') ?? names[0];
  const zfd = isOnlyOne ? message.first('ZFD') : undefined;
  const version = message.first('MSH')?.field(12).repetition().part(1).value;
  const given = (n: number): string => named?.part(n).value.trim() ?? '';
  const corrected = zfd !== undefined && (!zfd.field(1).isEmpty || zfd.field(4).repetition().value === 'Y');
  tell(
    judge,
    pid.field(3),
    {
      ...(!alone && {
        traits: {
          birthName: given(1),
          firstGivenName: given(2),
          givenNames: given(3),
          birthDate: birthDate.repetition().value,
          isBirthDateCorrected: corrected,
          sex: sex.repetition().value,
          birthplace: birthplace?.part(9).value.trim() ?? '',
        },
        // PID-32 came with HL7 2.4
        ...(version !== '2.3.1' && { reliability: pid.field(32).repetitions.flatMap((code) => code.value || []) }),
        ...(zfd && { obtained: { how: zfd.field(5).repetition().value, at: zfd.field(6).repetition().value } }),
      }),
    },
    (aspect) => {
      switch (aspect) {
        case 'sex':
        case 'has-sex':
          return sex.place;
        case 'birth-date':
        case 'has-birth-date':
          return birthDate.place;
        case 'birthplace':
        case 'has-birthplace':
          return birthplace?.part(9).place ?? pid.field(11).place;
        case 'reliability':
          return pid.field(32).place;
        case 'obtained':
          return zfd!.field(5).place;
        case 'obtained-when':
          return zfd!.field(6).place;
        case 'has-birth-name':
        case 'has-first-given-name':
        case 'has-given-names':
          return named?.place ?? pid.field(5).place;
        default:
          return pid.field(3).place;
      }
    },
  );
}

/** Identifiers alone: their numbers, their authorities, and no traits. */
const judgeNumbers = (judge: Judge, field: Field): void => tell(judge, field, {}, () => field.place);

function tell(
  judge: Judge,
  field: Field,
  said: Omit<Parameters<typeof judgeIns>[0], 'identifiers'>,
  placeOf: (aspect: InsAspect) => Place,
): void {
  const at = judge.message.first('MSH')?.field(7).repetition().value ?? '';
  const authority = judge.context.parameters['insAuthority'];
  // a null takes an identifier away: it is none
  const written = field.repetitions.filter((piece) => !piece.isEmpty && !piece.part(1).isNull);
  const checks = judgeIns({
    identifiers: written.map(identifierOf),
    insType: 'INS',
    ...(at !== '' && { at }),
    ...(authority !== undefined && { authority }),
    ...said,
  });
  for (const { aspect, of, problem } of checks) {
    const rule =
      aspect !== 'test-authority' ? RULE[aspect]
      : authority === 'test' ? 'HL7-76'
      : 'HL7-75';
    judge.expect(
      rule,
      !problem,
      () => judge.at(of === undefined ? placeOf(aspect) : partOf(written[of]!, aspect).place),
      () => ({ message: problem!.text, expected: problem!.expected, actual: problem!.actual }),
    );
  }
}

function identifierOf(piece: Piece): PatientIdentifier {
  const authority = piece.part(4);
  const value = (n: number): string => piece.part(n).value;
  return {
    value: value(1),
    namespace: authority.part(1).value,
    oid: authority.part(2).value,
    oidType: authority.part(3).value,
    type: value(5),
    from: value(7),
    until: value(8),
  };
}

/** The component that an aspect of an identifier is about. */
function partOf(piece: Piece, aspect: InsAspect): Piece {
  switch (aspect) {
    case 'authority':
    case 'test-authority':
    case 'lookalike':
      return piece.part(4).part(2);
    case 'namespace':
      return piece.part(4).part(1);
    case 'type':
      return piece.part(5).value === 'INS' ? piece.part(4).part(3) : piece.part(5);
    case 'period':
      return piece.part(8);
    default:
      return piece.part(1);
  }
}

export const insFamily: RuleFamily = { rules, judge };
