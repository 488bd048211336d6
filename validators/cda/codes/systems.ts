import { fits } from '../../../src/model/index.js';
import { gtinProblem, keyedProblem, loincProblem, snomedProblem, type CodeProblem } from './check-digits.js';

/** What is known of a code system without knowing its codes. */
export interface CodeSystem {
  oid: string;
  name: string;
  /** other names under which documents name it */
  aliases: readonly string[];
  /** what every code of it looks like */
  shape: RegExp | undefined;
  /** a code that has the shape */
  sample: string;
  /** shape and check digit, where the code has one */
  problem?: (code: string) => CodeProblem | undefined;
}

export const LOINC = '2.16.840.1.113883.6.1';
export const SNOMED_CT = '2.16.840.1.113883.6.96';
const ICD_10 = '2.16.840.1.113883.6.3';

/** Words with capitals, hyphens and low lines: what codes of HL7 V3 look like. */
const WORD = /^[A-Za-z_<>][\w<>-]*$/;
const LOWER_WORDS = /^[a-z]+(?:-[a-z]+)*$/;
const CCAM = /^(?:[A-Z]{4}\d{3}(?:-\d+)*|[A-Z]{1,2}|\d\d(?:\.\d\d)*)$/;

type Row = readonly [oid: string, names: string, shape?: RegExp, sample?: string];

/** OID, names (the one to show first), shape and a sample of it. */
const ROWS: readonly Row[] = [
  // terminologies
  [LOINC, 'LOINC'],
  [SNOMED_CT, 'SNOMED CT|SNOMED-CT|SNOMED CT International|SCT'],
  [ICD_10, 'CIM-10|CIM10|ICD-10|ICD10', /^[A-Z]\d\d(?:\.?[-+\dX]{1,5}|-[A-Z]\d\d)?[*+†]?$/, 'E11.9'],
  ['2.16.840.1.113883.6.347', 'CIM-11|ICD-11|CIM11', /^[0-9A-Z]{2,8}(?:\.[0-9A-Z]{1,3})?(?:[&/].*)?$/, '4A82'],
  ['2.16.840.1.113883.6.43.1', 'CIM-O|CIM-O-3|ICD-O-3|ICD-O', /^(?:\d{4}\/\d|C\d\d(?:\.?\d)?)$/, '8140/3'],
  ['2.16.840.1.113883.6.73', 'ATC|Code ATC|ATC Code|WHO ATC', /^[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?$/, 'J07BC01'],
  ['2.16.840.1.113883.3.26.1.1', 'NCIT|NCI Thesaurus', /^C\d{3,7}$/, 'C12971'],
  ['2.16.840.1.113883.6.119', 'FMA', /^\d{3,7}$/, '14544'],
  ['2.16.840.1.113883.6.139', 'CISP-2|ICPC-2', /^[A-Z]-?\d\d$/, 'A05'],
  ['2.16.840.1.113883.6.163', 'MedDRA', /^\d{8}$/, '10022401'],
  ['2.16.840.1.113883.6.254', 'CIF|ICF', /^[bsde]\d{1,5}(?:[.+]\d*)?$/, 'b114'],
  ['2.16.840.1.113883.6.281', 'HGNC', /^(?:HGNC:\d+|[A-Z][\w-]*(?: \([\w-]+\))?)$/, 'HGNC:1097'],
  ['2.16.840.1.113883.6.8', 'UCUM'],
  ['2.16.840.1.113883.6.24', 'MDC|ISO 11073'],
  ['2.16.840.1.113883.6.2', 'ICD-9-CM|ICD-9'],
  ['2.16.840.1.113883.6.103', 'ICD-9-CM|ICD-9-CM Diagnoses|ICD-9'],
  ['2.16.840.1.113883.6.104', 'ICD-9-CM|ICD-9-CM Procedures|ICD-9'],
  ['2.16.840.1.113883.6.4', 'ICD-10-PCS'],
  ['2.16.840.1.113883.6.5', 'SNOMED RT'],
  ['2.16.840.1.113883.6.12', 'CPT|CPT-4'],
  ['2.16.840.1.113883.6.42', 'ICD-9|CIM-9'],
  ['2.16.840.1.113883.6.59', 'CVX', /^\d{1,3}$/, '08'],
  ['2.16.840.1.113883.6.69', 'NDC'],
  ['2.16.840.1.113883.6.86', 'UMLS'],
  ['2.16.840.1.113883.6.88', 'RxNorm'],
  ['2.16.840.1.113883.6.90', 'ICD-10-CM'],
  ['2.16.840.1.113883.6.99', 'ISO 639-1'],
  ['2.16.840.1.113883.6.100', 'ISO 639-2'],
  ['2.16.840.1.113883.6.101', 'NUCC|NUCC Provider Taxonomy', /^[\dA-Z]{9}X$/, '207R00000X'],
  ['2.16.840.1.113883.6.121', 'IETF language'],
  ['2.16.840.1.113883.6.174', 'OMIM'],
  ['2.16.840.1.113883.6.177', 'MeSH'],
  ['2.16.840.1.113883.6.256', 'RadLex'],
  ['2.16.840.1.113883.6.276', 'GMDN'],
  ['2.16.840.1.113883.6.282', 'HGVS'],
  ['2.16.840.1.113883.6.284', 'dbSNP'],
  ['2.16.840.1.113883.4.9', 'UNII', /^[A-Z\d]{10}$/, '362O9ITL9D'],
  ['2.16.840.1.113883.6.238', 'CDC Race and Ethnicity', /^\d{4}-\d$/, '2106-3'],
  ['2.16.840.1.113883.6.285', 'HCPCS', /^[A-Z]\d{4}$/, 'J3490'],
  ['2.16.840.1.113883.12.292', 'CVX', /^\d{1,3}$/, '08'],
  ['2.16.840.1.113883.15.6', 'TNM|TNM_UICC|UICC TNM'],
  ['2.16.840.1.113883.3.6905.2', 'SMS|EMA SMS', /^\d{12}$/, '100000090270'],
  ['2.16.840.1.113883.3.9471', 'NCBI Taxonomy|NCBI-Taxonomy', /^\d+$/, '562'],
  ['0.4.0.127.0.16.1.1.2.1', 'EDQM|EDQM Standard Terms', /^\d{8}$/, '20053000'],
  ['1.0.3166.1', 'ISO 3166-1'],
  ['1.0.3166.1.2.2', 'ISO 3166-1 alpha-2'],
  ['1.0.3166.1.2.3', 'ISO 3166-1 alpha-3'],
  ['1.0.3166.2', 'ISO 3166-2'],
  ['1.0.3166.2.2.2', 'ISO 3166'],
  ['1.2.840.10008.2.16.4', 'DCM|DICOM', /^(?:[A-Z][A-Z0-9_]{0,15}|\d{6}(?:\.\d+)?)$/, '121139'],
  ['1.2.840.10008.2.6.1', 'DCMUID|DICOM UID', /^[0-2](?:\.\d+)+$/, '1.2.840.10008.5.1.4.1.1.2'],
  // France
  ['1.2.250.1.213.1.1.4.2', 'TA_PRC|TA-PRC', /^[A-Z]\d{4}(?:-\d{1,2})?$/, 'L0001'],
  ['1.2.250.1.213.1.1.4.2.280', 'RelationPriseCharge|TRE_R258-RelationPriseCharge'],
  ['1.2.250.1.213.1.1.4.2.285', 'TA-EDAP', /^[A-Z]{3,4}_\d{3}$/, 'EDAP_008'],
  ['1.2.250.1.213.1.1.4.2.286', 'TA_CDA', /^[A-Z]{3}_\d{3}$/, 'CDA_002'],
  ['1.2.250.1.213.1.1.4.2.289', 'TA_OBS', /^[A-Z]{3}_\d{3}$/, 'OBS_001'],
  ['1.2.250.1.213.1.1.4.2.291', 'TypeRencontre|TRE_R305-TypeRencontre', /^[A-Z_]+$/, 'EXTERNE'],
  ['1.2.250.1.213.1.1.4.5', 'ProfessionSavFaire|TRE_A02-ProfessionSavFaire-CISIS|RPPS', /^G\d\d_\d\d(?:\/[A-Z]*\d*)?$/, 'G15_10/SM54'],
  ['1.2.250.1.213.1.1.4.6', 'ProducteurDocNonPS|TRE_A00-ProducteurDocNonPS', /^[A-Z_]+$/, 'EXP_PATIENT'],
  ['1.2.250.1.213.1.1.4.9', 'practiceSettingCode|CadreExercice|TRE_A01-CadreExercice', /^[A-Z_]+$/, 'AMBULATOIRE'],
  ['1.2.250.1.213.1.1.4.1', 'ClasseDocument|TRE_A03-ClasseDocument'],
  ['1.2.250.1.213.1.1.4.12', 'TypeDocComplementaire|TRE_A05-TypeDocComplementaire', /^[A-Z][A-Z0-9_-]*$/, 'SYNTH'],
  ['1.2.250.1.213.1.1.4.13', 'Confidentialité DMP|TRE_A07-StatusVisibiliteDocument', /^[A-Z_]+$/, 'MASQUE_PS'],
  ['1.2.250.1.213.1.1.4.322', 'TA_ASIP|TA-ASIP', /^(?:[A-Z]{3}[-_]\d{3,4}(?:\.\d\d)*|[A-Z]\d{4}(?:-\d{1,2})?)$/, 'MED-142'],
  ['1.2.250.1.213.1.1.4.327', 'ProtectionJuridique|TRE_R217-ProtectionJuridique', /^[A-Z_]+$/, 'TUTEUR'],
  ['1.2.250.1.71.4.2.4', 'healthCareFacilityTypeCode|R02|SecteurActivite|TRE_R02-SecteurActivite', /^[A-Z]{2}\d\d$/, 'SA25'],
  ['1.2.250.1.71.1.2.7', 'G15|Professions'],
  ['1.2.250.1.213.1.6.1.4', 'ProfessionSocial|TRE_R94-ProfessionSocial', /^\d{2,3}$/, '41'],
  ['1.2.250.1.213.1.6.1.8', 'CategorieEtablissement|TRE_R66-CategorieEtablissement', /^\d{3}$/, '355'],
  ['1.2.250.1.213.1.6.1.11', 'CiviliteExercice|TRE_R11-CiviliteExercice', /^[A-Z]{2}$/, 'DR'],
  ['1.2.250.1.213.1.6.1.44', 'StatutJuridique|TRE_R72-FinessStatutJuridique', /^\d\d(?:\d)?$/, '01'],
  ['1.2.250.1.213.1.6.1.69', 'Civilite|TRE_R81-Civilite', /^[A-Z]+$/, 'MME'],
  ['1.2.250.1.213.1.6.1.107', 'RolePriseCharge|TRE_R85-RolePriseCharge', /^\d{3}$/, '353'],
  ['1.2.250.1.213.1.6.1.109', 'UsagerTitre|TRE_R95-UsagerTitre', /^\d{2,3}$/, '71'],
  ['1.2.250.1.213.1.6.1.110', 'AutreFonctionSanitaire|TRE_R96-AutreFonctionSanitaire', /^\d{3}$/, '400'],
  ['1.2.250.1.213.1.6.1.111', 'SavoirFaire'],
  ['1.2.250.1.213.2.3', 'BDPM|CIS', /^\d{8}$/, '63245753'],
  ['1.2.250.1.213.2.3.1', 'CIS|CIS_BDPM', /^\d{8}$/, '60019927'],
  ['1.2.250.1.213.2.3.2', 'CIP|CIS_CIP|CIS_Composition', /^(?:\d{1,5}|\d{7}|\d{13})$/, '3400935693099'],
  ['1.2.250.1.213.2.3.3', 'CIP|CIS_Composition', /^(?:\d{1,5}|\d{7}|\d{13})$/, '3400932857241'],
  ['1.2.250.1.213.2.3.5', 'ANSM – Table de codage commune des réactifs|ANSM'],
  ['1.2.250.1.213.2.5', 'CCAM', CCAM, 'QEQK004'],
  ['1.2.250.1.213.2.7', 'NABM', /^\d{3,4}$/, '1208'],
  ['1.2.250.1.213.2.9', 'DRC', /^\d+$/, '114'],
  ['1.2.250.1.213.2.10', 'NGAP', /^[A-Z]{1,4}\d{0,2}$/, 'AMY'],
  ['1.2.250.1.213.2.11', 'ADICAP|ADICAP-D1|ADICAP-D2|ADICAP-D3|ADICAP-D4|ADICAP-D5|ADICAP-D6', /^[A-Z0-9]{1,8}$/, 'A7A0'],
  ['1.2.250.1.213.2.12', 'SNOMED 3.5|SNOMED 3.5VF|SNOMED 3.5 VF', /^[A-Z][0-9A-Z]?-[0-9A-Z]{3,5}$/, 'D0-10100'],
  ['1.2.250.1.213.2.13', 'PCS-INSEE|INSEE|PCS', /^\d{1,3}[a-z]?$/, '434b'],
  ['1.2.250.1.213.2.14', 'ModeSortie'],
  ['1.2.250.1.213.2.24', 'Pays|TRE_R20-Pays', /^\d{5}$/, '99246'],
  ['1.2.250.1.213.2.28', 'R38-SpecialiteOrdinale|TRE_R38-SpecialiteOrdinale', /^[A-Z]{2,3}\d\d$/, 'SM26'],
  ['1.2.250.1.213.2.44', 'TypeVoie|TRE_R35-TypeVoie'],
  ['1.2.250.1.213.2.49', 'OrphaCodes|Orphanet|ORPHA', /^\d+$/, '658'],
  ['1.2.250.1.213.2.49.1', 'JDV_Orpha_Maladies', /^\d+$/, '513'],
  ['1.2.250.1.213.2.49.2', 'JDV_Orpha_Groupes-Maladies', /^\d+$/, '98006'],
  ['1.2.250.1.213.2.50', 'EMEA Rare Disease medicinal products'],
  ['1.2.250.1.213.2.59', 'MV|MEDICABASE|Medicabase', /^M[VP]\d{8}$/, 'MV00002297'],
  ['1.2.250.1.213.2.60', 'INCa'],
  ['1.2.250.1.213.2.61', ''],
  ['1.2.250.1.213.2.62', 'UCD'],
  ['1.2.250.1.213.2.63', 'Wolf'],
  ['1.2.250.1.213.2.64', 'IMDRF', /^[A-G]\d{2,6}$/, 'A020602'],
  ['1.2.250.1.213.2.65', 'CLADIMED', /^[A-Z]\d\d[A-Z]{2}(?:\d\d)?$/, 'C50FA05'],
  ['1.2.250.1.213.2.67', 'TypeDiabete'],
  ['1.2.250.1.213.2.68', 'EMDN', /^[A-Z]\d{2,14}$/, 'J010104'],
  ['1.2.250.1.213.2.69.1', 'NCBI Taxonomy|NCBI_Taxonomy', /^\d+$/, '562'],
  ['1.2.250.1.213.2.72', 'ChemIDPlus'],
  ['1.2.250.1.213.3.3.12', 'SpecialisationDePriseEnCharge'],
  ['1.2.250.1.213.3.3.13', 'ModePriseEnCharge|TRE_R213-ModePriseEnCharge', /^\d\d$/, '28'],
  ['1.2.250.1.215.200.1.1.1', 'CIP13|JDV_BDM_CNAM-HR-CISIS|JDV_BDM_CNAM-HR_CISIS', /^\d{13}$/, '3400932857241'],
  ['1.2.250.1.215.200.1.1.2', 'UCD|JDV_BDM_CNAM-HR-CISIS|JDV_BDM_CNAM-HR_CISIS', /^\d{7}(?:\d{6})?$/, '9064295'],
  ['1.2.250.1.215.200.1.2.1', 'ATC|JDV_BDM_ATC_CNAM-HR-CISIS|JDV_BDM_ATC_CNAM-HR_CISIS', /^[A-Z]\d\d/, 'C10'],
  ['1.2.250.1.215.200.1.2.2', 'ATC|JDV_BDM_ATC_CNAM-HR-CISIS|JDV_BDM_ATC_CNAM-HR_CISIS', /^[A-Z]\d\d/, 'J07AM01'],
  ['1.2.250.1.215.200.1.3.1', 'JDV_BDM_CA_CNAM-HR-CISIS|JDV_BDM_CA_CNAM-HR_CISIS', /^\d+$/, '1636'],
  ['1.2.250.1.215.200.2.1', 'LPP|JDV_LPP_CNAM-HR-CISIS|JDV_LPP_CNAM-HR_CISIS', /^\d{6,7}$/, '1215702'],
  ['1.2.250.1.215.200.3.1', 'Séjours|JDV_sejours_actes_CNAM-HR-CISIS|JDV_sejours_actes_CNAM-HR_CISIS', /^\d+$/, '1721'],
  ['1.2.250.1.215.200.3.3', 'NGAP|JDV_sejours_actes_CNAM-HR-CISIS|JDV_sejours_actes_CNAM-HR_CISIS', /^[A-Z]{1,4}\d{0,2}$/, 'TE1'],
  ['1.2.250.1.215.200.3.4', 'CCAM|JDV_sejours_actes_CNAM-HR-CISIS|JDV_sejours_actes_CNAM-HR_CISIS', CCAM, 'QEQK004'],
  ['1.2.250.1.215.200.4.1', 'NABM|JDV_NABM_CNAM-HR-CISIS|JDV_NABM_CNAM-HR_CISIS', /^\d{3,4}$/, '1208'],
  ['1.2.250.1.215.300.1', 'CCAM', CCAM, 'QEQK004'],
  // IHE
  ['1.3.6.1.4.1.19376.1.2.3', 'formatCode|IHE Format Codes'],
  ['1.3.6.1.4.1.19376.1.2.6.1', 'IHE event codes'],
  ['1.3.6.1.4.1.19376.1.5.3.2', 'IHEActCode', /^[A-Z]+$/, 'FINSTRUCT'],
  ['1.3.6.1.4.1.19376.1.5.3.3', 'IHERoleCode', /^[A-Z]+$/, 'EMPLOYER'],
  ['1.3.6.1.4.1.19376.1.8.2.1', 'PathLex|PATHLEX'],
  ['1.3.6.1.4.1.19376.1.9.2.2', 'IHE Pharmacy Item Type List', /^[A-Za-z]+$/, 'PREItem'],
  // HL7
  ['2.16.840.1.113883.4.642.1.1074', 'condition-clinical|HL7:condition-clinical|HL7:ConditionClinicalStatus', LOWER_WORDS, 'active'],
  ['2.16.840.1.113883.4.642.1.1075', 'condition-ver-status|HL7:condition-ver-status', LOWER_WORDS, 'confirmed'],
  ['2.16.840.1.113883.4.642.4.1074', 'condition-clinical|HL7:condition-clinical', LOWER_WORDS, 'active'],
  ['2.16.840.1.113883.4.642.4.1075', 'condition-ver-status|HL7:condition-ver-status', LOWER_WORDS, 'confirmed'],
  ['2.16.840.1.113883.4.642.4.130', 'allergy-intolerance-criticality|HL7:allergy-intolerance-criticality', LOWER_WORDS, 'high'],
  ['2.16.840.1.113883.4.642.4.1371', 'allergyintolerance-verification|HL7:allergyintolerance-verification', LOWER_WORDS, 'confirmed'],
  ['2.16.840.1.113883.4.642.4.1373', 'allergyintolerance-clinical|HL7:allergyintolerance-clinical', LOWER_WORDS, 'active'],
  ['2.16.840.1.113883.5.1', 'AdministrativeGender|HL7:AdministrativeGender', WORD, 'F'],
  ['2.16.840.1.113883.5.2', 'MaritalStatus|HL7:MaritalStatus', WORD, 'M'],
  ['2.16.840.1.113883.5.4', 'ActCode|HL7:ActCode|ActSubstanceAdministrationImmunizationCode', WORD, 'AMB'],
  ['2.16.840.1.113883.5.6', 'ActClass|HL7:ActClass', WORD, 'OBS'],
  ['2.16.840.1.113883.5.7', 'ActPriority|HL7:ActPriority', WORD, 'UR'],
  ['2.16.840.1.113883.5.8', 'ActReason|HL7:ActReason', WORD, 'MEDNEC'],
  ['2.16.840.1.113883.5.14', 'ActStatus|HL7:ActStatus', LOWER_WORDS, 'completed'],
  ['2.16.840.1.113883.5.25', 'Confidentiality|HL7:Confidentiality', WORD, 'N'],
  ['2.16.840.1.113883.5.41', 'EntityClass|HL7:EntityClass', WORD, 'PSN'],
  ['2.16.840.1.113883.5.42', 'EntityDeterminer|HL7:EntityDeterminer', WORD, 'INSTANCE'],
  ['2.16.840.1.113883.5.43', 'EntityNamePartQualifier|HL7:EntityNamePartQualifier', WORD, 'BR'],
  ['2.16.840.1.113883.5.45', 'EntityNameUse|HL7:EntityNameUse', WORD, 'L'],
  ['2.16.840.1.113883.5.50', 'Ethnicity|HL7:Ethnicity'],
  ['2.16.840.1.113883.5.60', 'LanguageAbilityMode|HL7:LanguageAbilityMode', WORD, 'ESP'],
  ['2.16.840.1.113883.5.61', 'LanguageAbilityProficiency|HL7:LanguageAbilityProficiency', WORD, 'G'],
  ['2.16.840.1.113883.5.79', 'mediaType|MediaType', /^[a-z]+\/[\w.+-]+$/, 'application/pdf'],
  ['2.16.840.1.113883.5.83', 'ObservationInterpretation|HL7:ObservationInterpretation', WORD, 'N'],
  ['2.16.840.1.113883.5.84', 'ObservationMethod|HL7:ObservationMethod', /^(?:[A-Z][\w-]*|\d{1,4}[a-z]?)$/, 'PCR'],
  ['2.16.840.1.113883.5.85', 'AdministrableDrugForm|OrderableDrugForm|HL7:AdministrableDrugForm', WORD, 'APPFUL'],
  ['2.16.840.1.113883.5.88', 'ParticipationFunction|HL7:ParticipationFunction', WORD, 'PCP'],
  ['2.16.840.1.113883.5.89', 'ParticipationSignature|HL7:ParticipationSignature', WORD, 'S'],
  ['2.16.840.1.113883.5.90', 'ParticipationType|HL7:ParticipationType', WORD, 'REF'],
  ['2.16.840.1.113883.5.104', 'Race|HL7:Race'],
  ['2.16.840.1.113883.5.110', 'RoleClass|HL7:RoleClass', WORD, 'GUAR'],
  ['2.16.840.1.113883.5.111', 'RoleCode|HL7:RoleCode', WORD, 'FTH'],
  ['2.16.840.1.113883.5.112', 'RouteOfAdministration|HL7:RouteOfAdministration', WORD, 'PO'],
  ['2.16.840.1.113883.5.129', 'SpecimenType|HL7:SpecimenType', WORD, 'BLD'],
  ['2.16.840.1.113883.5.139', 'TimingEvent|HL7:TimingEvent', WORD, 'ACM'],
  ['2.16.840.1.113883.5.1001', 'ActMood|HL7:ActMood', WORD, 'EVN'],
  ['2.16.840.1.113883.5.1002', 'ActRelationshipType|HL7:ActRelationshipType', WORD, 'COMP'],
  ['2.16.840.1.113883.5.1008', 'NullFlavor|HL7:NullFlavor', WORD, 'UNK'],
  ['2.16.840.1.113883.5.1052', 'ActSite|HumanSubstanceAdministrationSite|HL7:HumanSubstanceAdministrationSite', WORD, 'LA'],
  ['2.16.840.1.113883.5.1060', 'EntityCode|HL7:EntityCode', WORD, 'HEPL'],
  ['2.16.840.1.113883.5.1063', 'ObservationValue|HL7:ObservationValue|SeverityObservation', WORD, 'H'],
  ['2.16.840.1.113883.5.1064', 'ParticipationMode|HL7:ParticipationMode', WORD, 'ELECTRONIC'],
  ['2.16.840.1.113883.5.1070', 'SubstanceAdminSubstitution|HL7_substanceAdminSubstitution|HL7:substanceAdminSubstitution', WORD, 'G'],
  ['2.16.840.1.113883.5.1076', 'ReligiousAffiliation|HL7:ReligiousAffiliation'],
  ['2.16.840.1.113883.5.1077', 'EducationLevel|HL7:EducationLevel', WORD, 'HS'],
  ['2.16.840.1.113883.5.1150.1', 'IPS CodeSystem - Absent and Unknown Data|AbsentOrUnknown', /^no-[a-z-]+$/, 'no-allergy-info'],
  ['2.16.840.1.113883.12.1', 'HL7 V2, table 0001'],
  ['2.16.840.1.113883.18.26', 'HL7 V2, table 0066', /^[\dA-Z]$/, 'C'],
  ['2.16.840.1.113883.18.311', 'HL7 V2, table 0487|SpecimenType', /^[A-Z][A-Z\d]*$/, 'BLD'],
];

/** A CIP of 13 or 7 digits; what is shorter is a substance. */
const packagedProblem = (code: string): CodeProblem | undefined =>
  code.length === 13 ? gtinProblem(code)
  : code.length === 7 ? keyedProblem(code)
  : undefined;

const PROBLEMS: Readonly<Record<string, CodeSystem['problem']>> = {
  [LOINC]: loincProblem,
  [SNOMED_CT]: snomedProblem,
  '1.2.250.1.213.2.3': keyedProblem,
  '1.2.250.1.213.2.3.1': keyedProblem,
  '1.2.250.1.213.2.3.2': packagedProblem,
  '1.2.250.1.213.2.3.3': packagedProblem,
  '1.2.250.1.215.200.1.1.1': gtinProblem,
  '1.2.250.1.215.200.1.1.2': (code) => (code.length === 7 ? keyedProblem(code) : undefined),
  '1.2.250.1.215.200.2.1': (code) => (code.length === 7 ? keyedProblem(code) : undefined),
};

/** The code systems that documents name, by OID. */
export const CODE_SYSTEMS: ReadonlyMap<string, CodeSystem> = new Map(
  ROWS.map(([oid, names, shape, sample]) => {
    const [name = oid, ...aliases] = names.split('|');
    const problem = PROBLEMS[oid];
    return [oid, { oid, name, aliases, shape, sample: sample ?? '', ...(problem && { problem }) }];
  }),
);

/** What is wrong with a code by its form alone. */
export function problemOf(system: string, code: string): CodeProblem | undefined {
  const facts = CODE_SYSTEMS.get(system);
  if (facts?.shape && !fits(facts.shape, code)) return 'shape';
  return facts?.problem?.(code);
}

/** Words and numbers that codes of many systems look like. */
const ANYWHERE = ['N', 'ABC', 'ABCDEFGH', 'abc', '1', '12', '123', '12345'];

/** The code has the form of the codes of that system, which has one of its own. */
export function hasFormOf(system: string, code: string): boolean {
  const { shape, problem } = CODE_SYSTEMS.get(system) ?? {};
  const own = shape ? !ANYWHERE.some((word) => shape.test(word)) : problem !== undefined;
  return own && problemOf(system, code) === undefined;
}

/** What a code of ICD-10 is without its dagger or asterisk. */
export const withoutMark = (system: string, code: string): string => (system === ICD_10 ? code.replace(/[*+†]$/, '') : code);

/** Units, genes and variants have no other name than their code. */
const NAMES_ARE_CODES = new Set(['2.16.840.1.113883.6.8', '2.16.840.1.113883.6.281', '2.16.840.1.113883.6.282', '2.16.840.1.113883.6.284']);

/** A code that nobody would read as a name: digits with hardly a letter, or a form that no word has. */
export const isNoWord = (system: string, code: string): boolean =>
  !NAMES_ARE_CODES.has(system)
  && /\d{3}|\d[.-]\d/.test(code)
  && (!/\p{L}{2}/u.test(code) || (hasFixedLabels(system) && /\d{3}/.test(code)) || hasFormOf(system, code));

/** The tables of HL7 V2: one OID for each. */
export const isTableOfHl7 = (oid: string): boolean => /^2\.16\.840\.1\.113883\.12\.[1-9]\d{0,2}$/.test(oid);

/** Arcs whose owners publish what they contain. */
const PUBLISHED = [
  '0.4.0.127.0.16.',
  '1.0.3166.',
  '1.2.250.1.213.',
  '1.2.250.1.215.',
  '1.2.250.1.71.',
  '1.2.840.10008.',
  '1.3.6.1.4.1.19376.',
  '2.16.840.1.113883.15.',
  '2.16.840.1.113883.18.',
  '2.16.840.1.113883.4.642.',
  '2.16.840.1.113883.5.',
  '2.16.840.1.113883.6.',
];
const parentOf = (oid: string): string => oid.slice(0, oid.lastIndexOf('.'));
/** Arcs that HL7 gives to whoever asks: what stands beside a known system there is not published by its owner. */
const OF_ANYONE = new Set(['2.16.840.1.113883.3', '2.16.840.1.113883.4']);
const PARENTS = new Set(ROWS.map(([oid]) => parentOf(oid)).filter((arc) => !OF_ANYONE.has(arc)));

/** Under a published arc, or beside a known system: an OID there that nobody knows is mistyped. */
export const isPublishedArc = (oid: string): boolean => PARENTS.has(parentOf(oid)) || PUBLISHED.some((arc) => oid.startsWith(arc));

/** Whose labels are published in French, as they are to be written. */
const isPublishedInFrance = (oid: string): boolean => oid.startsWith('1.2.250.1.213.') || oid.startsWith('1.2.250.1.71.');

/** Vocabularies whose labels are lists that documents copy. */
export const hasFixedLabels = (oid: string): boolean =>
  isPublishedInFrance(oid) || oid.startsWith('2.16.840.1.113883.5.') || oid.startsWith('0.4.0.127.0.16.');

const CCAM_MODIFIER = /^(?:[A-Z]{1,2}|\d\d(?:\.\d\d)*)$/;
/** Modifiers, extensions and chapters of CCAM, which its published list of acts leaves out. */
export const isLeftOut = (oid: string, code: string): boolean => CODE_SYSTEMS.get(oid)?.shape === CCAM && fits(CCAM_MODIFIER, code);
