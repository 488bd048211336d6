/**
 * The HL7 codes that the model itself is made of, by the name of their set: those of CDA R2 as published in 2005 and
 * those that later releases of the model added for it.
 */

const OBSERVATIONS =
  'ALRT BATTERY CASE CLNTRL CNOD CONC COND DETPOL DGIMG EXP GEN INVSTG LLD LOC OBS OBSCOR OBSSER OUTB PHN POL POS POSACC POSCOORD PRN RLD ROIBND ROIOVL RTRD SEQ SEQVAR SFWL SIT SPCOBS STN SUP TRD VERIF';
const MUTUAL =
  'AFFL AGNT ASSIGNED CAREGIVER CASEBJ CASESBJ CIT CLAIM COMPAR CON COVPTY CRINV CRSPNSR DEPEN ECON EMP GUAR GUARD INDIV INVSBJ LIC MIL NAMED NOK NOT PAT PAYEE PAYOR POLHOLD PROG PROV PRS QUAL RESBJ SGNOFF SPNSR STD SUBSCR UNDWRT';
const ASSOCIATIVE = `${MUTUAL} ACCESS ADJY ADMM BIRTHPL BOND CONC CONY DEATHPLC DSDLOC DST EXPR HLD HLTHCHRT IDENT ISDLOC MANU MNT OWN RET RGPR SDLOC TERR THER USED WRTE`;

// prettier-ignore
export const VOCABULARY: Readonly<Record<string, string>> = {
  AddressPartType: 'ADL AL BNN BNR BNS CAR CEN CNT CPA CTY DAL DEL DINST DINSTA DINSTQ DIR DMOD DMODID INT POB PRE SAL STA STB STR STTYP UNID UNIT ZIP',
  BinaryDataEncoding: 'B64 TXT',
  CalendarCycle: 'CD CH CM CN CS CW CY D DM DW DY H HD J M MY N NH S SN W WY Y',
  CompressionAlgorithm: 'DF GZ Z ZL',
  IntegrityCheckAlgorithm: 'SHA-1 SHA-256',
  NullFlavor: 'ASKU DER INV MSK NA NASK NAV NI NINF NP OTH PINF QS TRC UNC UNK',
  ProbabilityDistributionType: 'B E F G LN N T U X2',
  SetOperator: 'A E H I P',
  TimingEvent: 'AC ACD ACM ACV C CD CM CV HS IC ICD ICM ICV PC PCD PCM PCV WAKE',
  EntityNamePartType: 'DEL FAM GIV PFX SFX',
  ActClass: `ACCM ACCT ACSN ACT ACTN ADJUD AEXPOS CACT CATEGORY CDALVLONE CLUSTER CNTRCT COMPOSITION CONS CONTAINER CONTREG COV CTTEVENT DIET DISPACT DOC DOCBODY DOCCLIN DOCSECT EHR ENC ENTRY EXPOS EXTRACT FCNTRCT FOLDER GROUPER INC INFO INFRM INVE JURISPOL LIST MPROT ORGANIZER ORGPOL PCPR POLICY PROC REG REV SBADM SBEXT SCOPOL SPCTRT SPECCOLLECT SPLY STC STDPOL STORE SUBST TEXPOS TOPIC TRFR TRNS XACT ${OBSERVATIONS}`,
  ActClassContract: 'CNTRCT COV FCNTRCT',
  ActClassDocument: 'CDALVLONE DOC DOCCLIN',
  ActClassInvoiceElement: 'INVE',
  ActClassObservation: OBSERVATIONS,
  ActMood: 'APT ARQ CRT DEF EVN EVN.CRT EXPEC GOL INT OPT PERM PERMRQ PRMS PRP RMD RQO RSK SLOT',
  ActMoodDefinition: 'DEF',
  ActMoodEventOccurrence: 'EVN',
  ActMoodGoal: 'GOL',
  x_ActClassDocumentEntryAct: 'ACCM ACSN ACT AEXPOS CONS CONTREG CTTEVENT DISPACT EXPOS INC INFRM LIST MPROT PCPR REG REV SPCTRT STORE TEXPOS TRFR TRNS',
  x_ActClassDocumentEntryOrganizer: 'BATTERY CLUSTER',
  x_ActMoodDefEvn: 'DEF EVN',
  x_ActMoodDocumentObservation: 'APT ARQ DEF EVN GOL INT PRMS PRP RQO RSK',
  x_DocumentActMood: 'APT ARQ DEF EVN INT PRMS PRP RQO RSK',
  x_DocumentEncounterMood: 'APT ARQ DEF EVN INT PRMS PRP RQO',
  x_DocumentProcedureMood: 'APT ARQ DEF EVN INT PRMS PRP RQO',
  x_DocumentSubstanceMood: 'DEF EVN INT PRMS PRP RQO',
  x_ActRelationshipDocument: 'APND RPLC XFRM',
  x_ActRelationshipEntry: 'COMP DRIV',
  x_ActRelationshipEntryRelationship: 'CAUS COMP GEVL MFST REFR RSON SAS SPRT SUBJ XCRPT',
  x_ActRelationshipExternalReference: 'ELNK REFR RPLC SPRT SUBJ XCRPT',
  ParticipationType: 'ADM ALY ATND AUT AUTHEN BBY BEN CAGNT CALLBCK CAT CON COV CSM CST DEV DIR DIS DIST DON DST ELOC ENT ESC EXPAGNT EXPART EXPTRGT EXSRC GUAR HLD IND INF IRCP LA LOC NOT NRD ORG PART PPRF PRCP PRD PRF RCT RCV RDV REF REFB REFT RESP RML SBJ SPC SPRF TRANS TRC VIA VRF WIT',
  ParticipationAuthorOriginator: 'AUT',
  ParticipationHolder: 'HLD',
  ParticipationTargetSubject: 'SBJ SPC',
  x_EncounterParticipant: 'ADM ATND CON DIS REF',
  x_InformationRecipient: 'PRCP TRC',
  x_ServiceEventPerformer: 'PPRF PRF SPRF',
  RoleClassAssignedEntity: 'ASSIGNED COMPAR CON ECON NOK SGNOFF',
  RoleClassAssociative: ASSOCIATIVE,
  RoleClassContent: 'CONT',
  RoleClassDistributedMaterial: 'DST RET',
  RoleClassIngredientEntity: 'ACTI ACTIB ACTIM ACTIR ACTM ADJV ADTV BASE COLR FLVR IACT INGR MECH PRSV STBL',
  RoleClassIsSpeciesEntity: 'GEN GRIC',
  RoleClassManufacturedProduct: 'MANU THER',
  RoleClassMutualRelationship: MUTUAL,
  RoleClassPart: 'ACTM PART',
  RoleClassRoot: `ACTI ACTIB ACTIM ACTIR ACTM ADJV ADTV ALQT BASE COLR CONT EQUIV EXPAGTCAR EXPVECTOR FLVR FOMITE GEN GRIC IACT INGR INST ISLT LOCE MBR MECH PART PRSV ROL SAME SPEC STBL STOR SUBS SUBY ${ASSOCIATIVE}`,
  RoleClassServiceDeliveryLocation: 'DSDLOC ISDLOC SDLOC',
  RoleClassTerritoryOfAuthority: 'TERR',
  x_DocumentSubject: 'PAT PRS',
  x_InformationRecipientRole: 'ASSIGNED HLTHCHRT',
  EntityClassContainer: 'CONT HOLD',
  EntityClassDevice: 'CER DEV MODDV',
  EntityClassManufacturedMaterial: 'CER CONT DEV HOLD MMAT MODDV',
  EntityClassOrganization: 'NAT ORG PUB STATE',
  EntityClassPublicInstitution: 'PUB',
  EntityClassRoot: 'ANM CER CHEM CITY CONT COUNTRY COUNTY DEV ENT FOOD HCE HOLD LIV MAT MIC MMAT MODDV NAT NLIV ORG PLC PLNT PROVINCE PSN PUB RGRP STATE',
  EntityClassState: 'NAT STATE',
  EntityDeterminer: 'INSTANCE KIND QUANTIFIED_KIND',
  EntityDeterminerSpecific: 'INSTANCE',
  EntityNamePartQualifier: 'AC AD BR CL CON DEV FRM IN INV LS NB PR SCI SP STR TITLE TMK USE VV',
  EntityNameUse: 'A ABC ASGN C I IDE L OR P PHON R SNDX SRCH SYL',
  PostalAddressUse: 'ABC BAD CONF DIR H HP HV IDE PHYS PST PUB SYL TMP WP',
  TelecommunicationAddressUse: 'AS BAD CONF DIR EC H HP HV MC PG PUB TMP WP',
};

/** Attributes of these types hold several codes, separated by blanks. */
export const LISTS: Readonly<Record<string, string>> = {
  set_EntityNamePartQualifier: 'EntityNamePartQualifier',
  set_EntityNameUse: 'EntityNameUse',
  set_PostalAddressUse: 'PostalAddressUse',
  set_TelecommunicationAddressUse: 'TelecommunicationAddressUse',
};
