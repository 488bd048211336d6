import { rule, type Rule } from '../../../src/model/index.js';

const HL7 = 'HL7 V3, types CD, CE et CV';
const CISIS = 'CI-SIS, modèles de contenus CDA ; nomenclatures des objets de santé';

/** The rules about codes, labels and code systems. */
export const codeRules: readonly Rule[] = [
  rule({
    id: 'CDA-380',
    level: 'SHOULD',
    title: { fr: 'Un système de codes est désigné par un OID publié.', en: 'A code system is named by a published OID.' },
    message: {
      fr: 'Ni Addax ni les paquets chargés ne connaissent l’OID de ce système de codes.',
      en: 'Neither Addax nor the loaded packs know the OID of this code system.',
    },
    why: {
      fr: 'Un code dont le système est inconnu n’est pas compris, et les contrôles de terminologie ne se font pas.',
      en: 'A code whose system is unknown is not understood, and no terminology check is made.',
    },
    hint: { fr: 'Vérifier l’OID dans codeSystem.', en: 'Check the OID in codeSystem.' },
    clause: HL7,
    example: {
      right: '<code code="11502-2" codeSystem="2.16.840.1.113883.6.1"/>',
      wrong: '<code code="11502-2" codeSystem="2.16.840.1.113883.6.1111"/>',
    },
  }),
  rule({
    id: 'CDA-381',
    level: 'MAY',
    title: {
      fr: 'Un code est pris dans un système partagé plutôt que local.',
      en: 'A code is taken from a shared system rather than a local one.',
    },
    message: {
      fr: 'Ce système de codes est local\u00A0: Addax ne le connaît pas.',
      en: 'This code system is local: Addax does not know it.',
    },
    hint: {
      fr: 'Ajouter une traduction (translation) dans un système partagé, ou convenir de ce système avec les destinataires.',
      en: 'Add a translation in a shared system, or agree on this system with the recipients.',
    },
    clause: HL7,
    example: {
      right: '<code code="2339-0" codeSystem="2.16.840.1.113883.6.1"/>',
      wrong: '<code code="GLY" codeSystem="1.2.250.1.9999.1"/>',
    },
  }),
  rule({
    id: 'CDA-382',
    level: 'SHOULD',
    title: { fr: 'codeSystem désigne un système de codes, non un jeu de valeurs.', en: 'codeSystem names a code system, not a value set.' },
    message: { fr: 'L’OID de codeSystem est celui d’un jeu de valeurs.', en: 'The OID in codeSystem is that of a value set.' },
    hint: {
      fr: 'Écrire l’OID du système dont le jeu de valeurs prend ce code.',
      en: 'Write the OID of the system that the value set takes this code from.',
    },
    clause: CISIS,
    example: {
      right: '<code code="SA25" codeSystem="1.2.250.1.71.4.2.4"/>',
      wrong: '<code code="SA25" codeSystem="1.2.250.1.213.1.1.5.466"/>',
    },
  }),
  rule({
    id: 'CDA-383',
    level: 'SHALL',
    title: {
      fr: 'Un code LOINC est un nombre, un tiret et une clé juste.',
      en: 'A LOINC code is a number, a hyphen and a right check digit.',
    },
    message: { fr: 'Ce code n’est pas un code LOINC.', en: 'This code is not a LOINC code.' },
    why: {
      fr: 'Le code n’existe pas\u00A0: le destinataire ne sait pas de quoi il s’agit.',
      en: 'The code does not exist: the recipient cannot tell what it is about.',
    },
    hint: { fr: 'Reprendre le code dans LOINC, ou corriger codeSystem.', en: 'Take the code from LOINC again, or correct codeSystem.' },
    clause: 'LOINC Users’ Guide, LOINC codes and check digits',
    example: {
      right: '<code code="11502-2" codeSystem="2.16.840.1.113883.6.1"/>',
      wrong: '<code code="11502-3" codeSystem="2.16.840.1.113883.6.1"/>',
    },
  }),
  rule({
    id: 'CDA-384',
    level: 'SHALL',
    title: {
      fr: 'Un code SNOMED CT est un identifiant de concept de 6 à 18 chiffres dont la clé est juste.',
      en: 'A SNOMED CT code is a concept identifier of 6 to 18 digits with a right check digit.',
    },
    message: { fr: 'Ce code n’est pas un concept SNOMED CT.', en: 'This code is not a SNOMED CT concept.' },
    why: {
      fr: 'Le code n’existe pas\u00A0: le destinataire ne sait pas de quoi il s’agit.',
      en: 'The code does not exist: the recipient cannot tell what it is about.',
    },
    hint: {
      fr: 'Reprendre le code dans SNOMED CT, ou corriger codeSystem.',
      en: 'Take the code from SNOMED CT again, or correct codeSystem.',
    },
    clause: 'SNOMED CT, Release File Specifications, SCTID',
    example: {
      right: '<value xsi:type="CD" code="38341003" codeSystem="2.16.840.1.113883.6.96"/>',
      wrong: '<value xsi:type="CD" code="38341004" codeSystem="2.16.840.1.113883.6.96"/>',
    },
  }),
  rule({
    id: 'CDA-385',
    level: 'SHOULD',
    title: { fr: 'Un code a la forme des codes de son système.', en: 'A code has the form of the codes of its system.' },
    message: { fr: 'Le code n’a pas la forme de ceux de son système.', en: 'The code does not have the form of those of its system.' },
    why: {
      fr: 'Le code ou le système est faux\u00A0: le destinataire ne comprend pas ce code.',
      en: 'The code or the system is wrong: the recipient does not understand this code.',
    },
    hint: { fr: 'Corriger code ou codeSystem.', en: 'Correct code or codeSystem.' },
    clause: CISIS,
    example: {
      right: '<code code="E11.9" codeSystem="2.16.840.1.113883.6.3"/>',
      wrong: '<code code="E11-9" codeSystem="2.16.840.1.113883.6.73"/>',
    },
  }),
  rule({
    id: 'CDA-386',
    level: 'SHOULD',
    title: { fr: 'Un code existe dans son système.', en: 'A code exists in its system.' },
    message: { fr: 'Ce code n’existe pas dans ce système de codes.', en: 'This code does not exist in this code system.' },
    hint: { fr: 'Choisir un code du système.', en: 'Choose a code of the system.' },
    clause: 'HL7 V3, vocabulaires',
    example: {
      right: '<interpretationCode code="N" codeSystem="2.16.840.1.113883.5.83"/>',
      wrong: '<interpretationCode code="NORM" codeSystem="2.16.840.1.113883.5.83"/>',
    },
  }),
  rule({
    id: 'CDA-387',
    level: 'SHOULD',
    title: {
      fr: 'Un code de l’en-tête est pris dans le jeu de valeurs de sa place (J01, J02 ou J11).',
      en: 'A code of the header is taken from the value set of its place (J01, J02 or J11).',
    },
    message: { fr: 'Ce code n’est pas dans le jeu de valeurs de sa place.', en: 'This code is not in the value set of its place.' },
    hint: { fr: 'Choisir un code du jeu de valeurs.', en: 'Choose a code of the value set.' },
    clause: 'CI-SIS, volet Structuration minimale de documents de santé, en-tête CDA',
    example: {
      right: '<healthCareFacility><code code="SA25" codeSystem="1.2.250.1.71.4.2.4"/></healthCareFacility>',
      wrong: '<healthCareFacility><code code="SA99" codeSystem="1.2.250.1.71.4.2.4"/></healthCareFacility>',
    },
  }),
  rule({
    id: 'CDA-388',
    level: 'SHOULD',
    title: { fr: 'Un code est pris dans un système prévu pour son élément.', en: 'A code is taken from a system meant for its element.' },
    message: { fr: 'Le système de codes n’est pas de ceux de cet élément.', en: 'The code system is not one of those of this element.' },
    hint: { fr: 'Écrire dans codeSystem un système prévu pour cet élément.', en: 'Write in codeSystem a system meant for this element.' },
    clause: CISIS,
    example: {
      right: '<interpretationCode code="H" codeSystem="2.16.840.1.113883.5.83"/>',
      wrong: '<interpretationCode code="H" codeSystem="2.16.840.1.113883.5.1063"/>',
    },
  }),
  rule({
    id: 'CDA-389',
    level: 'SHOULD',
    title: { fr: 'codeSystem désigne le système auquel le code appartient.', en: 'codeSystem names the system that the code belongs to.' },
    message: {
      fr: 'Ce code, avec ce libellé, appartient à un autre système.',
      en: 'This code, with this label, belongs to another system.',
    },
    hint: { fr: 'Corriger codeSystem.', en: 'Correct codeSystem.' },
    clause: CISIS,
    example: {
      right: '<code code="MED-142" displayName="Synthèse médicale" codeSystem="1.2.250.1.213.1.1.4.322"/>',
      wrong: '<code code="MED-142" displayName="Synthèse médicale" codeSystem="1.2.250.1.213.2.60"/>',
    },
  }),
  rule({
    id: 'CDA-390',
    level: 'SHOULD',
    title: { fr: 'Un code est écrit sans faute.', en: 'A code is written without a slip.' },
    message: { fr: 'Ce code est inconnu\u00A0; un code voisin existe.', en: 'This code is unknown; a similar one exists.' },
    why: {
      fr: 'Le code est mal recopié\u00A0: le logiciel ne voit pas ce que le lecteur lit.',
      en: 'The code is miscopied: the software does not see what the reader reads.',
    },
    hint: { fr: 'Recopier le code depuis son système.', en: 'Copy the code from its system.' },
    clause: CISIS,
    example: {
      right: '<code code="G15_10/SM26" displayName="Médecin - Qualifié en Médecine Générale (SM)" codeSystem="1.2.250.1.213.1.1.4.5"/>',
      wrong: '<code code="G15_10/SM266" displayName="Médecin - Qualifié en Médecine Générale (SM)" codeSystem="1.2.250.1.213.1.1.4.5"/>',
    },
  }),
  rule({
    id: 'CDA-391',
    level: 'SHOULD',
    title: { fr: 'Un libellé n’est pas celui d’un autre code du système.', en: 'A label is not that of another code of the system.' },
    message: { fr: 'Le libellé est celui d’un autre code du même système.', en: 'The label is that of another code of the same system.' },
    why: {
      fr: 'Le lecteur voit une chose et le logiciel en traite une autre.',
      en: 'The reader sees one thing and the software processes another.',
    },
    hint: { fr: 'Écrire le libellé du code, ou le code du libellé.', en: 'Write the label of the code, or the code of the label.' },
    clause: CISIS,
    example: {
      right: '<value xsi:type="CD" code="G-A101" displayName="Gauche" codeSystem="1.2.250.1.213.2.12"/>',
      wrong: '<value xsi:type="CD" code="G-A101" displayName="Droit" codeSystem="1.2.250.1.213.2.12"/>',
    },
  }),
  rule({
    id: 'CDA-392',
    level: 'SHOULD',
    title: { fr: 'Un libellé (displayName) est celui de son code.', en: 'A label (displayName) is that of its code.' },
    message: { fr: 'Le libellé n’a rien de commun avec ceux du code.', en: 'The label has nothing in common with those of the code.' },
    why: {
      fr: 'Le lecteur voit une chose et le logiciel en traite une autre.',
      en: 'The reader sees one thing and the software processes another.',
    },
    hint: { fr: 'Écrire dans displayName un libellé du code.', en: 'Write a label of the code in displayName.' },
    clause: CISIS,
    example: {
      right: '<code code="MED-142" displayName="Synthèse médicale" codeSystem="1.2.250.1.213.1.1.4.322"/>',
      wrong: '<code code="MED-142" displayName="Ordonnance" codeSystem="1.2.250.1.213.1.1.4.322"/>',
    },
  }),
  rule({
    id: 'CDA-393',
    level: 'MAY',
    title: { fr: 'Un libellé est écrit comme dans son système de codes.', en: 'A label is worded as in its code system.' },
    message: { fr: 'Le libellé n’est pas un de ceux que l’on connaît du code.', en: 'The label is not one that is known of the code.' },
    hint: { fr: 'Recopier un libellé publié du code.', en: 'Copy a published label of the code.' },
    clause: CISIS,
    example: {
      right: '<code code="G15_10/SM26" displayName="Médecin - Qualifié en Médecine Générale (SM)" codeSystem="1.2.250.1.213.1.1.4.5"/>',
      wrong: '<code code="G15_10/SM26" displayName="Médecin généraliste" codeSystem="1.2.250.1.213.1.1.4.5"/>',
    },
  }),
  rule({
    id: 'CDA-401',
    level: 'SHOULD',
    title: {
      fr: 'Un libellé d’une liste fermée (type du document, nomenclature française, vocabulaire HL7) y est recopié.',
      en: 'A label of a closed list (document type, French code system, HL7 vocabulary) is copied from it.',
    },
    message: { fr: 'Le libellé n’est pas celui que la liste publie.', en: 'The label is not the one that the list publishes.' },
    hint: { fr: 'Recopier le libellé publié.', en: 'Copy the published label.' },
    clause: CISIS,
    example: {
      right: '<code code="G15_10/SM26" displayName="Médecin - Qualifié en Médecine Générale (SM)" codeSystem="1.2.250.1.213.1.1.4.5"/>',
      wrong: '<code code="G15_10/SM26" displayName="Médecin généraliste" codeSystem="1.2.250.1.213.1.1.4.5"/>',
    },
  }),
  rule({
    id: 'CDA-402',
    level: 'SHOULD',
    title: { fr: 'Un libellé (displayName) n’est pas le code lui-même.', en: 'A label (displayName) is not the code itself.' },
    message: { fr: 'Le libellé répète le code.', en: 'The label repeats the code.' },
    why: { fr: 'Le lecteur ne sait pas ce que le code désigne.', en: 'The reader does not know what the code stands for.' },
    hint: {
      fr: 'Écrire dans displayName un libellé du code, ou omettre displayName.',
      en: 'Write a label of the code in displayName, or leave displayName out.',
    },
    clause: HL7,
    example: {
      right: '<code code="3016-3" displayName="TSH" codeSystem="2.16.840.1.113883.6.1"/>',
      wrong: '<code code="3016-3" displayName="3016-3" codeSystem="2.16.840.1.113883.6.1"/>',
    },
  }),
  rule({
    id: 'CDA-394',
    level: 'SHOULD',
    title: { fr: 'Un code a le même libellé dans tout le document.', en: 'A code has the same label throughout the document.' },
    message: {
      fr: 'Ce code porte un tout autre libellé ailleurs dans le document.',
      en: 'This code carries quite another label elsewhere in the document.',
    },
    why: { fr: 'L’un des libellés, ou le code, est faux.', en: 'One of the labels, or the code, is wrong.' },
    hint: { fr: 'Écrire partout le libellé du code.', en: 'Write the label of the code everywhere.' },
    clause: HL7,
    example: {
      right:
        '<code code="A1" displayName="Glycémie" codeSystem="1.2.250.1.9999.1"/> … <code code="A1" displayName="Glycémie" codeSystem="1.2.250.1.9999.1"/>',
      wrong:
        '<code code="A1" displayName="Glycémie" codeSystem="1.2.250.1.9999.1"/> … <code code="A1" displayName="Natrium" codeSystem="1.2.250.1.9999.1"/>',
    },
  }),
  rule({
    id: 'CDA-395',
    level: 'SHOULD',
    title: {
      fr: 'Dans un document, un libellé désigne un seul code d’un système.',
      en: 'In a document, a label stands for one code of a system.',
    },
    message: {
      fr: 'Ce libellé est celui d’un autre code du document, dans le même système.',
      en: 'This label is that of another code of the document, in the same system.',
    },
    why: {
      fr: 'Le lecteur ne distingue pas ce que le logiciel distingue, ou l’un des deux codes est faux.',
      en: 'The reader does not tell apart what the software tells apart, or one of the two codes is wrong.',
    },
    hint: {
      fr: 'Écrire le libellé du code, assez précis pour n’être que le sien, ou corriger le code.',
      en: 'Write the label of the code, exact enough to be its own only, or correct the code.',
    },
    clause: HL7,
    example: {
      right:
        '<code code="A1" displayName="Glycémie" codeSystem="1.2.250.1.9999.1"/> … <code code="A2" displayName="Natrium" codeSystem="1.2.250.1.9999.1"/>',
      wrong:
        '<code code="A1" displayName="Glycémie" codeSystem="1.2.250.1.9999.1"/> … <code code="A2" displayName="Glycémie" codeSystem="1.2.250.1.9999.1"/>',
    },
  }),
  rule({
    id: 'CDA-396',
    level: 'SHOULD',
    title: {
      fr: 'codeSystemName est un nom du système que codeSystem désigne.',
      en: 'codeSystemName is a name of the system that codeSystem names.',
    },
    message: { fr: 'codeSystemName est le nom d’un autre système de codes.', en: 'codeSystemName is the name of another code system.' },
    hint: { fr: 'Accorder codeSystem et codeSystemName.', en: 'Make codeSystem and codeSystemName agree.' },
    clause: HL7,
    example: {
      right: '<code code="11502-2" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC"/>',
      wrong: '<code code="11502-2" codeSystem="2.16.840.1.113883.6.1" codeSystemName="SNOMED CT"/>',
    },
  }),
  rule({
    id: 'CDA-397',
    level: 'SHOULD',
    title: { fr: 'Un code est accompagné de son système (codeSystem).', en: 'A code comes with its system (codeSystem).' },
    message: { fr: 'Le code n’a pas de système.', en: 'The code has no system.' },
    why: { fr: 'Un code n’a de sens que dans son système.', en: 'A code has a meaning in its system only.' },
    hint: { fr: 'Ajouter codeSystem.', en: 'Add codeSystem.' },
    clause: HL7,
    example: { right: '<value xsi:type="CD" code="I10" codeSystem="2.16.840.1.113883.6.3"/>', wrong: '<value xsi:type="CD" code="I10"/>' },
  }),
  rule({
    id: 'CDA-398',
    level: 'SHOULD',
    title: { fr: 'codeSystem et displayName accompagnent un code.', en: 'codeSystem and displayName come with a code.' },
    message: { fr: 'Le code manque.', en: 'The code is missing.' },
    hint: { fr: 'Ajouter code, ou nullFlavor et originalText.', en: 'Add code, or nullFlavor and originalText.' },
    clause: HL7,
    example: {
      right: '<value xsi:type="CD" code="I10" codeSystem="2.16.840.1.113883.6.3"/>',
      wrong: '<value xsi:type="CD" codeSystem="2.16.840.1.113883.6.3"/>',
    },
  }),
  rule({
    id: 'CDA-399',
    level: 'SHOULD',
    title: { fr: 'code et codeSystem ne contiennent pas d’espace.', en: 'code and codeSystem have no blanks in them.' },
    message: { fr: 'L’attribut contient un espace.', en: 'The attribute has a blank in it.' },
    why: { fr: 'Comparé tel quel, le code n’est pas reconnu.', en: 'Compared as it is, the code is not recognised.' },
    hint: { fr: 'Supprimer l’espace.', en: 'Remove the blank.' },
    clause: 'HL7 V3, type cs',
    example: {
      right: '<code code="SYNTH" codeSystem="1.2.250.1.213.1.1.4.12"/>',
      wrong: '<code code="SYNTH " codeSystem="1.2.250.1.213.1.1.4.12"/>',
    },
  }),
  rule({
    id: 'CDA-400',
    level: 'SHOULD',
    title: { fr: 'Un code est en vigueur dans son système.', en: 'A code is in force in its system.' },
    message: { fr: 'Ce code a été retiré de son système.', en: 'This code was withdrawn from its system.' },
    hint: { fr: 'Choisir le code qui le remplace.', en: 'Choose the code that replaces it.' },
    clause: CISIS,
    example: {
      right: '<code code="11502-2" codeSystem="2.16.840.1.113883.6.1"/>',
      wrong: '<code code="…" codeSystem="2.16.840.1.113883.6.1"/>',
    },
  }),
];
