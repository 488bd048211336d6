/** The value sets of the header that are small enough to be stated here; the others come with the packs. */
export interface ValueSet {
  name: string;
  codes: ReadonlySet<string>;
}

const set = (name: string, codes: string): ValueSet => ({ name, codes: new Set(codes.split(' ')) });

export const VALUE_SETS = {
  J04: set(
    'JDV_J04_XdsPracticeSettingCode_CISIS',
    'EXP_PATIENT SNR AMBULATOIRE AMO DEPISTAGE ESSMS ETABLISSEMENT HAD MAD PALLIATIF SAD SAMU_SMUR',
  ),
  J07: set(
    'JDV_J07_XdsTypeCode_CISIS',
    'ATTEST-ASS-COMPL ATTEST-RESID ATTEST-HEBGT ATTEST-DROITS-AM AUTORIS-SOINS BIL_AUTO CERT_DECL DISP_AUT EXPPAT_1 EXPPAT_2 EXPPAT_3 '
      + 'IMG-KOS PROT_ALD REMB SYNTH DOCPAT01 DOCPAT02 DOCPAT03 DOCPAT04 DOCPAT05 DOCPAT06 DOCPAT07 DOCPAT08 DOCPAT09 PIECE-IDENTITE '
      + 'PRESC-AAT PRESC-BIO PRESC-KINE PRESC-INF PRESC-PEDI PRESC-ORTHOPHO PRESC-ORTHOPTIE FEUILLE-DE-STYLE FICHE-CONTACTS EXPORT_DUI '
      + '11369-6 11488-4 11490-0 34112-3 11502-2 11505-5 11506-3 15507-7 15508-5 18776-5 18748-4 18761-7 28617-9 28653-4 29274-8 34120-6 '
      + '34133-9 34749-2 34794-8 34842-5 34874-8 34875-5 47420-5 51851-4 51969-4 52040-3 55115-0 56445-0 56446-8 57828-6 57832-8 57833-6 '
      + '59283-2 59284-0 60280-5 60568-3 60591-5 60593-1 61357-0 67851-6 68599-0 68817-6 70004-7 78341-5 74207-2 74465-6 75468-9 75482-0 '
      + '75492-9 75496-0 77436-4 77604-7 78513-9 78601-2 80565-5 80771-9 80788-3 80820-4 83836-7 83869-8 83901-9 83981-1 85208-7 86531-1 '
      + '87273-9 88348-8 89601-9 93024-8 96349-6 96874-3 96173-0 57055-6 57057-2 57075-4 89235-6 78489-2 89233-1 101881-1 E1762',
  ),
  CONFIDENTIALITY: set('Confidentiality (2.16.840.1.113883.1.11.10228)', 'L M N R U V'),
  J47: set('JDV_J47_FunctionCode_CISIS', 'ADMPHYS ATTPHYS DISPHYS PCP 330 353 CORRE PRELV ES-REF ES-PREF'),
  J140: set('JDV_J140_EncounterParticipationType_CISIS', 'ADM ATND CON DIS REF RESP'),
  J141: set('JDV_J141_RoleClass_CISIS', 'PROV AGNT'),
  J142: set('JDV_J142_TypeRencontre_CISIS', 'IMP EMER AMB FLD HH VR EXTERNE SEANCE'),
  J143: set('JDV_J143_AdministrativeGender_CISIS', 'F M UN'),
  J144: set('JDV_J144_ParticipationType_CISIS', 'REF REFB INF RESP PRF CON VRF'),
  J245: set('JDV_J245_Civilite_CISIS', 'M MME'),
  J246: set('JDV_J246_Titre_CISIS', 'DR MC MG PC PG PR'),
} as const satisfies Record<string, ValueSet>;

/** Meaning of the practice settings, to compare a displayName with; letters only, without accents. */
export const PRACTICE_SETTINGS: Readonly<Record<string, string>> = {
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
};
