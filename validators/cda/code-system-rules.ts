import { asWritten, oneOf, type Rule } from '../../src/model/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { headerElements } from './document.js';
import { isNull, type Judge } from './judge.js';
import { VALUE_SETS } from './value-sets.js';

const CLAUSE = 'CI-SIS, volet Structuration minimale de documents de santé, en-tête CDA ; nomenclatures des objets de santé';

const LOINC = '2.16.840.1.113883.6.1';
const DOCUMENT_TYPES = '1.2.250.1.213.1.1.4.12';
const PRACTICE_SETTINGS = '1.2.250.1.213.1.1.4.9';
const GENDERS = '2.16.840.1.113883.5.1';
const SPECIALTIES = '1.2.250.1.213.1.1.4.5';
const FACILITIES = '1.2.250.1.71.4.2.4';

/** The code systems that one kind of code of the header is taken from. */
interface CodeSystem {
  rule: Rule;
  /** the code systems in which this element's code exists; undefined when it is not one this rule knows */
  systemsOf: (element: XmlElement, code: string) => readonly string[] | undefined;
}

const systemRule = (
  id: string,
  level: Rule['level'],
  what: { fr: string; en: string },
  systems: { fr: string; en: string },
  example: { right: string; wrong: string },
): Rule => ({
  id,
  level,
  title: { fr: `${what.fr} est pris dans le système de codes ${systems.fr}.`, en: `${what.en} is taken from code system ${systems.en}.` },
  message: {
    fr: 'Le système de codes (codeSystem) n’est pas celui de ce code.',
    en: 'The code system (codeSystem) is not that of this code.',
  },
  why: {
    fr: 'Un code n’a de sens que dans son système : le destinataire ne reconnaît pas celui-ci.',
    en: 'A code has a meaning in its system only: the recipient does not recognise this one.',
  },
  hint: {
    fr: `Écrire dans codeSystem le système du code, ${systems.fr}.`,
    en: `Write the system of the code in codeSystem, ${systems.en}.`,
  },
  requirements: [id],
  clause: CLAUSE,
  example,
});
const only = (system: string): { fr: string; en: string } => ({ fr: system, en: system });

/** Settings whose system is published; the value set takes the others from elsewhere. */
const SETTINGS = new Set('AMBULATOIRE AMO DEPISTAGE ETABLISSEMENT HAD MAD PALLIATIF SAD SAMU_SMUR'.split(' '));
/** Document types that are in neither of the two systems for sure. */
const FOREIGN_TYPES = new Set(['E1762', 'IMG-KOS']);
const SPECIALISTS = new Set(['assignedAuthor', 'assignedEntity', 'associatedEntity']);

function typeSystems(code: string): readonly string[] | undefined {
  if (FOREIGN_TYPES.has(code)) return undefined;
  if (!VALUE_SETS.J07.codes.has(code)) return [LOINC, DOCUMENT_TYPES];
  return /^\d+-\d$/.test(code) ? [LOINC] : [DOCUMENT_TYPES];
}

const SYSTEMS: readonly CodeSystem[] = [
  {
    rule: systemRule(
      'CDA-90',
      'SHOULD',
      { fr: 'Le type du document', en: 'The document type' },
      { fr: `${LOINC} (LOINC) ou ${DOCUMENT_TYPES}`, en: `${LOINC} (LOINC) or ${DOCUMENT_TYPES}` },
      { right: `<code code="11502-2" codeSystem="${LOINC}" …/>`, wrong: '<code code="11502-2" codeSystem="1.2.3.4" …/>' },
    ),
    systemsOf: (element, code) =>
      element.local === 'code' && element.parent?.local === 'ClinicalDocument' ? typeSystems(code) : undefined,
  },
  {
    rule: systemRule('CDA-91', 'SHALL', { fr: 'Un cadre d’exercice', en: 'A practice setting' }, only(PRACTICE_SETTINGS), {
      right: `<standardIndustryClassCode code="AMBULATOIRE" codeSystem="${PRACTICE_SETTINGS}" …/>`,
      wrong: '<standardIndustryClassCode code="AMBULATOIRE" codeSystem="1.2.3.4" …/>',
    }),
    systemsOf: (element, code) => (element.local === 'standardIndustryClassCode' && SETTINGS.has(code) ? [PRACTICE_SETTINGS] : undefined),
  },
  {
    rule: systemRule('CDA-92', 'SHOULD', { fr: 'Le sexe du patient', en: 'The gender of the patient' }, only(GENDERS), {
      right: `<administrativeGenderCode code="F" codeSystem="${GENDERS}"/>`,
      wrong: '<administrativeGenderCode code="F" codeSystem="1.2.3.4"/>',
    }),
    systemsOf: (element, code) => (element.local === 'administrativeGenderCode' && VALUE_SETS.J143.codes.has(code) ? [GENDERS] : undefined),
  },
  {
    rule: systemRule(
      'CDA-93',
      'SHOULD',
      { fr: 'La profession ou la spécialité (G15_…) d’un professionnel', en: 'The profession or specialty (G15_…) of a professional' },
      only(SPECIALTIES),
      { right: `<code code="G15_10/SM26" codeSystem="${SPECIALTIES}" …/>`, wrong: '<code code="G15_10/SM26" codeSystem="1.2.3.4" …/>' },
    ),
    systemsOf: (element, code) =>
      element.local === 'code' && SPECIALISTS.has(element.parent?.local ?? '') && code.startsWith('G15_') ? [SPECIALTIES] : undefined,
  },
  {
    rule: systemRule(
      'CDA-94',
      'SHOULD',
      { fr: 'Le type du lieu de prise en charge (SA…)', en: 'The type of the location of care (SA…)' },
      only(FACILITIES),
      { right: `<code code="SA25" codeSystem="${FACILITIES}" …/>`, wrong: '<code code="SA25" codeSystem="1.2.3.4" …/>' },
    ),
    systemsOf: (element, code) =>
      element.local === 'code' && element.parent?.local === 'healthCareFacility' && /^SA\d\d$/.test(code) ? [FACILITIES] : undefined,
  },
];

export const codeSystemRules: readonly Rule[] = SYSTEMS.map(({ rule }) => rule);

/** Judges that the codes of the header are taken from their code systems; an absent codeSystem is told by the header table. */
export function judgeCodeSystems(judge: Judge, root: XmlElement): void {
  for (const element of headerElements(root)) {
    const [code, system] = [element.attribute('code'), element.attribute('codeSystem')];
    if (!code || !system?.trim() || isNull(element)) continue;
    for (const { rule, systemsOf } of SYSTEMS) {
      const systems = systemsOf(element, code);
      if (systems)
        judge.expect(rule.id, systems.includes(system), [element, 'codeSystem'], () => ({
          expected: oneOf(systems),
          actual: asWritten(system),
        }));
    }
  }
}

/** The code of an element of the header is taken from another system than the one where it exists: it is told here. */
export function hasForeignSystem(element: XmlElement): boolean {
  const [code, system] = [element.attribute('code'), element.attribute('codeSystem')];
  if (!code || !system?.trim() || isNull(element)) return false;
  return SYSTEMS.some(({ systemsOf }) => systemsOf(element, code)?.includes(system) === false);
}
