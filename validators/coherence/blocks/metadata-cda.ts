import type { Block, Row } from '../block.js';
import { NOT_FOUND, OTHER_PATIENT, XDS } from './clauses.js';

const ofDocument: Row[] = [
  {
    number: '05',
    left: 'patientId',
    right: 'recordTarget/patientRole/id/@extension',
    compare: 'patient',
    arbiters: [{ side: 'vihf', at: 'resource-id' }],
    title: {
      fr: 'Le patient des métadonnées (patientId) est celui du CDA (recordTarget).',
      en: 'The patient of the metadata (patientId) is that of the CDA (recordTarget).',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne désignent pas le même patient.',
      en: 'The metadata and the CDA do not name the same patient.',
    },
    why: OTHER_PATIENT,
    hint: {
      fr: 'Écrire dans patientId l’INS et l’OID de recordTarget/patientRole/id.',
      en: 'Write in patientId the INS and OID of recordTarget/patientRole/id.',
    },
    clause: XDS,
    example: {
      right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH / <id root="1.2.250.1.213.1.4.10" extension="279035121518989"/>',
      wrong: '279035121518989^^^&… / <id … extension="207058575627097"/>',
    },
  },
  {
    number: '07',
    left: 'title',
    right: 'title',
    compare: 'title',
    title: { fr: 'Le titre des métadonnées est celui du CDA.', en: 'The title in the metadata is that of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même titre.', en: 'The metadata and the CDA do not give the same title.' },
    why: {
      fr: 'Le médecin ouvre un autre document que celui qu’annonce la liste.',
      en: 'The doctor opens another document than the list announces.',
    },
    hint: {
      fr: 'Écrire dans Name du DocumentEntry le contenu de ClinicalDocument/title.',
      en: 'Write in Name of the DocumentEntry the content of ClinicalDocument/title.',
    },
    clause: XDS,
    example: {
      right: 'Compte rendu de consultation / <title>Compte rendu de consultation</title>',
      wrong: 'Document / <title>Compte rendu de consultation</title>',
    },
  },
  {
    number: '08',
    left: 'creationTime',
    right: 'effectiveTime/@value',
    compare: 'instant',
    title: {
      fr: 'creationTime est l’instant de ClinicalDocument/effectiveTime, en temps universel.',
      en: 'creationTime is the instant of ClinicalDocument/effectiveTime, in universal time.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même instant de création.',
      en: 'The metadata and the CDA do not give the same time of creation.',
    },
    why: NOT_FOUND,
    hint: {
      fr: 'Convertir effectiveTime en temps universel (UTC), sans décalage écrit.',
      en: 'Convert effectiveTime to universal time (UTC), with no offset written.',
    },
    clause: XDS,
    example: { right: '20261120091500 / 20261120101500+0100', wrong: '20261120101500 / 20261120101500+0100' },
  },
  {
    number: '09',
    left: 'serviceStartTime',
    right: 'documentationOf[1]/serviceEvent/effectiveTime/low/@value',
    compare: 'instant',
    title: {
      fr: 'serviceStartTime est le début de l’acte principal du CDA, en temps universel.',
      en: 'serviceStartTime is the beginning of the principal act of the CDA, in universal time.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même début d’acte.',
      en: 'The metadata and the CDA do not give the same beginning of the act.',
    },
    why: NOT_FOUND,
    hint: {
      fr: 'Convertir documentationOf/serviceEvent/effectiveTime/low en temps universel.',
      en: 'Convert documentationOf/serviceEvent/effectiveTime/low to universal time.',
    },
    clause: XDS,
    example: { right: '20261120082000 / <low value="20261120092000+0100"/>', wrong: '20261120092000 / <low value="20261120092000+0100"/>' },
  },
  {
    number: '10',
    left: 'serviceStopTime',
    right: 'documentationOf[1]/serviceEvent/effectiveTime/high/@value',
    compare: 'instant',
    title: {
      fr: 'serviceStopTime est la fin de l’acte principal du CDA, en temps universel.',
      en: 'serviceStopTime is the end of the principal act of the CDA, in universal time.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas la même fin d’acte.',
      en: 'The metadata and the CDA do not give the same end of the act.',
    },
    why: NOT_FOUND,
    hint: {
      fr: 'Convertir documentationOf/serviceEvent/effectiveTime/high en temps universel.',
      en: 'Convert documentationOf/serviceEvent/effectiveTime/high to universal time.',
    },
    clause: XDS,
    example: {
      right: '20261120091000 / <high value="20261120101000+0100"/>',
      wrong: '20261120101000 / <high value="20261120101000+0100"/>',
    },
  },
  {
    number: '11',
    left: 'confidentialityCode',
    right: 'confidentialityCode/@code',
    compare: 'confidentiality',
    title: {
      fr: 'Les codes de confidentialité des métadonnées comprennent celui du CDA.',
      en: 'The confidentiality codes of the metadata include that of the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même niveau de confidentialité.',
      en: 'The metadata and the CDA do not give the same confidentiality level.',
    },
    why: {
      fr: 'Le document est montré à des personnes qui ne doivent pas le voir, ou caché à qui en a besoin.',
      en: 'The document is shown to people who must not see it, or hidden from those who need it.',
    },
    hint: {
      fr: 'Écrire N, R ou V, comme ClinicalDocument/confidentialityCode, puis les codes de masquage.',
      en: 'Write N, R or V, as ClinicalDocument/confidentialityCode does, then the masking codes.',
    },
    clause: XDS,
    example: { right: 'N / <confidentialityCode code="N" …/>', wrong: 'N / <confidentialityCode code="R" …/>' },
  },
  {
    number: '12',
    left: 'languageCode',
    right: 'languageCode/@code',
    compare: 'same',
    title: { fr: 'La langue des métadonnées est celle du CDA.', en: 'The language of the metadata is that of the CDA.' },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas la même langue.',
      en: 'The metadata and the CDA do not give the same language.',
    },
    hint: {
      fr: 'Écrire dans languageCode la valeur de ClinicalDocument/languageCode/@code.',
      en: 'Write in languageCode the value of ClinicalDocument/languageCode/@code.',
    },
    clause: XDS,
    example: { right: 'fr-FR / <languageCode code="fr-FR"/>', wrong: 'en-US / <languageCode code="fr-FR"/>' },
  },
  {
    number: '13',
    left: 'typeCode',
    right: 'code/@code',
    compare: 'code',
    title: {
      fr: 'Le type des métadonnées (typeCode) est celui du CDA (code).',
      en: 'The type in the metadata (typeCode) is that of the CDA (code).',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même type de document.',
      en: 'The metadata and the CDA do not give the same document type.',
    },
    why: NOT_FOUND,
    hint: {
      fr: 'Écrire dans typeCode le code et le système de ClinicalDocument/code.',
      en: 'Write in typeCode the code and code system of ClinicalDocument/code.',
    },
    clause: XDS,
    example: {
      right: '11502-2 / <code code="11502-2" codeSystem="2.16.840.1.113883.6.1"/>',
      wrong: '34133-9 / <code code="11502-2" codeSystem="2.16.840.1.113883.6.1"/>',
    },
  },
  {
    number: '14',
    left: 'formatCode',
    right: 'component/nonXMLBody/text/@mediaType',
    compare: 'format-of-media',
    title: {
      fr: 'Le formatCode d’un CDA non structuré est celui de son type de contenu (ASS_A12).',
      en: 'The formatCode of an unstructured CDA is that of its media type (ASS_A12).',
    },
    message: {
      fr: 'Le formatCode n’est pas celui du type de contenu du CDA.',
      en: 'The formatCode is not that of the media type of the CDA.',
    },
    why: { fr: 'Le logiciel lecteur ne choisit pas le bon afficheur.', en: 'The reading software does not choose the right viewer.' },
    hint: {
      fr: 'Prendre le formatCode dans ASS_A12 d’après nonXMLBody/text/@mediaType.',
      en: 'Take the formatCode from ASS_A12 by nonXMLBody/text/@mediaType.',
    },
    clause: 'ASS_A12 ; ' + XDS,
    example: {
      right: 'urn:ihe:iti:xds-sd:pdf:2008 / mediaType="application/pdf"',
      wrong: 'urn:ihe:iti:xds-sd:text:2008 / mediaType="application/pdf"',
    },
  },
  {
    number: '30',
    left: 'formatCode',
    right: 'templateId/@root',
    compare: 'format-of-volet',
    when: 'component/structuredBody',
    level: 'SHOULD',
    title: {
      fr: 'Le formatCode d’un CDA structuré est celui du volet qu’il déclare (ASS_A11).',
      en: 'The formatCode of a structured CDA is that of the volet it declares (ASS_A11).',
    },
    message: {
      fr: 'Le formatCode n’est pas celui du volet que déclare le CDA.',
      en: 'The formatCode is not that of the volet the CDA declares.',
    },
    why: {
      fr: 'Le logiciel lecteur ne reconnaît pas les données structurées.',
      en: 'The reading software does not recognise the structured data.',
    },
    hint: {
      fr: 'Prendre le formatCode dans ASS_A11 d’après le templateId du volet.',
      en: 'Take the formatCode from ASS_A11 by the templateId of the volet.',
    },
    clause: 'ASS_A11 ; ' + XDS,
    example: {
      right: 'urn:ihe:lab:xd-lab:2008 / <templateId root="1.2.250.1.213.1.1.1.55"/>',
      wrong: 'urn:ihe:iti:xds-sd:pdf:2008 / <templateId root="1.2.250.1.213.1.1.1.55"/>',
    },
  },
  {
    number: '15',
    left: 'uniqueId',
    right: 'id/@root',
    compare: 'document-id',
    title: {
      fr: 'uniqueId est l’identifiant du CDA (root, ou root^extension).',
      en: 'uniqueId is the identifier of the CDA (root, or root^extension).',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même identifiant de document.',
      en: 'The metadata and the CDA do not give the same document identifier.',
    },
    why: {
      fr: 'Le document ne peut plus être remplacé ni cité par son identifiant.',
      en: 'The document can no longer be replaced or cited by its identifier.',
    },
    hint: {
      fr: 'Écrire dans uniqueId la valeur de ClinicalDocument/id/@root.',
      en: 'Write in uniqueId the value of ClinicalDocument/id/@root.',
    },
    clause: XDS,
    example: { right: '2.999.1 / <id root="2.999.1"/>', wrong: '2.999.2 / <id root="2.999.1"/>' },
  },
  {
    number: '16',
    left: 'uniqueId',
    right: 'id/@root',
    compare: 'without-extension',
    wrong: 'right',
    at: 'extension',
    level: 'SHOULD',
    title: {
      fr: 'L’identifiant d’un CDA publié est un OID sans extension.',
      en: 'The identifier of a published CDA is an OID without extension.',
    },
    message: {
      fr: 'L’identifiant du CDA a une extension, que le DMP refuse.',
      en: 'The identifier of the CDA has an extension, which the DMP refuses.',
    },
    hint: { fr: 'Mettre tout l’identifiant dans ClinicalDocument/id/@root.', en: 'Put the whole identifier in ClinicalDocument/id/@root.' },
    clause: XDS,
    example: { right: '<id root="2.999.1.42"/>', wrong: '<id root="2.999.1" extension="42"/>' },
  },
  {
    number: '17',
    left: 'healthcareFacilityTypeCode',
    right: 'componentOf/encompassingEncounter/location/healthCareFacility/code/@code',
    compare: 'code',
    title: {
      fr: 'healthcareFacilityTypeCode est le code du lieu de prise en charge du CDA.',
      en: 'healthcareFacilityTypeCode is the code of the location of care of the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même type de lieu.',
      en: 'The metadata and the CDA do not give the same type of facility.',
    },
    why: NOT_FOUND,
    hint: {
      fr: 'Écrire le code de componentOf/encompassingEncounter/location/healthCareFacility/code.',
      en: 'Write the code of componentOf/encompassingEncounter/location/healthCareFacility/code.',
    },
    clause: XDS,
    example: {
      right: 'SA07 / <healthCareFacility><code code="SA07" …/></healthCareFacility>',
      wrong: 'SA01 / <healthCareFacility><code code="SA07" …/></healthCareFacility>',
    },
  },
  {
    number: '18',
    left: 'practiceSettingCode',
    right: 'documentationOf[1]/serviceEvent/performer/assignedEntity/representedOrganization/standardIndustryClassCode/@code',
    compare: 'code',
    title: {
      fr: 'practiceSettingCode est le cadre d’exercice de l’exécutant de l’acte principal du CDA.',
      en: 'practiceSettingCode is the practice setting of the performer of the principal act of the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même cadre d’exercice.',
      en: 'The metadata and the CDA do not give the same practice setting.',
    },
    why: NOT_FOUND,
    hint: {
      fr: 'Écrire le code de performer/assignedEntity/representedOrganization/standardIndustryClassCode.',
      en: 'Write the code of performer/assignedEntity/representedOrganization/standardIndustryClassCode.',
    },
    clause: XDS,
    example: {
      right: 'AMBULATOIRE / <standardIndustryClassCode code="AMBULATOIRE" …/>',
      wrong: 'ETABLISSEMENT / <standardIndustryClassCode code="AMBULATOIRE" …/>',
    },
  },
  {
    number: '19',
    left: 'legalAuthenticator',
    right: 'legalAuthenticator/assignedEntity/id/@extension',
    compare: 'person',
    title: {
      fr: 'Le responsable des métadonnées (legalAuthenticator) est celui du CDA.',
      en: 'The legal authenticator of the metadata is that of the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne désignent pas le même responsable.',
      en: 'The metadata and the CDA do not name the same legal authenticator.',
    },
    why: {
      fr: 'La responsabilité du document est imputée à une autre personne.',
      en: 'Responsibility for the document is attributed to another person.',
    },
    hint: {
      fr: 'Tirer legalAuthenticator de legalAuthenticator/assignedEntity.',
      en: 'Take legalAuthenticator from legalAuthenticator/assignedEntity.',
    },
    clause: XDS,
    example: {
      right: '899900063480^KERLEAU^ANNE^… / <id … extension="899900063480"/>',
      wrong: '899900038839^MARCHETTI^LOUISE^… / <id … extension="899900063480"/>',
    },
  },
  {
    number: '20',
    left: 'PID-5',
    right: 'recordTarget/patientRole/patient',
    compare: 'patient-name',
    each: 'left',
    title: {
      fr: 'Le nom du patient des métadonnées (PID-5) est un nom du patient du CDA.',
      en: 'The patient name in the metadata (PID-5) is a name of the patient of the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même nom au patient.',
      en: 'The metadata and the CDA do not give the patient the same name.',
    },
    why: OTHER_PATIENT,
    hint: { fr: 'Tirer PID-5 de recordTarget/patientRole/patient/name.', en: 'Take PID-5 from recordTarget/patientRole/patient/name.' },
    clause: XDS,
    example: {
      right: 'PID-5|PAT-TROIS^DOMINIQUE^^^^^L / <family qualifier="BR">PAT-TROIS</family>',
      wrong: 'PID-5|PATB-QUATRE^LAURENCE^^^^^L / <family qualifier="BR">PAT-TROIS</family>',
    },
  },
  {
    number: '31',
    left: 'PID-7',
    right: 'recordTarget/patientRole/patient/birthTime/@value',
    compare: 'day',
    title: {
      fr: 'La date de naissance des métadonnées (PID-7) est celle du CDA.',
      en: 'The birth date in the metadata (PID-7) is that of the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas la même date de naissance.',
      en: 'The metadata and the CDA do not give the same birth date.',
    },
    why: OTHER_PATIENT,
    hint: {
      fr: 'Tirer PID-7 de recordTarget/patientRole/patient/birthTime.',
      en: 'Take PID-7 from recordTarget/patientRole/patient/birthTime.',
    },
    clause: XDS,
    example: { right: 'PID-7|19790328 / <birthTime value="19790328"/>', wrong: 'PID-7|19790329 / <birthTime value="19790328"/>' },
  },
  {
    number: '32',
    left: 'PID-8',
    right: 'recordTarget/patientRole/patient/administrativeGenderCode/@code',
    compare: 'sex',
    title: { fr: 'Le sexe des métadonnées (PID-8) est celui du CDA.', en: 'The sex in the metadata (PID-8) is that of the CDA.' },
    message: { fr: 'Les métadonnées et le CDA ne donnent pas le même sexe.', en: 'The metadata and the CDA do not give the same sex.' },
    why: OTHER_PATIENT,
    hint: {
      fr: 'Tirer PID-8 de recordTarget/patientRole/patient/administrativeGenderCode.',
      en: 'Take PID-8 from recordTarget/patientRole/patient/administrativeGenderCode.',
    },
    clause: XDS,
    example: { right: 'PID-8|F / <administrativeGenderCode code="F"/>', wrong: 'PID-8|M / <administrativeGenderCode code="F"/>' },
  },
  {
    number: '33',
    left: 'PID-3',
    right: 'recordTarget/patientRole/id/@extension',
    compare: 'patient',
    each: 'left',
    toldAt: 'patientId',
    title: {
      fr: 'L’identifiant du patient des traits (PID-3) figure dans le CDA (patientRole/id).',
      en: 'The patient identifier of the traits (PID-3) stands in the CDA (patientRole/id).',
    },
    message: {
      fr: 'Le CDA ne porte pas l’identifiant de patient donné en PID-3.',
      en: 'The CDA does not carry the patient identifier given in PID-3.',
    },
    why: OTHER_PATIENT,
    hint: { fr: 'Tirer PID-3 de recordTarget/patientRole/id.', en: 'Take PID-3 from recordTarget/patientRole/id.' },
    clause: XDS,
    example: {
      right: 'PID-3|279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH / <id … extension="279035121518989"/>',
      wrong: 'PID-3|207058575627097^^^&… / <id … extension="279035121518989"/>',
    },
  },
  {
    number: '21',
    left: 'sourcePatientId',
    right: 'recordTarget/patientRole/id/@extension',
    compare: 'patient',
    title: {
      fr: 'L’identifiant local du patient (sourcePatientId) figure dans le CDA (patientRole/id).',
      en: 'The local identifier of the patient (sourcePatientId) stands in the CDA (patientRole/id).',
    },
    message: {
      fr: 'Le CDA ne porte pas l’identifiant local de patient des métadonnées.',
      en: 'The CDA does not carry the local patient identifier of the metadata.',
    },
    why: OTHER_PATIENT,
    hint: {
      fr: 'Reprendre dans sourcePatientId un recordTarget/patientRole/id du CDA : l’IPP, ou l’INS à défaut.',
      en: 'Take a recordTarget/patientRole/id of the CDA in sourcePatientId: the local identifier, or else the INS.',
    },
    clause: XDS,
    example: {
      right: 'IPP-000123^^^&2.999.1.3&ISO^PI / <id root="2.999.1.3" extension="IPP-000123"/>',
      wrong: 'IPP-000124^^^&2.999.1.3&ISO^PI / <id root="2.999.1.3" extension="IPP-000123"/>',
    },
  },
  {
    number: '23',
    left: 'RPLC',
    right: "relatedDocument[@typeCode='RPLC']",
    compare: 'presence',
    title: {
      fr: 'Un remplacement est dit deux fois : association RPLC dans les métadonnées et relatedDocument dans le CDA.',
      en: 'A replacement is told twice: RPLC association in the metadata and relatedDocument in the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA se contredisent sur le remplacement.',
      en: 'The metadata and the CDA disagree about the replacement.',
    },
    why: { fr: 'L’ancienne version reste affichée à côté de la nouvelle.', en: 'The old version stays on display beside the new one.' },
    hint: {
      fr: 'Écrire relatedDocument/parentDocument/id avec le uniqueId de l’ancien document, et RPLC vers son entryUUID.',
      en: 'Write relatedDocument/parentDocument/id with the uniqueId of the old document, and RPLC to its entryUUID.',
    },
    clause: XDS,
    example: { right: 'RPLC / <relatedDocument typeCode="RPLC">', wrong: 'RPLC / (relatedDocument absent)' },
  },
  {
    number: '26',
    left: 'mimeType',
    right: '/',
    compare: 'kind-of-file',
    title: {
      fr: 'Le mimeType d’un CDA est text/xml, ou application/xslt+xml s’il est auto-présentable.',
      en: 'The mimeType of a CDA is text/xml, or application/xslt+xml when it is self-presenting.',
    },
    message: {
      fr: 'Le mimeType des métadonnées n’est pas celui du document joint.',
      en: 'The mimeType of the metadata is not that of the attached document.',
    },
    hint: { fr: 'Écrire mimeType="text/xml" pour un CDA.', en: 'Write mimeType="text/xml" for a CDA.' },
    clause: XDS,
    example: { right: 'mimeType="text/xml"', wrong: 'mimeType="application/pdf"' },
  },
  {
    number: '34',
    after: '19',
    left: 'legalAuthenticator',
    right: 'legalAuthenticator/assignedEntity/assignedPerson',
    compare: 'person-name',
    level: 'SHOULD',
    title: {
      fr: 'Le nom du responsable des métadonnées (legalAuthenticator) est celui du CDA.',
      en: 'The name of the legal authenticator in the metadata is that in the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même nom au responsable.',
      en: 'The metadata and the CDA do not give the legal authenticator the same name.',
    },
    hint: {
      fr: 'Tirer XCN.2 et XCN.3 de legalAuthenticator/assignedEntity/assignedPerson/name.',
      en: 'Take XCN.2 and XCN.3 from legalAuthenticator/assignedEntity/assignedPerson/name.',
    },
    clause: XDS,
    example: {
      right: '899900063480^KERLEAU^ANNE^… / <family>KERLEAU</family>',
      wrong: '899900063480^MARCHETTI^LOUISE^… / <family>KERLEAU</family>',
    },
  },
  {
    number: '37',
    left: 'eventCodeList',
    right: 'documentationOf/serviceEvent/code/@code',
    compare: 'code',
    each: 'right',
    level: 'SHOULD',
    title: {
      fr: 'Les actes documentés par le CDA (serviceEvent/code) figurent dans eventCodeList, quand il est donné.',
      en: 'The acts that the CDA documents (serviceEvent/code) stand in eventCodeList, where it is given.',
    },
    message: {
      fr: 'Un acte documenté par le CDA manque dans eventCodeList.',
      en: 'An act that the CDA documents is missing in eventCodeList.',
    },
    why: NOT_FOUND,
    hint: {
      fr: 'Écrire dans eventCodeList le code et le système de chaque documentationOf/serviceEvent/code.',
      en: 'Write in eventCodeList the code and code system of each documentationOf/serviceEvent/code.',
    },
    clause: XDS,
    example: {
      right: 'DEQP003 / <code code="DEQP003" codeSystem="1.2.250.1.213.2.5"/>',
      wrong: 'YYYY001 / <code code="DEQP003" codeSystem="1.2.250.1.213.2.5"/>',
    },
  },
];

const ofAuthors: Row[] = [
  {
    number: '06',
    left: 'authorPerson',
    right: 'author/assignedAuthor/id/@extension',
    compare: 'person',
    title: {
      fr: 'L’auteur des métadonnées (authorPerson) est un auteur du CDA.',
      en: 'The author in the metadata (authorPerson) is an author of the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne désignent pas le même auteur.',
      en: 'The metadata and the CDA do not name the same author.',
    },
    why: {
      fr: 'Le document est attribué à une personne qui ne l’a pas écrit.',
      en: 'The document is attributed to a person who did not write it.',
    },
    hint: {
      fr: 'Tirer authorPerson de author/assignedAuthor/id et assignedPerson/name.',
      en: 'Take authorPerson from author/assignedAuthor/id and assignedPerson/name.',
    },
    clause: XDS,
    example: {
      right: '899900063480^KERLEAU^ANNE^… / <id root="1.2.250.1.71.4.2.1" extension="899900063480"/>',
      wrong: '899900038839^MARCHETTI^LOUISE^… / <id … extension="899900063480"/>',
    },
  },
];

const ofOneAuthor: Row[] = [
  {
    number: '27',
    left: 'authorRole',
    right: 'functionCode/@displayName',
    compare: 'label',
    level: 'SHOULD',
    title: {
      fr: 'Le rôle de l’auteur des métadonnées (authorRole) est celui du CDA (functionCode).',
      en: 'The role of the author in the metadata (authorRole) is that of the CDA (functionCode).',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même rôle à l’auteur.',
      en: 'The metadata and the CDA do not give the author the same role.',
    },
    hint: {
      fr: 'Écrire dans authorRole le libellé author/functionCode/@displayName.',
      en: 'Write in authorRole the label author/functionCode/@displayName.',
    },
    clause: XDS,
    example: {
      right: 'Médecin traitant / <functionCode code="PCP" displayName="Médecin traitant"/>',
      wrong: 'Correspondant / <functionCode code="PCP" displayName="Médecin traitant"/>',
    },
  },
  {
    number: '28',
    left: 'authorSpecialty',
    right: 'assignedAuthor/code/@code',
    compare: 'producer',
    level: 'SHOULD',
    title: {
      fr: 'La spécialité de l’auteur des métadonnées (authorSpecialty) est celle du CDA (assignedAuthor/code).',
      en: 'The specialty of the author in the metadata (authorSpecialty) is that of the CDA (assignedAuthor/code).',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas la même spécialité à l’auteur.',
      en: 'The metadata and the CDA do not give the author the same specialty.',
    },
    hint: { fr: 'Tirer authorSpecialty de author/assignedAuthor/code.', en: 'Take authorSpecialty from author/assignedAuthor/code.' },
    clause: XDS,
    example: { right: 'G15_10/SM26^… / <code code="G15_10/SM26" …/>', wrong: 'G15_21^… / <code code="G15_10/SM26" …/>' },
  },
  {
    number: '29',
    left: 'authorInstitution',
    right: 'assignedAuthor/representedOrganization/id/@extension',
    compare: 'organisation',
    level: 'SHOULD',
    title: {
      fr: 'La structure de l’auteur des métadonnées (authorInstitution) est celle du CDA (representedOrganization).',
      en: 'The organisation of the author in the metadata (authorInstitution) is that of the CDA (representedOrganization).',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas la même structure à l’auteur.',
      en: 'The metadata and the CDA do not give the author the same organisation.',
    },
    hint: {
      fr: 'Tirer authorInstitution de author/assignedAuthor/representedOrganization.',
      en: 'Take authorInstitution from author/assignedAuthor/representedOrganization.',
    },
    clause: XDS,
    example: {
      right: '…^^^10B0127189 / <id root="1.2.250.1.71.4.2.2" extension="10B0127189"/>',
      wrong: '…^^^1750712184 / <id root="1.2.250.1.71.4.2.2" extension="10B0127189"/>',
    },
  },
  {
    number: '35',
    left: 'authorPerson',
    right: 'assignedAuthor/assignedPerson',
    compare: 'person-name',
    level: 'SHOULD',
    title: {
      fr: 'Le nom de l’auteur des métadonnées (authorPerson) est celui du CDA.',
      en: 'The name of the author in the metadata (authorPerson) is that in the CDA.',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même nom à l’auteur.',
      en: 'The metadata and the CDA do not give the author the same name.',
    },
    hint: {
      fr: 'Tirer XCN.2 et XCN.3 de author/assignedAuthor/assignedPerson/name.',
      en: 'Take XCN.2 and XCN.3 from author/assignedAuthor/assignedPerson/name.',
    },
    clause: XDS,
    example: {
      right: '899900063480^KERLEAU^ANNE^… / <family>KERLEAU</family>',
      wrong: '899900063480^KERLO^ANNE^… / <family>KERLEAU</family>',
    },
  },
  {
    number: '36',
    after: '29',
    left: 'authorInstitution',
    right: 'assignedAuthor/representedOrganization/name',
    compare: 'label',
    level: 'SHOULD',
    title: {
      fr: 'Le nom de la structure de l’auteur (authorInstitution) est celui du CDA (representedOrganization/name).',
      en: 'The name of the organisation of the author (authorInstitution) is that in the CDA (representedOrganization/name).',
    },
    message: {
      fr: 'Les métadonnées et le CDA ne donnent pas le même nom à la structure de l’auteur.',
      en: 'The metadata and the CDA do not give the organisation of the author the same name.',
    },
    hint: {
      fr: 'Écrire dans XON.1 le contenu de representedOrganization/name.',
      en: 'Write in XON.1 the content of representedOrganization/name.',
    },
    clause: XDS,
    example: {
      right: 'Cabinet du docteur KERLEAU^^^^^… / <name>Cabinet du docteur KERLEAU</name>',
      wrong: 'Clinique^^^^^… / <name>Cabinet du docteur KERLEAU</name>',
    },
  },
];

/** The metadata of a document against the header of the document, attribute by attribute. */
export const metadataCda: Block = {
  id: 'metadata-cda',
  title: { fr: 'Métadonnées et en-tête du CDA', en: 'Metadata and header of the CDA' },
  left: { fr: 'Métadonnées (DocumentEntry)', en: 'Metadata (DocumentEntry)' },
  right: { fr: 'CDA (ClinicalDocument)', en: 'CDA (ClinicalDocument)' },
  groups: [
    { pairs: 'document', rows: ofDocument },
    { pairs: 'authors', rows: ofAuthors },
    { pairs: 'author', rows: ofOneAuthor },
  ],
};
