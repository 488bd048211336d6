import { rule, same, type Rule, type Terminology, type ValueSetView } from '../../../src/model/index.js';
import { SCHEME, type Classification, type RegistryObject, type Submission } from '../../../src/protocols/ebxml/index.js';
import { isOid } from '../../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { alike, labelKey } from '../../cda/codes/labels.js';
import type { Judge } from '../judge.js';
import { valueSetByNumber } from '../terminology.js';
import { CODE_SYSTEM, DOCUMENT_CLASSES } from '../value-sets.js';
import { attributeOf } from './structure.js';

const FRENCH = 'CI-SIS, Partage de documents de santé, métadonnées XDS';

export const terminologyRules: Rule[] = [
  rule({
    id: 'XDS-120',
    level: 'SHALL',
    title: {
      fr: 'classCode, formatCode, healthcareFacilityTypeCode et contentTypeCode appartiennent à leur jeu de valeurs, quand il est connu.',
      en: 'classCode, formatCode, healthcareFacilityTypeCode and contentTypeCode are in their value set, when it is known.',
    },
    message: { fr: 'Ce code n’est pas dans le jeu de valeurs de l’attribut.', en: 'This code is not in the value set of the attribute.' },
    hint: {
      fr: 'Choisir un code du jeu de valeurs de l’attribut (JDV_J06, J10, J02, J03 ; pour le DMP J57, J60, J61, J59).',
      en: 'Choose a code of the value set of the attribute (JDV_J06, J10, J02, J03; for the DMP J57, J60, J61, J59).',
    },
    clause: `${FRENCH}, nomenclatures`,
    example: { right: 'healthcareFacilityTypeCode SA07', wrong: 'healthcareFacilityTypeCode SA99' },
  }),
  rule({
    id: 'XDS-121',
    level: 'SHOULD',
    title: {
      fr: 'Un code existe dans son système de codage, quand celui-ci est connu en entier.',
      en: 'A code exists in its code system, when all of that system is known.',
    },
    message: { fr: 'Ce code n’existe pas dans son système de codage.', en: 'This code does not exist in its code system.' },
    hint: { fr: 'Corriger le code, ou l’OID de codingScheme.', en: 'Correct the code, or the OID in codingScheme.' },
    clause: FRENCH,
    example: { right: 'N (2.16.840.1.113883.5.25)', wrong: 'X (2.16.840.1.113883.5.25)' },
  }),
  rule({
    id: 'XDS-122',
    level: 'SHOULD',
    title: { fr: 'authorSpecialty est une spécialité de JDV_J01.', en: 'authorSpecialty is a specialty of JDV_J01.' },
    message: { fr: 'authorSpecialty n’est pas dans JDV_J01.', en: 'authorSpecialty is not in JDV_J01.' },
    hint: { fr: 'Reprendre le code et l’OID de JDV_J01.', en: 'Copy the code and the OID of JDV_J01.' },
    clause: `${FRENCH} : authorSpecialty`,
    example: {
      right: `G15_10/SM26^Médecin - Qualifié en Médecine Générale (SM)^${CODE_SYSTEM.specialties}`,
      wrong: `G15_99^Médecin^${CODE_SYSTEM.specialties}`,
    },
  }),
  rule({
    id: 'XDS-123',
    level: 'SHOULD',
    title: { fr: 'authorRole est le libellé d’un rôle de JDV_J47.', en: 'authorRole is the label of a role of JDV_J47.' },
    message: { fr: 'authorRole n’est le libellé d’aucun rôle de JDV_J47.', en: 'authorRole is the label of no role of JDV_J47.' },
    hint: {
      fr: 'Reprendre le libellé de functionCode du CDA, pris dans JDV_J47.',
      en: 'Copy the label of functionCode of the CDA document, taken from JDV_J47.',
    },
    clause: `${FRENCH} : authorRole`,
    example: { right: 'Médecin traitant', wrong: 'Grand manitou' },
  }),
  rule({
    id: 'XDS-124',
    level: 'SHOULD',
    title: { fr: 'Le libellé d’un code est celui de ce code.', en: 'The display name of a code is that of this code.' },
    message: { fr: 'Ce libellé ne dit pas ce que veut dire le code.', en: 'This display name does not say what the code means.' },
    why: {
      fr: 'L’utilisateur lit le libellé, le système trie sur le code : ils se contredisent.',
      en: 'The user reads the display name and the system sorts by the code: they contradict each other.',
    },
    hint: {
      fr: 'Écrire le libellé du code, ou le code du libellé.',
      en: 'Write the display name of the code, or the code of the display name.',
    },
    clause: FRENCH,
    example: { right: 'SA07, Cabinet individuel', wrong: 'SA07, Laboratoire de biologie médicale' },
  }),
  rule({
    id: 'XDS-125',
    level: 'SHOULD',
    title: {
      fr: 'eventCodeList se code dans JDV_J197, quand ce jeu de valeurs est connu.',
      en: 'eventCodeList is coded from JDV_J197, when that value set is known.',
    },
    message: { fr: 'Ce code de eventCodeList n’est pas dans JDV_J197.', en: 'This code of eventCodeList is not in JDV_J197.' },
    hint: { fr: 'Choisir un code de JDV_J197.', en: 'Choose a code of JDV_J197.' },
    clause: `${FRENCH} : eventCodeList`,
    example: { right: 'un code de JDV_J197', wrong: 'SCANNER (1.2.250.1.213.1.1.5.618)' },
  }),
];

interface Bound {
  scheme: string;
  set: string;
  /** of the DMP */
  dmpSet: string;
  /** the shape that another rule asks of the code; what lacks it is told there */
  shape?: (code: string) => boolean;
}

const ENTRY_SETS: readonly Bound[] = [
  { scheme: SCHEME.classCode, set: 'J06', dmpSet: 'J57', shape: (code) => DOCUMENT_CLASSES.has(code) },
  { scheme: SCHEME.formatCode, set: 'J10', dmpSet: 'J60' },
  { scheme: SCHEME.healthcareFacilityTypeCode, set: 'J02', dmpSet: 'J61', shape: (code) => /^SA\d\d$/.test(code) },
];
const SET_SETS: readonly Bound[] = [{ scheme: SCHEME.contentTypeCode, set: 'J03', dmpSet: 'J59', shape: (code) => /^\d\d$/.test(code) }];

/** Codes, code systems and display names against the terminologies in force. */
export function checkTerminology(judge: Judge, submission: Submission, terminology: Terminology, dmp: boolean): void {
  const lists: [readonly RegistryObject[], readonly Bound[], author?: string][] = [
    [submission.documentEntries, ENTRY_SETS, SCHEME.entryAuthor],
    [submission.submissionSets, SET_SETS, SCHEME.setAuthor],
    [submission.folders, []],
  ];
  for (const [objects, bounds, author] of lists) {
    const sets = new Map(bounds.map(({ scheme, set, dmpSet }) => [scheme, setOf(terminology, dmp ? [dmpSet, set] : [set])]));
    for (const object of objects) {
      for (const { scheme, shape } of bounds)
        for (const classification of object.classifiedBy(scheme)) checkMember(judge, classification, sets.get(scheme), shape);
      for (const classification of object.classifications)
        if (classification.scheme === author) checkAuthor(judge, classification, terminology);
        else if (classification.node === '') checkConcept(judge, classification, terminology);
      checkEvents(judge, object, terminology);
    }
  }
}

function setOf(terminology: Terminology, numbers: readonly string[]): ValueSetView | undefined {
  for (const number of numbers) {
    const set = valueSetByNumber(terminology, number);
    if (set) return set;
  }
  return undefined;
}

function checkMember(judge: Judge, classification: Classification, set: ValueSetView | undefined, shape: Bound['shape']): void {
  const { code, codingScheme, element } = classification;
  if (!set || code === '' || !isOid(codingScheme) || (shape && !shape(code))) return;
  judge.expect('XDS-120', set.has(codingScheme, code), [element, 'nodeRepresentation'], () => ({
    expected: { fr: `un code de ${set.name}`, en: `a code of ${set.name}` },
    actual: same(`${code} (${codingScheme})`),
    message: {
      fr: `${attributeOf(classification.scheme)} ${code} n’est pas dans ${set.name}.`,
      en: `${attributeOf(classification.scheme)} ${code} is not in ${set.name}.`,
    },
  }));
}

/** Attributes whose own rules say already whether the code exists. */
const JUDGED_ELSEWHERE: readonly string[] = [SCHEME.confidentialityCode, SCHEME.practiceSettingCode];

function checkConcept(judge: Judge, classification: Classification, terminology: Terminology): void {
  const { code, codingScheme, element, name, scheme } = classification;
  if (code === '' || !isOid(codingScheme)) return;
  const concept = terminology.concept(codingScheme, code);
  if (!JUDGED_ELSEWHERE.includes(scheme) && terminology.codeSystem(codingScheme)?.complete === true)
    judge.expect('XDS-121', concept !== undefined, [element, 'nodeRepresentation'], () => ({
      expected: { fr: `un code de ${codingScheme}`, en: `a code of ${codingScheme}` },
      actual: same(code),
    }));
  if (concept && name?.text.trim()) checkLabel(judge, name.text, concept.displays, name.element, 'value');
}

function checkLabel(judge: Judge, label: string, displays: readonly string[], element: XmlElement, attribute?: string): void {
  if (displays.length === 0) return;
  const key = labelKey(label.slice(0, 300));
  const holds = displays.some((display) => labelKey(display) === key || alike(label.slice(0, 300), display));
  judge.expect('XDS-124', holds, attribute === undefined ? element : [element, attribute], () => ({
    expected: same(displays[0]!),
    actual: same(label),
  }));
}

function checkAuthor(judge: Judge, author: Classification, terminology: Terminology): void {
  const specialties = valueSetByNumber(terminology, 'J01');
  for (const { element, text } of author.slot('authorSpecialty')?.values ?? []) {
    const [code = '', label = '', system = ''] = text.split('^');
    if (code === '' || label === '' || !isOid(system)) continue;
    if (
      specialties
      && !judge.expect('XDS-122', specialties.has(system, code), element, () => ({
        expected: { fr: `un code de ${specialties.name}`, en: `a code of ${specialties.name}` },
        actual: same(`${code} (${system})`),
      }))
    )
      continue;
    const concept = terminology.concept(system, code);
    if (concept) checkLabel(judge, label, concept.displays, element);
  }
  const roles = valueSetByNumber(terminology, 'J47');
  if (!roles) return;
  for (const { element, text } of author.slot('authorRole')?.values ?? []) {
    if (text === '') continue;
    const key = labelKey(text.slice(0, 300));
    const labels = [...roles.concepts()].flatMap(({ displays }) => displays);
    judge.expect(
      'XDS-123',
      labels.some((label) => labelKey(label) === key),
      element,
      () => ({
        expected: { fr: `un libellé de ${roles.name}`, en: `a label of ${roles.name}` },
        actual: same(text),
      }),
    );
  }
}

function checkEvents(judge: Judge, object: RegistryObject, terminology: Terminology): void {
  const events = object.classifiedBy(SCHEME.eventCodeList);
  const set = events.length > 0 ? valueSetByNumber(terminology, 'J197') : undefined;
  if (!set) return;
  for (const { code, codingScheme, element } of events)
    if (code !== '' && isOid(codingScheme))
      judge.expect('XDS-125', set.has(codingScheme, code), [element, 'nodeRepresentation'], () => ({
        expected: { fr: `un code de ${set.name}`, en: `a code of ${set.name}` },
        actual: same(`${code} (${codingScheme})`),
      }));
}
