import { asWritten, oneOf, type Bilingual, type Complaint, type Rule } from '../../src/model/index.js';
import { isCogCode, judgeIns, type IdentityTraits, type InsAspect } from '../../src/protocols/identifiers/index.js';
import type { Where, XmlElement } from '../../src/protocols/xml/index.js';
import { readStamp } from './time-stamp.js';
import { isNull, type Judge } from './judge.js';
import { VALUE_SETS } from './value-sets.js';
import { voletVersion } from './volet-version.js';

const CLAUSE = 'CI-SIS, volet Structuration minimale de documents de santé, recordTarget';
const INS_CLAUSE = CLAUSE + ' ; référentiel INS';

/** The requirement that all formats share; only CDA requires the list of given names. */
const TRAIT_REQUIREMENT: Readonly<Record<string, readonly string[]>> = {
  'CDA-54': ['INS-11'],
  'CDA-55': ['INS-12'],
  'CDA-57': ['INS-14'],
  'CDA-58': ['INS-16'],
  'CDA-59': ['INS-15'],
};

const trait = (id: string, fr: string, en: string, hintFr: string, hintEn: string, right: string, wrong: string): Rule => ({
  id,
  level: 'SHALL',
  title: { fr: `Un patient identifié par un INS a ${fr}.`, en: `A patient identified by an INS has ${en}.` },
  message: { fr: `Le patient est identifié par un INS sans avoir ${fr}.`, en: `The patient is identified by an INS without ${en}.` },
  why: {
    fr: 'Les traits INS incomplets empêchent de vérifier que le document est rattaché au bon patient.',
    en: 'Incomplete INS traits prevent checking that the document belongs to the right patient.',
  },
  hint: { fr: hintFr, en: hintEn },
  requirements: [id, ...(TRAIT_REQUIREMENT[id] ?? [])],
  clause: INS_CLAUSE,
  example: { right, wrong },
});

export const patientRules: readonly Rule[] = [
  {
    id: 'CDA-50',
    level: 'SHALL',
    title: { fr: 'Un matricule INS a 13 caractères suivis d’une clé de 2 chiffres.', en: 'A matricule INS has 13 characters followed by a 2-digit key.' },
    message: { fr: 'Le matricule INS n’a pas la forme attendue.', en: 'The matricule INS does not have the expected form.' },
    why: { fr: 'Le document est rejeté ou rattaché à un autre patient.', en: 'The document is rejected or attached to another patient.' },
    hint: { fr: 'Écrire le NIR ou le NIA et sa clé, sans espace, comme l’INSi le rend.', en: 'Write the NIR or NIA and its key, without spaces, as INSi returns it.' },
    requirements: ['CDA-50', 'INS-01'],
    clause: INS_CLAUSE,
    example: {
      right: '<id extension="279035121518989" root="1.2.250.1.213.1.4.10"/>',
      wrong: '<id extension="2 79 03 51 215 189 89" root="1.2.250.1.213.1.4.10"/>',
    },
  },
  {
    id: 'CDA-51',
    level: 'SHALL',
    title: { fr: 'La clé d’un matricule INS est juste.', en: 'The control key of a matricule INS is right.' },
    message: { fr: 'La clé du matricule INS est fausse.', en: 'The control key of the matricule INS is wrong.' },
    why: { fr: 'Le matricule est erroné : le document peut être rattaché à un autre patient.', en: 'The matricule is wrong: the document may be attached to another patient.' },
    hint: { fr: 'Reprendre le matricule rendu par l’INSi.', en: 'Take the matricule that INSi returned.' },
    requirements: ['CDA-51', 'INS-02'],
    clause: INS_CLAUSE,
    example: {
      right: '<id extension="279035121518989" root="1.2.250.1.213.1.4.10"/>',
      wrong: '<id extension="279035121518988" root="1.2.250.1.213.1.4.10"/>',
    },
  },
  {
    id: 'CDA-52',
    level: 'SHOULD',
    title: { fr: 'Un identifiant qui a la forme et la clé d’un matricule INS porte l’OID d’un INS.', en: 'An identifier with the form and key of a matricule INS carries the OID of an INS.' },
    message: { fr: 'L’identifiant ressemble à un matricule INS, mais son OID n’en est pas un.', en: 'The identifier looks like a matricule INS, but its OID is not that of one.' },
    why: { fr: 'Le patient n’est pas reconnu comme identifié par son INS.', en: 'The patient is not recognised as identified by an INS.' },
    hint: {
      fr: 'Écrire root="1.2.250.1.213.1.4.8" (NIR), .9 (NIA), ou .10 et .11 pour les données de test.',
      en: 'Write root="1.2.250.1.213.1.4.8" (NIR), .9 (NIA), or .10 and .11 for test data.',
    },
    requirements: ['CDA-52', 'INS-20'],
    clause: INS_CLAUSE,
    example: { right: '<id extension="279035121518989" root="1.2.250.1.213.1.4.10"/>', wrong: '<id extension="279035121518989" root="1.2.250.1.213.1.4.2"/>' },
  },
  {
    id: 'CDA-53',
    level: 'SHOULD',
    title: { fr: 'Un document de test désigne son patient par un INS de test (OID en .10 ou .11).', en: 'A test document names its patient by a test INS (OID in .10 or .11).' },
    message: { fr: 'L’INS porte l’OID de production : ce patient peut être réel.', en: 'The INS carries the production OID: this patient may be real.' },
    why: { fr: 'Des données de santé réelles n’ont rien à faire dans un essai.', en: 'Real health data have no place in a test.' },
    hint: {
      fr: 'Employer une identité de test, root="1.2.250.1.213.1.4.10" ; hors essai, déclarer le paramètre insAuthority: production.',
      en: 'Use a test identity, root="1.2.250.1.213.1.4.10"; outside of tests, state the parameter insAuthority: production.',
    },
    requirements: ['CDA-53', 'INS-06'],
    clause: INS_CLAUSE,
    example: { right: '<id extension="279035121518989" root="1.2.250.1.213.1.4.10"/>', wrong: '<id extension="279035121518989" root="1.2.250.1.213.1.4.8"/>' },
  },
  trait(
    'CDA-54', 'un nom de naissance (family, qualifier BR)', 'a birth family name (family, qualifier BR)',
    'Ajouter <family qualifier="BR"> avec le nom de l’acte de naissance.', 'Add <family qualifier="BR"> with the name of the birth certificate.',
    '<family qualifier="BR">PAT-TROIS</family>', '<family qualifier="CL">PAT-TROIS</family>',
  ),
  trait(
    'CDA-55', 'un premier prénom de naissance (given, qualifier BR)', 'a first birth given name (given, qualifier BR)',
    'Ajouter <given qualifier="BR"> avec le premier prénom de l’acte de naissance.', 'Add <given qualifier="BR"> with the first given name of the birth certificate.',
    '<given qualifier="BR">DOMINIQUE</given>', '<given qualifier="CL">DOMINIQUE</given>',
  ),
  trait(
    'CDA-56', 'la liste de ses prénoms de naissance (given sans qualifier)', 'the list of birth given names (given without qualifier)',
    'Ajouter un given sans qualifier avec tous les prénoms de l’acte de naissance.', 'Add a given without qualifier holding all given names of the birth certificate.',
    '<given>DOMINIQUE MARIE-LOUISE</given>', '<given qualifier="BR">DOMINIQUE</given>',
  ),
  trait(
    'CDA-57', 'une date de naissance (birthTime)', 'a birth date (birthTime)',
    'Renseigner birthTime/@value, AAAAMMJJ.', 'Give birthTime/@value, YYYYMMDD.',
    '<birthTime value="19790328"/>', '<birthTime nullFlavor="UNK"/>',
  ),
  trait(
    'CDA-58', 'le code COG de son lieu de naissance (birthplace/place/addr/county)', 'the COG code of the birthplace (birthplace/place/addr/county)',
    'Ajouter le code officiel géographique dans birthplace/place/addr/county.', 'Add the official geographic code in birthplace/place/addr/county.',
    '<birthplace><place><addr><county>51215</county></addr></place></birthplace>', '<birthplace><place><addr><city>DOMPREMY</city></addr></place></birthplace>',
  ),
  trait(
    'CDA-59', 'un sexe (administrativeGenderCode/@code)', 'a gender (administrativeGenderCode/@code)',
    'Renseigner administrativeGenderCode/@code : F, M ou UN.', 'Give administrativeGenderCode/@code: F, M or UN.',
    '<administrativeGenderCode code="F"/>', '<administrativeGenderCode nullFlavor="UNK"/>',
  ),
  {
    id: 'CDA-60',
    level: 'SHALL',
    title: { fr: 'Un nom de famille du patient est qualifié BR (naissance) ou CL (utilisé).', en: 'A family name of the patient is qualified BR (birth) or CL (used).' },
    message: { fr: 'Le qualificatif du nom de famille n’est ni BR ni CL.', en: 'The qualifier of the family name is neither BR nor CL.' },
    hint: { fr: 'Écrire qualifier="BR" ou qualifier="CL".', en: 'Write qualifier="BR" or qualifier="CL".' },
    requirements: ['CDA-60'],
    clause: CLAUSE,
    example: { right: '<family qualifier="CL">PAT-TROIS</family>', wrong: '<family qualifier="SP">PAT-TROIS</family>' },
  },
  {
    id: 'CDA-536',
    level: 'SHOULD',
    title: { fr: 'Un nom de famille utilisé est qualifié CL, non SP, le qualificatif des versions d’avant 2022.', en: 'A family name in use is qualified CL, not SP, the qualifier of the versions before 2022.' },
    message: { fr: 'Le qualificatif du nom de famille est celui des versions d’avant 2022.', en: 'The qualifier of the family name is that of the versions before 2022.' },
    why: { fr: 'Un logiciel à jour ne reconnaît pas le nom utilisé.', en: 'Up-to-date software does not recognise the name in use.' },
    hint: { fr: 'Écrire qualifier="CL".', en: 'Write qualifier="CL".' },
    requirements: ['CDA-536'],
    clause: CLAUSE,
    example: { right: '<family qualifier="CL">PAT-TROIS</family>', wrong: '<family qualifier="SP">PAT-TROIS</family>' },
  },
  {
    id: 'CDA-61',
    level: 'SHALL',
    title: {
      fr: 'Un prénom du patient est qualifié BR (premier prénom de naissance), CL (utilisé) ou sans qualificatif (liste des prénoms).',
      en: 'A given name of the patient is qualified BR (first birth given name), CL (used) or not at all (list of given names).',
    },
    message: { fr: 'Le qualificatif du prénom n’est ni BR ni CL.', en: 'The qualifier of the given name is neither BR nor CL.' },
    hint: { fr: 'Écrire qualifier="BR" ou qualifier="CL", ou omettre l’attribut.', en: 'Write qualifier="BR" or qualifier="CL", or leave the attribute out.' },
    requirements: ['CDA-61'],
    clause: CLAUSE,
    example: { right: '<given qualifier="BR">DOMINIQUE</given>', wrong: '<given qualifier="IN">D</given>' },
  },
  {
    id: 'CDA-62',
    level: 'SHALL',
    title: { fr: 'La civilité du patient est M ou MME (JDV_J245).', en: 'The prefix of the patient is M or MME (JDV_J245).' },
    message: { fr: 'La civilité du patient n’appartient pas à JDV_J245.', en: 'The prefix of the patient does not belong to JDV_J245.' },
    hint: { fr: 'Écrire <prefix>M</prefix> ou <prefix>MME</prefix>.', en: 'Write <prefix>M</prefix> or <prefix>MME</prefix>.' },
    requirements: ['CDA-62'],
    clause: CLAUSE,
    example: { right: '<prefix>MME</prefix>', wrong: '<prefix>Mme</prefix>' },
  },
  {
    id: 'CDA-63',
    level: 'SHALL',
    title: { fr: 'Le titre du patient est l’un de JDV_J246 (DR, MC, MG, PC, PG, PR).', en: 'The suffix of the patient is one of JDV_J246 (DR, MC, MG, PC, PG, PR).' },
    message: { fr: 'Le titre du patient n’appartient pas à JDV_J246.', en: 'The suffix of the patient does not belong to JDV_J246.' },
    hint: { fr: 'Écrire par exemple <suffix>DR</suffix>.', en: 'Write for example <suffix>DR</suffix>.' },
    requirements: ['CDA-63'],
    clause: CLAUSE,
    example: { right: '<suffix>DR</suffix>', wrong: '<suffix>Docteur</suffix>' },
  },
  {
    id: 'CDA-64',
    level: 'SHOULD',
    title: { fr: 'Le lieu de naissance est un code COG de 5 caractères.', en: 'The birthplace is a COG code of 5 characters.' },
    message: { fr: 'Le lieu de naissance n’a pas la forme d’un code COG.', en: 'The birthplace does not have the form of a COG code.' },
    hint: { fr: 'Écrire le code de la commune (51215, 2A004) ou du pays (99XXX).', en: 'Write the code of the commune (51215, 2A004) or of the country (99XXX).' },
    requirements: ['CDA-64'],
    clause: INS_CLAUSE,
    example: { right: '<county>51215</county>', wrong: '<county>DOMPREMY</county>' },
  },
  {
    id: 'CDA-65',
    level: 'SHOULD',
    title: { fr: 'Le sexe du patient s’accorde avec le premier chiffre de son INS.', en: 'The gender of the patient agrees with the first digit of the INS.' },
    message: { fr: 'Le sexe du patient et le premier chiffre de l’INS se contredisent.', en: 'The gender of the patient and the first digit of the INS disagree.' },
    hint: { fr: 'Reprendre le matricule et le sexe que l’INSi rend ensemble.', en: 'Take the matricule and the gender that INSi returns together.' },
    requirements: ['CDA-65', 'INS-08'],
    clause: INS_CLAUSE,
    example: { right: '279035121518989, F', wrong: '279035121518989, M' },
  },
  {
    id: 'CDA-66',
    level: 'SHOULD',
    title: { fr: 'La date de naissance du patient s’accorde avec l’année et le mois que porte son INS.', en: 'The birth date of the patient agrees with the year and month in the INS.' },
    message: { fr: 'La date de naissance et l’INS se contredisent.', en: 'The birth date and the INS disagree.' },
    hint: { fr: 'Reprendre le matricule et la date de naissance que l’INSi rend ensemble.', en: 'Take the matricule and the birth date that INSi returns together.' },
    requirements: ['CDA-66', 'INS-09'],
    clause: INS_CLAUSE,
    example: { right: '279035121518989, 19790328', wrong: '279035121518989, 19780328' },
  },
  {
    id: 'CDA-69',
    level: 'SHOULD',
    title: { fr: 'Le mois que porte un matricule INS est 01 à 12, 20, 30 à 42 ou 50 à 99, et son département existe.', en: 'The month in a matricule INS is 01 to 12, 20, 30 to 42 or 50 to 99, and its department exists.' },
    message: { fr: 'Le mois que porte le matricule INS n’existe pas.', en: 'The month in the matricule INS does not exist.' },
    why: { fr: 'Le document peut être rattaché à un autre patient.', en: 'The document may be attached to another patient.' },
    hint: { fr: 'Reprendre le matricule rendu par l’INSi.', en: 'Take the matricule that INSi returned.' },
    requirements: ['CDA-69', 'INS-03'],
    clause: INS_CLAUSE,
    example: { right: '279035121518989', wrong: '279135121518955' },
  },
  {
    id: 'CDA-97',
    level: 'SHOULD',
    title: { fr: 'Un patient a un seul matricule INS sous un même OID.', en: 'A patient has one matricule INS under a given OID.' },
    message: { fr: 'Le patient a deux matricules INS différents sous le même OID.', en: 'The patient has two different matricules INS under the same OID.' },
    why: { fr: 'Le document peut être rattaché à un autre patient.', en: 'The document may be attached to another patient.' },
    hint: { fr: 'Ne garder que le matricule rendu par l’INSi.', en: 'Keep only the matricule that INSi returned.' },
    requirements: ['CDA-97', 'INS-19'],
    clause: INS_CLAUSE,
    example: { right: '<id extension="279035121518989" root="1.2.250.1.213.1.4.10"/>', wrong: '<id extension="279035121518989" …/> <id extension="207058575627097" …/>' },
  },
  {
    id: 'CDA-98',
    level: 'SHOULD',
    title: { fr: 'Un patient a un seul nom de naissance (family, qualifier BR).', en: 'A patient has one birth family name (family, qualifier BR).' },
    message: { fr: 'Le patient a deux noms de naissance différents.', en: 'The patient has two different birth family names.' },
    why: { fr: 'Le document peut être rattaché à un autre patient.', en: 'The document may be attached to another patient.' },
    hint: { fr: 'Ne garder que le nom de l’acte de naissance ; qualifier CL un nom utilisé.', en: 'Keep only the name of the birth certificate; qualify a used name CL.' },
    requirements: ['CDA-98'],
    clause: INS_CLAUSE,
    example: { right: '<family qualifier="BR">PAT-TROIS</family>', wrong: '<family qualifier="BR">PAT-TROIS</family> <family qualifier="BR">AUTRE</family>' },
  },
  {
    id: 'CDA-99',
    level: 'SHOULD',
    title: { fr: 'Le patient est né avant la création du document.', en: 'The patient was born before the document was created.' },
    message: { fr: 'La date de naissance suit la création du document.', en: 'The birth date is after the creation of the document.' },
    why: { fr: 'Le document peut être rattaché à un autre patient.', en: 'The document may be attached to another patient.' },
    hint: { fr: 'Corriger birthTime, ou effectiveTime du document.', en: 'Correct birthTime, or effectiveTime of the document.' },
    requirements: ['CDA-99'],
    clause: INS_CLAUSE,
    example: { right: 'birthTime 19790328, effectiveTime 20261120', wrong: 'birthTime 20790328, effectiveTime 20261120' },
  },
  {
    id: 'CDA-555',
    level: 'SHALL',
    title: { fr: 'Dans un essai (insAuthority\u00A0: test), aucun INS ne porte l’OID de production.', en: 'In a test (insAuthority: test), no INS carries the production OID.' },
    message: { fr: 'L’INS porte l’OID de production dans un essai.', en: 'The INS carries the production OID in a test.' },
    why: { fr: 'Des données de santé réelles n’ont rien à faire dans un essai.', en: 'Real health data have no place in a test.' },
    hint: { fr: 'Employer une identité de test, root="1.2.250.1.213.1.4.10".', en: 'Use a test identity, root="1.2.250.1.213.1.4.10".' },
    requirements: ['INS-07'],
    clause: INS_CLAUSE,
    example: { right: '<id extension="279035121518989" root="1.2.250.1.213.1.4.10"/>', wrong: '<id extension="279035121518989" root="1.2.250.1.213.1.4.8"/>' },
  },
  {
    id: 'CDA-556',
    level: 'SHOULD',
    title: { fr: 'Un patient qui a un matricule INS n’est plus désigné par un INS-A ou INS-C.', en: 'A patient who has a matricule INS is no longer named by an INS-A or INS-C.' },
    message: { fr: 'Cet identifiant est un INS-A ou INS-C, abandonné.', en: 'This identifier is an INS-A or INS-C, withdrawn.' },
    hint: { fr: 'Retirer cet identifiant, et écrire le matricule INS.', en: 'Remove this identifier, and write the matricule INS.' },
    requirements: ['INS-20'],
    clause: INS_CLAUSE,
    example: { right: '<id extension="279035121518989" root="1.2.250.1.213.1.4.10"/>', wrong: '<id extension="1541187387477485562488" root="1.2.250.1.213.1.4.2"/>' },
  },
]; // prettier-ignore

/** Judges the identity of the patient: identifiers, INS traits, names. */
export function judgePatient(judge: Judge, root: XmlElement, insAuthority: string | undefined): void {
  const ids = judge
    .at(root, 'recordTarget/patientRole/id')
    .filter((id) => !isNull(id) && id.attribute('root') !== undefined && id.attribute('root') !== '');
  const patient = judge.at(root, 'recordTarget/patientRole/patient')[0];
  judgeIdentity(judge, ids, patient, insAuthority);
  if (!patient) return;
  // a level 1 document names no version
  judgeNames(judge, patient, (voletVersion(root) ?? '') >= '2022');
  judgeBirthOrder(judge, root, patient);
  const county = patient.at('birthplace', 'place', 'addr', 'county');
  const cog = county?.text.trim();
  if (county && cog && !isNull(county))
    judge.expect('CDA-64', isCogCode(cog), county, () => ({ expected: '51215', actual: asWritten(cog) }));
}

/** Which rule tells what is judged of an identifier, and at which of its attributes. */
const OF_IDENTIFIER: Readonly<Partial<Record<InsAspect, readonly [rule: string, attribute: 'root' | 'extension']>>> = {
  authority: ['CDA-52', 'root'],
  lookalike: ['CDA-52', 'root'],
  shape: ['CDA-50', 'extension'],
  key: ['CDA-51', 'extension'],
  month: ['CDA-69', 'extension'],
  department: ['CDA-69', 'extension'],
  'one-number': ['CDA-97', 'extension'],
  legacy: ['CDA-556', 'root'],
  'legacy-key': ['CDA-556', 'extension'],
};

function judgeIdentity(judge: Judge, ids: readonly XmlElement[], patient: XmlElement | undefined, insAuthority: string | undefined): void {
  // an extension that lacks is told by the header table, and is no number
  const written = ids.filter((id) => id.attribute('extension'));
  const [said, places] = patient ? traitsOf(patient) : [];
  const checks = judgeIns({
    identifiers: written.map((id) => ({ value: id.attribute('extension')!, oid: id.attribute('root')! })),
    ...(said && { traits: said }),
    ...(insAuthority !== undefined && { authority: insAuthority }),
  });
  for (const { aspect, of, problem } of checks) {
    const id = written[of ?? 0]!;
    const complaint = (): Complaint => ({ expected: problem!.expected, actual: problem!.actual });
    const [rule, attribute] = OF_IDENTIFIER[aspect] ?? [];
    const trait = places?.[aspect];
    if (rule && attribute)
      judge.expect(rule, !problem, [id, attribute], () => ({
        ...complaint(),
        ...(['department', 'legacy', 'legacy-key'].includes(aspect) && { message: problem!.text }),
      }));
    else if (aspect === 'test-authority') judge.expect(insAuthority === 'test' ? 'CDA-555' : 'CDA-53', !problem, [id, 'root'], complaint);
    else if (trait)
      judge.expect(trait[0], !problem, trait[1], () => ({ ...complaint(), ...(trait[2] && { expected: trait[2], actual: LACKING }) }));
  }
}

const LACKING = { fr: 'absent ou vide', en: 'missing or empty' };

type TraitPlaces = Readonly<Partial<Record<InsAspect, readonly [rule: string, where: Where, expected?: Bilingual | string]>>>;

/**
 * What a patient says of the traits that go with an INS, and where each is told. A trait whose element, value or qualifier
 * lacks altogether is told by the header table, and has no place here.
 */
function traitsOf(patient: XmlElement): [traits: IdentityTraits, places: TraitPlaces] {
  const names = patient.element('name');
  const filled = (element: XmlElement): boolean => !isNull(element) && element.text.trim() !== '';
  const named = (local: string, qualifier: string | undefined): string =>
    names
      ?.elements(local)
      .find((e) => e.attribute('qualifier') === qualifier && filled(e))
      ?.text.trim() ?? '';
  const told = (local: string): boolean =>
    !names?.element(local) || names.elements(local).some((e) => !filled(e) || (local === 'family' && !e.attribute('qualifier')));
  const within = names ?? patient;
  const birthTime = patient.element('birthTime');
  const birthplace = patient.element('birthplace');
  const county = birthplace?.at('place', 'addr', 'county');
  const gender = patient.element('administrativeGenderCode');
  const value = (element: XmlElement | undefined, attribute: string): string =>
    !element || isNull(element) ? '' : (element.attribute(attribute) ?? '');
  return [
    {
      birthName: named('family', 'BR'),
      firstGivenName: named('given', 'BR'),
      givenNames: named('given', undefined),
      birthDate: value(birthTime, 'value'),
      sex: value(gender, 'code'),
      birthplace: county && filled(county) ? county.text.trim() : '',
    },
    {
      ...(!told('family') && {
        'has-birth-name': ['CDA-54', { in: within, missing: 'family[@qualifier="BR"]' }, '<family qualifier="BR">…</family>'],
      }),
      ...(!told('given') && {
        'has-first-given-name': ['CDA-55', { in: within, missing: 'given[@qualifier="BR"]' }, '<given qualifier="BR">…</given>'],
        'has-given-names': ['CDA-56', { in: within, missing: 'given[not(@qualifier)]' }, '<given>…</given>'],
      }),
      ...(birthTime
        && (isNull(birthTime) || birthTime.attribute('value')) && {
          'has-birth-date': ['CDA-57', birthTime, { fr: 'AAAAMMJJ', en: 'YYYYMMDD' }],
          'birth-date': ['CDA-66', [birthTime, 'value']],
        }),
      ...((!birthplace || birthplace.element('place')) && {
        'has-birthplace': [
          'CDA-58',
          county ?? { in: birthplace ?? patient, missing: birthplace ? 'place/addr/county' : 'birthplace/place/addr/county' },
          { fr: 'un code COG', en: 'a COG code' },
        ],
      }),
      ...(gender
        && (isNull(gender) || gender.attribute('code')) && {
          'has-sex': ['CDA-59', gender, oneOf(VALUE_SETS.J143.codes)],
          sex: ['CDA-65', [gender, 'code']],
        }),
    },
  ];
}

function judgeBirthOrder(judge: Judge, root: XmlElement, patient: XmlElement): void {
  const birthTime = patient.element('birthTime');
  const birth = readStamp(birthTime?.attribute('value') ?? '');
  const created = readStamp(root.element('effectiveTime')?.attribute('value') ?? '');
  if (!birthTime || !birth || !created) return;
  // days, as far as both go: a time of day would need the zone of both
  const length = Math.min(birth.precision, created.precision, 8);
  judge.expect('CDA-99', birth.local.slice(0, length) <= created.local.slice(0, length), [birthTime, 'value'], () => ({
    expected: { fr: `au plus tard ${created.local.slice(0, 8)}`, en: `${created.local.slice(0, 8)} at the latest` },
    actual: asWritten(birthTime.attribute('value')!),
  }));
}

function judgeNames(judge: Judge, patient: XmlElement, presentNames: boolean): void {
  for (const name of patient.elements('name')) {
    for (const family of name.elements('family')) {
      const qualifier = family.attribute('qualifier');
      if (qualifier !== undefined && qualifier !== '') {
        const former = qualifier === 'SP' && !presentNames;
        judge.expect('CDA-536', !former, [family, 'qualifier'], () => ({ expected: 'CL', actual: 'SP' }));
        judge.expect('CDA-60', former || qualifier === 'BR' || qualifier === 'CL', [family, 'qualifier'], () => ({
          expected: { fr: 'BR ou CL', en: 'BR or CL' },
          actual: asWritten(qualifier),
        }));
      }
    }
    const birthNames = name.elements('family').filter((e) => e.attribute('qualifier') === 'BR' && e.text.trim() !== '');
    const spoken = (e: XmlElement): string => e.text.trim().replace(/\s+/g, ' ');
    const [birthName, ...others] = birthNames;
    if (birthName) {
      const other = others.find((e) => spoken(e) !== spoken(birthName));
      judge.expect('CDA-98', other === undefined, other, () => ({
        expected: asWritten(spoken(birthName)),
        actual: asWritten(spoken(other!)),
      }));
    }
    for (const given of name.elements('given')) {
      const qualifier = given.attribute('qualifier');
      judge.expect('CDA-61', qualifier === undefined || qualifier === 'BR' || qualifier === 'CL', [given, 'qualifier'], () => ({
        expected: { fr: 'BR, CL ou pas de qualifier', en: 'BR, CL or no qualifier' },
        actual: asWritten(qualifier ?? ''),
      }));
    }
    for (const [rule, local, set] of [
      ['CDA-62', 'prefix', VALUE_SETS.J245],
      ['CDA-63', 'suffix', VALUE_SETS.J246],
    ] as const)
      for (const title of name.elements(local)) {
        if (isNull(title)) continue;
        judge.expect(rule, set.codes.has(title.text.trim()), title, () => ({
          expected: oneOf(set.codes),
          actual: asWritten(title.text.trim()),
        }));
      }
  }
}
