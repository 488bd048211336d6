import type { Block, Row } from '../block.js';
import { OTHER_PATIENT, VIHF } from './clauses.js';

/** Where the documents name whoever may have sent them. */
const DOCUMENTS: NonNullable<Row['arbiters']> = [
  { side: 'entry', at: 'authorPerson' },
  { side: 'cda', at: 'author/assignedAuthor/id/@extension' },
  { side: 'cda', at: 'legalAuthenticator/assignedEntity/id/@extension' },
];

const ofPatient: Row[] = [
  {
    number: '01',
    left: 'patientId',
    right: 'resource-id',
    compare: 'patient',
    wrong: 'right',
    arbiters: [{ side: 'cda', at: 'recordTarget/patientRole/id/@extension' }],
    title: {
      fr: 'Le patient du VIHF (resource-id) est celui des métadonnées (patientId).',
      en: 'The patient of the VIHF (resource-id) is that of the metadata (patientId).',
    },
    message: {
      fr: 'Le VIHF et les métadonnées ne désignent pas le même patient.',
      en: 'The VIHF and the metadata do not name the same patient.',
    },
    why: OTHER_PATIENT,
    hint: {
      fr: 'Établir le VIHF pour le patient du document : même INS, même OID.',
      en: 'Make the VIHF out for the patient of the document: same INS, same OID.',
    },
    clause: VIHF,
    example: {
      right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH / 279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH',
      wrong: '279035121518989^^^&… / 207058575627097^^^&…',
    },
  },
];

const ofSender: Row[] = [
  {
    number: '02',
    left: 'authorPerson',
    right: 'NameID[PS]',
    compare: 'person',
    arbiters: DOCUMENTS,
    title: {
      fr: 'Le professionnel de santé du VIHF (NameID) est l’auteur du lot de soumission.',
      en: 'The health professional of the VIHF (NameID) is the author of the submission set.',
    },
    message: {
      fr: 'Le VIHF et le lot de soumission ne désignent pas le même professionnel.',
      en: 'The VIHF and the submission set do not name the same professional.',
    },
    why: {
      fr: 'L’envoi est imputé à une personne qui ne l’a pas fait.',
      en: 'The submission is attributed to a person who did not make it.',
    },
    hint: {
      fr: 'Écrire dans authorPerson du lot l’identifiant de l’utilisateur connecté, celui du NameID.',
      en: 'Write in authorPerson of the submission set the identifier of the user who is logged in, that of NameID.',
    },
    clause: VIHF,
    example: { right: 'NameID 899900063480 / 899900063480^KERLEAU^ANNE^…', wrong: 'NameID 899900063480 / 899900038839^MARCHETTI^LOUISE^…' },
  },
  {
    number: '22',
    left: 'authorPerson',
    right: 'NameID[non-PS]',
    compare: 'person',
    arbiters: DOCUMENTS,
    level: 'SHOULD',
    title: {
      fr: 'La personne responsable d’un envoi par un automate ou un secrétariat (NameID) est l’auteur du lot de soumission.',
      en: 'The person responsible for a submission by an automaton or a secretary (NameID) is the author of the submission set.',
    },
    message: {
      fr: 'Le VIHF et le lot de soumission ne désignent pas le même émetteur.',
      en: 'The VIHF and the submission set do not name the same sender.',
    },
    hint: {
      fr: 'Écrire dans authorPerson du lot l’identifiant du NameID.',
      en: 'Write the identifier of NameID in authorPerson of the submission set.',
    },
    clause: VIHF,
    example: { right: 'NameID 30B0127189/42 / 30B0127189/42^…', wrong: 'NameID 30B0127189/42 / 899900063480^…' },
  },
  {
    number: '24',
    left: 'authorInstitution',
    right: 'Identifiant_Structure',
    compare: 'organisation',
    level: 'SHOULD',
    title: {
      fr: 'La structure du VIHF (Identifiant_Structure) est celle de l’auteur du lot (authorInstitution).',
      en: 'The organisation of the VIHF (Identifiant_Structure) is that of the author of the submission set (authorInstitution).',
    },
    message: {
      fr: 'Le VIHF et le lot de soumission ne désignent pas la même structure.',
      en: 'The VIHF and the submission set do not name the same organisation.',
    },
    hint: {
      fr: 'Écrire dans authorInstitution (XON.10) l’identifiant du VIHF.',
      en: 'Write the identifier of the VIHF in authorInstitution (XON.10).',
    },
    clause: VIHF,
    example: {
      right: '10B0127189 / Cabinet^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^10B0127189',
      wrong: '10B0127189 / Cabinet^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1750712184',
    },
  },
  {
    number: '25',
    left: 'authorSpecialty',
    right: 'role',
    compare: 'producer',
    level: 'SHOULD',
    title: {
      fr: 'La profession et le savoir-faire du VIHF (role) sont ceux de l’auteur du lot (authorSpecialty).',
      en: 'The profession and skill of the VIHF (role) are those of the author of the submission set (authorSpecialty).',
    },
    message: {
      fr: 'Le VIHF et le lot de soumission ne donnent pas la même profession à l’utilisateur.',
      en: 'The VIHF and the submission set do not give the user the same profession.',
    },
    hint: {
      fr: 'Former authorSpecialty de la profession et du savoir-faire du VIHF : G15_10/SM26.',
      en: 'Make authorSpecialty of the profession and skill of the VIHF: G15_10/SM26.',
    },
    clause: VIHF,
    example: { right: '10, SM26 / G15_10/SM26^…', wrong: '10, SM26 / G15_21^…' },
  },
  {
    number: '39',
    after: '02',
    left: 'authorPerson',
    right: 'subject-id[PS]',
    compare: 'name-in-words',
    when: 'NameID[PS]',
    level: 'SHOULD',
    title: {
      fr: 'Le nom de l’utilisateur dans le VIHF (subject-id) est celui de l’auteur du lot (authorPerson).',
      en: 'The name of the user in the VIHF (subject-id) is that of the author of the submission set (authorPerson).',
    },
    message: {
      fr: 'Le VIHF et le lot de soumission ne donnent pas le même nom à l’utilisateur.',
      en: 'The VIHF and the submission set do not give the user the same name.',
    },
    hint: {
      fr: 'Écrire dans subject-id le nom et le prénom d’exercice, ceux de authorPerson.',
      en: 'Write in subject-id the family and given name of practice, those of authorPerson.',
    },
    clause: VIHF,
    example: { right: 'ANNE KERLEAU / 899900063480^KERLEAU^ANNE^…', wrong: 'LOUISE MARCHETTI / 899900063480^KERLEAU^ANNE^…' },
  },
];

/** The metadata against the VIHF they are sent with: patient, user, organisation, profession. */
export const metadataVihf: Block = {
  id: 'metadata-vihf',
  title: { fr: 'Métadonnées et VIHF', en: 'Metadata and VIHF' },
  left: { fr: 'Métadonnées (DocumentEntry, SubmissionSet)', en: 'Metadata (DocumentEntry, SubmissionSet)' },
  right: { fr: 'VIHF', en: 'VIHF' },
  groups: [
    { pairs: 'patient', rows: ofPatient },
    { pairs: 'sender', rows: ofSender },
  ],
};
