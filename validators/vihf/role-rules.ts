import { quoted, shorten, type Rule } from '../../src/model/index.js';
import { VihfCodeSystem, type CodedValue, type Vihf } from '../../src/protocols/saml/index.js';
import type { Judge, RuleFamily } from './judge.js';

const CLAUSE = 'CI-SIS, Transport synchrone pour client lourd, annexe 2, subject:role';

const PROFESSIONALS: readonly string[] = [VihfCodeSystem.profession, VihfCodeSystem.professionInTraining];
const OTHERS: readonly string[] = [
  VihfCodeSystem.nonProfessional,
  VihfCodeSystem.socialProfession,
  VihfCodeSystem.titleUser,
  VihfCodeSystem.otherProfession,
];
/** TRE_R291: a person who takes part in care, characterised by the role. */
const BY_ROLE = '99';

const role = (code: string, codeSystem: string, displayName: string): string =>
  `<Role xmlns="urn:hl7-org:v3" xsi:type="CE" code="${code}" codeSystem="${codeSystem}" displayName="${displayName}"/>`;
const doctor = role('10', VihfCodeSystem.profession, 'Médecin');

export const roleRules: readonly Rule[] = [
  {
    id: 'VIHF-50',
    level: 'SHALL',
    title: {
      fr: 'Le premier rôle d’un professionnel de santé est sa profession : deux chiffres de TRE_G15 ou TRE_G16.',
      en: 'The first role of a health professional is the profession: two digits of TRE_G15 or TRE_G16.',
    },
    message: { fr: 'Le premier rôle n’est pas un code de profession.', en: 'The first role is not a profession code.' },
    hint: {
      fr: 'Écrire d’abord la profession (10 médecin, 21 pharmacien, 60 infirmier…), ensuite la spécialité.',
      en: 'Write the profession first (10 doctor, 21 pharmacist, 60 nurse…), then the specialty.',
    },
    requirements: ['VIHF-50'],
    clause: CLAUSE,
    example: { right: doctor, wrong: role('SM26', VihfCodeSystem.profession, 'Médecine générale') },
  },
  {
    id: 'VIHF-51',
    level: 'SHALL',
    title: {
      fr: 'Le premier rôle de tout autre utilisateur vient de TRE_A00, TRE_R94, TRE_R95 ou TRE_R291.',
      en: 'The first role of any other user comes from TRE_A00, TRE_R94, TRE_R95 or TRE_R291.',
    },
    message: {
      fr: 'Le premier rôle vient d’une nomenclature que le VIHF ne prévoit pas.',
      en: 'The first role comes from a nomenclature that the VIHF does not provide for.',
    },
    hint: {
      fr: `Prendre un code de JDV_J65 ; AUTOMATE (${VihfCodeSystem.nonProfessional}) quand aucun autre ne convient.`,
      en: `Take a code of JDV_J65; AUTOMATE (${VihfCodeSystem.nonProfessional}) when no other fits.`,
    },
    requirements: ['VIHF-51'],
    clause: CLAUSE,
    example: { right: role('AUTOMATE', VihfCodeSystem.nonProfessional, 'Automate'), wrong: role('AUTOMATE', '1.2.3', 'Automate') },
  },
  {
    id: 'VIHF-52',
    level: 'SHALL',
    title: {
      fr: 'Un médecin porte un second rôle, son savoir-faire (TRE_R01) ; un pharmacien, sa section de l’Ordre (TRE_G05).',
      en: 'A doctor has a second role, the savoir-faire (TRE_R01); a pharmacist, the section of the Order (TRE_G05).',
    },
    message: {
      fr: 'La spécialité du médecin ou la section du pharmacien manque.',
      en: 'The specialty of the doctor or the section of the pharmacist is missing.',
    },
    why: {
      fr: 'Le DMP refuse un médecin sans spécialité (« Aucune spécialité dans le vihf »).',
      en: 'The DMP refuses a doctor without a specialty (“Aucune spécialité dans le vihf”).',
    },
    hint: {
      fr: `Ajouter une seconde AttributeValue : savoir-faire ${VihfCodeSystem.skill} pour un médecin, ${VihfCodeSystem.pharmacistSection} pour un pharmacien.`,
      en: `Add a second AttributeValue: savoir-faire ${VihfCodeSystem.skill} for a doctor, ${VihfCodeSystem.pharmacistSection} for a pharmacist.`,
    },
    requirements: ['VIHF-52'],
    clause: CLAUSE,
    example: { right: doctor + role('SM26', VihfCodeSystem.skill, 'Qualifié en Médecine Générale (SM)'), wrong: doctor },
  },
  {
    id: 'VIHF-52-OTHER',
    level: 'SHOULD',
    title: {
      fr: 'Les autres utilisateurs ne portent pas de second rôle, sauf un rôle de prise en charge (TRE_R85).',
      en: 'Other users have no second role, except a role in care (TRE_R85).',
    },
    message: { fr: 'Le second rôle n’est pas prévu pour cette profession.', en: 'The second role is not provided for this profession.' },
    hint: { fr: 'Retirer la seconde AttributeValue.', en: 'Remove the second AttributeValue.' },
    requirements: ['VIHF-52'],
    clause: CLAUSE,
    example: {
      right: role('60', VihfCodeSystem.profession, 'Infirmier'),
      wrong: role('60', VihfCodeSystem.profession, 'Infirmier') + role('SM26', VihfCodeSystem.skill, 'Médecine générale'),
    },
  },
  {
    id: 'VIHF-53',
    level: 'SHALL',
    title: {
      fr: 'Un professionnel caractérisé par son rôle (TRE_R291, code 99) porte un second rôle de TRE_R85.',
      en: 'A professional characterised by the role (TRE_R291, code 99) has a second role of TRE_R85.',
    },
    message: { fr: 'Le rôle de prise en charge manque.', en: 'The role in care is missing.' },
    hint: {
      fr: `Ajouter une seconde AttributeValue, de codeSystem ${VihfCodeSystem.careRole}.`,
      en: `Add a second AttributeValue, of codeSystem ${VihfCodeSystem.careRole}.`,
    },
    requirements: ['VIHF-53'],
    clause: CLAUSE,
    example: {
      right:
        role(BY_ROLE, VihfCodeSystem.otherProfession, 'Acteur caractérisé par son rôle')
        + role('330', VihfCodeSystem.careRole, 'Coordonnateur de parcours'),
      wrong: role(BY_ROLE, VihfCodeSystem.otherProfession, 'Acteur caractérisé par son rôle'),
    },
  },
];

function judgeRoles(judge: Judge, { roles }: Vihf): void {
  const [first, second] = roles;
  // a value that holds no Role is VIHF-35's
  if (!first?.element) return;
  const { element, code, codeSystem } = first;
  if (PROFESSIONALS.includes(codeSystem))
    judge.expect('VIHF-50', /^\d\d$/.test(code), [element, 'code'], () => ({
      expected: { fr: 'une profession, deux chiffres', en: 'a profession, two digits' },
      actual: quoted(code),
    }));
  else
    judge.expect('VIHF-51', OTHERS.includes(codeSystem), [element, 'codeSystem'], () => ({
      expected: [...PROFESSIONALS, ...OTHERS].join(', '),
      actual: quoted(codeSystem),
    }));
  const needed = secondRoleOf(first);
  if (needed) {
    const holds = second?.codeSystem === needed.codeSystem && second.code !== '';
    judge.expect(
      needed.rule,
      holds,
      second?.element ?? second?.value ?? { in: first.value.parent!, missing: 'saml:AttributeValue[2]' },
      () => ({
        expected: { fr: `un second rôle de codeSystem ${needed.codeSystem}`, en: `a second role of codeSystem ${needed.codeSystem}` },
        actual: second ? shorten(`${second.code}, ${second.codeSystem}`) : { fr: 'aucun second rôle', en: 'no second role' },
      }),
    );
  } else
    judge.expect(
      'VIHF-52-OTHER',
      second === undefined || second.codeSystem === VihfCodeSystem.careRole,
      second?.element ?? second?.value,
      () => ({
        expected: { fr: 'pas de second rôle', en: 'no second role' },
        actual: shorten(`${second!.code}, ${second!.codeSystem}`),
      }),
    );
}

/** The nomenclature of the second role that the first one calls for. */
function secondRoleOf({ code, codeSystem }: CodedValue): { rule: string; codeSystem: string } | undefined {
  if (codeSystem === VihfCodeSystem.profession && code === '10') return { rule: 'VIHF-52', codeSystem: VihfCodeSystem.skill };
  if (codeSystem === VihfCodeSystem.profession && code === '21') return { rule: 'VIHF-52', codeSystem: VihfCodeSystem.pharmacistSection };
  if (codeSystem === VihfCodeSystem.otherProfession && code === BY_ROLE) return { rule: 'VIHF-53', codeSystem: VihfCodeSystem.careRole };
  return undefined;
}

export const roleFamily: RuleFamily = { rules: roleRules, judge: judgeRoles };
