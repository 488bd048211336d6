import { rule, type Bilingual, type Level, type Rule } from '../../src/model/index.js';

const XDS = 'CI-SIS, volet Partage de documents de santé, correspondance entre métadonnées XDS et en-tête CDA';
const VIHF = 'CI-SIS, Transport synchrone pour client lourd, annexe VIHF ; volet Partage de documents de santé';

interface Draft {
  level?: Level;
  title: Bilingual;
  message: Bilingual;
  why?: Bilingual;
  hint: Bilingual;
  clause?: string;
  right: string;
  wrong: string;
}

const OTHER_PATIENT = {
  fr: 'Le document peut être rangé dans le dossier d’un autre patient.',
  en: 'The document may be filed in the record of another patient.',
};
const NOT_FOUND = {
  fr: 'Le document est mal classé : une recherche ne le trouve pas, ou le présente à tort.',
  en: 'The document is misfiled: a search misses it, or shows it wrongly.',
};

/** By number: what must agree, and what to do when it does not. */
const DRAFTS: Readonly<Record<string, Draft>> = {
  '01': {
    title: { fr: 'Le patient du VIHF (resource-id) est celui des métadonnées (patientId).', en: 'The patient of the VIHF (resource-id) is that of the metadata (patientId).' },
    message: { fr: 'Le VIHF et les métadonnées ne désignent pas le même patient.', en: 'The VIHF and the metadata do not name the same patient.' },
    why: OTHER_PATIENT,
    hint: { fr: 'Établir le VIHF pour le patient du document : même INS, même OID.', en: 'Make the VIHF out for the patient of the document: same INS, same OID.' },
    clause: VIHF,
    right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH / 279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH',
    wrong: '279035121518989^^^&… / 207058575627097^^^&…',
  },
  '02': {
    title: {
      fr: 'Le professionnel de santé du VIHF (NameID) est l’auteur du lot de soumission.',
      en: 'The health professional of the VIHF (NameID) is the author of the submission set.',
    },
    message: { fr: 'Le VIHF et le lot de soumission ne désignent pas le même professionnel.', en: 'The VIHF and the submission set do not name the same professional.' },
    why: { fr: 'L’envoi est imputé à une personne qui ne l’a pas fait.', en: 'The submission is attributed to a person who did not make it.' },
    hint: {
      fr: 'Écrire dans authorPerson du lot l’identifiant de l’utilisateur connecté, celui du NameID.',
      en: 'Write in authorPerson of the submission set the identifier of the user who is logged in, that of NameID.',
    },
    clause: VIHF,
    right: 'NameID 899900063480 / 899900063480^KERLEAU^ANNE^…',
    wrong: 'NameID 899900063480 / 899900038839^MARCHETTI^LOUISE^…',
  },
  '05': {
    title: { fr: 'Le patient des métadonnées (patientId) est celui du CDA (recordTarget).', en: 'The patient of the metadata (patientId) is that of the CDA (recordTarget).' },
    message: { fr: 'Les métadonnées et le CDA ne désignent pas le même patient.', en: 'The metadata and the CDA do not name the same patient.' },
    why: OTHER_PATIENT,
    hint: { fr: 'Écrire dans patientId l’INS et l’OID de recordTarget/patientRole/id.', en: 'Write in patientId the INS and OID of recordTarget/patientRole/id.' },
    right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH / <id root="1.2.250.1.213.1.4.10" extension="279035121518989"/>',
    wrong: '279035121518989^^^&… / <id … extension="207058575627097"/>',
  },
  '06': {
    title: { fr: 'L’auteur des métadonnées (authorPerson) est un auteur du CDA.', en: 'The author in the metadata (authorPerson) is an author of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne désignent pas le même auteur.', en: 'The metadata and the CDA do not name the same author.' },
    why: { fr: 'Le document est attribué à une personne qui ne l’a pas écrit.', en: 'The document is attributed to a person who did not write it.' },
    hint: { fr: 'Tirer authorPerson de author/assignedAuthor/id et assignedPerson/name.', en: 'Take authorPerson from author/assignedAuthor/id and assignedPerson/name.' },
    right: '899900063480^KERLEAU^ANNE^… / <id root="1.2.250.1.71.4.2.1" extension="899900063480"/>',
    wrong: '899900038839^MARCHETTI^LOUISE^… / <id … extension="899900063480"/>',
  },
  '07': {
    title: { fr: 'Le titre des métadonnées est celui du CDA.', en: 'The title in the metadata is that of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même titre.', en: 'The metadata and the CDA do not give the same title.' },
    why: { fr: 'Le médecin ouvre un autre document que celui qu’annonce la liste.', en: 'The doctor opens another document than the list announces.' },
    hint: { fr: 'Écrire dans Name du DocumentEntry le contenu de ClinicalDocument/title.', en: 'Write in Name of the DocumentEntry the content of ClinicalDocument/title.' },
    right: 'Compte rendu de consultation / <title>Compte rendu de consultation</title>',
    wrong: 'Document / <title>Compte rendu de consultation</title>',
  },
  '08': {
    title: { fr: 'creationTime est l’instant de ClinicalDocument/effectiveTime, en temps universel.', en: 'creationTime is the instant of ClinicalDocument/effectiveTime, in universal time.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même instant de création.', en: 'The metadata and the CDA do not give the same time of creation.' },
    why: NOT_FOUND,
    hint: { fr: 'Convertir effectiveTime en temps universel (UTC), sans décalage écrit.', en: 'Convert effectiveTime to universal time (UTC), with no offset written.' },
    right: '20261120091500 / 20261120101500+0100',
    wrong: '20261120101500 / 20261120101500+0100',
  },
  '09': {
    title: { fr: 'serviceStartTime est le début de l’acte principal du CDA, en temps universel.', en: 'serviceStartTime is the beginning of the principal act of the CDA, in universal time.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même début d’acte.', en: 'The metadata and the CDA do not give the same beginning of the act.' },
    why: NOT_FOUND,
    hint: { fr: 'Convertir documentationOf/serviceEvent/effectiveTime/low en temps universel.', en: 'Convert documentationOf/serviceEvent/effectiveTime/low to universal time.' },
    right: '20261120082000 / <low value="20261120092000+0100"/>',
    wrong: '20261120092000 / <low value="20261120092000+0100"/>',
  },
  '10': {
    title: { fr: 'serviceStopTime est la fin de l’acte principal du CDA, en temps universel.', en: 'serviceStopTime is the end of the principal act of the CDA, in universal time.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas la même fin d’acte.', en: 'The metadata and the CDA do not give the same end of the act.' },
    why: NOT_FOUND,
    hint: { fr: 'Convertir documentationOf/serviceEvent/effectiveTime/high en temps universel.', en: 'Convert documentationOf/serviceEvent/effectiveTime/high to universal time.' },
    right: '20261120091000 / <high value="20261120101000+0100"/>',
    wrong: '20261120101000 / <high value="20261120101000+0100"/>',
  },
  '11': {
    title: { fr: 'Les codes de confidentialité des métadonnées comprennent celui du CDA.', en: 'The confidentiality codes of the metadata include that of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même niveau de confidentialité.', en: 'The metadata and the CDA do not give the same confidentiality level.' },
    why: { fr: 'Le document est montré à des personnes qui ne doivent pas le voir, ou caché à qui en a besoin.', en: 'The document is shown to people who must not see it, or hidden from those who need it.' },
    hint: { fr: 'Écrire N, R ou V, comme ClinicalDocument/confidentialityCode, puis les codes de masquage.', en: 'Write N, R or V, as ClinicalDocument/confidentialityCode does, then the masking codes.' },
    right: 'N / <confidentialityCode code="N" …/>',
    wrong: 'N / <confidentialityCode code="R" …/>',
  },
  '12': {
    title: { fr: 'La langue des métadonnées est celle du CDA.', en: 'The language of the metadata is that of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas la même langue.', en: 'The metadata and the CDA do not give the same language.' },
    hint: { fr: 'Écrire dans languageCode la valeur de ClinicalDocument/languageCode/@code.', en: 'Write in languageCode the value of ClinicalDocument/languageCode/@code.' },
    right: 'fr-FR / <languageCode code="fr-FR"/>',
    wrong: 'en-US / <languageCode code="fr-FR"/>',
  },
  '13': {
    title: { fr: 'Le type des métadonnées (typeCode) est celui du CDA (code).', en: 'The type in the metadata (typeCode) is that of the CDA (code).' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même type de document.', en: 'The metadata and the CDA do not give the same document type.' },
    why: NOT_FOUND,
    hint: { fr: 'Écrire dans typeCode le code et le système de ClinicalDocument/code.', en: 'Write in typeCode the code and code system of ClinicalDocument/code.' },
    right: '11502-2 / <code code="11502-2" codeSystem="2.16.840.1.113883.6.1"/>',
    wrong: '34133-9 / <code code="11502-2" codeSystem="2.16.840.1.113883.6.1"/>',
  },
  '14': {
    title: { fr: 'Le formatCode d’un CDA non structuré est celui de son type de contenu (ASS_A12).', en: 'The formatCode of an unstructured CDA is that of its media type (ASS_A12).' },
    message: { fr: 'Le formatCode n’est pas celui du type de contenu du CDA.', en: 'The formatCode is not that of the media type of the CDA.' },
    why: { fr: 'Le logiciel lecteur ne choisit pas le bon afficheur.', en: 'The reading software does not choose the right viewer.' },
    hint: { fr: 'Prendre le formatCode dans ASS_A12 d’après nonXMLBody/text/@mediaType.', en: 'Take the formatCode from ASS_A12 by nonXMLBody/text/@mediaType.' },
    clause: 'ASS_A12 ; ' + XDS,
    right: 'urn:ihe:iti:xds-sd:pdf:2008 / mediaType="application/pdf"',
    wrong: 'urn:ihe:iti:xds-sd:text:2008 / mediaType="application/pdf"',
  },
  '15': {
    title: { fr: 'uniqueId est l’identifiant du CDA (root, ou root^extension).', en: 'uniqueId is the identifier of the CDA (root, or root^extension).' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même identifiant de document.', en: 'The metadata and the CDA do not give the same document identifier.' },
    why: { fr: 'Le document ne peut plus être remplacé ni cité par son identifiant.', en: 'The document can no longer be replaced or cited by its identifier.' },
    hint: { fr: 'Écrire dans uniqueId la valeur de ClinicalDocument/id/@root.', en: 'Write in uniqueId the value of ClinicalDocument/id/@root.' },
    right: '2.999.1 / <id root="2.999.1"/>',
    wrong: '2.999.2 / <id root="2.999.1"/>',
  },
  '16': {
    level: 'SHOULD',
    title: { fr: 'L’identifiant d’un CDA publié est un OID sans extension.', en: 'The identifier of a published CDA is an OID without extension.' },
    message: { fr: 'L’identifiant du CDA a une extension, que le DMP refuse.', en: 'The identifier of the CDA has an extension, which the DMP refuses.' },
    hint: { fr: 'Mettre tout l’identifiant dans ClinicalDocument/id/@root.', en: 'Put the whole identifier in ClinicalDocument/id/@root.' },
    right: '<id root="2.999.1.42"/>',
    wrong: '<id root="2.999.1" extension="42"/>',
  },
  '17': {
    title: {
      fr: 'healthcareFacilityTypeCode est le code du lieu de prise en charge du CDA.',
      en: 'healthcareFacilityTypeCode is the code of the location of care of the CDA.',
    },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même type de lieu.', en: 'The metadata and the CDA do not give the same type of facility.' },
    why: NOT_FOUND,
    hint: {
      fr: 'Écrire le code de componentOf/encompassingEncounter/location/healthCareFacility/code.',
      en: 'Write the code of componentOf/encompassingEncounter/location/healthCareFacility/code.',
    },
    right: 'SA07 / <healthCareFacility><code code="SA07" …/></healthCareFacility>',
    wrong: 'SA01 / <healthCareFacility><code code="SA07" …/></healthCareFacility>',
  },
  '18': {
    title: {
      fr: 'practiceSettingCode est le cadre d’exercice de l’exécutant de l’acte principal du CDA.',
      en: 'practiceSettingCode is the practice setting of the performer of the principal act of the CDA.',
    },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même cadre d’exercice.', en: 'The metadata and the CDA do not give the same practice setting.' },
    why: NOT_FOUND,
    hint: {
      fr: 'Écrire le code de performer/assignedEntity/representedOrganization/standardIndustryClassCode.',
      en: 'Write the code of performer/assignedEntity/representedOrganization/standardIndustryClassCode.',
    },
    right: 'AMBULATOIRE / <standardIndustryClassCode code="AMBULATOIRE" …/>',
    wrong: 'ETABLISSEMENT / <standardIndustryClassCode code="AMBULATOIRE" …/>',
  },
  '19': {
    title: { fr: 'Le responsable des métadonnées (legalAuthenticator) est celui du CDA.', en: 'The legal authenticator of the metadata is that of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne désignent pas le même responsable.', en: 'The metadata and the CDA do not name the same legal authenticator.' },
    why: { fr: 'La responsabilité du document est imputée à une autre personne.', en: 'Responsibility for the document is attributed to another person.' },
    hint: { fr: 'Tirer legalAuthenticator de legalAuthenticator/assignedEntity.', en: 'Take legalAuthenticator from legalAuthenticator/assignedEntity.' },
    right: '899900063480^KERLEAU^ANNE^… / <id … extension="899900063480"/>',
    wrong: '899900038839^MARCHETTI^LOUISE^… / <id … extension="899900063480"/>',
  },
  '20': {
    title: { fr: 'Le nom du patient des métadonnées (PID-5) est un nom du patient du CDA.', en: 'The patient name in the metadata (PID-5) is a name of the patient of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même nom au patient.', en: 'The metadata and the CDA do not give the patient the same name.' },
    why: OTHER_PATIENT,
    hint: { fr: 'Tirer PID-5 de recordTarget/patientRole/patient/name.', en: 'Take PID-5 from recordTarget/patientRole/patient/name.' },
    right: 'PID-5|PAT-TROIS^DOMINIQUE^^^^^L / <family qualifier="BR">PAT-TROIS</family>',
    wrong: 'PID-5|PATB-QUATRE^LAURENCE^^^^^L / <family qualifier="BR">PAT-TROIS</family>',
  },
  '21': {
    title: { fr: 'L’identifiant local du patient (sourcePatientId) figure dans le CDA (patientRole/id).', en: 'The local identifier of the patient (sourcePatientId) stands in the CDA (patientRole/id).' },
    message: { fr: 'Le CDA ne porte pas l’identifiant local de patient des métadonnées.', en: 'The CDA does not carry the local patient identifier of the metadata.' },
    why: OTHER_PATIENT,
    hint: { fr: 'Reprendre dans sourcePatientId un recordTarget/patientRole/id du CDA : l’IPP, ou l’INS à défaut.', en: 'Take a recordTarget/patientRole/id of the CDA in sourcePatientId: the local identifier, or else the INS.' },
    right: 'IPP-000123^^^&2.999.1.3&ISO^PI / <id root="2.999.1.3" extension="IPP-000123"/>',
    wrong: 'IPP-000124^^^&2.999.1.3&ISO^PI / <id root="2.999.1.3" extension="IPP-000123"/>',
  },
  '22': {
    level: 'SHOULD',
    title: {
      fr: 'La personne responsable d’un envoi par un automate ou un secrétariat (NameID) est l’auteur du lot de soumission.',
      en: 'The person responsible for a submission by an automaton or a secretary (NameID) is the author of the submission set.',
    },
    message: { fr: 'Le VIHF et le lot de soumission ne désignent pas le même émetteur.', en: 'The VIHF and the submission set do not name the same sender.' },
    hint: { fr: 'Écrire dans authorPerson du lot l’identifiant du NameID.', en: 'Write the identifier of NameID in authorPerson of the submission set.' },
    clause: VIHF,
    right: 'NameID 30B0127189/42 / 30B0127189/42^…',
    wrong: 'NameID 30B0127189/42 / 899900063480^…',
  },
  '23': {
    title: {
      fr: 'Un remplacement est dit deux fois : association RPLC dans les métadonnées et relatedDocument dans le CDA.',
      en: 'A replacement is told twice: RPLC association in the metadata and relatedDocument in the CDA.',
    },
    message: { fr: 'Les métadonnées et le CDA se contredisent sur le remplacement.', en: 'The metadata and the CDA disagree about the replacement.' },
    why: { fr: 'L’ancienne version reste affichée à côté de la nouvelle.', en: 'The old version stays on display beside the new one.' },
    hint: {
      fr: 'Écrire relatedDocument/parentDocument/id avec le uniqueId de l’ancien document, et RPLC vers son entryUUID.',
      en: 'Write relatedDocument/parentDocument/id with the uniqueId of the old document, and RPLC to its entryUUID.',
    },
    right: 'RPLC / <relatedDocument typeCode="RPLC">',
    wrong: 'RPLC / (relatedDocument absent)',
  },
  '24': {
    level: 'SHOULD',
    title: { fr: 'La structure du VIHF (Identifiant_Structure) est celle de l’auteur du lot (authorInstitution).', en: 'The organisation of the VIHF (Identifiant_Structure) is that of the author of the submission set (authorInstitution).' },
    message: { fr: 'Le VIHF et le lot de soumission ne désignent pas la même structure.', en: 'The VIHF and the submission set do not name the same organisation.' },
    hint: { fr: 'Écrire dans authorInstitution (XON.10) l’identifiant du VIHF.', en: 'Write the identifier of the VIHF in authorInstitution (XON.10).' },
    clause: VIHF,
    right: '10B0127189 / Cabinet^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^10B0127189',
    wrong: '10B0127189 / Cabinet^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1750712184',
  },
  '25': {
    level: 'SHOULD',
    title: { fr: 'La profession et le savoir-faire du VIHF (role) sont ceux de l’auteur du lot (authorSpecialty).', en: 'The profession and skill of the VIHF (role) are those of the author of the submission set (authorSpecialty).' },
    message: { fr: 'Le VIHF et le lot de soumission ne donnent pas la même profession à l’utilisateur.', en: 'The VIHF and the submission set do not give the user the same profession.' },
    hint: { fr: 'Former authorSpecialty de la profession et du savoir-faire du VIHF : G15_10/SM26.', en: 'Make authorSpecialty of the profession and skill of the VIHF: G15_10/SM26.' },
    clause: VIHF,
    right: '10, SM26 / G15_10/SM26^…',
    wrong: '10, SM26 / G15_21^…',
  },
  '26': {
    title: {
      fr: 'Le mimeType d’un CDA est text/xml, ou application/xslt+xml s’il est auto-présentable.',
      en: 'The mimeType of a CDA is text/xml, or application/xslt+xml when it is self-presenting.',
    },
    message: { fr: 'Le mimeType des métadonnées n’est pas celui du document joint.', en: 'The mimeType of the metadata is not that of the attached document.' },
    hint: { fr: 'Écrire mimeType="text/xml" pour un CDA.', en: 'Write mimeType="text/xml" for a CDA.' },
    right: 'mimeType="text/xml"',
    wrong: 'mimeType="application/pdf"',
  },
  '27': {
    level: 'SHOULD',
    title: { fr: 'Le rôle de l’auteur des métadonnées (authorRole) est celui du CDA (functionCode).', en: 'The role of the author in the metadata (authorRole) is that of the CDA (functionCode).' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même rôle à l’auteur.', en: 'The metadata and the CDA do not give the author the same role.' },
    hint: { fr: 'Écrire dans authorRole le libellé author/functionCode/@displayName.', en: 'Write in authorRole the label author/functionCode/@displayName.' },
    right: 'Médecin traitant / <functionCode code="PCP" displayName="Médecin traitant"/>',
    wrong: 'Correspondant / <functionCode code="PCP" displayName="Médecin traitant"/>',
  },
  '28': {
    level: 'SHOULD',
    title: { fr: 'La spécialité de l’auteur des métadonnées (authorSpecialty) est celle du CDA (assignedAuthor/code).', en: 'The specialty of the author in the metadata (authorSpecialty) is that of the CDA (assignedAuthor/code).' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas la même spécialité à l’auteur.', en: 'The metadata and the CDA do not give the author the same specialty.' },
    hint: { fr: 'Tirer authorSpecialty de author/assignedAuthor/code.', en: 'Take authorSpecialty from author/assignedAuthor/code.' },
    right: 'G15_10/SM26^… / <code code="G15_10/SM26" …/>',
    wrong: 'G15_21^… / <code code="G15_10/SM26" …/>',
  },
  '29': {
    level: 'SHOULD',
    title: { fr: 'La structure de l’auteur des métadonnées (authorInstitution) est celle du CDA (representedOrganization).', en: 'The organisation of the author in the metadata (authorInstitution) is that of the CDA (representedOrganization).' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas la même structure à l’auteur.', en: 'The metadata and the CDA do not give the author the same organisation.' },
    hint: { fr: 'Tirer authorInstitution de author/assignedAuthor/representedOrganization.', en: 'Take authorInstitution from author/assignedAuthor/representedOrganization.' },
    right: '…^^^10B0127189 / <id root="1.2.250.1.71.4.2.2" extension="10B0127189"/>',
    wrong: '…^^^1750712184 / <id root="1.2.250.1.71.4.2.2" extension="10B0127189"/>',
  },
  '30': {
    level: 'SHOULD',
    title: { fr: 'Le formatCode d’un CDA structuré est celui du volet qu’il déclare (ASS_A11).', en: 'The formatCode of a structured CDA is that of the volet it declares (ASS_A11).' },
    message: { fr: 'Le formatCode n’est pas celui du volet que déclare le CDA.', en: 'The formatCode is not that of the volet the CDA declares.' },
    why: { fr: 'Le logiciel lecteur ne reconnaît pas les données structurées.', en: 'The reading software does not recognise the structured data.' },
    hint: { fr: 'Prendre le formatCode dans ASS_A11 d’après le templateId du volet.', en: 'Take the formatCode from ASS_A11 by the templateId of the volet.' },
    clause: 'ASS_A11 ; ' + XDS,
    right: 'urn:ihe:lab:xd-lab:2008 / <templateId root="1.2.250.1.213.1.1.1.55"/>',
    wrong: 'urn:ihe:iti:xds-sd:pdf:2008 / <templateId root="1.2.250.1.213.1.1.1.55"/>',
  },
  '31': {
    title: { fr: 'La date de naissance des métadonnées (PID-7) est celle du CDA.', en: 'The birth date in the metadata (PID-7) is that of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas la même date de naissance.', en: 'The metadata and the CDA do not give the same birth date.' },
    why: OTHER_PATIENT,
    hint: { fr: 'Tirer PID-7 de recordTarget/patientRole/patient/birthTime.', en: 'Take PID-7 from recordTarget/patientRole/patient/birthTime.' },
    right: 'PID-7|19790328 / <birthTime value="19790328"/>',
    wrong: 'PID-7|19790329 / <birthTime value="19790328"/>',
  },
  '32': {
    title: { fr: 'Le sexe des métadonnées (PID-8) est celui du CDA.', en: 'The sex in the metadata (PID-8) is that of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même sexe.', en: 'The metadata and the CDA do not give the same sex.' },
    why: OTHER_PATIENT,
    hint: { fr: 'Tirer PID-8 de recordTarget/patientRole/patient/administrativeGenderCode.', en: 'Take PID-8 from recordTarget/patientRole/patient/administrativeGenderCode.' },
    right: 'PID-8|F / <administrativeGenderCode code="F"/>',
    wrong: 'PID-8|M / <administrativeGenderCode code="F"/>',
  },
  '33': {
    title: { fr: 'L’identifiant du patient des traits (PID-3) figure dans le CDA (patientRole/id).', en: 'The patient identifier of the traits (PID-3) stands in the CDA (patientRole/id).' },
    message: { fr: 'Le CDA ne porte pas l’identifiant de patient donné en PID-3.', en: 'The CDA does not carry the patient identifier given in PID-3.' },
    why: OTHER_PATIENT,
    hint: { fr: 'Tirer PID-3 de recordTarget/patientRole/id.', en: 'Take PID-3 from recordTarget/patientRole/id.' },
    right: 'PID-3|279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH / <id … extension="279035121518989"/>',
    wrong: 'PID-3|207058575627097^^^&… / <id … extension="279035121518989"/>',
  },
}; // prettier-ignore

export const rules: readonly Rule[] = Object.entries(DRAFTS)
  .map(([number, { level = 'SHALL', title, message, why, hint, clause = XDS, right, wrong }]): Rule => {
    const id = `PDS-X-${number}`;
    return rule({ id, level, title, message, ...(why && { why }), hint, clause, example: { right, wrong } });
  })
  .sort((a, b) => a.id.localeCompare(b.id));
