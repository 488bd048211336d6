import { rule, type Bilingual, type Level, type Rule } from '../../model/index.js';
import type { InsAspect } from './judge-ins.js';

type Text = readonly [fr: string, en: string];
/** What shall hold, what is wrong, what to write instead. */
export type InsTexts = readonly [title: Text, message: Text, hint: Text];

const both = ([fr, en]: Text): Bilingual => ({ fr, en });

const OTHER_RECORD: Text = ['Le message peut être rattaché à un autre patient.', 'The message may be attached to another patient.'];
const OF_TEST: Text = ['Des données de santé réelles n’ont rien à faire dans un essai.', 'Real health data have no place in a test.'];
const UNCHECKED: Text = [
  'Sans les traits INS, le destinataire ne peut pas vérifier que c’est le bon patient.',
  'Without the INS traits, the receiver cannot check that this is the right patient.',
];
const UNVERIFIED: Text = [
  'Le destinataire range des données de santé sous un INS que personne n’a vérifié.',
  'The receiver files health data under an INS that nobody has checked.',
];

/** The requirements of the suite `ins`, as every format has them: their level, and what follows when they do not hold. */
const REQUIREMENTS = {
  'INS-01': ['SHALL', OTHER_RECORD],
  'INS-02': ['SHALL', OTHER_RECORD],
  'INS-03': ['SHOULD', OTHER_RECORD],
  'INS-04': ['SHALL', OTHER_RECORD],
  'INS-05': ['SHALL', OTHER_RECORD],
  'INS-06': ['SHOULD', OF_TEST],
  'INS-07': ['SHALL', OF_TEST],
  'INS-08': ['SHOULD', OTHER_RECORD],
  'INS-09': ['SHOULD', OTHER_RECORD],
  'INS-10': ['SHOULD', OTHER_RECORD],
  'INS-11': ['SHALL', UNCHECKED],
  'INS-12': ['SHALL', UNCHECKED],
  'INS-13': ['SHOULD', UNCHECKED],
  'INS-14': ['SHALL', UNCHECKED],
  'INS-15': ['SHALL', UNCHECKED],
  'INS-16': ['SHALL', UNCHECKED],
  'INS-17': ['SHOULD', UNVERIFIED],
  'INS-18': ['SHOULD', UNVERIFIED],
  'INS-19': ['SHOULD', OTHER_RECORD],
  'INS-20': ['SHOULD', OTHER_RECORD],
} as const satisfies Record<string, readonly [Level, Text]>;

export type InsRequirement = keyof typeof REQUIREMENTS;

/** A rule of one format on the INS; its requirement, level and reason are those that all formats share. */
export function insRule(
  id: string,
  requirement: InsRequirement,
  [title, message, hint]: InsTexts,
  clause: string,
  [right, wrong]: readonly [right: string, wrong: string],
): Rule {
  const [level, why] = REQUIREMENTS[requirement];
  const texts = { title: both(title), message: both(message), hint: both(hint), why: both(why) };
  return { ...rule({ id, level, ...texts, clause, example: { right, wrong } }), requirements: [requirement] };
}

/** What rules on the INS say in the same words in more than one format; what differs is the name of an element. */
export const INS_TEXTS = {
  /** @param element that holds the number */
  shape: (element: string): InsTexts => [
    ['Un matricule INS a 13 caractères suivis d’une clé de 2 chiffres.', 'A matricule INS has 13 characters followed by a 2-digit key.'],
    ['Le matricule INS n’a pas la forme attendue.', 'The matricule INS does not have the expected form.'],
    [`Écrire dans ${element} le NIR ou le NIA et sa clé, sans espace.`, `Write in ${element} the NIR or NIA and its key, without spaces.`],
  ],
  key: [
    ['La clé d’un matricule INS est juste.', 'The control key of a matricule INS is right.'],
    ['La clé du matricule INS est fausse.', 'The control key of the matricule INS is wrong.'],
    ['Reprendre le matricule rendu par l’INSi.', 'Take the matricule that INSi returned.'],
  ],
  digits: [
    ['Le mois et le département que porte un matricule INS existent.', 'The month and the department in a matricule INS exist.'],
    ['Le mois ou le département du matricule INS n’existe pas.', 'The month or department of the matricule INS does not exist.'],
    ['Reprendre le matricule rendu par l’INSi.', 'Take the matricule that INSi returned.'],
  ],
  testAuthority: [
    [
      'Un message de test désigne son patient par un INS de test (OID en .10 ou .11).',
      'A test message names its patient by a test INS (OID in .10 or .11).',
    ],
    ['L’INS porte l’OID de production\u00A0: ce patient peut être réel.', 'The INS carries the production OID: this patient may be real.'],
    [
      'Employer une identité de test\u00A0; hors essai, --param insAuthority=production.',
      'Use a test identity; outside of tests, --param insAuthority=production.',
    ],
  ],
  noProduction: [
    [
      'Dans un essai (insAuthority\u00A0: test), aucun INS ne porte l’OID de production.',
      'In a test (insAuthority: test), no INS carries the production OID.',
    ],
    ['L’INS porte l’OID de production dans un essai.', 'The INS carries the production OID in a test.'],
    ['Employer une identité de test, OID en .10.', 'Use a test identity, OID in .10.'],
  ],
  /** @param fr the trait, with its article: `Le sexe (gender)` */
  agrees: (fr: string, en: string): InsTexts => [
    [`${fr} s’accorde avec l’INS.`, `${en} agrees with the INS.`],
    [`${fr} et l’INS se contredisent.`, `${en} and the INS disagree.`],
    [
      'Reprendre l’INS et les traits que l’INSi rend ensemble\u00A0; une rectification de l’état civil peut expliquer l’écart.',
      'Take the INS and the traits that INSi returns together; a corrected civil status may explain the difference.',
    ],
  ],
  /** @param fr the trait, with its article: `un sexe (gender)` */
  accompanied: (fr: string, en: string): InsTexts => [
    [`Un INS est accompagné de ${fr}.`, `An INS is accompanied by ${en}.`],
    [`L’INS est envoyé sans ${fr}.`, `The INS is sent without ${en}.`],
    ['Écrire les traits que l’INSi rend avec le matricule.', 'Write the traits that INSi returns with the number.'],
  ],
} as const satisfies Record<string, InsTexts | ((fr: string, en: string) => InsTexts)>;

/** Which requirement is about what `judgeIns` judges; the authority of tests is in two, by parameter. */
const REQUIREMENT_OF: Readonly<Record<Exclude<InsAspect, 'test-authority'>, InsRequirement>> = {
  shape: 'INS-01',
  key: 'INS-02',
  month: 'INS-03',
  department: 'INS-03',
  authority: 'INS-04',
  namespace: 'INS-05',
  type: 'INS-05',
  sex: 'INS-08',
  'birth-date': 'INS-09',
  birthplace: 'INS-10',
  'has-birth-name': 'INS-11',
  'has-first-given-name': 'INS-12',
  'has-given-names': 'INS-13',
  'has-birth-date': 'INS-14',
  'has-sex': 'INS-15',
  'has-birthplace': 'INS-16',
  reliability: 'INS-17',
  obtained: 'INS-18',
  'obtained-when': 'INS-18',
  'one-number': 'INS-19',
  'nir-or-nia': 'INS-19',
  period: 'INS-19',
  legacy: 'INS-20',
  'legacy-key': 'INS-20',
  lookalike: 'INS-20',
};

/**
 * Finds the rule of a format that says what is judged.
 * @param rules of that format on the INS
 * @param authority parameter `insAuthority`
 * @returns undefined for what the format does not carry
 */
export function insRuleIn(rules: readonly Rule[], aspect: InsAspect, authority: string | undefined): string | undefined {
  const requirement =
    aspect !== 'test-authority' ? REQUIREMENT_OF[aspect]
    : authority === 'test' ? 'INS-07'
    : 'INS-06';
  return rules.find(({ requirements }) => requirements.includes(requirement))?.id;
}
