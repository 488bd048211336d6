import type { Bilingual } from '../../src/model/index.js';
import { type AuthenticationMode, type Professional, TEST_PROFESSIONAL, VihfCodeSystem } from '../../src/protocols/saml/index.js';

/** A user a VIHF can be made out for: identity of the test ranges, role, and what the role allows. */
export interface Profile {
  title: Bilingual;
  /** `id` empty: an employee, whose PS_IdNat is that of the structure followed by `internalId` */
  professional: Professional;
  internalId?: string;
  /** TRE_R02 code of a structure where such a user works */
  sector: string;
  modes: readonly AuthenticationMode[];
  /** what an automatic processing is called, in place of the name of a person: software, model, service */
  subjectId?: string;
  /** class of SAML 2.0, without prefix, of the login; absent: that of the mode */
  loginClass?: string;
}

const EVERY_MODE: readonly AuthenticationMode[] = ['DIRECTE', 'INDIRECTE', 'INDIRECTE_RENFORCEE'];

const profession = (code: string, displayName: string): Professional['profession'] => ({
  code,
  codeSystem: VihfCodeSystem.profession,
  codeSystemName: 'TRE_G15-ProfessionSante',
  displayName,
});

/**
 * By name. Identities have an RPPS of the test range 999…, of right key, that belongs to nobody. A first role of
 * JDV_J65 each, and the second one that CI-SIS wants for it: savoir-faire of a doctor (TRE_R01), section of a
 * pharmacist (TRE_G05), role of whoever is characterised by it (TRE_R85), nothing for the others.
 */
export const PROFILES = {
  medecin: {
    title: { fr: 'Médecin généraliste', en: 'General practitioner' },
    professional: TEST_PROFESSIONAL,
    sector: 'SA07',
    modes: EVERY_MODE,
  },
  pharmacien: {
    title: { fr: 'Pharmacien titulaire d’officine', en: 'Pharmacist who owns a pharmacy' },
    professional: {
      id: '899900001001',
      family: 'OFFICINE',
      given: 'LOUISE',
      profession: profession('21', 'Pharmacien'),
      specialty: {
        code: 'A',
        codeSystem: VihfCodeSystem.pharmacistSection,
        codeSystemName: 'TRE_G05-SousSectionTableauCNOP',
        displayName: "Pharmacien titulaire d'officine",
      },
    },
    sector: 'SA33',
    modes: EVERY_MODE,
  },
  'chirurgien-dentiste': {
    title: { fr: 'Chirurgien-dentiste', en: 'Dentist' },
    professional: { id: '899900001019', family: 'MOLAIRE', given: 'PAUL', profession: profession('40', 'Chirurgien-Dentiste') },
    sector: 'SA07',
    modes: EVERY_MODE,
  },
  'sage-femme': {
    title: { fr: 'Sage-femme', en: 'Midwife' },
    professional: { id: '899900001027', family: 'NAISSANCE', given: 'JEANNE', profession: profession('50', 'Sage-Femme') },
    sector: 'SA07',
    modes: EVERY_MODE,
  },
  infirmier: {
    title: { fr: 'Infirmier', en: 'Nurse' },
    professional: { id: '899900001035', family: 'SOINS', given: 'CAMILLE', profession: profession('60', 'Infirmier') },
    sector: 'SA07',
    modes: EVERY_MODE,
  },
  'masseur-kinesitherapeute': {
    title: { fr: 'Masseur-kinésithérapeute', en: 'Physiotherapist' },
    professional: { id: '899900001043', family: 'MOUVEMENT', given: 'LUC', profession: profession('70', 'Masseur-Kinésithérapeute') },
    sector: 'SA07',
    modes: EVERY_MODE,
  },
  etudiant: {
    title: { fr: 'Étudiant en médecine (carte CPF)', en: 'Medical student (CPF card)' },
    professional: {
      id: '899900001050',
      family: 'EXTERNE',
      given: 'INES',
      profession: {
        code: '10',
        codeSystem: VihfCodeSystem.professionInTraining,
        codeSystemName: 'TRE_G16-ProfessionFormation',
        displayName: 'Médecin en formation',
      },
    },
    sector: 'SA01',
    modes: EVERY_MODE,
  },
  psychologue: {
    title: { fr: 'Psychologue', en: 'Psychologist' },
    professional: {
      id: '899900001068',
      family: 'ECOUTE',
      given: 'MARC',
      profession: { code: '93', codeSystem: VihfCodeSystem.titleUser, codeSystemName: 'TRE_R95-UsagerTitre', displayName: 'Psychologue' },
    },
    sector: 'SA07',
    modes: EVERY_MODE,
  },
  'assistant-social': {
    title: { fr: 'Assistant de service social', en: 'Social worker' },
    professional: {
      id: '899900001076',
      family: 'ENTRAIDE',
      given: 'SOPHIE',
      profession: {
        code: '41',
        codeSystem: VihfCodeSystem.socialProfession,
        codeSystemName: 'TRE_R94-ProfessionSocial',
        displayName: 'Assistant de service social',
      },
    },
    sector: 'SA41',
    modes: EVERY_MODE,
  },
  'aide-soignant': {
    title: { fr: 'Aide-soignant (caractérisé par son rôle)', en: 'Care assistant (characterised by the role)' },
    professional: {
      id: '',
      family: 'APPUI',
      given: 'NADIA',
      profession: {
        code: '99',
        codeSystem: VihfCodeSystem.otherProfession,
        codeSystemName: 'TRE_R291-AutreProfession',
        displayName: 'Acteur caractérisé par son rôle',
      },
      specialty: {
        code: '313',
        codeSystem: VihfCodeSystem.careRole,
        codeSystemName: 'TRE_R85-RolePriseCharge',
        displayName: 'Aide-soignant',
      },
    },
    internalId: 'AS0001',
    sector: 'SA01',
    modes: EVERY_MODE,
  },
  'secretariat-medical': {
    title: { fr: 'Secrétariat médical (carte CPE)', en: 'Medical secretary (CPE card)' },
    professional: {
      id: '',
      family: 'ACCUEIL',
      given: 'FANNY',
      profession: {
        code: 'SECRETARIAT_MEDICAL',
        codeSystem: VihfCodeSystem.nonProfessional,
        codeSystemName: 'TRE_A00-ProducteurDocNonPS',
        displayName: 'Secrétariat médical',
      },
    },
    internalId: 'SEC0001',
    sector: 'SA07',
    modes: EVERY_MODE,
  },
  automate: {
    title: { fr: 'Traitement automatique, sous la responsabilité d’un médecin', en: 'Automatic processing, which a doctor answers for' },
    professional: {
      id: TEST_PROFESSIONAL.id,
      family: TEST_PROFESSIONAL.family,
      given: TEST_PROFESSIONAL.given,
      profession: {
        code: 'AUTOMATE',
        codeSystem: VihfCodeSystem.nonProfessional,
        codeSystemName: 'TRE_A00-ProducteurDocNonPS',
        displayName: 'Automate',
      },
    },
    sector: 'SA07',
    // nobody holds a card or logs in with Pro Santé Connect
    modes: ['INDIRECTE'],
    subjectId: 'Addax, passerelle de test, envoi automatique',
    loginClass: 'unspecified',
  },
} satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];

/** The profile of this name; undefined for a name that none has. */
export const profileNamed = (name: string): Profile | undefined =>
  Object.hasOwn(PROFILES, name) ? PROFILES[name as ProfileName] : undefined;

/** The profile whose first role is this code: `10`, or with its nomenclature where two share it, `10^1.2.250.1.71.1.2.8`. */
export function profileOfRole(role: string): ProfileName | undefined {
  const [code = '', codeSystem] = role.trim().split('^');
  return PROFILE_NAMES.find((name) => {
    const { profession: first } = PROFILES[name].professional;
    return first.code === code && (codeSystem === undefined || codeSystem === first.codeSystem);
  });
}
