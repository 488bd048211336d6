import { rule, type Rule } from '../../../src/model/index.js';

const CHAPTER_2 = 'HL7 v2.5, chapter 2';
const PROFILES = `${CHAPTER_2}, 2.12`;

/** What any profile may say; each finding names the profile's own expectation. */
export const PROFILE_RULES: readonly Rule[] = [
  rule({
    id: 'HL7-40',
    level: 'SHALL',
    title: { fr: 'Un message a tous les segments que sa structure exige.', en: 'A message has every segment that its structure requires.' },
    message: { fr: 'Un segment obligatoire manque ici.', en: 'A required segment is missing here.' },
    hint: { fr: 'Ajouter le segment à cette place.', en: 'Add the segment at this place.' },
    clause: `${CHAPTER_2}, 2.5.2, 2.13`,
    example: { right: 'MSH|…⏎EVN|…⏎PID|…', wrong: 'MSH|…⏎PID|…' },
  }),
  rule({
    id: 'HL7-41',
    level: 'SHALL',
    title: {
      fr: 'Les segments sont dans l’ordre de la structure du message.',
      en: 'Segments are in the order of the structure of the message.',
    },
    message: { fr: 'Ce segment n’est pas à sa place.', en: 'This segment is not at its place.' },
    why: { fr: 'Un destinataire strict ne lit pas ce qui suit.', en: 'A strict receiver does not read what follows.' },
    hint: {
      fr: 'Déplacer le segment\u00A0; après celui qui précède, seuls ceux attendus peuvent venir.',
      en: 'Move the segment; after the one before it, only those expected may come.',
    },
    clause: `${CHAPTER_2}, 2.5.2, 2.13`,
    example: { right: 'MSH|…⏎EVN|…⏎PID|…', wrong: 'MSH|…⏎PID|…⏎EVN|…' },
  }),
  rule({
    id: 'HL7-42',
    level: 'SHALL',
    title: {
      fr: 'Un segment ou un groupe ne se répète pas plus que la structure ne le permet.',
      en: 'A segment or group is not repeated more often than the structure allows.',
    },
    message: { fr: 'Ce segment est de trop.', en: 'This segment is one too many.' },
    hint: { fr: 'Envoyer un message par sujet, ou retirer le segment.', en: 'Send one message for each subject, or remove the segment.' },
    clause: `${CHAPTER_2}, 2.13 ; ${PROFILES}.5`,
    example: { right: 'PV1|…⏎PV2|…', wrong: 'PV1|…⏎PV1|…' },
  }),
  rule({
    id: 'HL7-43',
    level: 'SHALL',
    title: {
      fr: 'La structure du message prévoit chacun de ses segments.',
      en: 'The structure of the message provides for each of its segments.',
    },
    message: { fr: 'La structure du message ne prévoit pas ce segment.', en: 'The structure of the message has no such segment.' },
    hint: {
      fr: 'Retirer le segment, ou envoyer un message dont la structure le prévoit.',
      en: 'Remove the segment, or send a message whose structure has it.',
    },
    clause: `${CHAPTER_2}, 2.5.2, 2.13`,
    example: { right: 'QPD|…⏎RCP|…', wrong: 'QPD|…⏎PV1|…⏎RCP|…' },
  }),
  rule({
    id: 'HL7-44',
    level: 'SHOULD',
    title: { fr: 'Un segment Z est un de ceux du profil.', en: 'A Z segment is one of those of the profile.' },
    message: { fr: 'Le profil ne connaît pas ce segment Z.', en: 'The profile does not know this Z segment.' },
    hint: { fr: 'Convenir du segment avec le destinataire, ou le retirer.', en: 'Agree on the segment with the receiver, or remove it.' },
    clause: `${CHAPTER_2}, 2.5.2, 2.11`,
    example: { right: 'ZBE|…', wrong: 'ZZZ|…' },
  }),
  rule({
    id: 'HL7-50',
    level: 'SHALL',
    title: { fr: 'Un champ ou un composant obligatoire a une valeur.', en: 'A required field or component has a value.' },
    message: { fr: 'Cette valeur est obligatoire, et manque.', en: 'This value is required, and missing.' },
    hint: { fr: 'Donner la valeur.', en: 'Give the value.' },
    clause: `${PROFILES}.3`,
    example: { right: 'PID|||42^^^CHU-X', wrong: 'PID|||^^^CHU-X' },
  }),
  rule({
    id: 'HL7-51',
    level: 'SHALL',
    title: {
      fr: 'Un champ ou un composant que le profil interdit n’a pas de valeur.',
      en: 'A field or component that the profile forbids has no value.',
    },
    message: { fr: 'Le profil interdit cette valeur.', en: 'The profile forbids this value.' },
    hint: { fr: 'Retirer la valeur.', en: 'Remove the value.' },
    clause: `${PROFILES}.3`,
    example: { right: 'EVN||20261120101500', wrong: 'EVN|A01|20261120101500' },
  }),
  rule({
    id: 'HL7-52',
    level: 'SHALL',
    title: {
      fr: 'Un champ a autant de répétitions que le profil le permet.',
      en: 'A field has as many repetitions as the profile allows.',
    },
    message: {
      fr: 'Le nombre de répétitions n’est pas celui que le profil permet.',
      en: 'The number of repetitions is not one that the profile allows.',
    },
    hint: {
      fr: 'Retirer les répétitions en trop, ou ajouter celles qui manquent.',
      en: 'Remove the repetitions that are too many, or add those that are missing.',
    },
    clause: `${PROFILES}.5`,
    example: { right: 'PID|||1^^^A~2^^^B||MARTIN', wrong: 'PID|||1^^^A||MARTIN|||M~F' },
  }),
  rule({
    id: 'HL7-53',
    level: 'SHOULD',
    title: {
      fr: 'Rien ne suit le dernier champ d’un segment, ni le dernier composant d’un type.',
      en: 'Nothing follows the last field of a segment, nor the last component of a type.',
    },
    message: { fr: 'Aucune valeur n’est prévue à cette place.', en: 'No value is provided for at this place.' },
    why: { fr: 'Un destinataire l’ignore.', en: 'A receiver ignores it.' },
    hint: { fr: 'Retirer la valeur, ou la mettre à sa place.', en: 'Remove the value, or put it at its place.' },
    clause: `${CHAPTER_2}, 2.5.3, 2.A ; ${CHAPTER_2}, 2.11`,
    example: { right: 'MSA|AA|42', wrong: 'MSA|AA|42|||||||reçu' },
  }),
  rule({
    id: 'HL7-54',
    level: 'SHOULD',
    title: {
      fr: 'Une valeur n’est pas plus longue que HL7 et le profil ne le disent.',
      en: 'A value is not longer than HL7 and the profile say.',
    },
    message: { fr: 'Cette valeur est trop longue.', en: 'This value is too long.' },
    why: { fr: 'Un destinataire peut la couper.', en: 'A receiver may cut it.' },
    hint: { fr: 'Raccourcir la valeur.', en: 'Shorten the value.' },
    clause: `${CHAPTER_2}, 2.5.3.2 ; ${PROFILES}.6`,
    example: { right: 'QAK|42', wrong: 'QAK|0123456789012345678901234567890123' },
  }),
  rule({
    id: 'HL7-55',
    level: 'SHALL',
    title: { fr: 'Une valeur a la forme de son type de données.', en: 'A value has the form of its data type.' },
    message: { fr: 'Cette valeur n’a pas la forme de son type de données.', en: 'This value does not have the form of its data type.' },
    hint: { fr: 'Écrire la valeur dans la forme attendue.', en: 'Write the value in the form expected.' },
    clause: `${CHAPTER_2}, 2.A`,
    example: { right: 'PID|||||||19790328', wrong: 'PID|||||||28/03/1979' },
  }),
  rule({
    id: 'HL7-56',
    level: 'SHALL',
    title: { fr: 'Un code est un de ceux de sa table.', en: 'A code is one of those of its table.' },
    message: { fr: 'Ce code n’est pas dans la table.', en: 'This code is not in the table.' },
    hint: { fr: 'Écrire un code de la table.', en: 'Write a code of the table.' },
    clause: `${CHAPTER_2}, 2.5.3.6 ; appendix A`,
    example: { right: 'QAK|42|NF', wrong: 'QAK|42|NONE' },
  }),
  rule({
    id: 'HL7-57',
    level: 'SHALL',
    title: { fr: 'Une valeur que le profil fixe est celle-là.', en: 'A value that the profile fixes is that one.' },
    message: { fr: 'Cette valeur n’est pas celle que le profil fixe.', en: 'This value is not the one that the profile fixes.' },
    hint: { fr: 'Écrire la valeur attendue.', en: 'Write the value expected.' },
    clause: PROFILES,
    example: { right: 'RCP|I', wrong: 'RCP|D' },
  }),
  rule({
    id: 'HL7-59',
    level: 'SHOULD',
    title: {
      fr: 'Ce que le profil recommande, ou sur quoi ses sources ne s’accordent pas, est suivi.',
      en: 'What the profile recommends, or its sources disagree about, is followed.',
    },
    message: { fr: 'Le profil recommande autre chose.', en: 'The profile recommends something else.' },
    hint: { fr: 'Écrire ce qui est attendu.', en: 'Write what is expected.' },
    clause: PROFILES,
    example: { right: 'MSH|…|FRA|UNICODE UTF-8|FR', wrong: 'MSH|…|FRA|UNICODE UTF-8|fra' },
  }),
];
