import type { Block, Row } from '../block.js';
import { OTHER_PATIENT } from './clauses.js';

const REPLACEMENT = 'CI-SIS, volet Partage de documents de santé, remplacement';
const CDA = 'HL7 CDA R2, 4.2.3.1';
const XDS = 'IHE ITI TF-3, 4.2.2, 4.2.3';

const replacedEntry: Row[] = [
  {
    number: '42',
    left: 'patientId',
    right: 'patientId',
    compare: 'patient',
    title: { fr: 'Un document en remplace un du même patient.', en: 'A document replaces one of the same patient.' },
    message: { fr: 'Le document remplacé est celui d’un autre patient.', en: 'The document replaced is that of another patient.' },
    why: OTHER_PATIENT,
    hint: {
      fr: 'Viser par RPLC un document du patient dont le document est publié.',
      en: 'Point RPLC at a document of the patient whose document is published.',
    },
    clause: 'IHE ITI TF-2, 3.42.4.1.3.5',
    example: { right: '279035121518989^^^&… / 279035121518989^^^&…', wrong: '207058575627097^^^&… / 279035121518989^^^&…' },
  },
  {
    number: '45',
    left: 'uniqueId',
    right: 'uniqueId',
    compare: 'different',
    title: {
      fr: 'Un document qui en remplace un autre a un uniqueId propre.',
      en: 'A document that replaces another has a uniqueId of its own.',
    },
    message: {
      fr: 'Le nouveau document a le uniqueId de celui qu’il remplace.',
      en: 'The new document has the uniqueId of the one it replaces.',
    },
    why: {
      fr: 'Le registre ne distingue plus la nouvelle version de l’ancienne.',
      en: 'The registry can no longer tell the new version from the old one.',
    },
    hint: { fr: 'Donner à chaque version un nouvel identifiant de document.', en: 'Give each version a new document identifier.' },
    clause: XDS,
    example: { right: '2.999.2 / 2.999.1', wrong: '2.999.1 / 2.999.1' },
  },
];

const replacedByName: Row[] = [
  {
    number: '40',
    left: "relatedDocument[@typeCode='RPLC']/parentDocument/id/@root",
    right: 'uniqueId',
    compare: 'document-id',
    title: {
      fr: 'Le document que le CDA dit remplacer (parentDocument/id) est celui de la fiche que vise l’association RPLC.',
      en: 'The document that the CDA says it replaces (parentDocument/id) is that of the entry the RPLC association points at.',
    },
    message: {
      fr: 'Le CDA et l’association RPLC ne remplacent pas le même document.',
      en: 'The CDA and the RPLC association do not replace the same document.',
    },
    why: { fr: 'Un document encore valable disparaît des listes.', en: 'A document that still holds disappears from lists.' },
    hint: {
      fr: 'Écrire dans parentDocument/id le uniqueId de la fiche que vise RPLC.',
      en: 'Write in parentDocument/id the uniqueId of the entry that RPLC points at.',
    },
    clause: REPLACEMENT,
    example: { right: '<id root="2.999.1"/> / 2.999.1', wrong: '<id root="2.999.9"/> / 2.999.1' },
  },
];

const replacedDocument: Row[] = [
  {
    number: '43',
    left: 'setId/@root',
    right: 'setId/@root',
    compare: 'document-id',
    title: { fr: 'Un CDA et celui qu’il remplace ont le même setId.', en: 'A CDA and the one it replaces have the same setId.' },
    message: { fr: 'Le setId n’est pas celui du document remplacé.', en: 'setId is not that of the document replaced.' },
    why: { fr: 'Les versions d’un document ne se suivent plus.', en: 'The versions of a document can no longer be followed.' },
    hint: { fr: 'Reprendre le setId du document remplacé.', en: 'Repeat the setId of the document replaced.' },
    clause: CDA,
    example: { right: '<setId root="2.999.7"/> / <setId root="2.999.7"/>', wrong: '<setId root="2.999.8"/> / <setId root="2.999.7"/>' },
  },
  {
    number: '44',
    left: 'versionNumber/@value',
    right: 'versionNumber/@value',
    compare: 'greater',
    title: {
      fr: 'Le versionNumber d’un CDA est plus grand que celui du document remplacé.',
      en: 'The versionNumber of a CDA is greater than that of the document replaced.',
    },
    message: { fr: 'Le versionNumber n’a pas augmenté.', en: 'versionNumber did not increase.' },
    hint: { fr: 'Ajouter 1 au versionNumber du document remplacé.', en: 'Add 1 to the versionNumber of the document replaced.' },
    clause: CDA,
    example: { right: '2 / 1', wrong: '1 / 1' },
  },
];

const sameDocument: Row[] = [
  {
    number: '46',
    left: 'hash',
    right: 'hash',
    compare: 'hash',
    title: {
      fr: 'Un uniqueId de document ne sert pas à un autre contenu.',
      en: 'A uniqueId of a document is not used for another content.',
    },
    message: {
      fr: 'Ce uniqueId est déjà celui d’un document d’un autre contenu.',
      en: 'This uniqueId is already that of a document with another content.',
    },
    why: { fr: 'Le registre refuse l’envoi (XDSNonIdenticalHash).', en: 'The registry refuses the submission (XDSNonIdenticalHash).' },
    hint: {
      fr: 'Donner un nouvel identifiant au document dès qu’un octet change.',
      en: 'Give the document a new identifier as soon as one byte changes.',
    },
    clause: 'IHE ITI TF-2, 3.42.4.1.4 ; TF-3, 4.2.4',
    example: { right: '2.999.1, da39… / 2.999.1, da39…', wrong: '2.999.1, 0000… / 2.999.1, da39…' },
  },
];

const sets: Row[] = [
  {
    number: '47',
    left: 'uniqueId',
    right: 'uniqueId',
    compare: 'different',
    title: { fr: 'Chaque lot de soumission a un uniqueId propre.', en: 'Each submission set has a uniqueId of its own.' },
    message: { fr: 'Ce uniqueId est déjà celui d’un lot de soumission.', en: 'This uniqueId is already that of a submission set.' },
    why: {
      fr: 'Le registre refuse l’envoi (XDSDuplicateUniqueIdInRegistry).',
      en: 'The registry refuses the submission (XDSDuplicateUniqueIdInRegistry).',
    },
    hint: { fr: 'Tirer un nouvel OID pour chaque lot.', en: 'Mint a new OID for each submission set.' },
    clause: XDS,
    example: { right: '2.999.5.2 / 2.999.5.1', wrong: '2.999.5.1 / 2.999.5.1' },
  },
  {
    number: '48',
    left: 'sourceId',
    right: 'sourceId',
    compare: 'same',
    level: 'SHOULD',
    title: {
      fr: 'Un logiciel garde son sourceId d’un lot à l’autre.',
      en: 'Software keeps its sourceId from one submission set to the next.',
    },
    message: { fr: 'Le sourceId n’est pas celui du lot précédent.', en: 'sourceId is not that of the submission set before.' },
    hint: {
      fr: 'Écrire dans sourceId l’OID qui désigne le système source, toujours le même.',
      en: 'Write in sourceId the OID that names the source system, always the same.',
    },
    clause: XDS,
    example: { right: '2.999.4 / 2.999.4', wrong: '2.999.4.77 / 2.999.4' },
  },
];

const filed: Row[] = [
  {
    number: '49',
    left: 'patientId',
    right: 'patientId',
    compare: 'patient',
    title: { fr: 'Un document entre dans un classeur du même patient.', en: 'A document goes into a folder of the same patient.' },
    message: { fr: 'Le classeur est celui d’un autre patient.', en: 'The folder is that of another patient.' },
    why: OTHER_PATIENT,
    hint: { fr: 'Viser un classeur du patient du document.', en: 'Point at a folder of the patient of the document.' },
    clause: 'IHE ITI TF-3, 4.2.2.1.2',
    example: { right: '279035121518989^^^&… / 279035121518989^^^&…', wrong: '279035121518989^^^&… / 207058575627097^^^&…' },
  },
];

/** A submission against what earlier messages told: what it replaces, what it repeats, where it files. */
export const submissionEarlier: Block = {
  id: 'submission-earlier',
  title: { fr: 'Soumission et messages antérieurs', en: 'Submission and earlier messages' },
  left: { fr: 'Soumission', en: 'Submission' },
  right: { fr: 'Messages antérieurs', en: 'Earlier messages' },
  groups: [
    { pairs: 'replaced-entry', rows: replacedEntry },
    { pairs: 'replaced-by-name', rows: replacedByName },
    { pairs: 'replaced-document', rows: replacedDocument },
    { pairs: 'same-document', rows: sameDocument },
    { pairs: 'set', rows: sets },
    { pairs: 'filed', rows: filed },
  ],
};
