import { SCHEME } from '../../src/protocols/ebxml/index.js';

/** Code systems of the French metadata. */
export const CODE_SYSTEM = {
  loinc: '2.16.840.1.113883.6.1',
  /** TRE_A05 */
  documentTypes: '1.2.250.1.213.1.1.4.12',
  /** TRE_A03 */
  documentClasses: '1.2.250.1.213.1.1.4.1',
  confidentiality: '2.16.840.1.113883.5.25',
  /** TRE_A07 */
  visibility: '1.2.250.1.213.1.1.4.13',
  practiceSettings: '1.2.250.1.213.1.1.4.9',
  /** code producer that is not a health professional */
  otherProducers: '1.2.250.1.213.1.1.4.6',
  /** TRE_R02 */
  activitySectors: '1.2.250.1.71.4.2.4',
  /** TRE_A10 */
  submissionContents: '1.2.250.1.213.2.2',
  /** TRE_A02 */
  specialties: '1.2.250.1.213.1.1.4.5',
  iheFormats: '1.3.6.1.4.1.19376.1.2.3',
  /** TRE_A06 */
  frenchFormats: '1.2.250.1.213.1.1.4.2.282',
} as const;

/** classCode to the typeCodes that belong to it: JDV_J07 of the CI-SIS with ASS_X04 of 15/04/2025. */
const TYPES_BY_CLASS: Readonly<Record<string, string>> = {
  10: `
    BIL_AUTO DOCPAT03 DOCPAT05 DOCPAT06 11488-4 11490-0 34112-3 11502-2 11505-5 11506-3 15507-7 15508-5 28617-9 28653-4
    29274-8 34120-6 34749-2 34794-8 34874-8 34875-5 47420-5 51969-4 59283-2 60568-3 67851-6 70004-7 75482-0 75492-9 75496-0
    77436-4 78513-9 78601-2 83981-1 85208-7 93024-8 96349-6 89233-1`,
  11: `
    SYNTH DOCPAT01 DOCPAT08 EXPORT_DUI 18761-7 34133-9 34842-5 56445-0 60280-5 60591-5 68599-0 68817-6 78341-5 74207-2 80820-4
    83836-7 83901-9 88348-8 57055-6 57057-2 57075-4 89235-6 78489-2`,
  31: `
    IMG-KOS DOCPAT04 18748-4 52040-3`,
  42: `
    DOCPAT02 PRESC-AAT PRESC-BIO PRESC-KINE PRESC-INF PRESC-PEDI PRESC-ORTHOPHO PRESC-ORTHOPTIE 55115-0 57828-6 57832-8
    57833-6 61357-0 75468-9`,
  43: `
    DISP_AUT 60593-1`,
  44: `
    PROT_ALD 18776-5 77604-7 80771-9 80788-3 83869-8`,
  45: `
    80565-5`,
  52: `
    CERT_DECL DOCPAT07 11369-6 87273-9 89601-9 96874-3 96173-0`,
  60: `
    REMB`,
  90: `
    EXPPAT_1 EXPPAT_2 EXPPAT_3 74465-6`,
  95: `
    ATTEST-ASS-COMPL ATTEST-RESID ATTEST-HEBGT ATTEST-DROITS-AM AUTORIS-SOINS DOCPAT09 PIECE-IDENTITE FICHE-CONTACTS 51851-4
    56446-8 59284-0 86531-1`,
  99: `
    FEUILLE-DE-STYLE`,
};

/** typeCodes that ASS_X04 gives no class. */
const TYPES_WITHOUT_CLASS = ['101881-1'];

/** typeCode to classCode; undefined where the table gives none. */
export const CLASS_OF_TYPE: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ...Object.entries(TYPES_BY_CLASS).flatMap(([documentClass, types]) =>
    types
      .trim()
      .split(/\s+/)
      .map((type): [string, string] => [type, documentClass]),
  ),
  ...TYPES_WITHOUT_CLASS.map((type): [string, undefined] => [type, undefined]),
]);

/** The code system that a typeCode of JDV_J07 is taken from. */
export function systemOfType(type: string): string {
  return /^\d+-\d$/.test(type) ? CODE_SYSTEM.loinc : CODE_SYSTEM.documentTypes;
}

/** classCodes in use (TRE_A03). */
export const DOCUMENT_CLASSES: ReadonlySet<string> = new Set(Object.keys(TYPES_BY_CLASS));

/** JDV_J08: level of confidentiality, then who does not see the document. */
export const CONFIDENTIALITY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    N: CODE_SYSTEM.confidentiality,
    R: CODE_SYSTEM.confidentiality,
    V: CODE_SYSTEM.confidentiality,
    MASQUE_PS: CODE_SYSTEM.visibility,
    INVISIBLE_PATIENT: CODE_SYSTEM.visibility,
    INVISIBLE_REPRESENTANTS_LEGAUX: CODE_SYSTEM.visibility,
  }),
);

/** JDV_J04: practice setting to its code system. */
export const PRACTICE_SETTINGS: ReadonlyMap<string, string> = new Map([
  ...['AMBULATOIRE', 'AMO', 'DEPISTAGE', 'ESSMS', 'ETABLISSEMENT', 'HAD', 'MAD', 'PALLIATIF', 'SAD', 'SAMU_SMUR'].map(
    (code): [string, string] => [code, CODE_SYSTEM.practiceSettings],
  ),
  ...['EXP_PATIENT', 'SNR'].map((code): [string, string] => [code, CODE_SYSTEM.otherProducers]),
]);

/** The entry that signs a submission to the DMP, which has codes of its own. */
export const SIGNATURE_FORMAT = 'http://www.w3.org/2000/09/xmldsig#';
export const SIGNATURE_TYPE = 'E1762';
export const SIGNATURE_CLASS = 'urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1';

/** Attributes that hold one code, with the classificationScheme that says so. */
export const SINGLE_CODES: readonly string[] = [
  SCHEME.classCode,
  SCHEME.typeCode,
  SCHEME.formatCode,
  SCHEME.healthcareFacilityTypeCode,
  SCHEME.practiceSettingCode,
  SCHEME.contentTypeCode,
];
