import { asWritten, same, type Bilingual, type Rule } from '../../src/model/index.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';
import {
  identityOfFhir,
  INS_TEXTS,
  insRule,
  insRuleIn,
  judgeIns,
  type InsAspect,
  type InsProblem,
} from '../../src/protocols/identifiers/index.js';
import type { Judge } from './judge.js';
import { named, valueOf } from './values.js';

const INS = 'Référentiel INS';
const FR_CORE = `${INS} ; fr-core 2.1.0, fr-core-patient-ins`;
const RELIABILITY = 'RNIV ; fr-core 2.1.0, fr-core-identity-reliability';
const RIGHT = '"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "279035121518989"';
const TYPED = '"type": { "coding": [{ "system": "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203", "code": "INS-NIR-TEST" }] }, ';

const { accompanied, agrees, digits, key, noProduction, shape, testAuthority } = INS_TEXTS;

export const insRules: readonly Rule[] = [
  insRule('FHIR-100', 'INS-01', shape('value'), FR_CORE, [RIGHT, RIGHT.replace('279035121518989', '2790351215189')]),
  insRule('FHIR-101', 'INS-02', key, FR_CORE, [RIGHT, RIGHT.replace('279035121518989', '279035121518988')]),
  insRule('FHIR-102', 'INS-03', digits, INS, [RIGHT, RIGHT.replace('279035121518989', '279135121518955')]),
  insRule(
    'FHIR-103',
    'INS-04',
    [
      [
        'Un identifiant dit INS par son type a pour system un OID du matricule INS.',
        'An identifier said to be an INS by its type has an OID of the matricule INS as its system.',
      ],
      ['Le system de cet INS n’est pas celui d’un matricule INS.', 'The system of this INS is not that of a matricule INS.'],
      [
        'Écrire dans system urn:oid:1.2.250.1.213.1.4.8 (NIA\u00A0: .9\u00A0; test\u00A0: .10 ou .11).',
        'Write urn:oid:1.2.250.1.213.1.4.8 in system (NIA: .9; test: .10 or .11).',
      ],
    ],
    FR_CORE,
    [TYPED + RIGHT, TYPED + RIGHT.replace('213.1.4.10', '213.1.4.12')],
  ),
  insRule(
    'FHIR-104',
    'INS-05',
    [
      [
        'Le type d’un INS est celui de son autorité\u00A0: INS-NIR, INS-NIA, INS-NIR-TEST ou INS-NIR-DEMO.',
        'The type of an INS is that of its authority: INS-NIR, INS-NIA, INS-NIR-TEST or INS-NIR-DEMO.',
      ],
      ['Le type de cet INS n’est pas celui de son autorité.', 'The type of this INS is not that of its authority.'],
      [
        'Écrire dans type.coding le code de fr-core-cs-v2-0203 qui va avec l’OID (.8\u00A0: INS-NIR\u00A0; .9\u00A0: INS-NIA\u00A0; .10\u00A0: INS-NIR-TEST\u00A0; .11\u00A0: INS-NIR-DEMO).',
        'Write in type.coding the code of fr-core-cs-v2-0203 that goes with the OID (.8: INS-NIR; .9: INS-NIA; .10: INS-NIR-TEST; .11: INS-NIR-DEMO).',
      ],
    ],
    FR_CORE,
    [TYPED + RIGHT, TYPED.replace('-TEST', '') + RIGHT],
  ),
  insRule('FHIR-105', 'INS-06', testAuthority, INS, [RIGHT, RIGHT.replace('213.1.4.10', '213.1.4.8')]),
  insRule('FHIR-106', 'INS-07', noProduction, INS, [RIGHT, RIGHT.replace('213.1.4.10', '213.1.4.8')]),
  insRule('FHIR-107', 'INS-08', agrees('Le sexe (gender)', 'The sex (gender)'), FR_CORE, [
    '279035121518989, "gender": "female"',
    '279035121518989, "gender": "male"',
  ]),
  insRule('FHIR-108', 'INS-09', agrees('La date de naissance (birthDate)', 'The birth date (birthDate)'), FR_CORE, [
    '279035121518989, "birthDate": "1979-03-28"',
    '279035121518989, "birthDate": "1978-03-28"',
  ]),
  insRule('FHIR-109', 'INS-10', agrees('Le lieu de naissance (patient-birthPlace)', 'The birthplace (patient-birthPlace)'), FR_CORE, [
    '279035121518989, fr-core-address-insee-code: "51215"',
    '279035121518989, fr-core-address-insee-code: "63220"',
  ]),
  insRule(
    'FHIR-110',
    'INS-11',
    accompanied('un nom de naissance (family, d’un nom official)', 'a birth family name (family, of an official name)'),
    FR_CORE,
    ['"name": [{ "use": "official", "family": "PAT-TROIS" }]', '"name": [{ "use": "usual", "family": "PAT-TROIS" }]'],
  ),
  insRule(
    'FHIR-111',
    'INS-12',
    accompanied('un premier prénom de naissance (given, d’un nom official)', 'a first birth given name (given, of an official name)'),
    FR_CORE,
    ['"name": [{ "use": "official", "given": ["DOMINIQUE"] }]', '"name": [{ "use": "usual", "given": ["DOMI"] }]'],
  ),
  insRule(
    'FHIR-112',
    'INS-13',
    accompanied(
      'la liste des prénoms de naissance (fr-core-patient-birth-list-given-name)',
      'the list of birth given names (fr-core-patient-birth-list-given-name)',
    ),
    FR_CORE,
    [
      '"name": [{ "use": "official", "extension": [{ "url": "…/fr-core-patient-birth-list-given-name", "valueString": "DOMINIQUE MARIE" }] }]',
      '"name": [{ "use": "official", "given": ["DOMINIQUE", "MARIE"] }]',
    ],
  ),
  insRule('FHIR-113', 'INS-14', accompanied('une date de naissance (birthDate)', 'a birth date (birthDate)'), FR_CORE, [
    '"birthDate": "1979-03-28"',
    '"_birthDate": { "extension": [{ "url": "…/data-absent-reason", "valueCode": "unknown" }] }',
  ]),
  insRule('FHIR-114', 'INS-15', accompanied('un sexe (gender)', 'a sex (gender)'), FR_CORE, [
    '"gender": "female"',
    '{ "resourceType": "Patient" }',
  ]),
  insRule(
    'FHIR-115',
    'INS-16',
    accompanied(
      'un code COG de lieu de naissance (patient-birthPlace, fr-core-address-insee-code)',
      'a COG code of birthplace (patient-birthPlace, fr-core-address-insee-code)',
    ),
    FR_CORE,
    [
      '"valueAddress": { "extension": [{ "url": "…/fr-core-address-insee-code", "valueCoding": { "code": "51215" } }] }',
      '"valueAddress": { "city": "DOMPREMY" }',
    ],
  ),
  insRule(
    'FHIR-116',
    'INS-17',
    [
      [
        'Un INS n’est envoyé qu’avec une identité validée (fr-core-identity-reliability, identityStatus\u00A0: VALI).',
        'An INS is sent only with a validated identity (fr-core-identity-reliability, identityStatus: VALI).',
      ],
      [
        'Un INS est envoyé avec une identité qui n’est pas dite validée.',
        'An INS is sent with an identity that is not said to be validated.',
      ],
      [
        'Ne pas envoyer l’INS d’une identité provisoire, ni d’une identité qui n’est plus validée\u00A0; d’une identité validée, écrire VALI.',
        'Do not send the INS of a provisional identity, nor of one that is validated no more; of a validated one, write VALI.',
      ],
    ],
    RELIABILITY,
    ['"url": "identityStatus", "valueCoding": { "code": "VALI" }', '"url": "identityStatus", "valueCoding": { "code": "PROV" }'],
  ),
  insRule(
    'FHIR-117',
    'INS-18',
    [
      [
        'Un INS envoyé a été obtenu du téléservice INSi (methodCollection), à une date passée (dateCollection).',
        'An INS that is sent was obtained from the INSi service (methodCollection), at a date in the past (dateCollection).',
      ],
      ['L’identité ne dit pas que l’INS vient d’INSi, ni quand.', 'The identity does not say that the INS comes from INSi, or when.'],
      [
        'Appeler INSi avant d’envoyer l’INS, et écrire INSI et la date de l’appel.',
        'Call INSi before sending the INS, and write INSI and the date of the call.',
      ],
    ],
    RELIABILITY,
    ['"url": "methodCollection", "valueCoding": { "code": "INSI" }', '"url": "methodCollection", "valueCoding": { "code": "SM" }'],
  ),
  insRule(
    'FHIR-118',
    'INS-19',
    [
      [
        'Un patient a un seul INS en cours\u00A0; ceux d’avant ont une date de fin (period.end) ou sont dits anciens (use\u00A0: old).',
        'A patient has one current INS; earlier ones have an end date (period.end) or are said to be old (use: old).',
      ],
      ['Le patient a plusieurs INS en cours.', 'The patient has several current INS.'],
      [
        'Ne garder que l’INS actif, ou donner à ceux d’avant leur date de fin.',
        'Keep only the active INS, or give earlier ones their end date.',
      ],
    ],
    FR_CORE,
    [`{ ${RIGHT} }`, `{ ${RIGHT} }, { ${RIGHT.replace('279035121518989', '207058575627097')} }`],
  ),
  insRule(
    'FHIR-119',
    'INS-20',
    [
      [
        'Rien ne tient lieu de matricule INS\u00A0: ni INS-A ou INS-C, ni un matricule sous un autre system.',
        'Nothing stands for a matricule INS: no INS-A or INS-C, no such number under another system.',
      ],
      ['Cet identifiant tient lieu de matricule INS.', 'This identifier stands for a matricule INS.'],
      [
        'Envoyer le matricule INS sous son OID, ou le seul identifiant local.',
        'Send the matricule INS under its OID, or the local identifier alone.',
      ],
    ],
    FR_CORE,
    [RIGHT, '"system": "urn:oid:1.2.250.1.213.1.4.2", "value": "1541187387477485562488"'],
  ),
];

/** Whose INS are expected, and when a resource is judged. */
export interface InsSetting {
  at: Date;
  /** parameter `insAuthority` */
  insAuthority?: string | undefined;
}

const HOUR = 3_600_000;

/**
 * The last day that it is anywhere at an instant, `YYYYMMDD`: a date of FHIR has no zone, and what was written after
 * midnight far east is not of tomorrow.
 */
const dayAt = (at: Date): string => new Date(at.getTime() + 14 * HOUR).toISOString().slice(0, 10).replaceAll('-', '');

/** Judges the INS of each Patient of a resource: itself, those of its entries, those that it contains. */
export function judgePatients(judge: Judge, root: FhirNode, { at, insAuthority }: InsSetting): void {
  const day = dayAt(at);
  const look = (node: FhirNode): void => {
    judgePatient(judge, node, day, insAuthority);
    node.children.forEach(look);
  };
  look(root);
}

function judgePatient(judge: Judge, patient: FhirNode, day: string, authority: string | undefined): void {
  const read = identityOfFhir(patient, day);
  if (!read) return;
  const partial = isPartial(patient);
  for (const check of judgeIns({ ...read.identity, ...(authority !== undefined && { authority }) })) {
    const { aspect, problem } = check;
    if (partial && isPresence(aspect)) continue;
    const rule = insRuleIn(insRules, aspect, authority)!;
    const node = read.nodeOf(check);
    judge.expect(rule, !problem, node, () => ({ message: problem!.text, ...asFhirWrites(problem!, node) }));
  }
}

const GENDERS: Readonly<Record<string, string>> = { M: 'male', F: 'female' };
const genderFor = (text: string): string => text.replace(/^[MF]\b/, (sex) => GENDERS[sex]!);

/** A sex and a date of birth as the resource writes them, not as all formats compare them. */
function asFhirWrites({ kind, expected, actual }: InsProblem, { value }: FhirNode): { expected: Bilingual; actual: Bilingual } {
  if (value === undefined || (kind !== 'sex' && kind !== 'birth-date')) return { expected, actual };
  return {
    expected: kind === 'sex' ? { fr: genderFor(expected.fr), en: genderFor(expected.en) } : expected,
    actual: same(asWritten(value)),
  };
}

const isPresence = (aspect: InsAspect): boolean => aspect.startsWith('has-') || aspect === 'reliability';

/** A Patient that does not tell all of one: cut short on demand, what a question knows, a record that another replaces. */
function isPartial(patient: FhirNode): boolean {
  const tags = named(patient, 'meta').flatMap((meta) => named(meta, 'tag'));
  return (
    patient.parent?.name === 'parameter'
    || tags.some((tag) => valueOf(tag, 'code') === 'SUBSETTED')
    || named(patient, 'link').some((link) => valueOf(link, 'type') === 'replaced-by')
  );
}
