import { table } from '../../src/model/index.js';
import { VALUE_SET_FACTS } from './codes/data/value-sets.js';

/** The value sets that the rules of the header ask for. */
export interface ValueSet {
  name: string;
  codes: ReadonlySet<string>;
}

const set = (name: string, codes: readonly string[]): ValueSet => ({ name, codes: new Set(codes) });

/** Published, and of these codes too. */
function published(name: string, ...others: string[]): ValueSet {
  const facts = VALUE_SET_FACTS.find((one) => one.name === name);
  if (!facts) throw new Error(`value set ${name} does not ship`);
  return set(name, [...Object.values(facts.members).flatMap((codes) => codes.split(' ')), ...others]);
}

export const VALUE_SETS = {
  J04: published('JDV_J04_XdsPracticeSettingCode_CISIS'),
  // E1762 is of ASTM, which has no OID
  J07: published('JDV_J07_XdsTypeCode_CISIS', 'E1762'),
  CONFIDENTIALITY: set('Confidentiality (2.16.840.1.113883.1.11.10228)', ['L', 'M', 'N', 'R', 'U', 'V']),
  J47: published('JDV_J47_FunctionCode_CISIS'),
  J140: published('JDV_J140_EncounterParticipationType_CISIS'),
  J141: published('JDV_J141_RoleClass_CISIS'),
  J142: published('JDV_J142_TypeRencontre_CISIS'),
  J143: published('JDV_J143_AdministrativeGender_CISIS'),
  J144: published('JDV_J144_ParticipationType_CISIS'),
  J245: published('JDV_J245_Civilite_CISIS'),
  J246: published('JDV_J246_Titre_CISIS'),
} as const satisfies Record<string, ValueSet>;

/** Meaning of the practice settings, to compare a displayName with; letters only, without accents. */
export const PRACTICE_SETTINGS: Readonly<Record<string, string>> = table({
  EXP_PATIENT: 'Expression personnelle du patient',
  SNR: 'Service numérique référencé',
  AMBULATOIRE: 'Ambulatoire',
  AMO: 'Organisme d’assurance maladie obligatoire',
  DEPISTAGE: 'Dépistage',
  ESSMS: 'Établissement ou service social ou médico-social',
  ETABLISSEMENT: 'Établissement de santé',
  HAD: 'Hospitalisation à domicile',
  MAD: 'Maintien à domicile',
  PALLIATIF: 'Soins palliatifs',
  SAD: 'Soins à domicile',
  SAMU_SMUR: 'SAMU/SMUR',
});
