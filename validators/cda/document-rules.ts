import { asWritten, oneOf, type Rule } from '../../src/model/index.js';
import { isOid } from '../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { isNull, type Judge } from './judge.js';
import { headerElements } from './document.js';
import { readStamp } from './time-stamp.js';
import { VALUE_SETS } from './value-sets.js';
import { VOLETS, type Volet } from './volets.js';

export const CISIS_TEMPLATE = '1.2.250.1.213.1.1.1.1';
export const HL7_FRANCE_TEMPLATE = '2.16.840.1.113883.2.8.2.1';
export const XDS_SD_TEMPLATE = '1.3.6.1.4.1.19376.1.2.20';
const TYPE_ID = { root: '2.16.840.1.113883.1.3', extension: 'POCD_HD000040' };
const HEADER = 'CI-SIS, volet Structuration minimale de documents de santé, en-tête CDA';

export const documentRules: readonly Rule[] = [
  {
    id: 'CDA-01',
    level: 'SHALL',
    title: { fr: 'Le document est du XML bien formé.', en: 'The document is well-formed XML.' },
    message: { fr: 'Le document n’est pas du XML bien formé.', en: 'The document is not well-formed XML.' },
    why: { fr: 'Aucun logiciel ne peut lire ni afficher ce document.', en: 'No software can read or display this document.' },
    hint: { fr: 'Corriger la syntaxe XML à l’endroit indiqué.', en: 'Correct the XML syntax at the place shown.' },
    requirements: ['CDA-01'],
    clause: 'XML 1.0, 2.1',
    example: { right: '<title>Compte rendu</title>', wrong: '<title>Compte rendu</tilte>' },
  },
  {
    id: 'CDA-02',
    level: 'SHALL',
    title: { fr: 'Le document ne contient pas de déclaration DOCTYPE.', en: 'The document has no DOCTYPE declaration.' },
    message: { fr: 'Le document contient une déclaration DOCTYPE.', en: 'The document has a DOCTYPE declaration.' },
    why: {
      fr: 'Une DTD permet d’attaquer le système qui lit le document (entités externes, expansion d’entités).',
      en: 'A DTD lets the document attack the system that reads it (external entities, entity expansion).',
    },
    hint: { fr: 'Retirer la déclaration DOCTYPE et ses entités.', en: 'Remove the DOCTYPE declaration and its entities.' },
    requirements: ['CDA-02'],
    clause: 'HL7 CDA R2, XML ITS',
    example: {
      right: '<ClinicalDocument xmlns="urn:hl7-org:v3">',
      wrong: '<!DOCTYPE ClinicalDocument><ClinicalDocument xmlns="urn:hl7-org:v3">',
    },
  },
  {
    id: 'CDA-03',
    level: 'SHALL',
    title: { fr: 'Les octets du document sont dans l’encodage déclaré.', en: 'The bytes of the document are in the declared encoding.' },
    message: {
      fr: 'Les octets du document ne sont pas dans l’encodage déclaré.',
      en: 'The bytes of the document are not in the declared encoding.',
    },
    why: {
      fr: 'Les lettres accentuées sont perdues ou le document est refusé.',
      en: 'Accented letters are lost or the document is refused.',
    },
    hint: {
      fr: 'Écrire le document en UTF-8 et déclarer encoding="UTF-8".',
      en: 'Write the document in UTF-8 and declare encoding="UTF-8".',
    },
    requirements: ['CDA-03'],
    clause: 'XML 1.0, 4.3.3',
    example: { right: '<?xml version="1.0" encoding="UTF-8"?>', wrong: '<?xml version="1.0" encoding="UTF-9"?>' },
  },
  {
    id: 'CDA-04',
    level: 'SHALL',
    title: {
      fr: 'La racine est ClinicalDocument dans l’espace de noms urn:hl7-org:v3, seule ou enveloppée dans une feuille de style (document auto-présentable).',
      en: 'The root is ClinicalDocument in namespace urn:hl7-org:v3, bare or wrapped in a style sheet (self-presenting document).',
    },
    message: { fr: 'La racine n’est pas un document CDA.', en: 'The root is not a CDA document.' },
    hint: {
      fr: 'Écrire <ClinicalDocument xmlns="urn:hl7-org:v3"> comme racine, ou comme contenu de {urn:asip-sante:ci-sis}Contenu dans xsl:stylesheet.',
      en: 'Write <ClinicalDocument xmlns="urn:hl7-org:v3"> as the root, or as the content of {urn:asip-sante:ci-sis}Contenu in xsl:stylesheet.',
    },
    requirements: ['CDA-04'],
    clause: HEADER,
    example: { right: '<ClinicalDocument xmlns="urn:hl7-org:v3">', wrong: '<ClinicalDocument>' },
  },
  {
    id: 'CDA-05',
    level: 'SHALL',
    title: { fr: 'Le document a exactement un realmCode, de valeur FR.', en: 'The document has exactly one realmCode, valued FR.' },
    message: {
      fr: 'Le document n’a pas exactement un realmCode de valeur FR.',
      en: 'The document does not have exactly one realmCode valued FR.',
    },
    hint: { fr: 'Écrire <realmCode code="FR"/>.', en: 'Write <realmCode code="FR"/>.' },
    requirements: ['CDA-05'],
    clause: HEADER,
    example: { right: '<realmCode code="FR"/>', wrong: '<realmCode code="US"/>' },
  },
  {
    id: 'CDA-06',
    level: 'SHALL',
    title: {
      fr: 'Le document a exactement un typeId, root 2.16.840.1.113883.1.3 et extension POCD_HD000040.',
      en: 'The document has exactly one typeId, root 2.16.840.1.113883.1.3 and extension POCD_HD000040.',
    },
    message: { fr: 'Le typeId du document n’est pas celui de CDA R2.', en: 'The typeId of the document is not that of CDA R2.' },
    hint: {
      fr: 'Écrire <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>.',
      en: 'Write <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>.',
    },
    requirements: ['CDA-06'],
    clause: HEADER,
    example: {
      right: '<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>',
      wrong: '<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000020"/>',
    },
  },
  template('CDA-07', HL7_FRANCE_TEMPLATE, 'HL7 France'),
  template('CDA-08', CISIS_TEMPLATE, 'CI-SIS'),
  {
    id: 'CDA-09',
    level: 'SHALL',
    title: {
      fr: 'Le document déclare au moins un templateId de volet, outre ceux de HL7 France et du CI-SIS.',
      en: 'The document declares at least one templateId of a volet, besides those of HL7 France and CI-SIS.',
    },
    message: {
      fr: 'Aucun templateId ne dit de quel modèle de document il s’agit.',
      en: 'No templateId says which document template this is.',
    },
    hint: {
      fr: 'Ajouter le templateId du volet, ou celui de XDS-SD (1.3.6.1.4.1.19376.1.2.20) pour un corps non structuré.',
      en: 'Add the templateId of the volet, or that of XDS-SD (1.3.6.1.4.1.19376.1.2.20) for an unstructured body.',
    },
    requirements: ['CDA-09'],
    clause: HEADER,
    example: { right: '<templateId root="1.2.250.1.213.1.1.1.55" extension="2024.01"/>', wrong: '(HL7 France, CI-SIS)' },
  },
  {
    id: 'CDA-10',
    level: 'SHALL',
    title: {
      fr: 'Un document de niveau 1 (nonXMLBody) déclare exactement trois templateId : XDS-SD, HL7 France et CI-SIS.',
      en: 'A level 1 document (nonXMLBody) declares exactly three templateIds: XDS-SD, HL7 France and CI-SIS.',
    },
    message: {
      fr: 'Les templateId ne sont pas les trois d’un document de niveau 1.',
      en: 'The templateIds are not the three of a level 1 document.',
    },
    hint: {
      fr: 'Déclarer 1.3.6.1.4.1.19376.1.2.20 (XDS-SD) à la place du templateId du volet.',
      en: 'Declare 1.3.6.1.4.1.19376.1.2.20 (XDS-SD) in place of the templateId of the volet.',
    },
    requirements: ['CDA-10'],
    clause: HEADER + ', niveau 1',
    example: {
      right: '<templateId root="1.3.6.1.4.1.19376.1.2.20"/>',
      wrong: '<templateId root="1.2.250.1.213.1.1.1.55" extension="2024.01"/>',
    },
  },
  {
    id: 'CDA-28',
    level: 'SHALL',
    title: {
      fr: 'Les attributs classCode et moodCode du document, s’ils sont écrits, valent DOCCLIN et EVN.',
      en: 'classCode and moodCode of the document, when written, are DOCCLIN and EVN.',
    },
    message: { fr: 'L’attribut n’a pas sa valeur fixe.', en: 'The attribute does not have its fixed value.' },
    hint: {
      fr: 'Écrire classCode="DOCCLIN" et moodCode="EVN", ou les omettre.',
      en: 'Write classCode="DOCCLIN" and moodCode="EVN", or leave them out.',
    },
    requirements: ['CDA-28'],
    clause: HEADER,
    example: { right: '<ClinicalDocument classCode="DOCCLIN">', wrong: '<ClinicalDocument classCode="DOC">' },
  },
  {
    id: 'CDA-29',
    level: 'SHALL',
    title: {
      fr: 'La langue du document s’écrit en minuscules et majuscules, comme fr-FR.',
      en: 'The language of the document is written in lower and upper case, as fr-FR.',
    },
    message: { fr: 'Le code de langue n’a pas la forme attendue.', en: 'The language code does not have the expected form.' },
    hint: { fr: 'Écrire <languageCode code="fr-FR"/>.', en: 'Write <languageCode code="fr-FR"/>.' },
    requirements: ['CDA-29'],
    clause: HEADER + ', languageCode',
    example: { right: '<languageCode code="fr-FR"/>', wrong: '<languageCode code="FR"/>' },
  },
  {
    id: 'CDA-30',
    level: 'SHALL',
    title: { fr: 'Le numéro de version du document est un entier.', en: 'The version number of the document is an integer.' },
    message: { fr: 'Le numéro de version n’est pas un entier.', en: 'The version number is not an integer.' },
    hint: { fr: 'Écrire un entier, à partir de 1.', en: 'Write an integer, from 1 up.' },
    requirements: ['CDA-30'],
    clause: HEADER + ', versionNumber',
    example: { right: '<versionNumber value="1"/>', wrong: '<versionNumber value="1.0"/>' },
  },
  {
    id: 'CDA-31',
    level: 'SHOULD',
    title: {
      fr: 'Le type du document est un code de JDV_J07_XdsTypeCode_CISIS.',
      en: 'The document type is a code of JDV_J07_XdsTypeCode_CISIS.',
    },
    message: { fr: 'Le type de document n’est pas connu de JDV_J07.', en: 'The document type is not known to JDV_J07.' },
    why: { fr: 'La plateforme ne sait pas classer le document.', en: 'The platform cannot classify the document.' },
    hint: {
      fr: 'Choisir le code du volet dans JDV_J07_XdsTypeCode_CISIS.',
      en: 'Choose the code of the volet in JDV_J07_XdsTypeCode_CISIS.',
    },
    requirements: ['CDA-31'],
    clause: HEADER + ', code',
    example: { right: '<code code="11502-2" …/>', wrong: '<code code="11502-9" …/>' },
  },
  {
    id: 'CDA-32',
    level: 'SHOULD',
    title: {
      fr: 'Le type du document est celui du volet que déclare son templateId.',
      en: 'The document type is that of the volet its templateId declares.',
    },
    message: { fr: 'Le type du document n’est pas celui du volet déclaré.', en: 'The document type is not that of the declared volet.' },
    hint: { fr: 'Accorder code et templateId.', en: 'Make code and templateId agree.' },
    requirements: ['CDA-32'],
    clause: 'CI-SIS, volets de contenu, en-tête spécifique',
    example: { right: '1.2.250.1.213.1.1.1.55 / 11502-2', wrong: '1.2.250.1.213.1.1.1.55 / 34133-9' },
  },
  {
    id: 'CDA-33',
    level: 'SHOULD',
    title: {
      fr: 'La version d’un templateId de volet (extension) est une version publiée.',
      en: 'The version of a volet templateId (extension) is a published one.',
    },
    message: { fr: 'Cette version du volet n’est pas connue.', en: 'This version of the volet is not known.' },
    hint: { fr: 'Écrire dans extension une version publiée du volet.', en: 'Write a published version of the volet in extension.' },
    requirements: ['CDA-33'],
    clause: 'CI-SIS, volets de contenu, en-tête spécifique',
    example: {
      right: '<templateId root="1.2.250.1.213.1.1.1.55" extension="2024.01"/>',
      wrong: '<templateId root="1.2.250.1.213.1.1.1.55" extension="2099.01"/>',
    },
  },
  {
    id: 'CDA-34',
    level: 'SHOULD',
    title: {
      fr: 'Un document qui déclare un volet déclare aussi les modèles dont ce volet dérive.',
      en: 'A document that declares a volet also declares the templates the volet derives from.',
    },
    message: { fr: 'Un modèle dont le volet dérive n’est pas déclaré.', en: 'A template the volet derives from is not declared.' },
    hint: { fr: 'Ajouter le templateId manquant.', en: 'Add the missing templateId.' },
    requirements: ['CDA-34'],
    clause: 'CI-SIS, volets de contenu, en-tête spécifique',
    example: {
      right: '<templateId root="1.3.6.1.4.1.19376.1.3.3"/> <templateId root="1.2.250.1.213.1.1.1.55" extension="2024.01"/>',
      wrong: '<templateId root="1.2.250.1.213.1.1.1.55" extension="2024.01"/>',
    },
  },
  {
    id: 'CDA-35',
    level: 'SHALL',
    title: {
      fr: 'La racine (root) d’un identifiant de l’en-tête est un OID ou un UUID.',
      en: 'The root of an identifier of the header is an OID or a UUID.',
    },
    message: {
      fr: 'La racine de l’identifiant n’est ni un OID ni un UUID.',
      en: 'The root of the identifier is neither an OID nor a UUID.',
    },
    hint: {
      fr: 'Écrire un OID (64 caractères au plus, sans zéro en tête d’arc) ou un UUID, sans préfixe urn:.',
      en: 'Write an OID (at most 64 characters, no arc with a leading zero) or a UUID, without a urn: prefix.',
    },
    requirements: ['CDA-35'],
    clause: 'HL7 V3, type II',
    example: { right: '<id root="1.2.250.1.213.1.1.9.1"/>', wrong: '<id root="urn:oid:1.2.250.1.213.1.1.9.1"/>' },
  },
  {
    id: 'CDA-36',
    level: 'SHALL',
    title: {
      fr: 'Une date de l’en-tête s’écrit AAAAMMJJHHMMSS±ZZZZ, tronquée à droite au besoin, et existe au calendrier.',
      en: 'A date of the header is written YYYYMMDDHHMMSS±ZZZZ, cut on the right if need be, and exists in the calendar.',
    },
    message: { fr: 'La date n’a pas la forme d’un horodatage HL7 (TS).', en: 'The date does not have the form of an HL7 time stamp (TS).' },
    hint: { fr: 'Écrire par exemple 20261120101500+0100.', en: 'Write for example 20261120101500+0100.' },
    requirements: ['CDA-36'],
    clause: 'HL7 V3, type TS',
    example: { right: '<effectiveTime value="20261120101500+0100"/>', wrong: '<effectiveTime value="2026-11-20T10:15:00"/>' },
  },
  {
    id: 'CDA-37',
    level: 'SHOULD',
    title: {
      fr: 'Une date de l’en-tête précise à l’heure porte son fuseau horaire.',
      en: 'A date of the header that goes down to the hour carries its time zone.',
    },
    message: { fr: 'La date et l’heure n’ont pas de fuseau horaire.', en: 'The date and time have no time zone.' },
    why: {
      fr: 'L’heure réelle est ambiguë, et les métadonnées en temps universel qui en sont tirées sont fausses.',
      en: 'The real time is ambiguous, and the metadata in universal time made from it are wrong.',
    },
    hint: { fr: 'Ajouter le décalage, par exemple +0100 ou +0200.', en: 'Add the offset, for example +0100 or +0200.' },
    requirements: ['CDA-37'],
    clause: 'HL7 V3, type TS',
    example: { right: '<time value="20261120101500+0100"/>', wrong: '<time value="20261120101500"/>' },
  },
  {
    id: 'CDA-540',
    level: 'SHOULD',
    title: {
      fr: 'La date de naissance du patient est un jour du calendrier, ou ce que l’on en sait (AAAA, AAAAMM).',
      en: 'The birth date of the patient is a day of the calendar, or what is known of it (YYYY, YYYYMM).',
    },
    message: {
      fr: 'La date de naissance a un jour ou un mois qui n’existe pas, comme une date lunaire ou incomplète rendue par l’INSi.',
      en: 'The birth date has a day or month that does not exist, as a lunar or incomplete date returned by INSi.',
    },
    why: {
      fr: 'Un logiciel qui lit une date HL7 la refuse ou la déplace, et ne retrouve plus le patient.',
      en: 'Software that reads an HL7 date refuses or shifts it, and no longer finds the patient.',
    },
    hint: {
      fr: 'Garder telle quelle la date de l’INSi dans le dossier, et écrire ici ce qui en existe : AAAAMM, ou AAAA.',
      en: 'Keep the date of INSi as it is in the record, and write here what exists of it: YYYYMM, or YYYY.',
    },
    requirements: ['CDA-540'],
    clause: 'HL7 V3, type TS ; référentiel INS',
    example: { right: '<birthTime value="197902"/>', wrong: '<birthTime value="19790230"/>' },
  },
  {
    id: 'CDA-47',
    level: 'SHOULD',
    title: {
      fr: 'Le niveau de confidentialité du document est N, R ou V, du système 2.16.840.1.113883.5.25.',
      en: 'The confidentiality level of the document is N, R or V, of code system 2.16.840.1.113883.5.25.',
    },
    message: {
      fr: 'Le niveau de confidentialité n’est pas de ceux que les métadonnées XDS acceptent.',
      en: 'The confidentiality level is not one that XDS metadata accept.',
    },
    hint: {
      fr: 'Écrire code="N" codeSystem="2.16.840.1.113883.5.25" displayName="Normal", ou R, ou V.',
      en: 'Write code="N" codeSystem="2.16.840.1.113883.5.25" displayName="Normal", or R, or V.',
    },
    requirements: ['CDA-47'],
    clause: HEADER + ', confidentialityCode ; JDV_J08',
    example: {
      right: '<confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25" displayName="Normal"/>',
      wrong: '<confidentialityCode code="L" codeSystem="2.16.840.1.113883.5.25" displayName="Faible"/>',
    },
  },
  {
    id: 'CDA-48',
    level: 'SHOULD',
    title: { fr: 'Le document remplacé n’est pas le document lui-même.', en: 'The replaced document is not the document itself.' },
    message: {
      fr: 'Le document dit remplacer un document qui porte son propre identifiant.',
      en: 'The document says it replaces a document with its own identifier.',
    },
    why: {
      fr: 'La plateforme refuse le remplacement ou perd la version précédente.',
      en: 'The platform refuses the replacement or loses the previous version.',
    },
    hint: {
      fr: 'Donner au nouveau document un id neuf et garder dans parentDocument/id celui de l’ancien.',
      en: 'Give the new document a new id and keep the id of the old one in parentDocument/id.',
    },
    requirements: ['CDA-48'],
    clause: HEADER + ', relatedDocument',
    example: {
      right: '<parentDocument><id root="1.2.3.1"/></parentDocument>',
      wrong: '<id root="1.2.3.2"/> … <parentDocument><id root="1.2.3.2"/></parentDocument>',
    },
  },
  {
    id: 'CDA-49',
    level: 'SHALL',
    title: { fr: 'La racine ClinicalDocument ne porte pas de nullFlavor.', en: 'The ClinicalDocument root has no nullFlavor.' },
    message: {
      fr: 'La racine porte un nullFlavor : le document se dit lui-même absent.',
      en: 'The root has a nullFlavor: the document calls itself absent.',
    },
    hint: { fr: 'Retirer nullFlavor de ClinicalDocument.', en: 'Remove nullFlavor from ClinicalDocument.' },
    requirements: ['CDA-49'],
    clause: HEADER,
    example: { right: '<ClinicalDocument xmlns="urn:hl7-org:v3">', wrong: '<ClinicalDocument xmlns="urn:hl7-org:v3" nullFlavor="NI">' },
  },
];

function template(id: string, root: string, of: string): Rule {
  return {
    id,
    level: 'SHALL',
    title: {
      fr: `Le document déclare exactement une fois le templateId ${of}, ${root}.`,
      en: `The document declares the ${of} templateId, ${root}, exactly once.`,
    },
    message: { fr: `Le templateId ${of} n’est pas déclaré exactement une fois.`, en: `The ${of} templateId is not declared exactly once.` },
    hint: { fr: `Écrire une seule fois <templateId root="${root}"/>.`, en: `Write <templateId root="${root}"/> once.` },
    requirements: [id],
    clause: HEADER + ', templateId',
    example: { right: `<templateId root="${root}"/>`, wrong: `<templateId root="${root}.0"/>` },
  };
}

/** Judges what concerns the document as a whole: identity, templates, types of dates and identifiers. */
export function judgeDocument(judge: Judge, root: XmlElement): void {
  onlyOne(
    judge,
    'CDA-05',
    root,
    'realmCode',
    (e) => e.attribute('code') === 'FR',
    'FR',
    (e) => e.attribute('code') ?? '',
  );
  onlyOne(
    judge,
    'CDA-06',
    root,
    'typeId',
    (e) => e.attribute('root') === TYPE_ID.root && e.attribute('extension') === TYPE_ID.extension,
    `${TYPE_ID.root} / ${TYPE_ID.extension}`,
    (e) => `${e.attribute('root') ?? ''} / ${e.attribute('extension') ?? ''}`,
  );
  judge.expect('CDA-49', !isNull(root), [root, 'nullFlavor'], () => ({
    expected: { fr: 'pas de nullFlavor', en: 'no nullFlavor' },
    actual: `nullFlavor="${asWritten(root.attribute('nullFlavor') ?? '')}"`,
  }));
  judgeTemplates(judge, root);
  for (const [attribute, value] of [
    ['classCode', 'DOCCLIN'],
    ['moodCode', 'EVN'],
  ] as const) {
    const actual = root.attribute(attribute);
    if (actual !== undefined)
      judge.expect('CDA-28', actual === value, [root, attribute], () => ({
        expected: `${attribute}="${value}"`,
        actual: asWritten(actual),
      }));
  }
  const language = root.element('languageCode')?.attribute('code');
  if (language !== undefined && language !== '')
    judge.expect('CDA-29', /^[a-z]{2}-[A-Z]{2}$/.test(language), [root.element('languageCode')!, 'code'], () => ({
      expected: 'fr-FR',
      actual: asWritten(language),
    }));
  const version = root.element('versionNumber')?.attribute('value');
  if (version !== undefined && version !== '')
    judge.expect('CDA-30', /^\d{1,9}$/.test(version), [root.element('versionNumber')!, 'value'], () => ({
      expected: { fr: 'un entier', en: 'an integer' },
      actual: asWritten(version),
    }));
  const confidentiality = root.element('confidentialityCode');
  const level = confidentiality?.attribute('code');
  if (confidentiality && level && VALUE_SETS.CONFIDENTIALITY.codes.has(level)) {
    const system = confidentiality.attribute('codeSystem') ?? '';
    judge.expect('CDA-47', /^[NRV]$/.test(level) && (system === '' || system === '2.16.840.1.113883.5.25'), confidentiality, () => ({
      expected: { fr: 'N, R ou V (2.16.840.1.113883.5.25)', en: 'N, R or V (2.16.840.1.113883.5.25)' },
      actual: asWritten(`${level} (${system})`),
    }));
  }
  judgeIdentifiersAndDates(judge, root);
  judgeReplacement(judge, root);
}

function onlyOne(
  judge: Judge,
  rule: string,
  root: XmlElement,
  name: string,
  holds: (element: XmlElement) => boolean,
  expected: string,
  actual: (element: XmlElement) => string,
): void {
  const all = judge.at(root, name);
  const wrong = all.find((element) => !holds(element));
  judge.expect(rule, all.length === 1 && !wrong, wrong ?? all[1] ?? { in: root, missing: name }, () => ({
    expected,
    actual:
      wrong ? asWritten(actual(wrong))
      : all.length === 0 ? { fr: `aucun ${name}`, en: `no ${name}` }
      : { fr: `${all.length} éléments ${name}`, en: `${all.length} ${name} elements` },
  }));
}

function judgeTemplates(judge: Judge, root: XmlElement): void {
  const templates = judge.at(root, 'templateId');
  const under = (oid: string): XmlElement[] => templates.filter((t) => t.attribute('root') === oid);
  for (const [rule, oid] of [
    ['CDA-07', HL7_FRANCE_TEMPLATE],
    ['CDA-08', CISIS_TEMPLATE],
  ] as const) {
    const found = under(oid);
    judge.expect(rule, found.length === 1, found[1] ?? { in: root, missing: `templateId[@root="${oid}"]` }, () => ({
      expected: { fr: `une fois ${oid}`, en: `${oid} once` },
      actual: { fr: `${found.length} fois`, en: `${found.length} times` },
    }));
  }
  const own = templates.filter((t) => t.attribute('root') !== HL7_FRANCE_TEMPLATE && t.attribute('root') !== CISIS_TEMPLATE);
  judge.expect('CDA-09', own.length > 0, { in: root, missing: 'templateId' }, () => ({
    expected: { fr: 'au moins un autre templateId', en: 'at least one other templateId' },
    actual: { fr: 'aucun', en: 'none' },
  }));
  const level1 = root.element('component')?.element('nonXMLBody') !== undefined;
  if (level1 && own.length > 0) {
    const foreign = own.find((t) => t.attribute('root') !== XDS_SD_TEMPLATE) ?? own[1];
    judge.expect('CDA-10', own.length === 1 && !foreign, foreign, () => ({
      expected: [XDS_SD_TEMPLATE, HL7_FRANCE_TEMPLATE, CISIS_TEMPLATE].join(', '),
      actual: asWritten(templates.map((t) => t.attribute('root') ?? '').join(', ')),
    }));
  }
  judgeVolet(judge, root, own);
}

/** The type of the document, and what the declared volet asks of it. */
function judgeVolet(judge: Judge, root: XmlElement, templates: readonly XmlElement[]): void {
  const code = root.element('code');
  const type = code?.attribute('code');
  if (code && type)
    judge.expect('CDA-31', VALUE_SETS.J07.codes.has(type), [code, 'code'], () => ({
      expected: { fr: 'un code de JDV_J07_XdsTypeCode_CISIS', en: 'a code of JDV_J07_XdsTypeCode_CISIS' },
      actual: asWritten(type),
    }));
  const declared = new Set(templates.map((t) => t.attribute('root') ?? ''));
  for (const template of templates) {
    const volet: Volet | undefined = VOLETS[template.attribute('root') ?? ''];
    if (!volet) continue;
    const extension = template.attribute('extension');
    if (extension !== undefined && volet.versions.length > 0)
      judge.expect('CDA-33', volet.versions.includes(extension), [template, 'extension'], () => ({
        expected: oneOf(volet.versions),
        actual: asWritten(extension),
      }));
    for (const parent of volet.parents)
      judge.expect('CDA-34', declared.has(parent), template, () => ({
        expected: `<templateId root="${parent}"/>`,
        actual: { fr: 'non déclaré', en: 'not declared' },
      }));
  }
  // told once, for the most specific of the templates: a volet and the one it derives from speak of the same code
  const typed = templates.map((template) => VOLETS[template.attribute('root') ?? '']?.codes ?? []).filter((codes) => codes.length > 0);
  if (code && type && typed.length > 0) {
    const unmet = typed.findLast((codes) => !codes.includes(type));
    judge.expect('CDA-32', unmet === undefined, [code, 'code'], () => ({ expected: oneOf(unmet!), actual: asWritten(type) }));
  }
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const STAMPED = new Set(['effectiveTime', 'time', 'low', 'high', 'center', 'birthTime', 'deceasedTime']);

function judgeIdentifiersAndDates(judge: Judge, root: XmlElement): void {
  for (const element of headerElements(root)) {
    if (['id', 'setId', 'templateId', 'typeId', 'accessionNumber'].includes(element.local)) {
      const oid = element.attribute('root');
      if (oid === undefined || oid.trim() === '') continue;
      judge.expect('CDA-35', isOid(oid) || UUID.test(oid), [element, 'root'], () => ({
        expected: { fr: 'un OID ou un UUID', en: 'an OID or a UUID' },
        actual: asWritten(oid),
      }));
    } else if (STAMPED.has(element.local)) {
      const value = element.attribute('value');
      if (value === undefined || value.trim() === '') continue;
      const stamp = readStamp(value);
      if (isBirthOfPatient(element) && judgeLunar(judge, element, value)) continue;
      const valid = judge.expect('CDA-36', stamp !== undefined, [element, 'value'], () => ({
        expected: { fr: 'AAAAMMJJHHMMSS±ZZZZ', en: 'YYYYMMDDHHMMSS±ZZZZ' },
        actual: asWritten(value),
      }));
      if (valid && stamp!.precision >= 10)
        judge.expect('CDA-37', stamp!.zoned, [element, 'value'], () => ({
          expected: `${asWritten(value)}+0100`,
          actual: asWritten(value),
        }));
    }
  }
}

const isBirthOfPatient = ({ local, parent }: XmlElement): boolean =>
  local === 'birthTime' && parent?.local === 'patient' && parent.parent?.parent?.local === 'recordTarget';

/** Is this a date of birth that no calendar has, as the civil registry knows some? Then it is told as such. */
function judgeLunar(judge: Judge, birthTime: XmlElement, value: string): boolean {
  const [, year = '', month = ''] = /^((?!0000)\d{4})(0\d|1[0-2])(?:[0-2]\d|3[01])?$/.exec(value) ?? [];
  const lunar = year !== '' && readStamp(value) === undefined;
  const known = month === '00' ? year : year + month;
  if (lunar || readStamp(value))
    judge.expect('CDA-540', !lunar, [birthTime, 'value'], () => ({
      expected: { fr: `${known}, ce que l’on sait de la date`, en: `${known}, what is known of the date` },
      actual: asWritten(value),
      hint: {
        fr: `Garder telle quelle la date de l’INSi dans le dossier, et écrire ici value="${known}".`,
        en: `Keep the date of INSi as it is in the record, and write value="${known}" here.`,
      },
    }));
  return lunar;
}

function judgeReplacement(judge: Judge, root: XmlElement): void {
  const key = (id: XmlElement | undefined): string => `${id?.attribute('root') ?? ''}^${id?.attribute('extension') ?? ''}`;
  const own = root.element('id');
  for (const replaced of judge.at(root, 'relatedDocument/parentDocument/id'))
    if (own && !isNull(replaced))
      judge.expect('CDA-48', key(own) !== key(replaced), replaced, () => ({
        expected: { fr: 'l’identifiant du document précédent', en: 'the identifier of the previous document' },
        actual: asWritten(key(replaced)),
      }));
}
