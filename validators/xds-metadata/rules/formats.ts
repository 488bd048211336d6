import { rule, same, type Bilingual, type Rule } from '../../../src/model/index.js';
import {
  IDENTIFIER,
  isUuidUrn,
  SCHEME,
  STATUS,
  type Classification,
  type ExternalIdentifier,
  type RegistryObject,
  type Slot,
  type SlotValue,
  type Submission,
} from '../../../src/protocols/ebxml/index.js';
import {
  insProblem,
  isDtm,
  isInsOid,
  isOid,
  parseCx,
  psIdNatProblem,
  structIdNatProblem,
} from '../../../src/protocols/identifiers/index.js';
import type { Where } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';
import { cxShapeProblem, isHealthProfessional, xcnProblem, xonProblem } from '../french-types.js';
import { CODE_SYSTEM } from '../value-sets.js';

const ENTRY = 'IHE ITI TF-3, 4.2.3.2';
const FRENCH = 'CI-SIS, Partage de documents de santé, métadonnées XDS';

export const formatRules: Rule[] = [
  rule({
    id: 'XDS-70',
    level: 'SHALL',
    title: {
      fr: 'Une date s’écrit AAAA[MM[JJ[hh[mm[ss]]]]] et existe au calendrier.',
      en: 'A date is written YYYY[MM[DD[hh[mm[ss]]]]] and exists in the calendar.',
    },
    message: { fr: 'Cette valeur n’est pas une date au format DTM.', en: 'This value is not a date in DTM format.' },
    hint: {
      fr: 'Écrire la date en UTC, sans séparateur, de l’année à la seconde.',
      en: 'Write the date in UTC, without separators, from the year down to the second.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.1.7 (DTM)',
    example: { right: '<rim:Value>20261120101500</rim:Value>', wrong: '<rim:Value>2026-11-20T10:15:00</rim:Value>' },
  }),
  rule({
    id: 'XDS-71',
    level: 'SHOULD',
    title: { fr: 'Une date est en UTC et ne porte pas de décalage horaire.', en: 'A date is in UTC and carries no time offset.' },
    message: { fr: 'Cette date porte un décalage horaire.', en: 'This date carries a time offset.' },
    hint: { fr: 'Convertir l’heure en UTC et retirer le décalage.', en: 'Convert the time to UTC and remove the offset.' },
    clause: 'IHE ITI TF-3, 4.2.3.1.7 (DTM)',
    example: { right: '<rim:Value>20261120091500</rim:Value>', wrong: '<rim:Value>20261120101500+0100</rim:Value>' },
  }),
  rule({
    id: 'XDS-72',
    level: 'SHALL',
    title: {
      fr: 'Le début de l’acte (serviceStartTime) précède sa fin (serviceStopTime).',
      en: 'The act starts (serviceStartTime) before it ends (serviceStopTime).',
    },
    message: { fr: 'serviceStopTime précède serviceStartTime.', en: 'serviceStopTime is before serviceStartTime.' },
    hint: { fr: 'Corriger l’une des deux dates.', en: 'Correct one of the two dates.' },
    clause: `${ENTRY} (serviceStartTime, serviceStopTime)`,
    example: {
      right: 'serviceStartTime 20261120093000, serviceStopTime 20261120100000',
      wrong: 'serviceStartTime 20261120, serviceStopTime 20261119',
    },
  }),
  rule({
    id: 'XDS-73',
    level: 'SHALL',
    title: { fr: 'languageCode est une étiquette de langue (RFC 5646).', en: 'languageCode is a language tag (RFC 5646).' },
    message: { fr: 'languageCode n’est pas une étiquette de langue.', en: 'languageCode is not a language tag.' },
    hint: { fr: 'Écrire fr-FR pour un document en français.', en: 'Write fr-FR for a document in French.' },
    clause: `${ENTRY} (languageCode)`,
    example: { right: '<rim:Value>fr-FR</rim:Value>', wrong: '<rim:Value>français</rim:Value>' },
  }),
  rule({
    id: 'XDS-74',
    level: 'SHOULD',
    title: {
      fr: 'mimeType d’un document CDA est text/xml, ou application/xslt+xml s’il est auto-présentable.',
      en: 'mimeType of a CDA document is text/xml, or application/xslt+xml when it displays itself.',
    },
    message: { fr: 'mimeType n’est pas celui d’un document CDA.', en: 'mimeType is not that of a CDA document.' },
    hint: { fr: 'Écrire mimeType="text/xml".', en: 'Write mimeType="text/xml".' },
    clause: `${FRENCH} : mimeType`,
    example: { right: 'mimeType="text/xml"', wrong: 'mimeType="application/pdf"' },
  }),
  rule({
    id: 'XDS-75',
    level: 'SHALL',
    title: { fr: 'Le titre compte au plus 128 caractères.', en: 'The title has at most 128 characters.' },
    message: { fr: 'Le titre dépasse 128 caractères.', en: 'The title is longer than 128 characters.' },
    hint: { fr: 'Raccourcir le titre.', en: 'Shorten the title.' },
    clause: `${ENTRY} (title)`,
    example: { right: 'value="Compte rendu de consultation"', wrong: 'value="…200 caractères…"' },
  }),
  rule({
    id: 'XDS-76',
    level: 'SHALL',
    title: {
      fr: 'uniqueId d’un document est un OID d’au plus 64 caractères, suivi au besoin de ^extension.',
      en: 'uniqueId of a document is an OID of at most 64 characters, followed by ^extension where needed.',
    },
    message: { fr: 'uniqueId n’est pas un OID.', en: 'uniqueId is not an OID.' },
    hint: {
      fr: 'Reprendre ClinicalDocument/id/@root du document, un OID d’au plus 64 caractères.',
      en: 'Take ClinicalDocument/id/@root of the document, an OID of at most 64 characters.',
    },
    clause: `${ENTRY} (uniqueId)`,
    example: { right: 'value="1.2.250.1.999.1.1.8121"', wrong: 'value="urn:oid:1.2.250.1.999.1.1.8121"' },
  }),
  rule({
    id: 'XDS-77',
    level: 'SHOULD',
    title: { fr: 'uniqueId d’un document n’a pas d’extension.', en: 'uniqueId of a document has no extension.' },
    message: { fr: 'uniqueId porte une extension.', en: 'uniqueId carries an extension.' },
    why: {
      fr: 'Le DMP refuse un document dont l’identifiant a une extension.',
      en: 'The DMP refuses a document whose identifier has an extension.',
    },
    hint: { fr: 'Identifier le document par un OID seul.', en: 'Identify the document by an OID alone.' },
    clause: `${FRENCH} : uniqueId (DMP)`,
    example: { right: 'value="1.2.250.1.999.1.1.8121"', wrong: 'value="1.2.250.1.999.1.1^8121"' },
  }),
  rule({
    id: 'XDS-78',
    level: 'SHALL',
    title: {
      fr: 'sourceId et uniqueId d’un lot sont des OID d’au plus 64 caractères.',
      en: 'sourceId and uniqueId of a SubmissionSet are OIDs of at most 64 characters.',
    },
    message: { fr: 'Cet identifiant du lot n’est pas un OID.', en: 'This identifier of the SubmissionSet is not an OID.' },
    hint: {
      fr: 'Écrire un OID pris dans la racine de l’éditeur, d’au plus 64 caractères.',
      en: 'Write an OID taken from the vendor’s root, at most 64 characters long.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.3 (sourceId, uniqueId)',
    example: { right: 'value="1.2.250.1.999.1.1.8120"', wrong: 'value="LOT-8120"' },
  }),
  rule({
    id: 'XDS-79',
    level: 'SHALL',
    title: { fr: 'hash est une empreinte SHA-1 : 40 chiffres hexadécimaux.', en: 'hash is a SHA-1 hash: 40 hexadecimal digits.' },
    message: { fr: 'hash n’est pas une empreinte SHA-1.', en: 'hash is not a SHA-1 hash.' },
    hint: {
      fr: 'Écrire en hexadécimal l’empreinte SHA-1 des octets du document.',
      en: 'Write the SHA-1 hash of the bytes of the document in hexadecimal.',
    },
    clause: `${ENTRY} (hash)`,
    example: {
      right: '<rim:Value>da39a3ee5e6b4b0d3255bfef95601890afd80709</rim:Value>',
      wrong: '<rim:Value>2jmj7l5rSw0yVb/vlWAYkK/YBwk=</rim:Value>',
    },
  }),
  rule({
    id: 'XDS-80',
    level: 'SHALL',
    title: { fr: 'size est un nombre entier d’octets.', en: 'size is a whole number of bytes.' },
    message: { fr: 'size n’est pas un nombre entier.', en: 'size is not a whole number.' },
    hint: { fr: 'Écrire le nombre d’octets du document, en chiffres.', en: 'Write the number of bytes of the document in digits.' },
    clause: `${ENTRY} (size)`,
    example: { right: '<rim:Value>36512</rim:Value>', wrong: '<rim:Value>36,5 ko</rim:Value>' },
  }),
  rule({
    id: 'XDS-81',
    level: 'SHALL',
    title: { fr: 'repositoryUniqueId est un OID.', en: 'repositoryUniqueId is an OID.' },
    message: { fr: 'repositoryUniqueId n’est pas un OID.', en: 'repositoryUniqueId is not an OID.' },
    hint: { fr: 'Écrire l’OID de l’entrepôt.', en: 'Write the OID of the repository.' },
    clause: `${ENTRY} (repositoryUniqueId)`,
    example: { right: '<rim:Value>1.2.250.1.999.1.3</rim:Value>', wrong: '<rim:Value>entrepot-1</rim:Value>' },
  }),
  rule({
    id: 'XDS-82',
    level: 'SHALL',
    title: {
      fr: 'patientId s’écrit INS^^^&OID&ISO^NH.',
      en: 'patientId is written INS^^^&OID&ISO^NH.',
    },
    message: { fr: 'patientId n’a pas la forme INS^^^&OID&ISO^NH.', en: 'patientId does not have the form INS^^^&OID&ISO^NH.' },
    hint: {
      fr: 'Écrire le matricule, trois ^, l’OID entre & et &ISO, puis ^NH.',
      en: 'Write the number, three ^, the OID between & and &ISO, then ^NH.',
    },
    clause: `${FRENCH} : patientId (CX)`,
    example: { right: '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH', wrong: '279035121518989' },
  }),
  {
    id: 'XDS-83',
    level: 'SHALL',
    title: {
      fr: 'L’autorité de patientId est un OID du matricule INS.',
      en: 'The authority of patientId is an OID of the matricule INS.',
    },
    message: {
      fr: 'L’autorité de patientId n’est pas celle du matricule INS.',
      en: 'The authority of patientId is not that of the matricule INS.',
    },
    hint: {
      fr: 'Écrire 1.2.250.1.213.1.4.8 (NIR) ou .9 (NIA) ; en test, .10 ou .11.',
      en: 'Write 1.2.250.1.213.1.4.8 (NIR) or .9 (NIA); for tests, .10 or .11.',
    },
    requirements: ['XDS-83', 'INS-04'],
    clause: `${FRENCH} : patientId, INS`,
    example: { right: '&amp;1.2.250.1.213.1.4.10&amp;ISO', wrong: '&amp;1.2.250.1.213.1.4.2&amp;ISO' },
  },
  {
    id: 'XDS-84',
    level: 'SHALL',
    title: { fr: 'Le matricule INS a 15 caractères et une clé juste.', en: 'The matricule INS has 15 characters and a right key.' },
    message: { fr: 'Le matricule INS est faux.', en: 'The matricule INS is wrong.' },
    why: {
      fr: 'Un INS faux range le document dans le dossier d’un autre patient, ou le fait refuser.',
      en: 'A wrong INS puts the document in another patient’s record, or has it refused.',
    },
    hint: {
      fr: 'Reprendre l’INS rendu par le téléservice INSi, clé comprise.',
      en: 'Take the INS returned by the INSi service, key included.',
    },
    requirements: ['XDS-84', 'INS-01', 'INS-02'],
    clause: `${FRENCH} : patientId, INS`,
    example: { right: '279035121518989^^^…', wrong: '279035121518988^^^…' },
  },
  {
    id: 'XDS-85',
    level: 'SHALL',
    title: { fr: 'Le type de patientId est NH.', en: 'The type of patientId is NH.' },
    message: { fr: 'Le type de patientId n’est pas NH.', en: 'The type of patientId is not NH.' },
    hint: { fr: 'Écrire NH dans CX.5.', en: 'Write NH in CX.5.' },
    requirements: ['XDS-85', 'INS-05'],
    clause: `${FRENCH} : patientId (CX)`,
    example: {
      right: '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH',
      wrong: '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^INS-C',
    },
  },
  rule({
    id: 'XDS-86',
    level: 'SHALL',
    title: {
      fr: 'Le lot, ses fiches et ses classeurs ont le même patientId.',
      en: 'The SubmissionSet, its document entries and its folders have the same patientId.',
    },
    message: { fr: 'patientId diffère de celui du lot de soumission.', en: 'patientId differs from that of the SubmissionSet.' },
    why: {
      fr: 'Le document serait rangé dans le dossier d’un autre patient.',
      en: 'The document would be put in another patient’s record.',
    },
    hint: { fr: 'Reprendre partout le même patientId.', en: 'Use the same patientId everywhere.' },
    clause: 'IHE ITI TF-3, 4.2.3.2.17, 4.2.3.3',
    example: { right: 'lot 279035121518989^^^…, fiche 279035121518989^^^…', wrong: 'lot 279035121518989^^^…, fiche 207058575627097^^^…' },
  }),
  rule({
    id: 'XDS-87',
    level: 'SHALL',
    title: {
      fr: 'sourcePatientId s’écrit id^^^&OID&ISO, avec un type au besoin.',
      en: 'sourcePatientId is written id^^^&OID&ISO, with a type where needed.',
    },
    message: { fr: 'sourcePatientId n’a pas la forme id^^^&OID&ISO^PI.', en: 'sourcePatientId does not have the form id^^^&OID&ISO^PI.' },
    hint: {
      fr: 'Écrire l’IPP, l’OID du système qui l’attribue et le type PI ; l’INS s’il n’y a pas d’IPP.',
      en: 'Write the local identifier, the OID of the system that gives it and the type PI; the INS if there is none.',
    },
    clause: `${FRENCH} : sourcePatientId (CX)`,
    example: { right: '8121^^^&amp;1.2.250.1.999.1.2&amp;ISO^PI', wrong: '8121' },
  }),
  rule({
    id: 'XDS-88',
    level: 'SHALL',
    title: { fr: 'Chaque valeur de sourcePatientInfo s’écrit PID-n|valeur.', en: 'Each sourcePatientInfo value is written PID-n|value.' },
    message: {
      fr: 'Cette valeur de sourcePatientInfo n’a pas la forme PID-n|valeur.',
      en: 'This sourcePatientInfo value does not have the form PID-n|value.',
    },
    hint: { fr: 'Écrire le nom du champ PID, une barre, puis la valeur.', en: 'Write the name of the PID field, a bar, then the value.' },
    clause: `${ENTRY} (sourcePatientInfo)`,
    example: { right: '<rim:Value>PID-8|F</rim:Value>', wrong: '<rim:Value>sexe=F</rim:Value>' },
  }),
  rule({
    id: 'XDS-89',
    level: 'SHALL',
    title: {
      fr: 'sourcePatientInfo ne contient ni PID-2, ni PID-4, ni PID-12, ni PID-19.',
      en: 'sourcePatientInfo contains none of PID-2, PID-4, PID-12 and PID-19.',
    },
    message: { fr: 'Ce champ PID est interdit dans sourcePatientInfo.', en: 'This PID field is forbidden in sourcePatientInfo.' },
    hint: { fr: 'Retirer cette valeur.', en: 'Remove this value.' },
    clause: `${ENTRY} (sourcePatientInfo)`,
    example: {
      right: '<rim:Value>PID-3|8121^^^&amp;1.2.250.1.999.1.2&amp;ISO^PI</rim:Value>',
      wrong: '<rim:Value>PID-19|279035121518989</rim:Value>',
    },
  }),
  rule({
    id: 'XDS-90',
    level: 'SHALL',
    title: {
      fr: 'PID-5 donne un nom et son type : L (naissance), D (utilisé), S ou U.',
      en: 'PID-5 gives a name and its type: L (birth), D (used), S or U.',
    },
    message: {
      fr: 'PID-5 n’a pas de nom, ou son type n’est ni L, ni D, ni S, ni U.',
      en: 'PID-5 has no name, or its type is none of L, D, S and U.',
    },
    hint: { fr: 'Écrire PID-5|NOM^PRENOM^^^^^L pour le nom de naissance.', en: 'Write PID-5|NAME^GIVEN^^^^^L for the birth name.' },
    clause: `${FRENCH} : sourcePatientInfo`,
    example: { right: '<rim:Value>PID-5|PAT-TROIS^DOMINIQUE^^^^^L</rim:Value>', wrong: '<rim:Value>PID-5|PAT-TROIS^DOMINIQUE</rim:Value>' },
  }),
  rule({
    id: 'XDS-91',
    level: 'SHALL',
    title: { fr: 'PID-7 est une date de naissance AAAA[MM[JJ]].', en: 'PID-7 is a birth date YYYY[MM[DD]].' },
    message: { fr: 'PID-7 n’est pas une date.', en: 'PID-7 is not a date.' },
    hint: { fr: 'Écrire PID-7| et la date sans séparateur.', en: 'Write PID-7| and the date without separators.' },
    clause: `${ENTRY} (sourcePatientInfo)`,
    example: { right: '<rim:Value>PID-7|19790328</rim:Value>', wrong: '<rim:Value>PID-7|28/03/1979</rim:Value>' },
  }),
  rule({
    id: 'XDS-92',
    level: 'SHALL',
    title: { fr: 'PID-8 est F, M, O ou U.', en: 'PID-8 is F, M, O or U.' },
    message: { fr: 'PID-8 n’est pas un code de sexe connu.', en: 'PID-8 is not a known code of sex.' },
    hint: { fr: 'Écrire PID-8|F ou PID-8|M.', en: 'Write PID-8|F or PID-8|M.' },
    clause: `${ENTRY} (sourcePatientInfo)`,
    example: { right: '<rim:Value>PID-8|F</rim:Value>', wrong: '<rim:Value>PID-8|Femme</rim:Value>' },
  }),
  rule({
    id: 'XDS-93',
    level: 'SHALL',
    title: {
      fr: 'authorPerson et legalAuthenticator suivent le format XCN français : professionnel, patient ou système.',
      en: 'authorPerson and legalAuthenticator follow the French XCN format: professional, patient or system.',
    },
    message: { fr: 'Cette personne n’est pas au format XCN attendu.', en: 'This person is not in the expected XCN format.' },
    hint: {
      fr: 'Écrire, pour un professionnel : PS_IdNat^Nom^Prénom^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS.',
      en: 'Write, for a professional: PS_IdNat^Name^Given^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS.',
    },
    clause: `${FRENCH} : XCN`,
    example: { right: '899900063480^LIBRE^MAX^^^^^^&amp;1.2.250.1.71.4.2.1&amp;ISO^D^^^IDNPS', wrong: 'Dr Max LIBRE' },
  }),
  rule({
    id: 'XDS-94',
    level: 'SHOULD',
    title: {
      fr: 'L’identifiant d’un professionnel est un PS_IdNat bien formé.',
      en: 'The identifier of a professional is a well-formed PS_IdNat.',
    },
    message: { fr: 'Cet identifiant n’est pas un PS_IdNat bien formé.', en: 'This identifier is not a well-formed PS_IdNat.' },
    hint: {
      fr: 'Écrire 8 suivi du numéro RPPS, ou 0 suivi du numéro ADELI.',
      en: 'Write 8 and the RPPS number, or 0 and the ADELI number.',
    },
    clause: 'CI-SIS, identification nationale des professionnels (PS_IdNat)',
    example: { right: '899900063480^LIBRE^MAX…', wrong: '899900063481^LIBRE^MAX…' },
  }),
  rule({
    id: 'XDS-95',
    level: 'SHALL',
    title: {
      fr: 'authorInstitution suit le format XON français.',
      en: 'authorInstitution follows the French XON format.',
    },
    message: { fr: 'Cette structure n’est pas au format XON attendu.', en: 'This organisation is not in the expected XON format.' },
    hint: {
      fr: 'Écrire Nom^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^Struct_IdNat.',
      en: 'Write Name^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^Struct_IdNat.',
    },
    clause: `${FRENCH} : XON`,
    example: { right: 'Cabinet LIBRE^^^^^&amp;1.2.250.1.71.4.2.2&amp;ISO^IDNST^^^499900063480001', wrong: 'Cabinet LIBRE' },
  }),
  rule({
    id: 'XDS-96',
    level: 'SHOULD',
    title: {
      fr: 'L’identifiant d’une structure est un Struct_IdNat bien formé.',
      en: 'The identifier of an organisation is a well-formed Struct_IdNat.',
    },
    message: { fr: 'Cet identifiant n’est pas un Struct_IdNat bien formé.', en: 'This identifier is not a well-formed Struct_IdNat.' },
    hint: { fr: 'Écrire 1 suivi du numéro FINESS, ou 3 suivi du SIRET.', en: 'Write 1 and the FINESS number, or 3 and the SIRET.' },
    clause: 'CI-SIS, identification nationale des structures (Struct_IdNat)',
    example: { right: '…^IDNST^^^1300017985', wrong: '…^IDNST^^^1300017986' },
  }),
  rule({
    id: 'XDS-97',
    level: 'SHOULD',
    title: { fr: 'authorSpecialty s’écrit code^libellé^OID.', en: 'authorSpecialty is written code^label^OID.' },
    message: { fr: 'authorSpecialty n’a pas la forme code^libellé^OID.', en: 'authorSpecialty does not have the form code^label^OID.' },
    hint: {
      fr: `Écrire le code de JDV_J01, son libellé et l’OID de son système (${CODE_SYSTEM.specialties}).`,
      en: `Write the code from JDV_J01, its label and the OID of its system (${CODE_SYSTEM.specialties}).`,
    },
    clause: `${FRENCH} : authorSpecialty`,
    example: {
      right: 'G15_10/SM26^Médecin - Qualifié en Médecine Générale (SM)^1.2.250.1.213.1.1.4.5',
      wrong: 'Médecine générale',
    },
  }),
  rule({
    id: 'XDS-98',
    level: 'SHALL',
    title: {
      fr: 'Chaque valeur de referenceIdList s’écrit id^^^&OID&ISO^type, avec un type connu.',
      en: 'Each referenceIdList value is written id^^^&OID&ISO^type, with a known type.',
    },
    message: { fr: 'Cette référence n’est pas au format CXi.', en: 'This reference is not in CXi format.' },
    hint: {
      fr: 'Écrire l’identifiant, l’OID de son autorité et urn:ihe:iti:xds:2013:accession ou un autre type CXi.',
      en: 'Write the identifier, the OID of its authority and urn:ihe:iti:xds:2013:accession or another CXi type.',
    },
    clause: `${ENTRY} (referenceIdList)`,
    example: { right: 'A4511^^^&amp;1.2.250.1.999.4&amp;ISO^urn:ihe:iti:xds:2013:accession', wrong: 'A4511' },
  }),
  rule({
    id: 'XDS-99',
    level: 'SHALL',
    title: { fr: 'documentAvailability est Online ou Offline.', en: 'documentAvailability is Online or Offline.' },
    message: { fr: 'documentAvailability n’est pas une valeur d’IHE.', en: 'documentAvailability is not an IHE value.' },
    hint: { fr: 'Écrire urn:ihe:iti:2010:DocumentAvailability:Online.', en: 'Write urn:ihe:iti:2010:DocumentAvailability:Online.' },
    clause: `${ENTRY} (documentAvailability)`,
    example: { right: 'urn:ihe:iti:2010:DocumentAvailability:Online', wrong: 'Online' },
  }),
  rule({
    id: 'XDS-100',
    level: 'SHALL',
    title: {
      fr: 'status, s’il est écrit, est Approved, Deprecated, Submitted, Archived ou Deleted (URN complet).',
      en: 'status, when written, is Approved, Deprecated, Submitted, Archived or Deleted (full URN).',
    },
    message: { fr: 'status n’est pas un état connu.', en: 'status is not a known state.' },
    hint: {
      fr: `Écrire status="${STATUS.approved}", ou ne pas écrire l’attribut.`,
      en: `Write status="${STATUS.approved}", or leave the attribute out.`,
    },
    clause: `${ENTRY} (availabilityStatus) ; CI-SIS, JDV_J52`,
    example: { right: `status="${STATUS.approved}"`, wrong: 'status="Approved"' },
  }),
  rule({
    id: 'XDS-101',
    level: 'SHOULD',
    title: {
      fr: 'sourcePatientInfo ne contient que des champs PID prévus : 3, 5, 7, 8, 11, 13, 14, 16, 18 et 21.',
      en: 'sourcePatientInfo contains only the PID fields foreseen: 3, 5, 7, 8, 11, 13, 14, 16, 18 and 21.',
    },
    message: { fr: 'Ce champ PID n’est pas prévu dans sourcePatientInfo.', en: 'This PID field is not foreseen in sourcePatientInfo.' },
    hint: { fr: 'Retirer ce champ.', en: 'Remove this field.' },
    clause: 'IHE ITI TF-3, 4.2.3.2 (sourcePatientInfo)',
    example: { right: 'PID-8|F', wrong: 'PID-30|N' },
  }),
  rule({
    id: 'XDS-102',
    level: 'SHOULD',
    title: {
      fr: 'PID-3 et PID-18 sont des identifiants CX ; un INS y a une clé juste.',
      en: 'PID-3 and PID-18 are CX identifiers; an INS there has a right key.',
    },
    message: { fr: 'Cet identifiant n’est pas un CX, ou son INS est faux.', en: 'This identifier is not a CX, or its INS is wrong.' },
    hint: { fr: 'Écrire id^^^&OID&ISO^type.', en: 'Write id^^^&OID&ISO^type.' },
    clause: 'IHE ITI TF-3, 4.2.3.2 (sourcePatientInfo)',
    example: { right: 'PID-3|8121^^^&1.2.250.1.999.1.2&ISO^PI', wrong: 'PID-3|8121' },
  }),
  rule({
    id: 'XDS-103',
    level: 'SHOULD',
    title: {
      fr: 'authorTelecommunication est un XTN : un numéro de téléphone ou une adresse de courriel.',
      en: 'authorTelecommunication is an XTN: a phone number or an e-mail address.',
    },
    message: { fr: 'authorTelecommunication n’est pas un XTN.', en: 'authorTelecommunication is not an XTN.' },
    hint: {
      fr: 'Écrire ^^Internet^nom@domaine, ou ^PRN^PH^^^^^^^^^numéro.',
      en: 'Write ^^Internet^name@domain, or ^PRN^PH^^^^^^^^^number.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.1.7 (XTN)',
    example: { right: '^^Internet^max.libre@exemple.mssante.fr', wrong: 'max.libre@exemple.mssante.fr' },
  }),
  rule({
    id: 'XDS-104',
    level: 'SHALL',
    title: {
      fr: 'uniqueId d’un classeur est un OID d’au plus 64 caractères.',
      en: 'uniqueId of a Folder is an OID of at most 64 characters.',
    },
    message: { fr: 'uniqueId de ce classeur n’est pas un OID.', en: 'uniqueId of this Folder is not an OID.' },
    hint: { fr: 'Écrire l’OID seul, sans urn:oid:.', en: 'Write the OID alone, without urn:oid:.' },
    clause: 'IHE ITI TF-3, 4.2.3.4 (uniqueId)',
    example: { right: 'value="1.2.250.1.999.1.1.7000"', wrong: 'value="DOSSIER-7000"' },
  }),
  rule({
    id: 'XDS-105',
    level: 'SHALL',
    title: { fr: 'versionName est un entier à partir de 1.', en: 'versionName is a whole number from 1 on.' },
    message: { fr: 'versionName n’est pas un numéro de version.', en: 'versionName is not a version number.' },
    hint: { fr: 'Écrire 1 pour la première version, puis 2 et ainsi de suite.', en: 'Write 1 for the first version, then 2 and so on.' },
    clause: 'IHE ITI TF-3, 4.2.3.2 (version)',
    example: { right: '<rim:VersionInfo versionName="1"/>', wrong: '<rim:VersionInfo versionName="1.1"/>' },
  }),
  rule({
    id: 'XDS-106',
    level: 'SHALL',
    title: {
      fr: 'logicalID (lid) est urn:uuid: et un UUID en minuscules.',
      en: 'logicalID (lid) is urn:uuid: and a UUID in lower case.',
    },
    message: { fr: 'logicalID n’est pas un UUID.', en: 'logicalID is not a UUID.' },
    hint: { fr: 'Écrire l’UUID de la première version, ou retirer lid.', en: 'Write the UUID of the first version, or remove lid.' },
    clause: 'IHE ITI TF-3, 4.2.3.2 (logicalID)',
    example: { right: 'lid="urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6"', wrong: 'lid="1.2.250.1.999.1"' },
  }),
  rule({
    id: 'XDS-107',
    level: 'SHOULD',
    title: {
      fr: 'Un document est créé (creationTime) avant d’être soumis (submissionTime).',
      en: 'A document is created (creationTime) before it is submitted (submissionTime).',
    },
    message: { fr: 'Ce document serait créé après sa soumission.', en: 'This document would be created after its submission.' },
    why: {
      fr: 'Une heure locale prise pour une heure UTC décale l’ordre des documents.',
      en: 'A local time taken for UTC shifts the order of documents.',
    },
    hint: { fr: 'Écrire les deux heures en UTC.', en: 'Write both times in UTC.' },
    clause: 'CI-SIS, Partage de documents de santé, métadonnées XDS',
    example: {
      right: 'creationTime 20261120101500, submissionTime 20261120101600',
      wrong: 'creationTime 20261120111500, submissionTime 20261120101600',
    },
  }),
  rule({
    id: 'XDS-108',
    level: 'SHALL',
    title: {
      fr: 'intendedRecipient, s’il est écrit, a la forme XON|XCN|XTN avec une structure ou une personne.',
      en: 'intendedRecipient, when written, has the form XON|XCN|XTN with an organisation or a person.',
    },
    message: { fr: 'Ce destinataire n’a pas la forme XON|XCN|XTN.', en: 'This recipient does not have the form XON|XCN|XTN.' },
    hint: {
      fr: 'Écrire structure|personne|adresse, l’un des deux premiers au moins.',
      en: 'Write organisation|person|address, at least one of the first two.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.3 (intendedRecipient)',
    example: { right: '|899900063480^LIBRE^MAX', wrong: '||^^Internet^max.libre@exemple.mssante.fr' },
  }),
  {
    id: 'XDS-109',
    level: 'SHALL',
    title: {
      fr: 'Un sourcePatientId donné par une autorité de l’INS est un matricule INS juste.',
      en: 'A sourcePatientId given by an INS authority is a right matricule INS.',
    },
    message: { fr: 'Ce sourcePatientId n’est pas un matricule INS juste.', en: 'This sourcePatientId is not a right matricule INS.' },
    hint: {
      fr: 'Écrire l’IPP et l’OID de son émetteur ; l’INS seulement s’il n’y a pas d’IPP.',
      en: 'Write the local identifier and the OID of its issuer; the INS only where there is no local one.',
    },
    requirements: ['XDS-109', 'INS-01', 'INS-02'],
    clause: 'CI-SIS, Partage de documents de santé, métadonnées XDS : sourcePatientId',
    example: {
      right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH',
      wrong: '279035121518988^^^&1.2.250.1.213.1.4.10&ISO^NH',
    },
  },
];

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Z]{2}|[a-z]{2}|\d{3}))?(?:-[A-Za-z0-9]{4,8})?$/;
const MIME_TYPES = ['text/xml', 'application/xslt+xml'];
const REFERENCE_SLOT = 'urn:ihe:iti:xds:2013:referenceIdList';
const REFERENCE_TYPES = [
  'urn:ihe:iti:xds:2013:uniqueId',
  'urn:ihe:iti:xds:2013:accession',
  'urn:ihe:iti:xds:2013:referral',
  'urn:ihe:iti:xds:2013:order',
  'urn:ihe:iti:xds:2013:workflowInstanceId',
  'urn:ihe:iti:xds:2016:studyInstanceUID',
];
const TIMES = ['creationTime', 'serviceStartTime', 'serviceStopTime', 'submissionTime', 'lastUpdateTime'];
const PATIENT_FIELDS = ['3', '5', '7', '8', '11', '13', '14', '16', '18', '21'];
/** What follows a DTM: an offset, or Z. */
const OFFSET = /(?:[+-]\d{2}:?\d{2}|Z)$/;

/** Formats of values, wherever they stand. What is absent is the affair of other rules. */
export function checkFormats(judge: Judge, submission: Submission, dmp: boolean): void {
  const { documentEntries, submissionSets, folders } = submission;
  for (const object of [...documentEntries, ...submissionSets, ...folders]) {
    for (const name of TIMES) forEachValue(object.slot(name), (value) => checkTime(judge, value));
    if (object.name && object.name.text !== '') checkTitle(judge, object);
    checkVersion(judge, object);
    if (object.status !== undefined)
      judge.expect('XDS-100', Object.values<string>(STATUS).includes(object.status), [object.element, 'status'], () => ({
        expected: same(Object.values(STATUS).join(', ')),
        actual: same(object.status!),
      }));
  }
  for (const entry of documentEntries) checkEntry(judge, entry, dmp);
  for (const set of submissionSets) {
    for (const scheme of [IDENTIFIER.setSourceId, IDENTIFIER.setUniqueId]) {
      const identifier = set.externalIdentifier(scheme);
      if (identifier?.identifierValue)
        judge.expect('XDS-78', isOid(identifier.identifierValue), valueOf(identifier), () => ({
          expected: { fr: 'un OID d’au plus 64 caractères', en: 'an OID of at most 64 characters' },
          actual: same(identifier.identifierValue),
        }));
    }
    for (const author of set.classifiedBy(SCHEME.setAuthor)) checkAuthor(judge, author);
    forEachValue(set.slot('intendedRecipient'), (value) => checkRecipient(judge, value));
    checkOrderOfTimes(judge, set, documentEntries);
  }
  for (const folder of folders) {
    const identifier = folder.externalIdentifier(IDENTIFIER.folderUniqueId);
    if (identifier?.identifierValue)
      judge.expect('XDS-104', isOid(identifier.identifierValue), valueOf(identifier), () => ({
        expected: { fr: 'un OID d’au plus 64 caractères', en: 'an OID of at most 64 characters' },
        actual: same(identifier.identifierValue),
      }));
  }
  checkPatients(judge, submission);
}

function checkVersion(judge: Judge, object: RegistryObject): void {
  const { element, logicalId, version } = object;
  if (logicalId !== undefined)
    judge.expect('XDS-106', isUuidUrn(logicalId), [element, 'lid'], () => ({
      expected: { fr: 'urn:uuid: et un UUID en minuscules', en: 'urn:uuid: and a UUID in lower case' },
      actual: same(logicalId),
    }));
  if (version !== undefined)
    judge.expect('XDS-105', /^[1-9]\d{0,8}$/.test(version), [element.element('VersionInfo')!, 'versionName'], () => ({
      expected: { fr: 'un entier à partir de 1', en: 'a whole number from 1 on' },
      actual: same(version),
    }));
}

function checkOrderOfTimes(judge: Judge, set: RegistryObject, entries: readonly RegistryObject[]): void {
  const submitted = set.value('submissionTime') ?? '';
  if (!isDtm(submitted)) return;
  for (const entry of entries) {
    const created = entry.slot('creationTime')?.values[0];
    if (!created || !isDtm(created.text)) continue;
    const common = Math.min(created.text.length, submitted.length);
    judge.expect('XDS-107', created.text.slice(0, common) <= submitted.slice(0, common), created.element, () => ({
      expected: { fr: `une date jusqu’à ${submitted}`, en: `a date up to ${submitted}` },
      actual: same(created.text),
    }));
  }
}

function checkRecipient(judge: Judge, { element, text }: SlotValue): void {
  const [organisation = '', person = '', ...rest] = text.split('|');
  const named = [organisation, person].some((part) => part.split('^').some((component) => component.trim() !== ''));
  judge.expect('XDS-108', named && rest.length <= 1, element, () => ({ expected: same('XON|XCN|XTN'), actual: same(text) }));
}

const valueOf = (identifier: ExternalIdentifier): Where => [identifier.element, 'value'];

function forEachValue(slot: Slot | undefined, check: (value: SlotValue) => void): void {
  for (const value of slot?.values ?? []) if (value.text !== '') check(value);
}

function checkTime(judge: Judge, { element, text }: SlotValue): void {
  const bare = text.replace(OFFSET, '');
  const sound = judge.expect('XDS-70', isDtm(bare), element, () => ({
    expected: { fr: 'AAAAMMJJhhmmss', en: 'YYYYMMDDhhmmss' },
    actual: same(text),
  }));
  if (sound)
    judge.expect('XDS-71', bare === text, element, () => ({
      expected: { fr: 'une heure UTC, sans décalage', en: 'a UTC time, without offset' },
      actual: same(text),
    }));
}

function checkTitle(judge: Judge, object: RegistryObject): void {
  const { element, text } = object.name!;
  judge.expect('XDS-75', text.length <= 128, [element, 'value'], () => ({
    expected: { fr: 'au plus 128 caractères', en: 'at most 128 characters' },
    actual: { fr: `${text.length} caractères`, en: `${text.length} characters` },
  }));
}

function checkEntry(judge: Judge, entry: RegistryObject, dmp: boolean): void {
  checkServiceTimes(judge, entry);
  forEachValue(entry.slot('languageCode'), ({ element, text }) =>
    judge.expect('XDS-73', LANGUAGE.test(text), element, () => ({ expected: same('fr-FR'), actual: same(text) })),
  );
  if (entry.mimeType)
    judge.expect('XDS-74', MIME_TYPES.includes(entry.mimeType), [entry.element, 'mimeType'], () => ({
      expected: same(MIME_TYPES.join(', ')),
      actual: same(entry.mimeType!),
    }));
  checkUniqueId(judge, entry, dmp);
  forEachValue(entry.slot('hash'), ({ element, text }) =>
    judge.expect('XDS-79', /^[0-9a-f]{40}$/i.test(text), element, () => ({
      expected: { fr: '40 chiffres hexadécimaux', en: '40 hexadecimal digits' },
      actual: same(text),
    })),
  );
  forEachValue(entry.slot('size'), ({ element, text }) =>
    judge.expect('XDS-80', /^\d{1,15}$/.test(text), element, () => ({
      expected: { fr: 'un nombre entier', en: 'a whole number' },
      actual: same(text),
    })),
  );
  forEachValue(entry.slot('repositoryUniqueId'), ({ element, text }) =>
    judge.expect('XDS-81', isOid(text), element, () => ({ expected: { fr: 'un OID', en: 'an OID' }, actual: same(text) })),
  );
  forEachValue(entry.slot('sourcePatientId'), ({ element, text }) => {
    const problem = cxShapeProblem(text);
    if (!judge.expect('XDS-87', !problem, element, () => ({ expected: same('id^^^&OID&ISO^PI'), actual: same(text), message: problem! })))
      return;
    const { id, authority } = parseCx(text);
    if (!isInsOid(authority.oid)) return;
    const wrong = insProblem(id);
    judge.expect('XDS-109', !wrong, element, () => ({ expected: wrong!.expected, actual: same(id), message: wrong!.text }));
  });
  forEachValue(entry.slot('sourcePatientInfo'), (value) => checkPatientInfo(judge, value));
  forEachValue(entry.slot('legalAuthenticator'), (value) => checkPerson(judge, value));
  for (const author of entry.classifiedBy(SCHEME.entryAuthor)) checkAuthor(judge, author);
  forEachValue(entry.slot(REFERENCE_SLOT), ({ element, text }) =>
    judge.expect('XDS-98', !cxShapeProblem(text) && REFERENCE_TYPES.includes(parseCx(text).type), element, () => ({
      expected: same('id^^^&OID&ISO^urn:ihe:iti:xds:2013:…'),
      actual: same(text),
    })),
  );
  forEachValue(entry.slot('documentAvailability'), ({ element, text }) =>
    judge.expect('XDS-99', /^urn:ihe:iti:2010:DocumentAvailability:(?:Online|Offline)$/.test(text), element, () => ({
      expected: same('urn:ihe:iti:2010:DocumentAvailability:Online | …:Offline'),
      actual: same(text),
    })),
  );
}

function checkServiceTimes(judge: Judge, entry: RegistryObject): void {
  const [start, stop] = [entry.slot('serviceStartTime'), entry.slot('serviceStopTime')].map((slot) => slot?.values[0]);
  if (!start || !stop || !isDtm(start.text) || !isDtm(stop.text)) return;
  const common = Math.min(start.text.length, stop.text.length);
  judge.expect('XDS-72', start.text.slice(0, common) <= stop.text.slice(0, common), stop.element, () => ({
    expected: { fr: `une date à partir de ${start.text}`, en: `a date from ${start.text} on` },
    actual: same(stop.text),
  }));
}

function checkUniqueId(judge: Judge, entry: RegistryObject, dmp: boolean): void {
  const identifier = entry.externalIdentifier(IDENTIFIER.entryUniqueId);
  if (!identifier?.identifierValue) return;
  const value = identifier.identifierValue;
  const [root = '', ...rest] = value.split('^');
  const extension = rest.join('^');
  const sound = judge.expect(
    'XDS-76',
    isOid(root) && rest.length <= 1 && (rest.length === 0 || extension !== '') && value.length <= 128,
    valueOf(identifier),
    () => ({
      expected: { fr: 'un OID d’au plus 64 caractères', en: 'an OID of at most 64 characters' },
      actual: same(value),
    }),
  );
  if (sound && !dmp) judge.expect('XDS-77', rest.length === 0, valueOf(identifier), () => ({ expected: same(root), actual: same(value) }));
}

function checkPatientInfo(judge: Judge, { element, text }: SlotValue): void {
  const bar = text.indexOf('|');
  const field = /^PID-(\d{1,2})\|/.exec(text)?.[1];
  const content = text.slice(bar + 1);
  const sound = judge.expect('XDS-88', field !== undefined && content.trim() !== '', element, () => ({
    expected: { fr: 'PID-n|valeur', en: 'PID-n|value' },
    actual: same(text),
  }));
  if (!sound) return;
  if (
    !judge.expect('XDS-89', !['2', '4', '12', '19'].includes(field!), element, () => ({
      expected: { fr: `pas de PID-${field}`, en: `no PID-${field}` },
      actual: same(text),
    }))
  )
    return;
  judge.expect('XDS-101', PATIENT_FIELDS.includes(field!), element, () => ({
    expected: same(PATIENT_FIELDS.map((number) => `PID-${number}`).join(', ')),
    actual: same(text),
  }));
  if (field === '3' || field === '18') {
    // an identifier of PID-3 may be repeated after ~
    const wrong = content
      .split('~', 20)
      .map(identifierProblem)
      .find((problem) => problem !== undefined);
    judge.expect('XDS-102', !wrong, element, () => ({ expected: same('id^^^&OID&ISO^PI'), actual: same(content), message: wrong! }));
  }
  if (field === '5') {
    const components = content.split('^');
    judge.expect('XDS-90', !!components[0] && /^[LDSU]$/.test(components[6] ?? ''), element, () => ({
      expected: { fr: 'NOM^PRENOM^^^^^L', en: 'NAME^GIVEN^^^^^L' },
      actual: same(content),
    }));
  }
  if (field === '7')
    judge.expect('XDS-91', isDtm(content), element, () => ({ expected: { fr: 'AAAAMMJJ', en: 'YYYYMMDD' }, actual: same(content) }));
  if (field === '8')
    judge.expect('XDS-92', /^[FMOU]$/.test(content), element, () => ({ expected: same('F, M, O, U'), actual: same(content) }));
}

/** Says why an identifier of a patient is not a CX, or not the INS that it says it is. */
function identifierProblem(text: string): Bilingual | undefined {
  const shape = cxShapeProblem(text);
  if (shape) return shape;
  const { id, authority } = parseCx(text);
  return isInsOid(authority.oid) ? insProblem(id)?.text : undefined;
}

/** XTN: an address of the Internet in XTN.4, or a number in XTN.12 or in XTN.6 and XTN.7. */
function isTelecommunication(text: string): boolean {
  const components = text.split('^', 20);
  if ((components[2] ?? '') === 'Internet' || (components[1] ?? '') === 'NET')
    return /^[^\s@]{1,200}@[^\s@]{1,200}$/.test(components[3] ?? '');
  return [components[0], components[6], components[11]].some((number) => /^\+?\d[\d ().-]{2,30}$/.test(number ?? ''));
}

function checkAuthor(judge: Judge, author: Classification): void {
  forEachValue(author.slot('authorTelecommunication'), ({ element, text }) =>
    judge.expect('XDS-103', isTelecommunication(text), element, () => ({
      expected: same('^^Internet^nom@domaine.fr | ^PRN^PH^^^^^^^^^+33123456789'),
      actual: same(text),
    })),
  );
  forEachValue(author.slot('authorPerson'), (value) => checkPerson(judge, value));
  forEachValue(author.slot('authorInstitution'), ({ element, text }) => {
    const { problem, id } = xonProblem(text);
    if (judge.expect('XDS-95', !problem, element, () => ({ expected: problem!.expected, actual: same(text), message: problem!.message }))) {
      const wrong = structIdNatProblem(id);
      judge.expect('XDS-96', !wrong, element, () => ({ expected: same('Struct_IdNat'), actual: same(id), message: wrong! }));
    }
  });
  forEachValue(author.slot('authorSpecialty'), ({ element, text }) => {
    const [code, label, system, ...rest] = text.split('^');
    judge.expect('XDS-97', !!code && !!label && isOid(system ?? '') && rest.length === 0, element, () => ({
      expected: { fr: 'code^libellé^OID', en: 'code^label^OID' },
      actual: same(text),
    }));
  });
}

function checkPerson(judge: Judge, { element, text }: SlotValue): void {
  const { problem, person } = xcnProblem(text);
  const sound = judge.expect('XDS-93', !problem, element, () => ({
    expected: problem!.expected,
    actual: same(text),
    message: problem!.message,
  }));
  if (!sound || !isHealthProfessional(person)) return;
  const wrong = psIdNatProblem(person.id);
  judge.expect('XDS-94', !wrong, element, () => ({ expected: same('PS_IdNat'), actual: same(person.id), message: wrong! }));
}

const PATIENT_ID = [
  { list: 'submissionSets', scheme: IDENTIFIER.setPatientId },
  { list: 'documentEntries', scheme: IDENTIFIER.entryPatientId },
  { list: 'folders', scheme: IDENTIFIER.folderPatientId },
] as const;

function checkPatients(judge: Judge, submission: Submission): void {
  const reference = submission.submissionSets[0]?.identifier(IDENTIFIER.setPatientId);
  for (const { list, scheme } of PATIENT_ID)
    for (const object of submission[list]) {
      const identifier = object.externalIdentifier(scheme);
      if (!identifier?.identifierValue) continue;
      const value = identifier.identifierValue;
      if (list !== 'submissionSets' && reference) {
        const equal = samePatient(value, reference);
        judge.expect('XDS-86', equal, valueOf(identifier), () => ({ expected: same(reference), actual: same(value) }));
        if (!equal) continue;
      }
      checkPatientId(judge, valueOf(identifier), value);
    }
}

/** Same number, same authority, same type; the optional date does not count. */
function samePatient(one: string, other: string): boolean {
  const [a, b] = [parseCx(one), parseCx(other)];
  return one === other || (a.id === b.id && a.authority.raw === b.authority.raw && a.type === b.type);
}

function checkPatientId(judge: Judge, where: Where, text: string): void {
  const shape = cxShapeProblem(text);
  if (!judge.expect('XDS-82', !shape, where, () => ({ expected: same('INS^^^&OID&ISO^NH'), actual: same(text), message: shape! }))) return;
  const { id, authority, type } = parseCx(text);
  const authorityKnown = isInsOid(authority.oid);
  judge.expect('XDS-83', authorityKnown, where, () => {
    const problem = insProblem(id, authority.oid)!;
    return { expected: problem.expected, actual: same(authority.oid), message: problem.text };
  });
  if (authorityKnown) {
    const problem = insProblem(id);
    judge.expect('XDS-84', !problem, where, () => ({ expected: problem!.expected, actual: same(id), message: problem!.text }));
  }
  judge.expect('XDS-85', type === 'NH', where, () => ({ expected: same('NH'), actual: same(type) }));
}
