import type { Rule } from '../../../src/model/index.js';
import { IDENTIFIER, type RegistryObject, type SlotValue, type Submission } from '../../../src/protocols/ebxml/index.js';
import { insProblem, judgeIns, parseCx, type IdentityTraits, type InsAspect } from '../../../src/protocols/identifiers/index.js';
import type { Where } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';

const INS = 'Référentiel INS';
const TRAITS = `${INS} ; CI-SIS, Partage de documents de santé, métadonnées XDS : patientId, sourcePatientInfo`;
const RIGHT = '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH';

const agreement = (id: string, requirement: string, field: string, fr: string, en: string, wrong: string): Rule => ({
  id,
  level: 'SHOULD',
  title: {
    fr: `${fr} de sourcePatientInfo (${field}) s’accorde avec l’INS de patientId.`,
    en: `${en} in sourcePatientInfo (${field}) agrees with the INS in patientId.`,
  },
  message: { fr: `${fr} et l’INS se contredisent.`, en: `${en} and the INS disagree.` },
  why: { fr: 'Le document peut être rattaché à un autre patient.', en: 'The document may be attached to another patient.' },
  hint: {
    fr: 'Reprendre l’INS et les traits que l’INSi rend ensemble\u00A0; une rectification de l’état civil peut expliquer l’écart.',
    en: 'Take the INS and the traits that INSi returns together; a corrected civil status may explain the difference.',
  },
  requirements: [requirement],
  clause: TRAITS,
  example: { right: RIGHT, wrong },
});

export const insRules: readonly Rule[] = [
  {
    id: 'XDS-136',
    level: 'SHOULD',
    title: {
      fr: 'Le mois et le département que porte l’INS de patientId existent.',
      en: 'The month and the department in the INS of patientId exist.',
    },
    message: { fr: 'Le mois ou le département de l’INS n’existe pas.', en: 'The month or department in the INS does not exist.' },
    hint: { fr: 'Reprendre le matricule rendu par l’INSi.', en: 'Take the matricule that INSi returned.' },
    requirements: ['INS-03'],
    clause: INS,
    example: { right: RIGHT, wrong: '279135121518955^^^&1.2.250.1.213.1.4.10&ISO^NH' },
  },
  {
    id: 'XDS-137',
    level: 'SHOULD',
    title: {
      fr: 'Des métadonnées de test désignent leur patient par un INS de test (OID en .10 ou .11).',
      en: 'Test metadata name their patient by a test INS (OID in .10 or .11).',
    },
    message: {
      fr: 'L’INS porte l’OID de production, ce patient peut être réel.',
      en: 'The INS carries the production OID, this patient may be real.',
    },
    why: { fr: 'Des données de santé réelles n’ont rien à faire dans un essai.', en: 'Real health data have no place in a test.' },
    hint: {
      fr: 'Employer une identité de test\u00A0; hors essai, --param insAuthority=production.',
      en: 'Use a test identity; outside of tests, --param insAuthority=production.',
    },
    requirements: ['INS-06'],
    clause: INS,
    example: { right: RIGHT, wrong: '279035121518989^^^&1.2.250.1.213.1.4.8&ISO^NH' },
  },
  {
    id: 'XDS-138',
    level: 'SHALL',
    title: {
      fr: 'Dans un essai (insAuthority\u00A0: test), aucun INS ne porte l’OID de production.',
      en: 'In a test (insAuthority: test), no INS carries the production OID.',
    },
    message: { fr: 'L’INS porte l’OID de production dans un essai.', en: 'The INS carries the production OID in a test.' },
    why: { fr: 'Des données de santé réelles n’ont rien à faire dans un essai.', en: 'Real health data have no place in a test.' },
    hint: { fr: 'Employer une identité de test, OID en .10.', en: 'Use a test identity, OID in .10.' },
    requirements: ['INS-07'],
    clause: INS,
    example: { right: RIGHT, wrong: '279035121518989^^^&1.2.250.1.213.1.4.8&ISO^NH' },
  },
  agreement('XDS-139', 'INS-08', 'PID-8', 'Le sexe', 'The sex', 'PID-8|M'),
  agreement('XDS-140', 'INS-09', 'PID-7', 'La date de naissance', 'The birth date', 'PID-7|19780328'),
  agreement('XDS-141', 'INS-10', 'PID-11', 'Le lieu de naissance', 'The birthplace', 'PID-11|^^^^^^BDL^^63220'),
];

const RULE: Readonly<Partial<Record<InsAspect, string>>> = {
  month: 'XDS-136',
  department: 'XDS-136',
  'test-authority': 'XDS-137',
  sex: 'XDS-139',
  'birth-date': 'XDS-140',
  birthplace: 'XDS-141',
};

const PATIENT_ID = [
  { list: 'documentEntries', scheme: IDENTIFIER.entryPatientId },
  { list: 'submissionSets', scheme: IDENTIFIER.setPatientId },
  { list: 'folders', scheme: IDENTIFIER.folderPatientId },
] as const;

/**
 * Judges what the INS of a submission says besides its number and authority, which the rules of formats tell: a patient
 * once, and the traits of each document.
 * @param authority parameter `insAuthority`
 */
export function checkIns(judge: Judge, submission: Submission, authority: string | undefined): void {
  const told = new Set<string>();
  const reference = submission.submissionSets[0]?.identifier(IDENTIFIER.setPatientId);
  for (const { list, scheme } of PATIENT_ID)
    for (const object of submission[list]) {
      const identifier = object.externalIdentifier(scheme);
      const { id, authority: given } = parseCx(identifier?.identifierValue ?? '');
      if (!identifier || insProblem(id, given.oid)) continue;
      // another patient than that of the submission is told by XDS-86
      if (reference && parseCx(reference).id !== id) continue;
      const isNew = !told.has(`${id}^${given.oid}`);
      told.add(`${id}^${given.oid}`);
      const { traits, places } = list === 'documentEntries' ? traitsOf(object) : { traits: {}, places: {} };
      const checks = judgeIns({ identifiers: [{ value: id, oid: given.oid }], traits, ...(authority !== undefined && { authority }) });
      for (const { aspect, of, problem } of checks) {
        const rule = aspect === 'test-authority' && authority === 'test' ? 'XDS-138' : RULE[aspect];
        if (!rule || (of !== undefined && !isNew)) continue;
        judge.expect(rule, !problem, places[aspect] ?? [identifier.element, 'value'], () => ({
          expected: problem!.expected,
          actual: problem!.actual,
          message: problem!.text,
        }));
      }
    }
}

interface Said {
  traits: Partial<IdentityTraits>;
  places: Partial<Record<InsAspect, Where>>;
}

/** The traits that sourcePatientInfo says, each where it says it; what it does not say is not judged. */
function traitsOf(entry: RegistryObject): Said {
  const said: Said = { traits: {}, places: {} };
  for (const { element, text } of entry.slot('sourcePatientInfo')?.values ?? ([] as SlotValue[])) {
    const content = text.slice(text.indexOf('|') + 1);
    if (text.startsWith('PID-7|')) [said.traits.birthDate, said.places['birth-date']] = [content, element];
    else if (text.startsWith('PID-8|')) [said.traits.sex, said.places.sex] = [content, element];
    else if (text.startsWith('PID-11|')) {
      const birthplace = content
        .split('~', 20)
        .map((address) => address.split('^', 10))
        .find((components) => components[6] === 'BDL')?.[8];
      if (birthplace) [said.traits.birthplace, said.places.birthplace] = [birthplace, element];
    }
  }
  return said;
}
