/** Names of SAML 2.0, WS-Security and of the VIHF's attributes. */
export const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
/** SAML V2.0 Protocol Extension for Requesting Attributes per Request 1.0, and the metadata whose RequestedAttribute it takes. */
export const REQUESTED_ATTRIBUTES = 'urn:oasis:names:tc:SAML:protocol:ext:req-attr';
export const SAML_METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
/** Beginning of each status code of SAML 2.0 Core, 3.2.2.2. */
export const SAML_STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
/** Common claim dialect of WS-Federation 1.2, 9.3: namespace of its elements, and its name. */
export const CLAIM_TYPE = 'http://docs.oasis-open.org/wsfed/authorization/200706';
export const CLAIM_DIALECT = `${CLAIM_TYPE}/authclaims`;
/** TokenType of a SAML 2.0 assertion (WSS SAML Token Profile 1.1, 3.5). */
export const SAML_TOKEN = 'http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0';
export const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
export const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
export const HL7 = 'urn:hl7-org:v3';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const X509_SUBJECT_NAME = 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName';
export const AUTHN_CLASS = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';

/** Attribute/@Name of each item of the VIHF. */
export const VihfName = {
  version: 'VIHF_Version',
  mode: 'Authentification_Mode',
  structure: 'Identifiant_Structure',
  sector: 'Secteur_Activite',
  subjectId: 'urn:oasis:names:tc:xspa:1.0:subject:subject-id',
  role: 'urn:oasis:names:tc:xacml:2.0:subject:role',
  purposeOfUse: 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse',
  accessReason: 'Mode_Acces_Raison',
  resourceId: 'urn:oasis:names:tc:xacml:2.0:resource:resource-id',
  resourceUrn: 'Ressource_URN',
  confidentiality: 'urn:oasis:names:tc:xspa:1.0:resource:patient:hl7:confidentiality-code',
  softwareId: 'LPS_ID',
  softwareName: 'LPS_Nom',
  softwareVersion: 'LPS_Version',
  homologation: 'LPS_ID_HOMOLOGATION_DMP',
} as const;

/** OIDs of the nomenclatures a VIHF takes codes from. */
export const VihfCodeSystem = {
  /** TRE_G15-ProfessionSante */
  profession: '1.2.250.1.71.1.2.7',
  /** TRE_G16-ProfessionFormation */
  professionInTraining: '1.2.250.1.71.1.2.8',
  /** TRE_A00-ProducteurDocNonPS */
  nonProfessional: '1.2.250.1.213.1.1.4.6',
  /** TRE_R94-ProfessionSocial */
  socialProfession: '1.2.250.1.213.1.6.1.4',
  /** TRE_R95-UsagerTitre */
  titleUser: '1.2.250.1.213.1.6.1.109',
  /** TRE_R291-AutreProfession */
  otherProfession: '1.2.250.1.213.1.6.1.140',
  /** TRE_R85-RolePriseCharge */
  careRole: '1.2.250.1.213.1.6.1.107',
  /** TRE_R01-EnsembleSavoirFaire */
  skill: '1.2.250.1.71.4.2.5',
  /** TRE_G05-SousSectionTableauCNOP */
  pharmacistSection: '1.2.250.1.71.4.2.6',
  /** TRE_R248-ModeAcces */
  accessMode: '1.2.250.1.213.1.1.4.248',
  /** TRE_R02-SecteurActivite */
  sector: '1.2.250.1.71.4.2.4',
} as const;

export type AuthenticationMode = 'DIRECTE' | 'INDIRECTE' | 'INDIRECTE_RENFORCEE';
export type PurposeOfUse = 'normal' | 'bris_de_glace' | 'centre_15';
